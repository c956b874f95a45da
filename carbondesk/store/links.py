"""What belongs to what: the records that would have to go with the ones they belong to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from carbondesk.domain.records import EvidenceLink
from carbondesk.domain.schema import Record
from carbondesk.store.rows import Row
from carbondesk.store.table import Table, table, tables


def dependents(
    connection: sqlite3.Connection, kind: type[Record], ids: Iterable[int]
) -> dict[type[Record], frozenset[int]]:
    """Return the ids of all records that belong to some records, directly or not, by kind, parents first.

    The records asked for are among them. Each table links only to tables before it, or to itself; evidence of a
    record is linked by the name of its table.
    """
    found: dict[str, set[int]] = {table(kind).name: set(ids)}
    for rows in tables().values():
        own = found.get(rows.name, set())
        grown = own | _linked(connection, rows, found)
        while rows.links_itself and grown != own:
            own = grown
            grown = own | _linked(connection, rows, {**found, rows.name: own})
        if grown:
            found[rows.name] = grown
    if proofs := _proofs(connection, found):
        found[EvidenceLink.table] = found.get(EvidenceLink.table, set()) | proofs
    return {tables()[name].kind: frozenset(found[name]) for name in tables() if name in found}


def children_first(rows: Table[Record], found: Iterable[Row]) -> list[Row]:
    """Return rows of a table that links to itself so that none comes before those that belong to it."""
    links = [rows.position[column.heading] for column in rows.columns if column.link == rows.name]
    left = {row[0]: row for row in found}
    ordered: list[Row] = []
    while left:
        parents = {row[link] for row in left.values() for link in links}
        # A circle has no end to begin with: SQLite then says that the rows are still used.
        free = [row for number, row in left.items() if number not in parents] or list(left.values())
        ordered += free
        for row in free:
            del left[row[0]]
    return ordered


def _linked(connection: sqlite3.Connection, rows: Table[Record], found: Mapping[str, set[int]]) -> set[int]:
    linked: set[int] = set()
    for column in rows.columns:
        if parents := found.get(column.link):
            query = (
                f'SELECT id FROM "{rows.name}" WHERE "{column.heading}" IN (SELECT value FROM json_each(?))'
            )
            linked.update(row[0] for row in connection.execute(query, (json.dumps(sorted(parents)),)))
    return linked


def _proofs(connection: sqlite3.Connection, found: Mapping[str, set[int]]) -> set[int]:
    """Return the links from evidence to any of the records."""
    query = (
        "SELECT id FROM evidence_link WHERE subject_table = ? AND subject IN (SELECT value FROM json_each(?))"
    )
    return {
        row[0]
        for name, ids in found.items()
        for row in connection.execute(query, (name, json.dumps(sorted(ids))))
    }
