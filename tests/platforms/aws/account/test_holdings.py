from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from backend.errors import NotAllowed
from backend.platforms.aws.account.holdings import (
    CONFIG,
    CUT_OFF,
    ENDPOINT,
    ENDPOINT_LOG,
    FILES,
    JOB_LOGS,
    JOBS,
    MODEL,
    OTHER_FILES,
    Holdings,
)
from backend.platforms.aws.account.permissions import job_role_policy, operator_policy, place_of
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints import records as endpoint_records
from backend.platforms.aws.endpoints import served
from backend.platforms.aws.files import bundle
from backend.platforms.aws.images import SKLEARN, Images
from backend.platforms.aws.jobs import intentions as job_intentions
from backend.platforms.aws.jobs import logs as job_logs
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.base import JobKind, JobSpec
from backend.platforms.capabilities import Holding
from backend.platforms.prices import OFFLINE
from tests import tiny
from tests.aws_double import AwsDouble, Fault, Kind
from tests.platforms.aws.endpoints_platform import EndpointsPlatform
from tests.platforms.aws.jobs_platform import JobsPlatform, tell_images
from tests.platforms.conformance import PATIENCE, until
from tests.platforms.endpoint_conformance import a_spec
from tests.platforms.endpoint_conformance import served as deployed

PART = 5 * 2**20  # bytes, S3's least of a part that is not the last


