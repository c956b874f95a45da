"""Fields that are more than Qt's own: a search field with its icon, a field with a state, a drop-down."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from carbondesk.language import tr
from carbondesk.ui import fonts, icons


class Field(QLineEdit):
    """A line of text, 28 px high; `state` "warn" or "err" shows at its edge, with the reason as tooltip."""

    def __init__(self, text: str = "", *, name: str, numeric: bool = False, hint: str = "") -> None:
        super().__init__(text)
        self.setFont(fonts.font(13))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        if numeric:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_state(self, state: str, reason: str = "") -> None:
        """Show "", "warn" or "err" and why; a screen reader hears the reason as description."""
        self.setProperty("state", state)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.style().unpolish(self)
        self.style().polish(self)


class SearchField(QLineEdit):
    """A field that filters as one types; Esc empties it."""

    def __init__(self, hint: str = "", *, name: str = "") -> None:
        super().__init__()
        words = hint or tr("Search")
        self.setFont(fonts.font(13))
        self.setPlaceholderText(words)
        self.setAccessibleName(name or words)
        self.setTextMargins(fonts.px(22), 0, 0, 0)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = fonts.px(16)
        at = QPointF(fonts.px(9), round((self.height() - side) / 2))
        icons.paint(QPainter(self), "search", at, side, "ink2" if self.isEnabled() else "inkd")


class Choice(QComboBox):
    """A drop-down of (words, value) pairs with our chevron."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setFont(fonts.font(13))
        self.setAccessibleName(name)

    def add(self, words: str, value: object) -> None:
        """Offer a value under its words."""
        self.addItem(words, value)

    def value(self) -> object:
        """Return the chosen value, None when there is none."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered raises ValueError."""
        position = self.findData(value)
        if position < 0:
            raise ValueError(f"{value!r} is not offered.")
        self.setCurrentIndex(position)

    def wheelEvent(self, event: object) -> None:
        """Scroll the form, not the choice: the wheel changes nothing unseen."""
        event.ignore()  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = fonts.px(14)
        at = QPointF(self.width() - side - fonts.px(8), round((self.height() - side) / 2))
        icons.paint(QPainter(self), "chevron-down", at, side, "ink2" if self.isEnabled() else "inkd")
