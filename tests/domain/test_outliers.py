"""Monthly values that stand out, worked by hand and by property."""

from __future__ import annotations

from math import log
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.outliers import outliers, suspects

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


def judged(values: list[float | None]) -> list[tuple[int, float, float, float]]:
    """Judge one year value by value: place, share off the median, median and what would fit, as they are found."""
    left = {place: value for place, value in enumerate(values) if value is not None}
    found = []
    if not left or min(left.values()) <= 0:
        return []
    while len(left) > 5:
        jumps = {place: jump(left, place) for place in left}
        place = max(jumps, key=lambda candidate: abs(jumps[candidate]))
        fitting = fmean(around(left, place))
        value = left.pop(place)
        usual = 4.0 * median(abs(jump(left, other)) for other in left)
        if abs(jumps[place]) < max(log(1.35), usual):
            break
        middle = median(left.values())
        share = value / middle - 1
        if abs(share) >= 0.25 and (share > 0) == (jumps[place] > 0):
            found.append((place, share, middle, fitting))
    return found


def jump(values: dict[int, float], place: int) -> float:
    """Return the logarithm of how far a value lies beyond both neighbours, half of it at an end."""
    low, high = min(around(values, place)), max(around(values, place))
    value = values[place]
    beyond = log(value / high) if value > high else log(value / low) if value < low else 0.0
    return beyond if min(values) < place < max(values) else beyond / 2


def around(values: dict[int, float], place: int) -> list[float]:
    """Return both neighbours of a value, or the nearest two on the one side there is."""
    before = [value for other, value in values.items() if other < place]
    after = [value for other, value in values.items() if other > place]
    if before and after:
        return [before[-1], after[0]]
    return after[:2] if after else before[-2:]


UNEVEN = st.floats(0.5, 2.0) | st.sampled_from([1.0, 1.5, 10.0, 0.1, 1000.0]) | st.none()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(UNEVEN, min_size=12, max_size=12), min_size=1, max_size=8))
def test_many_years_at_once_are_judged_as_each_alone_value_by_value(years: list[list[float | None]]) -> None:
    rows = np.array([[np.nan if value is None else value for value in year] for year in years])
    found = suspects(rows)
    assert [suspect.row for suspect in found] == sorted(suspect.row for suspect in found)
    for row, year in enumerate(years):
        own = [(each.place, each.share, each.middle, each.fitting) for each in found if each.row == row]
        assert own == judged(year)
        assert list(outliers(year)) == [place for place, *_ in own]
        assert all(each.value == year[each.place] for each in found if each.row == row)
