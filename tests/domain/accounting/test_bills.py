from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.bills import (
    Calendar,
    by_month,
    calendarise,
    numbered,
    with_corrections,
)
from carbondesk.domain.periods import Period, month_period
from carbondesk.domain.records import Activity, Bill
from tests.domain.ledgers import SOURCE, activities, bills, meters, readings


def shared(table: str) -> Calendar:
    return calendarise(bills(table), source=SOURCE)


def codes(calendar: Calendar) -> list[str]:
    return [finding.code for finding in calendar.findings]


def written(entries: list[Activity]) -> Decimal:
    return sum((Decimal(repr(entry.quantity)) for entry in entries), Decimal(0))


def test_the_first_read_opens_the_series_and_has_no_days() -> None:
    calendar = shared("""
        read_date   quantity
        2024-12-31  500
        2025-01-31  310
    """)
    assert [span.period for span in calendar.spans] == [None, month_period("2025-01")]
    assert by_month(calendar.activities) == {"2025-01": 310}
    (finding,) = calendar.findings
    assert (finding.code, finding.severity) == ("first-read", "info")
    assert finding.where == {"source": "Electricity", "bill": "2024-12-31", "bill_id": 1}


def test_an_older_bill_gives_the_former_first_read_its_days() -> None:
    calendar = shared("""
        read_date   quantity
        2024-12-31  310
        2025-01-31  310
        2024-11-30  300
    """)
    assert by_month(calendar.activities) == {"2024-12": 310, "2025-01": 310}


def test_a_bill_is_shared_by_days_and_each_share_lies_in_one_month() -> None:
    calendar = shared("""
        read_date   quantity  cost    currency  evidence
        2025-01-15  1         -       -         -
        2025-03-15  590       100.00  EUR       scan.pdf
    """)
    assert [(str(entry.start), str(entry.end), entry.quantity) for entry in calendar.activities] == [
        ("2025-01-16", "2025-01-31", 160),
        ("2025-02-01", "2025-02-28", 280),
        ("2025-03-01", "2025-03-15", 150),
    ]
    assert [entry.cost for entry in calendar.activities] == [27.11, 47.45, 25.44]
    entry = calendar.activities[0]
    assert (entry.origin, entry.bill, entry.quality) == ("bill", 2, "invoiced")
    assert (entry.currency, entry.evidence, entry.unit) == ("EUR", "scan.pdf", "kWh")


def test_a_bill_may_name_its_own_start() -> None:
    calendar = shared("""
        start       read_date   quantity
        2025-01-01  2025-01-31  310
    """)
    assert by_month(calendar.activities) == {"2025-01": 310}
    assert not calendar.findings


def test_days_without_a_bill_are_a_gap_that_names_them() -> None:
    calendar = shared("""
        start       read_date   quantity
        2025-01-01  2025-01-31  310
        2025-03-03  2025-03-31  290
    """)
    (finding,) = calendar.findings
    assert finding.code == "gap"
    assert str(finding.message) == "No bill of Electricity covers 2025-02-01 to 2025-03-02."


def test_days_with_two_bills_are_an_overlap_that_names_them() -> None:
    calendar = shared("""
        start       read_date   quantity
        2025-01-01  2025-06-30  310
        2025-01-20  2025-01-31  290
        2025-06-29  2025-07-31  290
    """)
    assert [str(finding.message) for finding in calendar.findings] == [
        "Two bills of Electricity cover 2025-01-20 to 2025-01-31.",
        "Two bills of Electricity cover 2025-06-29 to 2025-06-30.",
    ]


def test_a_read_date_that_comes_twice_is_doubtful_and_both_count() -> None:
    calendar = shared("""
        read_date   quantity
        2024-12-31  1
        2025-01-31  310
        2025-01-31  320
    """)
    assert codes(calendar) == ["first-read", "read-twice"]
    assert by_month(calendar.activities) == {"2025-01": 630}


def test_two_equal_bills_of_one_file_are_two_events() -> None:
    calendar = shared("""
        read_date   quantity  n
        2024-12-31  1         1
        2025-01-31  310       1
        2025-01-31  310       2
    """)
    assert codes(calendar) == ["first-read"]
    assert [(entry.quantity, entry.n) for entry in calendar.activities] == [(310, 1), (310, 2)]


