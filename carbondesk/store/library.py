"""Reads the factor library from resources/factors; each table is read when somebody asks for its factors.

The tables' columns and where the numbers come from: resources/factors/NOTICE.md.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

from carbondesk.domain.accounting.library import CategoryRule, Edition, FactorLibrary, FuelProperty, Shelf, Words
from carbondesk.domain.gases import Gas, Gases, GwpSet
from carbondesk.domain.records import Category, Factor, GwpName
from carbondesk.paths import resources

SCOPE_3 = {category.value for category in Category if category.scope == "3"}
TABLES: dict[str, frozenset[str]] = {
    "fuels": frozenset({"stationary-combustion", "mobile-combustion"}),
    "electricity": frozenset({"electricity", "s3-3"}),
    "heat_steam": frozenset({"heat-steam-cooling", "s3-3"}),
    "water": frozenset({"s3-1", "s3-5"}),
    "waste": frozenset({"s3-5", "s3-12"}),
    "freight": frozenset({"s3-4", "s3-9"}),
    "travel": frozenset({"s3-6", "s3-7"}),
    "vehicles": frozenset({"mobile-combustion", "electricity", "s3-3", "s3-8", "s3-13"}),
    "electricity_life_cycle": frozenset({"electricity"}),
}
"""The tables of factors and the categories that they serve."""

_TEXTS = ("factor_id", "name", "scope", "category", "carrier", "sector", "activity_unit", "co2e_basis", "boundary", "region")
_NUMBERS = ("co2", "ch4", "n2o", "co2e", "co2_biogenic", "uncertainty_low", "uncertainty_high")


def load_library(own: Sequence[Factor] = ()) -> FactorLibrary:
    """Return the published library, with an inventory's own factors (`inventory.all(Factor)`) merged in.

    What has been read is shared by every library of the process.
    """
    library = _published(resources() / "factors")
    return library.with_own(own) if own else library


@cache
def gwp_set(name: str) -> GwpSet:
    """Return the global warming potentials of AR4, AR5 or AR6; raises ValueError for another name."""
    return load_library().gases.gwp_set(GwpName(name).value)


@cache
def _published(folder: Path) -> FactorLibrary:
    editions = {row["edition"]: _edition(row) for row in _rows(folder / "editions.csv")}
    shelves = [
        Shelf(
            categories=categories,
            read=partial(_factors, folder / f"{table}.csv", editions),
            last_resort=table == "electricity_life_cycle",
        )
        for table, categories in TABLES.items()
    ]
    return FactorLibrary(
        shelves,
        editions=tuple(editions.values()),
        properties=tuple(_properties(folder / "fuel_properties.csv", editions)),
        words=_words(folder),
        gases=_gases(folder),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _factors(path: Path, editions: dict[str, Edition]) -> Iterable[Factor]:
    """Yield the factors of one table, each with publisher, edition and licence of its edition."""
    for row in _rows(path):
        edition = editions[row["edition"]]
        texts = {name: row[name] for name in _TEXTS}
        numbers = {name: float(row[name]) if row[name] else None for name in _NUMBERS}
        yield Factor(
            **texts,
            **numbers,
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            published=edition.published,
            source=edition.source,
            source_version=edition.source_version,
            source_table=row["source_table"],
            licence=edition.licence,
            note=row["note"],
        )


def _edition(row: dict[str, str]) -> Edition:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Edition(**{**row, "published": published})


def _properties(path: Path, editions: dict[str, Edition]) -> Iterator[FuelProperty]:
    for row in _rows(path):
        yield FuelProperty(
            carrier=row["carrier"],
            property=row["property"],
            value=Fraction(row["value"]),
            unit=row["unit"],
            per=row["per"],
            edition=editions[row["edition"]],
            source_table=row["source_table"],
        )


def _words(folder: Path) -> Words:
    rules: list[CategoryRule] = []
    carriers: dict[str, str] = {}
    for row in _rows(folder / "categories.csv"):
        if row["kind"] == "category":
            fields = {name: row[name] for name in ("published", "ours", "carrier", "sector")}
            rules.append(CategoryRule(**fields))
        else:
            carriers[row["published"].casefold()] = row["ours"].split(";")[0]
    regions: dict[tuple[str, str], str] = {}
    for row in _rows(folder / "regions.csv"):
        code = row["region"]
        country, _, part = code.partition("-")
        for name in (code, part.removeprefix("EGRID-"), row["name"]):
            regions[country, name.casefold()] = code
    return Words(categories=tuple(rules), carriers=carriers, regions=regions)


def _gases(folder: Path) -> Gases:
    gases = []
    for row in _rows(folder / "gwp.csv"):
        potentials = {name.value: float(row[name]) for name in GwpName if row[name]}
        names = tuple(name for name in row["names"].split(";") if name)
        gases.append(Gas(row["gas"], row["name"], row["family"], names, potentials))
    blends: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows(folder / "blends.csv"):
        blends[row["blend"]][row["gas"]] = float(row["mass_fraction"])
    return Gases(tuple(gases), dict(blends))
