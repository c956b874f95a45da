"""Small inventories drawn at random, with whatever the engine has a rule for."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from carbondesk.domain.records import (
    Activity,
    Allocation,
    Contract,
    EditionPin,
    Entity,
    Factor,
    Organisation,
    Ownership,
    ProcessGas,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.store import Inventory
from carbondesk.store.steps import Step

FIRST, LAST = date(2022, 6, 1), date(2025, 2, 28)

FACTORS = (
    Factor(
        factor_id="OWN-FUEL", name="Fuel", category="stationary-combustion", carrier="test fuel", activity_unit="L",
        co2=2.0, ch4=0.25, n2o=0.01, co2_biogenic=0.5,
    ),
    Factor(factor_id="OWN-OTHER", name="Other fuel", category="stationary-combustion", activity_unit="kg", co2=3.0),
    Factor(
        factor_id="OWN-DE", name="Grid DE", category="electricity", carrier="electricity", region="DE",
        activity_unit="kWh", co2=0.4, ch4=0.001,
    ),
    Factor(factor_id="OWN-GREEN", name="Own power", category="electricity", activity_unit="kWh", co2=0.05),
    Factor(factor_id="OWN-GOOD", name="Machine", category="s3-2", activity_unit="unit", co2e=100.0),
    Factor(factor_id="OWN-LEASED", name="Leased", category="s3-8", activity_unit="kWh", co2=0.2),
)  # fmt: skip

PLACES = ("DE", "GB", "CN", "FR")

SOURCES: tuple[tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]], ...] = (
    ({"category": "stationary-combustion", "factor": "OWN-FUEL"}, ("L", "m3"), ("", "")),
    ({"category": "stationary-combustion", "carrier": "natural gas"}, ("kWh", "GJ"), ("", "OWN-OTHER")),
    ({"category": "electricity"}, ("kWh", "MWh", "kgCO2e"), ("", "", "OWN-GREEN")),
    ({"category": "electricity"}, ("kWh",), ("",)),
    ({"category": "electricity", "generated_on_site": True}, ("kWh",), ("",)),
    ({"category": "electricity", "measurement": "exported"}, ("kWh",), ("",)),
    ({"category": "heat-steam-cooling", "carrier": "steam"}, ("kWh",), ("",)),
    (
        {
            "category": "heat-steam-cooling",
            "carrier": "steam",
            "heating_value": "steam 2800 kJ/kg - 80 % x 400 kJ/kg; 10 bar; book",
        },
        ("t", "kg", "GJ"),
        ("",),
    ),
    ({"category": "fugitive", "carrier": "R-22"}, ("kg",), ("",)),
    ({"category": "fugitive", "carrier": "R-410A"}, ("kg", "g"), ("",)),
    ({"category": "process", "carrier": "NF3"}, ("kg", "g"), ("",)),
    ({"category": "process", "carrier": "unheard-of slag"}, ("t",), ("",)),
    ({"category": "s3-2", "factor": "OWN-GOOD", "life_years": 2.5}, ("unit",), ("",)),
    ({"category": "s3-8", "carrier": "electricity"}, ("kWh",), ("",)),
    ({"category": "s3-3", "carrier": "natural gas"}, ("kWh",), ("",)),
)  # fmt: skip
"""What a source may be: its fields, the units and the factors of its entries."""


def maybe(random: Random, chance: float) -> bool:
    """Return true with a chance."""
    return random.random() < chance


def day(random: Random) -> date:
    """Return a day of the inventory."""
    return FIRST + timedelta(days=random.randrange((LAST - FIRST).days))


def span(random: Random) -> dict[str, Any]:
    """Return the first and last day of something, each open at times."""
    one, other = sorted((day(random), day(random)))
    return {
        "from_": one if maybe(random, 0.6) else None,
        "to": other if maybe(random, 0.6) else None,
    }


def random_book(random: Random) -> Inventory:
    """Return an inventory drawn at random."""
    inventory = Inventory.in_memory(
        Organisation(
            name="Acme",
            country="DE",
            year_start=random.choice([1, 1, 4, 7]),
            scope2_method=random.choice(["location", "market"]),
            derives_upstream=maybe(random, 0.7),
        )
    )
    with inventory.step(say("Begin")) as step:
        step.add_many(Factor, list(FACTORS))
        parent = step.add(Entity(name="Parent")).id
        child = step.add(Entity(name="Child", in_the_accounts=maybe(random, 0.7))).id
        for owned, owner in ((parent, None), (child, parent), (child, None)):
            if maybe(random, 0.5):
                step.add(
                    Ownership(
                        entity=owned, parent=owner, share=random.choice([0.25, 0.6, 1.0]),
                        financial_control=maybe(random, 0.6), operational_control=maybe(random, 0.7),
                        **span(random),
                    )
                )  # fmt: skip
        sites = [step.add(_site(random, number, (None, parent, child))) for number in range(3)]
        for number in range(random.randrange(2, 8)):
            _add_source(random, step, number, random.choice(sites))
        for _ in range(random.choice([0, 0, 1, 2, 4])):
            step.add(random_contract(random, sites))
    with inventory.step(say("Enter")) as step:
        step.add_many(Activity, _entries(random, inventory))
    return inventory


def _site(random: Random, number: int, entities: tuple[int | None, ...]) -> Site:
    return Site(
        name=f"Site {number}",
        country=random.choice(PLACES),
        entity=random.choice(entities) if maybe(random, 0.6) else None,
        share=random.choice([None, 0.5, 0.8]),
        control=random.choice(["", "", "both", "operational", "financial", "joint", "joint operational"]),
        lease=random.choice(["", "", "", "operating", "finance"]),
        **(span(random) if maybe(random, 0.4) else {}),
    )


def _add_source(random: Random, step: Step, number: int, site: Site) -> None:
    fields, _, _ = SOURCES[random.randrange(len(SOURCES))] if maybe(random, 0.6) else SOURCES[2]
    source = step.add(Source(site=site.id, name=f"Source {number}", unit="kWh", **fields))
    if fields["category"] == "electricity" and maybe(random, 0.15):
        step.add(Source(site=site.id, name=f"Inside {number}", unit="kWh", submeter_of=source.id, **fields))
    if maybe(random, 0.3):
        step.add(
            Allocation(
                source=source.id, share=random.choice([0.25, 0.5, 0.8]), basis="area",
                goes_to=random.choice(["tenant", "outside"]), **span(random),
            )
        )  # fmt: skip
    if fields.get("carrier") == "NF3" and maybe(random, 0.7):
        step.add(
            ProcessGas(
                source=source.id,
                gas="NF3",
                heel=0.1,
                utilisation=0.8,
                abatement=0.95,
                uptime=0.9,
                citation="Test",
            )
        )


def random_contract(random: Random, sites: list[Site]) -> Contract:
    """Return a contract of a site or a market, on days that may begin and end inside a month."""
    start = day(random)
    return Contract(
        site=random.choice(sites).id if maybe(random, 0.5) else None,
        market=random.choice(PLACES) if maybe(random, 0.9) else "",
        kind=random.choice(["certificate", "ppa", "green-tariff", "supplier", "residual", "on-site", "vppa"]),
        quantity=random.choice([1.0, 500.0, 5000.0, 1e6]),
        unit=random.choice(["kWh", "MWh"]),
        from_=start,
        to=start + timedelta(days=random.choice([0, 9, 30, 200, 600])),
        factor=random.choice([0.0, 0.03, 0.7]),
        tracked=True,
        sold_on=maybe(random, 0.5) if maybe(random, 0.4) else None,
    )


def _entries(random: Random, inventory: Inventory) -> list[Activity]:
    sources = inventory.all(Source)
    return [random_entry(random, random.choice(sources), number) for number in range(random.randrange(1, 16))]


def random_entry(random: Random, source: Source, number: int) -> Activity:
    """Return an entry of a source: a month, some days of one, or many days across months and years."""
    units, factors = next(
        (units, factors)
        for fields, units, factors in SOURCES
        if all(getattr(source, name) == value for name, value in fields.items())
    )
    start, length = day(random), random.choice([0, 5, 30, 31, 75, 200, 400])
    return Activity(
        source=source.id,
        start=start,
        end=start + timedelta(days=length),
        n=number + 1,
        quantity=random.choice([0.0, 12.5, 100.0, 333.333, 1000.0, 1000.0, 20_000.0, -100.0, -1000.0]),
        unit=random.choice(units),
        factor=random.choice(factors),
        quality=random.choice(["metered", "estimated"]),
    )


EDITS = ("quantity", "quantity", "quantity", "add", "remove", "days", "contract", "site", "pin")


def random_edit(random: Random, inventory: Inventory, number: int) -> None:
    """Change something: an entry, a contract, a site's days, an edition; at times take it back at once."""
    before = inventory.steps(1)
    edit(random, inventory, number, random.choice(EDITS))
    if maybe(random, 0.2) and inventory.steps(1) != before:
        inventory.undo()


