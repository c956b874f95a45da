"""Faults that were measured on a published program, each as a test that fails where the fault is made.

They are listed in what users of comparable programs ask for: bills that never match months, biogenic CO2 in the
wrong unit, gases divided twice, fossil methane weighed as non-fossil, scope 2 below zero, solar power counted as grid
electricity, years of publication taken for years of data, a missing output figure that warns nobody.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from carbondesk.domain.records import (
    Activity,
    Bill,
    Contract,
    Driver,
    Factor,
    Organisation,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from carbondesk.store.billing import recalendarise
from carbondesk.store.library import gwp_set, load_library


def inventory_of(*records: object, country: str = "US") -> Inventory:
    """Return an inventory of one site, 1, with some records."""
    inventory = Inventory.in_memory(Organisation(name="Acme", country=country, derives_upstream=False))
    with inventory.step(say("Begin")) as step:
        step.add(Site(name="Plant", country=country, grid_region="US-EGRID-RFCW" if country == "US" else ""))
        for record in records:
            step.add(record)  # type: ignore[type-var]
    return inventory


def year(source: int, quantity: float, unit: str, at: int = 2024) -> Activity:
    """Return an entry of a whole year."""
    return Activity(source=source, start=date(at, 1, 1), end=date(at, 12, 31), quantity=quantity, unit=unit)


@pytest.mark.parametrize("days", [7, 28, 30, 61, 91, 365])
def test_any_reading_frequency_gives_3650_and_no_empty_month(days: int) -> None:
    inventory = inventory_of(
        Source(site=1, name="Gas", category="stationary-combustion", carrier="natural gas", unit="MMBtu")
    )
    first, last = date(2023, 12, 31), date(2025, 1, 5) + timedelta(days=days)
    reads = [first + timedelta(days=days * n) for n in range(1, (last - first).days // days + 2)]
    with inventory.step(say("Bills")) as step:
        step.add(Bill(source=1, read_date=first, quantity=0.0, unit="MMBtu"))
        for read in reads:
            step.add(Bill(source=1, read_date=read, quantity=10.0 * days, unit="MMBtu"))
        recalendarise(inventory, step, {1})
    figures = loaded_figures(inventory)
    rows = figures.ledger.rows
    assert rows.quantity[rows.year == 2025 - 1].sum() == pytest.approx(366 * 10, rel=1e-12)
    assert figures.totals(2024).missing_values == 0


def test_two_reads_in_a_month_leave_none_empty() -> None:
    """The reads of VERIFI issue 582: three in a row lie at the ends of months."""
    reads = [
        date(2019, 12, 31),
        date(2020, 1, 28),
        date(2020, 2, 24),
        date(2020, 4, 3),
        date(2020, 5, 1),
        date(2020, 6, 3),
        date(2020, 6, 30),
    ]
    inventory = inventory_of(
        Source(site=1, name="Gas", category="stationary-combustion", carrier="natural gas", unit="MMBtu")
    )
    with inventory.step(say("Bills")) as step:
        for before, read in zip([None, *reads], reads, strict=False):
            used = 0 if before is None else (read - before).days
            step.add(Bill(source=1, read_date=read, quantity=float(used), unit="MMBtu"))
        recalendarise(inventory, step, {1})
    months: dict[int, float] = {}
    for entry in inventory.activities([1]):
        months[entry.start.month] = months.get(entry.start.month, 0.0) + entry.quantity
    assert months == pytest.approx({1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30})


def test_biogenic_co2_is_in_tonnes_as_everything_else() -> None:
    wood = Factor(
        factor_id="WOOD",
        name="Wood",
        category="stationary-combustion",
        carrier="wood",
        activity_unit="kg",
        co2=0.0,
        co2_biogenic=1.8,
    )
    inventory = inventory_of(
        wood,
        Source(
            site=1, name="Wood", category="stationary-combustion", carrier="wood", unit="kg", factor="WOOD"
        ),
        year(1, 1000.0, "kg"),
    )
    assert loaded_figures(inventory).totals(2024).biogenic == pytest.approx(1.8)


def test_methane_and_nitrous_oxide_of_vehicles_are_divided_by_a_thousand_once() -> None:
    digger = Factor(
        factor_id="DIGGER",
        name="Digger",
        category="mobile-combustion",
        carrier="diesel",
        activity_unit="gal",
        co2=10.21,
        ch4=0.00098,
        n2o=0.00087,
    )
    inventory = inventory_of(
        digger,
        Source(
            site=1, name="Digger", category="mobile-combustion", carrier="diesel", unit="gal", factor="DIGGER"
        ),
        year(1, 1000.0, "gal"),
    )
    expected = 1000 * (10.21 + 0.00098 * 27.0 + 0.00087 * 273.0) / 1000
    assert loaded_figures(inventory).totals(2024).scope1 == pytest.approx(expected, rel=1e-12)


def test_fossil_methane_that_leaks_has_the_fossil_potential_and_methane_of_combustion_the_other() -> None:
    ar6 = gwp_set("AR6")
    assert (ar6.of("CH4-FOSSIL"), ar6.of("CH4-NONFOSSIL")) == (29.8, 27.0)
    leak = inventory_of(
        Source(site=1, name="Leak", category="fugitive", carrier="methane", unit="kg"), year(1, 1000.0, "kg")
    )
    assert loaded_figures(leak).totals(2024).scope1 == pytest.approx(29.8)
    ids = [factor.factor_id for factor in load_library().factors]
    assert len(ids) == len(set(ids))


def test_a_virtual_contract_alone_never_makes_scope_2_smaller() -> None:
    virtual = Contract(
        market="US", kind="vppa", quantity=9e6, unit="kWh", from_=date(2024, 1, 1), to=date(2024, 12, 31)
    )
    power = Source(site=1, name="Power", category="electricity", unit="kWh")
    figures = loaded_figures(inventory_of(power, virtual, year(1, 1e6, "kWh")))
    totals = figures.totals(2024)
    assert totals.scope2_market == totals.scope2_location > 0
    assert figures.ledger.contracts is not None
    assert "vppa-without-certificates" in {
        found.code for found in figures.ledger.contracts.findings(figures.ledger, 2024)
    }


def test_solar_power_from_the_own_roof_is_energy_and_no_scope_2() -> None:
    roof = Source(site=1, name="Roof", category="electricity", unit="kWh", generated_on_site=True)
    totals = loaded_figures(inventory_of(roof, year(1, 1e6, "kWh"))).totals(2024)
    assert totals.total("location") == totals.total("market") == 0.0


def test_a_year_of_data_is_never_a_year_of_publication() -> None:
    power = Source(site=1, name="Power", category="electricity", unit="kWh")
    figures = loaded_figures(inventory_of(power, year(1, 1e6, "kWh", 2022)))
    factor = next(choice.factor for choice in figures.ledger.rates.table.choices if choice.factor)
    edition = figures.library.edition(factor)
    assert edition is not None
    assert (edition.years, factor.valid_from, factor.valid_to) == ("data", 2022, 2022)
    assert edition.published is None or edition.published.year > 2022


def test_a_missing_output_figure_is_said_where_it_is_needed() -> None:
    from carbondesk.report.changes import change_paper
    from carbondesk.report.papers import Options

    power = Source(site=1, name="Power", category="electricity", unit="kWh")
    figure = Driver(site=1, driver="Production", month="2023-01", amount=100.0, unit="t", kind="production")
    figures = loaded_figures(
        inventory_of(power, figure, year(1, 1e6, "kWh", 2023), year(1, 9e5, "kWh", 2024))
    )
    paper = change_paper(figures, 2024, Options(against=2023))
    assert paper.findings
