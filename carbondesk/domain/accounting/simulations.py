"""Simulated totals of an inventory (Approach 2 of the IPCC): many draws of every uncertain input, the same for a seed.

IPCC 2006 Guidelines, vol. 1, ch. 3. A line is t · A · F, with A the relative activity and F the
relative factor. F is drawn once per factor and trial, and A once per meter and trial, so that what is shared moves
together. Correlation over time is not simulated: every draw is of one year.

Parametrisation: from a half-width u (half of the 95 % interval as a share) the moments are matched: mean 1 and standard
deviation s = u / 1.96 for every shape, so that Approach 1 and this one state the same variance of an input.
normal: 1 + s z. lognormal: exp(σ z − σ²/2) with σ² = ln(1 + s²). triangular: symmetric about 1, half-base √6 s.
Where GSD² is given the input is lognormal with median 1 and σ = ½ ln GSD² (see `pedigree`), so its mean lies above 1.

Independent normal lines of one factor are drawn as their sum, which is normal too, and where a factor serves one line
only and both are lognormal, their product is drawn, which is lognormal too; nothing is approximated by that.
Draws are made in single precision, which is far finer than the error of any sample, and added up in double.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.uncertainty import Lines, inputs
from carbondesk.domain.progress import Progress
from carbondesk.domain.records import Distribution
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Z = NormalDist().inv_cdf(0.975)
"""Standard deviations in half of a 95 % interval."""

DRAWS = 10_000
_CELLS = 400_000
"""Numbers drawn at a time: a chunk stays in the processor's cache."""

_THREADS = 2
"""Chunks drawn side by side, each from a seed of its own, so that the result does not depend on it."""

