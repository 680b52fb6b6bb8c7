import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.files.storage import WHOLE, Storage
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double import AwsDouble, Fault

MULTIPART = 9 * 1024 * 1024  # more than boto3 sends in one piece
ODD = "zwölf + 100% & why? #1 'quoted' \"too\"  .csv"


@pytest.fixture
def elsewhere(clients: Clients, settings: AwsSettings, tmp_path: Path) -> Storage:
    """Another machine with the same bucket."""
    return Storage(clients, settings, tmp_path / "elsewhere")


@pytest.fixture
def calls(double: AwsDouble) -> Callable[[], list[str]]:
    """The S3 operations since it was asked last."""
    seen = len(double.requests)

    def since() -> list[str]:
        nonlocal seen
        new = double.requests[seen:]
        seen += len(new)
        return [request.operation for request in new if request.service == "s3"]

    return since


def make(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def keys(storage: Storage, folder: str = "") -> list[str]:
    return [file.key for file in storage.listing(folder)]


# Addresses


def test_a_key_has_a_uri_and_back(storage: Storage, settings: AwsSettings) -> None:
    uri = storage.uri("jobs/a/output")
    assert uri == f"s3://{settings.bucket}/moderation-studio/jobs/a/output"
    assert storage.key(uri) == storage.key(f"{uri}/") == "jobs/a/output"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "no address",
        "file:///etc/passwd",
        "s3://other/moderation-studio/a",
        "s3://{bucket}/other/a",
        "s3://{bucket}/moderation-studio",
        "s3://{bucket}/moderation-studio/",
        "s3://{bucket}/moderation-studio/../a",
        "s3://{bucket}/moderation-studio/a/./b",
        "s3://{bucket}/moderation-studio/a//b",
        "s3://{bucket}/moderation-studio/a/../../../../b",
    ],
)
def test_what_is_somewhere_else_is_not_found(
    storage: Storage, settings: AwsSettings, uri: str
) -> None:
    uri = uri.format(bucket=settings.bucket)
    for ask in (storage.key, storage.fetch):
        with pytest.raises(NotFound):
            ask(uri)


# Small files


def test_a_file_is_written_once(storage: Storage) -> None:
    assert storage.put_once("jobs/a/spec.json", b"mine")
    assert not storage.put_once("jobs/a/spec.json", b"other")
    assert not storage.put_once("jobs/a/spec.json", b"mine")
    assert storage.get("jobs/a/spec.json") == b"mine"


def test_of_many_that_write_at_once_one_does(storage: Storage) -> None:
    bodies = [f"body {number}".encode() for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda body: storage.put_once("a", body), bodies))
    assert written.count(True) == 1
    assert storage.get("a") == bodies[written.index(True)]


def test_an_answer_that_was_lost_is_no_refusal(storage: Storage, double: AwsDouble) -> None:
    double.fail(Fault("lost_answer", operation="PutObject"))
    assert storage.put_once("a", b"mine")
    double.fail(Fault("no_connection", operation="PutObject"))
    assert not storage.put_once("a", b"other")


def test_a_file_is_written_over(storage: Storage) -> None:
    storage.put("a", b"one")
    storage.put("a", b"two")
    assert storage.get("a") == b"two"
    storage.delete("a")
    storage.delete("a")
    with pytest.raises(NotFound):
        storage.get("a")


def test_everything_is_encrypted(
    storage: Storage, clients: Clients, settings: AwsSettings, tmp_path: Path
) -> None:
    storage.put("a", b"x")
    storage.put_once("b", b"x")
    storage.upload(make(tmp_path / "data", small=b"x", large=bytes(MULTIPART)), "uploads/data")
    objects = clients.s3.list_objects_v2(Bucket=settings.bucket)["Contents"]
    assert len(objects) == 5
    for found in objects:
        head = clients.s3.head_object(Bucket=settings.bucket, Key=found["Key"])
        assert head["ServerSideEncryption"] == "AES256"


