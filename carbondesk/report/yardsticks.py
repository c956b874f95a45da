"""How the values of a target are written: t or kt CO2e, an amount a unit of output, or a share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.text import Text
from carbondesk.language import number, tr
from carbondesk.report.charts import Scale, scale_for

_DIGITS, _MOST_DECIMALS = 4, 6
_SMALLER = ("t", "kg", "g")
_STEP = 1000.0
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Writes values of one measure: each divided by `divisor`, with so many decimals.

    `unit` is the whole unit ("kt CO₂e"), `short` stands behind an amount whose gas has been named already ("kt").
    """

    unit: Text
    short: Text
    divisor: float
    decimals: int

    def words(self, value: float) -> str:
        """Write a value without its unit."""
        return number(value / self.divisor, self.decimals)

    def signed(self, value: float) -> str:
        """Write a difference with its sign, without its unit."""
        words = self.words(value)
        return f"+{words}" if value > 0 and says_something(words) else words

    def amount(self, value: float) -> str:
        """Write a value with its short unit."""
        return tr("{amount} {unit}", amount=self.words(value), unit=self.short)

    def ticks(self, values: Iterable[float]) -> list[str]:
        """Write the numbers of an axis, all with the decimals that the finest of them needs."""
        scaled = [value / self.divisor for value in values]
        decimals = next(
            (n for n in range(_MOST_DECIMALS) if all(abs(v - round(v, n)) < _SAME for v in scaled)),
            _MOST_DECIMALS,
        )
        return [number(value, decimals) for value in scaled]


def says_something(words: str) -> bool:
    """Whether a number as it is written is more than zeros."""
    return any(digit in words for digit in "123456789")


def yardstick(measure: Measure, unit: str, values: Iterable[float], scale: Scale | None = None) -> Yardstick:
    """Return how values of a measure are written; `scale` is the one that the rest of a page uses for t CO2e."""
    if measure == Measure.SHARE:
        return Yardstick(Text("%"), Text("%"), 0.01, 1)
    if measure == Measure.INTENSITY:
        return _per_output(unit, max((abs(value) for value in values), default=0.0))
    used = scale or scale_for(values)
    return Yardstick(used.unit, used.short, used.divisor, used.decimals)


def _per_output(unit: str, largest: float) -> Yardstick:
    """Return kg or g for what would be small numbers of t, with about four digits of the largest value."""
    mass, _, per = unit.partition("/")
    per = per.replace("m2", "m²").replace("m3", "m³")
    head, _, gas = mass.strip().partition(" ")
    divisor = 1.0
    for smaller in _SMALLER[_SMALLER.index(head) + 1 :] if head in _SMALLER else ():
        if not largest or largest / divisor >= 1:
            break
        head, divisor = smaller, divisor / _STEP
    digits = 0 if not largest else floor(log10(largest / divisor)) + 1
    gas = gas.replace("CO2", "CO₂")
    return Yardstick(
        Text(f"{head} {gas}/{per}" if gas else f"{head}/{per}"),
        Text(f"{head}/{per}"),
        divisor,
        min(_MOST_DECIMALS, max(0, _DIGITS - max(digits, 1))),
    )
