"""Where the words of a target's chart may stand, in the order in which they give way to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from carbondesk.language import tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.captions import Caption, step_that_fits
from carbondesk.ui.plots.target_marks import KNOB

if TYPE_CHECKING:
    from carbondesk.report.target_charts import TargetChart
    from carbondesk.report.target_lines import Points
    from carbondesk.ui.plots.canvas import Plane
    from carbondesk.ui.plots.target_marks import TagWords

Places = Iterable[Caption]
Spots = Sequence[QPointF]

_AWAY = 9.0
_GAP = 5.0
_PLACES = 8
FEW = 4
"""So many lines beside the target's own can be kept clear of words."""
_BESIDE = 16


def captions(chart: TargetChart, plane: Plane, *, below: bool) -> dict[str, Places]:
    """Return the places of each text, the best first; the texts that matter most come first.

    `below` tells that the tag lies under the knob, so the words at the minimum stand over their tick.
    """
    values = _values(chart, plane)
    last = list(values)[-1:]
    return {
        **{name: values[name] for name in last},
        **_minimum(chart, plane, below=below),
        **_net_zero(chart, plane),
        **{name: places for name, places in values.items() if name not in last},
        **_trend(chart, plane),
        **_actual(chart, plane),
        **_shade(chart, plane),
    }


def tag_box(words: TagWords, knob: QPointF, room: QRectF, *, below: bool) -> QRectF:
    """Return where the tag lies: at the right of the knob, at its left, or where neither has room, under or over it."""
    wide, tall = words.size()
    away, gap = fonts.px(_BESIDE), 1
    left = knob.x() + away
    if left + wide > room.right() - 2:
        left = knob.x() - away - wide
    if left < room.left():
        left, gap = max(0.0, room.right() - 2 - wide), away
    top = knob.y() + gap if below else knob.y() - tall - gap
    top = min(max(top, room.top() + 2), room.bottom() - tall - 2)
    return QRectF(round(left), round(top), wide, tall)


def spots(points: Points, chart: TargetChart, plane: Plane) -> list[QPointF]:
    """Return a series in pixels."""
    return [plane.point(chart.x(year), value) for year, value in points]


