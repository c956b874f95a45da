"""A year of one source as the file format describes it: each rule once, worked by hand."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from carbondesk.domain.accounting.bills import Calendar, by_month, calendarise
from carbondesk.domain.accounting.completeness import NEVER, expected, month_number
from carbondesk.domain.checks import main_minus_submeters
from carbondesk.domain.periods import Period, split_by_year
from carbondesk.domain.records import Bill
from tests.domain.ledgers import SOURCE, bills, meters, readings


def year(table: str) -> Calendar:
    return calendarise(bills(table), source=SOURCE)


def test_a_year_with_estimate_actual_replacement_and_credit() -> None:
    """10 kWh a day; the bill of May was 20 too high and replaced, that of July credited by 31."""
    calendar = year("""
        bill_number  read_date   quantity  kind         replaces
        R0           2024-12-31  9         actual       -
        R1           2025-01-31  310       actual       -
        R2           2025-02-28  300       estimate     -
        R3           2025-03-31  290       actual       -
        R4           2025-04-30  300       actual       -
        R5           2025-05-31  330       actual       -
        R5a          2025-05-31  310       replacement  R5
        R6           2025-06-30  300       actual       -
        R7           2025-07-31  341       actual       -
        R8           2025-08-31  -31       credit       R7
        R9           2025-08-31  310       actual       -
    """)
    assert by_month(calendar.activities) == {
        "2025-01": 310,
        "2025-02": 280,
        "2025-03": 310,
        "2025-04": 300,
        "2025-05": 310,
        "2025-06": 300,
        "2025-07": 310,
        "2025-08": 310,
    }
    assert [finding.code for finding in calendar.findings] == ["first-read", "estimate-settled"]


def test_a_bill_across_new_year_takes_each_years_days() -> None:
    (activity_2025, activity_2026) = year("""
        read_date   quantity
        2025-12-15  1
        2026-01-10  260
    """).activities
    assert (activity_2025.quantity, activity_2026.quantity) == (160, 100)
    assert split_by_year(Period(date(2025, 12, 16), date(2026, 1, 10)), 260.0, 4) == [
        (2025, 2025, Period(date(2025, 12, 16), date(2025, 12, 31)), 160.0),
        (2026, 2025, Period(date(2026, 1, 1), date(2026, 1, 10)), 100.0),
    ]


def test_a_meter_exchanged_in_the_middle_of_a_month() -> None:
    """The old meter ends at 99,990 + 160 (rolled over) on 15 March, the new one counts tens of kWh."""
    calendar = calendarise(
        [],
        source=SOURCE,
        meters=meters("""
            number  multiplier  digits  from_       to          start_reading  end_reading
            OLD     1           5       2025-02-01  2025-03-15  99710          140
            NEW     10          5       2025-03-16  -           0              -
        """),
        readings=readings("""
            meter  date        value
            1      2025-02-28  99990
            2      2025-03-31  16
            2      2025-04-30  46
        """),
    )
    assert by_month(calendar.activities) == {"2025-02": 280, "2025-03": 310, "2025-04": 300}
    assert [finding.code for finding in calendar.findings] == ["rollover"]


def test_a_source_opened_in_may_lacks_nothing_before() -> None:
    source = replace(SOURCE, from_=date(2025, 5, 10))
    calendar = calendarise(
        bills("""
            start       read_date   quantity
            2025-05-10  2025-05-31  220
            -           2025-12-31  2140
        """),
        source=source,
    )
    present = sum(1 << (int(month[5:]) - 1) for month in by_month(calendar.activities))
    opened, begin = month_number(source.from_), month_number(date(2025, 1, 1))
    asked = expected(opened, NEVER, first=opened, horizon=month_number(date(2025, 12, 31)), begin=begin)
    assert int(asked) == present == 0b1111_1111_0000
    assert by_month(calendar.activities)["2025-05"] == 220


def test_main_minus_submeters_is_what_nobody_else_used() -> None:
    main = by_month(year("start read_date quantity\n 2025-01-01 2025-02-28 590").activities)
    chiller = by_month(year("start read_date quantity\n 2025-01-01 2025-02-28 236").activities)
    rest, findings = main_minus_submeters(SOURCE, main, [chiller])
    assert rest == {"2025-01": 186, "2025-02": 168}
    assert findings == []


def test_two_equal_top_ups_of_one_day_are_two_events() -> None:
    calendar = year("""
        start       read_date   quantity  n
        2025-06-03  2025-06-03  5         1
        2025-06-03  2025-06-03  5         2
    """)
    assert by_month(calendar.activities) == {"2025-06": 10}
    assert not calendar.findings


def test_three_plants_have_441_reads_and_432_periods_without_gaps() -> None:
    table = Path(__file__).parents[3] / "shared" / "data" / "examples" / "three-plants" / "bills.csv"
    if not table.exists():
        pytest.skip("the shared example of three plants is not on this machine")
    meters_read: dict[tuple[str, str], list[Bill]] = {}
    with table.open(newline="", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            bill = Bill(
                id=number,
                source=7,
                read_date=date.fromisoformat(row["read_date"]),
                quantity=float(row["quantity"]),
                unit=row["unit"],
                cost=float(row["cost"]),
            )
            meters_read.setdefault((row["site"], row["source"]), []).append(bill)
    calendars = [calendarise(found, source=SOURCE) for found in meters_read.values()]
    assert sum(len(calendar.spans) for calendar in calendars) == 441
    assert sum(span.counts for calendar in calendars for span in calendar.spans) == 432
    for calendar in calendars:
        assert [finding.code for finding in calendar.findings] == ["first-read"]
        shares = sum(Decimal(repr(entry.quantity)) for entry in calendar.activities)
        assert shares == sum(Decimal(repr(span.quantity)) for span in calendar.spans if span.counts)
