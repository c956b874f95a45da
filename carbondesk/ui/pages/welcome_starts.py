"""The large buttons of the start page and its links to the manual."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint


class _Pressed(QPushButton):
    """A button that paints itself from an icon, a title and a second line."""

    def __init__(self, icon: str, title: str, text: str) -> None:
        super().__init__(title)
        self._icon, self._title, self._text = icon, title, text
        self._hovered = False
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)


class Start(_Pressed):
    """A way to begin: icon on its tint, title, what it is, and its keys at the right."""

    def __init__(self, icon: str, title: str, text: str, keys: str = "") -> None:
        super().__init__(icon, title, text)
        self._keys = keys

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(300), fonts.px(75))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(200), fonts.px(75))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        pressed = self._hovered or self.isDown()
        paint.rounded(painter, box, 6, "sunken" if pressed else "raised", "line")
        if self.hasFocus():
            paint.focus_ring(painter, box, 6)
        side = fonts.px(40)
        ground = QRectF(fonts.px(16), round((box.height() - side) / 2), side, side)
        paint.rounded(painter, ground, 6, "soft")
        mark = fonts.px(20)
        icons.paint(painter, self._icon, ground.center() - QPointF(mark / 2, mark / 2), mark, "accent")
        left, right = ground.right() + fonts.px(14), box.right() - fonts.px(14)
        if self._keys:
            width = round(fonts.metrics(11, 500).horizontalAdvance(self._keys)) + fonts.px(15)
            cap = QRectF(right - width, fonts.px(16), width, fonts.px(19))
            paint.key_cap(painter, cap, self._keys)
            right = cap.left() - fonts.px(8)
        middle = box.center().y()
        title = QRectF(left, middle - fonts.px(21), right - left, fonts.px(21))
        paint.text(painter, title, self._title, fonts.font(14, 600))
        below = QRectF(left, middle + 1, box.right() - fonts.px(14) - left, fonts.px(19))
        paint.text(painter, below, self._text, fonts.font(12), "ink2")


class HelpLink(_Pressed):
    """A page of the manual: icon, its name, what it holds."""

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(240), fonts.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(150), fonts.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._hovered or self.isDown():
            paint.rounded(painter, box, 5, "sunken")
        if self.hasFocus():
            paint.focus_ring(painter, box)
        side = fonts.px(18)
        icons.paint(painter, self._icon, QPointF(fonts.px(4), fonts.px(5)), side, "accent")
        left = fonts.px(30)
        room = box.width() - left - fonts.px(6)
        ink = "accent" if self._hovered else "ink"
        paint.text(
            painter, QRectF(left, fonts.px(3), room, fonts.px(20)), self._title, fonts.font(13, 600), ink
        )
        paint.text(
            painter, QRectF(left, fonts.px(22), room, fonts.px(18)), self._text, fonts.font(12), "ink2"
        )


def fill_row(widgets: list[QWidget], spacing: int) -> QWidget:
    """Return a row of widgets of equal width."""
    from PySide6.QtWidgets import QHBoxLayout

    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget, 1)
    return row
