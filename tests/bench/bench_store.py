"""Speed of the store at 1.2 million entries (200 sites x 50 sources x 120 months), each beside a baseline.

Run it by hand: `python tests/bench/bench_store.py [SITES]`. It prints and judges nothing.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory

SOURCES = 50
YEARS = range(2016, 2026)
LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
EDITS = 200

T = TypeVar("T")


def entries(sources: int) -> Iterator[tuple[Any, ...]]:
    """Yield each source's months as rows of stored values."""
    rest = ("kWh", "", "invoiced", "entered", None, "", None, "", "", "")
    for source in range(1, sources + 1):
        for year in YEARS:
            for month, last in enumerate(LAST_DAY, 1):
                quantity = source * 10 + month + year / 1000
                yield (source, f"{year}-{month:02}-01", f"{year}-{month:02}-{last}", 1, quantity, *rest)


def timed(label: str, work: Callable[[], T]) -> T:
    """Print how long a piece of work takes and return what it returns."""
    wall, busy = time.perf_counter(), time.process_time()
    result = work()
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    print(f"{label:<52}{wall:>9.3f} s  (processor {busy:.3f} s)")
    return result


def bare_insert(path: Path, sources: int) -> None:
    """Insert the same rows into a table without limits, keys or history."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        names = ", ".join(f'"{column.heading}"' for column in Activity.columns())
        connection.execute(f"CREATE TABLE activity (id INTEGER PRIMARY KEY, {names})")
        connection.execute("BEGIN")
        marks = ", ".join("?" * len(Activity.columns()))
        connection.executemany(f"INSERT INTO activity ({names}) VALUES ({marks})", entries(sources))
        connection.execute("COMMIT")


def places(inventory: Inventory, sites: int) -> None:
    """Add the sites and their sources in one step."""
    with inventory.step(say("Sites and sources")) as step:
        step.add_many(Site, [Site(name=f"Site {n}", country="CN") for n in range(1, sites + 1)])
        step.add_many(
            Source,
            [
                Source(site=1 + n // SOURCES, name=f"Source {n}", category="electricity", unit="kWh")
                for n in range(sites * SOURCES)
            ],
        )


def load(inventory: Inventory, sources: int) -> None:
    """Add all entries in one step with full history."""
    with inventory.step(say("Import")) as step:
        step.add_many(Activity, entries(sources))
    print(f"{'  of which the commit':<52}{inventory.last_commit_seconds:>9.3f} s")


def edits(inventory: Inventory, count: int) -> None:
    """Edit one quantity at a time and print the middle and the slow ones, the commit told apart."""
    shuffled = random.Random(1)  # noqa: S311 - which rows are edited is no secret
    whole, work = [], []
    for n in range(EDITS):
        entry = inventory.get(Activity, shuffled.randint(1, count))
        start = time.perf_counter()
        with inventory.step(say("Edit quantity")) as step:
            step.change(entry, quantity=n + 0.5)
        whole.append(time.perf_counter() - start)
        work.append(whole[-1] - inventory.last_commit_seconds)
    for label, times in (("One edit with its commit", whole), ("One edit without its commit", work)):
        ordered = sorted(times)
        middle, slow = ordered[EDITS // 2] * 1e3, ordered[EDITS * 95 // 100] * 1e3
        print(f"{label:<52}{middle:>9.3f} ms p50 {slow:9.3f} ms p95")


def bare_edits(path: Path, count: int) -> None:
    """Edit one quantity at a time in the bare table."""
    shuffled = random.Random(1)  # noqa: S311
    times = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        for n in range(EDITS):
            start = time.perf_counter()
            connection.execute(
                "UPDATE activity SET quantity = ? WHERE id = ?", (n + 0.5, shuffled.randint(1, count))
            )
            times.append(time.perf_counter() - start)
    ordered = sorted(times)
    middle, slow = ordered[EDITS // 2] * 1e3, ordered[EDITS * 95 // 100] * 1e3
    print(f"{'  baseline: bare UPDATE with its commit':<52}{middle:>9.3f} ms p50 {slow:9.3f} ms p95")


def bare_read(path: Path) -> None:
    """Read and add up the bare table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "SELECT source, substr(start, 1, 4), sum(quantity) FROM activity GROUP BY 1, 2"
        ).fetchall()


def main(sites: int) -> None:
    """Run all measurements in a folder that is gone afterwards."""
    sources = sites * SOURCES
    count = sources * len(YEARS) * 12
    with tempfile.TemporaryDirectory() as folder:
        bare, path = Path(folder) / "bare.db", Path(folder) / "bench.cdesk"
        print(f"{count:,} entries of {sources:,} sources")
        timed("Make the rows in Python", lambda: sum(1 for _ in entries(sources)))
        timed("  baseline: bare INSERT", lambda: bare_insert(bare, sources))
        inventory = Inventory.create(path, Organisation(name="Bench", country="CN"))
        timed("Sites and sources", lambda: places(inventory, sites))
        timed("Import with history, keys and yearly sums", lambda: load(inventory, sources))
        inventory.close()
        print(f"{'File':<52}{path.stat().st_size / 1e6:>9.1f} MB (bare {bare.stat().st_size / 1e6:.1f} MB)")
        inventory = timed("Open", lambda: Inventory.open(path))
        timed("Yearly sums, numpy's import with it", inventory.annual)
        timed("Yearly sums again", inventory.annual)
        timed("  baseline: sums by GROUP BY of the bare table", lambda: bare_read(bare))
        edits(inventory, count)
        bare_edits(bare, count)
        print("Intact:", timed("Verify", inventory.verify).intact)
        for _ in range(EDITS):
            inventory.undo()
        timed("Undo the import", inventory.undo)
        timed("Redo the import", inventory.redo)
        print("Intact:", timed("Verify again", inventory.verify).intact)
        timed("Save a copy", lambda: inventory.backup(Path(folder) / "copy.cdesk"))
        inventory.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
