"""A made-up plant in Britain whose sources need more than a month's number: contracts, a tenant, gases, a stock."""

from __future__ import annotations

from datetime import date

from carbondesk.domain.periods import month_end
from carbondesk.domain.records import (
    Activity,
    Allocation,
    Contract,
    Equipment,
    Event,
    Organisation,
    ProcessGas,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.store.equipment import recalculate
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step

YEAR = 2025
POWER, GAS, CF4, CHILLERS, BOTTLES, PRESS = (
    "Grid electricity",
    "Natural gas, boilers",
    "CF4, plasma desmear",
    "Chillers",
    "SF6 bottles",
    "Press",
)


def make_deep_plant() -> Inventory:
    """Return an open inventory in memory; a contract covers half of the power, a tenant has a quarter of the gas."""
    inventory = Inventory.in_memory(Organisation(name="Alder Circuits", country="GB", currency="GBP"))
    with inventory.step(say("Plant")) as step:
        site = step.add(Site(name="Leeds", country="GB"))
        _source(step, site, POWER, "electricity", "electricity", "MWh", 100.0)
        gas = _source(step, site, GAS, "stationary-combustion", "natural gas", "kWh", 50_000.0)
        cf4 = _source(step, site, CF4, "process", "CF4", "kg", 50.0)
        _source(step, site, PRESS, "s3-2", "", "t CO2e", 80.0, life_years=8.0)
        step.add(
            Source(
                site=site.id, name=BOTTLES, category="fugitive", carrier="SF6", unit="kg", measurement="stock"
            )
        )
        chillers = step.add(
            Source(
                site=site.id,
                name=CHILLERS,
                category="fugitive",
                carrier="R-410A",
                unit="kg",
                measurement="equipment",
            )
        )
        step.add(
            Contract(
                site=site.id,
                kind="certificate",
                scheme="REGO",
                quantity=600.0,
                unit="MWh",
                from_=date(YEAR, 1, 1),
                to=date(YEAR, 12, 31),
                vintage=YEAR,
                generator="Wind farm",
                commissioned=date(2020, 1, 1),
                factor=0.0,
                tracked=True,
                cancelled_for="Alder Circuits",
            )
        )
        step.add(Allocation(source=gas.id, share=0.25, basis="area", goes_to="tenant"))
        step.add(
            ProcessGas(
                source=cf4.id,
                gas="CF4",
                heel=0.1,
                utilisation=0.3,
                abatement=0.9,
                uptime=0.95,
                citation="Measured by the plant in 2023",
            )
        )
        chiller = step.add(Equipment(source=chillers.id, name="Chiller 1", gas="R-410A", charge=40.0))
        for day, kind, quantity in (
            (date(YEAR, 5, 12), "top-up", 3.5),
            (date(YEAR, 5, 20), "top-up", 1.0),
            (date(YEAR, 9, 1), "recovered", 2.0),
        ):
            step.add(Event(equipment=chiller.id, date=day, kind=kind, quantity=quantity))
        recalculate(inventory, step, [chillers.id])
    return inventory


def _source(
    step: Step,
    site: Site,
    name: str,
    category: str,
    carrier: str,
    unit: str,
    amount: float,
    life_years: float | None = None,
) -> Source:
    source = step.add(
        Source(
            site=site.id,
            name=name,
            category=category,
            carrier=carrier,
            unit=unit,
            life_years=life_years,
        )
    )
    for month in range(1, 13):
        first = date(YEAR, month, 1)
        step.add(Activity(source=source.id, start=first, end=month_end(first), quantity=amount, unit=unit))
    return source
