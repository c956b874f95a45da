"""The calendar: inclusive periods, months, fiscal years, and sharing a quantity by days without loss.

A quantity is shared in whole units of a small decimal step; the last share takes the remainder. The decimal
sum of the shares, as they are written, is the quantity as it was entered.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from carbondesk.domain.text import Text, say

DAY = timedelta(days=1)

# A decimal of at most 15 significant digits survives the way through a binary float and back.
_SAFE_DIGITS = 15
_EXTRA_PLACES = 9
# Below this power of ten floats thin out and keep fewer digits.
_SMALLEST_POWER = -290

_MONTHS = (
    say("Jan {year}"),
    say("Feb {year}"),
    say("Mar {year}"),
    say("Apr {year}"),
    say("May {year}"),
    say("Jun {year}"),
    say("Jul {year}"),
    say("Aug {year}"),
    say("Sep {year}"),
    say("Oct {year}"),
    say("Nov {year}"),
    say("Dec {year}"),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included: never empty. An end before its start is a ValueError."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end} before it starts on {self.start}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.end - self.start).days + 1

    def overlap(self, other: Period) -> Period | None:
        """Return the days that both periods have in common; None where there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def months(self) -> list[Period]:
        """Return the period cut at month ends, in order."""
        return list(_cut(self, month_end))

    def years(self, year_start: int = 1) -> list[Period]:
        """Return the period cut at the ends of calendar years and of fiscal years, in order."""
        return list(_cut(self, lambda day: _year_cut(day, year_start)))


def month_of(day: date) -> str:
    """Return the month of a day as `YYYY-MM`."""
    return f"{day.year:04}-{day.month:02}"


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_period(month: str) -> Period:
    """Return the days of a month written as `YYYY-MM`."""
    first = date.fromisoformat(f"{month}-01")
    return Period(first, month_end(first))


def month_text(month: str) -> Text:
    """Return a month written as `YYYY-MM` as a text for people: `Apr 2025`."""
    year, number = month.split("-")
    return Text(_MONTHS[int(number) - 1].template, {"year": int(year)})


def months_between(first: date, last: date) -> list[str]:
    """Return the months from that of `first` to that of `last` as `YYYY-MM`; none if `last` is earlier."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def fiscal_year(day: date, year_start: int) -> int:
    """Return the label of the fiscal year that holds `day`: the calendar year it starts in."""
    return day.year if day.month >= year_start else day.year - 1


def year_period(year: int, year_start: int) -> Period:
    """Return the days of the fiscal year labelled `year`, which starts in month `year_start`."""
    return Period(date(year, year_start, 1), date(year + 1, year_start, 1) - DAY)


def year_months(year: int, year_start: int) -> list[str]:
    """Return the twelve months of the fiscal year labelled `year` as `YYYY-MM`, in order."""
    period = year_period(year, year_start)
    return months_between(period.start, period.end)


def year_name(year: int, year_start: int) -> str:
    """Return the short name of a fiscal year, for a chart or a comparison: `2025`, or `FY2025`."""
    return str(year) if year_start == 1 else f"FY{year}"


def year_label(year: int, year_start: int) -> Text:
    """Return the name of a fiscal year: `2025`, or `FY2025 (Apr 2025 to Mar 2026)`."""
    if year_start == 1:
        return say("{year}", year=year)
    period = year_period(year, year_start)
    first, last = month_text(month_of(period.start)), month_text(month_of(period.end))
    return say("FY{year} ({first} to {last})", year=year, first=first, last=last)


def shares(quantity: float, weights: Sequence[int], *, places: int | None = None) -> list[float]:
    """Share a quantity by whole-number weights (days); the decimal sum of the shares is the quantity.

    Each share is cut to 9 decimals more than the quantity has (to `places` decimals when given, or the
    quantity's own if more), but never to more digits than a float keeps; the last share takes the remainder.
    A share has the sign of the quantity or is zero. The weights are positive.
    """
    whole = sum(weights)
    exact = Decimal(repr(quantity)).normalize()
    power = _step_power(exact, places)
    # Whole numbers of the step: exact, while Decimal division would round.
    amount = int(exact.scaleb(-power))
    sign = -1 if amount < 0 else 1
    parts = [sign * (abs(amount) * weight // whole) for weight in weights[:-1]]
    parts.append(amount - sum(parts))
    if len(exact.as_tuple().digits) > _SAFE_DIGITS or power < _SMALLEST_POWER:
        parts = _written(parts, power)
    return [_number(part, power) for part in parts]


def shares_by_month(period: Period, quantity: float) -> list[tuple[Period, float]]:
    """Share a quantity over the months of a period by days: (the part of the period, its share), in order."""
    parts = period.months()
    return list(zip(parts, shares(quantity, [part.days for part in parts]), strict=True))


def split_by_year(period: Period, quantity: float, year_start: int) -> list[tuple[int, int, Period, float]]:
    """Split a quantity by days at the ends of calendar and fiscal years.

    Returns (calendar year, label of the fiscal year, part of the period, share) in order. The calendar year
    chooses the factor, the label decides where the emission is reported.
    """
    parts = period.years(year_start)
    amounts = shares(quantity, [part.days for part in parts]) if len(parts) > 1 else [quantity]
    return [
        (part.start.year, fiscal_year(part.start, year_start), part, amount)
        for part, amount in zip(parts, amounts, strict=True)
    ]


def gaps(periods: Iterable[Period]) -> list[Period]:
    """Return the days between the first and the last of these periods that none of them holds, in order."""
    found: list[Period] = []
    end: date | None = None
    for period in sorted(periods):
        if end is not None and period.start > end + DAY:
            found.append(Period(end + DAY, period.start - DAY))
        end = period.end if end is None else max(end, period.end)
    return found


def exact_sum(numbers: Iterable[float]) -> float:
    """Add numbers as they are written, in decimals: 0.1 + 0.2 is 0.3."""
    return float(sum((Decimal(repr(number)) for number in numbers), Decimal(0)))


def _cut(period: Period, end_of: Callable[[date], date]) -> Iterator[Period]:
    start = period.start
    while start <= period.end:
        end = min(end_of(start), period.end)
        yield Period(start, end)
        start = end + DAY


def _year_cut(day: date, year_start: int) -> date:
    return min(date(day.year, 12, 31), year_period(fiscal_year(day, year_start), year_start).end)


def _step_power(exact: Decimal, places: int | None) -> int:
    """Return the power of ten of the step in which `exact` is shared; never coarser than `exact` itself."""
    own = int(exact.as_tuple().exponent)
    finest = exact.adjusted() + 1 - _SAFE_DIGITS
    wanted = min(own, 0) - _EXTRA_PLACES if places is None else -places
    return min(own, max(wanted, finest, _SMALLEST_POWER))


def _written(parts: list[int], power: int) -> list[int]:
    """Lower each share until it and what is left after it are numbers that a float writes just so.

    Only quantities of more than 15 digits (sums of floats) need this. The search ends at zero at the latest,
    for what is left of an entered number is always such a number.
    """
    left, sign = abs(sum(parts)), -1 if sum(parts) < 0 else 1
    written = []
    for part in parts[:-1]:
        fitting = next(
            lower
            for lower in count(abs(part), -1)
            if _is_float(lower, power) and _is_float(left - lower, power)
        )
        written.append(sign * fitting)
        left -= fitting
    return [*written, sign * left]


def _is_float(part: int, power: int) -> bool:
    return Decimal(repr(_number(part, power))) == Decimal(part).scaleb(power)


def _number(part: int, power: int) -> float:
    return float(f"{part}E{power}")
