"""One sheet understood cell by cell: columns of values, the rows that stand, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.schema import Finding, Kind, error
from carbondesk.domain.text import Text, say
from carbondesk.exchange.cells import FAULTS, MISSING, Fault, Habits, habits_of, reader
from carbondesk.exchange.sheets import Coded, Sheet
from carbondesk.exchange.tables import Heading, Table
from carbondesk.exchange.workbooks import Cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 50
"""Findings of one kind in one column that are told one by one; the rest is counted."""

_PLAIN_NUMBER = frozenset("0123456789.-")


@dataclass(slots=True)
class Values:
    """One column understood: `distinct` holds the values (None: empty or faulty), `codes` one of them a row."""

    distinct: list[object]
    codes: NDArray[np.int32]

    def of(self, rows: NDArray[np.int64]) -> list[object]:
        """Return the values of some rows (indices from 0)."""
        made = np.empty(len(self.distinct), dtype=object)
        made[:] = self.distinct
        return made[self.codes[rows]].tolist()  # type: ignore[no-any-return]  # numpy types it as Any

    def floats(self) -> NDArray[np.float64]:
        """Return the distinct numbers as an array; an empty cell is not a number (NaN)."""
        return np.array(self.distinct, dtype=np.float64)

    def numbers(self, change: Callable[[object], float]) -> NDArray[np.float64]:
        """Return a number for each row of the sheet, computed once for each distinct value."""
        made = np.fromiter(map(change, self.distinct), dtype=np.float64, count=len(self.distinct))
        return made[self.codes]

    def at(self, row: int) -> object:
        """Return the value of one row (index from 0)."""
        return self.distinct[self.codes[row]]


@dataclass(slots=True)
class Batch:
    """A sheet as a table of a known kind. `sound` says for each row whether nothing is wrong with it so far."""

    table: Table
    sheet: Sheet
    values: dict[str, Values]
    sound: NDArray[np.bool_]
    findings: list[Finding] = field(default_factory=list)

    @property
    def rows(self) -> NDArray[np.int64]:
        """The indices (from 0) of the rows that nothing is wrong with so far."""
        return np.flatnonzero(self.sound)

    @property
    def refused(self) -> int:
        """How many rows something is wrong with."""
        return int(np.count_nonzero(~self.sound))

    def has(self, heading: str) -> bool:
        """Whether the sheet has a column of that heading with at least one value in it."""
        return heading in self.values and any(value is not None for value in self.values[heading].distinct)

    def value(self, heading: str, row: int) -> object:
        """Return a row's value in a column; None where the column is not there or the cell is empty."""
        return self.values[heading].at(row) if heading in self.values else None

    def where(self, row: int, heading: str = "") -> dict[str, Any]:
        """Return the place of a cell for a finding."""
        place = {**self.sheet.where, "row": self.sheet.numbers[row]}
        return {**place, "field": heading} if heading else place

    def refuse(self, rows: Iterable[int], heading: str, finding: Callable[[dict[str, Any]], Finding]) -> None:
        """Refuse some rows, with a finding for each of the first ones and one that counts the rest."""
        wrong = [row for row in rows if self.sound[row]]
        self.sound[wrong] = False
        self.tell(wrong, heading, finding)

    def tell(self, rows: Sequence[int], heading: str, finding: Callable[[dict[str, Any]], Finding]) -> None:
        """Add a finding for each of the first rows and one that counts the rest; the rows still stand."""
        found = [finding(self.where(row, heading)) for row in rows[:MOST]]
        self.findings += found
        if len(rows) > MOST:
            rest = say("{n} more rows: {message}", n=len(rows) - MOST, message=found[-1].message)
            self.findings.append(
                Finding(
                    severity=found[-1].severity,
                    code=found[-1].code,
                    message=rest,
                    remedy=found[-1].remedy,
                    where=self.where(rows[MOST], heading),
                )
            )


def understood(sheet: Sheet, table: Table, *, decimal: str = "", day_first: bool | None = None) -> Batch:
    """Understand every cell of a sheet; `decimal` and `day_first` are what a person has said about its habits."""
    columns = dict(zip(sheet.headings, sheet.columns, strict=True))
    known = [(heading, columns[heading.name]) for heading in table.headings if heading.name in columns]
    habits = _habits(sheet, known, decimal, day_first=day_first)
    batch = Batch(table, sheet, {}, np.ones(len(sheet), dtype=np.bool_))
    for heading, column in known:
        _understand(batch, heading, column, habits)
    return batch


