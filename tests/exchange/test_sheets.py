from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from carbondesk.domain.schema import Severity
from carbondesk.exchange.sheets import Limits, ReadFile, Sheet, read_file
from carbondesk.exchange.workbooks import far_cell
from tests.exchange.tables import write


def cells(sheet: Sheet, heading: str) -> list[str | float]:
    column = sheet.columns[sheet.headings.index(heading)]
    return [column.cell(row) for row in range(len(sheet))]


def only_code(found: ReadFile) -> str:
    assert not found.sheets
    (finding,) = found.findings
    assert finding.severity is Severity.ERROR
    assert finding.where["file"]
    assert str(finding.remedy)
    return finding.code


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_cuts_the_same_cells(tmp_path: Path, separator: str) -> None:
    text = "site,Read date,note\nNanjing,2025-01-31,\nPune,2025-02-28,second\n".replace(",", separator)
    (sheet,) = read_file(write(tmp_path, "a.csv", text)).sheets
    assert sheet.headings == ("site", "read_date", "note")
    assert cells(sheet, "note") == ["", "second"]
    assert list(sheet.numbers) == [2, 3]


def test_quotes_hold_separators_and_line_breaks_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b'site,note\n"A, B","two\nlines"\n\n,\nC,"say ""no"""\n')
    (sheet,) = read_file(path).sheets
    assert cells(sheet, "site") == ["A, B", "C"]
    assert cells(sheet, "note") == ["two\nlines", 'say "no"']
    assert list(sheet.numbers) == [2, 5]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "Győr"),
        ("utf-8-sig", "Győr"),
        ("utf-16", "Győr"),
        ("gb18030", "南京工厂"),
        ("cp1252", "Querétaro"),
    ],
)
def test_an_encoding_that_leaves_no_doubt_is_found(tmp_path: Path, encoding: str, name: str) -> None:
    (sheet,) = read_file(write(tmp_path, "a.csv", f"site,country\n{name},CN\n".encode(encoding))).sheets
    assert cells(sheet, "site") == [name]


def test_letters_that_two_encodings_read_differently_are_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "site,country\nGyőr,HU\n".encode("cp1250"))
    found = read_file(path)
    assert only_code(found) == "encoding-doubtful"
    assert {"cp1250", "cp1252"} <= set(found.candidates)
    (sheet,) = read_file(path, encoding="cp1250").sheets
    assert cells(sheet, "site") == ["Győr"]


@pytest.mark.parametrize(
    ("content", "encoding", "code"),
    [
        (b"", "", "empty-file"),
        (b"site,count\0ry\n", "", "nul-bytes"),
        (b"\xffsite\0,n\n", "", "nul-bytes"),
        (b"site,country\nGy\xf5r,HU\n", "utf-8", "wrong-encoding"),
        (b"site,country\nGy\xf5r,HU\n", "klingon", "unknown-encoding"),
        (b"site\nGy\x81\x81\x81\xff\xf5r\n", "", "wrong-encoding"),
        (b"\n\n \n", "", "missing-header"),
        (b"1,2025-01-01,3\n", "", "missing-header"),
        (b"site,country,site\nA,NL,B\n", "", "duplicate-header"),
        (b'site,note\nA,"open\n', "", "broken-quotes"),
    ],
)
def test_a_file_that_is_no_table_says_so(tmp_path: Path, content: bytes, encoding: str, code: str) -> None:
    assert only_code(read_file(write(tmp_path, "a.csv", content), encoding=encoding)) == code


def test_a_missing_file_and_xml_say_so(tmp_path: Path) -> None:
    assert only_code(read_file(tmp_path / "none.csv")) == "file-missing"
    assert only_code(read_file(write(tmp_path, "usage.xml", b"<feed/>"))) == "not-a-table"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=5), "file-too-large"),
        (Limits(rows=1), "too-many-rows"),
        (Limits(columns=1), "too-many-columns"),
        (Limits(cell=3), "cell-too-long"),
    ],
)
def test_what_is_too_large_is_refused(tmp_path: Path, limits: Limits, code: str) -> None:
    found = read_file(write(tmp_path, "a.csv", "site,country\nNanjing,CN\nPune,IN\n"), limits=limits)
    assert code in [finding.code for finding in found.findings]


def test_a_column_without_heading_and_a_row_with_too_many_cells_are_findings(tmp_path: Path) -> None:
    found = read_file(write(tmp_path, "a.csv", "site,,country\nA,x,NL,more\nB,,NL,\nC\n"))
    assert [finding.code for finding in found.findings] == ["column-without-heading", "too-many-cells"]
    assert found.findings[1].where["row"] == 2
    assert cells(found.sheets[0], "country") == ["NL", ""]
    assert list(found.sheets[0].numbers) == [3, 4]


