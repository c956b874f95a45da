"""Matching never covers more than was used and loses nothing; quality criteria are findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.criteria import name, usable
from carbondesk.domain.accounting.instruments import Use, markets, match
from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Contract, ContractKind
from tests.domain.contracts import contract, shown, use
from tests.domain.structures import site

KINDS = st.sampled_from([kind for kind in ContractKind if kind != ContractKind.VPPA])
KWH = st.integers(0, 10**9).map(lambda number: number / 1000)
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Draw a contract of any kind but a virtual one, of a site or a market."""
    days = sorted((draw(DAYS), draw(DAYS)))
    return contract(
        draw(KINDS),
        draw(KWH),
        id=draw(st.integers(1, 5)),
        site=draw(st.none() | st.integers(1, 3)),
        market=draw(st.sampled_from(["CN", "US"])),
        from_=days[0],
        to=days[1],
        factor=draw(st.sampled_from([0.0, 0.05, 0.4])),
        sold_on=draw(st.booleans()),
        vintage=None,
    )


@st.composite
def uses(draw: st.DrawFn) -> Use:
    """Draw a month of a site; sites 1 and 2 are in China, site 3 in the United States."""
    place = draw(st.integers(1, 3))
    month = draw(st.sampled_from(["2025-01", "2025-02", "2025-12", "2026-01"]))
    return use(month, draw(KWH), site=place, market="US" if place == 3 else "CN", own=draw(st.booleans()))


@settings(max_examples=80, deadline=None)
@given(st.lists(uses(), max_size=6), st.lists(contracts(), max_size=5))
def test_what_is_covered_and_what_remains_is_the_use(drawn: list[Use], held: list[Contract]) -> None:
    found, _ = match(drawn, held)
    assert [coverage.use for coverage in found] == drawn
    for coverage in found:
        if coverage.use.own:
            assert not coverage.covers
            assert 0 <= coverage.remaining <= coverage.use.kwh
        else:
            assert (
                exact_sum([*(cover.kwh for cover in coverage.covers), coverage.remaining]) == coverage.use.kwh
            )
            assert coverage.remaining >= 0
            assert all(cover.kwh > 0 for cover in coverage.covers)
            assert coverage.contracted >= 0


@settings(max_examples=80, deadline=None)
@given(st.lists(uses(), max_size=6), contracts())
def test_a_contract_covers_no_more_than_it_holds(drawn: list[Use], held: Contract) -> None:
    found, _ = match(drawn, [held])
    covered = exact_sum(cover.kwh for coverage in found for cover in coverage.covers)
    assert held.kind == ContractKind.RESIDUAL or covered <= held.quantity


@settings(max_examples=40, deadline=None)
@given(st.lists(uses(), max_size=4), st.lists(contracts(), max_size=4), st.lists(uses(), max_size=2))
def test_another_market_changes_nothing(drawn: list[Use], held: list[Contract], others: list[Use]) -> None:
    here = [entry for entry in drawn if entry.site != 3]
    there = [entry for entry in others if entry.site == 3]
    assert match([*here, *there], held)[0][: len(here)] == match(here, held)[0]


def test_a_month_below_zero_is_covered_by_nothing() -> None:
    found, _ = match([use("2025-05", -50), use("2025-06", 100)], [contract(kwh=1000)])
    assert shown(found) == [({}, -50.0), ({1: 100.0}, 0.0)]


def test_a_few_grains_that_rounding_leaves_go_to_a_cell_with_room() -> None:
    found, _ = match([use("2025-05", 1), use("2025-06", 1), use("2025-07", 1)], [contract(kwh=1)])
    assert [by_contract[1] for by_contract, _ in shown(found)] == [0.333333333, 0.333333333, 0.333333334]


def test_uses_finer_than_a_grain_leave_no_excess() -> None:
    third = 100 / 3
    found, findings = match([use(f"2025-{month:02}", third) for month in range(1, 13)], [contract(kwh=400)])
    assert findings == []
    assert all(0 <= coverage.remaining < 1e-6 for coverage in found)


