"""Groups as the GHG Protocol describes them, worked by hand: consolidation, leases, tenants, base years."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.accounting.boundaries import Boundaries, parts
from carbondesk.domain.periods import Period, year_period
from carbondesk.domain.records import Restatement, Source
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

SCOPE_1 = "stationary-combustion"


def test_equity_share_is_the_product_along_the_chain_and_the_sum_over_parents() -> None:
    """The group holds 83 % of A; A 75 % and the group 10 % of B: 0.83 x 0.75 + 0.1 = 72.25 % of B."""
    held = boundaries([owns(1, None, 0.83), owns(2, 1, 0.75), owns(2, None, 0.1)], sites=[site(entity=2)])
    assert rows(held.bookings(source(), EQUITY)) == [("", "", SCOPE_1, 0.7225)]
    assert rows(held.bookings(source(), FINANCIAL)) == [("", "", SCOPE_1, 1.0)]
    assert rows(held.bookings(source(), OPERATIONAL)) == [("", "", SCOPE_1, 1.0)]


def test_a_joint_venture_counts_by_share_under_financial_control_and_an_associate_in_category_15() -> None:
    """Methods, 5.3: joint financial control is proportional; what is not consolidated is an investment."""
    venture = boundaries([owns(1, None, 0.5, control="")], sites=[site(entity=1)])
    assert rows(venture.bookings(source(), FINANCIAL)) == [("", "", SCOPE_1, 0.5)]
    assert rows(venture.bookings(source(), OPERATIONAL)) == [("", "", "s3-15", 0.5)]
    assert rows(venture.bookings(source(), EQUITY)) == [("", "", SCOPE_1, 0.5)]
    associate = boundaries(
        [owns(1, None, 0.2, control="")], sites=[site(entity=1)], entities=[entity(1, in_the_accounts=False)]
    )
    assert rows(associate.bookings(source(), FINANCIAL)) == [("", "", "s3-15", 0.2)]
    assert rows(associate.bookings(source("s3-1"), FINANCIAL)) == []


def test_a_plant_bought_on_a_day_counts_from_that_day() -> None:
    """30 % as an investment until June, 80 % with control from 1 July 2025, sold at the end of 2026."""
    shares = [
        owns(1, None, 0.3, control="", to="2025-06-30"),
        owns(1, None, 0.8, from_="2025-07-01", to="2026-12-31"),
    ]
    held = boundaries(shares, sites=[site(entity=1)])
    assert rows(held.bookings(source(), OPERATIONAL)) == [
        ("", "2025-06-30", "s3-15", 0.3),
        ("2025-07-01", "2026-12-31", SCOPE_1, 1.0),
    ]
    year = Period(date(2025, 6, 1), date(2025, 7, 31))
    assert parts(held.bookings(source(), OPERATIONAL), year) == [
        (Period(date(2025, 6, 1), date(2025, 6, 30)), "s3-15", 0.3),
        (Period(date(2025, 7, 1), date(2025, 7, 31)), SCOPE_1, 1.0),
    ]


@pytest.mark.parametrize(
    ("lease", "approach", "category"),
    [
        ("operating", OPERATIONAL, SCOPE_1),
        ("operating", FINANCIAL, "s3-8"),
        ("operating", EQUITY, "s3-8"),
        ("finance", OPERATIONAL, SCOPE_1),
        ("finance", FINANCIAL, SCOPE_1),
        ("finance", EQUITY, SCOPE_1),
    ],
)
def test_the_lessee_s_table_of_appendix_a(lease: str, approach: str, category: str) -> None:
    """Scope 3 Standard, appendix A, table for the lessee."""
    of_source, of_site = source(lease=lease), source()
    assert rows(boundaries(sites=[site()]).bookings(of_source, approach)) == [("", "", category, 1.0)]
    assert rows(boundaries(sites=[site(lease=lease)]).bookings(of_site, approach)) == [
        ("", "", category, 1.0)
    ]


def test_tenants_go_to_category_13_and_what_is_outside_goes_nowhere() -> None:
    """30 % let out in 2025, from July another 20 % that is somebody else's."""
    let = [lets(0.3, "tenant", "2025-01-01", "2025-12-31"), lets(0.2, "outside", "2025-07-01")]
    held = boundaries(sites=[site(from_="2025-01-01")], allocations=let)
    assert sorted(rows(held.bookings(source(), OPERATIONAL))) == [
        ("2025-01-01", "2025-06-30", SCOPE_1, 0.7),
        ("2025-01-01", "2025-12-31", "s3-13", 0.3),
        ("2025-07-01", "2025-12-31", SCOPE_1, 0.5),
        ("2026-01-01", "", SCOPE_1, 0.8),
    ]


