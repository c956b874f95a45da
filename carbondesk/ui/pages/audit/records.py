"""The left side of the history: the records that were changed last, found by name, person or day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

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
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from carbondesk.language import sentences
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Kind, Label, Pane, Rule, SearchField, Segments

Index = QModelIndex | QPersistentModelIndex
ROW = 56


class RowModel(QAbstractListModel):
    """Rows of two lines: an icon with its tint, a title, a word at its right, a text, and what the row stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(sentences((row.title, row.aside, row.text)), role)
        return row if role == Qt.ItemDataRole.UserRole else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Put rows behind those that are there."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()


class Row:
    """One row of such a list."""

    __slots__ = ("aside", "icon", "key", "text", "tint", "title")

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        aside: str = "",
        icon: str = "",
        tint: str = "ink2",
        key: object = None,
    ) -> None:
        self.title, self.text, self.aside = title, text, aside
        self.icon, self.tint, self.key = icon, tint, key


class RowDelegate(QStyledItemDelegate):
    """Paints a row: an accent edge where it is chosen, hairlines between."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(ROW) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Row):
            return
        cell = paint.cell(option)
        box = cell.box
        if cell.selected:
            painter.fillRect(box, paint.colour("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), paint.colour("accent"))
        elif cell.hovered:
            painter.fillRect(box, paint.colour("canvas"))
        left, right = box.left() + fonts.px(40), box.right() - fonts.px(14)
        top = box.top() + fonts.px(9)
        if row.icon:
            side = fonts.px(16)
            icons.paint(
                painter, row.icon, QPointF(box.left() + fonts.px(15), top + fonts.px(2)), side, row.tint
            )
        aside = fonts.metrics(12).horizontalAdvance(row.aside)
        first = QRectF(left, top, right - left, fonts.px(19))
        paint.text(painter, first, row.aside, fonts.font(12), "ink2", paint.RIGHT)
        room = first.adjusted(0, 0, -aside - fonts.px(8), 0)
        paint.text(painter, room, row.title, fonts.font(13, 600))
        second = QRectF(left, first.bottom() + 1, right - left, fonts.px(18))
        paint.text(painter, second, row.text, fonts.font(12), "ink2")
        if not cell.selected:
            foot = box.bottom() - 1
            paint.line(painter, left, foot, right, foot)
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), 2)


class RowList(QListView):
    """The list. `chosen(key)` when another row is current, `opened(key)` on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.lines = RowModel()
        self.setAccessibleName(name)
        self.setModel(self.lines)
        self.setItemDelegate(RowDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda index, _old: self._moved(index))
        self.activated.connect(self._open)

    def show_rows(self, rows: Sequence[Row], key: object = None) -> None:
        """Show these rows, with the one of a key current, or the first; nothing is told, for nobody chose it here."""
        self.selectionModel().blockSignals(True)
        self.lines.set_rows(rows)
        place = next((place for place, row in enumerate(rows) if row.key == key), 0)
        if rows:
            self.setCurrentIndex(self.lines.index(place, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def current_key(self) -> object:
        """Return the key of the current row, None where there is none."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row.key if isinstance(row, Row) else None

    def _moved(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row):
            self.chosen.emit(row.key)
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row):
            self.opened.emit(row.key)


class SidePane(Pane):
    """A list with a search field and segments above it, a line with a link below it."""

    def __init__(
        self, name: str, hint: str, choices: Sequence[tuple[str, object]], what: str, *, width: int = 330
    ) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(width))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(fonts.px(14), fonts.px(12), fonts.px(14), fonts.px(10))
        head.setSpacing(fonts.px(8))
        self.search = SearchField(hint)
        self.segments = Segments(choices, choices[0][1], what)
        head.addWidget(self.search)
        head.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(Rule())
        self.list = RowList(name)
        column.addWidget(self.list, 1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(16), fonts.px(4), fonts.px(14), fonts.px(4))
        self.count = Label(size=12, ink="ink2", elided=True)
        self.link = Button("", Kind.LINK)
        self.link.hide()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.link)
        foot.addSpacing(1)
        column.addLayout(foot)

    def set_link(self, words: str) -> None:
        """Show a link at the foot, or none."""
        self.link.setText(words)
        self.link.setVisible(bool(words))


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
