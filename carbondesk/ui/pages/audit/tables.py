"""Tables of the audit page: cells as texts, painted in the house style, with keys of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.language import joined
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
PAD, ROW = 8, 28


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name, its width in unscaled pixels (0 takes the rest), whether it stands at the right.

    `gives_way` columns are left out, the highest number first, where the rest would be too narrow.
    """

    name: str
    width: int = 0
    right: bool = False
    gives_way: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: words, their ink, an icon before them, a strong face."""

    words: str
    ink: str = "ink"
    icon: str = ""
    strong: bool = False


class CellModel(QAbstractTableModel):
    """Rows of cells, each row with the key of what it stands for."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = list(heads)
        self.rows: list[Sequence[Cell]] = []
        self.keys: list[object] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def set_rows(self, rows: Sequence[Sequence[Cell]], keys: Sequence[object]) -> None:
        """Replace the rows; where there are as many as before the view keeps its place."""
        if [*keys] == self.keys:
            self.rows = list(rows)
            if self.rows:
                last = self.index(len(self.rows) - 1, len(self.heads) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows, self.keys = list(rows), list(keys)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain(cell.words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            first = self.rows[index.row()][0].words if index.column() else ""
            parts = (first, self.heads[index.column()].name, cell.words)
            return joined(parts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if self.heads[index.column()].right else paint.LEFT
        return cell if role == Qt.ItemDataRole.UserRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.heads[section].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if self.heads[section].right else paint.LEFT
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, with a frame around the current one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        if not isinstance(found, Cell) or not isinstance(model, CellModel):
            return
        told = paint.cell(option)
        box = told.box
        if told.selected:
            painter.fillRect(box, paint.colour("sel"))
        elif told.hovered:
            painter.fillRect(box, paint.colour("canvas"))
        room = box.adjusted(fonts.px(PAD), 0, -fonts.px(PAD), -1)
        if found.icon:
            side = fonts.px(14)
            top = round(box.center().y() - side / 2)
            icons.paint(painter, found.icon, QPointF(room.left(), top), side, found.ink)
            room.setLeft(room.left() + side + fonts.px(5))
        face: QFont = fonts.font(12, 600 if found.strong else 400)
        align = paint.RIGHT if model.heads[index.column()].right else paint.LEFT
        paint.text(painter, room, found.words, face, found.ink, align)
        foot = box.bottom()
        paint.line(painter, box.left(), foot, box.right(), foot)
        view = self.parent()
        if told.focused and isinstance(view, QTableView) and view.hasFocus():
            paint.rounded(painter, box.adjusted(0, 0, 0, -1), 2, None, "accent", 2)


class CellTable(QTableView):
    """The table; Ctrl C copies the selected rows, heads first."""

    LEAST = 190

    def __init__(self, model: CellModel, name: str) -> None:
        super().__init__()
        self.cells = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(fonts.font(12))
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(fonts.px(20))
        rows.setDefaultSectionSize(fonts.px(ROW))
        heads.setFont(fonts.font(12, 500))
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setFixedHeight(fonts.px(ROW))
        heads.setMinimumSectionSize(fonts.px(30))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def current_key(self) -> object:
        """Return the key of the current row, None where there is none."""
        index = self.currentIndex()
        return self.cells.keys[index.row()] if index.isValid() else None

    def copy(self) -> str:
        """Put the selected rows on the clipboard, heads first, with tabs between the cells; return the text."""
        lines = ["\t".join(head.name for head in self.cells.heads)]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines += ["\t".join(cell.words for cell in self.cells.rows[row]) for row in rows]
        text = "\n".join(lines) + "\n"
        QGuiApplication.clipboard().setText(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Share the width: columns that give way drop while those that take the rest would be too narrow."""
        heads = self.cells.heads
        shown = dict(enumerate(heads))
        elastic = [place for place, head in enumerate(heads) if not head.width]
        wanted = fonts.px(self.LEAST) * len(elastic)

        def rest() -> int:
            return int(self.viewport().width() - sum(fonts.px(head.width) for head in shown.values()))

        for place in sorted(shown, key=lambda each: -heads[each].gives_way):
            if rest() >= wanted or not heads[place].gives_way:
                break
            shown.pop(place)
        room = rest()
        for place, head in enumerate(heads):
            self.setColumnHidden(place, place not in shown)
            if place in shown:
                width = fonts.px(head.width) if head.width else room // max(1, len(elastic))
                self.setColumnWidth(place, max(fonts.px(40), width))
