"""Where an organisation stands against its pathway: distance, progress, and the budget used so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbondesk.domain.targets.pathways import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A year's emissions against a pathway: t CO2e, and shares of 0 to 1.

    `above_path` is positive above the pathway; `to_cut` is what is left to the target. `progress` is the
    share of the way from base to target that is done, `expected_progress` what a straight line asks for.
    `yearly_rate` is the cut still needed each year, as a share of the year's own emissions; None once the
    target year is reached.
    """

    year: int
    actual: float
    path: float
    above_path: float
    to_cut: float
    reduced: float
    progress: float
    expected_progress: float
    yearly_rate: float | None
    on_track: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The pathway's sum of t CO2e after the base year, and what was emitted of it.

    `exceeded_in` is the first year in which the actual emissions since the base year exceed the whole budget.
    """

    whole: float
    path: float
    actual: float
    share_used: float
    exceeded_in: int | None


def standing(pathway: Pathway, year: int, actual: float) -> Standing | None:
    """Return where `actual` t CO2e of a year stand; None where the pathway has no numbers for the year.

    On the pathway exactly counts as on track. Progress is 1 for a target that asks for no cut and is met.
    """
    path, base, target = pathway.years.get(year), pathway.base_emissions, pathway.target_emissions
    if path is None or base is None or target is None:
        return None
    first, last = pathway.terms.base_year, pathway.terms.target_year
    return Standing(
        year=year,
        actual=actual,
        path=path,
        above_path=actual - path,
        to_cut=max(0.0, actual - target),
        reduced=1 - actual / base,
        progress=(base - actual) / (base - target) if base != target else float(actual <= target),
        expected_progress=(year - first) / (last - first),
        yearly_rate=max(0.0, 1 - target / actual) / (last - year) if year < last and actual > 0 else None,
        on_track=actual <= path,
    )


def budget(pathway: Pathway, actuals: Mapping[int, float]) -> Budget | None:
    """Return the budget of a pathway and its use by the years of `actuals` after the base year.

    The base year itself is not in the budget. None where the pathway has no numbers.
    """
    first = pathway.terms.base_year
    lines = {year: emissions for year, emissions in pathway.years.items() if year > first}
    whole = sum(lines.values())
    if whole <= 0:
        return None
    known = sorted(year for year in actuals if year in lines)
    used, exceeded = 0.0, None
    for year in known:
        used += actuals[year]
        if used > whole and exceeded is None:
            exceeded = year
    return Budget(
        whole=whole,
        path=sum(lines[year] for year in known),
        actual=used,
        share_used=used / whole,
        exceeded_in=exceeded,
    )
