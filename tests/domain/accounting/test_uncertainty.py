"""The rules of Approach 1, by hand and by property."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.uncertainty import (
    GRADES,
    combine,
    factor_half_width,
    findings,
    half_width,
    lines,
    product,
    trend,
)
from carbondesk.domain.records import Factor

NAN = math.nan
ROW = st.tuples(
    st.floats(-1e6, 1e6),
    st.one_of(st.just(NAN), st.floats(0, 2)),
    st.one_of(st.just(NAN), st.floats(0, 2)),
    st.integers(-1, 3),
    st.integers(-1, 3),
)


def test_independent_lines_are_added_by_squares() -> None:
    total = combine(lines([1000, 500, 200], [0.1118, 0.2, 0.3], [0, 0, 0]))
    assert total.tonnes == 1700
    assert total.share * 100 == pytest.approx(9.5031, abs=5e-5)
    assert (total.low, total.high) == (total.tonnes - total.half_width, total.tonnes + total.half_width)


def test_lines_with_the_same_factor_are_added_linearly() -> None:
    same = combine(lines([100, 300], [0, 0], [0.1, 0.1], factor_key=[7, 7]))
    own = combine(lines([100, 300], [0, 0], [0.1, 0.1]))
    assert same.half_width == pytest.approx(40)
    assert own.half_width == pytest.approx(math.hypot(10, 30))
    assert same.keys.tolist() == [7]
    assert same.without_key.tolist() == [0]
    assert own.key_share == pytest.approx([0.9, 0.1])


def test_lines_of_the_same_meter_are_added_linearly_in_their_activity_part() -> None:
    total = combine(lines([100, 300, 50], [0.1, 0.1, 0.2], [0, 0, 0], meter=[3, 3, -1]))
    assert total.half_width == pytest.approx(math.hypot(40, 10))


def test_a_credit_by_the_same_factor_takes_uncertainty_away() -> None:
    total = combine(lines([100, -40], [0, 0], [0.5, 0.5], factor_key=[1, 1]))
    assert total.half_width == pytest.approx(30)
    assert total.factor_share.tolist() == pytest.approx([100 / 60, -40 / 60])


def test_a_sum_of_zero_has_a_range_in_tonnes_and_no_share() -> None:
    total = combine(lines([100, -100], [0.1, 0.1], [0, 0]))
    assert total.half_width == pytest.approx(math.hypot(10, 10))
    assert math.isnan(total.share)
    negative = combine(lines([-100], [0.1], [0]))
    assert negative.share == pytest.approx(0.1)
    nothing = combine(lines([], [], []))
    assert nothing.half_width == 0
    assert math.isnan(nothing.share)


def test_what_would_remain_if_a_line_were_known_tells_what_to_measure_next() -> None:
    total = combine(lines([100, 200, 10], [0.3, 0.05, 0.5], [0.02, 0.02, 0], factor_key=[1, 1, -1]))
    assert total.measure_next() == [0, 1, 2]
    assert total.without[0] == pytest.approx(math.sqrt(10**2 + 4**2 + 5**2))
    assert total.without[2] == pytest.approx(math.sqrt(30**2 + 10**2 + 6**2))


def test_unknown_uncertainties_are_counted_and_default_only_on_demand() -> None:
    rows = lines([100, 50, NAN], [NAN, 0.1, NAN], [0.1, NAN, 0.1])
    bare, graded = combine(rows), combine(rows, default=GRADES["fair"])
    assert (bare.unknown_activity, bare.unknown_factor, bare.valueless) == (1, 1, 1)
    assert bare.half_width == pytest.approx(math.hypot(10, 5))
    assert graded.half_width == pytest.approx(math.sqrt(30**2 + 10**2 + 5**2 + 15**2))
    assert [finding.code for finding in findings(bare)] == ["uncertainty-unknown", "uncertainty-valueless"]
    assert [finding.code for finding in findings(graded)] == ["uncertainty-default", "uncertainty-valueless"]


def test_wide_inputs_ask_for_the_simulation() -> None:
    assert [finding.code for finding in findings(combine(lines([1], [0.31], [0])))] == ["uncertainty-wide"]
    assert findings(combine(lines([1], [0.3], [0.3]))) == []


def test_the_larger_of_two_uneven_bounds_counts() -> None:
    assert half_width(73300, 71100, 75500) == pytest.approx(2200 / 73300)
    assert half_width(69300, 67500, 73000) == pytest.approx(3700 / 69300)
    assert half_width(10, None, 12) == half_width(10, 8, None) == pytest.approx(0.2)
    assert half_width(-10, -12, -9) == pytest.approx(0.2)


@pytest.mark.parametrize("bounds", [(1.0, None, None), (0.0, -1, 1), (1.0, 2, 3), (1.0, NAN, 2), (5.0, 1, 3)])
def test_bounds_that_do_not_enclose_the_value_tell_nothing(
    bounds: tuple[float, float | None, float | None],
) -> None:
    assert math.isnan(half_width(*bounds))


def test_a_factor_is_as_uncertain_as_its_printed_bounds() -> None:
    diesel = Factor(
        factor_id="d",
        name="",
        activity_unit="TJ",
        co2=74100,
        ch4=3,
        uncertainty_low=72600,
        uncertainty_high=74800,
    )
    assert factor_half_width(diesel) == pytest.approx(1500 / 74100)
    assert math.isnan(factor_half_width(Factor(factor_id="x", name="", activity_unit="kg")))


def test_columns_must_fit_and_half_widths_are_not_negative() -> None:
    with pytest.raises(ValueError, match="unequal"):
        lines([1, 2], [0.1], [0.1, 0.1])
    for activity, factor in ((-0.1, 0.1), (0.1, -0.1)):
        with pytest.raises(ValueError, match="negative"):
            lines([1], [activity], [factor])


def test_an_unchanged_inventory_has_a_trend_uncertain_by_its_activities_only() -> None:
    rows = lines([100, 300], [0.1, 0.2], [0.5, 0.5])
    assert trend(rows, rows) == pytest.approx(math.sqrt(2) * math.hypot(10, 60) / 400)


def test_the_trend_follows_both_sensitivities() -> None:
    base, current = lines([100, 100], [0, 0], [0, 0]), lines([50, 100], [0.1, 0], [0.2, 0])
    # A line of half its former size: 1 % more in both years moves the change of -25 % by about -0.125 points.
    type_a = ((0.5 + 150) - (1 + 200)) / 201 * 100 + 25
    expected = math.hypot(type_a * 0.2, 50 / 200 * math.sqrt(2) * 0.1)
    assert trend(base, current) == pytest.approx(expected)
    assert type_a == pytest.approx(-0.125, abs=1e-3)


def test_a_trend_from_nothing_is_not_a_number() -> None:
    assert math.isnan(trend(lines([0], [0.1], [0.1]), lines([5], [0.1], [0.1])))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_shares_of_the_variance_add_up_and_the_range_equals_a_loop(rows: list[tuple[float, ...]]) -> None:
    tonnes, activity, factor, keys, meters = (list(column) for column in zip(*rows, strict=True))
    total = combine(lines(tonnes, activity, factor, factor_key=keys, meter=meters))
    groups: dict[object, float] = {}
    for place, (t, ua, uf, key, meter) in enumerate(rows):
        for name, u, part in (("f", uf, key), ("a", ua, meter)):
            where = (name, part, place if part < 0 else None)
            groups[where] = groups.get(where, 0.0) + t * (0.0 if math.isnan(u) else u)
    squares = math.fsum(part**2 for part in groups.values())
    assert total.half_width == pytest.approx(math.sqrt(squares), rel=1e-9, abs=1e-9)
    if squares > 1e-6:
        assert float(np.sum(total.activity_share + total.factor_share)) == pytest.approx(1, abs=1e-6)
        assert sorted(total.measure_next()) == list(range(len(rows)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 3), min_size=1, max_size=5))
def test_the_product_rule_is_the_root_of_the_sum_of_squares(parts: list[float]) -> None:
    assert product(*parts) == pytest.approx(math.sqrt(sum(part**2 for part in parts)))
