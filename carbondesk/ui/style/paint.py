"""Painting that widgets, delegates and charts share: hatch, focus ring, hairlines, tags and fitted text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6 import QtWidgets
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from carbondesk.ui import fonts
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

Rect = QRect | QRectF


class Cell(NamedTuple):
    """What a delegate needs to know of the cell it paints."""

    box: QRectF
    selected: bool
    hovered: bool
    focused: bool


HATCH_STEP = 6
DARK_DIGIT = "#1B1405"
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def cell(option: QStyleOptionViewItem) -> Cell:
    """Read a delegate's option, whose attributes PySide's type stubs leave out."""
    told: Any = option
    # Named in full, because PySide sets QStyle up when it is first named: ten milliseconds that no start needs.
    state, flag = told.state, QtWidgets.QStyle.StateFlag
    return Cell(
        QRectF(told.rect),
        bool(state & flag.State_Selected),
        bool(state & flag.State_MouseOver),
        bool(state & flag.State_HasFocus),
    )


def hatch(
    painter: QPainter, rect: Rect, *, fill: str = "warnsoft", stroke: str = "warnline", radius: float = 0
) -> None:
    """Fill a rectangle with the pattern that says "a value is missing": diagonal lines on a soft ground.

    The lines are laid on the painter's own grid, so neighbouring cells join without a seam.
    """
    look = theme.tokens()
    area = QRectF(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(area, radius, radius)
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(area, look.colour(fill))
    painter.setPen(QPen(look.colour(stroke), 1))
    first = int((area.left() + area.top()) // HATCH_STEP)
    last = int((area.right() + area.bottom()) // HATCH_STEP) + 1
    lines = [
        QLineF(step * HATCH_STEP - area.top(), area.top(), step * HATCH_STEP - area.bottom(), area.bottom())
        for step in range(first, last + 1)
    ]
    painter.drawLines(lines)
    painter.restore()


def rounded(
    painter: QPainter,
    rect: Rect,
    radius: float,
    fill: QColor | str | None = None,
    edge: QColor | str | None = None,
    width: float = 1,
) -> None:
    """Draw a rounded rectangle whose edge lies inside the rectangle; colours are tokens or QColors."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(colour(edge), width))
        area = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(QBrush(colour(fill)) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, radius, radius)
    painter.restore()


def colour(tint: QColor | str) -> QColor:
    """Return a colour given as itself, as "#RRGGBB" or as the name of a tint."""
    if isinstance(tint, QColor):
        return tint
    return QColor(tint) if tint.startswith("#") else theme.tokens().colour(tint)


def focus_ring(painter: QPainter, rect: Rect, radius: float = 5) -> None:
    """Draw the focus ring: 2 px accent inside the control, so that nothing moves."""
    rounded(painter, rect, radius, None, "accent", 2)


def line(painter: QPainter, x1: float, y1: float, x2: float, y2: float, tint: str = "hair") -> None:
    """Draw a crisp 1 px rule along whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour(tint), 1))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    painter.restore()


def text(
    painter: QPainter,
    rect: Rect,
    words: str,
    font: QFont,
    tint: QColor | str = "ink",
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw one line of text, cut with an ellipsis where it does not fit; return the width it took."""
    area = QRectF(rect)
    measure = QFontMetricsF(font)
    shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, area.width() + 0.5)
    painter.setFont(font)
    painter.setPen(colour(tint))
    painter.drawText(area, align | Qt.TextFlag.TextSingleLine, shown)
    return measure.horizontalAdvance(shown)


def scope_tag(painter: QPainter, at: QPointF, scope: int) -> None:
    """Draw a scope's tag: a 15 px square with its digit, so that hue is never alone."""
    look = theme.tokens()
    side = fonts.px(15)
    square = QRectF(at.x(), at.y(), side, side)
    rounded(painter, square, 3, f"s{scope}", "s2e" if scope == 2 else None)
    text(painter, square, str(scope), fonts.font(11, 700), tag_ink(scope, look), CENTRE)


def tag_ink(scope: int, look: Tokens) -> str:
    """Return the colour of a scope tag's digit: dark on the light fills, white on the others."""
    return DARK_DIGIT if scope == 2 or (scope == 3 and look.dark) else "#FFFFFF"


def count_bubble(painter: QPainter, centre: QPointF, count: int) -> None:
    """Draw the count of open findings as a bubble; above 99 it says "99+"."""
    words = str(count) if count < 100 else "99+"
    face = fonts.font(11, 600)
    height = fonts.px(15)
    width = max(height, round(QFontMetricsF(face).horizontalAdvance(words)) + fonts.px(8))
    bubble = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
    rounded(painter, bubble, height / 2, "badge")
    text(painter, bubble.adjusted(-2, 0, 2, 0), words, face, "onbadge", CENTRE)


def key_cap(painter: QPainter, rect: Rect, words: str, *, raised: bool = True) -> None:
    """Draw a key of the keyboard with its name."""
    area = QRectF(rect)
    rounded(painter, area, 4, "raised" if raised else "sunken", "line" if raised else "hair")
    if raised:
        line(painter, area.left() + 3, area.bottom() - 1, area.right() - 4, area.bottom() - 1, "line")
    text(painter, area, words, fonts.font(11, 500), "ink2", CENTRE)
