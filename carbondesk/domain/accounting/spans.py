"""Spans of days that may be open at either end, cut where anything changes.

A span is (start, stop) in ordinal days, stop not included; `FIRST` and `LAST` stand for "ever since" and "still".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

Span = tuple[int, int]

FIRST = date.min.toordinal()
LAST = date.max.toordinal() + 1


def span(from_: date | None, to: date | None) -> Span:
    """Return the span of inclusive dates; a missing one leaves its side open. It is empty if `to` is earlier."""
    start = FIRST if from_ is None else from_.toordinal()
    return start, LAST if to is None else to.toordinal() + 1


def holds(days: Span, day: int) -> bool:
    """Whether a span holds an ordinal day."""
    return days[0] <= day < days[1]


def overlap(one: Span, other: Span) -> Span:
    """Return the days that two spans have in common; empty (stop not after start) where there are none."""
    return max(one[0], other[0]), min(one[1], other[1])


def cut(whole: Span, days: Iterable[int]) -> list[Span]:
    """Return a span cut before each of these days that lies inside it, in order; nothing for an empty span."""
    start, stop = whole
    if stop <= start:
        return []
    inside = sorted({day for day in days if start < day < stop})
    return list(pairwise([start, *inside, stop]))


def first_day(days: Span) -> date | None:
    """Return the first day of a span, None where it is open."""
    return None if days[0] == FIRST else date.fromordinal(days[0])


def last_day(days: Span) -> date | None:
    """Return the last day of a span, None where it is open."""
    return None if days[1] == LAST else date.fromordinal(days[1] - 1)