def test_who_pays_the_freight_decides_between_categories_4_and_9() -> None:
    held = boundaries(sites=[site()])
    booked = {
        (category, payer): rows(held.bookings(source(category, paid_by=payer), OPERATIONAL))[0][2]
        for category in ("s3-4", "s3-9")
        for payer in ("us", "customer", "")
    }
    assert booked == {
        ("s3-4", "us"): "s3-4",
        ("s3-4", "customer"): "s3-9",
        ("s3-4", ""): "s3-4",
        ("s3-9", "us"): "s3-4",
        ("s3-9", "customer"): "s3-9",
        ("s3-9", ""): "s3-9",
    }


def total(held: Boundaries, tonnes: dict[int, dict[int, float]], year: int, seen_from: int) -> float:
    """Return the t of a year, restated to the structure of another; tonnes by site and year, even over days."""
    days = year_period(year, 1)
    return sum(
        part.days / days.days * share * by_year.get(year, 0.0)
        for place, by_year in tonnes.items()
        for part, _, share in parts(
            held.restated(
                Source(id=place, site=place, name="", category=SCOPE_1, unit="t"),
                OPERATIONAL,
                year_period(seen_from, 1),
            ),
            days,
        )
    )


def test_an_acquisition_restates_the_base_year() -> None:
    """Corporate Standard, chapter 5, figure 7: Gamma buys C at the start of year 3; 50 becomes 65, year 3 is 80."""
    tonnes = {
        1: {2021: 25.0, 2022: 30.0, 2023: 30.0},
        2: {2021: 25.0, 2022: 30.0, 2023: 30.0},
        3: {2021: 15.0, 2022: 20.0, 2023: 20.0},
    }
    held = boundaries(sites=[site(1), site(2), site(3, from_="2023-01-01")])
    assert [total(held, tonnes, 2021, seen) for seen in (2021, 2022, 2023)] == [50.0, 50.0, 65.0]
    assert [total(held, tonnes, year, 2023) for year in (2022, 2023)] == [80.0, 80.0]
    assert total(held, tonnes, 2022, 2022) == 60.0


def test_a_divestment_restates_the_base_year_and_a_closure_does_not() -> None:
    """Figure 8: Beta sells C at the start of year 3; the base year falls from 75 to 50. Closing C leaves 75."""
    tonnes = {place: {2021: 25.0, 2022: 30.0} for place in (1, 2, 3)}
    tonnes[1][2023] = tonnes[2][2023] = 30.0
    places = [site(1), site(2), site(3, to="2022-12-31")]
    assert total(boundaries(sites=places), tonnes, 2021, 2022) == 75.0
    assert total(boundaries(sites=places), tonnes, 2021, 2023) == 50.0
    assert total(boundaries(sites=places), tonnes, 2023, 2023) == 60.0
    assert total(boundaries(sites=places, closed=[3]), tonnes, 2021, 2023) == 75.0


def test_a_plant_that_did_not_exist_in_the_base_year_restates_nothing() -> None:
    """Figure 9: Teta buys C, which came into existence in year 2: the base year stays at 50."""
    tonnes = {1: {2021: 25.0}, 2: {2021: 25.0}, 3: {2022: 15.0, 2023: 15.0}}
    held = boundaries(sites=[site(1), site(2), site(3, from_="2023-01-01")])
    assert total(held, tonnes, 2021, 2023) == 50.0
    assert total(held, tonnes, 2022, 2023) == 15.0


def test_pro_rata_restates_by_the_days_of_the_year_of_acquisition() -> None:
    """Appendix E: bought on 2 July 2025, 183 of 365 days: the base year takes 183/365 until 2026, then all."""
    held = boundaries(sites=[site(from_="2025-07-02")])
    pro_rata = Restatement.PRO_RATA
    year = year_period(2025, 1)
    assert rows(held.restated(source(), OPERATIONAL, year, pro_rata)) == [
        ("", "2024-12-31", SCOPE_1, 183 / 365),
        ("2025-07-02", "2025-12-31", SCOPE_1, 1.0),
        ("2026-01-01", "", SCOPE_1, 183 / 365),
    ]
    assert rows(held.restated(source(), OPERATIONAL, year)) == [("", "", SCOPE_1, 1.0)]
    assert rows(held.restated(source(), OPERATIONAL, year_period(2026, 1), pro_rata)) == [
        ("", "", SCOPE_1, 1.0)
    ]
    assert rows(held.restated(source(), OPERATIONAL, year_period(2024, 1), pro_rata)) == []