def test_a_workbook_gives_numbers_dates_and_the_last_values_of_formulas(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import date, datetime, time

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "bills"
    sheet.append(["Site", "quantity", "read_date", "at", "paid", "clock"])
    sheet.append(["Pune", 12.5, date(2025, 1, 31), datetime(2025, 1, 31, 8, 15), True, time(9, 30)])  # noqa: DTZ001
    book.create_sheet("empty")
    hidden = book.create_sheet("hidden")
    hidden.append(["site"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    (found,) = read_file(path).sheets
    assert found.name == "bills"
    assert [found.columns[place].cell(0) for place in range(6)] == [
        "Pune", 12.5, "2025-01-31", "2025-01-31 08:15", "yes", "09:30",
    ]  # fmt: skip


def test_a_workbook_that_is_none_or_empty_says_so(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert only_code(read_file(tmp_path / "empty.xlsx")) == "empty-file"
    assert only_code(read_file(write(tmp_path, "text.xlsx", b"no workbook"))) == "not-a-workbook"
    assert only_code(read_file(write(tmp_path, "cut.xlsx", b"PK\x03\x04" + bytes(40)))) == "not-a-workbook"


def test_a_small_workbook_that_unpacks_into_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert path.stat().st_size < 10_000
    assert only_code(read_file(path, limits=Limits(unpacked=1_000_000))) == "file-too-large"


def packed(path: Path, member: str, content: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return path


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZZZ99999999999", "KN1048576"])
def test_a_stray_value_far_from_the_table_is_refused_before_room_is_made_for_it(
    tmp_path: Path, place: str
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["site", "country"])
    book.save(tmp_path / "a.xlsx")
    stray = f'<row r="1048576"><c r="{place}"><v>1</v></c></row></sheetData>'
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", stray.encode()))
    found = read_file(path)
    assert only_code(found) == "cell-far-away"
    if len(place) < 12:
        assert place in str(found.findings[0].message)


def test_cells_that_are_only_painted_and_wide_or_long_tables_are_not_far_away(tmp_path: Path) -> None:
    painted = '<c r="XFD1048576" s="1"/><x:c s="1" r="AB12"><v>1</v></x:c>'
    long = (
        "".join(f'<c r="A{row}"><v>1</v></c>' for row in range(1, 1_048_577, 40_000))
        + '<c r="C1048576"><v/></c>'
    )
    for number, cells in enumerate((painted, long, " " * 3_000_000)):
        with zipfile.ZipFile(
            packed(tmp_path / f"{number}.xlsx", "xl/worksheets/sheet1.xml", cells)
        ) as archive:
            assert far_cell(archive) == ""


WHOLE_SHEET = 'table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"'


@pytest.mark.parametrize(
    ("rows", "columns", "value", "far"),
    [
        ("", "", 'office:value="1"', False),
        (*WHOLE_SHEET, "", False),  # the empty rest of a sheet
        (*WHOLE_SHEET, 'office:value="1"', True),
        ('table:number-rows-repeated="99999999"', "", 'office:value="1"', True),
    ],
)
def test_a_value_repeated_over_a_whole_sheet_is_refused(
    tmp_path: Path, rows: str, columns: str, value: str, *, far: bool
) -> None:
    content = f"<table:table-row {rows}><table:table-cell {columns} {value}/></table:table-row>"
    path = packed(tmp_path / "a.ods", "content.xml", f"<office:body>{content}</office:body>")
    with zipfile.ZipFile(path) as archive:
        assert bool(far_cell(archive)) is far


def test_utf_32_is_told_from_utf_16_and_codecs_that_are_no_encoding_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "site,country\nGyőr,HU\n".encode("utf-32"))
    assert cells(read_file(path).sheets[0], "site") == ["Győr"]
    plain = write(tmp_path, "b.csv", "site,country\nPune,IN\n")
    for name in ("rot13", "base64", "undefined", "zip"):
        assert only_code(read_file(plain, encoding=name)) == "unknown-encoding"


def test_a_million_columns_are_refused_by_name(tmp_path: Path) -> None:
    headings = ",".join(f"c{number}" for number in range(200_000))
    assert only_code(read_file(write(tmp_path, "a.csv", headings))) == "too-many-columns"


def test_what_is_no_file_and_a_binary_workbook_say_so(tmp_path: Path) -> None:
    assert only_code(read_file(tmp_path)) == "no-tables"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        assert only_code(read_file(tmp_path / "pipe.csv")) == "not-a-file"
    assert only_code(read_file(write(tmp_path, "a.xlsb", b"PK"))) == "not-a-table"
