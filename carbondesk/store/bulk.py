"""Many rows at once: a table's indexes are dropped first and built last, inside the same transaction.

Sorting once is cheaper than finding the place of each row. A crash or a broken key takes everything back, the
dropped indexes too.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from carbondesk.store.table import Table

ENOUGH = 20_000
"""From so many rows on, into a table with fewer, building the indexes anew is quicker than extending them."""


@contextmanager
def indexes_last(
    connection: sqlite3.Connection, rows: Table[Any], *, known: int, coming: int
) -> Iterator[None]:
    """Leave the table without indexes inside the block when many rows come (or go) and few were there."""
    statements = rows.indexes if coming >= ENOUGH > known else ()
    for statement in statements:
        _, name, _ = statement.split('"', 2)
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for statement in statements:
        connection.execute(statement)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from counting many thousand new rows over and over."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
