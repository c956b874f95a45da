"""How a number comes about: quantity, unit conversion, factor with its source, GWP, share, result.

The inspector, the command `explain`, proofs and the reports show the same lines, and the result of a line comes
from the same formula that totals a million of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import by_gas, masses, rate_table, tonnes
from carbondesk.domain.accounting.factors import Choice
from carbondesk.domain.periods import Period, month_of, split_by_year, year_period
from carbondesk.domain.records import Activity, Category, Consolidation, Scope2Method, Site, Source
from carbondesk.domain.schema import Finding
from carbondesk.report.ledgers import counts, spread
from carbondesk.report.rates import CONTRACT_ID

if TYPE_CHECKING:
    from carbondesk.domain.accounting.needs import Need
    from carbondesk.report.figures import Figures
    from carbondesk.report.markets import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One activity, or its part in one year and category, from quantity to t CO2e.

    `gases` holds (gas, kg per unit, GWP, t CO2e before the share); `share` is the part that the boundary takes in and
    `result` has it; None where no factor is known. `counted` is False for what does not enter the totals: submeters,
    exports, own generation, sites outside the boundary; `result` is then the whole. `factor_year` is the calendar year
    whose factor is taken: for what is spread over a life, that of the purchase. `derived` lines follow from a quantity
    of scope 1 or 2 in category 3.
    """

    activity: Activity
    source: Source
    site: Site
    start: date
    end: date
    year: int
    quantity: float
    unit: str
    choice: Choice
    gwp_name: str
    gases: tuple[tuple[str, float, float, float], ...]
    result: float | None
    counted: bool
    category: Category
    factor_year: int
    share: float = 1.0
    derived: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is doubtful about the choice of the factor, with the source named."""
        where = {"site": self.site.name, "source": self.source.name}
        return tuple(finding.at(**where) for finding in self.choice.findings)


def lines_of(
    figures: Figures, activity: Activity, consolidation: str = Consolidation.OPERATIONAL_CONTROL
) -> list[Line]:
    """Return the lines of an activity by the location-based method, one for each year and category that it is in.

    An activity that no category takes in has lines that do not count.
    """
    return [
        line for line in _lines(figures, activity, consolidation) if line.choice.counts or not line.counted
    ]


def booked_lines(
    figures: Figures,
    activity: Activity,
    *,
    method: str = Scope2Method.LOCATION,
    consolidation: str = Consolidation.OPERATIONAL_CONTROL,
) -> list[Line]:
    """Return the lines of an activity that enter the totals by a method, with those derived in category 3."""
    lines = [line for line in _lines(figures, activity, consolidation) if line.counted]
    derived = [part for line in lines for part in _upstream(figures, line)]
    contracts = figures.ledger.contracts
    power = figures.sources[activity.source].category == Category.ELECTRICITY
    if power and contracts is not None and method == Scope2Method.MARKET:
        monthly = _lines(figures, activity, consolidation, cut=True)
        bought = (line for line in monthly if line.counted and line.category.scope == "2")
        lines = [
            *(part for line in bought for part in _by_market(figures, line, contracts)),
            *(line for line in lines if line.category.scope != "2"),
        ]
    return [*lines, *derived]


def _lines(figures: Figures, activity: Activity, consolidation: str, *, cut: bool = False) -> Iterator[Line]:
    """Yield the lines of an activity; if `cut` each is of one month, and power made on site is among them."""
    source = figures.sources[activity.source]
    site = figures.sites[source.site]
    cubes = figures.cubes(consolidation)
    rates = figures.ledger.rates
    for calendar_year, label, period, quantity in split_by_year(
        Period(activity.start, activity.end), activity.quantity, figures.organisation.year_start
    ):
        choice = rates.choice(rates.need(source, site, activity.unit, calendar_year, activity.factor))
        counted = counts(source) and (choice.counts or cut)
        for year, days, part in _years(figures, source, label, period, cut=cut):
            booked = list(cubes.bookings.on(cubes.position[source.id], days)) if counted else []
            for category, share in booked or [(Category(source.category), 0.0)]:
                whole = Line(
                    activity=activity,
                    source=source,
                    site=site,
                    start=days.start,
                    end=days.end,
                    year=year,
                    quantity=quantity * part,
                    unit=activity.unit,
                    choice=choice,
                    gwp_name=figures.ledger.gwp.name,
                    gases=(),
                    result=None,
                    counted=bool(booked),
                    category=category,
                    factor_year=calendar_year,
                    share=share if booked else 1.0,
                )
                yield _rated(figures, whole, choice, whole.quantity, activity.unit)


def _years(
    figures: Figures, source: Source, label: int, period: Period, *, cut: bool
) -> Iterator[tuple[int, Period, float]]:
    """Yield the reporting years of a quantity, their days, and its part in each: a life is spread over its years."""
    for days in period.months() if cut else [period]:
        yield label, days, spread(source) * (days.days / period.days)
    life = source.life_years or 0.0
    for later in range(1, math.ceil(life)):
        year = label + later
        if figures.years and year <= figures.years[-1]:
            days = year_period(year, figures.organisation.year_start)
            yield year, days, min(1.0, life - later) / life


def _rated(figures: Figures, line: Line, choice: Choice, quantity: float, unit: str) -> Line:
    """Return a line with another factor and quantity, computed."""
    gwp = figures.ledger.gwp
    value = float(tonnes(np.array([quantity]), rate_table([choice]).co2e(gwp))[0])
    return replace(
        line,
        choice=choice,
        quantity=quantity,
        unit=unit,
        gases=tuple(by_gas(masses(choice), quantity, gwp)),
        result=None if np.isnan(value) else value * line.share,
    )


def _by_market(figures: Figures, line: Line, contracts: Market) -> Iterator[Line]:
    """Yield a line of power and one month by the market-based method: its contracts and the rest, else as it is."""
    ledger = figures.ledger
    parts = contracts.split(ledger, line.source, _need(figures, line), month_of(line.start))
    for rate, per_unit in parts:
        choice = ledger.rates.table.choices[rate]
        contract = choice.factor is not None and choice.factor.factor_id.startswith(CONTRACT_ID)
        yield _rated(figures, line, choice, line.quantity * per_unit, "kWh" if contract else line.unit)
    if not parts and line.choice.counts:
        yield line


def _upstream(figures: Figures, line: Line) -> Iterator[Line]:
    """Yield what follows in category 3 from a line of scope 1 or 2."""
    if line.category.scope == "3":
        return
    rates = figures.ledger.rates
    for rate in rates.upstream(rates.place(_need(figures, line))):
        choice = rates.table.choices[rate]
        if choice.factor is not None:
            derived = replace(line, category=Category.S3_3, derived=True)
            yield _rated(figures, derived, choice, line.quantity, line.unit)


def _need(figures: Figures, line: Line) -> Need:
    rates = figures.ledger.rates
    return rates.need(line.source, line.site, line.unit, line.factor_year, line.activity.factor)
