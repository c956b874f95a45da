"""What is wrong with a factor is said, with the remedy, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbondesk.domain.accounting.defects import defects
from carbondesk.domain.accounting.factors import choose
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import Factor
from carbondesk.domain.schema import Severity
from carbondesk.store.library import gwp_set, load_library

GOOD = Factor(
    factor_id="x", name="Natural gas", category="stationary-combustion", carrier="x", activity_unit="MMBtu",
    co2=53.06, ch4=0.001, n2o=0.0001, co2e=53.11, co2e_basis="AR5",
)  # fmt: skip


def codes(**changes: object) -> list[str]:
    sets = [gwp_set(name) for name in ("AR4", "AR5", "AR6")]
    found = defects(replace(GOOD, **changes), load_library().gases, sets)  # type: ignore[arg-type] # any field
    assert all(finding.where["factor"] == "x" and str(finding.remedy) for finding in found)
    return [finding.code for finding in found]


def test_a_sound_factor_has_none() -> None:
    assert codes() == []
    assert codes(co2e=None, co2e_basis="") == []
    assert codes(gas="SF6", gas_mass=0.4, co2e=None) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"activity_unit": " "}, ["factor-unit-missing"]),
        ({"activity_unit": "MMBtuu"}, ["unknown-unit"]),
        ({"co2": None, "ch4": None, "n2o": None, "co2e": None}, ["factor-gas-missing"]),
        ({"co2": None, "ch4": None, "n2o": None, "co2e_basis": ""}, ["factor-basis-missing"]),
        ({"gas": "NOx", "gas_mass": 0.1}, ["not-a-greenhouse-gas"]),
        ({"gas": "SO₂".replace("₂", "2"), "gas_mass": 0.1}, ["not-a-greenhouse-gas"]),
        ({"gas": "Kryptonite", "gas_mass": 0.1}, ["unknown-gas"]),
        ({"gas": "SF6"}, ["factor-gas-mass"]),
        ({"gas_mass": 0.1}, ["factor-gas-mass"]),
        ({"name": "NOx from boilers", "co2e": None}, ["nox-as-n2o"]),
        ({"note": "Nitrogen oxides, kg/MMBtu", "co2e": None}, ["nox-as-n2o"]),
        ({"name": "N2O, not NOx", "co2e": None}, []),
        ({"name": "NOx", "n2o": None}, []),
    ],
)
def test_each_fault_is_named(changes: dict[str, object], found: list[str]) -> None:
    assert codes(**changes) == found


def test_moved_columns_show_in_the_sum() -> None:
    # The columns of CH4, N2O and CO2e stand one to the left: CO2 holds the total's neighbour.
    assert codes(co2=0.001, ch4=0.0001, n2o=53.11, co2e=53.06) == ["factor-sum"]
    assert codes(co2=53.11, ch4=53.06, n2o=0.001, co2e=0.0001) == ["factor-sum"]


def test_rounding_and_the_potentials_of_another_report_are_no_fault() -> None:
    assert codes(co2=1.0, ch4=0.02, n2o=0.0, co2e=1.0 + 0.02 * 25) == []
    assert codes(co2=1.0, ch4=None, n2o=None, co2e=1.04) == []


def test_a_factor_whose_unit_nobody_knows_is_not_used() -> None:
    for unit in ("", "MMBtuu"):
        library = load_library([replace(GOOD, activity_unit=unit)])
        need = Need(category="stationary-combustion", carrier="x", unit="kWh", year=2024, country="US")
        choice = choose(need, library)
        assert (choice.factor, [finding.code for finding in choice.findings]) == (None, ["unknown-unit"])
        named = choose(replace(need, own_factor="x"), library)
        assert [(each.code, each.severity) for each in named.findings] == [("unknown-unit", Severity.ERROR)]


def test_a_factor_of_the_wrong_dimension_is_said_to_be_so() -> None:
    library = load_library([replace(GOOD, activity_unit="t")])
    choice = choose(
        Need(
            category="electricity", carrier="electricity", unit="kWh", year=2024, country="US", own_factor="x"
        ),
        library,
    )
    assert [finding.code for finding in choice.findings] == ["factor-unit"]
