"""A small table in a dialog: rows of texts with marks, lines that wrap, the keyboard of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
EDGE, TOP, LEAST = 8, 7, 32
_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCell:
    """A cell: its text, a second line in a quieter ink, an icon with its ink, and how its text stands."""

    text: str
    under: str = ""
    mark: tuple[str, str] = ("", "")
    ink: str = "ink"
    strong: bool = False
    right: bool = False
    told: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says of the cell."""
        return ", ".join(part for part in (self.told, self.text, self.under) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A row; `key` is whatever it stands for, `ground` the token of its fill."""

    cells: tuple[LedgerCell, ...]
    key: object = None
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumn:
    """A column: its head and width in unscaled pixels; the widths are shares of what the table has beyond them."""

    head: str
    width: int
    stretch: int = 0
    right: bool = field(default=False)


class LedgerModel(QAbstractTableModel):
    """The rows and heads of a ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[LedgerColumn, ...] = ()
        self.rows: tuple[LedgerRow, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tips.for_role(f"{self.columns[index.column()].head}: {cell.spoken}", role)
        return cell if role == Qt.ItemDataRole.UserRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if self.columns[section].right else paint.LEFT
        return None

    def show(self, columns: Sequence[LedgerColumn], rows: Sequence[LedgerRow]) -> None:
        """Take other columns and rows."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(rows)
        self.endResetModel()


class LedgerPainter(QStyledItemDelegate):
    """Paints a cell: icon, text, and under it a second line; both wrap."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell: LedgerCell = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 200
        first, second = _heights(cell, width)
        return QSize(width, max(fonts.px(LEAST), first + second + 2 * fonts.px(TOP)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: LedgerCell = index.data(Qt.ItemDataRole.UserRole)
        seen = paint.cell(option)
        box = seen.box
        model = index.model()
        ground = model.rows[index.row()].ground if isinstance(model, LedgerModel) else ""
        if seen.selected:
            painter.fillRect(box, paint.colour("sel"))
        elif ground:
            painter.fillRect(box, paint.colour(ground))
        first, _ = _heights(cell, round(box.width()))
        left = box.left() + fonts.px(EDGE)
        if cell.mark[0]:
            at = QPointF(left, box.top() + fonts.px(TOP) + 1)
            icons.paint(painter, cell.mark[0], at, fonts.px(14), cell.mark[1])
            left += fonts.px(20)
        area = QRectF(left, box.top() + fonts.px(TOP), box.right() - fonts.px(EDGE) - left, first)
        align = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(_face(cell))
        painter.setPen(paint.colour(cell.ink))
        painter.drawText(area, int(align) | int(_WRAP), cell.text)
        if cell.under:
            painter.setFont(fonts.font(12))
            painter.setPen(paint.colour("ink2"))
            below = QRectF(area.left(), area.bottom() + 1, area.width(), box.bottom() - area.bottom())
            painter.drawText(below, int(align) | int(_WRAP), cell.under)
        paint.line(painter, box.left(), box.bottom() - 1, box.right(), box.bottom() - 1)
        if seen.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -2), 2)


def _face(cell: LedgerCell) -> QFont:
    return fonts.font(13, 600 if cell.strong else 400)


def _heights(cell: LedgerCell, width: int) -> tuple[int, int]:
    """Return the heights of a cell's two texts in a column of some width."""
    room = max(40, width - 2 * fonts.px(EDGE) - (fonts.px(20) if cell.mark[0] else 0))
    first = QFontMetrics(_face(cell)).boundingRect(0, 0, room, 10_000, _WRAP, cell.text or " ").height()
    if not cell.under:
        return first, 0
    return first, 1 + QFontMetrics(fonts.font(12)).boundingRect(
        0, 0, room, 10_000, _WRAP, cell.under
    ).height()


class Ledger(QTableView):
    """The table. `opened(key)` by Enter or a double click, `added` by Ins, `removed(key)` by Del, `moved(key)`."""

    opened = Signal(object)
    added = Signal()
    removed = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, *, by_row: bool = True) -> None:
        super().__init__()
        self.ledger = LedgerModel()
        self.setAccessibleName(name)
        self.setModel(self.ledger)
        self.setItemDelegate(LedgerPainter(self))
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        if by_row:
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setFont(fonts.font(12, 500))
        head.setFixedHeight(fonts.px(28))
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.ledger.rows[index.row()].key))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit(self.key()))

    def key(self) -> object:
        """Return what the current row stands for, None without one."""
        row = self.currentIndex().row()
        return self.ledger.rows[row].key if 0 <= row < len(self.ledger.rows) else None

    def show_rows(self, columns: Sequence[LedgerColumn], rows: Sequence[LedgerRow]) -> None:
        """Show rows; the current one stays where it is still there, else the first becomes it."""
        key, before = self.key(), self.currentIndex()
        self.ledger.show(columns, rows)
        self._fit()
        found = next((at for at, row in enumerate(rows) if key is not None and row.key == key), None)
        at = min(max(0, before.row()), len(rows) - 1) if found is None else found
        if rows:
            self.setCurrentIndex(self.ledger.index(at, max(0, before.column())))
        self.moved.emit(self.key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.key()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and key is not None:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Insert:
            self.added.emit()
        elif event.key() == Qt.Key.Key_Delete and key is not None:
            self.removed.emit(key)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        columns = self.ledger.columns
        spare = self.viewport().width() - sum(fonts.px(column.width) for column in columns)
        shares = sum(column.stretch for column in columns)
        for at, column in enumerate(columns):
            more = spare * column.stretch // shares if shares and spare > 0 else 0
            self.setColumnWidth(at, fonts.px(column.width) + more)
        self.resizeRowsToContents()
