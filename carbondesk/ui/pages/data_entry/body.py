"""The body of the page: tree, grid with its totals, inspector, and what gives way when there is little room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, TotalsModel
from carbondesk.ui.pages.data_entry.grid_view import GridView, TotalsView
from carbondesk.ui.pages.data_entry.inspector import Inspector
from carbondesk.ui.pages.data_entry.prompts import PromptBar
from carbondesk.ui.pages.data_entry.toolbar import Toolbar
from carbondesk.ui.pages.data_entry.tree import TreePane
from carbondesk.ui.widgets import EmptyState, KeyHints, Pane, Rule

NARROW, LOW, SMALLEST = 1324, 760, 1204


class EntryBody(QWidget):
    """The three panes. On a narrow page the tree leaves, on a smaller one the inspector floats over the grid."""

    def __init__(self, months: MonthGridModel, totals: TotalsModel) -> None:
        super().__init__()
        self.inspector_wanted: bool | None = None
        self.tree_pane = TreePane()
        self.tree = self.tree_pane.tree
        self.view = GridView(tr("Month grid"))
        self.totals = TotalsView(self.view)
        self.totals.setModel(totals)
        self.view.setModel(months)
        self.prompt = PromptBar()
        self.toolbar = Toolbar()
        self.hints = KeyHints(
            [
                (tr("Enter"), tr("edit")),
                (tr("Tab"), tr("next month")),
                ("Ctrl V", tr("paste from Excel")),
                ("Ctrl R", tr("fill right")),
                ("F8", tr("next issue")),
                ("F4", tr("inspector")),
            ]
        )
        self.inspector = Inspector()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._grid_side())
        self.empty = QVBoxLayout()
        self.empty.setContentsMargins(fonts.px(40), fonts.px(40), fonts.px(40), fonts.px(40))
        holder = Pane("panel")
        holder.setLayout(self.empty)
        self.stack.addWidget(holder)
        self._tree_rule, self._inspector_rule = Rule(vertical=True), Rule(vertical=True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self.tree_pane)
        self._line.addWidget(self._tree_rule)
        self._line.addWidget(self.stack, 1)
        self._line.addWidget(self._inspector_rule)
        self._line.addWidget(self.inspector)

    def _grid_side(self) -> QWidget:
        side = Pane("panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.view, 1)
        self.totals_rule = Rule(tint="line")
        column.addWidget(self.totals_rule)
        column.addWidget(self.totals)
        column.addWidget(self.prompt)
        column.addWidget(self.hints)
        return side

    def show_empty(self, state: EmptyState | None) -> None:
        """Show what is missing in the place of the grid, or the grid."""
        empty_layout(self.empty)
        self.stack.setCurrentIndex(1 if state is not None else 0)
        if state is not None:
            self.empty.addWidget(state)

    def toggle_inspector(self) -> None:
        """Want the inspector, or not."""
        self.inspector_wanted = not self.inspector.isVisible()

    def arrange(self, width: int, height: int, *, sites: bool, output: bool) -> bool:
        """Lay the panes out for a page of this size; returns whether it is narrow.

        `sites` says whether there are any, `output` whether the grid shows output figures, which no inspector explains.
        """
        narrow, small = width < fonts.px(NARROW), width < fonts.px(SMALLEST)
        for part in (self.tree_pane, self._tree_rule):
            part.setVisible(sites and not narrow)
        self.view.set_row_height(24 if height < fonts.px(LOW) else 28)
        wanted = not small if self.inspector_wanted is None else self.inspector_wanted
        shown = wanted and not output and self.stack.currentIndex() == 0
        if small and self._line.indexOf(self.inspector) >= 0:
            self._line.removeWidget(self.inspector)
            self.inspector.setParent(self)
        elif not small and self._line.indexOf(self.inspector) < 0:
            self._line.addWidget(self.inspector)
        self.inspector.setVisible(shown)
        self._inspector_rule.setVisible(shown and not small)
        if small and shown:
            left = QPoint(self.width() - self.inspector.width(), 0)
            self.inspector.setGeometry(left.x(), left.y(), self.inspector.width(), self.height())
            self.inspector.raise_()
        QTimer.singleShot(0, self.view, self.view.lay_out)
        return narrow
