"""The completeness grid: sites down, months across; done, missing with a number, estimated with a dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.language import joined, tr, tr_many
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint, theme

Index = QModelIndex | QPersistentModelIndex
FIRST, LAST = 150, 72


@dataclass(frozen=True, kw_only=True)
class HeatCell:
    """One month of a row: values missing, values estimated, and whether any value is expected at all."""

    missing: int = 0
    estimated: int = 0
    expected: bool = True


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """A site: its name, the icon and ink of its state, one cell a column, and its share in words."""

    name: str
    cells: Sequence[HeatCell]
    words: str
    icon: str = ""
    tone: str = "ink2"
    complete: bool = True
    key: object = None


class HeatModel(QAbstractTableModel):
    """Name, one column a month, and the share complete."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[HeatRow] = []
        self.months: list[str] = []

    def set_rows(self, months: Sequence[str], rows: Sequence[HeatRow]) -> None:
        """Replace months (their short names) and rows; the same ones stay as they are."""
        if (list(months), list(rows)) == (self.months, self.rows):
            return
        self.beginResetModel()
        self.months, self.rows = list(months), list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.months) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ["", *self.months, tr("Complete")][section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return tips.for_role(self._sentence(row, index.column()), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, index.column())
        return None

    def _shown(self, row: HeatRow, column: int) -> str:
        if column == 0:
            return row.name
        if column > len(self.months):
            return row.words
        missing = row.cells[column - 1].missing
        return str(missing) if missing else ""

    def _sentence(self, row: HeatRow, column: int) -> str:
        if column == 0:
            return row.name
        if column > len(self.months):
            return tr("{site}, complete: {share}", site=row.name, share=row.words)
        cell = row.cells[column - 1]
        parts = [row.name, self.months[column - 1]]
        if not cell.expected:
            parts.append(tr("nothing expected"))
        elif cell.missing:
            parts.append(tr_many("{n} value missing", "{n} values missing", cell.missing))
        if cell.estimated:
            parts.append(tr_many("{n} value estimated", "{n} values estimated", cell.estimated))
        if cell.expected and not cell.missing and not cell.estimated:
            parts.append(tr("complete"))
        return joined(parts)


class HeatDelegate(QStyledItemDelegate):
    """Paints names, month cells and shares."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        months = len(row.cells)
        if index.column() == 0:
            self._paint_name(painter, box, row)
        elif index.column() > months:
            face = fonts.font(12, 500)
            paint.text(
                painter,
                box.adjusted(0, 0, -2, 0),
                row.words,
                face,
                "ink" if row.complete else "warn",
                paint.RIGHT,
            )
        else:
            self._paint_cell(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), row.cells[index.column() - 1])
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), 4)

    def _paint_name(self, painter: QPainter, box: QRectF, row: HeatRow) -> None:
        side = fonts.px(14)
        if row.icon:
            icons.paint(
                painter, row.icon, QPointF(box.left(), round(box.center().y() - side / 2)), side, row.tone
            )
        paint.text(painter, box.adjusted(side + fonts.px(8), 0, -6, 0), row.name, fonts.font(13, 500))

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: HeatCell) -> None:
        if cell.missing:
            paint.hatch(painter, box, radius=3)
            paint.rounded(painter, box, 3, None, "warnline")
            words = str(cell.missing)
            width = fonts.metrics(12, 600).horizontalAdvance(words) + 8
            ground = QRectF(box.center().x() - width / 2, box.center().y() - 7, width, 14)
            paint.rounded(painter, ground, 3, "warnsoft")
            paint.text(painter, box, words, fonts.font(12, 600), "warn", paint.CENTRE)
        elif cell.expected:
            paint.rounded(painter, box, 3, "done")
            if cell.estimated:
                dot = QRectF(box.center().x() - 2.5, box.center().y() - 2.5, 5, 5)
                paint.rounded(painter, dot, 2.5, "accent")
        else:
            paint.rounded(painter, box, 3, None, "hair")


class HeatGrid(QTableView):
    """The grid itself. Arrow keys move, Enter or a click opens (row key, column number from 0)."""

    opened = Signal(object, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heat = HeatModel()
        self.setAccessibleName(name)
        self.setModel(self.heat)
        self.setItemDelegate(HeatDelegate(self))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = HeatHeader(self)
        self.setHorizontalHeader(header)
        self.clicked.connect(self._open)

    def set_rows(self, months: Sequence[str], rows: Sequence[HeatRow]) -> None:
        """Show these months and rows."""
        self.heat.set_rows(months, rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(420), fonts.px(60))

    def _fit(self) -> None:
        """Share width and height out, so that the grid fills its pane from 16 to 29 px a row."""
        months, rows = len(self.heat.months), len(self.heat.rows)
        if not months or not rows:
            return
        room = self.viewport().width()
        first = min(fonts.px(FIRST), room // 4)
        last = fonts.px(LAST)
        month = (room - first - last) // months
        self.setColumnWidth(0, room - last - month * months)
        for column in range(1, months + 1):
            self.setColumnWidth(column, month)
        self.setColumnWidth(months + 1, last)
        height = max(fonts.px(18), min(fonts.px(29), self.viewport().height() // rows))
        self.verticalHeader().setMinimumSectionSize(fonts.px(16))
        self.verticalHeader().setDefaultSectionSize(height)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            self.opened.emit(row.key, min(max(0, index.column() - 1), len(row.cells) - 1))


class HeatHeader(QHeaderView):
    """Month names, small and quiet, without a ground of their own."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setFixedHeight(fonts.px(22))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(10)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        box = QRectF(rect)
        painter.fillRect(box, theme.tokens().colour("panel"))
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        last = logicalIndex == self.model().columnCount() - 1
        face = fonts.font(11, 500)
        align = paint.RIGHT if last else paint.CENTRE
        paint.text(painter, box.adjusted(0, 0, -2 if last else 0, 0), words, face, "ink2", align)
