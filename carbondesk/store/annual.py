"""Yearly sums of the entries, derived from them and kept right by every step.

A row is a source's quantity in one unit and with one factor, in one calendar year (which chooses the factor)
and one fiscal year of the organisation (which reports it). Entries across a year's end are split by days.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from carbondesk.domain.periods import Period, split_by_year
from carbondesk.domain.records import Quality
from carbondesk.store.bulk import no_collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Key = tuple[int, int, int, str, str]
Sum = tuple[float, int, int, int]

_COLUMNS = 'source, factor_year, year, unit, factor, quantity, "rows", months, estimated'
# A value costs more to fetch than to take apart: several whole numbers travel in one of 64 bits.
_YEARS = 10_000
_ESTIMATED, _MONTHS, _ROWS = 1, 13, 25
_ALL_MONTHS = (1 << 12) - 1
_PACKED = (
    f"source * {_YEARS} + factor_year, "
    f'("rows" << {_ROWS}) | (months << {_MONTHS}) | (estimated << {_ESTIMATED}) | (factor_year - year), '
    "quantity, unit, factor"
)
_MONTH_BIT = "1 << (substr(start, 6, 2) - 1)"
# sum(DISTINCT ...) of different powers of two is their union: one pass where a nested grouping takes two.
_WHOLE_MONTHS = f"""
    SELECT source, CAST(substr(start, 1, 4) AS INTEGER) AS factor_year,
        substr(start, 1, 4) - (CAST(substr(start, 6, 2) AS INTEGER) < :year_start) AS year, unit, factor,
        sum(quantity), count(*), sum(DISTINCT {_MONTH_BIT}),
        coalesce(sum(DISTINCT CASE WHEN quality = '{Quality.ESTIMATED}' THEN {_MONTH_BIT} END), 0)
    FROM activity {{by}}
    WHERE substr(start, 1, 7) = substr("end", 1, 7) {{only}}
    GROUP BY source, factor_year, year, unit, factor"""
_LONGER = """
    SELECT source, start, "end", unit, factor, quantity, quality FROM activity
    WHERE substr(start, 1, 7) <> substr("end", 1, 7) {only} ORDER BY id"""
_ADD_UP = f"""
    INSERT INTO annual_sum ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity, "rows" = "rows" + excluded."rows",
        months = months | excluded.months, estimated = estimated | excluded.estimated"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualSums:
    """Yearly sums as columns of one length; `unit` and `factor` are positions in `units` and `factors`.

    `quantity` is in the row's unit; `rows` counts entries; bit 0 of `months` and of `estimated` is January of
    the calendar year `factor_year`, set where there is an entry, or an estimated one; `year` is the label of
    the organisation's fiscal year.
    """

    source: NDArray[np.int64]
    factor_year: NDArray[np.int64]
    year: NDArray[np.int64]
    unit: NDArray[np.int64]
    factor: NDArray[np.int64]
    quantity: NDArray[np.float64]
    rows: NDArray[np.int64]
    months: NDArray[np.int64]
    estimated: NDArray[np.int64]
    units: tuple[str, ...]
    factors: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.source)


def refresh(connection: sqlite3.Connection, sources: Collection[int] | None, year_start: int) -> None:
    """Sum up anew the entries of some sources, or of all with None."""
    # Reading all in one go beats looking up most of them one by one.
    many = (
        sources is None or 2 * len(sources) > connection.execute("SELECT count(*) FROM source").fetchone()[0]
    )
    only, values = _only(None if many else sources)
    connection.execute(f"DELETE FROM annual_sum WHERE TRUE {only}", values)
    # In the order of the index, which SQLite would choose, each row of a million is looked up on its own.
    whole = _WHOLE_MONTHS.format(only=only, by="NOT INDEXED" if many else "")
    connection.execute(f"INSERT INTO annual_sum ({_COLUMNS}) {whole}", {**values, "year_start": year_start})
    connection.executemany(_ADD_UP, list(_parts(connection, only, values, year_start)))


def read(connection: sqlite3.Connection, sources: Iterable[int] | None) -> AnnualSums:
    """Return the sums of some sources, or of all with None, ordered by source and year."""
    import numpy as np

    only, values = _only(sources)
    with no_collection():
        rows = connection.execute(f"SELECT {_PACKED} FROM annual_sum WHERE TRUE {only}", values).fetchall()
        columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 5
        del rows
    places = np.fromiter(columns[0], dtype=np.int64, count=len(columns[0]))
    bits = np.fromiter(columns[1], dtype=np.int64, count=len(columns[1]))
    units, unit = _codes(columns[3])
    factors, factor = _codes(columns[4])
    factor_year = places % _YEARS
    return AnnualSums(
        source=places // _YEARS,
        factor_year=factor_year,
        # A fiscal year is labelled by the year it starts in: the same calendar year or the one before.
        year=factor_year - bits % 2,
        unit=np.array(unit, dtype=np.int64),
        factor=np.array(factor, dtype=np.int64),
        quantity=np.fromiter(columns[2], dtype=np.float64, count=len(columns[2])),
        rows=bits >> _ROWS,
        months=(bits >> _MONTHS) & _ALL_MONTHS,
        estimated=(bits >> _ESTIMATED) & _ALL_MONTHS,
        units=units,
        factors=factors,
    )


def is_right(connection: sqlite3.Connection, year_start: int) -> bool:
    """Tell whether the kept sums equal a recomputation; the order of adding may change the last digits."""
    kept = _by_key(connection.execute(f"SELECT {_COLUMNS} FROM annual_sum"))
    whole = _WHOLE_MONTHS.format(only="", by="NOT INDEXED")
    anew = _by_key(connection.execute(whole, {"year_start": year_start}))
    for row in _parts(connection, "", {}, year_start):
        quantity, rows, months, estimated = anew.get(row[:5], (0.0, 0, 0, 0))
        anew[row[:5]] = (quantity + row[5], rows + row[6], months | row[7], estimated | row[8])
    return kept.keys() == anew.keys() and all(_equal(kept[key], anew[key]) for key in kept)


def _equal(kept: Sum, anew: Sum) -> bool:
    return kept[1:] == anew[1:] and math.isclose(kept[0], anew[0], rel_tol=1e-9, abs_tol=1e-6)


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[Key, Sum]:
    return {row[:5]: row[5:] for row in rows}


def _only(sources: Iterable[int] | None) -> tuple[str, Mapping[str, str]]:
    """Return the condition that narrows to some sources, and the values it needs."""
    if sources is None:
        return "", {}
    return "AND source IN (SELECT value FROM json_each(:sources))", {"sources": json.dumps(sorted(sources))}


def _parts(
    connection: sqlite3.Connection, only: str, values: Mapping[str, str], year_start: int
) -> Iterator[tuple[int, int, int, str, str, float, int, int, int]]:
    """Yield what the entries across a month's end add to each year."""
    for source, start, end, unit, factor, quantity, quality in connection.execute(
        _LONGER.format(only=only), values
    ):
        period = Period(date.fromisoformat(start), date.fromisoformat(end))
        for factor_year, year, part, share in split_by_year(period, quantity, year_start):
            months = (1 << part.end.month) - (1 << (part.start.month - 1))
            estimated = months if quality == Quality.ESTIMATED else 0
            yield source, factor_year, year, unit, factor, share, 1, months, estimated


def _codes(texts: Iterable[str]) -> tuple[tuple[str, ...], list[int]]:
    """Return the different texts in order of appearance, and each text's position among them."""
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return tuple(known), codes
