"""How a cell's t CO2e comes about, as painted tables, and the year of a source as small bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.periods import Period, exact_sum, month_period, shares
from carbondesk.domain.records import Activity
from carbondesk.language import number, tr
from carbondesk.report.explanations import Line, lines_of
from carbondesk.report.figures import Figures
from carbondesk.report.grids import Cell
from carbondesk.ui import fonts
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.reasons import ReasonList, reasons_of
from carbondesk.ui.readings import unit_text
from carbondesk.ui.style import paint, theme

ROW = 21
_GAS_WORDS = {
    "CO2": "CO₂",
    "CH4-FOSSIL": "CH₄",
    "CH4-NONFOSSIL": "CH₄",
    "N2O": "N₂O",
    "SF6": "SF₆",
    "NF3": "NF₃",
    "CF4": "CF₄",
    "C2F6": "C₂F₆",
    "CO2E": "CO₂e",
}


def part_of_month(entry: Activity, month: str) -> Activity:
    """Return the part of an entry that lies in a month; the entry itself where all of it does."""
    period = Period(entry.start, entry.end)
    if month_period(month).overlap(period) == period:
        return entry
    parts = period.months()
    amounts = shares(entry.quantity, [part.days for part in parts])
    for part, amount in zip(parts, amounts, strict=True):
        if month_period(month).overlap(part):
            return replace(entry, start=part.start, end=part.end, quantity=amount)
    return entry


def lines_of_cell(figures: Figures, cell: Cell) -> list[Line]:
    """Return how the entries of a cell come to t CO2e, as far as they lie in its month."""
    found: list[Line] = []
    for entry in cell.activities:
        found += lines_of(figures, part_of_month(entry, cell.month))
    return found


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
        spoken = ["; ".join(f"{title} {cell}" for title, cell in zip(head, row, strict=True)) for row in rows]
        self.setAccessibleDescription(". ".join([*spoken, " ".join(foot or ())]))
        self.updateGeometry()
        self.update()

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


class ComputationPane(QWidget):
    """How a cell's number is computed: gases with kg per unit, GWP and t CO2e, conversions, factor, GWP set."""

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(8))
        self.table = LineTable(tr("How this number is computed"), (22, 32, 22, 24))
        self.reasons = ReasonList()
        body.addWidget(self.table)
        body.addWidget(self.reasons)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show how the lines of one month come to their sum."""
        first = lines[0]
        gases = _gases(lines)
        unit = unit_text(first.unit)
        rows = [
            (_GAS_WORDS.get(gas, gas), words.short(mass, 5), number(gwp), _tonnes(result))
            for gas, mass, gwp, result in gases
        ]
        quantity = exact_sum(line.quantity for line in lines)
        known = [line.result for line in lines if line.result is not None]
        result = f"{_tonnes(sum(known))} t CO₂e" if len(known) == len(lines) else tr("no factor")
        head = (tr("Gas"), tr("kg / {unit}", unit=unit), tr("× GWP"), tr("= t CO₂e"))
        self.table.set_lines(head, rows, (words.quantity_text(quantity, first.unit), result))
        self.reasons.set_reasons(reasons_of(lines))


def _gases(lines: Sequence[Line]) -> list[tuple[str, float, float, float]]:
    """Add the lines of one factor gas by gas; of several factors only the first one's masses are shown."""
    sums: dict[str, tuple[float, float, float]] = {}
    for line in lines:
        for gas, mass, gwp, result in line.gases:
            before = sums.get(gas, (mass, gwp, 0.0))
            sums[gas] = (before[0], before[1], before[2] + result)
    return [(gas, mass, gwp, result) for gas, (mass, gwp, result) in sums.items()]


def _tonnes(value: float) -> str:
    size = abs(value)
    return number(value, 1 if size >= 1000 else 2 if size >= 0.005 or not size else 5)


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
