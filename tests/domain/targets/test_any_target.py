"""Whatever the file may hold: a study of any target on any grounds ends, raises nothing and holds numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import (
    Ambition,
    Category,
    Exclusion,
    Target,
    TargetKind,
    TargetMethod,
    TargetScope,
    Weights,
)
from carbondesk.domain.targets.benchmarks import SectorPathway, sector_pathways
from carbondesk.domain.targets.electricity import Generator
from carbondesk.domain.targets.grounds import Grounds, category_numbers, joint_coverage
from carbondesk.domain.targets.netzero import Company
from carbondesk.domain.targets.rulesets import OTHER_RULE_SETS, RULE_SETS, UnknownRuleSet
from carbondesk.domain.targets.studies import study
from carbondesk.domain.targets.trends import trend
from carbondesk.domain.targets.wordings import wording
from tests.domain.targets.cases import EMISSIONS, grounds, target

YEARS = (2015, 2019, 2020, 2021, 2023, 2024, 2025)
ANY_YEAR = st.integers(-(2**63), 2**63 - 1)
EARLY = st.one_of(*[st.sampled_from((2020, 2024, 2025))] * 4, ANY_YEAR)
LATE = st.one_of(*[st.sampled_from((2026, 2030, 2040, 2050, 2051, 2200))] * 4, ANY_YEAR)
AMOUNTS = st.one_of(st.sampled_from((0.0, 1.0, 1000.0, 5e-324)), st.floats(0, LARGEST))
SHARES = st.none() | st.sampled_from((0.0, 1.0)) | st.floats(0, 1)
NAMES = ("S1", "S2", "S3", "FLAG", "B1", "B2", "B3", "R1", "R2", "R3")


def by_year(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[int, object]]:
    return st.fixed_dictionaries(dict.fromkeys(YEARS, values)) | st.dictionaries(
        st.sampled_from(YEARS), values
    )


TARGETS = st.builds(
    Target,
    uid=st.sampled_from(("", "ours")),
    name=st.just("Ours"),
    scope=st.sampled_from([each.value for each in TargetScope]),
    method=st.sampled_from([each.value for each in TargetMethod]),
    rule_set=st.sampled_from([rules.name for rules in (*RULE_SETS, *OTHER_RULE_SETS)]),
    base_year=st.none() | EARLY,
    most_recent_year=st.none() | EARLY,
    target_year=LATE,
    reduction=SHARES,
    net_zero_year=st.none() | LATE,
    submission=st.sampled_from(("", "1000-01", "2023-06", "2026-05", "9999-12")),
    denominator=st.sampled_from(("", "output")),
    coverage=SHARES,
    kind=st.sampled_from([each.value for each in TargetKind]),
    ambition=st.sampled_from([each.value for each in Ambition]),
    categories=st.sampled_from(("", "1,4", "0,99", ",,", "9" * 5000, "²")),
    bioenergy=st.booleans(),
    removals=st.booleans(),
    sector=st.sampled_from(("", "x", "ict")),
    growth=st.none() | st.sampled_from((-1.0, 10.0)) | st.floats(-1, 10),
    engagement=SHARES,
    weights=st.sampled_from([each.value for each in Weights]),
)
SECTORS = st.builds(
    SectorPathway,
    pathway=st.just("p"),
    sector=st.just("s"),
    scopes=st.sampled_from(("1+2", "3")),
    unit=st.sampled_from(("t CO2e/t", "kg CO2/(million m**2)", "", "/", "x/y")),
    intensities=st.tuples(st.floats(-LARGEST, LARGEST), st.floats(-LARGEST, LARGEST)).map(
        lambda ends: {2015 + n: ends[0] if n < 20 else ends[1] for n in range(46)}
    ),
    activity=by_year(AMOUNTS),
)
GROUNDS = st.builds(
    Grounds,
    emissions=by_year(
        st.fixed_dictionaries(dict.fromkeys(NAMES, AMOUNTS)) | st.dictionaries(st.sampled_from(NAMES), AMOUNTS)
    ),
    complete_years=st.just(YEARS) | st.sets(st.sampled_from(YEARS)).map(lambda years: tuple(sorted(years))),
    categories=by_year(st.dictionaries(st.integers(1, 15), AMOUNTS)),
    outputs=by_year(st.floats(-LARGEST, LARGEST)),
    output_unit=st.sampled_from(("", "t", "m2")),
    renewable=by_year(st.floats(0, 1)),
    engaged=by_year(st.floats(0, 1)),
    bioenergy=by_year(AMOUNTS),
    bioenergy_categories=by_year(st.dictionaries(st.integers(1, 15), AMOUNTS)),
    generators=st.lists(st.builds(Generator, name=st.just("g"), intensity=st.none() | AMOUNTS,
                                  commissioned=st.none() | ANY_YEAR), max_size=2).map(tuple),
    exclusions=st.lists(st.builds(Exclusion, category=st.sampled_from([each.value for each in Category]),
                                  emissions=st.none() | AMOUNTS), max_size=3).map(tuple),
    targets=st.lists(TARGETS, max_size=2).map(tuple),
    sector=st.none() | SECTORS,
    company=st.builds(Company, turnover=st.none() | AMOUNTS, employees=st.none() | AMOUNTS,
                      balance_sheet=st.none() | AMOUNTS, high_income=st.none() | st.booleans(),
                      electricity_growth=st.none() | st.floats(-1, 10)),
    threshold=st.none() | st.floats(0, 1),
)  # fmt: skip


@given(TARGETS, GROUNDS)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_study_of_any_target_on_any_grounds_ends_and_holds_numbers(ours: Target, known: Grounds) -> None:
    found = study(ours, known)
    line = found.course
    assert len(line.years) <= 302
    for values in (line.years, line.actual, line.emissions, found.least, found.gaps):
        assert all(math.isfinite(value) for value in values.values())
    for finding in line.findings:
        assert str(finding.message)
    assert str(wording("ACME", line, known))
    if found.least and line.years:
        start = line.years[min(line.years)]
        assert all(value <= start * (1 + 1e-9) for value in found.least.values())


@pytest.mark.parametrize(
    "method",
    [
        TargetMethod.OWN_REDUCTION,
        TargetMethod.PHYSICAL_INTENSITY,
        TargetMethod.RENEWABLE_ELECTRICITY,
        TargetMethod.SECTOR_CONVERGENCE,
    ],
)
@pytest.mark.parametrize("years", [{"target_year": 2**63 - 1}, {"base_year": -(2**63)}])
def test_a_year_that_no_target_has_is_said_and_draws_no_endless_line(
    method: str, years: dict[str, int]
) -> None:
    ours = target(method=method, reduction=0.5, coverage=1.0, **years)
    found = study(ours, grounds(outputs={2024: 1.0}, renewable={2024: 0.5}))
    assert found.course.years == {}
    codes = {finding.code for finding in found.course.findings}
    expected = "sector-pathway-missing" if method == TargetMethod.SECTOR_CONVERGENCE else "year-out-of-range"
    assert expected in codes
    assert found.trend is None or max(found.trend.years) <= 2200


def test_a_trend_of_the_largest_numbers_is_a_trend() -> None:
    found = trend({2020: LARGEST, 2021: 0.0, 2022: LARGEST}, 2**60)
    assert found is not None
    assert math.isfinite(found.spread)
    assert max(found.years) == 2200


def test_without_any_complete_year_that_is_said_for_every_method() -> None:
    ours = target(
        method=TargetMethod.PHYSICAL_INTENSITY, base_year=None, most_recent_year=None, reduction=0.3
    )
    found = study(ours, grounds(complete_years=(), outputs={2024: 1.0}))
    assert "no-complete-year" in {finding.code for finding in found.course.findings}


def test_an_output_that_is_nearly_nothing_gives_no_endless_intensity() -> None:
    ours = target(method=TargetMethod.PHYSICAL_INTENSITY, reduction=0.3, growth=10.0)
    found = study(ours, grounds(outputs={2024: 5e-324}, output_unit="t"))
    assert [finding.code for finding in found.course.findings] == ["denominator-too-small"]
    found = study(ours, grounds(outputs={2024: LARGEST}, output_unit="t"))
    assert set(found.course.emissions) == {2024}


def test_removals_beyond_the_emissions_leave_nothing_to_cut() -> None:
    ours = target(method=TargetMethod.PHYSICAL_INTENSITY, reduction=0.3, removals=True)
    more = {year: {**EMISSIONS, "R1": 1e6} for year in range(2020, 2026)}
    found = study(ours, grounds(emissions=more, outputs={2024: 1.0}, output_unit="t"))
    assert (found.course.years, found.least) == ({}, {})
    assert "no-base-year-emissions" in {finding.code for finding in found.course.findings}


def test_scope_3_that_a_restatement_took_away_has_no_coverage() -> None:
    none = {year: {**EMISSIONS, "S3": 0.0} for year in range(2020, 2026)}
    held = study(target(scope="3"), grounds(emissions=none))
    assert joint_coverage([target(scope="3")], grounds(emissions=none), 2024) is None
    assert held.checklist.results


def test_numbers_of_categories_have_few_digits() -> None:
    assert category_numbers("1, 4,²," + "9" * 5000) == {1, 4}


def test_a_table_of_pathways_makes_no_years_beyond_those_of_a_pathway() -> None:
    row = {"pathway": "p", "sector": "s", "scopes": "1+2", "unit": "t/t", "intensity": "1"}
    rows = [{**row, "year": year} for year in ("2020", "2050", "99999999", "9" * 5000, "12")]
    found, findings = sector_pathways([*rows, {**row, "year": "2051", "intensity": "1e301"}])
    assert (found[0].first, found[0].last) == (2020, 2050)
    assert [finding.code for finding in findings] == [*["pathway-number-unreadable"] * 4, "pathway-gap"]


def test_a_rule_set_of_a_newer_version_counts_as_an_own_goal_and_says_so() -> None:
    found = study(target(rule_set="SBTi-9", reduction=0.5), grounds())
    assert found.checklist.rules.name == "own"
    assert found.course.findings[0].code == "rule-set-unknown"
    assert found.course.years[2030] == pytest.approx((EMISSIONS["S1"] + EMISSIONS["S2"]) / 2)
    with pytest.raises(UnknownRuleSet):
        study(target(), grounds(), "SBTi-9")
