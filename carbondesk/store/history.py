"""The history: one row for each step, one for each change it made, and the digest that chains them.

A step's digest is the SHA-256 of the digest before it, a line about the step, and for each change in order:
the rows that it added as they were written, then a line about the change. Rows and lines are JSON arrays
without spaces; numbers are written the shortest way that reads back the same, as Python and JavaScript do.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from carbondesk.domain.records import StepKind
from carbondesk.domain.text import Text
from carbondesk.store.rows import Columns, Row, as_json, encode

FORMAT = 3
"""The version of the file's structure; a step keeps the one it was written under."""

ORIGIN = "0" * 64
"""The digest before the first step."""

FIRST = 1
"""The step that created the file; it cannot be undone."""

Action = Literal["add", "edit", "remove"]

_STEP = "id, at, title, title_values, reason, person, kind, of, format, previous, digest"
_CHANGE_LINE = "seq, table_name, action, first, last, before, after"
_CHANGE = f"step, {_CHANGE_LINE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of the history. `of` is the step that an undo takes back or a redo repeats."""

    id: int
    at: datetime
    title: Text
    reason: str
    person: str
    kind: str
    of: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change of a step: rows added or removed, or fields of one row edited.

    `first` and `last` are the smallest and largest row id. An edit holds the changed fields before and after;
    a removal the rows in the order in which they went; added rows stand in their table and are not repeated.
    """

    step: int
    seq: int
    table: str
    action: Action
    first: int
    last: int
    before: Any
    after: Any


@dataclass(slots=True)
class Draft:
    """The step that is being written: what its line in the history says."""

    id: int
    at: str
    title: Text
    reason: str
    person: str
    kind: str
    of: int | None
    previous: str

    def row(self) -> Row:
        """Return the step's row without its digest."""
        values = encode({name: _as_json(value) for name, value in self.title.values.items()})
        return (
            self.id,
            self.at,
            self.title.template,
            values,
            self.reason,
            self.person,
            self.kind,
            self.of,
            FORMAT,
            self.previous,
        )


