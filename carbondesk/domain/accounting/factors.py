"""Which factor a source's quantity of a year takes, and how the quantity reaches the factor's unit.

The order: the source's own factor; category and carrier; kind of unit; region (grid region, region, country,
world); year; publisher (official national before international, life-cycle intensities last); sector of use.
Whatever is not an exact match is a finding, worded so that there is one for a family of factors and a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from carbondesk.domain.accounting import shortfalls
from carbondesk.domain.accounting.conversions import Conversion, Way, by_heating_value
from carbondesk.domain.accounting.editions import LIFE_CYCLE, OFFICIAL, RANKS, Edition
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Category, Factor, MethaneOrigin
from carbondesk.domain.schema import Finding
from carbondesk.domain.units import RatedQuantity, UnknownUnit, parse_quantity, unit

COMBUSTION = frozenset({Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION})
DEFAULT_CARRIERS = {Category.ELECTRICITY: "electricity"}
DEFAULT_SECTORS = {Category.STATIONARY_COMBUSTION: "manufacturing", Category.MOBILE_COMBUSTION: "road"}
"""The sector of use of a fuel whose source names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What asks for a factor: all that decides the choice about a source, its site and the factor year."""

    category: str
    unit: str
    year: int
    carrier: str = ""
    country: str = ""
    region: str = ""
    grid_region: str = ""
    own_factor: str = ""
    heating_value: str = ""
    sector: str = ""
    generated_on_site: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The organisation's rules: `pins` holds (year, series, edition) for years closed with a certain edition.

    With `latest_published` a year without a factor of its own takes the nearest; without it the value is
    missing.
    """

    latest_published: bool = True
    combustion_methane: str = MethaneOrigin.NON_FOSSIL.value
    pins: frozenset[tuple[int, str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The factor chosen, the steps to its unit, and what is doubtful about it.

    `per_unit` is the number of factor units per entered unit. `counts` is false for energy made on site: it
    is energy, but no scope 2, and lacks no factor. `methane_origin` decides the potential of `ch4`.
    """

    factor: Factor | None = None
    conversions: tuple[Conversion, ...] = ()
    per_unit: float = 0.0
    findings: tuple[Finding, ...] = ()
    counts: bool = True
    methane_origin: str = MethaneOrigin.NON_FOSSIL.value


@dataclass(frozen=True, slots=True)
class _Match:
    factor: Factor
    edition: Edition | None
    way: Way
    place: int
    distance: int
    sector: int

    @property
    def order(self) -> tuple[object, ...]:
        """The order of choice, an own factor before a published one; then what makes runs agree."""
        rank = RANKS.index(self.edition.rank) if self.edition else RANKS.index(OFFICIAL)
        published = self.edition is not None
        newest = -(self.factor.valid_from or 0)
        return (
            self.way.crosses, self.place, self.distance, rank, published, self.sector, newest,
            len(self.way.steps), self.factor.factor_id,
        )  # fmt: skip


def choose(need: Need, library: FactorLibrary, policy: Policy | None = None) -> Choice:
    """Return the factor for a need, with its conversions and findings; never raises for what a user entered.

    A choice without a factor that counts carries a finding of severity error.
    """
    policy = policy or Policy()
    if need.generated_on_site:
        return Choice(counts=False)
    try:
        unit(need.unit)
    except UnknownUnit as fault:
        return Choice(findings=(fault.finding(),))
    if need.own_factor:
        return _own(need, library, policy)
    carrier = library.words.carrier(need.carrier) or DEFAULT_CARRIERS.get(Category(need.category), "")
    if not carrier:
        return Choice(findings=(shortfalls.carrier_missing(need.category),))
    gas = library.gas_factor(carrier) if need.category in {Category.FUGITIVE, Category.PROCESS} else None
    if gas:
        return _chosen(need, library, policy, gas, places=("",))
    return _best(need, library, policy, carrier)


def factor_years(factor: Factor, edition: Edition | None) -> tuple[int, int] | None:
    """Return the first and last year that a factor is made for; None for standing and undated factors.

    An open end means "latest known": the factor is made for its first year only.
    """
    if factor.valid_from is None or (edition and edition.years == "standing"):
        return None
    return factor.valid_from, factor.valid_to or factor.valid_from


def _best(need: Need, library: FactorLibrary, policy: Policy, carrier: str) -> Choice:
    heating = _heating_value(need)
    if isinstance(heating, Finding):
        return Choice(findings=(heating,))
    places = _places(need, library)
    for last_resort in (False, True):
        candidates = library.candidates(need.category, carrier, places, last_resort=last_resort)
        matches = list(_matches(candidates, need, library, policy, carrier, places, heating))
        if matches:
            best = min(matches, key=lambda match: match.order)
            return _explained(need, library, policy, best, carrier, places)
    return Choice(findings=(shortfalls.factor_missing(carrier, need),))


def _matches(
    candidates: Iterable[Factor],
    need: Need,
    library: FactorLibrary,
    policy: Policy,
    carrier: str,
    places: tuple[str, ...],
    heating: RatedQuantity | None,
) -> Iterable[_Match]:
    """Yield the factors that fit region, unit and policy, each with its distance from the need."""
    for factor in candidates:
        edition = library.edition(factor)
        distance = _distance(need.year, factor, edition)
        if _pinned_away(need.year, edition, policy) or (distance and not policy.latest_published):
            continue
        steps = _way(need, factor, library, carrier, heating, edition.series if edition else "")
        if steps is not None:
            place, sector = places.index(factor.region), _sector(need, factor)
            yield _Match(factor, edition, steps, place, distance, sector)


def _way(
    need: Need,
    factor: Factor,
    library: FactorLibrary,
    carrier: str,
    heating: RatedQuantity | None,
    series: str,
) -> Way | None:
    """Return the way to the factor's unit; the source's heating value wins over one per mass or volume."""
    begin = by_heating_value(need.unit, heating) if heating else None
    if not begin:
        return library.way(need.unit, factor.activity_unit, carrier, series)
    rest = library.way(begin.steps[-1].to, factor.activity_unit, carrier, series)
    return rest and Way((*begin.steps, *rest.steps), (*begin.findings, *rest.findings), rest.crosses)


def _heating_value(need: Need) -> RatedQuantity | Finding | None:
    """Return the source's heating value, a finding where it cannot be used, None where it is not needed."""
    if not need.heating_value or unit(need.unit).dimension == "energy":
        return None
    try:
        heating = parse_quantity(need.heating_value)
    except (NotANumber, UnknownUnit) as fault:
        return fault.finding(field="heating_value")
    if by_heating_value(need.unit, heating) is None:
        return shortfalls.heating_value_unit(need.heating_value, need.unit)
    return heating


def _own(need: Need, library: FactorLibrary, policy: Policy) -> Choice:
    factor = library.by_id(need.own_factor)
    if factor is None:
        return Choice(findings=(shortfalls.factor_unknown(need.own_factor),))
    return _chosen(need, library, policy, factor, places=_places(need, library))


def _chosen(
    need: Need, library: FactorLibrary, policy: Policy, factor: Factor, *, places: tuple[str, ...]
) -> Choice:
    """Return the choice of a given factor, if the quantity can reach its unit."""
    same_kind = need.category in factor.category.split(";")
    carrier = library.words.carrier(need.carrier or (factor.carrier.split(";")[0] if same_kind else ""))
    heating = _heating_value(need)
    if isinstance(heating, Finding):
        return Choice(findings=(heating,))
    edition = library.edition(factor)
    steps = _way(need, factor, library, carrier, heating, edition.series if edition else "")
    if steps is None:
        return Choice(factor=None, findings=(shortfalls.unit_of_factor(need.unit, factor),))
    distance = _distance(need.year, factor, edition)
    place = places.index(factor.region) if factor.region in places else len(places)
    match = _Match(factor, edition, steps, place, distance, 0)
    return _explained(need, library, policy, match, carrier, places)


def _explained(
    need: Need, library: FactorLibrary, policy: Policy, match: _Match, carrier: str, places: tuple[str, ...]
) -> Choice:
    """Return the choice with every finding about what is not an exact match."""
    factor, edition = match.factor, match.edition
    family = edition.family if edition else factor.source or factor.name
    findings = [*match.way.findings, *shortfalls.of_gases(factor, family)]
    if match.distance:
        start, end = factor_years(factor, edition) or (need.year, need.year)
        findings.append(shortfalls.of_year(family, need.year, start, end))
    if edition and edition.rank == LIFE_CYCLE:
        findings.append(shortfalls.life_cycle(family, need.country))
    if not need.own_factor and match.sector > 1:
        findings.append(shortfalls.sector_assumed(family, factor.sector))
    findings.extend(_about_the_place(need, library, match, carrier, places, family))
    combustion = need.category in COMBUSTION
    return Choice(
        factor=factor,
        conversions=match.way.steps,
        per_unit=float(match.way.by),
        findings=tuple(dict.fromkeys(findings)),
        methane_origin=policy.combustion_methane if combustion else factor.methane_origin,
    )


def _about_the_place(
    need: Need, library: FactorLibrary, match: _Match, carrier: str, places: tuple[str, ...], family: str
) -> Iterable[Finding]:
    region = match.factor.region
    if match.place == len(places):
        yield shortfalls.other_region(family, region, need.country)
    elif not region:
        if match.edition and need.country:
            yield shortfalls.world_region(family, need.country)
    elif (
        not need.own_factor
        and region == need.country
        and library.has_regions(need.country, need.category, carrier)
    ):
        yield shortfalls.country_average(family, need.country, need.grid_region or need.region)


def _places(need: Need, library: FactorLibrary) -> tuple[str, ...]:
    """Return the regions that may serve, nearest first: grid region, region, country, world."""
    country = need.country.upper()
    near = (library.words.region(country, text) for text in (need.grid_region, need.region) if text)
    return tuple(dict.fromkeys((*(place for place in near if place), *((country,) if country else ()), "")))


def _distance(year: int, factor: Factor, edition: Edition | None) -> int:
    """Return how many years lie between a year and the nearest that the factor is made for."""
    years = factor_years(factor, edition)
    return max(years[0] - year, year - years[1], 0) if years else 0


def _pinned_away(year: int, edition: Edition | None, policy: Policy) -> bool:
    pins = [pin for pin in policy.pins if edition and pin[0] == year and pin[1] == edition.series]
    return bool(pins) and all(edition is None or pin[2] != edition.edition for pin in pins)


def _sector(need: Need, factor: Factor) -> int:
    """Return how well a factor's sector of use fits: 0 named, 1 none to tell apart, 2 assumed, 3 another."""
    given, sector = need.sector.casefold().strip(), factor.sector
    if given and (sector == given or sector.startswith(f"{given},")):
        return 0
    if not sector:
        return 1
    return 2 if sector == DEFAULT_SECTORS.get(Category(need.category)) else 3


def exact_per_unit(choice: Choice) -> Fraction:
    """Return the number of factor units per entered unit, exactly."""
    return Way(choice.conversions).by
