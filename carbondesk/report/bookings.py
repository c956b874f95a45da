"""Under which category, and with which share, each row of a ledger is booked by a consolidation approach.

Most sources are booked whole, under their own category. Where a share begins or ends inside a row's year, the
row's entries are read and cut at the day, so that a plant sold on 10 May brings its emissions up to that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from carbondesk.domain.accounting.boundaries import Booking
from carbondesk.domain.periods import Period, month_of, year_period
from carbondesk.domain.records import Category, Source
from carbondesk.report.ledgers import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.ledgers import Ledger
    from carbondesk.store import Inventory

CATEGORIES = tuple(Category)
"""The categories by their place in arrays."""

_PLACE = {category: place for place, category in enumerate(CATEGORIES)}
_BEGIN, _END = date.min.toordinal(), date.max.toordinal()


class Booked(NamedTuple):
    """Rows as they are booked, (m,) each: the place among the rows asked for, the category's place, the share.

    `quantity` is what is booked, in the row's unit. Where a booking takes in only some days of its row, `months` tells
    by its place how much of that is in each month (`YYYY-MM`); of what is spread over a life nothing is told.
    """

    row: NDArray[np.int64]
    category: NDArray[np.int64]
    share: NDArray[np.float64]
    quantity: NDArray[np.float64]
    months: Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class _Spans:
    """All bookings of all sources, (b,) each, those of a source together: `first` (s + 1,) tells where they begin."""

    first: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    category: NDArray[np.int64]
    share: NDArray[np.float64]


class Bookings:
    """The bookings of an inventory's sources by one approach."""

    def __init__(
        self,
        bookings: Sequence[Sequence[Booking]],
        sources: Mapping[int, Source],
        inventory: Inventory,
        *,
        year_start: int,
    ) -> None:
        """Keep the bookings of each source, in the order of `sources`."""
        self.inventory = inventory
        self._sources = sources
        self._year_start = year_start
        flat = [booking for each in bookings for booking in each]
        starts = [booking.start.toordinal() if booking.start else _BEGIN for booking in flat]
        ends = [booking.end.toordinal() if booking.end else _END for booking in flat]
        self._spans = _Spans(
            np.cumsum([0, *(len(each) for each in bookings)]),
            np.array(starts, dtype=np.int64),
            np.array(ends, dtype=np.int64),
            np.array([_PLACE[booking.category] for booking in flat], dtype=np.int64),
            np.array([booking.share for booking in flat], dtype=np.float64),
        )
        self.is_steady = bool(((self._spans.start == _BEGIN) & (self._spans.end == _END)).all())
        """Whether no share begins or ends on any day."""

    def same_as(self, other: Bookings) -> bool:
        """Whether every source is booked on the same days, in the same categories and with the same shares."""
        spans = self._spans, other._spans
        pairs = (tuple(getattr(each, part) for each in spans) for part in _Spans.__slots__)
        return all(np.array_equal(one, another) for one, another in pairs)

    def taken(self) -> NDArray[np.bool_]:
        """Return for each source whether any day of it is booked."""
        return np.diff(self._spans.first) > 0

    def main_category(self, own: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each source the category of its largest booking, its `own` where it has none."""
        result = own.copy()
        of_source = np.repeat(np.arange(len(own)), np.diff(self._spans.first))
        order = np.argsort(self._spans.share, kind="stable")
        result[of_source[order]] = self._spans.category[order]
        return result

    def days(self, place: int) -> tuple[date | None, date | None]:
        """Return the first and last day that a source, by its place, is booked; None for an open end."""
        low, high = self._spans.first[place], self._spans.first[place + 1]
        if low == high:
            return None, None
        start, end = int(self._spans.start[low:high].min()), int(self._spans.end[low:high].max())
        return (
            None if start == _BEGIN else date.fromordinal(start),
            None if end == _END else date.fromordinal(end),
        )

    def on(self, place: int, period: Period) -> Iterator[tuple[Category, float]]:
        """Yield category and share of a period of days of a source, by its place; a share counts by days."""
        begin, last = period.start.toordinal(), period.end.toordinal()
        for at in range(int(self._spans.first[place]), int(self._spans.first[place + 1])):
            low, high = max(begin, int(self._spans.start[at])), min(last, int(self._spans.end[at]))
            if low <= high:
                part = (high - low + 1) / period.days
                yield CATEGORIES[self._spans.category[at]], float(self._spans.share[at]) * part

    def book(self, ledger: Ledger, picked: NDArray[np.int64], source: NDArray[np.int64]) -> Booked:
        """Return how the picked rows are booked; `source` holds the place of each row's source."""
        spans = self._spans
        number = np.diff(spans.first)[source]
        row = np.repeat(np.arange(len(picked)), number)
        # Where each row's first booking stands, then one further for each of the row's others.
        further = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
        at = np.repeat(spans.first[source], number) + further
        if self.is_steady:
            share = spans.share[at]
            return Booked(row, spans.category[at], share, ledger.rows.quantity[picked[row]] * share, {})
        begin, last = (days[row] for days in self._row_days(ledger, picked))
        low, high = np.maximum(begin, spans.start[at]), np.minimum(last, spans.end[at])
        share = np.where(low <= high, spans.share[at], 0.0)
        quantity = ledger.rows.quantity[picked[row]] * share
        cut: dict[int, dict[str, float]] = {}
        for place in np.flatnonzero((low <= high) & ((low > begin) | (high < last))).tolist():
            part = Period(date.fromordinal(int(low[place])), date.fromordinal(int(high[place])))
            of_ledger = int(picked[row[place]])
            if not ledger.rows.months[of_ledger]:
                quantity[place] *= part.days / (last[place] - begin[place] + 1)
            elif monthly := self._monthly(ledger, of_ledger, part, float(share[place])):
                cut[place], quantity[place] = monthly, sum(monthly.values())
            else:
                share[place] = 0.0
        kept = share != 0
        places = np.cumsum(kept) - 1
        months = {int(places[place]): monthly for place, monthly in cut.items()}
        return Booked(row[kept], spans.category[at[kept]], share[kept], quantity[kept], months)

    def _row_days(
        self, ledger: Ledger, picked: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first and last day of the picked rows: of the calendar year inside the reporting year.

        What is spread over a life has its later reporting years whole.
        """
        rows = ledger.rows
        calendar = np.where(rows.months[picked] > 0, rows.factor_year[picked], 0)
        distinct, inverse = np.unique(rows.year[picked] * 10_000 + calendar, return_inverse=True)
        starts, ends = np.zeros(len(distinct), dtype=np.int64), np.zeros(len(distinct), dtype=np.int64)
        for place, number in enumerate(distinct.tolist()):
            year, calendar_year = divmod(number, 10_000)
            period = year_period(year, self._year_start)
            start, end = period.start, period.end
            if calendar_year:
                start = max(start, date(calendar_year, 1, 1))
                end = min(end, date(calendar_year, 12, 31))
            starts[place], ends[place] = start.toordinal(), end.toordinal()
        return starts[inverse], ends[inverse]

    def _monthly(self, ledger: Ledger, at: int, days: Period, share: float) -> dict[str, float]:
        """Return a share of what the entries of a row have on some of its days, by month."""
        rows = ledger.rows
        source, named = int(rows.source[at]), ledger.kinds[rows.kind[at]]
        share *= spread(self._sources[source])
        monthly: dict[str, float] = {}
        for entry in self.inventory.activities(source=source, from_=days.start, to=days.end):
            whole = Period(entry.start, entry.end)
            common = whole.overlap(days)
            if common and (entry.unit, entry.factor) == named:
                for part in common.months():
                    month = month_of(part.start)
                    booked = entry.quantity * (part.days / whole.days) * share
                    monthly[month] = monthly.get(month, 0.0) + booked
        return monthly
