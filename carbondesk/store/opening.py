"""Opening and making inventory files: what is checked before one is trusted, how a new one appears whole."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from carbondesk.domain.text import say
from carbondesk.store import history
from carbondesk.store.errors import AlreadyThere, damaged, newer, no_inventory, read_only, told_plainly
from carbondesk.store.migrations import APPLICATION_ID, MIGRATIONS_SQL, migrations, statements, structure
from carbondesk.store.sqlite import Database

TIMEOUT = 5.0
"""Seconds to wait for another program that is writing."""


def open_file(path: Path, *, writing: bool, timeout: float) -> tuple[Database, Path | None]:
    """Open a file after checking that it is an inventory.

    Also returns the copy that was kept of an older file before it was brought to the newest structure. Raises
    NotFound, NotAnInventory, NewerVersion, Damaged or InUse.
    """
    with told_plainly(path):
        if not path.is_file():
            raise no_inventory(path) if path.exists() else FileNotFoundError(path)
        uri = path.resolve().as_uri() + f"?mode={'rw' if writing else 'ro'}"
        connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
        with closed_on_error(connection), _errors_as_damage(path):
            db = _set_up(connection)
            version = _check_header(path, connection)
            _check_structure(path, connection, version)
            return (
                (db, None) if version == history.FORMAT else _brought_up(path, db, version, writing=writing)
            )


def _brought_up(path: Path, db: Database, version: int, *, writing: bool) -> tuple[Database, Path | None]:
    """Return a file of an older version as one of the newest.

    A file that may be written is copied first, and stays as it was when anything fails; of one that may not, a
    copy in memory is opened.
    """
    if writing:
        return db, _migrate(db, path, version)
    held = sqlite3.connect(":memory:", isolation_level=None)
    with closed_on_error(held):
        db.conn.backup(held)
        db.conn.close()
        copy = _set_up(held)
        _migrate(copy)
        _check_structure(path, held, history.FORMAT)
        held.execute("PRAGMA query_only = ON")
        return copy, None


def _migrate(db: Database, path: Path | None = None, version: int = 0) -> Path | None:
    """Bring a database to the newest structure in one transaction; a file at `path` is copied first.

    Killed at any moment, it is of the old version or of the new one: the version's number changes with the rest.
    Returns the copy.
    """
    # A table is made anew under its name, which the links to it must not notice.
    db.conn.execute("PRAGMA foreign_keys = OFF")
    # The lock comes first: what was copied is what is migrated, and another program may have been quicker.
    db.conn.execute("BEGIN IMMEDIATE")
    kept = None
    try:
        if path is not None and _number(db.conn, "user_version") == version:
            kept = _keep_copy(path, version, history.head(db.conn))
        migrations.apply(db)
        db.conn.execute(f"PRAGMA user_version = {history.FORMAT}")
        if path is not None:
            _check_structure(path, db.conn, history.FORMAT)
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.execute("PRAGMA foreign_keys = ON")
    return kept


def _keep_copy(path: Path, version: int, head: tuple[int, str]) -> Path:
    """Copy an older file beside itself as `NAME (format 1).cdesk`; a copy of another history is not written over."""
    stem = f"{path.stem} (format {version})"
    kept, number = path.with_name(stem + path.suffix), 1
    while os.path.lexists(kept):
        if _head_of(kept) == head:
            return kept
        number += 1
        kept = path.with_name(f"{stem} {number}{path.suffix}")
    # SQLite copies nothing through a connection that holds the lock for writing; another one may read.
    with closing(_reader(path)) as reader:
        write_copy(reader, kept)
    return kept


def _head_of(path: Path) -> tuple[int, str] | None:
    """Return the newest step of a file that may be an inventory; None when it is none."""
    try:
        with closing(_reader(path)) as connection:
            return history.head(connection)
    except sqlite3.Error:
        return None


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)


def open_memory() -> Database:
    """Make an empty inventory in memory, with all its tables."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    db = _set_up(connection)
    make_tables(db)
    return db