# Folders


def test_a_folder_is_not_what_only_starts_like_it(storage: Storage) -> None:
    for key in ("jobs/a/1", "jobs/a/b/2", "jobs/ab/3", "jobs/b/4", "jobsworth/5"):
        storage.put(key, b"x" * 1000)
    assert keys(storage, "jobs/a") == keys(storage, "jobs/a/") == ["jobs/a/1", "jobs/a/b/2"]
    assert storage.folders("jobs") == ("a", "ab", "b")
    assert storage.folders("") == ("jobs", "jobsworth")
    assert storage.folders("none") == ()
    assert storage.mb_below("jobs/a") == pytest.approx(0.002)
    assert storage.delete_below("jobs/a") == 2
    assert keys(storage, "jobs") == ["jobs/ab/3", "jobs/b/4"]
    assert storage.delete_below("jobs/a") == 0


@pytest.fixture
def small_pages(clients: Clients) -> Iterator[None]:
    """Listings of three keys a page, where S3 has a thousand."""
    hook = ("provide-client-params.s3.ListObjectsV2", lambda params, **_: {"MaxKeys": 3} | params)
    events = clients.s3.meta.events
    events.register(*hook)
    yield
    events.unregister(*hook)


@pytest.mark.usefixtures("small_pages")
def test_more_files_than_a_page_are_listed_and_deleted(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: storage.put(f"x/{number}/file", b"x"), range(10)))
    assert len(keys(storage, "x")) == len(storage.folders("x")) == 10
    assert storage.delete_below("") == 10
    assert keys(storage) == []


# Uploads


def test_a_folder_comes_back_as_it_was(storage: Storage, tmp_path: Path) -> None:
    files = {"one": b"1", "empty": b"", "large": os.urandom(MULTIPART), "sub__deep__x": b"deep"}
    source = make(tmp_path / "data", **files)
    (source / ODD).write_bytes(b"odd")
    uri = storage.upload(source, "uploads/datasets/data")
    assert contents(storage.fetch(uri)) == contents(source)
    assert storage.fetch(f"{uri}/{ODD}").read_bytes() == b"odd"
    assert contents(storage.fetch(f"{uri}/sub")) == {"deep/x": b"deep"}


def test_a_file_comes_back_with_its_name(storage: Storage, tmp_path: Path) -> None:
    source = make(tmp_path, **{"rows.csv": b"text"}) / "rows.csv"
    uri = storage.upload(source, "uploads/datasets/rows")
    assert uri.endswith("/rows.csv")
    assert storage.fetch(uri).name == "rows.csv"
    assert storage.fetch(uri).read_bytes() == b"text"


