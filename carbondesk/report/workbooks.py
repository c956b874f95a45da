"""Papers as XLSX workbooks: a first sheet that says whose paper it is, then one sheet for each table.

XlsxWriter (BSD-2-Clause) writes the file. No text becomes a formula or a link: a cell `=cmd` stays a text. The row of
totals is a live sum wherever the rows above it add up to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time
from math import isclose
from typing import TYPE_CHECKING, Any

from carbondesk.domain.text import Text, visible
from carbondesk.language import joined, tr
from carbondesk.report.cells import SEVERITIES, finding_line, heading, plain, spoken
from carbondesk.report.papers import Head, Holds

if TYPE_CHECKING:
    from carbondesk.report.papers import Cell, Imprint, Paper, Sheet

Workbook = Any
Worksheet = Any
"""A workbook and a sheet of XlsxWriter, which ships no types."""
Styles = Callable[..., Any]
"""Gives the format with these properties, made once in a workbook."""

_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST, _SEEN_ROWS = 8, 60, 400
_HEADS_ROW = 3
_EXACT = 1e-12
INK, GREY, GROUND, HAIR, ACCENT = "#16201D", "#5B6762", "#F4F6F4", "#C8CFCB", "#0B6A63"
"""The colours of the light theme: paper is white whatever the screen shows."""


def workbook(paper: Paper, base: Imprint) -> bytes:
    """Return a paper as the bytes of an XLSX file."""
    file, book, styles = blank_workbook(base)
    names = _names([spoken(sheet.title) for sheet in paper.sheets])
    _cover(book.add_worksheet(tr("Paper")[:_LONGEST_NAME]), paper, base, names, styles)
    for sheet, name in zip(paper.sheets, names, strict=True):
        _table(book.add_worksheet(name), sheet, base, styles)
    book.close()
    return file.getvalue()


def blank_workbook(base: Imprint) -> tuple[io.BytesIO, Workbook, Styles]:
    """Return where the bytes go, an empty workbook, and what gives its formats."""
    import xlsxwriter  # type: ignore[import-untyped] # it ships no types

    file = io.BytesIO()
    plainly = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **plainly})
    book.set_properties(
        {"author": visible(base.organisation), "created": datetime.combine(base.handed_in, time())}
    )
    book.set_calc_mode("auto")
    known: dict[tuple[tuple[str, object], ...], Any] = {}

    def style(**properties: object) -> object:
        key = tuple(sorted(properties.items()))
        if key not in known:
            known[key] = book.add_format(
                {"font_name": "Arial", "font_size": 10, "font_color": INK, **properties}
            )
        return known[key]

    return file, book, style


def write_facts(page: Worksheet, row: int, base: Imprint, styles: Styles) -> int:
    """Write what a paper says of itself from a row on, two columns; return the row after."""
    for name, value in base.facts:
        page.write_string(row, 0, tr(name), styles(font_color=GREY))
        write_cell(page, row, 1, value, Head("", Holds.DATE), styles, align="left")
        row += 1
    return row


def write_cell(
    page: Worksheet, row: int, column: int, cell: Cell, head: Head, styles: Styles, **look: object
) -> None:
    """Write one value as what it is: a number, a date, or a text that stays a text."""
    if isinstance(cell, date):
        moment = datetime.combine(cell, time())
        page.write_datetime(row, column, moment, styles(num_format="yyyy-mm-dd", **look))
    elif isinstance(cell, str | Text):
        page.write_string(row, column, _fitting(str(plain(cell))), styles(**look))
    elif cell is None:
        words = tr("not known") if head.is_number else ""
        page.write_string(row, column, words, styles(italic=True, **look))
    else:
        page.write_number(row, column, float(cell), styles(num_format=_number_format(head), **look))


def _fitting(text: str) -> str:
    """Return a text that a cell can hold; XlsxWriter leaves a longer one out without a word."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _cover(page: Worksheet, paper: Paper, base: Imprint, names: list[str], styles: Styles) -> None:
    """Write the first sheet: title, facts, contents, findings."""
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, spoken(paper.title), styles(bold=True, font_size=16))
    page.write_string(1, 0, spoken(paper.subtitle), styles(font_color=GREY))
    row = write_facts(page, 3, base, styles) + 1
    page.write_string(row, 0, tr("Sheets"), styles(bold=True))
    for name, sheet in zip(names, paper.sheets, strict=True):
        row += 1
        page.write_url(row, 0, f"internal:'{name}'!A1", styles(font_color=ACCENT), name)
        page.write_string(row, 1, " ".join(tr(note) for note in sheet.notes), styles(text_wrap=True))
    if paper.findings:
        row += 2
        page.write_string(row, 0, tr("Findings"), styles(bold=True))
        for finding in paper.findings:
            row += 1
            page.write_string(row, 0, tr(SEVERITIES[finding.severity]), styles(valign="top"))
            page.write_string(row, 1, _fitting(finding_line(finding)), styles(text_wrap=True))


