"""Market-based scope 2: what contracts cover of each electricity row, and what the rest takes.

Without any contract in the inventory both methods are the same, and a finding says so. With one, use that nothing
covers takes the residual mix of its country where one is published, else the grid's factor (Scope 2 Guidance,
table 6.3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from carbondesk.domain.accounting.criteria import usable
from carbondesk.domain.accounting.emissions import tonnes
from carbondesk.domain.accounting.factors import Choice
from carbondesk.domain.accounting.instruments import Coverage, Use, markets, match
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.periods import Period, exact_sum, fiscal_year, month_of, shares_by_month
from carbondesk.domain.records import Category, Contract, Factor, Site, Source
from carbondesk.domain.schema import Finding, info
from carbondesk.domain.text import say
from carbondesk.domain.units import UnitFault, ratio
from carbondesk.report.ledgers import counts, spread
from carbondesk.report.rates import CONTRACT_ID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.ledgers import Ledger
    from carbondesk.store import Inventory

RESIDUAL = "residual electricity"
"""The carrier of the factor of what nobody has claimed."""

Monthly = dict[tuple[str, str, str], float]
"""The quantities of a source by month (`YYYY-MM`), unit and factor of the entry."""


class MarketParts(NamedTuple):
    """What rows of the ledger are by the market-based method, (m,) each: row, rate, quantity in the rate's unit."""

    row: NDArray[np.int64]
    rate: NDArray[np.int64]
    quantity: NDArray[np.float64]


def contract_choices(contracts: Iterable[Contract]) -> dict[str, Choice]:
    """Return the rate of each contract that may be used, by the id of its factor."""
    choices = {}
    for contract in contracts:
        use, _ = usable(contract)
        if use is not None:
            factor = Factor(
                factor_id=f"{CONTRACT_ID}{contract.id}",
                name=str(use.name),
                scope="2",
                category=Category.ELECTRICITY.value,
                carrier="electricity",
                activity_unit="kWh",
                co2=use.rate,
                source=contract.generator,
                source_version=contract.scheme,
                source_table=contract.kind,
            )
            choices[factor.factor_id] = Choice(factor=factor, per_unit=1.0, title=use.name)
    return choices


def without_contracts() -> Finding:
    """Return that both methods of scope 2 are the same, for no contract is there."""
    return info(
        "market-equals-location",
        say("No green power contract is counted: market-based scope 2 equals location-based."),
        remedy=say("State it in the report, or enter contracts and certificates."),
        scope="2",
    )


