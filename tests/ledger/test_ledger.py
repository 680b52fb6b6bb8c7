import sqlite3
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound
from backend.ledger.ledger import Ledger, ModelEntry
from backend.ledger.migrations import MIGRATIONS, migrate

PLAN = {"stages": [{"job": "a-process"}]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path)


def test_a_run_is_kept_as_it_was_asked_for(ledger: Ledger, path: Path) -> None:
    ledger.add_run("a", PLAN)
    entry = Ledger(path).run("a")
    assert (entry.name, entry.plan, entry.outcome, entry.stop_asked) == ("a", PLAN, None, False)


def test_the_same_run_twice_is_one(ledger: Ledger) -> None:
    assert ledger.add_run("a", PLAN) == ledger.add_run("a", PLAN)
    assert len(ledger.runs()) == 1


def test_a_name_cannot_mean_two_runs(ledger: Ledger) -> None:
    ledger.add_run("a", PLAN)
    with pytest.raises(Conflict):
        ledger.add_run("a", {"stages": []})
    assert ledger.run("a").plan == PLAN


def test_a_change_that_raises_changes_nothing(ledger: Ledger) -> None:
    assert ledger.change("count", lambda kept: (kept or 0) + 1) == 1

    def fail(kept: int) -> int:
        assert kept == 1
        raise Conflict("It is taken.")

    with pytest.raises(Conflict):
        ledger.change("count", fail)
    assert ledger.change("count", lambda kept: kept + 1) == ledger.setting("count") == 2


def test_an_outcome_is_final(ledger: Ledger) -> None:
    ledger.add_run("a", PLAN)
    ledger.conclude("a", "Failed", "no room")
    ledger.conclude("a", "Completed")
    entry = ledger.run("a")
    assert (entry.outcome, entry.reason) == ("Failed", "no room")
    assert ledger.runs(going_on=True) == ()


def test_names_are_those_of_all_runs(ledger: Ledger) -> None:
    assert ledger.run_names() == frozenset()
    ledger.add_run("a", PLAN)
    ledger.add_run("b", PLAN)
    ledger.conclude("a", "Completed")
    ledger.remove_run("b")
    assert ledger.run_names() == {"a"}


def test_runs_come_newest_first(ledger: Ledger) -> None:
    for name in ("a", "b", "c"):
        ledger.add_run(name, PLAN)
    created = [entry.created_at for entry in ledger.runs()]
    assert created == sorted(created, reverse=True)


def test_stopping_and_removing(ledger: Ledger) -> None:
    ledger.add_run("a", PLAN)
    ledger.ask_stop("a")
    ledger.note_update_asked("a")
    assert ledger.run("a").stop_asked
    assert ledger.run("a").update_asked
    ledger.remove_run("a")
    ledger.remove_run("a")
    with pytest.raises(NotFound):
        ledger.run("a")
    with pytest.raises(NotFound):
        ledger.ask_stop("a")


def test_settings_are_kept_and_replaced(ledger: Ledger, path: Path) -> None:
    assert ledger.setting("size", "small") == "small"
    ledger.set("size", {"name": "large"})
    ledger.set("size", {"name": "huge"})
    assert Ledger(path).setting("size") == {"name": "huge"}


def test_what_is_set_of_a_model_is_kept_each_by_itself(ledger: Ledger, path: Path) -> None:
    ledger.name_model("a-evaluate", 1.5, "best")
    ledger.set_thresholds("a-evaluate", 1.5, {"toxic": 0.4})
    (entry,) = Ledger(path).models()
    assert entry == ModelEntry(
        job="a-evaluate", made_at=1.5, name="best", thresholds={"toxic": 0.4}
    )
    ledger.name_model("a-evaluate", 1.5, None)
    ledger.set_thresholds("a-evaluate", 1.5, {"toxic": 0.5})
    (entry,) = ledger.models()
    assert (entry.name, entry.thresholds) == (None, {"toxic": 0.5})


