"""Proof that nothing was changed outside a step: every digest is computed anew, from the newest step back.

Edits are undone in memory on the way, so that a row which was edited later still proves its first value, and
rows that were removed are taken from the history. The file itself is only read.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carbondesk.domain.progress import Progress
from carbondesk.domain.records import Organisation
from carbondesk.domain.schema import Record
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.store import annual, history
from carbondesk.store.migrations import columns
from carbondesk.store.rows import Row
from carbondesk.store.steps import CHUNK
from carbondesk.store.table import Table, runs, table, tables

_FORMAT = 8
"""Where in a step's row the format stands that it was written under."""

_UNSUITABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, sqlite3.Error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a file is as its history says: the number of steps, the head, and what is wrong.

    `broken_at` is the newest step whose record does not match; None where no single step is at fault.
    """

    intact: bool
    steps: int
    head: str
    broken_at: int | None = None
    what: Text = EMPTY


class Broken(Exception):  # noqa: N818 - what is found out, not what went wrong in finding it out
    """Something does not match: at which step, if at one, and what."""

    def __init__(self, step: int | None, what: Text) -> None:
        """Keep the step and the text."""
        super().__init__(str(what))
        self.step = step
        self.what = what


def verify(connection: sqlite3.Connection, progress: Progress, against: str | None) -> Verification:
    """Compute every digest anew; with `against`, also ask for an earlier head among them.

    Checks further that no row is without a step, that the yearly sums equal a recomputation, and what SQLite
    can tell about the file and its links.
    """
    count, head = 0, history.ORIGIN
    try:
        count, head = history.head(connection)
        _Walk(connection, progress).run(against)
        _check_sums(connection)
        _check_file(connection)
    except Broken as broken:
        return Verification(intact=False, steps=count, head=head, broken_at=broken.step, what=broken.what)
    except _UNSUITABLE:
        what = say("The file is damaged: its contents cannot be read.")
        return Verification(intact=False, steps=count, head=head, what=what)
    return Verification(intact=True, steps=count, head=head)


class _Walk:
    """The way from the newest step to the first."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._past = {name: _Past(connection, rows) for name, rows in tables().items()}
        self._done = 0
        self._total = sum(past.count() for past in self._past.values())

    def run(self, against: str | None) -> None:
        """Check each step, then that every row of the file belongs to one; raises Broken."""
        found = against is None
        number, expected = history.head(self._connection)
        while number:
            digest, previous = self._check(number)
            if digest != expected:
                raise Broken(number, say("Step {step} does not match its digest.", step=number))
            found = found or digest == against
            number, expected = number - 1, previous
        if expected != history.ORIGIN:
            raise Broken(history.FIRST, say("The beginning of the history is missing."))
        for past in self._past.values():
            self._check_leftovers(past)
        if not found:
            raise Broken(None, say("The history never had the head {head}.", head=against))

    def _check(self, number: int) -> tuple[str, str]:
        """Return a step's digest, computed anew and equal to the kept one, and the digest before it."""
        try:
            *row, kept = history.raw_step(self._connection, number)
            self._undo(number)
            digest = self._digest(number, row)
        except _UNSUITABLE as error:
            raise Broken(
                number, say("Step {step} does not match the rows of the file.", step=number)
            ) from error
        if digest != kept:
            raise Broken(number, say("Step {step} does not match its digest.", step=number))
        return digest, row[-1]

    def _undo(self, number: int) -> None:
        for change in history.changes_backwards(self._connection, number):
            past = self._past[change.table]
            if change.action == "edit":
                past.undo_edit(change)
            elif change.action == "remove":
                past.undo_removal(change)

    def _digest(self, number: int, row: list[Any]) -> str:
        digest = history.Digest(row)
        if row[_FORMAT] not in range(1, history.FORMAT + 1):
            raise ValueError(row[_FORMAT])
        widths = {name: len(headings) for name, headings in columns(row[_FORMAT]).items()}
        for line in history.raw_changes(self._connection, number):
            _, name, action, first, last, _, _ = line
            if action == "add":
                for rows in self._past[name].take(first, last, widths[name]):
                    digest.rows(rows)
                    self._done += len(rows)
                    self._progress(self._done, max(self._total, self._done), say("Proving the history"))
            digest.change(line)
        return digest.hex()

    def _check_leftovers(self, past: _Past) -> None:
        extra = past.leftover()
        if extra is not None:
            what = say("Row {row} of {table} was added by no step.", row=extra[0], table=past.name)
            raise Broken(extra[1], what)


