"""The strip of figures on top of a page: label, big number, unit, small bars, change on the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from carbondesk.language import labelled, sentences, tr
from carbondesk.ui import fonts, icons, lettering, tips
from carbondesk.ui.style import paint, theme

LABEL: lettering.Type = (12, 500, False)
NUMBER: lettering.Type = (24, 600, True)
UNIT: lettering.Type = (12, 400, False)
CHANGE: lettering.Type = (12, 600, False)
NARROW = 180
"""Unscaled pixels under which a tile's margins give way."""
LEAST_BEHIND = 34
"""Unscaled pixels in which a cut text still says something."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure as text, ready to be read; the page writes numbers and units in the reader's way.

    `change` is coloured by `tone` ("ok", "warn", "err", "ink2") and led by an arrow ("up", "down" or none);
    `behind` names the base of the comparison. `bars` are heights of any scale, the last one is now. `gauge`
    is a share from 0 to 1 with an optional `mark`. An incomplete figure is hatched and says so.
    """

    label: str
    number: str
    unit: str = ""
    change: str = ""
    behind: str = ""
    arrow: str = ""
    tone: str = "ok"
    bars: Sequence[float] = ()
    gauge: float | None = None
    mark: float | None = None
    incomplete: bool = False
    sentence: str = ""


class FigureTile(QWidget):
    """One figure, painted; it can be focused and, when `clickable`, pressed."""

    pressed = Signal()

    def __init__(self, figure: Figure, *, clickable: bool = False) -> None:
        super().__init__()
        self._clickable = clickable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # It fills all of itself: what lies behind need not be painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.figure = Figure(label="", number="")
        self._label_lines = 1
        self.set_figure(figure)

    def set_figure(self, figure: Figure) -> None:
        """Show another figure; the same one is not painted again."""
        if figure == self.figure and self.accessibleName():
            return
        same_label = figure.label == self.figure.label
        self.figure = figure
        said = figure.sentence or sentences(
            (labelled(figure.label, f"{figure.number} {figure.unit}"), f"{figure.change} {figure.behind}")
        )
        self.setAccessibleName(said)
        self._tell()
        foot = self._foot() if same_label else 0
        self.update(0, foot, self.width(), self.height() - foot)

    def lines_wanted(self) -> int:
        """Return how many lines the label takes in the tile's width: one or two."""
        return 1 if lettering.fits(self.figure.label, self._inside().width(), *LABEL[:2]) else 2

    def set_label_lines(self, lines: int) -> None:
        """Keep so many lines for the label, so that the numbers of all tiles stand in one row."""
        if lines != self._label_lines:
            self._label_lines = lines
            self.update()

    def _inside(self) -> QRectF:
        """Return the tile without its margins, which give way first where it is narrow."""
        narrow = self.width() < fonts.px(NARROW)
        left, right = (fonts.px(9), fonts.px(6)) if narrow else (fonts.px(16), fonts.px(14))
        return QRectF(left, 0, max(1, self.width() - left - right), self.height())

    def _tell(self) -> None:
        """Say in the tooltip what does not fit, and that values are missing."""
        figure, room = self.figure, self._inside().width()
        number = lettering.width(figure.number, *NUMBER[:2], display=True) + fonts.px(10)
        second = " ".join(part for part in (figure.change, figure.behind) if part)
        arrow = fonts.px(17) if figure.arrow else 0
        behind = lettering.width(figure.behind) + (fonts.px(6) if figure.change else 0)
        cut = (
            not all(lettering.fits(line, room, *LABEL[:2]) for line in two_lines(figure.label, room))
            or number + lettering.width(figure.unit) > room
            or arrow + lettering.width(figure.change, 12, 600) + behind > room
        )
        words = [labelled(figure.label, f"{figure.number} {figure.unit}"), second] if cut else []
        if figure.incomplete:
            words.append(tr("Not complete: values are missing."))
        self.setToolTip(tips.plain("\n".join(word for word in words if word)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), fonts.px(88))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(130), fonts.px(84))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._clickable and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens().colour("panel"))
        inside = self._inside()
        left, width, line = inside.left(), inside.width(), fonts.px(18)
        top = self._foot()
        if event.rect().top() < top:
            self._paint_label(painter, QRectF(left, top - line * self._label_lines, width, line))
        row = QRectF(left, top, width, fonts.px(30))
        self._paint_number(painter, row, self._paint_mark(painter, row))
        self._paint_change(painter, QRectF(left, top + fonts.px(32), width, line))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _foot(self) -> int:
        """Return where the label ends and the number begins."""
        line = fonts.px(18)
        return (
            round((self.height() - fonts.px(50) - line * self._label_lines) / 2)
            + 1
            + line * self._label_lines
        )

    def _paint_label(self, painter: QPainter, row: QRectF) -> None:
        label = self.figure.label
        for words in two_lines(label, row.width()) if self._label_lines > 1 else (label,):
            lettering.draw(painter, row, words, LABEL, "ink2")
            row = row.translated(0, row.height())

    def _paint_number(self, painter: QPainter, row: QRectF, room: float) -> None:
        figure = self.figure
        measure = fonts.metrics(24, 600, display=True)
        width = lettering.width(figure.number, *NUMBER[:2], display=True)
        if figure.incomplete:
            ground = QRectF(row.left() - 6, row.top() + 1, width + 12, row.height() - 2)
            paint.hatch(painter, ground, radius=4)
        # Number and unit stand on one line of writing.
        base = row.top() + (row.height() + measure.capHeight()) / 2
        tint = "warn" if figure.incomplete else "ink"
        top = base - measure.ascent()
        lettering.draw(
            painter, QRectF(row.left(), top, width + 1, measure.height()), figure.number, NUMBER, tint
        )
        left = row.left() + width + fonts.px(10 if figure.incomplete else 7)
        small = fonts.metrics(12)
        space = QRectF(left, base - small.ascent(), max(0.0, row.right() - room - left), small.height())
        lettering.draw(painter, space, figure.unit, UNIT, "ink2")

    def _paint_mark(self, painter: QPainter, row: QRectF) -> float:
        """Paint bars or gauge at the right end if the number leaves room, and return their width."""
        figure = self.figure
        number = lettering.width(figure.number, *NUMBER[:2], display=True)
        unit = lettering.width(figure.unit)
        if figure.gauge is not None:
            track = min(fonts.px(70), round(row.width() - number - unit - fonts.px(19)))
            if track >= fonts.px(36):
                box = QRectF(row.right() - track, row.center().y() - 2, track, fonts.px(7))
                paint_gauge(painter, box, figure.gauge, figure.mark)
                return track + fonts.px(6)
        elif figure.bars:
            width = 10.0 * len(figure.bars) - 3
            if number + unit + width + fonts.px(20) <= row.width():
                paint_bars(
                    painter, QRectF(row.right() - width, row.top() + 3, width, fonts.px(23)), figure.bars
                )
                return width + fonts.px(6)
        return 0

    def _paint_change(self, painter: QPainter, row: QRectF) -> None:
        figure = self.figure
        left = row.left()
        if figure.arrow:
            side = fonts.px(14)
            at = QPointF(left - 1, round(row.top() + (row.height() - side) / 2))
            icons.paint(painter, f"arrow-{figure.arrow}", at, side, figure.tone)
            left += side + fonts.px(3)
        if figure.change:
            room = QRectF(left, row.top(), row.right() - left, row.height())
            left += lettering.draw(painter, room, figure.change, CHANGE, figure.tone) + fonts.px(6)
        room = QRectF(left, row.top(), max(0.0, row.right() - left), row.height())
        if room.width() > fonts.px(LEAST_BEHIND) or lettering.fits(figure.behind, room.width()):
            lettering.draw(painter, room, figure.behind, UNIT, "ink2")


