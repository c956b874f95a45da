"""The annual sums of an inventory laid out as arrays, with the rate and the emission of each row.

A row is one source, calendar year, reporting year, unit and factor. The arrays are replaced source by source when
a step changes something, so that an edit costs the same in a small inventory and in one of a million entries.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import RateTable, rate_table, tonnes
from carbondesk.domain.accounting.factors import Choice, Need, Policy, choose
from carbondesk.domain.records import Measurement, Organisation, Site, Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.gases import GwpSet
    from carbondesk.store import AnnualSums

_NOT_COUNTED = frozenset({Measurement.EXPORTED.value})


@dataclass(frozen=True, slots=True)
class Rows:
    """The annual sums as aligned arrays of n rows, sorted by source.

    `source` holds source ids; `year` the reporting year's label and `factor_year` the calendar year; `quantity` is in
    the entered unit; `months` and `estimated` are bit masks (bit 0 = January of `factor_year`); `rate` indexes
    the rate table.
    """

    source: NDArray[np.int64]
    year: NDArray[np.int64]
    factor_year: NDArray[np.int64]
    quantity: NDArray[np.float64]
    months: NDArray[np.int64]
    estimated: NDArray[np.int64]
    rate: NDArray[np.int32]

    def at(self, chosen: NDArray[np.int64]) -> Rows:
        """Return the rows at some places, in the order of the places."""
        return Rows(
            self.source[chosen],
            self.year[chosen],
            self.factor_year[chosen],
            self.quantity[chosen],
            self.months[chosen],
            self.estimated[chosen],
            self.rate[chosen],
        )

    def put(self, places: NDArray[np.int64], other: Rows) -> None:
        """Write other rows over those at some places."""
        self.source[places] = other.source
        self.year[places] = other.year
        self.factor_year[places] = other.factor_year
        self.quantity[places] = other.quantity
        self.months[places] = other.months
        self.estimated[places] = other.estimated
        self.rate[places] = other.rate

    def joined(self, other: Rows) -> Rows:
        """Return these rows and the other's behind them."""
        return Rows(
            np.concatenate([self.source, other.source]),
            np.concatenate([self.year, other.year]),
            np.concatenate([self.factor_year, other.factor_year]),
            np.concatenate([self.quantity, other.quantity]),
            np.concatenate([self.months, other.months]),
            np.concatenate([self.estimated, other.estimated]),
            np.concatenate([self.rate, other.rate]),
        )


class Rates:
    """The choice of factor for every need met so far, and the rate table behind the rows."""

    def __init__(self, library: FactorLibrary, policy: Policy) -> None:
        """Start with no need met; the library and the policies stay the same for the life of the object."""
        self.library = library
        self.policy = policy
        self._place: dict[Need, int] = {}
        self._choices: list[Choice] = []
        self._table: RateTable | None = None

    @property
    def needs(self) -> Sequence[Need]:
        """The needs met so far, in the order of the rate table."""
        return tuple(self._place)

    @property
    def table(self) -> RateTable:
        """The rate table of every need met so far."""
        if self._table is None:
            self._table = rate_table(self._choices)
        return self._table

    def place(self, need: Need) -> int:
        """Return the row of the rate table for a need, choosing its factor the first time it is met."""
        place = self._place.get(need)
        if place is None:
            place = self._place[need] = len(self._choices)
            self._choices.append(choose(need, self.library, self.policy))
            self._table = None
        return place

    def choice(self, need: Need) -> Choice:
        """Return the choice of factor for a need."""
        return self._choices[self.place(need)]


def need_of(source: Source, site: Site, unit: str, year: int, factor: str = "") -> Need:
    """Return what a quantity of a source in a unit and calendar year asks of the factor library."""
    return Need(
        category=source.category,
        carrier=source.carrier,
        unit=unit,
        country=site.country,
        region=site.region,
        grid_region=site.grid_region,
        year=year,
        own_factor=factor or source.factor,
        heating_value=source.heating_value,
        sector=source.sector,
        generated_on_site=source.generated_on_site,
    )


def counts(source: Source) -> bool:
    """Whether a source's quantity enters the totals: a submeter's is inside its main meter's, an export is no use."""
    return source.submeter_of is None and source.measurement not in _NOT_COUNTED


