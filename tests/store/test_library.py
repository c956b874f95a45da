"""The factors that ship: whole, sourced, quick to read, and chosen as the worked cases say."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from carbondesk.domain.accounting.conversions import Way
from carbondesk.domain.accounting.factors import Choice, choose
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.gases import FAMILIES
from carbondesk.domain.records import Category, Factor
from carbondesk.domain.schema import Finding
from carbondesk.domain.units import unit
from carbondesk.paths import resources
from carbondesk.store.library import BEGINS, TABLES, gwp_set, load_library

GAS_OF = {"category": "stationary-combustion", "carrier": "natural gas"}
POWER = {"category": "electricity", "carrier": "electricity", "unit": "kWh"}


@pytest.fixture(scope="module")
def library() -> FactorLibrary:
    return load_library()


@pytest.fixture(scope="module")
def every(library: FactorLibrary) -> tuple[Factor, ...]:
    return library.factors


def pick(library: FactorLibrary, **need: object) -> Choice:
    return choose(Need(**need), library)  # type: ignore[arg-type] # any field


def codes(choice: Choice) -> set[str]:
    return {finding.code for finding in choice.findings}


def masses(choice: Choice) -> tuple[float | None, float | None, float | None]:
    assert choice.factor is not None
    return choice.factor.co2, choice.factor.ch4, choice.factor.n2o


def test_every_row_has_publisher_edition_table_licence_and_a_unit_we_know(every: tuple[Factor, ...]) -> None:
    for factor in every:
        assert all((factor.source, factor.source_version, factor.source_table, factor.licence)), (
            factor.factor_id
        )
        assert unit(factor.activity_unit).spelling == factor.activity_unit, factor.factor_id
        assert factor.valid_from is not None, factor.factor_id


def test_every_row_says_some_gas_and_a_category_of_ours(every: tuple[Factor, ...]) -> None:
    ours = {category.value for category in Category}
    for factor in every:
        assert set(factor.category.split(";")) <= ours, factor.factor_id
        gases = (factor.co2, factor.ch4, factor.n2o, factor.gas_mass, factor.co2_biogenic)
        assert factor.co2e is not None or any(mass is not None for mass in gases), factor.factor_id
        assert factor.co2e_basis or any(mass is not None for mass in gases), factor.factor_id
        assert bool(factor.gas) == (factor.gas_mass is not None), factor.factor_id


def test_ids_are_unique_and_lead_to_their_factor(library: FactorLibrary, every: tuple[Factor, ...]) -> None:
    assert len({factor.factor_id for factor in every}) == len(every)
    assert library.by_id("EPA-HUB-2025:T1:natural-gas:mmbtu") in every
    assert library.by_id("no such factor") is None


def test_every_table_serves_the_categories_that_its_rows_have() -> None:
    for table, categories in TABLES.items():
        with (resources() / "factors" / f"{table}.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["carrier"]]
        assert {part for row in rows for part in row["category"].split(";")} <= categories, table
        carriers = [carrier for row in rows for carrier in row["carrier"].split(";")]
        assert all(carrier.startswith(BEGINS[table]) for carrier in carriers if table in BEGINS), table


def test_every_factor_comes_from_an_edition(library: FactorLibrary, every: tuple[Factor, ...]) -> None:
    for factor in every:
        edition = library.edition(factor)
        assert edition is not None
        assert edition.rank in {"official", "international", "life-cycle"}
        assert edition.years in {"data", "publication", "standing"}


def test_rows_of_a_single_transcription_do_not_ship(every: tuple[Factor, ...]) -> None:
    ids = {factor.factor_id for factor in every}
    assert not any("EGRID2024" in factor_id or "BATCHWISE" in factor_id for factor_id in ids)
    assert sum(factor_id.startswith("UK-DESNZ-2026") for factor_id in ids) == 31


def test_the_library_s_texts_name_no_way_of_copying(every: tuple[Factor, ...]) -> None:
    text = " ".join((factor.note + factor.source + factor.source_version).casefold() for factor in every)
    assert not any(word in text for word in ("github", "transcri", "http"))


def test_reading_the_catalogue_leaves_pandas_and_pint_out() -> None:
    code = (
        "import sys; from carbondesk.store.library import load_library; load_library().by_id('x'); "
        "assert not {'pandas', 'pint'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "AR4",
            {"SF6": 22800.0, "NF3": 17200.0, "R-410A": 2087.5, "CH4-FOSSIL": 25.0, "CH4-NONFOSSIL": 25.0},
        ),
        (
            "AR5",
            {"SF6": 23500.0, "NF3": 16100.0, "R-410A": 1923.5, "CH4-FOSSIL": 30.0, "CH4-NONFOSSIL": 28.0},
        ),
        (
            "AR6",
            {
                "SF6": 25200.0,
                "NF3": 17400.0,
                "R-410A": 2255.5,
                "CH4-FOSSIL": 29.8,
                "CH4-NONFOSSIL": 27.0,
                "R-404A": 4728.0,
            },
        ),
    ],
)
def test_potentials_are_those_of_the_assessment_report(name: str, values: Mapping[str, float]) -> None:
    potentials = gwp_set(name)
    assert {gas: potentials.of(gas) for gas in values} == values
    assert set(potentials.families.values()) <= set(FAMILIES)


def test_families_tell_what_a_report_asks_for() -> None:
    families = {
        gas: gwp_set("AR6").family(gas)
        for gas in ("R-410A", "SF6", "PFC-14", "HCFC-22", "R-502", "HFO-1234yf")
    }
    assert families == {
        "R-410A": "HFCs", "SF6": "SF6", "PFC-14": "PFCs", "HCFC-22": "ozone-depleting", "R-502": "ozone-depleting",
        "HFO-1234yf": "other",
    }  # fmt: skip


def test_another_set_is_refused() -> None:
    with pytest.raises(ValueError, match="AR7"):
        gwp_set("AR7")


def test_natural_gas_of_the_epa_in_mmbtu(library: FactorLibrary) -> None:
    choice = pick(library, **GAS_OF, unit="MMBtu", country="US", year=2025)
    assert masses(choice) == (53.06, 0.001, 0.0001)
    assert choice.per_unit == 1.0
    assert codes(choice) == {"heating-value-assumed-gross"}


def test_natural_gas_in_ccf_takes_the_source_s_heating_value(library: FactorLibrary) -> None:
    choice = pick(library, **GAS_OF, unit="CCF", country="US", year=2025, heating_value="0.1027 MMBtu/CCF")
    assert masses(choice) == (53.06, 0.001, 0.0001)
    assert Way(choice.conversions).by == Fraction("0.1027")


def test_natural_gas_in_ccf_alone_takes_the_factor_per_cubic_foot(library: FactorLibrary) -> None:
    choice = pick(library, **GAS_OF, unit="CCF", country="US", year=2025)
    assert masses(choice) == (0.05444, 1.03e-06, 1e-07)
    assert Way(choice.conversions).by == 100
    assert codes(choice) == set()


@pytest.mark.parametrize(
    ("unit_", "year", "co2", "per_unit"),
    [
        ("m3", 2024, 2.0414, 1),
        ("m3", 2025, 2.0627, 1),
        ("kWh", 2025, 0.18259, 1),
        ("MWh_net", 2025, 0.20229, 1000),
        ("kWh", 2026, 0.18194, 1),
    ],
)
def test_natural_gas_of_the_uk_by_volume_and_energy(
    library: FactorLibrary, unit_: str, year: int, co2: float, per_unit: int
) -> None:
    choice = pick(library, **GAS_OF, unit=unit_, country="GB", year=year)
    assert masses(choice)[0] == co2
    assert Way(choice.conversions).by == per_unit
    assert codes(choice) <= {"heating-value-assumed-gross"}


def test_a_set_of_one_year_serves_neighbouring_years_with_one_finding(library: FactorLibrary) -> None:
    earlier = pick(library, **GAS_OF, unit="MMBtu_gross", country="US", year=2022)
    later = pick(library, **GAS_OF, unit="MMBtu_gross", country="US", year=2027)
    assert (codes(earlier), codes(later)) == ({"factor-nearest-year"}, {"factor-latest-known"})
    assert earlier.findings[0].where == {"family": "US EPA Emission Factors Hub", "year": 2022, "used": 2025}


def test_diesel_in_litres_in_china_goes_by_density_and_heating_value(library: FactorLibrary) -> None:
    choice = pick(
        library, category="stationary-combustion", carrier="柴油", unit="升", country="CN", year=2024
    )
    assert masses(choice) == (74100.0, 3.0, 0.6)
    assert Way(choice.conversions).by == Fraction("0.832361") * 43 / 10**6
    assert codes(choice) == {"fuel-property-used", "factor-sector-assumed", "factor-world-region"}


@pytest.mark.parametrize(("year", "co2", "found"), [(2022, 0.4536164104, set()), (2023, 0.4133682522, set())])
def test_electricity_of_an_egrid_subregion_is_exact_for_its_years(
    library: FactorLibrary, year: int, co2: float, found: set[str]
) -> None:
    choice = pick(library, **POWER, country="US", region="Ohio", grid_region="US-EGRID-RFCW", year=year)
    assert masses(choice)[0] == co2
    assert codes(choice) == found


def test_later_years_of_a_subregion_share_one_finding_a_year(library: FactorLibrary) -> None:
    said: set[Finding] = set()
    for region in ("RFCW", "US-EGRID-CAMX", "RFC West"):
        for year in (2024, 2025):
            choice = pick(library, **POWER, country="US", grid_region=region, year=year)
            assert choice.factor is not None
            assert choice.factor.valid_from == 2023
            said.update(choice.findings)
    assert sorted((finding.code, finding.where["year"]) for finding in said) == [
        ("factor-latest-known", 2024),
        ("factor-latest-known", 2025),
    ]


@pytest.mark.parametrize(
    ("region", "factor", "average"),
    [
        ("Jiangsu", "CN-MEE-2023:cn-js", False),
        ("江苏", "CN-MEE-2022:cn-js", False),
        ("", "CN-MEE-2023:cn", True),
    ],
)
def test_chinese_electricity_is_by_province_before_the_nation(
    library: FactorLibrary, region: str, factor: str, *, average: bool
) -> None:
    choice = pick(library, **POWER, country="CN", region=region, year=int(factor[7:11]))
    assert choice.factor is not None
    assert choice.factor.factor_id == factor
    assert ("factor-country-average" in codes(choice)) == average


def test_germany_has_only_a_life_cycle_intensity(library: FactorLibrary) -> None:
    choice = pick(library, **POWER, country="DE", year=2024)
    assert choice.factor is not None
    assert (choice.factor.factor_id, choice.factor.co2e) == ("OWID-EMBER:de:2024", 0.34413992)
    assert codes(choice) == {"factor-lifecycle", "factor-printed-basis"}


def test_an_official_factor_of_an_older_year_comes_before_a_life_cycle_one(library: FactorLibrary) -> None:
    choice = pick(library, **POWER, country="CN", year=2024)
    assert choice.factor is not None
    assert choice.factor.factor_id == "CN-MEE-2023:cn"


def test_no_factor_for_other_purposes_serves_scope_2(library: FactorLibrary) -> None:
    served = {
        factor.factor_id
        for region in ("US", "US-EGRID-RFCW", "US-OH", "CN", "CN-JS", "GB")
        for factor in library.candidates("electricity", "electricity", (region,))
    }
    assert served
    assert not any(
        part in factor_id
        for factor_id in served
        for part in ("nonbase", "exmarket", "fossil", "STATE", ":td")
    )


@pytest.mark.parametrize(
    ("name", "per_unit"), [("R-410A", 1.0), ("R410A", 1.0), ("SF6", 1.0), ("六氟化硫", 1.0)]
)
def test_refrigerants_and_switchgear_gas_leak_by_the_kilogram(
    library: FactorLibrary, name: str, per_unit: float
) -> None:
    choice = pick(library, category="fugitive", carrier=name, unit="kg", country="CN", year=2024)
    assert choice.factor is not None
    assert (choice.factor.gas_mass, choice.per_unit, choice.findings) == (1.0, per_unit, ())


def test_steam_of_the_uk_and_the_epa(library: FactorLibrary) -> None:
    uk = pick(library, category="heat-steam-cooling", carrier="蒸汽", unit="GJ", country="GB", year=2025)
    epa = pick(library, category="heat-steam-cooling", carrier="steam", unit="MMBtu", country="US", year=2025)
    assert (masses(uk)[0], Way(uk.conversions).by) == (0.17355, Fraction(10**6, 3600))
    assert masses(epa) == (66.33, 0.00125, 0.000125)


def test_biogenic_carbon_stands_beside_the_factor(library: FactorLibrary) -> None:
    pellets = pick(
        library, category="stationary-combustion", carrier="wood pellets", unit="t", country="GB", year=2025
    )
    assert pellets.factor is not None
    assert pellets.factor.co2_biogenic == 1677.18


@pytest.mark.parametrize(
    ("category", "carrier", "unit_"),
    [
        ("s3-1", "自来水", "m3"),
        ("s3-5", "waste water", "m3"),
        ("s3-5", "household residual waste - landfill", "t"),
        ("s3-4", "hgv (all diesel), all hgvs - average laden", "t.km"),
        ("s3-6", "hotel stay, uk", "room.night"),
        ("s3-6", "flights, short-haul, to/from uk - average passenger - with rf", "passenger.km"),
        ("s3-7", "rail, national rail", "passenger.km"),
        ("mobile-combustion", "diesel", "L"),
        ("s3-3", "electricity grid losses", "kWh"),
    ],
)
def test_a_british_site_finds_the_usual_sources_of_scope_3(
    library: FactorLibrary, category: str, carrier: str, unit_: str
) -> None:
    choice = pick(library, category=category, carrier=carrier, unit=unit_, country="GB", year=2025)
    assert choice.factor is not None
    assert codes(choice) <= {"factor-printed-basis"}


def test_an_inventory_s_own_factors_share_what_was_read(library: FactorLibrary) -> None:
    own = Factor(factor_id="ours", name="Ours", category="electricity", carrier="electricity", activity_unit="kWh",
                 co2=0.1, ch4=0.0, region="DE", valid_from=2024, valid_to=2024)  # fmt: skip
    merged = load_library([own])
    assert merged.factors == (own, *library.factors)
    choice = pick(merged, **POWER, country="DE", year=2024)
    assert (choice.factor, choice.findings) == (own, ())


def test_the_tables_are_what_the_material_gives(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import factor_library

    shipped = resources() / "factors"
    (tmp_path / "categories.csv").write_bytes((shipped / "categories.csv").read_bytes())
    monkeypatch.setattr(factor_library, "OUT", tmp_path)
    assert factor_library.main(shared / "data" / "factors") == 0
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (shipped / made.name).read_bytes(), made.name
