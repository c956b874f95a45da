"""Gathers from the figures what the checks of years, claims and gases look at; the rules stand in the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain import checks_claims, checks_gases, checks_years
from carbondesk.domain.accounting.defects import defects
from carbondesk.domain.accounting.editions import LIFE_CYCLE
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.periods import month_text
from carbondesk.domain.records import (
    Activity,
    Bill,
    Category,
    Driver,
    Equipment,
    EvidenceLink,
    FactorSet,
    GwpName,
    ProcessGas,
    PublishedFigure,
    Source,
)
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import UnitFault, unit
from carbondesk.report.cubes import CATEGORY_PLACES
from carbondesk.store.library import gwp_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.figures import Figures

_ELECTRICITY = Category.ELECTRICITY.value
_GRID = CATEGORY_PLACES[_ELECTRICITY]
_MONTHS = 12
_FAR_APART = 30.0
"""A value off by a thousand is this far from the next at least, as the others agree within a factor of ten."""


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Quantities of sources by years in the reference unit of their kind, (s, y); a source of mixed kinds has none."""

    ids: NDArray[np.int64]
    years: list[int]
    amounts: NDArray[np.float64]


def year_doubts(figures: Figures, year: int, counted: set[int]) -> Iterator[Finding]:
    """Yield what is doubtful about a year beside the others: implied factors of the grid, units off by a thousand."""
    if year not in figures.years:
        return
    yield from _implied(figures, year, counted)
    rows = _far_apart(figures)
    if not len(rows):
        return
    laid = _laid_out(figures, rows)
    column = laid.years.index(year)
    off = checks_years.thousandfold(laid.amounts)
    for place in np.flatnonzero(off[:, column]).tolist():
        source = figures.sources[int(laid.ids[place])]
        if source.id in counted:
            per = _scale(source.unit)[1]
            values = (laid.amounts[place] / per).tolist()
            usual = checks_years.usual([value for at, value in enumerate(values) if not off[place, at]])
            finding = checks_years.off_by_thousand(source.name, year, values[column], usual, source.unit)
            yield finding.at(site=figures.sites[source.site].name, year=year)


def inventory_doubts(figures: Figures) -> Iterator[Finding]:
    """Yield what is doubtful over the years: jumps, pollutants, own factors, and figures that were published."""
    inventory = figures.inventory
    yield from checks_gases.pollutants(
        figures.sources.values(), inventory.all(Equipment), inventory.all(ProcessGas)
    )
    sets = {(each.source, each.source_version) for each in inventory.all(FactorSet)}
    gwp = [gwp_set(name.value) for name in GwpName]
    for factor in figures.library.own:
        if (factor.source, factor.source_version) not in sets:
            yield from defects(factor, figures.library.gases, gwp)
    yield from _jumps(figures)
    published = inventory.all(PublishedFigure)
    yield from checks_claims.cross_footing(published)
    yield from checks_claims.swapped_claims(published)
    yield from _implied_claims(figures, published)


def thousandfold_months(
    source: Source, monthly: Mapping[str, float], flagged: Iterable[str]
) -> Iterator[Finding]:
    """Yield the months of a source that are about 1,000 times the others; those flagged already are left out."""
    months = list(monthly)
    values = np.array([[monthly[month] for month in months]])
    known = set(flagged)
    for place in np.flatnonzero(checks_years.thousandfold(values)[0]).tolist():
        month = months[place]
        if month not in known:
            others = [value for at, value in monthly.items() if at != month]
            usual = checks_years.usual(others)
            when = month_text(month)
            yield checks_years.off_by_thousand(source.name, when, monthly[month], usual, source.unit).at(
                month=month
            )


