"""How much of the use generation met hour by hour: the matched share of the Scope 2 Guidance's revision.

Matched share = sum over hours of min(use, generation) / sum of use. Shorter intervals are added up to hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Interval
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import UnitFault, exact, ratio

Hour = tuple[date, int]
"""A day and the number of its hour, 0 to 23 (24 on the day on which the clock goes back)."""

_MINUTES = 60
_LENGTHS = (23 * 60, 24 * 60, 25 * 60)
"""The minutes of a day: the clock goes forward, stays, or goes back."""


def hourly_match(use: Mapping[Hour, float], generation: Mapping[Hour, float]) -> float | None:
    """Return the share of the use that generation met in the same hour, 0 to 1; None where nothing was used.

    Both in one unit. An hour without generation is met by nothing; negative values count as zero.
    """
    total = sum(max(amount, 0.0) for amount in use.values())
    if not total:
        return None
    met = sum(min(max(amount, 0.0), max(generation.get(hour, 0.0), 0.0)) for hour, amount in use.items())
    return min(met / total, 1.0)


def hours(intervals: Iterable[Interval]) -> tuple[dict[Hour, float], list[Finding]]:
    """Return kWh by hour of days of interval values, added up, and the days that cannot be read.

    A day needs values for 23, 24 or 25 whole hours, in intervals of at most an hour.
    """
    found: dict[Hour, list[float]] = {}
    findings: list[Finding] = []
    for row in intervals:
        try:
            amounts = _amounts(row)
        except (UnitFault, NotANumber) as fault:
            findings.append(fault.finding(**_place(row)))
            continue
        if _MINUTES % row.minutes or len(amounts) * row.minutes not in _LENGTHS:
            findings.append(_unfit(row, len(amounts)))
            continue
        for place, amount in enumerate(amounts):
            found.setdefault((row.day, place * row.minutes // _MINUTES), []).append(amount)
    return {hour: exact_sum(amounts) for hour, amounts in found.items()}, findings


def _amounts(row: Interval) -> list[float]:
    scale = ratio(row.unit, "kWh")
    return [float(exact(parse_number(text, decimal=".")) * scale) for text in row.quantities.split()]


def _place(row: Interval) -> dict[str, object]:
    return {"table": "interval", "source": row.source, "day": row.day}


def _unfit(row: Interval, count: int) -> Finding:
    text: Text = say(
        "{day} has {count} values of {minutes} minutes, which is no day of hours.",
        day=row.day,
        count=count,
        minutes=row.minutes,
    )
    remedy = say("Give intervals of 60, 30, 15 or another part of an hour, for 23 to 25 hours.")
    return error("interval-day", text, remedy=remedy, **_place(row))
