"""A page of three columns: a list at the left, what it chooses in the middle, a side at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.widgets.headers import PaneHeader
from carbondesk.ui.widgets.labels import Pane, Rule


class Columns(QWidget):
    """The columns; `folded(narrow)` when the list goes or comes back.

    The list folds away where the middle would be left with less than `least` unscaled pixels, as with large text
    on a small screen: the page then offers the same choice as a drop-down in its header.
    """

    folded = Signal(bool)

    def __init__(
        self, left: QWidget, middle: QWidget, side: QWidget, *, widths: tuple[int, int], least: int
    ) -> None:
        """Take the columns; `widths` are those of the list and of the side in unscaled pixels."""
        super().__init__()
        self.left, self.side = left, side
        self._widths, self._least = (fonts.px(widths[0]), fonts.px(widths[1])), fonts.px(least)
        left.setFixedWidth(self._widths[0])
        self.left_rule, self.side_rule = Rule(vertical=True), Rule(vertical=True)
        self.narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (left, self.left_rule):
            row.addWidget(part)
        row.addWidget(middle, 1)
        for part in (self.side_rule, side):
            row.addWidget(part)

    def show_side(self, shown: bool) -> None:
        """Show or hide the side with its rule; the list does not come and go with it."""
        for part in (self.side_rule, self.side):
            part.setVisible(shown)

    def minimumSizeHint(self) -> QSize:
        """Return a width that any window has: what does not fit gives way."""
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() - sum(self._widths) < self._least
        if narrow == self.narrow:
            return
        self.narrow = narrow
        # The page moves the keyboard while both the list and its drop-down can have it.
        if not narrow:
            self._show_list(shown=True)
        self.folded.emit(narrow)
        if narrow:
            self._show_list(shown=False)

    def _show_list(self, *, shown: bool) -> None:
        for part in (self.left, self.left_rule):
            part.setVisible(shown)


def list_column(ground: str, title: str, shelf: QWidget, *, ruled: bool = False) -> Pane:
    """Return a list under its name as the left column; `ruled` parts them by a line."""
    left = Pane(ground)
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(PaneHeader(title))
    if ruled:
        column.addWidget(Rule())
    column.addWidget(shelf, 1)
    return left
