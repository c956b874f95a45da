"""The emissions of a reporting year by any of the dimensions scope, category, site, source, gas and month.

Without months the numbers come from the annual sums that the figures keep; by month from the year's entries, with
the same factors and the same formula, so that every breakdown of a year adds up to the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from carbondesk.domain.accounting.emissions import (
    KG_PER_TONNE,
    PRINTED,
    gwp_vector,
    outside_scopes,
    tonnes,
)
from carbondesk.domain.gases import METHANE
from carbondesk.domain.periods import Period, month_of, split_by_year, year_months, year_period
from carbondesk.domain.records import Activity, Consolidation
from carbondesk.report.bookings import CATEGORIES, Booked, Bookings
from carbondesk.report.cubes import CATEGORY_PLACES, SCOPES, UPSTREAM, Cubes
from carbondesk.report.ledgers import counts, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.figures import Figures
    from carbondesk.report.ledgers import Ledger
    from carbondesk.report.markets import MarketParts

DIMENSIONS = ("scope", "category", "site", "source", "gas", "month")
"""The dimensions that a year can be broken down by, in the order in which rows are sorted."""

_CH4 = "CH4"
_METHANES = frozenset(METHANE.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionRow:
    """The emissions of one combination of dimensions in t CO2e; None where no part of it can be computed.

    `keys` holds the value of each dimension asked for, in the order asked. Scope 1 and 3 have the same number under
    both methods. `mass` is the mass of the gas in t, where the gas is a dimension and its mass is known.
    """

    keys: dict[str, str]
    location: float | None
    market: float | None
    mass: float | None = None


LOCATION, MARKET, BOTH = 1, 2, 3
"""By which methods of scope 2 a part counts, as bits."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Booked quantities with what they are multiplied by, (n,) each.

    Places of source, category, month and rate; the quantity in the unit of its rate, times the share; and the methods
    by which it counts.
    """

    source: NDArray[np.int64]
    category: NDArray[np.int64]
    month: NDArray[np.int64]
    rate: NDArray[np.int64]
    quantity: NDArray[np.float64]
    methods: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int, float, int]]) -> Self:
        """Return parts from rows of (source, category, month, rate, quantity, methods)."""
        columns = list(zip(*rows, strict=True)) or [()] * 6
        source, category, month, rate, methods = (
            np.array(columns[place], dtype=np.int64) for place in (0, 1, 2, 3, 5)
        )
        return cls(source, category, month, rate, np.array(columns[4], dtype=np.float64), methods)

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return the arrays in their order."""
        return self.source, self.category, self.month, self.rate, self.quantity, self.methods

    def at(self, chosen: NDArray[Any]) -> Parts:
        """Return some of the parts."""
        return Parts(*(column[chosen] for column in self.columns()))

    def joined(self, *others: Parts) -> Parts:
        """Return these parts and others behind them."""
        every = zip(self.columns(), *(other.columns() for other in others), strict=True)
        return Parts(*(np.concatenate(columns) for columns in every))


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Emissions laid out for grouping: the part that each is of, place of its gas, t CO2e and t of gas, (m,) each."""

    part: NDArray[np.int64]
    gas: NDArray[np.int64]
    value: NDArray[np.float64]
    mass: NDArray[np.float64]


def emission_rows(
    figures: Figures,
    year: int,
    by: Sequence[str] = ("scope", "category"),
    *,
    sites: Iterable[int] | None = None,
    consolidation: str = Consolidation.OPERATIONAL_CONTROL,
) -> list[EmissionRow]:
    """Return the emissions of a reporting year by the dimensions `by`, in the order of DIMENSIONS.

    A row that holds both known and unknown parts has the sum of the known ones; the totals say that something is
    missing. Raises ValueError for a dimension that there is not.
    """
    unknown = [name for name in by if name not in DIMENSIONS]
    if unknown:
        raise ValueError(unknown[0])
    parts = year_parts(figures, year, sites=sites, consolidation=consolidation, monthly="month" in by)
    amounts, gases = _by_gas(figures, parts) if "gas" in by else (_in_sum(figures, parts), ("",))
    return _grouped(figures, year, by, parts, amounts, gases)


def year_parts(
    figures: Figures,
    year: int,
    *,
    sites: Iterable[int] | None = None,
    consolidation: str = Consolidation.OPERATIONAL_CONTROL,
    monthly: bool = False,
    bookings: Bookings | None = None,
) -> Parts:
    """Return the booked parts of a reporting year, with what is derived in category 3, of all sites or of some.

    `bookings` in the place of the approach's own show a year under another structure; they are not for `monthly`.
    """
    cubes = figures.cubes(consolidation)
    places = None if sites is None else frozenset(sites)
    booked = bookings or cubes.bookings
    parts = _by_month(figures, cubes, year) if monthly else _by_year(figures, booked, year)
    parts = parts.at(figures.inside(cubes.site, places)[parts.source] > 0)
    parts = _one_method_in_scope_3(parts)
    return parts.joined(_upstream(figures, parts))


def _one_method_in_scope_3(parts: Parts) -> Parts:
    """Return the parts with scope 3 by the location-based method under both: only scope 2 is told twice."""
    of_scope_3 = SCOPES[parts.category] == SCOPES[UPSTREAM]
    kept = parts.at(~(of_scope_3 & (parts.methods == MARKET)))
    methods = np.where(SCOPES[kept.category] == SCOPES[UPSTREAM], BOTH, kept.methods)
    return replace(kept, methods=methods)


def _by_year(figures: Figures, bookings: Bookings, year: int) -> Parts:
    ledger = figures.ledger
    picked = np.flatnonzero(ledger.rows.year == year)
    source = _places(list(figures.sources), ledger.rows.source[picked])
    booked = bookings.book(ledger, picked, source)
    rows = picked[booked.row]
    elsewhere = (
        np.zeros(len(rows), dtype=np.bool_) if ledger.contracts is None else ledger.contracts.moved[rows]
    )
    own = Parts(
        source[booked.row],
        booked.category,
        np.zeros(len(rows), dtype=np.int64),
        ledger.rows.rate[rows].astype(np.int64),
        booked.quantity,
        np.where(elsewhere, LOCATION, BOTH),
    )
    if not elsewhere.any() or ledger.contracts is None:
        return own
    cut = np.zeros(len(rows), dtype=np.bool_)
    cut[list(booked.months)] = True
    return own.joined(
        _by_market(ledger.contracts.parts, own, rows, booked.share, np.flatnonzero(elsewhere & ~cut)),
        _by_market_cut(ledger, own, rows, booked, np.flatnonzero(elsewhere & cut)),
    )


def _by_market(
    moved: MarketParts,
    own: Parts,
    rows: NDArray[np.int64],
    share: NDArray[np.float64],
    chosen: NDArray[np.int64],
) -> Parts:
    """Return the market-based parts of the chosen bookings, which take in every day of their rows."""
    order = np.argsort(moved.row, kind="stable")
    first = np.searchsorted(moved.row[order], rows[chosen], side="left")
    last = np.searchsorted(moved.row[order], rows[chosen], side="right")
    booking = np.repeat(chosen, last - first)
    spans = [order[low:high] for low, high in zip(first.tolist(), last.tolist(), strict=True)]
    part = np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)
    return _elsewhere(own, booking, moved.rate[part], moved.quantity[part] * share[booking])


def _by_market_cut(
    ledger: Ledger, own: Parts, rows: NDArray[np.int64], booked: Booked, chosen: NDArray[np.int64]
) -> Parts:
    """Return the market-based parts of the chosen bookings, which take in some days of their rows."""
    found = [
        (place, *part)
        for place in chosen.tolist()
        for part in (
            ledger.contracts.parts_of(ledger, int(rows[place]), booked.months[place])
            if ledger.contracts
            else ()
        )
    ]
    columns = list(zip(*found, strict=True)) or [()] * 3
    booking, rate = (np.array(column, dtype=np.int64) for column in columns[:2])
    return _elsewhere(own, booking, rate, np.array(columns[2], dtype=np.float64))


def _elsewhere(
    own: Parts, booking: NDArray[np.int64], rate: NDArray[np.int64], quantity: NDArray[np.float64]
) -> Parts:
    """Return market-based parts of bookings with other rates and quantities."""
    methods = np.full(len(booking), MARKET)
    return Parts(own.source[booking], own.category[booking], own.month[booking], rate, quantity, methods)


def _by_month(figures: Figures, cubes: Cubes, year: int) -> Parts:
    """Return the year's entries cut at months; parts of an entry in other years are left out."""
    start = figures.organisation.year_start
    period = year_period(year, start)
    months = {month: place for place, month in enumerate(year_months(year, start))}
    found: list[tuple[int, int, int, int, float, int]] = []
    for entry in figures.inventory.activities(from_=period.start, to=period.end):
        if not counts(figures.sources[entry.source]):
            continue
        place = cubes.position[entry.source]
        for calendar_year, label, span, quantity in split_by_year(
            Period(entry.start, entry.end), entry.quantity, start
        ):
            for part in span.months() if label == year else ():
                share = quantity * (part.days / span.days)
                month = months[month_of(part.start)]
                rated = list(_rated(figures, entry, calendar_year, part, share))
                found.extend(
                    (place, CATEGORY_PLACES[category], month, rate, amount * booked, methods)
                    for category, booked in cubes.bookings.on(place, part)
                    for rate, amount, methods in rated
                )
    found.extend(_later_years(figures, cubes, year))
    return Parts.of(found)


