"""The figures of an inventory, kept in memory and refreshed by each step's change.

The overview, the command line and the reports read the same object, so the same number stands everywhere. All
cubes have a row for each source and a column for each reporting year; a change replaces only the rows of the
sources it touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import (
    Category,
    Consolidation,
    Contract,
    Factor,
    FactorSet,
    Organisation,
    Scope2Method,
    Site,
    Source,
)
from carbondesk.report.cubes import Cubes, month_counts
from carbondesk.report.keeping import Kept
from carbondesk.report.ledgers import Ledger, distinct
from carbondesk.report.markets import Market, contract_choices
from carbondesk.report.rates import Rates
from carbondesk.report.structures import Structure, policy_of, process_choices
from carbondesk.report.tallies import ALL_SCOPES, Tally
from carbondesk.report.totals import SiteCompleteness, YearTotals
from carbondesk.store.library import gwp_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.gases import GwpSet
    from carbondesk.store import Change, Inventory

_STRUCTURE = frozenset(
    {
        *("organisation", "entity", "ownership", "site", "source", "allocation", "base_year_change"),
        *("factor", "factor_set", "edition_pin", "process_gas", "rate", "price_index", "contract"),
    }
)
"""Tables whose changes may concern every source."""


class Figures:
    """Totals, breakdowns and completeness of one inventory under its own GWP set and policies."""

    def __init__(self, inventory: Inventory, library: FactorLibrary, gwp_sets: Mapping[str, GwpSet]) -> None:
        """Keep the inventory, the factor library and the GWP sets; `load` reads the numbers."""
        self.inventory = inventory
        self.library = library
        self.gwp_sets = gwp_sets
        self.kept = Kept()
        self.years: list[int] = []
        self.sites: dict[int, Site] = {}
        self.sources: dict[int, Source] = {}

    # ---- reading -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read everything anew: organisation, structure, sites, sources and annual sums."""
        inventory = self.inventory
        self.kept.clear()
        self.organisation: Organisation = inventory.organisation
        self.library = self.library.with_own(inventory.all(Factor), inventory.all(FactorSet))
        self.sites = {site.id: site for site in inventory.all(Site)}
        self.sources = {source.id: source for source in inventory.all(Source)}
        self.structure = Structure.read(inventory, self.sources, self.sites)
        contracts = inventory.all(Contract)
        rates = Rates(
            self.library,
            policy_of(inventory),
            own={
                **process_choices(inventory, self.library, self.sources),
                **contract_choices(contracts),
            },
            derives_upstream=self.organisation.derives_upstream,
        )
        market = Market(inventory, contracts, self.sources, self.sites) if contracts else None
        self.ledger = Ledger(self.organisation, rates, self._gwp(), market)
        self.ledger.load(inventory.annual(), self.sources, self.sites)
        self._lay_out()

    def read_from(self, inventory: Inventory) -> None:
        """Read from another connection to the same file from now on: one belongs to the thread that opened it."""
        self.inventory = inventory
        if self.ledger.contracts is not None:
            self.ledger.contracts.inventory = inventory
        for tally in set(self._tallies.values()):
            tally.cubes.bookings.inventory = inventory

    def _gwp(self) -> GwpSet:
        """Return the organisation's GWP set, with its choice of a potential for SF6."""
        return gwp_set(self.organisation.gwp, self.organisation.sf6)

    def refresh(self, change: Change) -> None:
        """Bring the figures up to a change; only sources that it touched are computed again."""
        touched = change.sources
        self.kept.forget(change)
        if change.tables == {"edition_pin"}:
            self._repin()
        elif change.tables & _STRUCTURE or touched is None or not touched <= self.sources.keys():
            self.load()
        elif touched:
            sources = set(touched)
            concerned = self.ledger.replace(sources, self.inventory.annual(sources), self.sources, self.sites)
            if concerned is None:
                if self.ledger.lags(self.sources):
                    self.load()
                else:
                    self._lay_out()
                return
            for tally in set(self._tallies.values()):
                tally.replace(concerned)

    def _repin(self) -> None:
        """Choose the factors anew of the years whose pinned editions are others now, and weigh everything with them."""
        rates, policy = self.ledger.rates, policy_of(self.inventory)
        years = {year for year, _, _ in rates.policy.pins ^ policy.pins}
        self.ledger.rates = rates.rechosen(policy, years)
        self.weigh(self.ledger.gwp)

    def weigh(self, gwp: GwpSet) -> None:
        """Compute every figure again under another GWP set, without changing the inventory."""
        self.ledger.recalculate(gwp)
        self.kept.clear()
        for tally in set(self._tallies.values()):
            tally.weigh()

    def _lay_out(self) -> None:
        self._tallies: dict[tuple[str, bool], Tally] = {}
        self.years = distinct(self.ledger.rows.year)

    def cubes(
        self, consolidation: str = Consolidation.OPERATIONAL_CONTROL, *, restated: bool = False
    ) -> Cubes:
        """Return the figures under an approach, computed the first time that somebody asks.

        `restated` figures have the structure of the newest year in every year (Corporate Standard, chapter 5); they
        are the same where no share ever begins or ends.
        """
        return self._tally(consolidation, restated=restated).cubes

    def _tally(
        self, consolidation: str = Consolidation.OPERATIONAL_CONTROL, *, restated: bool = False
    ) -> Tally:
        approach = (str(consolidation), restated)
        if approach in self._tallies:
            return self._tallies[approach]
        # Without dated shares a year is its own restatement and is added up once.
        if restated and self.cubes(consolidation).bookings.is_steady:
            self._tallies[approach] = self._tally(consolidation)
        else:
            newest = self.years[-1] if restated and self.years else None
            bookings = self.structure.bookings(
                self.inventory, self.organisation, consolidation, restated=newest
            )
            cubes = Cubes(self.ledger, self.sources, self.sites, bookings)
            self._tallies[approach] = Tally(cubes, self.sites)
        return self._tallies[approach]

    # ---- asking ------------------------------------------------------------------------------------------

    def totals(
        self,
        year: int,
        sites: Iterable[int] | None = None,
        consolidation: str = Consolidation.OPERATIONAL_CONTROL,
        scopes: Collection[int] = ALL_SCOPES,
        *,
        restated: bool = False,
    ) -> YearTotals:
        """Return the totals of a reporting year, of all sites or of some.

        Sites that a consolidation approach leaves out have no part in completeness either. `scopes` says in which
        scopes a gap counts: a business trip without a factor leaves scope 1+2 complete. The totals are kept until a
        change touches their year.
        """
        places = None if sites is None else frozenset(sites)
        return self._tally(consolidation, restated=restated).totals(year, places, scopes)

    def complete_years(
        self, sites: Iterable[int] | None = None, scopes: Collection[int] = ALL_SCOPES
    ) -> list[int]:
        """Return the reporting years in which every value is there and the values reach over the whole year.

        Only the values of some sites and scopes count, if any are named.
        """
        if not self.years:
            return []
        places, tally = None if sites is None else frozenset(sites), self._tally()
        reached = tally.cubes.years_reached(tally.chosen(places, scopes))
        return [year for year in reached if tally.totals(year, places, scopes).complete]

    def reaches_over(self, year: int, sites: Iterable[int] | None = None) -> bool:
        """Whether the values begin by the first month of a reporting year and some reach its last one."""
        tally, places = self._tally(), None if sites is None else frozenset(sites)
        return bool(self.years) and tally.cubes.reaches_over(year, tally.chosen(places))

    def base_year(self) -> int | None:
        """Return the chosen base year, else the first year complete in scopes 1 and 2, as the path takes it."""
        if self.organisation.base_year is not None:
            return self.organisation.base_year
        return next(iter(self.complete_years(scopes=(1, 2))), None)

    def by_site(self, year: int, method: str = "") -> list[tuple[Site, tuple[float, float, float]]]:
        """Return each site with its scopes 1, 2 and 3 of a year in t CO2e, largest scope 1+2 first.

        Scope 2 is that of a method, of the organisation's where none is named. The sites add up to the totals under
        operational control; so do the categories.
        """
        cubes = self.cubes()
        key, emission = (
            cubes.of_site * 4 + cubes.of_scope,
            self._amounts(cubes, method)[:, cubes.column(year)],
        )
        sums = np.bincount(key, weights=emission, minlength=4 * len(self.sites)).reshape(-1, 4)
        rows = [
            (site, (float(row[1]), float(row[2]), float(row[3])))
            for site, row in zip(self.sites.values(), sums, strict=True)
        ]
        return sorted(rows, key=lambda row: -(row[1][0] + row[1][1]))

    def by_category(
        self, year: int, sites: Iterable[int] | None = None, method: str = ""
    ) -> dict[Category, float]:
        """Return t CO2e of a year by category, for the categories that have sources or are derived.

        Scope 2 is that of a method, of the organisation's where none is named. They are kept as the totals are.
        """
        places = None if sites is None else frozenset(sites)
        return self._tally().categories(year, places, location=self._by_location(method))

    def by_source(self, year: int) -> dict[int, float]:
        """Return t CO2e of a year by source id, in whatever category; not a number where a factor is missing.

        What is derived from a source in category 3 is not in it.
        """
        cubes = self.cubes()
        column, own = cubes.column(year), ~cubes.derived
        emission = np.bincount(
            cubes.of_source[own], weights=self._amounts(cubes)[own, column], minlength=len(self.sources)
        )
        values = np.where(cubes.unknown[:, column], np.nan, emission)
        return dict(zip(self.sources, values.tolist(), strict=True))

    def _amounts(self, cubes: Cubes, method: str = "") -> NDArray[np.float64]:
        """Return the amounts by a method of scope 2, by the organisation's where none is named."""
        return cubes.location if self._by_location(method) else cubes.market

    def _by_location(self, method: str) -> bool:
        return (method or self.organisation.scope2_method) == Scope2Method.LOCATION

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
        cubes = self.cubes()
        column = cubes.column(year)
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
        cubes = self.cubes()
        column = cubes.column(year)
        missing, ids = cubes.missing(column), cubes.ids
        return {
            int(ids[place]): [month for month in range(12) if int(missing[place]) >> month & 1]
            for place in np.flatnonzero(missing).tolist()
        }

    def missing_tonnes(self, year: int) -> dict[int, float]:
        """Return for each source with gaps about how many t CO2e its missing months would add."""
        cubes = self.cubes()
        column = cubes.column(year)
        missing = cubes.missing(column)
        tonnes = cubes.missing_tonnes(column)
        return {
            source: value
            for source, mask, value in zip(self.sources, missing.tolist(), tonnes.tolist(), strict=True)
            if mask
        }

    def counted(
        self,
        sites: Iterable[int] | None = None,
        consolidation: str = Consolidation.OPERATIONAL_CONTROL,
    ) -> set[int]:
        """Return the ids of the sources that an approach takes in, whole or in part, on any day."""
        tally, places = self._tally(consolidation), None if sites is None else frozenset(sites)
        return set(tally.cubes.ids[tally.chosen(places)].tolist())

    def inside(self, of_site: NDArray[np.int64], sites: frozenset[int] | None) -> NDArray[np.float64]:
        """Return 1 where a place of a site is among some sites, or everywhere, (m,)."""
        return self._tally().inside(of_site, sites)
