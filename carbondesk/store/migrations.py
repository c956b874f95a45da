"""The structure of the file, version by version; sqlite-utils runs what a file still lacks.

The SQL of a released version is frozen text. A test proves that the newest is what the records declare.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from carbondesk.store.sqlite import Database, Migrations
from carbondesk.store.table import tables

APPLICATION_ID = int.from_bytes(b"CDSK", "big")
"""What SQLite keeps in the file's header to tell whose file it is."""

migrations = Migrations("carbondesk")
"""The versions in their order; each runs in a transaction of its own and is recorded in the file."""

_COLUMN = re.compile(r'^  "(\w+)"', re.MULTILINE)
_PART = re.compile(r'CREATE (?:UNIQUE )?(TABLE|INDEX|TRIGGER) "(\w+)"(?:[ A-Z]* ON "(\w+)")?')

# The runner's own table, made by us so that its SQL does not depend on the runner's version.
MIGRATIONS_SQL = (
    """CREATE TABLE "_sqlite_migrations" (
  "id" INTEGER PRIMARY KEY,
  "migration_set" TEXT,
  "name" TEXT,
  "applied_at" TEXT
)""",
    'CREATE UNIQUE INDEX "migration_key" ON "_sqlite_migrations" ("migration_set", "name")',
)


@migrations()
def format_1(db: Database) -> None:
    """Make every table of the first version."""
    for statement in statements(1):
        db.conn.execute(statement)


@migrations()
def format_2(db: Database) -> None:
    """Add the columns and tables of the second version; needs foreign keys off."""
    _rebuild(db.conn, 1, 2)


@migrations()
def format_3(db: Database) -> None:
    """Add what targets ask for in the third version; needs foreign keys off."""
    _rebuild(db.conn, 2, 3)


def _rebuild(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Make what a version adds: new tables, and tables that changed anew with the rows they had.

    A new column stands behind the others and has a default in `table`, so a row keeps what it had.
    """
    before, after = set(statements(old)), statements(new)
    for statement in after:
        kind, name, _, _ = _part(statement)
        if kind != "table" or statement in before:
            continue
        was = columns(old).get(name)
        if was:
            _copy_over(connection, statement, name, (was, columns(new)[name]))
        else:
            connection.execute(statement)
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    for statement in after:
        if _part(statement)[1] not in present:
            connection.execute(statement)


def _copy_over(
    connection: sqlite3.Connection, statement: str, name: str, headings: tuple[Sequence[str], Sequence[str]]
) -> None:
    """Make a table anew with more columns: SQLite's own ALTER would word its structure in another way."""
    was, now = headings
    temporary = f"{name}_next"
    connection.execute(statement.replace(f'"{name}"', f'"{temporary}"', 1))
    values = ", ".join([f'"{heading}"' for heading in was] + ["?"] * (len(now) - len(was)))
    into = ", ".join(f'"{heading}"' for heading in now)
    connection.execute(
        f'INSERT INTO "{temporary}" ({into}) SELECT {values} FROM "{name}"',
        tables()[name].defaults[len(was) : len(now)],
    )
    connection.execute(f'DROP TABLE "{name}"')
    connection.execute(f'ALTER TABLE "{temporary}" RENAME TO "{name}"')


@cache
def columns(version: int) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the columns that each table had in a version, in their order."""
    parts = (_part(statement) for statement in statements(version))
    return {name: tuple(_COLUMN.findall(sql)) for kind, name, _, sql in parts if kind == "table"}


@cache
def statements(version: int) -> tuple[str, ...]:
    """Return the SQL statements that make an empty file of a version, in their order."""
    text = files(__package__).joinpath(f"format_{version}.sql").read_text(encoding="utf-8")
    return tuple(part.strip() for part in text.split(";\n\n") if part.strip())


@cache
def structure(version: int) -> Mapping[str, tuple[str, str, str]]:
    """Return what the file's own list of its structure must say: kind, table and SQL by the name of each part."""
    parts = (*MIGRATIONS_SQL, *statements(version))
    return {name: (kind, table, sql) for kind, name, table, sql in map(_part, parts)}


def _part(statement: str) -> tuple[str, str, str, str]:
    """Return a statement's kind of part, its name, the table that it belongs to, and the statement."""
    kind, name, table = _PART.findall(statement)[0]
    return kind.lower(), name, table or name, statement
