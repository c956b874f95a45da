"""Which months of a source should have a value, which have one, and about what the missing ones would add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carbondesk.domain.periods import month_end, month_of, months_between, year_months
from carbondesk.domain.records import Measurement, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMonths:
    """A source's months of one reporting year as `YYYY-MM`, in order.

    `waits` is a month whose end no bill covers yet: its value is there in part.
    """

    expected: tuple[str, ...]
    present: tuple[str, ...]
    estimated: tuple[str, ...]
    missing: tuple[str, ...]
    waits: str = ""

    @property
    def complete(self) -> bool:
        """Whether every expected month has its whole value."""
        return not self.missing and not self.waits

    def tonnes_missing(self, tonnes: float) -> float | None:
        """Return about how many t CO2e the missing months would add to the `tonnes` of the present ones.

        It is the mean of the present months for each missing one; None where no month is present to tell.
        """
        if not self.missing:
            return 0.0
        return tonnes / len(self.present) * len(self.missing) if self.present else None


def expected_months(source: Source, first: date | None, last: date | None) -> list[str]:
    """Return the months in which a source should have a value, as `YYYY-MM`.

    They run from its own `from`, else the `first` day that it has a value for, to its own `to`, else the
    `last` day that the inventory is kept for. What happens to equipment are events, which no month need
    have.
    """
    opens, closes = source.from_ or first, last
    if source.to is not None:
        closes = source.to if closes is None else min(source.to, closes)
    if opens is None or closes is None or source.measurement == Measurement.EQUIPMENT:
        return []
    return months_between(opens, closes)


def waiting_month(source: Source, last_read: date | None) -> str:
    """Return the month whose end waits for the next bill, as `YYYY-MM`; empty when none does."""
    if last_read is None or last_read == month_end(last_read):
        return ""
    return "" if source.to is not None and source.to <= last_read else month_of(last_read)


def source_months(
    source: Source,
    year: int,
    year_start: int,
    *,
    present: Mapping[int, int],
    estimated: Mapping[int, int],
    first: date | None,
    last: date | None,
    last_read: date | None = None,
) -> SourceMonths:
    """Return the months of a source in the reporting year labelled `year`.

    `present` and `estimated` are bit masks by calendar year (bit 0 is January), as annual sums keep them.
    `first` and `last` are the days of `expected_months`; `last_read` is the source's last read date if it
    has bills.
    """
    months = year_months(year, year_start)
    asked = set(expected_months(source, first, last))
    expected = tuple(month for month in months if month in asked)
    there = tuple(month for month in months if _has(present, month))
    waits = waiting_month(source, last_read)
    return SourceMonths(
        expected=expected,
        present=there,
        estimated=tuple(month for month in there if _has(estimated, month)),
        missing=tuple(month for month in expected if month not in there),
        waits=waits if waits in months else "",
    )


def _has(masks: Mapping[int, int], month: str) -> bool:
    year, number = month.split("-")
    return bool(masks.get(int(year), 0) >> (int(number) - 1) & 1)
