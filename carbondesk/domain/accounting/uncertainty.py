"""Uncertainty of totals and trends by Approach 1 of the IPCC, and which line to measure next.

IPCC 2006 Guidelines, vol. 1, ch. 3: the product rule (equation 3.1), the sum rule (equation 3.2) and the two
sensitivities of the trend. An uncertainty is half of the 95 % interval as a share of its value: 0.05 for ±5 %. The
rules hold for nearly normal, independent inputs below about 30 %; beyond that the simulation (Approach 2) is the
honest answer.
What is shared is correlated: rows with the same factor move together in their factor part, rows of the same meter in
their activity part, so they are added with their signs before the root of the sum of squares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from carbondesk.domain.records import Factor

GRADES: dict[str, float] = {"high": 0.05, "good": 0.15, "fair": 0.30}
"""Half-widths of the GHG Protocol uncertainty tool's grades; "poor" is anything above fair and has no number."""

WIDE = 0.30
"""The half-width up to which Approach 1 is taken as good."""

OWN = -1
"""The key of a line that shares its factor or its meter with no other line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """n lines of an inventory: t CO2e and what is known about their uncertainty, as arrays (n,).

    `activity` and `factor` are half-widths as shares; not a number where nobody knows. Lines with the same
    `factor_key` use the same factor, lines with the same `meter` the same reading; `OWN` shares with none.
    """

    tonnes: NDArray[np.float64]
    activity: NDArray[np.float64]
    factor: NDArray[np.float64]
    factor_key: NDArray[np.int64]
    meter: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The uncertainty of a sum and where it comes from.

    `half_width` is half of the 95 % interval in t CO2e and `share` the same over the absolute sum, not a number
    where the sum is zero. `activity_share` and `factor_share` (n,) are each line's parts of the variance and add up
    to 1; a line that moves against the others of its factor has a negative part. `without` (n,) is the half-width in
    t that would remain if that line alone were known exactly, its factor staying as uncertain for the other lines.
    `keys` (k,) are the inputs of factors, `key_share` their parts of the variance and `without_key` what would
    remain if that factor were known exactly; a line with a factor of its own has a negative key, -1 - its place.
    `unknown_activity` and `unknown_factor` count what was not known, `defaulted` whether the default stood in;
    otherwise unknown parts count as zero and the result is a lower limit. `valueless` counts lines left out because
    they have no value.
    """

    tonnes: float
    half_width: float
    share: float
    activity_share: NDArray[np.float64]
    factor_share: NDArray[np.float64]
    without: NDArray[np.float64]
    keys: NDArray[np.int64]
    key_share: NDArray[np.float64]
    without_key: NDArray[np.float64]
    unknown_activity: int
    unknown_factor: int
    valueless: int
    defaulted: bool
    widest: float

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval in t CO2e."""
        return self.tonnes - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval in t CO2e."""
        return self.tonnes + self.half_width

    def measure_next(self) -> list[int]:
        """Return the places of the lines, the one first whose exact knowledge would narrow the total most."""
        import numpy as np

        return [int(place) for place in np.argsort(self.without, kind="stable")]


def lines(
    tonnes: ArrayLike,
    activity: ArrayLike,
    factor: ArrayLike,
    *,
    factor_key: ArrayLike | None = None,
    meter: ArrayLike | None = None,
) -> Lines:
    """Return lines as arrays; without keys every line has a factor and a meter of its own.

    Raises ValueError for a negative uncertainty or for columns of unequal length.
    """
    import numpy as np

    values = np.asarray(tonnes, dtype=np.float64)
    own = np.full(len(values), OWN, dtype=np.int64)
    made = Lines(
        tonnes=values,
        activity=np.asarray(activity, dtype=np.float64),
        factor=np.asarray(factor, dtype=np.float64),
        factor_key=own if factor_key is None else np.asarray(factor_key, dtype=np.int64),
        meter=own if meter is None else np.asarray(meter, dtype=np.int64),
    )
    columns = (made.activity, made.factor, made.factor_key, made.meter)
    if any(column.shape != values.shape for column in columns):
        raise ValueError("The columns of the lines are of unequal length.")
    if (made.activity < 0).any() or (made.factor < 0).any():
        raise ValueError("An uncertainty is a half-width and never negative.")
    return made


