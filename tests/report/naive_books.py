"""The engine once more, as slowly and plainly as can be: one entry, one day, one gas at a time, in fractions.

Nothing here is shared with `carbondesk.report`. Which factor a need takes is asked of the domain; who owns what on a
day, what a contract covers and what is added to what is worked out anew.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from carbondesk.domain.accounting.criteria import Usable, usable
from carbondesk.domain.accounting.emissions import masses
from carbondesk.domain.accounting.factors import Choice, Policy, choose
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.upstream import upstream_needs
from carbondesk.domain.gases import GwpSet
from carbondesk.domain.records import (
    Activity,
    Allocation,
    Category,
    Contract,
    EditionPin,
    Entity,
    Ownership,
    ProcessGas,
    Site,
    Source,
)
from carbondesk.domain.units import UnitFault, ratio
from carbondesk.store import Inventory

LOCATION, MARKET = 0, 1
DAY = timedelta(days=1)
_ORDER = ("certificate", "ppa", "green-tariff", "supplier", "residual", "on-site")


@dataclass(frozen=True, slots=True)
class Key:
    """Where an amount is booked: year, month (`YYYY-MM`), category, source; whether it follows in category 3; gas."""

    year: int
    month: str
    category: str
    source: int
    derived: bool
    gas: str = ""


@dataclass(slots=True)
class Result:
    """t CO2e by key and method, biogenic t CO2 and t CO2e outside the scopes by year, (year, source) without factor."""

    amounts: dict[Key, list[Fraction]] = field(default_factory=lambda: defaultdict(lambda: [Fraction(0)] * 2))
    biogenic: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    outside: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    unknown: set[tuple[int, int]] = field(default_factory=set)

    def add(self, key: Key, method: int, tonnes: Fraction) -> None:
        row = list(self.amounts[key])
        row[method] += tonnes
        self.amounts[key] = row

    def total(self, method: int, **wanted: object) -> float:
        """Return the sum of the amounts whose keys are as wanted."""
        return float(
            sum(
                (
                    amounts[method]
                    for key, amounts in self.amounts.items()
                    if all(getattr(key, name) == value for name, value in wanted.items())
                ),
                Fraction(0),
            )
        )


def exactly(number: float) -> Fraction:
    return Fraction(Decimal(repr(number)))


def days(start: date, end: date) -> Iterator[date]:
    while start <= end:
        yield start
        start += DAY


def holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


class Naive:
    """An inventory read row by row."""

    def __init__(self, inventory: Inventory, library: FactorLibrary, gwp: GwpSet) -> None:
        self.organisation = inventory.organisation
        self.year_start = inventory.organisation.year_start
        self.library, self.gwp = library, gwp
        self.sites = {site.id: site for site in inventory.all(Site)}
        self.sources = {source.id: source for source in inventory.all(Source)}
        self.entities = {entity.id: entity for entity in inventory.all(Entity)}
        self.ownership = inventory.all(Ownership)
        self.allocations = inventory.all(Allocation)
        self.contracts = inventory.all(Contract)
        self.process = {row.source: row for row in inventory.all(ProcessGas)}
        pins = frozenset((pin.year, pin.family, pin.edition) for pin in inventory.all(EditionPin))
        self.policy = Policy(
            combustion_methane=self.organisation.combustion_methane,
            library=self.organisation.library,
            pins=pins,
        )
        self.entries = inventory.activities()
        self._choices: dict[Need, Choice] = {}
        self._shares: dict[tuple[int, str, date], tuple[tuple[str, Fraction], ...]] = {}
        self._standings: dict[tuple[int, date], tuple[Fraction, Fraction, Fraction]] = {}
        self.covers = self._matched()

    # ---- days and shares ---------------------------------------------------------------------------------

    def label(self, day: date) -> int:
        return day.year if day.month >= self.year_start else day.year - 1

    def year_days(self, year: int) -> list[date]:
        first = date(year, self.year_start, 1)
        return list(days(first, date(year + 1, self.year_start, 1) - DAY))

    def standing(self, entity: int, day: date) -> tuple[Fraction, Fraction, Fraction]:
        """Return the shares by equity, financial and operational control of an entity on a day."""
        key = (entity, day)
        if key not in self._standings:
            self._standings[key] = self._standing(entity, day)
        return self._standings[key]

    def _standing(self, entity: int, day: date) -> tuple[Fraction, Fraction, Fraction]:
        one, zero = Fraction(1), Fraction(0)
        rows = [row for row in self.ownership if row.entity == entity]
        if not rows:
            return one, one, one
        last: dict[int | None, Ownership] = {}
        for row in sorted(rows, key=lambda row: (row.from_ or date.min, row.id)):
            if holds(row.from_, row.to, day):
                last[row.parent] = row
        equity = joint = financial = operational = zero
        for row in last.values():
            above = (one, one, one) if row.parent is None else self.standing(row.parent, day)
            equity += exactly(row.share) * above[0]
            if row.financial_control:
                financial = max(financial, above[1])
            elif self.entities[entity].in_the_accounts:
                joint += exactly(row.share) * above[1]
            if row.operational_control:
                operational = max(operational, above[2])
        return min(equity, one), max(financial, min(joint, one)), operational

    def of_site(self, site: Site, day: date) -> tuple[Fraction, Fraction, Fraction]:
        if site.entity is not None and any(row.entity == site.entity for row in self.ownership):
            return self.standing(site.entity, day)
        equity = Fraction(1) if site.share is None else exactly(site.share)
        words = site.control
        if words in {"", "both"}:
            return equity, Fraction(1), Fraction(1)
        financial = equity if "joint" in words else Fraction("financial" in words)
        return equity, financial, Fraction("operational" in words)

    def shares(self, source: Source, approach: str, day: date) -> tuple[tuple[str, Fraction], ...]:
        """Return (category, share) of a source on a day."""
        key = (source.id, approach, day)
        if key not in self._shares:
            self._shares[key] = tuple(self._shares_on(source, approach, day))
        return self._shares[key]

    def _shares_on(self, source: Source, approach: str, day: date) -> Iterator[tuple[str, Fraction]]:
        site = self.sites[source.site]
        if not holds(site.from_, site.to, day):
            return
        equity, financial, operational = self.of_site(site, day)
        share = {"equity-share": equity, "financial-control": financial}.get(approach, operational)
        tenant = outside = Fraction(0)
        for row in self.allocations:
            if row.source == source.id and holds(row.from_, row.to, day):
                if row.goes_to == "tenant":
                    tenant += exactly(row.share)
                else:
                    outside += exactly(row.share)
        tenant = min(tenant, Fraction(1))
        own = max(1 - tenant - outside, Fraction(0))
        category = source.category
        in_scope_3 = Category(category).scope == "3"
        leased = (source.lease or site.lease) == "operating" and approach != "operational-control"
        yield ("s3-8" if leased and not in_scope_3 else category), share * own
        yield "s3-13", share * tenant
        if not in_scope_3:
            yield "s3-15", max(equity - share, Fraction(0)) * own

    # ---- rates -------------------------------------------------------------------------------------------

    def counts(self, source: Source) -> bool:
        return source.submeter_of is None and source.measurement != "exported"

    def need(self, source: Source, unit: str, year: int, factor: str) -> Need:
        site = self.sites[source.site]
        return Need(
            category=source.category, carrier=source.carrier, unit=unit, country=site.country, region=site.region,
            grid_region=site.grid_region, year=year, own_factor=factor or source.factor,
            heating_value=source.heating_value, sector=source.sector,
            generated_on_site=source.generated_on_site, price_year=source.price_year,
        )  # fmt: skip

    def choice(self, need: Need) -> Choice:
        if need not in self._choices:
            self._choices[need] = choose(need, self.library, self.policy)
        return self._choices[need]

    def rate(self, source: Source, need: Need, factor: str) -> Rate:
        """Return what a unit of a source emits by the location-based method."""
        if source.id in self.process and not factor:
            row = self.process[source.id]
            used = 1 - exactly(row.heel)
            mass = used * (1 - exactly(row.utilisation)) * (1 - exactly(row.abatement) * exactly(row.uptime))
            return self._weighed({self.library.gases.named(row.gas): mass * ratio(need.unit, "kg")})
        return self.rate_of(need)

    def rate_of(self, need: Need) -> Rate:
        choice = self.choice(need)
        if not choice.counts:
            return Rate({}, Fraction(0), Fraction(0), known=True)
        if choice.factor is None:
            return Rate({}, Fraction(0), Fraction(0), known=False)
        rate = self._weighed({gas: Fraction(mass) for gas, mass in masses(choice).items()})
        biogenic = Fraction(choice.factor.co2_biogenic or 0.0) * Fraction(choice.per_unit)
        return replace(rate, biogenic=biogenic)

    def _weighed(self, kilograms: dict[str, Fraction]) -> Rate:
        gases: dict[str, Fraction] = {}
        outside, known = Fraction(0), True
        for gas, mass in kilograms.items():
            value = 1.0 if gas == "CO2E" else self.gwp.values.get(gas, math.nan)
            if self.gwp.families.get(gas) == "ozone-depleting":
                outside += mass * (Fraction(0) if math.isnan(value) else Fraction(value))
            elif math.isnan(value):
                known = known and mass <= 0
            elif mass:
                name = "CH4" if gas.startswith("CH4") else gas
                gases[name] = gases.get(name, Fraction(0)) + mass * Fraction(value)
        return Rate(gases, Fraction(0), outside, known=known)

    # ---- contracts ---------------------------------------------------------------------------------------

    def _matched(self) -> dict[tuple[int, str], tuple[Fraction, list[tuple[float, Fraction]]]]:
        """Return for each electricity source and month its kWh and what covers it: (kg CO2/kWh, kWh)."""
        used: dict[tuple[int, str], Fraction] = defaultdict(Fraction)
        for entry in self.entries:
            source = self.sources[entry.source]
            if source.category == "electricity" and self.counts(source):
                try:
                    kwh = exactly(entry.quantity) * ratio(entry.unit, "kWh")
                except UnitFault:
                    continue
                length = (entry.end - entry.start).days + 1
                for day in days(entry.start, entry.end):
                    used[source.id, f"{day:%Y-%m}"] += kwh / length
        left: dict[tuple[int, date], Fraction] = {}
        for (identity, month), kwh in used.items():
            first = date.fromisoformat(f"{month}-01")
            of_month = [first + DAY * n for n in range(31) if (first + DAY * n).month == first.month]
            for day in of_month:
                left[identity, day] = max(kwh, Fraction(0)) / len(of_month)
        covers: dict[tuple[int, str], list[tuple[float, Fraction]]] = defaultdict(list)
        for contract, part, amount in self._claims({self.sources[key[0]].site for key in used}):
            inside = [key for key in left if key[1] in part and self._reaches(contract, self.sources[key[0]])]
            room = sum((left[key] for key in inside), Fraction(0))
            taken = room if contract.unlimited else min(amount, room)
            for key in inside if room else ():
                kwh = taken * left[key] / room
                left[key] -= kwh
                covers[key[0], f"{key[1]:%Y-%m}"].append((contract.rate, kwh))
        return {key: (kwh, covers[key]) for key, kwh in used.items()}

    def _claims(self, using: set[int]) -> Iterator[tuple[Usable, set[date], Fraction]]:
        """Yield contract, days and kWh of each reporting year, in the order of the hierarchy."""
        found = []
        for contract in self.contracts:
            use, _ = usable(contract)
            if use is None:
                continue
            market = contract.market.strip().casefold()
            if contract.site in using and market and market not in self._markets(self.sites[contract.site]):
                continue
            each: dict[int, set[date]] = defaultdict(set)
            for day in days(contract.from_, contract.to):
                each[self.label(day)].add(day)
            length = sum(len(part) for part in each.values())
            for year, part in each.items():
                order = (
                    _ORDER.index(contract.kind),
                    contract.site is None,
                    contract.from_,
                    contract.id,
                    year,
                )
                found.append((order, use, part, use.kwh * len(part) / length))
        for _, use, part, amount in sorted(found, key=lambda row: row[0]):
            yield use, part, amount

    def _markets(self, site: Site) -> set[str]:
        return {code.casefold() for code in (site.country, site.region, site.grid_region) if code}

    def _reaches(self, use: Usable, source: Source) -> bool:
        site = self.sites[source.site]
        place = site.id == use.place or use.place in self._markets(site)
        return place and source.generated_on_site == use.sold

    def by_market(self, source: Source, need: Need, month: str) -> list[tuple[Rate, Fraction]]:
        """Return what a unit entered in a month is by the market-based method: rates and units of each."""
        rest = replace(need, generated_on_site=False)
        if not need.own_factor:
            mix = replace(rest, carrier="residual electricity")
            if self.choice(mix).factor is not None:
                rest = mix
        kwh, covers = self.covers.get((source.id, month), (Fraction(0), []))
        try:
            per_unit = ratio(need.unit, "kWh")
        except UnitFault:
            kwh, per_unit = Fraction(0), Fraction(0)
        covered = sum((each for _, each in covers), Fraction(0)) if kwh else Fraction(0)
        if source.generated_on_site:
            return [(self.rate_of(rest), covered / kwh)] if covered else []
        if not kwh:
            return [(self.rate_of(rest), Fraction(1))]
        parts = [
            (Rate({"CO2": Fraction(rate)}, Fraction(0), Fraction(0), known=True), each * per_unit / kwh)
            for rate, each in covers
        ]
        return [*parts, (self.rate_of(rest), (kwh - covered) / kwh)]

    # ---- adding up ---------------------------------------------------------------------------------------

    def result(self, approach: str) -> Result:
        """Return everything under an approach."""
        result = Result()
        counted = [entry for entry in self.entries if self.counts(self.sources[entry.source])]
        last = max((self.label(entry.end) for entry in counted), default=0)
        for entry in counted:
            self._add_entry(result, entry, approach, last)
        return result

    def _add_entry(self, result: Result, entry: Activity, approach: str, last: int) -> None:
        source = self.sources[entry.source]
        per_day = exactly(entry.quantity) / ((entry.end - entry.start).days + 1)
        life = exactly(source.life_years) if source.life_years else None
        alike: dict[tuple[int, str, tuple[tuple[str, Fraction], ...]], int] = defaultdict(int)
        years: dict[tuple[int, int], int] = defaultdict(int)
        for day in days(entry.start, entry.end):
            alike[day.year, f"{day:%Y-%m}", self.shares(source, approach, day)] += 1
            years[day.year, self.label(day)] += 1
        for (calendar, month, shares), number in alike.items():
            quantity = per_day * number * (min(Fraction(1), life) / life if life else 1)
            label = self.label(date.fromisoformat(f"{month}-01"))
            for category, share in shares:
                if share:
                    self._book(result, entry, calendar, label, month, category, quantity * share)
        for (calendar, label), number in years.items() if life else ():
            for later in range(1, math.ceil(life or 0)):
                if label + later <= last:
                    whole = self.year_days(label + later)
                    quantity = per_day * number * min(Fraction(1), life - later) / life / len(whole)  # type: ignore[operator]  # only with a life
                    for category, share in (
                        pair for day in whole for pair in self.shares(source, approach, day)
                    ):
                        if share:
                            month = f"{whole[0]:%Y-%m}"
                            self._book(
                                result, entry, calendar, label + later, month, category, quantity * share
                            )

    def _book(
        self,
        result: Result,
        entry: Activity,
        calendar: int,
        year: int,
        month: str,
        category: str,
        quantity: Fraction,
    ) -> None:
        source = self.sources[entry.source]
        need = self.need(source, entry.unit, calendar, entry.factor)
        rate = self.rate(source, need, entry.factor)
        key = Key(year, month, category, source.id, derived=False)
        scope, own = Category(category).scope, source.id in self.process
        if not rate.known:
            result.unknown.add((year, source.id))
        for gas, kilograms in rate.within.items():
            result.add(replace(key, gas=gas), LOCATION, quantity * kilograms / 1000)
        result.biogenic[year] += quantity * rate.biogenic / 1000
        result.outside[year] += quantity * rate.outside / 1000
        if source.category == "electricity" and scope == "2" and self.contracts:
            parts = self.by_market(source, need, month)
        else:
            parts = [(rate, Fraction(1))]
        for other, per_unit in parts:
            for gas, kilograms in other.within.items():
                result.add(replace(key, gas=gas), MARKET, quantity * per_unit * kilograms / 1000)
        if scope != "3" and self.organisation.derives_upstream and not (own and not entry.factor):
            self._derive(result, key, need, quantity)

    def _derive(self, result: Result, key: Key, need: Need, quantity: Fraction) -> None:
        """Add what follows from a quantity of scope 1 or 2 in category 3."""
        for each in upstream_needs(need, self.library):
            for gas, kilograms in self.rate_of(each).within.items():
                derived = replace(key, category="s3-3", derived=True, gas=gas)
                for method in (LOCATION, MARKET):
                    result.add(derived, method, quantity * kilograms / 1000)


@dataclass(frozen=True, slots=True)
class Rate:
    """Kg CO2e per entered unit by gas, kg biogenic CO2, kg CO2e outside the scopes; whether the whole is known."""

    gases: dict[str, Fraction]
    biogenic: Fraction
    outside: Fraction
    known: bool

    @property
    def within(self) -> dict[str, Fraction]:
        """The gases, none where the whole is not known."""
        return self.gases if self.known else {}
