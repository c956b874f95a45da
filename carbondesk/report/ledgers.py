"""The annual sums of an inventory laid out as arrays, with the rate and the emission of each row.

A row is one source, calendar year, reporting year, unit and factor. The arrays are replaced source by source when
a step changes something, so that an edit costs the same in a small inventory and in one of a million entries.
Each row has two amounts: what it emits by the location-based and by the market-based method.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from carbondesk.domain.accounting.emissions import tonnes
from carbondesk.domain.records import Measurement, Organisation, Site, Source
from carbondesk.report.rates import PROCESS_ID, Rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.gases import GwpSet
    from carbondesk.report.markets import Market
    from carbondesk.store import AnnualSums

_NOT_COUNTED = frozenset({Measurement.EXPORTED.value})


@dataclass(frozen=True, slots=True)
class Rows:
    """The annual sums as aligned arrays of n rows, sorted by source.

    `source` holds source ids; `year` the reporting year's label and `factor_year` the calendar year; `quantity` is in
    the entered unit; `months` and `estimated` are bit masks (bit 0 = January of `factor_year`), 0 for the later
    years of what is spread over a life; `rate` indexes the rate table, `kind` the ledger's units and factors.
    """

    source: NDArray[np.int64]
    year: NDArray[np.int64]
    factor_year: NDArray[np.int64]
    quantity: NDArray[np.float64]
    months: NDArray[np.int64]
    estimated: NDArray[np.int64]
    rate: NDArray[np.int32]
    kind: NDArray[np.int32]

    @classmethod
    def none(cls) -> Self:
        """Return no rows."""
        types = {"quantity": np.float64, "rate": np.int32, "kind": np.int32}
        return cls(*(np.zeros(0, dtype=types.get(each.name, np.int64)) for each in fields(cls)))

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return the arrays in their order."""
        return tuple(getattr(self, each.name) for each in fields(self))

    def at(self, chosen: NDArray[np.int64]) -> Rows:
        """Return the rows at some places, in the order of the places."""
        return Rows(*(column[chosen] for column in self.columns()))

    def put(self, places: NDArray[np.int64], other: Rows) -> None:
        """Write other rows over those at some places."""
        for column, fresh in zip(self.columns(), other.columns(), strict=True):
            column[places] = fresh

    def joined(self, other: Rows) -> Rows:
        """Return these rows and the other's behind them."""
        pairs = zip(self.columns(), other.columns(), strict=True)
        return Rows(*(np.concatenate(pair) for pair in pairs))


def counts(source: Source) -> bool:
    """Whether a source's quantity enters the totals: a submeter's is inside its main meter's, an export is no use."""
    return source.submeter_of is None and source.measurement not in _NOT_COUNTED


def spread(source: Source) -> float:
    """Return the part of a quantity that counts in its own year: less than 1 where a source has a life of years."""
    return min(1.0, source.life_years) / source.life_years if source.life_years else 1.0


