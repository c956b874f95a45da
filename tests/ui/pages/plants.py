"""A small maker of electronics for tests and pictures of pages: six sites, five years, one gap."""

from __future__ import annotations

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Activity, Driver, Factor, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step

SITES = (("Harrow Lake", "US", 5.0), ("Nanjing", "CN", 3.2), ("Pune", "IN", 2.0), ("Győr", "HU", 1.1))
YEARS = range(2021, 2026)
TITLE = say("Prepare")


def months(years: range = YEARS) -> list[str]:
    """Return every month of some years as `YYYY-MM`."""
    return [f"{year}-{month:02}" for year in years for month in range(1, 13)]


def entry(source: int, month: str, quantity: float, unit: str, quality: str = "invoiced") -> Activity:
    """Return the entry of a whole month."""
    days = month_period(month)
    return Activity(
        source=source, start=days.start, end=days.end, quantity=quantity, unit=unit, quality=quality
    )


def inventory(
    *, size: float = 1.0, scope3: bool = False, revenue: bool = True, gaps: bool = False, years: range = YEARS
) -> Inventory:
    """Return an inventory in memory; with `gaps` the last two months of one source and year are missing."""
    made = Inventory.in_memory(
        Organisation(name="Kestrel Boards", country="US", is_sample=True, derives_upstream=False)
    )
    with made.step(TITLE) as step:
        for place, (name, country, weight) in enumerate(SITES):
            site = step.add(Site(name=name, country=country))
            gas = step.add(
                Source(
                    site=site.id,
                    name="Natural gas, boilers",
                    category="stationary-combustion",
                    carrier="natural gas",
                    unit="MMBtu",
                )
            )
            power = step.add(
                Source(
                    site=site.id,
                    name="Grid electricity",
                    category="electricity",
                    carrier="electricity",
                    unit="kWh",
                )
            )
            for month in months(years):
                fall = 1 - 0.04 * (int(month[:4]) - 2021)
                if not (gaps and place == 1 and month in {"2025-10", "2025-11"}):
                    step.add(entry(gas.id, month, round(4000 * weight * size * fall), "MMBtu"))
                quality = "estimated" if gaps and month == "2025-04" and place == 2 else "invoiced"
                step.add(entry(power.id, month, round(2_400_000 * weight * size * fall), "kWh", quality))
            for month in months(years) if revenue else []:
                step.add(Driver(site=site.id, driver="Revenue", month=month, amount=9e6 * weight, unit="EUR"))
        if scope3:
            _add_scope3(step, years)
    return made


def _add_scope3(step: Step, years: range) -> None:
    """Add three sources of scope 3 at the first site, with factors of the inventory's own."""
    for name, category, unit, kg, amount in (
        ("Freight by lorry", "s3-4", "t.km", 0.1, 20_000_000.0),
        ("Flights", "s3-6", "passenger.km", 0.2, 9_000_000.0),
        ("Waste", "s3-5", "t", 500.0, 40.0),
    ):
        own = f"OWN:{category}"
        step.add(
            Factor(
                factor_id=own,
                name=name,
                scope="3",
                category=category,
                carrier=name,
                activity_unit=unit,
                co2e=kg,
            )
        )
        source = step.add(Source(site=1, name=name, category=category, carrier=name, unit=unit, factor=own))
        for month in months(years):
            step.add(entry(source.id, month, amount, unit))
