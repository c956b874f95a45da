from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.store.rows import FEW, Constant, as_json, encode, insert, kinds

numbers = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda number: number + 0.0)
whole = st.integers(-(2**63), 2**63 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
some_texts = st.sampled_from(["", "%", "%d", "'", '"', "\\", "\n", "\0", "吨", "kWh"])


def columns(size: int) -> st.SearchStrategy[list[Sequence[Any]]]:
    """Return columns of one length, each of one type or with gaps, many of one value only."""
    kinds = [numbers, whole, texts, some_texts, numbers | st.none(), whole | st.none(), texts | st.none()]
    column = st.one_of(
        *(st.lists(kind, min_size=size, max_size=size) for kind in kinds),
        *(kind.map(lambda value: [value] * size) for kind in kinds),
        *(kind.map(lambda value: Constant(value, size)) for kind in kinds),
    )
    return st.lists(column, min_size=1, max_size=4)


sizes = st.sampled_from([1, FEW, FEW + 1, FEW + 7])


@given(sizes.flatmap(columns))
def test_rows_are_written_as_the_plain_encoder_writes_them(values: list[Sequence[Any]]) -> None:
    rows = list(zip(*values, strict=True))
    assert as_json(values) == "".join(encode(row) + "," for row in rows)


@given(sizes.flatmap(columns))
def test_rows_come_out_of_a_table_as_they_went_in(values: list[Sequence[Any]]) -> None:
    rows = list(zip(*values, strict=True))
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(len(values)))})")
    insert(connection, f"INSERT INTO t VALUES ({', '.join('?' * len(values))})", values)
    assert repr(connection.execute("SELECT * FROM t ORDER BY rowid").fetchall()) == repr(rows)
    connection.close()


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    for column in ([number], [number] * (FEW + 1), [float(n) for n in range(FEW)] + [number] * 2):
        with pytest.raises(ValueError, match="not JSON compliant"):
            as_json([column])


def test_numbers_whose_sum_is_too_large_are_written_all_the_same() -> None:
    column = [1e308 + n * 1e300 for n in range(FEW + 1)]
    assert as_json([column]) == "".join(encode((number,)) + "," for number in column)


def test_a_constant_column_is_what_a_list_of_its_value_is() -> None:
    column = Constant("kWh", 3)
    assert list(column) == ["kWh"] * len(column) == [column[0], column[1], column[-1]]
    assert list(column[1:]) == ["kWh"] * 2
    assert kinds(column) == kinds(list(column)) == {str}
    with pytest.raises(IndexError):
        _ = column[3]
