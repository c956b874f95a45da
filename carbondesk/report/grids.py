"""The month grid of a site and a reporting year: what stands in each cell, what is missing, what it comes to.

A row is a source or a category's sum; the twelve months follow the organisation's year. After a step only the
rows of the touched sources are read again, so an edit costs the same in an inventory of any size.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import rate_table, tonnes
from carbondesk.domain.outliers import outliers
from carbondesk.domain.periods import (
    Period,
    exact_sum,
    month_end,
    month_of,
    month_period,
    shares,
    year_months,
    year_period,
)
from carbondesk.domain.records import Acknowledgement, Activity, Category, Origin, Quality, Site, Source
from carbondesk.domain.schema import Finding
from carbondesk.domain.units import UnitFault, exact, ratio
from carbondesk.report.ledgers import counts, spread

if TYPE_CHECKING:
    from carbondesk.domain.accounting.needs import Need
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory

MONTHS = 12


class State(StrEnum):
    """What a cell shows: the states of the month grid."""

    ENTERED = "entered"
    ZERO = "zero"
    MISSING = "missing"
    ESTIMATED = "estimated"
    FLAGGED = "flagged"
    UNUSED = "not in use"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One source and month: its entries, their sum in the row's unit, cost and t CO2e, and its marks.

    `bills` counts the bills behind the value; `waits` says that the month waits for the bill that straddles its end;
    `spans` that an entry reaches beyond the month; `noted` is the note that settled what was doubtful.
    """

    month: str
    activities: tuple[Activity, ...] = ()
    quantity: float | None = None
    cost: float | None = None
    currency: str = ""
    tonnes: float | None = None
    bills: int = 0
    in_use: bool = True
    missing: bool = False
    waits: bool = False
    finding: Finding | None = None
    noted: str = ""

    @property
    def estimated(self) -> bool:
        """Whether any part of the value is an estimate."""
        return any(entry.quality == Quality.ESTIMATED for entry in self.activities)

    @property
    def corrected(self) -> bool:
        """Whether a dated correction stands here in the place of bills."""
        return any(entry.origin == Origin.CORRECTION for entry in self.activities)

    @property
    def from_bills(self) -> bool:
        """Whether the value is made of bills or meter readings."""
        return any(entry.origin == Origin.BILL for entry in self.activities)

    @property
    def spans(self) -> bool:
        """Whether an entry reaches beyond the month."""
        period = month_period(self.month)
        return any(entry.start < period.start or entry.end > period.end for entry in self.activities)

    @property
    def state(self) -> State:
        """Return what the cell shows; what is doubtful comes before what is estimated."""
        if self.missing:
            return State.MISSING
        if not self.activities:
            return State.EMPTY if self.in_use else State.UNUSED
        if self.finding is not None and not self.noted:
            return State.FLAGGED
        if self.estimated:
            return State.ESTIMATED
        return State.ZERO if self.quantity == 0 else State.ENTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source's twelve cells and its year: quantity in `unit`, cost, t CO2e (None where no factor is known).

    `lacks_factor` says that a value counts whose emission is unknown.
    """

    source: Source
    unit: str
    cells: tuple[Cell, ...]
    quantity: float | None
    cost: float | None
    tonnes: float | None
    counted: bool
    counts: Mapping[State, int]
    filled: int
    lacks_factor: bool

    def count(self, state: State) -> int:
        """Return how many cells are missing, flagged or estimated; an estimate that is flagged counts as both."""
        return self.counts.get(state, 0)

    @property
    def incomplete(self) -> bool:
        """Whether the year's sum lacks a value or a factor."""
        return self.lacks_factor or self.count(State.MISSING) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """Sums of the year's months in t CO2e: of a category, or of scopes; `lacks` marks months that are not whole."""

    category: Category | None = None
    tonnes: tuple[float, ...] = (0.0,) * MONTHS
    present: tuple[bool, ...] = (False,) * MONTHS
    lacks: tuple[bool, ...] = (False,) * MONTHS
    total: float = 0.0

    @property
    def scope(self) -> str:
        """The scope of the category, empty for a total."""
        return "" if self.category is None else self.category.scope


Row = SourceRow | SumRow


