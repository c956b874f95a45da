"""Which row of a table is which row of the inventory: by id, else by its key, the n-th equal row being the n-th.

A row that is there already and says the same is left alone; one that says something else is a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carbondesk.domain.schema import Record
from carbondesk.exchange.directories import folded
from carbondesk.exchange.tables import Table

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """One sound row of a table: its index in the sheet and what its filled cells say, by the record's fields."""

    index: int
    fields: Fields


@dataclass(slots=True)
class Matched:
    """The rows of a table told apart: new ones with their number `n`, equal ones, ones that say something else."""

    new: list[tuple[Row, int]] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    different: list[tuple[Row, Record]] = field(default_factory=list)
    twice: list[Row] = field(default_factory=list)


def match(
    table: Table, rows: Sequence[Row], known: Sequence[Record], reserved: Sequence[Record] = ()
) -> Matched:
    """Tell the rows of a table apart by the records of the inventory that they may be.

    `reserved` are records that no row can be, but whose numbers `n` are taken.
    """
    result = Matched()
    by_id = {getattr(record, table.identity): record for record in known} if table.identity else {}
    by_id.pop("", None)
    groups: dict[tuple[object, ...], list[Row]] = {}
    claimed: set[object] = set()
    for row in rows:
        identity = row.fields.get(table.identity) if table.identity else None
        if identity is not None and identity in claimed:
            result.twice.append(row)
            continue
        claimed |= {identity} if identity is not None else set()
        if identity is not None and identity in by_id:
            _compare(result, row, by_id[identity])
        else:
            groups.setdefault(_key(table, row.fields), []).append(row)
    free: dict[tuple[object, ...], list[Record]] = {}
    for record in known:
        if not table.identity or getattr(record, table.identity) not in claimed:
            values = {name: getattr(record, name) for name in table.key}
            free.setdefault(_key(table, values), []).append(record)
    numbers = _numbers(table, [*known, *reserved])
    for key, group in groups.items():
        if table.counted:
            _match_counted(result, table, group, free.get(key, []), numbers.get(key, set()))
        else:
            _match_one(result, table, group, free.get(key, []))
    return result


def differences(row: Row, record: Record) -> dict[str, object]:
    """Return the fields in which a row says something else than a record, with what the row says."""
    return {name: value for name, value in row.fields.items() if value != getattr(record, name)}


def _key(table: Table, fields: Fields) -> tuple[object, ...]:
    """Return what tells a row from others; names are the same whatever their case and blanks."""
    defaults = _defaults(table)
    values = (fields.get(name, defaults.get(name)) for name in table.key)
    if table.counted or not table.named_by:
        return tuple(values)
    return tuple(folded(value) if isinstance(value, str) else value for value in values)


def _defaults(table: Table) -> Mapping[str, object]:
    return {column.name: None if column.required else column.default for column in table.kind.columns()}


def _numbers(table: Table, known: Sequence[Record]) -> dict[tuple[object, ...], set[int]]:
    """Return the numbers `n` in use, by key."""
    taken: dict[tuple[object, ...], set[int]] = {}
    for record in known if table.counted else ():
        key = tuple(getattr(record, name) for name in table.key)
        taken.setdefault(key, set()).add(getattr(record, "n", 0))
    return taken


def _match_one(result: Matched, table: Table, group: Sequence[Row], free: Sequence[Record]) -> None:
    first, *others = group
    result.twice += others
    if free:
        _compare(result, first, free[0], by_key=table.key)
    else:
        result.new.append((first, 1))


def _match_counted(
    result: Matched, table: Table, group: Sequence[Row], free: Sequence[Record], taken: set[int]
) -> None:
    """Match equal rows with equal records first, then the others in their order; what is left is new."""
    left = list(free)
    unmatched: list[Row] = []
    for row in group:
        equal = next((record for record in left if not _says_else(table, row, record)), None)
        if equal is None:
            unmatched.append(row)
        else:
            left.remove(equal)
            result.same.append(row)
    for row in unmatched:
        has_id = bool(table.identity) and row.fields.get(table.identity) is not None
        numbered = [
            record
            for record in left
            if row.fields.get("n", getattr(record, "n", 0)) == getattr(record, "n", 0)
        ]
        if numbered and not has_id:
            left.remove(numbered[0])
            result.different.append((row, numbered[0]))
        else:
            wanted = row.fields.get("n")
            n = wanted if isinstance(wanted, int) and wanted not in taken else _lowest(taken)
            taken.add(n)
            result.new.append((row, n))


def _lowest(taken: set[int]) -> int:
    n = 1
    while n in taken:
        n += 1
    return n


def _says_else(table: Table, row: Row, record: Record) -> bool:
    ignored = {table.identity}
    return any(name not in ignored for name in differences(row, record))


def _compare(result: Matched, row: Row, record: Record, *, by_key: Sequence[str] = ()) -> None:
    """File a row as equal or different; a row found by its key keeps the id and the spelling that the record has."""
    changes = differences(row, record)
    if by_key:
        for name in ("uid", "external_id", *by_key):
            changes.pop(name, None)
    if changes:
        result.different.append((row, record))
    else:
        result.same.append(row)
