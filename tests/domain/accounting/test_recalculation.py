"""The base-year ledger: when a restatement is due, and what the years become."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.recalculation import (
    Standard,
    ledger_findings,
    restated,
    verdict,
)
from carbondesk.domain.periods import Period
from carbondesk.domain.records import BaseYearChange, ChangeKind, ChangeState, ThresholdRule
from carbondesk.domain.schema import Finding

BASE = {"1": 400.0, "2": 600.0}
YEAR_2024 = Period(date(2024, 1, 1), date(2024, 12, 31))


def change(
    effect: float,
    *,
    name: str = "Plant bought",
    kind: ChangeKind = ChangeKind.STRUCTURE,
    scope: str = "1",
    year: int | None = None,
    site: int | None = 1,
    state: ChangeState = ChangeState.OPEN,
    reason: str = "",
) -> BaseYearChange:
    return BaseYearChange(
        name=name,
        effective=date(2024, 7, 1),
        kind=kind.value,
        scope=scope,
        year=year,
        effect=effect,
        site=site,
        state=state.value,
        reason=reason,
        decided_on=date(2025, 1, 31) if reason else None,
    )


def codes(found: object) -> list[str]:
    assert isinstance(found, list | tuple)
    return [finding.code for finding in found if isinstance(finding, Finding)]


def test_five_percent_is_due_and_a_little_less_is_not() -> None:
    assert verdict([change(50)], BASE, base_year=2020).is_due
    below = verdict([change(49.9)], BASE, base_year=2020)
    assert not below.is_due
    assert below.net_share == pytest.approx(0.0499)
    assert verdict([change(-50)], BASE, base_year=2020).is_due


def test_small_changes_add_up_until_they_are_due() -> None:
    tenth = [change(5, name=f"Line {number}") for number in range(10)]
    assert not verdict(tenth[:9], BASE, base_year=2020).is_due
    assert verdict(tenth, BASE, base_year=2020).is_due


def test_changes_that_cancel_are_due_by_the_gross_rule_and_found_by_the_net_one() -> None:
    opposite = [change(60), change(-60, name="Plant sold")]
    net = verdict(opposite, BASE, base_year=2020)
    assert not net.is_due
    assert [net.net_share, net.gross_share] == pytest.approx([0.0, 0.12])
    assert codes(net.findings) == ["base-year-cancel"]
    gross = verdict(opposite, BASE, base_year=2020, rule=ThresholdRule.GROSS)
    assert gross.is_due
    assert gross.findings == ()
    assert gross.held[0].share == pytest.approx(0.12)


def test_restated_changes_and_other_years_no_longer_count_but_unadjusted_ones_do() -> None:
    listed = [
        change(40, state=ChangeState.RESTATED),
        change(30, year=2022),
        change(30, year=2020),
        change(20, state=ChangeState.UNADJUSTED),
    ]
    found = verdict(listed, BASE, base_year=2020)
    assert [counted.effect for counted in found.counted] == [30, 20]
    assert found.is_due


def test_by_single_scope_each_scope_has_its_own_threshold() -> None:
    listed = [change(24, scope="1"), change(10, scope="2")]
    assert not verdict(listed, BASE, base_year=2020).is_due
    found = verdict(listed, BASE, base_year=2020, standard=Standard.SINGLE_SCOPE)
    assert found.is_due
    assert [(held.scope, held.is_due) for held in found.held] == [("1", True), ("2", False)]


def test_an_effect_on_two_scopes_together_is_held_against_both_and_found() -> None:
    found = verdict([change(45, scope="1+2")], BASE, base_year=2020, standard=Standard.SINGLE_SCOPE)
    assert found.held[0].base == 1000
    assert not found.is_due
    assert codes(found.findings) == ["base-year-scope"]
    single = verdict([change(45, scope="2")], BASE, base_year=2020, standard=Standard.SINGLE_SCOPE)
    assert single.findings == ()


def test_any_change_of_a_base_of_nothing_is_due() -> None:
    found = verdict([change(1)], {"1": 0.0}, base_year=2020)
    assert found.is_due
    assert math.isinf(found.net_share)


def test_changes_of_a_scope_outside_the_base_do_not_count() -> None:
    assert not verdict([change(500, scope="3")], BASE, base_year=2020).counted
    assert verdict([change(500, scope="3")], {**BASE, "3": 5000.0}, base_year=2020).is_due


def test_without_changes_nothing_is_due() -> None:
    found = verdict([], BASE, base_year=2020, threshold=0.0)
    assert (found.is_due, found.held, found.net_share) == (False, (), 0.0)


def test_reported_and_restated_values_stand_side_by_side() -> None:
    listed = [
        change(60, state=ChangeState.RESTATED, reason="Bought"),
        change(70, year=2022, state=ChangeState.RESTATED, reason="Bought"),
        change(10, kind=ChangeKind.ERROR),
    ]
    series = restated({2022: 900.0, 2020: 1000.0, 2024: 950.0}, listed, base_year=2020)
    assert [(year.year, year.reported, year.restated) for year in series] == [
        (2020, 1000, 1060),
        (2022, 900, 970),
        (2024, 950, 950),
    ]
    assert series[0].changes == (listed[0],)
    preview = restated({2020: 1000.0}, listed, base_year=2020, states=tuple(ChangeState))
    assert preview[0].restated == 1070


def test_growth_is_no_reason_to_restate() -> None:
    opened = {1: date(2023, 3, 1)}
    assert codes(ledger_findings([change(50)], base_year=2020, opened=opened)) == ["base-year-organic-growth"]
    assert ledger_findings([change(50, year=2023)], base_year=2020, opened=opened) == []
    assert ledger_findings([change(0)], base_year=2020, opened=opened) == []
    assert ledger_findings([change(50)], base_year=2020, opened={1: date(2019, 1, 1)}) == []
    assert ledger_findings([change(50)], base_year=2020) == []
    assert codes(ledger_findings([change(50, site=None)], base_year=2020)) == ["base-year-no-site"]


def test_a_yearly_grid_factor_is_performance() -> None:
    grid = change(50, kind=ChangeKind.METHOD, scope="1+2", site=None)
    assert codes(ledger_findings([grid], base_year=2020)) == ["base-year-grid-factor"]
    assert ledger_findings([change(50, kind=ChangeKind.METHOD, scope="1")], base_year=2020) == []


def test_a_decision_needs_a_reason_and_a_date() -> None:
    bare = change(50, state=ChangeState.UNADJUSTED)
    assert codes(ledger_findings([bare], base_year=2020)) == ["base-year-no-reason"]
    assert ledger_findings([change(50, state=ChangeState.UNADJUSTED, reason="Small")], base_year=2020) == []


def test_years_between_are_restated_together() -> None:
    done = change(60, state=ChangeState.RESTATED, reason="Bought")
    also = change(70, year=2022, state=ChangeState.RESTATED, reason="Bought")
    found = ledger_findings([done, also], base_year=2020, years=[2019, 2020, 2021, 2022, 2023, 2024])
    assert [(finding.code, finding.where["year"]) for finding in found] == [
        ("base-year-gap", 2021),
        ("base-year-gap", 2023),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-200, 200), max_size=8), st.sampled_from(list(ThresholdRule)))
def test_gross_is_never_below_net_and_the_order_does_not_matter(
    effects: list[float], rule: ThresholdRule
) -> None:
    listed = [change(effect) for effect in effects]
    found = verdict(listed, BASE, base_year=2020, rule=rule)
    assert found.gross_share >= found.net_share - 1e-12
    assert verdict(listed[::-1], BASE, base_year=2020, rule=rule).is_due == found.is_due
    used = found.gross_share if rule is ThresholdRule.GROSS else found.net_share
    assert found.is_due == (used > 0 and used >= 0.05 * (1 - 1e-12))
