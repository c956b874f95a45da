"""The table of factors: a model over the stock, painted a row at a time, read out in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.domain.gases import GwpSet
from carbondesk.domain.records.choices import scope_label
from carbondesk.language import joined, number, tr, tr_many
from carbondesk.ui import fonts, icons, lettering, tips
from carbondesk.ui.pages.factors import words
from carbondesk.ui.pages.factors.stock import State, Stock
from carbondesk.ui.pages.factors.weights import Weight, weight
from carbondesk.ui.style import paint, theme

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the table, left to right."""

    FACTOR = 0
    REGION = 1
    VALUE = 2
    UNIT = 3
    YEAR = 4
    SOURCE = 5
    SPREAD = 6
    USED = 7


NUMBERS = frozenset({Column.VALUE, Column.YEAR, Column.SPREAD, Column.USED})
"""The columns that stand at the right."""


def column_names() -> tuple[str, ...]:
    """Return the heads of the columns."""
    return (
        tr("Factor"), tr("Region"), tr("Value"), tr("Unit"), tr("Year"), tr("Publisher"), "±", tr("Used"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What the table shows of one factor."""

    scope: int
    texts: tuple[str, ...]
    publisher: str
    newer: bool
    used: bool
    own: bool


class FactorModel(QAbstractTableModel):
    """The factors that a wish keeps; records are made and weighed only for the rows that are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.stock: Stock | None = None
        self.places: list[int] = []
        self._weigh: Callable[[int], Weight] | None = None
        self._lines: dict[int, Line] = {}

    # ---- filling -----------------------------------------------------------------------------------------

    def set_stock(self, stock: Stock | None, gwp: GwpSet | None = None, methane: str = "") -> None:
        """Take a stock and the set that its factors are weighed under; the rows follow with `show`."""
        self.beginResetModel()
        self.stock, self.places, self._lines = stock, [], {}
        self._weigh = None
        if stock is not None and gwp is not None:
            self._weigh = lambda place: weight(stock.factor(place), gwp, methane)
        self.endResetModel()

    def show(self, places: Sequence[int]) -> None:
        """Show the factors at some places of the stock, in this order."""
        self.beginResetModel()
        self.places = list(places)
        self.endResetModel()

    def weight_at(self, place: int) -> Weight:
        """Return what the factor at a place of the stock weighs."""
        assert self._weigh is not None  # noqa: S101 - there are no rows before there is a set
        return self._weigh(place)

    def row_of(self, place: int) -> int | None:
        """Return the row that shows a factor, None where it is filtered out."""
        return self.places.index(place) if place in self.places else None

    def line(self, row: int) -> Line:
        """Return what a row shows."""
        place = self.places[row]
        if place not in self._lines:
            self._lines[place] = self._line(place)
        return self._lines[place]

    def _line(self, place: int) -> Line:
        stock = self.stock
        assert stock is not None  # noqa: S101 - there are no rows before there is a stock
        card, factor, heavy = stock.cards[place], stock.factor(place), self.weight_at(place)
        used = int(stock.count_of_uses[place])
        return Line(
            scope=int(card.scope) if card.scope in {"1", "2", "3"} else 0,
            texts=(
                card.name,
                words.region_words(card.region),
                words.value_words(heavy, factor),
                words.per_unit_words(factor, heavy),
                words.years_words(card.start, card.end),
                words.publisher_words(card),
                words.largest_spread(factor),
                number(used),
            ),
            publisher=joined((card.edition.family, card.edition.source_version))
            if card.edition
            else card.publisher,
            newer=stock.is_state(place, State.NEWER),
            used=used > 0,
            own=card.own,
        )

    # ---- QAbstractTableModel -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column_names()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if section in NUMBERS else paint.LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return _head_tips().get(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.line(index.row()), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain(self._tip(line, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if column in NUMBERS else paint.LEFT
        return None

    def spoken(self, row: int) -> str:
        """Return a row as a screen reader says it."""
        line = self.line(row)
        scope = tr(scope_label(str(line.scope))) if line.scope else tr("outside the scopes")
        texts = line.texts
        uses = tr_many("{n} source uses it", "{n} sources use it", _count(texts[Column.USED]))
        newer = tr("a newer edition is there") if line.newer else ""
        parts = (
            texts[Column.FACTOR], scope, texts[Column.REGION],
            f"{texts[Column.VALUE]} {texts[Column.UNIT]}", texts[Column.YEAR], texts[Column.SOURCE], uses, newer,
        )  # fmt: skip
        return joined(parts)

    @staticmethod
    def _tip(line: Line, column: Column) -> str:
        if column == Column.SOURCE and line.newer:
            return tr("{source}: a newer edition is there", source=line.publisher)
        return line.publisher if column == Column.SOURCE else line.texts[column]


def _count(text: str) -> int:
    return int(text.replace(",", ""))


def _head_tips() -> dict[int, str]:
    return {
        Column.VALUE: tr("Under the set of potentials in view"),
        Column.SPREAD: tr("Uncertainty as published"),
        Column.USED: tr("Sources that take it in the year in view; the list is sorted by it, then by name"),
    }


@cache
def _colour(token: str) -> QColor:
    return theme.tokens().colour(token)


theme.on_change(_colour.cache_clear)

TAG_LEFT, NAME_LEFT, CELL = 12, 34, 8


class FactorPainter(QStyledItemDelegate):
    """Paints the cells: scope tag and name, a strong value, a branch at what has a newer edition."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, FactorModel):
            return
        line, column, told = model.line(index.row()), Column(index.column()), paint.cell(option)
        box = told.box
        if told.selected:
            painter.fillRect(box, _colour("sel"))
        elif told.hovered:
            painter.fillRect(box, _colour("canvas"))
        room = box.adjusted(fonts.px(CELL), 0, -fonts.px(CELL), -1)
        if column == Column.FACTOR:
            room = self._paint_head(painter, line, box, selected=told.selected)
        elif column == Column.SOURCE and line.newer:
            room = self._paint_branch(painter, room)
        align = paint.RIGHT if column in NUMBERS else paint.LEFT
        face, ink = _look(line, column, selected=told.selected)
        lettering.draw(painter, room, line.texts[column], face, ink, align)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), _colour("hair"))

    @staticmethod
    def _paint_head(painter: QPainter, line: Line, box: QRectF, *, selected: bool) -> QRectF:
        if selected:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), _colour("accent"))
        side = fonts.px(15)
        at = QPointF(box.left() + fonts.px(TAG_LEFT), round(box.center().y() - side / 2 - 0.5))
        if line.scope:
            paint.scope_tag(painter, at, line.scope)
        else:
            paint.rounded(painter, QRectF(at.x(), at.y(), side, side), 3, "sunken", "line")
        return box.adjusted(fonts.px(NAME_LEFT), 0, -fonts.px(CELL), -1)

    @staticmethod
    def _paint_branch(painter: QPainter, room: QRectF) -> QRectF:
        side = fonts.px(14)
        icons.paint(
            painter, "git-branch", QPointF(room.left(), round(room.center().y() - side / 2)), side, "warn"
        )
        return room.adjusted(side + fonts.px(6), 0, 0, 0)


def _look(line: Line, column: Column, *, selected: bool) -> tuple[lettering.Type, str]:
    """Return font and ink of a cell."""
    if column == Column.FACTOR:
        return (13, 600 if selected else 500, False), "ink"
    if column == Column.VALUE:
        return (13, 600, False), "ink"
    if column == Column.USED:
        return (12, 500 if line.used else 400, False), "ink" if line.used else "ink3"
    if column == Column.UNIT:
        return (12, 400, False), "ink2"
    return (12, 400, False), "ink2"
