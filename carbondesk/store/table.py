"""A record's table: its SQL, and the way between a row and the record, all from the record's declaration.

Values are kept as SQLite's own: dates as ISO text, yes or no as 1 or 0, an empty optional field as NULL.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import index
from typing import Any, Generic, TypeVar

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import RECORDS
from carbondesk.domain.schema import Column, Kind, Named, Record
from carbondesk.store.rows import Columns, Row, kinds

R = TypeVar("R", bound=Record)

# What makes a row the same row in every file, beside its uid (data-model.md, first paragraph).
KEYS: Mapping[str, tuple[str, ...]] = {
    "entity": ("name",),
    "site": ("name",),
    "presence": ("site", "category"),
    "source": ("site", "name"),
    "equipment": ("source", "name"),
    "reading": ("meter", "date", "time", "register", "n"),
    "bill": ("source", "read_date", "n"),
    "activity": ("source", "start", "end", "n"),
    "driver": ("site", "driver", "month"),
    "evidence_link": ("evidence", "subject_table", "subject"),
    "factor": ("factor_id",),
    "edition_pin": ("year", "family"),
    "rate": ("currency", "year"),
    "price_index": ("currency", "year"),
    "closing": ("site", "month"),
    "year_lock": ("year",),
    "target_version": ("target", "version"),
    "sector_point": ("pathway", "sector", "region", "scopes", "year"),
    "land_figure": ("year", "scope", "kind"),
    "statement": ("year",),
}

# Limits that concern more than one field, or the whole table.
_ROW_LIMITS: Mapping[str, str] = {
    "activity": '"start" <= "end"',
    "organisation": '"id" = 1',
}

_AFFINITY: Mapping[Kind, str] = {
    Kind.INTEGER: "INTEGER",
    Kind.LINK: "INTEGER",
    Kind.YES_NO: "INTEGER",
    Kind.NUMBER: "REAL",
}
# A REAL column would take infinity, which no quantity is, so numbers have limits (`_limit`).

_MANY = 16
"""From so many rows on it pays to fill records field by field."""


@dataclass(frozen=True)
class Table(Generic[R]):
    """The table of one kind of record: the SQL that makes, reads and writes it."""

    kind: type[R]

    @property
    def name(self) -> str:
        """The table's name in the file."""
        return self.kind.table

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The declared columns, without `id`, `step` and `uid`."""
        return self.kind.columns()

    @cached_property
    def named(self) -> bool:
        """Whether a row carries a `uid`."""
        return issubclass(self.kind, Named)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The names of all columns of the table, in the order of a row."""
        leading = ("id", "step", "uid") if self.named else ("id", "step")
        return leading + tuple(column.heading for column in self.columns)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The record's field names in the order of a row (`from_` where the heading is `from`)."""
        return self.headings[: len(self.headings) - len(self.columns)] + tuple(
            column.name for column in self.columns
        )

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where in a row each heading stands."""
        return {heading: place for place, heading in enumerate(self.headings)}

    @cached_property
    def lead(self) -> int:
        """How many of a row's values come before the declared columns: id, step and perhaps uid."""
        return len(self.headings) - len(self.columns)

    @cached_property
    def links_itself(self) -> bool:
        """Whether a row may refer to another row of the same table."""
        return any(column.link == self.name for column in self.columns)

    @cached_property
    def defaults(self) -> Row:
        """What each column of a row holds where nothing was said, as the file keeps it; None where it must be said."""
        unsaid = (
            None if column.required or column.default is None else _TO_STORED[column.kind](column.default)
            for column in self.columns
        )
        return (None,) * self.lead + tuple(unsaid)

    def as_of(self, row: Row, width: int) -> Row:
        """Return a row as an older format had it, with its first `width` columns; later formats add at the end.

        Raises ValueError when a column that came later holds more than its default.
        """
        if row[width:] != self.defaults[width:]:
            raise ValueError(self.name)
        return row[:width]

    def brought_up(self, row: Row) -> Row:
        """Return a row of an older format with the columns that came later."""
        return row + self.defaults[len(row) :]

    @cached_property
    def create(self) -> str:
        """The SQL that makes the table."""
        lines = ['"id" INTEGER PRIMARY KEY NOT NULL', '"step" INTEGER NOT NULL CHECK ("step" >= 1)']
        if self.named:
            lines.append('"uid" TEXT NOT NULL CHECK ("uid" <> \'\')')
        lines += [_definition(column) for column in self.columns]
        if self.name in _ROW_LIMITS:
            lines.append(f"CHECK ({_ROW_LIMITS[self.name]})")
        return f'CREATE TABLE "{self.name}" (\n  ' + ",\n  ".join(lines) + "\n) STRICT"

    @cached_property
    def indexes(self) -> tuple[str, ...]:
        """The SQL that makes the indexes: uniqueness first, then one for each link that no key serves."""
        made = []
        if self.named:
            made.append(f'CREATE UNIQUE INDEX "{self.name}_uid" ON "{self.name}" ("uid")')
        key = KEYS.get(self.name, ())
        if key:
            inside = ", ".join(f'"{heading}"' for heading in key)
            made.append(f'CREATE UNIQUE INDEX "{self.name}_key" ON "{self.name}" ({inside})')
        for column in self.columns:
            if column.link and column.heading not in key[:1]:
                only = f' WHERE "{column.heading}" IS NOT NULL' if column.optional else ""
                index = f"{self.name}_{column.heading}"
                made.append(f'CREATE INDEX "{index}" ON "{self.name}" ("{column.heading}"){only}')
        return tuple(made)

    @cached_property
    def select(self) -> str:
        """The SQL that reads whole rows, to which a WHERE may be added."""
        return f'SELECT {_quoted(self.headings)} FROM "{self.name}"'

    @cached_property
    def insert(self) -> str:
        """The SQL that writes a whole row."""
        marks = ", ".join("?" * len(self.headings))
        return f'INSERT INTO "{self.name}" ({_quoted(self.headings)}) VALUES ({marks})'

    @cached_property
    def _store(self) -> tuple[Callable[[Any], Any], ...]:
        return tuple(_TO_STORED[column.kind] for column in self.columns)

    @cached_property
    def _load(self) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
        return tuple(
            (place, _FROM_STORED[column.kind])
            for place, column in enumerate(self.columns, self.lead)
            if column.kind in _FROM_STORED
        )

    @cached_property
    def _types(self) -> tuple[frozenset[type], ...]:
        return tuple(
            frozenset({_TYPES[column.kind], type(None)} if column.optional else {_TYPES[column.kind]})
            for column in self.columns
        )

    def stored(self, record: R) -> Row:
        """Return a record's declared values as the file keeps them, without id, step and uid."""
        return tuple(
            None if (value := getattr(record, column.name)) is None else store(value)
            for column, store in zip(self.columns, self._store, strict=True)
        )

    def as_stored(self, columns: Columns) -> Columns:
        """Return columns of declared values exactly as the file will give them back.

        What SQLite would turn into another type (5 into 5.0, -0.0 into 0.0) is turned here, so that the digest
        covers what is in the file. Raises ValueError for a wrong number of columns, TypeError for a wrong type.
        """
        if len(columns) != len(self.columns):
            raise ValueError(f"a row of {self.name} has {len(self.columns)} values")
        return [
            values if _suits(values, types) else _turned(values, _EXACT[column.kind])
            for column, values, types in zip(self.columns, columns, self._types, strict=True)
        ]

    def stored_value(self, name: str, value: object) -> Any:
        """Return one field's value as the file keeps it; raises KeyError for an unknown field."""
        return None if value is None else _TO_STORED[self.kind.column(name).kind](value)

    def record(self, row: Sequence[Any]) -> R:
        """Return the record of a whole row."""
        values = dict(zip(self.names, row, strict=True))
        for place, load in self._load:
            if row[place] is not None:
                values[self.names[place]] = load(row[place])
        return self.kind(**values)

    def records(self, rows: Sequence[Row]) -> list[R]:
        """Return the records of whole rows.

        A constructor takes three times as long as what is done with many rows here: each field of all of them is filled
        in at once.
        """
        if len(rows) < _MANY:
            return [self.record(row) for row in rows]
        made = [object.__new__(self.kind) for _ in rows]
        loads = dict(self._load)
        for place, (fill, column) in enumerate(zip(self._fill, zip(*rows, strict=True), strict=True)):
            values: Iterable[Any] = _turned(column, loads[place]) if place in loads else column
            deque(map(fill, made, values), maxlen=0)
        return made

    @cached_property
    def _fill(self) -> tuple[Callable[[R, Any], None], ...]:
        """What sets each field of a frozen record, in the order of a row: the descriptors of its slots."""
        return tuple(getattr(self.kind, name).__set__ for name in self.names)


