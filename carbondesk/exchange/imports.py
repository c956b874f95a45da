"""Import: tables in files become a plan that says row by row what would happen; nothing is written here.

The plan's `apply` then writes everything as one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import (
    Activity,
    Bill,
    Entity,
    Meter,
    Origin,
    Ownership,
    Reading,
    Source,
)
from carbondesk.domain.schema import Finding, Record, error, info, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.exchange.batches import Batch, Values, understood
from carbondesk.exchange.calendars import Calendars
from carbondesk.exchange.checks import check
from carbondesk.exchange.columns import entries_of, entry_columns, rows_of
from carbondesk.exchange.directories import PLACES, Directory, folded
from carbondesk.exchange.links import Linker
from carbondesk.exchange.matches import Matched, Row, differences, match
from carbondesk.exchange.ownership import OWNERSHIP, share_rows
from carbondesk.exchange.plans import BulkRows, ImportPlan, TableCount
from carbondesk.exchange.sheets import Limits, Sheet, read_file
from carbondesk.exchange.tables import TABLES, recognised, unknown_headings, unrecognised
from carbondesk.store.inventory import Inventory

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


class OnConflict(StrEnum):
    """What to do with a row that says something else than the inventory."""

    STOP = "stop"
    SKIP = "skip"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to read and what to do in doubt; an empty encoding or decimal mark is found out from the file."""

    on_conflict: OnConflict = OnConflict.STOP
    skip_errors: bool = False
    encoding: str = ""
    decimal: str = ""
    day_first: bool | None = None
    limits: Limits = field(default_factory=Limits)


