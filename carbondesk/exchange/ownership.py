"""The shares in legal entities: a table of entities may have several rows for one, one for each share in it."""

from __future__ import annotations

from collections.abc import Iterable

from carbondesk.domain.records import Ownership
from carbondesk.exchange.batches import Batch
from carbondesk.exchange.directories import Directory
from carbondesk.exchange.links import Linker
from carbondesk.exchange.matches import Row
from carbondesk.exchange.tables import Table

OWNERSHIP = Table(name="ownership", kind=Ownership, key=("entity", "parent", "from_"))
"""The table that the shares are matched by; it has no file of its own."""

_OWNED = ("parent", "share", "financial_control", "operational_control", "from", "to")


def share_rows(batch: Batch, rows: Iterable[Row], directory: Directory, linker: Linker) -> list[Row]:
    """Return the shares that rows of a table of entities state; a row without one names only its entity."""
    parents = linker.link(batch, Ownership.column("parent"), batch.rows) if batch.has("parent") else None
    shares: list[Row] = []
    for row in rows:
        given = {name: value for name in _OWNED if (value := batch.value(name, row.index)) is not None}
        entity = directory.entity(str(row.fields["name"]))
        if not given or entity is None or not batch.sound[row.index]:
            continue
        fields = {("from_" if name == "from" else name): value for name, value in given.items()}
        fields["entity"] = entity.id
        if parents is not None and "parent" in given:
            fields["parent"] = parents.at(row.index)
        shares.append(Row(row.index, fields))
    return shares
