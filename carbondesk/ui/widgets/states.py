"""What a page shows when there is nothing to show: a dashed frame, what is missing, what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.ui import fonts, icons
from carbondesk.ui.style import theme
from carbondesk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from carbondesk.ui.widgets.buttons import Button


class Picture(QWidget):
    """One icon as a picture."""

    def __init__(self, icon: str, size: int = 16, tint: str = "ink2") -> None:
        super().__init__()
        self._icon, self._size, self._tint = icon, fonts.px(size), tint
        self.setFixedSize(self._size, self._size)

    def set_icon(self, icon: str, tint: str = "") -> None:
        """Show another icon, in another tint if one is given."""
        self._icon, self._tint = icon, tint or self._tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, QPointF(0, 0), self._size, self._tint)


class EmptyState(QWidget):
    """A dashed frame with one icon, what is missing, why or how, and one or two buttons that fix it."""

    def __init__(self, icon: str, title: str, text: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(20), fonts.px(18), fonts.px(20), fonts.px(16))
        body.setSpacing(fonts.px(4))
        body.addStretch(1)
        body.addWidget(Picture(icon, 28, "ink3"), 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(fonts.px(6))
        self.title = Label(title, size=14, weight=600, wraps=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.addWidget(self.title)
        self.text = Label(text, size=12, ink="ink2", wraps=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.addWidget(self.text)
        body.addSpacing(fonts.px(12))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(fonts.px(8))
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        body.addLayout(self._buttons)
        body.addStretch(1)

    def add_button(self, button: Button) -> Button:
        """Put a button under the text and return it."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.tokens().colour("line"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