def inputs(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct inputs (k,) and the input of each line (n,); each `OWN` is an input of its own."""
    import numpy as np

    distinct, index = np.unique(np.where(keys < 0, -1 - np.arange(len(keys)), keys), return_inverse=True)
    return distinct, index


def product(*half_widths: float) -> float:
    """Return the uncertainty of a product of independent inputs, as shares (IPCC 2006, equation 3.1)."""
    return math.hypot(*half_widths)


def half_width(value: float, low: float | None, high: float | None) -> float:
    """Return the half-width as a share of a value from published bounds, which need not be symmetric.

    The larger of the two distances is used (own choice, on the safe side), so that the interval covers both bounds.
    One bound alone is enough. Not a number where there is no bound, where the value is zero, or where it does not lie
    between its bounds, which are then bounds of something else.
    """
    distances = ([value - low] if low is not None else []) + ([high - value] if high is not None else [])
    if not distances or value == 0 or not min(distances) >= 0:
        return math.nan
    return max(distances) / abs(value)


def factor_half_width(factor: Factor) -> float:
    """Return the half-width of a factor as a share, from its bounds in the unit of its first printed gas.

    Bounds are printed for the carbon dioxide of fuels, else for the one other gas, else for the printed total.
    """
    printed = (factor.co2, factor.gas_mass, factor.co2e, factor.ch4, factor.n2o)
    first = next((amount for amount in printed if amount is not None), 0.0)
    return half_width(first, factor.uncertainty_low, factor.uncertainty_high)


def combine(rows: Lines, *, default: float | None = None) -> Combined:
    """Return the uncertainty of the sum of lines (IPCC 2006, equations 3.1 and 3.2).

    W = sum over factors (sum of t u_factor)² + sum over meters (sum of t u_activity)², and the half-width is √W.
    `default` stands in for what is unknown, if the caller decides so; it may be one of `GRADES`.
    """
    import numpy as np

    known = ~np.isnan(rows.tonnes)
    tonnes = np.where(known, rows.tonnes, 0.0)
    gaps = [known & np.isnan(column) for column in (rows.activity, rows.factor)]
    by_activity = tonnes * np.nan_to_num(rows.activity, nan=default or 0.0)
    by_factor = tonnes * np.nan_to_num(rows.factor, nan=default or 0.0)
    keys, of_factor = inputs(rows.factor_key)
    _, of_meter = inputs(rows.meter)
    factors = np.bincount(of_factor, by_factor, len(keys))
    meters = np.bincount(of_meter, by_activity)
    squares = math.fsum(factors**2) + math.fsum(meters**2)
    total, width = math.fsum(tonnes), math.sqrt(squares)
    scale = squares or math.inf
    relieved = by_factor * (2 * factors[of_factor] - by_factor)
    relieved += by_activity * (2 * meters[of_meter] - by_activity)
    return Combined(
        tonnes=total,
        half_width=width,
        share=width / abs(total) if total else math.nan,
        activity_share=by_activity * meters[of_meter] / scale,
        factor_share=by_factor * factors[of_factor] / scale,
        without=np.sqrt(np.maximum(squares - relieved, 0.0)),
        keys=keys,
        key_share=factors**2 / scale,
        without_key=np.sqrt(np.maximum(squares - factors**2, 0.0)),
        unknown_activity=int(gaps[0].sum()),
        unknown_factor=int(gaps[1].sum()),
        valueless=int((~known).sum()),
        defaulted=default is not None,
        widest=max((_widest(by_activity, tonnes), _widest(by_factor, tonnes))),
    )


def trend(base: Lines, current: Lines) -> float:
    """Return the half-width of the change of the total since the base year, as a share of the base total.

    IPCC 2006, vol. 1, ch. 3, Approach 1: the factor of a line is the same in both years (sensitivity A), its activity
    is measured anew (sensitivity B, with √2). The lines of both years stand in the same order; the uncertainties and
    keys of `current` count. Lines that share a factor or a meter are added with their signs before squaring. Unknown
    uncertainties count as zero. Not a number where the base total is zero.
    """
    import numpy as np

    before, after = np.nan_to_num(base.tonnes), np.nan_to_num(current.tonnes)
    start, end = math.fsum(before), math.fsum(after)
    if start == 0:
        return math.nan
    # 0.01 x is a change of 1 % of the line in both years; the result is in points per 1 %.
    raised = (0.01 * after + end) - (0.01 * before + start)
    type_a = raised / (0.01 * before + start) * 100 - (end - start) / start * 100
    type_b = after / start * math.sqrt(2)
    _, of_factor = inputs(current.factor_key)
    _, of_meter = inputs(current.meter)
    by_factor = np.bincount(of_factor, type_a * np.nan_to_num(current.factor))
    by_activity = np.bincount(of_meter, type_b * np.nan_to_num(current.activity))
    return math.sqrt(math.fsum(by_factor**2) + math.fsum(by_activity**2))


def findings(total: Combined) -> list[Finding]:
    """Return what must be said beside the uncertainty of a total."""
    found = []
    unknown = total.unknown_activity + total.unknown_factor
    if unknown and total.defaulted:
        found.append(
            info(
                "uncertainty-default",
                say("{n} unknown uncertainties are taken by the default grade.", n=unknown),
                remedy=say("Give the sources and factors their own uncertainty."),
            )
        )
    elif unknown:
        found.append(
            warning(
                "uncertainty-unknown",
                say("{n} uncertainties are unknown and count as zero: the range is too narrow.", n=unknown),
                remedy=say("Give the sources and factors their uncertainty, or choose a default grade."),
            )
        )
    if total.valueless:
        found.append(
            warning(
                "uncertainty-valueless",
                say("{n} lines have no value and are not in the range.", n=total.valueless),
                remedy=say("Solve the missing factors first."),
            )
        )
    if total.widest > WIDE:
        found.append(
            info(
                "uncertainty-wide",
                say("Some inputs are more uncertain than ±30 %, where adding by squares is only rough."),
                remedy=say("Use the simulation."),
            )
        )
    return found


def _widest(parts: NDArray[np.float64], tonnes: NDArray[np.float64]) -> float:
    """Return the largest half-width as a share of the lines that have any tonnes."""
    import numpy as np

    counted = tonnes != 0
    return float(np.max(np.abs(parts[counted] / tonnes[counted]), initial=0.0))