_TABLES: Mapping[str, Table[Any]] = {kind.table: Table(kind) for kind in RECORDS}


def table(kind: type[R]) -> Table[R]:
    """Return the table of a kind of record."""
    return _TABLES[kind.table]


def tables() -> Mapping[str, Table[Record]]:
    """Return every table by its name, in an order in which each links only to tables before it."""
    return _TABLES


def runs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield whole rows cut where an id does not follow the one before it."""
    run: list[Row] = []
    for row in rows:
        if run and row[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _suits(values: Sequence[Any], types: frozenset[type]) -> bool:
    """Tell whether a column is of the types that its file keeps, without a zero that may be a negative one."""
    return types.issuperset(kinds(values)) and not (float in types and 0.0 in values)


def _turned(values: Sequence[Any], turn: Callable[[Any], Any]) -> Sequence[Any]:
    return [None if value is None else turn(value) for value in values]


def _quoted(headings: Sequence[str]) -> str:
    return ", ".join(f'"{heading}"' for heading in headings)


def _definition(column: Column) -> str:
    parts = [f'"{column.heading}"', _AFFINITY.get(column.kind, "TEXT")]
    if not column.optional:
        parts.append("NOT NULL")
    limit = _limit(column)
    if limit:
        parts.append(f"CHECK ({limit})")
    if column.link:
        parts.append(f'REFERENCES "{column.link}" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT')
    return " ".join(parts)


def _limit(column: Column) -> str:
    """Return the SQL of what a column may hold; NULL passes every CHECK."""
    name = f'"{column.heading}"'
    if column.kind is Kind.YES_NO:
        return f"{name} IN (0, 1)"
    if column.kind is Kind.CHOICE:
        words = column.choices if column.default != "" else dict.fromkeys(("", *column.choices))
        # Not IN: SQLite would fill a small table of its own for every row that it checks.
        return " OR ".join(f"{name} = {_literal(word)}" for word in words)
    if column.kind is Kind.NUMBER:
        low = -LARGEST if column.minimum is None else float(column.minimum)
        high = LARGEST if column.maximum is None else float(column.maximum)
        return f"{name} BETWEEN {low!r} AND {high!r}"
    if column.kind is Kind.INTEGER:
        return _whole_limit(name, column)
    if column.kind in {Kind.DATE, Kind.MONTH}:
        day = name if column.kind is Kind.DATE else f"{name} || '-01'"
        # SQLite turns 30 February into 2 March, so a day that stays as it is exists.
        exists = f"{name} >= '1000' AND date({day}) IS {day}"
        return exists if column.default != "" else f"{name} = '' OR {exists}"
    return f"{name} <> ''" if column.required and column.kind is not Kind.LINK else ""


def _whole_limit(name: str, column: Column) -> str:
    limits = []
    if column.minimum is not None:
        limits.append(f"{name} >= {int(column.minimum)}")
    if column.maximum is not None:
        limits.append(f"{name} <= {int(column.maximum)}")
    return " AND ".join(limits)


def _literal(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _number(value: Any) -> float:
    # SQLite keeps -0.0 as 0, so the digest must not see the difference.
    return float(value) + 0.0


def _integer(value: Any) -> int:
    # Adding makes a plain number of True; int() would cut 5.7 without a word.
    return index(value) + 0


def _plain(value: Any) -> str:
    return str.__str__(value)


_TO_STORED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.NUMBER: _number,
    **dict.fromkeys((Kind.INTEGER, Kind.LINK, Kind.YES_NO), _integer),
    Kind.DATE: date.isoformat,
    **dict.fromkeys(
        (Kind.TEXT, Kind.NOTE, Kind.MONTH, Kind.MOMENT, Kind.CHOICE, Kind.UNIT, Kind.COUNTRY, Kind.CURRENCY),
        _plain,
    ),
}
_TYPES: Mapping[Kind, type] = {
    kind: {"INTEGER": int, "REAL": float}.get(_AFFINITY.get(kind, ""), str) for kind in Kind
}
# What a bulk row's value becomes: like _TO_STORED, but dates are text already.
_EXACT: Mapping[Kind, Callable[[Any], Any]] = {**_TO_STORED, Kind.DATE: _plain}
_FROM_STORED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DATE: date.fromisoformat,
    Kind.YES_NO: bool,
}
