"""Worked cases of uncertainty, simulation, pedigree, explanation of change, base year and sample, by hand.

Each case is computed the way a spreadsheet would, with the numbers written out. The vectors are those of the
published equations: IPCC 2006 Guidelines vol. 1 ch. 3; ecoinvent pedigree factors; Ang's LMDI-I.
"""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carbondesk.domain.accounting.decomposition import Effect, LineState, bridge, decompose, log_mean
from carbondesk.domain.accounting.pedigree import gsd_squared, interval, sigma
from carbondesk.domain.accounting.recalculation import Standard, restated, verdict
from carbondesk.domain.accounting.sampling import Candidate, misstatements, plan
from carbondesk.domain.accounting.simulations import shapes, simulate
from carbondesk.domain.accounting.uncertainty import combine, half_width, lines, product, trend
from carbondesk.domain.progress import silent
from carbondesk.domain.records import BaseYearChange, ChangeKind, ChangeState, ThresholdRule, VerificationLine

VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "vectors" / "targets.json"


def test_two_fuels_of_one_diesel_factor_and_one_grid() -> None:
    """The grid comes first.

    | line    | t   | activity | factor | shares |
    | truck     | 120 | 5 %      | 2 %    | diesel |
    | generator | 80  | 10 %     | 2 %    | diesel |
    | grid      | 300 | 2 %      | 7 %    |        |
    """
    total = combine(lines([120, 80, 300], [0.05, 0.10, 0.02], [0.02, 0.02, 0.07], factor_key=[1, 1, 2]))
    # Activities 6, 8 and 6 t; the diesel factor 2.4 + 1.6 = 4 t, the grid factor 21 t.
    assert total.half_width == pytest.approx(math.sqrt(36 + 64 + 36 + 16 + 441))
    assert total.share == pytest.approx(math.sqrt(593) / 500)
    assert total.key_share == pytest.approx([16 / 593, 441 / 593])
    assert total.activity_share == pytest.approx([36 / 593, 64 / 593, 36 / 593])
    assert total.measure_next()[0] == 2
    # The grid known exactly leaves the trucks and generators: 36 + 64 + 16.
    assert total.without[2] == pytest.approx(math.sqrt(116))
    assert product(0.05, 0.10) * 100 == pytest.approx(11.1803, abs=5e-5)


def test_ipcc_bounds_of_natural_gas() -> None:
    """IPCC 2006 vol. 2, table 2.2: natural gas 56,100 kg CO2/TJ, 54,300 to 58,300; the larger side is 2,200."""
    assert half_width(56100, 54300, 58300) == pytest.approx(2200 / 56100)


def test_a_trend_of_two_lines() -> None:
    """Factors stay, activities are measured anew.

    | line   | base | now | activity | factor |
    | gas    | 100  | 80  | 5 %      | 4 %    |
    | power  | 300  | 330 | 2 %      | 10 %   |
    """
    base = lines([100, 300], [0, 0], [0, 0])
    now = lines([80, 330], [0.05, 0.02], [0.04, 0.10])
    a_gas = ((0.8 + 410) - (1 + 400)) / 401 * 100 - 10 / 400 * 100
    a_power = ((3.3 + 410) - (3 + 400)) / 403 * 100 - 10 / 400 * 100
    squares = (a_gas * 0.04) ** 2 + (a_power * 0.10) ** 2
    squares += (80 / 400 * math.sqrt(2) * 0.05) ** 2 + (330 / 400 * math.sqrt(2) * 0.02) ** 2
    assert trend(base, now) == pytest.approx(math.sqrt(squares))


def test_the_simulation_of_one_product_of_two_normals() -> None:
    """1,000 t with activity ±20 % and factor ±30 %: sd² = 1000² (s1² + s2² + s1² s2²)."""
    rows = lines([1000], [0.2], [0.3])
    drawn = simulate(silent, rows, shapes(rows.activity), shapes(rows.factor), seed=2026, draws=50_000)
    one, two = 0.2 / 1.959963985, 0.3 / 1.959963985
    expected = 1000 * math.sqrt(one**2 + two**2 + (one * two) ** 2)
    assert drawn.exact_sd == pytest.approx(expected, rel=1e-9)
    assert drawn.sd == pytest.approx(expected, rel=0.02)
    assert drawn.interaction == pytest.approx((1000 * one * two / expected) ** 2)
    assert drawn.standard_error == pytest.approx(expected / math.sqrt(50_000), rel=0.02)


def test_pedigree_scores_two_three_two_one_three() -> None:
    logs = [math.log(factor) ** 2 for factor in (1.05, 1.54, 1.04, 1.03, 1.00, 1.65)]
    gsd2 = gsd_squared((2, 3, 2, 1, 3), basic=1.05)
    assert gsd2 == pytest.approx(math.exp(math.sqrt(sum(logs))))
    assert (round(gsd2, 5), round(sigma(gsd2), 5)) == (1.94417, 0.33242)
    assert interval(100, gsd2) == pytest.approx((51.4359, 194.4168), abs=1e-4)


def test_two_sectors_with_activity_structure_intensity_and_factor() -> None:
    """Two sectors of which the cleaner one grows.

    | sector | output      | intensity    | factor       |
    | one      | 600 to 550  | 2.0 to 1.9   | 0.4 to 0.36  |
    | two      | 400 to 550  | 1.0 to 1.05  | 0.2 to 0.2   |
    """
    before = [(1000, 0.6, 2.0, 0.4), (1000, 0.4, 1.0, 0.2)]
    after = [(1100, 0.5, 1.9, 0.36), (1100, 0.5, 1.05, 0.2)]
    found = decompose(before, after, structure=1)
    assert found.effects == pytest.approx([49.8149, -56.0976, -17.1343, -44.8830], abs=5e-5)
    assert math.fsum(found.effects) == pytest.approx(-68.3, rel=1e-12)
    growth, rest = found.multiplicative()
    assert rest == 1
    assert float(np.prod(growth)) == pytest.approx((550 * 1.9 * 0.36 + 550 * 1.05 * 0.2) / 560)


