"""Pollutants of air entered as greenhouse gases are found wherever a gas is named."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.checks_gases import is_pollutant, pollutants
from carbondesk.domain.records import Equipment, ProcessGas, Source

ETCH = Source(id=1, site=1, name="Etch", category="process", unit="kg", carrier="NF3")


@pytest.mark.parametrize("name", ["NOx", "NO2", "SO₂".replace("₂", "2"), "co", "NMVOC", "PM2.5"])
def test_a_pollutant_is_known_by_its_name(name: str) -> None:
    assert is_pollutant(name)


@pytest.mark.parametrize("name", ["N2O", "CO2", "SF6", "NF3", "R-410A", "", "coal"])
def test_a_greenhouse_gas_or_a_fuel_is_none(name: str) -> None:
    assert not is_pollutant(name)


def test_sources_plants_and_process_gases_are_looked_at() -> None:
    stack = Source(id=2, site=1, name="Stack", category="process", unit="kg", carrier="NOx")
    boiler = Source(id=3, site=1, name="Boiler", category="stationary-combustion", unit="kWh", carrier="CO")
    plant = Equipment(source=1, name="Chiller", gas="SO2", charge=1.0, installed=date(2020, 1, 1))
    gas = ProcessGas(
        source=1,
        gas="NF3",
        heel=0.1,
        utilisation=0.9,
        by_product_gas="CO",
        by_product_mass=0.1,
        citation="own",
    )
    good = Equipment(source=1, name="Fridge", gas="R-410A", charge=1.0, installed=date(2020, 1, 1))
    found = list(pollutants([ETCH, stack, boiler], [good, plant], [gas]))
    assert [each.where["source"] for each in found] == ["Stack", "Etch", "Etch"]
    assert {each.code for each in found} == {"not-a-greenhouse-gas"}
    assert found[1].where["equipment"] == "Chiller"
    assert not list(pollutants([ETCH], [], []))
