"""The chart of a target with its knob: pulled by mouse or keys it tells every value, and once what it came to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from carbondesk.language import tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.axes import area_beside, named_rows, named_years
from carbondesk.ui.plots.canvas import Ground, Plane
from carbondesk.ui.plots.marks import Line
from carbondesk.ui.plots.target_knob import KnobPlot
from carbondesk.ui.plots.target_marks import (
    DOT,
    TRACK,
    Band,
    Dot,
    Dots,
    Span,
    TagWords,
    around,
)
from carbondesk.ui.plots.target_placing import Airy, Placing
from carbondesk.ui.plots.target_words import FEW, SHADE_AFTER, spots

if TYPE_CHECKING:
    from carbondesk.report.target_charts import TargetChart
    from carbondesk.report.target_lines import Points

_HEADROOM = 1.05
_LEFT_OF_FIRST = 0.45
_MOST_FOR_TAG = 0.34
_PICTURE = 2.0


class TargetPlot(KnobPlot):
    """Shows a `TargetChart`; `show_chart` redraws only what is different from the chart before.

    Up and Down move the knob (see `KnobPlot` for what it tells), Left and Right the read-out.
    """

    over = True

    def __init__(self) -> None:
        super().__init__()
        self._placing = Placing()
        self._own_from = 0
        self.band, self.dots, self._read = Band(), Dots(3), Dots(11)
        for mark in (self.band, self.dots, self._read):
            self.add_mark(mark)
        self.setAccessibleName(tr("Pathway of the target"))

    def year_chart(self) -> TargetChart | None:
        return self.chart

    def start_year(self) -> int:
        chart = self.chart
        return chart.actual[-1][0] if chart is not None and chart.actual else 0

    # ---- drawing -----------------------------------------------------------------------------------------

    def show_chart(self, chart: TargetChart) -> None:
        """Draw a chart; ground, lines and words that stay are left alone."""
        self.chart = chart
        if chart.share is not None:
            self.pull.rest(chart.share)
        self.redraw()
        if not self.pull.held:
            self.describe()
        if self.year is not None:
            self.point_at(self.year if self.year in chart.years() else None)

    def restyle(self) -> None:
        super().restyle()
        for mark in (self.band, self.track, self.dots, self._read):
            mark.forget_picture()

    def redraw(self) -> None:
        chart = self.chart
        if chart is None:
            return
        bounds = self.lay_ground(_frame(chart), lambda: self._ground(chart))
        plane = self.plane
        upper, lower = (_drawn(chart, edge) for edge in chart.edges())
        self.band.show_band(upper, lower, plane)
        beside, own = _beside(chart), _own(chart)
        self._own_from = len(beside)
        self.lines.show_lines([*beside, *own], plane, bounds)
        dots = [Dot(chart.x(year), value, "actual", year in chart.lacking) for year, value in chart.actual]
        self.dots.show_dots(dots, plane)
        self.track.show_span(_span(chart), plane)
        below = self.draw_knob(chart)
        self._draw_words(chart, bounds, below=below)

    def _draw_words(self, chart: TargetChart, bounds: QRectF, *, below: bool) -> None:
        knob = [self.knob.boundingRect().adjusted(3, 3, -3, -3), self.tag.box.adjusted(-2, -1, 2, 1)]
        moving = Airy(
            bounds, self.plane.box, knob if self.knob.at is not None else [], self._shapes(moving=True)
        )
        words = self._placing.words(
            chart,
            self.plane,
            lambda: Airy(bounds, self.plane.box, self._filled(chart), self._resting(chart)),
            moving,
            below=below,
            pulled=self.pull.active,
        )
        self.words.show_captions(words, bounds)

    def _resting(self, chart: TargetChart) -> list[QPolygonF]:
        """Return the lines that stay while the knob moves, and the edges of the band.

        So many other lines cannot all be kept clear of words; those of the target are.
        """
        edges = [QPolygonF(spots(edge, chart, self.plane)) for edge in chart.edges() if edge]
        others = self.lines.shapes[: self._own_from] if len(chart.strands) <= FEW else ()
        return [*others, *self._shapes(moving=False), *edges]

    def _shapes(self, *, moving: bool) -> list[QPolygonF]:
        """Return the target's own lines that move with the knob, or those that do not."""
        own = zip(self.lines.lines[self._own_from :], self.lines.shapes[self._own_from :], strict=True)
        return [shape for line, shape in own if (line.tint == "path") == moving]

    def _filled(self, chart: TargetChart) -> list[QRectF]:
        """Return what words keep off besides lines and knob: dots and track."""
        found = [around(self.plane.point(dot.x, dot.y), fonts.px(DOT)) for dot in self.dots.dots]
        found += [around(spot, fonts.px(DOT + 2)) for spot in spots(chart.beyond[1:], chart, self.plane)]
        if self.knob.at is not None:
            inset = (self.track.box.width() - fonts.px(TRACK)) / 2
            found.append(self.track.box.adjusted(inset, 0, -inset, 0))
        return found

    def _ground(self, chart: TargetChart) -> Ground:
        rows = tuple(zip(chart.ticks, chart.yardstick.ticks(chart.ticks), strict=True))
        area = area_beside(rows, self.width(), self.height())
        x_range = self._x_range(chart, area[2])
        plane = Plane(area, x_range, (0.0, chart.top * _HEADROOM))
        shade = (chart.x(chart.split) + SHADE_AFTER, x_range[1]) if chart.compressed else None
        return Ground(plane, named_rows(rows, plane), named_years(chart, plane), shade)

    @staticmethod
    def _x_range(chart: TargetChart, room: float) -> tuple[float, float]:
        """Give the first amount its pixels at the left, and the tag its own at the right of the knob."""
        start, right = chart.first - _LEFT_OF_FIRST, chart.right
        if chart.share is not None:
            most = TagWords(tr("Drag to change"), chart.share_words(1.0), chart.yardstick.amount(chart.base))
            share = min(_MOST_FOR_TAG, (most.size()[0] + fonts.px(24)) / room)
            right = max(right, start + (chart.x(chart.target_year) - start) / (1 - share))
        amounts = (chart.yardstick.words(value) for _, value in chart.actual[:1])
        half = max((lettering.width(words, 12, 600) for words in amounts), default=0.0) / 2 + fonts.px(5)
        share = min(_MOST_FOR_TAG, half / room)
        return min(start, chart.first - (right - chart.first) * share / (1 - share)), right

    def point_at(self, year: int | None) -> None:
        super().point_at(year)
        chart = self.chart
        dots = [] if chart is None or self.year is None else chart.heights(self.year)
        shown = [Dot(chart.x(self.year), value, tint) for tint, value in dots] if chart and self.year else []
        self._read.show_dots(shown, self.plane)

    # ---- taking it along ---------------------------------------------------------------------------------

    def picture(self, scale: float = _PICTURE) -> QImage:
        """Return the chart as a picture of so many pixels a point, without read-out, hint and focus."""
        self.point_at(None)
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        with self.at_rest():
            painter = QPainter(image)
            self.render(painter, QRectF(self.rect()), self.rect())
            painter.end()
        return image

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QApplication.clipboard().setPixmap(QPixmap.fromImage(self.picture()))


