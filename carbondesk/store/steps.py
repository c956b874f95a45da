"""A step: the transaction, the audit entry, one press of Undo and the notice to every view, in one.

Everything that writes rows of records stands in this module.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from carbondesk.domain.records import Activity, Organisation
from carbondesk.domain.schema import Named, Record
from carbondesk.store import annual, history, locks
from carbondesk.store.bulk import ENOUGH, indexes_last, no_collection
from carbondesk.store.errors import told_plainly
from carbondesk.store.links import children_first, dependents
from carbondesk.store.notices import MANY, Change
from carbondesk.store.rows import Columns, Constant, Row, encode, insert
from carbondesk.store.table import Table, runs, table

R = TypeVar("R", bound=Record)

CHUNK = 10_000
"""Rows written, hashed or read at once."""

REMOVAL_CHUNK = 1_000
"""Removed rows kept in one row of the history."""

_SOURCE = table(Activity).position["source"]
_YEAR_START = table(Organisation).position["year_start"]


class Step:
    """An open step. What it does is kept when its block ends well, and undone as a whole when it does not.

    Made by `Inventory.step`. Every method raises NotUnique or StillUsed where keys or links forbid a change,
    and `sqlite3.IntegrityError` or `ValueError` where a value breaks a limit that its column declares. After
    an error the step can only be left.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        draft: history.Draft,
        year_start: Callable[[], int],
    ) -> None:
        self.id = draft.id
        self._path = path
        self._over = False
        self._spoiled = False
        self._connection = connection
        self._row = draft.row()
        self._digest = history.Digest(self._row)
        self._lines: list[Row] = []
        self._open_range: tuple[str, int, int] | None = None
        self._next: dict[str, int] = {}
        self._ids: dict[str, set[int] | None] = {}
        self._sources: set[int] = set()
        self._all_sources = False
        self._year_start = year_start

    def add(self, record: R) -> R:
        """Add a record and return it with its id, step and, where people name it, uid."""
        with self._whole():
            rows = table(type(record))
            stored = self._lead(record, self._next_id(rows.name)) + rows.stored(record)
            self._insert_rows(rows, [stored])
            return rows.record(stored)

    def add_many(self, kind: type[R], records: Iterable[R] | Iterable[Row]) -> int:
        """Add records, or tuples of stored values in the order of `kind.columns()`; returns how many.

        A tuple holds what the file holds: dates as ISO text, yes or no as 1 or 0, None for an empty optional
        field. A million rows are best given as one iterable: their keys are then checked at the end at once.
        """
        with self._whole():
            rows = table(kind)
            known = self._next_id(rows.name) - 1
            source = iter(records)
            first = list(islice(source, ENOUGH))
            with indexes_last(self._connection, rows, known=known, coming=len(first)), no_collection():
                return sum(self._add_chunk(rows, chunk) for chunk in _chunks(chain(first, source)))

    def add_columns(self, kind: type[Record], blocks: Iterable[Columns], *, coming: int) -> int:
        """Add `coming` rows that come in blocks of columns, in the order of `kind.columns()`; returns how many.

        The values are those that `add_many` takes in a tuple; no block is empty.
        """
        with self._whole():
            rows = table(kind)
            known = self._next_id(rows.name) - 1
            with indexes_last(self._connection, rows, known=known, coming=coming), no_collection():
                return sum(self._add_block(rows, block) for block in blocks)

    def change(self, record: R, **fields: object) -> R:
        """Change some fields of a record and return it as it then stands in the file.

        Only fields whose value differs are written. Raises KeyError when the record is gone.
        """
        with self._whole():
            rows = table(type(record))
            wanted = {
                rows.kind.column(name).heading: rows.stored_value(name, value)
                for name, value in fields.items()
            }
            return rows.record(self._update(rows, record.id, wanted))

    def remove(self, record: Record) -> None:
        """Remove a record; raises StillUsed while others belong to it, KeyError when it is gone already."""
        self.remove_many(type(record), [record.id])

    def remove_many(self, kind: type[Record], ids: Iterable[int]) -> int:
        """Remove records of one kind by their ids; returns how many. Raises KeyError when one is gone."""
        with self._whole():
            rows = table(kind)
            wanted = sorted(set(ids), reverse=True)
            found = list(self._read(rows, wanted))
            if len(found) != len(wanted):
                raise KeyError(kind.table)
            if rows.links_itself:
                found = children_first(rows, found)
            for start in range(0, len(found), REMOVAL_CHUNK):
                self._delete(rows, found[start : start + REMOVAL_CHUNK])
            return len(found)

    def remove_with_dependents(self, record: Record) -> int:
        """Remove a record with all that belongs to it, such as a source with its bills; returns how many."""
        found = dependents(self._connection, type(record), [record.id])
        return sum([self.remove_many(kind, found[kind]) for kind in reversed(found)])

    def write_back(self, kind: type[Record], id: int, stored: Mapping[str, Any]) -> None:
        """Give some fields of a row other stored values, by heading."""
        with self._whole():
            self._update(table(kind), id, stored)

    def restore(self, kind: type[Record], stored: Sequence[Row]) -> None:
        """Write whole rows back as they were, with their ids, in the order given."""
        with self._whole():
            rows = table(kind)
            for run in runs(stored):
                self._insert_rows(rows, run)

    def remove_range(self, kind: type[Record], first: int, last: int) -> None:
        """Remove the rows from one id to another, none of which is missing, the newest first."""
        with self._whole():
            rows = table(kind)
            query = f"{rows.select} WHERE id BETWEEN ? AND ? ORDER BY id DESC"
            with indexes_last(self._connection, rows, known=first, coming=last - first):
                for end in range(last, first - 1, -REMOVAL_CHUNK):
                    start = max(first, end - REMOVAL_CHUNK + 1)
                    self._delete(rows, self._connection.execute(query, (start, end)).fetchall())

    @property
    def tables(self) -> frozenset[str]:
        """The tables that the step has changed so far."""
        return frozenset(self._ids)

    def finish(self) -> Change | None:
        """Bring the yearly sums up to date and write the history; None when nothing was changed.

        Raises RuntimeError when a method of the step has failed; LockedYear or ClosedMonth where a year or month
        may not be changed.
        """
        if self._spoiled:
            raise RuntimeError("a step in which something failed cannot be kept")
        self._close_range()
        if not self._lines:
            return None
        locks.check(self._connection, self._row, self._lines, self._year_start)
        if self._sources or self._all_sources:
            sources = None if self._all_sources else self._sources
            annual.refresh(self._connection, sources, self._year_start())
        history.write_step(self._connection, self._row, self._digest.hex())
        history.write_changes(self._connection, self.id, self._lines)
        return Change(
            step=self.id,
            tables=frozenset(self._ids),
            ids={name: None if ids is None else frozenset(ids) for name, ids in self._ids.items()},
            sources=None if self._all_sources else frozenset(self._sources),
        )

    def end(self) -> None:
        """Let nothing be written through this step any more."""
        self._over = True

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Let what fails half-way spoil the step, so that nothing of it can be committed."""
        if self._over:
            raise RuntimeError("the step is over: nothing writes outside a step")
        self._spoiled = True
        with told_plainly(self._path):
            yield
        self._spoiled = False

    # Writing rows, each way with its line in the history.

    def _insert_rows(self, rows: Table[R], stored: Sequence[Row]) -> None:
        self._insert(rows, list(zip(*stored, strict=True)))

    def _insert(self, rows: Table[R], columns: Columns) -> None:
        """Write whole rows, given as columns, whose ids follow each other."""
        ids = columns[0]
        self._extend_range(rows.name, ids[0], ids[-1])
        self._digest.columns(columns)
        insert(self._connection, rows.insert, columns)
        self._touch(rows, columns)

    def _update(self, rows: Table[R], id: int, wanted: Mapping[str, Any]) -> Row:
        """Give a row other values where they differ and return it; raises KeyError when it is gone."""
        old = self._connection.execute(f"{rows.select} WHERE id = ?", (id,)).fetchone()
        if old is None:
            raise KeyError(rows.name)
        new = list(old)
        for heading, value in wanted.items():
            new[rows.position[heading]] = value
        before = {heading: old[rows.position[heading]] for heading in wanted}
        changed = [heading for heading in wanted if wanted[heading] != before[heading]]
        if changed:
            assignments = ", ".join(f'"{heading}" = ?' for heading in changed)
            values = [wanted[heading] for heading in changed]
            self._connection.execute(f'UPDATE "{rows.name}" SET {assignments} WHERE id = ?', (*values, id))
            after = encode(dict(zip(changed, values, strict=True)))
            self._line(rows.name, "edit", (id, id), encode(_only(before, changed)), after)
            self._touch(rows, list(zip(old, new, strict=True)))
        return tuple(new)

    def _delete(self, rows: Table[R], found: Sequence[Row]) -> None:
        """Remove whole rows in the order given."""
        ids = [(row[0],) for row in found]
        self._connection.executemany(f'DELETE FROM "{rows.name}" WHERE id = ?', ids)
        self._line(rows.name, "remove", (*min(ids), *max(ids)), encode(found), None)
        self._touch(rows, list(zip(*found, strict=True)))

    def _add_chunk(self, rows: Table[R], chunk: Sequence[Any]) -> int:
        if not isinstance(chunk[0], Record):
            return self._add_block(rows, list(zip(*chunk, strict=True)))
        start = self._next_id(rows.name)
        stored = [
            self._lead(record, number) + rows.stored(record) for number, record in enumerate(chunk, start)
        ]
        self._insert_rows(rows, stored)
        return len(stored)

    def _add_block(self, rows: Table[R], declared: Columns) -> int:
        columns = rows.as_stored(declared)
        start, count = self._next_id(rows.name), len(columns[0])
        uids = [[_new_uid() for _ in range(count)]] if rows.named else []
        self._insert(rows, [range(start, start + count), Constant(self.id, count), *uids, *columns])
        return count

    def _lead(self, record: Record, id: int) -> Row:
        if isinstance(record, Named):
            return (id, self.id, record.uid or _new_uid())
        return (id, self.id)

    def _next_id(self, name: str) -> int:
        """Return an id that no row of the table ever had, so that the history stays unambiguous."""
        if name not in self._next:
            self._next[name] = history.last_id(self._connection, name) + 1
        return self._next[name]

    def _read(self, rows: Table[R], ids: Sequence[int]) -> Iterator[Row]:
        """Yield the rows of some ids in the order of the ids, which is descending."""
        for start in range(0, len(ids), REMOVAL_CHUNK):
            part = ids[start : start + REMOVAL_CHUNK]
            marks = ", ".join("?" * len(part))
            yield from self._connection.execute(f"{rows.select} WHERE id IN ({marks}) ORDER BY id DESC", part)

    # The history of this step.

    def _extend_range(self, name: str, first: int, last: int) -> None:
        """Take in added rows: rows whose ids follow each other share one line of the history."""
        self._next[name] = max(self._next_id(name), last + 1)
        if self._open_range and self._open_range[0] == name and self._open_range[2] + 1 == first:
            first = self._open_range[1]
        else:
            self._close_range()
        self._open_range = (name, first, last)

    def _close_range(self) -> None:
        if self._open_range:
            name, first, last = self._open_range
            self._open_range = None
            self._line(name, "add", (first, last), None, None)

    def _line(
        self, name: str, action: history.Action, ids: tuple[int, int], before: str | None, after: str | None
    ) -> None:
        self._close_range()
        line = (len(self._lines) + 1, name, action, *ids, before, after)
        self._digest.change(line)
        self._lines.append(line)

    # What the notice says.

    def _touch(self, rows: Table[R], columns: Columns) -> None:
        known = self._ids.setdefault(rows.name, set())
        if known is not None:
            known.update(columns[0][: MANY + 1])
            if len(known) > MANY:
                self._ids[rows.name] = None
        if rows.name == Activity.table:
            self._sources.update(columns[_SOURCE])
        elif rows.name == Organisation.table and len(set(columns[_YEAR_START])) > 1:
            self._all_sources = True


def _new_uid() -> str:
    return str(uuid.uuid4())


def _only(values: Mapping[str, Any], headings: Iterable[str]) -> dict[str, Any]:
    return {heading: values[heading] for heading in headings}


def _chunks(source: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(source)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
