"""A spec as SageMaker takes it: every request is valid, and says what the spec says."""

import string
from typing import Any

import pytest
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import InvalidInput, NotSupported
from backend.learning.recipes import RECIPES
from backend.platforms.aws.instances import sizes
from backend.platforms.aws.jobs.requests import PROGRAMS, Place, check, request, trains_itself
from backend.platforms.base import JobKind, JobSpec
from backend.platforms.prices import SAGEMAKER
from tests.aws_double.validation import problems

SIZES = {size.name: size for size in sizes(SAGEMAKER)}
MODEL = get_session().get_service_model("sagemaker")
IMAGE = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
JOBS = "s3://a-bucket/a-prefix/jobs"


def a_place(spec: JobSpec, **different: Any) -> Place:
    return Place(
        **{
            "image": IMAGE,
            "code": None if trains_itself(spec) else "s3://a-bucket/a-prefix/code/sha256-1",
            "program": PROGRAMS[spec.kind],
            "role_arn": "arn:aws:iam::123456789012:role/a-role",
            "jobs": JOBS,
            "sources": dict(spec.inputs),
            "inputs_mb": 1.0,
            "tags": ({"Key": "moderation-studio", "Value": "a-prefix"},),
            "token": "0" * 32,
            **different,
        }
    )


def a_spec(kind: JobKind = JobKind.PROCESSING, **different: Any) -> JobSpec:
    algorithm = "fasttext" if kind is JobKind.TRAINING else None
    given = {"name": "a-job", "kind": kind, "size": "ml.m5.large", "inputs": {}}
    return JobSpec(**{**given, "algorithm": algorithm, **different})


def made(spec: JobSpec, **different: Any) -> dict[str, Any]:
    """The request for a spec, which must be valid."""
    check(spec, SIZES)
    sent = request(spec, a_place(spec, **different))
    verb = "Training" if spec.kind is JobKind.TRAINING else "Processing"
    shape = MODEL.operation_model(f"Create{verb}Job").input_shape
    assert shape is not None
    assert problems(shape, sent) == ()
    return sent


NAMES = st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,31}", fullmatch=True)  # 63 characters at most
URIS = st.from_regex(r"s3://a-bucket/a-prefix/[a-z0-9 äöü&?#%+'=-]{1,60}", fullmatch=True)
TEXTS = st.text(max_size=300)
SETTINGS = st.dictionaries(st.one_of(NAMES, TEXTS), TEXTS, max_size=12)


@st.composite
def specs(draw: st.DrawFn) -> JobSpec:
    """Any that the contract's types allow, most of them sensible."""
    kind = draw(st.sampled_from(JobKind))
    return JobSpec(
        name=draw(NAMES),
        kind=kind,
        size=draw(st.sampled_from([*SIZES, "enormous"])),
        inputs=draw(st.dictionaries(NAMES, URIS, max_size=25)),
        settings=draw(SETTINGS),
        algorithm=draw(st.sampled_from([*RECIPES, None, "unheard of"])),
        max_seconds=draw(st.integers(min_value=-1, max_value=40 * 24 * 3600)),
        spot=draw(st.booleans()),
    )


@given(specs())
def test_what_is_let_pass_gives_a_request_that_sagemaker_takes(spec: JobSpec) -> None:
    try:
        made(spec)
    except (InvalidInput, NotSupported):
        return


@given(
    st.sampled_from(JobKind),
    st.dictionaries(
        st.sampled_from(["seed", "epochs", "validation-fraction", "min_count"]),
        st.text(string.ascii_letters + string.digits + "-. äß", min_size=1, max_size=100),
    ),
    st.dictionaries(NAMES.filter(lambda name: name != "code"), URIS, max_size=9),
)
def test_what_is_sensible_is_let_pass(
    kind: JobKind, settings: dict[str, str], inputs: dict[str, str]
) -> None:
    made(a_spec(kind, settings=settings, inputs=inputs))


def test_processing_runs_our_program_on_its_code_and_inputs() -> None:
    sent = made(
        a_spec(settings={"seed": "7", "a": "-1"}, inputs={"dataset": "s3://a-bucket/a-prefix/d/"})
    )
    app = sent["AppSpecification"]
    assert app["ContainerEntrypoint"] == ["python3", "-m", "backend.preprocess"]
    assert app["ContainerArguments"] == ["--root=/opt/ml", "--a=-1", "--seed=7"]
    sources = {
        one["InputName"]: (one["S3Input"]["S3Uri"], one["S3Input"]["LocalPath"])
        for one in sent["ProcessingInputs"]
    }
    code = "/opt/ml/processing/input/code"
    assert sources == {
        "dataset": ("s3://a-bucket/a-prefix/d/", "/opt/ml/processing/input/dataset"),
        "code": ("s3://a-bucket/a-prefix/code/sha256-1/", code),
    }
    assert sent["Environment"]["PYTHONPATH"] == code
    [output] = sent["ProcessingOutputConfig"]["Outputs"]
    assert output["S3Output"]["S3Uri"] == f"{JOBS}/a-job/output"
    assert sent["NetworkConfig"] == {"EnableNetworkIsolation": True}
    assert sent["ProcessingResources"]["ClusterConfig"]["InstanceCount"] == 1