def _rated(
    figures: Figures, entry: Activity, calendar_year: int, part: Period, quantity: float
) -> Iterator[tuple[int, float, int]]:
    """Yield rate, quantity in its unit and methods of a part of an entry."""
    ledger, source = figures.ledger, figures.sources[entry.source]
    site = figures.sites[source.site]
    need = ledger.rates.need(source, site, entry.unit, calendar_year, entry.factor)
    amount = quantity * spread(source)
    moved = ledger.contracts and ledger.contracts.split(ledger, source, need, month_of(part.start))
    yield ledger.rates.place(need), amount, LOCATION if moved else BOTH
    for rate, per_unit in moved or ():
        yield rate, amount * per_unit, MARKET


def _later_years(
    figures: Figures, cubes: Cubes, year: int
) -> Iterator[tuple[int, int, int, int, float, int]]:
    """Yield what is spread over a life into a later year, in that year's first month."""
    rows = figures.ledger.rows
    picked = np.flatnonzero((rows.year == year) & (rows.months == 0))
    source = _places(list(figures.sources), rows.source[picked])
    booked = cubes.bookings.book(figures.ledger, picked, source)
    columns = (source[booked.row], booked.category, rows.rate[picked[booked.row]], booked.quantity)
    for place, category, rate, quantity in zip(*(column.tolist() for column in columns), strict=True):
        yield place, category, 0, rate, quantity, BOTH