_NORMAL, _LOGNORMAL, _TRIANGULAR = range(3)
_CODES = {
    Distribution.NORMAL: _NORMAL,
    Distribution.LOGNORMAL: _LOGNORMAL,
    Distribution.TRIANGULAR: _TRIANGULAR,
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """The distributions of inputs as arrays (n,): code, parameter, mean and variance relative to the best estimate.

    `spread` is s of a normal, σ of a lognormal and the half-base of a triangular input; `offset` is the mean of the
    logarithm of a lognormal one. An input of unknown uncertainty has spread 0.
    """

    code: NDArray[np.int8]
    spread: NDArray[np.float64]
    offset: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]

    def at(self, places: NDArray[np.int64]) -> Shapes:
        """Return the shapes at these places."""
        return Shapes(
            self.code[places],
            self.spread[places],
            self.offset[places],
            self.mean[places],
            self.variance[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What the draws came to, in t CO2e, and the variance by its origin.

    `tonnes` is the total of the best estimates; `low`, `median` and `high` are the 2.5, 50 and 97.5 percentiles;
    `totals` (N,) are the draws themselves, in their order. `activity_share` (n,) and `factor_share` (k,) are parts of
    the exact variance by line and by factor (`keys`, as in `Combined`); with `interaction` they add up to 1. They are
    computed, not sampled: a sampled share of one of ten thousand lines would be lost in the noise of the draws.
    """

    seed: int
    draws: int
    tonnes: float
    mean: float
    sd: float
    low: float
    median: float
    high: float
    totals: NDArray[np.float64]
    keys: NDArray[np.int64]
    activity_share: NDArray[np.float64]
    factor_share: NDArray[np.float64]
    interaction: float
    exact_sd: float
    findings: tuple[Finding, ...]

    @property
    def standard_error(self) -> float:
        """The standard error of the simulated mean in t CO2e: sd / √N."""
        return self.sd / math.sqrt(self.draws)


def shapes(
    half_width: NDArray[np.float64],
    distribution: Sequence[str] | None = None,
    gsd_squared: ArrayLike | None = None,
    *,
    default: float | None = None,
) -> Shapes:
    """Return the distributions of inputs from half-widths as shares and, where given, GSD², which goes first.

    Distributions are values of `Distribution` (ValueError for others); without them all are normal. Not a number
    stands for unknown; `default` is its half-width if the caller decides so, else it is drawn as if it were certain.
    """
    import numpy as np

    relative = np.nan_to_num(half_width, nan=default or 0.0) / Z
    names = distribution if distribution is not None else [Distribution.NORMAL] * len(relative)
    table = {name: _CODES[Distribution(name)] for name in set(names)}
    code = np.array([table[name] for name in names], dtype=np.int8)
    gsd2 = (
        np.full(len(relative), np.nan) if gsd_squared is None else np.asarray(gsd_squared, dtype=np.float64)
    )
    given = ~np.isnan(gsd2)
    code[given] = _LOGNORMAL
    squared = np.where(given, (np.log(np.where(given, gsd2, 1.0)) / 2) ** 2, np.log1p(relative**2))
    offset = np.where((code == _LOGNORMAL) & ~given, -squared / 2, 0.0)
    mean = np.where(given, np.exp(squared / 2), 1.0)
    variance = np.where(given, np.expm1(squared) * np.exp(squared), relative**2)
    spread = np.choose(code, [relative, np.sqrt(squared), math.sqrt(6) * relative])
    return Shapes(code, spread, offset, mean, variance)


def simulate(
    progress: Progress,
    rows: Lines,
    activity: Shapes,
    factor: Shapes,
    *,
    seed: int,
    draws: int = DRAWS,
) -> Simulation:
    """Draw the total of the lines `draws` times and return its distribution.

    `activity` and `factor` hold the shape of each line (n,); the first line of a shared meter or factor decides for
    all of it. The same lines in the same order, seed, number of draws and version of numpy give the same draws.
    Lines without a value are left out and found. `progress` may stop it between two chunks. Raises
    ValueError for fewer than two draws.
    """
    import numpy as np

    if draws < 2:  # noqa: PLR2004 - a deviation needs two
        raise ValueError("A simulation needs at least two draws.")
    known = np.flatnonzero(~np.isnan(rows.tonnes))
    plan = _Plan.of(rows, activity, factor, known)
    totals = _drawn(progress, plan, seed, draws)
    low, median, high = (float(value) for value in np.percentile(totals, (2.5, 50.0, 97.5)))
    by_activity, by_factor, variance = plan.variance()
    scale = variance or math.inf
    activity_share = np.zeros(len(rows.tonnes))
    activity_share[known] = by_activity / scale
    return Simulation(
        seed=seed,
        draws=draws,
        tonnes=math.fsum(rows.tonnes[known]),
        mean=float(totals.mean()),
        sd=float(totals.std(ddof=1)),
        low=low,
        median=median,
        high=high,
        totals=totals,
        keys=plan.keys,
        activity_share=activity_share,
        factor_share=by_factor / scale,
        interaction=max(0.0, 1 - math.fsum(by_activity / scale) - math.fsum(by_factor / scale))
        if variance
        else 0.0,
        exact_sd=math.sqrt(variance),
        findings=_findings(rows, activity, factor),
    )


def _drawn(progress: Progress, plan: _Plan, seed: int, draws: int) -> NDArray[np.float64]:
    """Return the totals of all draws (N,), chunk by chunk; `progress` is told where it is."""
    import numpy as np

    totals = np.empty(draws)
    size = min(draws, max(1, _CELLS // max(1, plan.width)))
    starts = range(0, draws, size)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    with ThreadPoolExecutor(_THREADS) as pool:
        chunks = [
            pool.submit(plan.fill, totals[start : start + size], chunk)
            for start, chunk in zip(starts, seeds, strict=True)
        ]
        try:
            for start, chunk in zip(starts, chunks, strict=True):
                progress(start, draws, say("Drawing totals"))
                chunk.result()
        finally:
            pool.shutdown(cancel_futures=True)
    progress(draws, draws, say("Drawing totals"))
    return totals


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns to draw, sorted by factor: each is `scale` times a shape, or `scale` plus a normal of `spread` t."""

    code: int
    scale: NDArray[np.float32]
    spread: NDArray[np.float32]
    offset: NDArray[np.float32]
    starts: NDArray[np.int64]
    keys: NDArray[np.int64]

    def draw(self, source: np.random.Generator, trials: int) -> NDArray[np.float32]:
        """Return the tonnes of the block's factors in each trial, (trials, its factors)."""
        import numpy as np

        drawn = _relative(source, self.code, self.spread, self.offset, trials)
        if self.code == _NORMAL:
            drawn += self.scale
        else:
            drawn *= self.scale
        if len(self.starts) == len(self.scale):
            return drawn
        return np.add.reduceat(drawn, self.starts, axis=1)


@dataclass(frozen=True, slots=True)
class _Shared:
    """Lines whose meters serve several lines: their tonnes, the shape of each meter, and who belongs where."""

    tonnes: NDArray[np.float32]
    meters: Shapes
    of_meter: NDArray[np.int64]
    of_factor: NDArray[np.int64]

    def draw(
        self, source: np.random.Generator, relative: NDArray[np.float32], trials: int
    ) -> NDArray[np.float32]:
        """Return the tonnes of the lines in each trial, (trials, lines), with the factors as drawn."""
        drawn = _mixed(source, self.meters, trials)[:, self.of_meter]
        drawn *= relative[:, self.of_factor]
        drawn *= self.tonnes
        return drawn


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn in each trial: blocks of lines with meters of their own, shared meters, and the factors."""

    tonnes: NDArray[np.float64]
    activity: Shapes
    keys: NDArray[np.int64]
    factor: Shapes
    of_factor: NDArray[np.int64]
    of_meter: NDArray[np.int64]
    drawn_factor: Shapes
    blocks: tuple[_Block, ...]
    shared: _Shared

    @classmethod
    def of(cls, rows: Lines, activity: Shapes, factor: Shapes, known: NDArray[np.int64]) -> _Plan:
        """Lay out the lines at the places `known`."""
        import numpy as np

        keys, of_key = inputs(rows.factor_key)
        used_keys, first_line, of_factor = np.unique(of_key[known], return_index=True, return_inverse=True)
        _, first, of_meter = np.unique(inputs(rows.meter)[1][known], return_index=True, return_inverse=True)
        tonnes, of_line = rows.tonnes[known], activity.at(known).at(first[of_meter])
        factors = factor.at(known).at(first_line)
        is_shared = np.bincount(of_meter, minlength=1)[of_meter] > 1
        is_folded = (
            ~is_shared
            & (np.bincount(of_factor, minlength=1)[of_factor] == 1)
            & (of_line.code == _LOGNORMAL)
            & (factors.code[of_factor] == _LOGNORMAL)
        )
        drawn, drawn_factor = _folded(of_line, factors, of_factor, is_folded)
        places = [np.flatnonzero((drawn.code == code) & ~is_shared) for code in range(3)]
        shared = np.flatnonzero(is_shared)
        meters, of_shared = np.unique(of_meter[shared], return_inverse=True)
        return cls(
            tonnes,
            of_line,
            keys[used_keys],
            factors,
            of_factor,
            of_meter,
            drawn_factor,
            tuple(
                _block(code, tonnes[at], drawn.at(at), of_factor[at])
                for code, at in enumerate(places)
                if len(at)
            ),
            _Shared(
                tonnes[shared].astype(np.float32), of_line.at(first[meters]), of_shared, of_factor[shared]
            ),
        )

    @property
    def width(self) -> int:
        """How many numbers a trial holds in its widest part."""
        return max(len(self.keys), len(self.shared.tonnes), *(len(block.scale) for block in self.blocks), 1)

    def fill(self, totals: NDArray[np.float64], seed: np.random.SeedSequence) -> None:
        """Write the totals of so many trials in t CO2e."""
        import numpy as np

        source, trials = np.random.Generator(np.random.SFC64(seed)), len(totals)
        relative = _mixed(source, self.drawn_factor, trials)
        totals[:] = self.shared.draw(source, relative, trials).sum(axis=1, dtype=np.float64)
        for block in self.blocks:
            drawn = block.draw(source, trials)
            drawn *= relative if len(block.keys) == len(self.keys) else relative[:, block.keys]
            totals += drawn.sum(axis=1, dtype=np.float64)

    def variance(self) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """Return the exact variance in t²: of each line's activity (n,), of each factor (k,), and of the total.

        Var T = Σ_k v_k (Σ t a)² + Σ_m v_m (Σ t f)² + Σ_m Σ_k v_m v_k (Σ t)², with a and f the means and v the
        variances of meters m and factors k; the last term is the interaction.
        """
        import numpy as np

        expected = self.tonnes * self.factor.mean[self.of_factor]
        by_meter = np.bincount(self.of_meter, expected, minlength=1)
        by_activity = self.activity.variance * expected * by_meter[self.of_meter]
        weighed = np.bincount(self.of_factor, self.tonnes * self.activity.mean, minlength=len(self.keys))
        by_factor = self.factor.variance * weighed**2
        pairs = self.of_meter * max(1, len(self.keys)) + self.of_factor
        _, first, of_pair = np.unique(pairs, return_index=True, return_inverse=True)
        both = self.activity.variance[first] * self.factor.variance[self.of_factor[first]]
        crossed = both * np.bincount(of_pair, self.tonnes, minlength=len(first)) ** 2
        return by_activity, by_factor, math.fsum(by_activity) + math.fsum(by_factor) + math.fsum(crossed)


def _folded(
    activity: Shapes, factor: Shapes, of_factor: NDArray[np.int64], is_folded: NDArray[np.bool_]
) -> tuple[Shapes, Shapes]:
    """Return the shapes to draw, with the lognormal factors of single lines drawn together with their activity."""
    import numpy as np

    of_line = factor.at(of_factor)
    spread = np.where(is_folded, np.hypot(activity.spread, of_line.spread), activity.spread)
    offset = np.where(is_folded, activity.offset + of_line.offset, activity.offset)
    drawn = Shapes(activity.code, spread, offset, activity.mean, activity.variance)
    left = factor.spread.copy()
    left[of_factor[is_folded]] = 0.0
    return drawn, Shapes(factor.code, left, factor.offset, factor.mean, factor.variance)


def _block(code: int, tonnes: NDArray[np.float64], used: Shapes, of_factor: NDArray[np.int64]) -> _Block:
    """Sort lines of one shape by their factor; normal ones of a factor become one, whose variance is their sum's."""
    import numpy as np

    order = np.argsort(of_factor, kind="stable")
    keys, starts = np.unique(of_factor[order], return_index=True)
    scale, spread, offset = tonnes[order], used.spread[order], used.offset[order]
    if code == _NORMAL:
        spread = np.sqrt(np.add.reduceat((scale * spread) ** 2, starts))
        scale, offset = np.add.reduceat(scale, starts), np.zeros(len(starts))
        starts = np.arange(len(starts))
    single = [column.astype(np.float32) for column in (scale, spread, offset)]
    return _Block(code, single[0], single[1], single[2], starts, keys)


def _relative(
    source: np.random.Generator,
    code: int,
    spread: NDArray[np.float32],
    offset: NDArray[np.float32],
    trials: int,
) -> NDArray[np.float32]:
    """Return draws (trials, n) of one shape; normal ones about 0, the others about 1."""
    import numpy as np

    size = (trials, len(spread))
    if code == _TRIANGULAR:
        drawn = source.random(size, dtype=np.float32)
        drawn += source.random(size, dtype=np.float32)
        drawn -= np.float32(1)
        drawn *= spread
        drawn += np.float32(1)
        return drawn
    drawn = source.standard_normal(size, dtype=np.float32)
    drawn *= spread
    if code == _LOGNORMAL:
        drawn += offset
        np.exp(drawn, out=drawn)
    return drawn


def _mixed(source: np.random.Generator, used: Shapes, trials: int) -> NDArray[np.float32]:
    """Return relative draws (trials, k) of inputs of any shapes, all about 1."""
    import numpy as np

    drawn = np.ones((trials, len(used.code)), dtype=np.float32)
    for code in (_NORMAL, _LOGNORMAL, _TRIANGULAR):
        places = np.flatnonzero((used.code == code) & (used.spread > 0))
        if len(places):
            spread, offset = used.spread[places].astype(np.float32), used.offset[places].astype(np.float32)
            part = _relative(source, code, spread, offset, trials)
            if code == _NORMAL:
                part += np.float32(1)
            drawn[:, places] = part
    return drawn


def _findings(rows: Lines, activity: Shapes, factor: Shapes) -> tuple[Finding, ...]:
    """Return what must be said beside a simulation."""
    import numpy as np

    found = []
    valueless = int(np.isnan(rows.tonnes).sum())
    if valueless:
        found.append(
            warning(
                "simulation-valueless",
                say("{n} lines have no value and are not drawn.", n=valueless),
                remedy=say("Solve the missing factors first."),
            )
        )
    still = int(((activity.spread == 0) | (factor.spread == 0)).sum())
    if still:
        found.append(
            warning(
                "simulation-unknown",
                say(
                    "{n} lines have an uncertainty of zero or unknown: the range may be too narrow.", n=still
                ),
                remedy=say("Give the sources and factors their uncertainty, or choose a default grade."),
            )
        )
    below = sum(int(((used.code != _LOGNORMAL) & (used.spread * Z > 1)).sum()) for used in (activity, factor))
    if below:
        found.append(
            warning(
                "simulation-below-zero",
                say(
                    "{n} inputs may be drawn below zero, because they are uncertain by more than ±100 %.",
                    n=below,
                ),
                remedy=say("Choose the lognormal distribution for them."),
            )
        )
    return tuple(found)