@dataclass
class Account:
    """An account in which a studio works; others may as well."""

    double: AwsDouble
    settings: AwsSettings
    clients: Clients
    jobs: JobsPlatform
    endpoints: EndpointsPlatform

    @property
    def holdings(self) -> Holdings:
        return Holdings(
            self.clients,
            self.settings,
            self.jobs.storage,
            self.jobs,
            self.endpoints,
            lambda: OFFLINE,
            wait_seconds=30.0,
        )

    def found(self, kind: str | None = None) -> list[Holding]:
        return [one for one in self.holdings.all() if kind in (None, one.kind)]

    def put(self, key: str, size: int = 10) -> None:
        """A file anywhere in the bucket."""
        self.clients.s3.put_object(Bucket=self.settings.bucket, Key=key, Body=bytes(size))

    def files(self) -> set[str]:
        """All files in the bucket."""
        found = self.clients.s3.list_objects_v2(Bucket=self.settings.bucket)
        return {one["Key"] for one in found.get("Contents", ())}

    def cut_off(self, key: str) -> str:
        """An upload of which one part was sent."""
        which = {"Bucket": self.settings.bucket, "Key": key}
        upload = self.clients.s3.create_multipart_upload(**which)["UploadId"]
        self.clients.s3.upload_part(**which, UploadId=upload, PartNumber=1, Body=bytes(PART))
        return str(upload)

    def hosted(self, name: str, **tags: str) -> None:
        """A model, a configuration and an endpoint that somebody made, all of one name."""
        sagemaker = self.clients.sagemaker
        tagged = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
        image = Images(self.settings.region, Path(self.images)).uri(SKLEARN)
        sagemaker.create_model(
            ModelName=name,
            ExecutionRoleArn=self.settings.role_arn,
            PrimaryContainer={"Image": image},
            **tagged,
        )
        variant = {
            "VariantName": "AllTraffic",
            "ModelName": name,
            "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1},
        }
        sagemaker.create_endpoint_config(
            EndpointConfigName=name, ProductionVariants=[variant], **tagged
        )
        # It need not answer: one that failed is as much there, and takes no time.
        self.double.fail(Fault(kind=Kind.CAPACITY, operation="CreateEndpoint", name=name))
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name, **tagged)
        until(lambda: self.status(name), lambda status: status != "Creating", PATIENCE)

    images: str = ""

    def status(self, name: str) -> str:
        return str(self.clients.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"])

    def names(self) -> dict[str, set[str]]:
        """All that SageMaker has, ours or not."""
        sagemaker = self.clients.sagemaker
        return {
            "endpoints": {
                one["EndpointName"]
                for one in sagemaker.list_endpoints()["Endpoints"]
                if one["EndpointStatus"] != "Deleting"
            },
            "configs": {
                one["EndpointConfigName"]
                for one in sagemaker.list_endpoint_configs()["EndpointConfigs"]
            },
            "models": {one["ModelName"] for one in sagemaker.list_models()["Models"]},
            "jobs": {
                one["ProcessingJobName"]
                for one in sagemaker.list_processing_jobs()["ProcessingJobSummaries"]
            },
        }

    def log(self, group: str, *streams: str) -> None:
        """A group of logs, if need be, with streams."""
        there = self.clients.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        if group not in [one["logGroupName"] for one in there]:
            self.clients.logs.create_log_group(logGroupName=group)
        for stream in streams:
            self.clients.logs.create_log_stream(logGroupName=group, logStreamName=stream)

    def streams(self, group: str) -> set[str]:
        found = self.clients.logs.describe_log_streams(logGroupName=group)["logStreams"]
        return {one["logStreamName"] for one in found}


@pytest.fixture
def account(double: AwsDouble, settings: AwsSettings, clients: Clients, tmp_path: Path) -> Account:
    jobs = JobsPlatform(settings, tmp_path / "of-jobs", clients=clients)
    shared = tmp_path / "of-jobs"
    endpoints = EndpointsPlatform(
        settings, clients=clients, folder=tmp_path / "of-endpoints", shared=shared
    )
    return Account(double, settings, clients, jobs, endpoints, images=str(shared / "images"))


def kinds(found: list[Holding]) -> dict[str, list[str]]:
    """Names by kind, in the order in which they came."""
    by_kind: dict[str, list[str]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one.name)
    return by_kind


def processing(name: str, **settings: str) -> JobSpec:
    return JobSpec(
        name=name, kind=JobKind.PROCESSING, size="ml.m5.large", inputs={}, settings=settings
    )


def ended(account: Account, name: str) -> None:
    until(lambda: account.jobs.job(name), lambda job: job.state.final, PATIENCE)


def going_on(account: Account, name: str) -> None:
    until(lambda: account.jobs.job(name), lambda job: job.state == "InProgress", PATIENCE)


def test_an_empty_account_holds_nothing(account: Account) -> None:
    assert account.found() == []
    assert list(account.holdings.remove()) == []


def test_the_folders_of_the_studio_have_names_for_a_person() -> None:
    used = {
        bundle.CODE,
        endpoint_records.FOLDER,
        job_intentions.JOBS,
        served.FOLDER,
        "uploads",
    }
    assert used == set(FILES)
    assert set(job_logs._GROUPS.values()) == {
        "/aws/sagemaker/ProcessingJobs",
        "/aws/sagemaker/TrainingJobs",
    }


def test_files_are_told_by_folder_with_what_they_cost(account: Account) -> None:
    account.put("moderation-studio/uploads/datasets/a/rows.csv", 2_000_000)
    account.put("moderation-studio/uploads/datasets/b/rows.csv", 1_000_000)
    account.put("moderation-studio/jobs/gone/output/left.txt", 500_000)
    account.put("moderation-studio/strange/x", 10)
    account.put("moderation-studio/alone.txt", 20)
    found = account.found()
    assert {one.name: (one.kind, one.mb) for one in found} == {
        "moderation-studio/uploads": (FILES["uploads"], 3.0),
        "moderation-studio/jobs": (FILES["jobs"], 0.5),
        "moderation-studio/strange": (OTHER_FILES, 0.00001),
        "moderation-studio/alone.txt": (OTHER_FILES, 0.00002),
    }
    for one in found:
        assert one.mb is not None
        assert one.usd_per_month == pytest.approx(OFFLINE.files.cost(one.mb))
    assert list(account.holdings.remove()) == found
    assert account.files() == set()
    assert account.found() == []


def test_what_is_next_door_stays(account: Account) -> None:
    foreign = {
        "moderation-studio-2/uploads/a/rows.csv",
        "moderation-studio-2/endpoints/theirs/1.json",
        "moderation-studio.txt",
        "moderation-studi",
        "else/moderation-studio/jobs/a/spec.json",
    }
    for key in foreign | {"moderation-studio/uploads/a/rows.csv"}:
        account.put(key)
    theirs = account.cut_off("moderation-studio-2/uploads/big")
    assert kinds(account.found()) == {FILES["uploads"]: ["moderation-studio/uploads"]}
    list(account.holdings.remove())
    assert account.files() == foreign
    uploads = account.clients.s3.list_multipart_uploads(Bucket=account.settings.bucket)
    assert [one["UploadId"] for one in uploads["Uploads"]] == [theirs]


def test_an_upload_that_was_cut_off_is_found_and_goes(account: Account) -> None:
    account.cut_off("moderation-studio/uploads/big")
    [one] = account.found()
    assert (one.kind, one.name) == (CUT_OFF, "moderation-studio/uploads/big")
    assert one.mb == pytest.approx(PART / 1e6)
    assert one.usd_per_month == pytest.approx(OFFLINE.files.cost(PART / 1e6))
    assert one.created_at is not None  # moto says 2010 of every upload
    assert [gone.left_because for gone in account.holdings.remove()] == [""]
    assert account.found() == []


def test_what_carries_the_tag_is_found_though_no_record_is_left(account: Account) -> None:
    account.hosted("lost", **{"moderation-studio": "moderation-studio"})
    found = account.found()
    assert kinds(found) == {ENDPOINT: ["lost"], CONFIG: ["lost"], MODEL: ["lost"]}
    assert [one.usd_per_month for one in found] == [None, 0.0, 0.0]
    assert all(one.created_at for one in found)
    assert list(account.holdings.remove()) == found
    assert account.names() == {
        "endpoints": set(),
        "configs": set(),
        "models": set(),
        "jobs": set(),
    }
    assert account.found() == []


def test_what_carries_no_tag_or_anothers_stays(account: Account) -> None:
    account.hosted("plain")
    account.hosted("next-door", **{"moderation-studio": "moderation-studio-2"})
    account.hosted("with-other", **{"team": "moderation-studio"})
    account.log("/aws/sagemaker/Endpoints/plain", "one")
    before = account.names()
    assert account.found() == []
    assert list(account.holdings.remove()) == []
    assert account.names() == before
    assert account.streams("/aws/sagemaker/Endpoints/plain") == {"one"}


def test_jobs_go_with_their_logs_and_files_and_leave_those_of_others(
    account: Account, container: None
) -> None:
    account.jobs.start(processing("ours"))
    ended(account, "ours")
    group = "/aws/sagemaker/ProcessingJobs"
    [whole] = account.found(JOB_LOGS)
    assert whole.mb is not None
    account.log(group, "ours-2/algo-1", "theirs/algo-1")
    account.log("/aws/sagemaker/TrainingJobs", "ours/algo-1")
    found = account.found()
    assert kinds(found) == {
        JOBS[JobKind.PROCESSING]: ["ours"],
        JOB_LOGS: [group],
        FILES["code"]: ["moderation-studio/code"],
        FILES["jobs"]: ["moderation-studio/jobs"],
    }
    assert [one.usd_per_month for one in found if one.kind == JOB_LOGS] == [None]  # shared now
    assert account.found(JOBS[JobKind.PROCESSING])[0].usd_per_month == 0
    assert list(account.holdings.remove()) == found
    assert account.streams(group) == {"ours-2/algo-1", "theirs/algo-1"}
    assert account.streams("/aws/sagemaker/TrainingJobs") == {"ours/algo-1"}
    assert account.names()["jobs"] == set()
    assert account.files() == set()
    assert account.jobs.jobs() == ()


def test_a_job_that_goes_on_is_stopped_first(account: Account, container: None) -> None:
    account.jobs.start(processing("long", do="sleep", amount="100"))
    going_on(account, "long")
    assert account.found(JOBS[JobKind.PROCESSING])[0].usd_per_month is None
    assert all(one.left_because == "" for one in account.holdings.remove())
    assert account.names()["jobs"] == set()
    assert account.found() == []


def test_a_job_that_does_not_stop_keeps_its_files(account: Account, container: None) -> None:
    account.jobs.start(processing("long", do="sleep", amount="100"))
    going_on(account, "long")
    account.double.fail(Fault(kind=Kind.DENIED, operation="StopProcessingJob", count=None))
    left = {one.name: one.left_because for one in account.holdings.remove()}
    assert "sagemaker:StopProcessingJob" in left["long"]
    assert "a job that stays" in left["moderation-studio/jobs"]
    assert "a job that stays" in left["moderation-studio/code"]
    assert job_intentions.spec_key("long") in {key.partition("/")[2] for key in account.files()}
    account.double.mend()
    assert all(one.left_because == "" for one in account.holdings.remove())
    assert account.found() == []


def test_a_removal_that_was_cut_off_is_ended(account: Account, container: None) -> None:
    account.jobs.start(processing("ours"))
    ended(account, "ours")
    account.double.fail(Fault(kind=Kind.DENIED, operation="DeleteLogStream", count=None))
    left = [one.name for one in account.holdings.remove() if one.left_because]
    assert "ours" in left
    account.double.mend()
    assert all(one.left_because == "" for one in account.holdings.remove())
    assert account.names()["jobs"] == set()
    assert account.files() == set()


@pytest.fixture
def with_endpoint(
    account: Account, settings: AwsSettings, clients: Clients, shared: Path, tmp_path: Path
) -> Account:
    """An account with an endpoint in service, all of whose rooms have something."""
    tell_images(settings.region, shared / "images")
    endpoints = EndpointsPlatform(
        settings, clients=clients, folder=tmp_path / "deploying", shared=shared
    )
    package = endpoints.upload(tiny.package(tmp_path / "tiny"), "packages")
    deployed(endpoints, a_spec(package))
    return replace(account, endpoints=endpoints)


def test_an_endpoint_goes_with_all_that_came_with_it(with_endpoint: Account) -> None:
    account = with_endpoint
    account.hosted("theirs")
    account.log("/aws/sagemaker/Endpoints/an-endpoint-2", "theirs")
    found = account.found()
    by_kind = kinds(found)
    assert list(by_kind) == [
        ENDPOINT,
        CONFIG,
        MODEL,
        ENDPOINT_LOG,
        FILES["endpoints"],
        FILES["served"],
        FILES["uploads"],
    ]
    assert by_kind[ENDPOINT] == ["an-endpoint"]
    assert by_kind[ENDPOINT_LOG] == ["/aws/sagemaker/Endpoints/an-endpoint"]
    assert account.found(ENDPOINT)[0].usd_per_month == 0
    assert list(account.holdings.remove()) == found
    assert account.names() == {
        "endpoints": {"theirs"},
        "configs": {"theirs"},
        "models": {"theirs"},
        "jobs": set(),
    }
    assert account.streams("/aws/sagemaker/Endpoints/an-endpoint-2") == {"theirs"}
    assert account.files() == set()
    assert account.endpoints.endpoints() == ()
    assert account.found() == []


def test_an_endpoint_that_stays_keeps_what_it_needs(with_endpoint: Account) -> None:
    account = with_endpoint
    account.double.fail(Fault(kind=Kind.DENIED, operation="DeleteEndpoint", count=None))
    left = {one.name: one.left_because for one in account.holdings.remove() if one.left_because}
    assert "sagemaker:DeleteEndpoint" in left["an-endpoint"]
    assert "an endpoint that stays" in left["moderation-studio/served"]
    assert "an endpoint that stays" in left["moderation-studio/endpoints"]
    assert account.status("an-endpoint") == "InService"
    account.double.mend()
    assert all(one.left_because == "" for one in account.holdings.remove())
    assert account.files() == set()


def test_the_job_role_policy_is_enough_for_jobs_and_endpoints(
    account: Account, settings: AwsSettings, clients: Clients, shared: Path, tmp_path: Path
) -> None:
    role = account.double.new_role("small-job", policy=job_role_policy(place_of(settings)))
    settings = replace(settings, role_arn=role)
    jobs = JobsPlatform(settings, tmp_path / "small", clients=clients)
    endpoints = EndpointsPlatform(
        settings, clients=clients, folder=tmp_path / "smaller", shared=shared
    )
    source = tmp_path / "words.txt"
    source.write_text("word")
    spec = replace(processing("small"), inputs={"words": jobs.upload(source, "words")})
    jobs.start(spec)
    package = endpoints.upload(tiny.package(tmp_path / "tiny"), "packages")
    deployed(endpoints, a_spec(package))
    ended(replace(account, jobs=jobs), "small")
    job = jobs.job("small")
    assert (job.state, job.reason) == ("Completed", "")
    assert jobs.log("small")


@pytest.mark.parametrize(
    "operation", ["GetResources", "ListObjectsV2", "ListMultipartUploads", "DescribeLogGroups"]
)
def test_what_cannot_be_listed_whole_is_not_told_at_all(
    operation: str, account: Account, container: None
) -> None:
    account.jobs.start(processing("ours"))
    ended(account, "ours")
    before = account.files()
    account.double.fail(Fault(kind=Kind.DENIED, operation=operation, count=None))
    with pytest.raises(NotAllowed):
        account.found()
    with pytest.raises(NotAllowed):
        list(account.holdings.remove())
    account.double.mend()
    assert account.files() == before


def test_the_operator_policy_is_enough(with_endpoint: Account) -> None:
    account = with_endpoint
    account.cut_off("moderation-studio/uploads/big")
    account.jobs.start(processing("ours"))
    ended(account, "ours")
    account.double.allow(operator_policy(place_of(account.settings)))
    assert account.found()
    assert [one for one in account.holdings.remove() if one.left_because] == []
    assert account.found() == []


def test_one_that_cannot_go_holds_up_no_other(account: Account) -> None:
    account.put("moderation-studio/uploads/a")
    account.hosted("lost", **{"moderation-studio": "moderation-studio"})
    account.double.fail(Fault(kind=Kind.DENIED, operation="DeleteModel", count=None))
    removed = list(account.holdings.remove())
    assert [one.kind for one in removed if one.left_because] == [MODEL]
    assert account.files() == set()
    assert account.names()["models"] == {"lost"}
