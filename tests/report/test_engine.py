"""The engine's rules that a small inventory shows: contracts, category 3, shares by day, lives, process gases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    Allocation,
    Category,
    Consolidation,
    Contract,
    Factor,
    Organisation,
    ProcessGas,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.report.editions import difference, editions_used, take_over
from carbondesk.report.explanations import booked_lines, lines_of
from carbondesk.report.figures import Figures
from carbondesk.report.findings import inventory_findings, year_findings
from carbondesk.report.render import loaded_figures
from carbondesk.report.tables import emission_rows
from carbondesk.store import Inventory
from tests.report.ledger_books import book, entry, figures_of, whole_year

GERMAN_GRID = Factor(
    factor_id="OWN-DE", name="Grid", category="electricity", carrier="electricity", region="DE", activity_unit="kWh",
    co2=0.7,
)  # fmt: skip


def total_of(figures: Figures, year: int, **keys: str) -> tuple[float, float]:
    """Return location and market of the rows of a breakdown with the given keys."""
    rows = [
        row
        for row in emission_rows(figures, year, ("scope", "category", "site", "source", "month"))
        if all(row.keys[name] == value for name, value in keys.items())
    ]
    return sum(row.location or 0.0 for row in rows), sum(row.market or 0.0 for row in rows)


def certificate(quantity: float, **others: object) -> Contract:
    """Return a wind certificate of 2024 for Germany."""
    fields: dict[str, object] = {
        "market": "DE", "kind": "certificate", "unit": "kWh", "from_": date(2024, 1, 1), "to": date(2024, 12, 31),
        "vintage": 2024, "generator": "Wind farm", "factor": 0.0, "tracked": True, "cancelled_for": "Acme", **others,
    }  # fmt: skip
    return Contract(quantity=quantity, **fields)  # type: ignore[arg-type]


def add(inventory: Inventory, *records: object) -> None:
    with inventory.step(say("Add")) as step:
        for record in records:
            step.add(record)  # type: ignore[type-var]


def test_a_certificate_covers_its_market_alone_and_by_the_market_method_alone() -> None:
    inventory = book()
    add(inventory, certificate(600.0))
    figures = figures_of(inventory, whole_year())
    totals = figures.totals(2024)
    assert totals.scope2_location == pytest.approx(2 * 0.6)
    assert totals.scope2_market == pytest.approx(0.6 + 0.3, rel=1e-12)
    assert total_of(figures, 2024, scope="2", site="A") == pytest.approx((0.6, 0.3))
    assert total_of(figures, 2024, scope="2", site="B") == pytest.approx((0.6, 0.6))
    january = entry(2, "2024-01", 100.0)
    stored = next(found for found in inventory.activities([2]) if found.start == january.start)
    lines = booked_lines(figures, stored, method="market")
    assert [line.quantity for line in lines] == pytest.approx([50.0, 50.0])
    assert [line.result for line in lines] == pytest.approx([0.0, 0.025])


def test_a_contract_that_reaches_no_source_is_found() -> None:
    inventory = book()
    add(inventory, certificate(300.0, market="US"))
    figures = figures_of(inventory, whole_year())
    found = [
        finding.code for finding in inventory_findings(figures) if finding.where.get("table") == "contract"
    ]
    assert "contract-without-use" in found
    totals = figures.totals(figures.years[-1])
    assert totals.scope2_market == totals.scope2_location > 0


def test_an_edit_reaches_the_sources_that_share_a_contract() -> None:
    inventory = book()
    add(
        inventory,
        certificate(300.0),
        Source(site=1, name="More", category="electricity", unit="kWh", factor="OWN-GRID"),
    )
    figures = figures_of(inventory, [*whole_year(), replace(entry(6, "2024-01", 100.0), unit="kWh")])
    inventory.watch(figures.refresh)
    for quantity in (900.0, 0.0, 40.0):
        stored = inventory.activities([6])[0]
        with inventory.step(say("Edit")) as step:
            step.change(stored, quantity=quantity)
        fresh = loaded_figures(inventory)
        assert figures.totals(2024).scope2_market == pytest.approx(
            fresh.totals(2024).scope2_market, rel=1e-12
        )
        assert figures.by_source(2024) == pytest.approx(fresh.by_source(2024), rel=1e-12)


def test_an_excess_of_certificates_never_makes_scope_2_negative() -> None:
    inventory = book()
    add(inventory, certificate(1e6, factor=0.01))
    figures = figures_of(inventory, whole_year())
    assert total_of(figures, 2024, scope="2", site="A")[1] == pytest.approx(1200 * 0.01 / 1000)


def test_methods_agree_in_every_breakdown() -> None:
    inventory = book()
    add(inventory, certificate(321.0))
    figures = figures_of(inventory, whole_year())
    totals = figures.totals(2024)
    for by in (("scope",), ("month",), ("site", "gas"), ("category", "month", "source")):
        rows = emission_rows(figures, 2024, by)
        assert sum(row.market or 0.0 for row in rows) == pytest.approx(totals.total("market"), rel=1e-12)
        assert sum(row.location or 0.0 for row in rows) == pytest.approx(totals.total("location"), rel=1e-12)


def test_category_3_follows_from_fuel_and_power_and_can_be_turned_off() -> None:
    organisation = Organisation(name="Acme", country="GB")
    inventory = Inventory.in_memory(organisation)
    add(
        inventory,
        Site(name="Leeds", country="GB"),
        Source(site=1, name="Gas", category="stationary-combustion", carrier="natural gas", unit="kWh"),
        Source(site=1, name="Power", category="electricity", unit="kWh"),
    )
    with inventory.step(say("Enter")) as step:
        for source in (1, 2):
            period = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}
            step.add(Activity(source=source, quantity=1000.0, unit="kWh", **period))  # type: ignore[arg-type]
    figures = loaded_figures(inventory)
    totals = figures.totals(2024)
    # UK 2024: well-to-tank of natural gas 0.03347 (gross), of generation 0.0459, of grid losses 0.00406, losses 0.0183.
    lines = [
        line for found in inventory.activities() for line in booked_lines(figures, found) if line.derived
    ]
    assert {line.category for line in lines} == {Category.S3_3}
    assert totals.scope3 == pytest.approx(sum(line.result or 0.0 for line in lines), rel=1e-12)
    assert totals.scope3 > 0
    assert figures.by_category(2024)[Category.S3_3] == totals.scope3
    assert total_of(figures, 2024, category="s3-3") == pytest.approx((totals.scope3, totals.scope3))
    with inventory.step(say("Turn off")) as step:
        step.change(inventory.organisation, derives_upstream=False)
    assert loaded_figures(inventory).totals(2024).scope3 == 0.0


def test_a_plant_sold_in_may_brings_its_emissions_up_to_that_day() -> None:
    inventory = book()
    figures = figures_of(inventory, whole_year())
    with inventory.step(say("Sell")) as step:
        step.change(inventory.get(Site, 2), to=date(2024, 5, 10))
    figures = loaded_figures(inventory)
    used = 100 * 4 + 100 * 10 / 31
    assert figures.totals(2024).scope2_location == pytest.approx((1200 + used) * 0.5 / 1000, rel=1e-12)
    assert figures.totals(2024).missing_values == 0
    rows = emission_rows(figures, 2024, ("month", "site"))
    may = next(row for row in rows if row.keys == {"month": "2024-05", "site": "B"})
    assert may.location == pytest.approx(100 * 10 / 31 * 0.5 / 1000, rel=1e-12)


def test_a_tenant_takes_a_share_into_category_13() -> None:
    inventory = book()
    add(inventory, Allocation(source=5, share=0.25, basis="area", goes_to="tenant"))
    figures = figures_of(inventory, whole_year())
    assert figures.totals(2024).scope2_location == pytest.approx(0.6 + 0.45)
    assert figures.by_category(2024)[Category.S3_13] == pytest.approx(0.15)
    stored = inventory.activities([5])[0]
    assert {(line.category, line.share) for line in lines_of(figures, stored)} == {
        (Category.ELECTRICITY, 0.75),
        (Category.S3_13, 0.25),
    }


def test_scope_3_is_the_same_by_both_methods() -> None:
    inventory = book()
    add(inventory, certificate(600.0), Allocation(source=2, share=0.5, basis="area", goes_to="tenant"))
    figures = figures_of(inventory, whole_year())
    totals = figures.totals(2024)
    assert totals.scope3 == pytest.approx(0.3)
    assert figures.by_category(2024)[Category.S3_13] == totals.scope3
    assert totals.total("market") == pytest.approx(totals.scope12_market + totals.scope3)
    for by in (("category",), ("month", "category")):
        rows = [row for row in emission_rows(figures, 2024, by) if row.keys["category"] == "s3-13"]
        assert sum(row.market or 0.0 for row in rows) == pytest.approx(totals.scope3)
        assert sum(row.location or 0.0 for row in rows) == pytest.approx(totals.scope3)
    lines = [
        line for found in inventory.activities([2]) for line in booked_lines(figures, found, method="market")
    ]
    assert sum(line.result or 0.0 for line in lines if line.category.scope == "3") == pytest.approx(0.3)


def test_an_operating_lease_is_scope_2_under_control_and_category_8_by_shares() -> None:
    inventory = book()
    with inventory.step(say("Lease")) as step:
        step.change(inventory.get(Site, 2), lease="operating")
    figures = figures_of(inventory, whole_year())
    assert figures.totals(2024).scope2_location == pytest.approx(1.2)
    financial = figures.totals(2024, consolidation=Consolidation.FINANCIAL_CONTROL)
    assert [financial.scope2_location, financial.scope3] == pytest.approx([0.6, 0.6])


def test_a_capital_good_is_spread_over_its_life_and_waits_for_later_years() -> None:
    inventory = book()
    add(
        inventory,
        Factor(
            factor_id="OWN-MACHINE", name="Machine", category="s3-2", carrier="machine", activity_unit="unit",
            co2=1000.0,
        ),
        Source(
            site=1, name="Press", category="s3-2", carrier="machine", unit="unit", factor="OWN-MACHINE", life_years=2.5,
            from_=date(2024, 3, 1), to=date(2024, 3, 31),
        ),
    )  # fmt: skip
    bought = Activity(source=6, start=date(2024, 3, 1), end=date(2024, 3, 31), quantity=5.0, unit="unit")
    figures = figures_of(inventory, [*whole_year(), bought])
    assert figures.totals(2024).scope3 == pytest.approx(2.0)
    later = figures_of(inventory, [entry(2, f"{year}-01", 1.0) for year in (2025, 2026, 2027)])
    assert [later.totals(year).scope3 for year in later.years] == pytest.approx([2.0, 2.0, 1.0, 0.0])
    for year in later.years:
        rows = emission_rows(later, year, ("category", "month"))
        assert sum(row.location or 0.0 for row in rows if row.keys["category"] == "s3-2") == pytest.approx(
            later.totals(year).scope3
        )


def test_gas_bought_for_a_process_is_not_gas_emitted() -> None:
    inventory = book()
    add(inventory, Source(site=1, name="Etching", category="process", carrier="NF3", unit="kg"))
    add(
        inventory,
        ProcessGas(
            source=6, gas="NF3", heel=0.1, utilisation=0.8, abatement=0.95, uptime=0.9,
            by_product_gas="CF4", by_product_mass=0.09, citation="Test values",
        ),
    )  # fmt: skip
    used = Activity(source=6, start=date(2024, 1, 1), end=date(2024, 12, 31), quantity=10.0, unit="kg")
    figures = figures_of(inventory, [used])
    gwp = figures.ledger.gwp
    expected = (
        10
        * 0.9
        * (0.2 * (1 - 0.95 * 0.9) * gwp.of("NF3") + 0.09 * gwp.of(figures.library.gases.named("CF4")))
        / 1000
    )
    assert figures.totals(2024).scope1 == pytest.approx(expected, rel=1e-12)
    grams = replace(used, quantity=10_000.0, unit="g", start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert figures_of(inventory, [grams]).totals(2025).scope1 == pytest.approx(expected, rel=1e-12)


def test_restated_years_have_the_newest_structure() -> None:
    inventory = book()
    with inventory.step(say("Buy")) as step:
        step.change(inventory.get(Site, 2), from_=date(2025, 7, 1))
    figures = figures_of(inventory, [*whole_year(), *whole_year(2025)])
    assert figures.totals(2024).scope2_location == pytest.approx(0.6)
    assert figures.totals(2024, restated=True).scope2_location == pytest.approx(1.2)
    assert figures.totals(2025).scope2_location == pytest.approx(0.9)
    assert figures.totals(2025, restated=True).scope2_location == pytest.approx(1.2)


def test_taking_an_edition_over_is_one_step_that_undo_takes_back() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="GB"))
    add(
        inventory,
        Site(name="Leeds", country="GB"),
        Source(site=1, name="Power", category="electricity", unit="kWh"),
        Activity(source=1, start=date(2024, 1, 1), end=date(2024, 12, 31), quantity=1e6, unit="kWh"),
        Activity(source=1, start=date(2025, 1, 1), end=date(2025, 12, 31), quantity=1e6, unit="kWh"),
    )
    figures = loaded_figures(inventory)
    inventory.watch(figures.refresh)
    before = {year: figures.totals(year) for year in (2024, 2025)}
    used = editions_used(figures, 2024)["UK-DESNZ"]
    assert [edition.source_version[:4] for edition in used] == ["2024"]
    other = next(
        each.edition for each in figures.library.editions if each.edition.startswith("UK-DESNZ-2025")
    )
    rows = difference(figures, 2024, [("UK-DESNZ", other)])
    steps = len(inventory.steps(100))
    take_over(inventory, [2024], {"UK-DESNZ": other}, "The 2025 set is wanted for 2024")
    assert len(inventory.steps(100)) == steps + 1
    fresh = loaded_figures(inventory)
    for year in (2024, 2025):
        assert figures.totals(year) == fresh.totals(year)
    changed = sum(row.change or 0.0 for row in rows)
    after = figures.totals(2024)
    assert after.total("location") - before[2024].total("location") == pytest.approx(changed, rel=1e-9)
    assert abs(changed) > 1
    assert figures.totals(2025) == before[2025]
    inventory.undo()
    assert figures.totals(2024) == before[2024]


def test_a_sold_site_takes_the_market_months_that_it_had() -> None:
    inventory = book()
    half = {"from_": date(2024, 1, 1), "to": date(2024, 6, 30)}
    add(inventory, certificate(600.0, site=2, market="", **half))
    with inventory.step(say("Sell")) as step:
        step.change(inventory.get(Site, 2), to=date(2024, 6, 30))
    figures = figures_of(inventory, whole_year())
    assert figures.totals(2024).scope2_location == pytest.approx(0.6 + 0.3)
    assert figures.totals(2024).scope2_market == pytest.approx(0.6)
    assert total_of(figures, 2024, site="B") == pytest.approx((0.3, 0.0))
    long = Activity(source=5, start=date(2025, 1, 1), end=date(2025, 12, 31), quantity=365.0, unit="kWh")
    add(
        inventory,
        certificate(1e6, site=2, market="", from_=date(2025, 1, 1), to=date(2025, 1, 31), vintage=2025),
    )
    with inventory.step(say("Sell later")) as step:
        step.change(inventory.get(Site, 2), to=date(2025, 2, 10))
    later = figures_of(inventory, [long])
    sold = inventory.activities([5])[-1]
    assert later.totals(2025).scope2_location == pytest.approx(41 * 0.5 / 1000)
    assert later.totals(2025).scope2_market == pytest.approx(10 * 0.5 / 1000)
    lines = booked_lines(later, sold, method="market")
    assert sum(line.result or 0.0 for line in lines) == pytest.approx(10 * 0.5 / 1000)


def test_a_credit_after_a_sale_leaves_what_was_used_before() -> None:
    inventory = book()
    with inventory.step(say("Sell")) as step:
        step.change(inventory.get(Site, 2), to=date(2024, 6, 30))
    figures = figures_of(inventory, [entry(5, "2024-01", 1000.0), entry(5, "2024-09", -1000.0)])
    assert figures.totals(2024).scope2_location == pytest.approx(0.5)
    assert total_of(figures, 2024) == pytest.approx((0.5, 0.5))


def test_a_life_reaches_a_year_that_an_edit_brings_and_leaves_one_that_it_takes() -> None:
    inventory = book()
    add(
        inventory,
        Factor(factor_id="OWN-MACHINE", name="Machine", category="s3-2", activity_unit="unit", co2=1000.0),
        Source(
            site=1, name="Press", category="s3-2", carrier="machine", unit="unit", factor="OWN-MACHINE", life_years=2.0
        ),
    )  # fmt: skip
    bought = Activity(source=6, start=date(2024, 3, 1), end=date(2024, 3, 31), quantity=4.0, unit="unit")
    figures = figures_of(inventory, [bought])
    inventory.watch(figures.refresh)
    assert figures.years == [2024]
    add(inventory, entry(5, "2025-01", 100.0))
    assert [figures.totals(year).scope3 for year in figures.years] == pytest.approx([2.0, 2.0])
    inventory.undo()
    assert figures.years == [2024]


def test_exports_take_nothing_of_a_certificate() -> None:
    inventory = book()
    add(inventory, certificate(600.0), Source(site=1, name="Sold", category="electricity", unit="kWh",
                                              measurement="exported"))  # fmt: skip
    figures = figures_of(inventory, [*whole_year(), replace(entry(6, "2024-01", 9000.0), unit="kWh")])
    assert figures.totals(2024).scope2_market == pytest.approx(0.3 + 0.6)


def test_a_figure_in_co2e_stands_beside_contracts() -> None:
    inventory = book()
    add(inventory, certificate(50.0))
    printed = replace(entry(2, "2024-01", 70.0), unit="kgCO2e", n=2)
    figures = figures_of(inventory, [entry(2, "2024-01", 100.0), printed])
    assert figures.totals(2024).scope2_location == pytest.approx(0.05 + 0.07)
    assert figures.totals(2024).scope2_market == pytest.approx(0.025 + 0.07)


def test_what_is_covered_counts_where_the_rest_has_no_factor() -> None:
    inventory = book()
    add(
        inventory,
        certificate(50.0, factor=0.2),
        Source(site=1, name="More", category="electricity", unit="kWh", factor="NOWHERE"),
    )
    figures = figures_of(inventory, [replace(entry(6, "2024-01", 100.0), unit="kWh")])
    assert figures.totals(2024).scope2_market == pytest.approx(50 * 0.2 / 1000)
    assert figures.totals(2024).without_factor == 1
    assert total_of(figures, 2024) == pytest.approx((0.0, 50 * 0.2 / 1000))


def test_a_missing_factor_counts_only_while_the_site_does() -> None:
    inventory = book()
    add(inventory, Source(site=2, name="Slag", category="process", carrier="unheard-of slag", unit="t"))
    with inventory.step(say("Sell")) as step:
        step.change(inventory.get(Site, 2), to=date(2024, 6, 30))
    slag = replace(entry(6, "2024-09", 1.0), unit="t")
    assert figures_of(inventory, [*whole_year(), slag]).totals(2024).without_factor == 0


def test_certificates_sold_for_own_power_have_lines() -> None:
    inventory = book()
    sold = certificate(60.0, kind="on-site", sold_on=True, site=1, market="")
    add(inventory, sold, GERMAN_GRID)
    figures = figures_of(inventory, [entry(4, "2024-01", 100.0)])
    totals = figures.totals(2024)
    lines = booked_lines(figures, inventory.activities([4])[0], method="market")
    assert totals.scope2_market == pytest.approx(60 * 0.7 / 1000)
    assert sum(line.result or 0.0 for line in lines) == pytest.approx(totals.scope2_market)
    assert booked_lines(figures, inventory.activities([4])[0]) == []


def test_by_gas_adds_up_where_a_gas_has_no_potential() -> None:
    inventory = book()
    mixed = Factor(
        factor_id="OWN-MIX", name="Mix", category="fugitive", carrier="mix", activity_unit="kg", co2=1.0,
        gas="HFE-0", gas_mass=1.0,
    )  # fmt: skip
    add(inventory, mixed, Source(site=1, name="Mix", category="fugitive", unit="kg", factor="OWN-MIX"))
    figures = figures_of(inventory, [replace(entry(6, "2024-01", 5.0), unit="kg")])
    assert figures.totals(2024).scope1 == 0.0
    assert sum(row.location or 0.0 for row in emission_rows(figures, 2024, ("gas",))) == 0.0


def test_what_tenants_use_is_noted_where_the_kind_of_lease_matters() -> None:
    inventory = book()
    add(inventory, Allocation(source=5, share=0.25, basis="area", goes_to="tenant"))
    figures = figures_of(inventory, whole_year())
    codes = {
        approach: "tenant-lease" in {found.code for found in year_findings(figures, 2024, None, approach)}
        for approach in (Consolidation.OPERATIONAL_CONTROL, Consolidation.EQUITY_SHARE)
    }
    assert codes == {Consolidation.OPERATIONAL_CONTROL: False, Consolidation.EQUITY_SHARE: True}
