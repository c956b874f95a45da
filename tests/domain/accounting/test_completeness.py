from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.completeness import (
    NEVER,
    expected,
    missing_tonnes,
    month_number,
    number_of_months,
)

YEAR = 0b1111_1111_1111
BEGIN = month_number(date(2025, 1, 1))


def asked(
    opens: date | None = None,
    closes: date | None = None,
    *,
    first: date | None = None,
    last: date | None = date(2025, 12, 31),
    begin: int = BEGIN,
) -> int:
    """Return the months asked of one source as a bit mask."""
    horizon = -NEVER if last is None else month_number(last)
    found = expected(
        month_number(opens), month_number(closes), first=month_number(first), horizon=horizon, begin=begin
    )
    return int(found)


def test_months_are_expected_from_the_first_value_to_where_the_inventory_is_kept() -> None:
    assert asked(first=date(2024, 12, 27)) == YEAR
    assert asked(first=date(2024, 12, 27), last=date(2025, 2, 1)) == 0b11
    assert asked(first=None) == 0
    assert asked(first=date(2025, 2, 1), last=None) == 0


def test_a_source_in_use_from_may_to_july_expects_these_months_only() -> None:
    may, july = date(2025, 5, 10), date(2025, 7, 1)
    assert asked(may, july) == 0b0111_0000
    assert asked(may, july, first=date(2024, 1, 1), last=date(2025, 6, 30)) == 0b0011_0000
    assert asked(may, july, last=None) == 0


def test_a_fiscal_year_begins_in_its_own_month() -> None:
    april = month_number(date(2025, 4, 1))
    assert asked(first=date(2025, 6, 1), last=date(2026, 2, 28), begin=april) == 0b0111_1111_1100


def test_missing_months_weigh_as_much_as_the_present_ones() -> None:
    tonnes = np.array([90.0, 120.0, 0.0])
    present = np.array([YEAR >> 3, YEAR, 0], dtype=np.int16)
    found = missing_tonnes(tonnes, present, YEAR & ~present)
    assert found.tolist() == [pytest.approx(30.0), 0.0, 0.0]


def test_months_are_counted_over_all_sources() -> None:
    assert number_of_months(np.array([YEAR, 0b101, 0], dtype=np.int16)) == 14


months = st.integers(BEGIN - 30, BEGIN + 30)


@given(
    st.lists(st.tuples(months | st.just(NEVER), months | st.just(NEVER), months), min_size=1, max_size=8),
    months,
)
def test_many_sources_are_judged_as_each_alone(rows: list[tuple[int, int, int]], horizon: int) -> None:
    opens, closes, first = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    together = expected(opens, closes, first=first, horizon=horizon, begin=BEGIN)
    alone = [int(expected(a, b, first=c, horizon=horizon, begin=BEGIN)) for a, b, c in rows]
    assert together.tolist() == alone
    for mask, (own, end, value) in zip(alone, rows, strict=True):
        start, stop = value if own == NEVER else own, min(horizon, horizon if end == NEVER else end)
        assert mask == sum(1 << month for month in range(12) if start <= BEGIN + month <= stop)
