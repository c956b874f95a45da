"""XLSX and ODS workbooks: every sheet as rows of cells, formulas as the values they last had."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import Text, say

Cell = str | float
Rows = list[Sequence[Cell]]


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
        message = say("{file} cannot be read as a workbook.")
        return [], [
            _refused("not-a-workbook", path, message, say("Open it in a spreadsheet and save it as XLSX."))
        ]


def _unpacked_size(path: Path, limit: int) -> Finding | None:
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        message = say("{file} is damaged.")
        return _refused("not-a-workbook", path, message, say("Open it in a spreadsheet and save it as XLSX."))
    if size > limit:
        message = say("{file} would unpack to more than a workbook may hold.")
        return _refused("file-too-large", path, message, say("Split it, or save it as CSV."))
    return None


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
    return error(code, Text(message.template, {"file": path.name}), remedy=remedy, file=path.name)
