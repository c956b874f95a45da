from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carbondesk.domain.periods import (
    Period,
    exact_sum,
    fiscal_year,
    gaps,
    month_end,
    month_of,
    month_period,
    month_text,
    months_between,
    shares,
    shares_by_month,
    split_by_year,
    year_label,
    year_months,
    year_name,
    year_period,
)

FIRST = date(2024, 1, 1)
quantities = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
days = st.integers(0, 1200).map(lambda number: FIRST + timedelta(number))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


def written(numbers: list[float]) -> Decimal:
    return sum((Decimal(repr(number)) for number in numbers), Decimal(0))


def test_both_ends_of_a_period_belong_to_it() -> None:
    period = Period(date(2025, 1, 1), date(2025, 1, 31))
    assert period.days == 31
    assert date(2025, 1, 1) in period
    assert date(2025, 1, 31) in period
    assert date(2025, 2, 1) not in period


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2025, 2, 1), date(2025, 1, 31))


def test_periods_overlap_by_the_days_they_share() -> None:
    winter = Period(date(2024, 12, 1), date(2025, 2, 28))
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert winter.overlap(year) == Period(date(2025, 1, 1), date(2025, 2, 28))
    assert Period(FIRST, FIRST).overlap(year) is None


def test_a_period_is_cut_at_month_ends() -> None:
    assert Period(date(2024, 1, 30), date(2024, 3, 1)).months() == [
        Period(date(2024, 1, 30), date(2024, 1, 31)),
        Period(date(2024, 2, 1), date(2024, 2, 29)),
        Period(date(2024, 3, 1), date(2024, 3, 1)),
    ]


def test_months_know_their_days_and_names() -> None:
    assert month_of(date(2025, 4, 9)) == "2025-04"
    assert month_end(date(2024, 2, 9)) == date(2024, 2, 29)
    assert month_period("2025-12") == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert str(month_text("2025-04")) == "Apr 2025"
    assert months_between(date(2024, 12, 31), date(2025, 2, 1)) == ["2024-12", "2025-01", "2025-02"]
    assert months_between(date(2025, 2, 1), date(2024, 11, 30)) == []


def test_a_fiscal_year_is_labelled_by_the_year_it_starts_in() -> None:
    assert fiscal_year(date(2026, 3, 31), 4) == 2025
    assert fiscal_year(date(2026, 4, 1), 4) == 2026
    assert fiscal_year(date(2025, 12, 31), 1) == 2025
    assert year_period(2025, 4) == Period(date(2025, 4, 1), date(2026, 3, 31))
    assert str(year_label(2025, 4)) == "FY2025 (Apr 2025 to Mar 2026)"
    assert str(year_label(2025, 1)) == "2025"
    assert (year_name(2025, 4), year_name(2025, 1)) == ("FY2025", "2025")
    assert year_months(2025, 4)[0] == "2025-04"
    assert year_months(2025, 4)[-1] == "2026-03"
    assert len(year_months(2025, 4)) == 12


@given(quantities, periods)
@example(0.30000000000000004, Period(FIRST, date(2024, 2, 29)))
@example(5e-324, Period(FIRST, date(2024, 12, 31)))
@example(-1234.5, Period(FIRST, date(2024, 12, 31)))
@example(0.0, Period(FIRST, date(2024, 12, 31)))
@settings(max_examples=200)
def test_shares_by_month_add_up_to_the_quantity_as_written(quantity: float, period: Period) -> None:
    parts = shares_by_month(period, quantity)
    assert written([share for _, share in parts]) == Decimal(repr(quantity))
    assert sum(part.days for part, _ in parts) == period.days
    assert all(share * quantity >= 0 for _, share in parts)


@given(st.integers(0, 10**9), st.integers(0, 4), periods)
def test_a_share_is_its_days_part_of_the_quantity(units: int, places: int, period: Period) -> None:
    quantity = float(f"{units}E-{places}")
    for part, share in shares_by_month(period, quantity):
        assert share == pytest.approx(quantity * part.days / period.days, rel=1e-9, abs=1e-7)


def test_shares_of_equal_days_are_equal_but_for_the_last_remainder() -> None:
    assert shares(100.0, [1, 1, 1]) == [33.333333333, 33.333333333, 33.333333334]


def test_money_is_shared_to_the_cent() -> None:
    assert shares(100.0, [1, 1, 1], places=2) == [33.33, 33.33, 33.34]
    assert shares(0.005, [1, 1], places=2) == [0.002, 0.003]


def test_very_large_quantities_are_shared_to_the_digits_a_float_keeps() -> None:
    assert shares(1e300, [1, 3], places=2) == [2.5e299, 7.5e299]


@given(quantities, periods, st.integers(1, 12))
def test_years_split_at_calendar_and_fiscal_year_ends(
    quantity: float, period: Period, year_start: int
) -> None:
    parts = split_by_year(period, quantity, year_start)
    assert written([share for *_, share in parts]) == Decimal(repr(quantity))
    assert [day for *_, part, _ in parts for day in (part.start, part.end)] == sorted(
        day for *_, part, _ in parts for day in (part.start, part.end)
    )
    for year, label, part, _ in parts:
        assert part.start.year == part.end.year == year
        assert fiscal_year(part.start, year_start) == fiscal_year(part.end, year_start) == label


def test_a_bill_across_a_fiscal_and_a_calendar_year_end_has_three_parts() -> None:
    parts = split_by_year(Period(date(2025, 3, 31), date(2026, 1, 1)), 277.0, 4)
    assert [(year, label, part.days, share) for year, label, part, share in parts] == [
        (2025, 2024, 1, 1.0),
        (2025, 2025, 275, 275.0),
        (2026, 2025, 1, 1.0),
    ]


def test_a_period_within_one_year_keeps_its_quantity_untouched() -> None:
    period = Period(date(2025, 5, 1), date(2025, 5, 31))
    assert split_by_year(period, 0.1 + 0.2, 4) == [(2025, 2025, period, 0.1 + 0.2)]


def test_an_exact_sum_adds_numbers_as_they_are_written() -> None:
    assert exact_sum([0.1, 0.2]) == 0.3
    assert exact_sum([]) == 0


def test_gaps_are_the_days_that_no_period_holds() -> None:
    def january(first: int, last: int) -> Period:
        return Period(date(2025, 1, first), date(2025, 1, last))

    assert gaps([january(20, 21), january(1, 9), january(2, 5), january(10, 12)]) == [january(13, 19)]
    assert gaps([]) == []
