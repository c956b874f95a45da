"""The factor library: shelves of published factors, read when asked for, and the words that find them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from carbondesk.domain.accounting.conversions import Way, way
from carbondesk.domain.accounting.editions import Edition, FuelProperty
from carbondesk.domain.gases import OZONE_DEPLETING, Gases
from carbondesk.domain.records import Category, Factor, MethaneOrigin

GAS_ID = "GAS:"
"""Begins the id of the factor of a gas that leaks: one kilogram of it per kilogram."""

UPSTREAM = "upstream of "
"""Begins the carrier of what happens before a fuel or energy is used: `upstream of diesel` is its well-to-tank."""

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


class Card(NamedTuple):
    """What the catalogue keeps of a factor; `make` makes the record when somebody wants it."""

    factor_id: str
    category: str
    carrier: str
    region: str
    make: Callable[[], Factor]


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
    ) -> None:
        """Keep the parts; nothing is read yet."""
        self.words = words
        self.gases = gases
        self.editions = tuple(editions)
        self.own = tuple(own)
        self._shelves = tuple(shelves)
        self._catalogues: dict[int, _Catalogue] = {}
        self._own = _Catalogue([_card(self._in_our_words(factor)) for factor in own])
        self._own_ids = {factor.factor_id: factor for factor in own}
        self._editions = {(edition.source, edition.source_version): edition for edition in editions}
        self._properties: dict[str, list[FuelProperty]] = defaultdict(list)
        for known in properties:
            self._properties[known.carrier].append(known)
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
        found = (self._catalogue(place).by_id.get(factor_id) for place in range(len(self._shelves)))
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

    def find(
        self, text: str = "", *, region: str = "", year: int | None = None, category: str = ""
    ) -> tuple[Factor, ...]:
        """Return the factors with every word of the text in id, name, carrier or publisher."""
        words = text.casefold().split()
        carrier = self.words.carrier(text)
        return tuple(
            factor
            for factor in self.factors
            if _fits(factor, region, year, category)
            and (all(word in _searched(factor) for word in words) or carrier in factor.carrier.split(";"))
        )

    def edition(self, factor: Factor) -> Edition | None:
        """Return the edition that a factor comes from, None for an own factor or a gas."""
        return self._editions.get((factor.source, factor.source_version))

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

    def with_own(self, own: Sequence[Factor]) -> FactorLibrary:
        """Return this library with the inventory's own factors; what was read already is shared."""
        properties = [known for many in self._properties.values() for known in many]
        library = FactorLibrary(
            self._shelves,
            editions=self.editions,
            properties=properties,
            words=self.words,
            gases=self.gases,
            own=own,
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

    def _in_our_words(self, factor: Factor) -> Factor:
        """Return an own factor with its set's category and fuel name in our words."""
        rule = next(
            (rule for rule in self.words.categories if factor.category.startswith(rule.published)), None
        )
        if rule is None:
            return replace(factor, carrier=self.words.carrier(factor.carrier or factor.name))
        upstream = UPSTREAM if rule.carrier.startswith(UPSTREAM) else ""
        how = rule.carrier.removeprefix(UPSTREAM)
        carrier = self.words.carrier(factor.carrier or (factor.name if how == "by name" else ""))
        if carrier:
            carrier = upstream + carrier.removeprefix(UPSTREAM)
        elif how != "none" and not how.startswith("by "):
            carrier = rule.carrier
        return replace(factor, category=rule.ours, carrier=carrier, sector=factor.sector or rule.sector)


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


def _card(factor: Factor) -> Card:
    return Card(factor.factor_id, factor.category, factor.carrier, factor.region, lambda: factor)


def _fits(factor: Factor, region: str, year: int | None, category: str) -> bool:
    in_region = not region or factor.region == region or factor.region.startswith(f"{region}-")
    in_category = not category or category in factor.category.split(";")
    start, end = factor.valid_from, factor.valid_to
    in_year = year is None or start is None or (start <= year <= (end or year))
    return in_region and in_category and in_year


def _searched(factor: Factor) -> str:
    parts = (factor.factor_id, factor.name, factor.carrier, factor.source, factor.source_version)
    return " ".join(parts).casefold()
