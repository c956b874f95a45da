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
_SMALL = 8
_TURNED_FROM, _MOST_TURNED = 13, 6
"""From how many columns on, and up to how many lines, a sheet is written with its heads down the side."""
_MARGIN_CM = 1.8
_A4_CM = (21.0, 29.7)
_LONGEST_PROPERTY = 255
_INK, _ACCENT, _HAIR, _SUNKEN = "16201D", "0B6A63", "C8CFCB", "F4F6F4"
"""Colours of text, headings, rules between rows, and heads."""
_LONGEST_WORD, _LONGEST_LINE = 16, 30
"""Letters of a word and of a text from which on a column grows no wider."""
_EDGES = 4
"""Letters that the edges of a cell take."""
_LETTER = 12_700 * _SMALL * 0.55
"""How wide a small letter is on average, in the units of the format (12,700 to the point)."""


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
    for name, size in (("Title", 20), ("Heading 1", 13)):
        _style_heading(document.styles[name], size)
    for section in document.sections:
        section.page_width, section.page_height = Cm(_A4_CM[0]), Cm(_A4_CM[1])
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)


def _style_heading(style: Document, size: int) -> None:
    """Give headings the type of the text and the colour of the program."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
    style.font.color.rgb = RGBColor.from_string(_ACCENT)
    fonts = style.element.rPr.rFonts
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{part}"), None)
    fonts.set(qn("w:eastAsia"), "Microsoft YaHei")


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
    """Write lines as a table whose first one stands again on every page; a column without a word is left out."""
    there = [
        column for column in range(len(sheet.heads)) if column == 0 or any(line[column] for line in lines[1:])
    ]
    kept = [[line[column] for column in there] for line in lines]
    right = [sheet.heads[column].is_number for column in there]
    table = _ruled(document, kept)
    for place, (line, row) in enumerate(zip(kept, table.rows, strict=True)):
        strong = place == 0 or sheet.is_strong(place - 1)
        for words, numeric, cell in zip(line, right, row.cells, strict=True):
            _fill(cell, words, right=numeric, strong=strong)


def _turned(document: Document, lines: list[list[str]]) -> None:
    """Write few lines of many columns with the heads down the side: nobody reads columns of one letter's width."""
    across = [list(row) for row in zip(*lines, strict=True)]
    table = _ruled(document, across)
    for place, (line, row) in enumerate(zip(across, table.rows, strict=True)):
        for column, (words, cell) in enumerate(zip(line, row.cells, strict=True)):
            _fill(cell, words, right=False, strong=place == 0 or column == 0)


def _ruled(document: Document, lines: list[list[str]], *, headed: bool = True) -> Document:
    """Return an empty table for lines: a rule under each row, a ground for the head, columns as wide as their words."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    table = document.add_table(len(lines), len(lines[0]))
    table.autofit = False
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_HAIR}"/>'
        for side in ("top", "bottom", "insideH")
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))  # noqa: SLF001 - as below
    for cell in table.rows[0].cells if headed else ():
        ground = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_SUNKEN}"/>')
        cell._tc.get_or_add_tcPr().append(ground)  # noqa: SLF001 - python-docx has no name for it
    section = document.sections[-1]
    _share_width(table, lines, section.page_width - section.left_margin - section.right_margin)
    _keep_rows(table, headed=headed)
    return table


def _share_width(table: Document, lines: list[list[str]], whole: int) -> None:
    """Share the width of the page out among columns: each has room for its longest word, and then for its texts."""
    needed, wished = [], []
    for head, *texts in zip(*lines, strict=True):
        words = (word for text in (head, *texts) for word in text.split())
        needed.append(min(max((len(word) for word in words), default=1), _LONGEST_WORD) + _EDGES)
        longest = min(max((len(text) for text in texts), default=0), _LONGEST_LINE) + _EDGES
        wished.append(max(longest - needed[-1], 0) + 1)
    rest = max(whole / _LETTER - sum(needed), 0.0)
    shares = [least + rest * more / sum(wished) for least, more in zip(needed, wished, strict=True)]
    widths = [int(whole * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _fill(cell: Document, words: str, *, right: bool, strong: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(_clean(words))
    run.font.size, run.font.bold = Pt(_SMALL), strong


def _keep_rows(table: Document, *, headed: bool) -> None:
    """Say that the first row stands again on every page, and that no row is torn apart."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for place, row in enumerate(table.rows):
        for name in ("cantSplit", *(("tblHeader",) if headed and place == 0 else ())):
            mark = OxmlElement(f"w:{name}")
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no name for it


def _pairs(document: Document, pairs: list[tuple[str, str]]) -> None:
    table = _ruled(document, [list(pair) for pair in pairs], headed=False)
    for (name, value), row in zip(pairs, table.rows, strict=True):
        _fill(row.cells[0], name, right=False, strong=False)
        _fill(row.cells[1], value, right=False, strong=True)


def _fact(value: Cell) -> str:
    """Write a fact of the imprint, a day as the tables write days."""
    return day(value) if isinstance(value, date) else str(plain(value))


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return INVISIBLE.sub("", text)
