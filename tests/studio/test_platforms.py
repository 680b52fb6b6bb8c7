"""Choosing where work runs."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend.errors import InvalidInput, NotFound, Unavailable
from backend.platforms.catalogue import PLATFORMS
from backend.studio import platforms, workspace
from backend.studio.message import message_sets
from backend.studio.workspace import open_workspace
from tests.studio.memory_platform import MemoryPlatform

THERE = {
    "region": "eu-west-1",
    "role": "arn:aws:iam::123456789012:role/job",
    "bucket": "a-bucket",
}
WHOLE = {**THERE, "prefix": "moderation-studio", "profile": ""}


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {setting.name for offer in PLATFORMS.values() for setting in offer.settings}
    for name in (platforms.VARIABLE, *map(platforms.variable, names)):
        monkeypatch.delenv(name, raising=False)


def test_work_runs_on_this_machine_until_something_else_is_chosen(tmp_path: Path) -> None:
    choice = platforms.resolve(tmp_path)
    assert (choice.name, choice.settings, choice.title) == ("local", {}, "This machine")
    assert choice.place == "local"


def test_a_choice_is_kept_whole_and_its_settings_come_back_with_it(tmp_path: Path) -> None:
    chosen = platforms.choose(tmp_path, "aws", THERE)
    assert chosen.settings == WHOLE
    assert platforms.resolve(tmp_path) == chosen
    assert chosen.title == "Amazon SageMaker, eu-west-1"
    platforms.choose(tmp_path, "local")
    assert platforms.resolve(tmp_path).name == "local"
    assert platforms.kept_settings(tmp_path, "aws") == WHOLE
    assert platforms.resolve(tmp_path, "aws") == chosen


def test_what_is_given_goes_before_the_environment_and_that_before_what_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platforms.choose(tmp_path, "aws", THERE)
    monkeypatch.setenv("MODERATION_STUDIO_REGION", "us-east-1")
    monkeypatch.setenv("MODERATION_STUDIO_BUCKET", "another-one")
    choice = platforms.resolve(tmp_path, settings={"region": "eu-central-1", "bucket": ""})
    assert choice.settings == WHOLE | {"region": "eu-central-1", "bucket": "another-one"}
    assert choice.variables == ("MODERATION_STUDIO_REGION", "MODERATION_STUDIO_BUCKET")
    monkeypatch.setenv("MODERATION_STUDIO_PLATFORM", "local")
    assert platforms.resolve(tmp_path).variables == ("MODERATION_STUDIO_PLATFORM",)
    assert platforms.resolve(tmp_path).name == "local"
    assert platforms.resolve(tmp_path, "aws").name == "aws"


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("aws", {**THERE, "region": ""}, "Region is missing"),
        ("aws", {**THERE, "region": "Ireland"}, "eu-west-1"),
        ("aws", {**THERE, "bucket": "s3://a-bucket"}, "Bucket cannot be"),
        ("aws", {**THERE, "secret": "x"}, "no setting 'secret'"),
        ("aws", {**THERE, "profile": "AKIAIOSFODNN7EXAMPLE"}, "credentials are not kept"),
        ("local", THERE, "no setting"),
    ],
)
def test_what_cannot_be_is_refused_and_the_choice_stays(
    tmp_path: Path, name: str, settings: dict[str, str], said: str
) -> None:
    before = platforms.choose(tmp_path, "aws", THERE)
    with pytest.raises(InvalidInput, match=said):
        platforms.choose(tmp_path, name, settings)
    assert platforms.resolve(tmp_path) == before
    with pytest.raises(NotFound):
        platforms.choose(tmp_path, "moon")


def test_places_are_told_apart_by_what_makes_them(tmp_path: Path) -> None:
    def place(**changed: str) -> str:
        return platforms.choose(tmp_path, "aws", {**THERE, **changed}).place

    elsewhere = (place(region="us-east-1"), place(bucket="other"), place(prefix="other"))
    assert len({place(), *elsewhere, "local"}) == 5
    assert place(role="arn:aws:iam::123456789012:role/other", profile="work") == place()


class Gone(MemoryPlatform):
    """A platform that is out of reach."""

    def recover(self) -> None:
        raise Unavailable("There is no network.")


def test_going_back_and_forth_loses_nothing_and_mixes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(name: str, folder: Path, settings: Any) -> MemoryPlatform:
        return Gone(folder / name, far=True) if name == "aws" else MemoryPlatform(folder / name)

    monkeypatch.setattr(workspace, "open_platform", opened)
    here = open_workspace(tmp_path)
    here.ledger.add_run("a", {"stages": []})
    message_sets.save(here, "mine", ["hello"])
    there = open_workspace(tmp_path, "aws", THERE)
    assert there.ledger.runs() == ()
    there.ledger.add_run("a", {"stages": [1]})
    message_sets.save(there, "ours", ["hi"])
    assert open_workspace(tmp_path).ledger.run("a").plan == {"stages": []}
    assert open_workspace(tmp_path, "aws", THERE).ledger.run("a").plan == {"stages": [1]}
    for studio in (here, there):
        assert [kept.name for kept in message_sets.listing(studio)] == ["mine", "ours"]
    other = open_workspace(tmp_path, "aws", {**THERE, "bucket": "another-one"})
    assert other.ledger.runs() == ()


def test_working_on_this_machine_loads_nothing_of_aws(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from backend.studio import platforms
from backend.studio.workspace import open_workspace
import backend.cli.commands
open_workspace(Path({str(tmp_path)!r})).platform.jobs()
platforms.choose(Path({str(tmp_path)!r}), "aws", {THERE!r})
loaded = {{name.partition(".")[0] for name in sys.modules}}
assert not loaded & {{"boto3", "botocore", "sagemaker"}}, loaded
assert "backend.platforms.aws" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
