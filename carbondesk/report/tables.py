"""The emissions of a reporting year by any of the dimensions scope, category, site, source, gas and month.

Without months the numbers come from the annual sums that the figures keep; by month from the year's entries, with
the same factors and the same formula, so that every breakdown of a year adds up to the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from carbondesk.domain.records import Category, Consolidation
from carbondesk.report.ledgers import counts, need_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.figures import Figures

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


@dataclass(frozen=True, slots=True)
class _Parts:
    """Quantities with what they are multiplied by: places of source, month and rate, and quantity, (n,) each."""

    source: NDArray[np.int64]
    month: NDArray[np.int64]
    rate: NDArray[np.int64]
    quantity: NDArray[np.float64]

    def weighed(self, weights: NDArray[np.float64]) -> _Parts:
        """Return the parts of sources that have a share, each quantity times its source's share."""
        weight = weights[self.source]
        kept = weight > 0
        quantity = self.quantity[kept] * weight[kept]
        return _Parts(self.source[kept], self.month[kept], self.rate[kept], quantity)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Emissions laid out for grouping: (n,) places of source, month and gas, t CO2e and t of gas."""

    source: NDArray[np.int64]
    month: NDArray[np.int64]
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
    weights = figures.weights(sites, consolidation)
    parts = _by_month(figures, year) if "month" in by else _by_year(figures, year)
    parts = parts.weighed(weights)
    amounts, gases = _by_gas(figures, parts) if "gas" in by else (_in_sum(figures, parts), ("",))
    return _grouped(figures, year, by, amounts, gases)


def _by_year(figures: Figures, year: int) -> _Parts:
    rows = figures.ledger.rows
    picked = rows.year == year
    source = _places(list(figures.sources), rows.source[picked])
    month = np.zeros(len(source), dtype=np.int64)
    return _Parts(source, month, rows.rate[picked].astype(np.int64), rows.quantity[picked])


def _by_month(figures: Figures, year: int) -> _Parts:
    """Return the year's entries cut at months; parts of an entry in other years are left out."""
    start = figures.organisation.year_start
    period = year_period(year, start)
    place_of = {source: place for place, source in enumerate(figures.sources)}
    months = {month: place for place, month in enumerate(year_months(year, start))}
    rates = figures.ledger.rates
    known: dict[tuple[int, str, int, str], int] = {}
    found: list[tuple[int, int, int, float]] = []
    for entry in figures.inventory.activities(from_=period.start, to=period.end):
        source = figures.sources[entry.source]
        if not counts(source):
            continue
        for calendar_year, label, span, quantity in split_by_year(
            Period(entry.start, entry.end), entry.quantity, start
        ):
            if label != year:
                continue
            key = (entry.source, entry.unit, calendar_year, entry.factor)
            if key not in known:
                site = figures.sites[source.site]
                known[key] = rates.place(need_of(source, site, entry.unit, calendar_year, entry.factor))
            for part in span.months():
                share = quantity * (part.days / span.days)
                found.append((place_of[entry.source], months[month_of(part.start)], known[key], share))
    columns = list(zip(*found, strict=True)) or [(), (), (), ()]
    whole = [np.array(column, dtype=np.int64) for column in columns[:3]]
    return _Parts(whole[0], whole[1], whole[2], np.array(columns[3], dtype=np.float64))


def _in_sum(figures: Figures, parts: _Parts) -> _Amounts:
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    value = tonnes(parts.quantity, table.co2e(gwp)[parts.rate])
    none = np.zeros(len(value), dtype=np.int64)
    return _Amounts(parts.source, parts.month, none, value, np.full(len(value), np.nan))


