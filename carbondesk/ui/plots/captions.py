"""The words on a chart: where each may stand, and which gives way where there is no room for all.

A caption is placed in pixels. Those that matter most come first and take the first of their places that is free; one
that finds none is left out, because its value stands in the read-out and in the table of the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPolygonF

from carbondesk.ui import lettering
from carbondesk.ui.style import paint, theme

STEPS = (1, 2, 5, 10)
_BACKED = 0.82
Spot = tuple[float, float]


@dataclass(frozen=True)
class Caption:
    """Lines of (words, weight, token) hung on a point in pixels and moved from it.

    `anchor` is the part of the text that lies on the point: (0, 0) its top left, (0.5, 1) the middle of its foot. A
    `clear` one keeps inside the plot and off its bars and lines; a `backed` one lies on a ground of its own.
    """

    lines: tuple[tuple[str, int, str], ...]
    at: tuple[float, float]
    anchor: tuple[float, float] = (0.0, 1.0)
    offset: tuple[float, float] = (0.0, 0.0)
    clear: bool = False
    backed: bool = False

    @property
    def words(self) -> str:
        """The lines as one text."""
        return "\n".join(words for words, _, _ in self.lines)

    @cached_property
    def box(self) -> QRectF:
        """What the text covers, in pixels."""
        wide = max((lettering.width(words, 12, weight) for words, weight, _ in self.lines), default=0.0) + 1
        tall = lettering.height() * len(self.lines)
        left = self.at[0] + self.offset[0] - self.anchor[0] * wide
        return QRectF(left, self.at[1] + self.offset[1] - self.anchor[1] * tall, wide, tall)

    def first_line(self) -> Caption:
        """Return the caption cut to its first line."""
        return replace(self, lines=self.lines[:1])

    def draw(self, painter: QPainter) -> None:
        """Paint the lines."""
        box, tall = self.box, lettering.height()
        if self.backed:
            painter.fillRect(box.adjusted(-2, 0, 2, 0), theme.tokens().colour("panel", _BACKED))
        middle = self.anchor[0] == 0.5
        align = paint.RIGHT if self.anchor[0] > 0.5 else paint.CENTRE if middle else paint.LEFT
        for place, (words, weight, tint) in enumerate(self.lines):
            row = QRectF(box.left(), box.top() + place * tall, box.width(), tall)
            lettering.draw(painter, row, words, (12, weight, False), tint, align)


@dataclass(frozen=True, slots=True)
class Room:
    """Where captions may stand: the widget, the plot inside it, and the bars and lines that fill the plot."""

    widget: QRectF
    plot: QRectF
    bars: Sequence[QRectF] = ()
    lines: Sequence[QPolygonF] = ()

    def has(self, caption: Caption, box: QRectF) -> bool:
        """Whether a caption's box is free of what is drawn."""
        if not caption.clear:
            return self.widget.contains(box)
        return (
            self.plot.contains(box)
            and not any(box.intersects(bar) for bar in self.bars)
            and not any(_crosses(line, box) for line in self.lines)
        )


def placed(wanted: Mapping[str, Iterable[Caption]], room: Room) -> dict[str, Caption]:
    """Return the captions that have room, by name; `wanted` holds their places, the best first.

    Names come in the order of their weight: what comes first takes the room.
    """
    kept: dict[str, Caption] = {}
    taken: list[QRectF] = []
    for name, places in wanted.items():
        for caption in places:
            box = caption.box.adjusted(1, 1, -1, -1)
            if room.has(caption, box) and not any(box.intersects(other) for other in taken):
                kept[name] = caption
                taken.append(box)
                break
    return kept


def _crosses(line: QPolygonF, box: QRectF) -> bool:
    """Whether one of a line's stretches runs through a box."""
    if not line.boundingRect().intersects(box):
        return False
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    spots = [(point.x(), point.y()) for point in line.toList()]
    return any(
        min(x1, x2) < right
        and max(x1, x2) > left
        and min(y1, y2) < bottom
        and max(y1, y2) > top
        and _parts((x1, y1), (x2, y2), ((left, top), (right, top), (left, bottom), (right, bottom)))
        for (x1, y1), (x2, y2) in pairwise(spots)
    )


def _parts(start: Spot, end: Spot, corners: Iterable[Spot]) -> bool:
    """Whether a straight line has corners of a box on both of its sides."""
    across, down = end[0] - start[0], end[1] - start[1]
    sides = [across * (y - start[1]) - down * (x - start[0]) for x, y in corners]
    return min(sides) < 0 < max(sides)


def step_that_fits(places: Sequence[float], widths: Iterable[float], gap: float) -> int:
    """Return of how many neighbours one is named, so that names of some widths do not touch.

    `places` are their pixels from left to right; counted from the last one.
    """
    widest = max(widths, default=0.0) + gap
    if len(places) < 2:
        return 1
    room = (places[-1] - places[0]) / (len(places) - 1)
    return next((step for step in STEPS if room * step >= widest), len(places))
