"""What the overview shows of a year: totals by year, the unit they are written in, the target.

Computed once for each refresh and shared by the parts of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.language import tr
from carbondesk.report.charts import Scale, scale_for
from carbondesk.report.targets import TargetPath, target_path

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures, YearTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The figures of one year and scope 2 method, with those of the other years for comparison.

    `complete` are the years that have every value and reach over all their months: only they are compared.
    """

    figures: Figures
    year: int
    method: str
    totals: Mapping[int, YearTotals]
    complete: Sequence[int]
    scale: Scale
    target: TargetPath | None

    @property
    def now(self) -> YearTotals:
        """The totals of the year in view."""
        return self.totals[self.year]

    @property
    def before(self) -> YearTotals | None:
        """The totals of the year before, None where there are none."""
        return self.totals.get(self.year - 1)

    @property
    def is_complete(self) -> bool:
        """Whether the year in view lacks nothing."""
        return self.year in self.complete

    @property
    def can_compare(self) -> bool:
        """Whether this year and the one before are complete, so that a change between them means something."""
        return self.is_complete and (self.year - 1) in self.complete

    @property
    def why_not_compared(self) -> str:
        """Say why no change on the year before is shown; empty where one is."""
        if self.can_compare:
            return ""
        if not self.is_complete:
            return tr("No comparison: {year} is not complete", year=self.year)
        if self.before is None:
            return tr("No year before to compare")
        return tr("No comparison: {year} is not complete", year=self.year - 1)

    @property
    def has_scope3(self) -> bool:
        """Whether any year has scope 3 emissions."""
        return any(totals.scope3 for totals in self.totals.values())

    def bars_from(self) -> list[YearTotals]:
        """Return the years that the pathway chart shows: from the base or first complete year to the last."""
        starts = [*self.complete[:1], *([self.target.base_year] if self.target else [])]
        first = min(starts, default=self.year)
        return [totals for year, totals in sorted(self.totals.items()) if year >= first]


def view_of(figures: Figures, year: int | None, method: str) -> View | None:
    """Return the view of a year (None: the last with data) by a scope 2 method; None without any data."""
    if not figures.years:
        return None
    chosen = year if year in figures.years else figures.years[-1]
    totals = {each: figures.totals(each) for each in figures.years}
    complete = figures.complete_years()
    largest = [max(each.scope12_market, each.scope12_location) for each in totals.values()]
    return View(
        figures=figures,
        year=chosen,
        method=method,
        totals=totals,
        complete=complete,
        scale=scale_for(largest),
        target=target_path(figures, "1+2", method, complete),
    )
