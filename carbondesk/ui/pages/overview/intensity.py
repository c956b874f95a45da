"""Emissions per output: which output figure an inventory can be measured by, and the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_months
from carbondesk.domain.records import Driver
from carbondesk.domain.units import UnitFault, unit

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

MILLION = 1_000_000.0
_SMALL = 0.1
_REVENUE = ("revenue", "turnover", "sales", "收入")
# What a month has, and not what it adds: a year holds the mean of its months.
_STANDING = ("floor area", "headcount", "employees", "staff", "面积", "人数")
_NO_OUTPUT = ("degree", "temperature", "weather", "度日")


@dataclass(frozen=True, slots=True)
class Output:
    """An output figure of the inventory: its name, unit and currency ("" where it is no money), and years.

    `amounts` holds the complete years, in the unit; money is in whole units of its currency.
    """

    name: str
    unit: str
    currency: str
    amounts: dict[int, float]

    def intensity(self, year: int, tonnes: float) -> tuple[float, str] | None:
        """Return (amount, unit) of t CO2e per output in a year, None where the output is not known."""
        amount = self.amounts.get(year)
        if not amount:
            return None
        if self.currency:
            return tonnes / amount * MILLION, f"t / M {self.currency}"
        per_unit = tonnes / amount
        if per_unit < _SMALL:
            return per_unit * 1000, f"kg / {self.unit}"
        return per_unit, f"t / {self.unit}"


def outputs(figures: Figures, drivers: Iterable[Driver]) -> list[Output]:
    """Return the output figures that cover the inventory in one unit: revenue first, then what is made, then the rest.

    A year counts when every site that reports the figure has all twelve months. Output other than money must be
    known for every site with sources, or the quotient would be too high.
    """
    by_name: dict[str, list[Driver]] = {}
    for driver in drivers:
        by_name.setdefault(driver.driver, []).append(driver)
    emitting = {source.site for source in figures.sources.values()}
    found: list[tuple[int, Output]] = []
    for name, rows in by_name.items():
        sites = {row.site for row in rows}
        output = _output(figures, name, rows, sites)
        if output is not None and output.amounts and (output.currency or emitting <= sites):
            found.append((_rank(output, rows[0].kind), output))
    return [output for _, output in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def _output(figures: Figures, name: str, rows: list[Driver], sites: set[int]) -> Output | None:
    """Return the figure over the years, None where its unit differs from site to site or it is no output."""
    units = {row.unit for row in rows}
    words = f"{name} {rows[0].kind}".casefold()
    if len(units) != 1 or not (spelling := units.pop()) or any(word in words for word in _NO_OUTPUT):
        return None
    try:
        known = unit(spelling)
        currency, scale = known.currency or "", float(known.scale)
    except UnitFault:
        currency, scale = "", 1.0
    months = 12 if any(word in words for word in _STANDING) else 1
    factor = (scale if currency else 1.0) / months
    amounts = {year: amount * factor for year, amount in _sums(figures, rows, sites).items()}
    return Output(name, spelling, currency, amounts)


def _rank(output: Output, kind: str) -> int:
    words = f"{output.name} {kind}".casefold()
    if output.currency and any(word in words for word in _REVENUE):
        return 0
    return 2 if any(word in words for word in _STANDING) else 1


def _sums(figures: Figures, rows: list[Driver], sites: set[int]) -> dict[int, float]:
    """Return the sum of the twelve months of all sites, for the years that lack none of them."""
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