def _values(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    """Return the actual amounts at their points; where they would touch, the first and every second or fifth one."""
    words = [chart.yardstick.words(value) for _, value in chart.actual]
    at = spots(chart.actual, chart, plane)
    step = _value_step(chart, at)
    over = [((0.5, 1.0), (0.0, -_AWAY + 1)), ((0.5, 0.0), (0.0, _AWAY - 1))]
    beside = [((0.0, 1.0), (2.0, -_AWAY)), ((0.0, 1.0), (_AWAY, -1.0)), ((1.0, 0.0), (-_AWAY, 1.0))]
    farther = [((0.5, 1.0), (0.0, -2 * _AWAY)), ((0.5, 0.0), (0.0, 2 * _AWAY))]
    # Where years lie close, an amount beside its point would stand at the next one.
    sides = [over[0], beside[0], over[1], *beside[1:], *farther] if step == 1 else [*over, *farther]
    result: dict[str, Places] = {}
    for place, (year, _) in enumerate(chart.actual):
        if place == 0 or (len(words) - 1 - place) % step == 0:
            ink = "warn" if year in chart.lacking else "ink"
            line, spot = ((words[place], 600, ink),), (at[place].x(), at[place].y())
            clear = [Caption(line, spot, anchor, offset, clear=True) for anchor, offset in sides]
            # The newest amount is never left out.
            last = [Caption(line, spot, *sides[0], backed=True)] if place == len(words) - 1 else []
            result[f"value {year}"] = [*clear, *last]
    return result


def _value_step(chart: TargetChart, at: Spots) -> int:
    """Return of how many neighbouring years one has its amount written."""
    words = (chart.yardstick.words(value) for _, value in chart.actual)
    wide = [lettering.width(each, 12, 600) for each in words]
    return step_that_fits([spot.x() for spot in at], wide, fonts.px(4))


def _minimum(chart: TargetChart, plane: Plane, *, below: bool) -> dict[str, Places]:
    """Return places for the amount at the tick, and for what is said of the red part of the track."""
    if chart.minimum is None or chart.share is None:
        return {}
    x, y = plane.x(chart.x(chart.target_year)), plane.y(chart.value(chart.minimum))
    away = float(fonts.px(_BESIDE))
    up, down = (1.0, -3.0), (0.0, 3.0)
    ways = (up, down) if below else (down, up)
    long = tuple(
        (words, 500, ink) for words, ink in zip(chart.minimum_label(), ("ink2", "ink3"), strict=True)
    )
    places = [(side, away if side == 0 else -away, at, off) for at, off in ways for side in (0.0, 1.0)]
    # The way on to net zero may run between the tick and its words.
    places += [(0.0, away + fonts.px(part), 0.5, 0.0) for part in (26, 52)]
    tick = [
        Caption(lines, (x, y), (side, at), (across, off), clear=True)
        for lines in (long, ((chart.minimum_words(), 500, "ink2"),))
        for side, across, at, off in places
    ]
    weakest = plane.y(chart.value(0.0))
    red = ((tr(chart.goal.weak), 500, "err"),)
    tall = lettering.height()
    top, foot = sorted((weakest, y))
    wanted = [top + (foot - top) * part for part in (0.4, 0.7, 0.15, 0.9)] if foot - top > tall else []
    weak = [
        Caption(red, (x, at), (side, 0.5), (away if side == 0 else -away, 0.0), clear=True)
        for side in (0.0, 1.0)
        for at in wanted
    ]
    return {"minimum": tick, "weak": weak}


def _net_zero(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    head, foot = chart.net_zero_label()
    if not head:
        return {}
    end = spots(chart.beyond, chart, plane)[-1]
    lines = ((head, 600, "path"), (foot, 500, "ink2"))
    tall = lettering.height()
    right = min(plane.box.right() - end.x() - 4, fonts.px(14))
    sides = [
        ((1.0, 0.5), (-_AWAY - 2, 2.0)),
        ((1.0, 0.5), (-2 * _AWAY, 4.0)),
        ((1.0, 0.0), (-_AWAY - 2, -6.0)),
        ((1.0, 1.0), (right, -_AWAY)),
        ((1.0, 1.0), (right, -_AWAY - tall)),
        ((1.0, 1.0), (right, -_AWAY - 2 * tall)),
        ((1.0, 0.0), (right, _AWAY)),
    ]
    whole = [Caption(lines, (end.x(), end.y()), anchor, offset, clear=True) for anchor, offset in sides]
    short = [caption.first_line() for caption in whole]
    return {"net zero": [*whole, *short, replace(short[0], clear=False, backed=True)]}


def _trend(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    """Return places for the name of the trend over or under its band, and then for its first line."""
    if not chart.forecast:
        return {}
    upper, lower = (spots(edge or chart.forecast, chart, plane) for edge in chart.edges())
    room = (upper[0].x(), upper[-1].x() - fonts.px(KNOB))
    name = (chart.forecast_name(), 600, "ink2")
    first = (name,)
    both = (name, (chart.spread_words(), 500, "ink3")) if chart.spread else first
    wanted = [both] if both == first else [both, first]
    return {"trend": (place for lines in wanted for place in along(lines, upper, lower, room))}


def along(
    lines: tuple[tuple[str, int, str], ...], upper: Spots, lower: Spots, room: tuple[float, float]
) -> Iterator[Caption]:
    """Yield places for words over a line or band and under it, from its right end to its left."""
    wide = max(lettering.width(words, 12, weight) for words, weight, _ in lines) + 1
    first, last = room[0], room[1] - wide
    if last < first:
        return
    for step in range(_PLACES + 1):
        left = last - (last - first) * step / _PLACES
        top = min(heights(upper, left, left + wide))
        yield Caption(lines, (left, top), (0.0, 1.0), (0.0, -_GAP), clear=True)
        foot = max(heights(lower, left, left + wide))
        yield Caption(lines, (left, foot), (0.0, 0.0), (0.0, _GAP), clear=True)


def heights(line: Spots, left: float, right: float) -> list[float]:
    """Return the pixels of height of a line at both ends of a stretch and at its points between them."""
    inside = [spot.y() for spot in line if left < spot.x() < right]
    return [_height(line, left), _height(line, right), *inside]


def _height(line: Spots, x: float) -> float:
    for start, end in pairwise(line):
        if start.x() <= x <= end.x() and end.x() > start.x():
            return start.y() + (end.y() - start.y()) * (x - start.x()) / (end.x() - start.x())
    return line[0].y() if x < line[0].x() else line[-1].y()


def _actual(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    """Return places for the name of the actual line: behind one of its values, over them, or under the line."""
    at = spots(chart.actual, chart, plane)
    if not at:
        return {}
    step = _value_step(chart, at)
    line, tall = ((tr("Actual"), 600, "ink"),), lettering.height()
    places = []
    named = list(zip(chart.actual, at, strict=True))[::-step][::-1]
    for (_, value), spot in named[1:]:
        half = lettering.width(chart.yardstick.words(value), 12, 600) / 2
        places.append(
            Caption(line, (spot.x(), spot.y()), (0.0, 1.0), (half + fonts.px(8), 1 - _AWAY), clear=True)
        )
    over = [(spot.x(), spot.y()) for spot in at]
    places += [Caption(line, spot, (0.0, 1.0), (0.0, -_AWAY - tall), clear=True) for spot in over]
    places += [Caption(line, spot, (0.5, 0.0), (0.0, _AWAY), clear=True) for spot in over]
    return {"actual": places}


def _shade(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    if not chart.compressed:
        return {}
    at = (plane.x(chart.x(chart.split) + SHADE_AFTER), plane.box.top())
    room = plane.box.right() - at[0]
    places = []
    for words in (chart.ground_label(), tr("compressed")):
        if lettering.fits(words, room - 6, 12, 500):
            inset = min(12.0, (room - lettering.width(words, 12, 500)) / 2)
            places.append(Caption(((words, 500, "ink3"),), at, (0, 0), (inset, 6), clear=True))
    return {"compressed": places}


SHADE_AFTER = 0.45
"""Where the shaded ground begins, in years after the split."""


def names_beside(chart: TargetChart, plane: Plane) -> dict[str, Places]:
    """Return places for the names of the lines beside the target's own: at their ends, or along them.

    They stay where they are while the target is dragged, and give way to its own words.
    """
    few = len(chart.strands) <= FEW
    return {
        f"strand {place}": _at_end(spots(strand.points, chart, plane), strand.name, strand.ink, few=few)
        for place, strand in enumerate(chart.strands)
    }


def _at_end(line: Spots, words: str, ink: str, *, few: bool) -> Iterator[Caption]:
    """Yield places at the end of a line, and where there are few lines, along it."""
    text, tall, away = ((words, 500, ink),), lettering.height(), fonts.px(KNOB) / 2 + 5
    end = (line[-1].x(), line[-1].y())
    for step in (0, -1, 1, -2, 2) if few else (0,):
        yield Caption(text, end, (0.0, 0.5), (away, step * tall), clear=True)
    if few:
        yield from along(text, line, line, (line[0].x(), line[-1].x() - fonts.px(KNOB)))
    yield Caption(text, end, (1.0, 0.5), (-away, 0.0), clear=True)
