"""Export: every table as CSV that the import reads again, and everything once more as one JSON file.

Leaving must be possible at any time. What belongs to one file only (the organisation, seals, approvals, rounds
of verification, documents) goes into the folder `other` beside the tables.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import (
    RECORDS,
    Activity,
    Entity,
    Equipment,
    Meter,
    Ownership,
    Site,
    Source,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.exchange.cells import guarded
from carbondesk.exchange.tables import TABLES, Heading, Table
from carbondesk.store.errors import told_plainly
from carbondesk.store.inventory import Inventory

EVERYTHING = "inventory.json"
OTHER = "other"

Cells = Mapping[str, str]


def export(inventory: Inventory, folder: Path, progress: Progress = silent) -> list[Path]:
    """Write every table that has rows into `folder` and return the files written.

    A file is replaced only when it is whole. Raises ReadOnly or DiskFull.
    """
    names = _Names(inventory)
    tables = {table.kind: table for table in TABLES}
    written: list[Path] = []
    with told_plainly(folder):
        (folder / OTHER).mkdir(parents=True, exist_ok=True)
        for number, kind in enumerate(RECORDS):
            progress(number, len(RECORDS) + 1, say("Writing {table}", table=kind.many))
            if kind is Ownership or not inventory.count(kind):
                continue
            if kind in tables:
                path = folder / f"{tables[kind].name}.csv"
                _write(path, lambda stream, table=tables[kind]: _table(stream, table, inventory, names))  # type: ignore[misc]
            else:
                path = folder / OTHER / f"{kind.table}.csv"
                _write(path, lambda stream, kind=kind: _plain_table(stream, inventory.all(kind), kind))  # type: ignore[misc]
            written.append(path)
        progress(len(RECORDS), len(RECORDS) + 1, say("Writing {table}", table=EVERYTHING))
        path = folder / EVERYTHING
        _write(path, lambda stream: _json(stream, inventory))
    return [*written, path]


def cell_text(value: object) -> str:
    """Return a value as it stands in a cell: dates as ISO 8601, yes or no, numbers in full, texts guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - exact
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)


class _Names:
    """What the linked records are called in tables."""

    def __init__(self, inventory: Inventory) -> None:
        self.entities = {entity.id: entity.name for entity in inventory.all(Entity)}
        self.sites = {site.id: site.name for site in inventory.all(Site)}
        self.sources = {source.id: source for source in inventory.all(Source)}
        self.meters = {meter.id: meter for meter in inventory.all(Meter)}
        self.equipment = {piece.id: piece for piece in inventory.all(Equipment)}
        self.targets = {target.id: target.name for target in inventory.all(Target)}
        self.shares: dict[int, list[Ownership]] = {}
        for share in inventory.all(Ownership):
            self.shares.setdefault(share.entity, []).append(share)

    def of(self, link: str, heading: str, id: int | None) -> Cells:
        """Return the cells that name a linked record."""
        if id is None:
            return {}
        named = {"entity": self.entities, "site": self.sites, "target": self.targets}.get(link)
        if named is not None:
            return {heading if link == "entity" else link: named[id]}
        if link == "source":
            source = self.sources[id]
            own = {heading: source.name} if heading != "source" else {"source": source.name}
            return own if heading == "submeter_of" else {"site": self.sites[source.site], **own}
        if link == "meter":
            meter = self.meters[id]
            return {**self.of("source", "source", meter.source), "meter_number": meter.number}
        piece = self.equipment[id]
        return {**self.of("source", "source", piece.source), "equipment": piece.name}


def _table(stream: TextIO, table: Table, inventory: Inventory, names: _Names) -> None:
    headings = _written(table)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([heading.name for heading in headings])
    records = inventory.activities() if table.kind is Activity else inventory.all(table.kind)
    for record in records:
        cells = _cells(table, record, names)
        for row in _rows(record, cells, names):
            writer.writerow([row.get(heading.name, "") for heading in headings])


def _written(table: Table) -> Sequence[Heading]:
    """Return the headings to write: not those that only help an import to make what is new."""
    extra = () if table.kind is Entity else table.extra
    return [heading for heading in table.headings if heading not in extra]


def _cells(table: Table, record: Record, names: _Names) -> dict[str, str]:
    cells: dict[str, str] = {}
    for heading in table.headings:
        if heading.field and heading not in table.extra:
            cells[heading.name] = cell_text(getattr(record, heading.field))
    for column in table.links:
        named = names.of(column.link, column.heading, getattr(record, column.name))
        cells |= {name: guarded(text) for name, text in named.items()}
    return cells


def _rows(record: Record, cells: dict[str, str], names: _Names) -> Iterator[Cells]:
    """Yield a record's rows: one, or for a legal entity one for each share in it."""
    shares = names.shares.get(record.id, []) if isinstance(record, Entity) else []
    if not shares:
        yield cells
    for share in shares:
        owned = {column.heading: cell_text(getattr(share, column.name)) for column in Ownership.columns()}
        owned["parent"] = guarded(names.entities[share.parent]) if share.parent is not None else ""
        del owned["entity"]
        yield {**cells, **owned}


def _plain_table(stream: TextIO, records: Iterable[Record], kind: type[Record]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    fields = _fields(kind)
    writer.writerow([name.rstrip("_") for name in fields])
    writer.writerows([cell_text(getattr(record, name)) for name in fields] for record in records)


def _json(stream: TextIO, inventory: Inventory) -> None:
    """Write all records table by table, one record a line."""
    stream.write('{"format": 1, "head": ' + json.dumps(inventory.head))
    for kind in RECORDS:
        fields = _fields(kind)
        stream.write(f",\n{json.dumps(kind.table)}: [")
        for number, record in enumerate(inventory.all(kind)):
            row = {name.rstrip("_"): _json_value(getattr(record, name)) for name in fields}
            stream.write((",\n  " if number else "\n  ") + json.dumps(row, ensure_ascii=False))
        stream.write("]")
    stream.write("}\n")


def _fields(kind: type[Record]) -> list[str]:
    leading = ["id", "step"] + (["uid"] if hasattr(kind, "uid") else [])
    return leading + [column.name for column in kind.columns()]


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _write(path: Path, fill: Callable[[TextIO], None]) -> None:
    """Write a text file under another name first, so that the old one stays until the new one is whole."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            fill(stream)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
