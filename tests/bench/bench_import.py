"""How long the import of 1.2 million entries takes, beside `sqlite3 .import` of the same file into a bare table.

    python tests/bench/bench_import.py [rows]

Prints seconds, the ratio (at most 8 is wanted) and the memory that was in use at most.
"""

from __future__ import annotations

import csv
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from calendar import monthrange
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from carbondesk.domain.records import Organisation
from carbondesk.exchange.imports import read_tables
from carbondesk.store.inventory import Inventory

SITES, SOURCES, MONTHS = 200, 50, 120
ALLOWED = 8.0
HEADINGS = ("site", "source", "start", "end", "quantity", "unit")


def main() -> None:
    """Measure both and print them."""
    share = int(sys.argv[1]) / (SITES * SOURCES * MONTHS) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory() as folder:
        rows = write_tables(Path(folder), max(1, round(SITES * share)))
        print(f"{rows:,} rows, {(Path(folder) / 'activities.csv').stat().st_size / 1e6:.0f} MB")
        baseline, how = bare(Path(folder))
        print(f"{how}: {baseline:.2f} s")
        read, written = imported(Path(folder))
        ratio = (read + written) / baseline
        print(f"CarbonDesk: {read + written:.2f} s (dry run {read:.2f} s, step {written:.2f} s)")
        print(f"ratio: {ratio:.1f} (allowed {ALLOWED:.0f})")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def write_tables(folder: Path, sites: int) -> int:
    """Write sites, sources and activities; returns how many activities."""
    with (folder / "sites.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("site", "country"), *((f"Site {s}", "CN") for s in range(sites))])
    with (folder / "sources.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("site", "source", "category", "carrier", "unit"))
        writer.writerows(
            (f"Site {s}", f"Source {k}", "electricity", "electricity", "kWh")
            for s in range(sites)
            for k in range(SOURCES)
        )
    with (folder / "activities.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        writer.writerows(_entries(sites))
    return sites * SOURCES * MONTHS


def bare(folder: Path) -> tuple[float, str]:
    """Return the seconds that a bare table takes, and how it was filled."""
    database, table = folder / "bare.db", folder / "activities.csv"
    start = time.perf_counter()
    if shutil.which("sqlite3"):
        subprocess.run(
            ["sqlite3", str(database), "-cmd", ".mode csv", f".import {table} activity"], check=True
        )
        return time.perf_counter() - start, "sqlite3 .import"
    with table.open(newline="") as stream, sqlite3.connect(database) as connection:
        rows = csv.reader(stream)
        connection.execute(f"CREATE TABLE activity ({', '.join(next(rows))})")
        connection.executemany("INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?)", rows)
    return time.perf_counter() - start, "sqlite3 of Python, executemany"


def imported(folder: Path) -> tuple[float, float]:
    """Return the seconds of the dry run and of the step that writes."""
    organisation = Organisation(name="Bench", country="CN")
    with Inventory.create(folder / "bench.cdesk", organisation) as inventory:
        read_tables(inventory, [folder / "sites.csv", folder / "sources.csv"]).apply(inventory)
        start = time.perf_counter()
        plan = read_tables(inventory, [folder / "activities.csv"])
        read = time.perf_counter()
        plan.apply(inventory)
        return read - start, time.perf_counter() - read


def _entries(sites: int) -> Iterator[tuple[str, str, str, str, str, str]]:
    months = [
        (f"{year}-{month:02}-01", f"{year}-{month:02}-{monthrange(year, month)[1]}")
        for year in range(2016, 2016 + MONTHS // 12)
        for month in range(1, 13)
    ]
    number = count(1)
    for site in range(sites):
        for source in range(SOURCES):
            for start, end in months:
                quantity = f"{(next(number) * 7919) % 1_000_003 / 10}"
                yield f"Site {site}", f"Source {source}", start, end, quantity, "kWh"


if __name__ == "__main__":
    main()
