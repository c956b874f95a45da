"""A sheet of a paper as a table: cells to select and to copy, painted in the house style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.language import tr
from carbondesk.report.cells import heading, shown, spoken, tabbed
from carbondesk.ui import fonts, tips
from carbondesk.ui.style import paint

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from carbondesk.report.papers import Sheet

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, PAD = 25, 28, 8
MOST_ROWS = 300
"""Rows that the screen shows of a sheet; its files hold all."""
NARROWEST, WIDEST, WIDEST_LAST = 56, 260, 420
_MEASURED = 120


class SheetModel(QAbstractTableModel):
    """The cells of a sheet, with its heads and its row of totals."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        rows = list(range(min(len(sheet.rows), MOST_ROWS)))
        self.rows = [*rows, len(sheet.rows)] if sheet.total is not None else rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sheet.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        head = self.sheet.heads[column]
        words = shown(self.sheet.lines[row][column], head)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.for_role(words, role) if not head.is_number else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            first = shown(self.sheet.lines[row][0], self.sheet.heads[0])
            return ", ".join(part for part in (first if column else "", heading(head), words) if part)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        head = self.sheet.heads[section]
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return heading(head)
        return None

    def is_strong(self, row: int) -> bool:
        """Whether a row of the view is a sum."""
        return self.sheet.is_strong(self.rows[row])

    def is_unknown(self, index: Index) -> bool:
        """Whether a number is not known."""
        row, column = self.rows[index.row()], index.column()
        return self.sheet.heads[column].is_number and self.sheet.lines[row][column] is None


class SheetDelegate(QStyledItemDelegate):
    """Paints a cell: text at the left, numbers at the right, sums strong, what is not known marked."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, SheetModel):
            return
        cell = paint.cell(option)
        if cell.selected:
            painter.fillRect(cell.box, paint.colour("sel"))
        strong, unknown = model.is_strong(index.row()), model.is_unknown(index)
        if unknown and not cell.selected:
            paint.hatch(painter, cell.box.adjusted(0, 0, 0, -1))
        box = cell.box.adjusted(fonts.px(PAD), 0, -fonts.px(PAD), -1)
        number = model.sheet.heads[index.column()].is_number
        face = fonts.font(12, 600 if strong else 400, italic=unknown)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        paint.text(
            painter, box, words, face, "warn" if unknown else "ink", paint.RIGHT if number else paint.LEFT
        )
        foot = cell.box.bottom()
        paint.line(painter, cell.box.left(), foot, cell.box.right(), foot, "line" if strong else "hair")
        view = self.parent()
        if cell.focused and isinstance(view, QTableView) and view.hasFocus():
            paint.rounded(painter, cell.box.adjusted(0, 0, 0, -1), 2, None, "accent", 2)


class SheetHeader(QHeaderView):
    """The heads: sunken ground, names of numbers at the right, over two lines where they are long."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(fonts.px(NARROWEST))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), fonts.px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel):
            return
        box = QRectF(rect)
        painter.fillRect(box, paint.colour("sunken"))
        paint.line(painter, box.left(), box.bottom(), box.right(), box.bottom(), "line")
        head = model.sheet.heads[logicalIndex]
        name, unit = spoken(head.name), spoken(head.unit)
        room = box.adjusted(fonts.px(PAD), 0, -fonts.px(PAD), -1)
        if not head.is_number:
            paint.text(painter, room, heading(head), fonts.font(12, 600), "ink2")
            return
        behind = fonts.metrics(11).horizontalAdvance(unit) + fonts.px(5) if unit else 0
        paint.text(painter, room, unit, fonts.font(11), "ink3", paint.RIGHT)
        paint.text(painter, room.adjusted(0, 0, -behind, 0), name, fonts.font(12, 600), "ink2", paint.RIGHT)


class SheetTable(QTableView):
    """One sheet, as high as its rows: the page around it scrolls, not the table.

    Signals: `selected()` after the selected cells changed, `entered()` when it takes the focus.
    """

    selected = Signal()
    entered = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.cells = SheetModel(sheet)
        self.setAccessibleName(spoken(sheet.title))
        self.setModel(self.cells)
        self.setItemDelegate(SheetDelegate(self))
        self.setHorizontalHeader(SheetHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(fonts.px(ROW))
        self.verticalHeader().setMinimumSectionSize(fonts.px(ROW))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(HEAD) + fonts.px(ROW) * self.cells.rowCount())
        self._wanted = [self._width(column) for column in range(self.cells.columnCount())]
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def wanted_width(self) -> int:
        """Return the width in which every column can be read."""
        return sum(self._wanted)

    def fit(self, width: int) -> None:
        """Share a width out over the columns: texts take what is left over, numbers keep together at the right."""
        spare = max(0, width - sum(self._wanted))
        texts = [place for place, head in enumerate(self.sheet.heads) if not head.is_number] or [0]
        for column, wanted in enumerate(self._wanted):
            more = spare // len(texts) if column in texts else 0
            if texts and column == texts[0]:
                more += spare % len(texts)
            self.setColumnWidth(column, wanted + more)

    def place(self) -> tuple[int, int] | None:
        """Return row and column, in the sheet, of the one cell that is current; None where there is none."""
        index = self.currentIndex()
        return (self.cells.rows[index.row()], index.column()) if index.isValid() else None

    def copied(self) -> str:
        """Return the selected cells as lines and tabs; the whole sheet with its heads where one cell or none is."""
        chosen = self.selectionModel().selectedIndexes()
        if len(chosen) <= 1:
            return tabbed(self.sheet)
        rows = sorted({self.cells.rows[index.row()] for index in chosen})
        return tabbed(self.sheet, rows, sorted({index.column() for index in chosen}))

    def copied_words(self) -> str:
        """Say what was copied."""
        chosen = self.selectionModel().selectedIndexes()
        return tr("Cells copied") if len(chosen) > 1 else tr("Table copied")

    def _width(self, column: int) -> int:
        head = self.sheet.heads[column]
        if head.is_number:
            name = fonts.metrics(12, 600).horizontalAdvance(spoken(head.name))
            unit = fonts.metrics(11).horizontalAdvance(spoken(head.unit)) + fonts.px(5) if head.unit else 0
            widest = name + unit
        else:
            widest = fonts.metrics(12, 600).horizontalAdvance(heading(head))
        face = fonts.metrics(12, 600)
        for row in self.cells.rows[:_MEASURED] + self.cells.rows[-1:]:
            widest = max(widest, face.horizontalAdvance(shown(self.sheet.lines[row][column], head)))
        most = WIDEST_LAST if column == len(self.sheet.heads) - 1 else WIDEST
        return int(min(max(widest + fonts.px(2 * PAD) + 2, fonts.px(NARROWEST)), fonts.px(most)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(0, 0))
        self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The paper scrolls as a whole.
        event.ignore()
