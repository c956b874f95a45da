from __future__ import annotations

from dataclasses import replace

import pytest

from carbondesk.domain.targets.defaults import target_default, target_pathway
from carbondesk.domain.targets.pathways import Pathway, Terms, pathway
from carbondesk.domain.targets.standings import budget, standing

YEARS = {year: {"S1": 40.0, "S2": 60.0} for year in range(2020, 2036)}


def half(base: float = 100.0) -> Pathway:
    """A pathway from 100 t in 2020 to 50 t in 2030."""
    terms = Terms(scope="1", base_year=2020, recent_year=2020, target_year=2030, reduction=0.5)
    return pathway(terms, {"S1": base}, {})


def test_distance_is_measured_to_the_path_and_to_the_target() -> None:
    stand = standing(half(), 2024, 84.0)
    assert stand is not None
    assert [stand.path, stand.above_path, stand.to_cut] == pytest.approx([80, 4, 34])
    assert [stand.reduced, stand.progress, stand.expected_progress] == pytest.approx([0.16, 0.32, 0.4])
    assert stand.yearly_rate == pytest.approx((1 - 50 / 84) / 6)
    assert not stand.on_track


def test_a_year_on_the_path_exactly_is_on_track() -> None:
    line = half()
    stand = standing(line, 2025, line.years[2025])
    assert stand is not None
    assert stand.on_track
    assert stand.above_path == 0


def test_in_the_target_year_no_rate_is_left() -> None:
    stand = standing(half(), 2030, 40.0)
    assert stand is not None
    assert stand.yearly_rate is None
    assert stand.to_cut == 0


def test_a_target_without_a_cut_is_met_or_not() -> None:
    terms = Terms(scope="1", base_year=2020, recent_year=2020, target_year=2030, reduction=0.0)
    line = pathway(terms, {"S1": 100.0}, {})
    assert [
        stand.progress for stand in (standing(line, 2025, 90.0), standing(line, 2025, 110.0)) if stand
    ] == [1, 0]


def test_years_without_a_path_have_no_standing() -> None:
    assert standing(half(), 2031, 40.0) is None
    assert standing(half(base=0.0), 2025, 40.0) is None


def test_the_budget_counts_the_years_after_the_base_year() -> None:
    used = budget(half(), {2019: 500.0, 2020: 100.0, 2021: 100.0, 2022: 90.0})
    assert used is not None
    assert used.whole == pytest.approx(sum(range(50, 100, 5)))
    assert [used.path, used.actual] == pytest.approx([95 + 90, 190])
    assert used.share_used == pytest.approx(190 / 725)
    assert used.exceeded_in is None


def test_the_budget_is_exceeded_in_the_year_that_passes_the_whole() -> None:
    used = budget(half(), {2021: 700.0, 2022: 100.0, 2023: 1.0})
    assert used is not None
    assert used.exceeded_in == 2022
    assert budget(half(base=0.0), {}) is None


def test_the_default_target_spans_the_complete_years_and_2030() -> None:
    target = target_default([2021, 2022, 2025])
    assert (target.base_year, target.most_recent_year, target.target_year) == (2021, 2025, 2030)
    assert target.rule_set == "SBTi-CNZS-1.3.1"
    assert target_default([2021, 2025], base_year=2019).base_year == 2019
    assert target_default([2021, 2032]).target_year == 2037
    assert [target_default([2025], scope=scope).ambition for scope in ("1+2", "3")] == ["1.5C", "WB2C"]


def test_a_target_is_drawn_from_the_emissions_by_year() -> None:
    line = target_pathway(target_default([2021, 2025]), [2021, 2025], YEARS)
    assert line.base_emissions == 100
    assert line.terms.recent_year == 2025
    assert min(line.years) == 2021


def test_without_a_complete_year_there_is_a_finding_instead_of_a_line() -> None:
    line = target_pathway(target_default([]), [], {})
    assert [finding.code for finding in line.findings] == ["no-complete-year"]
    assert line.years == {}


def test_a_chosen_base_year_stands_alone_until_a_year_is_complete() -> None:
    line = target_pathway(target_default([], base_year=2024), [], YEARS)
    assert line.terms.recent_year == 2024
    assert line.findings == ()


def test_an_own_reduction_that_is_not_given_is_a_finding() -> None:
    target = replace(target_default([2025]), method="own-reduction")
    line = target_pathway(target, [2025], YEARS)
    assert [finding.code for finding in line.findings] == ["no-reduction"]
    assert line.target_emissions is not None
