"""Which factor a source's quantity of a year takes, and how the quantity reaches the factor's unit.

The order: the source's own factor; category and carrier; kind of unit; region (grid region, region, country,
world); year; publisher (official national before international, life-cycle intensities last); sector of use.
Whatever is not an exact match is a finding, worded so that there is one for a family of factors and a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from carbondesk.domain.accounting import shortfalls
from carbondesk.domain.accounting.carriers import UPSTREAM
from carbondesk.domain.accounting.conversions import Conversion, Way, way
from carbondesk.domain.accounting.editions import LIBRARY, LIFE_CYCLE, OFFICIAL, RANKS, Edition
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.accounting.money import NO_MONEY, Money, is_money, money_way, vat_unknown
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.steam import Steam, heating_way, read_heating
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Category, Factor, MethaneOrigin
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.domain.units import RatedQuantity, UnknownUnit, unit

COMBUSTION = frozenset({Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION})
DEFAULT_CARRIERS = {Category.ELECTRICITY: "electricity"}
DEFAULT_SECTORS = {Category.STATIONARY_COMBUSTION: "manufacturing", Category.MOBILE_COMBUSTION: "road"}
"""The sector of use of a fuel whose source names none."""

_OF_ASSETS = (
    Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION, Category.ELECTRICITY, Category.HEAT_STEAM_COOLING,
)  # fmt: skip
_OF_TRANSPORT = (Category.MOBILE_COMBUSTION, *_OF_ASSETS)
ELSEWHERE: dict[str, tuple[Category, ...]] = {
    **dict.fromkeys((Category.S3_4, Category.S3_6, Category.S3_7, Category.S3_9), _OF_TRANSPORT),
    **dict.fromkeys(
        (Category.S3_8, Category.S3_10, Category.S3_11, Category.S3_12, Category.S3_13, Category.S3_14,
         Category.S3_15),
        _OF_ASSETS,
    ),
}  # fmt: skip
"""Where the factor of a fuel or energy used in the value chain is found when its own category has none: the fuel- and
asset-based methods of the Scope 3 Calculation Guidance take the factors of scopes 1 and 2."""

_OF_FUELS = frozenset({"mass", "volume", "gas-volume"})
"""The kinds of units that fuels are measured in."""

PUBLISHED_ID = "CO2E:"
"""The id of the factor of a figure that is entered as CO2e: one kilogram per kilogram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The organisation's rules: `pins` holds (year, series, edition) for years that keep to a certain edition.

    A pinned series is used in that year in the pinned edition only. Of the others count the editions that shipped up
    to version `library` of the library; an imported edition counts only where it is pinned. With `latest_published` a
    year without a factor of its own takes the nearest; without it the value is missing. `money` holds exchange
    rates and price indices.
    """

    latest_published: bool = True
    combustion_methane: str = MethaneOrigin.NON_FOSSIL.value
    pins: frozenset[tuple[int, str, str]] = frozenset()
    library: int = LIBRARY
    money: Money = NO_MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The factor chosen, the steps to its unit, and what is doubtful about it.

    `per_unit` is the number of factor units per entered unit. `counts` is false for energy made on site: it
    is energy, but no scope 2, and lacks no factor. `methane_origin` decides the potential of `ch4`. `gases` holds
    (gas, kg per factor unit) for gases that the factor has no field for. `title` names what has no published name.
    """

    factor: Factor | None = None
    conversions: tuple[Conversion, ...] = ()
    per_unit: float = 0.0
    findings: tuple[Finding, ...] = ()
    counts: bool = True
    methane_origin: str = MethaneOrigin.NON_FOSSIL.value
    gases: tuple[tuple[str, float], ...] = ()
    title: Text = EMPTY

    @property
    def name(self) -> Text:
        """The name of the factor for people: as it is published, or as the program calls a contract."""
        if self.title.template or self.factor is None:
            return self.title
        return say("{word}", word=self.factor.name)


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
        """The order of choice, an own factor before a published one; then what makes runs agree.

        Of two editions that count, the one read in or of the later library comes first.
        """
        rank = RANKS.index(self.edition.rank) if self.edition else RANKS.index(OFFICIAL)
        published = self.edition is not None
        newest = -(self.factor.valid_from or 0)
        latest = (not self.edition.imported, -self.edition.library) if self.edition else (False, 0)
        return (
            self.way.crosses, self.place, self.distance, rank, published, self.sector, newest,
            latest, len(self.way.steps), self.factor.factor_id,
        )  # fmt: skip


