"""The fifteen categories: sources, decisions, estimates and what nobody has answered for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.screening import SCOPE_3, ScreenedScope, screen
from carbondesk.domain.records import Category, Decision, Screening

ALL = dict.fromkeys(SCOPE_3, 10.0)


def decided(
    category: str, decision: str, estimate: float | None = None, reason: str = "Small", on: date | None = None
) -> Screening:
    return Screening(category=category, decision=decision, estimate=estimate, reason=reason, decided_on=on)


def screened(
    records: list[Screening], *, without: tuple[str, ...] = (), tonnes: dict[Category, float] | None = None
) -> tuple[ScreenedScope, list[tuple[object, str]]]:
    known = {category: t for category, t in (tonnes or ALL).items() if category not in without}
    scope, findings = screen(known, records)
    assert all(str(finding.remedy) for finding in findings)
    return scope, [(finding.where.get("category"), finding.code) for finding in findings]


def test_a_category_that_nobody_has_answered_for_is_found() -> None:
    assert len(SCOPE_3) == 15
    scope, found = screened([], tonnes={Category.S3_1: 5.0, Category.ELECTRICITY: 99.0})
    assert found == [(category.value, "category-unanswered") for category in SCOPE_3[1:]]
    assert scope.reported == 5.0
    assert [row.share for row in scope.rows] == [1.0] + [None] * 14
    assert [row.answered for row in scope.rows] == [True] + [False] * 14


def test_an_inventory_without_scope_3_has_no_share_to_exclude() -> None:
    scope, _ = screen({}, [])
    assert scope.excluded_share is None
    assert all(row.share is None for row in scope.rows)


def test_exclusions_up_to_five_percent_are_allowed() -> None:
    """C5: excluded / (reported + excluded); 14 x 95 reported, 70 of 1,400 excluded is exactly 5 %."""
    tonnes = dict.fromkeys(SCOPE_3, 95.0)
    scope, found = screened([decided("s3-14", Decision.EXCLUDED, 70)], without=("s3-14",), tonnes=tonnes)
    assert (scope.reported, scope.excluded, scope.excluded_share, found) == (1330.0, 70.0, 0.05, [])
    assert scope.rows[13].excluded
    assert scope.rows[13].share == 0.05
    _, found = screened([decided("s3-14", Decision.EXCLUDED, 71)], without=("s3-14",), tonnes=tonnes)
    assert found == [(None, "exclusions-exceed")]


@pytest.mark.parametrize(
    ("record", "without", "code"),
    [
        (decided("s3-8", Decision.NOT_APPLICABLE), ("s3-8",), []),
        (decided("s3-8", Decision.NOT_APPLICABLE, reason=" "), ("s3-8",), ["exclusion-without-reason"]),
        (decided("s3-8", Decision.NOT_APPLICABLE), (), ["category-left-out-with-sources"]),
        (decided("s3-8", Decision.EXCLUDED, 1.0), (), ["category-left-out-with-sources"]),
        (decided("s3-8", Decision.EXCLUDED), ("s3-8",), ["exclusion-without-estimate"]),
        (decided("s3-8", Decision.INCLUDED, reason=""), (), []),
        (decided("s3-8", Decision.INCLUDED), ("s3-8",), ["category-included-without-sources"]),
    ],
)
def test_decisions_and_sources_agree(record: Screening, without: tuple[str, ...], code: list[str]) -> None:
    _, found = screened([record], without=without)
    assert found == [("s3-8", name) for name in code]


def test_without_an_estimate_the_excluded_share_is_not_known() -> None:
    records = [decided("s3-8", Decision.EXCLUDED), decided("s3-9", Decision.EXCLUDED, 2.0)]
    scope, _ = screened(records, without=("s3-8", "s3-9"))
    assert (scope.unestimated, scope.excluded, scope.excluded_share) == ((Category.S3_8,), 2.0, None)


def test_of_two_decisions_the_later_counts() -> None:
    records = [
        decided("s3-8", Decision.NOT_APPLICABLE, on=date(2026, 1, 1)),
        decided("s3-8", Decision.INCLUDED, on=date(2025, 1, 1)),
    ]
    assert screened(records, without=("s3-8",))[1] == []


RECORDS = st.builds(
    decided,
    st.sampled_from([category.value for category in SCOPE_3]),
    st.sampled_from(list(Decision)),
    st.none() | st.floats(0, 1e6),
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(SCOPE_3), st.floats(0, 1e6)), st.lists(RECORDS, max_size=8))
def test_the_shares_of_all_categories_are_the_whole(
    tonnes: dict[Category, float], records: list[Screening]
) -> None:
    scope, _ = screen(tonnes, records)
    shares = [
        row.share for row in scope.rows if row.share is not None and (row.tonnes is not None or row.excluded)
    ]
    if scope.reported + scope.excluded > 0:
        assert sum(shares) == pytest.approx(1)
    assert scope.excluded_share is None or 0 <= scope.excluded_share <= 1
