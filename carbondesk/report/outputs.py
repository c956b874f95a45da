"""The output figures of a site and a reporting year, month by month: production, revenue, headcount."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbondesk.domain.periods import exact_sum, year_months
from carbondesk.domain.records import Driver, Site

if TYPE_CHECKING:
    from carbondesk.store import Inventory


@dataclass(frozen=True, slots=True)
class OutputCell:
    """One month of an output figure; `figure` is its record, None where nothing was entered."""

    month: str
    figure: Driver | None = None

    @property
    def amount(self) -> float | None:
        """The amount entered, None where nothing was."""
        return None if self.figure is None else self.figure.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRow:
    """An output figure's twelve months, and their sum."""

    site: int
    name: str
    unit: str
    kind: str
    cells: tuple[OutputCell, ...]

    @property
    def total(self) -> float | None:
        """The sum of the year, None where nothing was entered."""
        amounts = [cell.amount for cell in self.cells if cell.amount is not None]
        return exact_sum(amounts) if amounts else None

    def figure(self, month: str, amount: float) -> Driver:
        """Return a new record of this figure for a month."""
        return Driver(
            site=self.site, driver=self.name, month=month, amount=amount, unit=self.unit, kind=self.kind
        )


@dataclass(slots=True)
class OutputGrid:
    """The output figures of one site and year: a row for each that the site has in any year.

    `planned` are rows that were named but have no amount yet; they last as long as the grid.
    """

    inventory: Inventory
    site: Site
    year: int
    year_start: int
    rows: list[OutputRow] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    planned: list[OutputRow] = field(default_factory=list)

    def read(self) -> None:
        """Read the figures of the site."""
        self.months = year_months(self.year, self.year_start)
        figures: dict[str, dict[str, Driver]] = {}
        for figure in self.inventory.find(Driver, site=self.site.id):
            figures.setdefault(figure.driver, {})[figure.month] = figure
        self.rows = [self._row(name, by_month) for name, by_month in figures.items()]
        self.rows += [row for row in self.planned if row.name not in figures]

    def plan(self, name: str, unit: str, kind: str = "") -> None:
        """Add an empty row for a new figure."""
        empty = tuple(OutputCell(month) for month in self.months)
        self.planned.append(OutputRow(site=self.site.id, name=name, unit=unit, kind=kind, cells=empty))
        self.read()

    def _row(self, name: str, by_month: dict[str, Driver]) -> OutputRow:
        latest = by_month[max(by_month)]
        return OutputRow(
            site=self.site.id,
            name=name,
            unit=latest.unit,
            kind=latest.kind,
            cells=tuple(OutputCell(month, by_month.get(month)) for month in self.months),
        )
