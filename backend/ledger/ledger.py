"""The ledger: what people named, intended and set. SQLite, one file, many readers and writers.

It never says how a job or an endpoint is doing: the platform knows that. What is in it belongs to
a place where work runs, and shows nowhere else; only what is `shared` belongs to the workspace.
"""

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound, StudioError, Unavailable
from backend.ledger.migrations import migrate

HERE = "local"
"""The place that is this machine."""

_BUSY_SECONDS = 30.0
_SHARED = ""  # the place of what belongs to the workspace


@dataclass(frozen=True, kw_only=True)
class RunEntry:
    """One run as it was asked for. `outcome` is None while it goes on; `plan` is plain JSON.

    update_asked: its last stage has asked an endpoint that was there before to change over.
    doing: what is done for it between its jobs, in words for a person. share: of that, what is
    done, 0 to 1; None where that is not known. waits_for: why it cannot go on now; empty where it
    can.
    """

    name: str
    plan: Mapping[str, Any]
    created_at: float
    stop_asked: bool = False
    update_asked: bool = False
    outcome: str | None = None
    reason: str = ""
    doing: str = ""
    share: float | None = None
    waits_for: str = ""


@dataclass(frozen=True, kw_only=True)
class ModelEntry:
    """What a person set of a model; None where nothing.

    job, made_at: the evaluation job that packaged it, and when that ended (seconds since the
    epoch): together they tell a model from a later one of a job with the same name. thresholds:
    0 to 1, by category.
    """

    job: str
    made_at: float
    name: str | None = None
    thresholds: Mapping[str, float] | None = None


