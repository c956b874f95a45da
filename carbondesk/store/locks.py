"""Locked years and closed months: what a step may not change, checked once when the step ends.

The check reads the lines that the step will write to the history. An inventory without locks and closed months
pays two look-ups in empty tables for it. Years and months are compared as months, `YYYY-MM`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbondesk.domain.periods import month_text, year_months, year_name
from carbondesk.domain.records import (
    Activity,
    Bill,
    Closing,
    Contract,
    Driver,
    Event,
    EvidenceLink,
    Interval,
    Source,
    StepKind,
    YearLock,
)
from carbondesk.domain.text import say
from carbondesk.store.errors import ClosedMonth, LockedYear
from carbondesk.store.rows import Row
from carbondesk.store.table import tables

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory
    from carbondesk.store.steps import Step

_MONTH = len("2025-01")

# The first and the last day of a row in SQL.
_DAYS: Mapping[str, tuple[str, str]] = {
    Activity.table: ('"start"', '"end"'),
    Bill.table: ('coalesce("start", "read_date")', '"read_date"'),
    Driver.table: ('"month"', '"month"'),
    Event.table: ('"date"', '"date"'),
    Interval.table: ('"day"', '"day"'),
    Contract.table: ('"from"', '"to"'),
}
# What a closed month of a site guards: its entries, through their source, and its output figures.
_SITES: Mapping[str, str] = {
    Activity.table: '(SELECT site FROM source WHERE source.id = rows."source")',
    Driver.table: '"site"',
}
# By the key of the closed months, for each row that was touched: a group closes a thousand months a year.
_IN_CLOSED = """
    SELECT closing.site, closing.month FROM ({}) CROSS JOIN closing
    ON closing.site = place AND closing.month BETWEEN first_month AND last_month
    AND closing.id IN (SELECT value FROM json_each(?)) LIMIT 1"""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the history, in the parts that count here."""

    table: str
    action: str
    first: int
    last: int
    before: str

    def earlier(self) -> Any:
        """Return what was there before: the rows that were removed, or the edited fields of one row."""
        return json.loads(self.before)


def lock(step: Step, year: int, reason: str) -> YearLock:
    """Lock a fiscal year by its label; raises NotUnique when it is locked already."""
    return step.add(YearLock(year=year, reason=reason))


def reopen(inventory: Inventory, step: Step, year: int) -> None:
    """Open a locked year again, so that the same step and later ones may change it; KeyError when it is not locked.

    The step needs a reason, else it is refused when it ends. Figures published for the year stay.
    """
    found = inventory.find(YearLock, year=year)
    if not found:
        raise KeyError(year)
    step.remove(found[0])


def check(
    connection: sqlite3.Connection, step: Row, changes: Sequence[Row], year_start: Callable[[], int]
) -> None:
    """Refuse a step that changes a locked year, or a closed month without a reason; `changes` are its lines.

    Raises LockedYear or ClosedMonth. A lock or closing that the step itself adds does not hold for it yet; a lock
    that it removes needs a reason and holds no more. Undo never opens a year, for it gives no reason; a redo has
    the reason of the step that it repeats.
    """
    lines = [
        _Line(table, action, first, last, before or "")
        for _, table, action, first, last, before, _ in changes
    ]
    _check_reopened(connection, step, lines, year_start)
    years = [row[2] for row in _in_force(connection, YearLock.table, lines)]
    closed = _in_force(connection, Closing.table, lines)
    if closed and _reason(connection, step, StepKind.UNDO, StepKind.REDO):
        closed = []
    if not years and not closed:
        return
    held = json.dumps([row[0] for row in closed])
    bereft = _sites_of_removed_sources(lines)
    for _, _, site, month, *_ in closed:
        if site in bereft:
            raise _closed(connection, site, month)
    touched = [*_touched(connection, lines), *_unlinked(step, lines)]
    for selection, values in touched:
        for year in years:
            months = year_months(year, year_start())
            query = f"SELECT 1 FROM ({selection}) WHERE first_month <= ? AND last_month >= ? LIMIT 1"
            if connection.execute(query, (*values, months[-1], months[0])).fetchone():
                raise _locked(year, year_start())
        found = connection.execute(_IN_CLOSED.format(selection), (*values, held)).fetchone()
        if found:
            raise _closed(connection, *found)


def _check_reopened(
    connection: sqlite3.Connection, step: Row, lines: Iterable[_Line], year_start: Callable[[], int]
) -> None:
    """Refuse to remove or change a lock without a reason."""
    opened = [line for line in lines if line.table == YearLock.table and line.action != "add"]
    if not opened or _reason(connection, step, StepKind.REDO):
        return
    before = opened[0].earlier()
    if isinstance(before, list):
        raise _locked(before[0][tables()[YearLock.table].position["year"]], year_start())
    present = connection.execute("SELECT year FROM year_lock WHERE id = ?", (opened[0].first,)).fetchone()
    raise _locked(before.get("year", *present), year_start())


