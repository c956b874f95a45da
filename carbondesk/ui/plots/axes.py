"""The words at the axes of a chart of years, and how many of them have room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.canvas import AXIS, GAP
from carbondesk.ui.plots.captions import step_that_fits

if TYPE_CHECKING:
    from carbondesk.report.year_axes import YearAxis
    from carbondesk.ui.plots.canvas import Plane

Names = tuple[tuple[float, str], ...]
Area = tuple[float, float, float, float]


def area_beside(rows: Sequence[tuple[float, str]], width: float, height: float) -> Area:
    """Return the area of a plot in a widget of some size: right of the numbers of its rows, over its years."""
    widest = max((lettering.width(words, 11) for _, words in rows), default=0.0)
    left = round(widest) + fonts.px(GAP + 8)
    return float(left), 0.0, max(1.0, width - left), max(1.0, height - fonts.px(AXIS))


def named_rows(rows: Sequence[tuple[float, str]], plane: Plane) -> Names:
    """Leave numbers of the axis out that would touch on a low chart; their lines stay."""
    step = step_that_fits([-plane.y(value) for value, _ in rows], [lettering.height(11)], 0)
    return tuple((value, words if place % step == 0 else "") for place, (value, words) in enumerate(rows))


def named_years(axis: YearAxis, plane: Plane) -> Names:
    """Name the years on the axis; where they would touch, every second or fifth one, and fewer decades."""
    near = [year for year in axis.year_ticks() if year <= axis.split]
    wide = [lettering.width(axis.name(year), 11) for year in near]
    step = step_that_fits([plane.x(axis.x(year)) for year in near], wide, fonts.px(6))
    named = [year for year in near if (axis.split - year) % step == 0]
    edge = plane.box.right() + fonts.px(6)
    far: list[int] = []
    start = plane.x(axis.x(axis.split)) + max(wide, default=0.0) / 2 + fonts.px(6)
    for year in reversed([year for year in axis.year_ticks() if year > axis.split]):
        half, at = lettering.width(axis.name(year), 11) / 2, plane.x(axis.x(year))
        if start <= at - half and at + half + fonts.px(6) <= edge + (0 if far else fonts.px(6)):
            far.insert(0, year)
            edge = at - half
    return tuple((axis.x(year), axis.name(year)) for year in [*named, *far])
