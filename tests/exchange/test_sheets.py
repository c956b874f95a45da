from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from carbondesk.domain.schema import Severity
from carbondesk.exchange.sheets import Limits, ReadFile, Sheet, read_file
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
