"""Locked years and closed months of the grid in view: which cells they hold, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbondesk.domain.periods import month_text, year_name
from carbondesk.domain.records import Closing, YearLock
from carbondesk.domain.text import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carbondesk.report.grids import MonthGrid
    from carbondesk.store.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Guards:
    """What guards a site's year: the lock's words and remedy, and each closed month with its words."""

    lock: Text | None = None
    remedy: Text | None = None
    closed: Mapping[str, Text] = field(default_factory=dict)

    def words(self, month: str) -> Text | None:
        """Return why a month is guarded, None where it is open."""
        return self.lock if self.lock is not None else self.closed.get(month)


OPEN = Guards()
"""Nothing is locked or closed."""


def guards_of(inventory: Inventory, grid: MonthGrid) -> Guards:
    """Return what is locked or closed in a grid."""
    locks = inventory.find(YearLock, year=grid.year)
    name = year_name(grid.year, grid.figures.organisation.year_start)
    lock = remedy = None
    if locks:
        reason = locks[0].reason
        lock = (
            say("{year} is locked: {reason}", year=name, reason=reason)
            if reason
            else say("{year} is locked.", year=name)
        )
        remedy = say("Open {year} again with a reason, then make the change.", year=name)
    closed = {
        each.month: _closed_words(each)
        for each in inventory.find(Closing, site=grid.site.id)
        if each.month in grid.months
    }
    return Guards(lock, remedy, closed)


def _closed_words(closing: Closing) -> Text:
    month = month_text(closing.month)
    return say("{month} is closed: a later change is a correction and needs a reason.", month=month)
