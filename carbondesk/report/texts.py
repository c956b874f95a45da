"""Papers as DOCX: a document that people finish by hand.

python-docx writes the file; it is imported when a document is saved. Texts are texts: nothing in them becomes a field.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from carbondesk.domain.text import INVISIBLE
from carbondesk.language import current, day, labelled, tr
from carbondesk.report.cells import SEVERITIES, finding_line, heading, plain, shown, spoken

if TYPE_CHECKING:
    from carbondesk.report.papers import Cell, Imprint, Paper, Sheet

Document = Any
"""A document of python-docx, which ships no types."""

_WIDE_FROM = 7
_TURNED_FROM, _MOST_TURNED = 13, 6
"""From how many columns on, and up to how many lines, a sheet is written with its heads down the side."""
_SMALL = 8
_MARGIN_CM = 1.8
_A4_CM = (21.0, 29.7)
_LONGEST_PROPERTY = 255


def paper_docx(paper: Paper, base: Imprint) -> bytes:
    """Return a paper as the bytes of a DOCX file; a sheet with many columns stands on pages across."""
    import docx

    document = docx.Document()
    _prepare(document, paper, base)
    document.add_heading(_clean(spoken(paper.title)), 0)
    document.add_paragraph(_clean(spoken(paper.subtitle)))
    _pairs(document, [(tr(name), _fact(value)) for name, value in base.facts])
    for finding in paper.findings:
        words = labelled(tr(SEVERITIES[finding.severity]), finding_line(finding))
        document.add_paragraph(_clean(words), style="List Bullet")
    for sheet in paper.sheets:
        _section(document, sheet)
    file = io.BytesIO()
    document.save(file)
    return _timeless(file)


def _timeless(file: io.BytesIO) -> bytes:
    """Return a ZIP archive whose parts carry no time of day, so that the same paper is the same file."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _prepare(document: Document, paper: Paper, base: Imprint) -> None:
    """Set what the file says of itself, the margins and a type that has Chinese beside it."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    about = document.core_properties
    about.title, about.author = _clean(spoken(paper.title)), _clean(base.organisation)[:_LONGEST_PROPERTY]
    about.language = current().replace("_", "-")
    about.created = about.modified = datetime.combine(base.handed_in, time(), tzinfo=UTC).replace(tzinfo=None)
    about.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Microsoft YaHei")
    for section in document.sections:
        section.page_width, section.page_height = Cm(_A4_CM[0]), Cm(_A4_CM[1])
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)


def _section(document: Document, sheet: Sheet) -> None:
    """Write a sheet with its heading and notes, on pages across where it is wide."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Pt

    turned = len(sheet.heads) >= _TURNED_FROM and len(sheet.lines) <= _MOST_TURNED
    wide = len(sheet.heads) >= _WIDE_FROM and not turned
    last = document.sections[-1]
    if wide != (last.orientation == WD_ORIENT.LANDSCAPE):
        made = document.add_section(WD_SECTION.NEW_PAGE)
        made.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        made.page_width, made.page_height = last.page_height, last.page_width
    document.add_heading(_clean(spoken(sheet.title)), 1)
    lines = [[heading(head) for head in sheet.heads]]
    lines += [[shown(cell, head) for cell, head in zip(row, sheet.heads, strict=True)] for row in sheet.lines]
    if turned:
        _turned(document, lines)
    else:
        _table(document, sheet, lines)
    for note in sheet.notes:
        paragraph = document.add_paragraph(_clean(tr(note)))
        for run in paragraph.runs:
            run.font.size = Pt(_SMALL)


def _table(document: Document, sheet: Sheet, lines: list[list[str]]) -> None:
    """Write lines as a table whose first one stands again on every page."""
    table = document.add_table(len(lines), len(sheet.heads), style="Light Grid")
    # Asking a table for its cells one by one walks all of them each time.
    for place, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
        for words, head, cell in zip(line, sheet.heads, row.cells, strict=True):
            _fill(cell, words, right=head.is_number, strong=place == 0 or sheet.is_strong(place - 1))
    _repeat_head(table)


def _turned(document: Document, lines: list[list[str]]) -> None:
    """Write few lines of many columns with the heads down the side: nobody reads columns of one letter's width."""
    table = document.add_table(len(lines[0]), len(lines), style="Light Grid")
    for place, (across, row) in enumerate(zip(zip(*lines, strict=True), table.rows, strict=True)):
        for column, (words, cell) in enumerate(zip(across, row.cells, strict=True)):
            _fill(cell, words, right=False, strong=place == 0 or column == 0)
    _repeat_head(table)


def _fill(cell: Document, words: str, *, right: bool, strong: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(_clean(words))
    run.font.size, run.font.bold = Pt(_SMALL), strong


def _repeat_head(table: Document) -> None:
    """Say that the first row stands again on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no name for it


def _pairs(document: Document, pairs: list[tuple[str, str]]) -> None:
    table = document.add_table(len(pairs), 2)
    for (name, value), row in zip(pairs, table.rows, strict=True):
        _fill(row.cells[0], name, right=False, strong=False)
        _fill(row.cells[1], value, right=False, strong=True)


def _fact(value: Cell) -> str:
    """Write a fact of the imprint, a day as the tables write days."""
    return day(value) if isinstance(value, date) else str(plain(value))


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return INVISIBLE.sub("", text)
