"""The factor library: shelves of published factors, read when asked for, and the words that find them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from carbondesk.domain.accounting.carriers import UPSTREAM
from carbondesk.domain.accounting.conversions import Way, way
from carbondesk.domain.accounting.editions import Edition, FuelProperty
from carbondesk.domain.accounting.searches import ALL, Card, Filters, Index
from carbondesk.domain.gases import OZONE_DEPLETING, Gases
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Category, Factor, FactorSet, MethaneOrigin

GAS_ID = "GAS:"
"""Begins the id of the factor of a gas that leaks: one kilogram of it per kilogram."""

SPEND = "spend on "
"""Begins the carrier of what is known only by its price: `spend on soybean farming`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRule:
    """A line of the published mapping: a set's category, by how it begins, and what it is to us."""

    published: str
    ours: str
    carrier: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The published table from sets' and people's words to ours: categories, carriers, regions."""

    categories: tuple[CategoryRule, ...] = ()
    carriers: Mapping[str, str]
    regions: Mapping[tuple[str, str], str]

    def carrier(self, text: str) -> str:
        """Return our name of a fuel, energy or material; a word that the table lacks is its own name."""
        plain = " ".join(text.casefold().split())
        return self.carriers.get(plain, plain)

    def region(self, country: str, text: str) -> str:
        """Return the code of a country's region, from its code or its name; empty where it is not known."""
        plain = text.strip()
        shortened = self.regions.get((country, plain.casefold()), "")
        return shortened or (plain if plain.startswith(f"{country}-") else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Factors that are read together, and the categories that they may serve.

    A shelf of last resort is looked at only where no other has a factor (life-cycle intensities for scope 2). One
    whose carriers all begin with some words is read only for such a carrier.
    """

    categories: frozenset[str]
    read: Callable[[], Iterable[Card]]
    last_resort: bool = False
    begins: tuple[str, ...] = ()

    def serves(self, category: str, carrier: str, *, last_resort: bool) -> bool:
        """Whether a factor of a category and carrier may stand here."""
        may = category in self.categories and self.last_resort == last_resort
        return may and (not self.begins or carrier.startswith(self.begins))


class FactorLibrary:
    """Published factors and the inventory's own, by category and carrier; shelves are read when needed."""

    def __init__(
        self,
        shelves: Sequence[Shelf],
        *,
        editions: Sequence[Edition],
        properties: Sequence[FuelProperty],
        words: Words,
        gases: Gases,
        own: Sequence[Factor] = (),
        sets: Sequence[FactorSet] = (),
    ) -> None:
        """Keep the parts; nothing is read yet.

        `sets` are the editions that the inventory's user read in; their factors are among the `own` ones and
        count where the edition is pinned. Own factors that are of no set always count.
        """
        self.words = words
        self.gases = gases
        self.own = tuple(own)
        self._rules: dict[str, CategoryRule | None] = {}
        self._imported = {(each.source, each.source_version): _imported(each) for each in sets}
        self._shipped = tuple(editions)
        self.editions = (*self._shipped, *self._imported.values())
        self._shelves = tuple(shelves)
        self._catalogues: dict[int, _Catalogue] = {}
        self._own_ids = {factor.factor_id: factor for factor in own}
        self._index: Index | None = None
        self._editions = {(edition.source, edition.source_version): edition for edition in editions}
        self._properties: dict[str, list[FuelProperty]] = defaultdict(list)
        for known in properties:
            self._properties[known.carrier].append(known)
        self._own = _Catalogue([self._own_card(factor) for factor in own])
        self._gas_factors: dict[str, Factor | None] = {}
        self._ways: dict[tuple[str, str, str, str], Way | None] = {}

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor: the inventory's own, then all shelves in their order."""
        places = range(len(self._shelves))
        return (*self.own, *(card.make() for place in places for card in self._catalogue(place).cards))

    def by_id(self, factor_id: str) -> Factor | None:
        """Return the factor with this id, an own one before a published one, None where there is none."""
        if factor_id.startswith(GAS_ID):
            return self.gas_factor(factor_id.removeprefix(GAS_ID))
        if factor_id in self._own_ids:
            return self._own_ids[factor_id]
        places = sorted(range(len(self._shelves)), key=lambda place: place not in self._catalogues)
        found = (self._catalogue(place).by_id.get(factor_id) for place in places)
        return next((card.make() for card in found if card), None)

    def gas_factor(self, name: str) -> Factor | None:
        """Return the factor of a gas that leaks, 1 kg of it per kg, by any of its names; None if unknown."""
        if name not in self._gas_factors:
            gas = self.gases.named(name)
            self._gas_factors[name] = self._leak(gas) if gas else None
        return self._gas_factors[name]

    def _leak(self, gas: str) -> Factor:
        masses: dict[str, Any] = {"gas": gas, "gas_mass": 1.0}
        if gas in {"CO2", "N2O"}:
            masses = {gas.casefold(): 1.0}
        origin = MethaneOrigin.NON_FOSSIL if gas == "CH4-NONFOSSIL" else MethaneOrigin.FOSSIL
        if gas.startswith("CH4-"):
            masses = {"ch4": 1.0}
        outside = self.gases.families[gas] == OZONE_DEPLETING
        return Factor(
            factor_id=f"{GAS_ID}{gas}",
            name=gas,
            scope="outside" if outside else "1",
            category=f"{Category.FUGITIVE};{Category.PROCESS}",
            carrier=gas,
            activity_unit="kg",
            methane_origin=origin.value,
            source="IPCC",
            source_table="GWP",
            **masses,
        )

    def candidates(
        self, category: str, carrier: str, places: Sequence[str], *, last_resort: bool = False
    ) -> list[Factor]:
        """Return the factors of a category and carrier for these regions, own ones first.

        Those of last resort come only if asked for.
        """
        catalogues = [] if last_resort else [self._own]
        catalogues.extend(self._serving(category, carrier, last_resort=last_resort))
        return [
            factor
            for found in catalogues
            for place in places
            for factor in found.get(category, carrier, place)
        ]

    def search(self, text: str = "", filters: Filters = ALL) -> tuple[Card, ...]:
        """Return the cards of the factors with every word of the text in id, name, carrier or publisher, best first.

        The first search reads every shelf; `prepare` does it beforehand.
        """
        index = self._index or self.prepare(silent)
        return index.search(text, self.words.carrier(text), filters)

    def prepare(self, progress: Progress) -> Index:
        """Read every shelf and make the index that is searched; a task, with one step for each shelf."""
        index = Index()
        index.add(self._own.cards)
        for place in range(len(self._shelves)):
            progress(place, len(self._shelves))
            index.add(self._catalogue(place).cards)
        self._index = index
        return index

    def find(
        self, text: str = "", *, region: str = "", year: int | None = None, category: str = ""
    ) -> tuple[Factor, ...]:
        """Return the factors that `search` finds, as records."""
        found = self.search(text, Filters(region=region, year=year, category=category))
        return tuple(card.make() for card in found)

    def edition(self, factor: Factor) -> Edition | None:
        """Return the edition that a factor comes from, None for a gas or an own factor that is of no edition."""
        key = (factor.source, factor.source_version)
        own = self._own_ids.get(factor.factor_id)
        if own is not None and own.uid == factor.uid and key in self._imported:
            return self._imported[key]
        return self._editions.get(key)

    def properties(self, carrier: str) -> tuple[FuelProperty, ...]:
        """Return the published heating values and densities of a fuel, which hold for its upstream too."""
        return tuple(self._properties.get(carrier.removeprefix(UPSTREAM), ()))

    def places(self, country: str, *regions: str) -> tuple[str, ...]:
        """Return the regions that may serve a site, nearest first: its regions, its country, the world."""
        country = country.upper()
        near = (self.words.region(country, text) for text in regions if text)
        return tuple(
            dict.fromkeys((*(place for place in near if place), *((country,) if country else ()), ""))
        )

    def way(self, given: str, wanted: str, carrier: str, series: str) -> Way | None:
        """Return the way between two units for a fuel by its published properties; remembered once found."""
        key = (given, wanted, carrier, series)
        if key not in self._ways:
            self._ways[key] = way(given, wanted, carrier, self.properties(carrier), series)
        return self._ways[key]

    def with_own(self, own: Sequence[Factor], sets: Sequence[FactorSet] = ()) -> FactorLibrary:
        """Return this library with the inventory's own factors and sets; what was read already is shared."""
        properties = [known for many in self._properties.values() for known in many]
        library = FactorLibrary(
            self._shelves,
            editions=self._shipped,
            properties=properties,
            words=self.words,
            gases=self.gases,
            own=own,
            sets=sets,
        )
        library._catalogues = self._catalogues
        return library

    def has_regions(self, country: str, category: str, carrier: str) -> bool:
        """Whether there are factors for parts of a country, so that the country's average is second best."""
        key = (category, carrier, country)
        return any(key in found.divided for found in self._serving(category, carrier, last_resort=False))

    def _serving(self, category: str, carrier: str, *, last_resort: bool) -> Iterable[_Catalogue]:
        for place, shelf in enumerate(self._shelves):
            if shelf.serves(category, carrier, last_resort=last_resort):
                yield self._catalogue(place)

    def _catalogue(self, place: int) -> _Catalogue:
        if place not in self._catalogues:
            self._catalogues[place] = _Catalogue(list(self._shelves[place].read()))
        return self._catalogues[place]

    def _own_card(self, factor: Factor) -> Card:
        """Return the card of an own factor with its set's category and fuel name in our words."""
        category, carrier, sector = self.in_our_words(factor)
        card = Card.of(factor, self.edition(factor), own=True)
        if (category, carrier, sector) == (factor.category, factor.carrier, factor.sector):
            return card
        # The record is made only when it is wanted: a set that was read in may have 8,000 of them.
        ours = partial(replace, factor, category=category, carrier=carrier, sector=sector)
        return card._replace(category=category, carrier=carrier, make=ours)

    def in_our_words(self, factor: Factor) -> tuple[str, str, str]:
        """Return category, carrier and sector of use of a factor in our words."""
        if factor.category not in self._rules:
            fitting = (rule for rule in self.words.categories if factor.category.startswith(rule.published))
            self._rules[factor.category] = next(fitting, None)
        rule = self._rules[factor.category]
        if rule is None:
            return factor.category, self.words.carrier(factor.carrier or factor.name), factor.sector
        upstream = UPSTREAM if rule.carrier.startswith(UPSTREAM) else ""
        how = rule.carrier.removeprefix(UPSTREAM)
        named = {
            "by name": factor.name,
            "by table and name": _by_table(factor),
            "by spend": SPEND + factor.name,
        }
        carrier = self.words.carrier(factor.carrier or named.get(how, ""))
        if carrier:
            carrier = upstream + carrier.removeprefix(UPSTREAM)
        elif how != "none" and not how.startswith("by "):
            carrier = rule.carrier
        return rule.ours, carrier, factor.sector or rule.sector


def _by_table(factor: Factor) -> str:
    """Return the carrier of travel or transport: the table of the set and the name of the row."""
    table = "Flights" if "travel- air" in factor.category else factor.category.split(" > ")[-1]
    return f"{table.removeprefix('WTT- ')}, {factor.name}"


class _Catalogue:
    """Cards of one shelf by id, and by category, carrier and region; records are made once, when wanted."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards = cards
        self.by_id = {card.factor_id: card for card in cards}
        self.divided: set[tuple[str, str, str]] = set()
        self._by_key: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
        self._made: dict[tuple[str, str, str], tuple[Factor, ...]] = {}
        for card in cards:
            for carrier in card.carrier.split(";") if card.carrier else ():
                for category in card.category.split(";"):
                    self._by_key[category, carrier, card.region].append(card)
                    country, divided, _ = card.region.partition("-")
                    if divided:
                        self.divided.add((category, carrier, country))

    def get(self, category: str, carrier: str, region: str) -> tuple[Factor, ...]:
        key = (category, carrier, region)
        if key not in self._made:
            self._made[key] = tuple(card.make() for card in self._by_key.get(key, ()))
        return self._made[key]


def _imported(read: FactorSet) -> Edition:
    return Edition(
        edition=read.edition, series=read.series, family=read.family, source=read.source,
        source_version=read.source_version, licence=read.licence, rank=read.rank, years=read.years,
        published=read.published, imported=True,
    )  # fmt: skip
