"""What moves on a chart: bars, lines, words. Each mark repaints only where it is different from before.

Marks lie in the scene of a `Canvas`, whose unit is the pixel of the widget, and are given values and their `Plane`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.plots.canvas import Plane
from carbondesk.ui.plots.captions import Caption
from carbondesk.ui.plots.graphs import GraphicsObject
from carbondesk.ui.style import paint, theme

CASING = 5.0
"""Width in pixels of the panel-coloured edge of a line that runs over fills."""
EDGES = {"s2": "s2e"}
FEW = 4
"""So many lines are drawn faster than a picture of them is laid on."""


class Mark(GraphicsObject):
    """A part of the scene that covers the plane and the margins around it."""

    def __init__(self, depth: float) -> None:
        super().__init__()
        self.setZValue(depth)
        # Else Qt tells nobody which part of the mark is to be painted.
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.plane = Plane()
        self._bounds = QRectF()

    def set_plane(self, plane: Plane, bounds: QRectF) -> bool:
        """Lie on another plane, inside the bounds of the widget; return whether it is another."""
        if plane == self.plane and bounds == self._bounds:
            return False
        self.prepareGeometryChange()
        self.plane, self._bounds = plane, bounds
        return True

    def boundingRect(self) -> QRectF:
        return self._bounds

    @staticmethod
    def exposed(option: QStyleOptionGraphicsItem) -> QRectF:
        """Return what of the mark is painted now, with the edge that its parts may reach over their boxes."""
        told: Any = option
        return QRectF(told.exposedRect).adjusted(-2, -2, 2, 2)

    def _repaint(self, boxes: Sequence[QRectF]) -> None:
        for box in boxes:
            self.update(box.adjusted(-2, -2, 2, 2))


@dataclass(frozen=True, slots=True)
class Column:
    """A bar as it is drawn: its place, its parts as (token, size) from below, and whether it is complete."""

    x: float
    parts: tuple[tuple[str, float], ...]
    complete: bool = True

    @property
    def height(self) -> float:
        """The sum of the parts."""
        return sum(size for _, size in self.parts)


class Columns(Mark):
    """Stacked bars on whole pixels; a bar that lacks values wears a hatched cap, so it never looks final."""

    WIDTH = 0.52
    CAP = 8

    def __init__(self) -> None:
        super().__init__(1)
        self.columns: tuple[Column, ...] = ()
        self._stacks: list[tuple[QRectF, list[tuple[QRectF, str]], bool]] = []

    def show_columns(self, columns: Sequence[Column], plane: Plane, bounds: QRectF) -> None:
        """Show these bars; those that stand as they stood are not painted again."""
        moved = self.set_plane(plane, bounds)
        known, self.columns = self.columns, tuple(columns)
        if moved or len(known) != len(self.columns):
            self._stacks = [self._stack(column) for column in self.columns]
            self.update()
            return
        changed = [place for place, column in enumerate(self.columns) if column != known[place]]
        before, self._stacks = self._stacks, list(self._stacks)
        for place in changed:
            self._stacks[place] = self._stack(self.columns[place])
        self._repaint([before[place][0].united(self._stacks[place][0]) for place in changed])

    @property
    def boxes(self) -> tuple[QRectF, ...]:
        """What each bar covers, in pixels."""
        return tuple(box for box, _, _ in self._stacks)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look, shown = theme.tokens(), self.exposed(option)
        for outer, boxes, complete in self._stacks:
            if not outer.intersects(shown):
                continue
            for box, tint in boxes:
                edge = EDGES.get(tint)
                painter.fillRect(box, look.colour(edge or tint))
                if edge is not None:
                    painter.fillRect(box.adjusted(1, 1, -1, -1), look.colour(tint))
            if not complete:
                cap = QRectF(outer.left(), outer.top(), outer.width(), self.CAP)
                paint.hatch(painter, cap)
                paint.rounded(painter, cap, 0, None, "warnline")

    def _stack(self, column: Column) -> tuple[QRectF, list[tuple[QRectF, str]], bool]:
        """Return a bar's whole box in pixels, the boxes of its parts, and whether it is complete."""
        left = round(self.plane.x(column.x - self.WIDTH / 2))
        wide = round(self.plane.x(column.x + self.WIDTH / 2)) - left
        bottom, top, boxes = 0.0, round(self.plane.y(0.0)), []
        for place, (tint, size) in enumerate(column.parts):
            foot, top = round(self.plane.y(bottom)), round(self.plane.y(bottom + size))
            bottom += size
            tall = foot - top - (2 if place else 0)
            if tall >= 1:
                boxes.append((QRectF(left, top, wide, tall), tint))
        head = top if column.complete else top - self.CAP - 1
        return QRectF(left, head, wide, round(self.plane.y(0.0)) - head), boxes, column.complete


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points of the data; `knobs` are points that wear a ring."""

    points: tuple[tuple[float, float], ...]
    tint: str = "path"
    width: float = 2.0
    dash: tuple[float, ...] = ()
    casing: bool = False
    knobs: tuple[tuple[float, float], ...] = ()


class Lines(Mark):
    """Lines of a chart. While one of many is dragged, the others are a picture that is laid on as it is."""

    def __init__(self, depth: float = 2) -> None:
        super().__init__(depth)
        self.lines: tuple[Line, ...] = ()
        self.moving: frozenset[int] = frozenset()
        """The places of the lines that changed last and are therefore drawn by themselves."""
        self.pictures = 0
        """How often the picture of the resting lines was made."""
        self._shapes: list[QPolygonF] = []
        self._covered: list[list[QRectF]] = []
        self._still: QPixmap | None = None

    def show_lines(self, lines: Sequence[Line], plane: Plane, bounds: QRectF) -> None:
        """Show these lines; only the space of those that changed is painted again."""
        before, covered = self.lines, self._covered
        moved = self.set_plane(plane, bounds)
        self.lines = tuple(lines)
        if moved or len(before) != len(self.lines):
            self._shapes = [self._shape(line) for line in self.lines]
            self._covered = [self._boxes(*pair) for pair in zip(self.lines, self._shapes, strict=True)]
            self.moving, self._still = frozenset(), None
            self.update()
            return
        changed = [place for place, line in enumerate(self.lines) if line != before[place]]
        if not changed:
            return
        self._shapes, self._covered = list(self._shapes), list(covered)
        for place in changed:
            self._shapes[place] = self._shape(self.lines[place])
            self._covered[place] = self._boxes(self.lines[place], self._shapes[place])
        if not self.moving.issuperset(changed):
            self.moving, self._still = frozenset(changed), None
        self._repaint([box for place in changed for box in (*covered[place], *self._covered[place])])

    @property
    def shapes(self) -> tuple[QPolygonF, ...]:
        """The lines in pixels."""
        return tuple(self._shapes)

    def forget_picture(self) -> None:
        """Draw every line anew: the inks or the screen are others."""
        self._still = None
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.exposed(option)
        resting = [place for place in range(len(self.lines)) if place not in self.moving]
        if len(resting) <= FEW:
            for place in range(len(self.lines)):
                self._draw(painter, place, shown)
            return
        ratio = painter.device().devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = self._picture(resting, ratio)
        painter.drawPixmap(QPointF(0, 0), self._still)
        for place in sorted(self.moving):
            self._draw(painter, place, shown)

    def _picture(self, places: Sequence[int], ratio: float) -> QPixmap:
        self.pictures += 1
        size = self._bounds.size() * ratio
        picture = QPixmap(max(1, round(size.width())), max(1, round(size.height())))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in places:
            self._draw(painter, place)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, place: int, shown: QRectF | None = None) -> None:
        """Draw a line, unless no part of it is `shown`."""
        if shown is not None and not any(box.intersects(shown) for box in self._covered[place]):
            return
        line, shape, look = self.lines[place], self._shapes[place], theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if line.casing:
            painter.setPen(_pen("panel", CASING))
            painter.drawPolyline(shape)
        painter.setPen(_pen(line.tint, line.width, line.dash))
        painter.drawPolyline(shape)
        if line.knobs:
            painter.setPen(_pen("panel", 1.6))
            painter.setBrush(look.colour(line.tint))
            radius = fonts.px(12) / 2
            for x, y in line.knobs:
                painter.drawEllipse(self.plane.point(x, y), radius, radius)

    def _shape(self, line: Line) -> QPolygonF:
        return QPolygonF([self.plane.point(x, y) for x, y in line.points])

    def _boxes(self, line: Line, shape: QPolygonF) -> list[QRectF]:
        """Return what a line covers, its knobs and casing with it."""
        away = max(CASING, line.width) / 2 + 1
        radius = fonts.px(12) / 2 + 2
        knobs = [self.plane.point(x, y) for x, y in line.knobs]
        return [
            shape.boundingRect().adjusted(-away, -away, away, away),
            *(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius) for at in knobs),
        ]


def _pen(tint: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(theme.tokens().colour(tint), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern(dash)
    return pen


class Words(Mark):
    """The captions of a chart."""

    def __init__(self) -> None:
        super().__init__(20)
        self.captions: dict[str, Caption] = {}

    def show_captions(self, captions: dict[str, Caption], bounds: QRectF) -> None:
        """Show captions by name; only those that are others are painted again."""
        self.set_plane(self.plane, bounds)
        before, self.captions = self.captions, captions
        names = {name for name in {*before, *captions} if before.get(name) != captions.get(name)}
        self._repaint([shown[name].box for shown in (before, captions) for name in names if name in shown])

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        shown = self.exposed(option)
        for caption in self.captions.values():
            if caption.box.intersects(shown):
                caption.draw(painter)


class Upright(Mark):
    """The dashed upright of the read-out."""

    def __init__(self) -> None:
        super().__init__(10)
        self.hide()

    def show_at(self, x: float, plane: Plane) -> None:
        """Stand at an x value of a plane."""
        at = plane.x(x)
        self.set_plane(plane, QRectF(at - 2, plane.box.top(), 4, plane.box.height()))
        self.show()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(_pen("actual", 1.2, (3, 3)))
        at = self._bounds.center().x()
        painter.drawLine(QPointF(at, self._bounds.top()), QPointF(at, self._bounds.bottom()))
