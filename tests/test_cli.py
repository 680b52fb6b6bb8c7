"""The command line as a script uses it: its output, its messages and its exit codes."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backend.cli.commands import cli
from backend.studio import platforms
from backend.studio.endpoint import endpoints
from backend.studio.work import command_lines, launch_choices, runs
from backend.studio.workspace import FOLDER_VARIABLE, open_workspace
from tests.close import about
from tests.comments import write_comments
from tests.studio.account_platform import AccountPlatform

pytestmark = pytest.mark.xdist_group("cli")

SMALL = ("--set", "buckets=5000")


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(cli, [*arguments, "--workspace", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("cli") / "workspace"
    yield place
    workspace = open_workspace(place)
    for endpoint in endpoints.listing(workspace):
        endpoints.delete(workspace, endpoint.name)


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, Any]:
    """What the pipeline says, from a CSV to an endpoint called live."""
    train = write_comments(folder.parent / "garden.csv")
    result = run(folder, "pipeline", "--train", str(train), "--endpoint", "live", *SMALL, "--json")
    assert result.exit_code == 0, result.stderr
    assert "Train: InProgress" in result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_pipeline_says_what_it_made_and_how_good_it_is(made: dict[str, Any]) -> None:
    assert made["dataset"] == "garden"
    assert made["endpoint"] == "live"
    assert made["url"].startswith("http://127.0.0.1:")
    stages = {"import", "process", "train", "evaluate", "deploy"}
    assert set(made["seconds"]) == stages | {"total"}
    assert sum(made["seconds"][stage] for stage in stages) == pytest.approx(
        made["seconds"]["total"], abs=1
    )
    metrics = made["metrics"]
    assert metrics["definition"] == "all rows"
    assert set(metrics["categories"]) == {"rude", "spam"}
    assert metrics["mean_auc"] > 0.95


def score(folder: Path, source: Path, output: Path) -> Result:
    return run(
        folder, "score", "--endpoint", "live", "--input", str(source), "--output", str(output)
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("made")
def test_scoring_keeps_rows_and_order_and_adds_a_probability_a_category(
    folder: Path, tmp_path: Path
) -> None:
    where = "near the river and the tower today"
    rude, spam = f"what a smelly turnip you are {where}", f"free gold click here {where}"
    texts = [rude, "", 'a "quoted",\nbroken line', spam, "é 🙂"]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["where", "comment_text", "note"])
        writer.writerows([str(n), text, "x"] for n, text in enumerate(texts * 200))
    result = score(folder, tmp_path / "in.csv", tmp_path / "out.csv")
    assert result.exit_code == 0, result.stderr
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["where", "comment_text", "note", "rude", "spam"]
    assert [row["comment_text"] for row in rows] == texts * 200
    assert [row["where"] for row in rows] == [str(n) for n in range(1000)]
    assert all(0 <= float(row[c]) <= 1 for row in rows for c in ("rude", "spam"))
    assert float(rows[0]["rude"]) > 0.5 > float(rows[3]["rude"])
    assert float(rows[3]["spam"]) > 0.5 > float(rows[0]["spam"])


@pytest.mark.usefixtures("made")
def test_scoring_labelled_rows_puts_probabilities_in_the_place_of_labels(
    folder: Path, tmp_path: Path
) -> None:
    source = write_comments(tmp_path / "in.csv", rows=50)
    assert score(folder, source, tmp_path / "out.csv").exit_code == 0
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["id", "comment_text", "rude", "spam"]
    assert {row["rude"] for row in rows} & {"0", "1"} == set()


@pytest.mark.usefixtures("made")
def test_what_cannot_be_scored_is_refused_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,text\n1,hello\n")
    result = score(folder, bad, tmp_path / "out.csv")
    assert (result.exit_code, "comment_text" in result.stderr) == (1, True)
    missing = score(folder, tmp_path / "none.csv", tmp_path / "out.csv")
    assert (missing.exit_code, "none.csv" in missing.stderr) == (1, True)
    good = write_comments(tmp_path / "good.csv", rows=5)
    before = good.read_bytes()
    assert score(folder, good, good).exit_code == 1
    assert good.read_bytes() == before
    device = score(folder, good, Path(os.devnull))
    assert (device.exit_code, "is no file" in device.stderr) == (1, True)
    nowhere = score(folder, good, good / "out.csv")
    assert (nowhere.exit_code, "cannot be read or written" in nowhere.stderr) == (1, True)
    bad.write_text(f"id,comment_text\n1,short\n2,{'so long ' * 600_000}\n")
    long = score(folder, bad, tmp_path / "out.csv")
    assert (long.exit_code, "bad.csv, row 2: A message of 4.8 MB" in long.stderr) == (1, True)
    unknown = run(folder, "score", "--endpoint", "no", "--input", str(good), "--output", str(bad))
    assert (unknown.exit_code, "'no'" in unknown.stderr) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "good.csv"]


def test_a_model_measured_on_its_test_rows_has_the_numbers_of_its_evaluation(
    folder: Path, made: dict[str, Any], tmp_path: Path
) -> None:
    """Whatever the columns' order, and among columns that do not matter."""
    platform = open_workspace(folder).platform
    lines = platform.fetch(platform.job(f"{made['run']}-process").output or "")
    train = rows_of(folder.parent / "garden.csv")
    tested = [line.split("\t") for line in (lines / "rows" / "test.tsv").read_text().splitlines()]
    with (tmp_path / "tested.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["spam", "comment_text", "note", "rude", "id"])
        writer.writeheader()
        writer.writerows({**train[int(number) - 1], "note": "x"} for _, _, number, _ in tested)
    data = ("--data", str(tmp_path / "tested.csv"))
    result = run(folder, "evaluate", "--model", made["model"], *data, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert {name: found[name] for name in made["metrics"]} == about(made["metrics"])
    assert found["slices"]["all"]["rows"] == found["test_rows"] == len(tested)
    table = run(folder, "evaluate", "--model", made["model"], *data).stdout
    assert f"{found['mean_auc']:.4f}" in table
    assert f"{found['categories']['rude']['recall']:.4f}" in table


def test_labels_may_stand_apart_and_a_natural_sample_be_named(
    folder: Path, made: dict[str, Any], tmp_path: Path
) -> None:
    rows = rows_of(write_comments(tmp_path / "all.csv", rows=60))
    for name, columns in (
        ("test.csv", ["id", "comment_text"]),
        ("labels.csv", ["id", "spam", "rude"]),
        ("ids.csv", ["id"]),
    ):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows[:40] if name == "ids.csv" else rows)

    def measured(*arguments: str) -> dict[str, Any]:
        named = [str(tmp_path / a) if a.endswith("csv") else a for a in arguments]
        ids = ("--reference-ids", str(tmp_path / "ids.csv"), "--json")
        result = run(folder, "evaluate", "--model", made["model"], *named, *ids)
        assert result.exit_code == 0, result.stderr
        found: dict[str, Any] = json.loads(result.stdout)
        return {key: value for key, value in found.items() if key != "data"}

    apart = measured("--data", "test.csv", "--labels", "labels.csv")
    assert apart == measured("--data", "all.csv")
    assert (apart["test_rows"], apart["reference_rows"]) == (60, 40)
    assert apart["definition"] == "reference ids"


def test_rows_that_a_model_cannot_be_measured_on_are_refused(
    folder: Path, made: dict[str, Any], tmp_path: Path
) -> None:
    def said(content: str) -> str:
        (tmp_path / "bad.csv").write_text(content)
        result = run(
            folder, "evaluate", "--model", made["model"], "--data", str(tmp_path / "bad.csv")
        )
        assert (result.exit_code, result.stdout) == (1, "")
        assert "secret" not in result.stderr
        return result.stderr

    assert "bad.csv has no column comment_text, spam" in said("text,rude\nsecret,1\n")
    assert "bad.csv, row 2: rude is" in said("comment_text,rude,spam\nfine,0,0\nsecret,yes,0\n")
    assert "No row of bad.csv is scored" in said("comment_text,rude,spam\nsecret,-1,-1\n")
    unknown = run(folder, "evaluate", "--model", "no", "--data", str(tmp_path / "bad.csv"))
    assert (unknown.exit_code, "'no'" in unknown.stderr) == (1, True)


def test_the_lists_show_what_was_made(folder: Path, made: dict[str, Any]) -> None:
    jobs = json.loads(run(folder, "jobs", "--json").stdout)["jobs"]
    assert {job["kind"] for job in jobs} == {"processing", "training", "evaluation"}
    assert {job["state"] for job in jobs} == {"Completed"}
    models = json.loads(run(folder, "models", "--json").stdout)["models"]
    assert [model["model"] for model in models] == [made["model"]]
    (endpoint,) = json.loads(run(folder, "endpoints", "--json").stdout)["endpoints"]
    assert (endpoint["endpoint"], endpoint["model"]) == ("live", made["model"])
    assert "live" in run(folder, "endpoints").stdout
    assert " rows, " in run(folder, "jobs", f"{made['run']}-train", "--log").stdout


def test_training_again_on_the_same_lines_and_changing_the_endpoint_over(
    folder: Path, made: dict[str, Any]
) -> None:
    lines = f"{made['run']}-process"
    result = run(folder, "train", "--lines", lines, "--name", "second", *SMALL, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["model"] == "second"
    assert run(folder, "deploy", "live", "--model", "second").exit_code == 0
    (endpoint,) = json.loads(run(folder, "endpoints", "--json").stdout)["endpoints"]
    assert endpoint["model"] == "second"
    refused = run(folder, "delete", "model", "second")
    assert (refused.exit_code, "live" in refused.stderr) == (1, True)
    assert run(folder, "deploy", "live", "--model", made["model"]).exit_code == 0
    assert run(folder, "delete", "model", "second").exit_code == 0
    assert "second" not in run(folder, "models").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "--lines", "no-such-job"], "no-such-job"),
        (["stop", "no-such-run"], "no-such-run"),
        (["jobs", "no-such-job"], "no-such-job"),
        (["delete", "endpoint", "no-such"], "no-such"),
        (["process", "--dataset", "no-such"], "no-such"),
        (["delete", "dataset", "../up"], "cannot be a dataset name"),
        (["deploy", "x", "--model", "no-such"], "no-such"),
        (["pipeline", "--train", "no-such.csv"], "no-such.csv"),
    ],
)
def test_what_is_not_there_is_said_in_words(folder: Path, arguments: list[str], said: str) -> None:
    result = run(folder, *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["strength=0"], "strength"),
        (["strength=much"], "strength"),
        (["colour=red"], "colour"),
        (["min_char=5", "max_char=3"], "max_char"),
        (["vector_dim=300", "buckets=4000000"], "MB"),
    ],
)
def test_a_hyperparameter_out_of_range_is_refused_before_training(
    folder: Path, made: dict[str, Any], settings: list[str], said: str
) -> None:
    chosen = [word for setting in settings for word in ("--set", setting)]
    chosen += ["--algorithm", "fasttext" if said == "MB" else "linear"]
    result = run(folder, "train", "--lines", f"{made['run']}-process", *chosen)
    assert result.exit_code == 1
    assert said in result.stderr


