"""The marks of a target's chart: the band of a trend, dots, the track of the knob, the knob and its tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from carbondesk.ui import fonts, lettering
from carbondesk.ui.plots.canvas import Plane
from carbondesk.ui.plots.marks import Mark
from carbondesk.ui.style import paint, theme

KNOB, TRACK, HIT = 17, 7, 28
"""Diameter of the knob, width of its track and of what takes the mouse, in unscaled pixels."""
DOT = 8
TICK = 17
_HALO = 27
_ROW, _PAD = 20, 9
_BAND_ALPHA = 0.22
_PASS_ALPHA, _WEAK_ALPHA = 0.20, 0.20

Points = tuple[tuple[float, float], ...]


class Still(Mark):
    """A mark that is drawn once, as a picture that is laid on until something of it is different.

    Smooth fills are what a repaint spends its time on, and these rest while the knob moves.
    """

    def __init__(self, depth: float) -> None:
        super().__init__(depth)
        self._picture: QPixmap | None = None

    def forget_picture(self) -> None:
        """Draw it anew: what it shows, the inks or the screen are others."""
        self._picture = None
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw the mark in pixels of the widget."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        box, ratio = self.boundingRect(), painter.device().devicePixelRatioF()
        if box.isEmpty():
            return
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap((box.size() * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(self._picture)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside.translate(-box.topLeft())
            self.draw(inside)
            inside.end()
        painter.drawPixmap(box.topLeft(), self._picture)

    def _lie(self, plane: Plane, bounds: QRectF) -> None:
        """Cover some bounds in whole pixels of the widget, and be drawn anew."""
        self.set_plane(plane, QRectF(bounds.toAlignedRect()))
        self.forget_picture()


class Band(Still):
    """The fill between an upper and a lower line."""

    def __init__(self) -> None:
        super().__init__(0.5)
        self.upper: Points = ()
        self.lower: Points = ()
        self._shape = QPolygonF()

    def show_band(self, upper: Points, lower: Points, plane: Plane) -> None:
        """Show a band; the same one is not drawn again."""
        if (upper, lower, plane) != (self.upper, self.lower, self.plane):
            self.upper, self.lower = upper, lower
            self._shape = QPolygonF([plane.point(x, y) for x, y in (*upper, *reversed(lower))])
            self._lie(plane, self._shape.boundingRect().adjusted(-1, -1, 1, 1) if upper else QRectF())

    def draw(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens().colour("band", _BAND_ALPHA))
        painter.drawPolygon(self._shape)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the data with a ring in the colour of the panel; an `open` one is a year that lacks values."""

    x: float
    y: float
    tint: str
    open: bool = False


class Dots(Still):
    """Points of actual years, or those that the read-out speaks of."""

    def __init__(self, depth: float) -> None:
        super().__init__(depth)
        self.dots: tuple[Dot, ...] = ()

    def show_dots(self, dots: Sequence[Dot], plane: Plane) -> None:
        """Show these points; the same ones are not drawn again."""
        if (tuple(dots), plane) == (self.dots, self.plane):
            return
        self.dots = tuple(dots)
        bounds = QRectF()
        for dot in self.dots:
            bounds = bounds.united(around(plane.point(dot.x, dot.y), fonts.px(DOT) + 6))
        self._lie(plane, bounds)

    def draw(self, painter: QPainter) -> None:
        look, radius = theme.tokens(), fonts.px(DOT) / 2
        for dot in self.dots:
            painter.setPen(QPen(look.colour("warn" if dot.open else "panel"), 1.8))
            painter.setBrush(look.colour("panel" if dot.open else dot.tint))
            wide = radius if dot.open else radius + 0.9
            painter.drawEllipse(self.plane.point(dot.x, dot.y), wide, wide)


@dataclass(frozen=True, slots=True)
class Span:
    """The track in values: where it is, its ends, and the value of the minimum (None: nothing is too weak)."""

    x: float
    weakest: float
    strongest: float
    minimum: float | None


