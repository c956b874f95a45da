"""The list at the left of a page: what can be shown, one line or card each; the arrows choose at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.ui import fonts, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfEntry:
    """What a line of a shelf shows at the least; a page adds to it."""

    id: str
    title: str

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return self.title


E = TypeVar("E", bound=ShelfEntry)


class ShelfModel(QAbstractListModel, Generic[E]):
    """The entries of a shelf."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[E] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(entry.spoken, role)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def set_entries(self, entries: Sequence[E]) -> None:
        """Take the entries; where only what they say changed, the choice stays."""
        if [each.id for each in entries] == [each.id for each in self.entries]:
            self.entries = list(entries)
            if entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, 0))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()


class ShelfPainter(QStyledItemDelegate, Generic[E]):
    """Paints ground, mark of the chosen one and focus; `height` is a line's in unscaled pixels."""

    height = 34

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = paint.cell(option)
        box = cell.box
        if cell.selected:
            painter.fillRect(box, paint.colour("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), paint.colour("accent"))
        elif cell.hovered:
            painter.fillRect(box, paint.colour("sunken"))
        self.paint_entry(painter, box, index.data(Qt.ItemDataRole.UserRole), selected=cell.selected)
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), 2)

    def paint_entry(self, painter: QPainter, box: QRectF, entry: E, *, selected: bool) -> None:
        """Paint what an entry says; a page paints more."""
        room = box.adjusted(fonts.px(16), 0, -fonts.px(16), 0)
        paint.text(painter, room, entry.title, fonts.font(13, 600 if selected else 500))


class Shelf(QListView, Generic[E]):
    """The list. `chosen(id)` as soon as another line is current, `entered` by Enter on it."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, name: str, painter: ShelfPainter[E] | None = None) -> None:
        """Make a list called `name` for a screen reader."""
        super().__init__()
        self.rows: ShelfModel[E] = ShelfModel()
        self.setAccessibleName(name)
        self.setModel(self.rows)
        delegate: ShelfPainter[E] = painter or ShelfPainter()
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)
        self.activated.connect(lambda _index: self.entered.emit())

    def set_entries(self, entries: Sequence[E], chosen: str) -> None:
        """Show these entries with one of them chosen; nothing is told, for nobody chose it here."""
        self.selectionModel().blockSignals(True)
        self.rows.set_entries(entries)
        self.selectionModel().blockSignals(False)
        self.choose(chosen)

    def choose(self, id: str) -> None:
        """Mark an entry as the chosen one; nothing is told."""
        self.selectionModel().blockSignals(True)
        for row, entry in enumerate(self.rows.entries):
            if entry.id == id:
                self.setCurrentIndex(self.rows.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _moved(self, index: QModelIndex) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if entry is not None:
            self.chosen.emit(entry.id)
