"""The target that an inventory is measured against: the chosen one, else the minimum of the 1.5 °C contraction.

Without a stored target the base year is the first complete year (or the organisation's choice), the most recent
year the last complete one, and the target year 2030, or five years on where 2030 is too near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import (
    Ambition,
    Driver,
    Exclusion,
    LandFigure,
    Target,
    TargetKind,
    TargetMethod,
    TargetScope,
)
from carbondesk.domain.schema import Finding
from carbondesk.domain.targets.defaults import target_default, target_pathway
from carbondesk.domain.targets.grounds import Grounds, bounded, category_numbers
from carbondesk.domain.targets.rulesets import rules_of
from carbondesk.domain.text import EMPTY, Text, listed, say
from carbondesk.report.claims import restated_emissions
from carbondesk.report.denominators import Denominator, denominator
from carbondesk.report.keeping import ANY
from carbondesk.report.target_inputs import (
    Shares,
    bioenergy,
    company,
    declared,
    engaged,
    generators,
    land,
    no_land,
    renewable,
    sector_pathway,
)

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

_SAME = 1e-9
ALL_SCOPES = (1, 2, 3)
_ABSOLUTE = (TargetMethod.ABSOLUTE_CONTRACTION, TargetMethod.OWN_REDUCTION)
_COUNTED = {
    "market": say("the target itself is market-based"),
    "location": say("the target itself is location-based"),
}
_GOAL, _LESSER = say("1.5 °C path"), say("Well below 2 °C path")
_SCOPES = {"1": (1,), "2": (2,), "1+2": (1, 2), "3": (3,), "1+2+3": (1, 2, 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPath:
    """A target as numbers: emissions in t CO2e, `reduction` and `minimum` as shares of the base year's.

    `minimum` is the least reduction that the 1.5 °C contraction asks for; `residual` is what may be left in the
    net-zero year. `years` holds the path from the base year to the target year. A target of some categories
    of scope 3 is not `whole`: its path lies below what all of the scope emits. `apart` says in what path, target and
    the scopes as reported differ. `goal` is what `minimum` stands for.
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
    goal: Text = _GOAL
    whole: bool = True
    apart: Text = EMPTY
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
    # The overview draws scopes as they are reported; bioenergy stands beside them there.
    rules = rules_of(target.rule_set).name
    reported = replace(target, bioenergy=False, removals=False, rule_set=rules)
    drawn = target_pathway(reported, years, bounded(reported, grounds(figures, target, method, years)))
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
        goal=_LESSER if scope == TargetScope.SCOPE_3 and target.ambition != Ambition.C15 else _GOAL,
        whole=not _categories(target),
        apart=_apart(target, figures, drawn.terms.base_year, method if stored is not None else ""),
        findings=drawn.findings,
    )


def _apart(target: Target, figures: Figures, year: int, method: str) -> Text:
    """Return in what the path of a target and the scopes as reported differ; empty where they do not.

    `method` is how scope 2 is drawn, empty where nobody has said how the target counts it.
    """
    held, numbers = [], _categories(target)
    if method and "2" in target.scope and method != target.scope2_method:
        held.append(_COUNTED[target.scope2_method])
    if numbers:
        held.append(
            say("path of categories {numbers} only", numbers=listed(str(number) for number in numbers))
        )
    amounts = bioenergy(figures).scopes.get(year, {})
    if target.bioenergy and any(amounts.get(f"B{scope}") for scope in _SCOPES[target.scope]):
        held.append(say("without the bioenergy CO₂ that a target counts"))
    return listed(held)


def _categories(target: Target) -> list[int]:
    """Return the categories of scope 3 that a target names; none where it holds all of them."""
    return sorted(category_numbers(target.categories)) if "3" in target.scope else []


def stored_target(figures: Figures, scope: str) -> Target | None:
    """Return the newest near-term target in t CO2e of some scopes that somebody has set, None where nobody has."""
    targets = [
        target
        for target in figures.inventory.all(Target)
        if target.scope == scope and target.method in _ABSOLUTE and target.kind == TargetKind.NEAR_TERM
    ]
    return targets[-1] if targets else None


def grounds(
    figures: Figures, target: Target, method: str | None = None, complete: Sequence[int] | None = None
) -> Grounds:
    """Return what a target of an inventory is judged on, by its own scope 2 method unless another one is given.

    Emissions are the restated ones, with bioenergy and what is entered of land beside them; scope 3 by category is
    read for the years that the target's criteria ask for. Outputs and shares are read where the method needs them.
    """
    inventory, method_name = figures.inventory, method or target.scope2_method
    scopes = _SCOPES.get(target.scope, ALL_SCOPES)
    years = figures.complete_years(scopes=scopes) if complete is None else complete
    asked = {target.base_year, target.most_recent_year, *years} & set(figures.years)
    burnt, emissions = bioenergy(figures), _emissions(figures, method_name)
    output, shares = _output(figures, target), _shares(figures, target)
    findings = [*output.findings, *shares.findings]
    if target.scope == TargetScope.FLAG and not any("FLAG" in amounts for amounts in emissions.values()):
        findings.append(no_land([target.base_year, target.most_recent_year]))
    return Grounds(
        emissions=emissions,
        complete_years=tuple(years),
        whole_years=tuple(figures.complete_years()),
        categories={year: _scope_3(figures, year) for year in asked if year is not None},
        outputs=output.amounts,
        output_unit=output.unit,
        renewable=shares.years if target.method == TargetMethod.RENEWABLE_ELECTRICITY else {},
        engaged=shares.years if target.method == TargetMethod.ENGAGEMENT else {},
        bioenergy={year: sum(amounts.values()) for year, amounts in burnt.scopes.items()},
        bioenergy_categories=burnt.categories,
        generators=generators(figures),
        exclusions=tuple(inventory.all(Exclusion)),
        targets=tuple(inventory.all(Target)),
        sector=sector_pathway(figures, target.sector) if target.sector else None,
        company=company(figures),
        threshold=figures.organisation.significance,
        declared=declared(inventory, target),
        findings=tuple(findings),
    )


def _emissions(figures: Figures, method: str) -> dict[int, dict[str, float]]:
    """Return t CO2e by year under S1 to S3, with B1 to B3, R1 to R3 and FLAG where they are known."""

    def made() -> dict[int, dict[str, float]]:
        burnt, of_land = bioenergy(figures).scopes, land(figures)
        found = {}
        for year, amounts in restated_emissions(figures, method).items():
            found[year] = {**amounts, **burnt[year]}
            for name, amount in of_land.get(year, {}).items():
                found[year][name] = found[year].get(name, 0.0) + amount
        return found

    return figures.kept.of(("emissions", method), ANY | {LandFigure.table}, made)


def _output(figures: Figures, target: Target) -> Denominator:
    name = target.denominator
    if not name:
        return Denominator()
    # An edit of an entry leaves the outputs as they are, unless it brings or takes a year.
    key, tables = ("output", name, tuple(figures.years)), frozenset({Driver.table})
    return figures.kept.of(key, tables, lambda: denominator(figures, name))


def _shares(figures: Figures, target: Target) -> Shares:
    if target.method == TargetMethod.RENEWABLE_ELECTRICITY:
        return renewable(figures)
    return engaged(figures, target) if target.method == TargetMethod.ENGAGEMENT else Shares()


def _scope_3(figures: Figures, year: int) -> dict[int, float]:
    return {
        int(category.value.removeprefix("s3-")): amount
        for category, amount in figures.by_category(year).items()
        if category.scope == "3"
    }