def _reason(connection: sqlite3.Connection, step: Row, *kinds: StepKind) -> str:
    """Return the reason of a step, or of the one that it is about where its kind lets that count."""
    _, _, _, _, reason, _, kind, of, *_ = step
    if not reason and kind in kinds:
        reason = connection.execute("SELECT reason FROM step WHERE id = ?", (of,)).fetchone()[0]
    return str(reason)


def _in_force(connection: sqlite3.Connection, name: str, lines: Iterable[_Line]) -> list[Row]:
    """Return the rows of a table that were there before the step and still are."""
    rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
    new = [line for line in lines if line.table == name and line.action == "add"]
    return [row for row in rows if not any(line.first <= row[0] <= line.last for line in new)]


def _sites_of_removed_sources(lines: Iterable[_Line]) -> set[int]:
    """Return the sites that lose a source: its entries, removed with it, no longer tell their site."""
    place = tables()[Source.table].position["site"]
    removed = (line for line in lines if line.table == Source.table and line.action == "remove")
    return {row[place] for line in removed for row in line.earlier()}


def _touched(connection: sqlite3.Connection, lines: Sequence[_Line]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield queries, with their values, for first_month, last_month and place of the rows that a step touched.

    Added rows are looked at where they stand, which stays quick for a million; rows that were edited or removed as
    they were before, and edited ones as they are too.
    """
    for line in lines:
        if line.action == "add" and line.table in _DAYS:
            yield _selection(line.table, f'"{line.table}"', f"id BETWEEN {line.first} AND {line.last}"), ()
    for name, rows in _earlier(connection, lines).items():
        parts = ", ".join(
            f"json_extract(value, '$[{place}]') AS \"{heading}\""
            for place, heading in enumerate(tables()[name].headings)
        )
        selection = _selection(name, f"(SELECT {parts} FROM json_each(?))", "TRUE")
        yield selection, (json.dumps(rows, ensure_ascii=False),)


def _unlinked(step: Row, lines: Iterable[_Line]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield queries for the rows that lost a document.

    A document may come to a locked year, for it changes no number; what a sealed number rests on may not go. Undo takes
    back only what came since the lock.
    """
    if step[6] in {StepKind.UNDO, StepKind.REDO}:
        return
    place = tables()[EvidenceLink.table].position
    lost: dict[str, list[int]] = {}
    for line in lines:
        if line.table == EvidenceLink.table and line.action == "remove":
            for row in line.earlier():
                lost.setdefault(row[place["subject_table"]], []).append(row[place["subject"]])
    for name, ids in lost.items():
        if name in _DAYS:
            condition = "id IN (SELECT value FROM json_each(?))"
            yield _selection(name, f'"{name}"', condition), (json.dumps(ids),)


def _selection(name: str, rows: str, condition: str) -> str:
    first, last = _DAYS[name]
    return (
        f"SELECT substr({first}, 1, {_MONTH}) AS first_month, substr({last}, 1, {_MONTH}) AS last_month, "
        f"{_SITES.get(name, 'NULL')} AS place FROM {rows} AS rows WHERE {condition}"
    )


def _earlier(connection: sqlite3.Connection, lines: Sequence[_Line]) -> dict[str, list[Sequence[Any]]]:
    """Return the rows that were edited or removed, in every state that they had, the last line first."""
    states: dict[str, list[Sequence[Any]]] = {}
    now: dict[tuple[str, int], Sequence[Any]] = {}
    for line in reversed(lines):
        if line.table not in _DAYS or line.action == "add":
            continue
        found = states.setdefault(line.table, [])
        if line.action == "remove":
            removed = line.earlier()
            found += removed
            now.update(((line.table, row[0]), row) for row in removed)
        else:
            key, rows = (line.table, line.first), tables()[line.table]
            if key not in now:
                now[key] = connection.execute(f"{rows.select} WHERE id = ?", (line.first,)).fetchone()
                found.append(now[key])
            row = list(now[key])
            for heading, value in line.earlier().items():
                row[rows.position[heading]] = value
            now[key] = row
            found.append(row)
    return states


def _locked(year: int, year_start: int) -> LockedYear:
    name = year_name(year, year_start)
    return LockedYear(
        say("{year} is locked. Nothing was changed.", year=name),
        say("Open {year} again with a reason, then make the change.", year=name),
    )


def _closed(connection: sqlite3.Connection, site: int, month: str) -> ClosedMonth:
    name = connection.execute("SELECT name FROM site WHERE id = ?", (site,)).fetchone()[0]
    return ClosedMonth(
        say("{month} is closed at {site}. Nothing was changed.", month=month_text(month), site=name),
        say("Give a reason: what comes later into a closed month is a correction."),
    )
