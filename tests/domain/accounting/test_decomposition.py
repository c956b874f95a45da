"""Effects that add up, limits at zero, and the bridge, by hand and by property."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.decomposition import (
    LABELS,
    Bridge,
    Effect,
    LineState,
    bridge,
    decompose,
    log_mean,
)

NAN = math.nan
FACTOR = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
ROWS = st.lists(st.tuples(st.tuples(*[FACTOR] * 4), st.tuples(*[FACTOR] * 4)), min_size=1, max_size=8)
NUMBER = st.one_of(st.just(0.0), st.floats(0.001, 1e5))
STATE = st.builds(
    LineState,
    site=st.integers(1, 2),
    driver=st.one_of(st.none(), NUMBER),
    energy=st.one_of(st.none(), NUMBER, st.floats(-10, 0)),
    location=st.one_of(NUMBER, st.floats(-10, 0)),
    market=st.one_of(NUMBER, st.floats(-10, 0)),
    pooled=st.booleans(),
)
STATES = st.dictionaries(st.integers(1, 6), STATE, max_size=6)


def line(  # a site making 100, unless said otherwise
    energy: float | None, location: float, market: float | None = None, *, driver: float | None = 100.0
) -> LineState:
    return LineState(
        site=1, driver=driver, energy=energy, location=location, market=location if market is None else market
    )


def parts(made: Bridge[str]) -> dict[str, float]:
    return {bar.effect.value: bar.tonnes for bar in made.bars if abs(bar.tonnes) > 1e-12}


def test_the_mean_of_equal_numbers_is_the_number() -> None:
    """A published implementation returns 0 here and so loses the whole effect of an unchanged total."""
    assert log_mean(5, 5) == 5
    assert log_mean(5, 5 * (1 + 1e-15)) == pytest.approx(5)
    assert log_mean(0, 0) == 0
    assert log_mean(0, 3) == log_mean(3, 0) == 0
    assert log_mean(693, 800) == pytest.approx(745.2201692667105, rel=1e-12)
    with pytest.raises(ValueError, match="negative"):
        log_mean(-1, 1)


def test_effects_that_cancel_are_seen_although_the_total_stays() -> None:
    found = decompose([[10, 20]], [[20, 10]])
    assert found.effects.tolist() == pytest.approx([200 * math.log(2), -200 * math.log(2)])


def test_the_kaya_case_of_one_line() -> None:
    found = decompose([[1000, 2.0, 0.4]], [[1100, 1.8, 0.35]])
    assert found.effects.tolist() == pytest.approx(
        [71.02706832661964, -78.5167813125532, -99.51028701406642], rel=1e-12
    )
    by_ratio, rest = found.multiplicative()
    assert float(np.prod(by_ratio)) * rest == pytest.approx(693 / 800, rel=1e-12)


def test_a_number_that_is_missing_is_refused_and_not_dropped() -> None:
    """A published implementation drops it and so loses a part of the difference silently."""
    with pytest.raises(ValueError, match="must be a number"):
        decompose([[1, NAN]], [[1, 2]])
    with pytest.raises(ValueError, match="must be a number"):
        decompose([[1, 2]], [[1, math.inf]])


def test_a_line_that_appears_or_disappears_goes_to_the_factor_that_is_zero() -> None:
    found = decompose([[10, 0, 2], [5, 3, 1]], [[10, 4, 2], [5, 3, 0]], structure=1)
    assert found.by_line.tolist() == [[0, 80, 0], [0, 0, -15]]


def test_several_zeros_go_to_the_structure() -> None:
    found = decompose([[10, 0, 0]], [[10, 4, 2]], structure=0)
    assert found.effects.tolist() == [80, 0, 0]
    nothing = decompose([[0, 5]], [[5, 0]])
    assert nothing.effects.tolist() == [0, 0]


def test_negative_factors_are_refused_and_kept_beside_the_effects() -> None:
    found = decompose([[10, 2], [10, -1]], [[10, 3], [10, -2]])
    assert found.effects.sum() == pytest.approx(10)
    assert found.remainder.tolist() == [0, -10]
    assert found.after - found.before == pytest.approx(0)
    growth, rest = decompose([[10, 2], [1, -1]], [[10, 3], [1, -2]]).multiplicative()
    assert float(np.prod(growth)) * rest == pytest.approx(28 / 19)


def test_a_ratio_to_nothing_is_not_a_number() -> None:
    growth, rest = decompose([[0, 1]], [[1, 1]]).multiplicative()
    assert np.isnan(growth).all()
    assert math.isnan(rest)


@settings(max_examples=80, deadline=None)
@given(ROWS)
def test_effects_add_up_and_change_their_sign_when_the_states_swap(
    rows: list[tuple[tuple[float, ...], tuple[float, ...]]],
) -> None:
    before, after = [row[0] for row in rows], [row[1] for row in rows]
    there, back = decompose(before, after, structure=1), decompose(after, before, structure=1)
    scale = max(abs(there.before), abs(there.after), 1e-300)
    assert math.fsum(there.effects) == pytest.approx(there.after - there.before, abs=1e-9 * scale)
    assert np.allclose(there.by_line, -back.by_line, rtol=1e-9, atol=1e-12 * scale)


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-6, 1e9), st.floats(1e-6, 1e9))
def test_the_mean_lies_between_its_numbers_and_is_symmetric(a: float, b: float) -> None:
    assert min(a, b) * (1 - 1e-12) <= log_mean(a, b) <= max(a, b) * (1 + 1e-12)
    assert log_mean(a, b) == pytest.approx(log_mean(b, a), rel=1e-12)


def test_a_site_with_two_energies_is_split_into_five_causes() -> None:
    before = {"grid": line(600, 240, 240), "gas": line(400, 80)}
    after = {"grid": line(500, 190, 95, driver=110), "gas": line(450, 90, driver=110)}
    made = bridge(before, after)
    # By hand: Q 100 to 110, E 1000 to 950, mix .6/.4 to .526316/.473684, factors .4/.2 to .38/.2, market half.
    mean_grid, mean_gas = (95 - 240) / math.log(95 / 240), (90 - 80) / math.log(90 / 80)
    both = mean_grid + mean_gas
    assert parts(made) == pytest.approx(
        {
            "activity": both * math.log(1.1),
            "mix": mean_grid * math.log(500 / 950 / 0.6) + mean_gas * math.log(450 / 950 / 0.4),
            "intensity": both * math.log(950 / 110 / 10),
            "grid-factor": mean_grid * math.log(0.38 / 0.4),
            "procurement": mean_grid * math.log(0.5),
        }
    )
    assert (made.start, made.end, made.findings) == (320, 185, ())
    assert made.tonnes(Effect.PROCUREMENT) == pytest.approx(made.by_line["grid"][Effect.PROCUREMENT])
    assert Effect.PROCUREMENT not in made.by_line["gas"]


def test_the_location_based_bridge_knows_no_procurement() -> None:
    made = bridge({"grid": line(600, 240, 240)}, {"grid": line(600, 230, 0)}, market=False)
    assert parts(made) == pytest.approx({"grid-factor": -10})
    assert (made.start, made.end) == (240, 230)


def test_buying_only_green_power_is_procurement_as_a_whole() -> None:
    made = bridge({"grid": line(600, 240, 240)}, {"grid": line(600, 230, 0)})
    assert parts(made) == pytest.approx({"procurement": -240})


def test_a_fuel_that_appears_is_mix_and_a_site_that_opens_is_output() -> None:
    made = bridge({"gas": line(100, 20)}, {"gas": line(100, 20), "oil": line(50, 15)})
    assert made.by_line["oil"] == pytest.approx({Effect.MIX: 15})
    assert parts(made) == pytest.approx({"mix": 15 + 20 * math.log(2 / 3), "intensity": 20 * math.log(3 / 2)})
    assert parts(bridge({}, {"gas": line(100, 20)})) == {"activity": 20}
    assert parts(bridge({"gas": line(100, 20)}, {"gas": line(0, 0)})) == {"intensity": -20}


def test_without_an_output_figure_the_use_itself_is_the_cause() -> None:
    made = bridge({"gas": line(100, 20, driver=None)}, {"gas": line(200, 40, driver=50)})
    assert parts(made) == pytest.approx({"energy": 20})
    assert [finding.code for finding in made.findings] == ["bridge-no-output"]
    idle = bridge({"gas": line(100, 20, driver=0)}, {"gas": line(200, 40)})
    assert parts(idle) == pytest.approx({"energy": 20})


def test_what_is_no_energy_has_an_intensity_of_its_own() -> None:
    gas = LineState(site=1, driver=100, energy=5, location=50, market=50, pooled=False)
    more = LineState(site=1, driver=100, energy=10, location=100, market=100, pooled=False)
    made = bridge({"grid": line(600, 240), "sf6": gas}, {"grid": line(600, 240), "sf6": more})
    assert parts(made) == pytest.approx({"intensity": 50})


def test_exports_and_unknown_quantities_are_shown_whole() -> None:
    before = {"export": line(-50, -20), "spend": line(None, 30), "ghost": line(0, 5)}
    after = {"export": line(-60, -24), "spend": line(None, 36), "ghost": line(0, 6)}
    made = bridge(before, after)
    assert parts(made) == {"remainder": 3}
    assert made.by_line["export"] == {Effect.REMAINDER: -4}
    assert [finding.code for finding in made.findings] == ["bridge-not-split"]
    assert "3 lines" in str(made.findings[0].message)


def test_a_line_without_a_location_based_value_has_a_factor_only() -> None:
    made = bridge({"grid": line(100, NAN, 40)}, {"grid": line(100, 0, 20)})
    assert parts(made) == pytest.approx({"grid-factor": -20})


def test_restatement_structure_and_method_come_before_the_effects() -> None:
    before = {"a": line(100, 40), "sold": line(10, 4)}
    again = {"a": line(100, 44)}
    after = {"a": line(90, 36), "bought": line(20, 9)}
    made = bridge(before, after, published=50, structural={"sold", "bought"}, recomputed=again)
    assert [bar.effect for bar in made.bars] == list(Effect)
    assert parts(made) == pytest.approx(
        {
            "restatement": -6,
            "structure": 5,
            "method": 4,
            "intensity": log_mean(36, 44) * math.log(0.9),
            "grid-factor": log_mean(36, 44) * math.log(0.4 / 0.44),
        }
    )
    assert (made.start, made.end) == (50, 45)
    assert all(str(bar.label) == str(LABELS[bar.effect]) for bar in made.bars)


def test_a_line_without_a_value_is_left_out_of_both_states_and_found() -> None:
    made = bridge({"a": line(100, 40), "b": line(1, 1)}, {"a": line(100, 50), "b": line(1, NAN)})
    assert (made.start, made.end) == (40, 50)
    assert [finding.code for finding in made.findings] == ["bridge-valueless"]


def test_two_empty_states_have_a_bridge_of_nothing() -> None:
    made: Bridge[str] = bridge({}, {})
    assert (made.start, made.end, parts(made)) == (0, 0, {})


@settings(max_examples=100, deadline=None)
@given(STATES, STATES, STATES, st.sets(st.integers(1, 6), max_size=2), st.booleans(), st.floats(0, 1e5))
def test_the_bars_of_any_bridge_add_up_to_the_difference(
    start: dict[int, LineState],
    end: dict[int, LineState],
    again: dict[int, LineState],
    structural: set[int],
    market: bool,  # noqa: FBT001 - drawn, not written
    published: float,
) -> None:
    recomputed = {key: again.get(key, row) for key, row in start.items()}
    made = bridge(
        start, end, market=market, published=published, structural=structural, recomputed=recomputed
    )
    scale = max(
        [1.0, published, *(abs(row.tonnes(market=market)) for row in (*start.values(), *end.values()))]
    )
    total = math.fsum(bar.tonnes for bar in made.bars)
    assert total == pytest.approx(made.end - made.start, abs=1e-9 * scale)
    assert made.end == pytest.approx(
        math.fsum(row.tonnes(market=market) for row in end.values()), abs=1e-9 * scale
    )


@settings(max_examples=60, deadline=None)
@given(STATES, STATES)
def test_a_bridge_back_has_the_opposite_bars(start: dict[int, LineState], end: dict[int, LineState]) -> None:
    there, back = bridge(start, end), bridge(end, start)
    scale = max([1.0, *(abs(row.market) for row in (*start.values(), *end.values()))])
    for forth, reverse in zip(there.bars, back.bars, strict=True):
        assert forth.tonnes == pytest.approx(-reverse.tonnes, rel=1e-9, abs=1e-9 * scale)