class Ledger:
    """Opens a connection for each call, so that threads and processes need no agreement."""

    def __init__(self, path: Path, place: str = HERE) -> None:
        """Open or make the ledger, for what belongs to `place`.

        Raises InvalidInput when the file is no ledger of ours or cannot be written to; this and
        every other call raises DoesNotFit on a full disk, Unavailable when others keep it busy.
        """
        self._path = path
        self._place = place
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connect() as db:
            db.execute("PRAGMA journal_mode = WAL")
            migrate(db)

    @contextlib.contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(
                sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            ) as db:
                yield db
        except sqlite3.DatabaseError as error:
            raise _explained(self._path, error) from error

    # Runs

    def add_run(self, name: str, plan: Mapping[str, Any]) -> RunEntry:
        """Write down a run before anything of it starts.

        The same name with the same plan is the same run. Raises Conflict with another plan.
        """
        text = json.dumps(plan, sort_keys=True)
        with self._connect() as db:
            db.execute(
                "INSERT OR IGNORE INTO runs (place, name, plan, created_at) VALUES (?, ?, ?, ?)",
                (self._place, name, text, time.time()),
            )
            entry = self._run(db, name)
        if json.dumps(entry.plan, sort_keys=True) != text:
            raise Conflict(f"There is a run {name!r} with other settings.", "Choose another name.")
        return entry

    def run(self, name: str) -> RunEntry:
        """The run of that name. Raises NotFound."""
        with self._connect() as db:
            return self._run(db, name)

    def runs(self, *, going_on: bool = False, anywhere: bool = False) -> tuple[RunEntry, ...]:
        """All runs, or those without an outcome, newest first; `anywhere`, of all places."""
        where = "(place = ? OR ?) AND (outcome IS NULL OR NOT ?)"
        with self._connect() as db:
            rows = db.execute(
                f"{_SELECT} WHERE {where} ORDER BY created_at DESC, name",
                (self._place, anywhere, going_on),
            ).fetchall()
        return tuple(map(_entry, rows))

    def _run(self, db: sqlite3.Connection, name: str) -> RunEntry:
        found = db.execute(f"{_SELECT} WHERE place = ? AND name = ?", (self._place, name))
        row = found.fetchone()
        if row is None:
            raise _no_run(name)
        return _entry(row)

    def run_names(self) -> frozenset[str]:
        """The names of all runs: much quicker than their plans."""
        with self._connect() as db:
            found = db.execute("SELECT name FROM runs WHERE place = ?", (self._place,))
            return frozenset(name for (name,) in found)

    def ask_stop(self, name: str) -> None:
        """Write down that a run shall stop. Raises NotFound."""
        if not self._change_run(name, "stop_asked = 1"):
            raise _no_run(name)

    def note_update_asked(self, name: str) -> None:
        """Write down that the run has asked its endpoint to change over."""
        self._change_run(name, "update_asked = 1")

    def note_doing(
        self, name: str, doing: str = "", share: float | None = None, *, waits_for: str = ""
    ) -> None:
        """Write down how a run does between its jobs, in the place of what was; see `RunEntry`."""
        self._change_run(name, "doing = ?, share = ?, waits_for = ?", doing, share, waits_for)

    def take_sending(self, name: str, sender: str, *, seconds: float) -> bool:
        """Whether `sender` may send the data of a run for so long: nobody else does meanwhile.

        Asked again in time, it may for longer. With no `seconds` others may at once.
        """
        with self._connect() as db:
            now = time.time()
            done = db.execute(
                "UPDATE runs SET sender = ?, sender_until = ? WHERE place = ? AND name = ?"
                " AND (sender = ? OR sender_until <= ?)",
                (sender, now + seconds, self._place, name, sender, now),
            )
            return bool(done.rowcount)

    def conclude(self, name: str, outcome: str, reason: str = "") -> None:
        """Write down how a run ended, once: a later outcome changes nothing."""
        with self._connect() as db:
            db.execute(
                "UPDATE runs SET outcome = ?, reason = ?, doing = '', share = NULL, waits_for = ''"
                " WHERE place = ? AND name = ? AND outcome IS NULL",
                (outcome, reason, self._place, name),
            )

    def remove_run(self, name: str) -> None:
        """Forget a run. Returns silently if there is none."""
        with self._connect() as db:
            db.execute("DELETE FROM runs WHERE place = ? AND name = ?", (self._place, name))

    def _change_run(self, name: str, change: str, *values: str | float | None) -> bool:
        """Whether there is such a run."""
        with self._connect() as db:
            done = db.execute(
                f"UPDATE runs SET {change} WHERE place = ? AND name = ?",  # noqa: S608
                (*values, self._place, name),
            )
            return bool(done.rowcount)

    # Models

    def models(self) -> tuple[ModelEntry, ...]:
        """All that was set of models, also of those that are there no longer."""
        with self._connect() as db:
            rows = db.execute(
                "SELECT job, made_at, name, thresholds FROM models WHERE place = ?", (self._place,)
            ).fetchall()
        return tuple(
            ModelEntry(
                job=job,
                made_at=made_at,
                name=name,
                thresholds=None if thresholds is None else json.loads(thresholds),
            )
            for job, made_at, name, thresholds in rows
        )

    def name_model(self, job: str, made_at: float, name: str | None) -> None:
        """Give a model a name, or take it back with None. Raises Conflict when it is taken."""
        self._set_of_model("name", job, made_at, name)

    def set_thresholds(
        self, job: str, made_at: float, thresholds: Mapping[str, float] | None
    ) -> None:
        """Keep a model's thresholds, or forget them with None."""
        text = None if thresholds is None else json.dumps(dict(thresholds), sort_keys=True)
        self._set_of_model("thresholds", job, made_at, text)

    def forget_model(self, job: str) -> None:
        """Forget all that was set of the models of that job. Returns silently if nothing was."""
        with self._connect() as db:
            db.execute("DELETE FROM models WHERE place = ? AND job = ?", (self._place, job))

    def _set_of_model(
        self, column: Literal["name", "thresholds"], job: str, made_at: float, value: str | None
    ) -> None:
        with self._connect() as db:
            try:
                db.execute(
                    f"INSERT INTO models (place, job, made_at, {column}) VALUES (?, ?, ?, ?)"  # noqa: S608
                    " ON CONFLICT (place, job, made_at)"
                    f" DO UPDATE SET {column} = excluded.{column}",
                    (self._place, job, made_at, value),
                )
            except sqlite3.IntegrityError:
                raise Conflict(
                    f"There is a model {value!r} already.", "Choose another name."
                ) from None

    # Settings: of this place, or of the workspace where they are `shared`

    def setting(self, name: str, default: Any = None, *, shared: bool = False) -> Any:
        """A setting's value (plain JSON), or `default`."""
        with self._connect() as db:
            return self._setting(db, name, default, shared)

    def set(self, name: str, value: Any, *, shared: bool = False) -> None:
        """Keep a setting. `value` is plain JSON."""
        with self._connect() as db:
            self._keep(db, name, value, shared)

    def change(self, name: str, change: Callable[[Any], Any], *, shared: bool = False) -> Any:
        """Keep what `change` makes of a setting (None where there is none), and return it.

        Nobody writes to the ledger meanwhile: `change` may read from it, and must not write. What
        it raises leaves the setting as it was.
        """
        with self._connect() as db:  # closed without a commit, nothing has happened
            db.execute("BEGIN IMMEDIATE")
            value = change(self._setting(db, name, None, shared))
            self._keep(db, name, value, shared)
            db.execute("COMMIT")
        return value

    def _setting(self, db: sqlite3.Connection, name: str, default: Any, shared: bool) -> Any:
        row = db.execute(
            "SELECT value FROM settings WHERE place = ? AND name = ?",
            (_SHARED if shared else self._place, name),
        ).fetchone()
        return json.loads(row[0]) if row else default

    def _keep(self, db: sqlite3.Connection, name: str, value: Any, shared: bool) -> None:
        db.execute(
            "INSERT INTO settings (place, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT (place, name) DO UPDATE SET value = excluded.value",
            (_SHARED if shared else self._place, name, json.dumps(value)),
        )


_COLUMNS = (
    *("name", "plan", "created_at", "stop_asked", "update_asked", "outcome", "reason"),
    *("doing", "share", "waits_for"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM runs"  # noqa: S608


def _entry(row: tuple[Any, ...]) -> RunEntry:
    kept = dict(zip(_COLUMNS, row, strict=True))
    flags = {name: bool(kept[name]) for name in ("stop_asked", "update_asked")}
    return RunEntry(**{**kept, **flags, "plan": json.loads(kept["plan"])})


def _explained(path: Path, error: sqlite3.DatabaseError) -> StudioError:
    """The error for people, by SQLite's own code; an error of ours has none."""
    code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    if code in ("FULL", "IOERR"):  # short of room, the index beside a ledger is an I/O error
        return DoesNotFit(
            f"The ledger cannot be written: {error}.", "Free some disk space and try again."
        )
    if code in ("CANTOPEN", "READONLY", "PERM"):
        return InvalidInput(
            f"The ledger {path} cannot be opened to write.",
            "Choose a workspace folder that can be written to, and whose path is not too long.",
        )
    if code in ("BUSY", "LOCKED"):
        return Unavailable("The ledger is busy.", "Try again in a moment.")
    return InvalidInput(
        f"The ledger {path.name} cannot be read: {error}.",
        "Move it away: all but your settings and run names is found again.",
    )


def _no_run(name: str) -> NotFound:
    return NotFound(f"There is no run {name[:80]!r}.")
