"""Single lines of text, laid out once: what is painted again at every edit is not measured again.

A line is drawn from a `QStaticText` in a sixth of the time that `QPainter.drawText` takes to lay it out anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTransform

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.style import paint

Type = tuple[int, int, bool]
"""Size in unscaled pixels, weight, and whether it is the display cut."""

MOST_LAID = 4096
_RIGHT, _CENTRE = Qt.AlignmentFlag.AlignRight.value, Qt.AlignmentFlag.AlignHCenter.value


class _Line(NamedTuple):
    """A line laid out: its text, its font and its size in pixels."""

    text: QStaticText
    font: QFont
    width: float
    height: float


def width(words: str, size: int = 12, weight: int = 400, *, display: bool = False) -> float:
    """Return the width of a line in pixels."""
    return _laid(words, (size, weight, display), -1.0, fonts.text_scale(), language.current()).width


def height(size: int = 12) -> float:
    """Return the height of a line in pixels, with the pixel that parts it from the next."""
    return _height(size, fonts.text_scale(), language.current())


def fits(words: str, room: float, size: int = 12, weight: int = 400, *, display: bool = False) -> bool:
    """Whether a line fits a width without an ellipsis."""
    return width(words, size, weight, display=display) <= room + 0.5


def draw(
    painter: QPainter,
    rect: QRectF,
    words: str,
    face: Type = (12, 400, False),
    tint: QColor | str = "ink",
    align: Qt.AlignmentFlag = paint.LEFT,
) -> float:
    """Draw one line, cut with an ellipsis where it does not fit, in the middle of a height; return its width."""
    left, wide = rect.left(), rect.width()
    line = _laid(words, face, -1.0, fonts.text_scale(), language.current())
    if line.width > wide + 0.5:
        line = _laid(words, face, round(wide + 0.5, 1), fonts.text_scale(), language.current())
    # The bits of the flags: to join two flags in Python takes as long as a line takes to draw.
    side = align.value
    if side & _RIGHT:
        left += wide - line.width
    elif side & _CENTRE:
        left += (wide - line.width) / 2
    painter.setFont(line.font)
    painter.setPen(paint.colour(tint))
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - line.height) / 2), line.text)
    return line.width


@lru_cache(maxsize=32)
def _height(size: int, _scale: float, _spoken: str) -> float:
    return float(round(fonts.metrics(size).height()) + 1)


@lru_cache(maxsize=MOST_LAID)
def _laid(words: str, face: Type, room: float, _scale: float, _spoken: str) -> _Line:
    """Lay a line out in a width (negative: any); scale and language are what the fonts depend on besides."""
    measure = fonts.metrics(face[0], face[1], display=face[2])
    shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, room) if room >= 0 else words
    laid = QStaticText(shown)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    font = fonts.font(face[0], face[1], display=face[2])
    laid.prepare(QTransform(), font)
    return _Line(laid, font, float(measure.horizontalAdvance(shown)), laid.size().height())
