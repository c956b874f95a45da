"""Rows of a batch as records' fields, and whole columns of entries where there are too many for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.records import Activity, Bill, BillKind, Quality
from carbondesk.domain.schema import Record
from carbondesk.exchange.batches import Batch, Values
from carbondesk.exchange.matches import Row

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rows_of(batch: Batch, links: Mapping[str, Values], rows: NDArray[np.int64]) -> list[Row]:
    """Return some rows one by one, each with the fields that its filled cells and links give."""
    columns = {
        heading.field: batch.values[heading.name]
        for heading in batch.table.headings
        if heading.field and heading.name in batch.values
    }
    columns |= links
    names = list(columns)
    cells = [values.of(rows) for values in columns.values()]
    made = []
    for index, row in zip(rows.tolist(), zip(*cells, strict=True), strict=True):
        fields = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        if batch.value("estimated", index):
            fields.setdefault(*_estimate(batch.table.kind))
        made.append(Row(index, fields))
    return made


def _estimate(kind: type[Record]) -> tuple[str, str]:
    return ("kind", BillKind.ESTIMATE.value) if kind is Bill else ("quality", Quality.ESTIMATED.value)


def _qualities(batch: Batch) -> Values:
    """Return the quality of each entry, where a column says yes to estimated."""
    given = batch.values.get("quality")
    count = len(batch.sheet)
    default = Activity.column("quality").default
    distinct: list[object] = [default, Quality.ESTIMATED.value]
    codes = np.zeros(count, dtype=np.int32)
    if given is not None:
        distinct += [default if value is None else value for value in given.distinct]
        codes = (given.codes + 2).astype(np.int32)
        empty = [code for code, value in enumerate(given.distinct) if value is None]
        codes[np.isin(given.codes, empty)] = 0
    estimated = batch.values["estimated"]
    yes = np.isin(estimated.codes, [code for code, value in enumerate(estimated.distinct) if value])
    codes[yes & (codes == 0)] = 1
    return Values(distinct, codes)


def _filled(values: Values, default: object) -> Values:
    """Return a column with the record's default in its empty cells."""
    return Values([default if value is None else value for value in values.distinct], values.codes)


def _numbers(values: Mapping[str, Values], rows: NDArray[np.int64]) -> Values:
    """Return for each row which of the entries with its source and days it is, from 1."""
    combined = np.zeros(len(rows), dtype=np.int64)
    for name in ("source", "start", "end"):
        combined = combined * len(values[name].distinct) + values[name].codes[rows]
    order = np.argsort(combined, kind="stable")
    ordered = combined[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    lengths = np.diff(np.append(starts, len(ordered)))
    codes = np.zeros(len(values["source"].codes), dtype=np.int32)
    codes[rows[order]] = np.arange(len(ordered)) - np.repeat(starts, lengths)
    return Values(list(range(1, int(lengths.max()) + 1)), codes)


def entry_columns(batch: Batch, links: Mapping[str, Values], rows: NDArray[np.int64]) -> dict[str, Values]:
    """Return the columns of new entries by the record's fields, numbered where they have the same days."""
    values = {
        heading.field: batch.values[heading.name]
        if heading.required
        else _filled(batch.values[heading.name], heading.column.default)
        for heading in batch.table.headings
        if heading.field and heading.name in batch.values
    }
    if batch.has("estimated"):
        values["quality"] = _qualities(batch)
    values["source"] = links["source"]
    values["n"] = _numbers(values, rows)
    return values


def entries_of(values: Mapping[str, Values], rows: NDArray[np.int64]) -> list[Activity]:
    """Return columns of entries as records."""
    names = list(values)
    cells = [column.of(rows) for column in values.values()]
    return [Activity(**dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True)]
