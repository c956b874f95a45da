"""Shares of a cogeneration plant and energy of steam: nothing is lost, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.cogeneration import split
from carbondesk.domain.accounting.conversions import Way
from carbondesk.domain.accounting.steam import (
    Steam,
    heating_way,
    is_steam,
    read_heating,
    read_steam,
    steam_energy,
    steam_text,
)
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Cogeneration
from carbondesk.domain.schema import Finding
from carbondesk.domain.units import Quantity, RatedQuantity

PLANT = Cogeneration(source=1, name="CHP", heat_efficiency=0.8, power_efficiency=0.35, citation="Tool")
TABLE = "2800 kJ/kg"
AMOUNTS = st.integers(1, 10**9).map(lambda number: number / 100)


def codes(plant: Cogeneration, heat: Quantity, power: Quantity) -> list[str]:
    found, findings = split(plant, 1000, heat, power)
    assert found is None
    assert all(str(finding.remedy) for finding in findings)
    return [finding.code for finding in findings]


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(["efficiency", "energy-content"]))
def test_heat_and_power_together_have_the_plant_s_emission(
    emission: float, heat: float, power: float, allocation: str
) -> None:
    plant = Cogeneration(
        source=1, name="", allocation=allocation, heat_efficiency=0.8, power_efficiency=0.35, citation="Tool"
    )
    found, findings = split(plant, emission, Quantity(heat, "kWh"), Quantity(power, "kWh"))
    assert findings == []
    assert found is not None
    assert found.heat + found.power == pytest.approx(emission, rel=1e-15)
    assert min(found.heat, found.power) >= 0


def test_a_plant_that_gave_only_heat_has_no_rate_for_power() -> None:
    found, _ = split(PLANT, 1000, Quantity(500, "kWh"), Quantity(0, "kWh"))
    assert found is not None
    assert (found.heat, found.heat_rate, found.power, found.power_rate) == (1000, 2, 0, None)


def test_what_a_plant_does_not_say_is_found() -> None:
    heat, power, none = Quantity(2, "MWh"), Quantity(1, "MWh"), Quantity(0, "MWh")
    assert codes(PLANT, none, none) == ["cogeneration-without-output"]
    assert codes(PLANT, heat, Quantity(-1, "MWh")) == ["cogeneration-without-output"]
    assert codes(PLANT, heat, Quantity(1, "t")) == ["wrong-dimension"]
    assert codes(Cogeneration(source=1, name=""), heat, power) == ["efficiency-missing"] * 2
    zero = Cogeneration(source=1, name="", heat_efficiency=0.0, power_efficiency=1.2)
    assert codes(zero, heat, power) == ["efficiency-missing"] * 2


def test_efficiencies_without_a_source_share_and_are_found() -> None:
    plant = Cogeneration(source=1, name="", heat_efficiency=0.8, power_efficiency=0.35)
    found, findings = split(plant, 1000, Quantity(2, "MWh"), Quantity(1, "MWh"))
    assert found is not None
    assert [finding.code for finding in findings] == ["efficiency-without-source"]


def test_steam_without_return_is_mass_times_enthalpy() -> None:
    assert steam_energy(Quantity(500, "kg"), Steam(enthalpy=TABLE, citation="Table")) == (Fraction(7, 5), [])


@pytest.mark.parametrize(
    ("steam", "found"),
    [
        (
            Steam(enthalpy="", citation="", pressure="10 bar", temperature="180 °C"),
            ["steam-without-enthalpy"],
        ),
        (Steam(enthalpy=TABLE, citation="Table", returned=1.2), ["condensate-out-of-range"]),
        (Steam(enthalpy=TABLE, citation="Table", returned=0.5), ["condensate-without-enthalpy"]),
        (
            Steam(enthalpy=TABLE, citation="Table", returned=1, condensate="3 GJ/t"),
            ["condensate-exceeds"],
        ),
        (Steam(enthalpy="1 L/kg", citation="Table"), ["wrong-dimension"]),
    ],
)
def test_steam_that_is_not_fully_stated_has_no_energy(steam: Steam, found: list[str]) -> None:
    energy, findings = steam_energy(Quantity(1, "t"), steam)
    assert energy is None
    assert [finding.code for finding in findings] == found
    assert all(str(finding.remedy) or finding.code == "wrong-dimension" for finding in findings)


def test_the_state_of_steam_is_named_where_its_enthalpy_lacks() -> None:
    _, (finding,) = steam_energy(Quantity(1, "t"), Steam(enthalpy="", citation="", pressure="10 bar"))
    assert str(finding.message) == "Steam (10 bar) has no enthalpy, so its energy is unknown."
    _, (finding,) = steam_energy(Quantity(1, "t"), Steam(enthalpy="", citation=""))
    assert str(finding.message) == "Steam has no enthalpy, so its energy is unknown."


def test_an_enthalpy_without_a_source_counts_and_is_found() -> None:
    energy, findings = steam_energy(Quantity(1, "t"), Steam(enthalpy=TABLE, citation=" "))
    assert energy == Fraction(14, 5)
    assert [finding.code for finding in findings] == ["enthalpy-without-source"]


STATED = "steam 2800 kJ/kg - 80 % x 400 kJ/kg; 10 bar; 184 °C; contract; page 3"
STATE = Steam(
    enthalpy="2800 kJ/kg",
    pressure="10 bar",
    temperature="184 °C",
    returned=0.8,
    condensate="400 kJ/kg",
    citation="contract; page 3",
)


@pytest.mark.parametrize(
    ("text", "steam"),
    [
        (STATED, STATE),
        ("steam 2800 kJ/kg", Steam(enthalpy="2800 kJ/kg")),
        ("蒸汽 2.8 GJ/t; 合同", Steam(enthalpy="2.8 GJ/t", citation="合同")),
        (
            "Steam: 2800 kJ/kg − 0.5 × 400 kJ/kg",
            Steam(enthalpy="2800 kJ/kg", returned=0.5, condensate="400 kJ/kg"),
        ),
        (
            "steam 2800 kJ/kg; 10 bar steam table of the supplier",
            Steam(enthalpy="2800 kJ/kg", citation="10 bar steam table of the supplier"),
        ),
        ("steam 2800 kJ/kg; 10 bar (g)", Steam(enthalpy="2800 kJ/kg", pressure="10 bar (g)")),
        (
            "steam 2800 kJ/kg; table; 1.0 MPa",
            Steam(enthalpy="2800 kJ/kg", pressure="1.0 MPa", citation="table"),
        ),
    ],
)
def test_a_state_of_steam_is_read_from_the_text_that_a_source_keeps(text: str, steam: Steam) -> None:
    assert is_steam(text)
    assert read_heating(text) == steam
    assert read_steam(steam_text(steam)) == steam


def test_what_is_no_state_of_steam_is_a_quantity_per_unit() -> None:
    assert not is_steam("38 MJ/m3")
    assert read_heating("38 MJ/m3") == RatedQuantity(38, "MJ", "m3")
    assert heating_way("m3", RatedQuantity(38, "MJ", "m3")) is not None
    with pytest.raises(NotANumber):
        read_heating("steam 2800 kJ/kg - some x 400 kJ/kg")


def test_a_mass_of_steam_goes_to_energy_by_its_state() -> None:
    """2,800 kJ/kg less 80 % of 400 kJ/kg: 2.48 GJ a tonne; the numbers are made up."""
    found = heating_way("kg", STATE)
    assert isinstance(found, Way)
    assert found.by == Fraction(248, 100_000)
    assert str(found.steps[-1].because) == (
        "Enthalpy of steam: 2800 kJ/kg, 10 bar, 184 °C, less 80 % returned as condensate of 400 kJ/kg, contract; page 3"
    )
    assert found.findings == ()
    assert heating_way("m3", STATE) is None
    fault = heating_way("t", Steam(citation="table"))
    assert isinstance(fault, Finding)
    assert fault.code == "steam-without-enthalpy"
    plain = heating_way("t", Steam(enthalpy="2800 kJ/kg", citation="Table"))
    assert isinstance(plain, Way)
    assert str(plain.steps[-1].because) == "Enthalpy of steam: 2800 kJ/kg, Table"


@given(st.floats(0, 1).filter(lambda share: share == 0 or share > 1e-4))
def test_the_share_that_goes_back_is_kept_as_it_was_typed(share: float) -> None:
    steam = replace(STATE, returned=round(share, 10))
    assert read_steam(steam_text(steam)) == steam