def _upstream(figures: Figures, parts: Parts) -> Parts:
    """Return the parts of category 3 that follow from those of scopes 1 and 2 by the location-based method."""
    rates = figures.ledger.rates
    rate, place = np.unique(parts.rate, return_inverse=True)
    known = [choice.factor is not None for choice in rates.table.choices]
    derived = [[row for row in rates.upstream(each) if known[row]] for each in rate.tolist()]
    number = np.array([len(each) for each in derived], dtype=np.int64)
    own = (SCOPES[parts.category] < SCOPES[UPSTREAM]) & (parts.methods & LOCATION > 0)
    repeated = np.where(own, number[place], 0) if len(place) else np.zeros(0, dtype=np.int64)
    at = np.repeat(np.arange(len(parts.rate)), repeated)
    rows = [each for index in np.flatnonzero(repeated).tolist() for each in derived[place[index]]]
    return Parts(
        parts.source[at],
        np.full(len(at), UPSTREAM),
        parts.month[at],
        np.array(rows, dtype=np.int64),
        parts.quantity[at],
        np.full(len(at), BOTH),
    )


def _in_sum(figures: Figures, parts: Parts) -> _Amounts:
    per_unit = figures.ledger.rates.table.co2e(figures.ledger.gwp)
    value = tonnes(parts.quantity, per_unit[parts.rate]) if len(parts.rate) else np.zeros(0)
    every = np.arange(len(value))
    return _Amounts(every, np.zeros(len(value), dtype=np.int64), value, np.full(len(value), np.nan))


