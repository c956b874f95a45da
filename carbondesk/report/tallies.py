"""The totals of years under one approach, kept until a change touches what they are made of.

What is emitted and what is missing are kept apart: the amounts are the same in whichever scopes somebody counts gaps,
and another value in a month that has one leaves the gaps as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from carbondesk.domain.records import Category
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.totals import Amounts, Gaps, YearTotals, amounts_of, gaps_of, year_totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.cubes import Cubes

ALL_SCOPES = (1, 2, 3)
Places = frozenset[int] | None
"""The ids of the sites that are asked about, None for all of them."""

Key = TypeVar("Key", bound=tuple[object, ...])
Value = TypeVar("Value")


class Tally:
    """What one approach's cubes add up to: by year, sites and scopes, each added up once."""

    def __init__(self, cubes: Cubes, sites: Iterable[int]) -> None:
        """Add up cubes whose sites have these ids, in their order."""
        self.cubes = cubes
        self._sites = tuple(sites)
        self._amounts: dict[tuple[int, Places], Amounts] = {}
        self._gaps: dict[tuple[int, Places, frozenset[int]], Gaps] = {}
        self._totals: dict[tuple[int, Places, tuple[int, ...]], YearTotals] = {}
        self._categories: dict[tuple[int, Places, bool], dict[Category, float]] = {}

    def totals(self, year: int, places: Places, scopes: Collection[int]) -> YearTotals:
        """Return the totals of a year at some sites; `scopes` says in which of them a gap counts."""
        key = (year, places, tuple(scopes))
        kept = self._totals.get(key)
        if kept is None:
            kept = self._totals[key] = self._added_up(*key)
        return kept

    def categories(self, year: int, places: Places, *, location: bool) -> dict[Category, float]:
        """Return t CO2e of a year by category, for the categories that have sources or are derived.

        Scope 2 is location-based or market-based.
        """
        key = (self.cubes.column(year), places, location)
        if key not in self._categories:
            self._categories[key] = self._by_category(key)
        return dict(self._categories[key])

    def replace(self, sources: Collection[int]) -> None:
        """Take the rows of some sources anew from the ledger, and let go of what is different now."""
        touched = self.cubes.replace(sources)
        either = touched.amounts | touched.months
        _forget(self._gaps, touched.months)
        _forget(self._amounts, either)
        _forget(self._categories, either)
        # All years without values share a column.
        _forget(self._totals, {year for year, *_ in self._totals if self.cubes.column(year) in either})

    def weigh(self) -> None:
        """Compute every amount anew, under the ledger's GWP set."""
        self.cubes.weigh()
        for kept in (self._amounts, self._gaps, self._totals, self._categories):
            kept.clear()

    def inside(self, of_site: NDArray[np.int64], places: Places) -> NDArray[np.float64]:
        """Return 1 where a place of a site is among some sites, or everywhere, (m,)."""
        if places is None:
            return np.ones(len(of_site))
        return np.array([site in places for site in self._sites], dtype=np.float64)[of_site]

    def chosen(self, places: Places, scopes: Collection[int] = ALL_SCOPES) -> NDArray[np.bool_]:
        """Return which sources count, (s,): taken in by the approach, of the sites, in the scopes."""
        cubes, chosen = self.cubes, self.cubes.counted
        if places is not None:
            chosen = chosen & (self.inside(cubes.site, places) > 0)
        return chosen if scopes is ALL_SCOPES else chosen & cubes.in_scopes(frozenset(scopes))

    def _added_up(self, year: int, places: Places, counted: tuple[int, ...]) -> YearTotals:
        column, scopes = self.cubes.column(year), frozenset(counted)
        cubes, chosen = self.cubes, self.chosen(places, scopes)
        if (column, places) not in self._amounts:
            weight = None if places is None else self.inside(cubes.of_site, places)
            self._amounts[column, places] = amounts_of(cubes, column, weight)
        if (column, places, scopes) not in self._gaps:
            self._gaps[column, places, scopes] = gaps_of(cubes, column, chosen)
        gaps = self._gaps[column, places, scopes]
        about = float(cubes.missing_tonnes(column)[chosen].sum()) if gaps.missing_values else 0.0
        return year_totals(year, self._amounts[column, places], gaps, about)

    def _by_category(self, key: tuple[int, Places, bool]) -> dict[Category, float]:
        column, places, location = key
        cubes = self.cubes
        emission, weight = (cubes.location if location else cubes.market)[:, column], None
        if places is not None:
            weight = self.inside(cubes.of_site, places)
            emission = emission * weight
        sums = np.bincount(cubes.of_category, weights=emission, minlength=len(CATEGORIES))
        there = np.bincount(cubes.of_category, weights=weight, minlength=len(CATEGORIES)) > 0
        there[cubes.category[self.chosen(places)]] = True
        return {CATEGORIES[place]: float(sums[place]) for place in np.flatnonzero(there).tolist()}


def _forget(kept: dict[Key, Value], first: Collection[object]) -> None:
    """Let go of what stands under keys that begin with one of these."""
    for key in [key for key in kept if key[0] in first]:
        del kept[key]
