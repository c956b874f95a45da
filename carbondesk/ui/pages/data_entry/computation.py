"""How a cell's t CO2e comes about, as painted tables, and the year of a source as small bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.records import Scope2Method
from carbondesk.language import clauses, sentences, tr
from carbondesk.ui import fonts, tips
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.reasons import ReasonList, reasons_of
from carbondesk.ui.pages.data_entry.workings import Table, Working, tables_of
from carbondesk.ui.style import paint, theme
from carbondesk.ui.widgets import Label, Segments

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

ROW = 21


class LineTable(QWidget):
    """A small painted table on a sunken ground: a heading, rows, and a sum; the first column is left aligned.

    `shares` are the columns' parts of the width; a row may be `strong`.
    """

    def __init__(self, name: str, columns: Sequence[int]) -> None:
        super().__init__()
        self._name, self._columns = name, tuple(columns)
        self._head: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._foot: tuple[str, str] | None = None
        self._strong: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_lines(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        foot: tuple[str, str] | None = None,
        strong: int | None = None,
    ) -> None:
        """Show a heading, rows of as many words, and at the foot what it comes to."""
        self._head, self._rows, self._foot, self._strong = head, rows, foot, strong
        spoken = [clauses(f"{title} {cell}" for title, cell in zip(head, row, strict=True)) for row in rows]
        self.setAccessibleDescription(sentences([*spoken, " ".join(foot or ())]))
        self.setToolTip(tips.plain("\n".join("  ".join(filter(None, row)) for row in rows)))
        self.updateGeometry()
        self.update()

    def set_columns(self, name: str, columns: Sequence[int]) -> None:
        """Take another name, and other parts of the width for the columns."""
        self._columns = tuple(columns)
        self.setAccessibleName(name)

    def lines(self) -> tuple[Sequence[str], Sequence[Sequence[str]], tuple[str, str] | None]:
        """Return what is shown: heading, rows, foot."""
        return self._head, self._rows, self._foot

    def sizeHint(self) -> QSize:
        height = fonts.px(10) + fonts.px(ROW) * (len(self._rows) + 1)
        return QSize(fonts.px(200), height + (fonts.px(32) if self._foot else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._head:
            return
        painter = QPainter(self)
        paint.rounded(painter, self.rect(), 5, "sunken", "hair")
        edge = fonts.px(10)
        top = fonts.px(6)
        self._paint_row(painter, top, self._head, "ink2", 400)
        for place, row in enumerate(self._rows):
            top += fonts.px(ROW)
            self._paint_row(painter, top, row, "ink", 600 if place == self._strong else 400)
        if self._foot:
            top += fonts.px(ROW) + fonts.px(3)
            paint.line(painter, edge, top, self.width() - edge, top)
            room = QRectF(edge, top + 1, self.width() - 2 * edge, fonts.px(28))
            face = fonts.font(13, 600)
            width = paint.text(painter, room, self._foot[1], face, "ink", paint.RIGHT)
            rest = room.adjusted(0, 0, -width - fonts.px(8), 0)
            paint.text(painter, rest, self._foot[0], fonts.font(12), "ink2")

    def _paint_row(self, painter: QPainter, top: float, cells: Sequence[str], ink: str, weight: int) -> None:
        edge = fonts.px(10)
        room = self.width() - 2 * edge
        whole, left = sum(self._columns), float(edge)
        for place, (share, cell) in enumerate(zip(self._columns, cells, strict=True)):
            width = room * share / whole
            box = QRectF(left, top, width, fonts.px(ROW))
            align = paint.LEFT if place == 0 else paint.RIGHT
            paint.text(painter, box, cell, fonts.font(12, weight), ink, align)
            left += width


class TableSection(QWidget):
    """A table under its caption."""

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        self.caption = Label(size=12, weight=600, ink="ink2", wraps=True)
        self.table = LineTable("", (1,))
        body.addWidget(self.caption)
        body.addWidget(self.table)

    def set_table(self, table: Table) -> None:
        """Show a table."""
        self.caption.setText(table.caption)
        self.caption.setVisible(bool(table.caption))
        self.table.set_columns(table.caption, table.columns)
        self.table.set_lines(table.head, table.rows, table.foot)


class ComputationPane(QWidget):
    """How a cell's number is computed: by both methods, with shares, category 3 and process gases, and why.

    `chosen(method)` when a person looks at the other method of scope 2.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(8))
        methods: list[tuple[str, object]] = [
            (tr("Location-based"), Scope2Method.LOCATION.value),
            (tr("Market-based"), Scope2Method.MARKET.value),
        ]
        self.method = Segments(methods, Scope2Method.LOCATION.value, tr("Scope 2 method"))
        self.method.chosen.connect(lambda value: self.chosen.emit(str(value)))
        line = QHBoxLayout()
        line.addWidget(self.method)
        line.addStretch(1)
        body.addLayout(line)
        self.table = LineTable(tr("How this number is computed"), (22, 32, 22, 24))
        self.reasons = ReasonList()
        body.addWidget(self.table)
        self._below = QVBoxLayout()
        self._below.setSpacing(fonts.px(8))
        body.addWidget(self.reasons)
        body.addLayout(self._below)
        self.sections: list[TableSection] = []

    def set_working(self, working: Working, figures: Figures) -> None:
        """Show how the lines of one month come to their sum."""
        self.method.setVisible(bool(working.market))
        method = str(self.method.value()) if working.market else Scope2Method.LOCATION.value
        first, *others = tables_of(working, figures, method)
        self.table.set_columns(tr("How this number is computed"), first.columns)
        self.table.set_lines(first.head, first.rows, first.foot)
        lines = working.market if method == Scope2Method.MARKET else working.own
        self.reasons.set_reasons(reasons_of(lines))
        while len(self.sections) < len(others):
            section = TableSection()
            self.sections.append(section)
            self._below.addWidget(section)
        for place, section in enumerate(self.sections):
            section.setVisible(place < len(others))
            if place < len(others):
                section.set_table(others[place])

    def shown(self) -> list[TableSection]:
        """Return the tables below the first one that are shown now."""
        return [section for section in self.sections if not section.isHidden()]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBar:
    """One month of the small chart: this year's value and last year's, and how it is shown."""

    month: str
    value: float | None = None
    before: float | None = None
    current: bool = False
    flagged: bool = False
    missing: bool = False


