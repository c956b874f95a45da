"""Bills against months: a published case, and any reading frequency of a constant use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.bills import by_month, calendarise
from carbondesk.domain.periods import DAY, month_period, months_between
from carbondesk.domain.records import Bill
from tests.domain.ledgers import SOURCE


def read(days: list[date], use: Decimal) -> list[Bill]:
    """Bills of a constant use a day, read on these days; the first read opens the series."""
    found = [Bill(id=1, source=7, read_date=days[0], quantity=0.0, unit="kWh")]
    for number, (before, day) in enumerate(pairwise(days), start=2):
        quantity = float(use * (day - before).days)
        found.append(Bill(id=number, source=7, read_date=day, quantity=quantity, unit="kWh"))
    return found


def every(days: int, first: date, last: date) -> Iterator[date]:
    """Reads every so many days, the last one at the end."""
    day = first
    while day < last:
        yield day
        day += timedelta(days)
    yield last


def month_ends(months: int, first: date, last: date) -> list[date]:
    ends = [month_period(month).end for month in months_between(first + DAY, last)]
    return [first, *ends[months - 1 :: months]]


def test_uneven_reads_leave_no_month_empty() -> None:
    """ORNL-AMO/VERIFI issue 582: seven reads, 182 days."""
    reads = ["2019-12-31", "2020-01-28", "2020-02-24", "2020-04-03", "2020-05-01", "2020-06-03", "2020-06-30"]
    calendar = calendarise(read([date.fromisoformat(day) for day in reads], Decimal(1)), source=SOURCE)
    assert [
        {
            month: int(days)
            for month, days in by_month(
                [entry for entry in calendar.activities if entry.bill == span.bill.id]
            ).items()
        }
        for span in calendar.spans[1:]
    ] == [
        {"2020-01": 28},
        {"2020-01": 3, "2020-02": 24},
        {"2020-02": 5, "2020-03": 31, "2020-04": 3},
        {"2020-04": 27, "2020-05": 1},
        {"2020-05": 30, "2020-06": 3},
        {"2020-06": 27},
    ]
    assert sum(by_month(calendar.activities).values()) == 182
    assert [finding.code for finding in calendar.findings] == ["first-read"]


FIRST, LAST = date(2024, 12, 31), date(2025, 12, 31)
FREQUENCIES = {
    "weekly": list(every(7, FIRST, LAST)),
    "every 28 days": list(every(28, FIRST, LAST)),
    "monthly": month_ends(1, FIRST, LAST),
    "bi-monthly": month_ends(2, FIRST, LAST),
    "quarterly": month_ends(3, FIRST, LAST),
    "yearly": month_ends(12, FIRST, LAST),
}


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_ten_a_day_are_3650_a_year_at_any_reading_frequency(frequency: str) -> None:
    months = by_month(calendarise(read(FREQUENCIES[frequency], Decimal(10)), source=SOURCE).activities)
    assert months == {month: 10 * month_period(month).days for month in months_between(FIRST + DAY, LAST)}
    assert sum(months.values()) == 3650


@given(
    st.dates(date(2019, 1, 1), date(2024, 12, 31)),
    st.sampled_from([7, 28, 30, 61, 91, 365]),
    st.integers(1, 900),
    st.integers(1, 10**6),
)
@settings(max_examples=40, deadline=None)
def test_constant_use_stays_constant_and_sums_to_the_bills(
    first: date, step: int, length: int, use: int
) -> None:
    daily = Decimal(use).scaleb(-2)
    bills = read(list(every(step, first, first + timedelta(length))), daily)
    calendar = calendarise(bills, source=SOURCE)
    months = by_month(calendar.activities)
    assert list(months) == months_between(first + DAY, first + timedelta(length))
    written = sum(Decimal(repr(entry.quantity)) for entry in calendar.activities)
    assert written == daily * length == sum(Decimal(repr(bill.quantity)) for bill in bills)
    for entry in calendar.activities:
        days = (entry.end - entry.start).days + 1
        assert entry.quantity == pytest.approx(float(daily) * days, rel=1e-9)