class _Past:
    """One table as it stood before the steps that were looked at so far."""

    def __init__(self, connection: sqlite3.Connection, rows: Table[Record]) -> None:
        self.name = rows.name
        self._connection = connection
        self._rows = rows
        # Rows that later steps edited, as they were before.
        self._changed: dict[int, Row] = {}
        # Rows that later steps removed lie in the history: (first, last, step, seq), the oldest removal last.
        self._removed: list[tuple[int, int, int, int]] = []
        # Disjoint ranges of ids whose rows in the file are accounted for, and how many rows that is.
        self._taken: list[tuple[int, int]] = []
        self._accounted = 0
        self._last_read: tuple[tuple[int, int], dict[int, Row]] = ((0, 0), {})

    def count(self) -> int:
        """Return how many rows the table has in the file."""
        return int(self._connection.execute(f'SELECT count(*) FROM "{self.name}"').fetchone()[0])

    def undo_edit(self, change: history.ChangeRow) -> None:
        """Put the values before an edit back; ValueError when those after it are not the present ones."""
        row = list(self._present(change.first))
        for heading, value in change.after.items():
            if row[self._rows.position[heading]] != value:
                raise ValueError(heading)
        for heading, value in change.before.items():
            row[self._rows.position[heading]] = value
        self._changed[change.first] = tuple(row)

    def undo_removal(self, change: history.ChangeRow) -> None:
        """Have the removed rows again."""
        self._removed.append((change.first, change.last, change.step, change.seq))

    def take(self, first: int, last: int, width: int) -> Iterator[list[Row]]:
        """Yield the rows of a range as they were when they were added, and have them no more.

        `width` is the number of columns that the table had then. Raises ValueError when a row is missing.
        """
        for start in range(first, last + 1, CHUNK):
            end = min(start + CHUNK - 1, last)
            rows = self._between(start, end)
            if len(rows) != end - start + 1:
                raise ValueError(self.name)
            yield (
                rows if width == len(self._rows.headings) else [self._rows.as_of(row, width) for row in rows]
            )
        for number in [number for number in self._changed if first <= number <= last]:
            del self._changed[number]

    def leftover(self) -> tuple[int, int] | None:
        """Return id and step of a row in the file that no step accounts for."""
        if self._accounted == self.count():
            return None
        rows = self._connection.execute(f'SELECT id, step FROM "{self.name}" ORDER BY id')
        return next((row for row in rows if not self._is_taken(row[0])), None)

    def _between(self, first: int, last: int) -> list[Row]:
        """Return the present rows of a range in the order of their ids."""
        rows = [row for row in self._in_file(first, last) if not self._is_taken(row[0])]
        self._accounted += len(rows)
        for run in runs(rows):
            insort(self._taken, (run[0][0], run[-1][0]))
        removed = [block for block in self._removed if block[0] <= last and block[1] >= first]
        if not removed and not self._changed:
            return rows
        by_id = {row[0]: row for row in rows}
        for block in removed:
            by_id.update(_inside(self._block(block), first, last))
        by_id.update(_inside(self._changed, first, last))
        return [by_id[number] for number in sorted(by_id)]

    def _present(self, id: int) -> Row:
        """Return one present row; KeyError when there is none."""
        if id in self._changed:
            return self._changed[id]
        for block in reversed(self._removed):
            if block[0] <= id <= block[1] and id in self._block(block):
                return self._block(block)[id]
        return self._in_file(id, id)[0]

    def _in_file(self, first: int, last: int) -> list[Row]:
        query = f"{self._rows.select} WHERE id BETWEEN ? AND ? ORDER BY id"
        return self._connection.execute(query, (first, last)).fetchall()

    def _block(self, block: tuple[int, int, int, int]) -> dict[int, Row]:
        """Return the rows of a removal by id; the last one read is kept, for its neighbour may come next."""
        key = block[2:]
        if self._last_read[0] != key:
            rows = history.removed_rows(self._connection, *key)
            self._last_read = (key, {row[0]: self._rows.brought_up(row) for row in rows})
        return self._last_read[1]

    def _is_taken(self, id: int) -> bool:
        at = bisect_right(self._taken, (id, 1 << 63))
        return at > 0 and self._taken[at - 1][1] >= id


def _inside(rows: Mapping[int, Row], first: int, last: int) -> dict[int, Row]:
    return {number: row for number, row in rows.items() if first <= number <= last}


def _check_sums(connection: sqlite3.Connection) -> None:
    organisation = table(Organisation)
    row = connection.execute(f"{organisation.select} WHERE id = 1").fetchone()
    if row is None or not annual.is_right(connection, organisation.record(row).year_start):
        raise Broken(None, say("The yearly sums do not match the entries."))


def _check_file(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Broken(None, say("A record refers to another that is not there."))
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise Broken(None, say("The file is damaged: its contents cannot be read."))
