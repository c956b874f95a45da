"""The target of an inventory, on real inventories in memory."""

from __future__ import annotations

import pytest

from carbondesk.domain.records import Driver, Exclusion, Organisation, Target
from carbondesk.domain.text import say
from carbondesk.report.denominators import denominator
from carbondesk.report.figures import Figures
from carbondesk.report.targets import grounds, target_path
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library
from tests.ui.pages import plants

BUILDINGS = "SBTi 1.5C buildings 2022|service buildings|1"


def figures_of(inventory: Inventory) -> Figures:
    figures = Figures(inventory, load_library(), {"AR6": gwp_set("AR6")})
    figures.load()
    return figures


def test_without_a_stored_target_scope_1_and_2_get_the_minimum_from_the_first_complete_year() -> None:
    figures = figures_of(plants.inventory())
    path = target_path(figures, "1+2", "market")
    assert path is not None
    assert (path.base_year, path.most_recent_year, path.target_year, path.chosen) == (2021, 2025, 2030, False)
    base, recent = figures.totals(2021), figures.totals(2025)
    # Equations 1 to 6 of the contraction, written out: 90 % of scope 1 by 2050, all of scope 2 by 2040.
    rate = (recent.scope1 * 0.9 / 25 + recent.scope2_market * 1.0 / 15) / recent.scope12_market
    target = recent.scope12_market * (1 - rate * 5)
    expected = max(0.042 * 9, 1 - target / base.scope12_market)
    assert path.reduction == pytest.approx(expected)
    assert path.base == pytest.approx(base.scope12_market)
    assert path.target == pytest.approx(base.scope12_market * (1 - expected))
    assert path.residual == pytest.approx(base.scope12_market * 0.1)
    assert path.at_least_minimum


def test_other_scopes_have_no_path_until_somebody_sets_one() -> None:
    figures = figures_of(plants.inventory(scope3=True))
    assert target_path(figures, "3", "market") is None
    with figures.inventory.step(say("Set target")) as step:
        step.add(Target(name="Value chain", scope="3", target_year=2030))
    path = target_path(figures, "3", "market")
    assert path is not None
    assert path.chosen
    assert path.base == pytest.approx(figures.totals(2021).scope3)


def test_the_organisation_chooses_the_base_year() -> None:
    inventory = plants.inventory()
    with inventory.step(say("Base year")) as step:
        step.change(inventory.organisation, base_year=2023)
    path = target_path(figures_of(inventory), "1+2", "location")
    assert path is not None
    assert path.base_year == 2023


def test_without_a_complete_year_there_is_no_path() -> None:
    assert (
        target_path(figures_of(plants.inventory(gaps=True, years=range(2025, 2026))), "1+2", "market") is None
    )
    empty = Inventory.in_memory(Organisation(name="New", country="DE"))
    assert target_path(figures_of(empty), "1+2", "market") is None


def test_a_target_that_has_passed_draws_nothing() -> None:
    figures = figures_of(plants.inventory())
    with figures.inventory.step(say("Set target")) as step:
        step.add(Target(name="Old", target_year=2024))
    assert target_path(figures, "1+2", "market") is None


def test_a_long_term_target_or_a_share_is_no_path_of_the_overview() -> None:
    figures = figures_of(plants.inventory(scope3=True))
    with figures.inventory.step(say("Set targets")) as step:
        step.add(Target(name="Far", kind="net-zero", target_year=2050))
        step.add(Target(name="Chain", scope="3", method="engagement", engagement=0.8))
    path = target_path(figures, "1+2", "market")
    assert path is not None
    assert (path.chosen, path.target_year) == (False, 2030)
    assert target_path(figures, "3", "market") is None


def test_a_target_is_judged_on_restated_figures_categories_and_outputs() -> None:
    figures = figures_of(plants.inventory(scope3=True))
    with figures.inventory.step(say("Enter output")) as step:
        site = next(iter(figures.sites))
        for month in (*plants.months(range(2024, 2025)), "2025-01"):
            step.add(Driver(site=site, driver="Pieces", month=month, amount=10.0, unit="unit"))
        step.add(Driver(site=site, driver="Mixed", month="2024-01", amount=1.0, unit="kg"))
        step.add(Driver(site=site, driver="Mixed", month="2024-02", amount=1.0, unit="t"))
        step.add(Exclusion(category="process", emissions=5.0))
    held = grounds(figures, Target(name="Ours", denominator="Pieces", sector=BUILDINGS))
    assert held.outputs == {2024: 120.0}
    assert [finding.code for finding in held.findings] == ["denominator-incomplete"]
    assert held.output_unit == "unit"
    assert held.emissions[2025]["S1"] == pytest.approx(figures.totals(2025).scope1)
    assert sum(held.categories[2025].values()) == pytest.approx(figures.totals(2025).scope3)
    assert held.sector is not None
    assert [exclusion.emissions for exclusion in held.exclusions] == [5.0]
    assert held.threshold == figures.organisation.significance
    mixed = denominator(figures, "Mixed")
    assert (mixed.amounts, [finding.code for finding in mixed.findings]) == ({}, ["denominator-units-differ"])
    assert denominator(figures, "") == denominator(figures, "Nothing")
