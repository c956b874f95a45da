"""What an import would do, worked out before anything is written, and then done as one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import RECORDS, Activity
from carbondesk.domain.schema import Finding, Kind, Record
from carbondesk.domain.text import listed, say
from carbondesk.exchange.batches import Values
from carbondesk.store.billing import recalendarise
from carbondesk.store.equipment import recalculate_all
from carbondesk.store.inventory import Inventory
from carbondesk.store.rows import Columns, Constant
from carbondesk.store.steps import CHUNK
from carbondesk.store.table import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.store.steps import Step


class Outdated(CarbonDeskError):  # noqa: N818 - the name says what is wrong
    """The inventory has changed since the plan was made."""


@dataclass(slots=True, kw_only=True)
class TableCount:
    """What becomes of the rows of one table: how many were read, and how many of them are what.

    For bills, `added` counts the periods that come into being: the first read of a source opens its series
    and has none (`opening` counts those).
    """

    file: str
    table: str
    sheet: str = ""
    read: int = 0
    added: int = 0
    same: int = 0
    replaced: int = 0
    refused: int = 0
    opening: int = 0

    def as_json(self) -> dict[str, object]:
        """Return the shape that the command line prints."""
        return {
            "file": self.file,
            "table": self.table,
            "read": self.read,
            "added": self.added,
            "same": self.same,
            "replaced": self.replaced,
            "refused": self.refused,
        }


@dataclass(slots=True)
class BulkRows:
    """Many new entries as columns: `values` by the record's fields, for the rows at `rows`."""

    values: Mapping[str, Values]
    rows: NDArray[np.int64]

    def blocks(self, real: Mapping[int, int], progress: Progress) -> Iterator[Columns]:
        """Yield the entries as the file keeps them; `real` are the ids of what was stored meanwhile."""
        made = {name: _as_stored(name, values, real) for name, values in self.values.items()}
        for first in range(0, len(self.rows), CHUNK):
            progress(first, len(self.rows), say("Adding entries"))
            rows = self.rows[first : first + CHUNK]
            yield [
                made[column.name][self.values[column.name].codes[rows]].tolist()
                if column.name in made
                else Constant(column.default, len(rows))
                for column in Activity.columns()
            ]


def _as_stored(name: str, values: Values, real: Mapping[int, int]) -> NDArray[Any]:
    """Return the distinct values of a column as the file keeps them."""
    if Activity.column(name).kind is Kind.NUMBER and Activity.column(name).required:
        # Zero is added because SQLite keeps no negative zero.
        return values.floats() + 0.0
    stored = table(Activity)
    made = np.empty(len(values.distinct), dtype=object)
    made[:] = [_linked(stored.stored_value(name, value), name, real) for value in values.distinct]
    return made


def _linked(value: object, name: str, real: Mapping[int, int]) -> object:
    return real.get(value, value) if name == "source" and isinstance(value, int) else value


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """The outcome of reading some tables: counts, findings, and the changes that `apply` makes in one step.

    `blocked` says that something is wrong and nothing would be written. New records carry negative ids.
    """

    files: Sequence[str]
    head: str
    tables: list[TableCount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: dict[type[Record], list[Record]] = field(default_factory=dict)
    bulk: list[BulkRows] = field(default_factory=list)
    changed: list[tuple[Record, Mapping[str, object]]] = field(default_factory=list)
    billed: set[int] = field(default_factory=set)
    blocked: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.bulk or self.changed or any(self.added.values()))

    def apply(self, inventory: Inventory, progress: Progress = silent) -> int | None:
        """Write everything in one step and return its number; None where there is nothing to write.

        Raises ValueError for a blocked plan and Outdated when the inventory has changed since the dry run.
        """
        if self.blocked:
            raise ValueError("a blocked plan cannot be applied")
        if self.empty:
            return None
        with inventory.step(say("Import {files}", files=listed(self.files))) as step:
            if inventory.head != self.head:
                raise Outdated(say("The inventory has changed meanwhile."), say("Read the tables again."))
            real = self._write(step, progress)
            progress(0, 0, say("Sharing bills out over months"))
            recalendarise(inventory, step, [real.get(number, number) for number in self.billed])
            recalculate_all(inventory, step)
        return step.id

    def _write(self, step: Step, progress: Progress) -> dict[int, int]:
        """Write all records; returns the ids given to the new ones."""
        real: dict[int, int] = {}
        for kind in RECORDS:
            records = self.added.get(kind, [])
            named = [record for record in records if record.id < 0]
            for record in named:
                real[record.id] = step.add(_relinked(replace(record, id=0), real)).id
            step.add_many(kind, [_relinked(record, real) for record in records if record.id == 0])
            if kind is Activity:
                for rows in self.bulk:
                    step.add_columns(kind, rows.blocks(real, progress), coming=len(rows.rows))
        for record, fields in self.changed:
            step.change(record, **{name: _real(record, name, value, real) for name, value in fields.items()})
        return real


def _relinked(record: Record, real: Mapping[int, int]) -> Record:
    """Return a record whose links point at stored records."""
    links = {
        column.name: real[value]
        for column in record.columns()
        if column.link and (value := getattr(record, column.name)) is not None and value < 0
    }
    return replace(record, **links) if links else record


def _real(record: Record, name: str, value: object, real: Mapping[int, int]) -> object:
    return (
        real.get(value, value)
        if isinstance(value, int) and name != "uid" and record.column(name).link
        else value
    )
