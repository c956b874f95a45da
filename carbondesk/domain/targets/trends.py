"""How emissions moved and where their trend leads: year on year, since the base year, catching up, the budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import hypot

from carbondesk.domain.targets.pathways import Pathway
from carbondesk.domain.targets.windows import LAST_YEAR
from carbondesk.domain.text import Text, say

FEWEST_YEARS = 3
"""With fewer years there is no trend, only a difference."""

METHOD = say(
    "A straight line by least squares through the emissions of {count} years, {first} to {last}, carried on and never "
    "below zero. It knows no plans and no weather."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A straight line through the emissions of some years, in t CO2e, and how it was found.

    `slope` is the change a year, `spread` the standard deviation of the years around the line. `years` holds the line
    from the first known year to the end.
    """

    slope: float
    level: float
    centre: float
    spread: float
    method: Text
    years: Mapping[int, float] = field(default_factory=dict)

    def at(self, year: int) -> float:
        """Return the line's t CO2e of a year, zero at least."""
        return max(0.0, self.level + self.slope * (year - self.centre))


def trend(actuals: Mapping[int, float], last: int) -> Trend | None:
    """Return the trend of t CO2e by year to a last year, 2200 at the latest; None with fewer than three years."""
    if len(actuals) < FEWEST_YEARS:
        return None
    years = sorted(actuals)
    centre, level = sum(years) / len(years), sum(actuals.values()) / len(years)
    width = sum((year - centre) ** 2 for year in years)
    slope = sum((year - centre) * (actuals[year] - level) for year in years) / width
    off = [actuals[year] - level - slope * (year - centre) for year in years]
    found = Trend(
        slope=slope,
        level=level,
        centre=centre,
        # hypot squares nothing that is too large to be squared.
        spread=hypot(*off) / (len(years) - 2) ** 0.5,
        method=say(METHOD.template, count=len(years), first=years[0], last=years[-1]),
    )
    line = {year: found.at(year) for year in range(years[0], max(min(last, LAST_YEAR), years[-1]) + 1)}
    return replace(found, years=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a year differs from the one before and from the base year, as shares; None without the other year.

    `compound` is the equal yearly share that leads from the base year here (1 - (E_t / E_b)^(1/n)); it is no
    measure of a linear pathway.
    """

    year: int
    emissions: float
    yearly: float | None
    since_base: float | None
    compound: float | None


def changes(actuals: Mapping[int, float], base_year: int) -> list[Change]:
    """Return the changes of every year of `actuals` (t CO2e by year), in order."""
    start = actuals.get(base_year, 0.0)
    found = []
    for year in sorted(actuals):
        amount, before = actuals[year], actuals.get(year - 1, 0.0)
        later = start > 0 and year > base_year
        found.append(
            Change(
                year=year,
                emissions=amount,
                yearly=(amount - before) / before if before > 0 else None,
                since_base=amount / start - 1 if start > 0 else None,
                compound=1 - max(0.0, amount / start) ** (1 / (year - base_year)) if later else None,
            )
        )
    return found


def catch_up(pathway: Pathway, year: int, actual: float) -> float | None:
    """Return the t CO2e to cut each year after `year` to reach the target; None from the target year on.

    Never below zero: who is below the target already has nothing to catch up.
    """
    target, last = pathway.target_emissions, pathway.terms.target_year
    if target is None or year >= last:
        return None
    return max(0.0, actual - target) / (last - year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a trend leads against a pathway, in t CO2e.

    `expected` is the trend's value in the target year and `above_target` its distance to the target; `met_in` the
    first year whose trend is at the target or below it. `cumulative` holds the sums since the base year, of what was
    emitted and then of the trend; `exceeded_in` is the first year in which they exceed the budget of the whole
    pathway, `overshoot` their sum over that budget.
    """

    expected: float
    above_target: float
    met_in: int | None
    exceeded_in: int | None
    overshoot: float
    cumulative: Mapping[int, float]
    method: Text


def outlook(pathway: Pathway, actuals: Mapping[int, float]) -> Outlook | None:
    """Return where the trend of t CO2e by year leads; None without a trend, or where the pathway has no numbers.

    The base year itself is not in the budget; a year without a value takes the trend's.
    """
    target, last = pathway.target_emissions, pathway.terms.target_year
    line = trend({year: amount for year, amount in actuals.items() if year <= last}, last)
    whole = sum(amount for year, amount in pathway.years.items() if year > pathway.terms.base_year)
    if line is None or target is None or whole <= 0:
        return None
    total, cumulative, exceeded = 0.0, {}, None
    for year in range(pathway.terms.base_year + 1, last + 1):
        total += actuals.get(year, line.at(year))
        cumulative[year] = total
        if total > whole and exceeded is None:
            exceeded = year
    ahead = range(max(actuals), pathway.net_zero_year + 1)
    return Outlook(
        expected=actuals.get(last, line.at(last)),
        above_target=actuals.get(last, line.at(last)) - target,
        met_in=next((year for year in ahead if actuals.get(year, line.at(year)) <= target), None),
        exceeded_in=exceeded,
        overshoot=total / whole,
        cumulative=cumulative,
        method=line.method,
    )
