"""What the Group page computes of a year, at once for a small inventory and off the main thread for a large one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.report.claims import base_year_verdict, restated_emissions, screening, structure_findings
from carbondesk.report.powers import Power, power
from carbondesk.ui.pages.group.approaches import Boundary, boundary

if TYPE_CHECKING:
    from pathlib import Path

    from carbondesk.domain.accounting.recalculation import Verdict
    from carbondesk.domain.accounting.screening import ScreenedScope
    from carbondesk.domain.progress import Progress
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseYear:
    """The base year's verdict, and t CO2e of every year by scope (`S1`, `S2`, `S3`) as it stands and as restated."""

    year: int
    verdict: Verdict
    standing: Mapping[int, Mapping[str, float]]
    restated: Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is computed for the page in one reporting year."""

    year: int
    findings: tuple[Finding, ...]
    boundary: Boundary
    power: Power
    screening: ScreenedScope
    base_year: BaseYear | None


def gather(figures: Figures, year: int) -> Facts:
    """Compute the facts of a reporting year."""
    contracts = power(figures, year)
    scope, doubts = screening(figures, year)
    about = [finding for finding in structure_findings(figures) if finding.code not in _SCREENED]
    return Facts(
        year=year,
        findings=tuple(dict.fromkeys([*about, *doubts, *contracts.findings])),
        boundary=boundary(figures, year),
        power=contracts,
        screening=scope,
        base_year=_base_year(figures),
    )


_SCREENED = frozenset(
    {
        "category-unanswered",
        "category-left-out-with-sources",
        "category-included-without-sources",
        "exclusion-without-estimate",
        "exclusion-without-reason",
        "exclusions-exceed",
    }
)
"""Codes of the screening, which is shown for the year in view and not for the newest."""


def gather_from(progress: Progress, source: Path, year: int) -> Facts:
    """Compute the facts over a connection of this thread's own."""
    from carbondesk.report.render import loaded_figures
    from carbondesk.store.inventory import Inventory

    progress(0, 2)
    with Inventory.open(source, read_only=True) as inventory:
        figures = loaded_figures(inventory)
        progress(1, 2)
        facts = gather(figures, year)
    progress(2, 2)
    return facts


def _base_year(figures: Figures) -> BaseYear | None:
    year = figures.base_year()
    if year is None or year not in figures.years:
        return None
    method = figures.organisation.scope2_method
    standing = {}
    for each in figures.years:
        totals = figures.totals(each)
        standing[each] = {"S1": totals.scope1, "S2": totals.scope2(method), "S3": totals.scope3}
    return BaseYear(
        year=year,
        verdict=base_year_verdict(figures, year),
        standing=standing,
        restated=restated_emissions(figures, method),
    )
