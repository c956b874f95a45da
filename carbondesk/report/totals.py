"""What a reporting year comes to: its totals by scope and method, and what is missing from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.completeness import number_of_months
from carbondesk.domain.records import Site

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.cubes import Cubes


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a reporting year emits in t CO2e, whichever scopes somebody asks about."""

    scope1: float
    scope2_location: float
    scope2_market: float
    scope3: float
    biogenic: float
    outside_scopes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """How many monthly values of a year are expected, missing and estimated, and how many sources lack a factor."""

    expected_values: int
    missing_values: int
    estimated_values: int
    without_factor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTotals(Amounts):
    """The totals of one reporting year in t CO2e, with what is missing from them.

    `missing_values` are months that a source in use has no value for; `missing_tonnes` is about what they would add,
    the mean of the source's present months. `without_factor` counts sources whose emission is unknown.
    """

    year: int
    expected_values: int
    missing_values: int
    estimated_values: int
    missing_tonnes: float
    without_factor: int

    @property
    def complete(self) -> bool:
        """Whether no value and no factor is missing."""
        return self.missing_values == 0 and self.without_factor == 0

    @property
    def scope12_location(self) -> float:
        """Scope 1 and location-based scope 2."""
        return self.scope1 + self.scope2_location

    @property
    def scope12_market(self) -> float:
        """Scope 1 and market-based scope 2."""
        return self.scope1 + self.scope2_market

    def scope2(self, method: str) -> float:
        """Scope 2 by one of the two methods, `location` or `market`."""
        return self.scope2_location if method == "location" else self.scope2_market

    def total(self, method: str) -> float:
        """All three scopes, with scope 2 by one of the two methods."""
        return self.scope1 + self.scope2(method) + self.scope3


@dataclass(frozen=True, slots=True)
class SiteCompleteness:
    """A site's months of one year: twelve counts each, in the order of the reporting year."""

    site: Site
    expected: tuple[int, ...]
    missing: tuple[int, ...]
    estimated: tuple[int, ...]
    missing_tonnes: float

    @property
    def share(self) -> float:
        """The share of expected values that are there, 0 to 1."""
        expected = sum(self.expected)
        return 1.0 if expected == 0 else 1.0 - sum(self.missing) / expected


def amounts_of(cubes: Cubes, column: int, weight: NDArray[np.float64] | None) -> Amounts:
    """Return what a column of the cubes emits: all its postings, or each by a weight of 0 or 1."""

    def of(cube: NDArray[np.float64]) -> NDArray[np.float64]:
        return cube[:, column] if weight is None else cube[:, column] * weight

    location, market = (
        np.bincount(cubes.of_scope, weights=of(cube), minlength=4) for cube in (cubes.location, cubes.market)
    )
    return Amounts(
        scope1=float(location[1]),
        scope2_location=float(location[2]),
        scope2_market=float(market[2]),
        scope3=float(location[3]),
        # Not as a matrix product: that wakes the threads of BLAS for a few thousand numbers.
        biogenic=float(of(cubes.biogenic).sum()),
        outside_scopes=float(of(cubes.outside).sum()),
    )


def gaps_of(cubes: Cubes, column: int, chosen: NDArray[np.bool_]) -> Gaps:
    """Return how the months of the chosen sources stand in a column of the cubes."""
    expected = cubes.expected(column)
    return Gaps(
        expected_values=number_of_months(expected[chosen]),
        missing_values=number_of_months(cubes.missing(column)[chosen]),
        estimated_values=number_of_months((expected & cubes.estimated[:, column])[chosen]),
        without_factor=int(np.count_nonzero(cubes.unknown[:, column] & chosen)),
    )


def year_totals(year: int, amounts: Amounts, gaps: Gaps, missing_tonnes: float) -> YearTotals:
    """Return the totals of a year from what it emits and what is missing from it."""
    return YearTotals(
        year=year,
        scope1=amounts.scope1,
        scope2_location=amounts.scope2_location,
        scope2_market=amounts.scope2_market,
        scope3=amounts.scope3,
        biogenic=amounts.biogenic,
        outside_scopes=amounts.outside_scopes,
        expected_values=gaps.expected_values,
        missing_values=gaps.missing_values,
        estimated_values=gaps.estimated_values,
        missing_tonnes=missing_tonnes,
        without_factor=gaps.without_factor,
    )
