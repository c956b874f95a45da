"""Papers: what an analysis hands over, as values without any formatting.

A paper has sheets of rows under heads, findings and at most one chart. The Reports page shows it, and one renderer
each writes it as HTML, CSV, JSON and XLSX, so that the same number stands in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import floor, log10
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_label, year_period
from carbondesk.domain.records import Consolidation, Scope2Method
from carbondesk.domain.text import Text, say

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures

_DIGITS = 4

Cell = Text | str | float | int | date | None
"""What stands in a cell; None under a head of numbers is a number that is not known, an empty text stays empty."""

TONNES = say("t CO₂e")
"""The unit of emissions."""

APPROACHES: Mapping[str, Text] = {
    Consolidation.OPERATIONAL_CONTROL: say("Operational control"),
    Consolidation.FINANCIAL_CONTROL: say("Financial control"),
    Consolidation.EQUITY_SHARE: say("Equity share"),
}
"""The names of the consolidation approaches, in the order in which they are offered."""

METHODS: Mapping[str, Text] = {
    Scope2Method.MARKET: say("Market-based"),
    Scope2Method.LOCATION: say("Location-based"),
}
"""The names of the two methods of scope 2 (GHG Protocol Scope 2 Guidance, chapter 4)."""


class Holds(StrEnum):
    """What the cells under a head hold."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    INTEGER = "integer"

    @property
    def is_number(self) -> bool:
        """Whether the cells stand at the right and can be added up or compared."""
        return self in {Holds.NUMBER, Holds.PERCENT, Holds.INTEGER}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name, what its cells hold, their unit, and the decimals shown.

    Percents are shares (0.4 is 40 %). `digits` None shows about five significant digits, or one decimal of a percent;
    files keep the full precision.
    """

    name: Text | str
    kind: Holds | str = Holds.TEXT
    unit: Text | str = ""
    digits: int | None = None

    def __post_init__(self) -> None:
        """Take a kind that is given by its name."""
        object.__setattr__(self, "kind", Holds(self.kind))

    @property
    def is_number(self) -> bool:
        """Whether the cells stand at the right."""
        return Holds(self.kind).is_number


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its heads, rows of as many cells, and where there is one the row of totals.

    `notes` are sentences under it. `strong` are the numbers of rows that are sums too. `claims` names what a cell
    (row, column) says of the whole organisation, "Scope 1 and 2 (market-based)", so that it can be copied as a
    sentence; the row of totals counts as the row after the last. `proves` names for a cell the total that it is, by
    scope, category, site and source, or the id of its entry under `activity`, so that its proof can be written.
    Raises ValueError where a row has another number of cells than there are heads.
    """

    title: Text | str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[Text, ...] = ()
    strong: frozenset[int] = frozenset()
    claims: Mapping[tuple[int, int], Text] = field(default_factory=dict)
    proves: Mapping[tuple[int, int], Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse rows that do not fit under the heads."""
        wrong = next((row for row in self.lines if len(row) != len(self.heads)), None)
        if wrong is not None:
            message = f"{len(wrong)} cells under {len(self.heads)} heads: {wrong!r}"
            raise ValueError(message)

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, with the row of totals as the last."""
        return self.rows if self.total is None else (*self.rows, self.total)

    def is_strong(self, row: int) -> bool:
        """Whether a row is a sum: one of `strong`, or the row of totals."""
        return row in self.strong or row == len(self.rows)


def with_rows(*sheets: Sheet) -> tuple[Sheet, ...]:
    """Return the sheets that have rows; the heads of an empty one tell a reader nothing."""
    return tuple(sheet for sheet in sheets if sheet.rows)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, from `start` on; `tone` is the token of its colour (`s1`, `s2`, `s3`, `path`, `actual`)."""

    name: Text | str
    amount: float
    tone: str = "path"
    start: float = 0.0

    @property
    def end(self) -> float:
        """Where the bar ends."""
        return self.start + self.amount

    @property
    def is_step(self) -> bool:
        """Whether the bar is a change from where it starts, and no amount of its own."""
        return self.start != 0


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars beneath each other, each with its name at the left and its amount at the right.

    A bar that begins where the one before ends makes a cascade: the change between two years.
    """

    title: Text | str
    bars: tuple[Bar, ...]
    unit: Text = TONNES

    @property
    def span(self) -> tuple[float, float]:
        """The least and the largest place that a bar reaches; zero always lies within."""
        places = [0.0, *(bar.start for bar in self.bars), *(bar.end for bar in self.bars)]
        return min(places), max(places)

    def is_linked(self, place: int) -> bool:
        """Whether a line leads from the end of a bar to the next: one of them is a step of a cascade."""
        pair = self.bars[place : place + 2]
        return len(pair) > 1 and any(bar.is_step for bar in pair)

    @property
    def digits(self) -> int:
        """The decimals of every amount, so that they line up: about four digits for the largest bar."""
        largest = max((abs(bar.amount) for bar in self.bars), default=0.0)
        return max(0, _DIGITS - 1 - floor(log10(largest))) if largest else 0


@dataclass(frozen=True, slots=True)
class Paper:
    """What an analysis found: a title, a sentence or two, sheets, what is doubtful, and at most one chart."""

    paper_id: str
    title: Text | str
    subtitle: Text | str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()
    chart: BarChart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What can be chosen of a paper: the method of scope 2, the boundary, and the year to compare with."""

    method: str = Scope2Method.MARKET.value
    consolidation: str = Consolidation.OPERATIONAL_CONTROL.value
    against: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every paper says of itself: whose it is, of which year, on which base, and at which point of history.

    `head` is the digest of the newest step: whoever holds the inventory can prove that the paper fits it.
    """

    organisation: str
    year: int
    label: Text
    first: date
    last: date
    gwp: str
    options: Options
    head: str
    step: int
    handed_in: date
    is_sample: bool = False
    complete: bool = True
    missing_values: int = 0

    @property
    def facts(self) -> tuple[tuple[Text, Cell], ...]:
        """Name and value of each fact, in the order in which they are written."""
        return (
            (say("Organisation"), self.organisation),
            (say("Year"), self.label),
            (say("Period"), say("{first} to {last}", first=self.first, last=self.last)),
            (say("Boundary"), APPROACHES[self.options.consolidation]),
            (say("Scope 2"), METHODS[self.options.method]),
            (say("Global warming potentials"), say("IPCC {name}, 100 years", name=self.gwp)),
            (say("Handed in"), self.handed_in),
            (say("History"), say("Step {step}, {head}", step=str(self.step), head=self.head)),
        )


def imprint(figures: Figures, year: int, options: Options, today: date) -> Imprint:
    """Return what a paper on a reporting year says of itself when it is handed in today."""
    organisation = figures.organisation
    period = year_period(year, organisation.year_start)
    newest = figures.inventory.steps(1)
    totals = figures.totals(year, consolidation=options.consolidation)
    return Imprint(
        organisation=organisation.name,
        year=year,
        label=year_label(year, organisation.year_start),
        first=period.start,
        last=period.end,
        gwp=figures.ledger.gwp.name,
        options=options,
        head=figures.inventory.head,
        step=newest[0].id if newest else 0,
        handed_in=today,
        is_sample=organisation.is_sample,
        complete=totals.complete and figures.reaches_over(year),
        missing_values=totals.missing_values,
    )