class Ledger:
    """The rows of the sources that count, with their emissions in t CO2e under one GWP set.

    `emission` is location-based, `market` market-based, both (n,).
    """

    def __init__(
        self, organisation: Organisation, rates: Rates, gwp: GwpSet, market: Market | None = None
    ) -> None:
        """Start empty; `load` and `replace` bring rows in. Without a `market` both methods are the same."""
        self.organisation = organisation
        self.rates = rates
        self.gwp = gwp
        self.contracts = market
        self.kinds: list[tuple[str, str]] = []
        self.rows = Rows.none()
        self.emission = self.market = np.zeros(0)
        self._kind_of: dict[tuple[str, str], int] = {}
        self._last_year = 0

    def load(self, sums: AnnualSums, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> None:
        """Take the annual sums of the whole inventory in the place of what was there."""
        rows = self._rows(sums, sources, sites)
        self._last_year = _newest(rows)
        self.rows = self._spread(rows, sources)
        self.recalculate(self.gwp)

    def replace(
        self,
        changed: Collection[int],
        sums: AnnualSums,
        sources: Mapping[int, Source],
        sites: Mapping[int, Site],
    ) -> set[int] | None:
        """Take the annual sums of the changed sources in the place of their old rows.

        An edit of a value leaves the number of rows as it was and is written into the arrays where they stand.
        Return the sources whose amounts are others now, for a contract shares out what its market uses; None when
        the sources have rows in other reporting years than before.
        """
        places = self.places(changed)
        lasting = any(_lasts(sources[source]) for source in changed)
        fresh = None if lasting else self._revalued(places, sums)
        if fresh is None:
            fresh = self._spread(self._rows(sums, sources, sites), sources)
        emission = self._weighed(fresh)
        if np.array_equal(self.rows.source[places], fresh.source):
            same_years = np.array_equal(self.rows.year[places], fresh.year)
            self.rows.put(places, fresh)
            self.emission[places] = emission
            concerned = self._by_market(changed)
            return concerned if same_years else None
        keep = np.ones(len(self.emission), dtype=np.bool_)
        keep[places] = False
        joined = self.rows.at(np.flatnonzero(keep)).joined(fresh)
        order = np.argsort(joined.source, kind="stable")
        self.rows = joined.at(order)
        self.emission = np.concatenate([self.emission[keep], emission])[order]
        self._by_market(None)
        return None

    def _revalued(self, places: NDArray[np.int64], sums: AnnualSums) -> Rows | None:
        """Return the rows at some places with other quantities and months; None where the sums are of other rows.

        What chooses their factors is then the same. Sources with a life of years have more rows than sums.
        """
        before = self.rows.at(places)
        codes = zip(sums.unit.tolist(), sums.factor.tolist(), strict=True)
        named = ((sums.units[unit], sums.factors[factor]) for unit, factor in codes)
        kinds = np.array([self._kind_of.get(each, -1) for each in named], dtype=np.int32)
        same = (
            np.array_equal(before.source, sums.source)
            and np.array_equal(before.year, sums.year)
            and np.array_equal(before.factor_year, sums.factor_year)
            and np.array_equal(before.kind, kinds)
        )
        if not same:
            return None
        return replace(before, quantity=sums.quantity, months=sums.months, estimated=sums.estimated)

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
        self.emission = self._weighed(self.rows)
        self._by_market(None)

    def lags(self, sources: Mapping[int, Source]) -> bool:
        """Whether the last year with a value has moved since `load`, so that what has a life reaches another year."""
        return self._last_year != _newest(self.rows) and any(map(_lasts, sources.values()))

    def _weighed(self, rows: Rows) -> NDArray[np.float64]:
        """Return t CO2e of rows by the location-based method."""
        per_unit = self.rates.weights(self.gwp).co2e
        return tonnes(rows.quantity, per_unit[rows.rate]) if len(per_unit) else np.zeros(0)

    def _by_market(self, changed: Collection[int] | None) -> set[int]:
        """Set the market-based amounts: those of the location-based method but where a contract or mix applies.

        Return the sources whose amounts are others now; `changed` names those whose entries are (None: all).
        """
        self.market = self.emission
        if self.contracts is None:
            return set(changed or ())
        self.market, concerned = self.contracts.emission(self, changed)
        return concerned | set(changed or ())

    def _rows(self, sums: AnnualSums, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> Rows:
        """Return the sums of the sources that count, each with the rate that its need asks for."""
        order = np.argsort(sums.source, kind="stable")
        ids, place = np.unique(sums.source[order], return_inverse=True)
        counted = np.array([counts(sources[source]) for source in ids.tolist()], dtype=np.bool_)
        order = order[counted[place]] if len(ids) else order
        rate, kind = self._places_of_needs(sums, order, sources, sites)
        return Rows(
            sums.source[order],
            sums.year[order],
            sums.factor_year[order],
            sums.quantity[order],
            sums.months[order],
            sums.estimated[order],
            rate,
            kind,
        )

    def _spread(self, rows: Rows, sources: Mapping[int, Source]) -> Rows:
        """Return the rows with those of sources that have a life spread evenly over its years.

        Years after the last one that has any value of its own wait until it comes.
        """
        lasting = [source for source in distinct(rows.source) if _lasts(sources[source])]
        if not lasting:
            return rows
        parts = [rows]
        for place in np.flatnonzero(np.isin(rows.source, lasting)).tolist():
            row = rows.at(np.array([place]))
            life = sources[int(row.source[0])].life_years or 1.0
            last = min(math.ceil(life), self._last_year - int(row.year[0]) + 1)
            rows.quantity[place] = row.quantity[0] * spread(sources[int(row.source[0])])
            for later in range(1, last):
                part = row.at(np.array([0]))
                part.quantity[0] *= min(1.0, life - later) / life
                part.year[0] += later
                part.months[0] = part.estimated[0] = 0
                parts.append(part)
        joined = parts[0]
        for part in parts[1:]:
            joined = joined.joined(part)
        return joined.at(np.argsort(joined.source, kind="stable"))

    def _places_of_needs(
        self,
        sums: AnnualSums,
        order: NDArray[np.int64],
        sources: Mapping[int, Source],
        sites: Mapping[int, Site],
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the rate and the kind of each row at `order`; each distinct need is asked for once."""
        ids, place = np.unique(sums.source[order], return_inverse=True)
        numbers, examples = _profiles(ids, sources, sites, self.rates)
        profile = numbers[place] if len(ids) else numbers
        factor_year, unit, factor = sums.factor_year[order], sums.unit[order], sums.factor[order]
        parts = (profile, factor_year, unit, factor)
        spans = [int(part.max(initial=0)) + 1 for part in parts]
        key = np.ravel_multi_index(tuple(part.astype(np.int64) for part in parts), spans)
        distinct, inverse = np.unique(key, return_inverse=True)
        places, kinds = np.zeros(len(distinct), dtype=np.int32), np.zeros(len(distinct), dtype=np.int32)
        for index, (kind, year, unit_code, factor_code) in enumerate(
            zip(*np.unravel_index(distinct, spans), strict=True)
        ):
            example = examples[int(kind)]
            named = (sums.units[int(unit_code)], sums.factors[int(factor_code)])
            need = self.rates.need(example, sites[example.site], named[0], int(year), named[1])
            places[index], kinds[index] = self.rates.place(need), self.kind(*named)
        return places[inverse], kinds[inverse]

    def kind(self, unit: str, factor: str) -> int:
        """Return the number of a unit and an entry's own factor, by which rows of a source are told apart."""
        named = (unit, factor)
        if named not in self._kind_of:
            self._kind_of[named] = len(self.kinds)
            self.kinds.append(named)
        return self._kind_of[named]


def distinct(numbers: NDArray[np.int64]) -> list[int]:
    """Return the different numbers in order.

    `np.unique` alone would load numpy's masked arrays for it, which nothing else needs at the start of the program.
    """
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0].tolist()  # type: ignore[no-any-return]


def _lasts(source: Source) -> bool:
    return (source.life_years or 0.0) > 0


def _newest(rows: Rows) -> int:
    """Return the last reporting year with a value of its own, 0 where there is none."""
    return int(rows.year[rows.months > 0].max(initial=0))


def _profiles(
    ids: NDArray[np.int64], sources: Mapping[int, Source], sites: Mapping[int, Site], rates: Rates
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
            source.price_year,
            source.uid if f"{PROCESS_ID}{source.uid}" in rates.own else "",
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