def edit(random: Random, inventory: Inventory, number: int, what: str) -> None:
    """Change what is named, or add an entry where there is none."""
    entries, sources = inventory.activities(), inventory.all(Source)
    contracts, sites = inventory.all(Contract), inventory.all(Site)
    with inventory.step(say("Edit")) as step:
        changed = random.choice(entries) if entries else None
        if what == "quantity" and changed:
            step.change(changed, quantity=random.choice([0.0, 77.0, 4000.0, -50.0]))
        elif what == "remove" and changed:
            step.remove(changed)
        elif what == "days" and changed:
            start = day(random)
            step.change(changed, start=start, end=start + timedelta(days=random.choice([0, 20, 300])))
        elif what == "contract" and contracts:
            step.change(random.choice(contracts), quantity=random.choice([0.0, 800.0, 40_000.0]))
        elif what == "pin":
            edition = random.choice(["UK-DESNZ-2022", "UK-DESNZ-2023", "UK-DESNZ-2025"])
            pins = inventory.all(EditionPin)
            if pins:
                step.remove(pins[0])
            step.add(EditionPin(year=random.choice([2023, 2024]), family="UK-DESNZ", edition=edition))
        elif what == "site":
            step.change(random.choice(sites), **span(random))
        else:
            step.add(random_entry(random, random.choice(sources), number + 1000))
