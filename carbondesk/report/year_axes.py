"""The axis of years that charts share: one place a year up to a split, after it compressed."""

from __future__ import annotations

from dataclasses import dataclass

from carbondesk.domain.periods import year_name
from carbondesk.language import tr

COMPRESSED = 0.16
"""The width of a year after the split, in years before it."""
_NEAREST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAxis:
    """Years from `first` to `last`; those after `split` lie closer together. The year begins in month `year_start`."""

    first: int
    split: int
    last: int
    year_start: int = 1

    def x(self, year: float) -> float:
        """Return the place of a year on the axis; years after `split` lie closer together."""
        return year if year <= self.split else self.split + (year - self.split) * COMPRESSED

    def name(self, year: int) -> str:
        """Return a year's short name: `2025`, or `FY2025` where the year starts in another month than January."""
        return year_name(year, self.year_start)

    @property
    def right(self) -> float:
        """The right end of the axis."""
        return self.x(self.last) + (0.75 if self.compressed else 0.6)

    @property
    def compressed(self) -> bool:
        """Whether a part of the axis is compressed."""
        return self.last > self.split

    def year_ticks(self) -> list[int]:
        """Return the years that are named on the axis: each up to `split`, the decades after it."""
        near = list(range(self.first, self.split + 1))
        far = [year for year in range(self.split + 1, self.last + 1) if year % 10 == 0 or year == self.last]
        return near + [year for year in far if year == self.last or self.last - year >= _NEAREST]

    def ground_label(self) -> str:
        """Say which years are compressed."""
        return tr("{first} to {last}, compressed", first=self.name(self.split), last=self.name(self.last))
