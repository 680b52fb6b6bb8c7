"""The ledger's schema, as numbered steps: each runs once, in order, and is never edited later."""

import sqlite3
from collections.abc import Callable


def _create_runs(db: sqlite3.Connection) -> None:
    db.execute(
        """
        CREATE TABLE runs (
            name TEXT PRIMARY KEY,
            plan TEXT NOT NULL,            -- what was asked for, as JSON
            created_at REAL NOT NULL,      -- seconds since the epoch
            stop_asked INTEGER NOT NULL DEFAULT 0,
            update_asked INTEGER NOT NULL DEFAULT 0,  -- of an endpoint that was there before
            outcome TEXT,                  -- NULL while it goes on
            reason TEXT NOT NULL DEFAULT ''
        ) STRICT
        """
    )


def _create_settings(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


def _create_models(db: sqlite3.Connection) -> None:
    db.execute(
        """
        CREATE TABLE models (
            job TEXT NOT NULL,             -- the evaluation job that packaged it
            made_at REAL NOT NULL,         -- when that ended: a later job may have the same name
            name TEXT UNIQUE,              -- given by a person; NULL: its run's
            thresholds TEXT,               -- set by a person, as JSON; NULL: those of evaluation
            PRIMARY KEY (job, made_at)
        ) STRICT
        """
    )


def _tell_places_apart(db: sqlite3.Connection) -> None:
    """Everything belongs to a place where work runs: what there is, to this machine; what belongs
    to the workspace itself has the place ''."""
    kept = {
        "runs": "name, plan, created_at, stop_asked, update_asked, outcome, reason",
        "models": "job, made_at, name, thresholds",
        "settings": "name, value",
    }
    for table in kept:
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    db.execute(
        """
        CREATE TABLE runs (
            place TEXT NOT NULL,
            name TEXT NOT NULL,
            plan TEXT NOT NULL,            -- what was asked for, as JSON
            created_at REAL NOT NULL,      -- seconds since the epoch
            stop_asked INTEGER NOT NULL DEFAULT 0,
            update_asked INTEGER NOT NULL DEFAULT 0,  -- of an endpoint that was there before
            outcome TEXT,                  -- NULL while it goes on
            reason TEXT NOT NULL DEFAULT '',
            doing TEXT NOT NULL DEFAULT '',      -- between its jobs
            share REAL,                          -- of that, what is done: 0 to 1
            waits_for TEXT NOT NULL DEFAULT '',  -- why it cannot go on now
            sender TEXT NOT NULL DEFAULT '',     -- who sends its data, and until when
            sender_until REAL NOT NULL DEFAULT 0,
            PRIMARY KEY (place, name)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE models (
            place TEXT NOT NULL,
            job TEXT NOT NULL,             -- the evaluation job that packaged it
            made_at REAL NOT NULL,         -- when that ended: a later job may have the same name
            name TEXT,                     -- given by a person; NULL: its run's
            thresholds TEXT,               -- set by a person, as JSON; NULL: those of evaluation
            PRIMARY KEY (place, job, made_at),
            UNIQUE (place, name)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE settings (
            place TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,           -- as JSON
            PRIMARY KEY (place, name)
        ) STRICT
        """
    )
    for table, columns in kept.items():
        db.execute(
            f"INSERT INTO {table} (place, {columns})"  # noqa: S608
            f" SELECT 'local', {columns} FROM old_{table}"
        )
        db.execute(f"DROP TABLE old_{table}")
    db.execute("UPDATE settings SET place = '' WHERE name = 'message_sets'")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _create_runs,
    _create_settings,
    _create_models,
    _tell_places_apart,
)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the schema up to date, all steps or none. `user_version` counts those done.

    Writes nothing when it is up to date, so that a ledger on a full disk can be read. Raises
    sqlite3.DatabaseError when the ledger was written by a newer version.
    """
    if db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        (done,) = db.execute("PRAGMA user_version").fetchone()
        if done > len(MIGRATIONS):
            raise sqlite3.DatabaseError(f"ledger version {done} is newer than this program")
        for step in MIGRATIONS[done:]:
            step(db)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # SQLite has ended it itself where the disk is full
            db.execute("ROLLBACK")
        raise
