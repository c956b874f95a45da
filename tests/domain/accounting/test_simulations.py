"""Simulated totals against the closed form, by hand and by property."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting import simulations
from carbondesk.domain.accounting.pedigree import gsd_squared
from carbondesk.domain.accounting.simulations import Simulation, shapes, simulate
from carbondesk.domain.accounting.uncertainty import combine, lines
from carbondesk.domain.progress import Cancelled, silent
from carbondesk.domain.text import EMPTY, Text

NAN = math.nan
NAMES = ("normal", "lognormal", "triangular")


def run(
    tonnes: list[float],
    activity: list[float],
    factor: list[float],
    *,
    key: list[int] | None = None,
    meter: list[int] | None = None,
    shape: list[str] | None = None,
    factor_shape: list[str] | None = None,
    seed: int = 1,
    draws: int = 20_000,
) -> Simulation:
    rows = lines(tonnes, activity, factor, factor_key=key, meter=meter)
    return simulate(
        silent, rows, shapes(rows.activity, shape), shapes(rows.factor, factor_shape), seed=seed, draws=draws
    )


@pytest.mark.parametrize("shape", NAMES)
def test_every_shape_has_the_deviation_of_its_half_width(shape: str) -> None:
    drawn = run([1000], [0.196], [0], shape=[shape], draws=40_000)
    assert drawn.exact_sd == pytest.approx(100, rel=1e-3)
    assert drawn.sd == pytest.approx(100, rel=0.02)
    assert drawn.mean == pytest.approx(1000, abs=4 * drawn.standard_error)


@pytest.mark.parametrize("shape", NAMES)
@pytest.mark.parametrize("factor_shape", NAMES)
@pytest.mark.parametrize("meter", [None, [1, 1, -1, 2]])
def test_draws_agree_with_the_closed_form(shape: str, factor_shape: str, meter: list[int] | None) -> None:
    drawn = run(
        [100, 300, 50, -20],
        [0.3, 0.1, 0.5, 0.2],
        [0.2, 0.2, 0.4, 0.1],
        key=[1, 1, -1, 2],
        meter=meter,
        shape=[shape] * 4,
        factor_shape=[factor_shape] * 4,
    )
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.03)
    assert drawn.mean == pytest.approx(430, abs=4.5 * drawn.standard_error)
    assert math.fsum(drawn.activity_share) + math.fsum(drawn.factor_share) + drawn.interaction == (
        pytest.approx(1)
    )


def test_shapes_may_differ_from_line_to_line() -> None:
    drawn = run([100] * 4, [0.3] * 4, [0.1] * 4, key=[1, 1, 1, 1], shape=[*NAMES, "lognormal"])
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.03)
    mixed = run([100] * 3, [0.3] * 3, [0.1] * 3, shape=["normal"] * 3, factor_shape=list(NAMES))
    assert mixed.sd == pytest.approx(mixed.exact_sd, rel=0.03)


def test_a_shared_factor_is_drawn_once_for_all_its_lines() -> None:
    shared = run([1] * 100, [0] * 100, [0.196] * 100, key=[5] * 100)
    own = run([1] * 100, [0] * 100, [0.196] * 100)
    assert shared.sd == pytest.approx(10, rel=0.03)
    assert own.sd == pytest.approx(1, rel=0.03)
    assert shared.keys.tolist() == [5]
    assert shared.factor_share.tolist() == pytest.approx([1])


def test_a_shared_meter_is_drawn_once_across_factors() -> None:
    drawn = run([100, -100, 100], [0.3, 0.3, 0.3], [0, 0, 0], key=[1, 2, 3], meter=[9, 9, 9])
    assert drawn.exact_sd == pytest.approx(100 * 0.3 / 1.959964, rel=1e-6)
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.03)


def test_small_uncertainties_agree_with_approach_1() -> None:
    rows = lines([1000, 500, 200], [0.05, 0.1, 0.02], [0.02, 0.02, 0.1], factor_key=[1, 1, -1])
    drawn = simulate(silent, rows, shapes(rows.activity), shapes(rows.factor), seed=3, draws=20_000)
    half = combine(rows).half_width
    assert 1.959964 * drawn.exact_sd == pytest.approx(half, rel=1e-3)
    assert (drawn.high - drawn.low) / 2 == pytest.approx(half, rel=0.03)
    assert drawn.median == pytest.approx(1700, rel=5e-3)


def test_a_geometric_deviation_makes_the_input_lognormal_about_its_median() -> None:
    gsd2 = gsd_squared((2, 3, 2, 1, 3), basic=1.05)
    rows = lines([100, 1], [NAN, 0], [0, 0])
    used = shapes(rows.activity, ["normal", "normal"], [gsd2, NAN])
    drawn = simulate(silent, rows, used, shapes(rows.factor), seed=5, draws=40_000)
    assert drawn.median == pytest.approx(101, rel=0.01)
    assert drawn.low == pytest.approx(1 + 100 / gsd2 ** (1.959964 / 2), rel=0.02)
    assert drawn.high == pytest.approx(1 + 100 * gsd2 ** (1.959964 / 2), rel=0.02)
    assert drawn.mean > drawn.median
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.03)


def test_the_seed_alone_decides_the_draws() -> None:
    one, again, other = (run([5, 6], [0.1, 0.2], [0.3, 0.1], seed=seed, draws=500) for seed in (4, 4, 5))
    assert one.totals.tolist() == again.totals.tolist() != other.totals.tolist()
    assert (one.seed, one.draws) == (4, 500)


def test_many_lines_are_drawn_in_chunks() -> None:
    drawn = run([1.0] * 3000, [0.2] * 3000, [0.1] * 3000, shape=["lognormal"] * 3000, draws=500)
    assert np.isfinite(drawn.totals).all()
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.2)


def test_lines_without_a_value_are_left_out_and_found() -> None:
    drawn = run([100, NAN, 50], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1], key=[1, 2, 1])
    assert drawn.tonnes == 150
    assert drawn.keys.tolist() == [1]
    assert drawn.activity_share[1] == 0
    assert [finding.code for finding in drawn.findings] == ["simulation-valueless"]


def test_unknown_and_very_wide_inputs_are_found() -> None:
    drawn = run([100, 50], [NAN, 1.5], [0.1, 0.1])
    assert [finding.code for finding in drawn.findings] == ["simulation-unknown", "simulation-below-zero"]
    wide = run([50], [1.5], [0.1], shape=["lognormal"])
    assert wide.findings == ()
    assert wide.low > 0


def test_a_default_stands_in_for_the_unknown_only_on_demand() -> None:
    rows = lines([100, 50], [NAN, 0.1], [NAN, 0.2])
    activity, factor = (shapes(column, default=0.3) for column in (rows.activity, rows.factor))
    drawn = simulate(silent, rows, activity, factor, seed=1, draws=100)
    assert drawn.findings == ()
    known = lines([100, 50], [0.3, 0.1], [0.3, 0.2])
    same = simulate(silent, known, shapes(known.activity), shapes(known.factor), seed=1, draws=100)
    assert drawn.totals.tolist() == same.totals.tolist()


def test_an_inventory_without_lines_or_without_uncertainty_has_no_spread() -> None:
    empty = run([], [], [], draws=10)
    assert (empty.tonnes, empty.mean, empty.sd, empty.exact_sd) == (0, 0, 0, 0)
    certain = run([10, 20], [0, 0], [0, 0], draws=10)
    assert (certain.low, certain.high, certain.interaction) == (30, 30, 0)
    assert certain.activity_share.tolist() == [0, 0]


def test_a_simulation_can_be_stopped() -> None:
    calls = []

    def stop(done: int, total: int, note: Text = EMPTY, /) -> None:
        calls.append((done, total))
        if done:
            raise Cancelled

    rows = lines([1.0] * 5000, [0.2] * 5000, [0.1] * 5000)
    with pytest.raises(Cancelled):
        simulate(stop, rows, shapes(rows.activity), shapes(rows.factor), seed=1, draws=1000)
    assert len(calls) == 2
    assert calls[1][0] < calls[1][1] == 1000


def test_the_draws_do_not_depend_on_how_many_threads_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = lines([1.0] * 3000, [0.2] * 3000, [0.1] * 3000, factor_key=[1, 2, 3] * 1000)
    totals = []
    for threads in (1, 3):
        monkeypatch.setattr(simulations, "_THREADS", threads)
        drawn = simulate(
            silent, rows, shapes(rows.activity, ["lognormal"] * 3000), shapes(rows.factor), seed=1, draws=600
        )
        totals.append(drawn.totals.tolist())
    assert totals[0] == totals[1]


def test_one_draw_is_no_simulation() -> None:
    with pytest.raises(ValueError, match="two draws"):
        run([1], [0.1], [0.1], draws=1)


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="uniform"):
        shapes(np.array([0.1]), ["uniform"])


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-100, 100),
            st.floats(0, 0.5),
            st.floats(0, 0.5),
            st.integers(-1, 2),
            st.integers(-1, 2),
            st.sampled_from(NAMES),
            st.sampled_from(NAMES),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_inventory_agrees_with_its_closed_form(
    rows: list[tuple[float, float, float, int, int, str, str]],
) -> None:
    tonnes, activity, factor, key, meter, shape, factor_shape = (
        list(column) for column in zip(*rows, strict=True)
    )
    made = lines(tonnes, activity, factor, factor_key=key, meter=meter)
    drawn = simulate(
        silent, made, shapes(made.activity, shape), shapes(made.factor, factor_shape), seed=11, draws=4000
    )
    assert drawn.sd == pytest.approx(drawn.exact_sd, rel=0.12, abs=1e-3)
    assert drawn.mean == pytest.approx(math.fsum(tonnes), abs=6 * drawn.standard_error + 1e-3)
