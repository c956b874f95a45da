"""Processor time of the factor library: reading each table, making the index, and a search at every keystroke.

Run: python tests/bench/bench_factors.py. Times are minima in milliseconds. Exit status 1 where a search takes more than
50 ms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from carbondesk.domain.accounting.searches import Filters  # noqa: E402 - the path comes first
from carbondesk.domain.progress import silent  # noqa: E402
from carbondesk.store.library import load_library  # noqa: E402

LIMIT = 50.0
TYPED = ("natural gas boiler", "electricity united states", "UK-DESNZ-2025:1_101", "柴油", "o e a", "")
ROUNDS = 5


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least processor time of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best * 1000


def main() -> int:
    """Print the times; return the exit status."""
    library = load_library()
    print(f"first index, tables read: {milliseconds(lambda: library.prepare(silent), 1):7.1f}")
    print(f"index alone:              {milliseconds(lambda: library.prepare(silent)):7.1f}")
    worst = 0.0
    for text in TYPED:
        for end in range(1, len(text) + 1) if text else (0,):
            typed = text[:end]
            worst = max(worst, milliseconds(lambda typed=typed: library.search(typed)))  # type: ignore[misc] # mypy cannot see the default
    filtered = milliseconds(lambda: library.search("gas", Filters(scope="1", region="GB", year=2025)))
    print(
        f"{len(library.search()):,} factors; slowest keystroke: {worst:5.1f}; with filters: {filtered:5.1f}"
    )
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
