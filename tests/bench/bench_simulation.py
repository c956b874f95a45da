"""How long 10,000 simulated totals of 10,000 lines take, beside a plain numpy loop over the lines.

    python tests/bench/bench_simulation.py [draws] [lines]

Prints seconds by the clock (allowed: 2 s), processor seconds, and the memory above that at
the start (allowed: 300 MB).
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from carbondesk.domain.accounting.simulations import Shapes, shapes, simulate
from carbondesk.domain.accounting.uncertainty import Lines, lines
from carbondesk.domain.progress import silent

ALLOWED_SECONDS, ALLOWED_MEGABYTES = 2.0, 300.0
REPEATS = 3
MIXES = {
    "a third of each shape, 500 factors": (("normal", "lognormal", "triangular"), 500),
    "all lognormal, 500 factors": (("lognormal",), 500),
    "all lognormal, every line its own factor": (("lognormal",), 0),
    "all normal, 500 factors": (("normal",), 500),
    "all normal, every line its own lognormal factor": (("normal",), 0),
}


def main() -> None:
    """Measure every mix of shapes and print it."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    before = resident()
    for name, (names, factors) in MIXES.items():
        rows, activity, factor = inventory(count, names, factors)
        clock, busy = least(partial(simulate, silent, rows, activity, factor, seed=1, draws=draws))
        print(f"{name}: {clock:.2f} s (allowed {ALLOWED_SECONDS:.0f}), {busy:.2f} s of the processor")
    print(f"memory above start: {resident() - before:.0f} MB (allowed {ALLOWED_MEGABYTES:.0f})")
    rows, activity, factor = inventory(count, MIXES["all lognormal, 500 factors"][0], 500)
    clock, _ = least(partial(plain, rows, activity, factor, draws))
    print(f"plain numpy loop, all lognormal, 500 factors: {clock:.2f} s")


def inventory(count: int, names: tuple[str, ...], factors: int) -> tuple[Lines, Shapes, Shapes]:
    """Return lines of many sizes with shapes in turn; no number of factors gives each line its own."""
    source = np.random.default_rng(7)
    rows = lines(
        source.lognormal(3, 2, count),
        source.uniform(0.01, 0.3, count),
        source.uniform(0.02, 0.5, count),
        factor_key=source.integers(0, factors, count) if factors else None,
    )
    shape = [names[place % len(names)] for place in range(count)]
    return rows, shapes(rows.activity, shape), shapes(rows.factor, ["lognormal"] * count)


def plain(rows: Lines, activity: Shapes, factor: Shapes, draws: int) -> float:
    """Add line after line in double precision, with a draw of its factor where it comes first."""
    source = np.random.default_rng(1)
    drawn: dict[int, np.ndarray] = {}
    total = np.zeros(draws)
    for place, key in enumerate(rows.factor_key.tolist()):
        if key not in drawn:
            drawn[key] = source.lognormal(factor.offset[place], factor.spread[place], draws)
        total += (
            rows.tonnes[place]
            * source.lognormal(activity.offset[place], activity.spread[place], draws)
            * drawn[key]
        )
    return float(total.std())


def least(task: Callable[[], object]) -> tuple[float, float]:
    """Return the fewest seconds of some runs: by the clock, and of the processor."""
    clock, busy = [], []
    for _ in range(REPEATS):
        start, spent = time.perf_counter(), time.process_time()
        task()
        clock.append(time.perf_counter() - start)
        busy.append(time.process_time() - spent)
    return min(clock), min(busy)


def resident() -> float:
    """Return the most memory in use so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