def test_an_empty_folder_is_one(storage: Storage, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    uri = storage.upload(tmp_path / "empty", "uploads/empty")
    assert list(storage.fetch(uri).iterdir()) == []


def test_the_same_content_is_sent_once(
    storage: Storage, elsewhere: Storage, tmp_path: Path, calls: Callable[[], list[str]]
) -> None:
    source = make(tmp_path / "data", a=b"1", b=b"2")
    uri = storage.upload(source, "uploads/data")
    assert calls().count("PutObject") == 3
    assert storage.upload(source, "uploads/data") == uri
    assert elsewhere.upload(make(tmp_path / "same", b=b"2", a=b"1"), "uploads/data") == uri
    assert set(calls()) == {"ListObjectsV2"}
    for other in (make(tmp_path / "c", a=b"1", b=b"3"), make(tmp_path / "d", a=b"1", c=b"2")):
        assert storage.upload(other, "uploads/data") != uri
    assert storage.upload(source, "uploads/other") != uri


def test_files_are_sent_under_names_of_their_own(storage: Storage, tmp_path: Path) -> None:
    make(tmp_path, a=b"1", b=b"2")
    uri = storage.upload_files({"code/x.py": tmp_path / "a", "y": tmp_path / "b"}, "code")
    assert contents(storage.fetch(uri)) == {"code/x.py": b"1", "y": b"2"}


def test_progress_goes_from_none_to_all(storage: Storage, tmp_path: Path) -> None:
    source = make(tmp_path / "data", a=bytes(MULTIPART), b=b"1", c=b"")
    shares: list[float] = []
    storage.upload(source, "uploads/data", shares.append)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[-1] == 1
    again: list[float] = []
    storage.upload(source, "uploads/data", again.append)
    assert again == [1]


def test_an_upload_that_broke_off_goes_on_where_it_was(
    storage: Storage, double: AwsDouble, tmp_path: Path, calls: Callable[[], list[str]]
) -> None:
    source = make(tmp_path / "data", a=b"1", b=b"22", c=b"333", d=bytes(MULTIPART))
    double.fail(Fault("denied", operation="UploadPart", count=None))
    with pytest.raises(NotAllowed, match="s3:PutObject"):
        storage.upload(source, "uploads/data")
    assert not [key for key in keys(storage) if WHOLE in key]
    double.mend()
    arrived = len(keys(storage))
    calls()
    uri = storage.upload(source, "uploads/data")
    sent = calls()
    assert sent.count("PutObject") == 3 - arrived + 1  # and the marker
    assert sent.count("CompleteMultipartUpload") == 1
    assert contents(storage.fetch(uri)) == contents(source)


def test_a_caller_can_end_an_upload(storage: Storage, tmp_path: Path, clients: Clients) -> None:
    class Enough(Exception):
        pass

    def enough(share: float) -> None:
        raise Enough

    source = make(tmp_path / "data", a=bytes(2 * MULTIPART))
    with pytest.raises(Enough):
        storage.upload(source, "uploads/data", enough)
    assert not [key for key in keys(storage) if WHOLE in key]
    storage.upload(source, "uploads/data")


def test_faults_on_the_way_are_outlived(
    storage: Storage, double: AwsDouble, tmp_path: Path
) -> None:
    source = make(tmp_path / "data", a=b"1", b=bytes(MULTIPART))
    for kind in ("throttle", "server_error", "no_connection", "lost_answer"):
        for operation in ("PutObject", "UploadPart", "CompleteMultipartUpload"):
            double.fail(Fault(kind, operation=operation))
    uri = storage.upload(source, "uploads/data")
    for kind in ("throttle", "server_error", "no_connection"):
        for operation in ("ListObjectsV2", "GetObject"):
            double.fail(Fault(kind, operation=operation))
    assert contents(storage.fetch(uri)) == contents(source)


def test_what_changes_while_it_is_sent_is_refused(storage: Storage, tmp_path: Path) -> None:
    source = make(tmp_path / "data", a=b"one")

    def change(share: float) -> None:
        (source / "a").write_bytes(b"two!")

    with pytest.raises(InvalidInput, match="a changed"):
        storage.upload(source, "uploads/data", change)
    assert keys(storage) == []


def test_links_stay_in_the_folder(storage: Storage, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not yours")
    source = make(tmp_path / "data", a=b"1")
    (source / "b").symlink_to("a")
    assert contents(storage.fetch(storage.upload(source, "x"))) == {"a": b"1", "b": b"1"}
    for target in ("../secret", "..", tmp_path / "secret", "nowhere"):
        link = source / "link"
        link.symlink_to(target)
        with pytest.raises(InvalidInput, match="link"):
            storage.upload(source, "x")
        link.unlink()


def test_what_cannot_be_sent_is_refused(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no file"):
        storage.upload(tmp_path / "absent", "x")
    os.mkfifo(make(tmp_path / "pipes", a=b"1") / "pipe")
    with pytest.raises(InvalidInput, match="pipe"):
        storage.upload(tmp_path / "pipes", "x")
    (tmp_path / "bytes").mkdir()
    (tmp_path / "bytes" / os.fsdecode(b"\xff")).write_text("x")
    with pytest.raises(InvalidInput, match="name"):
        storage.upload(tmp_path / "bytes", "x")
    with pytest.raises(InvalidInput, match="name"):
        storage.upload_files({"x" * 1000: tmp_path / "pipes" / "a"}, "x")
    for prefix in ("", "../x", "/x", "x/", "a b", "x/sha256-" + "0" * 32):
        with pytest.raises(InvalidInput):
            storage.upload(tmp_path / "pipes" / "a", prefix)
    assert keys(storage) == []


# Copies


def output(storage: Storage, job: str = "a", **files: bytes) -> str:
    """What a job has left; its URI."""
    for name, body in files.items():
        storage.put(f"jobs/{job}/output/{name.replace('__', '/')}", body)
    return storage.uri(f"jobs/{job}/output")


def test_what_was_fetched_costs_no_request(
    storage: Storage,
    clients: Clients,
    settings: AwsSettings,
    tmp_path: Path,
    calls: Callable[[], list[str]],
) -> None:
    uri = output(storage, a=b"1", b=b"2", sub__c=b"3")
    calls()
    one = storage.fetch(f"{uri}/a")
    assert one.read_bytes() == b"1"
    assert calls() == ["ListObjectsV2", "GetObject"]
    assert storage.fetch(f"{uri}/a") == one
    again = Storage(clients, settings, tmp_path / "copies")
    assert again.fetch(f"{uri}/a") == one
    with pytest.raises(NotFound):
        storage.fetch(f"{uri}/absent")
    assert calls() == []
    assert storage.fetch(f"{uri}/b").parent == one.parent
    assert contents(storage.fetch(uri)) == {"a": b"1", "b": b"2", "sub/c": b"3"}
    assert storage.fetch(uri) == one.parent
    assert calls() == ["GetObject", "GetObject"]


def test_many_fetch_at_once(storage: Storage) -> None:
    uri = output(storage, **{f"f{number}": os.urandom(1000) for number in range(5)})
    with ThreadPoolExecutor(8) as threads:
        folders = list(threads.map(storage.fetch, [uri] * 8))
    assert len(set(folders)) == 1
    assert len(contents(folders[0])) == 5


def test_a_fetch_that_breaks_off_leaves_nothing_half(
    storage: Storage, double: AwsDouble, tmp_path: Path
) -> None:
    uri = output(storage, a=b"1", b=b"2")
    double.fail(Fault("denied", operation="GetObject", name="*b", count=None))
    with pytest.raises(NotAllowed, match="s3:GetObject"):
        storage.fetch(uri)
    assert not contents(tmp_path / "copies" / "begun")
    with pytest.raises(NotAllowed):
        storage.fetch(f"{uri}/b")
    double.mend()
    assert contents(storage.fetch(uri)) == {"a": b"1", "b": b"2"}


def test_what_is_deleted_is_not_served(storage: Storage, elsewhere: Storage) -> None:
    uri = output(storage, a=b"1")
    storage.fetch(uri)
    elsewhere.fetch(f"{uri}/a")
    storage.delete_below("jobs/a")
    for address in (uri, f"{uri}/a"):
        with pytest.raises(NotFound):
            storage.fetch(address)
    elsewhere.forget("jobs/a")
    with pytest.raises(NotFound):
        elsewhere.fetch(f"{uri}/a")


def test_the_copies_of_others_stay(storage: Storage, calls: Callable[[], list[str]]) -> None:
    uri, other = output(storage, "a", x=b"1"), output(storage, "ab", x=b"2")
    storage.fetch(uri)
    storage.fetch(other)
    storage.delete_below("jobs/a")
    calls()
    assert contents(storage.fetch(other)) == {"x": b"2"}
    assert calls() == []


def test_what_is_made_again_is_fetched_anew(storage: Storage, elsewhere: Storage) -> None:
    uri = output(storage, a=b"old", b=b"old")
    assert elsewhere.fetch(f"{uri}/a").read_bytes() == b"old"
    storage.delete_below("jobs/a")
    output(storage, a=b"new", b=b"new")
    assert contents(storage.fetch(uri)) == {"a": b"new", "b": b"new"}
    assert contents(elsewhere.fetch(uri)) == {"a": b"new", "b": b"new"}


def test_what_another_deleted_is_seen_once_it_is_needed(
    storage: Storage, elsewhere: Storage
) -> None:
    uri = output(storage, a=b"1", b=b"2")
    elsewhere.fetch(f"{uri}/a")
    storage.delete_below("jobs/a")
    for name in ("b", "a"):
        with pytest.raises(NotFound):
            elsewhere.fetch(f"{uri}/{name}")


def test_what_may_change_is_not_for_fetching(storage: Storage) -> None:
    storage.put("jobs/a/spec.json", b"{}")
    for key in ("jobs/a/spec.json", "jobs/a", "jobs"):
        with pytest.raises(NotFound):
            storage.fetch(storage.uri(key))


def test_a_folder_whose_marker_went_is_sent_again(storage: Storage, tmp_path: Path) -> None:
    source = make(tmp_path / "data", a=b"1")
    uri = storage.upload(source, "uploads/data")
    assert storage.delete_below("uploads") == 2
    assert storage.upload(source, "uploads/data") == uri
    assert contents(storage.fetch(uri)) == {"a": b"1"}


def test_deleting_that_is_cut_off_leaves_nothing_that_seems_whole(
    storage: Storage, double: AwsDouble, tmp_path: Path
) -> None:
    source = make(tmp_path / "data", a=b"1")
    uri = storage.upload(source, "uploads/data")
    double.fail(Fault("denied", operation="DeleteObjects", after=1, count=None))
    with pytest.raises(NotAllowed):
        storage.delete_below("uploads")
    double.mend()
    storage.delete(storage.key(uri) + "/a")
    assert contents(storage.fetch(storage.upload(source, "uploads/data"))) == {"a": b"1"}


# What AWS refuses


def test_refusals_are_told_in_words(storage: Storage, double: AwsDouble, tmp_path: Path) -> None:
    uri = output(storage, a=b"1")
    double.fail(Fault("denied", service="s3", count=None))
    asks: tuple[Callable[[], Any], ...] = (
        lambda: storage.get("a"),
        lambda: storage.put("a", b""),
        lambda: storage.put_once("a", b""),
        lambda: storage.delete("a"),
        lambda: list(storage.listing("")),
        lambda: storage.folders(""),
        lambda: storage.mb_below(""),
        lambda: storage.delete_below(""),
        lambda: storage.fetch(uri),
        lambda: storage.upload(make(tmp_path / "data", a=b"1"), "x"),
    )
    for ask in asks:
        with pytest.raises(NotAllowed, match="s3:"):
            ask()


def test_credentials_that_expire_are_waited_for(
    storage: Storage, double: AwsDouble, tmp_path: Path
) -> None:
    double.fail(Fault("expired", operation="PutObject", count=2))
    for _ in range(2):
        with pytest.raises(Unavailable, match="Sign in again"):
            storage.upload(make(tmp_path / "data", a=b"1"), "x")
    storage.upload(tmp_path / "data", "x")


def test_a_bucket_that_is_not_there_is_named(
    clients: Clients, settings: AwsSettings, tmp_path: Path
) -> None:
    storage = Storage(clients, replace(settings, bucket="nobodys-bucket"), tmp_path)
    with pytest.raises(InvalidInput, match="nobodys-bucket"):
        storage.put("a", b"")
    with pytest.raises(InvalidInput, match="nobodys-bucket"):
        list(storage.listing(""))
