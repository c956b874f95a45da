from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.targets.rulesets import (
    CURRENT,
    NET_ZERO_2,
    OTHER_RULE_SETS,
    accepted,
    accepted_in,
    last_month,
    rule_set,
    successor,
)
from tests.domain.targets.cases import judged, result, status, target


def test_a_base_year_is_complete_and_not_before_2015() -> None:
    assert status("base-year", target()) == "pass"
    assert status("base-year", target(base_year=2014)) == "fail"
    found = result("base-year", target(base_year=2019))
    assert str(found.answer.reason) == "The base year 2019 is not complete."


def test_scopes_1_and_2_count_from_one_base_year() -> None:
    assert status("same-base-year", target()) == "pass"
    assert status("same-base-year", target(), targets=(target(uid="b", scope="3", base_year=2021),)) == "pass"
    assert status("same-base-year", target(), targets=(target(uid="b", scope="2", base_year=2021),)) == "fail"


@pytest.mark.parametrize(
    ("submission", "year", "expected"),
    [
        ("2023-06", 2027, "pass"),
        ("2023-06", 2032, "pass"),
        ("2023-06", 2033, "fail"),
        ("2023-07", 2027, "fail"),
        ("2023-07", 2028, "pass"),
        ("2023-07", 2033, "pass"),
        ("2026-12", 2030, "pass"),
        ("", 2031, "unknown"),
    ],
)
def test_target_years_follow_the_half_year_rule_but_2030_is_always_right(
    submission: str, year: int, expected: str
) -> None:
    assert status("target-year", target(submission=submission, target_year=year)) == expected


def test_long_term_and_engagement_targets_have_years_of_their_own() -> None:
    assert status("target-year", target(kind="long-term", target_year=2050)) == "pass"
    assert status("target-year", target(kind="net-zero", target_year=2051)) == "fail"
    assert status("target-year", target(method="engagement", scope="3")) == "not applicable"


def test_the_newest_inventory_is_two_years_old_at_most() -> None:
    assert status("recent-year", target()) == "pass"
    assert status("recent-year", target(submission="")) == "unknown"
    old = {"base_year": 2020, "most_recent_year": 2020}
    assert status("recent-year", target(submission="2023-05", **old)) == "fail"
    assert status("recent-year", target(submission="2026-05", **old)) == "unknown"


def test_an_edition_holds_until_half_a_year_after_the_next() -> None:
    assert status("newest-edition", target()) == "pass"
    assert status("newest-edition", target(submission="2026-10"), "SBTi-NT-5.3") == "pass"
    found = result("newest-edition", target(submission="2026-11"), "SBTi-NT-5.3")
    assert found.status == "fail"
    assert str(found.answer.remedy) == "Choose SBTi Corporate Net-Zero Standard 1.3.1."
    assert status("newest-edition", target(submission="")) == "unknown"


def test_engagement_takes_five_years_at_most() -> None:
    chain = {"scope": "3", "method": "engagement", "engagement": 0.8}
    assert status("engagement-year", target()) == "not applicable"
    assert status("engagement-year", target(**chain, submission="")) == "unknown"
    assert status("engagement-year", target(**chain, target_year=2031)) == "pass"
    found = result("engagement-year", target(**chain, target_year=2032))
    finding = found.finding()
    assert finding is not None
    assert finding.code == "criterion-engagement-year"
    assert str(finding.remedy) == "Choose 2031 or an earlier year."
    assert finding.where["field"] == "target_year"


def test_the_threshold_of_recalculation_is_five_percent_or_less() -> None:
    assert status("recalculation", target()) == "pass"
    assert status("recalculation", target(), threshold=0.1) == "fail"
    assert status("recalculation", target(), threshold=None) == "unknown"


def test_rule_sets_have_a_first_day_and_a_last_month() -> None:
    assert last_month(rule_set("SBTi-NT-5.3")) == "2026-10"
    assert last_month(rule_set("SBTi-NT-5.0")) == "2023-10"
    assert last_month(rule_set(CURRENT)) == "2027-12"
    assert last_month(rule_set(NET_ZERO_2)) is None
    assert not accepted(rule_set(CURRENT), "2026-03")
    assert [rules.name for rules in accepted_in("2026-05")] == ["SBTi-NT-5.3", CURRENT]
    assert [rules.name for rules in accepted_in("2027-03")] == [CURRENT, NET_ZERO_2]
    newest = rule_set(NET_ZERO_2)
    assert (newest.published, newest.required) == (date(2026, 6, 11), date(2028, 2, 1))
    assert [successor(rules) for rules in OTHER_RULE_SETS] == [None, None]
    assert all(accepted(rules, "2026-05") for rules in OTHER_RULE_SETS)


def test_a_criterion_holds_as_long_as_its_rule_set() -> None:
    criterion = judged(target()).result("base-year").criterion
    assert criterion.valid_from("SBTi-NT-5.3") == date(2025, 9, 15)
    assert criterion.valid_to("SBTi-NT-5.3") == "2026-10"
