"""Single lines of text, laid out once: what is painted again at every edit is not measured again.

A line is drawn from a `QStaticText` in a sixth of the time that `QPainter.drawText` takes to lay it out anew.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTransform

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.style import paint

Type = tuple[int, int, bool]
"""Size in unscaled pixels, weight, and whether it is the display cut."""

MOST_LAID = 4096


def width(words: str, size: int = 12, weight: int = 400, *, display: bool = False) -> float:
    """Return the width of a line in pixels."""
    return _laid(words, (size, weight, display), -1.0, fonts.text_scale(), language.current())[1]


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
    room = rect.width() + 0.5
    laid, long = _laid(words, face, -1.0, fonts.text_scale(), language.current())
    if long > room:
        laid, long = _laid(words, face, round(room, 1), fonts.text_scale(), language.current())
    left = rect.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = rect.right() - long
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left += (rect.width() - long) / 2
    painter.setFont(_font(face))
    painter.setPen(paint.colour(tint))
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - laid.size().height()) / 2), laid)
    return long


@lru_cache(maxsize=32)
def _height(size: int, _scale: float, _spoken: str) -> float:
    return float(round(fonts.metrics(size).height()) + 1)


@lru_cache(maxsize=MOST_LAID)
def _laid(words: str, face: Type, room: float, _scale: float, _spoken: str) -> tuple[QStaticText, float]:
    """Lay a line out in a width (negative: any); scale and language are what the fonts depend on besides."""
    measure = fonts.metrics(face[0], face[1], display=face[2])
    shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, room) if room >= 0 else words
    laid = QStaticText(shown)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    laid.prepare(QTransform(), _font(face))
    return laid, float(measure.horizontalAdvance(shown))


def _font(face: Type) -> QFont:
    return fonts.font(face[0], face[1], display=face[2])
