"""The left column: the list of targets, the definition of the chosen one, its reduction and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets.definition import DefinitionForm
from carbondesk.ui.pages.targets.figures import FEW, MOST, FiguresBox
from carbondesk.ui.pages.targets.reductions import ReductionBar
from carbondesk.ui.pages.targets.shelf import ROW, Shelf
from carbondesk.ui.widgets import Badge, IconButton, Pane, PaneHeader, Rule

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.book import Book
    from carbondesk.ui.pages.targets.sights import Sight

_BAR = 10
LOW, TALL, VERY_TALL = 520, 700, 880
"""Heights of the column from which the figures stand still under the form, more and all of them are shown."""
FEWEST_ROWS, FEW_ROWS, MOST_ROWS = 2, 3, 4
"""Targets in view: in a low column, in a middling one, in a tall one."""


class LeftColumn(Pane):
    """List, form and figures. `added` when a target is wanted; `wanted(command id)` from the menu of the target."""

    added = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = PaneHeader(tr("Targets"))
        self.add = IconButton("plus", tr("New target…"), shortcut="Ins")
        self.add.clicked.connect(self.added)
        head.add(self.add)
        column.addWidget(head)
        self.shelf = Shelf(tr("Targets"))
        column.addWidget(self.shelf)
        self.rule = Rule()
        column.addWidget(self.rule)
        self.head = PaneHeader(tr("Definition"))
        self.badge = Badge.of("draft", tr("Draft"))
        self.head.add(self.badge)
        self.menu_button = IconButton("ellipsis", tr("More for this target"))
        self.menu_button.setMenu(QMenu(self.menu_button))
        self.head.add(self.menu_button)
        column.addWidget(self.head)
        self.form = DefinitionForm()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = Pane("panel")
        inside = QVBoxLayout(holder)
        # The bar keeps its place, so that the fields end where the track under them does.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inside.setContentsMargins(fonts.px(16), 0, max(0, fonts.px(16) - _BAR), fonts.px(12))
        inside.setSpacing(0)
        inside.addWidget(self.form)
        self._inside = inside
        self.area.setWidget(holder)
        column.addWidget(self.area, 1)
        self.foot = QWidget()
        below = self._below = QVBoxLayout(self.foot)
        below.setContentsMargins(*[fonts.px(each) for each in (16, 8, 16, 12)])
        below.setSpacing(fonts.px(8))
        self.reduction, self.figures = ReductionBar(), FiguresBox()
        below.addWidget(self.reduction)
        below.addWidget(self.figures)
        self.foot_rule = Rule()
        column.addWidget(self.foot_rule)
        column.addWidget(self.foot)
        self._column = column
        self._spare = QWidget()
        column.addWidget(self._spare)
        self._spare.hide()

    def show_target(self, sight: Sight | None, book: Book) -> None:
        """Show a target's definition and figures, nothing without one."""
        for part in (self.rule, self.head, self.area, self.foot_rule, self.foot):
            part.setVisible(sight is not None)
        self._spare.setVisible(sight is None)
        self._fit()
        if sight is not None:
            self.form.show_sight(sight, book)
            self.show_moved(sight)

    def show_moved(self, sight: Sight) -> None:
        """Show what a drag moves."""
        self.reduction.show_sight(sight)
        self.figures.show_sight(sight)

    def set_writable(self, reason: str) -> None:
        """Allow changes, or say why there are none now."""
        self.form.set_writable(reason)
        self.reduction.set_writable(reason)
        self.add.setEnabled(not reason)
        self.add.setToolTip(reason or self.add.accessibleName())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low, tall = self.height() < fonts.px(LOW), self.height() >= fonts.px(TALL)
        very = self.height() >= fonts.px(VERY_TALL)
        self.figures.set_limit(None if very else MOST if tall else FEW)
        most = FEWEST_ROWS if low else MOST_ROWS if tall else FEW_ROWS
        self.shelf.setFixedHeight(fonts.px(ROW) * min(self.shelf.model().rowCount(), most))
        if low == (self.foot.parentWidget() is self):
            self._move_foot(low=low)

    def _move_foot(self, *, low: bool) -> None:
        """Let reduction and figures scroll with the form where they would leave it no room."""
        (self._column if low else self._inside).removeWidget(self.foot)
        margins = (0, 8, 0, 0) if low else (16, 8, 16, 12)
        self._below.setContentsMargins(*[fonts.px(each) for each in margins])
        if low:
            self._inside.addWidget(self.foot)
        else:
            self._column.insertWidget(self._column.indexOf(self.foot_rule) + 1, self.foot)
        self.foot.setVisible(not self.head.isHidden())
