"""Monthly values that stand out from the months around them, and the slip of the hand that would explain it.

A value is doubtful when it lies alone: beyond both of its neighbours by more than the series itself jumps, and off
the median of the other months in the same direction. Seasons and new machines change several months and so pass.
One year or a hundred thousand of them are judged by the same function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import EMPTY, Text, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODE = "outlier"

_FEWEST = 5
_LEAST_JUMP = log(1.35)
_JUMPS = 4.0
_LEAST_SHARE = 0.25
_FITS = 0.15


def outliers(values: Sequence[float | None]) -> dict[int, Finding]:
    """Return a finding for each position whose value stands out; None stands for a month without a value.

    Fewer than six values, or values that are not all above zero (top-ups, credits), allow no judgement. A finding's
    place holds `suggestion` where swapped digits or a misplaced decimal mark would explain the value.
    """
    row = np.array([[np.nan if value is None else value for value in values]], dtype=np.float64)
    return {suspect.place: suspect.finding() for suspect in suspects(row)}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A value that stands out: its row and place, how far it is off the median of the others, what would fit."""

    row: int
    place: int
    value: float
    share: float
    middle: float
    fitting: float

    def finding(self) -> Finding:
        """Say what is doubtful, and which slip of the hand would explain it."""
        return _finding(self.value, self.share, self.middle, self.fitting)


def suspects(values: NDArray[np.float64]) -> list[Suspect]:
    """Return the values of each row (n, m) that stand out in it, by row, the one that stands out most first.

    Not a number is no value. In each round the value that jumps most leaves its row, as long as it jumps further than
    the others.
    """
    there = ~np.isnan(values)
    positive = np.min(values, axis=1, initial=np.inf, where=there) > 0
    size = np.where(positive, there.sum(axis=1), 0)
    sizes = set(size.tolist())
    # What is there moves to the left, so that neighbours stand beside each other.
    places = np.argsort(~there, axis=1, kind="stable")
    found: list[Suspect] = []
    left: _Rows | None = None
    for width in range(max(sizes, default=0), _FEWEST, -1):
        if width in sizes:
            row = np.flatnonzero(size == width)
            place = places[row, :width]
            value = values[row[:, None], place]
            fresh = _Rows(row, place, value, _jumps(value))
            left = fresh if left is None else left.joined(fresh)
        if left is not None:
            left = _round(left, found)
    return sorted(found, key=lambda suspect: suspect.row)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one width that are judged together, (r, w): where they come from, the values left, how they jump."""

    row: NDArray[np.int64]
    place: NDArray[np.int64]
    value: NDArray[np.float64]
    jump: NDArray[np.float64]

    def joined(self, other: _Rows) -> _Rows:
        """Return these rows and others behind them."""
        return _Rows(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.jump, other.jump]),
        )


def _round(rows: _Rows, found: list[Suspect]) -> _Rows | None:
    """Take the value that jumps most out of each row; return the rows in which it jumped further than the others."""
    every, width = np.arange(len(rows.row)), rows.value.shape[1]
    at = np.abs(rows.jump).argmax(axis=1)
    jump, value = rows.jump[every, at], rows.value[every, at]
    others = np.ones(rows.value.shape, dtype=np.bool_)
    others[every, at] = False
    rest = rows.value[others].reshape(-1, width - 1)
    jumps = _jumps(rest)
    alone = np.abs(jump) >= np.maximum(_LEAST_JUMP, _JUMPS * _medians(np.abs(jumps)))
    if not alone.any():
        return None
    middle = _medians(rest)
    share = value / middle - 1
    off = np.flatnonzero(alone & (np.abs(share) >= _LEAST_SHARE) & ((share > 0) == (jump > 0)))
    one, other = _around(rows.value[off])
    fitting = (one + other)[every[: len(off)], at[off]] / 2
    columns = (rows.row[off], rows.place[off, at[off]], value[off], share[off], middle[off], fitting)
    found += [Suspect(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]
    kept = rows.place[others].reshape(-1, width - 1)[alone]
    return _Rows(rows.row[alone], kept, rest[alone], jumps[alone])


def _jumps(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each value lies beyond both of its neighbours, as a logarithm; 0 between them, (r, w).

    At either end of the year, where both neighbours are on one side, it counts half.
    """
    one, other = _around(values)
    low, high = np.minimum(one, other), np.maximum(one, other)
    beyond = np.where(values > high, values / high, np.where(values < low, values / low, 1.0))
    # Python's own logarithm: that of numpy may differ in the last digit from one processor to the next.
    jumps = np.fromiter(map(log, beyond.ravel().tolist()), np.float64, beyond.size).reshape(beyond.shape)
    jumps[:, [0, -1]] /= 2
    return jumps


def _around(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the nearest values on both sides of each, or the nearest two on the one side there is, (r, w) each."""
    before = np.concatenate([values[:, 1:2], values[:, :-2], values[:, -3:-2]], axis=1)
    after = np.concatenate([values[:, 2:3], values[:, 2:], values[:, -2:-1]], axis=1)
    return before, after


def _medians(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of each row, (r,)."""
    ordered, half = np.sort(values, axis=1), values.shape[1] // 2
    if values.shape[1] % 2:
        return ordered[:, half]
    return (ordered[:, half - 1] + ordered[:, half]) / 2


def _finding(value: float, share: float, middle: float, fitting: float) -> Finding:
    percent = round(abs(share) * 100)
    message = (
        say("{percent} % above the other months.", percent=percent)
        if share > 0
        else say("{percent} % below the other months.", percent=percent)
    )
    suggestion, reason = _slip(value, fitting)
    middle_text = say("The median is {median}.", median=float(f"{middle:.4g}"))
    if suggestion is None:
        return warning(CODE, message, remedy=middle_text)
    both = say("{first} {second}", first=middle_text, second=reason)
    return warning(CODE, message, remedy=both, suggestion=suggestion)


def _slip(value: float, fitting: float) -> tuple[float | None, Text]:
    """Return what was probably meant and why: two neighbouring digits swapped, or the decimal mark misplaced."""
    swapped = _closest(_swaps(value), fitting)
    if swapped is not None:
        return swapped, say("Two digits may be swapped: {value} would fit.", value=swapped)
    moved = _closest([float(Decimal(repr(value)).scaleb(power)) for power in (-3, -2, -1, 1, 2, 3)], fitting)
    if moved is not None:
        return moved, say("The decimal mark may be misplaced: {value} would fit.", value=moved)
    return None, EMPTY


def _swaps(value: float) -> list[float]:
    text = repr(value)
    if "e" in text:
        return []
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    swaps = []
    for first, second in pairwise(digits):
        letters = list(text)
        letters[first], letters[second] = letters[second], letters[first]
        swaps.append(float("".join(letters)))
    return [swap for swap in swaps if swap != value]


def _closest(candidates: list[float], fitting: float) -> float | None:
    best = min(candidates, key=lambda candidate: abs(candidate - fitting), default=None)
    return best if best is not None and abs(best / fitting - 1) <= _FITS else None
