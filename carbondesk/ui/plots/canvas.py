"""What every chart shares: a quiet plot of the theme, sharp pens, text in pixels, crisp bars, a focus ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.style import paint, theme

CASING = 5.0
"""Width in pixels of the panel-coloured edge of a line that runs over fills."""


class Canvas(pg.PlotWidget):
    """A plot without frame, menu, mouse zoom or automatic range; it takes the focus and shows it."""

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        plot = self.getPlotItem()
        plot.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().setDefaultPadding(0)
        plot.getViewBox().disableAutoRange()
        self.setAntialiasing(True)
        self.setMouseTracking(True)
        self.style_axes()

    def style_axes(self) -> None:
        """Give the axes the inks and fonts of the theme; only the zero line is drawn, as a grid line."""
        look = theme.tokens()
        # The view keeps its background as a picture; a new brush is what makes it draw another one.
        self.setBackground(look.colour("panel"))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setStyle(tickFont=fonts.font(11), tickTextOffset=fonts.px(6), tickAlpha=0, tickLength=0)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(look.colour("ink3"))
        self.getAxis("bottom").setHeight(fonts.px(24))

    def pen(self, tint: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Return a pen of a token: pyqtgraph's pens count device pixels, so the width grows with the screen's ratio."""
        pen = QPen(theme.tokens().colour(tint), width * self.devicePixelRatioF(), style)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint.focus_ring(
                QPainter(self.viewport()), QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 4
            )


class Words(pg.GraphicsObject):
    """One or two lines of text at a point of the data, moved from it by pixels.

    `anchor` is the part of the text that lies on the point: (0, 0) its top left, (0.5, 1) the middle of its foot.
    """

    def __init__(self, anchor: tuple[float, float], offset: tuple[float, float] = (0, 0)) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(20)
        self._anchor, self._offset = anchor, offset
        self._lines: list[tuple[str, int, str]] = []
        self._box = QRectF()

    def show_lines(self, *lines: tuple[str, int, str]) -> None:
        """Show lines of (words, weight, token); a line without words is left out."""
        shown = [line for line in lines if line[0]]
        if shown == self._lines:
            return
        self.prepareGeometryChange()
        self._lines = shown
        self._lay_out()
        self.update()

    def set_anchor(self, anchor: tuple[float, float], offset: tuple[float, float]) -> None:
        """Hang the text otherwise on its point."""
        if (anchor, offset) != (self._anchor, self._offset):
            self.prepareGeometryChange()
            self._anchor, self._offset = anchor, offset
            self._lay_out()

    def move(self, x: float, y: float) -> None:
        """Go to a point of the data."""
        if self.pos() != QPointF(x, y):
            self.setPos(x, y)

    def words(self) -> str:
        """Return the lines as one text."""
        return "\n".join(words for words, _, _ in self._lines)

    def size(self) -> QRectF:
        """Return the text's box in pixels around its point."""
        return QRectF(self._box)

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        right, middle = self._anchor[0] > 0.5, self._anchor[0] == 0.5
        align = paint.RIGHT if right else paint.CENTRE if middle else paint.LEFT
        for place, (words, weight, tint) in enumerate(self._lines):
            top = self._box.top() + place * _line_height()
            row = QRectF(self._box.left(), top, self._box.width(), _line_height())
            paint.text(painter, row, words, fonts.font(12, weight), tint, align)

    def _lay_out(self) -> None:
        widths = [fonts.metrics(12, weight).horizontalAdvance(words) for words, weight, _ in self._lines]
        width, height = max(widths, default=0.0) + 1, _line_height() * len(self._lines)
        left = -self._anchor[0] * width + self._offset[0]
        top = -self._anchor[1] * height + self._offset[1]
        self._box = QRectF(left, top, width, height)


def _line_height() -> float:
    return float(round(fonts.metrics(12).height()) + 1)


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


class Columns(pg.GraphicsObject):
    """Stacked bars on whole pixels; a bar that lacks values wears a hatched cap, so it never looks final."""

    WIDTH = 0.52

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these bars."""
        if tuple(columns) != self.columns:
            self.prepareGeometryChange()
            self.columns = tuple(columns)
            self.update()

    def boundingRect(self) -> QRectF:
        if not self.columns:
            return QRectF()
        places = [column.x for column in self.columns]
        highest = max(column.height for column in self.columns)
        return QRectF(min(places) - 1, 0, max(places) - min(places) + 2, highest * 1.2 + 1e-9)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        # Whole pixels need the view's own coordinates; the world transform holds the plot's scale and nothing else.
        to_view = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        for column in self.columns:
            self._paint_column(painter, to_view, column)
        painter.restore()

    def _paint_column(self, painter: QPainter, to_view: QTransform, column: Column) -> None:
        bottom, box = 0.0, QRectF()
        for place, (tint, size) in enumerate(column.parts):
            box = self._box(to_view, column.x, bottom, bottom + size)
            bottom += size
            if place:
                box.setBottom(box.bottom() - 2)
            if box.height() >= 1:
                paint.rounded(painter, box, 0, tint, "s2e" if tint == "s2" else None)
        if not column.complete:
            cap = QRectF(box.left(), box.top() - 9, box.width(), 8)
            paint.hatch(painter, cap)
            paint.rounded(painter, cap, 0, None, "warnline")

    def _box(self, to_view: QTransform, x: float, low: float, high: float) -> QRectF:
        box = to_view.mapRect(QRectF(x - self.WIDTH / 2, low, self.WIDTH, high - low))
        left, top = round(box.left()), round(box.top())
        return QRectF(left, top, round(box.right()) - left, round(box.bottom()) - top)
