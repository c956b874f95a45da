from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carbondesk.domain.schema import Finding
from carbondesk.domain.targets.rulesets import CURRENT, RULE_SETS, rule_set, rule_set_on, successor
from carbondesk.domain.targets.windows import target_years, year_findings


def found(rules: str = CURRENT, **years: Any) -> list[Finding]:  # noqa: ANN401 - years and the submission
    return year_findings(
        rule_set(rules), **{"base_year": 2024, "recent_year": 2025, "target_year": 2032, **years}
    )


def codes(rules: str = CURRENT, **years: Any) -> list[str]:  # noqa: ANN401 - as above
    return [finding.code for finding in found(rules, **years)]


def test_sound_years_have_no_findings() -> None:
    assert codes(submission="2026-05") == []


@pytest.mark.parametrize(
    ("years", "code", "field"),
    [
        ({"base_year": 2032}, "target-year-before-base-year", "target_year"),
        ({"recent_year": 2023}, "recent-year-before-base-year", "most_recent_year"),
        ({"target_year": 2025}, "target-year-passed", "target_year"),
        ({"net_zero_years": [2025, 2050]}, "net-zero-year-passed", "net_zero_year"),
    ],
)
def test_years_in_the_wrong_order_are_errors_with_a_fix(years: dict[str, Any], code: str, field: str) -> None:
    errors = [finding for finding in found(**years) if finding.code == code]
    assert [(finding.severity, finding.where["field"]) for finding in errors] == [("error", field)]
    assert str(errors[0].remedy)


def test_a_base_year_before_2015_is_doubtful() -> None:
    (finding,) = found(base_year=2014)
    assert finding.code == "base-year-too-early"
    assert str(finding.remedy) == "Choose 2015 or a later complete year."
    assert codes(base_year=2015) == []


def test_a_target_year_outside_the_window_names_the_window() -> None:
    (finding,) = found(submission="2026-05", target_year=2036)
    assert finding.code == "target-year-outside-window"
    assert str(finding.remedy) == "Choose a year from 2030 to 2035, or 2030, which is always accepted (R7)."
    assert codes(submission="2026-07", target_year=2036) == []


def test_2030_is_always_a_target_year() -> None:
    assert 2030 not in target_years("2026-12")
    assert codes(submission="2026-12", target_year=2030) == []


def test_a_most_recent_year_three_years_back_is_too_old() -> None:
    assert codes(submission="2027-06", recent_year=2025, target_year=2033) == []
    assert codes(submission="2027-06", recent_year=2024, target_year=2033) == ["recent-year-too-old"]


@pytest.mark.parametrize(
    ("rules", "submission", "in_force"),
    [
        ("SBTi-CNZS-1.3.1", "2026-03", False),
        ("SBTi-CNZS-1.3.1", "2026-04", True),
        ("SBTi-CNZS-1.3.1", "2027-12", True),
        ("SBTi-CNZS-1.3.1", "2028-01", False),
        ("SBTi-NT-5.3", "2026-10", True),
        ("SBTi-NT-5.3", "2026-11", False),
        ("SBTi-CNZS-2.0", "2027-02", True),
        ("SBTi-CNZS-2.0", "2040-01", True),
    ],
)
def test_a_rule_set_holds_from_its_day_to_half_a_year_after_the_next(
    rules: str, submission: str, *, in_force: bool
) -> None:
    doubtful = codes(rules, submission=submission, recent_year=2038, target_year=2045)
    assert ("rule-set-not-in-force" not in doubtful) is in_force


def test_the_rule_set_of_a_day_is_the_newest_in_force() -> None:
    assert rule_set_on(date(2026, 4, 13)).name == "SBTi-NT-5.3"
    assert rule_set_on(date(2026, 4, 14)).name == CURRENT
    assert rule_set_on(date(2020, 1, 1)).name == RULE_SETS[0].name
    assert successor(RULE_SETS[-1]) is None


def test_rule_sets_are_found_by_their_other_names_and_cite_their_source() -> None:
    assert rule_set("SBTi-NT-5.3.1").name == CURRENT
    assert all(rules.citation and str(rules.title) for rules in RULE_SETS)
    assert [rules.effective for rules in RULE_SETS] == sorted(rules.effective for rules in RULE_SETS)
