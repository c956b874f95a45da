"""Records for the tests of the store, and ways to look at a whole inventory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from carbondesk.domain.records import RECORDS, Activity, Organisation, Site, Source
from carbondesk.domain.schema import Column, Kind, Record
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory

ACME = Organisation(name="Acme Electronics", country="US")

Rows = dict[str, list[Record]]


def clock() -> Callable[[], datetime]:
    """Return a clock that moves on by a second each time it is read."""
    moments = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n) for n in range(1_000_000))
    return lambda: next(moments)


def filled(inventory: Inventory) -> tuple[Site, Source]:
    """Add a site and a source and return them."""
    with inventory.step(say("Add a source")) as step:
        site = step.add(Site(name="Nanjing", country="CN"))
        source = step.add(Source(site=site.id, name="Boilers", category="stationary-combustion", unit="kWh"))
    return site, source


def month(source: int, year: int, number: int, quantity: float, **fields: Any) -> Activity:  # noqa: ANN401
    """Return an entry for a whole calendar month."""
    start = date(year, number, 1)
    end = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return Activity(source=source, start=start, end=end, quantity=quantity, unit="kWh", **fields)


def bulk_row(source: int, start: str, end: str, quantity: float, n: int = 1) -> tuple[Any, ...]:
    """Return an entry as the tuple of stored values that `add_many` takes."""
    return (source, start, end, n, quantity, "kWh", "", "invoiced", "entered", None, "", None, "", "", "")


def contents(inventory: Inventory) -> Rows:
    """Return every record of an inventory by table."""
    return {kind.table: list(inventory.all(kind)) for kind in RECORDS}


def example(kind: type[Record], number: int = 1) -> Record:
    """Return a record with a value of its own in every required field; every link is to row 1."""
    return kind(**{column.name: _value(column, number) for column in kind.columns() if column.required})


def complete(kind: type[Record], number: int = 1) -> Record:
    """Return a record in which no field is empty; every link is to row 1."""
    return kind(**{column.name: _value(column, number) for column in kind.columns()})


def tampered(path: Path, *statements: str) -> None:
    """Change a file behind the program's back, triggers and limits switched off."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def _value(column: Column, number: int) -> Any:  # noqa: ANN401
    if column.choices:
        return column.choices[number % len(column.choices)]
    if column.kind is Kind.NUMBER:
        return min(0.1 + 0.2, column.maximum if column.maximum is not None else 1.0)
    fixed: dict[Kind, Any] = {
        Kind.INTEGER: 2020 if column.minimum in {None, 1990} else number,
        Kind.LINK: 1,
        Kind.YES_NO: bool(number % 2),
        Kind.DATE: date(2024, 2, 29),
        Kind.MONTH: "2024-02",
    }
    return fixed.get(column.kind, f"{column.name} {number} 吨's")


def written_out(path: Path) -> list[str]:
    """Return everything that a file holds, as SQL; the page that counts its writes is left out."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return [f"version {version}", *connection.iterdump()]