def _table(page: Worksheet, sheet: Sheet, base: Imprint, styles: Styles) -> None:
    """Write one table: title, whose it is, frozen heads, rows, totals, notes."""
    page.hide_gridlines(2)
    page.write_string(0, 0, spoken(sheet.title), styles(bold=True, font_size=13))
    page.write_string(1, 0, joined((base.organisation, tr(base.label))), styles(font_color=GREY))
    for column, head in enumerate(sheet.heads):
        align = "right" if head.is_number else "left"
        top = {"bold": True, "bg_color": GROUND, "bottom": 1, "bottom_color": HAIR, "text_wrap": True}
        page.write_string(_HEADS_ROW, column, heading(head), styles(align=align, valign="top", **top))
        page.set_column(column, column, _width(sheet, column))
    page.freeze_panes(_HEADS_ROW + 1, 1)
    row = _HEADS_ROW
    for place, cells in enumerate(sheet.rows):
        row += 1
        look = {"bold": True} if place in sheet.strong else {}
        for column, cell in enumerate(cells):
            write_cell(page, row, column, cell, sheet.heads[column], styles, **look)
    if sheet.rows:
        page.autofilter(_HEADS_ROW, 0, row, len(sheet.heads) - 1)
    if sheet.total is not None:
        row += 1
        for column, cell in enumerate(sheet.total):
            _write_total(page, row, column, sheet, cell, styles)
    for note in sheet.notes:
        row += 1
        page.write_string(row + 1, 0, tr(note), styles(font_color=GREY))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADS_ROW)


def _write_total(page: Worksheet, row: int, column: int, sheet: Sheet, cell: Cell, styles: Styles) -> None:
    """Write a cell of the row of totals, as a live sum where the column adds up to it."""
    look = {"bold": True, "top": 1, "top_color": HAIR}
    head = sheet.heads[column]
    if isinstance(cell, int | float) and head.kind is not Holds.PERCENT and _adds_up(sheet, column, cell):
        letter = column_letter(column)
        formula = f"=SUM({letter}{_HEADS_ROW + 2}:{letter}{row})"
        page.write_formula(row, column, formula, styles(num_format=_number_format(head), **look), cell)
    else:
        write_cell(page, row, column, cell, head, styles, **look)


def _adds_up(sheet: Sheet, column: int, total: float) -> bool:
    amounts = [row[column] for row in sheet.rows]
    numbers = [float(each) for each in amounts if isinstance(each, int | float)]
    return bool(numbers) and not sheet.strong and isclose(sum(numbers), total, rel_tol=_EXACT)


def column_letter(column: int) -> str:
    """Return the letters of a column, A for 0."""
    letters = ""
    place = column + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number_format(head: Head) -> str:
    digits = head.digits
    if head.kind is Holds.PERCENT:
        return "0." + "0" * (1 if digits is None else digits) + "%" if digits != 0 else "0%"
    if head.kind is Holds.INTEGER:
        return "#,##0"
    if digits is None:
        return "#,##0.######"
    return "#,##0." + "0" * digits if digits else "#,##0"


def _width(sheet: Sheet, column: int) -> float:
    """Return a width that the first rows fit in, in characters; Chinese ones take two."""
    head = sheet.heads[column]
    words = [heading(head)[:24]]
    for row in sheet.lines[:_SEEN_ROWS]:
        cell = row[column]
        if isinstance(cell, str | Text):
            words.append(str(plain(cell)))
        elif isinstance(cell, date):
            words.append("2025-01-01")
        elif cell is not None:
            words.append(f"{cell:,.4f}" if isinstance(cell, float) else f"{cell:,}")
    longest = max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in word) for word in words)  # noqa: PLR2004
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _names(titles: list[str]) -> list[str]:
    """Return names that spreadsheets take: short, without their signs, and each only once."""
    taken: list[str] = [tr("Paper").lower()]
    names = []
    for number, title in enumerate(titles, start=1):
        name = _FORBIDDEN.sub(" ", title).strip("' ")[:_LONGEST_NAME].strip("' ") or str(number)
        if name.lower() in [*taken, "history"]:
            name = f"{name[: _LONGEST_NAME - 4].strip()} {number}"
        taken.append(name.lower())
        names.append(name)
    return names
