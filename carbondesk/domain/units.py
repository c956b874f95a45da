"""Units as bills and factor sets write them, exact ratios between them, and quantities as they were entered.

A closed table of our own spellings comes first (`carbondesk.domain.definitions`); what it lacks, such as
`MMBtu/CCF`, is read by pint from the same definitions. pint is imported only then. All scales are Fractions,
because floats miss the way back from kWh to GJ to kWh in 45 % of cases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.definitions import BASES, LINES, MULTIPLES, SYNONYMS
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import EMPTY, Text, listed, say

if TYPE_CHECKING:
    from pint import UnitRegistry
    from pint.facets.plain import PlainQuantity

LONGEST = 60
"""Characters that a unit may have."""

_BASIS_LAST = re.compile(r"(?P<energy>[^\s_(]+)[\s_(]+(?P<basis>[^()]+?)\)?")
_MONEY = re.compile(r"(?P<multiple>[kKmM]?) ?(?P<code>[A-Za-z]{3})")
_RATED = re.compile(r"([-+0-9.,'\u2212\u00a0 ]*[0-9])\s*(\D.*?)(?:\s*/\s*|\s+per\s+)(.+)")
_FACTOR = r"(?:[^\W\d]\w*(?:(?:\*\*|\^)-?[1-9])?|[0-9]{1,9}(?:\.[0-9]{1,9})?)"
_COMPOUND = re.compile(rf"{_FACTOR}(?: ?[*/] ?{_FACTOR})+")


class UnitFault(ValueError):  # noqa: N818 - the name says what is wrong
    """A unit that cannot be used as asked; `text` says why for people, `code` names the finding."""

    code = "unit"

    def __init__(self, text: Text, remedy: Text = EMPTY) -> None:
        """Keep the texts untranslated until they are shown."""
        super().__init__(str(text))
        self.text = text
        self.remedy = remedy

    def finding(self, **where: object) -> Finding:
        """Return the fault as a finding at the given place."""
        return error(self.code, self.text, remedy=self.remedy, **where)


class UnknownUnit(UnitFault):
    """No unit has this spelling; `nearest` lists the nearest spellings of the table."""

    code = "unknown-unit"

    def __init__(self, written: str) -> None:
        """Look for the nearest spellings, so that a form can offer them."""
        self.written = written[:LONGEST]
        self.nearest = _nearest(self.written)
        remedy = say("Did you mean {nearest}?", nearest=listed(self.nearest)) if self.nearest else EMPTY
        super().__init__(say("“{unit}” is not a known unit.", unit=self.written), remedy)


class WrongDimension(UnitFault):
    """Two units measure different things: only a sourced record, such as a heating value, joins them."""

    code = "wrong-dimension"

    def __init__(self, given: Unit, wanted: Unit) -> None:
        """Name both units and what they measure."""
        self.given, self.wanted = given, wanted
        super().__init__(
            say(
                "{given} is {kind}, not {wanted_kind} like {wanted}.",
                given=given.spelling,
                kind=given.dimension_label,
                wanted=wanted.spelling,
                wanted_kind=wanted.dimension_label,
            ),
            say("Give the quantity in a unit of the other kind, or a conversion with its source."),
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: `scale` of the reference unit of its `dimension`, exactly.

    `basis` is `gross` or `net` for a fuel's energy that says so, else empty. `currency` is the code of money.
    """

    spelling: str
    dimension: str
    scale: Fraction
    basis: str = ""
    currency: str = ""

    @property
    def dimension_label(self) -> Text:
        """What the unit measures, for people."""
        label = DIMENSION_LABELS.get(self.dimension, Text(self.dimension))
        if self.basis:
            return say("energy, gross") if self.basis == "gross" else say("energy, net")
        return Text(self.currency) if self.currency else label

    def measures_the_same_as(self, other: Unit) -> bool:
        """Whether a bare ratio leads from one unit to the other."""
        return (
            self.dimension == other.dimension
            and self.currency == other.currency
            and (self.basis == other.basis or not (self.basis and other.basis))
        )