class Evidence:
    """Which sources have evidence in which reporting years; filled while the entries are read anyway."""

    def __init__(self, figures: Figures) -> None:
        """Take the documents that are attached, and the evidence of the bills, which their entries do not carry."""
        self._attached = {(link.subject_table, link.subject) for link in figures.inventory.all(EvidenceLink)}
        self._figures = figures
        self._start = figures.organisation.year_start
        self._years: dict[int, set[int]] = defaultdict(set)
        for bill in figures.inventory.all(Bill):
            if bill.evidence or (Bill.table, bill.id) in self._attached:
                self._add(bill.source, bill.read_date.year, bill.read_date.month)
                if bill.start is not None:
                    self._add(bill.source, bill.start.year, bill.start.month)

    def _add(self, source: int, year: int, month: int) -> None:
        self._years[source].add(year - (month < self._start))

    def take(self, source: int, entries: Iterable[Activity]) -> None:
        """Remember the years in which a source's entries have evidence."""
        for entry in entries:
            if entry.evidence or (Activity.table, entry.id) in self._attached:
                self._add(source, entry.start.year, entry.start.month)

    def take_months(self, source: NDArray[np.int64], month: NDArray[np.int64]) -> None:
        """Remember the years in which sources have evidence in some months, counted from year 0."""
        pairs = np.unique(np.stack([source, (month - (self._start - 1)) // _MONTHS]), axis=1)
        for identity, year in pairs.T.tolist():
            self._years[identity].add(year)

    def findings(self) -> Iterator[Finding]:
        """Yield for each year what share of its emissions comes from sources without any evidence."""
        for year in self._figures.years:
            emitted = self._figures.by_source(year)
            total = sum(value for value in emitted.values() if value > 0)
            without = {
                self._named(source): value / total
                for source, value in emitted.items()
                if value > 0 and year not in self._years[source]
            }
            yield from checks_years.evidence_missing(year, without)

    def _named(self, source: int) -> Text:
        """Return the name of a source with its site's: many sites have a source named electricity."""
        found = self._figures.sources[source]
        return say("{name}: {value}", name=self._figures.sites[found.site].name, value=found.name)


# ---- sources by years -------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _scale(spelling: str) -> tuple[str, float]:
    """Return what a unit measures and how much of its reference unit it is; nothing for an unknown one."""
    try:
        known = unit(spelling)
    except UnitFault:
        return "", 1.0
    return f"{known.dimension} {known.currency}", float(known.scale)


def _far_apart(figures: Figures) -> NDArray[np.int64]:
    """Return the rows of the sources whose values lie far apart from one row to the next.

    It passes over a hundred thousand rows in a millisecond, so that only the few others are looked at closely.
    """
    rows = figures.ledger.rows
    scale = np.array([_scale(spelling)[1] for spelling, _ in figures.ledger.kinds], dtype=np.float64)
    amounts = rows.quantity * scale[rows.kind] if len(scale) else rows.quantity
    larger, smaller = amounts[1:] * _FAR_APART, amounts[:-1] * _FAR_APART
    far = ((larger < amounts[:-1]) | (smaller < amounts[1:])) & (rows.source[1:] == rows.source[:-1])
    return (
        np.flatnonzero(np.isin(rows.source, rows.source[1:][far]))
        if far.any()
        else np.zeros(0, dtype=np.int64)
    )


def _laid_out(figures: Figures, chosen: NDArray[np.int64] | None = None) -> _Amounts:
    """Return the quantities of sources by years, of all rows or of some that are whole sources.

    A source whose units measure different things has none.
    """
    rows, kinds, years = figures.ledger.rows, figures.ledger.kinds, figures.years
    if chosen is not None:
        rows = rows.at(chosen)
    # The rows are sorted by source, so that a source begins where the number changes.
    begins = np.diff(rows.source, prepend=-1) != 0
    starts, place = np.flatnonzero(begins), np.cumsum(begins) - 1
    scales = [_scale(spelling) for spelling, _ in kinds]
    dimensions = {name: number for number, name in enumerate(dict.fromkeys(name for name, _ in scales))}
    scale = np.array([number for _, number in scales], dtype=np.float64)
    dimension = np.array([dimensions[name] for name, _ in scales], dtype=np.int64)[rows.kind]
    column = np.searchsorted(np.array(years, dtype=np.int64), rows.year)
    amounts = np.zeros((len(starts), len(years)))
    np.add.at(amounts, (place, column), rows.quantity * scale[rows.kind])
    amounts[place[dimension != dimension[starts][place]]] = 0.0
    return _Amounts(rows.source[starts], years, amounts)


def _jumps(figures: Figures) -> Iterator[Finding]:
    """Yield the years in which a source jumps and no output figure of its site moves along."""
    if not figures.years:
        return
    laid, cubes = _laid_out(figures), figures.cubes()
    at = np.array([cubes.position[source] for source in laid.ids.tolist()], dtype=np.int64)
    months = _bits(cubes.present[at, : len(laid.years)])
    whole = (months == _MONTHS) & cubes.counted[at][:, None]
    emitted = np.array(
        [[by[source] for source in laid.ids.tolist()] for by in map(figures.by_source, laid.years)]
    ).T
    found = [
        (column, place)
        for column in range(1, len(laid.years))
        for place in np.flatnonzero(checks_years.jumped(laid.amounts, emitted, whole, column)).tolist()
    ]
    drivers = _drivers(figures) if found else {}
    for column, place in found:
        source, year = figures.sources[int(laid.ids[place])], laid.years[column]
        per = _scale(source.unit)[1]
        before, now = laid.amounts[place, column - 1] / per, laid.amounts[place, column] / per
        moved = [(by.get(year - 1, 0.0), by.get(year, 0.0)) for by in drivers.get(source.site, ())]
        if not checks_years.driven(float(np.log(now / before)), moved):
            finding = checks_years.year_jump(source.name, year, float(before), float(now), source.unit)
            yield finding.at(site=figures.sites[source.site].name)


def _drivers(figures: Figures) -> dict[int, list[dict[int, float]]]:
    """Return the yearly sums of each output figure by site."""
    sums: dict[tuple[int, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    start = figures.organisation.year_start
    for driver in figures.inventory.all(Driver):
        year = int(driver.month[:4]) - (int(driver.month[5:7]) < start)
        sums[driver.site, driver.driver][year] += driver.amount
    result: dict[int, list[dict[int, float]]] = defaultdict(list)
    for (site, _), by_year in sums.items():
        result[site].append(by_year)
    return result


# ---- implied factors --------------------------------------------------------------------------------------


def _implied(figures: Figures, year: int, counted: set[int]) -> Iterator[Finding]:
    """Yield the sites whose electricity comes to a location-based factor that no grid of the country has."""
    energy, tonnes = _electricity(figures, year, counted)
    for site_id, kwh in energy.items():
        site = figures.sites[site_id]
        published = _grid(figures, site.country, site.grid_region or site.region)
        implied = tonnes[site_id] * 1000 / kwh if kwh > 0 else float("nan")
        if published is not None and checks_years.outside(implied, published):
            finding = checks_years.implied_factor(site.name, year, implied, published, site.country)
            yield finding.at(site=site.name)


def _electricity(figures: Figures, year: int, counted: set[int]) -> tuple[dict[int, float], dict[int, float]]:
    """Return kWh from the grid and their location-based t CO2e in a year, by site."""
    ledger, cubes, kwh = figures.ledger, figures.cubes(), _scale("kWh")
    rows = ledger.rows
    places = np.flatnonzero(rows.year == year)
    places = places[cubes.category[np.searchsorted(cubes.ids, rows.source[places])] == _GRID]
    scales = [_scale(spelling) for spelling, _ in ledger.kinds]
    per = np.array([size / kwh[1] if name == kwh[0] else np.nan for name, size in scales], dtype=np.float64)
    quantities = (rows.quantity[places] * per[rows.kind[places]]).tolist()
    energy: dict[int, float] = defaultdict(float)
    tonnes: dict[int, float] = defaultdict(float)
    emitted = ledger.emission[places].tolist()
    for identity, quantity, emission in zip(rows.source[places].tolist(), quantities, emitted, strict=True):
        source = figures.sources[identity]
        if identity in counted and not source.generated_on_site:
            energy[source.site] += quantity
            tonnes[source.site] += emission
    return energy, tonnes


def _grid(figures: Figures, country: str, region: str) -> tuple[float, float] | None:
    organisation = figures.organisation
    return _published(
        figures.library, country.upper(), "regions" if region else "", organisation.gwp, organisation.sf6
    )


@lru_cache(maxsize=256)
def _published(
    library: FactorLibrary, country: str, divided: str, gwp: str, sf6: str
) -> tuple[float, float] | None:
    """Return the range of a country's published grid factors, of its regions too where the site names one.

    Life-cycle intensities count only where no official factor is; what users entered does not.
    """
    regions = sorted(
        {code for (of, _), code in library.words.regions.items() if of == country and code != country}
    )
    potentials = gwp_set(gwp, sf6)
    for last_resort in (False, True):
        for places in ([country, *regions],) if divided else ([country], regions):
            found = [
                factor
                for factor in library.candidates(_ELECTRICITY, "electricity", places, last_resort=last_resort)
                if (edition := library.edition(factor)) is not None
                and not edition.imported
                and (last_resort or edition.rank != LIFE_CYCLE)
            ]
            known = checks_years.grid_range(found, potentials)
            if known is not None:
                return known
    return None


def _implied_claims(figures: Figures, published: Iterable[PublishedFigure]) -> Iterator[Finding]:
    """Yield published location-based scope 2 figures that do not fit the electricity of their year.

    Only years whose scope 2 is electricity of one country allow a judgement.
    """
    claims = [
        each
        for each in published
        if each.scope == "2" and each.method == "location" and each.year in figures.years
    ]
    scope2 = {source.id for source in figures.sources.values() if Category(source.category).scope == "2"}
    electric = {identity for identity in scope2 if figures.sources[identity].category == _ELECTRICITY}
    countries = {figures.sites[figures.sources[identity].site].country for identity in electric}
    if electric != scope2 or len(countries) != 1:
        return
    country = countries.pop()
    regions = {figures.sites[figures.sources[identity].site].grid_region for identity in electric}
    known = _grid(figures, country, next(iter(regions - {""}), ""))
    for claim in claims:
        kwh = sum(_electricity(figures, claim.year, figures.counted())[0].values())
        implied = claim.value * 1000 / kwh if kwh > 0 else float("nan")
        if known is not None and checks_years.outside(implied, known):
            who = claim.published_in or figures.organisation.name
            yield checks_years.implied_factor(who, claim.year, implied, known, country).at(scope="2")


def _bits(masks: NDArray[np.int16]) -> NDArray[np.int64]:
    return sum(
        ((masks >> month) & 1 for month in range(_MONTHS)), start=np.zeros(masks.shape, dtype=np.int64)
    )
