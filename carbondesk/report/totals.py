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
class YearTotals:
    """The totals of one reporting year in t CO2e, with what is missing from them.

    `missing_values` are months that a source in use has no value for; `missing_tonnes` is about what they would add,
    the mean of the source's present months. `without_factor` counts sources whose emission is unknown.
    """

    year: int
    scope1: float
    scope2_location: float
    scope2_market: float
    scope3: float
    biogenic: float
    outside_scopes: float
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


def year_totals(
    cubes: Cubes, year: int, weight: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> YearTotals:
    """Return the totals of a year: of the postings by their weight (0 or 1), of the chosen sources' months."""
    column = cubes.column(year)
    location, market = (
        np.bincount(cubes.of_scope, weights=amounts[:, column] * weight, minlength=4)
        for amounts in (cubes.location, cubes.market)
    )
    expected = cubes.expected(column)
    return YearTotals(
        year=year,
        scope1=float(location[1]),
        scope2_location=float(location[2]),
        scope2_market=float(market[2]),
        scope3=float(location[3]),
        # Not as a matrix product: that wakes the threads of BLAS for a few thousand numbers.
        biogenic=float((cubes.biogenic[:, column] * weight).sum()),
        outside_scopes=float((cubes.outside[:, column] * weight).sum()),
        expected_values=number_of_months(expected[chosen]),
        missing_values=number_of_months(cubes.missing(column)[chosen]),
        estimated_values=number_of_months((expected & cubes.estimated[:, column])[chosen]),
        missing_tonnes=float(cubes.missing_tonnes(column)[chosen].sum()),
        without_factor=int(np.count_nonzero(cubes.unknown[:, column] & chosen)),
    )
