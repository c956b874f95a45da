"""Monthly values that stand out, worked by hand and by property."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.outliers import outliers

GAS = [268.3, 241.7, 233.1, 208.4, 189.2, 181.5, 178.9, 182.3, 291.4, 206.8, 231.6, 262.5]


def test_swapped_digits_are_found_and_the_likely_value_is_offered() -> None:
    found = outliers(GAS)
    assert list(found) == [8]
    assert str(found[8].message) == "40 % above the other months."
    assert str(found[8].remedy) == "The median is 208.4. Two digits may be swapped: 219.4 would fit."
    assert found[8].where == {"suggestion": 219.4}


def test_a_misplaced_decimal_mark_is_found() -> None:
    values = [52.4, 44.1, 53.8, 52.9, 5.46, 53.7, 51.2, 52.8, 53.1, 49.6, 50.9, 52.2]
    found = outliers(values)
    assert list(found) == [4]
    assert str(found[4].message) == "90 % below the other months."
    assert found[4].where == {"suggestion": 54.6}


def test_a_value_without_a_likely_slip_is_only_named() -> None:
    found = outliers([100.0, 101.0, 99.0, 100.0, 333.0, 100.0, 101.0, 99.0])
    assert list(found) == [4]
    assert found[4].where == {}
    assert str(found[4].remedy) == "The median is 100."


def test_a_tiny_number_has_no_digits_to_swap() -> None:
    found = outliers([1.0, 1.0, 1.0, 1e-09, 1.0, 1.0, 1.0, 1.0])
    assert list(found) == [3]
    assert found[3].where == {}


def test_seasons_are_no_outliers() -> None:
    assert outliers([100.0, 90.0, 60.0, 30.0, 10.0, 5.0, 5.0, 6.0, 15.0, 40.0, 80.0, 110.0]) == {}


def test_a_new_machine_is_no_outlier() -> None:
    assert outliers([100.0] * 4 + [300.0] * 8) == {}


def test_a_dip_that_stays_near_the_median_is_none() -> None:
    assert outliers([100.0] * 5 + [190.0] + [300.0] * 3 + [185.0] + [300.0] * 2) == {}


def test_the_ends_of_a_year_need_a_larger_jump() -> None:
    assert outliers([150.0] + [100.0] * 10 + [100.0]) == {}
    assert list(outliers([1000.0] + [100.0] * 10 + [100.0])) == [0]


def test_two_slips_in_a_year_are_both_found() -> None:
    values = [100.0, 101.0, 1010.0, 99.0, 100.0, 102.0, 10.1, 100.0, 101.0, 99.0, 100.0, 100.0]
    assert sorted(outliers(values)) == [2, 6]


@pytest.mark.parametrize(
    "values",
    [
        [],
        [1.0, 1.0, 9.0, 1.0, 1.0],
        [0.0, 0.0, 38.0, 0.0, 0.0, 46.5, 0.0, 22.0],
        [1.0, 1.0, -9.0, 1.0, 1.0, 1.0, 1.0],
        [None, 1.0, 1.0, None, 1.0, 9.0, 1.0, None],
    ],
)
def test_too_few_or_uneven_values_allow_no_judgement(values: list[float | None]) -> None:
    assert outliers(values) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0.01, 1e6)), max_size=12))
def test_only_present_values_are_ever_named(values: list[float | None]) -> None:
    assert all(values[place] is not None for place in outliers(values))
