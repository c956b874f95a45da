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

from carbondesk.language import joined, tr
from carbondesk.report.cells import heading, shown, spoken, tabbed
from carbondesk.report.papers import Holds
from carbondesk.ui import fonts, tips
from carbondesk.ui.style import paint

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from carbondesk.report.papers import Sheet

Index = QModelIndex | QPersistentModelIndex
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_SOFT = str.maketrans({mark: f"{mark}\u200b" for mark in ":/_-"})
ROW, HEAD, PAD = 25, 28, 8
MOST_ROWS = 300
"""Rows that the screen shows of a sheet; its files hold all."""
NARROWEST, NARROWEST_TEXT, EASY_TEXT, WIDEST = 56, 110, 190, 340
LINE = 17
MOST_LINES = 6
"""Lines that a long text takes in its cell before it is cut."""
_MEASURED = 120


def shared_unit(sheet: Sheet) -> str:
    """Return the unit that all columns of amounts share: it stands once in the title; "" where they differ."""
    units = {spoken(head.unit) for head in sheet.heads if head.kind is Holds.NUMBER}
    return units.pop() if len(units) == 1 else ""


def breakable(words: str) -> str:
    """Return a text that may break after the marks that part an id: no width is narrower than its longest word."""
    return words.translate(_SOFT)


def _shared(wanted: list[int], room: int) -> list[int]:
    """Share a width out over texts: what is left over goes to the widest, what is short is taken from the widest."""
    widths, least = list(wanted), fonts.px(NARROWEST_TEXT)
    if widths and sum(widths) <= room:
        widths[widths.index(max(widths))] += room - sum(widths)
    while sum(widths) > room and max(widths) > least:
        widest = max(widths)
        members = [place for place, width in enumerate(widths) if width == widest]
        next_ = max([least, *(width for width in widths if width < widest)])
        cut = min(widest - next_, -(-(sum(widths) - room) // len(members)))
        for place in members:
            widths[place] -= max(1, cut)
    return widths


class SheetModel(QAbstractTableModel):
    """The cells of a sheet, with its heads and its row of totals."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        rows = list(range(min(len(sheet.rows), MOST_ROWS)))
        self.rows = [*rows, len(sheet.rows)] if sheet.total is not None else rows
        self.unit = shared_unit(sheet)

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
            return joined(part for part in (first if column else "", heading(head), words) if part)
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
        number = model.sheet.heads[index.column()].is_number
        face = fonts.font(12, 600 if strong else 400, italic=unknown)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        # The first line of every cell of a row stands at the same height, however many the row has.
        box = cell.box.adjusted(fonts.px(PAD), 0, -fonts.px(PAD), 0)
        first = QRectF(box.left(), box.top(), box.width(), fonts.px(ROW) - 1)
        if number or cell.box.height() <= fonts.px(ROW):
            align = paint.RIGHT if number else paint.LEFT
            paint.text(painter, first, words, face, "warn" if unknown else "ink", align)
        else:
            painter.setFont(face)
            painter.setPen(paint.colour("ink"))
            painter.drawText(box.adjusted(0, fonts.px(4), 0, -fonts.px(3)), WRAPPED, breakable(words))
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
        name, unit = spoken(head.name), "" if model.unit else spoken(head.unit)
        room = box.adjusted(fonts.px(PAD), 0, -fonts.px(PAD), -1)
        if not head.is_number:
            paint.text(painter, room, name, fonts.font(12, 600), "ink2")
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
        self._wanted = [self._width(column) for column in range(self.cells.columnCount())]
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def width_in(self, room: int) -> int:
        """Return the width to take where there is some room: that, or more where the table cannot be read in it."""
        return room if self._least(NARROWEST_TEXT) <= room else self._least(EASY_TEXT)

    def _least(self, text: int) -> int:
        return sum(
            min(wanted, fonts.px(text)) if head.kind is Holds.TEXT else wanted
            for wanted, head in zip(self._wanted, self.sheet.heads, strict=True)
        )

    def fit(self, width: int) -> None:
        """Share a width out over the columns: numbers keep theirs, texts take the rest, over several lines."""
        texts = [place for place, head in enumerate(self.sheet.heads) if head.kind is Holds.TEXT]
        kept = sum(wanted for place, wanted in enumerate(self._wanted) if place not in texts)
        room = width - kept
        widths = dict(enumerate(self._wanted))
        widths.update(zip(texts, _shared([self._wanted[place] for place in texts], room), strict=True))
        if not texts:
            widths[0] += max(0, room)
        for column, found in widths.items():
            self.setColumnWidth(column, found)
        self.setFixedHeight(fonts.px(HEAD) + self._fit_rows(widths, texts))

    def _fit_rows(self, widths: dict[int, int], texts: list[int]) -> int:
        """Give each row the height that its longest text needs and return the sum."""
        total, single = 0, fonts.px(ROW)
        for place, row in enumerate(self.cells.rows):
            lines = max((self._lines(row, column, widths[column]) for column in texts), default=1)
            height = single + (lines - 1) * fonts.px(LINE)
            if height != self.rowHeight(place):
                self.setRowHeight(place, height)
            total += height
        return total

    def _lines(self, row: int, column: int, width: int) -> int:
        words = shown(self.sheet.lines[row][column], self.sheet.heads[column])
        face = fonts.metrics(12, 600 if self.sheet.is_strong(row) else 400)
        inside = width - fonts.px(2 * PAD)
        if face.horizontalAdvance(words) <= inside:
            return 1
        box = face.boundingRect(QRectF(0, 0, inside, 10_000), WRAPPED, breakable(words))
        return min(MOST_LINES, max(1, round(box.height() / face.lineSpacing())))

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
        face = fonts.metrics(12, 600)
        unit = "" if self.cells.unit else spoken(head.unit)
        widest = face.horizontalAdvance(spoken(head.name))
        if unit:
            widest += fonts.metrics(11).horizontalAdvance(unit) + fonts.px(5)
        for row in self.cells.rows[:_MEASURED] + self.cells.rows[-1:]:
            widest = max(widest, face.horizontalAdvance(shown(self.sheet.lines[row][column], head)))
        return int(min(max(widest + fonts.px(2 * PAD) + 2, fonts.px(NARROWEST)), fonts.px(WIDEST)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(0, 0))
        self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The paper scrolls as a whole.
        event.ignore()
