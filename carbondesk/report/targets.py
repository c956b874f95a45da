"""The target that an inventory is measured against: the chosen one, else the minimum of the 1.5 °C contraction.

Without a stored target the base year is the first complete year (or the organisation's choice), the most recent
year the last complete one, and the target year 2030, or five years on where 2030 is too near.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.records import Target, TargetMethod, TargetScope

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures, YearTotals

LONG_TERM_REDUCTION = 0.90
"""The least reduction of the long-term target in every scope (SBTi Corporate Net-Zero Standard 1.3.1)."""

_DEFAULT_TARGET_YEAR = 2030
_YEARS_ON = 5
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPath:
    """A target as numbers: emissions in t CO2e, `reduction` and `minimum` as shares of the base year's.

    `minimum` is the least reduction that the 1.5 °C contraction asks for; `residual` is what may be left in the
    net-zero year.
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
    chosen: bool = False

    @property
    def target(self) -> float:
        """Emissions in the target year."""
        return self.base * (1 - self.reduction)

    @property
    def rate(self) -> float:
        """The yearly reduction as a share of the base year's emissions."""
        return self.reduction / (self.target_year - self.base_year)

    @property
    def at_least_minimum(self) -> bool:
        """Whether the target is as strong as the 1.5 °C contraction asks for."""
        return self.reduction >= self.minimum - _SAME

    def at(self, year: int) -> float | None:
        """Return the emissions that the path allows in a year; None outside of it.

        Up to the target year E(y) = E_BY (1 - r (y - BY)) (Method Appendix, equation 8); from there straight to the
        residual in the net-zero year, which is a convention of charts and no rule.
        """
        if self.base_year <= year <= self.target_year:
            return self.base * (1 - self.rate * (year - self.base_year))
        if self.net_zero_year is not None and self.target_year < year <= self.net_zero_year:
            share = (year - self.target_year) / (self.net_zero_year - self.target_year)
            return self.target + (self.residual - self.target) * share
        return None

    def points(self) -> list[tuple[int, float]]:
        """Return (year, t CO2e) for every year from the base year to the target year."""
        return [(year, self.at(year) or 0.0) for year in range(self.base_year, self.target_year + 1)]

    def beyond(self) -> list[tuple[int, float]]:
        """Return the target point and the net-zero point; empty without a later net-zero year."""
        if self.net_zero_year is None or self.net_zero_year <= self.target_year:
            return []
        return [(self.target_year, self.target), (self.net_zero_year, self.residual)]


def target_path(figures: Figures, scope: str, method: str, complete: list[int] | None = None) -> TargetPath | None:
    """Return the target for some scopes (`1+2`, `3`, `1+2+3`) by a scope 2 method, None where there is none.

    The newest stored target of those scopes holds; without one, scope 1+2 gets the minimum of the 1.5 °C
    contraction. There is no path before there is a complete year. `complete` saves asking for the complete years
    again.
    """
    stored = _stored(figures, scope)
    if stored is None and scope != TargetScope.SCOPE_1_2:
        return None
    years = figures.complete_years() if complete is None else complete
    base_year = stored.base_year if stored is not None and stored.base_year else figures.organisation.base_year
    base_year = base_year if base_year is not None else next(iter(years), None)
    if not years or base_year not in figures.years:
        return None
    recent = stored.most_recent_year if stored is not None and stored.most_recent_year else years[-1]
    recent = max(recent, base_year)
    default_year = max(_DEFAULT_TARGET_YEAR, recent + _YEARS_ON if recent >= _DEFAULT_TARGET_YEAR else 0)
    target_year = stored.target_year if stored is not None else default_year
    net_zero = stored.net_zero_year if stored is not None else 2050
    base, latest = figures.totals(base_year), figures.totals(recent)
    amount = _amount(base, scope, method)
    if amount <= 0 or target_year <= recent:
        return None
    minimum = _minimum(base, latest, scope, method, target_year, net_zero)
    reduction = minimum
    if stored is not None and stored.reduction is not None and stored.method == TargetMethod.OWN_REDUCTION:
        reduction = stored.reduction
    elif stored is not None and stored.reduction is not None:
        reduction = max(minimum, stored.reduction)
    return TargetPath(
        scope=scope,
        method=method,
        base_year=base_year,
        most_recent_year=recent,
        target_year=target_year,
        net_zero_year=net_zero,
        base=amount,
        reduction=reduction,
        minimum=minimum,
        residual=min(amount * (1 - LONG_TERM_REDUCTION), amount * (1 - reduction)),
        chosen=stored is not None,
    )


def _stored(figures: Figures, scope: str) -> Target | None:
    targets = [target for target in figures.inventory.all(Target) if target.scope == scope]
    return targets[-1] if targets else None


def _amount(totals: YearTotals, scope: str, method: str) -> float:
    scope12 = totals.scope1 + totals.scope2(method)
    return {"1+2": scope12, "3": totals.scope3}.get(scope, scope12 + totals.scope3)


def _minimum(
    base: YearTotals, recent: YearTotals, scope: str, method: str, target_year: int, net_zero: int | None
) -> float:
    """Return the least reduction by the target year as a share of the base year's emissions, 0 to 1."""
    span, ahead = target_year - base.year, target_year - recent.year
    limit = 2050 if net_zero is None else net_zero
    s1, s2 = recent.scope1, recent.scope2(method)
    first = 0.90 / (min(2050, limit) - recent.year)
    second = 1.00 / (min(2040, limit) - recent.year)
    initial = first if scope == "3" or s1 + s2 <= 0 else (s1 * first + s2 * second) / (s1 + s2)
    target_emissions = _amount(recent, scope, method) * (1 - initial * ahead)
    combined = 1 - target_emissions / _amount(base, scope, method)
    return min(1.0, max(0.0, max(0.042, combined / span) * span))
