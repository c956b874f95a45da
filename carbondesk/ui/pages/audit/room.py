"""Room for a view and the side beside it: with large text on a small screen the side comes only when asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.pages.audit.integrity import WIDTH
from carbondesk.ui.widgets import Rule

LIST, LEAST = 330, 340
"""The width of a view's list, and the least that is left between it and the side, in unscaled pixels."""


class Room(QWidget):
    """The middle and its side. Where both have no room, the side takes the place of the view's list on `toggle`."""

    def __init__(self, middle: QWidget, side: QWidget, listed: Callable[[], QWidget | None]) -> None:
        """Lay both out; `listed` tells the list of the view in the middle, None where it has none."""
        super().__init__()
        self.side, self._listed = side, listed
        self._allowed = self._wanted = True
        self._narrow = False
        self._rule = Rule(vertical=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(middle, 1)
        row.addWidget(self._rule)
        row.addWidget(side)

    def allow(self, *, beside: bool) -> None:
        """Say whether the view in the middle has a side at all."""
        self._allowed = beside
        self._arrange()

    def toggle(self) -> None:
        """Show or hide the side."""
        self._wanted = not self._wanted
        self._arrange()

    def show_side(self) -> None:
        """Show the side: something goes on in it."""
        self._wanted = True
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return a width that any window has: what does not fit gives way."""
        return QSize(fonts.px(LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < fonts.px(LIST + LEAST + WIDTH)
        if narrow != self._narrow:
            self._narrow, self._wanted = narrow, not narrow
            self._arrange()

    def _arrange(self) -> None:
        shown = self._allowed and self._wanted
        for part in (self._rule, self.side):
            part.setVisible(shown)
        found = self._listed()
        if found is not None:
            found.setVisible(not (shown and self._narrow))
