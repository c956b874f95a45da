"""Searching the factor library as one types: light cards, ranked, with filters.

The index holds one lower-case text for each factor and is made once, shelf by shelf; a word is looked for in all of
them by plain comparison, which for 16,000 factors takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from carbondesk.domain.accounting.editions import Edition
from carbondesk.domain.records import Factor


class Card(NamedTuple):
    """What the catalogue keeps of a factor; `make` makes the record when somebody wants it.

    `start` and `end` are the first and last year as written, empty where none is. `edition` is None for an
    inventory's own factor that came in no set; `own` is true for all of an inventory's own.
    """

    factor_id: str
    category: str
    carrier: str
    region: str
    make: Callable[[], Factor]
    name: str = ""
    scope: str = ""
    unit: str = ""
    start: str = ""
    end: str = ""
    edition: Edition | None = None
    publisher: str = ""
    licence: str = ""
    own: bool = False

    @classmethod
    def of(cls, factor: Factor, edition: Edition | None = None, *, own: bool = False) -> Card:
        """Return the card of a record that is there already."""
        return cls(
            factor.factor_id, factor.category, factor.carrier, factor.region, lambda: factor, factor.name,
            factor.scope, factor.activity_unit, str(factor.valid_from or ""), str(factor.valid_to or ""), edition,
            factor.source, factor.licence, own,
        )  # fmt: skip


class LicenceClass(StrEnum):
    """What one may do with a factor's numbers, in kinds."""

    PUBLIC_DOMAIN = "public-domain"
    ATTRIBUTION = "attribution"
    CITED = "cited"
    OWN = "own"


class State(StrEnum):
    """What a factor is to the inventory: used in the year, of an edition newer than the one used, or its own."""

    IN_USE = "in-use"
    NEWER = "newer-edition"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search keeps; an empty field keeps everything.

    `used` (factor ids) and `newer` (edition ids) say what the states mean; `carbondesk.report.editions` has them.
    """

    scope: str = ""
    category: str = ""
    region: str = ""
    year: int | None = None
    publisher: str = ""
    licence: str = ""
    state: str = ""
    used: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()

    def keep(self, card: Card) -> bool:
        """Whether a factor passes every filter."""
        return (
            (not self.scope or card.scope == self.scope)
            and (not self.category or self.category in card.category.split(";"))
            and (not self.region or card.region == self.region or card.region.startswith(f"{self.region}-"))
            and (self.year is None or _of_year(card, self.year))
            and (not self.publisher or card.publisher == self.publisher)
            and (not self.licence or licence_class(card) == self.licence)
            and (not self.state or self._in_state(card))
        )

    def _in_state(self, card: Card) -> bool:
        if self.state == State.OWN:
            return card.own
        if self.state == State.IN_USE:
            return card.factor_id in self.used
        return card.edition is not None and card.edition.edition in self.newer


ALL = Filters()
"""The filters that keep everything."""


def licence_class(card: Card) -> LicenceClass:
    """Return the kind of licence of a factor: public domain, open with attribution, facts cited, or the user's own."""
    if card.own:
        return LicenceClass.OWN
    if card.licence.startswith("Public domain"):
        return LicenceClass.PUBLIC_DOMAIN
    return LicenceClass.CITED if "cited" in card.licence else LicenceClass.ATTRIBUTION


class Index:
    """The cards of a library and the lower-case text that each is found by; own factors come first."""

    def __init__(self) -> None:
        """Start empty; `add` takes in one shelf after the other."""
        self.cards: list[Card] = []
        self._texts: list[str] = []
        self._names: list[str] = []
        self._order: list[int] = []
        self._by_id: dict[str, int] = {}

    def add(self, cards: Iterable[Card]) -> None:
        """Take in the cards of a shelf."""
        for card in cards:
            version = card.edition.source_version if card.edition else ""
            name = card.name.casefold()
            parts = (card.factor_id, card.carrier, card.publisher, version, card.region)
            place = len(self.cards)
            # Own ones before the others, newer years before older ones, then as they stand: one number to sort by.
            self._order.append((((not card.own) << 14 | 9999 - int(card.start or 0)) << 32) + place)
            self._by_id[card.factor_id.casefold()] = place
            self.cards.append(card)
            self._names.append(f" {name}")
            self._texts.append(f"{name} {' '.join(parts).casefold()}")

    def search(self, text: str, carrier: str, filters: Filters = ALL) -> tuple[Card, ...]:
        """Return the cards with every word of a text, or of our carrier that the text is a word for; best first.

        An exact id comes first, then a name that begins with the text, a word of the name that begins with its first
        word, the text in a name, and the rest; within these own factors first, newer years before older ones.
        """
        plain = " ".join(text.casefold().split())
        found = self._with_words(plain.split())
        if carrier and carrier != plain:
            found = sorted({*found, *self._of_carrier(carrier)})
        kept = found if filters == ALL else [place for place in found if filters.keep(self.cards[place])]
        if plain:
            kept = sorted(kept, key=self._ranks(plain))
        return tuple(self.cards[place] for place in kept)

    def _with_words(self, words: Sequence[str]) -> list[int]:
        texts = self._texts
        places = list(range(len(texts)))
        for word in words:
            places = [place for place in places if word in texts[place]]
        return places

    def _of_carrier(self, carrier: str) -> list[int]:
        return [place for place, card in enumerate(self.cards) if carrier in card.carrier.split(";")]

    def _ranks(self, plain: str) -> Callable[[int], int]:
        """Return what the places found are sorted by: how well the name fits, then the order of the cards."""
        names, order, exact = self._names, self._order, self._by_id.get(plain)
        begins, first = f" {plain}", f" {plain.partition(' ')[0]}"

        def rank(place: int) -> int:
            name = names[place]
            if name.startswith(begins):
                fit = 1
            elif first in name:
                fit = 2
            else:
                fit = 3 if plain in name else 4
            return ((0 if place == exact else fit) << 50) + order[place]

        return rank


def _of_year(card: Card, year: int) -> bool:
    """Whether a factor is made for a year; an open end reaches on."""
    return not card.start or int(card.start) <= year <= int(card.end or year)