class YearBars(QWidget):
    """The twelve months of a source as bars, with ticks where the year before stood."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[YearBar] = ()
        self.setFixedHeight(fonts.px(74))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[YearBar], sentence: str) -> None:
        """Show the months; `sentence` says what a reader needs to know of them."""
        if tuple(bars) == tuple(self._bars):
            return
        self._bars = tuple(bars)
        self.setAccessibleName(tr("Through the year"))
        self.setAccessibleDescription(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        foot = fonts.px(18)
        high = self.height() - foot - 2
        values = [value for bar in self._bars for value in (bar.value, bar.before) if value]
        largest = max(values, default=1.0)
        width = self.width() / len(self._bars)
        for place, bar in enumerate(self._bars):
            left = round(place * width)
            box = QRectF(left, 0, round((place + 1) * width) - left - 3, high)
            self._paint_bar(painter, box, bar, largest)
            room = QRectF(left - 4, high + 3, box.width() + 8, foot)
            face = fonts.font(11, 700 if bar.current else 400)
            ink = "ink" if bar.current else "ink3"
            paint.text(painter, room, words.initial(bar.month), face, ink, paint.CENTRE)

    @staticmethod
    def _paint_bar(painter: QPainter, box: QRectF, bar: YearBar, largest: float) -> None:
        look = theme.tokens()
        if bar.missing:
            paint.hatch(painter, box)
        elif bar.value and bar.value > 0:
            height = max(1.0, box.height() * bar.value / largest)
            tint = "s2" if bar.flagged else "accent" if bar.current else "line"
            painter.fillRect(
                QRectF(box.left(), box.bottom() - height, box.width(), height), look.colour(tint)
            )
        paint.line(painter, box.left(), box.bottom(), box.right(), box.bottom(), "line")
        if bar.before and bar.before > 0:
            level = box.bottom() - box.height() * bar.before / largest
            tick = QRectF(QPointF(box.left() - 1, max(0.0, level - 1)), QPointF(box.right() + 1, level + 1))
            painter.fillRect(tick, look.colour("actual"))
