"""The factor of a quantity is chosen in the published order, and what is not exact is said once for a family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from carbondesk.domain.accounting.conversions import Way
from carbondesk.domain.accounting.editions import Edition, FuelProperty
from carbondesk.domain.accounting.factors import Choice, Policy, choose, factor_years
from carbondesk.domain.accounting.library import CategoryRule, FactorLibrary, Shelf, Words
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.searches import Card
from carbondesk.domain.gases import Gas, Gases
from carbondesk.domain.records import Factor

LEDGER = """
    id        category                carrier      sector         unit       co2    co2e  region  from  to    edition
    grid-22   electricity             electricity  -              kWh        0.50   -     AA-N    2022  2022  GRID
    grid-23   electricity             electricity  -              kWh        0.45   -     AA-N    2023  2023  GRID
    aa-23     electricity             electricity  -              kWh        0.40   -     AA      2023  2023  GRID
    aa-mean   electricity             electricity  -              kWh        0.41   -     AA      2021  2023  GRID
    bb-20     electricity             electricity  -              kWh        -      0.3   BB      2020  -     GRID
    world     electricity             electricity  -              kWh        -      0.48  -       2023  2023  LIFE
    cc-24     electricity             electricity  -              kWh        -      0.2   CC      2024  2024  LIFE
    dd-20     electricity             electricity  -              kWh        0.7    -     DD      2020  2020  GRID
    dd-24     electricity             electricity  -              kWh        -      0.6   DD      2024  2024  LIFE
    gas-m3    stationary-combustion   natural gas  -              m3         2.00   -     AA      2024  2024  SET-24
    gas-kwh   stationary-combustion   natural gas  -              kWh_gross  0.18   -     AA      2024  2024  SET-24
    gas-25    stationary-combustion   natural gas  -              m3         2.05   -     AA      2025  -     SET-25
    gas-b25   stationary-combustion   natural gas  -              kWh_gross  0.185  -     AA      2025  -     SET-25
    gas-ind   stationary-combustion   natural gas  manufacturing  TJ_net     56100  -     -       2006  -     WORLD
    gas-com   stationary-combustion   natural gas  commercial     TJ_net     56101  -     -       2006  -     WORLD
    oil-ind   stationary-combustion   diesel       manufacturing  TJ_net     74100  -     -       2006  -     WORLD
    oil-l     mobile-combustion       diesel       -              L          2.60   -     AA      2024  2024  SET-24
    oil-road  mobile-combustion       diesel       road           TJ_net     74100  -     -       2006  -     WORLD
    oil-rail  mobile-combustion       diesel       rail           TJ_net     74102  -     -       2006  -     WORLD
    wood      stationary-combustion   wood         -              kWh        0.01   -     AA      2024  2024  SET-24
    extra     mobile-combustion       -            -              L          0.01   -     AA      2024  2024  SET-24
"""

PROPERTIES = """
    carrier      property       value    unit       per  edition
    natural gas  heating value  50       GJ_gross   t    SET-24
    natural gas  heating value  45       GJ_net     t    SET-24
    natural gas  heating value  48       GJ_net     t    WORLD
    natural gas  density        0.8      kg         m3   SET-24
    diesel       heating value  43       GJ_net     t    WORLD
    diesel       heating value  45       GJ_gross   t    SET-24
    diesel       density        800      kg         m3   SET-24
    naphtha      heating value  45       GJ_gross   t    SET-24
