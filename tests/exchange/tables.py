"""Small helpers of these tests: tables as text, put into files and imported into an inventory in memory."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from carbondesk.domain.records import Organisation
from carbondesk.exchange.imports import ImportOptions, read_tables
from carbondesk.exchange.plans import ImportPlan
from carbondesk.store.inventory import Inventory

SITES = "site,country\nMill,US\nBakery,NL\n"
SOURCES = """
    site,source,category,carrier,unit
    Mill,Gas,stationary-combustion,natural gas,MMBtu
    Mill,Power,electricity,electricity,kWh
    Bakery,Power,electricity,electricity,kWh
"""


def inventory() -> Inventory:
    """Return an empty inventory in memory."""
    return Inventory.in_memory(Organisation(name="Acme", country="US"))


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a table, given as an indented text, and return its path."""
    path = folder / name
    if isinstance(text, str):
        path.write_text(dedent(text).strip() + "\n", encoding="utf-8", newline="")
    else:
        path.write_bytes(text)
    return path


def plan(
    into: Inventory, folder: Path, options: ImportOptions | None = None, **tables: str | bytes
) -> ImportPlan:
    """Read tables, given as texts by file name (without `.csv`)."""
    paths = [write(folder, f"{name}.csv", text) for name, text in tables.items()]
    return read_tables(into, paths, options)


def filled(folder: Path, **tables: str) -> Inventory:
    """Return an inventory with the sites and sources of these tests and more tables imported."""
    made = inventory()
    first = plan(made, folder, None, sites=SITES, sources=SOURCES, **tables)
    assert not first.blocked, [finding.as_json() for finding in first.findings]
    first.apply(made)
    return made


def codes(made: ImportPlan) -> list[str]:
    """Return the codes of a plan's findings in order."""
    return [finding.code for finding in made.findings]
