from __future__ import annotations

from typing import Any

import pytest

from carbondesk.domain.records import TargetMethod
from carbondesk.domain.schema import info
from carbondesk.domain.targets.studies import Study, study
from carbondesk.domain.text import say
from tests.domain.targets.cases import EMISSIONS, grounds, target

OPERATIONS = EMISSIONS["S1"] + EMISSIONS["S2"]


def studied(**fields: Any) -> Study:  # noqa: ANN401 - any field of Target
    return study(target(**fields), grounds())


def test_a_study_holds_line_weakest_line_and_gaps_together() -> None:
    found = studied(reduction=0.5)
    assert found.course.years[2030] == pytest.approx(OPERATIONS / 2)
    assert found.least[2024] == found.course.years[2024] == OPERATIONS
    assert found.least[2030] == pytest.approx(OPERATIONS * (1 - 0.3348), rel=1e-4)
    assert found.gaps[2025] == pytest.approx(OPERATIONS - found.course.years[2025])
    assert found.least[2027] > found.course.years[2027]


def test_a_study_says_where_the_newest_year_of_the_target_stands() -> None:
    found = studied(reduction=0.5)
    assert found.standing is not None
    assert found.standing.year == 2024
    assert found.catch_up == pytest.approx(OPERATIONS / 2 / 6)
    assert found.budget is not None
    assert found.outlook is not None
    assert found.trend is not None
    assert found.trend.years[2050] == pytest.approx(OPERATIONS)
    assert found.changes[-1].since_base == 0


def test_an_intensity_has_a_compounded_weakest_line_and_no_budget() -> None:
    found = study(
        target(method=TargetMethod.PHYSICAL_INTENSITY, scope="3", denominator="output", reduction=0.5),
        grounds(outputs=dict.fromkeys(range(2020, 2026), 10.0), output_unit="t"),
    )
    assert not any([found.standing, found.budget, found.outlook, found.trend, found.catch_up])
    assert found.least[2030] == pytest.approx(4100 * 0.93**10)


def test_a_share_has_no_weakest_line() -> None:
    found = study(
        target(method=TargetMethod.RENEWABLE_ELECTRICITY, scope="2", coverage=1.0),
        grounds(renewable={2024: 0.5}),
    )
    assert found.least == {}
    assert found.course.years[2030] == 1.0


def test_another_rule_set_may_be_asked_for() -> None:
    assert study(target(), grounds(), "SBTi-NT-5.3").checklist.rules.name == "SBTi-NT-5.3"


def test_without_a_complete_year_nothing_is_known_but_the_criteria() -> None:
    found = study(target(base_year=None, most_recent_year=None), grounds(emissions={}, complete_years=()))
    assert found.least == {}
    assert found.standing is None
    assert found.budget is None
    assert found.checklist.results


def test_the_rating_counts_the_covered_share_only_where_too_little_is_covered() -> None:
    whole, half = studied(reduction=0.5), studied(reduction=0.5, coverage=0.5)
    assert half.rating > whole.rating
    assert study(target(method="engagement", scope="3"), grounds(categories={})).rating == 3.2


def test_what_is_doubtful_about_the_grounds_is_said_with_the_line() -> None:
    doubt = info("denominator-incomplete", say("The output lacks months."))
    found = study(target(), grounds(findings=(doubt,)))
    assert doubt in found.course.findings


def test_a_year_that_lacks_values_tells_no_change_and_no_trend() -> None:
    """2025 looks like a fall to nothing because its values have not come; the trend stays level."""
    years = {**dict.fromkeys(range(2020, 2025), EMISSIONS), 2025: {"S1": 1.0, "S2": 1.0, "S3": 1.0}}
    found = study(target(reduction=0.5), grounds(emissions=years, complete_years=tuple(range(2020, 2025))))
    assert found.trend is not None
    assert found.trend.slope == 0
    assert [change.year for change in found.changes][-1] == 2024
    assert found.course.actual[2025] == 2.0
    assert found.outlook is not None
    assert found.outlook.expected == pytest.approx(OPERATIONS)
    none = study(target(reduction=0.5), grounds(complete_years=()))
    assert (none.trend, none.outlook) == (None, None)