def _by_gas(figures: Figures, parts: Parts) -> tuple[_Amounts, tuple[str, ...]]:
    """Return a line for each gas of each part; gases outside the scopes are left out, unknown ones have no name."""
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    named = [_CH4 if gas in _METHANES else gas for gas in table.gases]
    gases = tuple(dict.fromkeys(named))
    weights, whole = gwp_vector(table.gases, gwp), table.co2e(gwp)
    within = ~outside_scopes(table.gases, gwp)
    blocks: list[tuple[NDArray[np.int64], int, NDArray[np.float64], NDArray[np.float64]]] = []
    for column, gas in enumerate(named):
        mass = table.mass[parts.rate, column]
        at = np.flatnonzero((mass != 0) & within[column])
        weight = parts.quantity[at] * mass[at] / KG_PER_TONNE
        known_mass = np.full(len(at), np.nan) if gas == PRINTED else weight
        # A factor with a gas that the set gives no potential is in no total, so none of its gases is either.
        value = np.where(
            np.isnan(whole[parts.rate[at]]), np.nan, tonnes(parts.quantity[at], mass[at] * weights[column])
        )
        blocks.append((at, gases.index(gas), value, known_mass))
    lost = np.flatnonzero(~table.known[parts.rate]) if len(parts.rate) else np.zeros(0, dtype=np.int64)
    blocks.append((lost, len(gases), np.full(len(lost), np.nan), np.full(len(lost), np.nan)))
    at = np.concatenate([block[0] for block in blocks])
    place = np.concatenate([np.full(len(block[0]), block[1], dtype=np.int64) for block in blocks])
    value = np.concatenate([block[2] for block in blocks])
    mass = np.concatenate([block[3] for block in blocks])
    return _Amounts(at, place, value, mass), (*gases, "")


def _grouped(
    figures: Figures, year: int, by: Sequence[str], parts: Parts, amounts: _Amounts, gases: tuple[str, ...]
) -> list[EmissionRow]:
    """Add the amounts up by the dimensions asked for; rows without any part do not appear."""
    names = _names(figures, year, gases)
    order = [dimension for dimension in DIMENSIONS if dimension in by]
    everything = np.arange(len(amounts.value))
    if not order or not len(everything):
        return [_row({}, parts, amounts, everything)] if len(everything) else []
    site = figures.cubes().site
    columns = {
        "scope": SCOPES[parts.category[amounts.part]] - 1,
        "category": parts.category[amounts.part],
        "site": site[parts.source[amounts.part]],
        "source": parts.source[amounts.part],
        "gas": amounts.gas,
        "month": parts.month[amounts.part],
    }
    lengths = [len(names[dimension]) for dimension in order]
    keys = np.ravel_multi_index(tuple(columns[dimension] for dimension in order), lengths)
    distinct, inverse = np.unique(keys, return_inverse=True)
    sorted_ = np.argsort(inverse, kind="stable")
    ends = np.cumsum(np.bincount(inverse, minlength=len(distinct)))
    places = np.unravel_index(distinct, lengths)
    rows = []
    for number, group in enumerate(np.split(sorted_, ends[:-1])):
        found = {name: names[name][int(place[number])] for name, place in zip(order, places, strict=True)}
        rows.append(_row({dimension: found[dimension] for dimension in by}, parts, amounts, group))
    return rows


def _row(keys: dict[str, str], parts: Parts, amounts: _Amounts, group: NDArray[np.int64]) -> EmissionRow:
    methods = parts.methods[amounts.part[group]]
    location, market = (_sum(amounts.value[group[methods & method > 0]]) for method in (LOCATION, MARKET))
    mass = _sum(amounts.mass[group[methods & LOCATION > 0]])
    return EmissionRow(keys=keys, location=location, market=market, mass=mass)


def _sum(values: NDArray[np.float64]) -> float | None:
    if not len(values):
        return 0.0
    return None if np.isnan(values).all() else float(np.nansum(values))


def _names(figures: Figures, year: int, gases: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the names of each dimension's places."""
    return {
        "scope": ["1", "2", "3"],
        "category": [each.value for each in CATEGORIES],
        "site": [site.name for site in figures.sites.values()],
        "source": [source.name for source in figures.sources.values()],
        "gas": list(gases),
        "month": year_months(year, figures.organisation.year_start),
    }


def _places(ids: list[int], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each wanted id stands in the list of ids."""
    known = np.array(ids, dtype=np.int64)
    order = np.argsort(known, kind="stable")
    places: NDArray[np.int64] = order[np.searchsorted(known, wanted, sorter=order)] if len(wanted) else wanted
    return places
