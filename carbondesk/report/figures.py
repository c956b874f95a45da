"""The figures of an inventory, kept in memory and refreshed by each step's change.

The overview, the command line and the reports read the same object, so the same number stands everywhere. All
cubes have a row for each source and a column for each reporting year; a change replaces only the rows of the
sources it touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.completeness import number_of_months
from carbondesk.domain.accounting.factors import Need, Policy
from carbondesk.domain.records import Category, Consolidation, Factor, Organisation, Site, Source
from carbondesk.report.cubes import Cubes, month_counts
from carbondesk.report.ledgers import Ledger, Rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.gases import GwpSet
    from carbondesk.store import Change, Inventory

_STRUCTURE = frozenset({"organisation", "site", "source", "factor", "edition_pin", "entity", "ownership"})
"""Tables whose changes may concern every source."""
ALL_SCOPES = (1, 2, 3)


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
        self.years: list[int] = []
        self.sites: dict[int, Site] = {}
        self.sources: dict[int, Source] = {}
        self._totals: dict[tuple[object, ...], YearTotals] = {}

    # ---- reading -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read everything anew: organisation, sites, sources and annual sums."""
        self.organisation: Organisation = self.inventory.organisation
        self.library = self.library.with_own(self.inventory.all(Factor))
        self.sites = {site.id: site for site in self.inventory.all(Site)}
        self.sources = {source.id: source for source in self.inventory.all(Source)}
        methane = self.organisation.combustion_methane
        rates = Rates(self.library, Policy(combustion_methane=methane))
        self.ledger = Ledger(self.organisation, rates, self.gwp_sets[self.organisation.gwp])
        self.ledger.load(self.inventory.annual(), self.sources, self.sites)
        self._lay_out()

    def refresh(self, change: Change) -> None:
        """Bring the figures up to a change; only sources that it touched are computed again."""
        touched = change.sources
        if change.tables & _STRUCTURE or touched is None or not touched <= self.sources.keys():
            self.load()
        elif touched:
            sources = set(touched)
            same_years = self.ledger.replace(
                sources, self.inventory.annual(sources), self.sources, self.sites
            )
            if same_years:
                changed = {self._cubes.year_of(column) for column in self._cubes.fill(sources)}
                self._totals = {key: kept for key, kept in self._totals.items() if key[0] not in changed}
            else:
                self._lay_out()

    def weigh(self, gwp: GwpSet) -> None:
        """Compute every figure again under another GWP set, without changing the inventory."""
        self.ledger.recalculate(gwp)
        self._cubes.fill()
        self._totals = {}

    def _lay_out(self) -> None:
        self._totals = {}
        self._of_scopes: dict[frozenset[int], NDArray[np.bool_]] = {}
        self._cubes = Cubes(self.ledger, self.sources, self.sites)
        self.years = self._cubes.years
        default = Consolidation.OPERATIONAL_CONTROL
        self._controlled = self._weighed([_share(site, default) for site in self.sites.values()])

    # ---- asking ------------------------------------------------------------------------------------------

    def totals(
        self,
        year: int,
        sites: Iterable[int] | None = None,
        consolidation: str = Consolidation.OPERATIONAL_CONTROL,
        scopes: Collection[int] = ALL_SCOPES,
    ) -> YearTotals:
        """Return the totals of a reporting year, of all sites or of some.

        Sites that a consolidation approach leaves out have no part in completeness either. `scopes` says in which
        scopes a gap counts: a business trip without a factor leaves scope 1+2 complete. The totals of all sites are
        kept until a change touches their year.
        """
        places = None if sites is None else frozenset(sites)
        key = (year, places, consolidation, frozenset(scopes))
        if key not in self._totals:
            self._totals[key] = self._total(year, places, consolidation, scopes)
        return self._totals[key]

    def _total(
        self, year: int, sites: frozenset[int] | None, consolidation: str, scopes: Collection[int]
    ) -> YearTotals:
        cubes, weight = self._cubes, self.weights(sites, consolidation)
        column, chosen = cubes.column(year), self._in_scopes(weight > 0, scopes)
        scope = np.bincount(cubes.scope, weights=cubes.emission[:, column] * weight, minlength=4)
        return YearTotals(
            year=year,
            scope1=float(scope[1]),
            scope2_location=float(scope[2]),
            scope2_market=float(scope[2]),
            scope3=float(scope[3]),
            biogenic=float(cubes.biogenic[:, column] @ weight),
            outside_scopes=float(cubes.outside[:, column] @ weight),
            expected_values=number_of_months(cubes.expected(column)[chosen]),
            missing_values=number_of_months(cubes.missing(column)[chosen]),
            estimated_values=number_of_months((cubes.expected(column) & cubes.estimated[:, column])[chosen]),
            missing_tonnes=float(cubes.missing_tonnes(column)[chosen] @ weight[chosen]),
            without_factor=int(np.count_nonzero(cubes.unknown[:, column] & chosen)),
        )

    def complete_years(
        self, sites: Iterable[int] | None = None, scopes: Collection[int] = ALL_SCOPES
    ) -> list[int]:
        """Return the reporting years in which every value is there and the values reach over the whole year.

        Only the values of some sites and scopes count, if any are named.
        """
        if not self.years:
            return []
        places = None if sites is None else set(sites)
        chosen = self._in_scopes(self.weights(places) > 0, scopes)
        return [
            year
            for year in self._cubes.years_reached(chosen)
            if self.totals(year, places, scopes=scopes).complete
        ]

    def reaches_over(self, year: int, sites: Iterable[int] | None = None) -> bool:
        """Whether the values begin by the first month of a reporting year and some reach its last one."""
        return bool(self.years) and self._cubes.reaches_over(year, self.weights(sites) > 0)

    def base_year(self) -> int | None:
        """Return the chosen base year, else the first year complete in scopes 1 and 2, as the path takes it."""
        if self.organisation.base_year is not None:
            return self.organisation.base_year
        return next(iter(self.complete_years(scopes=(1, 2))), None)

    def by_site(self, year: int) -> list[tuple[Site, tuple[float, float, float]]]:
        """Return each site with its scopes 1, 2 and 3 of a year in t CO2e, largest scope 1+2 first.

        The sites add up to the totals under operational control; so do the categories.
        """
        cubes, column = self._cubes, self._cubes.column(year)
        key, emission = cubes.site * 4 + cubes.scope, cubes.emission[:, column] * self.weights()
        sums = np.bincount(key, weights=emission, minlength=4 * len(self.sites)).reshape(-1, 4)
        rows = [
            (site, (float(row[1]), float(row[2]), float(row[3])))
            for site, row in zip(self.sites.values(), sums, strict=True)
        ]
        return sorted(rows, key=lambda row: -(row[1][0] + row[1][1]))

    def by_category(self, year: int, sites: Iterable[int] | None = None) -> dict[Category, float]:
        """Return t CO2e of a year by category, for the categories that have sources."""
        cubes, column = self._cubes, self._cubes.column(year)
        result: dict[Category, float] = {}
        weight = self.weights(sites)
        emission = cubes.emission[:, column] * weight
        for place, category in enumerate(Category):
            members = (cubes.category == place) & (weight > 0)
            if members.any():
                result[category] = float(emission[members].sum())
        return result

    def by_source(self, year: int) -> dict[int, float]:
        """Return t CO2e of a year by source id, before any share; not a number where a factor is missing."""
        cubes, column = self._cubes, self._cubes.column(year)
        values = np.where(cubes.unknown[:, column], np.nan, cubes.emission[:, column])
        return dict(zip(self.sources, values.tolist(), strict=True))

    def sources_by_need(self, year: int) -> dict[Need, NDArray[np.int64]]:
        """Return for each need for a factor in a reporting year the ids of the sources that have it."""
        rows, needs = self.ledger.rows, self.ledger.rates.needs
        inside = np.flatnonzero(rows.year == year)
        order = inside[np.argsort(rows.rate[inside], kind="stable")]
        rates, starts = np.unique(rows.rate[order], return_index=True)
        groups = np.split(rows.source[order], starts[1:])
        return {needs[rate]: np.unique(group) for rate, group in zip(rates.tolist(), groups, strict=True)}

    def completeness(self, year: int) -> list[SiteCompleteness]:
        """Return the months of each site in a year, in the order of the sites."""
        cubes, column = self._cubes, self._cubes.column(year)
        expected = cubes.expected(column)
        count = len(self.sites)
        wanted = month_counts(expected, cubes.site, count)
        missing = month_counts(cubes.missing(column), cubes.site, count)
        estimated = month_counts(expected & cubes.estimated[:, column], cubes.site, count)
        tonnes = np.bincount(cubes.site, weights=cubes.missing_tonnes(column), minlength=len(self.sites))
        return [
            SiteCompleteness(site, wanted[place], missing[place], estimated[place], about)
            for place, (site, about) in enumerate(zip(self.sites.values(), tonnes.tolist(), strict=True))
        ]

    def missing_months(self, year: int) -> dict[int, list[int]]:
        """Return for each source with gaps in a year the positions (0 to 11) of its missing months."""
        cubes, column = self._cubes, self._cubes.column(year)
        missing = cubes.missing(column)
        ids = cubes.ids
        return {
            int(ids[place]): [month for month in range(12) if int(missing[place]) >> month & 1]
            for place in np.flatnonzero(missing).tolist()
        }

    def missing_tonnes(self, year: int) -> dict[int, float]:
        """Return for each source with gaps about how many t CO2e its missing months would add."""
        cubes, column = self._cubes, self._cubes.column(year)
        missing = cubes.missing(column)
        tonnes = cubes.missing_tonnes(column)
        return {
            source: value
            for source, mask, value in zip(self.sources, missing.tolist(), tonnes.tolist(), strict=True)
            if mask
        }

    def weights(
        self,
        sites: Iterable[int] | None = None,
        consolidation: str = Consolidation.OPERATIONAL_CONTROL,
    ) -> NDArray[np.float64]:
        """Return each source's share in the inventory, 0 to 1, in the order of `sources`.

        Submeters and exports have none, nor have sites that are not chosen or that the approach leaves out (GHG
        Protocol Corporate Standard, chapter 3).
        """
        if sites is None and consolidation == Consolidation.OPERATIONAL_CONTROL:
            return self._controlled
        wanted = self.sites.keys() if sites is None else set(sites)
        return self._weighed(
            [_share(site, consolidation) * (site.id in wanted) for site in self.sites.values()]
        )

    def _in_scopes(self, chosen: NDArray[np.bool_], scopes: Collection[int]) -> NDArray[np.bool_]:
        if scopes is ALL_SCOPES:
            return chosen
        wanted = frozenset(scopes)
        if wanted not in self._of_scopes:
            self._of_scopes[wanted] = np.isin(self._cubes.scope, list(wanted))
        return chosen & self._of_scopes[wanted]

    def _weighed(self, shares: list[float]) -> NDArray[np.float64]:
        of_site = np.array([*shares, 0.0])
        weight: NDArray[np.float64] = of_site[self._cubes.site] * self._cubes.counted
        return weight


def _share(site: Site, consolidation: str) -> float:
    """Return which share of a site's emissions an approach takes in; a site that says nothing is the group's."""
    if consolidation == Consolidation.EQUITY_SHARE:
        return 1.0 if site.share is None else site.share
    word = "operational" if consolidation == Consolidation.OPERATIONAL_CONTROL else "financial"
    return 1.0 if site.control in {"", "both"} or word in site.control else 0.0
