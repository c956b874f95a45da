"""A small maker of electronics for tests and pictures of pages: six sites, five years, one gap."""

from __future__ import annotations

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Activity, Driver, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step

SITES = (("Harrow Lake", "US", 5.0), ("Nanjing", "CN", 3.2), ("Pune", "IN", 2.0), ("Győr", "HU", 1.1))
YEARS = range(2021, 2026)
LORRY = "hgv (all diesel), rigid (>3.5 - 7.5 tonnes) - 50% laden"
FLIGHT = "flights, long-haul, to/from uk - average passenger - with rf"
WASTE = "commercial and industrial waste - incineration with energy recovery"
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
    *, size: float = 1.0, scope3: bool = True, gaps: bool = False, years: range = YEARS
) -> Inventory:
    """Return an inventory in memory; with `gaps` the last two months of one source and year are missing."""
    made = Inventory.in_memory(Organisation(name="Kestrel Boards", country="US", is_sample=True))
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
            for month in months(years):
                step.add(Driver(site=site.id, driver="Revenue", month=month, amount=9e6 * weight, unit="EUR"))
        if scope3:
            _add_scope3(step, years)
    return made


def _add_scope3(step: Step, years: range) -> None:
    site = 1
    for name, category, carrier, unit, amount in (
        ("Freight by lorry", "s3-4", LORRY, "t.km", 20_000_000.0),
        ("Flights", "s3-6", FLIGHT, "passenger.km", 9_000_000.0),
        ("Waste to landfill", "s3-5", WASTE, "t", 40.0),
    ):
        source = step.add(Source(site=site, name=name, category=category, carrier=carrier, unit=unit))
        for month in months(years):
            step.add(entry(source.id, month, amount, unit))