def is_writable(path: Path) -> bool:
    """Tell whether a file and its folder can be written; SQLite keeps a journal beside the file."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection when the block fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def _errors_as_damage(path: Path) -> Iterator[None]:
    """While a file is being opened, an error of no kind of its own means that it cannot be understood."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR:
            raise damaged(path) from error
        raise
    except sqlite3.IntegrityError as error:
        # A value that breaks a limit of its column: another program wrote it, and a migration comes upon it.
        raise damaged(path) from error


def make_tables(db: Database) -> None:
    """Give an empty database the newest structure at once; what led there counts as done."""
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with db.atomic():
        for statement in (*MIGRATIONS_SQL, *statements(history.FORMAT)):
            db.conn.execute(statement)
        done = [
            (migrations.name, version.name, history.moment(history.now()))
            for version in migrations.pending(db)
        ]
        db.conn.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", done
        )
        db.conn.execute(f"PRAGMA user_version = {history.FORMAT}")


def make_file(path: Path, fill: Callable[[Database], None], *, timeout: float) -> None:
    """Make a new inventory under a temporary name in the same folder, fill it, then give it its name.

    Raises AlreadyThere, NotFound (the folder), ReadOnly, DiskFull; on failure no file is left.
    """
    with told_plainly(path), whole_file(path) as temporary:
        connection = sqlite3.connect(temporary, timeout=timeout, isolation_level=None)
        try:
            db = _set_up(connection)
            make_tables(db)
            fill(db)
        finally:
            connection.close()


def write_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write a whole copy of an open inventory to `path`, over what is there."""
    with whole_file(path, replacing=True) as temporary:
        target = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.backup(target)
        finally:
            target.close()


@contextmanager
def whole_file(path: Path, *, replacing: bool = False) -> Iterator[Path]:
    """Give the block a temporary name beside `path`; the file gets its own name only when all went well."""
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    if not os.access(folder, os.W_OK):
        raise read_only(path)
    if os.path.lexists(path) and not (replacing and _is_replaceable(path)):
        raise AlreadyThere(say("{path} is there already.", path=path.name), say("Choose another name."))
    temporary = folder / f".{path.name}.{uuid.uuid4().hex[:8]}.part"
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        sync_folder(folder)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(temporary.name + "-journal").unlink(missing_ok=True)


def _is_replaceable(path: Path) -> bool:
    """Tell whether a copy may take the place of what is there: a file, or a link to none, but no device and no pipe."""
    return path.is_file() or not path.exists()


def sync_folder(folder: Path) -> None:
    """Have the folder's list of names on the disk; systems that cannot open a folder see to it themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _set_up(connection: sqlite3.Connection) -> Database:
    """Set what every connection of ours has: first of all, that a file's structure is not trusted."""
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "foreign_keys = ON",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "cache_size = -32768",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _check_header(path: Path, connection: sqlite3.Connection) -> int:
    """Return the version that the file's first page names, once it says that the file is ours and whole.

    Only SQLite itself opens the file: closing any other handle to it would drop the locks that this program
    may hold on it in another thread.
    """
    if _number(connection, "application_id") != APPLICATION_ID or _number(connection, "user_version") < 1:
        raise no_inventory(path)
    if _number(connection, "user_version") > history.FORMAT:
        raise newer(path)
    if path.stat().st_size != _number(connection, "page_count") * _number(connection, "page_size"):
        raise damaged(path)
    return _number(connection, "user_version")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _check_structure(path: Path, connection: sqlite3.Connection, version: int) -> None:
    """Refuse a file whose tables, indexes, triggers or views are not exactly ours, before any is used.

    Kind and table are compared too: SQLite passes over a trigger or index whose entry says another kind.
    """
    found = connection.execute(
        "SELECT name, type, tbl_name, sql FROM sqlite_schema "
        "WHERE name NOT LIKE 'sqlite\\_autoindex%' ESCAPE '\\'"
    )
    if {name: tuple(said) for name, *said in found} != structure(version):
        raise no_inventory(path)
