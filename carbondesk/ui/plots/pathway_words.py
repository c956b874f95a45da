"""Where the words of the pathway chart may stand, in the order in which they give way to each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from carbondesk.language import tr
from carbondesk.report.charts import SCOPE_NAMES
from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.captions import Caption, step_that_fits
from carbondesk.ui.plots.marks import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carbondesk.report.charts import PathwayChart
    from carbondesk.report.targets import TargetPath
    from carbondesk.ui.plots.canvas import Plane

_TEXT_TOKENS = {"s1": "s1t", "s2": "s2t", "s3": "s3t"}
_CLEAR = 8.0
_CAPPED, _BARE = -12.0, -3.0
_STEEP, _FARTHEST = 0.2, 70.0
_PLACES = 8

Places = Iterable[Caption]


def captions(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    """Return the places of each text, the best first; the texts that matter most come first.

    The last year's value and the target stay longest, then net zero, the other values, what the shade means, the
    scopes and at last the name of the path.
    """
    values = _values(chart, plane)
    last = list(values)[-1:]
    return {
        **{name: values[name] for name in last},
        **_target(chart, plane),
        **{name: places for name, places in values.items() if name not in last},
        **_shade(chart, plane),
        **_scopes(chart, plane),
        **_path(chart, plane),
    }


def _values(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    """Return the totals over the bars; where they would touch, over every second or fifth bar."""
    words = [chart.scale.words(bar.total) for bar in chart.bars]
    at = [plane.x(chart.x(bar.year)) for bar in chart.bars]
    step = step_that_fits(at, [lettering.width(each, 12, 600) for each in words], fonts.px(4))
    result: dict[str, Places] = {}
    for place, bar in enumerate(chart.bars):
        if (len(words) - 1 - place) % step == 0:
            ink, up = ("ink", _BARE) if bar.complete else ("warn", _CAPPED)
            spot = (at[place], plane.y(bar.total))
            result[f"value {bar.year}"] = [Caption(((words[place], 600, ink),), spot, (0.5, 1), (0, up))]
    return result


def _target(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    target = chart.target
    if target is None:
        return {}
    at = (plane.x(chart.x(target.target_year)), plane.y(target.target))
    sides = [((0.0, 1.0), (6.0, -9.0)), ((1.0, 0.0), (-_CLEAR, 2.0)), ((1.0, 1.0), (fonts.px(8), -9.0 - 40))]
    result: dict[str, Places] = {"target": _with_fewer(chart.target_label(), at, sides)}
    if len(chart.beyond) > 1:
        year, amount = chart.beyond[1]
        at = (plane.x(chart.x(year)), plane.y(amount))
        result["net zero"] = _with_fewer(chart.net_zero_label(), at, _zero_sides(chart, plane))
    return result


def _with_fewer(
    label: tuple[str, str],
    at: tuple[float, float],
    sides: list[tuple[tuple[float, float], tuple[float, float]]],
) -> Places:
    """Return a label of two lines on each of its sides, then its first line alone."""
    head, foot = label
    lines = ((head, 600, "path"), (foot, 500, "ink2"))
    whole = [Caption(lines, at, anchor, offset, clear=True) for anchor, offset in sides]
    return [*whole, *(caption.first_line() for caption in whole)]


def _zero_sides(chart: PathwayChart, plane: Plane) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return places for the net-zero words, clear of the dotted line that comes down from the left."""
    (start, end) = (plane.point(chart.x(year), amount) for year, amount in chart.beyond[:2])
    slope = (end.y() - start.y()) / max(1.0, end.x() - start.x())
    away = lettering.height() / slope + _CLEAR + 2 if slope > _STEEP else 0.0
    above = ((1.0, 1.0), (float(fonts.px(8)), -_CLEAR - 60 * max(0.0, slope)))
    over = ((1.0, 1.0), (float(fonts.px(8)), -_CLEAR - 2 * lettering.height()))
    left = ((1.0, 0.5), (-away, 2.0))
    return [left, above, over] if 0 < away < _FARTHEST else [above, over, left]


def _shade(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    if not chart.compressed or chart.target is None:
        return {}
    at = (plane.x(chart.x(chart.split) + 0.45), plane.box.top())
    room = plane.box.right() - at[0]
    places = []
    for words in (chart.ground_label(), tr("compressed")):
        if lettering.fits(words, room - 6, 12, 500):
            inset = min(12.0, (room - lettering.width(words, 12, 500)) / 2)
            places.append(Caption(((words, 500, "ink3"),), at, (0, 0), (inset, 6)))
    return {"compressed": places}


def _scopes(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    """Return the names of the first bar's parts at its left, moved apart where they would lie on each other."""
    labels = chart.stack_labels()
    if len(labels) < 2:
        return {}
    left = plane.x(chart.x(chart.bars[0].year) - Columns.WIDTH / 2)
    tall = lettering.height() + 1
    result: dict[str, Places] = {}
    highest = plane.box.bottom() - tall / 2 - 2
    for token, amount in labels:
        y = min(plane.y(amount), highest)
        highest = y - tall
        line = (tr(SCOPE_NAMES[token]), 600, _TEXT_TOKENS[token])
        result[f"scope {token}"] = [Caption((line,), (left, y), (1, 0.5), (-5, 0))]
    return result


def _path(chart: PathwayChart, plane: Plane) -> dict[str, Places]:
    """Return places for the path's name over its line, from the middle outwards, and then for its first words."""
    return {} if chart.target is None else {"path": _along(chart, chart.target, plane)}


def _along(chart: PathwayChart, target: TargetPath, plane: Plane) -> Iterator[Caption]:
    last = chart.bars[-1].year if chart.bars else target.base_year
    for words in (chart.path_label(), chart.path_name()):
        wide = lettering.width(words, 12, 600)
        start = plane.x(chart.x(last) + Columns.WIDTH / 2 + 0.1)
        limit = plane.x(chart.x(target.target_year)) - wide - fonts.px(30)
        wanted = plane.x(chart.x((last + target.target_year) / 2)) - wide / 2
        first = max(start, min(wanted, limit))
        span = max(0.0, plane.x(chart.x(target.target_year)) - start)
        starts = [first, *(start + span * step / _PLACES for step in range(_PLACES))]
        yield from (_on_line(words, at, target, plane) for at in starts)


def _on_line(words: str, at: float, target: TargetPath, plane: Plane) -> Caption:
    year = min(max(plane.value_at(at), target.base_year), target.target_year)
    height = target.at(year)
    spot = (at, plane.y(target.target if height is None else height))
    return Caption(((words, 600, "path"),), spot, (0, 1), (4, -_CLEAR), clear=True)
