"""Monthly sums of the entries, read when they are asked for: contracts and certificates are matched by month.

Entries across a month's end are split by days, without loss.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from carbondesk.domain.periods import Period, month_of, shares
from carbondesk.store.bulk import no_collection
from carbondesk.store.rows import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A value costs more to fetch than to take apart: source and month travel in one number.
_MONTHS = 10_000 * 12
_FIRST, _LAST = "0000-01", "9999-12"
_WHOLE = f"""
    SELECT source * {_MONTHS} + substr(start, 1, 4) * 12 + substr(start, 6, 2) - 1, unit, factor, quantity
    FROM activity WHERE substr(start, 1, 7) = substr("end", 1, 7)
    AND start >= :first AND start < :last || '~' {{only}}"""
_LONGER = """
    SELECT source, start, "end", unit, factor, quantity FROM activity
    WHERE substr(start, 1, 7) <> substr("end", 1, 7) AND start < :last || '~' AND "end" >= :first {only}"""


# An entry needs no sharing out and no conversion within a month, in the unit of its source. Of any other one the
# source alone is told, below zero.
_PLAIN = f"""
    SELECT CASE WHEN substr(start, 1, 7) = substr("end", 1, 7) AND activity.unit = source.unit
    THEN (source * {_MONTHS} + substr(start, 1, 4) * 12 + substr(start, 6, 2) - 1) * 2 + (activity.evidence <> ''
        OR activity.id IN (SELECT subject FROM evidence_link WHERE subject_table = 'activity'))
    ELSE -source END, quantity FROM activity JOIN source ON source.id = activity.source"""
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainMonths:
    """The months of the sources whose entries say all by themselves, as columns of one length, by source and month.

    Such a source has at most one entry in a month, which lies within it, in the unit of the source and not below zero.
    `month` is as in `MonthlySums`; `evidenced` tells where evidence is at hand. `others` are the sources with any other
    entry, none of which is in the columns.
    """

    source: NDArray[np.int64]
    month: NDArray[np.int64]
    quantity: NDArray[np.float64]
    evidenced: NDArray[np.bool_]
    others: frozenset[int]


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
    with no_collection():
        rows = connection.execute(_WHOLE.format(only=only), values).fetchall()
        rows += _parts(connection.execute(_LONGER.format(only=only), values), first, last)
        columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 4
    units, unit = _codes(columns[1])
    factors, factor = _codes(columns[2])
    size = len(rows)
    places = np.fromiter(columns[0], dtype=np.int64, count=size)
    keys = np.stack([places, np.fromiter(unit, np.int64, size), np.fromiter(factor, np.int64, size)])
    order = np.lexsort(keys[::-1])
    keys = keys[:, order]
    new = np.ones(size, dtype=np.bool_)
    new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    quantities = np.fromiter(columns[3], dtype=np.float64, count=size)[order]
    sums = np.bincount(np.cumsum(new) - 1, weights=quantities).astype(np.float64)
    kept = keys[:, new]
    return MonthlySums(
        source=kept[0] // _MONTHS,
        month=kept[0] % _MONTHS,
        unit=kept[1],
        factor=kept[2],
        quantity=sums,
        units=units,
        factors=factors,
    )


def plain(connection: sqlite3.Connection) -> PlainMonths:
    """Return the months of all sources that need no sharing out, no conversion and no adding up."""
    import numpy as np

    keys, amounts = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    cursor = connection.execute(_PLAIN)
    # A million rows in one list would take more room than all the rest of the program.
    while rows := cursor.fetchmany(_AT_ONCE):
        columns = tuple(zip(*rows, strict=True))
        keys.append(np.array(columns[0], dtype=np.int64))
        amounts.append(np.array(columns[1], dtype=np.float64))
    key, quantity = np.concatenate(keys), np.concatenate(amounts)
    order = np.argsort(key, kind="stable")
    key, quantity = key[order], quantity[order]
    place, evidenced = key // 2, key % 2 == 1
    source = np.where(key < 0, -key, place // _MONTHS)
    odd = (key < 0) | (quantity < 0)
    odd[1:] |= place[1:] == place[:-1]
    others = np.unique(source[odd])
    kept = ~np.isin(source, others)
    return PlainMonths(
        source=source[kept],
        month=place[kept] % _MONTHS,
        quantity=quantity[kept],
        evidenced=evidenced[kept],
        others=frozenset(others.tolist()),
    )


def _parts(rows: Iterable[Row], first: str, last: str) -> Iterator[Row]:
    """Yield what the entries across a month's end add to each month from `first` to `last`."""
    cuts: dict[tuple[str, str], tuple[list[int], list[tuple[int, int]]]] = {}
    for source, start, end, unit, factor, quantity in rows:
        cut = cuts.get((start, end))
        if cut is None:
            cut = cuts[start, end] = _cut(start, end, first, last)
        weights, kept = cut
        amounts = shares(quantity, weights)
        place = source * _MONTHS
        for part, month in kept:
            yield place + month, unit, factor, amounts[part]


def _cut(start: str, end: str, first: str, last: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the days of a period in each of its months, and place and number of those from `first` to `last`."""
    parts = Period(date.fromisoformat(start), date.fromisoformat(end)).months()
    kept = [
        (place, part.start.year * 12 + part.start.month - 1)
        for place, part in enumerate(parts)
        if first <= month_of(part.start) <= last
    ]
    return [part.days for part in parts], kept


def _codes(texts: Iterable[str]) -> tuple[tuple[str, ...], list[int]]:
    """Return the different texts in their order, and each text's position among them."""
    places = {text: place for place, text in enumerate(sorted(set(texts)))}
    return tuple(places), [places[text] for text in texts]