class Track(Still):
    """The way of the knob: tinted where the ambition passes, red where it is too weak, with a tick at the minimum."""

    def __init__(self) -> None:
        super().__init__(1.5)
        self.span: Span | None = None

    def show_span(self, span: Span | None, plane: Plane) -> None:
        """Show a track, or none; the same one is not drawn again."""
        if (span, plane) != (self.span, self.plane):
            self.span, self.plane = span, plane
            self._lie(plane, self.box.adjusted(-1, -2, 1, 2) if span is not None else QRectF())

    @property
    def box(self) -> QRectF:
        """What takes the mouse, in pixels; empty without a track."""
        if self.span is None:
            return QRectF()
        at, wide = self.plane.x(self.span.x), fonts.px(HIT)
        ends = sorted((self.plane.y(self.span.weakest), self.plane.y(self.span.strongest)))
        return QRectF(at - wide / 2, ends[0], wide, ends[1] - ends[0])

    def draw(self, painter: QPainter) -> None:
        span = self.span
        if span is None:
            return
        look, at, wide = theme.tokens(), self.plane.x(span.x), fonts.px(TRACK)
        weakest, strongest = self.plane.y(span.weakest), self.plane.y(span.strongest)
        least = weakest if span.minimum is None else self.plane.y(span.minimum)
        passing, weak = look.colour("path", _PASS_ALPHA), look.colour("err", _WEAK_ALPHA)
        whole = QRectF(at - wide / 2, min(weakest, strongest), wide, abs(strongest - weakest))
        painter.save()
        painter.setClipRect(QRectF(at - wide, min(least, strongest), 2 * wide, abs(strongest - least)))
        paint.rounded(painter, whole, wide / 2, passing)
        painter.setClipRect(QRectF(at - wide, min(least, weakest), 2 * wide, abs(weakest - least)))
        paint.rounded(painter, whole, wide / 2, weak)
        painter.restore()
        if span.minimum is not None:
            tick = fonts.px(TICK)
            painter.fillRect(QRectF(at - tick / 2, round(least) - 1, tick, 2), look.colour("ink2"))


class Knob(Mark):
    """The knob itself, and its halo while the mouse is on it or the chart has the focus."""

    def __init__(self) -> None:
        super().__init__(12)
        self.at: QPointF | None = None
        self.tint, self.lit = "path", False

    def show_at(self, at: QPointF | None, tint: str, *, lit: bool) -> None:
        """Stand at a spot in pixels, or nowhere."""
        if (at, tint, lit) == (self.at, self.tint, self.lit):
            return
        self.at, self.tint, self.lit = at, tint, lit
        bounds = QRectF() if at is None else around(at, fonts.px(_HALO) + 2)
        if not self.set_plane(self.plane, bounds):
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self.at is None:
            return
        look = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(self.tint, 0.18))
            painter.drawEllipse(self.at, fonts.px(_HALO) / 2, fonts.px(_HALO) / 2)
        painter.setPen(QPen(look.colour(self.tint), 2.6))
        painter.setBrush(look.colour("panel"))
        radius = (fonts.px(KNOB) - 2.6) / 2
        painter.drawEllipse(self.at, radius, radius)


@dataclass(frozen=True, slots=True)
class TagWords:
    """What the tag at the knob says: a title, the change, the amount with its unit, and the tint of its mark."""

    title: str
    change: str
    amount: str
    tint: str = "path"

    def size(self) -> tuple[float, float]:
        """Return the width and the height in pixels that the words take."""
        row = lettering.width(self.change) + lettering.width(self.amount, 12, 600) + fonts.px(20 + 14)
        wide = max(row, lettering.width(self.title, 12, 600)) + 2 * fonts.px(_PAD)
        return round(wide), float(2 * fonts.px(_ROW) + fonts.px(_PAD))


class Tag(Mark):
    """The small raised pane at the knob, with the reduction and what it leads to."""

    def __init__(self) -> None:
        super().__init__(13)
        self.words: TagWords | None = None
        self.box = QRectF()

    def show_words(self, words: TagWords | None, box: QRectF) -> None:
        """Say some words in a box of pixels, or nothing."""
        if (words, box) == (self.words, self.box):
            return
        self.words, self.box = words, box
        if not self.set_plane(self.plane, box.adjusted(-1, -1, 1, 1) if words else QRectF()):
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        words = self.words
        if words is None:
            return
        paint.rounded(painter, self.box, 5, "raised", "line")
        pad, tall = fonts.px(_PAD), fonts.px(_ROW)
        row = QRectF(self.box.left() + pad, self.box.top() + pad / 2, self.box.width() - 2 * pad, tall)
        ink: str | QColor = "err" if words.tint == "err" else "ink"
        lettering.draw(painter, row, words.title, (12, 600, False), ink)
        row.translate(0, tall)
        paint.rounded(painter, QRectF(row.left(), row.center().y() - 1, fonts.px(12), 3), 1, words.tint)
        lettering.draw(painter, row.adjusted(fonts.px(20), 0, 0, 0), words.change, (12, 400, False), "ink2")
        lettering.draw(painter, row, words.amount, (12, 600, False), "ink", paint.RIGHT)


def around(spot: QPointF, wide: float) -> QRectF:
    """Return the square of a width around a spot."""
    return QRectF(spot.x() - wide / 2, spot.y() - wide / 2, wide, wide)
