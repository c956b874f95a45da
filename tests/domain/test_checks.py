from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.checks import (
    main_minus_submeters,
    missing_months,
    negative_quantities,
    outliers,
    overlaps,
    read_order,
)
from tests.domain.ledgers import SOURCE, activities

GAS = [268.3, 241.7, 233.1, 208.4, 189.2, 181.5, 178.9, 182.3, 219.4, 206.8, 231.6, 262.5]


def year(values: list[float], name: int = 2025) -> dict[str, float]:
    return {f"{name}-{number:02}": value for number, value in enumerate(values, start=1)}


def test_a_month_far_above_the_others_suggests_the_swapped_digits() -> None:
    (found,) = outliers(year([*GAS[:8], 291.4, *GAS[9:]]))
    assert (found.month, found.median, found.slip, found.fitting) == ("2025-09", 208.4, "swapped", 219.4)
    finding = found.finding(SOURCE)
    assert str(finding.message) == "40 % above the other months. The median is 208.4."
    assert str(finding.remedy) == "Two digits may be swapped: 219.4 would fit."
    assert finding.where == {"source": "Electricity", "month": "2025-09"}


def test_a_month_in_another_unit_suggests_the_thousandfold() -> None:
    (found,) = outliers(year([*GAS[:8], 219400.0, *GAS[9:]]))
    assert str(found.suggestion) == "The unit may be off by 1,000: 219.4 would fit."
    (found,) = outliers(year([1000 * value for value in GAS[:11]] + [262.5]))
    assert str(found.message) == "100 % below the other months. The median is 208400."
    assert found.fitting == 262500


def test_a_month_that_no_slip_explains_is_only_far() -> None:
    (found,) = outliers(year([*GAS[:8], 888.0, *GAS[9:]]))
    assert (found.slip, found.fitting, str(found.suggestion)) == ("", None, "")


def test_a_sound_year_has_no_outliers() -> None:
    assert outliers(year(GAS)) == []


def test_a_season_that_came_a_year_ago_too_is_no_outlier() -> None:
    values = [*GAS[:8], 500.0, *GAS[9:]]
    assert outliers(year(values), year([*GAS[:8], 480.0, *GAS[9:]], 2024)) == []
    assert len(outliers(year(values), year(GAS, 2024))) == 1


def test_few_months_and_rare_events_tell_nothing() -> None:
    assert outliers(year([1.0, 1.0, 1.0, 900.0])) == []
    assert outliers(year([0, 0, 38.0, 0, 0, 46.5, 0, 22.0, 0, 0, 0, 0])) == []


@given(st.floats(1e-3, 1e6), st.permutations(range(12)))
def test_equal_months_are_never_outliers(quantity: float, order: list[int]) -> None:
    assert outliers(year([quantity for _ in order])) == []


def test_a_quantity_below_zero_is_an_error_unless_it_is_a_credit() -> None:
    entries = activities("""
        id  start       end         quantity  origin
        1   2025-01-01  2025-01-31  -5        entered
        2   2025-02-01  2025-02-28  -5        bill
        3   2025-03-01  2025-03-31  5         entered
    """)
    (finding,) = negative_quantities(entries, SOURCE)
    assert finding.where == {"source": "Electricity", "activity": 1, "month": "2025-01"}


def test_entries_that_cover_days_together_overlap() -> None:
    entries = activities("""
        id  start       end         quantity  n
        1   2025-01-01  2025-03-31  5         1
        2   2025-01-10  2025-01-20  5         1
        3   2025-03-31  2025-04-30  5         1
        4   2025-03-31  2025-04-30  5         2
        5   2025-04-05  2025-04-05  5         1
    """)
    assert [(finding.where["activity"], finding.where["start"]) for finding in overlaps(entries, SOURCE)] == [
        (2, date(2025, 1, 10)),
        (3, date(2025, 3, 31)),
    ]


def test_missing_months_are_named_by_runs() -> None:
    found = missing_months(SOURCE, ["2024-12", "2025-01", "2025-03"])
    assert [str(finding.message) for finding in found] == [
        "Electricity has no values for Dec 2024 to Jan 2025.",
        "Electricity has no value for Mar 2025.",
    ]
    assert [finding.where["months"] for finding in found] == [2, 1]


def test_submeters_leave_the_rest_of_the_main_meter() -> None:
    rest, findings = main_minus_submeters(
        SOURCE, {"2025-01": 100.3, "2025-02": 90.0}, [{"2025-01": 60.1, "2025-02": 60.0}, {"2025-02": 30.5}]
    )
    assert rest == {"2025-01": 40.2, "2025-02": -0.5}
    assert [str(finding.message) for finding in findings] == [
        "In Feb 2025 the submeters of Electricity counted 0.5 kWh more than it did."
    ]


def test_read_dates_out_of_order_or_twice_are_found_by_place() -> None:
    days = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 2, 28), date(2025, 1, 1), date(2025, 4, 30)]
    assert read_order(days) == [2, 3]
    assert read_order([]) == []


@pytest.mark.parametrize("values", [[1e20] * 11 + [9e20], [1.0] * 11 + [1e-7]])
def test_numbers_written_with_an_exponent_are_looked_at_too(values: list[float]) -> None:
    assert [found.month for found in outliers(year(values))] == ["2025-12"]
