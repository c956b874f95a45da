"""The pictures of the manual: found in the reader's language, drawn as wide as the page, large when they are asked for.

A page names a picture as Markdown does, `![what it shows](pictures/overview.png)`; the words stand under it as well,
so that nobody needs to see the picture to know what it holds. A page that names none gets the one of its own name,
where there is one. `build_scripts/manual_pictures.py` makes them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPixmap,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from carbondesk import language, paths
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.style import theme

FOLDER = "pictures/"
_LINE = 100.0
_NAMED = re.compile(r"(?<!`)!\[([^\]]*)\]\(pictures/([\w-]+)\.png\)")
_PARAGRAPH_END = re.compile(r"\A(# [^\n]*\n+[^\n]+(?:\n[^\n]+)*\n)")


def path_of(name: str) -> Path | None:
    """Return a picture in the language in use, in English where it has none of it; None where there is none at all."""
    folder = paths.resources() / "manual" / "pictures"
    found = (folder / code / f"{name}.png" for code in (language.current(), "en"))
    return next((path for path in found if path.is_file()), None)


def with_pictures(page: str, words: str) -> str:
    """Return a page's Markdown with the picture of its name, if it shows none, and with words under every picture."""
    if FOLDER not in words and path_of(page) is not None:
        title = words.split("\n", 1)[0].lstrip("# ").strip()
        shown = tr("The page “{page}” with the sample inventory", page=title)
        words = _PARAGRAPH_END.sub(rf"\1\n![{shown}]({FOLDER}{page}.png)\n", words, count=1)
    return _NAMED.sub(_captioned, words)


def _captioned(found: re.Match[str]) -> str:
    """Return a picture with its words below it; only the words where the picture is missing."""
    shown, name = found.groups()
    return f"*{shown}*" if path_of(name) is None else f"{found[0]}\n\n*{shown}*"


def fit(document: QTextDocument, width: int, ratio: float) -> None:
    """Make every picture of a document at most so wide (logical pixels), sharp at the screen's pixel ratio.

    Each leads to its large form, by a click or by Tab and Enter.
    """
    for cursor, form in list(_pictures(document)):
        name = form.name()
        source = path_of(Path(name).stem)
        if source is None:
            continue
        image = QImage(str(source))
        wide = min(width, image.width())
        high = round(image.height() * wide / image.width())
        document.addResource(
            int(QTextDocument.ResourceType.ImageResource.value),
            QUrl(name),
            framed(
                image.scaled(
                    round(wide * ratio),
                    round(high * ratio),
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            ),
        )
        form.setWidth(wide)
        form.setHeight(high)
        form.setAnchor(True)
        form.setAnchorHref(name)
        cursor.setCharFormat(form)


def set_captions(document: QTextDocument) -> None:
    """Set the words under each picture small and grey, close to it."""
    for cursor, _ in list(_pictures(document)):
        below = cursor.block().next()
        if not below.isValid():
            continue
        words = QTextCursor(below)
        small = QTextCharFormat()
        small.setFont(
            fonts.font(12, tabular=False),
            QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly,
        )
        small.setFontItalic(False)
        small.setForeground(theme.tokens().colour("ink2"))
        words.setPosition(below.position())
        words.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        words.mergeCharFormat(small)
        for block, space in ((cursor.block(), 4), (below, 16)):
            form = block.blockFormat()
            form.setBottomMargin(fonts.px(space))
            # A line as high as its picture would else be followed by half of it again.
            form.setLineHeight(_LINE, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
            QTextCursor(block).setBlockFormat(form)


def framed(image: QImage) -> QImage:
    """Return a picture with a hairline around it: its ground is that of the page."""
    shown = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(shown)
    painter.setPen(theme.tokens().colour("line"))
    painter.drawRect(0, 0, shown.width() - 1, shown.height() - 1)
    painter.end()
    return shown


def _pictures(document: QTextDocument) -> Iterator[tuple[QTextCursor, QTextImageFormat]]:
    block = document.begin()
    while block.isValid():
        yield from _of_block(block)
        block = block.next()


def _of_block(block: QTextBlock) -> Iterator[tuple[QTextCursor, QTextImageFormat]]:
    part = block.begin()
    while not part.atEnd():
        fragment = part.fragment()
        form = fragment.charFormat().toImageFormat()
        if form.isValid() and form.name():
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            yield cursor, form
        part += 1


class LargePicture(QDialog):
    """A picture of the manual in its own size; Esc closes it."""

    def __init__(self, parent: QWidget, source: Path, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(QPixmap(str(source)))
        picture.setAccessibleName(words)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area.setWidget(picture)
        area.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        room = self.screen().availableSize() - QSize(40, 60)
        self.resize(picture.pixmap().size().boundedTo(room))
        area.setFocus()
