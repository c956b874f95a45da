"""How Markdown looks: sizes, spaces, tables and code of a document in the colours of the theme.

Qt reads Markdown without a style sheet, so the formats are laid over the document after it was read.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFontDatabase,
    QFontInfo,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.style import theme

_HEADINGS = {1: (22, 0, 10), 2: (16, 20, 8), 3: (14, 14, 6)}
"""Size, space above and space below of headings by their level, in unscaled pixels."""

_TEXT = 14
_SMALL = 13
_BOLD = 600
_LINE = {"en": 145.0, "zh_CN": 160.0}
_TABLE_LINE = 125.0
_FIXED = int(QTextBlockFormat.LineHeightTypes.FixedHeight.value)
_PROPORTIONAL = int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)


def set_markdown(document: QTextDocument, words: str) -> None:
    """Read Markdown into a document and set it in the fonts and colours of the theme."""
    document.setDefaultFont(fonts.font(_TEXT, tabular=False))
    document.setMarkdown(words, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    document.setDocumentMargin(0)
    document.setIndentWidth(fonts.px(22))
    in_tables = _set_tables(document)
    for block in _blocks(document):
        _set_block(block, in_table=block.position() in in_tables)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _set_block(block: QTextBlock, *, in_table: bool) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    form = QTextBlockFormat()
    if level:
        size, above, below = _HEADINGS[min(level, 3)]
        form.setTopMargin(fonts.px(above))
        form.setBottomMargin(fonts.px(below))
        _set_words(block, size=size, weight=_BOLD)
    elif block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage) or _is_code(block):
        _set_code(block, form)
    else:
        height = _LINE.get(language.current(), _LINE["en"])
        form.setLineHeight(min(height, _TABLE_LINE) if in_table else height, _PROPORTIONAL)
        form.setTopMargin(0)
        form.setBottomMargin(0 if in_table else fonts.px(9 if block.textList() is None else 4))
        quoted = bool(block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel))
        if quoted:
            form.setLeftMargin(fonts.px(16))
            form.setRightMargin(0)
        size = _SMALL if in_table else _TEXT
        _set_words(block, size=size, weight=_BOLD if quoted else 0, ink="accent" if quoted else "ink")
    cursor.mergeBlockFormat(form)


def _is_code(block: QTextBlock) -> bool:
    return bool(block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence))


def _set_code(block: QTextBlock, form: QTextBlockFormat) -> None:
    form.setLineHeight(fonts.px(18), _FIXED)
    form.setLeftMargin(fonts.px(10))
    form.setTopMargin(0)
    form.setBottomMargin(0 if _is_code(block.next()) else fonts.px(12))
    for cursor, given in _fragments(block):
        given.setFontFamilies([_fixed(), *fonts.families()])
        given.setProperty(QTextFormat.Property.FontPixelSize, fonts.px(12))
        given.setForeground(theme.tokens().colour("ink2"))
        cursor.setCharFormat(given)


def _set_words(block: QTextBlock, *, size: int, weight: int = 0, ink: str = "ink") -> None:
    """Set the words of a block: their size, links in the accent, code on a tinted ground."""
    look = theme.tokens()
    for cursor, given in _fragments(block):
        fixed = given.fontFixedPitch()
        bold = weight or (600 if given.fontWeight() >= _BOLD else 400)
        made = QTextCharFormat(given)
        # Qt enlarges headings by this beyond the size that they are given.
        made.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        made.setFont(
            fonts.font(size - 1 if fixed else size, bold, display=size > _TEXT + 2, tabular=fixed),
            QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly,
        )
        if given.isAnchor():
            made.setForeground(look.colour("accent"))
            made.setFontUnderline(False)
        else:
            made.setForeground(look.colour(ink))
        if fixed:
            made.setBackground(look.colour("sunken"))
        cursor.setCharFormat(made)


def _fragments(block: QTextBlock) -> list[tuple[QTextCursor, QTextCharFormat]]:
    """Return a cursor over each run of equal characters in a block, with its format."""
    runs = []
    part = block.begin()
    while not part.atEnd():
        fragment = part.fragment()
        cursor = QTextCursor(block)
        cursor.setPosition(fragment.position())
        cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
        runs.append((cursor, fragment.charFormat()))
        part += 1
    return runs


def _fixed() -> str:
    """Return a font whose letters are equally wide: one of the system's, else the bundled one."""
    wanted = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return wanted.family() if wanted.fixedPitch() else f"{fonts.BUNDLED_CHINESE} Mono"


def _set_tables(document: QTextDocument) -> set[int]:
    """Set every table with hairlines under its rows; return the positions of the blocks inside of tables."""
    inside: set[int] = set()
    for table in _found_tables(document.rootFrame()):
        form = table.format()
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setCellSpacing(0)
        form.setTopMargin(fonts.px(4))
        form.setBottomMargin(fonts.px(14))
        table.setFormat(form)
        for row in range(table.rows()):
            for column in range(table.columns()):
                inside |= _set_cell(table, row, column)
    return inside


def _set_cell(table: QTextTable, row: int, column: int) -> set[int]:
    look, cell = theme.tokens(), table.cellAt(row, column)
    form = QTextTableCellFormat(cell.format().toTableCellFormat())
    form.setLeftPadding(fonts.px(8))
    form.setRightPadding(fonts.px(8))
    form.setTopPadding(fonts.px(5))
    form.setBottomPadding(fonts.px(5))
    form.setBottomBorder(1)
    form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBottomBorderBrush(QBrush(look.colour("line" if row == 0 else "hair"), Qt.BrushStyle.SolidPattern))
    if row == 0:
        form.setBackground(QBrush(look.colour("sunken")))
    cell.setFormat(form)
    first, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    if row == 0 and table.rows() > 1:
        # Heads stand over their numbers: Qt aligns the rows below only.
        below = QTextBlockFormat()
        below.setAlignment(table.cellAt(1, column).firstCursorPosition().blockFormat().alignment())
        cell.firstCursorPosition().mergeBlockFormat(below)
    positions = {first.position()}
    while first != last:
        first = first.next()
        positions.add(first.position())
    return positions


def _found_tables(frame: QTextFrame) -> list[QTextTable]:
    found: list[QTextTable] = []
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            found.append(child)
        else:
            found += _found_tables(child)
    return found
