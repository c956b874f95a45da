"""The factor library: published factors on shelves that are read when asked for, and the words that find them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from carbondesk.domain.gases import OZONE_DEPLETING, Gases
from carbondesk.domain.records import Category, Factor, MethaneOrigin

OFFICIAL, INTERNATIONAL, LIFE_CYCLE = "official", "international", "life-cycle"
RANKS = (OFFICIAL, INTERNATIONAL, LIFE_CYCLE)
"""Kinds of publishers, in the order in which factors are preferred."""

GAS_ID = "GAS:"
"""Begins the id of the factor of a gas that leaks: one kilogram of it per kilogram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one publisher published at one time.

    `rank` is one of RANKS. `years` says what a factor's year means: `data` (the year measured), `publication`
    (the reporting year that the set is made for) or `standing` (defaults that hold until they are replaced).
    `family` names the run of editions for people; `series` is its stable key.
    """

    edition: str
    series: str
    family: str
    source: str
    source_version: str
    licence: str
    rank: str
    years: str
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelProperty:
    """A published heating value (energy per mass or volume) or density of a fuel: `value` `unit` per `per`."""

    carrier: str
    property: str
    value: Fraction
    unit: str
    per: str
    edition: Edition
    source_table: str


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
        """Return the code of a region of a country, from its code or its name; empty where it is not known."""
        plain = text.strip()
        shortened = self.regions.get((country, plain.casefold()), "")
        return shortened or (plain if plain.startswith(f"{country}-") else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Factors that are read together, and the categories that they may serve.

    A shelf of last resort is looked at only where no other has a factor (life-cycle intensities for scope 2).
    """

    categories: frozenset[str]
    read: Callable[[], Iterable[Factor]]
    last_resort: bool = False


class FactorLibrary:
    """Published factors and the inventory's own, found by category and carrier; shelves are read when needed."""

    def __init__(  # noqa: PLR0913 - the parts of a library
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
        self._read: dict[int, tuple[Factor, ...]] = {}
        self._by_key: dict[int, Mapping[tuple[str, str], tuple[Factor, ...]]] = {}
        self._editions = {(edition.source, edition.source_version): edition for edition in editions}
        self._properties: dict[str, list[FuelProperty]] = defaultdict(list)
        for known in properties:
            self._properties[known.carrier].append(known)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor: the inventory's own, then all shelves in their order."""
        return (*self.own, *(factor for place in range(len(self._shelves)) for factor in self._shelf(place)))

    def by_id(self, factor_id: str) -> Factor | None:
        """Return the factor with this id, an own one before a published one, None where there is none."""
        if factor_id.startswith(GAS_ID):
            return self.gas_factor(factor_id.removeprefix(GAS_ID))
        return self._own_ids.get(factor_id) or self._ids.get(factor_id)

    def gas_factor(self, name: str) -> Factor | None:
        """Return the factor of a gas that leaks, by any of its names: 1 kg of the gas per kg, None if unknown."""
        gas = self.gases.named(name)
        if not gas:
            return None
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

    def candidates(self, category: str, carrier: str, *, last_resort: bool = False) -> tuple[Factor, ...]:
        """Return the factors of a category and carrier, own ones first; those of last resort only if asked for."""
        key = (category, carrier)
        found = list(self._own_keys.get(key, ()))
        for place, shelf in enumerate(self._shelves):
            if category in shelf.categories and shelf.last_resort == last_resort:
                found.extend(self._keys(place).get(key, ()))
        return tuple(found)

    def find(
        self, text: str = "", *, region: str = "", year: int | None = None, category: str = ""
    ) -> tuple[Factor, ...]:
        """Return the factors with every word of the text in id, name, carrier or publisher, and the given place."""
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
        """Return the published heating values and densities of a fuel."""
        return tuple(self._properties.get(carrier, ()))

    def with_own(self, own: Sequence[Factor]) -> FactorLibrary:
        """Return this library with the inventory's own factors; what was read already is shared."""
        properties = [known for many in self._properties.values() for known in many]
        library = FactorLibrary(
            self._shelves, editions=self.editions, properties=properties, words=self.words, gases=self.gases, own=own
        )
        library._read, library._by_key = self._read, self._by_key  # noqa: SLF001 - another one of the same class
        return library

    def has_regions(self, country: str, category: str, carrier: str) -> bool:
        """Whether there are factors for parts of a country, so that the country's average is second best."""
        return any(factor.region.startswith(f"{country}-") for factor in self.candidates(category, carrier))

    def _shelf(self, place: int) -> tuple[Factor, ...]:
        if place not in self._read:
            self._read[place] = tuple(self._shelves[place].read())
        return self._read[place]

    def _keys(self, place: int) -> Mapping[tuple[str, str], tuple[Factor, ...]]:
        if place not in self._by_key:
            self._by_key[place] = _keyed(self._shelf(place))
        return self._by_key[place]

    @cached_property
    def _ids(self) -> Mapping[str, Factor]:
        return {factor.factor_id: factor for place in range(len(self._shelves)) for factor in self._shelf(place)}

    @cached_property
    def _own_ids(self) -> Mapping[str, Factor]:
        return {factor.factor_id: factor for factor in self.own}

    @cached_property
    def _own_keys(self) -> Mapping[tuple[str, str], tuple[Factor, ...]]:
        return _keyed([self._in_our_words(factor) for factor in self.own])

    def _in_our_words(self, factor: Factor) -> Factor:
        """Return an own factor with its set's category and fuel name in our words."""
        rule = next((rule for rule in self.words.categories if factor.category.startswith(rule.published)), None)
        carrier = self.words.carrier(factor.carrier or (factor.name if not rule or rule.carrier == "by name" else ""))
        if rule is None:
            return replace(factor, carrier=carrier)
        if not factor.carrier and rule.carrier not in {"by name", "by table and name", "none"}:
            carrier = rule.carrier
        return replace(factor, category=rule.ours, carrier=carrier, sector=factor.sector or rule.sector)


def _keyed(factors: Iterable[Factor]) -> Mapping[tuple[str, str], tuple[Factor, ...]]:
    found: dict[tuple[str, str], list[Factor]] = defaultdict(list)
    for factor in factors:
        if factor.carrier:
            for category in factor.category.split(";"):
                for carrier in factor.carrier.split(";"):
                    found[category, carrier].append(factor)
    return {key: tuple(many) for key, many in found.items()}


def _fits(factor: Factor, region: str, year: int | None, category: str) -> bool:
    in_region = not region or factor.region == region or factor.region.startswith(f"{region}-")
    in_category = not category or category in factor.category.split(";")
    start, end = factor.valid_from, factor.valid_to
    in_year = year is None or start is None or (start <= year <= (end or year))
    return in_region and in_category and in_year


def _searched(factor: Factor) -> str:
    parts = (factor.factor_id, factor.name, factor.carrier, factor.source, factor.source_version)
    return " ".join(parts).casefold()