def _habits(
    sheet: Sheet, known: Sequence[tuple[Heading, Coded]], decimal: str, *, day_first: bool | None
) -> Habits:
    numbers = [
        cell
        for heading, column in known
        if heading.column.kind is Kind.NUMBER
        for cell in ([] if sheet.separator == "," and _all_plain(column.values) else column.values)
    ]
    dates = [
        cell
        for heading, column in known
        if heading.column.kind in (Kind.DATE, Kind.MONTH)
        for cell in column.values
    ]
    found = habits_of(numbers, dates, separator=sheet.separator)
    return Habits(decimal or found.decimal, found.day_first if day_first is None else day_first)


def _all_plain(cells: Sequence[Cell]) -> bool:
    """Whether every cell is a number in digits, points and minus signs, as most tables have them."""
    try:
        return _PLAIN_NUMBER.issuperset(set("".join(cells)))  # type: ignore[arg-type]  # floats raise, as they should
    except TypeError:
        return False


def _understand(batch: Batch, heading: Heading, column: Coded, habits: Habits) -> None:
    distinct, faults = _read_all(column.values, heading, habits)
    values = batch.values[heading.name] = Values(distinct, column.codes)
    if faults:
        wrong = np.flatnonzero(np.isin(column.codes, list(faults)))
        for code, fault in faults.items():
            if len(faults) > MOST:
                break
            rows = wrong[column.codes[wrong] == code].tolist()
            batch.refuse(rows, heading.name, lambda where, fault=fault: fault.finding(**where))  # type: ignore[misc]
        else:
            return _require(batch, heading, values, {*faults})
        batch.refuse(wrong.tolist(), heading.name, lambda where: _fault_at(batch, column, faults, where))
    return _require(batch, heading, values, {*faults})


def _fault_at(batch: Batch, column: Coded, faults: dict[int, Fault], where: dict[str, Any]) -> Finding:
    row = batch.sheet.numbers.index(int(str(where["row"])))
    return faults[int(column.codes[row])].finding(**where)


def _read_all(
    cells: Sequence[Cell], heading: Heading, habits: Habits
) -> tuple[list[object], dict[int, Fault]]:
    """Return what each distinct cell says, and the faults by the cell's code."""
    if heading.column.kind is Kind.NUMBER and heading.column.minimum is None and habits.decimal == ".":
        quick = _plain_numbers(cells)
        if quick is not None:
            return quick, {}
    read = reader(heading.column, habits)
    values: list[object] = []
    faults: dict[int, Fault] = {}
    for code, cell in enumerate(cells):
        if isinstance(cell, str) and not cell.strip():
            values.append(None)
            continue
        try:
            values.append(read(cell))
        except FAULTS as fault:
            values.append(None)
            faults[code] = fault
    return values, faults


def _plain_numbers(cells: Sequence[Cell]) -> list[object] | None:
    """Return plain numbers read at once; None where any cell needs a closer look."""
    if not _all_plain(cells):
        return None
    try:
        numbers = [float(cell) + 0.0 for cell in cells]  # so that minus nothing is nothing
    except ValueError:
        return None
    return (
        list(numbers) if -LARGEST <= min(numbers, default=0) <= max(numbers, default=0) <= LARGEST else None
    )


def _require(batch: Batch, heading: Heading, values: Values, faulty: set[int]) -> None:
    """Refuse the rows whose needed cell is empty."""
    if not heading.required:
        return
    empty = [code for code, value in enumerate(values.distinct) if value is None and code not in faulty]
    if empty:
        rows = np.flatnonzero(np.isin(values.codes, empty)).tolist()
        batch.refuse(rows, heading.name, lambda where: _missing(heading, where))


def _missing(heading: Heading, where: dict[str, Any]) -> Finding:
    remedy: Text = say("Fill in {field}.", field=heading.name)
    return error("missing-value", MISSING, remedy=remedy, **where)
