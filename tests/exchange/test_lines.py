from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.exchange import lines
from carbondesk.exchange.lines import plain_columns
from carbondesk.exchange.sheets import Coded, read_file
from tests.exchange.tables import write

LONGEST = 300
few = st.sampled_from(
    ["", "kWh", "2025-01-31", "2025-02-28", "南京", "Győr", "Source 1", "Source 10", "x" * 40]
)
any_text = st.text(st.characters(exclude_characters='"\r\n,\0', codec="utf-8"), max_size=12)


def cut(path: Path, *, width: int, encoding: str = "utf-8") -> list[list[str | float]] | None:
    columns = plain_columns(path, encoding, ",", skip=1, width=width, longest=LONGEST)
    if columns is None:
        return None
    made = [Coded(*column) for column in columns]
    for column in made:
        assert len(set(column.values)) == len(column.values)
        firsts = np.unique(column.codes, return_index=True)[1].tolist()
        assert firsts == sorted(firsts), "cells stand in the order in which they are first met"
    return [[column.cell(row) for column in made] for row in range(len(made[0].codes))]


def parsed(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, strict=True))[1:]


@given(
    rows=st.lists(st.tuples(few, few | any_text, any_text), max_size=60),
    end=st.sampled_from(["\n", "\r\n"]),
    after=st.sampled_from(["", "\n", "\r\n\r\n"]),
    block=st.sampled_from([1, 40, 1000]),
)
def test_plain_lines_give_what_the_parser_gives(
    rows: list[tuple[str, str, str]], end: str, after: str, block: int
) -> None:
    kept = lines.BLOCK
    lines.BLOCK = block
    with tempfile.TemporaryDirectory() as folder:
        text = end.join([",".join(row) for row in [("site", "source", "note"), *rows]]) + after
        path = write(Path(folder), "a.csv", text.encode())
        try:
            assert cut(path, width=3) == [row for row in parsed(path) if row]
        finally:
            lines.BLOCK = kept


def test_a_million_like_cells_and_as_many_different_ones_keep_their_rows(tmp_path: Path) -> None:
    rows = [f"Site {n % 7},2025-{n % 12 + 1:02}-01,{n * 7919 % 100_003 / 10}" for n in range(50_000)]
    path = write(tmp_path, "a.csv", "\n".join(["site,start,quantity", *rows]))
    assert path.stat().st_size > lines.BLOCK
    assert cut(path, width=3) == [row.split(",") for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "cp1250", "cp1252"])
def test_letters_of_each_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    name = "南京工厂" if encoding == "gb18030" else "Zürich"
    path = write(tmp_path, "a.csv", f"site,unit\n{name},kWh\n{name},t\n".encode(encoding))
    assert cut(path, width=2, encoding=encoding) == [[name, "kWh"], [name, "t"]] == parsed(path, encoding)


@pytest.mark.parametrize(
    "body",
    [
        'A,"1"\n',
        "A\n",
        "A,1,2\n",
        "A,1\n\nB,2\n",
        "A,1\rB,2\r",
        "A," + "1" * (LONGEST + 1) + "\n",
        "A,1\nB\n,2,3\nC,4\n",
    ],
)
def test_any_other_line_is_left_to_the_parser(tmp_path: Path, body: str) -> None:
    assert cut(write(tmp_path, "a.csv", f"site,n\n{body}".encode()), width=2) is None


def test_line_ends_of_an_old_kind_in_the_headings_are_left_to_the_parser(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"\rsite,unit\nA,kWh\n")
    assert plain_columns(path, "utf-8", ",", skip=2, width=2, longest=LONGEST) is None


def test_an_encoding_that_shares_bytes_between_letters_is_left_to_the_parser(tmp_path: Path) -> None:
    assert cut(write(tmp_path, "a.csv", "site,n\nA,1\n".encode("utf-16")), width=2, encoding="utf-16") is None


def test_an_empty_line_in_one_column_is_left_to_the_parser(tmp_path: Path) -> None:
    assert cut(write(tmp_path, "a.csv", "site\nA\n\nB\n"), width=1) is None
    assert cut(write(tmp_path, "b.csv", "site\nA\nB\n"), width=1) == [["A"], ["B"]]


def test_rows_of_separators_alone_are_no_rows(tmp_path: Path) -> None:
    (sheet,) = read_file(write(tmp_path, "a.csv", "site,unit\nA,kWh\n,\nB,\n,\n,\n")).sheets
    assert list(sheet.numbers) == [2, 4]
    assert [sheet.columns[0].cell(row) for row in range(2)] == ["A", "B"]
