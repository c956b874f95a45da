"""A small inventory in a real file, for tests of what opens, keeps and closes files."""

from __future__ import annotations

from pathlib import Path

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory


def small_file(path: Path, *, year: int = 2025, sample: bool = False) -> Path:
    """Make a plant with two sources and a year of months; return the path."""
    organisation = Organisation(name="Kestrel Boards", country="US", is_sample=sample)
    with Inventory.create(path, organisation) as made, made.step(say("Prepare")) as step:
        site = step.add(Site(name="Harrow Lake", country="US"))
        for name, category, carrier, unit, quantity in (
            ("Boilers", "stationary-combustion", "natural gas", "MMBtu", 1000.0),
            ("Power", "electricity", "electricity", "kWh", 50_000.0),
        ):
            source = step.add(Source(site=site.id, name=name, category=category, carrier=carrier, unit=unit))
            for month in range(1, 13):
                days = month_period(f"{year}-{month:02}")
                step.add(
                    Activity(source=source.id, start=days.start, end=days.end, quantity=quantity, unit=unit)
                )
    return path


def edit_first(inventory: Inventory, quantity: float, title: str = "Edit quantity") -> None:
    """Change the quantity of the first entry in a step of its own."""
    with inventory.step(say(title)) as step:
        step.change(inventory.get(Activity, 1), quantity=quantity)
