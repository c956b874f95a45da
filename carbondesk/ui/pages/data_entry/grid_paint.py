"""How the grid is painted: cells in their states, the heads of rows and columns."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from carbondesk.language import tr
from carbondesk.report.grids import MONTHS, Cell, SourceRow, State, SumRow
from carbondesk.report.outputs import OutputRow
from carbondesk.ui import fonts, icons
from carbondesk.ui.pages.data_entry import words as words_of
from carbondesk.ui.pages.data_entry.grid_model import (
    TONNES,
    YEAR,
    GridModel,
    Index,
    MonthGridModel,
    Show,
    TotalsModel,
)
from carbondesk.ui.style import paint, theme

CELL, EDGE = 5, 10
TAG_LEFT, NAME_LEFT = 10, 32
_DIGIT = 0.72
"""A digit with its share of separators is narrower than this part of its font's height."""


class Look(NamedTuple):
    """How a cell is looked at: selected, the current one, in the current row."""

    selected: bool
    current: bool
    row: bool


@cache
def colour(token: str) -> QColor:
    """Return a colour of the theme, kept until the theme changes: a grid asks a thousand times."""
    return theme.tokens().colour(token)


theme.on_change(colour.cache_clear)


def number_text(painter: QPainter, room: QRect, words: str, face: QFont, ink: str) -> None:
    """Draw a number at the right of its cell, cut only where it does not fit."""
    if not words:
        return
    painter.setFont(face)
    painter.setPen(colour(ink))
    if len(words) * face.pixelSize() * _DIGIT > room.width():
        measure = QFontMetricsF(face)
        if measure.horizontalAdvance(words) > room.width():
            words = measure.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, paint.RIGHT | Qt.TextFlag.TextSingleLine, words)


