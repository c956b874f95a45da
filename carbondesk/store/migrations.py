"""The structure of the file, version by version; sqlite-utils runs what a file still lacks.

The SQL of a released version is frozen text. A test proves that the newest is what the records declare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from carbondesk.store.sqlite import Database, Migrations

APPLICATION_ID = int.from_bytes(b"CDSK", "big")
"""What SQLite keeps in the file's header to tell whose file it is."""

migrations = Migrations("carbondesk")
"""The versions in their order; each runs in a transaction of its own and is recorded in the file."""

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
