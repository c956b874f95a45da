"""What a published worked case is, and what this program makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carbondesk.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published case: what it is, where it stands, what must come out, and how far off that may be.

    `expected` and what `compute` returns are the same number of numbers, in the unit that the title names.
    """

    id: str
    title: Text
    citation: str
    expected: tuple[float, ...]
    tolerance: float
    compute: Callable[[], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What this program makes of a case."""

    case: Case
    computed: tuple[float, ...]

    @property
    def passed(self) -> bool:
        """Whether every number is the published one within the tolerance."""
        expected = self.case.expected
        return len(self.computed) == len(expected) and all(
            abs(number - published) <= self.case.tolerance
            for number, published in zip(self.computed, expected, strict=True)
        )
