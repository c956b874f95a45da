"""Monthly sums of the entries, read when they are asked for: contracts and certificates are matched by month.

Entries inside one month are added up by SQLite; those across a month's end are split by days, without loss.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from carbondesk.domain.periods import Period, month_of, shares_by_month

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MONTH = "substr(start, 1, 4) * 12 + substr(start, 6, 2) - 1"
_FIRST, _LAST = "0000-01", "9999-12"
_WHERE = 'substr(start, 1, 7) <= :last AND substr("end", 1, 7) >= :first {only}'
_WHOLE = f"""
    SELECT source, {_MONTH} AS month, unit, factor, sum(quantity) FROM activity
    WHERE substr(start, 1, 7) = substr("end", 1, 7) AND {_WHERE}
    GROUP BY source, month, unit, factor"""
_LONGER = f"""
    SELECT source, start, "end", unit, factor, quantity FROM activity
    WHERE substr(start, 1, 7) <> substr("end", 1, 7) AND {_WHERE} ORDER BY id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySums:
    """Monthly sums as columns of one length, by source and month.

    `month` is year * 12 + month - 1 (January 2025: 24300); `unit` and `factor` are positions in `units` and
    `factors`; `quantity` is in the row's unit.
    """

    source: NDArray[np.int64]
    month: NDArray[np.int64]
    unit: NDArray[np.int64]
    factor: NDArray[np.int64]
    quantity: NDArray[np.float64]
    units: tuple[str, ...]
    factors: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.source)


def read(
    connection: sqlite3.Connection, sources: Iterable[int] | None, from_: date | None, to: date | None
) -> MonthlySums:
    """Return the sums of some sources, or of all with None, of the months from that of `from_` to that of `to`."""
    import numpy as np

    first, last = _FIRST if from_ is None else month_of(from_), _LAST if to is None else month_of(to)
    values, only = {"first": first, "last": last}, ""
    if sources is not None:
        only = "AND source IN (SELECT value FROM json_each(:sources))"
        values["sources"] = json.dumps(sorted(sources))
    sums: dict[tuple[int, int, str, str], float] = {
        row[:4]: row[4] for row in connection.execute(_WHOLE.format(only=only), values)
    }
    for source, start, end, unit, factor, quantity in connection.execute(_LONGER.format(only=only), values):
        period = Period(date.fromisoformat(start), date.fromisoformat(end))
        for part, share in shares_by_month(period, quantity):
            if first <= month_of(part.start) <= last:
                key = (source, part.start.year * 12 + part.start.month - 1, unit, factor)
                sums[key] = sums.get(key, 0.0) + share
    rows = sorted(sums)
    units = {unit: place for place, unit in enumerate(dict.fromkeys(row[2] for row in rows))}
    factors = {factor: place for place, factor in enumerate(dict.fromkeys(row[3] for row in rows))}
    return MonthlySums(
        source=np.array([row[0] for row in rows], dtype=np.int64),
        month=np.array([row[1] for row in rows], dtype=np.int64),
        unit=np.array([units[row[2]] for row in rows], dtype=np.int64),
        factor=np.array([factors[row[3]] for row in rows], dtype=np.int64),
        quantity=np.array([sums[row] for row in rows], dtype=np.float64),
        units=tuple(units),
        factors=tuple(factors),
    )
