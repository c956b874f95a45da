"""Electronics gases, cogeneration and steam worked by hand; every fraction below is made up for the test."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbondesk.domain.accounting.cogeneration import Split, split
from carbondesk.domain.accounting.processgases import emitted
from carbondesk.domain.accounting.steam import Steam, steam_energy
from carbondesk.domain.records import Cogeneration, ProcessGas, Source
from carbondesk.domain.units import Quantity


def test_gas_bought_is_not_gas_emitted() -> None:
    """100 kg bought, 10 % heel, 80 % used, 90 % abated for 95 % of the time; 0.02 kg CF4 per kg, 50 % abated.

    NF3: 100 x 0.9 x 0.2 x (1 - 0.9 x 0.95) = 2.61 kg; CF4: 100 x 0.9 x 0.02 x (1 - 0.5 x 0.95) = 0.945 kg.
    """
    source = Source(id=1, site=1, name="Chamber", category="process", unit="kg", carrier="NF3")
    row = ProcessGas(
        source=1,
        gas="NF3",
        heel=0.1,
        utilisation=0.8,
        abatement=0.9,
        uptime=0.95,
        by_product_gas="CF4",
        by_product_mass=0.02,
        by_product_abatement=0.5,
        citation="Made up",
    )
    per_kg, findings = emitted(source, [row], str)
    assert findings == []
    assert {gas: 100 * mass for gas, mass in per_kg.items()} == pytest.approx(
        {"NF3": 2.61, "CF4": 0.945}, rel=1e-15
    )


def test_a_plant_s_emissions_are_shared_by_efficiency() -> None:
    """600 MWh heat at 80 %, 300 MWh power at 40 %: each would take 750 MWh of fuel, so each has half of 200 t."""
    plant = Cogeneration(source=1, name="CHP", heat_efficiency=0.8, power_efficiency=0.4, citation="Made up")
    found, findings = split(plant, 200_000, Quantity(600, "MWh"), Quantity(300, "MWh"))
    assert findings == []
    assert found == Split(100_000, 100_000, 1 / 6, 1 / 3)


def test_a_plant_s_emissions_are_shared_by_energy_content() -> None:
    """2,160 GJ heat are 600 MWh: two thirds of the energy, two thirds of 90 t; each kWh has 0.1 kg."""
    plant = Cogeneration(source=1, name="CHP", allocation="energy-content")
    found, findings = split(plant, 90_000, Quantity(2160, "GJ"), Quantity(300, "MWh"))
    assert findings == []
    assert found == Split(60_000, 30_000, 0.1, 0.1)


def test_steam_with_condensate_return() -> None:
    """100 t at 2,800 kJ/kg, 80 % back at 400 kJ/kg: 100 x (2.8 - 0.32) = 248 GJ."""
    steam = Steam(
        enthalpy="2800 kJ/kg",
        citation="Made up",
        pressure="10 bar",
        returned=0.8,
        condensate="0.4 GJ/t",
    )
    assert steam_energy(Quantity(100, "t"), steam) == (Fraction(248), [])
