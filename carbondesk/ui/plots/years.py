"""A chart of years with a read-out that steps from year to year, by mouse and by Left and Right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.plots.canvas import Canvas
from carbondesk.ui.plots.marks import Lines, Upright, Words
from carbondesk.ui.plots.readouts import ReadOut

if TYPE_CHECKING:
    from carbondesk.ui.plots.canvas import Ground
    from carbondesk.ui.plots.captions import Caption


class YearChart(Protocol):
    """What a chart tells a plot of years."""

    def x(self, year: float) -> float:
        """Return the place of a year on the axis."""

    def name(self, year: int) -> str:
        """Return a year's short name."""

    def years(self) -> list[int]:
        """Return the years that the read-out stops at."""

    def readout(self, year: int) -> list[tuple[str, str, str]]:
        """Return what the pop-up says of a year: lines of (token, name, amount)."""

    def heights(self, year: int) -> list[tuple[str, float]]:
        """Return (token, value) of the points that the pop-up must not cover."""

    def sentence(self) -> str:
        """Say what the chart shows."""


class YearPlot(Canvas):
    """Mouse and Left/Right move the read-out from year to year; `pointed(year or None)` tells where it is."""

    pointed = Signal(object)
    over = False
    """Whether the pop-up stands over its points where it can, rather than beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.year: int | None = None
        self._framed: tuple[object, ...] = ()
        self.lines, self.words, self.cursor_mark = Lines(), Words(), Upright()
        for mark in (self.lines, self.words, self.cursor_mark):
            self.add_mark(mark)
        self.pop_up = ReadOut(self)

    def year_chart(self) -> YearChart | None:
        """Return the chart whose years the read-out steps through, None where there is nothing to read."""
        raise NotImplementedError

    def start_year(self) -> int:
        """Return the year at which the read-out starts when a key asks for it; another one: at the first."""
        raise NotImplementedError

    def kept_free(self) -> QRect:
        """Return what the pop-up is not to lie on besides its points; empty for nothing."""
        return QRect()

    @property
    def captions(self) -> dict[str, Caption]:
        """The words that stand on the chart now, by name: `value 2025`, `trend`, `target`, `net zero` ..."""
        return self.words.captions

    # ---- drawing -----------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Lay the chart out anew in the size that the widget has."""
        raise NotImplementedError

    def lay_ground(self, frame: tuple[object, ...], ground: Callable[[], Ground]) -> QRectF:
        """Show a ground, made anew where its `frame` or the widget is another; return the bounds of the widget."""
        look = (*frame, self.width(), self.height(), fonts.text_scale(), language.current())
        if look != self._framed:
            self._framed = look
            self.set_ground(ground())
        return QRectF(0, 0, self.width(), self.height())

    def restyle(self) -> None:
        """Take the inks anew from the theme."""
        self.lines.forget_picture()
        self.forget_ground()

    # ---- the read-out ------------------------------------------------------------------------------------

    def point_at(self, year: int | None) -> None:
        """Show the read-out at a year, or hide it with None."""
        chart = self.year_chart()
        rows = [] if chart is None or year is None else chart.readout(year)
        if chart is None or year is None or not rows:
            told, self.year = self.year is not None, None
            self.cursor_mark.hide()
            self.pop_up.hide()
            if told:
                self.pointed.emit(None)
            return
        moved, self.year = year != self.year, year
        self.cursor_mark.show_at(chart.x(year), self.plane)
        points = [self.pixel(chart.x(year), height) for _, height in chart.heights(year)]
        area = self.plane.box.toRect()
        self.pop_up.show_at(chart.name(year), rows, points, area, self.kept_free(), over=self.over)
        self.setAccessibleDescription(f"{self.pop_up.text()}. {chart.sentence()}")
        if moved:
            self.pointed.emit(year)

    def readout_text(self) -> str:
        """Return what the read-out says, empty while it is hidden."""
        return self.pop_up.text() if self.year is not None else ""

    def year_at(self, spot: QPointF) -> int | None:
        """Return the year nearest to a spot in pixels, None outside of the plot."""
        chart = self.year_chart()
        if chart is None or not self.plane.box.contains(spot):
            return None
        at = self.plane.value_at(spot.x())
        return min(chart.years(), key=lambda year: abs(chart.x(year) - at), default=None)

    def step_read_out(self, step: int) -> None:
        """Move the read-out some years to the right."""
        chart = self.year_chart()
        years = [] if chart is None else chart.years()
        if not years:
            return
        start = self.start_year() if self.year is None else self.year
        place = years.index(start) + (step if self.year is not None else 0) if start in years else 0
        self.point_at(years[min(max(place, 0), len(years) - 1)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.point_at(self.year_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.year_chart() is not None and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.step_read_out(1 if key == Qt.Key.Key_Right else -1)
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
        if getattr(self, "pop_up", None) is not None and not self.closed:
            self.redraw()
            self.point_at(self.year)

    # ---- taking it along ---------------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        self.point_at(None)
        QApplication.clipboard().setPixmap(self.grab())

    def pixel(self, x: float, y: float) -> QPointF:
        """Return where a point of the data lies in the widget."""
        return self.plane.point(x, y)
