"""Emissions per output: which output figures an inventory can be measured by, by reporting year, and the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_months
from carbondesk.domain.records import Driver
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import say
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
    factor = (scale if currency else 1.0) / _months(rows)
    amounts = {year: amount * factor for year, amount in _sums(figures, rows, sites).items()}
    return Output(name, spelling, currency, amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """What a target divides by: amounts by reporting year in the unit as it was entered, and what is doubtful."""

    amounts: dict[int, float] = field(default_factory=dict)
    unit: str = ""
    findings: tuple[Finding, ...] = ()


def denominator(figures: Figures, name: str) -> Denominator:
    """Return an output figure by its name over the reporting years that have it for every month and site.

    What a month has (floor area, heads) counts with its mean month, what it adds (products, revenue) with its sum.
    """
    rows = [
        row for row in figures.inventory.all(Driver) if row.driver.casefold() == name.strip().casefold() != ""
    ]
    units = sorted({row.unit for row in rows})
    if len(units) > 1:
        return Denominator(findings=(_mixed(name, units),))
    if not rows:
        return Denominator()
    sums = _sums(figures, rows, {row.site for row in rows})
    entered = {year for year in figures.years for row in rows if row.month[:4] == str(year)}
    partial = sorted(entered - sums.keys())
    return Denominator(
        amounts={year: amount / _months(rows) for year, amount in sums.items()},
        unit=units[0],
        findings=(_partial(name, partial),) if partial else (),
    )


def _months(rows: list[Driver]) -> int:
    """Return by what the sum of a year's months is divided: 12 for what a month has and does not add."""
    words = f"{rows[0].driver} {rows[0].kind}".casefold()
    return 12 if any(word in words for word in _STANDING) else 1


def _mixed(name: str, units: list[str]) -> Finding:
    return warning(
        "denominator-units-differ",
        say("The output {name} is entered in several units: {units}.", name=name, units=", ".join(units)),
        remedy=say("Enter it in one unit at every site."),
        field="denominator",
    )


def _partial(name: str, years: list[int]) -> Finding:
    return info(
        "denominator-incomplete",
        say(
            "The output {name} lacks months in {years}; these years have no intensity.",
            name=name,
            years=", ".join(map(str, years)),
        ),
        remedy=say("Enter every month at every site that reports it."),
        field="denominator",
    )


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
