"""Emissions and months of every source and reporting year, as arrays that a change replaces row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting import completeness
from carbondesk.domain.accounting.completeness import MONTHS, NEVER, month_number
from carbondesk.domain.accounting.emissions import KG_PER_TONNE
from carbondesk.domain.records import Category, Measurement, Site, Source
from carbondesk.report.ledgers import Ledger, counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MASKS = range(1, 1 << MONTHS)
_LOWEST = np.array([0] + [(mask & -mask).bit_length() - 1 for mask in _MASKS], dtype=np.int64)
_HIGHEST = np.array([0] + [mask.bit_length() - 1 for mask in _MASKS], dtype=np.int64)


class Cubes:
    """Arrays with a row for each source and a column for each reporting year, and one empty column behind.

    `emission`, `biogenic` and `outside` are t CO2e (t CO2); `unknown` marks a missing factor; `present` and
    `estimated` are bit masks of months (bit 0: the first month of the reporting year), months themselves are
    counted from year 0, as in `completeness`.
    """

    def __init__(self, ledger: Ledger, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> None:
        """Size the cubes for the sources and the ledger's years, and fill them."""
        self.ledger = ledger
        self.year_start = ledger.organisation.year_start
        self.years: list[int] = np.unique(ledger.rows.year).tolist()
        self.position = {source: place for place, source in enumerate(sources)}
        place_of_site = {site: place for place, site in enumerate(sites)}
        categories = {category.value: place for place, category in enumerate(Category)}
        rows, count = sources.values(), len(sources)
        self.ids = np.fromiter(sources, dtype=np.int64, count=count)
        self._order = np.argsort(self.ids, kind="stable")
        self.site = np.fromiter((place_of_site[s.site] for s in rows), dtype=np.int64, count=count)
        self.category = np.fromiter((categories[s.category] for s in rows), dtype=np.int64, count=count)
        self.scope = np.array([int(category.scope) for category in Category], dtype=np.int64)[self.category]
        self.counted = np.fromiter((counts(s) for s in rows), dtype=np.bool_, count=count)
        self._monthly = self.counted & np.fromiter(
            (s.measurement != Measurement.EQUIPMENT for s in rows), dtype=np.bool_, count=count
        )
        self._opens = _month_numbers((s.from_ for s in rows), count)
        self._closes = _month_numbers((s.to for s in rows), count)
        shape = (count, len(self.years) + 1)
        self.emission, self.biogenic, self.outside = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.unknown = np.zeros(shape, dtype=np.bool_)
        self.present, self.estimated = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.int16)
        self._first, self._last = np.full(count, NEVER), np.full(count, -NEVER)
        self.horizon = -NEVER
        self._expected: dict[int, NDArray[np.int16]] = {}
        self.fill()

    def fill(self, sources: Collection[int] | None = None) -> set[int]:
        """Compute the rows of some sources (None: all) from the ledger; return the columns that are others now."""
        rows = self.ledger.rows
        if sources is None:
            cleared = np.arange(len(self.ids))
            picked = np.arange(len(rows.source))
        else:
            cleared = np.array([self.position[source] for source in sources], dtype=np.int64)
            picked = self.ledger.places(sources)
        source = self._order[np.searchsorted(self.ids, rows.source[picked], sorter=self._order)]
        column = np.searchsorted(np.array(self.years, dtype=np.int64), rows.year[picked])
        before = [cube[cleared] for cube in self._cubes()]
        reach = (self.horizon, self._first[cleared].tolist(), self._last[cleared].tolist())
        self._weigh(cleared, picked, (source, column))
        self._mark(cleared, picked, (source, column))
        if reach != (self.horizon, self._first[cleared].tolist(), self._last[cleared].tolist()):
            # Which months are expected hangs on the first and the last month alone.
            self._expected = {}
            return set(range(len(self.years) + 1))
        changed = [
            (old != cube[cleared]).any(axis=0) for old, cube in zip(before, self._cubes(), strict=True)
        ]
        return set(np.flatnonzero(np.any(changed, axis=0)).tolist())

    def _cubes(self) -> tuple[NDArray[np.generic], ...]:
        return self.emission, self.biogenic, self.outside, self.unknown, self.present, self.estimated

    def column(self, year: int) -> int:
        """Return the column of a year; a year without values has the empty column behind the last."""
        return self.years.index(year) if year in self.years else len(self.years)

    def year_of(self, column: int) -> int | None:
        """Return the reporting year of a column, None for the empty one behind the last."""
        return self.years[column] if column < len(self.years) else None

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
            self._opens,
            self._closes,
            first=self._first,
            horizon=self.horizon,
            begin=self._begin(self.years[column]),
        )
        return np.where(self._monthly, mask, np.int16(0))

    def missing(self, column: int) -> NDArray[np.int16]:
        """Return the expected months without a value of each source, as bit masks."""
        return self.expected(column) & ~self.present[:, column]

    def missing_tonnes(self, column: int) -> NDArray[np.float64]:
        """Return about how many t CO2e each source's missing months would add: the mean of the present ones."""
        return completeness.missing_tonnes(
            self.emission[:, column], self.present[:, column], self.missing(column)
        )

    def reaches_over(self, year: int, chosen: NDArray[np.bool_]) -> bool:
        """Whether the values of the chosen sources begin by a year's first month and some reach its last one."""
        first, begin = self._first[chosen].min(initial=NEVER), self._begin(year)
        return bool(first <= begin and self.horizon >= begin + MONTHS - 1)

    def years_reached(self, chosen: NDArray[np.bool_]) -> list[int]:
        """Return the years that the values of the chosen sources reach over, as `reaches_over` tells of one."""
        first = self._first[chosen].min(initial=NEVER)
        begins = ((year, self._begin(year)) for year in self.years)
        return [year for year, begin in begins if first <= begin and self.horizon >= begin + MONTHS - 1]

    def _begin(self, year: int) -> int:
        """Return the absolute first month of a reporting year."""
        return year * MONTHS + self.year_start - 1

    def _weigh(
        self,
        cleared: NDArray[np.int64],
        picked: NDArray[np.int64],
        at: tuple[NDArray[np.int64], NDArray[np.int64]],
    ) -> None:
        """Set t CO2e, what lies outside the scopes, and where a factor is missing."""
        rows, ledger = self.ledger.rows, self.ledger
        table, rate = ledger.rates.table, rows.rate[picked]
        quantity, emission = rows.quantity[picked], ledger.emission[picked]
        unknown = np.isnan(emission)
        outside = table.outside(ledger.gwp)
        for cube, values in (
            (self.emission, np.where(unknown, 0.0, emission)),
            (self.biogenic, quantity * table.biogenic[rate] / KG_PER_TONNE),
            (self.outside, quantity * outside[rate] / KG_PER_TONNE),
        ):
            cube[cleared] = 0.0
            np.add.at(cube, at, values)
        self.unknown[cleared] = False
        np.logical_or.at(self.unknown, at, unknown)

    def _mark(
        self,
        cleared: NDArray[np.int64],
        picked: NDArray[np.int64],
        at: tuple[NDArray[np.int64], NDArray[np.int64]],
    ) -> None:
        """Set the months with a value, the estimated months and each source's first and last month."""
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


def month_counts(masks: NDArray[np.int16], group: NDArray[np.int64], groups: int) -> list[tuple[int, ...]]:
    """Return for each group how many of its masks have each of the twelve months set."""
    months = [
        np.bincount(group, weights=masks >> month & 1, minlength=groups).astype(np.int64).tolist()
        for month in range(MONTHS)
    ]
    return list(zip(*months, strict=True))


def _month_numbers(days: Iterable[date | None], count: int) -> NDArray[np.int64]:
    return np.fromiter(map(month_number, days), dtype=np.int64, count=count)
