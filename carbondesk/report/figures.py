"""The figures of an inventory, kept in memory and refreshed by each step's change.

The overview, the command line and the reports read the same object, so the same number stands everywhere. All
cubes have a row for each source and a column for each reporting year; a change replaces only the rows of the
sources it touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import KG_PER_TONNE
from carbondesk.domain.accounting.factors import Policy
from carbondesk.domain.records import Category, Consolidation, Organisation, Site, Source
from carbondesk.report.ledgers import Ledger, Rates, counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.gases import GwpSet
    from carbondesk.store import Change, Inventory

_BITS = np.array([bin(mask).count("1") for mask in range(4096)], dtype=np.int16)
_NEVER = 100_000


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


class Figures:
    """Totals, breakdowns and completeness of one inventory under its own GWP set and policies."""

    def __init__(self, inventory: Inventory, library: FactorLibrary, gwp_sets: Mapping[str, GwpSet]) -> None:
        """Keep the inventory, the factor library and the GWP sets; `load` reads the numbers."""
        self.inventory = inventory
        self.library = library
        self.gwp_sets = gwp_sets
        self._empty()

    # ---- reading -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read everything anew: organisation, sites, sources and annual sums."""
        self._empty()
        self.organisation: Organisation = self.inventory.organisation
        self.sites: dict[int, Site] = {site.id: site for site in self.inventory.all(Site)}
        self.sources: dict[int, Source] = {source.id: source for source in self.inventory.all(Source)}
        methane = self.organisation.combustion_methane
        rates = Rates(self.library, Policy(combustion_methane=methane), methane)
        self.ledger = Ledger(self.organisation, rates, self.gwp_sets[self.organisation.gwp])
        sums = self.inventory.annual()
        self.ledger.load(sums, self.sources, self.sites)
        self._lay_out()

    def refresh(self, change: Change) -> None:
        """Bring the figures up to a change; only sources that it touched are computed again."""
        structural = {"organisation", "site", "source", "factor", "edition_pin", "entity", "ownership"}
        touched = change.sources
        if change.tables & structural or touched is None or not touched <= self.sources.keys():
            self.load()
        elif touched:
            sums = self.inventory.annual(touched)
            self.ledger.replace(touched, sums, self.sources, self.sites)
            if set(np.unique(sums.year).tolist()) <= set(self.years):
                self._fill([self._position[source] for source in touched])
            else:
                self._lay_out()

    def weigh(self, gwp: GwpSet) -> None:
        """Compute every figure again under another GWP set, without changing the inventory."""
        self.ledger.recalculate(gwp)
        self._fill(None)

    # ---- asking ------------------------------------------------------------------------------------------

    def totals(
        self,
        year: int,
        sites: Iterable[int] | None = None,
        consolidation: str = Consolidation.OPERATIONAL_CONTROL,
    ) -> YearTotals:
        """Return the totals of a reporting year, of all sites or of some."""
        chosen = self._chosen(sites)
        column = self._column(year)
        weight = self._weight(consolidation) * chosen
        scope = np.bincount(self._scope, weights=self._emission[:, column] * weight, minlength=4)
        expected, missing, estimated, tonnes = self._values(column, chosen)
        return YearTotals(
            year=year,
            scope1=float(scope[1]),
            scope2_location=float(scope[2]),
            scope2_market=float(scope[2]),
            scope3=float(scope[3]),
            biogenic=float(self._biogenic[:, column] @ weight),
            outside_scopes=float(self._outside[:, column] @ weight),
            expected_values=expected,
            missing_values=missing,
            estimated_values=estimated,
            missing_tonnes=tonnes,
            without_factor=int(np.count_nonzero(self._unknown[:, column] & chosen)),
        )

    def complete_years(self, sites: Iterable[int] | None = None) -> list[int]:
        """Return the reporting years in which every value is there and the data reach over the whole year."""
        if not self.sources or not self.years:
            return []
        chosen = self._chosen(sites)
        first, last = self._first[chosen].min(initial=_NEVER), self._horizon
        return [
            year
            for year in self.years
            if first <= self._year_start(year)
            and last >= self._year_start(year) + 11
            and self.totals(year, sites).complete
        ]

    def base_year(self) -> int | None:
        """Return the chosen base year, else the first complete year, else None."""
        if self.organisation.base_year is not None:
            return self.organisation.base_year
        return next(iter(self.complete_years()), None)

    def by_site(self, year: int) -> list[tuple[Site, tuple[float, float, float]]]:
        """Return each site with its scopes 1, 2 and 3 of a year in t CO2e, largest scope 1+2 first."""
        column = self._column(year)
        key = self._site_place * 4 + self._scope
        sums = np.bincount(key, weights=self._emission[:, column], minlength=4 * len(self.sites)).reshape(
            -1, 4
        )
        rows = [
            (site, (float(row[1]), float(row[2]), float(row[3])))
            for site, row in zip(self.sites.values(), sums, strict=True)
        ]
        return sorted(rows, key=lambda row: -(row[1][0] + row[1][1]))

    def by_category(self, year: int, sites: Iterable[int] | None = None) -> dict[Category, float]:
        """Return t CO2e of a year by category, for the categories that have sources."""
        column = self._column(year)
        result: dict[Category, float] = {}
        chosen = self._chosen(sites)
        for place, category in enumerate(Category):
            members = (self._category == place) & chosen
            if members.any():
                result[category] = float(self._emission[members, column].sum())
        return result

    def by_source(self, year: int) -> dict[int, float]:
        """Return t CO2e of a year by source id; not a number where a factor is missing."""
        column = self._column(year)
        values = np.where(self._unknown[:, column], np.nan, self._emission[:, column])
        return dict(zip(self.sources, values.tolist(), strict=True))

    def completeness(self, year: int) -> list[SiteCompleteness]:
        """Return the months of each site in a year, in the order of the sites."""
        column = self._column(year)
        expected = self._expected(column)
        missing = expected & ~self._present[:, column]
        estimated = expected & self._estimated[:, column]
        tonnes = self._missing_tonnes(column, missing)
        result = []
        for place, site in enumerate(self.sites.values()):
            members = self._site_place == place
            result.append(
                SiteCompleteness(
                    site,
                    _month_counts(expected[members]),
                    _month_counts(missing[members]),
                    _month_counts(estimated[members]),
                    float(tonnes[members].sum()),
                )
            )
        return result

    def missing_months(self, year: int) -> dict[int, list[int]]:
        """Return for each source with gaps in a year the positions (0 to 11) of its missing months."""
        column = self._column(year)
        missing = self._expected(column) & ~self._present[:, column]
        return {
            source: [month for month in range(12) if mask >> month & 1]
            for source, mask in zip(self.sources, missing.tolist(), strict=True)
            if mask
        }

    def missing_tonnes(self, year: int) -> dict[int, float]:
        """Return for each source with gaps about how many t CO2e its missing months would add."""
        column = self._column(year)
        missing = self._expected(column) & ~self._present[:, column]
        tonnes = self._missing_tonnes(column, missing)
        return {
            source: value
            for source, mask, value in zip(self.sources, missing.tolist(), tonnes.tolist(), strict=True)
            if mask
        }

    # ---- keeping -----------------------------------------------------------------------------------------

    def _empty(self) -> None:
        self.years: list[int] = []
        self._position: dict[int, int] = {}
        self._horizon = -_NEVER

    def _lay_out(self) -> None:
        """Size the cubes for the sources and years that there are, and fill them."""
        self.years = sorted(set(np.unique(self.ledger.rows.year).tolist()))
        self._position = {source: place for place, source in enumerate(self.sources)}
        count, shape = len(self.sources), (len(self.sources), len(self.years) + 1)
        place_of_site = {site: place for place, site in enumerate(self.sites)}
        categories = {category.value: place for place, category in enumerate(Category)}
        rows = self.sources.values()
        self._site_place = np.fromiter((place_of_site[s.site] for s in rows), dtype=np.int64, count=count)
        self._category = np.fromiter((categories[s.category] for s in rows), dtype=np.int64, count=count)
        self._scope = np.array([int(category.scope) for category in Category], dtype=np.int64)[self._category]
        self._counted = np.fromiter((counts(s) for s in rows), dtype=np.bool_, count=count)
        self._opens = _month_indices((s.from_ for s in rows), count, _NEVER)
        self._closes = _month_indices((s.to for s in rows), count, _NEVER)
        self._emission, self._biogenic, self._outside = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self._unknown = np.zeros(shape, dtype=np.bool_)
        self._present, self._estimated = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.int16)
        self._first, self._last = np.full(count, _NEVER), np.full(count, -_NEVER)
        self._fill(None)

    def _fill(self, places: list[int] | None) -> None:
        """Compute the cubes of the sources at these places (None: all) from the ledger's rows."""
        rows = self.ledger.rows
        ids = np.fromiter(self.sources, dtype=np.int64, count=len(self.sources))
        order = np.argsort(ids, kind="stable")
        if places is None:
            picked = np.arange(len(rows.source))
            cleared: NDArray[np.int64] = np.arange(len(ids))
        else:
            cleared = np.array(places, dtype=np.int64)
            picked = np.flatnonzero(np.isin(rows.source, ids[cleared]))
        source = order[np.searchsorted(ids, rows.source[picked], sorter=order)]
        column = np.searchsorted(np.array(self.years, dtype=np.int64), rows.year[picked])
        at = (source, column)
        table, rate = self.ledger.rates.table, rows.rate[picked]
        quantity, emission = rows.quantity[picked], self.ledger.emission[picked]
        unknown = np.isnan(emission)
        self._set(self._emission, cleared, at, np.where(unknown, 0.0, emission))
        self._set(self._biogenic, cleared, at, quantity * table.biogenic[rate] / KG_PER_TONNE)
        self._set(self._outside, cleared, at, quantity * table.outside(self.ledger.gwp)[rate] / KG_PER_TONNE)
        self._unknown[cleared] = False
        np.logical_or.at(self._unknown, at, unknown)
        self._mark(cleared, picked, source, column)

    @staticmethod
    def _set(
        cube: NDArray[np.float64],
        cleared: NDArray[np.int64],
        at: tuple[NDArray[np.int64], NDArray[np.int64]],
        values: NDArray[np.float64],
    ) -> None:
        cube[cleared] = 0.0
        np.add.at(cube, at, values)

    def _mark(
        self,
        cleared: NDArray[np.int64],
        picked: NDArray[np.int64],
        source: NDArray[np.int64],
        column: NDArray[np.int64],
    ) -> None:
        """Set the months with a value, the estimated months and each source's first and last month."""
        rows, start = self.ledger.rows, self.organisation.year_start
        later = rows.factor_year[picked] != rows.year[picked]
        for cube, masks in ((self._present, rows.months), (self._estimated, rows.estimated)):
            mask = masks[picked].astype(np.int64)
            shifted = np.where(later, mask << (13 - start), mask >> (start - 1)) & 0xFFF
            cube[cleared] = 0
            np.bitwise_or.at(cube, (source, column), shifted.astype(np.int16))
        months = rows.months[picked].astype(np.int64)
        begins = rows.factor_year[picked].astype(np.int64) * 12
        lowest, highest = _LOWEST[months], _HIGHEST[months]
        self._first[cleared], self._last[cleared] = _NEVER, -_NEVER
        np.minimum.at(self._first, source, np.where(months > 0, begins + lowest, _NEVER))
        np.maximum.at(self._last, source, np.where(months > 0, begins + highest, -_NEVER))
        self._horizon = int(self._last.max(initial=-_NEVER))

    # ---- helpers of the questions ------------------------------------------------------------------------

    def _column(self, year: int) -> int:
        """Return the column of a year; a year without data has the empty column behind the last."""
        return self.years.index(year) if year in self.years else len(self.years)

    def _chosen(self, sites: Iterable[int] | None) -> NDArray[np.bool_]:
        if sites is None:
            return self._counted
        wanted = set(sites)
        return self._counted & np.fromiter(
            (source.site in wanted for source in self.sources.values()),
            dtype=np.bool_,
            count=len(self.sources),
        )

    def _weight(self, consolidation: str) -> NDArray[np.float64]:
        """Return each source's share in the inventory under a consolidation approach."""
        if consolidation == Consolidation.EQUITY_SHARE:
            of_site = [1.0 if site.share is None else site.share for site in self.sites.values()]
        else:
            word = "operational" if consolidation == Consolidation.OPERATIONAL_CONTROL else "financial"
            of_site = [
                1.0 if site.control in {"", "both"} or word in site.control else 0.0
                for site in self.sites.values()
            ]
        return np.array(of_site, dtype=np.float64)[self._site_place] if of_site else np.zeros(0)

    def _year_start(self, year: int) -> int:
        """Return the absolute index of the first month of a reporting year (year x 12 + month - 1)."""
        return year * 12 + self.organisation.year_start - 1

    def _expected(self, column: int) -> NDArray[np.int16]:
        """Return the months in which each source should have a value, as bit masks (bit 0 = first month).

        From the source's own start, else its first value, to its own end, else the last month for which the
        inventory has any value. A source without any value and without a start asks for nothing yet.
        """
        if column >= len(self.years):
            return np.zeros(len(self.sources), dtype=np.int16)
        begin = self._year_start(self.years[column])
        first = np.where(self._opens != _NEVER, self._opens, self._first)
        last = np.where(self._closes != _NEVER, self._closes, self._horizon)
        low = np.clip(first - begin, 0, 12)
        high = np.clip(np.minimum(last, self._horizon) + 1 - begin, 0, 12)
        mask = ((1 << high) - 1) & ~((1 << low) - 1)
        return np.where(self._counted, mask, 0).astype(np.int16)

    def _values(self, column: int, chosen: NDArray[np.bool_]) -> tuple[int, int, int, float]:
        expected = np.where(chosen, self._expected(column), 0)
        missing = expected & ~self._present[:, column]
        estimated = expected & self._estimated[:, column]
        tonnes = float(self._missing_tonnes(column, missing).sum())
        return (
            int(_BITS[expected].sum()),
            int(_BITS[missing].sum()),
            int(_BITS[estimated].sum()),
            tonnes,
        )

    def _missing_tonnes(self, column: int, missing: NDArray[np.int16]) -> NDArray[np.float64]:
        present = _BITS[self._present[:, column]]
        mean = self._emission[:, column] / np.maximum(present, 1)
        return mean * _BITS[missing]


_LOWEST = np.array([0] + [(mask & -mask).bit_length() - 1 for mask in range(1, 4096)], dtype=np.int64)
_HIGHEST = np.array([0] + [mask.bit_length() - 1 for mask in range(1, 4096)], dtype=np.int64)


def _month_counts(masks: NDArray[np.int16]) -> tuple[int, ...]:
    return tuple(int(np.count_nonzero(masks >> month & 1)) for month in range(12))


def _month_indices(dates: Iterable[date | None], count: int, default: int) -> NDArray[np.int64]:
    return np.fromiter(
        (default if day is None else day.year * 12 + day.month - 1 for day in dates),
        dtype=np.int64,
        count=count,
    )
