"""The to-do list: what waits for a person, each with the one thing that settles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
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

from carbondesk.language import sentences
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
ROW = 45


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """One line of the list: icon and its ink, title, second line, the action's word, and what it opens."""

    icon: str
    title: str
    text: str = ""
    action: str = ""
    tone: str = "warn"
    key: object = None


class ToDoModel(QAbstractListModel):
    """The lines of a to-do list."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ToDo] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        todo = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return todo.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(sentences((todo.title, todo.text, todo.action)), role)
        return todo if role == Qt.ItemDataRole.UserRole else None

    def set_lines(self, lines: Sequence[ToDo]) -> None:
        """Replace the lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class ToDoDelegate(QStyledItemDelegate):
    """Paints a line: icon, title, second line, the action's word at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        todo = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box.adjusted(fonts.px(8), 0, -fonts.px(8), -1)
        if cell.selected or cell.hovered:
            paint.rounded(painter, box, 4, "sunken")
        if cell.focused:
            paint.focus_ring(painter, box, 4)
        side = fonts.px(16)
        icons.paint(
            painter, todo.icon, QPointF(box.left() + fonts.px(8), box.top() + fonts.px(5)), side, todo.tone
        )
        face = fonts.font(12, 600)
        width = fonts.metrics(12, 600).horizontalAdvance(todo.action)
        left, right = box.left() + fonts.px(34), box.right() - fonts.px(8)
        first = QRectF(left, box.top() + fonts.px(3), right - left, fonts.px(19))
        paint.text(painter, first, todo.action, face, "accent", paint.RIGHT)
        title = first.adjusted(0, 0, -width - fonts.px(10), 0)
        paint.text(painter, title, todo.title, fonts.font(13, 500))
        second = QRectF(left, first.bottom() - 1, right - left, fonts.px(18))
        paint.text(painter, second, todo.text, fonts.font(12), "ink2")
        if index.row() < index.model().rowCount() - 1 and not cell.selected:
            paint.line(painter, left, cell.box.bottom() - 1, right, cell.box.bottom() - 1)


class ToDoList(QListView):
    """The list itself; Enter, or a click on a line's action, opens what settles it."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.lines = ToDoModel()
        self.setAccessibleName(name)
        self.setModel(self.lines)
        self.setItemDelegate(ToDoDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.clicked.connect(self._open)

    def set_lines(self, lines: Sequence[ToDo]) -> None:
        """Show these lines; the first becomes the current one."""
        self.lines.set_lines(lines)
        if lines:
            self.setCurrentIndex(self.lines.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().event(event)

    def _open(self, index: QModelIndex) -> None:
        todo = index.data(Qt.ItemDataRole.UserRole)
        if todo is not None:
            self.opened.emit(todo.key)