def choose(need: Need, library: FactorLibrary, policy: Policy | None = None) -> Choice:
    """Return the factor for a need, with its conversions and findings; never raises for what a user entered.

    A choice without a factor that counts carries a finding of severity error.
    """
    if need.generated_on_site:
        return Choice(counts=False)
    try:
        kind = unit(need.unit).dimension
    except UnknownUnit as fault:
        return Choice(findings=(fault.finding(),))
    if kind == "emission":
        return _published(need)
    chosen = _own if need.own_factor else _by_carrier
    return chosen(need, library, policy or Policy())


def _by_carrier(need: Need, library: FactorLibrary, policy: Policy) -> Choice:
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


def _published(need: Need) -> Choice:
    """Return the choice for a figure in CO2e: it is booked as its publisher printed it."""
    factor = Factor(
        factor_id=PUBLISHED_ID, name="CO2e", category=need.category, activity_unit="kgCO2e", co2e=1.0,
        co2e_basis="as published",
    )  # fmt: skip
    steps = way(need.unit, factor.activity_unit, "", ()) or Way()
    return Choice(
        factor=factor,
        conversions=steps.steps,
        per_unit=float(steps.by),
        findings=(shortfalls.published_figure(),),
    )


def _best(need: Need, library: FactorLibrary, policy: Policy, carrier: str) -> Choice:
    heating = _heating_value(need)
    if isinstance(heating, Finding):
        return Choice(findings=(heating,))
    places = library.places(need.country, need.grid_region, need.region)
    faults: list[Finding] = []
    for kind, name in _kinds(need, carrier):
        for last_resort in (False, True):
            candidates = library.candidates(kind.category, name, places, last_resort=last_resort)
            matches = list(_matches(candidates, kind, library, policy, name, places, heating, faults))
            if matches:
                best = min(matches, key=lambda match: match.order)
                return _explained(kind, library, policy, best, name, places)
    gas = library.gas_factor(carrier) if need.category in ELSEWHERE else None
    if gas:
        return _chosen(need, library, policy, gas, places=("",))
    if need.derived:
        missing = shortfalls.upstream_missing([carrier.removeprefix(UPSTREAM)], need.country)
        return Choice(counts=False, findings=(missing,))
    return Choice(findings=(faults[0] if faults else shortfalls.factor_missing(carrier, need),))


def _kinds(need: Need, carrier: str) -> Iterable[tuple[Need, str]]:
    """Yield the need with its carrier, then as which other kind of need a factor is looked for."""
    yield need, carrier
    if need.category == Category.S3_3 and not need.derived:
        yield need, UPSTREAM + carrier
    for category in ELSEWHERE.get(need.category, ()):
        yield replace(need, category=category.value), carrier


def _matches(
    candidates: Iterable[Factor],
    need: Need,
    library: FactorLibrary,
    policy: Policy,
    carrier: str,
    places: tuple[str, ...],
    heating: RatedQuantity | Steam | None,
    faults: list[Finding],
) -> Iterable[_Match]:
    """Yield the factors that fit region, unit and policy, each with its distance from the need.

    What keeps an amount of money from a factor goes into `faults`.
    """
    for factor in candidates:
        edition = library.edition(factor)
        distance = _distance(need.year, factor, edition)
        if not admitted(need.year, edition, policy) or (distance and not policy.latest_published):
            continue
        steps = _way(need, factor, library, policy, carrier, heating, edition.series if edition else "")
        if isinstance(steps, Finding):
            faults.append(steps)
        elif steps is not None:
            place, sector = places.index(factor.region), _sector(need, factor)
            yield _Match(factor, edition, steps, place, distance, sector)