@dataclass(slots=True)
class MonthGrid:
    """The month grid of one site and reporting year.

    `rows` holds the categories' sums and beneath each its sources; `scope12` and `everything` are the totals.
    `read` reads it all, `refresh` the rows of some sources.
    """

    figures: Figures
    inventory: Inventory
    site: Site
    year: int
    months: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    scope12: SumRow = field(default_factory=SumRow)
    everything: SumRow = field(default_factory=SumRow)
    _place: dict[int, int] = field(default_factory=dict)
    _rates: dict[Need, float] = field(default_factory=dict)
    _notes: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self) -> None:
        """Read the site's sources and their entries of the year."""
        self.months = year_months(self.year, self.figures.organisation.year_start)
        self._rates.clear()
        self._read_notes()
        sources = sorted(
            (source for source in self.figures.sources.values() if source.site == self.site.id), key=_order
        )
        entries = self._entries(source.id for source in sources)
        missing = self.figures.missing_months(self.year)
        made = [
            self._row(source, entries.get(source.id, ()), missing.get(source.id, ())) for source in sources
        ]
        self.rows = []
        for category in dict.fromkeys(Category(row.source.category) for row in made):
            members = [row for row in made if row.source.category == category]
            self.rows += [_summed(members, category), *members]
        self._place = {
            row.source.id: place for place, row in enumerate(self.rows) if isinstance(row, SourceRow)
        }
        self._sum_up()

    def refresh(self, sources: Collection[int]) -> set[int]:
        """Read the rows of these sources again; return the places of all rows that differ now.

        A new last month with data makes that month missing in other rows; they are returned too.
        """
        wanted = [source for source in sources if source in self._place]
        entries = self._entries(wanted)
        missing = self.figures.missing_months(self.year)
        touched: set[int] = set()
        for identity, place in self._place.items():
            old = self.source_row(identity)
            gaps = missing.get(identity, ())
            if identity in wanted:
                self.rows[place] = self._row(old.source, entries.get(identity, ()), gaps)
            elif [position for position, cell in enumerate(old.cells) if cell.missing] != list(gaps):
                self.rows[place] = self._row(old.source, _distinct(old.cells), gaps)
            else:
                continue
            touched |= {place, self._group_place(place)}
        for place in touched:
            row = self.rows[place]
            if isinstance(row, SumRow):
                self.rows[place] = _summed(self._members(place), row.category)
        if touched:
            self._sum_up()
        return touched

    def refresh_notes(self) -> set[int]:
        """Read the notes on doubtful values again; return the places of the rows that hold doubtful values."""
        self._read_notes()
        return self.refresh(
            [row.source.id for row in self.source_rows if any(cell.finding for cell in row.cells)]
        )

    @property
    def source_rows(self) -> list[SourceRow]:
        """The rows of sources, in order."""
        return [row for row in self.rows if isinstance(row, SourceRow)]

    @property
    def currency(self) -> str:
        """The currency of the costs: the site's own, else the organisation's."""
        return self.site.currency or self.figures.organisation.currency

    def source_row(self, source: int) -> SourceRow:
        """Return the row of a source; raises KeyError for a source of another site."""
        row = self.rows[self._place[source]]
        assert isinstance(row, SourceRow)  # noqa: S101 - tells the type: the places are of such rows only
        return row

    def place(self, source: int) -> int | None:
        """Return the place of a source's row, None for a source of another site."""
        return self._place.get(source)

    def count(self, state: State) -> int:
        """Return how many cells are in a state."""
        return sum(row.count(state) for row in self.source_rows)

    def share_complete(self) -> float:
        """Return the share of expected values that are there, 0 to 1."""
        missing = self.count(State.MISSING)
        there = sum(row.filled for row in self.source_rows if row.counted)
        return there / (there + missing) if there + missing else 1.0

    # ---- reading -----------------------------------------------------------------------------------------

    def _entries(self, sources: Iterable[int]) -> Mapping[int, list[Activity]]:
        ids = list(sources)
        if not ids:
            return {}
        period = year_period(self.year, self.figures.organisation.year_start)
        found: dict[int, list[Activity]] = {}
        for entry in self.inventory.activities(source=ids, from_=period.start, to=period.end):
            found.setdefault(entry.source, []).append(entry)
        return found

    def _read_notes(self) -> None:
        self._notes = {(note.code, note.place): note.note for note in self.inventory.all(Acknowledgement)}

    def _row(self, source: Source, entries: Sequence[Activity], missing: Collection[int]) -> SourceRow:
        unit = row_unit(source, entries)
        counted = counts(source)
        cells = self._cells(source, unit, entries, missing)
        present = [cell.tonnes for cell in cells if cell.activities]
        known = [value for value in present if value is not None]
        return SourceRow(
            source=source,
            unit=unit,
            cells=cells,
            quantity=sum_of(cell.quantity for cell in cells),
            cost=sum_of(cell.cost for cell in cells),
            tonnes=sum(known) if len(known) == len(present) and counted else None,
            counted=counted,
            counts=_counts(cells),
            filled=len(present),
            lacks_factor=counted and len(known) < len(present),
        )

    def _cells(
        self, source: Source, unit: str, entries: Sequence[Activity], missing: Collection[int]
    ) -> tuple[Cell, ...]:
        parts: dict[str, list[tuple[Activity, float, float | None]]] = {}
        for entry in entries:
            for month, quantity, cost in by_month(entry):
                parts.setdefault(month, []).append((entry, quantity, cost))
        waiting = _waiting_month(source, entries)
        cells = [
            self._cell(source, unit, month, parts.get(month, ()), missing=position in missing)
            for position, month in enumerate(self.months)
        ]
        cells = [replace(cell, waits=True) if cell.month == waiting else cell for cell in cells]
        return self._judged(source, cells)

    def _cell(
        self,
        source: Source,
        unit: str,
        month: str,
        parts: Sequence[tuple[Activity, float, float | None]],
        *,
        missing: bool,
    ) -> Cell:
        period = month_period(month)
        used = (source.from_ or period.start) <= period.end and (source.to or period.end) >= period.start
        if not parts:
            return Cell(month=month, in_use=used, missing=missing)
        emitted = [self.tonnes(source, entry, period.start.year, quantity) for entry, quantity, _ in parts]
        known = [value for value in emitted if value is not None]
        paid = [(entry.currency, cost) for entry, _, cost in parts if cost is not None]
        currencies = {currency for currency, _ in paid}
        return Cell(
            month=month,
            activities=tuple(entry for entry, _, _ in parts),
            quantity=sum_of(converted(quantity, entry.unit, unit) for entry, quantity, _ in parts),
            cost=sum_of(cost for _, cost in paid) if len(currencies) == 1 else None,
            currency=currencies.pop() if len(currencies) == 1 else "",
            tonnes=sum(known) if len(known) == len(emitted) else None,
            bills=len({entry.bill for entry, _, _ in parts if entry.bill is not None}),
            in_use=used,
            missing=missing,
        )

    def _judged(self, source: Source, cells: list[Cell]) -> tuple[Cell, ...]:
        quantities = [cell.quantity if cell.activities else None for cell in cells]
        for position, finding in outliers(quantities).items():
            place = note_place(source, cells[position].month)
            where = finding.at(site=self.site.name, source=source.name, month=cells[position].month)
            noted = self._notes.get((finding.code, place), "")
            cells[position] = replace(cells[position], finding=where, noted=noted)
        return tuple(cells)

    def tonnes(self, source: Source, entry: Activity, year: int, quantity: float) -> float | None:
        """Return the t CO2e of a part of an entry in a calendar year; None where no factor is known.

        Of what is spread over a life of years, the year's own part.
        """
        rates = self.figures.ledger.rates
        need = rates.need(source, self.site, entry.unit, year, entry.factor)
        per_unit = self._rates.get(need)
        if per_unit is None:
            table = rate_table([rates.choice(need)])
            per_unit = self._rates[need] = float(table.co2e(self.figures.ledger.gwp)[0])
        value = float(tonnes(np.array([quantity * spread(source)]), np.array([per_unit]))[0])
        return None if np.isnan(value) else value

    # ---- sums --------------------------------------------------------------------------------------------

    def _group_place(self, place: int) -> int:
        return next(at for at in range(place, -1, -1) if isinstance(self.rows[at], SumRow))

    def _members(self, place: int) -> list[SourceRow]:
        members = []
        for row in self.rows[place + 1 :]:
            if isinstance(row, SumRow):
                break
            members.append(row)
        return members

    def _sum_up(self) -> None:
        rows = self.source_rows
        self.everything = _summed(rows, None)
        self.scope12 = _summed([row for row in rows if Category(row.source.category).scope != "3"], None)


