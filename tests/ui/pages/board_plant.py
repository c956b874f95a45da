"""A fictional electronics plant in memory: the months that a site energy manager has before a year closes.

The numbers are made up; factors come from the published library, and from two made-up factors of the plant.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from carbondesk.domain.periods import month_end
from carbondesk.domain.records import Activity, Bill, Driver, Factor, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.billing import recalendarise
from carbondesk.store.inventory import Inventory

if TYPE_CHECKING:
    from carbondesk.store.steps import Step

YEAR = 2025
ORGANISATION = Organisation(name="Orvane Group", country="CN", currency="CNY")

# name, category, carrier, unit, months, own factor
ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "Natural gas, boilers",
        "stationary-combustion",
        "natural gas",
        "1000 m3",
        "268.3 241.7 233.1 208.4 189.2 181.5 178.9 182.3 291.4 206.8 231.6 262.5",
        "",
    ),
    (
        "Diesel, backup generators",
        "stationary-combustion",
        "diesel",
        "L",
        "2140 1980 2210 2060 2390 2870 3120 3040 2410 2130 2080 ~2260",
        "",
    ),
    (
        "LPG, forklifts",
        "mobile-combustion",
        "lpg",
        "kg",
        "1890 1640 1920 1880 1910 1870 1930 1900 1880 1760 1850 1900",
        "",
    ),
    (
        "Petrol, company cars",
        "mobile-combustion",
        "petrol",
        "L",
        "3420 2890 3510 3380 3460 3390 3270 3340 3410 3150 3290 3360",
        "",
    ),
    (
        "CF₄, plasma desmear",
        "process",
        "CF4",
        "kg",
        "52.4 44.1 53.8 52.9 54.6 53.7 51.2 52.8 53.1 49.6 50.9 52.2",
        "",
    ),
    ("R-410A, chiller top-up", "fugitive", "R-410A", "kg", "0 0 38.0 0 0 46.5 0 22.0 0 34.0 0 30.5", ""),
    ("SF₆, switchgear", "fugitive", "SF6", "kg", "0 0 0 0 0 4.2 0 0 0 0 0 0", ""),
    (
        "Grid electricity",
        "electricity",
        "electricity",
        "MWh",
        "6940 5720 6980 6850 7120 7460 7910 7880 7310 6960 6830 7050",
        "",
    ),
    (
        "Rooftop solar, self-used",
        "electricity",
        "electricity",
        "MWh",
        "118 132 176 204 231 226 248 239 187 158 124 109",
        "",
    ),
    (
        "Steam from industrial park",
        "heat-steam-cooling",
        "steam",
        "GJ",
        "5640 5120 5280 4870 4610 4480 4390 4450 4720 - - -",
        "",
    ),
    (
        "General waste, incinerated",
        "s3-5",
        "waste",
        "t",
        "41.3 33.8 42.0 40.9 41.8 42.6 43.1 42.7 41.9 40.2 40.8 41.5",
        "own-waste",
    ),
    (
        "Employee shuttle buses",
        "s3-7",
        "bus",
        "1000 km",
        "38.4 29.6 39.1 38.2 38.9 38.5 ~38.7 ~38.6 38.3 35.9 37.8 38.4",
        "own-bus",
    ),
)
FACTORS = (
    Factor(
        factor_id="own-waste",
        name="Waste, incinerated (made up)",
        scope="3",
        category="s3-5",
        carrier="waste",
        activity_unit="t",
        co2=380.0,
        source="Plant",
        source_version="test",
    ),
    Factor(
        factor_id="own-bus",
        name="Shuttle bus (made up)",
        scope="3",
        category="s3-7",
        carrier="bus",
        activity_unit="km",
        co2=0.82,
        source="Plant",
        source_version="test",
    ),
)
OTHER_SITES = (
    ("Shenzhen", "CN", "Assembly"),
    ("Pune", "IN", "Assembly"),
    ("Győr", "HU", "Assembly"),
    ("Eindhoven", "NL", "R&D"),
)
BILLS = (
    (date(2024, 12, 24), None, 0.0),
    (date(2025, 1, 23), None, 3100.0),
    (date(2025, 2, 24), None, 2960.0),
    (date(2025, 3, 25), None, 2840.0),
    (date(2025, 4, 24), None, 2700.0),
    (date(2025, 5, 26), None, 2880.0),
    (date(2025, 6, 24), None, 2590.0),
    (date(2025, 7, 24), None, 2730.0),
    (date(2025, 8, 25), None, 2910.0),
    (date(2025, 9, 24), None, 2740.0),
    (date(2025, 10, 24), None, 2690.0),
    (date(2025, 11, 24), None, 2850.0),
    (date(2025, 12, 23), None, 2630.0),
)


def make_plant() -> Inventory:
    """Return an open inventory in memory with the plant's year and the one before."""
    inventory = Inventory.in_memory(ORGANISATION)
    with inventory.step(say("Plant")) as step:
        for factor in FACTORS:
            step.add(factor)
        site = step.add(Site(name="Nanjing", country="CN", kind="PCB fabrication"))
        for row in ROWS:
            _add_source(step, site, row)
        step.add(Driver(site=site.id, driver="Boards made", month="2025-01", amount=41.2, unit="1000 m2"))
        step.add(Driver(site=site.id, driver="Boards made", month="2025-02", amount=36.9, unit="1000 m2"))
        for name, country, kind in OTHER_SITES:
            other = step.add(Site(name=name, country=country, kind=kind))
            if name != "Eindhoven":
                _add_source(step, other, ROWS[7])
        water = step.add(
            Source(
                site=site.id,
                name="Mains water",
                category="s3-1",
                carrier="water supply",
                unit="m3",
                factor="own-waste",
            )
        )
    with inventory.step(say("Bills")) as step:
        for place, (read, start, quantity) in enumerate(BILLS):
            step.add(
                Bill(
                    source=water.id,
                    read_date=read,
                    start=start,
                    quantity=quantity,
                    unit="m3",
                    bill_number=f"W-{place:03}",
                    cost=quantity * 4.1,
                    currency="CNY",
                )
            )
        recalendarise(inventory, step, {water.id})
    return inventory


def _add_source(step: Step, site: Site, row: tuple[str, str, str, str, str, str]) -> Source:
    name, category, carrier, unit, months, factor = row
    solar = "solar" in name
    source = step.add(
        Source(
            site=site.id,
            name=name,
            category=category,
            carrier=carrier,
            unit=unit,
            factor=factor,
            generated_on_site=solar,
            measurement="self-used" if solar else "consumption",
        )
    )
    for year in (YEAR - 1, YEAR):
        for month, text in enumerate(months.split(), 1):
            if text == "-" and year == YEAR:
                continue
            first = date(year, month, 1)
            number = float(text.strip("~-") or 4800)
            step.add(
                Activity(
                    source=source.id,
                    start=first,
                    end=month_end(first),
                    quantity=number if year == YEAR else round(number * 0.97, 1),
                    unit=unit,
                    quality="estimated" if text.startswith("~") and year == YEAR else "invoiced",
                )
            )
    return source
