"""How a site's year stands: the counts that segments, tree, header and summary show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbondesk.domain.records import Category
from carbondesk.report.grids import MonthGrid, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The counts of one site and year; equal standings need no new words on the screen."""

    site: int
    year: int
    sources: int
    counts: Mapping[State, int]
    by_scope: Mapping[str, int]
    without_factor: int
    share: float
    empty: bool

    @property
    def waiting(self) -> int:
        """How many values are missing or flagged."""
        return sum(self.by_scope.values())


def standing_of(grid: MonthGrid) -> Standing:
    """Return how a grid stands."""
    by_scope = {"1": 0, "2": 0, "3": 0}
    rows = grid.source_rows
    for row in rows:
        scope = Category(row.source.category).scope
        by_scope[scope] += row.count(State.MISSING) + row.count(State.FLAGGED)
    return Standing(
        site=grid.site.id,
        year=grid.year,
        sources=len(rows),
        counts={state: grid.count(state) for state in (State.MISSING, State.FLAGGED, State.ESTIMATED)},
        by_scope=by_scope,
        without_factor=sum(row.lacks_factor for row in rows),
        share=grid.share_complete(),
        empty=not any(row.filled for row in rows),
    )