def _frame(chart: TargetChart) -> tuple[object, ...]:
    """Return all of a chart that the ground hangs on; a drag leaves it as it is."""
    years = (chart.first, chart.split, chart.last, chart.target_year, chart.year_start, chart.share is None)
    return (*years, chart.top, chart.ticks, chart.yardstick)


def _beside(chart: TargetChart) -> list[Line]:
    """Return the thin lines beside the target's own."""
    found = []
    for strand in chart.strands:
        dash = {"ghost": (5.0, 4.0), "least": (1.5, 2.5)}.get(strand.kind, ())
        found.append(Line(_drawn(chart, strand.points), strand.token, 1.4, dash))
        if strand.beyond:
            found.append(Line(_drawn(chart, strand.beyond), strand.token, 1.2, (1.6, 2.4)))
    return found


def _own(chart: TargetChart) -> list[Line]:
    """Return the target's own lines from below: minimum, trend, the way to net zero, actual years, the path."""
    found = [
        Line(_drawn(chart, chart.least), "ink3", 1.4, (1.5, 2.5)),
        Line(_drawn(chart, chart.forecast), "band", 2.0, (4.0, 3.0)),
        Line(_drawn(chart, chart.beyond), "path", 2.0, (1.6, 1.8), knobs=_drawn(chart, chart.beyond[1:])),
        *_actual(chart),
        Line(_drawn(chart, chart.path), "path", 2.4, casing=True),
    ]
    return [line for line in found if line.points]


def _actual(chart: TargetChart) -> list[Line]:
    """Return the line of actual years; to and from a year that lacks values it is dashed."""
    if not chart.lacking:
        return [Line(_drawn(chart, chart.actual), "actual", 2.0, casing=True)]
    return [
        Line(
            _drawn(chart, stretch), "actual", 2.0,
            (2.5, 2.0) if chart.lacking.intersection(year for year, _ in stretch) else (), casing=True,
        )
        for stretch in pairwise(chart.actual)
    ]  # fmt: skip


def _drawn(chart: TargetChart, points: Points) -> tuple[tuple[float, float], ...]:
    return tuple((chart.x(year), value) for year, value in points)


def _span(chart: TargetChart) -> Span | None:
    if chart.share is None:
        return None
    least = None if chart.minimum is None else chart.value(chart.minimum)
    return Span(chart.x(chart.target_year), chart.value(0.0), chart.value(1.0), least)
