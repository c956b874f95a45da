"""Emissions and months of every source and reporting year, as arrays that a change replaces row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from carbondesk.domain.accounting import completeness
from carbondesk.domain.accounting.completeness import MONTHS, NEVER, month_number
from carbondesk.domain.accounting.emissions import KG_PER_TONNE
from carbondesk.domain.records import Category, Measurement, Site, Source
from carbondesk.report.bookings import CATEGORIES, Booked, Bookings
from carbondesk.report.ledgers import Ledger, counts, distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

UPSTREAM = CATEGORIES.index(Category.S3_3)
"""The place of category 3, which is derived from what scopes 1 and 2 hold."""

SCOPES = np.array([int(category.scope) for category in CATEGORIES], dtype=np.int64)
"""The scope of each category by its place."""

SCOPE_2 = 2
"""The scope that has two methods."""

CATEGORY_PLACES = {category.value: place for place, category in enumerate(CATEGORIES)}

_MASKS = range(1, 1 << MONTHS)
_LOWEST = np.array([0] + [(mask & -mask).bit_length() - 1 for mask in _MASKS], dtype=np.int64)
_HIGHEST = np.array([0] + [mask.bit_length() - 1 for mask in _MASKS], dtype=np.int64)


class Touched(NamedTuple):
    """The columns whose amounts, and those whose months or missing factors, a change has made others."""

    amounts: set[int]
    months: set[int]


class Cubes:
    """The figures under one approach: amounts by posting, months by source, with a column for each reporting year.

    A posting is a source under a category; most sources have one, and one more for what is derived in category 3.
    `location`, `market`, `biogenic` and `outside` are t CO2e (t CO2) by posting, with an empty column behind the
    last year; `unknown` marks a missing factor of a source; `present` and `estimated` are bit masks of its months
    (bit 0: the first month of the reporting year), months themselves are counted from year 0, as in `completeness`.
    """

    def __init__(
        self, ledger: Ledger, sources: Mapping[int, Source], sites: Mapping[int, Site], bookings: Bookings
    ) -> None:
        """Size the cubes for the sources and the ledger's years, and fill them."""
        self.ledger = ledger
        self.bookings = bookings
        self.year_start = ledger.organisation.year_start
        self.years: list[int] = distinct(ledger.rows.year)
        self.position = {source: place for place, source in enumerate(sources)}
        place_of_site = {site: place for place, site in enumerate(sites)}
        rows, count = sources.values(), len(sources)
        self.ids = np.fromiter(sources, dtype=np.int64, count=count)
        self._order = np.argsort(self.ids, kind="stable")
        self.site = np.fromiter((place_of_site[s.site] for s in rows), dtype=np.int64, count=count)
        own = self._own = np.fromiter(
            (CATEGORY_PLACES[s.category] for s in rows), dtype=np.int64, count=count
        )
        self.category = bookings.main_category(own)
        self.scope = SCOPES[self.category]
        self.counted = bookings.taken() & np.fromiter((counts(s) for s in rows), dtype=np.bool_, count=count)
        self._monthly = self.counted & np.fromiter(
            (s.measurement != Measurement.EQUIPMENT for s in rows), dtype=np.bool_, count=count
        )
        self._opens = _month_numbers(s.from_ for s in rows)
        self._closes = _month_numbers(s.to for s in rows)
        self._begins = np.full(count, -NEVER)
        if not bookings.is_steady:
            days = [bookings.days(place) for place in range(count)]
            self._closes = np.minimum(self._closes, _month_numbers(end for _, end in days))
            # Days before a plant is in the group ask for nothing.
            begins = _month_numbers(start for start, _ in days)
            self._begins = np.where(begins == NEVER, -NEVER, begins)
        shape = (count, len(self.years) + 1)
        self.unknown = np.zeros(shape, dtype=np.bool_)
        self.present, self.estimated = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.int16)
        self._first, self._last = np.full(count, NEVER), np.full(count, -NEVER)
        self.horizon = -NEVER
        self._booked: Booked | None = None
        self._of_scopes: dict[frozenset[int], NDArray[np.bool_]] = {}
        self.fill()

    def fill(self) -> None:
        """Find the postings there are, and compute everything from the ledger."""
        self._set_weights()
        every = np.arange(len(self.ledger.rows.source))
        at = self._of_rows = self._at(every)
        booked = self._booked = self.bookings.book(self.ledger, every, at[0])
        pairs = np.zeros((len(self.ids), len(CATEGORIES)), dtype=np.bool_)
        pairs[at[0][booked.row], booked.category] = True
        pairs[at[0][booked.row[self._derived(every, booked)]], UPSTREAM] = True
        self.of_source, self.of_category = np.nonzero(pairs)
        self._posting = np.full(pairs.shape, -1, dtype=np.int64)
        self._posting[pairs] = np.arange(len(self.of_source))
        self.of_site, self.of_scope = self.site[self.of_source], SCOPES[self.of_category]
        self.derived = (self.of_category == UPSTREAM) & (self._own[self.of_source] != UPSTREAM)
        shape = (len(self.of_source), len(self.years) + 1)
        self.location, self.market = _columns(shape), _columns(shape)
        self.biogenic, self.outside = _columns(shape), _columns(shape)
        self._expected: dict[int, NDArray[np.int16]] = {}
        self._weigh(every, at, booked)
        self._mark(np.arange(len(self.ids)), every, at, booked)

    def weigh(self) -> None:
        """Compute the amounts anew, under the ledger's GWP set; months and postings stay."""
        self._set_weights()
        every, at = np.arange(len(self.ledger.rows.source)), self._of_rows
        # Bookings read the entries of cut years: not again for other weights.
        booked = self._booked = self._booked or self.bookings.book(self.ledger, every, at[0])
        if not self._same_postings(np.arange(len(self.of_source)), every, at[0], booked):
            self.fill()
            return
        for cube in self._amounts():
            cube[:] = 0.0
        self._weigh(every, at, booked)
        self._mark_unknown(np.arange(len(self.ids)), every, at, booked)

    def replace(self, sources: Collection[int]) -> Touched:
        """Compute the rows of some sources from the ledger; return the columns that are others now."""
        self._set_weights()
        cleared = np.array([self.position[source] for source in sources], dtype=np.int64)
        picked = self.ledger.places(sources)
        at = self._at(picked)
        booked, self._booked = self.bookings.book(self.ledger, picked, at[0]), None
        everything = Touched(set(range(len(self.years) + 1)), set(range(len(self.years) + 1)))
        of_cleared = np.zeros(len(self.ids), dtype=np.bool_)
        of_cleared[cleared] = True
        postings = np.flatnonzero(of_cleared[self.of_source])
        if not self._same_postings(postings, picked, at[0], booked):
            self.fill()
            return everything
        amounts, months = self._amounts(), self._months()
        before = [cube[postings] for cube in amounts], [cube[cleared] for cube in months]
        reach = (self.horizon, self._first[cleared].tolist(), self._last[cleared].tolist())
        for cube in amounts:
            cube[postings] = 0.0
        self._weigh(picked, at, booked)
        self._mark(cleared, picked, at, booked)
        if reach != (self.horizon, self._first[cleared].tolist(), self._last[cleared].tolist()):
            # Which months are expected hangs on the first and the last month alone.
            self._expected = {}
            return everything
        return Touched(
            _other_columns(amounts, postings, before[0]), _other_columns(months, cleared, before[1])
        )

    def _same_postings(
        self,
        postings: NDArray[np.int64],
        picked: NDArray[np.int64],
        source: NDArray[np.int64],
        booked: Booked,
    ) -> bool:
        """Whether booked rows and what is derived from them need just these postings, none more or less."""
        derived = booked.row[self._derived(picked, booked)]
        needed = np.concatenate(
            [self._posting[source[booked.row], booked.category], self._posting[source[derived], UPSTREAM]]
        )
        if needed.min(initial=0) < 0:
            return False
        used = np.zeros(len(self.of_source), dtype=np.bool_)
        used[needed] = True
        return bool(used[postings].all())

    def _derived(self, picked: NDArray[np.int64], booked: Booked) -> NDArray[np.int64]:
        """Return the places of the bookings in scopes 1 and 2 from which category 3 is derived."""
        upstream = self._upstream[self.ledger.rows.rate[picked[booked.row]]]
        return np.flatnonzero((SCOPES[booked.category] < SCOPES[UPSTREAM]) & (upstream != 0))

    def _at(self, picked: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the place of the source and the column of each picked row of the ledger."""
        rows = self.ledger.rows
        source = self._order[np.searchsorted(self.ids, rows.source[picked], sorter=self._order)]
        return source, np.searchsorted(np.array(self.years, dtype=np.int64), rows.year[picked])

    def _amounts(self) -> tuple[NDArray[np.float64], ...]:
        return self.location, self.market, self.biogenic, self.outside

    def _months(self) -> tuple[NDArray[np.generic], ...]:
        return self.unknown, self.present, self.estimated

    def column(self, year: int) -> int:
        """Return the column of a year; a year without values has the empty column behind the last."""
        return self.years.index(year) if year in self.years else len(self.years)

    def expected(self, column: int) -> NDArray[np.int16]:
        """Return the months in which each source should have a value, as bit masks (bit 0: first month).

        From the source's own start, else its first value, to its own end, else the last month for which the
        inventory has any value. A source without any value and without a start asks for nothing yet; what happens
        to equipment are events, which no month need have.
        """
        if column not in self._expected:
            self._expected[column] = self._expect(column)
        return self._expected[column]

    def _expect(self, column: int) -> NDArray[np.int16]:
        if column >= len(self.years):
            return np.zeros(len(self.ids), dtype=np.int16)
        mask = completeness.expected(
            np.where(self._opens == NEVER, NEVER, np.maximum(self._opens, self._begins)),
            self._closes,
            first=np.maximum(self._first, self._begins),
            horizon=self.horizon,
            begin=self._begin(self.years[column]),
        )
        return np.where(self._monthly, mask, np.int16(0))

    def missing(self, column: int) -> NDArray[np.int16]:
        """Return the expected months without a value of each source, as bit masks."""
        return self.expected(column) & ~self.present[:, column]

    def missing_tonnes(self, column: int) -> NDArray[np.float64]:
        """Return about how many t CO2e each source's missing months would add: the mean of the present ones."""
        own = self.of_category == self.category[self.of_source]
        sums = np.bincount(self.of_source[own], weights=self.location[own, column], minlength=len(self.ids))
        tonnes = np.asarray(sums, dtype=np.float64)
        return completeness.missing_tonnes(tonnes, self.present[:, column], self.missing(column))

    def reaches_over(self, year: int, chosen: NDArray[np.bool_]) -> bool:
        """Whether the values of the chosen sources begin by a year's first month and some reach its last one."""
        first, begin = self._first[chosen].min(initial=NEVER), self._begin(year)
        return bool(first <= begin and self.horizon >= begin + MONTHS - 1)

    def years_reached(self, chosen: NDArray[np.bool_]) -> list[int]:
        """Return the years that the values of the chosen sources reach over, as `reaches_over` tells of one."""
        first = self._first[chosen].min(initial=NEVER)
        begins = ((year, self._begin(year)) for year in self.years)
        return [year for year, begin in begins if first <= begin and self.horizon >= begin + MONTHS - 1]

    def in_scopes(self, scopes: frozenset[int]) -> NDArray[np.bool_]:
        """Return which sources are in some scopes, (s,)."""
        if scopes not in self._of_scopes:
            self._of_scopes[scopes] = np.isin(self.scope, list(scopes))
        return self._of_scopes[scopes]

    def _begin(self, year: int) -> int:
        """Return the absolute first month of a reporting year."""
        return year * MONTHS + self.year_start - 1

    def _weigh(
        self, picked: NDArray[np.int64], at: tuple[NDArray[np.int64], NDArray[np.int64]], booked: Booked
    ) -> None:
        """Add the amounts of the picked rows to their postings."""
        source, column = at
        rate = self.ledger.rows.rate[picked[booked.row]]
        cell = (self._posting[source[booked.row], booked.category], column[booked.row])
        tonnes = booked.quantity / KG_PER_TONNE
        location = tonnes * self._per_unit[rate]
        for cube, values in (
            (self.location, location),
            (self.market, self._by_market(picked, booked, location)),
            (self.biogenic, tonnes * self.ledger.rates.table.biogenic[rate]),
            (self.outside, tonnes * self._outside[rate]),
        ):
            _add(cube, cell, values)
        derived = self._derived(picked, booked)
        values = tonnes[derived] * self._upstream[rate[derived]]
        row = booked.row[derived]
        for cube in (self.location, self.market):
            _add(cube, (self._posting[source[row], UPSTREAM], column[row]), values)

    def _by_market(
        self, picked: NDArray[np.int64], booked: Booked, location: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the market-based t CO2e of booked rows: of scope 2 by contracts and mixes, else the location-based."""
        ledger, contracts = self.ledger, self.ledger.contracts
        if contracts is None:
            return location
        rows = picked[booked.row]
        moved = contracts.moved[rows] & (SCOPES[booked.category] == SCOPE_2)
        result = np.where(moved, np.nan_to_num(ledger.market[rows]) * booked.share, location)
        for place, months in booked.months.items():
            if moved[place]:
                parts = contracts.parts_of(ledger, int(rows[place]), months)
                result[place] = sum(kg * self._per_unit[rate] for rate, kg in parts) / KG_PER_TONNE
        return result

    def _set_weights(self) -> None:
        """Keep kg CO2e per unit of each rate; what is not known adds nothing, and is marked."""
        weights = self.ledger.rates.weights(self.ledger.gwp)
        self._per_unit, self._upstream, self._outside = weights.counted, weights.upstream, weights.outside

    def _mark(
        self,
        cleared: NDArray[np.int64],
        picked: NDArray[np.int64],
        at: tuple[NDArray[np.int64], NDArray[np.int64]],
        booked: Booked,
    ) -> None:
        """Set where a factor is missing, the months with a value, and each source's first and last month."""
        self._mark_unknown(cleared, picked, at, booked)
        rows, start = self.ledger.rows, self.year_start
        later = rows.factor_year[picked] != rows.year[picked]
        for cube, masks in ((self.present, rows.months), (self.estimated, rows.estimated)):
            mask = masks[picked].astype(np.int64)
            shifted = np.where(later, mask << (MONTHS + 1 - start), mask >> (start - 1)) & _MASKS[-1]
            cube[cleared] = 0
            np.bitwise_or.at(cube, at, shifted.astype(np.int16))
        months = rows.months[picked].astype(np.int64)
        begins = rows.factor_year[picked].astype(np.int64) * MONTHS
        self._first[cleared], self._last[cleared] = NEVER, -NEVER
        np.minimum.at(self._first, at[0], np.where(months > 0, begins + _LOWEST[months], NEVER))
        np.maximum.at(self._last, at[0], np.where(months > 0, begins + _HIGHEST[months], -NEVER))
        self.horizon = int(self._last.max(initial=-NEVER))

    def _mark_unknown(
        self,
        cleared: NDArray[np.int64],
        picked: NDArray[np.int64],
        at: tuple[NDArray[np.int64], NDArray[np.int64]],
        booked: Booked,
    ) -> None:
        """Set where a row that is booked lacks its factor."""
        unknown = booked.row[np.isnan(self.ledger.emission[picked[booked.row]])]
        self.unknown[cleared] = False
        self.unknown[at[0][unknown], at[1][unknown]] = True


def month_counts(masks: NDArray[np.int16], group: NDArray[np.int64], groups: int) -> list[tuple[int, ...]]:
    """Return for each group how many of its masks have each of the twelve months set."""
    months = [
        np.bincount(group, weights=masks >> month & 1, minlength=groups).astype(np.int64).tolist()
        for month in range(MONTHS)
    ]
    return list(zip(*months, strict=True))


def _other_columns(
    cubes: Iterable[NDArray[Any]], rows: NDArray[np.int64], before: Iterable[NDArray[Any]]
) -> set[int]:
    """Return the columns in which some rows of cubes are not what they were before."""
    changed = [(old != cube[rows]).any(axis=0) for old, cube in zip(before, cubes, strict=True)]
    return set(np.flatnonzero(np.any(changed, axis=0)).tolist())


def _columns(shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return an empty cube that keeps a year together, for it is years that are added up."""
    return np.zeros(shape, dtype=np.float64, order="F")


def _add(
    cube: NDArray[np.float64], cell: tuple[NDArray[np.int64], NDArray[np.int64]], values: NDArray[np.float64]
) -> None:
    """Add values to the cells of a cube; a cell may come more than once."""
    if len(values) * 4 < len(cube):
        np.add.at(cube, cell, values)
    elif len(values):
        flat = np.ravel_multi_index(cell, cube.shape, order="F")
        cube += np.bincount(flat, weights=values, minlength=cube.size).reshape(cube.shape, order="F")


def _month_numbers(days: Iterable[date | None]) -> NDArray[np.int64]:
    return np.array([month_number(day) for day in days], dtype=np.int64)
