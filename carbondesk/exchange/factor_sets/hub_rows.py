"""What each table of the EPA's hub says: drafts of factors with the publisher's words, masses in kg per unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from carbondesk.exchange.factor_sets.drafts import number_of, our_unit, plain, slug
from carbondesk.exchange.factor_sets.hub_tables import (
    GasColumn,
    HubTable,
    Row,
    ends,
    gas_columns,
    headed_rows,
    unmarked,
)

_GASES = ("CO2", "CH4", "N2O", "CO2e")
_BIOGENIC = re.compile(r"(biodiesel|ethanol|biogasoline)\b", re.IGNORECASE)
_PER_UNIT = frozenset({"unit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A factor as its table prints it: `masses` are kg per `unit` by gas, `biogenic` among them."""

    row: int
    table: int
    key: str
    name: str
    category: str
    unit: str
    masses: Mapping[str, float]
    scope: str = "1"
    carrier: str = ""
    boundary: str = "direct combustion (TTW)"
    region: str = "US"
    basis: str = ""
    note: str = ""


def stationary(table: HubTable) -> Iterator[Draft]:
    """Yield the fuels of table 1 per energy (gross, HHV) and per amount; its headings change from block to block."""
    columns: list[GasColumn] = []
    group = ""
    for row_number, row in table.rows:
        if ends(row):
            return
        found = gas_columns(row)
        if found:
            columns = found
            continue
        words = [plain(cell) for cell in row if isinstance(cell, str) and cell and number_of(cell) is None]
        values = {
            column: value
            for column in columns
            if column.place < len(row) and (value := number_of(row[column.place])) is not None
        }
        if not values:
            group = unmarked(words[0]) if words else group
            continue
        if not words:
            continue
        name = unmarked(words[0])
        for per, masses in _by_unit(values).items():
            energy = per.startswith("mmbtu")
            yield Draft(
                row=row_number,
                table=1,
                key=f"{slug(name)}:{slug(per)}",
                name=name,
                category=f"Stationary combustion > {group}",
                unit=our_unit("mmBtu (HHV)" if energy else per),
                masses=_biogenic(masses) if group.casefold().startswith("biomass") else masses,
                boundary="direct combustion (TTW), HHV basis",
            )


def mobile(table: HubTable) -> Iterator[Draft]:
    """Yield CO2 by fuel from table 2, whose unit stands in a column of its own."""
    for row in headed_rows(table, ("fuel type", "unit")):
        name = row.labels.get("fuel type", "")
        for per, masses in _by_unit(row.values).items():
            unit = row.labels.get("unit", "") if per in _PER_UNIT else per
            yield Draft(
                row=row.number,
                table=2,
                key=slug(name),
                name=name,
                category="Mobile combustion > CO2 by fuel",
                unit=our_unit(unit),
                masses=_biogenic(masses) if _BIOGENIC.match(name) else masses,
            )


def on_road_gasoline(table: HubTable) -> Iterator[Draft]:
    """Yield methane and nitrous oxide by vehicle and model year from table 3."""
    for row in headed_rows(table, ("vehicle type", "model year", "year")):
        vehicle, year = (
            row.labels.get("vehicle type", ""),
            row.labels.get("model year") or row.labels.get("year", ""),
        )
        category = "Mobile combustion > On-road gasoline CH4/N2O"
        yield from _vehicle(row, 3, f"{slug(vehicle)}:{slug(year)}", f"{vehicle} model year {year}", category)


def on_road_other(table: HubTable) -> Iterator[Draft]:
    """Yield methane and nitrous oxide by vehicle, fuel and model year from table 4."""
    for row in headed_rows(table, ("vehicle type", "fuel type", "model year", "vehicle year")):
        vehicle, fuel = row.labels.get("vehicle type", ""), row.labels.get("fuel type", "")
        year = row.labels.get("model year") or row.labels.get("vehicle year", "")
        named = ", ".join(part for part in (vehicle, fuel, f"model year {year}" if year else "") if part)
        category = "Mobile combustion > On-road diesel and alternative fuel CH4/N2O"
        yield from _vehicle(
            row, 4, ":".join(slug(part) for part in (vehicle, fuel, year) if part), named, category
        )


def non_road(table: HubTable) -> Iterator[Draft]:
    """Yield methane and nitrous oxide by equipment and fuel from table 5."""
    for row in headed_rows(table, ("vehicle type", "fuel type")):
        vehicle, fuel = row.labels.get("vehicle type", ""), row.labels.get("fuel type", "")
        category = "Mobile combustion > Non-road CH4/N2O"
        yield from _vehicle(row, 5, f"{slug(vehicle)}:{slug(fuel)}", f"{vehicle}, {fuel}", category)


def _vehicle(row: Row, table: int, key: str, name: str, category: str) -> Iterator[Draft]:
    for per, masses in _by_unit(row.values).items():
        yield Draft(
            row=row.number,
            table=table,
            key=key,
            name=name,
            category=category,
            unit=our_unit(per),
            masses=masses,
        )


