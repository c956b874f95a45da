"""What of a source counts: spans of days, circles of parents, the short form of a site."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.boundaries import Boundaries, site_standing
from carbondesk.domain.accounting.ownership import FOREIGN, OWN, Group
from carbondesk.domain.accounting.spans import cut, first_day, last_day, span
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import Allocation, Consolidation, Ownership, Restatement, Site
from tests.domain.structures import (
    EQUITY,
    FINANCIAL,
    OPERATIONAL,
    boundaries,
    entity,
    lets,
    owns,
    rows,
    site,
    source,
)

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
SHARES = st.integers(0, 100).map(lambda number: number / 100)


def test_a_span_is_open_where_a_date_is_missing() -> None:
    whole = span(None, None)
    assert (first_day(whole), last_day(whole)) == (None, None)
    assert last_day(span(None, date.max)) is None
    assert cut(span(date(2025, 1, 2), date(2025, 1, 1)), []) == []
    third = date(2025, 1, 3).toordinal()
    early, late = cut(span(date(2025, 1, 1), date(2025, 1, 4)), [third, third])
    assert (first_day(early), last_day(early)) == (date(2025, 1, 1), date(2025, 1, 2))
    assert (first_day(late), last_day(late)) == (date(2025, 1, 3), date(2025, 1, 4))


@pytest.mark.parametrize("approach", list(Consolidation))
def test_a_site_that_says_nothing_is_the_group_s_on_its_days(approach: str) -> None:
    held = boundaries(sites=[site(from_="2025-03-04", to="2025-06-07")])
    assert rows(held.bookings(source("s3-1"), approach)) == [("2025-03-04", "2025-06-07", "s3-1", 1.0)]


@pytest.mark.parametrize(
    ("control", "shares"),
    [
        ("", (0.4, 1.0, 1.0)),
        ("both", (0.4, 1.0, 1.0)),
        ("operational", (0.4, 0.0, 1.0)),
        ("financial", (0.4, 1.0, 0.0)),
        ("operational and financial", (0.4, 1.0, 1.0)),
        ("joint financial", (0.4, 0.4, 0.0)),
        ("none", (0.4, 0.0, 0.0)),
    ],
)
def test_the_short_form_of_a_site(control: str, shares: tuple[float, ...]) -> None:
    standing = site_standing(site(share=0.4, control=control))
    assert tuple(float(standing.share(approach)) for approach in (EQUITY, FINANCIAL, OPERATIONAL)) == shares


def test_a_legal_entity_without_rows_leaves_the_short_form_of_the_site_standing() -> None:
    held = boundaries(entities=[entity(1)], sites=[site(entity=1, share=0.4)])
    assert rows(held.bookings(source(), EQUITY)) == [("", "", "stationary-combustion", 0.4)]


def test_the_top_of_the_group_is_its_own_and_its_daughters_follow() -> None:
    group = Group([entity(1), entity(2)], [owns(2, 1, 0.6, from_="2025-01-01")])
    assert group.standing(1, date(2020, 1, 1).toordinal()) == OWN
    assert group.standing(2, date(2024, 12, 31).toordinal()) == FOREIGN
    assert float(group.standing(2, date(2025, 1, 1).toordinal()).equity) == 0.6


def test_control_ends_where_the_chain_of_control_ends() -> None:
    """The group holds 40 % of A without control; A controls B."""
    held = boundaries(
        [owns(1, None, 0.4, control=""), owns(2, 1, 1.0)],
        entities=[entity(1, in_the_accounts=False), entity(2)],
        sites=[site(entity=2)],
    )
    assert rows(held.bookings(source(), FINANCIAL)) == [("", "", "s3-15", 0.4)]
    assert rows(held.bookings(source(), OPERATIONAL)) == [("", "", "s3-15", 0.4)]


def test_what_a_proportional_share_leaves_of_the_equity_is_an_investment() -> None:
    """Half as a joint venture; another 20 % through an associate: 0.7 of equity, 0.5 in the accounts."""
    shares = [owns(1, None, 0.5, control=""), owns(1, 2, 1.0, control=""), owns(2, None, 0.2, control="")]
    held = boundaries(shares, entities=[entity(1), entity(2, in_the_accounts=False)], sites=[site(entity=1)])
    assert rows(held.bookings(source(), FINANCIAL)) == [
        ("", "", "stationary-combustion", 0.5),
        ("", "", "s3-15", 0.2),
    ]


def test_of_two_rows_of_one_parent_the_one_that_begins_later_counts() -> None:
    held = boundaries([owns(1, None, 0.5), owns(1, None, 0.6, from_="2025-01-01")], sites=[site(entity=1)])
    assert rows(held.bookings(source(), EQUITY)) == [
        ("", "2024-12-31", "stationary-combustion", 0.5),
        ("2025-01-01", "", "stationary-combustion", 0.6),
    ]


def test_shares_over_everything_count_as_everything() -> None:
    held = boundaries([owns(1, None, 0.7), owns(1, 2, 0.7)], sites=[site(entity=1)])
    assert rows(held.bookings(source(), EQUITY)) == [("", "", "stationary-combustion", 1.0)]


def test_a_circle_of_parents_is_entered_where_somebody_outside_holds_a_share() -> None:
    """The group holds 60 % of 2; 2 holds 50 % of 1; 1 holds 40 % of 2, which is not followed round."""
    shares = [owns(2, None, 0.6), owns(1, 2, 0.5), owns(2, 1, 0.4), owns(3, 1, 1.0)]
    group = Group([entity(number) for number in (1, 2, 3)], shares)
    assert [float(group.standing(number, 1).equity) for number in (1, 2, 3)] == [0.3, 0.6, 0.3]
    assert [group.circle(number, 1) for number in (1, 2, 3)] == [True, True, False]


def test_a_circle_that_nobody_owns_counts_nothing() -> None:
    group = Group([entity(1), entity(2)], [owns(1, 2), owns(2, 1)])
    assert [group.standing(number, 1) for number in (1, 2)] == [FOREIGN, FOREIGN]


def test_a_ring_of_four_is_searched_once() -> None:
    shares = [owns(1, 2), owns(2, 3), owns(3, 4), owns(4, 2), owns(4, 3)]
    group = Group([entity(number) for number in (1, 2, 3, 4)], shares)
    assert [group.circle(number, 1) for number in (1, 2, 3, 4)] == [False, True, True, True]


def test_a_chain_of_two_thousand_is_no_fault() -> None:
    group = Group([], [owns(1, None), *(owns(child, child - 1) for child in range(2, 2001))])
    assert group.standing(2000, 1) == OWN


def test_tenants_come_before_what_is_outside_where_both_exceed_everything() -> None:
    held = boundaries(sites=[site()], allocations=[lets(0.8, "tenant"), lets(0.4, "outside")])
    assert rows(held.bookings(source(), OPERATIONAL)) == [("", "", "s3-13", 0.8)]


def test_a_tenant_s_share_of_category_13_itself_is_one_booking() -> None:
    held = boundaries(sites=[site()], allocations=[lets(0.25, "tenant")])
    assert rows(held.bookings(source("s3-13"), OPERATIONAL)) == [("", "", "s3-13", 1.0)]


def test_sources_alike_share_their_bookings() -> None:
    held = boundaries(sites=[site()])
    assert held.bookings(source(), EQUITY) is held.bookings(source(id=8), EQUITY)
    assert held.bookings(source(), EQUITY) is not held.bookings(source(category="fugitive"), EQUITY)


def test_a_closed_site_keeps_its_own_days_when_years_are_restated() -> None:
    held = boundaries(sites=[site(from_="2022-05-01", to="2024-03-31")], closed=[1])
    assert rows(held.restated(source(), OPERATIONAL, year_period(2025, 1))) == [
        ("", "2024-03-31", "stationary-combustion", 1.0)
    ]
    assert rows(held.restated(source(), OPERATIONAL, year_period(2021, 1))) == []


def test_pro_rata_takes_the_mean_of_each_category() -> None:
    """2024 has 366 days: 122 of them as an investment of 30 %, 244 under control."""
    shares = [
        owns(1, None, 0.3, control="", to="2024-05-01"),
        owns(1, None, 0.9, from_="2024-05-02"),
    ]
    held = boundaries(shares, sites=[site(entity=1)])
    found = rows(held.restated(source(), OPERATIONAL, year_period(2024, 1), Restatement.PRO_RATA))
    assert [row for row in found if row[0] == ""] == [
        ("", "2023-12-31", "s3-15", 0.1),
        ("", "2023-12-31", "stationary-combustion", 2 / 3),
    ]


@st.composite
def structures(draw: st.DrawFn) -> Boundaries:
    """Draw up to four entities with dated shares of each other, circles among them, one site, allocations."""
    numbers = st.integers(1, 4)

    def days() -> dict[str, date | None]:
        return {"from_": draw(st.none() | DAYS), "to": draw(st.none() | DAYS)}

    shares = [
        Ownership(
            entity=draw(numbers),
            parent=draw(st.none() | numbers),
            share=draw(SHARES),
            financial_control=draw(st.booleans()),
            operational_control=draw(st.booleans()),
            **days(),  # type: ignore[arg-type]  # dates by name
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    place = Site(id=1, name="", country="CN", entity=draw(st.none() | numbers), **days())  # type: ignore[arg-type]  # dates by name
    allocations = [
        Allocation(
            source=7,
            share=draw(SHARES),
            basis="area",
            goes_to=draw(st.sampled_from(["tenant", "outside"])),
            **days(),  # type: ignore[arg-type]  # dates by name
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Boundaries(Group([entity(number) for number in range(1, 5)], shares), {1: place}, allocations)


@settings(max_examples=60, deadline=None)
@given(structures(), st.sampled_from(list(Consolidation)), st.sampled_from(["electricity", "s3-1"]))
def test_bookings_of_a_category_share_no_day_and_never_exceed_the_whole(
    held: Boundaries, approach: str, category: str
) -> None:
    bookings = held.bookings(source(category), approach)
    whole = span(held.sites[1].from_, held.sites[1].to)
    for name in {booking.category for booking in bookings}:
        spans = sorted(booking.days for booking in bookings if booking.category == name)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(whole[0] <= days[0] < days[1] <= whole[1] for days in spans)
    for booking in bookings:
        assert 0 < booking.share <= 1
        on_the_day = [row.share for row in bookings if row.days[0] <= booking.days[0] < row.days[1]]
        assert sum(on_the_day) <= 1 + 1e-12


@settings(max_examples=40, deadline=None)
@given(structures(), st.sampled_from(list(Consolidation)), DAYS)
def test_a_restated_year_of_one_structure_is_the_year_as_it_was(
    held: Boundaries, approach: str, day: date
) -> None:
    """Restated to the structure of its own last day, that day counts as it did."""
    year = year_period(day.year, 1)
    dated = {
        row.category: row.share
        for row in held.bookings(source(), approach)
        if row.days[0] <= year.end.toordinal() < row.days[1]
    }
    restated = {row.category: row.share for row in held.restated(source(), approach, year)}
    assert restated == dated
    by_days = held.restated(source(), approach, year, Restatement.PRO_RATA)
    after = {row.category for row in by_days if row.days[1] > (year.end + timedelta(days=1)).toordinal()}
    assert after >= dated.keys()
