"""The lines of a reporting year as the explanation of change compares them: tonnes, energy and output of each.

A line is a source under a category, in scopes 1 and 2. A year can be shown under the structure of another year, and
with the factors of another year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.conversions import Way
from carbondesk.domain.accounting.emissions import rate_table, tonnes
from carbondesk.domain.accounting.factors import Choice, choose
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.steam import heating_way, read_heating
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Category
from carbondesk.domain.units import UnitFault, is_unit, unit
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.cubes import SCOPES
from carbondesk.report.tables import LOCATION, MARKET, Parts, year_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.report.bookings import Bookings
    from carbondesk.report.figures import Figures

Key = tuple[int, int]
"""A line: the id of its source and the place of its category."""

_VALUE_CHAIN = 3
_GRIDS = frozenset({Category.ELECTRICITY.value, Category.HEAT_STEAM_COOLING.value})
_ENERGY = _GRIDS | {Category.STATIONARY_COMBUSTION.value, Category.MOBILE_COMBUSTION.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineYear:
    """A line in one state of a year, t CO2e by both methods; `unknown` where a factor of it is missing.

    `energy` is in `unit`: kWh where the quantity is energy or has a heating value, else the unit entered; None where
    the line has quantities that do not add up.
    """

    location: float
    market: float
    energy: float | None
    unit: str
    unknown: bool

    def tonnes(self, *, market: bool) -> float:
        """What is known of the line by a method."""
        return self.market if market else self.location


def year_lines(
    figures: Figures,
    year: int,
    consolidation: str,
    *,
    bookings: Bookings | None = None,
    factors_of: int | None = None,
) -> dict[Key, LineYear]:
    """Return the lines of scopes 1 and 2 of a reporting year.

    `bookings` show it under another structure. `factors_of` names the year whose factors are taken, as
    `recomputed_choices` says.
    """
    parts = year_parts(figures, year, consolidation=consolidation, bookings=bookings)
    parts = parts.at(SCOPES[parts.category] < _VALUE_CHAIN)
    if not len(parts.rate):
        return {}
    per_unit = figures.ledger.rates.table.co2e(figures.ledger.gwp)
    if factors_of is not None:
        per_unit = _recomputed(figures, parts, per_unit, factors_of - year)
    return _lines(figures, parts, tonnes(parts.quantity, per_unit[parts.rate]))


def _lines(figures: Figures, parts: Parts, amounts: NDArray[np.float64]) -> dict[Key, LineYear]:
    """Add the amounts of parts up by line."""
    number = parts.source * len(CATEGORIES) + parts.category
    distinct, inverse = np.unique(number, return_inverse=True)
    known, count = np.nan_to_num(amounts), len(distinct)
    by = [parts.methods & method > 0 for method in (LOCATION, MARKET)]
    location, market = (np.bincount(inverse, weights=known * at, minlength=count) for at in by)
    unknown = np.bincount(inverse, weights=np.isnan(amounts), minlength=count) > 0
    energy, units = _energies(figures, parts.at(by[0]), inverse[by[0]], count)
    ids = list(figures.sources)
    return {
        (ids[place // len(CATEGORIES)], place % len(CATEGORIES)): LineYear(
            location=of_location, market=of_market, energy=quantity, unit=spelling, unknown=lost
        )
        for place, of_location, of_market, quantity, spelling, lost in zip(
            distinct.tolist(),
            location.tolist(),
            market.tolist(),
            energy,
            units,
            unknown.tolist(),
            strict=True,
        )
    }


def _energies(
    figures: Figures, parts: Parts, line: NDArray[np.int64], count: int
) -> tuple[list[float | None], list[str]]:
    """Return the quantity of each line and its unit; None where its parts have several."""
    needs, rates = figures.ledger.rates.needs, np.unique(parts.rate).tolist()
    scale = {rate: _measure(needs[rate], figures.library) for rate in rates}
    names = sorted({spelling for _, spelling in scale.values()})
    per_unit, name = np.zeros(len(needs)), np.zeros(len(needs), dtype=np.int64)
    for rate, (by, spelling) in scale.items():
        per_unit[rate], name[rate] = by, names.index(spelling)
    quantity = np.bincount(line, weights=parts.quantity * per_unit[parts.rate], minlength=count)
    first, last = np.full(count, len(names)), np.full(count, -1)
    np.minimum.at(first, line, name[parts.rate])
    np.maximum.at(last, line, name[parts.rate])
    alike = (first == last).tolist()
    energies = [amount if same else None for amount, same in zip(quantity.tolist(), alike, strict=True)]
    return energies, [names[place] if same else "" for place, same in zip(last.tolist(), alike, strict=True)]


def _measure(need: Need, library: FactorLibrary) -> tuple[float, str]:
    """Return what one entered unit is, and in which unit: kWh for fuels and energy, else the unit itself.

    Gross and net are told apart nowhere here, for a line is compared with itself.
    """
    own = 1.0, need.unit
    if need.category not in _ENERGY or not is_unit(need.unit):
        return own
    if unit(need.unit).dimension == "energy":
        return _in_kwh(need.unit), "kWh"
    try:
        heating = read_heating(need.heating_value) if need.heating_value else None
    except (UnitFault, NotANumber):
        return own
    found = (
        heating_way(need.unit, heating)
        if heating
        else library.way(need.unit, "kWh", library.words.carrier(need.carrier), "")
    )
    if not isinstance(found, Way) or not found.steps:
        return own
    by = math.prod((step.by for step in found.steps), start=Fraction(1))
    return float(by) * _in_kwh(found.steps[-1].to), "kWh"


def _in_kwh(spelling: str) -> float:
    return float(unit(spelling).scale / unit("kWh").scale)


def _recomputed(
    figures: Figures, parts: Parts, per_unit: NDArray[np.float64], years: int
) -> NDArray[np.float64]:
    """Return the rates with those that another year's methods and factor sets would give in their place."""
    places: list[int] = np.unique(parts.rate).tolist()
    needs, choices = figures.ledger.rates.needs, figures.ledger.rates.table.choices
    again = recomputed_choices(figures, {place: (needs[place], choices[place]) for place in places}, years)
    if not again:
        return per_unit
    result = per_unit.copy()
    result[list(again)] = rate_table(list(again.values())).co2e(figures.ledger.gwp)
    return result


def recomputed_choices(
    figures: Figures, known: Mapping[int, tuple[Need, Choice]], years: int
) -> dict[int, Choice]:
    """Return the choices that are others with the factors of some years later, by the same keys.

    The factor of a grid that follows the real grid from year to year is performance (GHG Protocol Corporate Standard,
    chapter 5): it stays, unless another publisher's series takes its place. What nothing replaces stays too.
    """
    library, policy = figures.ledger.rates.library, figures.ledger.rates.policy
    result: dict[int, Choice] = {}
    for key, (need, choice) in known.items():
        if need.own_factor in figures.ledger.rates.own or (need.own_factor and need.category in _GRIDS):
            continue
        fresh = choose(replace(need, year=need.year + years), library, policy)
        if fresh.factor is None or choice.factor is None or fresh.factor == choice.factor:
            continue
        if need.category in _GRIDS and _series(library, fresh) == _series(library, choice):
            continue
        result[key] = fresh
    return result


def _series(library: FactorLibrary, choice: Choice) -> str:
    """Return the series of a choice's factor; its publisher where it is of no edition."""
    edition = library.edition(choice.factor) if choice.factor else None
    return edition.series if edition else choice.factor.source if choice.factor else ""
