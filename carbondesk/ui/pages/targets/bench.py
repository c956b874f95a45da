"""The three columns of the page: list and definition, chart, criteria; the last lies over a chart without room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from carbondesk.ui import fonts
from carbondesk.ui.widgets import Rule

LEFT, SIDE, LEAST = 304, 332, 440
DOCKED_FROM = 1280 - 76
"""Width of the columns, what the chart gets at least, and the page's width from which the criteria stand beside it."""


class Bench(QWidget):
    """Lays the columns out. `docked(bool)` when the side comes to stand beside the chart or leaves it."""

    docked = Signal(bool)

    def __init__(self, left: QWidget, middle: QWidget, side: QWidget) -> None:
        super().__init__()
        self.left, self.middle, self.side = left, middle, side
        self.left_rule, self.side_rule = Rule(vertical=True), Rule(vertical=True)
        for part in (left, self.left_rule, middle, self.side_rule, side):
            part.setParent(self)
        self.is_docked = True
        self.side_wanted = True
        self._over_wanted = False
        self._empty = False

    @property
    def side_shown(self) -> bool:
        """Whether the side is in view, beside the chart or over it."""
        return not self._empty and (self.side_wanted if self.is_docked else self._over_wanted)

    def toggle_side(self) -> None:
        """Show or hide the side: beside the chart where there is room, else over it."""
        self.show_side(shown=not self.side_shown)

    def show_side(self, *, shown: bool) -> None:
        """Show or hide the side."""
        if self.is_docked:
            self.side_wanted = shown
        else:
            self._over_wanted = shown
        self._place()

    def set_empty(self, *, empty: bool) -> None:
        """Leave the side away where there is nothing to show in it."""
        if empty != self._empty:
            self._empty = empty
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(LEFT + SIDE + LEAST), fonts.px(500))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(LEFT) + fonts.px(200), fonts.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - fonts.px(LEFT) - fonts.px(SIDE) >= fonts.px(LEAST)
        docked = room and self.width() >= DOCKED_FROM
        if docked != self.is_docked:
            self.is_docked = docked
            self._over_wanted = False
            self.docked.emit(docked)
        self._place()

    def _place(self) -> None:
        width, height, left = self.width(), self.height(), fonts.px(LEFT)
        side = min(fonts.px(SIDE), width - fonts.px(40))
        self.left.setGeometry(0, 0, left, height)
        self.left_rule.setGeometry(left, 0, 1, height)
        shown = self.side_shown
        beside = side + 1 if shown and self.is_docked else 0
        self.middle.setGeometry(left + 1, 0, max(0, width - left - 1 - beside), height)
        self.side_rule.setGeometry(width - side - 1, 0, 1, height)
        self.side.setGeometry(width - side, 0, side, height)
        for part in (self.side_rule, self.side):
            part.setVisible(shown)
            part.raise_()
