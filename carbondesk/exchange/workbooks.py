"""XLSX and ODS workbooks: every sheet as rows of cells, formulas as the values they last had."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import IO

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import Text, say

Cell = str | float
Rows = list[Sequence[Cell]]

MOST_CELLS = 30_000_000
"""Cells that the part of a sheet up to its last filled cell may have, the empty ones among them."""

_NEAR_COLUMN, _NEAR_ROW = 26, 999_999
_BLOCK = 1 << 20
_LONGEST = 1 << 24
_DIGITS = 12
# A cell of XLSX that is not empty; the first pattern passes over the many whose place is near for certain.
_CELL_START = rb"<(?:\w{1,20}:)?c\s(?:[^<>]{0,300}?\s)?r\s*=\s*[\"']"
_CELL_END = rb"([A-Za-z]+)([0-9]+)[\"'][^<>]{0,300}(?<!/)>"
_SUSPECT = re.compile(_CELL_START + rb"(?=[A-Za-z]{2}|[A-Za-z][0-9]{7})" + _CELL_END)
_FILLED = re.compile(_CELL_START + _CELL_END)
# A row of ODS: its attributes and what is in it; then how often its filled cells are repeated, and itself.
_ODS_ROW = re.compile(rb"<table:table-row(?![\w-])([^<>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(
    rb"<table:table-cell\b(?=[^<>]*office:value)[^<>]*number-columns-repeated\s*=\s*[\"']([0-9]+)"
)
_ODS_TIMES = re.compile(rb"number-rows-repeated\s*=\s*[\"']([0-9]+)")


def read_workbook(path: Path, *, unpacked: int) -> tuple[list[tuple[str, Rows]], list[Finding]]:
    """Return the name and rows of each visible sheet, and what is wrong with the file.

    `unpacked` is the number of bytes that the file may grow to: a small file that unpacks into gigabytes is
    refused before it is read.
    """
    finding = _unpacked_size(path, unpacked)
    if finding is not None:
        return [], [finding]
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            return [
                (name, _rows(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)))
                for name in names
            ], []
    except PasswordError:
        message, remedy = say("{file} is protected by a password."), say("Save it without a password.")
        return [], [_refused("password", path, message, remedy)]
    except (CalamineError, OSError):
        return [], [_unreadable(path)]
    except BaseException as fault:
        # The reader's own failure, which Python knows as no Exception: the file drove it into a corner.
        if type(fault).__name__ != "PanicException":
            raise
        return [], [_unreadable(path)]


def _unpacked_size(path: Path, limit: int) -> Finding | None:
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            far = "" if size > limit else far_cell(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
        message = say("{file} is damaged.")
        return _refused("not-a-workbook", path, message, say("Open it in a spreadsheet and save it as XLSX."))
    if size > limit:
        message = say("{file} would unpack to more than a workbook may hold.")
        return _refused("file-too-large", path, message, say("Split it, or save it as CSV."))
    if far:
        message = say("{file} has something in {cell}, far away from every table.")
        remedy = say("Delete what lies beside and below the table, or save the table as CSV.")
        return _refused("cell-far-away", path, Text(message.template, {"cell": far}), remedy)
    return None


def far_cell(archive: zipfile.ZipFile) -> str:
    """Return the name of a filled cell so far out that the room up to it could not be kept; empty where none is.

    The reader makes room for every cell between the first filled one and the last, so that one stray value in
    the last column of the last row would take more memory than there is.
    """
    for name in archive.namelist():
        if not name.lower().endswith(".xml"):
            continue
        scan = _ods_far_cell if name == "content.xml" else _xlsx_far_cell
        with archive.open(name) as stream:
            found = scan(stream)
        if found:
            return found
    return ""


def _xlsx_far_cell(stream: IO[bytes]) -> str:
    column = row = 0
    for found in _matches(stream, _SUSPECT, b"<"):
        column, row = max(column, _column(found[1])), max(row, int(found[2][:_DIGITS]))
    if column <= _NEAR_COLUMN and row <= _NEAR_ROW:
        return ""
    stream.seek(0)
    for found in _matches(stream, _FILLED, b"<"):
        column, row = max(column, _column(found[1])), max(row, int(found[2][:_DIGITS]))
    return "" if column * row <= MOST_CELLS else f"{_letters(column)}{row}"


def _ods_far_cell(stream: IO[bytes]) -> str:
    """Return a place for a filled cell or row that an ODS repeats more often than a table has cells."""
    cells = 0
    for found in _matches(stream, _ODS_ROW, b"<table:table-row"):
        repeated = [int(times[:_DIGITS]) for times in _ODS_CELL.findall(found[2])]
        if repeated or b"office:value" in found[2]:
            times = _ODS_TIMES.search(found[1])
            cells += (int(times[1][:_DIGITS]) if times else 1) * (
                sum(repeated) + found[2].count(b"office:value")
            )
        if cells > MOST_CELLS:
            return "content.xml"
    return ""


def _matches(stream: IO[bytes], pattern: re.Pattern[bytes], cut: bytes) -> Iterator[re.Match[bytes]]:
    """Yield what a pattern finds in a stream, which is cut into pieces only where `cut` stands."""
    rest = b""
    while block := stream.read(_BLOCK):
        piece = rest + block
        end = max(piece.rfind(cut), 0) or (len(piece) if len(piece) > _LONGEST else 0)
        yield from pattern.finditer(piece, 0, end)
        rest = piece[end:]
    yield from pattern.finditer(rest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:_DIGITS]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _unreadable(path: Path) -> Finding:
    message = say("{file} cannot be read as a workbook.")
    return _refused("not-a-workbook", path, message, say("Open it in a spreadsheet and save it as XLSX."))


def _rows(rows: Sequence[Sequence[object]]) -> Rows:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> Cell:
    """Return a workbook's value as a cell: numbers stay numbers, dates are written as ISO 8601 texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def _refused(code: str, path: Path, message: Text, remedy: Text) -> Finding:
    return error(
        code, Text(message.template, {**message.values, "file": path.name}), remedy=remedy, file=path.name
    )
