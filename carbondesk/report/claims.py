"""What is doubtful about the structure of an inventory and about what was claimed: owners, screening, base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.accounting.presences import presence_findings
from carbondesk.domain.accounting.recalculation import ledger_findings, verdict
from carbondesk.domain.accounting.screening import ScreenedScope, screen
from carbondesk.domain.accounting.structures import group_findings, place_findings
from carbondesk.domain.records import (
    BaseYearChange,
    ChangeState,
    Consolidation,
    PresenceDeclaration,
    Screening,
    ThresholdRule,
)
from carbondesk.domain.schema import Finding

if TYPE_CHECKING:
    from carbondesk.domain.accounting.recalculation import Verdict
    from carbondesk.report.figures import Figures

SCOPES = ("1", "2", "3")


def structure_findings(figures: Figures) -> list[Finding]:
    """Return what is doubtful about entities, sites and sources, scope 3's screening and the base-year ledger."""
    inventory, boundaries = figures.inventory, figures.structure.boundaries
    sources = figures.sources.values()
    found = [
        *group_findings(boundaries.group),
        *place_findings(boundaries, figures.organisation, sources),
        *presence_findings(figures.sites.values(), inventory.all(PresenceDeclaration), sources),
    ]
    if figures.years:
        found += screening(figures, figures.years[-1])[1]
    base_year = figures.base_year()
    if base_year is not None:
        changes = inventory.all(BaseYearChange)
        found += ledger_findings(changes, base_year=base_year, years=figures.years)
        found += base_year_verdict(figures, base_year).findings
    return found


def screening(figures: Figures, year: int) -> tuple[ScreenedScope, list[Finding]]:
    """Return the 15 categories of scope 3 in a year, with what was decided about each."""
    return screen(figures.by_category(year), figures.inventory.all(Screening))


def base_year_verdict(figures: Figures, base_year: int) -> Verdict:
    """Return whether the changes in the ledger reach the organisation's threshold for restating the base year."""
    totals = figures.totals(base_year)
    method = figures.organisation.scope2_method
    base = dict(zip(SCOPES, (totals.scope1, totals.scope2(method), totals.scope3), strict=True))
    return verdict(
        figures.inventory.all(BaseYearChange),
        base,
        base_year=base_year,
        threshold=figures.organisation.significance,
        rule=ThresholdRule(figures.organisation.threshold_rule),
    )


def restated_emissions(
    figures: Figures, method: str, consolidation: str = Consolidation.OPERATIONAL_CONTROL
) -> dict[int, dict[str, float]]:
    """Return t CO2e by year and scope (`S1`, `S2`, `S3`) as restated, from which targets are reckoned.

    Sites bought or sold are in every year or in none, as the newest structure has it; changes of method and errors
    come from the base-year ledger, where they have been restated. A line about a site is in the figures already.
    """
    base_year = figures.base_year()
    changes = [change for change in figures.inventory.all(BaseYearChange) if change.site is None]
    result: dict[int, dict[str, float]] = {}
    for year in figures.years:
        totals = figures.totals(year, None, consolidation, (1, 2), restated=True)
        result[year] = {"S1": totals.scope1, "S2": totals.scope2(method), "S3": totals.scope3}
    for change in changes:
        if change.state == ChangeState.RESTATED and base_year is not None:
            amounts = result.get(change.year or base_year, {})
            parts = [f"S{scope}" for scope in change.scope.split("+")]
            whole = sum(amounts.get(part, 0.0) for part in parts)
            for part in parts if amounts else ():
                # A change of scopes 1 and 2 together says no more than their sum.
                amounts[part] += change.effect * (amounts[part] / whole if whole else 1 / len(parts))
    return result