def electricity(table: HubTable) -> Iterator[Draft]:
    """Yield the output rates of table 6 by subregion: total output, and the non-baseload that no inventory uses."""
    for row in headed_rows(table, ("egrid subregion acronym", "egrid subregion name", "egrid subregion")):
        acronym = row.labels.get("egrid subregion acronym") or row.labels.get("egrid subregion", "")
        name = row.labels.get("egrid subregion name", "")
        whole = acronym.casefold().startswith("us average") or name.casefold().startswith("us average")
        words = f"{acronym} {name}".strip()
        by_group: dict[str, dict[GasColumn, float]] = defaultdict(dict)
        for column, value in row.values.items():
            by_group["nonbase" if "baseload" in column.group.casefold() else "total"][column] = value
        for group, values in by_group.items():
            base = group == "total"
            for per, masses in _by_unit(values).items():
                yield Draft(
                    row=row.number,
                    table=6,
                    key=f"{'us-average' if whole else slug(acronym)}:{group}",
                    name=f"{words} total output"
                    if base
                    else f"{words} non-baseload output (avoided emissions only)",
                    category="Electricity > Location-based grid average"
                    if base
                    else "Electricity > Non-baseload (not for inventories)",
                    scope="2" if base else "info",
                    unit="kWh" if per == "mwh" else our_unit(per),
                    masses={gas: mass / 1000 for gas, mass in masses.items()} if per == "mwh" else masses,
                    boundary="direct combustion, output rate",
                    region="US" if whole else f"US-EGRID-{acronym.upper()}",
                )


def steam(table: HubTable) -> Iterator[Draft]:
    """Yield steam and heat bought, from table 7: natural gas at 80 % efficiency."""
    for row in headed_rows(table, ()):
        for per, masses in _by_unit(row.values).items():
            yield Draft(
                row=row.number,
                table=7,
                key="steam-heat",
                name="Purchased steam and heat (natural gas, 80% thermal efficiency)",
                category="Heat and steam",
                carrier="steam;heat;heat and steam",
                scope="2",
                unit=our_unit(per),
                masses=masses,
                boundary="direct combustion at supplier",
            )


def freight(table: HubTable) -> Iterator[Draft]:
    """Yield transport by vehicle from table 8, per vehicle-mile or short ton-mile."""
    yield from _transport(table, 8, "Upstream/downstream transport")


def travel(table: HubTable) -> Iterator[Draft]:
    """Yield travel and commuting by vehicle from table 10, per vehicle-mile or passenger-mile."""
    yield from _transport(table, 10, "Business travel and commuting")


def _transport(table: HubTable, number_: int, category: str) -> Iterator[Draft]:
    for row in headed_rows(table, ("vehicle type", "unit")):
        name, unit = row.labels.get("vehicle type", ""), row.labels.get("unit", "")
        for per, masses in _by_unit(row.values).items():
            given = unit if per in _PER_UNIT else per
            yield Draft(
                row=row.number,
                table=number_,
                key=f"{slug(name)}:{slug(given)}",
                name=name,
                category=category,
                scope="3",
                unit=our_unit(given),
                masses=masses,
                boundary="TTW combustion only",
            )


def waste(table: HubTable) -> Iterator[Draft]:
    """Yield waste by material and treatment from table 9: CO2e per short ton, printed in metric tons."""
    per = re.search(r"metric tons? CO2e?\s*(?:/|per)\s*short ton", table.text, re.IGNORECASE)
    report = re.search(r"\bAR([456])\b", table.text)
    basis = f"AR{report[1]} (as published)" if report else "as published"
    treatments: dict[int, str] = {}
    at = -1
    for row_number, row in table.rows:
        if ends(row) or per is None:
            return
        texts = [plain(cell) for cell in row]
        if "material" in (text.casefold() for text in texts):
            at = next(place for place, text in enumerate(texts) if text.casefold() == "material")
            treatments = {
                place: unmarked(text).capitalize() for place, text in enumerate(texts) if text and place > at
            }
            continue
        for place, how in treatments.items():
            value = number_of(row[place]) if place < len(row) else None
            if value is not None and texts[at]:
                name = unmarked(texts[at])
                yield Draft(
                    row=row_number,
                    table=9,
                    key=f"{slug(name)}:{slug(how)}",
                    name=f"{name} - {how}",
                    category=f"Waste > {how}",
                    scope="3",
                    unit="short_ton",
                    masses={"CO2e": value * 1000},
                    basis=basis,
                    boundary="WARM adjusted: no avoided emissions, incl. transport to facility",
                    note=f"published {value:g} t CO2e/short ton",
                )


def _by_unit(values: Mapping[GasColumn, float]) -> dict[str, dict[str, float]]:
    """Return kg of gas by unit; gases that are none are left out."""
    masses: dict[str, dict[str, float]] = defaultdict(dict)
    for column, value in values.items():
        if column.gas in _GASES:
            # Nine digits are more than the table prints, and hide what the factor 0.001 leaves behind.
            masses[column.per][column.gas] = float(f"{value * column.kilograms:.12g}")
    return dict(masses)


def _biogenic(masses: Mapping[str, float]) -> dict[str, float]:
    """Return masses whose CO2 is biogenic and therefore counted outside the scopes."""
    return {**masses, "CO2": 0.0, "biogenic": masses["CO2"]} if "CO2" in masses else dict(masses)


READERS: dict[int, Callable[[HubTable], Iterator[Draft]]] = {
    1: stationary,
    2: mobile,
    3: on_road_gasoline,
    4: on_road_other,
    5: non_road,
    6: electricity,
    7: steam,
    8: freight,
    9: waste,
    10: travel,
}
"""How each table is read; 11 and 12 hold potentials, which the table of gases has."""