def test_evaluation_is_a_processing_job_of_its_own_program() -> None:
    sent = made(a_spec(JobKind.EVALUATION))
    assert sent["AppSpecification"]["ContainerEntrypoint"][-1] == "backend.evaluate"
    assert {"Key": "moderation-studio:kind", "Value": "evaluation"} in sent["Tags"]


def test_our_own_training_runs_in_the_container_with_its_algorithm_told() -> None:
    inputs = {"train": "s3://a-bucket/a-prefix/t/", "validation": "s3://a-bucket/a-prefix/v/"}
    sent = made(a_spec(JobKind.TRAINING, settings={"epochs": "3"}, inputs=inputs))
    assert sent["HyperParameters"] == {"algorithm": "fasttext", "epochs": "3"}
    algorithm = sent["AlgorithmSpecification"]
    assert algorithm["ContainerEntrypoint"] == ["python3", "-m", "backend.train"]
    assert algorithm["ContainerArguments"] == ["--root=/opt/ml"]
    channels = [channel["ChannelName"] for channel in sent["InputDataConfig"]]
    assert channels == ["train", "validation", "code"]
    assert sent["Environment"]["PYTHONPATH"] == "/opt/ml/input/data/code"
    assert sent["OutputDataConfig"] == {"S3OutputPath": JOBS}
    assert sent["EnableNetworkIsolation"] is True


def test_blazingtext_trains_by_its_own_image_with_its_own_hyperparameters() -> None:
    inputs = {"train": "s3://a-bucket/a-prefix/t/"}
    spec = a_spec(
        JobKind.TRAINING,
        algorithm="blazingtext",
        inputs=inputs,
        settings={"epochs": "3", "early_stopping": "true", "threads": "0"},
    )
    sent = made(spec)
    assert "ContainerEntrypoint" not in sent["AlgorithmSpecification"]
    assert [channel["ChannelName"] for channel in sent["InputDataConfig"]] == ["train"]
    told = sent["HyperParameters"]
    assert (told["mode"], told["epochs"], told["early_stopping"]) == ("supervised", "3", "True")
    assert "threads" not in told
    assert "PYTHONPATH" not in sent["Environment"]


def test_spare_capacity_is_waited_for_longer_than_the_work_may_take() -> None:
    for seconds in (60, 28 * 24 * 3600):
        sent = made(a_spec(JobKind.TRAINING, spot=True, max_seconds=seconds))
        limits = sent["StoppingCondition"]
        assert sent["EnableManagedSpotTraining"] is True
        assert limits["MaxRuntimeInSeconds"] == seconds
        assert limits["MaxWaitTimeInSeconds"] >= seconds
    plain = made(a_spec(JobKind.TRAINING))
    assert "MaxWaitTimeInSeconds" not in plain["StoppingCondition"]


def test_blazingtext_on_spare_capacity_has_an_hour_with_all_waiting() -> None:
    inputs = {"train": "s3://a-bucket/a-prefix/t/"}
    for seconds, runs in ((600, 600), (24 * 3600, 3600)):
        sent = made(
            a_spec(
                JobKind.TRAINING,
                algorithm="blazingtext",
                inputs=inputs,
                spot=True,
                max_seconds=seconds,
            )
        )
        limits = {"MaxRuntimeInSeconds": runs, "MaxWaitTimeInSeconds": 3600}
        assert sent["StoppingCondition"] == limits


def test_the_disk_grows_with_the_inputs() -> None:
    def disk(mb: float) -> int:
        sent = made(a_spec(), inputs_mb=mb)
        return int(sent["ProcessingResources"]["ClusterConfig"]["VolumeSizeInGB"])

    assert disk(0) >= 10
    assert disk(50_000) >= 100 + disk(0)


@pytest.mark.parametrize(
    "different",
    [
        {"name": "Big"},
        {"size": "ml.enormous"},
        {"size": "ml.g5.xlarge"},
        {"max_seconds": 0},
        {"max_seconds": 10 * 24 * 3600},
        {"spot": True},
        {"algorithm": "fasttext"},
        {"kind": JobKind.TRAINING, "algorithm": "unheard of"},
        {"kind": JobKind.TRAINING, "algorithm": "blazingtext"},
        {"inputs": {"code": "s3://a-bucket/a-prefix/d"}},
        {"inputs": {"Data": "s3://a-bucket/a-prefix/d"}},
        {"inputs": {"data": "s3://a-bucket/" + "a" * 1100}},
        {"inputs": {f"data-{n}": "s3://a-bucket/a-prefix/d" for n in range(10)}},
        {"settings": {"seed": "7\n8"}},
        {"settings": {"seed": "7" * 300}},
        {"settings": {"a b": "7"}},
        {"settings": {"": "7"}},
    ],
    ids=str,
)
def test_what_sagemaker_cannot_be_asked_for_is_refused(different: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        check(a_spec(**different), SIZES)
