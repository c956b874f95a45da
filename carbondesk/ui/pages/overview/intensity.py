"""Emissions per output: which output figure an inventory can be measured by, and the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.periods import year_months
from carbondesk.domain.records import Driver

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

MILLION = 1_000_000.0
_REVENUE = ("revenue", "turnover", "sales", "营业收入", "收入")
_NO_OUTPUT = ("degree", "temperature", "weather")


@dataclass(frozen=True, slots=True)
class Output:
    """A site's output figure over the years: its name, its unit, and the amount of each complete year."""

    name: str
    unit: str
    amounts: dict[int, float]

    @property
    def is_money(self) -> bool:
        """Whether the amounts are money of one currency."""
        return self.unit.upper() in CURRENCIES

    def intensity(self, year: int, tonnes: float) -> tuple[float, str] | None:
        """Return (amount, unit) of t CO2e per output in a year, None where the output is not known."""
        amount = self.amounts.get(year)
        if not amount:
            return None
        if self.is_money:
            return tonnes / amount * MILLION, f"t / M {self.unit.upper()}"
        per_unit = tonnes / amount
        if per_unit < 0.1:
            return per_unit * 1000, f"kg / {self.unit}"
        return per_unit, f"t / {self.unit}"


def outputs(figures: Figures, drivers: Iterable[Driver]) -> list[Output]:
    """Return the output figures that cover the inventory in one unit, revenue first.

    A year counts when every site that reports the figure has all twelve months. Output other than money must be
    known for every site with sources, or the quotient would be too high.
    """
    by_name: dict[str, list[Driver]] = {}
    for driver in drivers:
        by_name.setdefault(driver.driver, []).append(driver)
    emitting = {source.site for source in figures.sources.values()}
    found = []
    for name, rows in by_name.items():
        units = {row.unit for row in rows}
        sites = {row.site for row in rows}
        if len(units) != 1 or any(word in name.lower() for word in _NO_OUTPUT):
            continue
        output = Output(name, units.pop(), _amounts(figures, rows, sites))
        if output.amounts and output.unit and (output.is_money or emitting <= sites):
            found.append(output)
    return sorted(found, key=lambda output: (not _is_revenue(output), output.name))


def _is_revenue(output: Output) -> bool:
    return output.is_money and any(word in output.name.lower() for word in _REVENUE)


def _amounts(figures: Figures, rows: list[Driver], sites: set[int]) -> dict[int, float]:
    amounts: dict[tuple[int, str], float] = {}
    for row in rows:
        key = (row.site, row.month)
        amounts[key] = amounts.get(key, 0.0) + row.amount
    result = {}
    for year in figures.years:
        months = year_months(year, figures.organisation.year_start)
        wanted = [(site, month) for site in sites for month in months]
        if all(key in amounts for key in wanted):
            result[year] = sum(amounts[key] for key in wanted)
    return result