def note_place(source: Source, month: str) -> str:
    """Return the place of a source's month as canonical JSON, as acknowledgements keep it."""
    return json.dumps({"month": month, "source": source.uid}, ensure_ascii=False, sort_keys=True)


def _order(source: Source) -> tuple[int, int, int]:
    """Order by category, then as they were added, each submeter behind its main meter."""
    return list(Category).index(Category(source.category)), source.submeter_of or source.id, source.id


def row_unit(source: Source, entries: Sequence[Activity]) -> str:
    """Return the source's unit, or the entries' where all share one that does not convert into it."""
    units = {entry.unit for entry in entries}
    if len(units) == 1:
        only = next(iter(units))
        return source.unit if converted(1.0, only, source.unit) is not None else only
    return source.unit


def converted(quantity: float, unit: str, wanted: str) -> float | None:
    """Return a quantity in another unit, None where only a property of the fuel would lead there."""
    if unit == wanted:
        return quantity
    try:
        return float(exact(quantity) * ratio(unit, wanted))
    except UnitFault:
        return None


def sum_of(values: Iterable[float | None]) -> float | None:
    """Add exactly; None where there is no value at all."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - one value is its own sum
        return known[0] if known else None
    return exact_sum(known)


def by_month(entry: Activity) -> list[tuple[str, float, float | None]]:
    """Return an entry's share of each month that it touches: (month, quantity, cost)."""
    if entry.start.year == entry.end.year and entry.start.month == entry.end.month:
        return [(month_of(entry.start), entry.quantity, entry.cost)]
    parts = Period(entry.start, entry.end).months()
    days = [part.days for part in parts]
    amounts = shares(entry.quantity, days)
    costs = [None] * len(days) if entry.cost is None else shares(entry.cost, days)
    return [
        (month_of(part.start), amount, cost) for part, amount, cost in zip(parts, amounts, costs, strict=True)
    ]


