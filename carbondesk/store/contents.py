"""What can be read of an open inventory: records by kind, entries, and their sums by year and month."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from carbondesk.domain.records import Activity, Organisation
from carbondesk.domain.schema import Record
from carbondesk.store import annual, links, monthly
from carbondesk.store.annual import AnnualSums
from carbondesk.store.errors import damaged, told_plainly
from carbondesk.store.monthly import MonthlySums, PlainMonths
from carbondesk.store.table import table

R = TypeVar("R", bound=Record)


class Contents:
    """The reading half of an inventory."""

    path: Path
    _connection: sqlite3.Connection

    @property
    def organisation(self) -> Organisation:
        """The organisation of this inventory; raises Damaged for a file from which another program removed it."""
        try:
            return self.get(Organisation, 1)
        except KeyError as error:
            raise damaged(self.path) from error

    def all(self, kind: type[R]) -> list[R]:
        """Return all records of a kind in the order in which they were added."""
        return self._records(kind, "ORDER BY id", ())

    def get(self, kind: type[R], id: int) -> R:
        """Return one record; raises KeyError when there is none of that id."""
        found = self._records(kind, "WHERE id = ?", (id,))
        if not found:
            raise KeyError(id)
        return found[0]

    def find(self, kind: type[R], **fields: object) -> list[R]:
        """Return the records whose fields have the values given; None finds empty fields."""
        rows = table(kind)
        conditions, values = [], []
        for name, value in fields.items():
            heading = name if name in {"id", "step", "uid"} else kind.column(name).heading
            conditions.append(f'"{heading}" IS ?')
            values.append(
                value if heading == name in {"id", "step", "uid"} else rows.stored_value(name, value)
            )
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        return self._records(kind, where + "ORDER BY id", values)

    def count(self, kind: type[Record]) -> int:
        """Return how many records of a kind there are."""
        with told_plainly(self.path):
            query = f'SELECT count(*) FROM "{table(kind).name}"'
            return int(self._connection.execute(query).fetchone()[0])

    def activities(
        self,
        source: int | Iterable[int] | None = None,
        from_: date | None = None,
        to: date | None = None,
    ) -> list[Activity]:
        """Return the entries of some sources that lie, at least in part, between two days, by start."""
        where, values = _where(source, from_, to)
        return self._records(Activity, f'{where} ORDER BY source, start, "end", n', values)

    def annual(self, sources: Iterable[int] | None = None) -> AnnualSums:
        """Return the yearly sums of some sources, or of all."""
        with told_plainly(self.path):
            return annual.read(self._connection, sources)

    def monthly(
        self,
        sources: Iterable[int] | None = None,
        from_: date | None = None,
        to: date | None = None,
    ) -> MonthlySums:
        """Return the monthly sums of some sources, or of all, of the months that hold the days asked for."""
        with told_plainly(self.path):
            return monthly.read(self._connection, sources, from_, to)

    def plain_months(self) -> PlainMonths:
        """Return the months of the sources with one entry in each, which say all by themselves."""
        with told_plainly(self.path):
            return monthly.plain(self._connection)

    def dependents(self, record: Record) -> Mapping[type[Record], frozenset[int]]:
        """Return the ids of all records that belong to a record, directly or not, and its own, by kind."""
        with told_plainly(self.path):
            return links.dependents(self._connection, type(record), [record.id])

    def _records(self, kind: type[R], rest: str, values: Iterable[object]) -> list[R]:
        rows = table(kind)
        with told_plainly(self.path):
            found = self._connection.execute(f"{rows.select} {rest}", tuple(values)).fetchall()
        try:
            return rows.records(found)
        except ValueError as error:
            # A day that no calendar has can only have been written by another program.
            raise damaged(self.path) from error


def _where(
    source: int | Iterable[int] | None, from_: date | None, to: date | None
) -> tuple[str, list[object]]:
    """Return the condition that picks entries by source and days, and its values."""
    conditions: list[str] = []
    values: list[object] = []
    if source is not None:
        conditions.append("source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([source] if isinstance(source, int) else sorted(source)))
    if to is not None:
        conditions.append("start <= ?")
        values.append(to.isoformat())
    if from_ is not None:
        conditions.append('"end" >= ?')
        values.append(from_.isoformat())
    return f"WHERE {' AND '.join(conditions)}" if conditions else "", values
