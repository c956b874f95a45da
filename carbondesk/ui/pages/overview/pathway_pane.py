"""The pane of the pathway chart: header with the choice of scopes, the chart or its table, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from carbondesk.language import tr, tr_many
from carbondesk.report.charts import EXTENTS, PathwayChart, extents_with_values, pathway_chart, scale_for
from carbondesk.report.targets import target_path
from carbondesk.ui import fonts
from carbondesk.ui.pages.overview.view import View
from carbondesk.ui.widgets import Button, EmptyState, IconButton, PaneHeader, Segments

if TYPE_CHECKING:
    from carbondesk.ui.plots.pathway import PathwayPlot


class PathwayPane(QWidget):
    """Shows the chart of a view; the plot itself is made after the first paint."""

    navigate = Signal(str, object)
    charted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chart: PathwayChart | None = None
        self.plot: PathwayPlot | None = None
        self._view: View | None = None
        self._offered: list[str] = []
        self._table_wanted = False
        self.header = PaneHeader(tr("Pathway to target"))
        self.extents: Segments | None = None
        self._more = IconButton("ellipsis", tr("More for this chart"))
        self._more.setMenu(self._menu())
        self.header.add(self._more)
        self.table = ChartTable()
        self._empty: QWidget | None = None
        self.said = ("", "", "")
        self._blank = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        self._stack = QStackedLayout()
        # Laid out before it is filled: without a parent its first widget opens as a window of its own.
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self.table)

    @property
    def extent(self) -> str:
        """The scopes that the chart shows: `1+2`, `3` or `1+2+3`."""
        return str(self.extents.value()) if self.extents is not None else "1+2"

    @property
    def shows_table(self) -> bool:
        """Whether the chart stands as a table."""
        return self._table_wanted

    def show_view(self, view: View | None) -> None:
        """Show the pathway of a view, or what is missing for one."""
        self._view = view
        if view is None or not view.complete:
            self.chart = None
            self._show_empty(view)
            self._more.setEnabled(False)
            self.header.set_texts(tr("Pathway to target"))
            return
        self._more.setEnabled(True)
        self._offer_extents(view)
        self._draw(view)

    def toggle_table(self) -> None:
        """Show the chart's data as a table, or the chart again."""
        if self.chart is not None:
            self._table_wanted = not self._table_wanted
            self._show_chart()
            (self.table if self._table_wanted else self.plot or self._blank).setFocus()

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.plot is not None:
            self.plot.copy_picture()

    def copy_values(self) -> None:
        """Put the chart's data on the clipboard, with tabs between the columns."""
        if self.chart is not None:
            years, rows = self.chart.table()
            lines = [[tr(self.chart.scale.unit), *years], *([name, *cells] for name, cells in rows)]
            QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def restyle(self) -> None:
        """Take the chart's pens anew from the theme."""
        if self.plot is not None:
            self.plot.restyle()

    def focus_widgets(self) -> list[QWidget]:
        """Return the part that F6 goes to."""
        shown = self._stack.currentWidget()
        return [] if shown is self._blank else [shown]

    # ---- parts -------------------------------------------------------------------------------------------

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._as_table = QAction(tr("Show as a table"), menu)
        self._as_table.setShortcut("Ctrl+T")
        # The window owns the shortcut; here it is only shown.
        self._as_table.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._as_table.triggered.connect(self.toggle_table)
        picture = QAction(tr("Copy as picture"), menu)
        picture.triggered.connect(self.copy_picture)
        values = QAction(tr("Copy data"), menu)
        values.triggered.connect(self.copy_values)
        for action in (picture, values, self._as_table):
            menu.addAction(action)
        return menu

    def _offer_extents(self, view: View) -> None:
        offered = extents_with_values(view.figures) if view.has_scope3 else ["1+2"]
        if offered == self._offered:
            return
        chosen, self._offered = self.extent, offered
        if self.extents is not None:
            self.extents.deleteLater()
            self.extents = None
        if len(offered) > 1:
            names = {"1+2": tr("Scope 1+2"), "3": tr("Scope 3"), "1+2+3": tr("All")}
            self.extents = Segments(
                [(names[each], each) for each in offered], "1+2", tr("Scopes of the chart")
            )
            if chosen in offered:
                self.extents.set_value(chosen)
            self.extents.chosen.connect(self._redraw)
            self.header.add(self.extents)
            self.header.add(self._more)

    def _redraw(self) -> None:
        if self._view is not None and self._view.complete:
            self._draw(self._view)

    def _draw(self, view: View) -> None:
        extent = self.extent
        years, complete = view.bars(extent)
        target = view.target if extent == "1+2" else target_path(view.figures, extent, view.method, complete)
        tokens = EXTENTS[extent]
        sizes = [
            sum(
                {"s1": each.scope1, "s2": each.scope2(view.method), "s3": each.scope3}[token]
                for token in tokens
            )
            for each in years
        ]
        self.chart = pathway_chart(
            years,
            extent=extent,
            method=view.method,
            scale=view.scale if extent == "1+2" else scale_for(sizes),
            target=target,
            complete=complete,
            before=self.chart,
            year_start=view.figures.organisation.year_start,
            under_way=view.under_way,
        )
        self.header.set_texts(tr("Pathway to target"), tr(self.chart.context))
        if self.plot is None and self.isVisible():
            # pyqtgraph takes longer to load than all the rest of the page to paint.
            QTimer.singleShot(0, self._show_chart)
        elif self.isVisible():
            self._show_chart()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.chart is not None:
            QTimer.singleShot(0, self._show_chart)

    def _show_chart(self) -> None:
        chart = self.chart
        if chart is None:
            return
        if self._table_wanted:
            self.table.show_chart(chart)
            self._stack.setCurrentWidget(self.table)
        else:
            self._plot().show_chart(chart)
            self._stack.setCurrentWidget(self._plot())
        self._as_table.setText(tr("Show as a chart") if self._table_wanted else tr("Show as a table"))
        self.charted.emit()

    def _plot(self) -> PathwayPlot:
        if self.plot is None:
            from carbondesk.ui.plots.pathway import PathwayPlot

            self.plot = PathwayPlot()
            self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self.plot.customContextMenuRequested.connect(self._open_menu)
            self._stack.addWidget(self.plot)
        return self.plot

    def _open_menu(self, at: object) -> None:
        if self.plot is not None:
            self._more.menu().popup(self.plot.mapToGlobal(at))

    def _show_empty(self, view: View | None) -> None:
        """Say what is missing before there can be a path, with the button that leads there."""
        words = self._empty_words(view)
        if words == self.said and self._empty is not None:
            self._stack.setCurrentWidget(self._empty)
            return
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        title, text, button = self.said = words
        empty = EmptyState("chart-column", title, text)
        empty.add_button(Button(button, "primary")).clicked.connect(self.open_gap)
        self._empty = QWidget()
        inset = QVBoxLayout(self._empty)
        inset.setContentsMargins(fonts.px(16), 0, fonts.px(16), fonts.px(16))
        inset.addWidget(empty)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    @staticmethod
    def _empty_words(view: View | None) -> tuple[str, str, str]:
        """Return title, text and button of the empty state."""
        if view is None:
            text = tr(
                "The chart begins with the first year that has every monthly value. Enter or import bills first."
            )
            return tr("No values yet"), text, tr("Enter values")
        if view.now.missing_values:
            text = tr_many(
                "{n} value of {year} is missing. A path to the target starts from a complete year.",
                "{n} values of {year} are missing. A path to the target starts from a complete year.",
                view.now.missing_values,
                year=view.name(view.year),
            )
        else:
            text = tr(
                "A path to the target starts from a year with all twelve months and a factor for every source."
            )
        return tr("No complete year yet"), text, tr("Enter what is missing")

    def open_gap(self) -> None:
        """Ask for the page and the source where the first gap is."""
        view = self._view
        gaps = {} if view is None else view.gaps
        source = next(iter(gaps), None)
        self.navigate.emit("data_entry", None if source is None else {"source": source})


