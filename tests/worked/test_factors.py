"""Published factors and published sums: the library prints what its publishers print, and sums come out as by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from carbondesk.domain.accounting.conversions import Way, way
from carbondesk.domain.accounting.emissions import by_gas, masses
from carbondesk.domain.accounting.factors import Choice, choose
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import Factor
from carbondesk.domain.units import exact
from carbondesk.store.library import gwp_set, load_library

CHOICES = Path(__file__).parents[1] / "data" / "choices.csv"


@pytest.fixture(scope="module")
def library() -> FactorLibrary:
    return load_library()


def tonnes(choice: Choice, quantity: float, gwp: str = "AR6") -> float:
    return sum(line[3] for line in by_gas(masses(choice), quantity, gwp_set(gwp)))


def own(**fields: object) -> Factor:
    return Factor(factor_id="ours", name="Ours", category="electricity", carrier="electricity", **fields)  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("quantity", "per_kwh", "published"), [(300.638, 0.5810, 174.671), (148.285, 0.5703, 84.567)]
)
def test_chinese_power_with_a_user_s_factor(quantity: float, per_kwh: float, published: float) -> None:
    ours = own(activity_unit="kWh", co2=per_kwh, ch4=0.0, region="CN", valid_from=2023, valid_to=2023)
    need = Need(category="electricity", unit="MWh", year=2023, country="CN")
    choice = choose(need, load_library([ours]))
    assert choice.factor == ours
    assert round(tonnes(choice, quantity), 3) == published


def test_kilowatt_hours_return_from_gigajoules_unchanged() -> None:
    there, back = way("kWh", "GJ", "", ()), way("GJ", "kWh", "", ())
    assert there is not None
    assert back is not None
    for kwh in (300.638, 0.1, 1 / 3, 148_285.7):
        gigajoules = exact(kwh) * there.by
        assert gigajoules == exact(kwh) * Fraction(36, 10_000)
        assert float(gigajoules * back.by) == kwh


@pytest.mark.parametrize(
    ("need", "co2", "co2e"),
    [
        # UK Government conversion factors 2025, fuels: diesel (average biofuel blend), litres.
        (Need(category="mobile-combustion", carrier="diesel", unit="L", country="GB", year=2025), None, 2.57082),
        # The same, 2023: 100% mineral diesel, petrol and LPG, kg CO2 per litre.
        (Need(category="mobile-combustion", carrier="mineral diesel", unit="L", country="GB", year=2023), 2.626, None),
        (
            Need(category="mobile-combustion", carrier="mineral petrol", unit="L", country="GB", year=2023),
            2.33086, None,
        ),
        (Need(category="mobile-combustion", carrier="lpg", unit="L", country="GB", year=2023), 1.55491, None),
        (Need(category="electricity", unit="kWh", country="GB", year=2023), 0.20496, None),
        # 2026, as far as it ships: electricity, diesel, natural gas.
        (Need(category="electricity", unit="kWh", country="GB", year=2026), None, 0.13096),
        (Need(category="mobile-combustion", carrier="diesel", unit="L", country="GB", year=2026), None, 2.58354),
        (
            Need(category="stationary-combustion", carrier="natural gas", unit="kWh_gross", country="GB", year=2026),
            None, 0.18231,
        ),
        # US EPA GHG Emission Factors Hub 2025, tables 1 and 2, kg CO2 per gallon.
        (Need(category="mobile-combustion", carrier="petrol", unit="gal", country="US", year=2025), 8.78, None),
        (Need(category="mobile-combustion", carrier="diesel", unit="gal", country="US", year=2025), 10.21, None),
        (Need(category="mobile-combustion", carrier="jet fuel", unit="gal", country="US", year=2025), 9.75, None),
        # MEE and NBS of China: Guangdong 2023, the nation 2022.
        (Need(category="electricity", unit="kWh", country="CN", region="Guangdong", year=2023), 0.4419, None),
        (Need(category="electricity", unit="kWh", country="CN", year=2022), 0.5366, None),
        # IPCC 2006, volume 2, table 2.3, and volume 3, table 2.1.
        (Need(category="stationary-combustion", carrier="lignite", unit="TJ_net", year=2024), 101000.0, None),
        (Need(category="process", carrier="clinker", unit="t", country="CN", year=2024), 520.0, None),
    ],
)  # fmt: skip
def test_the_library_prints_what_the_publishers_print(
    library: FactorLibrary, need: Need, co2: float | None, co2e: float | None
) -> None:
    choice = choose(need, library)
    assert choice.factor is not None
    assert choice.per_unit == 1.0
    assert co2 is None or choice.factor.co2 == co2
    assert co2e is None or choice.factor.co2e == pytest.approx(co2e, abs=1e-5)


IDS = {
    "EPA motor gasoline kgCO2/gal": ("mobile-combustion", "petrol", "gal", "US", 2025),
    "EPA diesel": ("mobile-combustion", "diesel", "gal", "US", 2025),
    "EPA jet kerosene": ("mobile-combustion", "jet fuel", "gal", "US", 2025),
    "EPA LNG": ("mobile-combustion", "liquefied natural gas", "gal", "US", 2025),
    "UK2023 diesel 100% mineral kgCO2/l": ("mobile-combustion", "mineral diesel", "L", "GB", 2023),
    "UK2023 petrol 100% mineral": ("mobile-combustion", "mineral petrol", "L", "GB", 2023),
    "UK2023 LPG": ("mobile-combustion", "lpg", "L", "GB", 2023),
    "UK2023 electricity kgCO2/kWh": ("electricity", "electricity", "kWh", "GB", 2023),
    "China national 2023": ("electricity", "electricity", "kWh", "CN", 2023),
    "China national 2022": ("electricity", "electricity", "kWh", "CN", 2022),
    "Korea 2023": ("electricity", "electricity", "kWh", "KR", 2023),
    "Viet Nam 2022": ("electricity", "electricity", "kWh", "VN", 2022),
}
"""Checks of the reference material against a second source, and the need that meets each number."""


def test_the_spot_checks_of_the_material_hold(library: FactorLibrary, shared: Path) -> None:
    with (shared / "data" / "factors" / "spotchecks.csv").open(encoding="utf-8", newline="") as file:
        checks = {
            row["what"]: float(row["other_value"]) for row in csv.DictReader(file) if row["result"] == "agree"
        }
    for what, (category, carrier, unit, country, year) in IDS.items():
        factor = choose(
            Need(category=category, carrier=carrier, unit=unit, country=country, year=year), library
        ).factor
        assert factor is not None, what
        printed = factor.co2 if factor.co2 is not None else factor.co2e
        assert printed == pytest.approx(checks[what], abs=1e-5), what


def recorded() -> Iterable[tuple[Need, str, str, str]]:
    """Yield the needs of the sample and of the worked inventories with what was chosen in the first edition."""
    with CHOICES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            factor, per_unit, findings = row.pop("factor"), row.pop("per_unit"), row.pop("findings")
            on_site = row.pop("generated_on_site") == "True"
            year = int(row.pop("year"))
            need = Need(**row, year=year, generated_on_site=on_site)  # type: ignore[arg-type] # all texts
            yield need, factor, per_unit, findings


def test_a_larger_library_chooses_the_same_factors_as_the_first(library: FactorLibrary) -> None:
    for need, factor, per_unit, findings in recorded():
        choice = choose(need, library)
        chosen = choice.factor.factor_id if choice.factor else ""
        codes = ";".join(sorted(finding.code for finding in choice.findings))
        assert (chosen, str(Way(choice.conversions).by), codes) == (factor, per_unit, findings), need


def test_sold_products_emit_units_times_lifetime_energy_times_the_grid(library: FactorLibrary) -> None:
    # Scope 3 Calculation Guidance, category 11: 1,000 units x 1,500 kWh x 0.5306 kg CO2/kWh = 795.9 t.
    need = Need(
        category="s3-11",
        carrier="electricity",
        unit="unit",
        year=2023,
        country="CN",
        heating_value="1500 kWh/unit",
    )
    choice = choose(need, library)
    assert tonnes(choice, 1000.0) == pytest.approx(795.9)
    assert "heating-value-assumed-gross" not in {finding.code for finding in choice.findings}


def test_what_the_american_grid_loses_is_use_times_loss_over_the_rest(library: FactorLibrary) -> None:
    # eGRID2023, RFCW: 0.4133682522 kg CO2/kWh, grid gross loss 4.2 %.
    need = Need(
        category="s3-3",
        carrier="electricity grid losses",
        unit="MWh",
        year=2023,
        country="US",
        grid_region="RFCW",
    )
    factor = choose(need, library).factor
    assert factor is not None
    assert factor.co2 == pytest.approx(0.4133682522 * 0.042 / (1 - 0.042), rel=1e-9)
    assert "× 0.042 / (1 − 0.042)" in factor.note
