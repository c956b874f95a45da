"""Small inventories whose emissions anybody can add up by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbondesk.domain.periods import month_end
from carbondesk.domain.records import Activity, Factor, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory

# A made-up fuel and grid of round numbers: per unit 2 kg CO2, 0.001 kg CH4; per kWh 0.5 kg CO2.
FUEL = Factor(
    factor_id="OWN-FUEL", name="Test fuel", category="stationary-combustion", carrier="test fuel",
    activity_unit="L", co2=2.0, ch4=0.001, n2o=0.0, source="Own", source_version="1", source_table="A",
)  # fmt: skip
GRID = Factor(
    factor_id="OWN-GRID", name="Test grid", category="electricity", carrier="test grid",
    activity_unit="kWh", co2=0.5, ch4=0.0, n2o=0.0, co2_biogenic=0.1,
)  # fmt: skip
FUEL_AR6 = 2.0 + 0.001 * 27.0
FUEL_AR5 = 2.0 + 0.001 * 28.0
GRID_KG = 0.5


def book(**organisation: object) -> Inventory:
    """Return an inventory of two sites: A with fuel, power, a submeter and a solar roof; B with power.

    Sources by id: 1 fuel (A), 2 power (A), 3 submeter of 2, 4 made on site (A), 5 power (B).
    """
    inventory = Inventory.in_memory(Organisation(name="Acme", country="DE", **organisation))  # type: ignore[arg-type]
    with inventory.step(say("Begin")) as step:
        step.add(FUEL)
        step.add(GRID)
        a, b = step.add(Site(name="A", country="DE", share=0.5)), step.add(Site(name="B", country="FR"))
        step.add(_source(a, "Fuel", "stationary-combustion", "L", factor="OWN-FUEL"))
        power = step.add(_source(a, "Power", "electricity", "kWh", factor="OWN-GRID"))
        step.add(_source(a, "Hall", "electricity", "kWh", factor="OWN-GRID", submeter_of=power.id))
        step.add(_source(a, "Roof", "electricity", "kWh", generated_on_site=True))
        step.add(_source(b, "Power", "electricity", "kWh", factor="OWN-GRID"))
    return inventory


def _source(site: Site, name: str, category: str, unit: str, **others: object) -> Source:
    return Source(site=site.id, name=name, category=category, unit=unit, **others)  # type: ignore[arg-type]


def entry(source: int, month: str, quantity: float, **others: object) -> Activity:
    """Return an entry of a whole month."""
    start = date.fromisoformat(f"{month}-01")
    unit = "L" if source == 1 else "kWh"
    return Activity(source=source, start=start, end=month_end(start), quantity=quantity, unit=unit, **others)  # type: ignore[arg-type]


def figures_of(inventory: Inventory, entries: Iterable[Activity] = ()) -> Figures:
    """Add entries and return the loaded figures."""
    with inventory.step(say("Enter")) as step:
        step.add_many(Activity, entries)
    return loaded_figures(inventory)


def whole_year(year: int = 2024) -> list[Activity]:
    """Return 100 of everything in each month of a year."""
    return [
        entry(source, f"{year}-{month:02}", 100.0) for source in (1, 2, 3, 4, 5) for month in range(1, 13)
    ]
