"""Why emissions changed between two states: the logarithmic mean Divisia index, and the bridge it stands in.

Additive LMDI-I (Ang 2005; Ang, LMDI guide 2015): for V = Σ_i Π_k x_{k,i} the effect of factor k is

    ΔV_k = Σ_i L(V_i', V_i) · ln(x_{k,i}' / x_{k,i})        L(a, b) = (a − b) / (ln a − ln b),  L(a, a) = a

and the effects add up to ΔV; nothing is left over but the rounding. Multiplicative: D_k = exp(ΔV_k / L(V', V)).
Zeros are taken at their limits and never replaced by small numbers (Wood and Lenzen 2006): where a line appears or
disappears, its whole difference goes to the factor that is zero, or to the structure where several are. Lines with a
negative factor have no logarithm: they are refused and returned beside the effects, so that the sum stays exact.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import Text, say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Line = TypeVar("Line", bound=Hashable)


class Effect(StrEnum):
    """A cause of change, in the order of the bridge."""

    RESTATEMENT = "restatement"
    STRUCTURE = "structure"
    METHOD = "method"
    ACTIVITY = "activity"
    ENERGY = "energy"
    MIX = "mix"
    INTENSITY = "intensity"
    FACTOR = "grid-factor"
    PROCUREMENT = "procurement"
    REMAINDER = "remainder"


LABELS: dict[Effect, Text] = {
    Effect.RESTATEMENT: say("Restatements and errors"),
    Effect.STRUCTURE: say("Acquired or sold"),
    Effect.METHOD: say("Methods and factor sets"),
    Effect.ACTIVITY: say("Output"),
    Effect.ENERGY: say("Energy use without an output figure"),
    Effect.MIX: say("Energy mix"),
    Effect.INTENSITY: say("Energy intensity"),
    Effect.FACTOR: say("Grid and fuel factors"),
    Effect.PROCUREMENT: say("Green power contracts"),
    Effect.REMAINDER: say("Not split into causes"),
}

FACTORS: tuple[Effect, ...] = (
    Effect.ACTIVITY,
    Effect.ENERGY,
    Effect.MIX,
    Effect.INTENSITY,
    Effect.FACTOR,
    Effect.PROCUREMENT,
)
"""The factors of a line: t = output (or energy where there is no output) x mix x intensity x factor x procurement."""

_MIX = FACTORS.index(Effect.MIX)
_NEAR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposed:
    """The effects of k factors on n lines, in the unit of the value.

    `effects` is (k,), `by_line` (n, k) and `remainder` (n,) the whole difference of refused lines, else zero;
    `effects` and `remainder` together are the difference of the totals `before` and `after`.
    """

    before: float
    after: float
    effects: NDArray[np.float64]
    by_line: NDArray[np.float64]
    remainder: NDArray[np.float64]

    def multiplicative(self) -> tuple[NDArray[np.float64], float]:
        """Return D_k (k,) and that of the refused lines; their product is after / before.

        Not numbers where a total is not above zero.
        """
        import numpy as np

        if min(self.before, self.after) <= 0:
            return np.full(len(self.effects), np.nan), math.nan
        mean = log_mean(self.after, self.before)
        return np.exp(self.effects / mean), math.exp(math.fsum(self.remainder) / mean)


def log_mean(a: float, b: float) -> float:
    """Return the logarithmic mean of two numbers: L(a, a) = a and L(0, b) = 0; raises ValueError below zero."""
    import numpy as np

    if min(a, b) < 0:
        raise ValueError("The logarithmic mean is of numbers that are not negative.")
    return float(_log_means(np.array([a], dtype=np.float64), np.array([b], dtype=np.float64))[0])


def decompose(before: ArrayLike, after: ArrayLike, *, structure: int = 0) -> Decomposed:
    """Return the effects of the factors (columns) on the sum over lines (rows) of their products.

    `before` and `after` are (n, k). `structure` is the column that takes the difference of lines in which several
    factors are zero. Raises ValueError for what is not a number: dropping it would lose its part of the difference.
    """
    import numpy as np

    start, end = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if not (np.isfinite(start).all() and np.isfinite(end).all()):
        raise ValueError("Every factor of every line must be a number.")
    first, last = start.prod(axis=1), end.prod(axis=1)
    change = last - first
    refused = (start < 0).any(axis=1) | (end < 0).any(axis=1)
    vanishing = ~refused & ((first == 0) | (last == 0))
    split = ~refused & ~vanishing
    by_line = np.zeros_like(start)
    ratios = np.log(end[split]) - np.log(start[split])
    near = np.abs(ratios) < _NEAR
    # Close to 1 the logarithm of the ratio is more exact than the difference of logarithms.
    ratios[near] = np.log1p((end[split][near] - start[split][near]) / start[split][near])
    by_line[split] = _log_means(last[split], first[split])[:, np.newaxis] * ratios
    gone = np.where((first == 0)[:, np.newaxis], start, end) == 0
    column = np.where(gone.sum(axis=1) == 1, gone.argmax(axis=1), structure)
    places = np.flatnonzero(vanishing)
    by_line[places, column[places]] = change[places]
    return Decomposed(
        before=math.fsum(first),
        after=math.fsum(last),
        effects=np.array([math.fsum(by_line[:, place]) for place in range(start.shape[1])]),
        by_line=by_line,
        remainder=np.where(refused, change, 0.0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """A line of an inventory in one state.

    `driver` is the output of its site (None: no output figure), `energy` the line's quantity, in one energy unit for
    all lines of a site, `location` and `market` its emissions in t CO2e. A quantity that is no energy (kilograms of
    gas, money) is not `pooled`: it has a unit and an intensity of its own and no part in the site's mix.
    """

    site: int | str
    driver: float | None
    energy: float | None
    location: float
    market: float
    pooled: bool = True

    def tonnes(self, *, market: bool) -> float:
        """The line's emissions by the market-based or the location-based method, t CO2e."""
        return self.market if market else self.location


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a bridge: its cause, what to call it, and its part of the difference in t CO2e."""

    effect: Effect
    tonnes: float

    @property
    def label(self) -> Text:
        """The cause in words."""
        return LABELS[self.effect]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge(Generic[Line]):
    """The way from one total to another in t CO2e; the bars add up to the difference.

    `by_line` holds for each like-for-like line its part of every effect that is not zero.
    """

    start: float
    end: float
    bars: tuple[Bar, ...]
    by_line: Mapping[Line, Mapping[Effect, float]]
    findings: tuple[Finding, ...]

    def tonnes(self, effect: Effect) -> float:
        """Return the part of the difference that a cause has, zero where it has no bar."""
        return math.fsum(bar.tonnes for bar in self.bars if bar.effect is effect)


def bridge(
    start: Mapping[Line, LineState],
    end: Mapping[Line, LineState],
    *,
    market: bool = True,
    published: float | None = None,
    structural: Collection[Line] = (),
    recomputed: Mapping[Line, LineState] | None = None,
) -> Bridge[Line]:
    """Return the bridge from the state `start` to the state `end`.

    In this order (own design; the first three are the causes of base-year recalculation): restatement, from the
    `published` total to that of `start`; structure, the whole difference of the `structural` lines, which were acquired
    or sold; method, from `start` to the same lines `recomputed` with the methods and factors of `end` (a line that is
    not in it is unchanged); and the effects of the like-for-like rest. A line missing in a state is zero there.
    Lines whose tonnes are not a number in any state are left out of all of them, and found.
    """
    again = {**start, **(recomputed or {})}
    unknown = {
        line
        for state in (start, end, again)
        for line, row in state.items()
        if math.isnan(row.tonnes(market=market))
    }
    first, last, middle = (_without(state, unknown) for state in (start, end, again))
    alike = [line for line in {**middle, **last} if line not in structural]
    bought = [line for line in {**first, **last} if line in structural]
    total, goal = _sum(first, first, market=market), _sum(last, last, market=market)
    decomposed, splitless = _split(alike, middle, last, market=market)
    parts = {
        Effect.RESTATEMENT: 0.0 if published is None else total - published,
        Effect.STRUCTURE: _sum(last, bought, market=market) - _sum(first, bought, market=market),
        Effect.METHOD: _sum(middle, alike, market=market) - _sum(first, alike, market=market),
        **dict(zip(FACTORS, map(float, decomposed.effects), strict=True)),
        Effect.REMAINDER: math.fsum(decomposed.remainder),
    }
    return Bridge(
        start=total if published is None else published,
        end=goal,
        bars=tuple(Bar(effect=effect, tonnes=parts[effect]) for effect in Effect),
        by_line={
            line: {
                effect: float(tonnes)
                for effect, tonnes in zip(
                    (*FACTORS, Effect.REMAINDER), (*row, decomposed.remainder[place]), strict=True
                )
                if tonnes
            }
            for place, (line, row) in enumerate(zip(alike, decomposed.by_line, strict=True))
        },
        findings=_findings(len(unknown), splitless, parts[Effect.ENERGY]),
    )


def _split(
    lines: list[Line], before: Mapping[Line, LineState], after: Mapping[Line, LineState], *, market: bool
) -> tuple[Decomposed, int]:
    """Decompose like-for-like lines into `FACTORS`; also returns how many could not be."""
    import numpy as np

    states = [_Columns.of(lines, state, {**after, **before}, market=market) for state in (before, after)]
    has_output = states[0].has_output & states[1].has_output
    start, end = (state.factors(has_output) for state in states)
    # A ratio of zero to zero stands beside a factor that is zero, which takes the whole difference.
    start, end = (np.nan_to_num(factors, nan=1.0, posinf=np.inf) for factors in (start, end))
    sound = states[0].sound & states[1].sound & np.isfinite(start).all(axis=1) & np.isfinite(end).all(axis=1)
    change = states[1].tonnes - states[0].tonnes
    start[~sound], end[~sound] = 0.0, 0.0
    found = decompose(start, end, structure=_MIX)
    remainder = np.where(sound, 0.0, change)
    return (
        Decomposed(
            before=math.fsum(states[0].tonnes),
            after=math.fsum(states[1].tonnes),
            effects=found.effects,
            by_line=found.by_line,
            remainder=remainder,
        ),
        int(((change != 0) & ~sound).sum()),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The numbers of n lines in one state, as arrays (n,)."""

    driver: NDArray[np.float64]
    pool: NDArray[np.float64]
    energy: NDArray[np.float64]
    location: NDArray[np.float64]
    tonnes: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        lines: list[Line],
        state: Mapping[Line, LineState],
        known: Mapping[Line, LineState],
        *,
        market: bool,
    ) -> _Columns:
        """Lay out the lines of a state; one that is missing in it is zero, and so is the output of a closed site."""
        import numpy as np

        drivers = {row.site: row.driver for row in state.values()}
        rows = [
            state.get(line)
            or LineState(
                site=known[line].site,
                driver=drivers.get(known[line].site, 0.0),
                energy=0.0,
                location=0.0,
                market=0.0,
                pooled=known[line].pooled,
            )
            for line in lines
        ]
        energy = np.array([math.nan if row.energy is None else row.energy for row in rows], dtype=np.float64)
        pools: dict[int | str, float] = {}
        for row, quantity in zip(rows, np.maximum(np.nan_to_num(energy), 0.0), strict=True):
            if row.pooled:
                pools[row.site] = pools.get(row.site, 0.0) + float(quantity)
        tonnes = np.array([row.tonnes(market=market) for row in rows], dtype=np.float64)
        location = np.array([row.location for row in rows], dtype=np.float64) if market else tonnes
        return cls(
            np.array([math.nan if row.driver is None else row.driver for row in rows], dtype=np.float64),
            np.array(
                [pools[row.site] if row.pooled else own for row, own in zip(rows, energy, strict=True)],
                dtype=np.float64,
            ),
            energy,
            # A line without a location-based value has no procurement to tell apart from its factor.
            np.where((location == 0) | np.isnan(location), tonnes, location),
            tonnes,
        )

    @property
    def has_output(self) -> NDArray[np.bool_]:
        """Where the output explains the energy: above zero, or zero with no energy at all."""
        made: NDArray[np.bool_] = (self.driver > 0) | ((self.driver == 0) & (self.pool == 0))
        return made

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Where all is known and nothing negative."""
        known: NDArray[np.bool_] = (self.energy >= 0) & (self.location >= 0) & (self.tonnes >= 0)
        return known

    def factors(self, has_output: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return `FACTORS` (n, 6): not a number for zero to zero, infinite for something to zero."""
        import numpy as np

        one = np.ones(len(self.energy))
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.column_stack(
                [
                    np.where(has_output, self.driver, one),
                    np.where(has_output, one, self.pool),
                    self.energy / self.pool,
                    np.where(has_output, self.pool / self.driver, one),
                    self.location / self.energy,
                    self.tonnes / self.location,
                ]
            )


