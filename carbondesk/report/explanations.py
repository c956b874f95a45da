"""How a number comes about: quantity, unit conversion, factor with its source, GWP, result.

The inspector, the command `explain` and the reports show the same lines, and the result of a line comes from the
same formula that totals a million of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import by_gas, masses, rate_table, tonnes
from carbondesk.domain.accounting.factors import Choice
from carbondesk.domain.periods import Period, split_by_year
from carbondesk.domain.records import Activity, Site, Source
from carbondesk.domain.schema import Finding
from carbondesk.report.ledgers import counts, need_of

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One activity, or its part in one calendar and reporting year, from quantity to t CO2e.

    `gases` holds (gas, kg per entered unit, GWP, t CO2e); `result` is None where no factor is known; `counted` is
    False for submeters, exports and own generation, which do not enter the totals.
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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is doubtful about the choice of the factor, with the source named."""
        where = {"site": self.site.name, "source": self.source.name}
        return tuple(finding.at(**where) for finding in self.choice.findings)


def lines_of(figures: Figures, activity: Activity) -> list[Line]:
    """Return the lines of an activity: one, or one for each calendar and reporting year that it touches."""
    source = figures.sources[activity.source]
    site = figures.sites[source.site]
    parts = split_by_year(
        Period(activity.start, activity.end), activity.quantity, figures.organisation.year_start
    )
    return [
        _line(figures, activity, source, site, calendar_year, label, period, quantity)
        for calendar_year, label, period, quantity in parts
    ]


def _line(
    figures: Figures,
    activity: Activity,
    source: Source,
    site: Site,
    calendar_year: int,
    label: int,
    period: Period,
    quantity: float,
) -> Line:
    rates, gwp = figures.ledger.rates, figures.ledger.gwp
    choice = rates.choice(need_of(source, site, activity.unit, calendar_year, activity.factor))
    amounts = masses(choice)
    per_unit = rate_table([choice]).co2e(gwp)
    value = float(tonnes(np.array([quantity]), per_unit)[0])
    return Line(
        activity=activity,
        source=source,
        site=site,
        start=period.start,
        end=period.end,
        year=label,
        quantity=quantity,
        unit=activity.unit,
        choice=choice,
        gwp_name=gwp.name,
        gases=tuple(by_gas(amounts, quantity, gwp)),
        result=None if np.isnan(value) else value,
        counted=counts(source) and choice.counts,
    )
