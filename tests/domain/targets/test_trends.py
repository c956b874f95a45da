from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.targets.courses import course
from carbondesk.domain.targets.pathways import Pathway, Terms, pathway
from carbondesk.domain.targets.temperatures import (
    DEFAULT,
    Variable,
    company_rating,
    horizon,
    linear_rate,
    overshoot,
    overshoot_rating,
    rating,
    target_rating,
)
from carbondesk.domain.targets.trends import catch_up, changes, outlook, trend
from tests.domain.targets.cases import GROUNDS, grounds, target


def half(base: float = 100.0) -> Pathway:
    """A pathway from 100 t in 2020 to 50 t in 2030."""
    terms = Terms(scope="1", base_year=2020, recent_year=2020, target_year=2030, reduction=0.5)
    return pathway(terms, {"S1": base}, {})


def test_changes_are_told_from_year_to_year_and_since_the_base_year() -> None:
    first, second, last = changes({2020: 100.0, 2021: 90.0, 2023: 58.0}, 2020)
    assert (first.yearly, first.since_base, first.compound) == (None, 0, None)
    assert [second.yearly, second.since_base] == pytest.approx([-0.1, -0.1])
    assert last.yearly is None
    assert last.since_base == pytest.approx(-0.42)
    assert [one.since_base for one in changes({2021: 5.0}, 2020)] == [None]


def test_42_percent_in_ten_years_are_5_302_percent_compounded() -> None:
    found = changes({2020: 100.0, 2030: 58.0}, 2020)[-1]
    assert (found.compound or 0) * 100 == pytest.approx(5.302, abs=5e-4)


@given(st.floats(-20, 20), st.floats(500, 1000), st.integers(3, 12))
def test_a_trend_finds_the_line_that_the_years_lie_on(slope: float, start: float, count: int) -> None:
    years = {2015 + n: start + slope * n for n in range(count)}
    found = trend(years, 2030)
    assert found is not None
    assert found.slope == pytest.approx(slope, abs=1e-6)
    assert found.spread == pytest.approx(0, abs=1e-5)
    assert found.years[2030] == pytest.approx(start + slope * 15)


def test_a_trend_says_its_method_and_never_goes_below_zero() -> None:
    found = trend({2020: 30.0, 2021: 20.0, 2022: 10.0}, 2030)
    assert found is not None
    assert found.at(2030) == 0
    assert str(found.method).startswith(
        "A straight line by least squares through the emissions of 3 years, 2020 to 2022"
    )
    assert trend({2020: 1.0, 2021: 2.0}, 2030) is None


def test_catching_up_is_what_is_left_to_cut_each_year() -> None:
    assert catch_up(half(), 2025, 80.0) == pytest.approx(6)
    assert catch_up(half(), 2025, 40.0) == 0
    assert catch_up(half(), 2030, 80.0) is None
    assert catch_up(half(base=0.0), 2025, 80.0) is None


def test_an_outlook_says_whether_and_when_the_target_is_met() -> None:
    good = outlook(half(), {2020: 100.0, 2021: 92.0, 2022: 84.0})
    assert good is not None
    assert good.expected == pytest.approx(20)
    assert good.above_target == pytest.approx(-30)
    assert (good.met_in, good.exceeded_in) == (2027, None)
    assert good.cumulative[2030] == pytest.approx(sum(range(20, 93, 8)))
    bad = outlook(half(), {2020: 100.0, 2021: 101.0, 2022: 102.0})
    assert bad is not None
    assert (bad.met_in, bad.exceeded_in) == (None, 2027)
    # 725 t are the budget of 2021 to 2030.
    assert bad.overshoot == pytest.approx(sum(range(101, 111)) / 725)
    assert outlook(half(), {2020: 100.0}) is None
    assert outlook(half(base=0.0), {2020: 1.0, 2021: 1.0, 2022: 1.0}) is None


def test_a_rating_falls_with_the_rate_and_never_below_zero() -> None:
    assert rating(None, 5) == rating(4.2, None) == DEFAULT == 3.2
    assert rating(100.0, 5) == 0
    assert rating(4.2, 15) == pytest.approx(1.385, abs=5e-4)
    assert rating(4.2, 15, variable=Variable.POWER) > rating(4.2, 15)


def test_a_target_that_covers_too_little_counts_for_its_share() -> None:
    assert rating(4.0, 15, coverage=0.95) == rating(4.0, 15)
    assert rating(4.0, 15, coverage=0.5) == rating(2.0, 15)
    assert rating(4.0, 15, scope="3", coverage=0.67) == rating(4.0, 15)
    assert rating(4.0, 15, scope="3", coverage=0.5) == rating(2.0, 15)


def test_horizons_are_short_middle_and_long() -> None:
    assert [horizon(years) for years in (-1, 0, 4, 5, 15, 16, 30, 31)] == [None, 5, 5, 15, 15, 30, 30, None]
    assert linear_rate(0.42, 2020, 2030) == pytest.approx(4.2)


def test_a_company_is_rated_by_its_emissions_once_scope_3_matters() -> None:
    assert company_rating(1.5, 3.2, emissions=(61.0, 39.0)) == 1.5
    assert company_rating(1.5, 3.2, emissions=(60.0, 40.0)) == pytest.approx(0.6 * 1.5 + 0.4 * 3.2)
    assert company_rating(1.5, 3.2, emissions=(0.0, 0.0)) == 1.5


def test_an_overshoot_is_the_sum_over_the_sum() -> None:
    assert overshoot([10.0, 20.0], [10.0, 10.0]) == 1.5
    assert overshoot_rating(1.0, 1.65) == 1.65
    with pytest.raises(KeyError):
        overshoot_rating(1.0, 1.7)


def test_a_target_is_rated_by_its_own_line() -> None:
    """42 % from 2020 to 2030 are 4.2 % a year; ten years ahead is the middle horizon: 1.385 °C."""
    fields = {"base_year": 2020, "most_recent_year": 2020, "target_year": 2030}
    absolute = course(target(**fields, reduction=0.42), GROUNDS)
    assert target_rating(absolute) == pytest.approx(1.385, abs=5e-4)
    assert target_rating(absolute, coverage=0.5) > target_rating(absolute)
    outputs = grounds(outputs={2020: 10.0}, output_unit="piece")
    per_piece = course(target(**fields, scope="3", method="physical-intensity", reduction=0.42), outputs)
    assert target_rating(per_piece) == pytest.approx(rating(4.2, 15, variable=Variable.INTENSITY))
    assert target_rating(course(target(scope="3", method="engagement"), GROUNDS)) == DEFAULT
    assert target_rating(course(target(reduction=0.5, target_year=2020), GROUNDS)) == DEFAULT
