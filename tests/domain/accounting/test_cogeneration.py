"""Shares of a cogeneration plant and energy of steam: nothing is lost, nothing is guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.cogeneration import split
from carbondesk.domain.accounting.steam import Steam, steam_energy
from carbondesk.domain.records import Cogeneration
from carbondesk.domain.units import Quantity, RatedQuantity

PLANT = Cogeneration(source=1, name="CHP", heat_efficiency=0.8, power_efficiency=0.35, citation="Tool")
TABLE = RatedQuantity(2800, "kJ", "kg")
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
            Steam(enthalpy=None, citation="", pressure="10 bar", temperature="180 °C"),
            ["steam-without-enthalpy"],
        ),
        (Steam(enthalpy=TABLE, citation="Table", returned=1.2), ["condensate-out-of-range"]),
        (Steam(enthalpy=TABLE, citation="Table", returned=0.5), ["condensate-without-enthalpy"]),
        (
            Steam(enthalpy=TABLE, citation="Table", returned=1, condensate=RatedQuantity(3, "GJ", "t")),
            ["condensate-exceeds"],
        ),
        (Steam(enthalpy=RatedQuantity(1, "L", "kg"), citation="Table"), ["wrong-dimension"]),
    ],
)
def test_steam_that_is_not_fully_stated_has_no_energy(steam: Steam, found: list[str]) -> None:
    energy, findings = steam_energy(Quantity(1, "t"), steam)
    assert energy is None
    assert [finding.code for finding in findings] == found
    assert all(str(finding.remedy) or finding.code == "wrong-dimension" for finding in findings)


def test_the_state_of_steam_is_named_where_its_enthalpy_lacks() -> None:
    _, (finding,) = steam_energy(Quantity(1, "t"), Steam(enthalpy=None, citation="", pressure="10 bar"))
    assert str(finding.message) == "Steam (10 bar) has no enthalpy, so its energy is unknown."
    _, (finding,) = steam_energy(Quantity(1, "t"), Steam(enthalpy=None, citation=""))
    assert str(finding.message) == "Steam has no enthalpy, so its energy is unknown."


def test_an_enthalpy_without_a_source_counts_and_is_found() -> None:
    energy, findings = steam_energy(Quantity(1, "t"), Steam(enthalpy=TABLE, citation=" "))
    assert energy == Fraction(14, 5)
    assert [finding.code for finding in findings] == ["enthalpy-without-source"]