class ChartTable(QTableWidget):
    """The chart's data as a table: a row for each series, a column for each year."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pathway to target, as a table"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setFont(fonts.font(12))
        self.horizontalHeader().setFont(fonts.font(12, 500))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setFont(fonts.font(12, 500))
        self.verticalHeader().setDefaultSectionSize(fonts.px(28))
        self.setTabKeyNavigation(False)

    def show_chart(self, chart: PathwayChart) -> None:
        """Fill in the chart's years and rows."""
        years, rows = chart.table()
        self.setRowCount(len(rows))
        self.setColumnCount(len(years))
        self.setHorizontalHeaderLabels(years)
        self.setVerticalHeaderLabels([name for name, _ in rows])
        for row, (_, cells) in enumerate(rows):
            for column, (year, words) in enumerate(zip(chart.years(), cells, strict=True)):
                cell = self.item(row, column)
                if cell is None:
                    cell = QTableWidgetItem()
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    self.setItem(row, column, cell)
                cell.setText(words or "–")
                cell.setToolTip("" if words else chart.void(year))
        widest = max(
            (fonts.metrics(12).horizontalAdvance(words) for _, cells in rows for words in cells), default=0
        )
        for column in range(len(years)):
            self.setColumnWidth(column, max(fonts.px(72), round(widest) + fonts.px(16)))