class CellPainter(QStyledItemDelegate):
    """Paints the cells of the grid and of the totals; states are those of the component sheet."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: Any = index.model()
        row = model.row_at(index.row())
        column = index.column()
        told = paint.cell(option)
        box, view = told.box.toRect(), self.parent()
        here = view.currentIndex() if isinstance(view, QTableView) else index
        look = Look(told.selected, here == index, here.row() == index.row())
        if isinstance(row, SumRow):
            self._paint_sum(painter, box, model, row, index)
        elif column >= YEAR:
            self._paint_year(painter, box, model, row, index, look)
        else:
            self._paint_month(painter, box, model, row, index, look)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, colour("hair"))
        if column != MONTHS - 1 + model.sums:
            painter.fillRect(box.right(), box.top(), 1, box.height(), colour(_rule_at(column)))

    def _paint_sum(self, painter: QPainter, box: QRect, model: GridModel, row: SumRow, index: Index) -> None:
        column, total = index.column(), isinstance(model, TotalsModel)
        lacks = row.lacks[column] if column < MONTHS else column == TONNES and any(row.lacks)
        if not total:
            painter.fillRect(box, colour("sunken"))
        hatched = lacks and (total or column == TONNES)
        if hatched:
            paint.hatch(painter, box)
        bold = column == TONNES or (total and index.row() == 0)
        ink = "ink" if column == TONNES or (total and index.row() == 0) else "ink2" if total else "ink3"
        if hatched:
            ink = "warn"
        words = model.words(index.row(), column)
        weight = (600 if bold else 500) if total else (600 if bold else 400)
        room = box.adjusted(fonts.px(2), 0, -fonts.px(_pad(column)), 0)
        number_text(painter, room, words, fonts.font(12, weight), ink)

    def _paint_year(
        self,
        painter: QPainter,
        box: QRect,
        model: GridModel,
        row: SourceRow | OutputRow,
        index: Index,
        now: Look,
    ) -> None:
        lacks = isinstance(row, SourceRow) and row.incomplete and index.column() == TONNES
        if lacks:
            paint.hatch(painter, box)
        elif now.row:
            painter.fillRect(box, colour("sel"))
        room = box.adjusted(fonts.px(2), 0, -fonts.px(_pad(index.column())), 0)
        counted = not isinstance(row, SourceRow) or row.counted
        ink = "warn" if lacks else "ink" if counted else "ink3"
        words = model.words(index.row(), index.column())
        number_text(painter, room, words, fonts.font(12, 600), ink)
        _frame(painter, box, now)

    def _paint_month(
        self,
        painter: QPainter,
        box: QRect,
        model: GridModel,
        row: SourceRow | OutputRow,
        index: Index,
        now: Look,
    ) -> None:
        cell = row.cells[index.column()]
        state = cell.state if isinstance(cell, Cell) else State.ENTERED
        guarded = model.guard(index.column()) is not None
        _ground(painter, box, state, now, guarded=guarded)
        words = model.words(index.row(), index.column())
        room = box.adjusted(fonts.px(2), 0, -fonts.px(CELL), 0)
        guarded = model.guard(index.column()) is not None
        locked = (
            model.read_only or guarded or (isinstance(model, MonthGridModel) and model.show is Show.TONNES)
        )
        ink, face = _ink(state, zero=words == "0"), _face(state)
        if guarded and state is not State.UNUSED:
            _lock(painter, box, QFontMetricsF(face).horizontalAdvance(words))
        if locked and ink == "ink":
            ink = "ink2"
        number_text(painter, room, words, face, ink)
        if state is State.ESTIMATED:
            _dots(painter, room, QFontMetricsF(face).horizontalAdvance(words))
        if state is State.FLAGGED:
            _triangle(painter, QPointF(box.right() + 1, box.top()), -fonts.px(7), "warn")
        if isinstance(cell, Cell):
            _marks(painter, box, cell)
        _frame(painter, box, now)


def _ground(painter: QPainter, box: QRect, state: State, now: Look, *, guarded: bool) -> None:
    """Fill a month: hatched where it is missing, sunken where nothing is expected or may be changed."""
    if state is State.MISSING:
        paint.hatch(painter, box)
    elif state is State.FLAGGED:
        painter.fillRect(box, colour("warnsoft"))
    elif state is State.UNUSED or guarded:
        painter.fillRect(box, colour("sunken"))
    elif now.selected:
        painter.fillRect(box, colour("panel"))
    if now.selected and not now.current:
        painter.fillRect(box, colour("sel"))


def _ink(state: State, *, zero: bool) -> str:
    if state is State.ESTIMATED:
        return "info"
    if state is State.FLAGGED:
        return "warn"
    return "ink3" if zero else "ink"


def _face(state: State) -> QFont:
    if state is State.FLAGGED:
        return fonts.font(12, 600)
    return fonts.font(12, italic=state is State.ESTIMATED)


def _pad(column: int) -> int:
    return CELL if column < MONTHS else EDGE if column == TONNES else CELL + 2


def _rule_at(column: int) -> str:
    """The rule right of December sets the year apart from its months."""
    return "line" if column == MONTHS - 1 else "hair"


def _frame(painter: QPainter, box: QRect, now: Look) -> None:
    """Draw the current cell's frame, 2 px, and its fill handle."""
    if not now.current:
        return
    paint.rounded(painter, QRectF(box).adjusted(-1, -1, 0, 0), 0, None, "accent", 2)
    side = 5
    corner = QRect(box.right() - side + 1, box.bottom() - side + 1, side, side)
    painter.fillRect(corner, theme.tokens().colour("accent"))


def _lock(painter: QPainter, box: QRect, taken: float) -> None:
    """Draw the lock left of the number, where the number leaves room; the month's head has it always."""
    side = fonts.px(10)
    if box.width() - taken > side + fonts.px(CELL) + 5:
        at = QPointF(box.left() + 3, round(box.center().y() - side / 2))
        icons.paint(painter, "lock", at, side, "ink3")


def _dots(painter: QPainter, room: QRect, width: float) -> None:
    pen = QPen(theme.tokens().colour("info"), 1)
    pen.setDashPattern([1, 2])
    painter.setPen(pen)
    below = room.center().y() + fonts.px(8)
    painter.drawLine(QPointF(room.right() - width + 1, below), QPointF(room.right() + 1, below))


def _marks(painter: QPainter, box: QRect, cell: Cell) -> None:
    """Draw the small marks in a cell's corners: from bills, corrected, waiting for its bill, noted."""
    look = theme.tokens()
    left, top, side = box.left() + 2, box.top() + 2, fonts.px(4)
    if cell.corrected:
        _triangle(painter, QPointF(box.left(), box.top()), fonts.px(7), "accent")
    elif cell.waits:
        painter.setPen(QPen(look.colour("warn"), 1))
        painter.drawRect(QRect(left, top, side + 1, side + 1))
    elif cell.from_bills or words_of.from_equipment(cell):
        painter.fillRect(QRect(left, top, side, side), look.colour("path"))
    if cell.noted:
        painter.fillRect(QRect(box.right() - 1 - side, top, side, side), look.colour("ok"))


