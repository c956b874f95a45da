"""What every chart shares: a quiet plot of the theme whose ground is a picture, and a focus ring.

The scene counts in pixels of the widget. Axes, grid and shades are the cached background of the view; what moves is
drawn over it by a few marks (`plots.marks`), each of which repaints only what is different.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem

from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.graphs import GraphicsView
from carbondesk.ui.style import paint, theme

Rect = QRect | QRectF
AXIS = 24
"""Height in unscaled pixels of the names under the plot."""
GAP = 12
"""Pixels between the numbers of the axis and the plot."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Where data lie: an area in pixels, and the ranges of x and y that fill it."""

    area: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)

    @property
    def box(self) -> QRectF:
        """The area as a rectangle."""
        return QRectF(*self.area)

    def x(self, value: float) -> float:
        """Return the pixel of an x value."""
        low, high = self.x_range
        return self.area[0] + (value - low) / (high - low) * self.area[2]

    def y(self, value: float) -> float:
        """Return the pixel of a y value; pixels count downwards."""
        low, high = self.y_range
        return self.area[1] + (high - value) / (high - low) * self.area[3]

    def point(self, x: float, y: float) -> QPointF:
        """Return the pixel of a point."""
        return QPointF(self.x(x), self.y(y))

    def value_at(self, pixel: float) -> float:
        """Return the x value at a pixel."""
        low, high = self.x_range
        return low + (pixel - self.area[0]) / self.area[2] * (high - low)


@dataclass(frozen=True, slots=True)
class Ground:
    """What stays while data change: the plane, the words at its rows and columns, and a shaded span of x."""

    plane: Plane
    rows: tuple[tuple[float, str], ...] = ()
    columns: tuple[tuple[float, str], ...] = ()
    shade: tuple[float, float] | None = None


class Canvas(GraphicsView):
    """A view of a scene that counts in pixels, without frame, menu or mouse zoom; it takes the focus and shows it."""

    def __init__(self) -> None:
        super().__init__(background=None)
        self.ground = Ground(Plane())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAntialiasing(True)
        self.setMouseTracking(True)

    @property
    def plane(self) -> Plane:
        """Where the data lie."""
        return self.ground.plane

    def add_mark(self, mark: QGraphicsItem) -> None:
        """Put a mark on the scene, which counts in pixels of the widget."""
        self.scene().addItem(mark)

    def set_ground(self, ground: Ground) -> None:
        """Show another ground; the same one costs nothing."""
        if ground == self.ground:
            return
        self.ground = ground
        self.forget_ground()

    def forget_ground(self) -> None:
        """Draw the ground anew: its picture was made of other inks, or for another screen."""
        self.resetCachedContent()
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: Rect) -> None:
        look, plane = theme.tokens(), self.plane
        painter.fillRect(rect, look.colour("panel"))
        box = plane.box
        if self.ground.shade is not None:
            left, right = (plane.x(value) for value in self.ground.shade)
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), look.colour("sunken"))
        tall = lettering.height(11)
        for value, words in self.ground.rows:
            y = round(plane.y(value))
            painter.fillRect(QRectF(box.left(), y, box.width(), 1), look.colour("grid" if value else "line"))
            room = QRectF(0, y - tall / 2, box.left() - fonts.px(GAP), tall)
            lettering.draw(painter, room, words, (11, 400, False), "ink3", paint.RIGHT)
        for value, words in self.ground.columns:
            wide = lettering.width(words, 11) + 2
            room = QRectF(plane.x(value) - wide / 2, box.bottom() + fonts.px(5), wide, tall)
            lettering.draw(painter, room, words, (11, 400, False), "ink3", paint.CENTRE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint.focus_ring(
                QPainter(self.viewport()), QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 4
            )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
