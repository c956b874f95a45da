"""The pane of a target's chart: header, the chart with its knob, the table of years under it, and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.report.target_charts import TargetChart, target_chart
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets import chart_files
from carbondesk.ui.pages.targets.year_table import YearTable, copy_table
from carbondesk.ui.widgets import Badge, IconButton, PaneHeader, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from carbondesk.domain.targets.studies import Study
    from carbondesk.report.charts import Scale
    from carbondesk.ui.plots.target import TargetPlot

LOW = 600
"""Unscaled pixels of the pane under which the table stays closed until it is asked for."""
MOST = 400
"""Unscaled pixels that the chart keeps before more than five rows of the table are shown."""
WIDE = 520
"""Unscaled pixels of the pane from which its badge names the year."""
LEAST = 150
"""Unscaled pixels that a chart needs beside the table; with less, the table takes its place."""


class ChartPane(QWidget):
    """Shows a study. The plot itself is made after the first paint; `charted` tells when it stands.

    `dragged`, `settled` and `cancelled` are those of the knob (see `TargetPlot`).
    """

    dragged = Signal(float)
    settled = Signal(float)
    cancelled = Signal()
    charted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chart: TargetChart | None = None
        self.plot: TargetPlot | None = None
        self._reason = ""
        self._wanted: bool | None = None
        self.header = PaneHeader(tr("Pathway"))
        self.badge = Badge("", "ok")
        self._more = IconButton("ellipsis", tr("More for this chart"))
        self._more.setMenu(self._menu())
        self.header.add(self.badge)
        self.header.add(self._more)
        self._room = QWidget()
        self._room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._inside = QVBoxLayout(self._room)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.rule, self.table = Rule(tint="line"), YearTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._room, 1)
        column.addWidget(self.rule)
        column.addWidget(self.table)
        column.addStretch(0)
        self.badge.hide()
        self._arrange()

    # ---- showing -----------------------------------------------------------------------------------------

    def show_study(
        self,
        study: Study,
        others: Iterable[Study | tuple[str, Study]] = (),
        ghosts: Iterable[Study | tuple[str, Study]] = (),
        *,
        scale: Scale | None = None,
        year_start: int = 1,
        complete: Collection[int] | None = None,
    ) -> None:
        """Show a target's study, and what `target_chart` takes besides: lines beside it, the complete years ..."""
        self.show_chart(
            target_chart(
                study,
                scale=scale,
                others=others,
                ghosts=ghosts,
                year_start=year_start,
                complete=complete,
            )
        )

    def show_chart(self, chart: TargetChart) -> None:
        """Show a chart; while it is dragged only what changed is painted again."""
        before, self.chart = self.chart, chart
        if before is None or before.context != chart.context:
            self.header.set_texts(tr("Pathway"), tr(chart.context))
        self._show_badge(chart)
        if self.table.isVisibleTo(self):
            self.table.show_chart(chart)
        if self.plot is not None:
            self.plot.show_chart(chart)
        elif self.isVisible():
            # pyqtgraph takes longer to load than all the rest of the page to paint.
            QTimer.singleShot(0, self._make_plot)

    def set_writable(self, reason: str) -> None:
        """Let the knob be pulled, or say why it cannot be."""
        self._reason = reason
        if self.plot is not None:
            self.plot.set_writable(reason)

    def toggle_table(self) -> None:
        """Show the table of years, or close it."""
        had_focus = self.table.hasFocus()
        self._wanted = not self.shows_table
        self._arrange()
        if self.shows_table:
            self.table.setFocus()
        elif had_focus and self.plot is not None:
            self.plot.setFocus()

    @property
    def shows_table(self) -> bool:
        """Whether the table of years is open."""
        return self._wanted if self._wanted is not None else self.height() >= fonts.px(LOW)

    def restyle(self) -> None:
        """Take the chart's pens anew from the theme."""
        if self.plot is not None:
            self.plot.restyle()

    def focus_widgets(self) -> list[QWidget]:
        """Return the parts that F6 goes to."""
        parts = [self.plot, self.table]
        return [part for part in parts if part is not None and part.isVisibleTo(self)]

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.plot is not None:
            self.plot.copy_picture()

    def copy_values(self) -> None:
        """Put the chart's data on the clipboard, with tabs between the columns."""
        copy_table(self.chart)

    def actions_of_menu(self) -> list[QAction]:
        """Return what can be done with the chart, as its menu offers it."""
        return self._more.menu().actions()

    # ---- parts -------------------------------------------------------------------------------------------

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._as_table = QAction(tr("Table of years"), menu)
        self._as_table.setCheckable(True)
        self._as_table.setShortcut("Ctrl+T")
        # The window owns the shortcut; here it is only shown.
        self._as_table.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._as_table.triggered.connect(self.toggle_table)
        for words, act in (
            (tr("Copy as picture"), self.copy_picture),
            (tr("Copy data"), self.copy_values),
            (tr("Save as PNG…"), lambda: chart_files.save(self, ".png")),
            (tr("Save as SVG…"), lambda: chart_files.save(self, ".svg")),
            (tr("Save data as CSV…"), lambda: chart_files.save(self, ".csv")),
        ):
            action = QAction(words, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.insertSeparator(menu.actions()[2])
        menu.addSeparator()
        menu.addAction(self._as_table)
        return menu

    def _show_badge(self, chart: TargetChart) -> None:
        words, newest = chart.distance_words(), chart.newest()
        if newest is not None and self.width() >= fonts.px(WIDE):
            words = words and tr("{distance} in {year}", distance=words, year=chart.name(newest[0]))
        self.badge.setVisible(bool(words))
        if words and words != self.badge.text():
            icon = "gauge" if chart.distance_tone() == "ok" else "triangle-alert"
            self.badge.set_state(words, chart.distance_tone(), icon)

    def _arrange(self) -> None:
        """Give chart and table their places; on a very low pane the table takes the chart's."""
        shown = self.shows_table
        self.table.set_room(self.height() - self.header.height() - fonts.px(MOST))
        self._as_table.setChecked(shown)
        if shown and self.chart is not None:
            self.table.show_chart(self.chart)
        left = self.height() - self.header.height() - self.table.full_height()
        self._room.setVisible(not shown or left >= fonts.px(LEAST))
        self.rule.setVisible(shown)
        self.table.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.chart is not None:
            self._show_badge(self.chart)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plot is None and self.chart is not None:
            QTimer.singleShot(0, self._make_plot)

    def _make_plot(self) -> None:
        if self.plot is not None or self.chart is None:
            return
        from carbondesk.ui.plots.target import TargetPlot

        self.plot = plot = TargetPlot()
        plot.set_writable(self._reason)
        plot.dragged.connect(self.dragged)
        plot.settled.connect(self.settled)
        plot.cancelled.connect(self.cancelled)
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._open_menu)
        self._inside.addWidget(plot)
        plot.show_chart(self.chart)
        self.charted.emit()

    def _open_menu(self, at: QPoint) -> None:
        if self.plot is not None:
            self._more.menu().popup(self.plot.mapToGlobal(at))