def admitted(year: int, edition: Edition | None, policy: Policy) -> bool:
    """Whether the factors of an edition count for a year; factors that are of no edition always do."""
    if edition is None:
        return True
    pins = [pin for pin in policy.pins if pin[0] == year and pin[1] == edition.series]
    if pins:
        return any(pin[2] == edition.edition for pin in pins)
    return not edition.imported and edition.library <= policy.library


def _way(
    need: Need,
    factor: Factor,
    library: FactorLibrary,
    policy: Policy,
    carrier: str,
    heating: RatedQuantity | Steam | None,
    series: str,
) -> Way | Finding | None:
    """Return the way to the factor's unit; the source's heating value wins over one per mass or volume.

    A factor whose unit nobody knows is a finding, as is an amount of money without its rate or index.
    """
    try:
        unit(factor.activity_unit)
    except UnknownUnit as fault:
        return fault.finding(factor=factor.factor_id)
    if is_money(need.unit) and is_money(factor.activity_unit):
        return money_way(need.unit, factor, need.price_year or need.year, policy.money)
    begin = _by_heating_value(need, heating) if heating else None
    if not isinstance(begin, Way):
        return library.way(need.unit, factor.activity_unit, carrier, series)
    rest = library.way(begin.steps[-1].to, factor.activity_unit, carrier, series)
    return rest and Way((*begin.steps, *rest.steps), (*begin.findings, *rest.findings), rest.crosses)


def _by_heating_value(need: Need, heating: RatedQuantity | Steam) -> Way | Finding | None:
    """Return the way by the source's energy per unit, which for a thing that uses energy is no heating value."""
    return heating_way(need.unit, heating, fuel=unit(need.unit).dimension in _OF_FUELS)


def _heating_value(need: Need) -> RatedQuantity | Steam | Finding | None:
    """Return the source's heating value, a finding where it cannot be used, None where it is not needed."""
    if not need.heating_value or unit(need.unit).dimension == "energy":
        return None
    try:
        heating = read_heating(need.heating_value)
    except (NotANumber, UnknownUnit) as fault:
        return fault.finding(field="heating_value")
    begin = _by_heating_value(need, heating)
    if isinstance(begin, Finding):
        return begin
    if begin is None:
        return shortfalls.heating_value_unit(need.heating_value, need.unit)
    return heating


def _own(need: Need, library: FactorLibrary, policy: Policy) -> Choice:
    factor = library.by_id(need.own_factor)
    if factor is None:
        return Choice(findings=(shortfalls.factor_unknown(need.own_factor),))
    places = library.places(need.country, need.grid_region, need.region)
    return _chosen(need, library, policy, factor, places=places)


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
    steps = _way(need, factor, library, policy, carrier, heating, edition.series if edition else "")
    if isinstance(steps, Finding):
        return Choice(findings=(steps,))
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
    if is_money(factor.activity_unit) and need.vat_included is None:
        findings.append(vat_unknown())
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


def _distance(year: int, factor: Factor, edition: Edition | None) -> int:
    """Return how many years lie between a year and the nearest that the factor is made for."""
    years = factor_years(factor, edition)
    return max(years[0] - year, year - years[1], 0) if years else 0


def _sector(need: Need, factor: Factor) -> int:
    """Return how well a factor's sector of use fits: 0 named, 1 none to tell apart, 2 assumed, 3 another."""
    given, sector = need.sector.casefold().strip(), factor.sector
    if given and (sector == given or sector.startswith(f"{given},")):
        return 0
    if not sector:
        return 1
    return 2 if sector == DEFAULT_SECTORS.get(Category(need.category)) else 3