def test_two_different_bills_of_one_file_with_one_read_date_are_doubtful() -> None:
    differ = shared("""
        read_date   quantity  n
        2024-12-31  1         1
        2025-01-31  310       1
        2025-01-31  320       2
    """)
    assert codes(differ) == ["first-read", "read-twice"]
    numbered_alike = shared("""
        bill_number  read_date   quantity  n
        A            2024-12-31  1         1
        B            2025-01-31  310       1
        B            2025-01-31  310       2
    """)
    assert codes(numbered_alike) == ["first-read", "read-twice"]


def test_two_replacements_of_one_bill_are_doubtful() -> None:
    calendar = shared("""
        bill_number  start       read_date   quantity  kind         replaces
        A            2025-01-01  2025-01-31  10        actual       -
        B            -           2025-01-31  12        replacement  A
        C            -           2025-01-31  13        replacement  A
        D            -           2025-01-31  14        replacement  B
    """)
    assert "read-twice" in codes(calendar)


def test_credits_that_take_away_more_than_their_bill_holds_are_doubtful() -> None:
    table = """
        bill_number  start       read_date   quantity  kind    replaces  unit
        B            2025-01-01  2025-01-31  310       actual  -         kWh
        C            -           2025-02-05  -300      credit  B         kWh
        D            -           2025-02-06  {more}    credit  B         {unit}
    """
    assert codes(shared(table.format(more="-20", unit="kWh"))) == ["credit-above-bill"]
    assert codes(shared(table.format(more="-10", unit="kWh"))) == []
    assert codes(shared(table.format(more="-20", unit="MWh"))) == []


def test_two_first_reads_of_one_day_both_open_the_series() -> None:
    calendar = shared("""
        read_date   quantity
        2024-12-31  1
        2024-12-31  2
    """)
    assert codes(calendar) == ["first-read", "first-read"]
    assert not calendar.activities


def test_a_start_after_the_read_date_is_an_error_and_the_read_still_stands() -> None:
    calendar = shared("""
        start       read_date   quantity
        -           2024-12-31  1
        2025-02-01  2025-01-31  310
        -           2025-02-28  280
    """)
    assert codes(calendar) == ["first-read", "start-after-read"]
    assert by_month(calendar.activities) == {"2025-02": 280}


def test_a_replacement_stands_in_the_days_of_the_bill_it_names() -> None:
    calendar = shared("""
        bill_number  start       read_date   quantity  kind         replaces
        A            -           2024-12-31  1         actual       -
        B            2025-01-10  2025-01-31  310       actual       -
        C            -           2025-01-31  250       replacement  B
        D            -           2025-01-31  220       replacement  C
    """)
    assert by_month(calendar.activities) == {"2025-01": 220}
    assert [span.replaced_by.bill_number if span.replaced_by else "" for span in calendar.spans] == [
        "",
        "C",
        "D",
        "",
    ]


def test_a_replacement_may_keep_the_number_and_picks_the_line_of_its_read_date() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind         replaces
        A            2024-12-31  1         actual       -
        B            2025-01-31  310       actual       -
        B            2025-02-28  280       actual       -
        B            2025-02-28  140       replacement  B
    """)
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 140}
    assert codes(calendar) == ["first-read"]


def test_a_replacement_of_an_unknown_bill_is_an_error_and_counts_as_a_bill() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind         replaces
        A            2024-12-31  1         actual       -
        B            2025-01-31  310       replacement  Z
        C            2025-02-28  280       replacement  -
    """)
    assert codes(calendar) == ["unknown-bill", "unknown-bill", "first-read"]
    assert str(calendar.findings[0].message) == (
        "Bill B of Electricity replaces or credits bill Z, which is not there."
    )
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280}


def test_bills_that_replace_each_other_in_a_circle_are_an_error() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind         replaces
        A            2024-12-31  1         actual       -
        B            2025-01-31  310       replacement  C
        C            2025-02-28  280       replacement  B
    """)
    assert codes(calendar) == ["replaces-in-a-circle", "first-read"]
    assert by_month(calendar.activities) == {"2025-01": 310}


def test_a_credit_takes_away_from_the_days_of_the_bill_it_names() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind    replaces
        A            2024-12-31  1         actual  -
        B            2025-01-31  310       actual  -
        C            2025-03-05  -62       credit  B
    """)
    assert by_month(calendar.activities) == {"2025-01": 248}
    assert [(entry.bill, entry.quantity, entry.n) for entry in calendar.activities] == [
        (2, 310, 1),
        (3, -62, 2),
    ]
    assert codes(calendar) == ["first-read"]


