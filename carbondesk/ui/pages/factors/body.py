"""The body of the page: filters, table with its line above and below, detail, and what gives way first."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors.detail import DetailPane
from carbondesk.ui.pages.factors.filters import FilterPane
from carbondesk.ui.pages.factors.table import FactorModel
from carbondesk.ui.pages.factors.toolbar import Toolbar
from carbondesk.ui.pages.factors.view import FactorView
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, EmptyState, KeyHints, Kind, Label, LoadingLine, Pane, Picture, Rule

NARROW, SMALLEST, LOW = 1330, 1204, 700


class NewerLine(Pane):
    """The line under the table that tells of newer editions. `compare_wanted()` when its button is pressed."""

    compare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("sunken")
        self.setFixedHeight(fonts.px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(12), 0, fonts.px(12), 0)
        row.setSpacing(fonts.px(8))
        self.text = Label(size=12, ink="ink2", elided=True)
        self.button = Button(tr("Compare"), Kind.LINK)
        self.button.clicked.connect(self.compare_wanted)
        row.addWidget(Picture("git-branch", 16, "warn"))
        row.addWidget(self.text)
        row.addWidget(self.button)
        row.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, 0, self.width(), 0)


class FactorBody(QWidget):
    """The three panes. On a narrow page the filters leave for a button, on a small one the detail floats."""

    def __init__(self, model: FactorModel) -> None:
        super().__init__()
        self.detail_wanted: bool | None = None
        self.filters_open = False
        self.filters = FilterPane()
        self.toolbar = Toolbar()
        self.view = FactorView(model)
        self.newer = NewerLine()
        self.hints = KeyHints(
            [
                (tr("Enter"), tr("to the detail")),
                ("Ctrl F", tr("search")),
                ("Ctrl C", tr("copy the rows")),
                ("F6", tr("next pane")),
                ("F4", tr("detail")),
            ]
        )
        self.detail = DetailPane()
        self.loading = LoadingLine(tr("Reading the factors"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._table_side())
        self.empty = QVBoxLayout()
        self.empty.setContentsMargins(fonts.px(40), fonts.px(40), fonts.px(40), fonts.px(40))
        holder = Pane("panel")
        holder.setLayout(self.empty)
        self.stack.addWidget(holder)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self.filters)
        self._line.addWidget(self.stack, 1)
        self._line.addWidget(self.detail)
        self.toolbar.filters_wanted.connect(self.toggle_filters)
        self.filters.left.connect(self._leave_filters)

    def _table_side(self) -> QWidget:
        side = Pane("panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.matching = QStackedWidget()
        self.matching.addWidget(self.view)
        self.nothing = QVBoxLayout()
        self.nothing.setContentsMargins(fonts.px(40), fonts.px(40), fonts.px(40), fonts.px(40))
        holder = Pane("panel")
        holder.setLayout(self.nothing)
        self.matching.addWidget(holder)
        column.addWidget(self.toolbar)
        column.addWidget(Rule())
        column.addWidget(self.matching, 1)
        column.addWidget(self.newer)
        column.addWidget(self.hints)
        return side

    # ---- what is in the middle ---------------------------------------------------------------------------

    def show_state(self, state: QWidget | None) -> None:
        """Show a state of the whole page (loading, nothing open) in the place of the table, or the table."""
        self.loading.setParent(None)
        empty_layout(self.empty)
        self.stack.setCurrentIndex(1 if state is not None else 0)
        if state is not None:
            self.empty.addWidget(state)
            state.show()

    def show_nothing(self, state: EmptyState | None) -> None:
        """Show that nothing matches in the place of the rows, or the rows."""
        empty_layout(self.nothing)
        self.matching.setCurrentIndex(1 if state is not None else 0)
        if state is not None:
            self.nothing.addWidget(state)

    def show_newer(self, text: str) -> None:
        """Tell of newer editions under the table, in the place of the key hints."""
        self.newer.text.setText(text)
        self.newer.setVisible(bool(text))
        self.hints.setVisible(not text)

    # ---- shape -------------------------------------------------------------------------------------------

    def toggle_detail(self) -> None:
        """Want the detail, or not."""
        self.detail_wanted = not self.detail.isVisible()

    def toggle_filters(self) -> None:
        """Open the filters over the table, or close them."""
        self.filters_open = not self.filters_open
        self.arrange(self.width(), self.height())
        if self.filters_open:
            self.filters.search.setFocus()
        else:
            self.view.setFocus()

    def _leave_filters(self) -> None:
        if self.filters_open:
            self.toggle_filters()
        else:
            self.view.setFocus()

    def arrange(self, width: int, height: int, *, detail: bool = True) -> None:
        """Lay the panes out for a size: filters, then the detail give way; rows get lower. No factor, no `detail`."""
        narrow, small = width < fonts.px(NARROW), width < fonts.px(SMALLEST)
        self.toolbar.filter_button.setVisible(narrow)
        self.view.verticalHeader().setDefaultSectionSize(fonts.px(26 if height < fonts.px(LOW) else 28))
        self._place_filters(narrow=narrow)
        wanted = not small if self.detail_wanted is None else self.detail_wanted
        shown = detail and wanted and self.stack.currentIndex() == 0
        floats = small
        if floats and self._line.indexOf(self.detail) >= 0:
            self._line.removeWidget(self.detail)
            self.detail.setParent(self)
        elif not floats and self._line.indexOf(self.detail) < 0:
            self._line.addWidget(self.detail)
        self.detail.setVisible(shown)
        if floats and shown:
            self.detail.setGeometry(self.width() - self.detail.width(), 0, self.detail.width(), self.height())
            self.detail.raise_()
        QTimer.singleShot(0, self.view, self.view.lay_out)

    def _place_filters(self, *, narrow: bool) -> None:
        if not narrow:
            self.filters_open = False
            if self._line.indexOf(self.filters) < 0:
                self._line.insertWidget(0, self.filters)
            self.filters.show()
            return
        if self._line.indexOf(self.filters) >= 0:
            self._line.removeWidget(self.filters)
            self.filters.setParent(self)
        self.filters.setVisible(self.filters_open)
        if self.filters_open:
            top = self.toolbar.height() + 1
            self.filters.setGeometry(0, top, self.filters.width(), self.height() - top)
            self.filters.raise_()