"""

WORDS = Words(
    categories=(
        CategoryRule(published="Fuels >", ours="stationary-combustion", carrier="by name", sector=""),
        CategoryRule(published="UK electricity", ours="electricity", carrier="electricity", sector=""),
        CategoryRule(published="Extras", ours="s3-1", carrier="none", sector=""),
    ),
    carriers={"柴油": "diesel", "gas": "natural gas"},
    regions={("AA", "north"): "AA-N", ("AA", "aa-n"): "AA-N", ("AA", "south"): "AA-S"},
)
GASES = Gases(
    (
        Gas("CO2", "Carbon dioxide", "CO2", (), {"AR6": 1.0}),
        Gas("CH4-FOSSIL", "Methane, fossil", "CH4", ("methane",), {"AR6": 29.8}),
        Gas("CH4-NONFOSSIL", "Methane, non-fossil", "CH4", (), {"AR6": 27.0}),
        Gas("SF6", "Sulfur hexafluoride", "SF6", ("六氟化硫",), {"AR6": 25200.0}),
        Gas("HCFC-22", "Chlorodifluoromethane", "ozone-depleting", ("R-22",), {"AR6": 1960.0}),
    ),
    {},
)


def edition(key: str) -> Edition:
    rank = {"WORLD": "international", "LIFE": "life-cycle"}.get(key, "official")
    years = {"WORLD": "standing", "GRID": "data", "LIFE": "data"}.get(key, "publication")
    series = key.split("-", maxsplit=1)[0]
    return Edition(
        edition=key, series=series, family=f"{series.title()} set", source=series, source_version=key,
        licence="open", rank=rank, years=years,
    )  # fmt: skip


def table(text: str) -> list[list[str]]:
    """Split a text table into rows of cells; two spaces part the cells and `-` is an empty one."""
    rows = [
        [cell.strip() for cell in line.strip().split("  ") if cell.strip()]
        for line in text.strip().splitlines()
    ]
    return [["" if cell == "-" else cell for cell in row] for row in rows[1:]]


def number(text: str) -> float | None:
    return float(text) if text else None


def factors() -> list[Factor]:
    return [
        Factor(
            factor_id=key, name=key, category=category, carrier=carrier, sector=sector, activity_unit=unit_,
            co2=number(co2), co2e=number(co2e), co2e_basis="AR5" if co2e else "", region=region,
            valid_from=int(start), valid_to=int(end) if end else None,
            source=edition(key_of).source, source_version=key_of,
        )
        for key, category, carrier, sector, unit_, co2, co2e, region, start, end, key_of in table(LEDGER)
    ]  # fmt: skip


def library(own: tuple[Factor, ...] = ()) -> FactorLibrary:
    def shelf(*, life_cycle: bool) -> Callable[[], list[Card]]:
        chosen = [factor for factor in factors() if (factor.source == "LIFE") == life_cycle]
        return lambda: [Card.of(factor, edition(factor.source_version)) for factor in chosen]

    categories = frozenset({"electricity", "stationary-combustion", "mobile-combustion"})
    return FactorLibrary(
        [
            Shelf(categories=categories, read=shelf(life_cycle=False)),
            Shelf(categories=categories, read=shelf(life_cycle=True), last_resort=True),
        ],
        editions=[edition(key) for key in ("GRID", "LIFE", "SET-24", "SET-25", "WORLD")],
        properties=[
            FuelProperty(
                carrier=carrier, property=kind, value=Fraction(value), unit=unit_, per=per,
                edition=edition(key), source_table="Table 1",
            )
            for carrier, kind, value, unit_, per, key in table(PROPERTIES)
        ],
        words=WORDS,
        gases=GASES,
        own=own,
    )  # fmt: skip


POWER = Need(category="electricity", unit="kWh", year=2023, country="AA")
GAS = Need(category="stationary-combustion", carrier="natural gas", unit="m3", year=2024, country="AA")
LEAK = Need(category="fugitive", carrier="SF6", unit="g", year=2024, country="AA")


def codes(choice: Choice) -> set[str]:
    return {finding.code for finding in choice.findings}


def chosen(need: Need, **changes: object) -> tuple[str, set[str]]:
    choice = choose(replace(need, **changes), library())  # type: ignore[arg-type] # any field
    return (choice.factor.factor_id if choice.factor else ""), codes(choice)


def test_an_exact_match_says_nothing() -> None:
    assert chosen(POWER, grid_region="North") == ("grid-23", {"factor-co2-only"})


@pytest.mark.parametrize(
    ("year", "factor", "code"),
    [
        (2022, "grid-22", ""),
        (2025, "grid-23", "factor-latest-known"),
        (2020, "grid-22", "factor-nearest-year"),
    ],
)
def test_a_year_without_a_factor_takes_the_nearest_with_one_finding(
    year: int, factor: str, code: str
) -> None:
    choice = choose(replace(POWER, grid_region="AA-N", year=year), library())
    assert choice.factor is not None
    assert choice.factor.factor_id == factor
    assert codes(choice) - {"factor-co2-only"} == ({code} if code else set())
    for finding in choice.findings:
        assert finding.where["family"] == "Grid set"
        assert finding.where.get("year", year) == year


def test_sources_of_one_family_and_year_share_their_finding() -> None:
    north, south = (choose(replace(POWER, region=name, year=2026), library()) for name in ("North", "AA-N"))
    assert set(north.findings) == set(south.findings)


def test_the_region_comes_before_the_year() -> None:
    assert chosen(POWER, grid_region="AA-N", year=2021)[0] == "grid-22"


def test_a_single_year_comes_before_a_mean_of_years() -> None:
    assert chosen(POWER)[0] == "aa-23"


@pytest.mark.parametrize("region", ["", "South", "Atlantis"])
def test_a_country_s_average_is_second_best_where_regions_have_factors(region: str) -> None:
    factor, found = chosen(POWER, region=region)
    assert factor == "aa-23"
    assert "factor-country-average" in found


def test_an_open_end_means_latest_known_and_is_no_match_afterwards() -> None:
    assert chosen(POWER, country="BB", year=2020) == ("bb-20", {"factor-printed-basis"})
    assert chosen(POWER, country="BB", year=2021) == (
        "bb-20",
        {"factor-printed-basis", "factor-latest-known"},
    )


def test_life_cycle_intensities_serve_only_where_nothing_else_exists() -> None:
    assert chosen(POWER, country="DD", year=2024) == ("dd-20", {"factor-latest-known", "factor-co2-only"})
    assert chosen(POWER, country="CC", year=2024) == ("cc-24", {"factor-lifecycle", "factor-printed-basis"})


def test_a_country_without_any_factor_takes_the_world_s() -> None:
    factor, found = chosen(POWER, country="ZZ")
    assert factor == "world"
    assert found == {"factor-lifecycle", "factor-printed-basis", "factor-world-region"}


def test_a_policy_can_refuse_factors_of_other_years() -> None:
    strict = Policy(latest_published=False)
    assert codes(choose(replace(POWER, country="DD", year=2022), library(), strict)) == {"factor-missing"}
    assert choose(replace(POWER, country="DD", year=2020), library(), strict).factor is not None


def test_a_pinned_edition_keeps_a_closed_year() -> None:
    pinned = Policy(pins=frozenset({(2025, "SET", "SET-24")}))
    need = replace(GAS, year=2025)
    assert chosen(need)[0] == "gas-25"
    choice = choose(need, library(), pinned)
    assert choice.factor is not None
    assert choice.factor.factor_id == "gas-m3"


def test_energy_made_on_site_counts_in_no_scope_and_lacks_nothing() -> None:
    choice = choose(replace(POWER, generated_on_site=True), library())
    assert (choice.counts, choice.factor, choice.findings) == (False, None, ())


def test_a_source_without_a_carrier_is_a_finding_unless_the_category_tells() -> None:
    assert chosen(GAS, carrier="") == ("", {"carrier-missing"})
    assert chosen(POWER, carrier="")[0] == "aa-23"


def test_an_unknown_unit_is_a_finding() -> None:
    assert chosen(GAS, unit="hogshead") == ("", {"unknown-unit"})


def test_what_the_library_lacks_is_a_finding_with_a_remedy() -> None:
    choice = choose(replace(GAS, carrier="phlogiston", country=""), library())
    assert [str(finding.message) for finding in choice.findings] == [
        "No factor for phlogiston per m3 in the world, 2024."
    ]
    assert str(choice.findings[0].remedy) == "Name one in the form of the source."


def test_the_kind_of_unit_comes_before_the_year() -> None:
    assert chosen(GAS, year=2026) == ("gas-25", {"factor-latest-known", "factor-co2-only"})
    assert chosen(GAS, unit="kWh_gross")[0] == "gas-kwh"


def test_a_fuel_s_energy_without_a_word_is_gross_and_says_so() -> None:
    assert chosen(GAS, unit="MWh") == ("gas-kwh", {"heating-value-assumed-gross", "factor-co2-only"})


@pytest.mark.parametrize(
    ("heating_value", "unit_", "factor", "per_unit"),
    [
        ("40 MJ_gross/m3", "m3", "gas-kwh", Fraction(40, 1) / Fraction("3.6")),
        ("0.1 MMBtu/CCF", "MCF", "gas-kwh", Fraction("1.05505585262") / Fraction("3.6") * 1000),
        ("40 MJ_gross/Sm3", "m3", "gas-kwh", Fraction(40, 1) / Fraction("3.6")),
        ("36 MJ_net/m3", "m3", "gas-kwh", Fraction(10) * Fraction(50, 45)),
        ("ignored", "kWh_gross", "gas-kwh", Fraction(1)),
    ],
)
def test_the_source_s_heating_value_wins_over_a_factor_per_volume(
    heating_value: str, unit_: str, factor: str, per_unit: Fraction
) -> None:
    choice = choose(replace(GAS, heating_value=heating_value, unit=unit_), library())
    assert choice.factor is not None
    assert choice.factor.factor_id == factor
    assert Way(choice.conversions).by == per_unit
    assert choice.per_unit == float(per_unit)


@pytest.mark.parametrize(
    ("heating_value", "code"),
    [
        ("forty", "not-a-number"),
        ("1,026 MJ/m3", "ambiguous-number"),
        ("40 MJ/hogshead", "unknown-unit"),
        ("40 MJ/kg", "heating-value-unit"),
        ("40 kg/m3", "heating-value-unit"),
    ],
)
def test_a_heating_value_that_cannot_be_used_is_an_error(heating_value: str, code: str) -> None:
    assert chosen(GAS, heating_value=heating_value) == ("", {code})
    assert chosen(GAS, heating_value=heating_value, own_factor="gas-kwh") == ("", {code})


def test_a_state_of_steam_that_gives_no_energy_is_an_error() -> None:
    state = "steam 2800 kJ/kg - 80 % x 4000 kJ/kg; contract"
    assert chosen(GAS, unit="t", heating_value=state) == ("", {"condensate-exceeds"})


def test_gas_at_stated_conditions_meets_cubic_metres_with_a_finding() -> None:
    choice = choose(replace(GAS, unit="Nm3"), library())
    assert Way(choice.conversions).by == Fraction("288.15") / Fraction("273.15")
    assert "gas-volume-conditions" in codes(choice)


def test_litres_reach_energy_by_cited_properties() -> None:
    choice = choose(replace(GAS, carrier="柴油", unit="L", country="BB"), library())
    assert choice.factor is not None
    assert choice.factor.factor_id == "oil-ind"
    assert Way(choice.conversions).by == Fraction("0.8") * 43 / 10**6
    assert codes(choice) >= {"fuel-property-used", "factor-world-region", "factor-sector-assumed"}
    reasons = [str(step.because) for step in choice.conversions]
    assert "Density of diesel: 800 kg per m3, SET, Table 1" in reasons
    assert "Heating value of diesel: 43 GJ_net per t, WORLD, Table 1" in reasons


@pytest.mark.parametrize(
    ("need", "per_unit"),
    [
        (replace(GAS, unit="GJ_gross", country="BB"), Fraction(45, 50) / 1000),
        (replace(GAS, unit="GJ", country="BB"), Fraction(45, 50) / 1000),
        (replace(GAS, unit="t", country="BB"), Fraction(48, 1000)),
        (replace(GAS, category="mobile-combustion", carrier="diesel", unit="kg"), Fraction(1000, 800)),
        (
            replace(GAS, category="mobile-combustion", carrier="diesel", unit="GJ_gross"),
            1000 * Fraction(1000, 45) / 800,
        ),
        (
            replace(GAS, category="mobile-combustion", carrier="diesel", unit="GJ"),
            1000 * Fraction(1000, 45) / 800,
        ),
        (replace(GAS, carrier="wood", unit="MWh_gross"), Fraction(1000)),
    ],
)
def test_published_properties_join_mass_volume_and_both_energies(need: Need, per_unit: Fraction) -> None:
    choice = choose(need, library())
    assert choice.factor is not None
    assert Way(choice.conversions).by == per_unit


def test_a_heating_value_of_the_other_basis_needs_the_fuel_s_ratio() -> None:
    ours = Factor(
        factor_id="x",
        name="x",
        category="stationary-combustion",
        carrier="naphtha",
        activity_unit="GJ_net",
        co2=70.0,
    )
    choice = choose(replace(GAS, carrier="naphtha", unit="t"), library((ours,)))
    assert codes(choice) == {"factor-missing"}
    ours = replace(ours, carrier="natural gas", activity_unit="GJ_gross", region="AA", valid_from=2024)
    by_mass = choose(replace(GAS, unit="t", own_factor="x"), library((ours,)))
    assert Way(by_mass.conversions).by == 50


def test_without_a_density_volume_does_not_reach_mass() -> None:
    ours = Factor(
        factor_id="x",
        name="x",
        category="stationary-combustion",
        carrier="naphtha",
        activity_unit="t",
        co2=3.0,
    )
    assert codes(choose(replace(GAS, carrier="naphtha", unit="L"), library((ours,)))) == {"factor-missing"}
    assert codes(choose(replace(GAS, carrier="naphtha", unit="unit"), library((ours,)))) == {"factor-missing"}


@pytest.mark.parametrize(
    ("sector", "factor", "assumed"),
    [
        ("", "oil-road", True),
        ("rail", "oil-rail", False),
        ("Road", "oil-road", False),
        ("canal", "oil-road", True),
    ],
)
def test_the_sector_of_use_tells_equal_fuels_apart(sector: str, factor: str, *, assumed: bool) -> None:
    need = replace(
        GAS, category="mobile-combustion", carrier="diesel", unit="GJ_net", country="BB", sector=sector
    )
    found, said = chosen(need)
    assert (found, "factor-sector-assumed" in said) == (factor, assumed)


def test_the_source_s_own_factor_comes_first() -> None:
    assert chosen(GAS, own_factor="gas-25") == ("gas-25", {"factor-nearest-year", "factor-co2-only"})
    assert chosen(GAS, own_factor="gas-25", country="BB")[1] >= {"factor-other-region"}
    assert chosen(GAS, own_factor="nowhere") == ("", {"factor-unknown"})
    assert chosen(POWER, own_factor="gas-m3") == ("", {"factor-unit"})
    assert chosen(POWER, own_factor="aa-23")[1] == {"factor-co2-only"}


def test_an_inventory_s_own_factor_is_found_in_its_set_s_words() -> None:
    ours = (
        Factor(factor_id="mine", name="Gas", category="Fuels > Gaseous fuels", activity_unit="m3", co2=1.9, ch4=0.0,
               region="AA", valid_from=2024),
        Factor(factor_id="grid", name="Grid", category="UK electricity", activity_unit="kWh", co2e=0.1, region="AA",
               valid_from=2025),
        Factor(factor_id="plain", name="Zinc", category="s3-1", carrier="zinc", activity_unit="t", co2e=2.0),
        Factor(factor_id="extra", name="Extra", category="Extras", activity_unit="t", co2e=2.0),
    )  # fmt: skip
    shelf = library().with_own(ours)
    gas = choose(GAS, shelf)
    assert (gas.factor and gas.factor.factor_id, gas.findings) == ("mine", ())
    assert choose(replace(POWER, year=2025), shelf).factor == replace(
        ours[1], category="electricity", carrier="electricity"
    )
    zinc = choose(Need(category="s3-1", carrier="Zinc", unit="kg", year=1999), shelf)
    assert zinc.factor == ours[2]
    assert shelf.by_id("plain") == ours[2]


def test_a_gas_that_leaks_is_its_own_mass() -> None:
    choice = choose(LEAK, library())
    assert choice.factor is not None
    assert (choice.factor.factor_id, choice.factor.gas_mass, choice.per_unit) == ("GAS:SF6", 1.0, 0.001)
    assert (choice.findings, choice.methane_origin, choice.factor.scope) == ((), "fossil", "1")
    shelf = library()
    assert shelf.gas_factor("SF6") is shelf.gas_factor("SF6")


@pytest.mark.parametrize(
    ("name", "column", "origin"),
    [("CO2", "co2", "fossil"), ("methane", "ch4", "fossil"), ("CH4-NONFOSSIL", "ch4", "non-fossil")],
)
def test_carbon_dioxide_and_methane_leak_as_themselves(name: str, column: str, origin: str) -> None:
    choice = choose(replace(LEAK, carrier=name), library())
    assert choice.factor is not None
    assert (getattr(choice.factor, column), choice.methane_origin, choice.findings) == (1.0, origin, ())


def test_ozone_depleting_gases_stand_outside_the_scopes() -> None:
    factor = library().by_id("GAS:R-22")
    assert factor is not None
    assert factor.scope == "outside"
    assert library().by_id("GAS:phlogiston") is None
    assert chosen(LEAK, carrier="phlogiston") == ("", {"factor-missing"})


def test_methane_of_combustion_follows_the_organisation_s_policy() -> None:
    assert choose(GAS, library(), Policy(combustion_methane="fossil")).methane_origin == "fossil"
    assert choose(GAS, library()).methane_origin == "non-fossil"
    assert choose(POWER, library(), Policy(combustion_methane="fossil")).methane_origin == "non-fossil"


def test_factors_are_found_by_words_region_and_year() -> None:
    shelf = library()
    assert [factor.factor_id for factor in shelf.find("oil rail")] == ["oil-rail"]
    assert {factor.factor_id for factor in shelf.find("柴油", category="mobile-combustion")} == {
        "oil-l", "oil-road", "oil-rail",
    }  # fmt: skip
    assert [factor.factor_id for factor in shelf.find(region="AA", year=2022, category="electricity")] == [
        "grid-22",
        "aa-mean",
    ]
    assert len(shelf.factors) == len(factors())


def test_standing_and_undated_factors_are_of_every_year() -> None:
    undated = Factor(factor_id="x", name="x", activity_unit="kg")
    assert factor_years(undated, None) is None
    assert factor_years(replace(undated, valid_from=2006), edition("WORLD")) is None
    assert factor_years(replace(undated, valid_from=2006), None) == (2006, 2006)