class Market:
    """The contracts of an inventory, matched with the use of its electricity sources."""

    def __init__(
        self,
        inventory: Inventory,
        contracts: Sequence[Contract],
        sources: Mapping[int, Source],
        sites: Mapping[int, Site],
    ) -> None:
        """Keep what is matched; `emission` reads the entries of the sources that a contract may reach."""
        self.inventory = inventory
        self._contracts = contracts
        self._sources = sources
        self._sites = sites
        reached = {contract.market.strip().casefold() for contract in contracts if contract.site is None}
        bound = {contract.site for contract in contracts if contract.site is not None}
        self._reached = {
            source.id
            for source in sources.values()
            if source.category == Category.ELECTRICITY
            and counts(source)
            and (source.site in bound or markets(sites[source.site]) & reached)
        }
        self._monthly: dict[int, Monthly] = {}
        self._coverage: dict[tuple[int, str], Coverage] = {}
        self._residual: dict[Need, int] = {}
        self._findings: list[Finding] = []
        self._emission = np.zeros(0)
        self.moved = np.zeros(0, dtype=np.bool_)
        self.parts = MarketParts(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))

    @property
    def coverage(self) -> Mapping[tuple[int, str], Coverage]:
        """What covers the use of each source and month that a contract may reach."""
        return self._coverage

    def findings(self, ledger: Ledger, year: int) -> list[Finding]:
        """Return what is doubtful about the contracts in a reporting year, and where no residual mix is published."""
        rates, rows = ledger.rates, ledger.rows
        used = {rates.needs[rate] for rate in np.unique(rows.rate[rows.year == year]).tolist()}
        missing = sorted(
            {
                need.country
                for need, place in self._residual.items()
                if need in used and rates.needs[place].carrier != RESIDUAL and not need.own_factor
            }
        )
        return [
            *(found for found in self._findings if found.where.get("year", year) == year),
            *(
                info(
                    "residual-mix-missing",
                    say(
                        "No residual mix is published for {country}; the grid's factor is used.",
                        country=country,
                    ),
                    remedy=say(
                        "State it in the report, or enter a residual mix as a contract of that market."
                    ),
                    country=country,
                    scope="2",
                )
                for country in missing
            ),
        ]

    def emission(
        self, ledger: Ledger, changed: Collection[int] | None
    ) -> tuple[NDArray[np.float64], set[int]]:
        """Return t CO2e of every row by the market-based method, and the sources whose amounts may be others now.

        `changed` names the sources whose entries are others (None: all of them).
        """
        if changed is not None and not any(
            self._sources[source].category == Category.ELECTRICITY for source in changed
        ):
            # Fuels have one amount; what the contracts cover stays as it is.
            places = ledger.places(changed)
            self._emission[places] = ledger.emission[places]
            return self._emission, set()
        before = self._coverage
        stale = self._reached if changed is None else self._reached & set(changed)
        if stale:
            self._read(stale)
        # A contract that reaches no source at all has findings too.
        if stale or changed is None:
            self._match(ledger)
        self._lay_out(ledger)
        per_unit = ledger.rates.table.co2e(ledger.gwp)
        result = np.where(self.moved, 0.0, ledger.emission)
        # What is covered counts, also where the rest has no factor.
        parts = np.nan_to_num(tonnes(self.parts.quantity, per_unit[self.parts.rate]))
        np.add.at(result, self.parts.row, parts)
        others = {key[0] for key, cover in self._coverage.items() if before.get(key) != cover}
        self._emission = result
        return result, others

    def split(self, ledger: Ledger, source: Source, need: Need, month: str) -> tuple[tuple[int, float], ...]:
        """Return what a quantity of a source and month becomes: (rate, its quantity per quantity entered).

        Empty where the market-based method is the location-based one.
        """
        if source.category != Category.ELECTRICITY:
            return ()
        rest, per_unit = self._rest(ledger, need), _kwh(need.unit)
        coverage = self._coverage.get((source.id, month))
        if coverage is None or not coverage.use.kwh or per_unit is None:
            own = ledger.rates.place(need)
            return () if rest == own or need.generated_on_site else ((rest, 1.0),)
        per_kwh = float(per_unit)
        share = per_kwh / coverage.use.kwh
        parts = [
            (ledger.rates.place(_contract_need(cover.contract, need.year)), cover.kwh * share)
            for cover in coverage.covers
        ]
        if not parts and (need.generated_on_site and not coverage.remaining):
            return ()
        return (*parts, (rest, coverage.remaining * share / per_kwh))

    def parts_of(self, ledger: Ledger, row: int, months: Mapping[str, float]) -> Iterator[tuple[int, float]]:
        """Yield what a row's quantities by month become: (rate, quantity in the rate's unit)."""
        own, source = int(ledger.rows.rate[row]), self._sources[int(ledger.rows.source[row])]
        for month, quantity in months.items():
            parts = self.split(ledger, source, ledger.rates.needs[own], month) or ((own, 1.0),)
            for rate, per_unit in parts:
                yield rate, quantity * per_unit

    def _rest(self, ledger: Ledger, need: Need) -> int:
        """Return the rate of what nothing covers: the country's residual mix, else the location-based factor."""
        if need not in self._residual:
            place = ledger.rates.place(replace(need, generated_on_site=False))
            if not need.own_factor:
                mix = replace(need, carrier=RESIDUAL, generated_on_site=False)
                if ledger.rates.choice(mix).factor is not None:
                    place = ledger.rates.place(mix)
            self._residual[need] = place
        return self._residual[need]

    def _read(self, sources: Collection[int]) -> None:
        """Read the entries of some sources, month by month."""
        for source in sources:
            self._monthly[source] = defaultdict(float)
        for entry in self.inventory.activities(source=sorted(sources)):
            monthly = self._monthly[entry.source]
            for part, quantity in shares_by_month(Period(entry.start, entry.end), entry.quantity):
                monthly[month_of(part.start), entry.unit, entry.factor] += quantity

    def _match(self, ledger: Ledger) -> None:
        """Share the contracts out among the uses."""
        uses = []
        for identity, monthly in sorted(self._monthly.items()):
            source = self._sources[identity]
            site = self._sites[source.site]
            months: dict[str, list[float]] = defaultdict(list)
            for (month, unit, _), quantity in monthly.items():
                per_unit = _kwh(unit)
                if per_unit is not None:
                    months[month].append(float(Fraction(quantity) * per_unit))
            uses += [
                Use(
                    source=identity,
                    site=site.id,
                    month=month,
                    kwh=exact_sum(amounts),
                    markets=markets(site),
                    own=source.generated_on_site,
                )
                for month, amounts in months.items()
            ]
        found, self._findings = match(uses, self._contracts, year_start=ledger.organisation.year_start)
        self._coverage = {(each.use.source, each.use.month): each for each in found}

    def _lay_out(self, ledger: Ledger) -> None:
        """Find the rows that differ from the location-based method, and their parts."""
        rows, start = ledger.rows, ledger.organisation.year_start
        self._residual = {}
        electric = np.array(
            [source.category == Category.ELECTRICITY for source in self._sources.values()], dtype=np.bool_
        )
        ids = np.fromiter(self._sources, dtype=np.int64, count=len(self._sources))[electric]
        found: list[tuple[int, int, float]] = []
        needs = ledger.rates.needs
        place_of: dict[tuple[int, int, int, int], int] = {}
        for row in np.flatnonzero(np.isin(rows.source, ids) & (rows.months > 0)).tolist():
            source, need = int(rows.source[row]), needs[rows.rate[row]]
            if source in self._reached:
                key = (source, int(rows.factor_year[row]), int(rows.year[row]), int(rows.kind[row]))
                place_of[key] = row
            elif (rest := self._rest(ledger, need)) != rows.rate[row] and not need.generated_on_site:
                found.append((row, rest, float(rows.quantity[row])))
        for source, monthly in self._monthly.items():
            for (month, unit, factor), quantity in monthly.items():
                year = fiscal_year(date.fromisoformat(f"{month}-01"), start)
                row_at = place_of.get((source, int(month[:4]), year, ledger.kind(unit, factor)))
                if row_at is not None:
                    counted = {month: quantity * spread(self._sources[source])}
                    found += [(row_at, *part) for part in self.parts_of(ledger, row_at, counted)]
        columns = list(zip(*found, strict=True)) or [(), (), ()]
        self.parts = MarketParts(
            np.array(columns[0], dtype=np.int64),
            np.array(columns[1], dtype=np.int64),
            np.array(columns[2], dtype=np.float64),
        )
        self.moved = np.zeros(len(rows.source), dtype=np.bool_)
        self.moved[self.parts.row] = True


def _contract_need(contract: int, year: int) -> Need:
    return Need(
        category=Category.ELECTRICITY.value,
        carrier="electricity",
        unit="kWh",
        year=year,
        own_factor=f"{CONTRACT_ID}{contract}",
    )


def _kwh(unit: str) -> Fraction | None:
    try:
        return ratio(unit, "kWh")
    except UnitFault:
        return None
