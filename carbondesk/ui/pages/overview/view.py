"""What the overview shows of a year: totals by year, the unit they are written in, the target.

Computed once for each refresh and shared by the parts of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_name
from carbondesk.report.charts import SCOPES_OF, Scale, scale_for
from carbondesk.report.targets import TargetPath, target_path

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.totals import YearTotals


@dataclass(frozen=True, kw_only=True)
class View:
    """The figures of one year and scope 2 method, with those of the other years for comparison.

    `totals` and `complete` look at scope 1+2: a gap in scope 3 leaves them complete. `everything` is the year in view
    with the gaps of all scopes, `all_complete` the years that have none. A complete year has every value and reaches
    over all its months: only such years are compared.
    """

    figures: Figures
    year: int
    method: str
    totals: Mapping[int, YearTotals]
    complete: Sequence[int]
    everything: YearTotals
    all_complete: Sequence[int]
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

    @cached_property
    def gaps(self) -> dict[int, list[int]]:
        """The positions of the missing months of the year in view, by source."""
        return self.figures.missing_months(self.year)

    @property
    def comparable(self) -> bool:
        """Whether the year before is complete and the year in view is over, so that sites can be compared."""
        return self.year - 1 in self.complete and self.figures.reaches_over(self.year)

    def name(self, year: int) -> str:
        """Return a year's short name: `2025`, or `FY2025` where the year starts in another month than January."""
        return year_name(year, self.figures.organisation.year_start)

    @property
    def under_way(self) -> list[int]:
        """The last year, where values of its last month have not come: it is a part of a year."""
        years = self.figures.years
        return years[-1:] if len(years) > 1 and not self.figures.reaches_over(years[-1]) else []

    @property
    def has_scope3(self) -> bool:
        """Whether any year has scope 3 emissions."""
        return any(totals.scope3 for totals in self.totals.values())

    def bars(self, extent: str) -> tuple[list[YearTotals], Sequence[int]]:
        """Return the years that the chart of some scopes shows, and which of them are complete.

        They begin with the base year or the first complete one and end with the last that has values.
        """
        starts = [*self.complete[:1], *([self.target.base_year] if self.target else [])]
        years = [year for year in sorted(self.totals) if year >= min(starts, default=self.year)]
        if extent == "1+2":
            return [self.totals[year] for year in years], self.complete
        scopes = SCOPES_OF[extent]
        return [self.figures.totals(year, scopes=scopes) for year in years], self.figures.complete_years(
            scopes=scopes
        )


def view_of(figures: Figures, year: int | None, method: str) -> View | None:
    """Return the view of a year (None: the last with data) by a scope 2 method; None without any data."""
    if not figures.years:
        return None
    chosen = year if year in figures.years else figures.years[-1]
    totals = {each: figures.totals(each, scopes=SCOPES_OF["1+2"]) for each in figures.years}
    complete = figures.complete_years(scopes=SCOPES_OF["1+2"])
    largest = [max(each.scope12_market, each.scope12_location) for each in totals.values()]
    return View(
        figures=figures,
        year=chosen,
        method=method,
        totals=totals,
        complete=complete,
        everything=figures.totals(chosen),
        all_complete=figures.complete_years(),
        scale=scale_for(largest),
        target=target_path(figures, "1+2", method, complete),
    )
