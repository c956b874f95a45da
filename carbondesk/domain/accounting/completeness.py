"""Which months of a source should have a value, and about what the missing ones would add.

Months are counted from year 0: year x 12 + month - 1. The months of one reporting year are a bit mask, whose
bit 0 is the year's first month. Every function takes one source or a million of them as arrays.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MONTHS = 12
NEVER = 100_000
"""The month of a day that is not told, later than any."""


def month_number(day: date | None) -> int:
    """Return the month of a day counted from year 0; `NEVER` for no day."""
    return NEVER if day is None else day.year * MONTHS + day.month - 1


def expected(
    opens: ArrayLike, closes: ArrayLike, *, first: ArrayLike, horizon: int, begin: int
) -> NDArray[np.int16]:
    """Return the months of the year beginning with month `begin` in which each source should have a value.

    They run from the source's own start (`opens`), else the `first` month that it has a value for, to its own
    end (`closes`), else the `horizon`: the last month for which the inventory has any value.
    """
    start = np.where(np.asarray(opens) != NEVER, opens, first)
    end = np.minimum(np.where(np.asarray(closes) != NEVER, closes, horizon), horizon)
    low, high = np.clip(start - begin, 0, MONTHS), np.clip(end + 1 - begin, 0, MONTHS)
    mask: NDArray[np.int16] = (((1 << high) - 1) & ~((1 << low) - 1)).astype(np.int16)
    return mask


def missing_tonnes(
    tonnes: NDArray[np.float64], present: NDArray[np.int16], missing: NDArray[np.int16]
) -> NDArray[np.float64]:
    """Return about how many t CO2e the missing months would add to the `tonnes` of the present ones.

    It is the mean of a source's present months for each missing one; 0 where no month is present to tell.
    """
    mean: NDArray[np.float64] = tonnes / np.maximum(np.bitwise_count(present), 1)
    return mean * np.bitwise_count(missing)


def number_of_months(masks: NDArray[np.int16]) -> int:
    """Return how many months are set in all of the bit masks."""
    return int(np.bitwise_count(masks).sum())
