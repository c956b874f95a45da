"""The pathway chart: actual years as bars of scopes, the target's path, and the dotted way to net zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

from carbondesk.language import number, tr
from carbondesk.report.charts import SCOPE_NAMES, PathwayChart
from carbondesk.ui import fonts
from carbondesk.ui.plots.canvas import CASING, Canvas, Column, Columns, Words
from carbondesk.ui.plots.readouts import ReadOut
from carbondesk.ui.style import theme

if TYPE_CHECKING:
    from carbondesk.report.targets import TargetPath

_TEXT_TOKENS = {"s1": "s1t", "s2": "s2t", "s3": "s3t"}
_CLEAR = 8.0
_HEADROOM = 1.05
"""The axis reaches a little beyond its last tick, so that its number shows whole."""


class PathwayPlot(Canvas):
    """Shows a `PathwayChart`; `show_chart` redraws only what is different from the chart before.

    Mouse and Left/Right move the read-out from year to year; `pointed(year or None)` tells where it is.
    """

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chart: PathwayChart | None = None
        self.year: int | None = None
        self._axes: tuple[object, ...] = ()
        self.grid_lines: list[pg.InfiniteLine] = []
        self.ground = pg.LinearRegionItem(movable=False)
        self.ground.setZValue(-20)
        self.columns = Columns()
        self._casing, self._path, self._dots = (pg.PlotCurveItem(antialias=True) for _ in range(3))
        self._points = pg.ScatterPlotItem(pxMode=True)
        self._cursor = pg.InfiniteLine(angle=90)
        for depth, part in enumerate(
            (self.ground, self.columns, self._casing, self._path, self._dots, self._points, self._cursor)
        ):
            part.setZValue(depth - 10 if depth == 0 else depth)
            self.addItem(part)
        self.value_words: list[Words] = []
        self.scope_words: dict[str, Words] = {}
        self.path_words, self.target_words = Words((0, 1)), Words((0, 1), (6, -9))
        self.net_zero_words, self._ground_words = Words((1, 1), (-4, -8)), Words((0, 0), (12, 6))
        for part in (self.path_words, self.target_words, self.net_zero_words, self._ground_words):
            self.addItem(part)
        self._readout = ReadOut(self)
        self._cursor.hide()
        self.setAccessibleName(tr("Pathway to target"))
        self.restyle()

    # ---- drawing -----------------------------------------------------------------------------------------

    def show_chart(self, chart: PathwayChart) -> None:
        """Draw a chart; ranges, ticks and lines that stay are left alone."""
        self.chart = chart
        axes = (chart.first, chart.right, chart.top, chart.ticks, tuple(chart.year_ticks()), chart.scale)
        if axes != self._axes:
            self._axes = axes
            self._draw_axes(chart)
        self.columns.show_columns([Column(chart.x(bar.year), bar.parts, bar.complete) for bar in chart.bars])
        self._draw_path(chart)
        self._draw_words(chart)
        self.setAccessibleDescription(chart.sentence())
        if self.year is not None:
            self.point_at(self.year if self.year in chart.years() else None)

    def restyle(self) -> None:
        """Take pens and inks anew from the theme and the screen's pixel ratio."""
        look = theme.tokens()
        self.style_axes()
        self.ground.setBrush(look.colour("sunken"))
        for line in self.ground.lines:
            line.setPen(pg.mkPen(None))
        self._casing.setPen(self.pen("panel", CASING))
        self._path.setPen(self.pen("path", 2.4))
        dotted = self.pen("path", 2.0, Qt.PenStyle.CustomDashLine)
        dotted.setDashPattern([1.6, 1.8])
        self._dots.setPen(dotted)
        dashed = self.pen("actual", 1.2, Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([3, 3])
        self._cursor.setPen(dashed)
        self._style_grid()
        if self.chart is not None:
            self._draw_points(self.chart)
            self._draw_words(self.chart)
        self.viewport().update()

    def _name_years(self, chart: PathwayChart) -> None:
        """Name the years on the axis; where they would touch, every second one up to the split."""
        years = chart.year_ticks()
        room = (self.width() - self.getAxis("left").width()) / max(1.0, chart.right - chart.first + 1)
        step = 1 if room > fonts.metrics(11).horizontalAdvance("2025") + fonts.px(6) else 2
        shown = [year for year in years if year > chart.split or (chart.split - year) % step == 0]
        self.getAxis("bottom").setTicks([[(chart.x(year), str(year)) for year in shown]])

    def _draw_axes(self, chart: PathwayChart) -> None:
        decimals = 0 if all((tick / chart.scale.divisor).is_integer() for tick in chart.ticks) else 1
        left = [(tick, number(tick / chart.scale.divisor, decimals)) for tick in chart.ticks]
        self.getAxis("left").setTicks([left])
        widest = max(fonts.metrics(11).horizontalAdvance(words) for _, words in left)
        self.getAxis("left").setWidth(round(widest) + fonts.px(20))
        self._name_years(chart)
        while len(self.grid_lines) > len(chart.ticks):
            self.removeItem(self.grid_lines.pop())
        while len(self.grid_lines) < len(chart.ticks):
            line = pg.InfiniteLine(angle=0)
            line.setZValue(-15)
            self.grid_lines.append(line)
            self.addItem(line)
        for line, tick in zip(self.grid_lines, chart.ticks, strict=True):
            line.setValue(tick)
        self._style_grid()
        self.ground.setVisible(chart.compressed)
        self.ground.setRegion((chart.x(chart.split) + 0.45, chart.right))
        self._set_range(chart)

    def _set_range(self, chart: PathwayChart) -> None:
        """Give the names of the scopes their pixels at the left, however narrow the chart is."""
        names = [tr(SCOPE_NAMES[token]) for token, _ in chart.stack_labels()]
        wanted = max(
            (fonts.metrics(12, 600).horizontalAdvance(name) for name in names), default=0
        ) + fonts.px(12)
        room = max(1.0, self.width() - self.getAxis("left").width())
        edge = chart.first - Columns.WIDTH / 2
        left = edge - (chart.right - edge) * min(0.4, wanted / room) / (1 - min(0.4, wanted / room))
        self.getViewBox().setRange(
            xRange=(left, chart.right), yRange=(0, chart.top * _HEADROOM), padding=0, disableAutoRange=True
        )

    def _style_grid(self) -> None:
        for line in self.grid_lines:
            line.setPen(self.pen("line" if line.value() == 0 else "grid"))

    def _draw_path(self, chart: PathwayChart) -> None:
        path, beyond = chart.path, chart.beyond
        xs, ys = [chart.x(year) for year, _ in path], [amount for _, amount in path]
        self._casing.setData(xs, ys)
        self._path.setData(xs, ys)
        self._dots.setData([chart.x(year) for year, _ in beyond], [amount for _, amount in beyond])
        self._draw_points(chart)

    def _draw_points(self, chart: PathwayChart) -> None:
        look = theme.tokens()
        ends = chart.path[-1:] + chart.beyond[1:]
        self._points.setData(
            [chart.x(year) for year, _ in ends],
            [amount for _, amount in ends],
            size=fonts.px(12),
            brush=look.colour("path"),
            pen=self.pen("panel", 1.6),
        )

    def _draw_words(self, chart: PathwayChart) -> None:
        while len(self.value_words) > len(chart.bars):
            self.removeItem(self.value_words.pop())
        while len(self.value_words) < len(chart.bars):
            made = Words((0.5, 1), (0, -3))
            self.value_words.append(made)
            self.addItem(made)
        for words, bar in zip(self.value_words, chart.bars, strict=True):
            ink = "ink" if bar.complete else "warn"
            words.show_lines((chart.scale.words(bar.total), 600, ink))
            words.set_anchor((0.5, 1), (0, -3 if bar.complete else -12))
            words.move(chart.x(bar.year), bar.total)
        self._draw_names(chart)
        self._draw_target_words(chart)

    def _draw_names(self, chart: PathwayChart) -> None:
        placed = dict(chart.stack_labels()) if len(chart.bars and chart.bars[0].parts) > 1 else {}
        for token in [known for known in self.scope_words if known not in placed]:
            self.removeItem(self.scope_words.pop(token))
        for token, height in self._spread(placed, chart).items():
            if token not in self.scope_words:
                self.scope_words[token] = Words((1, 0.5), (-5, 0))
                self.addItem(self.scope_words[token])
            self.scope_words[token].show_lines((tr(SCOPE_NAMES[token]), 600, _TEXT_TOKENS[token]))
            self.scope_words[token].move(chart.x(chart.bars[0].year) - Columns.WIDTH / 2, height)

    def _spread(self, placed: dict[str, float], chart: PathwayChart) -> dict[str, float]:
        """Move names apart that would lie on each other: a line of text needs its height."""
        _, per_pixel = self.getViewBox().viewPixelSize()
        least = per_pixel * (fonts.metrics(12).height() + 2)
        lowest, result = least / 2 if per_pixel < chart.top else 0.0, {}
        for token, height in placed.items():
            result[token] = max(height, lowest)
            lowest = result[token] + least
        return result

    def _draw_target_words(self, chart: PathwayChart) -> None:
        head, foot = chart.target_label()
        self.target_words.show_lines((head, 600, "path"), (foot, 500, "ink2"))
        head, foot = chart.net_zero_label()
        self.net_zero_words.show_lines((head, 600, "path"), (foot, 500, "ink2"))
        self._ground_words.show_lines((chart.ground_label() if chart.compressed else "", 500, "ink3"))
        self.path_words.show_lines((chart.path_label(), 600, "path"))
        target = chart.target
        if target is None:
            return
        self.target_words.move(chart.x(target.target_year), target.target)
        self._ground_words.move(chart.x(chart.split) + 0.45, chart.top * _HEADROOM)
        self._draw_zero_words(chart)
        self._place_path_words(chart, target)

    def _place_path_words(self, chart: PathwayChart, target: TargetPath) -> None:
        """Put the path's name over its line, behind the last bar and clear of the target's words."""
        last = chart.bars[-1].year if chart.bars else target.base_year
        width = self.path_words.size().width()
        limit = self.pixel(chart.x(target.target_year), 0).x() - width - fonts.px(30)
        wanted = self.pixel(chart.x((last + target.target_year) / 2), 0).x() - width / 2
        start = self.pixel(chart.x(last) + Columns.WIDTH / 2 + 0.1, 0).x()
        at = max(start, min(wanted, limit))
        year = self.getViewBox().mapSceneToView(self.mapToScene(round(at), 0)).x()
        height = target.at(min(max(year, target.base_year), target.target_year)) or target.target
        self.path_words.set_anchor((0, 1), (4, -_CLEAR))
        self.path_words.move(year, height)

    def _draw_zero_words(self, chart: PathwayChart) -> None:
        """Put the net-zero words left of their point, clear of the dotted line that comes from above."""
        if len(chart.beyond) < 2:
            return
        start, end = (self.pixel(chart.x(year), amount) for year, amount in chart.beyond)
        slope = (end.y() - start.y()) / max(1.0, end.x() - start.x())
        half = fonts.metrics(12).height() + 1
        away = half / slope + _CLEAR + 2 if slope > 0.2 else 0.0
        if 0 < away < 70:
            self.net_zero_words.set_anchor((1, 0.5), (-away, 2))
        else:
            self.net_zero_words.set_anchor((1, 1), (fonts.px(8), -_CLEAR - 60 * max(0.0, slope)))
        self.net_zero_words.move(chart.x(chart.beyond[1][0]), chart.beyond[1][1])

    # ---- the read-out ------------------------------------------------------------------------------------

    def point_at(self, year: int | None) -> None:
        """Show the read-out at a year, or hide it with None."""
        chart = self.chart
        rows = [] if chart is None or year is None else chart.readout(year)
        if chart is None or year is None or not rows:
            self.year = None
            self._cursor.hide()
            self._readout.hide()
            self.pointed.emit(None)
            return
        self.year = year
        self._cursor.setValue(chart.x(year))
        self._cursor.show()
        bar, path = chart.bar(year), chart.path_at(year)
        heights = [amount for amount in (bar.total if bar else None, path) if amount is not None]
        points = [self.pixel(chart.x(year), height) for height in heights]
        area = self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect()
        self._readout.show_at(str(year), rows, points, area)
        self.setAccessibleDescription(f"{self._readout.text()}. {chart.sentence()}")
        self.pointed.emit(year)

    def readout_text(self) -> str:
        """Return what the read-out says, empty while it is hidden."""
        return self._readout.text() if self.year is not None else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        chart = self.chart
        if chart is None or not chart.bars:
            return
        at = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint())).x()
        inside = self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect()
        if not inside.contains(event.position().toPoint()):
            self.point_at(None)
            return
        self.point_at(min(chart.years(), key=lambda year: abs(chart.x(year) - at)))

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chart, key = self.chart, event.key()
        if chart is not None and chart.bars and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            years = chart.years()
            start = self.year if self.year in years else chart.bars[-1].year
            step = 1 if key == Qt.Key.Key_Right else -1
            place = years.index(start) + (step if self.year is not None else 0)
            self.point_at(years[min(max(place, 0), len(years) - 1)])
        elif key == Qt.Key.Key_Escape and self.year is not None:
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # pyqtgraph calls this once from its own constructor, before ours has run.
        if getattr(self, "chart", None) is not None and self.chart is not None:
            self._set_range(self.chart)
            self._name_years(self.chart)
            self._draw_words(self.chart)

    # ---- taking it along ---------------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        self.point_at(None)
        QApplication.clipboard().setPixmap(self.grab())

    def pixel(self, x: float, y: float) -> QPointF:
        """Return where a point of the data lies in the widget."""
        return QPointF(self.mapFromScene(self.getViewBox().mapViewToScene(QPointF(x, y))))
