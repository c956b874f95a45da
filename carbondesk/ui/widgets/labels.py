"""Text: labels of a size, weight and ink of the type scale, cut with an ellipsis where wanted; rules."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from carbondesk.ui import fonts, tips
from carbondesk.ui.style import paint, theme


class Label(QLabel):
    """One text. `ink` is a text token and follows the theme; `elided` text gives way to its neighbours."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = 13,
        weight: int = 400,
        ink: str = "ink",
        display: bool = False,
        elided: bool = False,
        wraps: bool = False,
    ) -> None:
        super().__init__(text)
        self.setFont(fonts.font(size, weight, display=display))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self._elided = elided
        self.setProperty("ink", ink)
        if elided:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_ink(self, ink: str) -> None:
        """Change the text's colour token."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), fonts.px(24)), hint.height()) if self._elided else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elided:
            super().paintEvent(event)
            return
        full = self.fontMetrics().horizontalAdvance(self.text())
        self.setToolTip(tips.plain(self.text()) if full > self.width() else "")
        painter = QPainter(self)
        ink = str(self.property("ink")) if self.isEnabled() else "inkd"
        align = self.alignment()
        paint.text(painter, self.contentsRect(), self.text(), self.font(), ink, align)


class Rule(QFrame):
    """A hairline between panes; `tint` "line" where panes of different ground meet."""

    def __init__(self, *, vertical: bool = False, tint: str = "hair", length: int | None = None) -> None:
        super().__init__()
        self._tint = tint
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        if length is not None and vertical:
            self.setFixedHeight(length)
        elif length is not None:
            self.setFixedWidth(length)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.tokens().colour(self._tint))


class Pane(QWidget):
    """A plain area with a ground of the theme: "panel", "canvas", "chrome" or "sunken"."""

    def __init__(self, ground: str = "panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.tokens().colour(self._ground))
