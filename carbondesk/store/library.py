"""Reads the factor library from resources/factors; each table is read when somebody asks for its factors.

The tables' columns and where the numbers come from: resources/factors/NOTICE.md.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from carbondesk.domain.accounting.carriers import UPSTREAM
from carbondesk.domain.accounting.editions import Edition, FuelProperty
from carbondesk.domain.accounting.library import (
    SPEND,
    CategoryRule,
    FactorLibrary,
    Shelf,
    Words,
)
from carbondesk.domain.accounting.searches import Card
from carbondesk.domain.gases import Gas, Gases, GwpSet
from carbondesk.domain.records import Factor, FactorSet, GwpName, Sf6Potential
from carbondesk.paths import resources

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
    "wtt": frozenset({"s3-3", "s3-4", "s3-6", "s3-7", "s3-9"}),
    "materials": frozenset({"s3-1"}),
    "spend": frozenset({"s3-1", "s3-2", "s3-4"}),
    "process": frozenset({"process"}),
    "refrigerants": frozenset(),
    "biogenic": frozenset(),
}
"""The tables of factors and the categories that they serve by themselves.

What the UK prints for gases and for biogenic carbon is there to be compared and chosen by name.
"""

BEGINS: dict[str, tuple[str, ...]] = {
    "wtt": (UPSTREAM,),
    "spend": (SPEND, "naics "),
    "vehicles": ("cars (", "vans", "hgv", "motorbike", "managed "),
}
"""How every carrier of a large table begins, so that the table is not read for another one."""

_OF_CARD = (
    "factor_id", "category", "carrier", "region", "name", "scope", "activity_unit", "valid_from", "valid_to", "edition",
)  # fmt: skip
"""The columns that a card keeps."""

_NUMBERS = ("co2", "ch4", "n2o", "gas_mass", "co2e", "co2_biogenic", "uncertainty_low", "uncertainty_high")
_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_NUMBERS, float),
    "valid_from": int,
    "valid_to": int,
}
"""How the columns that hold numbers are read."""


def load_library(own: Sequence[Factor] = (), sets: Sequence[FactorSet] = ()) -> FactorLibrary:
    """Return the published library, with an inventory's own factors (`inventory.all(Factor)`) and sets merged in.

    What has been read is shared by every library of the process.
    """
    library = _published(resources() / "factors")
    return library.with_own(own, sets) if own or sets else library


@cache
def gwp_set(name: str, sf6: str = Sf6Potential.REPORT.value) -> GwpSet:
    """Return the global warming potentials of AR4, AR5 or AR6; raises ValueError for another name.

    `sf6` is the potential of SF6 in AR6, on which publishers disagree (Sf6Potential; the column `note` of gwp.csv says
    who prints which); it changes nothing in the other reports.
    """
    chosen = {"SF6": float(Sf6Potential(sf6).value)} if GwpName(name) is GwpName.AR6 else None
    return load_library().gases.gwp_set(GwpName(name).value, chosen)


@cache
def _published(folder: Path) -> FactorLibrary:
    editions = {row["edition"]: _edition(row) for row in _rows(folder / "editions.csv")}
    shelves = [
        Shelf(
            categories=categories,
            read=partial(_cards, folder / f"{table}.csv", editions),
            last_resort=table == "electricity_life_cycle",
            begins=BEGINS.get(table, ()),
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


def _cards(path: Path, editions: dict[str, Edition]) -> Iterable[Card]:
    """Yield a card for each row of a table; the record is made from the row when it is wanted."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        of_card = itemgetter(*(header.index(name) for name in _OF_CARD))
        for row in rows:
            factor_id, category, carrier, region, name, scope, unit, start, end, key = of_card(row)
            edition = editions[key]
            make = partial(_factor, header, row, editions)
            yield Card(
                factor_id, category, carrier, region, make, name, scope, unit, start, end, edition,
                edition.source, edition.licence,
            )  # fmt: skip


def _factor(header: list[str], row: list[str], editions: dict[str, Edition]) -> Factor:
    """Return the record of a row, with publisher, edition and licence of its edition."""
    given = {name: value for name, value in zip(header, row, strict=True) if value}
    edition = editions[given.pop("edition")]
    fields: dict[str, Any] = {name: _READ.get(name, str)(value) for name, value in given.items()}
    return Factor(
        **fields,
        published=edition.published,
        source=edition.source,
        source_version=edition.source_version,
        licence=edition.licence,
    )


def _edition(row: dict[str, str]) -> Edition:
    read: dict[str, Any] = {**row, "library": int(row["library"])}
    read["published"] = date.fromisoformat(row["published"]) if row["published"] else None
    return Edition(**read)


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
