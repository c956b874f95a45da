"""What is doubtful about a year beside the others: units off by a thousand, jumps, factors outside the grid's range.

The rules are our own. They work on arrays of sources by years, so that ten thousand sources cost a few milliseconds,
and are made to stay silent on ordinary data: seasons, growth, new and closing plants give no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import KG_PER_TONNE
from carbondesk.domain.records import Factor
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.domain.units import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.gases import GwpSet

THOUSAND_WITHIN = log(2.25)
"""How far from exactly 1,000 or 1/1,000 times the usual a value may lie to be off by a thousand."""

JUMP = log(2.0)
"""A year on year change that is looked at: to more than twice, or less than half."""

USUAL_TIMES = 4.0
"""How many times the source's own usual change a jump has to be."""

STAKE = 0.01
"""The share of the year's emissions that a jump has to move."""

DRIVEN = 0.5
"""A jump is explained where an output figure moved at least half as far, in logarithms, in the same direction."""

OUTSIDE = 0.2
"""How far an implied factor may lie outside the published ones: grids change from year to year."""

EVIDENCE_SHARE = 0.005
"""The share of a year's emissions that may come from sources without any evidence: 0.5 %."""

_FEWEST_OTHERS = 2
_CLOSE = 1e-9


def far_apart(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return where the lowest and the highest value above zero lie so far apart that one may be off by a thousand."""
    return np.log(high) - np.log(low) > log(KG_PER_TONNE) - THOUSAND_WITHIN - _CLOSE


def thousandfold(amounts: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which values are about 1,000 times, or a thousandth of, the median of the others in their row, (s, y).

    Values that are not above zero are no values; a row needs two others that agree with each other within a factor of
    ten, and less than half of a row can be off.
    """
    logs = np.full(amounts.shape, np.nan)
    np.log(amounts, out=logs, where=amounts > 0)
    off = np.zeros(amounts.shape, dtype=np.bool_)
    spread = np.fmax.reduce(logs, axis=1, initial=-np.inf) - np.fmin.reduce(logs, axis=1, initial=np.inf)
    for row in np.flatnonzero(spread > log(KG_PER_TONNE) - THOUSAND_WITHIN).tolist():
        values = logs[row]
        for place in np.flatnonzero(~np.isnan(values)).tolist():
            others = np.delete(values, place)
            others = others[~np.isnan(others)]
            if len(others) < _FEWEST_OTHERS:
                continue
            middle = float(np.median(others))
            agree = np.abs(others - middle) < log(10.0)
            distance = abs(abs(values[place] - middle) - log(KG_PER_TONNE))
            off[row, place] = distance < THOUSAND_WITHIN and 2 * int(agree.sum()) > len(others)
    return off


def jumped(
    amounts: NDArray[np.float64], emissions: NDArray[np.float64], whole: NDArray[np.bool_], column: int
) -> NDArray[np.bool_]:
    """Return which rows jump from the year before to the one at `column`, (s,).

    A change counts where both years are `whole` (s, y), it is to more than twice or less than half, is more than four
    times the row's usual change (the median of its other years), moves at least 1 % of the emissions of all rows, and
    is no slip by a thousand.
    """
    if column == 0:
        return np.zeros(len(amounts), dtype=np.bool_)
    logs = np.full(amounts.shape, np.nan)
    np.log(amounts, out=logs, where=(amounts > 0) & whole)
    steps = np.abs(np.diff(logs, axis=1))
    step = steps[:, column - 1]
    large = np.nan_to_num(step) > JUMP
    moved = np.abs(emissions[:, column] - emissions[:, column - 1])
    large &= np.nan_to_num(moved) >= STAKE * np.nansum(emissions[:, column])
    for row in np.flatnonzero(large).tolist():
        others = np.delete(steps[row], column - 1)
        others = others[~np.isnan(others)]
        usual = float(np.median(others)) if len(others) else 0.0
        slip = thousandfold(amounts[row : row + 1])[0, [column - 1, column]].any()
        large[row] = step[row] > USUAL_TIMES * usual and not slip
    return large


def driven(change: float, drivers: Iterable[tuple[float, float]]) -> bool:
    """Whether an output figure (before, now) explains a change of a quantity, given as the logarithm of its ratio."""
    for before, now in drivers:
        if before > 0 and now > 0:
            moved = log(now / before)
            if moved * change > 0 and abs(moved) >= DRIVEN * abs(change):
                return True
    return False


def grid_range(factors: Iterable[Factor], gwp: GwpSet) -> tuple[float, float] | None:
    """Return the lowest and the highest of published grid factors, in kg CO2e per kWh; None where there are none."""
    values = [value for factor in factors if (value := _per_kwh(factor, gwp)) is not None]
    return (min(values), max(values)) if values else None


def _per_kwh(factor: Factor, gwp: GwpSet) -> float | None:
    per, kwh = unit(factor.activity_unit), unit("kWh")
    if not per.measures_the_same_as(kwh):
        return None
    if factor.co2 is None:
        amount = factor.co2e
    else:
        amount = (
            factor.co2
            + (factor.ch4 or 0.0) * gwp.methane(factor.methane_origin)
            + (factor.n2o or 0.0) * gwp.of("N2O")
        )
    return None if amount is None else amount * float(kwh.scale / per.scale)


def outside(implied: float, published: tuple[float, float]) -> bool:
    """Whether an implied factor lies more than 20 % outside the published ones."""
    low, high = published
    return implied > high * (1 + OUTSIDE) or implied < low * (1 - OUTSIDE)


# ---- the findings -----------------------------------------------------------------------------------------


def implied_factor(
    who: str, year: int, implied: float, published: tuple[float, float], country: str
) -> Finding:
    """Return the finding about electricity whose emissions fit no grid factor of its country."""
    low, high = published
    return warning(
        "implied-factor",
        say(
            "{who}, {year}: electricity comes to {implied} kg CO₂e a kWh; published for {country} are {low} to {high}.",
            who=who, year=year, implied=_short(implied), country=country, low=_short(low), high=_short(high),
        ),
        remedy=say("Look at the unit of the use (kWh or MWh) and at the factors of its sources."),
        year=year,
    )  # fmt: skip


def off_by_thousand(name: str, when: object, value: float, usual: float, spelling: str) -> Finding:
    """Return the finding about a value that is about a thousand times the others of its source, or a thousandth."""
    return warning(
        "off-by-thousand",
        say(
            "{source}, {when}: {value} {unit} is about 1,000 times its other values, around {usual}.",
            source=name, when=when, value=_short(value), unit=spelling, usual=_short(usual),
        )
        if value > usual
        else say(
            "{source}, {when}: {value} {unit} is about a thousandth of its other values, around {usual}.",
            source=name, when=when, value=_short(value), unit=spelling, usual=_short(usual),
        ),
        remedy=say("Look whether the unit is right: kWh and MWh, kg and t, L and m³."),
        source=name,
    )  # fmt: skip


def year_jump(name: str, year: int, before: float, now: float, spelling: str) -> Finding:
    """Return the finding about a source whose year changes far more than it usually does."""
    return warning(
        "year-jump",
        say(
            "{source}: {now} {unit} in {year}, {before} in the year before, and no output figure moved along.",
            source=name, year=year, now=_short(now), unit=spelling, before=_short(before),
        ),
        remedy=say("Look for a missing or doubled bill, or explain the change with a note."),
        source=name,
        year=year,
    )  # fmt: skip


def evidence_missing(year: int, shares: Mapping[Text, float]) -> list[Finding]:
    """Return a finding where sources without any evidence emit more than 0.5 % of a year; `shares` are by name."""
    total = sum(shares.values())
    if total <= EVIDENCE_SHARE:
        return []
    largest = sorted(shares, key=lambda name: -shares[name])[:3]
    return [
        warning(
            "evidence-missing",
            say(
                "{n} sources without any evidence emit {percent} % of {year}; the largest: {names}.",
                n=len(shares),
                percent=round(100 * total, 1),
                year=year,
                names=listed(largest),
            ),
            remedy=say("Attach bills or records to their entries, or note where the evidence is kept."),
            year=year,
            sources=len(shares),
        )
    ]


def usual(values: Sequence[float]) -> float:
    """Return the median of the values above zero, what a source usually has; 0 where there are none."""
    positive = [value for value in values if value > 0]
    return float(np.median(positive)) if positive else 0.0


def _short(value: float) -> float:
    return float(f"{value:.4g}")
