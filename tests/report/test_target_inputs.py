"""What targets are judged on beside emissions, on real inventories in memory."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    Contract,
    CriterionAnswer,
    Factor,
    LandFigure,
    Organisation,
    SectorPoint,
    Source,
    Statement,
    Supplier,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.targets.grounds import bounded, coverage
from carbondesk.domain.targets.studies import study
from carbondesk.domain.text import listed, say
from carbondesk.report.figures import Figures
from carbondesk.report.render import html_report
from carbondesk.report.target_charts import target_chart
from carbondesk.report.target_inputs import (
    company,
    declared,
    engaged,
    generators,
    renewable,
    sector_pathway,
)
from carbondesk.report.targets import grounds, target_path
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library
from tests.ui.pages import plants

BUILDINGS = "SBTi 1.5C buildings 2022|service buildings|1"
ENGAGEMENT = Target(name="Suppliers", scope="3", method="engagement", engagement=0.8, target_year=2029)


def figures_with(*records: Record, scope3: bool = False) -> Figures:
    """Return figures of the plants with some records more; they follow every step."""
    inventory = plants.inventory(scope3=scope3)
    add(inventory, *records)
    figures = Figures(inventory, load_library(), {"AR6": gwp_set("AR6")})
    figures.load()
    inventory.watch(figures.refresh)
    return figures


def add(inventory: Inventory, *records: Record) -> None:
    with inventory.step(say("Add")) as step:
        for record in records:
            step.add(record)


def codes(figures: Figures, target: Target) -> list[str]:
    return [finding.code for finding in grounds(figures, target).findings]


def test_co2_of_bioenergy_is_in_the_line_of_its_scope_where_the_target_holds_it() -> None:
    figures = figures_with()
    factor = Factor(
        factor_id="OWN:pellets", name="Wood pellets", scope="1", category="stationary-combustion",
        carrier="wood pellets", activity_unit="t", ch4=0.1, co2_biogenic=1800.0,
    )  # fmt: skip
    pellets = Source(
        site=1, name="Wood pellets", category="stationary-combustion", carrier="wood pellets", unit="t",
        factor="OWN:pellets",
    )  # fmt: skip
    add(figures.inventory, factor, pellets)
    source = figures.inventory.find(Source, name="Wood pellets")[0]
    add(
        figures.inventory,
        *(
            Activity(
                source=source.id, start=date(year, 1, 1), end=date(year, 12, 31), quantity=100.0, unit="t"
            )
            for year in range(2021, 2026)
        ),
    )
    burnt = figures.totals(2021, restated=True).biogenic
    assert burnt == pytest.approx(180.0)
    held = grounds(figures, Target(name="Ours"))
    assert held.bioenergy[2021] == pytest.approx(burnt)
    assert held.emissions[2021]["B1"] == pytest.approx(burnt)
    assert held.emissions[2021]["B2"] == 0.0
    within, without = (
        bounded(Target(name="Ours", bioenergy=holds), held)[2021]["S1"] for holds in (True, False)
    )
    assert within - without == pytest.approx(burnt)
    path = target_path(figures, "1+2", "market")
    assert path is not None
    assert path.base == pytest.approx(figures.totals(2021).scope12_market)
    # Where a target counts it, the scopes as reported and the target's own line differ, and both say so.
    assert str(path.apart) == "without the bioenergy CO₂ that a target counts"
    add(figures.inventory, Target(name="Ours", base_year=2021, reduction=0.5))
    figures.load()
    ours = figures.inventory.all(Target)[0]
    assert ours.bioenergy
    path = target_path(figures, "1+2", "market")
    assert path is not None
    assert str(path.apart) == "without the bioenergy CO₂ that a target counts"
    own = study(ours, grounds(figures, ours))
    assert own.bioenergy == pytest.approx(burnt)
    assert own.course.years[2021] == pytest.approx(path.base + burnt)
    assert str(target_chart(own).context).endswith("Scope 1+2, market-based, with bioenergy CO₂")
    said = "In the picture: without the bioenergy CO₂ that a target counts. Calculated per the public SBTi method"
    assert said in html_report(figures, 2025)
    with figures.inventory.step(say("Leave it out")) as step:
        step.change(ours, bioenergy=False)
    path = target_path(figures, "1+2", "market")
    assert path is not None
    assert str(path.apart) == ""


def test_removals_and_emissions_of_feedstocks_count_in_their_scope() -> None:
    figures = figures_with(
        LandFigure(year=2021, scope=1, kind="feedstock-emissions", emissions=7.0),
        LandFigure(year=2021, scope=1, kind="feedstock-removals", emissions=3.0),
    )
    held = grounds(figures, Target(name="Ours"))
    start = figures.totals(2021).scope1
    both = Target(name="Ours", removals=True)
    assert bounded(Target(name="Ours"), held)[2021]["S1"] == pytest.approx(start + 7)
    assert bounded(both, held)[2021]["S1"] == pytest.approx(start + 4)
    add(figures.inventory, LandFigure(year=2021, scope=2, kind="feedstock-emissions", emissions=1.0))
    assert grounds(figures, both).emissions[2021]["B2"] == 1.0


def test_forest_land_and_agriculture_come_from_their_figures_or_are_missed() -> None:
    ours = Target(name="Land", scope="flag", base_year=2021, most_recent_year=2021)
    figures = figures_with()
    assert codes(figures, ours) == ["land-figures-missing"]
    add(
        figures.inventory,
        LandFigure(year=2021, scope=1, kind="flag", emissions=10.0),
        LandFigure(year=2021, scope=3, kind="flag", emissions=30.0),
    )
    assert grounds(figures, ours).emissions[2021]["FLAG"] == 40.0
    assert codes(figures, ours) == []


def test_the_share_of_renewable_power_comes_from_contracts_and_own_power() -> None:
    ours = Target(name="Green", scope="2", method="renewable-electricity", coverage=1.0)
    figures = figures_with()
    assert grounds(figures, ours).renewable == dict.fromkeys(range(2021, 2026), 0.0)
    whole = 2_400_000 * sum(weight for _, _, weight in plants.SITES) * 12
    add(
        figures.inventory,
        Contract(
            market="US", kind="certificate", quantity=1_000_000.0, unit="kWh", from_=date(2021, 1, 1),
            to=date(2021, 12, 31), vintage=2021, generator="Wind", tracked=True, cancelled_for="us",
            commissioned=date(2018, 5, 1), factor=0.0,
        ),
        Contract(
            market="US", kind="supplier", quantity=1_000_000.0, unit="kWh", from_=date(2021, 1, 1),
            to=date(2021, 12, 31), vintage=2021, generator="Mix", factor=0.4,
        ),
    )  # fmt: skip
    assert renewable(figures).years[2021] == pytest.approx(1_000_000 / whole, rel=1e-6)
    assert renewable(figures).years[2022] == 0.0
    assert [(each.name, each.intensity, each.commissioned) for each in generators(figures)] == [
        ("Wind", 0.0, 2018)
    ]
    panels = Source(
        site=1, name="Roof", category="electricity", carrier="electricity", unit="kWh", measurement="self-used",
        generated_on_site=True,
    )  # fmt: skip
    add(figures.inventory, panels)
    source = figures.inventory.find(Source, name="Roof")[0]
    year = Activity(
        source=source.id, start=date(2022, 1, 1), end=date(2022, 12, 31), quantity=5e5, unit="kWh"
    )
    add(figures.inventory, year)
    used = 12 * sum(round(2_400_000 * weight * 0.96) for _, _, weight in plants.SITES)
    assert renewable(figures).years[2022] == pytest.approx(5e5 / (used + 5e5), rel=1e-6)


def test_the_share_of_suppliers_with_targets_is_by_emissions_else_by_spend() -> None:
    figures = figures_with(
        Supplier(name="A", year=2024, emissions=60.0, target_state="validated", category="s3-1"),
        Supplier(name="B", year=2024, emissions=40.0, target_state="committed", category="s3-1"),
        Supplier(name="C", year=2025, spend=30.0, currency="EUR", target_state="Validated", category="s3-1"),
        Supplier(name="D", spend=70.0, currency="EUR", category="s3-4"),
    )
    assert engaged(figures, ENGAGEMENT).years == {2024: 0.6, 2025: 0.3}
    only = Target(name="One", scope="3", method="engagement", categories="1")
    assert grounds(figures, only).engaged == {2024: 0.6, 2025: 1.0}
    add(figures.inventory, Supplier(name="E", year=2025, spend=1.0, currency="USD"))
    held = grounds(figures, ENGAGEMENT)
    assert held.engaged == {2024: 0.6}
    assert [finding.code for finding in held.findings] == ["partners-without-amounts"]
    assert held.renewable == {}


def test_the_company_is_the_mean_of_its_two_latest_statements() -> None:
    figures = figures_with(
        Statement(year=2023, turnover=900.0, employees=10.0),
        Statement(year=2025, turnover=500.0, employees=900.0),
        Statement(year=2024, turnover=300.0),
    )
    assert company(figures).turnover == 400.0
    assert company(figures).employees == 900.0
    assert company(figures).balance_sheet is None
    assert company(figures).high_income is None
    with figures.inventory.step(say("Say")) as step:
        step.change(
            figures.inventory.organisation,
            income_group="high-income",
            sells_fuels=True,
            flag_sector=True,
            electricity_growth=0.1,
        )
    found = company(figures)
    assert (found.high_income, found.sells_fuels, found.flag_sector, found.electricity_growth) == (
        True,
        True,
        True,
        0.1,
    )


def test_an_answer_for_the_target_goes_before_one_for_all() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="DE"))
    add(inventory, Target(name="Ours"))
    target = inventory.all(Target)[0]
    add(
        inventory,
        CriterionAnswer(target=target.id, criterion="disclosure", holds=False),
        CriterionAnswer(criterion="disclosure", holds=True),
        CriterionAnswer(criterion="review", holds=False),
        CriterionAnswer(criterion="review", holds=True),
    )
    assert declared(inventory, target) == {"disclosure": False, "review": True}
    assert declared(inventory, Target(name="New")) == {"disclosure": True, "review": True}


def test_a_pathway_of_the_inventory_goes_before_a_shipped_one() -> None:
    figures = figures_with()
    shipped = sector_pathway(figures, BUILDINGS)
    assert shipped is not None
    pathway, sector, scopes = BUILDINGS.split("|")
    add(
        figures.inventory,
        *(
            SectorPoint(
                pathway=pathway, sector=sector, scopes=scopes, unit="kg CO2/m2", year=year, intensity=value,
                sector_activity=5.0, activity_unit="m2", source="Ours", licence="CC0",
            )
            for year, value in ((2020, 20.0), (2050, 0.0))
        ),
        SectorPoint(pathway="Own", sector="boards", region="EU", scopes="1", unit="t/t", year=2020, intensity=1.0),
        SectorPoint(pathway="Own", sector="boards", region="EU", scopes="1", unit="t/t", year=2050, intensity=0.1),
    )  # fmt: skip
    own = sector_pathway(figures, BUILDINGS)
    assert own is not None
    assert (own.at(2035), own.source, own.activity[2050]) == (10.0, "Ours", 5.0)
    regional = sector_pathway(figures, "Own|boards|1|EU")
    assert regional is not None
    assert str(regional.title) == "Own: boards, EU, scope 1"
    assert sector_pathway(figures, "nothing") is None


def test_values_are_kept_until_a_step_touches_what_they_come_from() -> None:
    figures = figures_with(scope3=True)
    ours = Target(name="Ours", scope="3", categories="4", denominator="Revenue")
    first = grounds(figures, ours)
    add(figures.inventory, Target(name="Another"), CriterionAnswer(criterion="review", holds=True))
    second = grounds(figures, ours)
    assert second.emissions is first.emissions
    assert second.outputs is first.outputs
    assert len(second.targets) == 1
    source = figures.inventory.find(Source, category="s3-4")[0]
    entry = figures.inventory.activities(source.id)[0]
    with figures.inventory.step(say("Edit")) as step:
        step.change(entry, quantity=entry.quantity * 2)
    third = grounds(figures, ours)
    assert third.emissions[2021]["S3"] > first.emissions[2021]["S3"]
    assert coverage(ours, third, 2021, "S3") == pytest.approx(
        third.categories[2021][4] / sum(third.categories[2021].values())
    )


def test_a_state_that_is_none_of_the_words_is_told_and_does_not_count() -> None:
    figures = figures_with(
        Supplier(name="A", year=2024, emissions=60.0, target_state="SBTi ok"),
        Supplier(name="B", year=2024, emissions=40.0, target_state=" Validated"),
        Supplier(name="C", year=2024, emissions=100.0),
    )
    found = engaged(figures, ENGAGEMENT)
    assert found.years == {2024: pytest.approx(0.2)}
    assert [(finding.code, finding.message.values["names"]) for finding in found.findings] == [
        ("partner-state-unknown", listed(["A"]))
    ]
