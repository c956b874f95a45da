"""Fuel and energy ask for their upstream in category 3: once, for their own country, never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbondesk.domain.accounting.factors import choose
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.upstream import upstream_needs
from carbondesk.domain.records import Factor
from carbondesk.domain.schema import Finding, Severity
from carbondesk.store.library import load_library

FUEL = Need(
    category="stationary-combustion",
    carrier="天然气",
    unit="m3",
    year=2025,
    country="GB",
    sector="commercial",
)
POWER = Need(category="electricity", unit="MWh", year=2025, country="GB")
HEAT = Need(category="heat-steam-cooling", carrier="steam", unit="GJ", year=2025, country="GB")


@pytest.fixture(scope="module")
def library() -> FactorLibrary:
    return load_library()


def chosen(need: Need, library: FactorLibrary) -> dict[str, str]:
    found = ((each, choose(each, library)) for each in upstream_needs(need, library))
    return {need.carrier: choice.factor.factor_id if choice.factor else "" for need, choice in found}


def test_a_british_fuel_finds_its_well_to_tank_by_any_of_its_units(library: FactorLibrary) -> None:
    assert chosen(FUEL, library) == {"upstream of natural gas": "UK-DESNZ-2025:11_100_1004_1"}
    [derived] = upstream_needs(replace(FUEL, unit="L"), library)
    choice = choose(derived, library)
    assert choice.factor is not None
    assert choice.per_unit > 0.0


def test_british_power_finds_generation_losses_and_the_losses_generation(library: FactorLibrary) -> None:
    found = chosen(POWER, library)
    assert list(found) == [
        "upstream of electricity",
        "electricity grid losses",
        "upstream of electricity grid losses",
    ]
    assert all(factor.startswith("UK-DESNZ-2025") for factor in found.values())


def test_british_heat_finds_its_network_and_heat_from_on_site_has_none(library: FactorLibrary) -> None:
    assert list(chosen(HEAT, library)) == [
        "upstream of heat and steam", "district heat losses", "upstream of district heat losses",
    ]  # fmt: skip
    assert list(chosen(replace(HEAT, carrier="heat from on site"), library)) == [
        "upstream of heat from on site"
    ]
    assert next(iter(chosen(replace(HEAT, carrier=""), library))) == "upstream of heat and steam"
    assert chosen(replace(HEAT, carrier="cooling"), library) == {"upstream of cooling": ""}


def test_american_power_finds_what_its_own_grid_loses(library: FactorLibrary) -> None:
    found = chosen(replace(POWER, country="US", grid_region="RFCW", year=2023), library)
    assert found == {"upstream of electricity": "", "electricity grid losses": "EPA-EGRID2023:rfcw:ggl"}


def test_australian_power_is_published_in_one_factor(library: FactorLibrary) -> None:
    found = chosen(replace(POWER, country="AU", year=2024), library)
    assert found == {"electricity upstream and grid losses": "AU-NGA-2024:au:s3"}


def test_an_electric_car_has_the_losses_and_the_upstream_of_its_kilometres(library: FactorLibrary) -> None:
    car = "cars (by size), average car - battery electric vehicle"
    assert list(chosen(replace(POWER, carrier=car, unit="km"), library)) == [car, f"upstream of {car}"]


def test_a_car_that_burns_fuel_has_the_upstream_of_its_kilometres(library: FactorLibrary) -> None:
    car = replace(
        FUEL, category="mobile-combustion", carrier="cars (by size), average car - diesel", unit="km"
    )
    assert "" not in chosen(car, library).values()


@pytest.mark.parametrize("country", ["CN", "DE", "US", ""])
def test_no_british_upstream_serves_another_country_and_it_is_said_once(
    library: FactorLibrary, country: str
) -> None:
    findings: set[Finding] = set()
    for year in (2023, 2024):
        for unit in ("m3", "L"):
            [derived] = upstream_needs(replace(FUEL, country=country, year=year, unit=unit), library)
            choice = choose(derived, library)
            assert (choice.factor, choice.counts) == (None, False)
            findings.update(choice.findings)
    [finding] = findings
    assert (finding.code, finding.severity) == ("upstream-missing", Severity.INFO)
    assert str(finding.message) == f"No upstream factor for natural gas in {country or 'the world'}."


def test_what_has_no_upstream_asks_for_none(library: FactorLibrary) -> None:
    for need in (
        replace(POWER, generated_on_site=True),
        replace(FUEL, category="process"),
        replace(FUEL, category="fugitive", carrier="SF6"),
        replace(FUEL, category="s3-3"),
        replace(FUEL, carrier=""),
        replace(FUEL, unit="no unit"),
        replace(FUEL, unit="t CO2e"),
    ):
        assert upstream_needs(need, library) == ()


def test_a_source_that_names_only_its_factor_takes_the_factor_s_fuel() -> None:
    ours = Factor(factor_id="ours", name="Ours", category="stationary-combustion", carrier="natural gas;lng",
                  activity_unit="m3", co2=2.0)  # fmt: skip
    library = load_library([ours])
    [derived] = upstream_needs(replace(FUEL, carrier="", own_factor="ours"), library)
    assert (derived.carrier, derived.own_factor, derived.sector) == ("upstream of natural gas", "", "")
    assert upstream_needs(replace(FUEL, carrier="", own_factor="unknown"), library) == ()


def test_a_source_of_category_3_may_name_the_fuel_alone(library: FactorLibrary) -> None:
    choice = choose(Need(category="s3-3", carrier="diesel", unit="L", year=2025, country="GB"), library)
    assert choice.factor is not None
    assert choice.factor.carrier == "upstream of diesel"
    lacking = choose(Need(category="s3-3", carrier="diesel", unit="L", year=2025, country="CN"), library)
    assert [finding.code for finding in lacking.findings] == ["factor-missing"]