def _log_means(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return L(a, b) of arrays of numbers that are not negative."""
    import numpy as np

    means = np.zeros(len(a))
    far = (a > 0) & (b > 0) & (a != b)
    ratio = np.ones(len(a))
    ratio[far] = np.log(a[far]) - np.log(b[far])
    near = far & (np.abs(ratio) < _NEAR)
    ratio[near] = np.log1p((a[near] - b[near]) / b[near])
    means[far] = (a[far] - b[far]) / ratio[far]
    return np.where((a == b), a, means)


def _without(state: Mapping[Line, LineState], unknown: Collection[Line]) -> dict[Line, LineState]:
    return {line: row for line, row in state.items() if line not in unknown}


def _sum(state: Mapping[Line, LineState], lines: Iterable[Line], *, market: bool) -> float:
    return math.fsum(state[line].tonnes(market=market) for line in lines if line in state)


def _findings(unknown: int, splitless: int, energy: float) -> tuple[Finding, ...]:
    """Return what must be said beside a bridge."""
    found = []
    if unknown:
        found.append(
            warning(
                "bridge-valueless",
                say("{n} lines lack a value in one of the states and are left out of both.", n=unknown),
                remedy=say("Solve the missing factors first."),
            )
        )
    if splitless:
        found.append(
            info(
                "bridge-not-split",
                say("{n} lines are negative or lack a quantity; their change is shown whole.", n=splitless),
                remedy=say(
                    "Give them a quantity, or leave them as they are: a credit has no causes to tell."
                ),
            )
        )
    if energy:
        found.append(
            info(
                "bridge-no-output",
                say("Some sites have no output figure, so their use is not split into output and intensity."),
                remedy=say("Enter the output of these sites for both years."),
            )
        )
    return tuple(found)
