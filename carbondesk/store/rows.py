"""Many rows of one table at once, column by column: written as JSON and into the table.

Imported rows are alike: most columns of ten thousand of them hold one value. Such a column is written once, into
the pattern of the line or the SQL of the statement, which takes an import of 1.2 million rows down by a third.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import repeat
from math import isfinite
from typing import Any, overload

Row = tuple[Any, ...]
Columns = Sequence[Sequence[Any]]
"""Rows turned on their side: for each heading a sequence, all of one length."""

FEW = 50
"""Up to so many rows, looking at the columns costs more than it saves."""

# One encoder, configured once: whole chunks go through its compiled loop.
encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
).encode

_ESCAPED = re.compile(r'["\\\x00-\x1f]')
# Whole numbers that SQL reads back just so.
_EXACT = 1 << 53


class Constant(Sequence[Any]):
    """A column that holds one value in every row, known to do so without a look at each."""

    __slots__ = ("_length", "value")

    def __init__(self, value: object, length: int) -> None:
        self.value = value
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        """Return the value at a place, or a shorter column."""
        places = range(self._length)[place]
        return self.value if isinstance(places, int) else Constant(self.value, len(places))

    def __iter__(self) -> Iterator[Any]:
        return repeat(self.value, self._length)


def kinds(values: Sequence[Any]) -> set[type]:
    """Return the types that a column holds."""
    return {type(values.value)} if isinstance(values, Constant) else set(map(type, values))


def as_json(columns: Columns) -> str:
    """Return rows as JSON arrays, each followed by a comma: what `encode` gives, in a fraction of its time.

    The rows are given as columns, of at least one row. In each column all values are of one type, or None. Raises
    ValueError for a number that is not finite.
    """
    length = len(columns[0])
    if length <= FEW:
        return encode(list(zip(*columns, strict=True)))[1:-1] + ","
    pattern, varying = [], []
    for values in columns:
        if _same(values):
            pattern.append(encode(values[0]).replace("%", "%%"))
        else:
            mark, column = _marked(values)
            pattern.append(mark)
            varying.append(column)
    line = "[" + ",".join(pattern) + "],"
    if not varying:
        return (line % ()) * length
    return "".join(map(line.__mod__, zip(*varying, strict=True)))


def insert(connection: sqlite3.Connection, statement: str, columns: Columns) -> None:
    """Run an INSERT that ends with one mark for each column, once for each row that the columns make up."""
    length = len(columns[0])
    if length <= FEW:
        connection.executemany(statement, zip(*columns, strict=True))
        return
    marks, varying = [], []
    for values in columns:
        literal = _literal(values[0]) if _same(values) else None
        marks.append(literal or "?")
        if literal is None:
            varying.append(values)
    start = statement[: statement.rindex("(")]
    lines = zip(*varying, strict=True) if varying else [()] * length
    connection.executemany(f"{start}({', '.join(marks)})", lines)


def _same(values: Sequence[Any]) -> bool:
    return isinstance(values, Constant) or values.count(values[0]) == len(values)


def _marked(values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Return the mark that stands for a column in a pattern, and what is put in its place for each row."""
    types = kinds(values)
    if types == {int}:
        return "%d", values
    if types == {float} and isfinite(sum(values)):
        return "%r", values
    if types == {str} and not _ESCAPED.search("".join(values)):
        return '"%s"', values
    return "%s", list(map(encode, values))


def _literal(value: object) -> str | None:
    """Return a value as SQL that gives exactly the value back; None where there is none."""
    if value is None:
        return "NULL"
    if isinstance(value, str) and "\0" not in value:
        return "'" + value.replace("'", "''") + "'"
    return repr(value) if isinstance(value, int) and abs(value) < _EXACT else None
