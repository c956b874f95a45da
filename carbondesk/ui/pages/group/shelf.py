"""The list of registers at the left: icon, name, how many records, and a mark where something is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.language import joined, tr_many
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
ROW, EDGE, ICON = 34, 16, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A register in the list; `count` is None where nothing is counted, `mark` is an icon and its ink."""

    id: str
    title: str
    icon: str
    count: int | None
    doubts: int
    mark: tuple[str, str]


class ShelfModel(QAbstractListModel):
    """The registers."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            parts = [entry.title]
            if entry.count is not None:
                parts.append(tr_many("{n} record", "{n} records", entry.count))
            if entry.doubts:
                parts.append(tr_many("{n} check", "{n} checks", entry.doubts))
            return tips.for_role(joined(parts), role)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Take the registers; their number never changes once they are there."""
        if len(entries) == len(self.entries):
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, 0))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()


class ShelfPainter(QStyledItemDelegate):
    """Paints a register."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        if cell.selected:
            painter.fillRect(box, paint.colour("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), paint.colour("accent"))
        elif cell.hovered:
            painter.fillRect(box, paint.colour("sunken"))
        side = fonts.px(ICON)
        top = round(box.center().y() - side / 2)
        icons.paint(painter, entry.icon, QPointF(box.left() + fonts.px(EDGE), top), side,
                    "accent" if cell.selected else "ink2")  # fmt: skip
        right = box.right() - fonts.px(EDGE)
        if entry.count is not None:
            count = QRectF(right - fonts.px(40), box.top(), fonts.px(40), box.height())
            paint.text(painter, count, str(entry.count), fonts.font(12), "ink2", paint.RIGHT)
            right -= fonts.metrics(12).horizontalAdvance(str(entry.count)) + fonts.px(8)
        if entry.mark[0]:
            at = QPointF(right - side, top)
            icons.paint(painter, entry.mark[0], at, side, entry.mark[1])
            right -= side + fonts.px(6)
        left = box.left() + fonts.px(EDGE) + side + fonts.px(10)
        name = QRectF(left, box.top(), right - left, box.height())
        paint.text(painter, name, entry.title, fonts.font(13, 600 if cell.selected else 500))
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), 2)


class Shelf(QListView):
    """The list; the arrows choose a register at once, Enter goes into its table."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.registers = ShelfModel()
        self.setAccessibleName(name)
        self.setModel(self.registers)
        self.setItemDelegate(ShelfPainter(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)
        self.activated.connect(lambda _index: self.entered.emit())

    def set_entries(self, entries: Sequence[Entry], chosen: str) -> None:
        """Show the registers with one of them chosen; nothing is told, for nobody chose it here."""
        self.selectionModel().blockSignals(True)
        self.registers.set_entries(entries)
        for row, entry in enumerate(entries):
            if entry.id == chosen:
                self.setCurrentIndex(self.registers.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def choose(self, id: str) -> None:
        """Mark a register as chosen without telling."""
        self.set_entries(self.registers.entries, id)

    def _moved(self, index: QModelIndex) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if entry is not None:
            self.chosen.emit(entry.id)