def read_tables(
    inventory: Inventory,
    paths: Iterable[Path],
    options: ImportOptions | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """Read files (or folders of them) and work out what importing them would do, without writing anything."""
    reading = _Import(inventory, options or ImportOptions())
    files = _files(paths)
    for number, path in enumerate(files):
        progress(number, len(files), say("Reading {file}", file=path.name))
        reading.read(path)
    return reading.plan(files, progress)


def _files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read; a folder without tables stands for itself, so that it is told about."""
    files: list[Path] = []
    for path in map(Path, paths):
        files += (_tables_in(path) if path.is_dir() else []) or [path]
    return files


def _tables_in(folder: Path) -> list[Path]:
    return [
        path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS and not path.is_dir()
    ]


class _Import:
    """An import in the making: batches in the order of their tables, and what comes of them."""

    def __init__(self, inventory: Inventory, options: ImportOptions) -> None:
        self._inventory = inventory
        self._options = options
        self._directory = Directory(inventory)
        self._linker = Linker(self._directory)
        self._batches: list[Batch] = []
        self._plan = ImportPlan(files=(), head=inventory.head)
        self._calendars = Calendars(inventory, self._directory)
        self._candidates: dict[str, tuple[str, ...]] = {}
        self._bulk_sources: set[int] = set()

    def read(self, path: Path) -> None:
        """Read one file and recognise its tables."""
        found = read_file(path, encoding=self._options.encoding, limits=self._options.limits)
        self._tell(found.findings)
        if found.candidates:
            self._candidates[path.name] = found.candidates
        for sheet in found.sheets:
            self._recognise(sheet)

    def plan(self, files: Sequence[Path], progress: Progress) -> ImportPlan:
        """Return what all batches come to."""
        order = {table.name: place for place, table in enumerate(TABLES)}
        for batch in sorted(self._batches, key=lambda batch: order[batch.table.name]):
            progress(0, 0, say("Checking {file}", file=batch.sheet.file))
            self._take(batch)
        plan = self._plan
        refused = self._calendars.settle(plan, skip_errors=self._options.skip_errors)
        self._tell(self._calendars.findings, blocking=refused)
        for kind in PLACES:
            plan.added[kind] = self._directory.added[kind] + plan.added.get(kind, [])
        plan.files = tuple(path.name for path in files)
        plan.candidates = self._candidates
        return plan

    def _tell(self, findings: Iterable[Finding], *, blocking: bool = True) -> None:
        findings = list(findings)
        self._plan.findings += findings
        if blocking and not self._options.skip_errors:
            self._plan.blocked |= any(finding.severity == "error" for finding in findings)

    def _recognise(self, sheet: Sheet) -> None:
        table = recognised(sheet.headings, sheet.name or sheet.file)
        if table is None:
            self._tell([unrecognised(sheet.headings, sheet.where)])
            return
        self._tell(unknown_headings(table, sheet.headings, sheet.where))
        if not len(sheet):
            message = say("The table has headings and no rows.")
            self._tell(
                [
                    warning(
                        "no-rows", message, remedy=say("Choose the file that holds the rows."), **sheet.where
                    )
                ]
            )
        options = self._options
        self._batches.append(understood(sheet, table, decimal=options.decimal, day_first=options.day_first))

    def _take(self, batch: Batch) -> None:
        count = TableCount(
            file=batch.sheet.file, sheet=batch.sheet.name, table=batch.table.name, read=len(batch.sheet)
        )
        self._plan.tables.append(count)
        if batch.table.kind is Source:
            self._take_sources(batch, count)
        else:
            self._take_rows(batch, batch.rows, count)
        count.refused += batch.refused
        self._tell(batch.findings)

    def _take_sources(self, batch: Batch, count: TableCount) -> None:
        """Take main meters before their submeters, wherever they stand in the table."""
        left = batch.rows
        while len(left):
            ready = np.array(
                [row for row in left.tolist() if self._main_is_known(batch, row)], dtype=np.int64
            )
            # Those whose main meter never comes are linked last, and refused.
            now = ready if len(ready) else left
            self._take_rows(batch, now, count)
            left = np.setdiff1d(left, now)
        self._add_meters(batch)

    def _main_is_known(self, batch: Batch, row: int) -> bool:
        main = batch.value("submeter_of", row)
        if main is None:
            return True
        site = self._directory.site(str(batch.value("site", row)))
        return site is not None and self._directory.source(site.id, str(main)) is not None

    def _add_meters(self, batch: Batch) -> None:
        """Add the meters that a table of sources names."""
        for row in batch.rows.tolist():
            number = batch.value("meter_number", row)
            site = self._directory.site(str(batch.value("site", row)))
            source = self._directory.source(site.id, str(batch.value("source", row))) if site else None
            if number is not None and source and not self._directory.meters(str(number), source=source.id):
                self._directory.add(Meter(source=source.id, number=str(number)))

    def _take_rows(self, batch: Batch, rows: NDArray[np.int64], count: TableCount) -> None:
        links = {column.name: self._linker.link(batch, column, rows) for column in batch.table.links}
        check(batch, links, self._directory)
        rows = rows[batch.sound[rows]]
        kind = batch.table.kind
        if kind is Activity:
            rows = self._without_derived(batch, rows, count)
            self._tell_beside_bills(batch, links["source"], rows)
            if self._take_in_bulk(batch, links, rows, count):
                return
        table_rows = rows_of(batch, links, rows)
        if kind is Entity:
            self._take_ownership(batch, table_rows, count)
            return
        known, reserved = self._known(kind, links)
        self._apply_match(batch, match(batch.table, table_rows, known, reserved), count)

    def _without_derived(self, batch: Batch, rows: NDArray[np.int64], count: TableCount) -> NDArray[np.int64]:
        """Leave out the entries that come from bills: they are made again from the bills themselves."""
        if not batch.has("origin"):
            return rows
        derived = [row for row in rows.tolist() if batch.value("origin", row) == Origin.BILL]
        if derived:
            message = say("{n} entries come from bills or readings and are made from those.", n=len(derived))
            batch.findings.append(info("entries-from-bills", message, **batch.where(derived[0], "origin")))
        count.same += len(derived)
        return np.setdiff1d(rows, np.array(derived, dtype=np.int64))

    def _tell_beside_bills(self, batch: Batch, sources: Values, rows: NDArray[np.int64]) -> None:
        """Tell once for each source that it has bills too: its months would be counted twice."""
        billed = self._calendars.billed_sources()
        for code, number in enumerate(sources.distinct):
            if number not in billed:
                continue
            own = rows[sources.codes[rows] == code].tolist()
            first = next((row for row in own if batch.value("origin", row) != Origin.CORRECTION), None)
            if first is not None:
                message = say("The source has bills already: entries beside them are counted in addition.")
                remedy = say("Leave the entries out where the bills cover the same days.")
                place = batch.where(first, "source")
                batch.findings.append(warning("entries-beside-bills", message, remedy=remedy, **place))

    def _take_in_bulk(
        self, batch: Batch, links: Mapping[str, Values], rows: NDArray[np.int64], count: TableCount
    ) -> bool:
        """Take entries of sources that have none yet as columns; False where rows must be looked at one by one."""
        sources = {number for number in links["source"].distinct if isinstance(number, int)}
        if any(batch.has(name) for name in ("id", "n", "origin")) or sources & self._seen_sources():
            return False
        stored = [number for number in sources if number > 0]
        if stored and self._inventory.activities(stored):
            return False
        if not len(rows):
            return True
        values = entry_columns(batch, links, rows)
        self._plan.bulk.append(BulkRows(values, rows))
        self._bulk_sources |= sources
        count.added += len(rows)
        return True

    def _seen_sources(self) -> set[int]:
        return self._bulk_sources | {
            record.source for record in self._plan.added.get(Activity, []) if isinstance(record, Activity)
        }

    def _known(self, kind: type[Record], links: Mapping[str, Values]) -> tuple[list[Record], list[Record]]:
        """Return the records that rows may be, stored or from an earlier table, and those that only take numbers."""
        if kind is Activity:
            self._look_at_bulk()
        added = [*self._plan.added.get(kind, []), *(self._directory.added[kind] if kind in PLACES else [])]
        if kind is not Activity:
            return [*self._inventory.all(kind), *added], []
        sources = {number for number in links["source"].distinct if isinstance(number, int) and number > 0}
        entries = self._inventory.activities(sources) if sources else []
        entered: list[Record] = [entry for entry in entries if entry.origin != Origin.BILL]
        return [*entered, *added], [entry for entry in entries if entry.origin == Origin.BILL]

    def _look_at_bulk(self) -> None:
        """Turn entries taken as columns into records, because a later table may hold the same ones."""
        entries = [entry for rows in self._plan.bulk for entry in entries_of(rows.values, rows.rows)]
        self._plan.bulk.clear()
        self._plan.added.setdefault(Activity, []).extend(entries)

    def _apply_match(self, batch: Batch, matched: Matched, count: TableCount) -> None:
        count.same += len(matched.same)
        for row in matched.twice:
            self._tell_twice(batch, row)
        for row, n in matched.new:
            self._add(batch, row, n)
        count.added += len(matched.new)
        conflicts = [(row, record, differences(row, record)) for row, record in matched.different]
        for row, record, changes in conflicts:
            self._change(batch, row, record, changes, count)

    def _tell_twice(self, batch: Batch, row: Row) -> None:
        message = say("The table has this row twice.")
        remedy = say("Remove one of the two, or give each its own id.")
        batch.refuse([row.index], "", lambda where: error("row-twice", message, remedy=remedy, **where))

    def _add(self, batch: Batch, row: Row, n: int) -> None:
        kind = batch.table.kind
        fields = dict(row.fields)
        if "n" in {column.name for column in kind.columns()}:
            fields["n"] = n
        record = kind(**fields)  # type: ignore[arg-type]  # the fields are those of the kind, by its columns
        if isinstance(record, PLACES):
            self._directory.add(record)
            return
        if isinstance(record, Bill):
            record = replace(record, id=self._directory.new_id())
            self._calendars.add_bill(record, batch, row.index, self._plan.tables[-1])
        elif isinstance(record, Reading):
            self._calendars.touch(self._directory.get(Meter, record.meter).source)
        self._plan.added.setdefault(kind, []).append(record)

    def _change(
        self, batch: Batch, row: Row, record: Record, changes: Mapping[str, object], count: TableCount
    ) -> None:
        if self._options.on_conflict is OnConflict.REPLACE:
            self._replace(record, changes)
            count.replaced += 1
            return
        heading = {heading.field: heading.name for heading in batch.table.headings}
        field_name = next((heading[name] for name in changes if name in heading), "")
        old, new = (
            _listed(heading, {name: getattr(record, name) for name in changes}),
            _listed(heading, changes),
        )
        message = say("The inventory says {old}, the table says {new}.", old=old, new=new)
        place = batch.where(row.index, field_name)
        if self._options.on_conflict is OnConflict.STOP:
            remedy = say("Choose whether to keep what is there or to replace it.")
            batch.refuse(
                [row.index], field_name, lambda _: error("conflict", message, remedy=remedy, **place)
            )
        else:
            batch.refuse([row.index], field_name, lambda _: warning("conflict", message, **place))

    def _replace(self, record: Record, changes: Mapping[str, object]) -> None:
        changed = replace(record, **changes)  # type: ignore[arg-type]  # the fields are those of the record
        if isinstance(changed, PLACES):
            self._directory.refile(changed)
        if isinstance(changed, Bill):
            self._calendars.change_bill(changed)
        if isinstance(changed, Reading | Meter):
            meter = changed if isinstance(changed, Meter) else self._directory.get(Meter, changed.meter)
            self._calendars.touch(meter.source)
        added = self._plan.added.get(type(record), [])
        if record.id > 0:
            self._plan.changed.append((record, changes))
        elif record in added:
            added[added.index(record)] = changed

    def _take_ownership(self, batch: Batch, table_rows: Sequence[Row], count: TableCount) -> None:
        """Take a table of legal entities: an entity may have several rows, one for each share in it."""
        first: dict[str, Row] = {}
        for row in table_rows:
            first.setdefault(folded(str(row.fields["name"])), row)
        known, reserved = self._known(Entity, {})
        counted = TableCount(file=count.file, table=count.table)
        self._apply_match(batch, match(batch.table, list(first.values()), known, reserved), counted)
        shares = share_rows(batch, table_rows, self._directory, self._linker)
        owned = match(OWNERSHIP, shares, self._known(Ownership, {})[0])
        batch_of_shares = replace(batch, table=OWNERSHIP)
        self._apply_match(batch_of_shares, owned, TableCount(file=count.file, table=count.table))
        new = {row.index for row, _ in owned.new}
        if counted.added:
            new |= {row.index for row in first.values()}
        count.replaced += len(owned.different) + counted.replaced
        count.added += len(new)
        count.same += len(table_rows) - len(new) - counted.replaced - len(owned.different)


def _listed(headings: Mapping[str, str], fields: Mapping[str, object]) -> Text:
    return listed(
        f"{headings.get(name, name)} {'-' if value in (None, '') else value}"
        for name, value in fields.items()
    )
