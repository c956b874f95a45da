"""All factors of an inventory as one list that is searched, filtered by several facets and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.editions import Edition
from carbondesk.domain.accounting.library import GAS_ID
from carbondesk.domain.accounting.searches import Card, Index, licence_class
from carbondesk.domain.progress import Progress
from carbondesk.domain.records import Category, Factor
from carbondesk.language import joined
from carbondesk.ui.pages.factors.uses import NO_USES, Uses
from carbondesk.ui.pages.factors.words import publisher_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary

OTHER = "*"
"""The region that stands for all that have no line of their own."""


class Facet(StrEnum):
    """What factors are filtered by; several values of a facet widen it, several facets narrow the list."""

    SCOPE = "scope"
    REGION = "region"
    STATE = "state"
    LICENCE = "licence"
    PUBLISHER = "publisher"


class State(StrEnum):
    """How a factor stands to the inventory and the year."""

    IN_USE = "in-use"
    NEWER = "newer-edition"
    EXPIRED = "expired"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person looks for: words, and the chosen values of each facet; a facet without values keeps all."""

    text: str = ""
    values: Mapping[Facet, frozenset[str]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not self.text.strip() and not any(self.values.values())

    def with_values(self, facet: Facet, values: frozenset[str]) -> Wish:
        """Return this wish with other values of one facet."""
        return Wish(self.text, {**self.values, facet: values})


EVERYTHING = Wish()


class Stock:
    """The cards of a library, and of the gases that leak, with what they are filtered by.

    The facets are arrays of codes, so that a keystroke filters and counts 16,000 cards in a few milliseconds.
    """

    def __init__(self, library: FactorLibrary, progress: Progress) -> None:
        """Read every shelf; a task, which takes a few tenths of a second the first time."""
        self.library = library
        index = library.prepare(progress)
        gases = Index()
        gases.add(_gas_cards(library))
        self.cards: list[Card] = [*index.cards, *gases.cards]
        self._indices = (index, gases)
        self._at = {id(card): place for place, card in enumerate(self.cards)}
        self._nearness = np.zeros(len(self.cards), dtype=np.int64)
        self._found: tuple[str, NDArray[np.bool_]] = ("", np.ones(len(self.cards), dtype=np.bool_))
        self._place = {_key(card): place for place, card in reversed(list(enumerate(self.cards)))}
        self._codes = {
            Facet.SCOPE: _coded([_scope(card) for card in self.cards]),
            Facet.REGION: _coded([card.region.partition("-")[0] for card in self.cards]),
            Facet.LICENCE: _coded([licence_class(card).value for card in self.cards]),
            Facet.PUBLISHER: _coded([publisher_kind(card) for card in self.cards]),
        }
        own = np.array([card.own and card.edition is None for card in self.cards], dtype=np.bool_)
        self._states = dict.fromkeys(State, np.zeros(len(self.cards), dtype=np.bool_)) | {State.OWN: own}
        names = sorted(range(len(self.cards)), key=lambda place: _sorted_by(self.cards[place]))
        self._rank = np.empty(len(self.cards), dtype=np.int64)
        self._rank[names] = np.arange(len(self.cards))
        self._factors: dict[int, Factor] = {}
        self._near: tuple[str, ...] = ()
        self.uses = NO_USES
        self.count_of_uses = np.zeros(len(self.cards), dtype=np.int64)
        self._families: dict[tuple[str, ...], list[int]] | None = None

    # ---- the inventory's view ----------------------------------------------------------------------------

    def set_uses(self, uses: Uses, newer: frozenset[str], near: Sequence[str]) -> None:
        """Take which factors a year uses, which of them have a newer edition, and the inventory's countries."""
        self.uses = uses
        self._near = tuple(dict.fromkeys(near))
        ids = [card.factor_id for card in self.cards]
        first = [self._place.get((True, each), self._place.get((False, each))) for each in uses.sources]
        self.count_of_uses = np.zeros(len(ids), dtype=np.int64)
        for place, sources in zip(first, uses.sources.values(), strict=True):
            if place is not None:
                self.count_of_uses[place] = len(sources)
        used = self.count_of_uses > 0
        self._states[State.IN_USE] = used
        self._states[State.EXPIRED] = used & np.array([each in uses.expired for each in ids], dtype=np.bool_)
        self._states[State.NEWER] = used & np.array([each in newer for each in ids], dtype=np.bool_)

    def is_state(self, place: int, state: State) -> bool:
        """Whether a factor is in a state."""
        return bool(self._states[state][place])

    # ---- asking ------------------------------------------------------------------------------------------

    def find(self, wish: Wish) -> NDArray[np.int64]:
        """Return the places of the factors that a wish keeps: most used first, then as found, by name, newest first."""
        kept = self._with_words(wish.text)
        for facet, values in wish.values.items():
            if values:
                kept = kept & self._with_values(facet, values)
        places = np.flatnonzero(kept)
        order = np.lexsort((self._rank[places], self._nearness[places], -self.count_of_uses[places]))
        return places[order]

    def counts(self, wish: Wish) -> dict[Facet, dict[str, int]]:
        """Return for each facet how many factors each value would show, the other facets being as they are."""
        words = self._with_words(wish.text)
        masks = {facet: self._with_values(facet, values) for facet, values in wish.values.items() if values}
        result: dict[Facet, dict[str, int]] = {}
        for facet in Facet:
            kept = words.copy()
            for other, mask in masks.items():
                if other != facet:
                    kept &= mask
            result[facet] = self._count(facet, kept)
        return result

    def regions(self) -> tuple[str, ...]:
        """Return the regions that have a line of their own: the inventory's countries, then the whole world."""
        known = set(self._codes[Facet.REGION][0])
        return (*(region for region in self._near if region in known), *(("",) if "" in known else ()))

    def factor(self, place: int) -> Factor:
        """Return the record of a factor, made when it is first wanted."""
        if place not in self._factors:
            self._factors[place] = self.cards[place].make()
        return self._factors[place]

    def place_of(self, factor_id: str) -> int | None:
        """Return where a factor stands, an own one before a published one; None where there is none."""
        found = self._place.get((True, factor_id))
        return self._place.get((False, factor_id)) if found is None else found

    def editions_of(self, place: int) -> list[int]:
        """Return the places of the same factor in every edition of its series, oldest first."""
        if self._families is None:
            self._families = {}
            for other, card in enumerate(self.cards):
                if card.edition is not None:
                    self._families.setdefault(_family(card, card.edition), []).append(other)
        card = self.cards[place]
        if card.edition is None:
            return [place]
        same = self._families[_family(card, card.edition)]
        boundary, sector = self.factor(place).boundary, self.factor(place).sector
        alike = [
            other
            for other in same
            if self.factor(other).sector == sector and self.factor(other).boundary == boundary
        ]
        return sorted(alike, key=lambda other: (self.cards[other].start, self.cards[other].factor_id))

    # ---- masks -------------------------------------------------------------------------------------------

    def _with_words(self, text: str) -> NDArray[np.bool_]:
        """Return which factors hold every word; the last answer is kept, for a list and its counts ask alike."""
        wanted = text.strip()
        if wanted == self._found[0]:
            return self._found[1]
        kept = np.ones(len(self.cards), dtype=np.bool_)
        self._nearness = np.zeros(len(self.cards), dtype=np.int64)
        if wanted:
            carrier = self.library.words.carrier(wanted)
            places = [self._at[id(card)] for index in self._indices for card in index.search(wanted, carrier)]
            kept[:] = False
            kept[places] = True
            self._nearness[places] = np.arange(len(places))
        self._found = (wanted, kept)
        return kept

    def _with_values(self, facet: Facet, values: frozenset[str]) -> NDArray[np.bool_]:
        if facet == Facet.STATE:
            masks = [self._states[State(value)] for value in values]
            return np.logical_or.reduce(masks)
        names, codes = self._codes[facet]
        wanted = set(values)
        if OTHER in wanted:
            wanted |= set(names) - set(self.regions())
        return np.isin(codes, [place for place, name in enumerate(names) if name in wanted])

    def _count(self, facet: Facet, kept: NDArray[np.bool_]) -> dict[str, int]:
        if facet == Facet.STATE:
            return {state.value: int((mask & kept).sum()) for state, mask in self._states.items()}
        names, codes = self._codes[facet]
        sums = np.bincount(codes[kept], minlength=len(names)).tolist()
        counts = dict(zip(names, sums, strict=True))
        if facet == Facet.REGION:
            near = self.regions()
            counts[OTHER] = sum(count for name, count in counts.items() if name not in near)
        return counts


def _key(card: Card) -> tuple[bool, str]:
    return card.own, card.factor_id


def _coded(values: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the distinct values and, for each value, its place among them."""
    names: dict[str, int] = {}
    codes = [names.setdefault(value, len(names)) for value in values]
    return list(names), np.array(codes, dtype=np.int64)


def _scope(card: Card) -> str:
    """Return the scope that a factor serves: its first category's, "" where it is reported outside the scopes."""
    if card.scope in {"1", "2", "3"}:
        return card.scope
    first = card.category.split(";")[0]
    return Category(first).scope if first in Category._value2member_map_ and not card.scope else ""


def _sorted_by(card: Card) -> tuple[str, str, int, str]:
    return card.name.casefold(), card.region, -int(card.start or 0), card.factor_id


def _family(card: Card, edition: Edition) -> tuple[str, ...]:
    return edition.series, card.category, card.carrier, card.region, card.unit


def _gas_cards(library: FactorLibrary) -> list[Card]:
    """Return a card for each gas and blend that may leak, weighed by its potential."""
    names = {gas.gas: gas.name for gas in library.gases.gases}
    cards = []
    for gas in (*names, *library.gases.blends):
        name = names.get(gas, "")
        cards.append(
            Card(
                factor_id=f"{GAS_ID}{gas}",
                category=f"{Category.FUGITIVE};{Category.PROCESS}",
                carrier=gas,
                region="",
                make=partial(_made, library, gas),
                name=joined((gas, name)) if name and name != gas else gas,
                scope="1",
                unit="kg",
                publisher="IPCC",
                licence="Facts, cited",
            )
        )
    return cards


def _made(library: FactorLibrary, gas: str) -> Factor:
    factor = library.gas_factor(gas)
    assert factor is not None  # noqa: S101 - the library's own names of gases are known to it
    return factor