def two_lines(words: str, room: float) -> tuple[str, ...]:
    """Part a label where its first line is full; a single line where it fits or has no place to part."""
    if lettering.fits(words, room, *LABEL[:2]):
        return (words,)
    heads = [words[: place + 1].rstrip() for place, letter in enumerate(words) if letter in " ，、"]
    fitting = [head for head in heads if lettering.fits(head, room, *LABEL[:2])]
    head = fitting[-1] if fitting else ""
    return (head, words[len(head) :].strip()) if head else (words,)


def paint_bars(painter: QPainter, box: QRectF, values: Sequence[float]) -> None:
    """Draw small bars from zero, the last one in the ink of actual values."""
    highest = max((abs(value) for value in values), default=0) or 1.0
    for position, value in enumerate(values):
        height = max(1, round(box.height() * abs(value) / highest))
        tint = "actual" if position == len(values) - 1 else "line"
        bar = QRectF(box.left() + position * 10, box.bottom() - height, 7, height)
        painter.fillRect(bar, theme.tokens().colour(tint))


def paint_gauge(painter: QPainter, box: QRectF, share: float, mark: float | None) -> None:
    """Draw a rounded track filled to a share from 0 to 1, with a tick at `mark`."""
    paint.rounded(painter, box, 2, "hair")
    filled = box.width() * min(1.0, max(0.0, share))
    if filled:
        paint.rounded(painter, QRectF(box.left(), box.top(), max(4.0, filled), box.height()), 2, "accent")
    if mark is not None:
        at = round(box.left() + box.width() * min(1.0, max(0.0, mark)))
        painter.fillRect(QRectF(at - 2, box.top() - 4, 4, box.height() + 8), theme.tokens().colour("panel"))
        painter.fillRect(QRectF(at - 1, box.top() - 4, 2, box.height() + 8), theme.tokens().colour("ink"))


class FigureStrip(QWidget):
    """Up to six figures side by side, parted by hairlines; 88 px high, 84 on a small screen."""

    pressed = Signal(int)

    def __init__(self, figures: Sequence[Figure] = (), *, clickable: bool = False) -> None:
        super().__init__()
        self._clickable = clickable
        self._tiles: list[FigureTile] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 1)
        self._row.setSpacing(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_figures(figures)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; tiles that stay are reused, so nothing flickers."""
        while len(self._tiles) > len(figures):
            tile = self._tiles.pop()
            self._row.removeWidget(tile)
            tile.deleteLater()
        for position, figure in enumerate(figures):
            if position < len(self._tiles):
                self._tiles[position].set_figure(figure)
            else:
                tile = FigureTile(figure, clickable=self._clickable)
                tile.pressed.connect(lambda at=position: self.pressed.emit(at))
                self._tiles.append(tile)
                self._row.addWidget(tile, 1)
        self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.activate()
        self._align()

    def _align(self) -> None:
        """Give every tile two lines for its label as soon as one needs them."""
        lines = max((tile.lines_wanted() for tile in self._tiles), default=1)
        for tile in self._tiles:
            tile.set_label_lines(lines)

    def tiles(self) -> list[FigureTile]:
        """Return the tiles, left to right."""
        return list(self._tiles)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.tokens().colour("hair"))
