"""The target that an inventory is measured against: the chosen one, else the minimum of the 1.5 °C contraction.

Without a stored target the base year is the first complete year (or the organisation's choice), the most recent
year the last complete one, and the target year 2030, or five years on where 2030 is too near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import Target, TargetScope
from carbondesk.domain.schema import Finding
from carbondesk.domain.targets.defaults import target_default, target_pathway
from carbondesk.report.claims import restated_emissions

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

_SAME = 1e-9
_SCOPES = {"1": (1,), "2": (2,), "1+2": (1, 2), "3": (3,), "1+2+3": (1, 2, 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPath:
    """A target as numbers: emissions in t CO2e, `reduction` and `minimum` as shares of the base year's.

    `minimum` is the least reduction that the 1.5 °C contraction asks for; `residual` is what may be left in the
    net-zero year. `years` holds the path from the base year to the target year.
    """

    scope: str
    method: str
    base_year: int
    most_recent_year: int
    target_year: int
    net_zero_year: int | None
    base: float
    reduction: float
    minimum: float
    residual: float
    years: Mapping[int, float] = field(default_factory=dict)
    chosen: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def target(self) -> float:
        """Emissions in the target year."""
        return self.years[self.target_year]

    @property
    def at_least_minimum(self) -> bool:
        """Whether the target is as strong as the 1.5 °C contraction asks for."""
        return self.reduction >= self.minimum - _SAME

    def at(self, year: float) -> float | None:
        """Return the emissions that the path allows in a year, or between two years; None outside of it.

        From the target year it leads straight to the residual in the net-zero year, which is a convention of charts
        and no rule.
        """
        if self.base_year <= year <= self.target_year:
            low = min(int(year), self.target_year - 1)
            return self.years[low] + (self.years[low + 1] - self.years[low]) * (year - low)
        if self.net_zero_year is not None and self.target_year < year <= self.net_zero_year:
            share = (year - self.target_year) / (self.net_zero_year - self.target_year)
            return self.target + (self.residual - self.target) * share
        return None

    def points(self) -> list[tuple[int, float]]:
        """Return (year, t CO2e) for every year from the base year to the target year."""
        return sorted(self.years.items())

    def beyond(self) -> list[tuple[int, float]]:
        """Return the target point and the net-zero point; empty without a later net-zero year."""
        if self.net_zero_year is None or self.net_zero_year <= self.target_year:
            return []
        return [(self.target_year, self.target), (self.net_zero_year, self.residual)]


def target_path(
    figures: Figures,
    scope: str,
    method: str,
    complete: Sequence[int] | None = None,
) -> TargetPath | None:
    """Return the target for some scopes (`1+2`, `3`) by a scope 2 method, None where there is none.

    The newest stored target of those scopes holds; without one, scope 1+2 gets the minimum of the 1.5 °C
    contraction. There is no path before there is a complete year, nor where the target's years or emissions
    forbid one. `complete` saves asking for the complete years again.
    """
    years = figures.complete_years(scopes=_SCOPES[scope]) if complete is None else complete
    stored = stored_target(figures, scope)
    if not years or (stored is None and scope != TargetScope.SCOPE_1_2):
        return None
    target = (
        target_default(years, scope=scope, base_year=figures.organisation.base_year)
        if stored is None
        else stored
    )
    if target.base_year is None:
        target = replace(target, base_year=figures.organisation.base_year)
    drawn = target_pathway(target, years, restated_emissions(figures, method))
    if drawn.base_emissions is None or drawn.reduction is None or not drawn.base_emissions:
        return None
    residual = drawn.net_zero_emissions
    return TargetPath(
        scope=scope,
        method=method,
        base_year=drawn.terms.base_year,
        most_recent_year=drawn.terms.recent_year,
        target_year=drawn.terms.target_year,
        net_zero_year=None if residual is None else drawn.net_zero_year,
        base=drawn.base_emissions,
        reduction=drawn.reduction,
        minimum=drawn.minimum_reduction or 0.0,
        residual=residual or 0.0,
        years=drawn.years,
        chosen=stored is not None,
        findings=drawn.findings,
    )


def stored_target(figures: Figures, scope: str) -> Target | None:
    """Return the newest target of some scopes that somebody has set, None where nobody has."""
    targets = [target for target in figures.inventory.all(Target) if target.scope == scope]
    return targets[-1] if targets else None
