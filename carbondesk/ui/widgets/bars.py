"""Bars: progress, the breakdown into parts, and rows of a name, a bar and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carbondesk.language import joined
from carbondesk.ui import fonts, tips
from carbondesk.ui.style import paint, theme

Index = QModelIndex | QPersistentModelIndex
EDGES = {"s2": "s2e", "d1": "d1e", "d3": "d3e"}


class ProgressLine(QWidget):
    """A rounded bar with its percentage behind it."""

    def __init__(self, share: float = 0.0, words: str = "", *, width: int = 78, name: str = "") -> None:
        super().__init__()
        self._width, self._name = width, name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_share(share, words)

    def set_share(self, share: float, words: str) -> None:
        """Show a share from 0 to 1 and its words ("98.5 %")."""
        self._share, self._words = min(1.0, max(0.0, share)), words
        self.setAccessibleName(f"{self._name} {words}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = fonts.metrics(12, 500).horizontalAdvance(self._words)
        return QSize(fonts.px(self._width + 8) + round(words) + 2, fonts.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, (self.height() - fonts.px(6)) / 2, fonts.px(self._width), fonts.px(6))
        paint_progress(painter, bar, self._share)
        room = QRectF(bar.right() + fonts.px(8), 0, self.width(), self.height() - 1)
        paint.text(painter, room, self._words, fonts.font(12, 500), "ink2")


def paint_progress(painter: QPainter, bar: QRectF, share: float) -> None:
    """Draw a rounded progress bar, for delegates too."""
    radius = bar.height() / 2
    paint.rounded(painter, bar, radius, "hair")
    if share > 0:
        filled = QRectF(bar.left(), bar.top(), max(bar.height(), bar.width() * min(1.0, share)), bar.height())
        paint.rounded(painter, filled, radius, "accent")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a total: its name, its size (any unit, all alike), its words and its colour token."""

    name: str
    size: float
    words: str
    share: str = ""
    tint: str = "s1"


class BreakdownBar(QWidget):
    """A total as one bar of its parts, with a legend of names, numbers and shares beneath."""

    def __init__(self, parts: Sequence[Part] = ()) -> None:
        super().__init__()
        self._parts: list[Part] = []
        self.setFixedHeight(fonts.px(62))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts; the same ones are not painted again."""
        if list(parts) == self._parts:
            return
        self._parts = list(parts)
        self.setAccessibleName(joined(f"{part.name} {part.words} {part.share}" for part in parts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, 0, self.width(), fonts.px(14))
        paint_parts(painter, bar, self._parts)
        column = self.width() / max(3, len(self._parts))
        for position, part in enumerate(self._parts):
            left = round(position * column)
            row = QRectF(left, fonts.px(22), column - 8, fonts.px(18))
            swatch = QRectF(left, row.center().y() - fonts.px(5), fonts.px(10), fonts.px(10))
            paint.rounded(painter, swatch, 2, part.tint, EDGES.get(part.tint))
            text = row.adjusted(fonts.px(15), 0, 0, 0)
            paint.text(painter, text, part.name, fonts.font(12, 500), "ink2")
            numbers = text.translated(0, fonts.px(18))
            width = paint.text(painter, numbers, part.words, fonts.font(12, 600), "ink")
            rest = numbers.adjusted(width + fonts.px(7), 0, 0, 0)
            paint.text(painter, rest, part.share, fonts.font(12), "ink2")


def paint_parts(painter: QPainter, bar: QRectF, parts: Sequence[Part], gap: float = 2) -> None:
    """Draw parts side by side over the whole width; each is at least 2 px, credits are left out."""
    shown = [part for part in parts if part.size > 0]
    total = sum(part.size for part in shown)
    if not total:
        paint.rounded(painter, bar, 0, "hair")
        return
    room = bar.width() - gap * (len(shown) - 1)
    least = 2.0
    widths = [max(least, room * part.size / total) for part in shown]
    widest = max(range(len(widths)), key=widths.__getitem__)
    widths[widest] -= sum(widths) - room
    left = bar.left()
    for part, width in zip(shown, widths, strict=True):
        box = QRectF(round(left), bar.top(), round(left + width) - round(left), bar.height())
        paint.rounded(painter, box, 0, part.tint, EDGES.get(part.tint))
        left += width + gap


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """A row: name, parts as (tint, size), the number's words and a last column's words."""

    name: str
    parts: Sequence[tuple[str, float]]
    words: str
    last: str = ""
    key: object = None
    missing: bool = False


class BarRowModel(QAbstractListModel):
    """The rows of a bar list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BarRow] = []
        self.longest = 1.0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(row.name, role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return joined((row.name, row.words, row.last))
        return row if role == Qt.ItemDataRole.UserRole else None

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        """Replace the rows; the same ones stay as they are."""
        if list(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.longest = max((sum(size for _, size in row.parts) for row in rows), default=1.0) or 1.0
        self.endResetModel()


class BarRowDelegate(QStyledItemDelegate):
    """Paints one row: name, bar on the longest row's scale, number, last column."""

    def __init__(self, view: BarRows) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._view.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        inset = box.adjusted(self._view.margin, 0, -self._view.margin, 0)
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(self._view.margin - 6, 0, 6 - self._view.margin, 0), 4)
        elif cell.hovered:
            paint.rounded(
                painter, box.adjusted(self._view.margin - 6, 0, 6 - self._view.margin, 0), 4, "sunken"
            )
        face = fonts.font(12)
        last = fonts.px(self._view.last_width)
        number = fonts.px(52)
        name = min(fonts.px(self._view.name_width), inset.width() * 0.47)
        paint.text(painter, QRectF(inset.left(), inset.top(), name - 6, inset.height()), row.name, face)
        start, stop = inset.left() + name, inset.right() - last - number
        self._paint_bar(painter, QRectF(start, box.center().y() - 5, stop - start - 4, 10), row)
        words = QRectF(stop, inset.top(), number, inset.height())
        paint.text(
            painter, words, row.words, fonts.font(12, 600), "warn" if row.missing else "ink", paint.RIGHT
        )
        rest = QRectF(inset.right() - last, inset.top(), last, inset.height())
        paint.text(painter, rest, row.last, face, "ink2", paint.RIGHT)

    def _paint_bar(self, painter: QPainter, room: QRectF, row: BarRow) -> None:
        longest = self._view.bar_model.longest
        left = round(room.left())
        for tint, size in row.parts:
            if size <= 0:
                continue
            width = max(2, round(room.width() * size / longest))
            box = QRectF(left, round(room.top()), width, room.height())
            paint.rounded(painter, box, 0, tint, EDGES.get(tint))
            left += width


class BarRows(QListView):
    """A list of names with bars and numbers; Enter or a click on a row tells its key."""

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        *,
        row_height: int = 22,
        name_width: int = 112,
        last_width: int = 54,
        margin: int = 16,
    ) -> None:
        """Name the list for a screen reader and set its columns, in unscaled pixels."""
        super().__init__()
        self.row_height, self.name_width, self.last_width = fonts.px(row_height), name_width, last_width
        self.margin = fonts.px(margin)
        self.bar_model = BarRowModel()
        self.setAccessibleName(name)
        self.setModel(self.bar_model)
        self.setItemDelegate(BarRowDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        """Show these rows, largest first as the caller orders them."""
        self.bar_model.set_rows(rows)

    def full_height(self) -> int:
        """Return the height at which every row shows."""
        return self.row_height * self.bar_model.rowCount()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), self.full_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(160), self.row_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), theme.tokens().colour("panel"))
        super().paintEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None and row.key is not None:
            self.opened.emit(row.key)
