"""An inventory of 1.2 million activities: 200 sites, 50 sources each, 120 months, generated the same every time."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store import Inventory

SITES, SOURCES, YEARS = 200, 50, range(2016, 2026)
KINDS = (
    ("electricity", "electricity", "kWh", 400_000.0),
    ("stationary-combustion", "natural gas", "kWh", 90_000.0),
    ("stationary-combustion", "diesel", "L", 900.0),
    ("mobile-combustion", "petrol", "L", 400.0),
    ("fugitive", "R-410A", "kg", 0.4),
)
COUNTRIES = ("GB", "DE", "CN", "US", "PL")


def build(path: Path) -> None:
    """Write the inventory to a file, in one step."""
    with Inventory.create(path, Organisation(name="A million", country="GB")) as inventory:
        with inventory.step(say("Sites and sources")) as step:
            for number in range(SITES):
                site = step.add(Site(name=f"Site {number:03d}", country=COUNTRIES[number % len(COUNTRIES)]))
                for place in range(SOURCES):
                    category, carrier, unit, _ = KINDS[place % len(KINDS)]
                    step.add(
                        Source(
                            site=site.id,
                            name=f"Source {place:02d}",
                            category=category,
                            carrier=carrier,
                            unit=unit,
                        )
                    )
        with inventory.step(say("Ten years of months")) as step:
            step.add_many(Activity, _months(inventory))


def _months(inventory: Inventory) -> Iterator[Activity]:
    chance = random.Random(2026)  # noqa: S311 - the same every time is what is wanted
    spans = [
        (date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        for year in YEARS
        for month in range(1, 13)
    ]
    level = {(category, carrier): amount for category, carrier, _, amount in KINDS}
    for source in inventory.all(Source):
        mean = level[source.category, source.carrier]
        for start, end in spans:
            quantity = round(mean * chance.uniform(0.7, 1.3), 2)
            yield Activity(source=source.id, start=start, end=end, quantity=quantity, unit=source.unit)