def test_a_site_s_markets_are_its_codes_without_case() -> None:
    assert markets(site(region="CN-SH", grid_region="")) == {"cn", "cn-sh"}
    assert markets(site(country="US", region="Ohio", grid_region="US-EGRID-RFCW")) == {
        "us",
        "ohio",
        "us-egrid-rfcw",
    }


def test_a_market_without_use_and_a_site_in_another_market_are_found() -> None:
    _, findings = match([use("2025-05", 10)], [contract(kwh=5, market="US")])
    assert [finding.code for finding in findings] == ["contract-without-use"]
    assert [finding.code for finding in match([], [contract(kwh=5)])[1]] == ["contract-without-use"]
    found, findings = match([use("2025-05", 10)], [contract(kwh=5, site=1, market="DE")])
    assert [finding.code for finding in findings] == ["contract-other-market"]
    assert shown(found) == [({}, 10.0)]
    assert match([use("2025-05", 10)], [contract(kwh=5, site=1, market="cn ")])[1] == []


def test_a_year_under_way_and_a_year_without_any_use_have_no_excess_yet() -> None:
    assert match([use("2025-05", 10)], [contract(kwh=500)])[1] == []
    assert match([use("2024-05", 10)], [contract(kwh=500)])[1] == []


@pytest.mark.parametrize(
    ("fields", "code", "used"),
    [
        ({}, [], True),
        ({"kind": "vppa"}, ["vppa-without-certificates"], False),
        ({"sold_on": True}, ["contract-sold-on"], False),
        ({"tracked": False}, ["not-tracked"], False),
        ({"tracked": None}, ["tracking-unknown"], True),
        ({"kind": "ppa", "tracked": False}, ["tracking-unknown"], True),
        (
            {"kind": "supplier", "tracked": None, "cancelled_for": "", "generator": "", "vintage": None},
            [],
            True,
        ),
        ({"market": " "}, ["contract-without-market"], False),
        ({"to": date(2024, 12, 31)}, ["contract-days-reversed"], False),
        ({"to": date(9999, 12, 31)}, ["contract-days-unlikely"], False),
        ({"from_": date(1, 1, 1)}, ["contract-days-unlikely"], False),
        ({"vintage": 2024}, [], True),
        ({"vintage": 2026}, [], True),
        ({"vintage": 2023}, ["vintage-too-far"], False),
        ({"vintage": 2027}, ["vintage-too-far"], False),
        ({"vintage": None}, ["no-vintage"], True),
        ({"cancelled_for": " "}, ["not-cancelled"], True),
        ({"generator": ""}, ["no-generator"], True),
        ({"factor": None}, ["contract-rate-assumed"], True),
        ({"kind": "supplier", "factor": None}, ["contract-rate-missing"], False),
        ({"kind": "residual", "factor": None}, ["contract-rate-missing"], False),
        ({"factor": -0.1}, ["contract-rate-negative"], False),
        ({"quantity": -1.0}, ["contract-quantity-negative"], False),
        ({"unit": "kg"}, ["wrong-dimension"], False),
        ({"unit": "certificates"}, ["unknown-unit"], False),
        ({"kind": "on-site"}, [], False),
        ({"kind": "on-site", "factor": None, "sold_on": True}, ["on-site-sold-on"], True),
    ],
)
def test_each_criterion_is_a_finding(fields: dict[str, Any], code: list[str], used: bool) -> None:  # noqa: FBT001 - a table's column
    may, findings = usable(contract(**{"kwh": 10, **fields}))
    assert [finding.code for finding in findings] == code
    assert (may is not None) is used
    assert all(finding.where["contract"] == 1 for finding in findings)


def test_a_contract_is_named_by_what_it_says() -> None:
    assert str(name(contract())) == "Certificate 1 (Wind)"
    assert str(name(contract(ContractKind.PPA, scheme="GO"))) == "Power purchase agreement 1 (GO, Wind)"
    assert str(name(contract(ContractKind.GREEN_TARIFF, generator="", id=3))) == "Green tariff 3"