def _by_gas(figures: Figures, parts: _Parts) -> tuple[_Amounts, tuple[str, ...]]:
    """Return a line for each gas of each part; gases outside the scopes are left out, unknown ones have no name."""
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    named = [_CH4 if gas in _METHANES else gas for gas in table.gases]
    gases = tuple(dict.fromkeys(named))
    weights = gwp_vector(table.gases, gwp)
    within = ~outside_scopes(table.gases, gwp)
    blocks: list[tuple[NDArray[np.int64], int, NDArray[np.float64], NDArray[np.float64]]] = []
    for column, gas in enumerate(named):
        mass = table.mass[parts.rate, column]
        at = np.flatnonzero((mass != 0) & within[column])
        weight = parts.quantity[at] * mass[at] / KG_PER_TONNE
        known_mass = np.full(len(at), np.nan) if gas == PRINTED else weight
        value = tonnes(parts.quantity[at], mass[at] * weights[column])
        blocks.append((at, gases.index(gas), value, known_mass))
    lost = np.flatnonzero(~table.known[parts.rate]) if len(parts.rate) else np.zeros(0, dtype=np.int64)
    blocks.append((lost, len(gases), np.full(len(lost), np.nan), np.full(len(lost), np.nan)))
    at = np.concatenate([block[0] for block in blocks])
    place = np.concatenate([np.full(len(block[0]), block[1], dtype=np.int64) for block in blocks])
    value = np.concatenate([block[2] for block in blocks])
    mass = np.concatenate([block[3] for block in blocks])
    return _Amounts(parts.source[at], parts.month[at], place, value, mass), (*gases, "")


def _grouped(
    figures: Figures, year: int, by: Sequence[str], amounts: _Amounts, gases: tuple[str, ...]
) -> list[EmissionRow]:
    """Add the amounts up by the dimensions asked for; rows without any part do not appear."""
    names, of_source = _names(figures, year, gases)
    order = [dimension for dimension in DIMENSIONS if dimension in by]
    if not order or not len(amounts.value):
        return [_row({}, amounts, np.arange(len(amounts.value)))] if len(amounts.value) else []
    columns = [
        amounts.gas if dimension == "gas"
        else amounts.month if dimension == "month"
        else of_source[dimension][amounts.source]
        for dimension in order
    ]  # fmt: skip
    keys = np.ravel_multi_index(tuple(columns), [len(names[dimension]) for dimension in order])
    distinct, inverse = np.unique(keys, return_inverse=True)
    counted = np.argsort(inverse, kind="stable")
    ends = np.cumsum(np.bincount(inverse, minlength=len(distinct)))
    groups = np.split(counted, ends[:-1])
    places = np.unravel_index(distinct, [len(names[dimension]) for dimension in order])
    rows = []
    for number, group in enumerate(groups):
        found = {name: names[name][int(place[number])] for name, place in zip(order, places, strict=True)}
        rows.append(_row({dimension: found[dimension] for dimension in by}, amounts, group))
    return rows


def _row(keys: dict[str, str], amounts: _Amounts, group: NDArray[np.int64]) -> EmissionRow:
    value = _sum(amounts.value[group])
    # Until contracts are counted, both methods of scope 2 give the same number.
    return EmissionRow(keys=keys, location=value, market=value, mass=_sum(amounts.mass[group]))


def _sum(values: NDArray[np.float64]) -> float | None:
    return None if np.isnan(values).all() else float(np.nansum(values))


def _names(
    figures: Figures, year: int, gases: tuple[str, ...]
) -> tuple[dict[str, list[str]], dict[str, NDArray[np.int64]]]:
    """Return the names of each dimension's places, and each source's place in the dimensions that it decides."""
    categories = list(Category)
    category = [categories.index(Category(source.category)) for source in figures.sources.values()]
    sites = {site: place for place, site in enumerate(figures.sites)}
    names = {
        "scope": ["1", "2", "3"],
        "category": [each.value for each in categories],
        "site": [site.name for site in figures.sites.values()],
        "source": [source.name for source in figures.sources.values()],
        "gas": list(gases),
        "month": year_months(year, figures.organisation.year_start),
    }
    of_source = {
        "scope": np.array([int(categories[place].scope) - 1 for place in category], dtype=np.int64),
        "category": np.array(category, dtype=np.int64),
        "site": np.array([sites[source.site] for source in figures.sources.values()], dtype=np.int64),
        "source": np.arange(len(category), dtype=np.int64),
    }
    return names, of_source


def _places(ids: list[int], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each wanted id stands in the list of ids."""
    known = np.array(ids, dtype=np.int64)
    order = np.argsort(known, kind="stable")
    places: NDArray[np.int64] = order[np.searchsorted(known, wanted, sorter=order)] if len(wanted) else wanted
    return places
