"""Text tables of bills, readings and activities for tests: the docstring of a test is its ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from carbondesk.domain.records import Activity, Bill, Meter, Reading, Source

SOURCE = Source(id=7, site=1, name="Electricity", category="electricity", unit="kWh")

_KINDS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("start", "read_date", "date", "end", "from_", "to"), date.fromisoformat),
    **dict.fromkeys(("quantity", "cost", "value", "multiplier", "start_reading", "end_reading"), float),
    **dict.fromkeys(("n", "id", "digits", "meter"), int),
}


def rows(table: str) -> list[dict[str, Any]]:
    """Read a table whose first line names the fields; `-` is an empty cell, blanks part the columns."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [
        {name: _KINDS.get(name, str)(cell) for name, cell in zip(lines[0], line, strict=True) if cell != "-"}
        for line in lines[1:]
    ]


def bills(table: str) -> list[Bill]:
    """Read bills of `SOURCE` in kWh; their ids count from 1."""
    return [
        Bill(**{"id": number, "source": 7, "unit": "kWh", **row})
        for number, row in enumerate(rows(table), start=1)
    ]


def meters(table: str) -> list[Meter]:
    """Read meters of `SOURCE`; their ids count from 1."""
    return [Meter(**{"id": number, "source": 7, **row}) for number, row in enumerate(rows(table), start=1)]


def readings(table: str) -> list[Reading]:
    """Read readings."""
    return [Reading(**row) for row in rows(table)]


def activities(table: str) -> list[Activity]:
    """Read activities of `SOURCE` in kWh."""
    return [Activity(**{"source": 7, "unit": "kWh", **row}) for row in rows(table)]