def test_a_later_model_of_the_same_job_has_nothing_set(ledger: Ledger) -> None:
    ledger.set_thresholds("a-evaluate", 1.5, {"toxic": 0.4})
    ledger.name_model("a-evaluate", 2.5, "second")
    later = next(entry for entry in ledger.models() if entry.made_at == 2.5)
    assert (later.name, later.thresholds) == ("second", None)
    ledger.forget_model("a-evaluate")
    ledger.forget_model("a-evaluate")
    assert ledger.models() == ()


def test_two_models_cannot_have_one_name(ledger: Ledger) -> None:
    ledger.name_model("a-evaluate", 1.0, "best")
    ledger.name_model("a-evaluate", 1.0, "best")
    with pytest.raises(Conflict, match="'best'"):
        ledger.name_model("b-evaluate", 1.0, "best")
    for job in ("b-evaluate", "c-evaluate"):  # no name is no name
        ledger.name_model(job, 1.0, None)


def test_what_is_of_one_place_shows_in_no_other(path: Path) -> None:
    here, there = Ledger(path), Ledger(path, "aws eu-west-1 a/b")
    here.add_run("a", PLAN)
    there.add_run("a", {"stages": []})
    there.add_run("b", PLAN)
    here.conclude("a", "Completed")
    here.name_model("a-evaluate", 1.0, "best")
    there.name_model("a-evaluate", 1.0, "best")
    there.set_thresholds("a-evaluate", 1.0, {"toxic": 0.4})
    here.set("size", "small")
    there.change("size", lambda kept: [kept])
    assert (here.run("a").plan, there.run("a").plan) == (PLAN, {"stages": []})
    assert (here.run_names(), there.run_names()) == ({"a"}, {"a", "b"})
    assert here.runs(going_on=True) == ()
    assert {entry.name for entry in there.runs(going_on=True)} == {"a", "b"}
    assert here.models()[0].thresholds is None
    assert (here.setting("size"), there.setting("size")) == ("small", [None])
    here.forget_model("a-evaluate")
    here.remove_run("a")
    assert (here.models(), here.runs()) == ((), ())
    assert (len(there.models()), len(there.runs())) == (1, 2)
    with pytest.raises(NotFound):
        here.ask_stop("b")


def test_what_is_shared_shows_in_every_place(path: Path) -> None:
    here, there = Ledger(path), Ledger(path, "aws eu-west-1 a/b")
    here.set("sets", 1, shared=True)
    here.set("sets", 2)
    assert there.change("sets", lambda kept: kept + 2, shared=True) == 3
    assert here.setting("sets", shared=True) == 3
    assert (here.setting("sets"), there.setting("sets")) == (2, None)


def test_runs_of_all_places_can_be_asked_for(path: Path) -> None:
    here, there = Ledger(path), Ledger(path, "elsewhere")
    here.add_run("a", PLAN)
    there.add_run("b", PLAN)
    there.conclude("b", "Failed")
    assert {entry.name for entry in here.runs(anywhere=True)} == {"a", "b"}
    assert [entry.name for entry in there.runs(going_on=True, anywhere=True)] == ["a"]


def test_what_a_run_does_between_its_jobs_is_kept_until_it_ends(ledger: Ledger) -> None:
    ledger.add_run("a", PLAN)
    ledger.note_doing("a", "Uploading jigsaw", 0.4)
    entry = ledger.run("a")
    assert (entry.doing, entry.share, entry.waits_for) == ("Uploading jigsaw", 0.4, "")
    ledger.note_doing("a", waits_for="There is no network.")
    entry = ledger.run("a")
    assert (entry.doing, entry.share, entry.waits_for) == ("", None, "There is no network.")
    ledger.conclude("a", "Stopped")
    assert ledger.run("a").waits_for == ""


