"""Years beside each other: units off by a thousand, jumps, implied grid factors, evidence; and silence otherwise."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain import checks_years
from carbondesk.domain.checks_years import (
    driven,
    evidence_missing,
    grid_range,
    jumped,
    outside,
    thousandfold,
    usual,
)
from carbondesk.domain.records import Factor
from carbondesk.domain.text import say
from carbondesk.store.library import gwp_set

CHINA = (0.5306, 0.5568)
"""Published national grid factors of China 2021 to 2023, kg CO2 a kWh."""


def rows(*values: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def test_a_value_in_the_wrong_unit_is_about_a_thousand_times_the_others() -> None:
    amounts = rows([1200.0, 1250.0, 1.3, 1180.0], [5.0, 5200.0, 5.1, 0.0], [10.0, 11.0, 12.0, 13.0])
    assert thousandfold(amounts).tolist() == [
        [False, False, True, False],
        [False, True, False, False],
        [False, False, False, False],
    ]


def test_two_values_allow_no_judgement() -> None:
    assert not thousandfold(rows([1000.0, 1.0], [1000.0, 0.0])).any()
    assert not thousandfold(np.zeros((0, 3))).any()


def test_others_that_disagree_allow_no_judgement() -> None:
    assert not thousandfold(rows([1.0, 1000.0, 1_000_000.0])).any()
    # Not a thousand, but three hundred or four thousand: something else has happened.
    assert not thousandfold(rows([1.0, 1.0, 300.0], [1.0, 1.0, 4000.0])).any()


@settings(max_examples=60)
@given(
    st.lists(st.floats(min_value=1.0, max_value=9.0), min_size=4, max_size=10),
    st.integers(min_value=0),
    st.floats(min_value=0.9, max_value=1.1),
)
def test_one_slip_by_a_thousand_is_found_and_only_that(values: list[float], place: int, near: float) -> None:
    at = place % len(values)
    middle = float(np.median(np.delete(values, at)))
    slipped = [*values]
    slipped[at] = middle * near * 1000
    assert np.flatnonzero(thousandfold(rows(slipped))[0]).tolist() == [at]
    assert not thousandfold(rows(values)).any()


def jump(values: list[float], *, whole: bool = True, column: int = -1, all_: float = 0.0) -> bool:
    """Whether a source jumps in a year, beside another one that emits `all_`."""
    amounts = rows(values, [1.0] * len(values))
    emissions = rows(values, [all_] * len(values))
    flags = np.full(amounts.shape, fill_value=whole)
    return bool(jumped(amounts, emissions, flags, column % len(values))[0])


def test_a_year_that_more_than_doubles_out_of_the_blue_is_a_jump() -> None:
    assert jump([100.0, 104.0, 99.0, 240.0])
    assert jump([100.0, 104.0, 99.0, 40.0])
    assert jump([100.0, 250.0])
    assert not jump([100.0, 104.0, 99.0, 190.0])


def test_a_source_that_always_moves_does_not_jump() -> None:
    assert not jump([100.0, 220.0, 90.0, 210.0])


def test_what_hardly_counts_does_not_jump() -> None:
    assert jump([100.0, 104.0, 99.0, 240.0], all_=10_000.0)
    assert not jump([100.0, 104.0, 99.0, 240.0], all_=20_000.0)


def test_years_that_are_not_whole_and_the_first_year_do_not_jump() -> None:
    assert not jump([100.0, 104.0, 99.0, 240.0], whole=False)
    assert not jump([240.0, 100.0], column=0)
    assert not jump([0.0, 0.0, 240.0])


def test_a_slip_by_a_thousand_is_no_jump_too() -> None:
    assert not jump([100.0, 104.0, 99.0, 101_000.0])


@settings(max_examples=60)
@given(st.lists(st.floats(min_value=50.0, max_value=99.9), min_size=2, max_size=10))
def test_years_within_a_factor_of_two_never_jump(values: list[float]) -> None:
    assert not any(jump(values, column=column) for column in range(len(values)))


def test_an_output_that_moves_along_explains_a_change() -> None:
    assert driven(log(2.4), [(100.0, 180.0)])
    assert driven(log(0.4), [(1.0, 1.0), (100.0, 50.0)])
    assert not driven(log(2.4), [(100.0, 110.0)])
    assert not driven(log(2.4), [(100.0, 50.0), (0.0, 10.0)])
    assert not driven(log(2.4), [])


def test_the_published_factors_of_a_country_are_a_range() -> None:
    gwp = gwp_set("AR5")
    factors = [
        Factor(factor_id="a", name="a", activity_unit="kWh", co2=0.5, ch4=0.001, n2o=0.0001),
        Factor(factor_id="b", name="b", activity_unit="MWh", co2e=581.0, co2e_basis="AR5"),
        Factor(factor_id="c", name="c", activity_unit="kWh", co2_biogenic=3.0),
        Factor(factor_id="d", name="d", activity_unit="km", co2=9.0),
    ]
    known = grid_range(factors, gwp)
    assert known is not None
    assert known[0] == pytest.approx(0.5 + 0.028 + 0.0265)
    assert known[1] == 0.581
    assert grid_range(factors[2:], gwp) is None


@pytest.mark.parametrize(
    ("implied", "strange"), [(0.943, True), (0.581, False), (0.570, False), (0.42, True)]
)
def test_published_tables_whose_grid_factor_jumps_are_found(implied: float, *, strange: bool) -> None:
    assert outside(implied, CHINA) == strange


def test_findings_say_numbers_place_and_remedy() -> None:
    grid = checks_years.implied_factor("Nanjing", 2023, 0.9434, CHINA, "CN")
    assert str(grid.message) == (
        "Nanjing, 2023: electricity comes to 0.9434 kg CO₂e a kWh; published for CN are 0.5306 to 0.5568."
    )
    much = checks_years.off_by_thousand("Gas", 2024, 1.2e6, 1180.0, "kWh")
    little = checks_years.off_by_thousand("Gas", 2024, 1.2, 1180.0, "kWh")
    assert ("about 1,000 times" in str(much.message), "a thousandth" in str(little.message)) == (True, True)
    step = checks_years.year_jump("Gas", 2024, 100.0, 240.0, "kWh")
    assert str(step.message).startswith("Gas: 240 kWh in 2024, 100 in the year before")
    assert all(str(each.remedy) and each.severity == "warning" for each in (grid, much, little, step))


def test_sources_without_evidence_matter_above_half_a_percent() -> None:
    assert not evidence_missing(2025, {say("Gas"): 0.004, say("Power"): 0.001})
    (found,) = evidence_missing(
        2025, {say("Gas"): 0.01, say("Power"): 0.05, say("Van"): 0.001, say("Diesel"): 0.002}
    )
    assert (
        str(found.message)
        == "4 sources without any evidence emit 6.3 % of 2025; the largest: Power, Gas, Diesel."
    )
    assert (found.where["year"], found.where["sources"]) == (2025, 4)


def test_the_usual_value_is_the_median_of_what_there_is() -> None:
    assert usual([0.0, 1.0, 3.0, 2.0]) == 2.0
    assert usual([0.0]) == 0.0