def test_a_credit_without_its_bill_is_an_error_and_does_not_count() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind    replaces
        A            2024-12-31  1         actual  -
        B            2025-01-31  310       actual  -
        C            2025-03-05  -62       credit  -
    """)
    assert codes(calendar) == ["first-read", "unknown-bill"]
    assert (
        str(calendar.findings[1].message)
        == "Bill C of Electricity names no bill that it replaces or credits."
    )
    assert by_month(calendar.activities) == {"2025-01": 310}


def test_a_positive_credit_is_doubtful() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind    replaces
        A            2024-12-31  1         actual  -
        B            2025-01-31  310       actual  -
        C            2025-03-05  62        credit  B
    """)
    assert codes(calendar) == ["first-read", "credit-positive"]


def test_the_credit_of_a_replaced_bill_goes_with_it() -> None:
    calendar = shared("""
        bill_number  read_date   quantity  kind         replaces
        A            2024-12-31  1         actual       -
        B            2025-01-31  310       actual       -
        C            2025-03-05  -310      credit       B
        D            2025-01-31  290       replacement  B
    """)
    assert codes(calendar) == ["first-read", "credit-of-replaced-bill"]
    assert by_month(calendar.activities) == {"2025-01": 290}


def test_a_negative_quantity_that_no_credit_explains_is_an_error_and_left_out() -> None:
    calendar = shared("""
        read_date   quantity
        2024-12-31  1
        2025-01-31  -5
        2025-02-28  280
    """)
    assert codes(calendar) == ["first-read", "negative-quantity"]
    assert by_month(calendar.activities) == {"2025-02": 280}


def test_an_estimate_counts_as_estimated_until_an_actual_read() -> None:
    calendar = shared("""
        read_date   quantity  kind
        2024-12-31  1         actual
        2025-01-31  310       estimate
    """)
    assert [entry.quality for entry in calendar.activities] == ["estimated"]


def test_an_actual_read_spreads_the_true_quantity_over_the_days_since_the_last_one() -> None:
    calendar = shared("""
        read_date   quantity  kind      cost   currency
        2024-12-31  1         actual    -      -
        2025-01-31  400       estimate  40.10  EUR
        2025-02-28  400       estimate  -      -
        2025-03-31  100       actual    9.90   EUR
    """)
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280, "2025-03": 310}
    assert {entry.bill for entry in calendar.activities} == {4}
    assert {entry.quality for entry in calendar.activities} == {"invoiced"}
    assert sum(Decimal(repr(entry.cost)) for entry in calendar.activities) == Decimal("50.0")
    (settlement,) = calendar.settlements
    assert settlement.before == {"2025-01": 400, "2025-02": 400, "2025-03": 100}
    assert settlement.after == {"2025-01": 310, "2025-02": 280, "2025-03": 310}
    assert settlement.quantity == 900
    assert [bill.id for bill in settlement.estimates] == [2, 3]
    assert codes(calendar) == ["first-read", "estimate-settled"]


def test_an_actual_bill_may_take_back_what_the_estimates_had_too_much() -> None:
    calendar = shared("""
        read_date   quantity  kind
        2024-12-31  1         actual
        2025-01-31  700       estimate
        2025-02-28  -110      actual
    """)
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280}
    assert codes(calendar) == ["first-read", "estimate-settled"]


def test_an_actual_bill_that_starts_before_the_estimates_states_the_whole_quantity() -> None:
    calendar = shared("""
        start       read_date   quantity  kind
        -           2024-12-31  1         actual
        -           2025-01-31  400       estimate
        -           2025-02-28  400       estimate
        2025-02-01  2025-03-31  590       actual
    """)
    assert by_month(calendar.activities) == {"2025-01": 400, "2025-02": 280, "2025-03": 310}
    assert codes(calendar) == ["first-read", "estimate-settled"]


def test_an_actual_bill_with_a_start_after_the_estimates_completes_them() -> None:
    calendar = shared("""
        start       read_date   quantity  kind
        2025-01-01  2025-01-31  400       estimate
        2025-02-01  2025-02-28  190       actual
    """)
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280}


def test_an_actual_read_on_the_day_of_an_estimate_replaces_it_and_completes_the_others() -> None:
    calendar = shared("""
        read_date   quantity  kind
        2024-12-31  1         actual
        2025-01-31  200       estimate
        2025-02-28  900       estimate
        2025-02-28  390       actual
    """)
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280}
    assert codes(calendar) == ["first-read", "estimate-settled"]