class Digest:
    """The digest of a step, fed in the order in which things happen."""

    def __init__(self, step: Sequence[Any]) -> None:
        """Begin with a step's row: the digest before it is the last value, then comes the line about it."""
        *line, previous = step
        self._hash = hashlib.sha256(previous.encode())
        self._hash.update(encode(line).encode() + b"\n")

    def rows(self, rows: Sequence[Row]) -> None:
        """Take in added rows; how they are cut into chunks makes no difference."""
        self.columns(list(zip(*rows, strict=True)))

    def columns(self, columns: Columns) -> None:
        """Take in added rows that are given as columns."""
        self._hash.update(as_json(columns).encode())

    def change(self, line: Sequence[Any]) -> None:
        """Take in a change: seq, table, action, first, last, before, after."""
        self._hash.update(encode(line).encode() + b"\n")

    def hex(self) -> str:
        """Return the digest as 64 hexadecimal digits."""
        return self._hash.hexdigest()


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def moment(at: datetime) -> str:
    """Return a moment as the file keeps it: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return the number and digest of the newest step; (0, ORIGIN) in a file without any."""
    found = connection.execute("SELECT id, digest FROM step ORDER BY id DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, ORIGIN)


def last_id(connection: sqlite3.Connection, table: str) -> int:
    """Return the largest id that a row of a table has or ever had."""
    query = (
        f'SELECT max(coalesce((SELECT max(id) FROM "{table}"), 0), '
        "coalesce((SELECT max(last) FROM change WHERE table_name = ?), 0))"
    )
    return int(connection.execute(query, (table,)).fetchone()[0])


def write_step(connection: sqlite3.Connection, row: Row, digest: str) -> None:
    """Write a step's row with its digest."""
    connection.execute(f"INSERT INTO step ({_STEP}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, digest))


def write_changes(connection: sqlite3.Connection, step: int, lines: Iterable[Row]) -> None:
    """Write a step's changes."""
    connection.executemany(f"INSERT INTO change ({_CHANGE}) VALUES ({step}, ?, ?, ?, ?, ?, ?, ?)", lines)


def steps(connection: sqlite3.Connection, limit: int) -> list[StepRow]:
    """Return the newest steps, newest first."""
    rows = connection.execute(f"SELECT {_STEP} FROM step ORDER BY id DESC LIMIT ?", (limit,))
    return [_step(row) for row in rows]


def step(connection: sqlite3.Connection, id: int) -> StepRow:
    """Return one step; raises KeyError when there is none of that number."""
    return _step(raw_step(connection, id))


def _kinds(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield number and kind of every step that may be taken back, newest first."""
    query = f"SELECT id, kind FROM step WHERE id > {FIRST} AND format = {FORMAT} ORDER BY id DESC"
    yield from connection.execute(query)


def edit_of(connection: sqlite3.Connection, id: int) -> StepRow:
    """Return the edit that a step is about: itself, or the one that it takes back or repeats."""
    found = step(connection, id)
    return found if found.of is None else step(connection, found.of)


def changes(connection: sqlite3.Connection, step: int) -> Iterator[ChangeRow]:
    """Yield the changes of a step in the order in which they were made."""
    for row in connection.execute(f"SELECT {_CHANGE} FROM change WHERE step = ? ORDER BY seq", (step,)):
        yield _change(row)


def changes_backwards(connection: sqlite3.Connection, step: int) -> Iterator[ChangeRow]:
    """Yield the changes of a step, the last one first; one is read at a time, for a removal may be long."""
    for row in connection.execute(f"SELECT {_CHANGE} FROM change WHERE step = ? ORDER BY seq DESC", (step,)):
        yield _change(row)


def next_undo(connection: sqlite3.Connection) -> int | None:
    """Return the edit or redo that Undo takes back next; never the first step or one of an older format."""
    taken_back = 0
    for number, kind in _kinds(connection):
        if kind == StepKind.UNDO:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return number
    return None


def next_redo(connection: sqlite3.Connection) -> int | None:
    """Return the undo that Redo takes back next; an edit ends what can be redone."""
    repeated = 0
    for number, kind in _kinds(connection):
        if kind == StepKind.EDIT:
            return None
        if kind == StepKind.REDO:
            repeated += 1
        elif repeated:
            repeated -= 1
        else:
            return number
    return None


def raw_step(connection: sqlite3.Connection, id: int) -> Row:
    """Return a step's row as it is kept, its digest last; raises KeyError when there is none."""
    row: Row | None = connection.execute(f"SELECT {_STEP} FROM step WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise KeyError(id)
    return row


def raw_changes(connection: sqlite3.Connection, step: int) -> Iterator[Row]:
    """Yield the changes of a step as they are kept: seq, table, action, first, last, before, after."""
    yield from connection.execute(f"SELECT {_CHANGE_LINE} FROM change WHERE step = ? ORDER BY seq", (step,))


def removed_rows(connection: sqlite3.Connection, step: int, seq: int) -> list[Row]:
    """Return the rows that a removal took away."""
    query = "SELECT before FROM change WHERE step = ? AND seq = ?"
    return [tuple(row) for row in json.loads(connection.execute(query, (step, seq)).fetchone()[0])]


def _change(row: Row) -> ChangeRow:
    step, seq, table, action, first, last, before, after = row
    return ChangeRow(
        step=step,
        seq=seq,
        table=table,
        action=action,
        first=first,
        last=last,
        before=None if before is None else json.loads(before),
        after=None if after is None else json.loads(after),
    )


def _step(row: Row) -> StepRow:
    number, at, title, values, reason, person, kind, of, _, _, digest = row
    return StepRow(
        id=number,
        at=datetime.fromisoformat(at),
        title=Text(title, {name: _from_json(value) for name, value in json.loads(values).items()}),
        reason=reason,
        person=person,
        kind=kind,
        of=of,
        digest=digest,
    )


def _as_json(value: object) -> object:
    if isinstance(value, Text):
        return {
            "template": value.template,
            "values": {name: _as_json(part) for name, part in value.values.items()},
        }
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if isinstance(value, bool | int | float) else str(value)


def _from_json(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    if "date" in value:
        return date.fromisoformat(value["date"])
    return Text(value["template"], {name: _from_json(part) for name, part in value["values"].items()})
