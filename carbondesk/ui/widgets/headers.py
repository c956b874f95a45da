"""The header of a page (title, context, at most three buttons) and of a pane."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.labels import Label, Pane

MOST_BUTTONS = 3


class PageHeader(Pane):
    """The line over a page, 50 px: title, then context, at the right at most three buttons."""

    def __init__(self, title: str) -> None:
        super().__init__("panel")
        self.setFixedHeight(fonts.px(50) + 1)
        self.title = Label(title, size=18, weight=600, display=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(16), 0, fonts.px(16), 1)
        row.setSpacing(0)
        row.addWidget(self.title)
        row.addSpacing(fonts.px(14))
        self._context = QHBoxLayout()
        self._context.setSpacing(fonts.px(10))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(fonts.px(8))
        row.addLayout(self._context)
        row.addStretch(1)
        row.addLayout(self._actions)

    def add_context(self, widget: QWidget) -> None:
        """Put what the page shows (site, year, method, progress) behind the title."""
        self._context.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end; a fourth raises ValueError."""
        if self._actions.count() >= MOST_BUTTONS:
            raise ValueError("A page header takes at most three buttons.")
        self._actions.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, self.height() - 1, self.width(), self.height() - 1)


class PaneHeader(QWidget):
    """The line over a pane, 38 px: title, unit or context in ink2, widgets at the right."""

    def __init__(self, title: str, context: str = "", *, margin: int = 16) -> None:
        super().__init__()
        self.setFixedHeight(fonts.px(38))
        self.title = Label(title, size=14, weight=600)
        self.context = Label(context, size=12, ink="ink2", elided=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(margin), 0, fonts.px(margin), 0)
        row.setSpacing(fonts.px(10))
        row.addWidget(self.title)
        row.addWidget(self.context, 1)
        self._right = QHBoxLayout()
        self._right.setSpacing(fonts.px(6))
        row.addLayout(self._right)
        self.setAccessibleName(title)

    def set_texts(self, title: str, context: str = "") -> None:
        """Change the title and its context."""
        self.title.setText(title)
        self.context.setText(context)
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._right.addWidget(widget)