def test_estimates_in_another_unit_are_kept_with_a_finding() -> None:
    calendar = shared("""
        read_date   quantity  kind      unit
        2024-12-31  1         actual    kWh
        2025-01-31  0.4       estimate  MWh
        2025-02-28  190       actual    kWh
    """)
    assert codes(calendar) == ["first-read", "estimate-unit"]
    assert [entry.unit for entry in calendar.activities] == ["MWh", "kWh"]


def test_the_cost_of_estimates_in_another_currency_is_left_out_with_a_finding() -> None:
    calendar = shared("""
        read_date   quantity  kind      cost  currency
        2024-12-31  1         actual    -     -
        2025-01-31  310       estimate  70    USD
        2025-02-28  280       actual    59    EUR
    """)
    assert codes(calendar) == ["first-read", "estimate-settled", "estimate-currency"]
    assert sum(entry.cost or 0 for entry in calendar.activities) == 59


def test_without_bills_the_meters_tell_the_use() -> None:
    calendar = calendarise(
        [],
        source=SOURCE,
        meters=meters("""
            number  from_       start_reading
            M1      2025-01-01  0
        """),
        readings=readings("""
            meter  date        value
            1      2025-02-28  590
        """),
    )
    assert by_month(calendar.activities) == {"2025-01": 310, "2025-02": 280}
    assert {(entry.quality, entry.origin, entry.bill) for entry in calendar.activities} == {
        ("metered", "bill", None)
    }
    assert len(calendar.uses) == 1


def test_with_bills_the_readings_are_not_counted_again() -> None:
    calendar = calendarise(
        bills("""
            start       read_date   quantity
            2025-01-01  2025-01-31  310
        """),
        source=SOURCE,
        meters=meters("""
            number  from_       start_reading
            M1      2025-01-01  0
        """),
        readings=readings("""
            meter  date        value
            1      2025-01-31  310
        """),
    )
    assert by_month(calendar.activities) == {"2025-01": 310}
    assert not calendar.uses


def test_a_dated_correction_stands_in_for_the_bills_of_its_months() -> None:
    shares = activities("""
        start       end         quantity  origin
        2025-01-01  2025-01-31  310       bill
        2025-02-01  2025-02-10  100       bill
        2025-02-11  2025-02-28  180       bill
        2025-02-01  2025-02-28  7         entered
        2025-03-01  2025-03-31  310       bill
    """)
    corrections = activities("""
        start       end         quantity  origin
        2025-02-01  2025-02-28  260       correction
    """)
    assert by_month(with_corrections(shares, corrections)) == {"2025-01": 310, "2025-02": 267, "2025-03": 310}


def test_numbers_beside_other_entries_are_free() -> None:
    table = """
        start       end         quantity  n
        2025-01-01  2025-01-31  310       1
    """
    beside = activities(table)
    assert [entry.n for entry in numbered(activities(table), beside)] == [2]


@given(
    st.lists(
        st.tuples(st.integers(1, 200), st.integers(0, 10**7), st.integers(0, 3)), min_size=1, max_size=8
    ),
    st.booleans(),
)
@settings(max_examples=60)
def test_the_shares_of_every_bill_add_up_to_it_exactly(
    reads: list[tuple[int, int, int]],
    estimated: bool,  # noqa: FBT001 - drawn by the test
) -> None:
    day = date(2024, 1, 15)
    found = [Bill(id=1, source=7, read_date=day, quantity=1.0, unit="kWh")]
    for number, (days, units, places) in enumerate(reads, start=2):
        day += timedelta(days)
        kind = "estimate" if estimated and number % 2 == 0 else "actual"
        quantity = float(f"{units}E-{places}")
        found.append(
            Bill(id=number, source=7, read_date=day, quantity=quantity, unit="kWh", kind=kind, cost=quantity)
        )
    calendar = calendarise(found, source=SOURCE)
    for span in calendar.spans:
        own = [entry for entry in calendar.activities if entry.bill == span.bill.id]
        assert written(own) == (Decimal(repr(span.quantity)) if span.counts else 0)
        assert sum(Decimal(repr(entry.cost)) for entry in own) == (Decimal(repr(span.cost)) if own else 0)
    assert written(calendar.activities) == sum(Decimal(repr(bill.quantity)) for bill in found[1:])
    keys = {(entry.start, entry.end, entry.n) for entry in calendar.activities}
    assert len(keys) == len(calendar.activities)
    assert all(Period(entry.start, entry.end).days <= 31 for entry in calendar.activities)
