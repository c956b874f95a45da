"""The pathway chart: actual years as bars of scopes, the target's path, and the dotted way to net zero."""

from __future__ import annotations

from carbondesk.language import number, tr
from carbondesk.report.charts import SCOPE_NAMES, PathwayChart
from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.axes import area_beside, named_rows, named_years
from carbondesk.ui.plots.canvas import Ground, Plane
from carbondesk.ui.plots.captions import Room, placed
from carbondesk.ui.plots.marks import Column, Columns, Line
from carbondesk.ui.plots.pathway_words import captions
from carbondesk.ui.plots.years import YearPlot

_HEADROOM = 1.05
"""The axis reaches a little beyond its last tick, so that its number shows whole."""
_MOST_FOR_NAMES = 0.4
_SHADE_AFTER = 0.45


class PathwayPlot(YearPlot):
    """Shows a `PathwayChart`; `show_chart` redraws only what is different from the chart before.

    Mouse and Left/Right move the read-out from year to year.
    """

    def __init__(self) -> None:
        super().__init__()
        self.chart: PathwayChart | None = None
        self.columns = Columns()
        self.add_mark(self.columns)
        self.setAccessibleName(tr("Pathway to target"))

    def year_chart(self) -> PathwayChart | None:
        # Without a bar there is nothing to compare a year with.
        return self.chart if self.chart is not None and self.chart.bars else None

    def start_year(self) -> int:
        return self.chart.bars[-1].year if self.chart is not None and self.chart.bars else 0

    # ---- drawing -----------------------------------------------------------------------------------------

    def show_chart(self, chart: PathwayChart) -> None:
        """Draw a chart; ground, bars, lines and words that stay are left alone."""
        self.chart = chart
        self.redraw()
        sentence = chart.sentence()
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)
        if self.year is not None:
            self.point_at(self.year if self.year in chart.years() else None)

    def redraw(self) -> None:
        chart = self.chart
        if chart is None:
            return
        bounds = self.lay_ground(_frame(chart), lambda: self._ground(chart))
        plane = self.plane
        bars = [Column(chart.x(bar.year), bar.parts, bar.complete) for bar in chart.bars]
        self.columns.show_columns(bars, plane, bounds)
        self.lines.show_lines(_lines(chart), plane, bounds)
        room = Room(bounds, plane.box, self.columns.boxes, self.lines.shapes)
        self.words.show_captions(placed(captions(chart, plane), room), bounds)

    def _ground(self, chart: PathwayChart) -> Ground:
        decimals = 0 if all((tick / chart.scale.divisor).is_integer() for tick in chart.ticks) else 1
        rows = tuple((tick, number(tick / chart.scale.divisor, decimals)) for tick in chart.ticks)
        area = area_beside(rows, self.width(), self.height())
        x_range = (self._left_end(chart, area[2]), chart.right)
        plane = Plane(area, x_range, (0.0, chart.top * _HEADROOM))
        rows = named_rows(rows, plane)
        shade = (chart.x(chart.split) + _SHADE_AFTER, chart.right) if chart.compressed else None
        return Ground(plane, rows, named_years(chart, plane), shade)

    @staticmethod
    def _left_end(chart: PathwayChart, room: float) -> float:
        """Give the names of the scopes their pixels at the left, however narrow the chart is."""
        names = [tr(SCOPE_NAMES[token]) for token, _ in chart.stack_labels()]
        wanted = max((lettering.width(name, 12, 600) for name in names), default=0.0) + fonts.px(12)
        share = min(_MOST_FOR_NAMES, wanted / room)
        edge = chart.first - Columns.WIDTH / 2
        return edge - (chart.right - edge) * share / (1 - share)


def _frame(chart: PathwayChart) -> tuple[object, ...]:
    """Return all of a chart that the ground hangs on; an edit of a value leaves it as it is."""
    tokens = tuple(token for token, _ in chart.stack_labels())
    return (
        chart.first,
        chart.split,
        chart.last,
        chart.year_start,
        chart.top,
        chart.ticks,
        chart.scale,
        tokens,
    )


def _lines(chart: PathwayChart) -> list[Line]:
    """Return the dotted way to net zero and the path over it, with their knobs."""
    path = tuple((chart.x(year), amount) for year, amount in chart.path)
    beyond = tuple((chart.x(year), amount) for year, amount in chart.beyond)
    return [
        Line(beyond, "path", 2.0, (1.6, 1.8), knobs=beyond[1:]),
        Line(path, "path", 2.4, casing=True, knobs=path[-1:]),
    ]