def test_a_year_on_year_bridge_of_a_group() -> None:
    """Published 1,000 t. An error of +10 t, a plant sold (60 t), a new factor set (-20 t), then like for like."""
    before = {
        "grid": LineState(site="A", driver=100, energy=1000, location=500, market=500),
        "gas": LineState(site="A", driver=100, energy=1000, location=450, market=450),
        "sold": LineState(site="B", driver=10, energy=100, location=60, market=60),
    }
    again = {"gas": LineState(site="A", driver=100, energy=1000, location=430, market=430)}
    after = {
        "grid": LineState(site="A", driver=110, energy=1000, location=480, market=240),
        "gas": LineState(site="A", driver=110, energy=900, location=387, market=387),
    }
    made = bridge(before, after, published=1000, structural={"sold"}, recomputed=again)
    bars = {bar.effect: bar.tonnes for bar in made.bars}
    assert [bars[Effect.RESTATEMENT], bars[Effect.STRUCTURE], bars[Effect.METHOD]] == [10, -60, -20]
    grid, gas = log_mean(240, 500), log_mean(387, 430)
    assert bars[Effect.ACTIVITY] == pytest.approx((grid + gas) * math.log(1.1))
    assert bars[Effect.MIX] == pytest.approx(grid * math.log(10 / 19 / 0.5) + gas * math.log(9 / 19 / 0.5))
    assert bars[Effect.INTENSITY] == pytest.approx((grid + gas) * math.log(1900 / 110 / 20))
    assert bars[Effect.FACTOR] == pytest.approx(grid * math.log(0.48 / 0.5))
    assert bars[Effect.PROCUREMENT] == pytest.approx(grid * math.log(0.5))
    assert math.fsum(bars.values()) == pytest.approx(627 - 1000, rel=1e-12)


def test_a_base_year_of_two_changes() -> None:
    """Base 10,000 t. Bought: +400 t (4 %), not due. Method: +150 t, together 5.5 %: due, and both are restated."""

    def entry(effect: float, kind: ChangeKind, state: ChangeState = ChangeState.OPEN) -> BaseYearChange:
        return BaseYearChange(
            name=kind.value,
            effective=date(2024, 1, 1),
            kind=kind,
            scope="1",
            effect=effect,
            site=1,
            state=state,
        )

    base = {"1": 4000.0, "2": 6000.0}
    bought, method = entry(400, ChangeKind.STRUCTURE), entry(150, ChangeKind.METHOD)
    assert not verdict([bought], base, base_year=2020).is_due
    assert verdict([bought], base, base_year=2020, standard=Standard.SINGLE_SCOPE).is_due
    both = verdict([bought, method], base, base_year=2020, rule=ThresholdRule.NET)
    assert (both.is_due, both.net_share) == (True, 0.055)
    done = [
        entry(change.effect, ChangeKind(change.kind), ChangeState.RESTATED) for change in (bought, method)
    ]
    assert restated({2020: 10_000.0}, done, base_year=2020)[0].restated == 10_550
    assert not verdict(done, base, base_year=2020).is_due


def test_a_verification_round_of_one_stratum() -> None:
    """100 lines of 10 t, materiality 5 % = 50 t; five looked at, one of them 1 t too high: 20 t are likely."""
    made = plan(
        [Candidate(identity=f"{n}", tonnes=10, scope="1") for n in range(100)],
        materiality=0.05,
        seed=42,
        size=5,
    )
    assert (made.material, len(made.sample), made.strata[0].name) == (50, 5, "1///medium")
    verified = [
        VerificationLine(
            round=1, activity=n, misstatement=float(n == 0), stratum=picked.stratum, value=picked.line.tonnes
        )
        for n, picked in enumerate(made.sample)
    ]
    found = misstatements(verified, made.strata, material=made.material)
    assert (found.uncorrected_net, found.projected_net, found.likely_net) == (1, 19, 20)
    assert not found.is_material


def test_the_reference_vectors_are_met() -> None:
    if not VECTORS.exists():
        pytest.skip("The reference vectors lie beside the source tree only where it was made.")
    vectors: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    mult, add = vectors["uncertainty"]["mult"], vectors["uncertainty"]["add"]
    assert product(*mult["U"]) == pytest.approx(mult["U_total"], rel=1e-12)
    total = combine(lines(add["x"], np.array(add["U"]) / 100, [0, 0, 0]))
    assert total.share * 100 == pytest.approx(add["U_total"], rel=1e-12)
    scored = vectors["pedigree"]
    gsd2 = gsd_squared(scored["scores"], basic=scored["basic"])
    assert (gsd2, sigma(gsd2)) == pytest.approx((scored["GSD2"], scored["sigma_ln"]), rel=1e-12)
    lmdi = vectors["lmdi"]
    found = decompose([[1000, 2.0, 0.4]], [[1100, 1.8, 0.35]])
    assert found.effects == pytest.approx(
        [lmdi["activity"], lmdi["intensity"], lmdi["grid_factor"]], rel=1e-9
    )
    assert log_mean(lmdi["E1"], lmdi["E0"]) == pytest.approx(lmdi["L"], rel=1e-12)
