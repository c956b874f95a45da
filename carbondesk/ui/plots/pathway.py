"""The pathway chart: actual years as bars of scopes, the target's path, and the dotted way to net zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

from carbondesk import language
from carbondesk.language import number, tr
from carbondesk.report.charts import SCOPE_NAMES, PathwayChart
from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.canvas import AXIS, GAP, Canvas, Ground, Plane
from carbondesk.ui.plots.captions import Room, placed, step_that_fits
from carbondesk.ui.plots.marks import Column, Columns, Line, Lines, Upright, Words
from carbondesk.ui.plots.pathway_words import captions
from carbondesk.ui.plots.readouts import ReadOut

if TYPE_CHECKING:
    from carbondesk.ui.plots.captions import Caption

_HEADROOM = 1.05
"""The axis reaches a little beyond its last tick, so that its number shows whole."""
_MOST_FOR_NAMES = 0.4
_SHADE_AFTER = 0.45


class PathwayPlot(Canvas):
    """Shows a `PathwayChart`; `show_chart` redraws only what is different from the chart before.

    Mouse and Left/Right move the read-out from year to year; `pointed(year or None)` tells where it is.
    """

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chart: PathwayChart | None = None
        self.year: int | None = None
        self._framed: tuple[object, ...] = ()
        self.columns, self.lines, self.words, self._cursor = Columns(), Lines(), Words(), Upright()
        for mark in (self.columns, self.lines, self.words, self._cursor):
            self.add_mark(mark)
        self._readout = ReadOut(self)
        self.setAccessibleName(tr("Pathway to target"))

    @property
    def captions(self) -> dict[str, Caption]:
        """The words that stand on the chart now, by name: `value 2025`, `scope s1`, `path`, `target` ..."""
        return self.words.captions

    # ---- drawing -----------------------------------------------------------------------------------------

    def show_chart(self, chart: PathwayChart) -> None:
        """Draw a chart; ground, bars, lines and words that stay are left alone."""
        self.chart = chart
        self._draw(chart)
        sentence = chart.sentence()
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)
        if self.year is not None:
            self.point_at(self.year if self.year in chart.years() else None)

    def restyle(self) -> None:
        """Take the inks anew from the theme."""
        self.lines.forget_picture()
        self.forget_ground()

    def _draw(self, chart: PathwayChart) -> None:
        bounds = QRectF(0, 0, self.width(), self.height())
        frame = self._frame(chart)
        if frame != self._framed:
            self._framed = frame
            self.set_ground(self._ground(chart))
        plane = self.plane
        bars = [Column(chart.x(bar.year), bar.parts, bar.complete) for bar in chart.bars]
        self.columns.show_columns(bars, plane, bounds)
        self.lines.show_lines(_lines(chart), plane, bounds)
        room = Room(bounds, plane.box, self.columns.boxes, self.lines.shapes)
        self.words.show_captions(placed(captions(chart, plane), room), bounds)

    def _frame(self, chart: PathwayChart) -> tuple[object, ...]:
        """Return all that the ground hangs on; an edit of a value leaves it as it is."""
        tokens = tuple(token for token, _ in chart.stack_labels())
        years = (chart.first, chart.split, chart.last, chart.year_start)
        look = (self.width(), self.height(), fonts.text_scale(), language.current())
        return (*years, *look, chart.top, chart.ticks, chart.scale, tokens)

    def _ground(self, chart: PathwayChart) -> Ground:
        decimals = 0 if all((tick / chart.scale.divisor).is_integer() for tick in chart.ticks) else 1
        rows = tuple((tick, number(tick / chart.scale.divisor, decimals)) for tick in chart.ticks)
        widest = max((lettering.width(words, 11) for _, words in rows), default=0.0)
        left = round(widest) + fonts.px(GAP + 8)
        area = (float(left), 0.0, max(1.0, self.width() - left), max(1.0, self.height() - fonts.px(AXIS)))
        x_range = (self._left_end(chart, area[2]), chart.right)
        plane = Plane(area, x_range, (0.0, chart.top * _HEADROOM))
        rows = _named_rows(rows, plane)
        shade = (chart.x(chart.split) + _SHADE_AFTER, chart.right) if chart.compressed else None
        return Ground(plane, rows, _named_years(chart, plane), shade)

    @staticmethod
    def _left_end(chart: PathwayChart, room: float) -> float:
        """Give the names of the scopes their pixels at the left, however narrow the chart is."""
        names = [tr(SCOPE_NAMES[token]) for token, _ in chart.stack_labels()]
        wanted = max((lettering.width(name, 12, 600) for name in names), default=0.0) + fonts.px(12)
        share = min(_MOST_FOR_NAMES, wanted / room)
        edge = chart.first - Columns.WIDTH / 2
        return edge - (chart.right - edge) * share / (1 - share)

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
        self._cursor.show_at(chart.x(year), self.plane)
        bar, path = chart.bar(year), chart.path_at(year)
        heights = [amount for amount in (bar.total if bar else None, path) if amount is not None]
        points = [self.pixel(chart.x(year), height) for height in heights]
        self._readout.show_at(chart.name(year), rows, points, self.plane.box.toRect())
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
        if not self.plane.box.contains(event.position()):
            self.point_at(None)
            return
        at = self.plane.value_at(event.position().x())
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
        # A plot that closes loses the focus after its scene.
        if not self.closed:
            self.point_at(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # pyqtgraph calls this from its own constructor, before ours has run, and when the scene is gone already.
        if getattr(self, "chart", None) is not None and self.chart is not None and not self.closed:
            self._draw(self.chart)
            self.point_at(self.year)

    # ---- taking it along ---------------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        self.point_at(None)
        QApplication.clipboard().setPixmap(self.grab())

    def pixel(self, x: float, y: float) -> QPointF:
        """Return where a point of the data lies in the widget."""
        return self.plane.point(x, y)


def _lines(chart: PathwayChart) -> list[Line]:
    """Return the dotted way to net zero and the path over it, with their knobs."""
    path = tuple((chart.x(year), amount) for year, amount in chart.path)
    beyond = tuple((chart.x(year), amount) for year, amount in chart.beyond)
    return [
        Line(beyond, "path", 2.0, (1.6, 1.8), knobs=beyond[1:]),
        Line(path, "path", 2.4, casing=True, knobs=path[-1:]),
    ]


def _named_rows(rows: tuple[tuple[float, str], ...], plane: Plane) -> tuple[tuple[float, str], ...]:
    """Leave numbers of the axis out that would touch on a low chart; their lines stay."""
    step = step_that_fits([-plane.y(value) for value, _ in rows], [lettering.height(11)], 0)
    return tuple((value, words if place % step == 0 else "") for place, (value, words) in enumerate(rows))


def _named_years(chart: PathwayChart, plane: Plane) -> tuple[tuple[float, str], ...]:
    """Name the years on the axis; where they would touch, every second or fifth one, and fewer decades."""
    near = [year for year in chart.year_ticks() if year <= chart.split]
    wide = [lettering.width(chart.name(year), 11) for year in near]
    step = step_that_fits([plane.x(chart.x(year)) for year in near], wide, fonts.px(6))
    named = [year for year in near if (chart.split - year) % step == 0]
    edge = plane.box.right() + fonts.px(6)
    far: list[int] = []
    start = plane.x(chart.x(chart.split)) + max(wide, default=0.0) / 2 + fonts.px(6)
    for year in reversed([year for year in chart.year_ticks() if year > chart.split]):
        half, at = lettering.width(chart.name(year), 11) / 2, plane.x(chart.x(year))
        if start <= at - half and at + half + fonts.px(6) <= edge + (0 if far else fonts.px(6)):
            far.insert(0, year)
            edge = at - half
    return tuple((chart.x(year), chart.name(year)) for year in [*named, *far])
