"""Monthly values that stand out from the months around them, and the slip of the hand that would explain it.

A value is doubtful when it lies alone: beyond both of its neighbours by more than the series itself jumps, and off
the median of the other months in the same direction. Seasons and new machines change several months and so pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import log
from statistics import fmean, median

from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import EMPTY, Text, say

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
    present = {place: value for place, value in enumerate(values) if value is not None}
    if len(present) <= _FEWEST or min(present.values()) <= 0:
        return {}
    found: dict[int, Finding] = {}
    left = dict(present)
    while len(left) > _FEWEST:
        jumps = {place: _jump(left, place) for place in left}
        place = max(jumps, key=lambda candidate: abs(jumps[candidate]))
        fitting = fmean(_around(left, place))
        value = left.pop(place)
        usual = _JUMPS * median(abs(_jump(left, other)) for other in left)
        if abs(jumps[place]) < max(_LEAST_JUMP, usual):
            break
        middle = median(left.values())
        share = value / middle - 1
        if abs(share) >= _LEAST_SHARE and (share > 0) == (jumps[place] > 0):
            found[place] = _finding(value, share, middle, fitting)
    return found


def _jump(values: dict[int, float], place: int) -> float:
    """Return how far a value lies beyond both of its neighbours, as a logarithm; 0 between them.

    At either end of the year, where both neighbours are on one side, it counts half.
    """
    first, *_, last = values
    around = _around(values, place)
    low, high = min(around), max(around)
    value = values[place]
    jump = log(value / high) if value > high else log(value / low) if value < low else 0.0
    return jump if first < place < last else jump / 2


def _around(values: dict[int, float], place: int) -> list[float]:
    """Return the nearest values on both sides, or the nearest two on the one side there is; places are in order."""
    places = list(values)
    at = places.index(place)
    if 0 < at < len(places) - 1:
        return [values[places[at - 1]], values[places[at + 1]]]
    return [values[other] for other in (places[1:3] if at == 0 else places[-3:-1])]


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