class Ledger:
    """The rows of the sources that count, with their emissions in t CO2e under one GWP set."""

    def __init__(self, organisation: Organisation, rates: Rates, gwp: GwpSet) -> None:
        """Start empty; `load` and `replace` bring rows in."""
        self.organisation = organisation
        self.rates = rates
        self.gwp = gwp
        self.rows = _no_rows()
        self.emission = np.zeros(0)

    def load(self, sums: AnnualSums, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> None:
        """Take the annual sums of the whole inventory in the place of what was there."""
        self.rows = self._rows(sums, sources, sites)
        self.recalculate(self.gwp)

    def replace(
        self,
        changed: Collection[int],
        sums: AnnualSums,
        sources: Mapping[int, Source],
        sites: Mapping[int, Site],
    ) -> bool:
        """Take the annual sums of the changed sources in the place of their old rows.

        An edit of a value leaves the number of rows as it was and is written into the arrays where they stand.
        Return whether the sources still have rows in the same reporting years as before.
        """
        fresh = self._rows(sums, sources, sites)
        emission = tonnes(fresh.quantity, self.rates.table.co2e(self.gwp)[fresh.rate])
        places = self.places(changed)
        if np.array_equal(self.rows.source[places], fresh.source):
            same_years = np.array_equal(self.rows.year[places], fresh.year)
            self.rows.put(places, fresh)
            self.emission[places] = emission
            return same_years
        keep = np.ones(len(self.emission), dtype=np.bool_)
        keep[places] = False
        joined = self.rows.at(np.flatnonzero(keep)).joined(fresh)
        order = np.argsort(joined.source, kind="stable")
        self.rows = joined.at(order)
        self.emission = np.concatenate([self.emission[keep], emission])[order]
        return False

    def places(self, sources: Collection[int]) -> NDArray[np.int64]:
        """Return where the rows of some sources stand, in the order of the rows."""
        ids = np.sort(np.fromiter(sources, dtype=np.int64, count=len(sources)))
        first = np.searchsorted(self.rows.source, ids, side="left")
        last = np.searchsorted(self.rows.source, ids, side="right")
        spans = [np.arange(low, high) for low, high in zip(first.tolist(), last.tolist(), strict=True)]
        return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)

    def recalculate(self, gwp: GwpSet) -> None:
        """Weigh every row's gases with another GWP set."""
        self.gwp = gwp
        per_unit = self.rates.table.co2e(gwp)
        self.emission = tonnes(self.rows.quantity, per_unit[self.rows.rate] if len(per_unit) else per_unit)

    def _rows(self, sums: AnnualSums, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> Rows:
        """Return the sums of the sources that count, each with the rate that its need asks for."""
        order = np.argsort(sums.source, kind="stable")
        ids, place = np.unique(sums.source[order], return_inverse=True)
        counted = np.array([counts(sources[source]) for source in ids.tolist()], dtype=np.bool_)
        order = order[counted[place]] if len(ids) else order
        rate = self._places_of_needs(sums, order, sources, sites)
        return Rows(
            sums.source[order],
            sums.year[order],
            sums.factor_year[order],
            sums.quantity[order],
            sums.months[order],
            sums.estimated[order],
            rate,
        )

    def _places_of_needs(
        self,
        sums: AnnualSums,
        order: NDArray[np.int64],
        sources: Mapping[int, Source],
        sites: Mapping[int, Site],
    ) -> NDArray[np.int32]:
        """Return the row of the rate table for each row at `order`; each distinct need is asked for once."""
        ids, place = np.unique(sums.source[order], return_inverse=True)
        numbers, examples = _profiles(ids, sources, sites)
        profile = numbers[place] if len(ids) else numbers
        factor_year, unit, factor = sums.factor_year[order], sums.unit[order], sums.factor[order]
        parts = (profile, factor_year, unit, factor)
        spans = [int(part.max(initial=0)) + 1 for part in parts]
        key = np.ravel_multi_index(tuple(part.astype(np.int64) for part in parts), spans)
        distinct, inverse = np.unique(key, return_inverse=True)
        places = np.zeros(len(distinct), dtype=np.int32)
        for index, (kind, year, unit_code, factor_code) in enumerate(
            zip(*np.unravel_index(distinct, spans), strict=True)
        ):
            example = examples[int(kind)]
            need = need_of(
                example,
                sites[example.site],
                sums.units[int(unit_code)],
                int(year),
                sums.factors[int(factor_code)],
            )
            places[index] = self.rates.place(need)
        return places[inverse]


def _profiles(
    ids: NDArray[np.int64], sources: Mapping[int, Source], sites: Mapping[int, Site]
) -> tuple[NDArray[np.int64], list[Source]]:
    """Number the sources that ask for the same factors alike; return the numbers and one example of each."""
    numbers: dict[tuple[object, ...], int] = {}
    examples: list[Source] = []
    result = np.zeros(len(ids), dtype=np.int64)
    for index, identity in enumerate(ids.tolist()):
        source = sources[identity]
        site = sites[source.site]
        profile = (
            source.category,
            source.carrier,
            source.factor,
            source.heating_value,
            source.sector,
            source.generated_on_site,
            site.country,
            site.region,
            site.grid_region,
        )
        number = numbers.get(profile)
        if number is None:
            number = numbers[profile] = len(examples)
            examples.append(source)
        result[index] = number
    return result, examples


def _no_rows() -> Rows:
    return Rows(
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(0),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=np.int32),
    )
