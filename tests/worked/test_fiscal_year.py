"""A fiscal year from April to March, by hand: bills that cross New Year and the end of March."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Activity, Bill, Factor, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from carbondesk.store.billing import recalendarise


@pytest.fixture
def figures() -> Figures:
    """A plant with 1 kg CO2 a kWh in 2024, 2 kg in 2025, and 10 kWh on every day from December 2024 to April 2025."""
    inventory = Inventory.in_memory(Organisation(name="Mill", country="GB", year_start=4))
    with inventory.step(say("Begin")) as step:
        site = step.add(Site(name="Leeds", country="GB"))
        power = step.add(
            Source(site=site.id, name="Power", category="electricity", carrier="electricity", unit="kWh")
        )
        for year, mass in ((2024, 1.0), (2025, 2.0)):
            step.add(
                Factor(
                    factor_id=f"OWN-{year}",
                    name="Grid",
                    category="electricity",
                    carrier="electricity",
                    activity_unit="kWh",
                    co2=mass,
                    region="GB",
                    valid_from=year,
                    valid_to=year,
                    source="Own",
                    source_version=str(year),
                )
            )
        for read, quantity in (
            (date(2024, 12, 15), 0.0),
            (date(2025, 1, 10), 260.0),
            (date(2025, 4, 20), 1000.0),
        ):
            step.add(Bill(source=power.id, read_date=read, quantity=quantity, unit="kWh"))
        recalendarise(inventory, step, {power.id})
    return loaded_figures(inventory)


def test_each_day_takes_the_factor_of_its_calendar_year_and_counts_in_its_fiscal_year(
    figures: Figures,
) -> None:
    # 16 to 31 December: 16 days; January to March 2025: 31 + 28 + 31 days; 1 to 20 April: 20 days.
    assert figures.years == [2024, 2025]
    assert figures.totals(2024).scope2_location == pytest.approx(
        (16 * 10 * 1 + 90 * 10 * 2) / 1000, rel=1e-12
    )
    assert figures.totals(2025).scope2_location == pytest.approx(20 * 10 * 2 / 1000, rel=1e-12)


def test_the_months_of_the_fiscal_year_sum_to_the_bills(figures: Figures) -> None:
    shares = [share.quantity for share in figures.inventory.all(Activity)]
    assert sum(shares) == pytest.approx(1260.0, rel=1e-15)
    (leeds,) = figures.completeness(2024)
    assert leeds.expected == (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)
    assert sum(leeds.missing) == 0