def test_what_an_algorithm_cannot_do_is_refused(folder: Path, made: dict[str, Any]) -> None:
    result = run(
        folder,
        "train",
        "--lines",
        f"{made['run']}-process",
        "--algorithm",
        "blazingtext",
        "--set",
        "early_stopping=true",
    )
    assert result.exit_code == 1
    assert "early stopping" in result.stderr


def in_a_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as it would be pasted into a shell, with this Python."""
    return subprocess.run(
        ["sh", "-c", command.replace("python", sys.executable, 1)],
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_the_command_line_of_a_form_does_what_the_form_does(
    folder: Path, made: dict[str, Any]
) -> None:
    """The same name with other settings would be refused."""
    workspace = open_workspace(folder)
    size = workspace.platform.sizes()[0].name
    chosen = launch_choices.Processing(
        dataset=made["dataset"], size=size, seed=11, validation_fraction=0.125, test_fraction=0.2
    )
    runs.process(workspace, name="as-typed", **vars(chosen))
    command = command_lines.processing(chosen, name="as-typed", workspace=folder)
    done = in_a_shell(command)
    assert done.returncode == 0, done.stderr
    assert "lines: as-typed-process" in done.stdout

    training = launch_choices.Training(
        lines="as-typed-process",
        algorithm="blazingtext",
        size=size,
        hyperparameters=launch_choices.valid_hyperparameters("blazingtext", {"epochs": 3}),
    )
    runs.train(workspace, name="as-typed-too", **vars(training))
    done = in_a_shell(command_lines.training(training, name="as-typed-too", workspace=folder))
    assert done.returncode == 0, done.stderr
    assert "model: as-typed-too" in done.stdout
    assert run(folder, "delete", "model", "as-typed-too").exit_code == 0


def test_a_workspace_that_cannot_be_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    result = run(file / "below", "jobs")
    assert (result.exit_code, "cannot be a workspace" in result.stderr) == (1, True)


@pytest.mark.usefixtures("made")
def test_a_workspace_is_the_same_by_whatever_link_it_is_opened(
    folder: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert run(link, "endpoints", "--json").stdout == run(folder, "endpoints", "--json").stdout


def test_wrong_usage_has_its_own_exit_code(folder: Path) -> None:
    assert run(folder, "pipeline").exit_code == 2
    assert run(folder, "pipeline", "--train", "a.csv", "--set", "epochs").exit_code == 2
    assert run(folder, "train", "--lines", "x", "--algorithm", "magic").exit_code == 2
    assert run(folder, "process").exit_code == 2
    assert run(folder, "process", "--dataset", "a", "--train", "a.csv").exit_code == 2
    assert run(folder, "process", "--dataset", "a", "--test", "a.csv").exit_code == 2


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(cli, [*([command] if command else []), "--help"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 4


def test_the_sample_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["sample", str(tmp_path / "s"), "--rows", "1000"])
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in (tmp_path / "s").iterdir()} == {
        "train.csv",
        "test.csv",
        "test_labels.csv",
        "reference_ids.csv",
    }
    assert CliRunner().invoke(cli, ["sample", str(tmp_path / "t"), "--rows", "3"]).exit_code == 2


def test_changing_an_endpoint_over_keeps_what_is_not_said(
    folder: Path, made: dict[str, Any]
) -> None:
    def deployed(*options: str) -> dict[str, Any]:
        result = run(folder, "deploy", "roomy", "--model", made["model"], *options)
        assert result.exit_code == 0, result.stderr
        found = json.loads(run(folder, "endpoints", "--json").stdout)["endpoints"]
        return next(endpoint for endpoint in found if endpoint["endpoint"] == "roomy")

    new = deployed("--memory", "3072", "--concurrency", "9")
    assert (new["memory_mb"], new["concurrency"]) == (3072, 9)
    changed = deployed("--concurrency", "50")
    assert (changed["memory_mb"], changed["concurrency"]) == (3072, 50)
    assert run(folder, "deploy", "roomy", "--model", made["model"], "--concurrency", "0").exit_code
    assert run(folder, "delete", "endpoint", "roomy").exit_code == 0


def test_the_workspace_may_be_named_by_the_environment(tmp_path: Path) -> None:
    environment = {FOLDER_VARIABLE: str(tmp_path / "elsewhere")}
    result = CliRunner().invoke(cli, ["jobs"], env=environment)
    assert result.exit_code == 0
    assert (tmp_path / "elsewhere").is_dir()


def test_where_work_runs_is_chosen_for_the_workspace_or_for_one_command(tmp_path: Path) -> None:
    role = "arn:aws:iam::123456789012:role/job"
    there = ["--region", "eu-west-1", "--role", role, "--bucket", "a-bucket"]
    chosen = run(tmp_path, "account", "use", "aws", *there)
    assert chosen.exit_code == 0, chosen.stderr
    assert "Amazon SageMaker, eu-west-1" in chosen.stdout
    assert platforms.resolve(tmp_path).settings["bucket"] == "a-bucket"
    assert run(tmp_path, "jobs", "--platform", "local").stdout == "There are no jobs yet.\n"
    assert run(tmp_path, "account", "use", "local").exit_code == 0
    assert run(tmp_path, "jobs").stdout == "There are no jobs yet.\n"
    refused = run(tmp_path, "account", "use", "aws", "--region", "Ireland")
    assert (refused.exit_code, "eu-west-1" in refused.stderr) == (1, True)
    assert platforms.resolve(tmp_path).name == "local"


@pytest.mark.parametrize(
    "arguments",
    [
        ["account", "check"],
        ["account", "holdings"],
        ["account", "remove-everything", "--yes"],
        ["prices", "refresh"],
        ["train", "--lines", "none", "--spot"],
    ],
)
def test_what_needs_an_account_says_so_on_this_machine(
    tmp_path: Path, arguments: list[str]
) -> None:
    result = run(tmp_path, *arguments)
    assert result.exit_code == 1
    assert "his machine" in result.stderr or "spare capacity" in result.stderr


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccountPlatform:
    """The platform in an account that the workspace in `tmp_path` works on."""
    platform = AccountPlatform(tmp_path / "platform")
    monkeypatch.setattr("backend.studio.workspace.open_platform", lambda *_: platform)
    return platform


def test_the_account_is_checked_thing_by_thing(tmp_path: Path, there: AccountPlatform) -> None:
    result = run(tmp_path, "account", "check")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "Sign-in:",
        "  ok      Signed in: account 1",
        "Quotas:",
    ]
    assert "          Ask for more in the AWS console." in lines
    there.checks = there.checks[:1]
    ready = run(tmp_path, "account", "check", "--json")
    assert ready.exit_code == 0
    assert json.loads(ready.stdout)["checks"][0]["readiness"] == "ready"


def test_everything_in_the_account_is_removed_once_it_is_confirmed(
    tmp_path: Path, there: AccountPlatform
) -> None:
    listed = json.loads(run(tmp_path, "account", "holdings", "--json").stdout)["things"]
    assert [thing["name"] for thing in listed] == ["live", "a-process"]
    asked = run(tmp_path, "account", "remove-everything")  # nobody answers
    assert asked.exit_code == 1
    assert "2 things, 1,500.0 MB, about $0.04 a month" in asked.stderr
    assert len(there.kept) == 2
    there.stays = frozenset({"live"})
    partly = run(tmp_path, "account", "remove-everything", "--yes")
    assert partly.exit_code == 1
    assert "Stays: Endpoint live: The permission is missing." in partly.stdout
    assert "Gone: Files of jobs a-process" in partly.stdout
    there.stays = frozenset()
    assert run(tmp_path, "account", "remove-everything", "--yes").exit_code == 0
    assert run(tmp_path, "account", "remove-everything").stdout == "There is nothing to remove.\n"


@pytest.mark.usefixtures("there")
def test_prices_are_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path, "prices", "refresh").stdout == "1 prices found.\n"