def test_one_at_a_time_sends_the_data_of_a_run(ledger: Ledger) -> None:
    ledger.add_run("a", PLAN)
    assert ledger.take_sending("a", "one", seconds=60)
    assert not ledger.take_sending("a", "other", seconds=60)
    assert ledger.take_sending("a", "one", seconds=60)
    assert ledger.take_sending("a", "one", seconds=0)
    assert ledger.take_sending("a", "other", seconds=60)
    assert not ledger.take_sending("none", "one", seconds=60)


def test_a_file_that_is_no_ledger_is_refused_and_kept(path: Path) -> None:
    path.write_text("my shopping list, which is long enough to be no database header at all")
    with pytest.raises(InvalidInput, match="ledger"):
        Ledger(path)
    assert path.read_text().startswith("my shopping list")


def test_a_newer_ledger_is_refused(ledger: Ledger, path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(InvalidInput, match="newer"):
        Ledger(path)


def test_a_ledger_of_any_earlier_version_is_brought_up_to_date(path: Path) -> None:
    for done in range(len(MIGRATIONS)):
        path.unlink(missing_ok=True)
        db = sqlite3.connect(path, isolation_level=None)
        for step in MIGRATIONS[:done]:
            step(db)
        db.execute(f"PRAGMA user_version = {done}")
        migrate(db)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        assert {"runs", "settings", "models"} <= tables
        db.close()


def test_what_a_ledger_held_before_there_were_places_is_this_machines(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    for step in MIGRATIONS[:3]:
        step(db)
    db.execute("PRAGMA user_version = 3")
    db.execute("INSERT INTO runs (name, plan, created_at, outcome) VALUES ('a', '{}', 7, 'Failed')")
    db.execute("INSERT INTO models VALUES ('a-evaluate', 1.5, 'best', NULL)")
    db.execute("INSERT INTO settings VALUES ('demo', '1'), ('message_sets', '{\"x\": 2}')")
    db.close()
    ledger = Ledger(path)
    assert (ledger.run("a").outcome, ledger.run("a").created_at) == ("Failed", 7)
    assert [entry.name for entry in ledger.models()] == ["best"]
    assert ledger.setting("demo") == 1
    assert ledger.setting("message_sets") is None
    elsewhere = Ledger(path, "elsewhere")
    assert elsewhere.setting("message_sets", shared=True) == {"x": 2}
    assert (elsewhere.runs(), elsewhere.models(), elsewhere.setting("demo")) == ((), (), None)


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("backend.ledger.migrations.MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(InvalidInput, match="disk full"):
        Ledger(path)
    monkeypatch.undo()
    Ledger(path).add_run("a", PLAN)
    db = sqlite3.connect(path)
    assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
    db.close()


def test_a_full_disk_is_said_and_what_is_written_can_still_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger(path).add_run("a", PLAN)
    connect = sqlite3.connect

    def without_room(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db = connect(*arguments, **options)
        db.execute("PRAGMA max_page_count = 1")  # no more than there are
        return db

    monkeypatch.setattr(sqlite3, "connect", without_room)
    ledger = Ledger(path)
    with pytest.raises(DoesNotFit, match="Free some disk space"):
        ledger.add_run("b", {"stages": ["x" * 100_000]})
    assert [entry.name for entry in ledger.runs()] == ["a"]
    with pytest.raises(DoesNotFit, match="Free some disk space"):
        Ledger(path.with_name("new.sqlite3"))


def test_a_place_that_cannot_be_written_to_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(InvalidInput, match="cannot be opened to write"):
        Ledger(path)


def _write_runs(path: Path, writer: int) -> None:
    ledger = Ledger(path)
    for number in range(25):
        ledger.add_run(f"run-{number}", PLAN)
        ledger.add_run(f"run-{writer}-{number}", PLAN)
        ledger.set("last", [writer, number])


def test_several_processes_write_at_once_and_lose_nothing(path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_write_runs, path, writer) for writer in range(4)]:
            done.result()
    ledger = Ledger(path)
    assert len(ledger.runs()) == 25 + 4 * 25
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
