"""The list of targets: what each promises, by which method, and whether its criteria hold."""

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
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
ROW, EDGE, ICON, INDENT = 50, 16, 16, 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A target in the list; `mark` is an icon with its ink, `told` says the same in words."""

    id: int
    title: str
    context: str
    goal: str
    mark: tuple[str, str]
    told: str

    @property
    def spoken(self) -> str:
        """What a screen reader says of the target."""
        return f"{self.title}, {self.goal}, {self.context}, {self.told}"


class ShelfModel(QAbstractListModel):
    """The targets."""

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
            return tips.for_role(entry.spoken, role)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Take the targets; the same ones in the same order only change their words."""
        if [entry.id for entry in entries] == [entry.id for entry in self.entries]:
            before, self.entries = self.entries, list(entries)
            for row, (old, new) in enumerate(zip(before, self.entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def row_of(self, id: int) -> int:
        """Return the row of a target, -1 for one that is not listed."""
        return next((row for row, entry in enumerate(self.entries) if entry.id == id), -1)


class ShelfPainter(QStyledItemDelegate):
    """Paints a target: icon, name and goal, under them method and years."""

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
        left, right = box.left() + fonts.px(INDENT), box.right() - fonts.px(EDGE)
        icons.paint(
            painter,
            entry.mark[0],
            QPointF(box.left() + fonts.px(EDGE), box.top() + fonts.px(9)),
            fonts.px(ICON),
            entry.mark[1],
        )
        first = QRectF(left, box.top() + fonts.px(6), right - left, fonts.px(20))
        face = fonts.font(13, 600)
        paint.text(painter, first, entry.goal, face, "ink", paint.RIGHT)
        width = fonts.metrics(13, 600).horizontalAdvance(entry.goal) + fonts.px(10)
        paint.text(painter, first.adjusted(0, 0, -width, 0), entry.title, face)
        second = QRectF(left, first.bottom() - 1, right - left, fonts.px(18))
        paint.text(painter, second, entry.context, fonts.font(12), "ink2")
        if not cell.selected and index.row() < index.model().rowCount() - 1:
            paint.line(painter, left, box.bottom() - 1, right, box.bottom() - 1)
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), 2)


class Shelf(QListView):
    """The list. Arrows choose, Enter or F2 goes to the definition, Ins adds, Del removes."""

    chosen = Signal(int)
    entered = Signal()
    added = Signal()
    removed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.targets = ShelfModel()
        self.setAccessibleName(name)
        self.setModel(self.targets)
        self.setItemDelegate(ShelfPainter(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)

    def set_entries(self, entries: Sequence[Entry], chosen: int | None) -> None:
        """Show the targets with one of them chosen; nothing is told, for nobody chose it here."""
        self.selectionModel().blockSignals(True)
        self.targets.set_entries(entries)
        row = self.targets.row_of(chosen) if chosen is not None else -1
        if row >= 0:
            self.setCurrentIndex(self.targets.index(row, 0))
            self.scrollTo(self.currentIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {
            Qt.Key.Key_Return: self.entered,
            Qt.Key.Key_Enter: self.entered,
            Qt.Key.Key_F2: self.entered,
            Qt.Key.Key_Insert: self.added,
            Qt.Key.Key_Delete: self.removed,
        }.get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        wanted.emit()

    def _moved(self, index: QModelIndex) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if entry is not None:
            self.chosen.emit(entry.id)