def _waiting_month(source: Source, entries: Sequence[Activity]) -> str:
    """Return the month in whose middle the bills end, empty where they end with a month or with the source."""
    last = max((entry.end for entry in entries if entry.origin == Origin.BILL), default=None)
    if last is None or last == month_end(last) or (source.to is not None and last >= source.to):
        return ""
    later = any(entry.origin != Origin.BILL and entry.end > last for entry in entries)
    return "" if later and _covers_rest(entries, last) else month_of(last)


def _covers_rest(entries: Sequence[Activity], last: date) -> bool:
    return any(entry.start > last and month_of(entry.start) == month_of(last) for entry in entries)


def _distinct(cells: Iterable[Cell]) -> list[Activity]:
    """Return the entries behind the cells once each."""
    return list({entry.id: entry for cell in cells for entry in cell.activities}.values())


def _summed(rows: Sequence[SourceRow], category: Category | None) -> SumRow:
    # One pass over the cells: an edit sums the whole site three times.
    sums, present, lacks = [0.0] * MONTHS, [False] * MONTHS, [False] * MONTHS
    for row in rows:
        if not row.counted:
            continue
        for month, cell in enumerate(row.cells):
            if cell.tonnes is not None:
                sums[month] += cell.tonnes
                present[month] = True
            elif cell.activities:
                lacks[month] = True
            if cell.missing:
                lacks[month] = True
    return SumRow(
        category=category,
        tonnes=tuple(sums),
        present=tuple(present),
        lacks=tuple(lacks),
        total=sum(sums),
    )


def _counts(cells: Sequence[Cell]) -> dict[State, int]:
    counts = Counter(cell.state for cell in cells)
    return {**counts, State.ESTIMATED: sum(cell.estimated for cell in cells)}