def _triangle(painter: QPainter, corner: QPointF, side: float, tint: str) -> None:
    """Fill the corner of a cell; a negative side reaches to the left."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens().colour(tint))
    along, down = QPointF(corner.x() + side, corner.y()), QPointF(corner.x(), corner.y() + abs(side))
    painter.drawPolygon(QPolygonF([corner, along, down]))
    painter.restore()


class MonthHeader(QHeaderView):
    """The months over the columns; the current one is tinted and underlined."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setFixedHeight(fonts.px(28))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)
        self.setSectionsClickable(False)
        self.setAccessibleName(tr("Months"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        look = theme.tokens()
        column = self._view.currentIndex().column()
        current = column == logicalIndex and column < MONTHS
        painter.fillRect(rect, look.colour("soft" if current else "sunken"))
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        room = rect.adjusted(0, 0, -fonts.px(_pad(logicalIndex)), 0)
        face = fonts.font(12, 600 if current else 500)
        paint.text(painter, room, words, face, "ink" if current else "ink2", paint.RIGHT)
        model = self.model()
        if isinstance(model, GridModel) and model.guard(logicalIndex) is not None:
            side = fonts.px(10)
            at = QPointF(rect.left() + 4, round(rect.center().y() - side / 2))
            icons.paint(painter, "lock", at, side, "ink3")
        paint.line(painter, rect.left(), rect.bottom(), rect.right(), rect.bottom(), "line")
        if current:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), look.colour("accent"))


class RowHeader(QHeaderView):
    """The names of the rows: categories with their scope, sources and figures with their unit."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("Sources"))

    def sizeHint(self) -> QSize:
        return QSize(self.width(), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel) or logicalIndex >= model.rowCount():
            return
        look, row = theme.tokens(), model.row_at(logicalIndex)
        totals = isinstance(model, TotalsModel)
        current = self._view.currentIndex().row() == logicalIndex and not totals
        group = isinstance(row, SumRow) and not totals
        painter.fillRect(rect, look.colour("sunken" if group else "sel" if current else "panel"))
        words = str(model.headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        if totals:
            room = rect.adjusted(fonts.px(TAG_LEFT), 0, -4, 0)
            paint.text(painter, room, words, fonts.font(12, 600))
        elif isinstance(row, SumRow):
            middle = rect.center().y() - fonts.px(15) / 2 + 1
            paint.scope_tag(painter, QPointF(rect.left() + fonts.px(TAG_LEFT), round(middle)), int(row.scope))
            room = rect.adjusted(fonts.px(NAME_LEFT), 0, -4, 0)
            paint.text(painter, room, words, fonts.font(12, 600))
        else:
            self._paint_name(painter, rect, row, words)
        paint.line(painter, rect.left(), rect.bottom(), rect.right(), rect.bottom())
        paint.line(painter, rect.right(), rect.top(), rect.right(), rect.bottom(), "line")

    def _paint_name(self, painter: QPainter, rect: QRect, row: SourceRow | OutputRow, words: str) -> None:
        model: Any = self.model()
        unit = model.unit_words(row)
        left = fonts.px(TAG_LEFT if isinstance(row, OutputRow) else NAME_LEFT)
        if isinstance(row, SourceRow) and row.source.submeter_of is not None:
            icons.paint(
                painter,
                "git-branch",
                QPointF(rect.left() + left, rect.center().y() - fonts.px(6)),
                fonts.px(12),
                "ink3",
            )
            left += fonts.px(16)
        room = rect.adjusted(left, 0, -fonts.px(8), 0)
        width = paint.text(painter, room, unit, fonts.font(12), "ink3", paint.RIGHT)
        name = room.adjusted(0, 0, -round(width) - fonts.px(6), 0)
        ink = "ink2" if isinstance(row, SourceRow) and not row.counted else "ink"
        paint.text(painter, name, words, fonts.font(12, 500), ink)
