"""The tables of the US EPA's Emission Factors Hub as they lie in its sheet: where each begins, its columns, its rows.

A column is known by what its heading says (`CO2 Factor (kg CO2 per mmBtu)`), never by its place alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbondesk.exchange.factor_sets.drafts import number_of, plain
from carbondesk.exchange.workbooks import Cell

_TITLE = re.compile(r"table\s*(\d{1,2})\b[:.\s]*(.*)", re.IGNORECASE)
_KILOGRAMS = {
    "kg": 1.0,
    "g": 0.001,
    "lb": 0.45359237,
    "lbs": 0.45359237,
    "metric ton": 1000.0,
    "metric tons": 1000.0,
}
_GAS = r"(?P<gas>CO2e?|CH4|N2O|NOx|SO2)"
_MASS = r"(?P<mass>kg|g|lbs?|metric tons?)"
_PER = r"\s*(?:per|/)\s*(?P<per>[A-Za-z][A-Za-z .\-]*)"
_COLUMN = re.compile(rf"\b{_MASS}\s+{_GAS}{_PER}", re.IGNORECASE)
_BARE = re.compile(rf"\b{_GAS}\b.*?\(\s*{_MASS}{_PER}\)", re.IGNORECASE)
_END = re.compile(r"(sources?|notes?)\s*:", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=[a-z)])[A-Z]$|\s[A-Z]$")


@dataclass(frozen=True, slots=True)
class GasColumn:
    """A column of numbers: `kilograms` of `gas` are one of its units of mass, per `per`; `group` stands above it."""

    place: int
    gas: str
    kilograms: float
    per: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class HubTable:
    """One table: its number, its title, and its rows with the number that a spreadsheet shows."""

    number: int
    title: str
    row: int
    rows: Sequence[tuple[int, Sequence[Cell]]]

    @property
    def text(self) -> str:
        """All the words of the table, notes and sources among them."""
        return " ".join(plain(cell) for _, row in self.rows for cell in row if isinstance(cell, str) and cell)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values: its number, its labels by heading (lower case) and its numbers by column."""

    number: int
    labels: Mapping[str, str]
    values: Mapping[GasColumn, float]


def tables(rows: Sequence[Sequence[Cell]]) -> dict[int, HubTable]:
    """Return the tables of a sheet by number; a table reaches to the title of the next one."""
    starts: list[tuple[int, int, str]] = []
    for place, row in enumerate(rows):
        filled = [plain(cell) for cell in row if cell != ""]
        matched = _TITLE.fullmatch(filled[0]) if filled else None
        if matched and len(filled) <= 2:  # noqa: PLR2004 - the number and the title
            starts.append((place, int(matched[1]), matched[2] or " ".join(filled[1:])))
    reach = [*(place for place, _, _ in starts), len(rows)][1:]
    found: dict[int, HubTable] = {}
    for (place, number, title), end in zip(starts, reach, strict=True):
        inside = [(at + 1, rows[at]) for at in range(place + 1, end)]
        found.setdefault(number, HubTable(number, title, place + 1, inside))
    return found


def gas_columns(row: Sequence[Cell], above: Sequence[Cell] = ()) -> list[GasColumn]:
    """Return the columns of a row of headings that name a mass of gas per unit, with the group heading above them."""
    found = []
    for place, cell in enumerate(row):
        if not isinstance(cell, str):
            continue
        matched = _COLUMN.search(plain(cell)) or _BARE.search(plain(cell))
        if matched:
            gas = matched["gas"].upper().replace("CO2E", "CO2e")
            kilograms = _KILOGRAMS[matched["mass"].casefold()]
            found.append(
                GasColumn(place, gas, kilograms, matched["per"].strip().casefold(), _group(above, place))
            )
    return found


def _group(above: Sequence[Cell], place: int) -> str:
    """Return the heading over a column: the nearest filled cell at its place or left of it."""
    return next((plain(cell) for cell in reversed(above[: place + 1]) if cell != ""), "")


def unmarked(text: str) -> str:
    """Return a label without the letter of a footnote: `Medium- and Heavy-Duty TruckC`, `Recycled A`."""
    return _FOOTNOTE.sub("", text.strip()).strip()


def ends(row: Sequence[Cell]) -> bool:
    """Whether a row begins the sources and notes below a table."""
    first = next((plain(cell) for cell in row if cell != ""), "")
    return bool(_END.match(first))


def headed_rows(table: HubTable, wanted: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of values of a table with one row of headings; labels left empty are those of the row above.

    `wanted` are the label headings (lower case, by how they begin), such as `vehicle type`.
    """
    columns: list[GasColumn] = []
    labels: dict[str, int] = {}
    last: dict[str, str] = {}
    for place, (row_number, row) in enumerate(table.rows):
        if ends(row):
            return
        above = table.rows[place - 1][1] if place else ()
        found = gas_columns(row, above)
        for at, cell in enumerate(row):
            text = plain(cell).casefold() if isinstance(cell, str) else ""
            named = next((name for name in wanted if text.startswith(name)), "")
            if named and not columns:
                labels[named] = at
        if found:
            columns = found
            continue
        values = {column: value for column in columns if (value := _at(row, column.place)) is not None}
        given = {
            name: unmarked(plain(row[at])) for name, at in labels.items() if at < len(row) and row[at] != ""
        }
        if _changed(given, last, wanted):
            last = {}
        last = {**last, **given}
        if values:
            yield Row(row_number, dict(last), values)


def _changed(given: Mapping[str, str], last: Mapping[str, str], wanted: Sequence[str]) -> bool:
    """Whether the first label of a row is a new one, so that the labels below it start anew."""
    first = given.get(wanted[0]) if wanted else None
    return first is not None and first != last.get(wanted[0])


def _at(row: Sequence[Cell], place: int) -> float | None:
    return number_of(row[place]) if place < len(row) else None