DIMENSION_LABELS: dict[str, Text] = {
    "energy": say("energy"),
    "mass": say("mass"),
    "volume": say("volume"),
    "gas-volume": say("volume at stated conditions"),
    "distance": say("distance"),
    "area": say("area"),
    "mass-distance": say("mass times distance"),
    "passenger-distance": say("passengers times distance"),
    "vehicle-distance": say("vehicles times distance"),
    "time": say("time"),
    "room-night": say("nights in rooms"),
    "count": say("number"),
    "share": say("share"),
    "money": say("money"),
    "emission": say("emissions in CO2e"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, kept exactly as it was entered; converted only when something is calculated."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class RatedQuantity:
    """A number of one unit per another, such as a heating value of 0.1027 MMBtu per CCF."""

    number: float
    unit: str
    per: str

    @property
    def exact(self) -> Fraction:
        """The number as the exact fraction of its shortest decimal text, not of its binary neighbour."""
        return exact(self.number)


@cache
def unit(text: str) -> Unit:
    """Return the unit with this spelling; raises UnknownUnit with the `nearest` spellings."""
    plain = _plain(text)
    found = _spelled(plain) or _with_basis(plain) or _multiple(plain) or _money(plain) or _compound(plain)
    if not found:
        raise UnknownUnit(text)
    return found


def is_unit(text: str) -> bool:
    """Whether the text is the spelling of a unit."""
    try:
        unit(text)
    except UnknownUnit:
        return False
    return True


@cache
def ratio(from_: str, to: str) -> Fraction:
    """Return how many of `to` make one of `from_`, exactly; raises UnknownUnit and WrongDimension.

    Gross and net energy are not converted into each other, nor money of two currencies; energy that does not
    say which it is converts to both.
    """
    given, wanted = unit(from_), unit(to)
    if not given.measures_the_same_as(wanted):
        raise WrongDimension(given, wanted)
    return given.scale / wanted.scale


def convertible(from_: str, to: str) -> bool:
    """Whether `ratio` leads from one known unit to the other."""
    return unit(from_).measures_the_same_as(unit(to))


def exact(number: float) -> Fraction:
    """Return a number as the fraction of its shortest decimal text: 0.1 is 1/10."""
    return Fraction(repr(number))


def parse_quantity(text: str, decimal: str | None = None) -> RatedQuantity:
    """Read a quantity per unit such as `0.1027 MMBtu/CCF` or `38,2 MJ per m³`.

    Raises NotANumber (AmbiguousNumber among them) and UnknownUnit.
    """
    found = _RATED.fullmatch(text.strip()[: 2 * LONGEST])
    if not found:
        fault = say("“{written}” is not a quantity per unit.", written=text[:LONGEST])
        raise NotANumber(text, fault, say("Write it like 0.1027 MMBtu/CCF."))
    number, numerator, denominator = found.groups()
    return RatedQuantity(parse_number(number, decimal), unit(numerator).spelling, unit(denominator).spelling)


def spellings() -> tuple[str, ...]:
    """Return the canonical spellings of the table, in its order, for lists and the manual."""
    return tuple(dict.fromkeys(found.spelling for found in _TABLE.values()))


def definitions() -> tuple[str, ...]:
    """Return every definition line that pint gets: the table's and one for each currency."""
    return (*LINES, *(f"{code} = [money_{code}]" for code in sorted(CURRENCIES)))


def _plain(text: str) -> str:
    """Return the spelling with superscripts and full-width letters made plain and one space between words."""
    if len(text) > LONGEST:
        raise UnknownUnit(text)
    return " ".join(unicodedata.normalize("NFKC", text).replace("⋅", "·").split())


def _canonical(name: str) -> str:
    """Return the spelling for people: pint's names have no dot, ours have one between the factors."""
    if name.endswith(("_km", "_mi", "_night")):
        head, _, tail = name.rpartition("_")
        return f"{head}.{tail}"
    return name


def _read_lines() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for line in LINES:
        name, relation, *aliases = line.split(" = ")
        if relation.startswith("["):
            found = Unit(_canonical(name), relation[1:-1].replace("_", "-"), Fraction(1))
        else:
            number, other = relation.split(" * ")
            found = Unit(_canonical(name), table[other].dimension, Fraction(number) * table[other].scale)
        table.update(dict.fromkeys((name, found.spelling, *aliases), found))
    return table


def _spelled(plain: str) -> Unit | None:
    found = _TABLE.get(plain)
    if found:
        return found
    if plain in CURRENCIES:
        return Unit(plain, "money", Fraction(1), currency=plain)
    synonym = SYNONYMS.get(plain)
    if synonym:
        return _spelled(synonym)
    lowered = _lowered().get(plain.casefold())
    return _spelled(lowered) if lowered and lowered != plain else None


@cache
def _lowered() -> dict[str, str]:
    """Map lower-case spellings to the one spelling that they can mean; two candidates make none."""
    candidates: dict[str, set[str]] = {}
    for spelling, target in [*((name, found.spelling) for name, found in _TABLE.items()), *SYNONYMS.items()]:
        candidates.setdefault(spelling.casefold(), set()).add(
            _TABLE[target].spelling if target in _TABLE else target
        )
    return {lowered: targets.pop() for lowered, targets in candidates.items() if len(targets) == 1}


def _with_basis(plain: str) -> Unit | None:
    found = _BASIS_LAST.fullmatch(plain)
    basis = found and _BASIS_WORDS.get(found["basis"].casefold())
    if not (found and basis):
        return None
    energy = _spelled(found["energy"]) or _multiple(found["energy"])
    if not energy or energy.dimension != "energy":
        return None
    return Unit(f"{energy.spelling}_{basis}", "energy", energy.scale, basis)


def _multiple(plain: str) -> Unit | None:
    for word, factor in MULTIPLES.items():
        if plain.startswith(word):
            rest = _spelled(plain.removeprefix(word).strip(" *"))
            between = " " if word.isascii() else ""
            apart = plain[len(word)] in " *" if rest else False
            if rest and (apart or not word.isascii() or word[-1].isdigit()):
                return replace(rest, spelling=f"{word}{between}{rest.spelling}", scale=factor * rest.scale)
    return None


def _money(plain: str) -> Unit | None:
    found = _MONEY.fullmatch(plain)
    code = found["code"].upper() if found else ""
    if not found or code not in CURRENCIES:
        return None
    multiple = found["multiple"]
    scale = {"": 1, "k": 1000, "m": 1_000_000}[multiple.casefold()]
    prefix = {"": "", "k": "k", "m": "M"}[multiple.casefold()]
    return Unit(f"{prefix}{code}", "money", Fraction(scale), currency=code)


def _compound(plain: str) -> Unit | None:
    """Read products, quotients and powers of the table's units with pint, from our own definitions."""
    if not _COMPOUND.fullmatch(plain):
        return None
    import pint

    try:
        reference: PlainQuantity[Fraction] = _registry().Quantity(plain.replace("^", "**")).to_root_units()
    except (pint.UndefinedUnitError, ZeroDivisionError):
        return None
    scale = Fraction(reference.magnitude)
    if reference.dimensionless or not scale:
        return None
    name = _dimension({unit: Fraction(str(power)) for unit, power in reference.unit_items()})
    return Unit(plain, _TABLE[name].dimension if name in _TABLE else name, scale)


def _dimension(powers: Mapping[str, Fraction]) -> str:
    """Return base units as pint writes them, `kg / m3`; pint itself cannot write powers that are Fractions."""
    over, under = ([name if abs(power) == 1 else f"{name} ** {abs(power)}" for name, power in sorted(powers.items())
                    if (power > 0) is above] for above in (True, False))  # fmt: skip
    return " / ".join([" * ".join(over) or "1", *under])


@cache
def _registry() -> UnitRegistry[Fraction]:
    import pint

    registry: UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(list(definitions()))
    return registry


def _nearest(written: str) -> tuple[str, ...]:
    known = {spelling.casefold(): spelling for spelling in (*SYNONYMS, *_TABLE)}
    close = get_close_matches(unicodedata.normalize("NFKC", written).casefold(), known, n=6, cutoff=0.5)
    found = (_spelled(known[match]) for match in close)
    return tuple(dict.fromkeys(candidate.spelling for candidate in found if candidate))[:3]


_TABLE: dict[str, Unit] = _read_lines()
_BASIS_WORDS: dict[str, str] = {word.casefold(): basis for basis, words in BASES.items() for word in words}
