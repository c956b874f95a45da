"""Findings about entities, shares, sites, allocations and freight: each fault named once, with its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from carbondesk.domain.accounting.boundaries import Boundaries
from carbondesk.domain.accounting.ownership import Group
from carbondesk.domain.accounting.structures import group_findings, place_findings, tenant_findings
from carbondesk.domain.records import Entity, Organisation, Ownership, Source
from carbondesk.domain.schema import Finding
from tests.domain.structures import (
    EQUITY,
    FINANCIAL,
    OPERATIONAL,
    boundaries,
    entity,
    lets,
    owns,
    site,
    source,
)

CALENDAR = Organisation(name="Acme", country="CN")


def of_group(ownership: Iterable[Ownership], *entities: Entity) -> list[Finding]:
    return _with_remedies(group_findings(Group(entities, ownership)))


def of_places(held: Boundaries, *sources: Source) -> list[Finding]:
    return _with_remedies(place_findings(held, CALENDAR, sources))


def _with_remedies(findings: list[Finding]) -> list[Finding]:
    assert all(str(finding.remedy) and finding.where for finding in findings)
    return findings


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_sound_group_has_no_findings() -> None:
    assert of_group([owns(2, 1, 0.6), owns(2, None, 0.4)], entity(1), entity(2)) == []
    assert of_group([], entity(1)) == []
    assert of_group([], *()) == []


def test_shares_over_everything_are_found_with_the_day_they_begin() -> None:
    found = of_group(
        [owns(1, None, 0.7), owns(1, 2, 0.5, from_="2025-04-01"), owns(2, None)], entity(1), entity(2)
    )
    assert codes(found) == ["shares-exceed"]
    assert str(found[0].message) == "The shares in Entity 1 add up to 120 %."
    assert found[0].where["start"] == date(2025, 4, 1)
    always = of_group([owns(1, None, 0.7), owns(1, 2, 0.5), owns(2, None)], entity(1), entity(2))
    assert "start" not in always[0].where


def test_two_rows_of_one_parent_on_the_same_days_are_found() -> None:
    rows = [owns(1, None, 0.5, to="2025-06-30"), owns(1, None, 0.5, from_="2025-06-30")]
    found = of_group(rows, entity(1))
    assert codes(found) == ["ownership-overlap"]
    assert "the organisation" in str(found[0].message)
    after = [owns(1, None, 0.5, to="2025-06-30"), owns(1, None, 0.5, from_="2025-07-01")]
    assert of_group(after, entity(1)) == []
    other = Entity(id=2, name="{odd}")
    found = of_group([owns(1, 2, 0.5), owns(1, 2, 0.5)], entity(1), other)
    assert str(found[0].message) == "Two shares of {odd} in Entity 1 hold on the same days."


def test_a_circle_of_parents_is_found_for_each_member() -> None:
    found = of_group([owns(1, 2), owns(2, 1, from_="2025-01-01")], entity(1), entity(2))
    assert codes(found) == ["ownership-circle", "ownership-circle"]
    dated = [owns(1, 2, to="2024-12-31"), owns(2, 1, from_="2025-01-01")]
    assert "ownership-circle" not in codes(of_group(dated, entity(1), entity(2)))


def test_an_entity_without_an_owner_is_found_unless_it_is_the_top() -> None:
    assert codes(of_group([owns(2, 1)], entity(1), entity(2), entity(3))) == ["no-owner", "no-owner"]
    assert codes(of_group([owns(2, None)], entity(1), entity(2))) == ["no-owner"]


def test_control_outside_the_accounts_and_joint_control_are_told() -> None:
    assert codes(of_group([owns(1, None)], entity(1, in_the_accounts=False))) == ["control-outside-accounts"]
    assert codes(of_group([owns(1, None, 0.5, control="")], entity(1))) == ["joint-control"]
    assert of_group([owns(1, None, 0.5, control="")], entity(1, in_the_accounts=False)) == []


def test_a_site_whose_year_or_days_differ_is_found() -> None:
    held = boundaries(
        [owns(1, None, from_="2024-01-01", to="2025-12-31")],
        sites=[
            site(1, entity=1, from_="2023-12-31", to="2026-01-01", year_start=4),
            site(2, entity=1, from_="2024-01-01", to="2025-12-31", year_start=1),
            site(3, from_="2025-02-01", to="2025-01-31"),
            site(4, entity=1),
        ],
    )
    found = of_places(held)
    assert codes(found) == [
        "fiscal-year-differs",
        "site-outside-entity",
        "site-outside-entity",
        "days-reversed",
    ]
    assert [str(finding.message) for finding in found[1:3]] == [
        "Site 1 has days in the group before 2024-01-01, when Entity 1 is not owned; they do not count.",
        "Site 1 has days in the group after 2025-12-31, when Entity 1 is not owned; they do not count.",
    ]


def test_a_share_that_the_site_states_beside_its_entity_is_found() -> None:
    held = boundaries(
        [owns(1, None)], sites=[site(1, entity=1, share=0.5), site(2, entity=1, control="both")]
    )
    assert codes(of_places(held)) == ["share-stated-twice", "share-stated-twice"]


def test_allocations_over_everything_are_found() -> None:
    held = boundaries(sites=[site()], allocations=[lets(0.7, "tenant"), lets(0.4, "outside", "2025-03-01")])
    found = of_places(held, source())
    assert codes(found) == ["allocations-exceed"]
    assert found[0].where["start"] == date(2025, 3, 1)
    assert of_places(boundaries(sites=[site()], allocations=[lets(1.0, "tenant")]), source()) == []


@pytest.mark.parametrize(
    ("category", "payer", "found"),
    [
        ("s3-4", "us", []),
        ("s3-9", "customer", []),
        ("s3-4", "customer", ["freight-category"]),
        ("s3-9", "us", ["freight-category"]),
        ("s3-9", "", ["freight-payer-unknown"]),
        ("s3-1", "us", []),
    ],
)
def test_freight_asks_who_pays(category: str, payer: str, found: list[str]) -> None:
    assert codes(of_places(boundaries(sites=[site()]), source(category, paid_by=payer))) == found


def test_a_lease_of_unknown_kind_to_tenants_is_told_where_it_matters() -> None:
    held = boundaries(sites=[site()], allocations=[lets(0.5, "tenant")])
    let, own = source(), source(id=8)
    assert codes(_with_remedies(tenant_findings(held, [let, own], EQUITY))) == ["tenant-lease"]
    assert codes(tenant_findings(held, [let], FINANCIAL)) == ["tenant-lease"]
    assert tenant_findings(held, [let], OPERATIONAL) == []
    outside = boundaries(sites=[site()], allocations=[lets(0.5, "outside")])
    assert tenant_findings(outside, [let], EQUITY) == []
