"""The lines of the inspector's lists: a button as wide as the pane, its words at the left, and one that removes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, IconButton, Kind

_SIDE = 14


class LineButton(Button):
    """A quiet button whose icon and words stand at the left; it never makes its pane wider."""

    def __init__(self, words: str, icon: str, *, tip: str = "") -> None:
        super().__init__(words, Kind.QUIET, icon=icon)
        self.setFont(fonts.font(12))
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.setMinimumWidth(fonts.px(120))
        self.setCheckable(True)
        self.setToolTip(tips.plain(tip or words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        self._paint_ground(painter, box)
        ink = "ink" if self.isChecked() else self._ink()
        side, left = fonts.px(_SIDE), fonts.px(6)
        at = QPointF(left, round((box.height() - side) / 2))
        icons.paint(painter, self.icon_name, at, side, "ink2" if self.isEnabled() else "inkd")
        room = box.adjusted(left + side + fonts.px(6), 0, -fonts.px(4), -1)
        paint.text(painter, room, self.text(), self.font(), ink)
        if self.hasFocus():
            self._paint_focus(painter, box)


def removable(button: Button, name: str, remove: Callable[[], object] | None) -> QWidget:
    """Return a line with its button and, where something may be removed, the small one that does it."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(button, 1)
    if remove is not None:
        small = IconButton("trash-2", name)
        small.clicked.connect(lambda _checked=False: remove())
        line.addWidget(small)
    return holder
