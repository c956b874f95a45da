"""The table of a register: sorted by its heads, filtered, painted a cell at a time, copied with tabs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.domain.records import Presence
from carbondesk.language import joined, labelled, tr
from carbondesk.ui import fonts, icons, lettering, tips
from carbondesk.ui.pages.group.lines import Cell, Head, Line
from carbondesk.ui.style import paint, theme

Index = QModelIndex | QPersistentModelIndex
FIRST_LEFT, CELL, TALL = 16, 8, 56
LEAST, NAME = 60, 120
"""The least width of a column that shares the rest, and of the name of a line, in unscaled pixels."""


class LineModel(QAbstractTableModel):
    """The lines of a register: all of them, and those that the filter keeps in the order of the sorted column."""

    def __init__(self) -> None:
        super().__init__()
        self.wraps = False
        self.heads: Sequence[Head] = ()
        self.lines: list[Line] = []
        self._every: Sequence[Line] = ()
        self._words: Sequence[str] = ()
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_lines(self, heads: Sequence[Head], lines: Sequence[Line]) -> None:
        """Take other lines; with other heads the order is that of the lines again."""
        self.beginResetModel()
        if heads is not self.heads:
            self._sorted = None
        self.heads, self._every = heads, lines
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Keep the lines that hold every word of a text."""
        self.beginResetModel()
        self._words = text.casefold().split()
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines by a column; a negative one brings back the order that they came in."""
        self.beginResetModel()
        self._sorted = (column, order) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self.lines = [line for line in self._every if line.holds(self._words)]
        if self._sorted is not None:
            column, order = self._sorted
            backwards = order == Qt.SortOrder.DescendingOrder
            self.lines.sort(key=lambda line: line.cells[column].order, reverse=backwards)

    def row_of(self, key: object) -> int | None:
        """Return the row of a line by its key, None where it is not shown."""
        return next((row for row, line in enumerate(self.lines) if line.key == key), None)

    # ---- QAbstractTableModel -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical or section >= len(self.heads):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(tr(self.heads[section].name), role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            align = paint.RIGHT if self.heads[section].number else paint.LEFT
            return align.value | Qt.TextFlag.TextWordWrap.value if self.wraps else align
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, head = self.lines[index.row()], self.heads[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[index.column()].text
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [tr(finding.message) for finding in line.findings] if index.column() == 0 else []
            return tips.plain(" ".join([line.cells[index.column()].text, *said]))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if head.number else paint.LEFT
        return None

    def spoken(self, row: int, column: int) -> str:
        """Return a cell as a screen reader says it: the row's name, the column's, the value, what is doubtful."""
        line = self.lines[row]
        told = labelled(self.heads[column].name, line.cells[column].text) if column else ""
        said = [tr(finding.message) for finding in line.findings]
        return joined((line.title, told, *said))


def column_widths(rows: LineModel, room: int) -> list[int]:
    """Return the widths of all columns in pixels: what each needs, and the room that is left shared out.

    0 hides a column: one that gives way does so where not all have room.
    """
    needed = [
        fonts.px(head.width) if head.width else _needed(rows, place) for place, head in enumerate(rows.heads)
    ]
    for place in sorted(range(len(needed)), key=lambda each: -rows.heads[each].gives_way):
        if sum(needed) > room and rows.heads[place].gives_way:
            needed[place] = 0
    free = [place for place, head in enumerate(rows.heads) if not head.width]
    more = max(0, room - sum(needed)) // max(1, len(free))
    for place in free:
        needed[place] += more
    return needed


def _needed(rows: LineModel, place: int) -> int:
    """Return what a column needs for its head, broken between words where heads wrap, and for its cells."""
    heads, cells, first = fonts.metrics(12, 500), fonts.metrics(12, 600), fonts.metrics(13, 500)
    name = tr(rows.heads[place].name)
    words = name.split() if rows.wraps else [name]
    widths = [heads.horizontalAdvance(word) for word in words]
    side = fonts.px(14) + fonts.px(6)
    for line in rows.lines:
        cell = line.cells[place]
        width = (cells if place else first).horizontalAdvance(cell.text)
        widths.append(width + (side if cell.icon else 0) + (side if not place and line.mark[0] else 0))
    return math.ceil(max(widths)) + fonts.px(2 * CELL if place else FIRST_LEFT + CELL) + fonts.px(2)


@cache
def _colour(token: str) -> QColor:
    return theme.tokens().colour(token)


theme.on_change(_colour.cache_clear)


class LinePainter(QStyledItemDelegate):
    """Paints the cells: the first one strong, with the mark of what is doubtful; icons before their words."""

    def __init__(self, parent: QTableView, *, rings: bool) -> None:
        """Paint for a view; `rings` marks the focused cell, where not the whole row is marked."""
        super().__init__(parent)
        self._rings = rings

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, LineModel):
            return
        line, head = model.lines[index.row()], model.heads[index.column()]
        cell, told = line.cells[index.column()], paint.cell(option)
        box = told.box
        if told.selected:
            painter.fillRect(box, _colour("sel"))
        elif told.hovered:
            painter.fillRect(box, _colour("canvas"))
        if cell.hatched:
            paint.hatch(painter, box.adjusted(0, 0, -1, -1))
        left = FIRST_LEFT if index.column() == 0 else CELL
        room = box.adjusted(fonts.px(left), 0, -fonts.px(CELL), -1)
        if index.column() == 0:
            if told.selected:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), _colour("accent"))
            room = self._paint_mark(painter, line, room)
        room = self._paint_icon(painter, cell, room)
        align = paint.RIGHT if head.number else paint.LEFT
        first = index.column() == 0
        face = (13 if first else 12, 500 if first else 600 if cell.strong else 400, False)
        ink = cell.tint or ("ink" if first or cell.strong or head.number else "ink2")
        lettering.draw(painter, room, cell.text, face, ink, align)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), _colour("hair"))
        if told.focused and self._rings:
            paint.rounded(painter, box.adjusted(0, 0, 0, -1), 0, None, "accent", 2)

    @staticmethod
    def _paint_mark(painter: QPainter, line: Line, room: QRectF) -> QRectF:
        icon, tint = line.mark
        if not icon:
            return room
        side = fonts.px(14)
        at = QPointF(room.right() - side, round(room.center().y() - side / 2))
        icons.paint(painter, icon, at, side, tint)
        return room.adjusted(0, 0, -side - fonts.px(6), 0)

    @staticmethod
    def _paint_icon(painter: QPainter, cell: Cell, room: QRectF) -> QRectF:
        if not cell.icon:
            return room
        side = fonts.px(14)
        at = QPointF(room.left(), round(room.center().y() - side / 2))
        icons.paint(painter, cell.icon, at, side, cell.tint or "ink2")
        return room.adjusted(side + fonts.px(6), 0, 0, 0)


_ANSWERS = {
    Qt.Key.Key_Y: Presence.PRESENT.value,
    Qt.Key.Key_P: Presence.PRESENT.value,
    Qt.Key.Key_N: Presence.ABSENT.value,
}


class LineView(QTableView):
    """The table. `picked` when another row or cell is current; `opened`, `added`, `removed` by key or double click.

    A table of cells says `answered("present")` or `answered("not present")` on Y and N; one that scrolls says
    `laid` when its columns have their widths.
    """

    picked = Signal()
    opened = Signal()
    added = Signal()
    removed = Signal()
    answered = Signal(object)
    laid = Signal()

    def __init__(self, name: str, *, cells: bool = False, scrolls: bool = False) -> None:
        """Make a table in which rows are selected, or with `cells` single cells.

        One that `scrolls` keeps all its columns and is scrolled sideways where they have no room.
        """
        super().__init__()
        self.rows = LineModel()
        self._cells, self._scrolls = cells, scrolls
        self.setModel(self.rows)
        self.setItemDelegate(LinePainter(self, rings=cells))
        self.setAccessibleName(name)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if cells else behaviour.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.rows.wraps = cells
        self._lay_heads()
        self.setFont(fonts.font(12))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.picked.emit())
        self.rows.modelReset.connect(self.lay_out)

    def _lay_heads(self) -> None:
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(fonts.px(20))
        rows.setDefaultSectionSize(fonts.px(28))
        heads.setFont(fonts.font(12, 500))
        heads.setHighlightSections(False)
        heads.setFixedHeight(fonts.px(TALL if self._cells else 28))
        # What does not wrap begins where the words of the first column do.
        heads.setStyleSheet(f"QHeaderView::section:first {{ padding-left: {fonts.px(FIRST_LEFT)}px; }}")
        heads.setMinimumSectionSize(fonts.px(24))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self._sort)
        self._order: tuple[int, Qt.SortOrder] | None = None

    def _sort(self, column: int) -> None:
        """Sort by a column; again: the other way round; a third time: as it was."""
        before = self._order
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if before is None or before[0] != column:
            self._order = (column, rising)
        else:
            self._order = (column, falling) if before[1] == rising else None
        heads = self.horizontalHeader()
        heads.setSortIndicatorShown(self._order is not None)
        if self._order is not None:
            heads.setSortIndicator(*self._order)
        key = self.current_key()
        self.rows.sort(*(self._order or (-1, rising)))
        if key is not None:
            self.go_to(key)

    def set_lines(self, heads: Sequence[Head], lines: Sequence[Line]) -> None:
        """Show other lines; the current one stays current where it is still there."""
        key, column = self.current_key(), max(0, self.currentIndex().column())
        # Whoever shows other lines looks at the current one afterwards by itself.
        self.blockSignals(True)
        same = heads is self.rows.heads
        if not same:
            self._order = None
            self.horizontalHeader().setSortIndicatorShown(False)
        self.rows.set_lines(heads, lines)
        if key is None or not same or not self.go_to(key, column):
            self.select_first(column if same else 1 if self._cells else 0)
        self.blockSignals(False)

    def select_first(self, column: int = 0) -> None:
        """Make the first line current, if there is one."""
        if self.rows.rowCount():
            self._make_current(0, min(column, self.rows.columnCount() - 1))

    def unselect(self) -> None:
        """Let no line be current, in a table that is only looked at."""
        self.selectionModel().clear()

    def current_line(self) -> Line | None:
        """Return the current line."""
        index = self.currentIndex()
        return self.rows.lines[index.row()] if index.isValid() else None

    def current_key(self) -> object:
        """Return the key of the current line, None where there is none."""
        line = self.current_line()
        return None if line is None else line.key

    def go_to(self, key: object, column: int = 0) -> bool:
        """Make the line with a key current; False where it is not shown."""
        row = self.rows.row_of(key)
        if row is not None:
            self._make_current(row, column)
        return row is not None

    def _make_current(self, row: int, column: int) -> None:
        index = self.rows.index(row, column)
        flags = QItemSelectionModel.SelectionFlag
        kind = flags.ClearAndSelect if self._cells else flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(index, kind)
        self.scrollTo(index)

    def selected_lines(self) -> list[Line]:
        """Return the selected lines, top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.rows.lines[row] for row in rows]

    def copy(self) -> str:
        """Put the selected rows on the clipboard, heads first, with tabs between the cells; return the text."""
        texts = [[tr(head.name) for head in self.rows.heads]]
        texts += [[cell.text for cell in line.cells] for line in self.selected_lines()]
        text = "".join("\t".join(line) + "\n" for line in texts)
        QGuiApplication.clipboard().setText(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.opened.emit()
        elif key == Qt.Key.Key_Insert:
            self.added.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif self._cells and key in _ANSWERS:
            self.answered.emit(_ANSWERS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Give the columns their widths."""
        if self._scrolls:
            self._lay_sideways()
        else:
            self._lay_within()

    def _lay_sideways(self) -> None:
        """Give each column what it needs, more than the view has where that is more."""
        for place, width in enumerate(column_widths(self.rows, self.viewport().width())):
            self.setColumnHidden(place, not width)
            self.setColumnWidth(place, width)
        self.laid.emit()

    def _lay_within(self) -> None:
        """Share the width: columns that give way drop while the first one would be too short."""
        room = self.viewport().width()
        heads = self.rows.heads
        # Columns that share the rest do so in proportion to what each needs at the least.
        shown = set(range(len(heads)))
        free = [place for place, head in enumerate(heads) if not head.width]

        def left() -> int:
            return room - fonts.px(sum(heads[place].width for place in shown))

        for place in sorted(shown, key=lambda place: -heads[place].gives_way):
            if not heads[place].gives_way or left() >= fonts.px(sum(heads[each].least for each in free)):
                break
            shown.discard(place)
        # With large text on a small screen the name stays readable: the form shows what the last columns say.
        name = 0 if self._cells or not heads else fonts.px(min(heads[0].least, NAME))
        for place in range(len(heads) - 1, 1, -1):
            others = sum(1 for each in free if each in shown and each)
            if name <= fonts.px(LEAST) or left() >= name + others * fonts.px(LEAST):
                break
            shown.discard(place)
        sharing = [place for place in free if place in shown]
        rest = left()
        for place, head in enumerate(heads):
            self.setColumnHidden(place, place not in shown)
            if place in sharing:
                part = rest * head.least // sum(heads[each].least for each in sharing)
                self.setColumnWidth(
                    place, max(fonts.px(LEAST) if place else max(name, fonts.px(LEAST)), part)
                )
            elif place in shown:
                self.setColumnWidth(place, fonts.px(head.width))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid() and not self._cells:
            row = self.visualRect(index)
            row.setLeft(0)
            row.setRight(self.viewport().width() - 1)
            paint.rounded(QPainter(self.viewport()), row.adjusted(0, 0, 0, -1), 0, None, "accent", 2)
