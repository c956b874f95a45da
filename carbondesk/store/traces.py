"""What an auditor asks the history: which steps, which steps of one row, and how a row stood after a step.

Nothing here reads the whole history: steps come in pages, newest first, and what one step removed is only counted
where it is more than a page can show.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carbondesk.domain.records import Activity
from carbondesk.domain.schema import Record
from carbondesk.store import history
from carbondesk.store.errors import told_plainly
from carbondesk.store.history import Action, StepRow
from carbondesk.store.rows import Row
from carbondesk.store.table import table, tables

LONGEST = 100_000
"""Characters of removed rows that are read; of more than that a trace has only their number."""

_SEARCHED = ("title", "title_values", "reason", "person", "at")
_HOLDS = "(" + " OR ".join(f"{name} LIKE ? ESCAPE '!'" for name in _SEARCHED) + ")"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One change of a step: `count` rows of a table from the id `first` to `last`.

    An edit has the stored values of its fields before and after, by heading; a removal its `rows` where they are few.
    """

    step: int
    table: str
    action: Action
    first: int
    last: int
    count: int
    before: dict[str, Any]
    after: dict[str, Any]
    rows: tuple[Row, ...] = ()


class Traces:
    """The questions that can be asked of one file's history."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Ask over the connection of an inventory; `path` names the file where it cannot be read."""
        self._connection = connection
        self._path = path

    def steps(self, limit: int, *, before: int | None = None, text: str = "") -> list[StepRow]:
        """Return the newest steps older than step `before` whose title, reason, person or moment holds a text."""
        conditions: list[str] = []
        values: list[object] = []
        if before is not None:
            conditions.append("id < ?")
            values.append(before)
        for word in text.split():
            plain = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
            conditions.append(_HOLDS)
            values += [f"%{plain}%"] * len(_SEARCHED)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._steps(f"SELECT id FROM step {where} ORDER BY id DESC LIMIT ?", (*values, limit))

    def steps_of(
        self, rows: Iterable[tuple[str, int]], limit: int, *, before: int | None = None
    ) -> list[StepRow]:
        """Return the newest steps, older than step `before`, that touched any of some rows (table and id)."""
        wanted = json.dumps(list(rows))
        # A line about one row is found by its index; of the lines about many rows there are few.
        query = (
            "WITH wanted AS (SELECT json_extract(value, '$[0]') AS name, json_extract(value, '$[1]') AS row "
            "FROM json_each(?)), found AS (SELECT change.step AS number FROM wanted CROSS JOIN change "
            "ON change.table_name = wanted.name AND change.last = wanted.row "
            "UNION SELECT change.step FROM change WHERE change.last > change.first AND EXISTS "
            "(SELECT 1 FROM wanted WHERE wanted.name = change.table_name "
            "AND wanted.row BETWEEN change.first AND change.last)) "
            "SELECT number FROM found WHERE number < ? ORDER BY number DESC LIMIT ?"
        )
        newest = before if before is not None else history.head(self._connection)[0] + 1
        return self._steps(query, (wanted, newest, limit))

    def of_step(self, step: int, limit: int) -> list[Trace]:
        """Return the first changes of a step."""
        query = (
            "SELECT table_name, action, first, last, "
            "CASE WHEN action = 'remove' THEN json_array_length(before) ELSE last - first + 1 END, "
            "CASE WHEN length(before) <= ? THEN before END, after FROM change WHERE step = ? ORDER BY seq LIMIT ?"
        )
        with told_plainly(self._path):
            found = self._connection.execute(query, (LONGEST, step, limit)).fetchall()
        return [_trace(step, row) for row in found]

    def count_of(self, step: int) -> int:
        """Return how many changes a step made."""
        with told_plainly(self._path):
            query = "SELECT count(*) FROM change WHERE step = ?"
            return int(self._connection.execute(query, (step,)).fetchone()[0])

    def row_at(self, name: str, id: int, step: int) -> Record | None:
        """Return a row as it stood right after a step that touched it, whatever came later; None if it is unknown."""
        with told_plainly(self._path):
            rows = tables()[name]
            found: Row | None = self._connection.execute(f"{rows.select} WHERE id = ?", (id,)).fetchone()
            if found is None:
                found = next(self._removed(name, id), None)
            if found is None:
                return None
            # Rows of an older format are the beginning of today's.
            values = [*found, *rows.defaults[len(found) :]]
            query = (
                "SELECT before FROM change WHERE table_name = ? AND last = ? AND action = 'edit' AND step > ? "
                "ORDER BY step DESC, seq DESC"
            )
            for (before,) in self._connection.execute(query, (name, id, step)):
                for heading, value in json.loads(before).items():
                    values[rows.position[heading]] = value
        return rows.record(tuple(values))

    def entries_of(self, source: int, days: tuple[str, str] | None = None) -> list[int]:
        """Return the ids of the entries that a source has or ever had, of one period alone if its days are named."""
        place = table(Activity).position
        present = "SELECT id FROM activity WHERE source = ?"
        removed = (
            "SELECT json_extract(gone.value, '$[0]') FROM change, json_each(change.before) AS gone "
            "WHERE change.table_name = 'activity' AND change.action = 'remove' "
            f"AND json_extract(gone.value, '$[{place['source']}]') = ?"
        )
        values: tuple[object, ...] = (source,)
        if days is not None:
            present += ' AND start = ? AND "end" = ?'
            removed += "".join(
                f" AND json_extract(gone.value, '$[{place[heading]}]') = ?" for heading in ("start", "end")
            )
            values = (source, *days)
        with told_plainly(self._path):
            found = self._connection.execute(f"{present} UNION {removed}", (*values, *values)).fetchall()
        return [row[0] for row in found]

    def _removed(self, name: str, id: int) -> Iterator[Row]:
        """Yield a row as it was removed, the last time first."""
        query = (
            "SELECT before FROM change WHERE table_name = ? AND last >= ? AND first <= ? AND action = 'remove' "
            "AND length(before) <= ? ORDER BY step DESC, seq DESC"
        )
        for (before,) in self._connection.execute(query, (name, id, id, LONGEST)):
            yield from (tuple(row) for row in json.loads(before) if row[0] == id)

    def _steps(self, query: str, values: Collection[object]) -> list[StepRow]:
        with told_plainly(self._path):
            numbers = self._connection.execute(query, tuple(values)).fetchall()
            return [history.step(self._connection, number) for (number,) in numbers]


def _trace(step: int, row: Row) -> Trace:
    name, action, first, last, count, before, after = row
    known: Any = [] if before is None else json.loads(before)
    return Trace(
        step=step,
        table=name,
        action=action,
        first=first,
        last=last,
        count=count,
        before=known if action == "edit" else {},
        after={} if after is None else json.loads(after),
        rows=tuple(tuple(each) for each in known) if action == "remove" else (),
    )
