from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.checklists import CRITERIA, compare, criteria
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.rulesets import (
    CURRENT,
    NET_ZERO_2,
    OTHER_RULE_SETS,
    OWN_GOALS,
    RULE_SETS,
    UnknownRuleSet,
    rule_set,
)
from tests.domain.targets.cases import GROUNDS, grounds, judged, target

ALL = (*RULE_SETS, *OTHER_RULE_SETS)
CONFIRMED = dict.fromkeys(("parent-company", "seven-gases", "disclosure", "review", "no-extraction"), True)


def test_criteria_have_names_of_their_own_and_say_what_they_ask_for() -> None:
    assert len({criterion.id for criterion in CRITERIA}) == len(CRITERIA)
    for criterion in CRITERIA:
        assert all(str(words) for words in (criterion.title, criterion.rule, criterion.evidence))
        assert {rule_set(name).name for name in criterion.rule_sets} == set(criterion.rule_sets)
        assert set(criterion.clauses) <= set(criterion.rule_sets)


def test_every_rule_set_has_criteria() -> None:
    assert all(criteria(rules) for rules in ALL)


def test_one_target_under_three_rule_sets_passes_one_and_says_why_not_the_others() -> None:
    """33.6 % from 2024 to 2030: enough by the dynamic rate, too little by the flat one; 2.0 wants other scopes."""
    ours = target(reduction=0.336)
    land = {year: {**amounts, "FLAG": 0.0} for year, amounts in GROUNDS.emissions.items()}
    chain = target(uid="chain", scope="3", ambition="WB2C")
    held = grounds(targets=(ours, chain), declared=CONFIRMED, bioenergy={2024: 0.0}, emissions=land)
    found = compare(ours, held, ["SBTi-NT-5.3", CURRENT, NET_ZERO_2, OWN_GOALS])
    assert [one.status.value for one in found.checklists] == ["fail", "pass", "fail", "pass"]
    failed = [
        {result.criterion.id for result in one.results if result.status == Status.FAIL}
        for one in found.checklists
    ]
    assert failed[0] == {"ambition-scope-1-2", "ambition-claimed"}
    assert failed[2] >= {"v2-separate-scopes", "v2-location-based", "v2-accepted"}
    rows = {row.criterion.id: row.results for row in found.rows}
    flat, dynamic, newest, own = rows["ambition-scope-1-2"]
    assert flat is not None
    assert dynamic is not None
    assert str(flat.answer.reason) == "33.6 % less; at least 42 % is needed."
    assert str(dynamic.answer.reason) == "33.6 % less; at least 33.48 % is needed."
    assert (newest, own) == (None, None)
    assert "flag-ambition" in rows


def test_a_checklist_counts_and_finds() -> None:
    held = judged(target(reduction=0.1))
    assert sum(held.counts.values()) == len(held.results) == len(criteria(rule_set(CURRENT)))
    assert held.status == Status.FAIL
    codes = [finding.code for finding in held.findings]
    # The line's own finding says already what the criterion would say again.
    assert "reduction-too-small" in codes
    assert "criterion-ambition-scope-1-2" not in codes
    assert "criterion-scope-3-needed" in codes
    with pytest.raises(KeyError):
        held.result("v2-cycle")
    with pytest.raises(UnknownRuleSet) as fault:
        judged(target(), "SBTi-9")
    assert OWN_GOALS in fault.value.known


def test_a_result_is_printed_with_its_numbers() -> None:
    printed = judged(target(reduction=0.1)).result("ambition-scope-1-2").as_json()
    assert list(printed) == ["id", "clause", "title", "status", "reason", "numbers", "grade", "doubts"]
    assert (printed["clause"], printed["status"], printed["grade"]) == ("C16.1", "fail", "transcribed")


@settings(max_examples=150, deadline=None)
@given(
    scope=st.sampled_from(TargetScope),
    method=st.sampled_from(TargetMethod),
    kind=st.sampled_from(TargetKind),
    rules=st.sampled_from([rules.name for rules in ALL]),
    years=st.tuples(st.integers(2010, 2030), st.integers(2010, 2030), st.integers(2010, 2060)),
    reduction=st.none() | st.floats(0, 1),
    submission=st.sampled_from(["", "2023-06", "2026-05", "2028-01"]),
)
def test_no_target_is_too_odd_for_an_answer(
    scope: TargetScope,
    method: TargetMethod,
    kind: TargetKind,
    rules: str,
    years: tuple[int, int, int],
    reduction: float | None,
    submission: str,
) -> None:
    odd = target(
        scope=scope.value, method=method.value, kind=kind.value, reduction=reduction, submission=submission,
        base_year=years[0], most_recent_year=years[1], target_year=years[2],
    )  # fmt: skip
    held = judged(odd, rules, outputs=dict.fromkeys(range(2010, 2031), 5.0))
    assert {result.status for result in held.results} <= set(Status)
    assert all(str(result.answer.reason) for result in held.results)
    assert all(value >= 0 for value in held.course.years.values())
