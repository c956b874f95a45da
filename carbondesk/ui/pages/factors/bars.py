"""Two small pictures of a factor: its editions over the years, and its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from carbondesk.language import clauses, tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.style import paint, theme

MOST_EDITIONS = 5
MOST_YEARS = 7
BAR, AXIS = 21, 19
LINE_AT = 0.93
"""How far into its year the line stands: at its end, beside the words of a bar that covers one year."""


@dataclass(frozen=True, slots=True)
class EditionSpan:
    """One edition of a factor: its value in words, the first and last year it is made for, whether it is shown."""

    words: str
    name: str
    first: int
    last: int
    open_end: bool
    current: bool


class EditionBars(QWidget):
    """Editions as bars over years, with a line at the inventory's year."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[EditionSpan] = []
        self._year = 0
        self._first, self._last = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Editions and validity"))

    def set_spans(self, spans: Sequence[EditionSpan], year: int) -> None:
        """Show the editions around the one in view, oldest first, and the inventory's year."""
        here = next((place for place, span in enumerate(spans) if span.current), 0)
        start = max(0, min(here - MOST_EDITIONS // 2, len(spans) - MOST_EDITIONS))
        self._spans = list(spans[start : start + MOST_EDITIONS])
        self._year = year
        years = [each for span in self._spans for each in (span.first, span.last)] + [year]
        self._first, self._last = min(years), max(years) + 1
        self.setFixedHeight(fonts.px(BAR) * len(self._spans) + fonts.px(AXIS) + fonts.px(4))
        said = [
            tr("{name}: {value}, {first} to {last}", name=span.name, value=span.words, first=str(span.first),
               last=tr("until replaced") if span.open_end else str(span.last))
            for span in self._spans
        ]  # fmt: skip
        self.setAccessibleDescription(clauses(said))
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def spans(self) -> list[EditionSpan]:
        """Return the editions that are shown."""
        return self._spans

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), self.height())

    def _x(self, year: float) -> float:
        return (year - self._first) / (self._last - self._first) * (self.width() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._spans:
            return
        painter = QPainter(self)
        floor = fonts.px(BAR) * len(self._spans) + fonts.px(2)
        self._paint_years(painter, floor)
        here = round(self._x(self._year + LINE_AT))
        painter.fillRect(QRectF(here - 1, 0, 2, floor), theme.tokens().colour("ink"))
        for place, span in enumerate(self._spans):
            self._paint_span(painter, span, fonts.px(BAR) * place + fonts.px(1))

    def _paint_years(self, painter: QPainter, floor: int) -> None:
        count = self._last - self._first
        step = max(1, -(-count // MOST_YEARS))
        room = self.width() * step / count
        for year in range(self._first, self._last, step):
            left = round(self._x(year))
            paint.line(painter, left, 0, left, floor, "grid")
            box = QRectF(left, floor, max(room, fonts.px(30)), fonts.px(AXIS))
            if box.right() <= self.width() + 2:
                lettering.draw(
                    painter, box.adjusted(fonts.px(3), 0, 0, 0), str(year), (11, 400, False), "ink3"
                )

    def _paint_span(self, painter: QPainter, span: EditionSpan, top: int) -> None:
        left = self._x(span.first)
        right = self._x(self._last if span.open_end else span.last + 1)
        box = QRectF(left, top, max(right - left - 1, 4), fonts.px(BAR) - fonts.px(4))
        paint.rounded(painter, box, 2, "accent" if span.current else "line")
        face = (11, 600 if span.current else 500, False)
        width = lettering.width(span.words, 11, face[1])
        if width + fonts.px(12) <= box.width():
            inside = box.adjusted(fonts.px(6), 0, 0, 0)
            lettering.draw(painter, inside, span.words, face, "onaccent" if span.current else "ink")
            return
        after = box.right() + fonts.px(5)
        if after + width > self.width():
            after = box.left() - width - fonts.px(5)
        beside = QRectF(after, box.top(), width + 2, box.height())
        lettering.draw(painter, beside, span.words, face, "accent" if span.current else "ink2")


class SpreadBar(QWidget):
    """A value between its published limits: a track, the range, a dot, and the three numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._low = self._high = 0.0
        self._words = ("", "", "")
        self.setFixedHeight(fonts.px(42))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Uncertainty as published"))

    def set_spread(self, low: float, high: float, words: tuple[str, str, str]) -> None:
        """Show shares below and above the value, with the words of low, value and high."""
        self._low, self._high, self._words = low, high, words
        self.setAccessibleDescription(
            tr("{low} to {high}, value {value}", low=words[0], value=words[1], high=words[2])
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = self.width() / 2, fonts.px(10)
        reach = self.width() / 4
        widest = max(self._low, self._high) or 1.0
        left, right = middle - reach * self._low / widest, middle + reach * self._high / widest
        paint.rounded(painter, QRectF(0, top - 1.5, self.width(), 3), 1.5, "hair")
        paint.rounded(painter, QRectF(left, top - 2.5, right - left, 5), 2.5, "band")
        dot = fonts.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens().colour("panel"))
        painter.drawEllipse(QPointF(middle, top), dot + 1.5, dot + 1.5)
        painter.setBrush(theme.tokens().colour("ink"))
        painter.drawEllipse(QPointF(middle, top), dot, dot)
        for at, words in zip((left, middle, right), self._words, strict=True):
            width = lettering.width(words, 11) + 2
            start = min(max(at - width / 2, 0), self.width() - width)
            if at != middle and abs(at - middle) < width + fonts.px(6):
                start = 0 if at < middle else self.width() - width
            box = QRectF(start, top + fonts.px(10), width, fonts.px(18))
            lettering.draw(painter, box, words, (11, 400, False), "ink" if at == middle else "ink2")
