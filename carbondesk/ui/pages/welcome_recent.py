"""The table of recent files: Enter opens, Delete takes a file off the list, a field filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

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
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.language import day, tr
from carbondesk.report.charts import complete_words
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.settings import Recent
from carbondesk.ui.style import paint, theme
from carbondesk.ui.widgets import paint_badge, paint_progress

Index = QModelIndex | QPersistentModelIndex
FILE, ORGANISATION, YEAR, COMPLETE, OPENED = range(5)
ROW, LOW_ROW = 50, 40


class RecentModel(QAbstractTableModel):
    """The recent files that the filter lets through, newest first; `today` words the day of opening."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._all: list[tuple[Recent, bool]] = []
        self._wanted = ""
        self.rows: list[tuple[Recent, bool]] = []

    def set_files(self, recent: Sequence[Recent]) -> None:
        """Take the recent files and look which of them are there."""
        self._all = [(each, Path(each.path).exists()) for each in recent]
        self.set_filter(self._wanted)

    def set_filter(self, words: str) -> None:
        """Show only files whose path or organisation holds the words."""
        self._wanted = words
        wanted = words.casefold().split()
        self.beginResetModel()
        self.rows = [
            (each, there)
            for each, there in self._all
            if all(word in f"{each.path} {each.organisation}".casefold() for word in wanted)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("File"), tr("Organisation"), tr("Year"), tr("Complete"), tr("Opened"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry, there = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry, there
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain(entry.path)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == FILE and not there:
            return tr("{file}, not found", file=Path(entry.path).name)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(entry, index.column())
        return None

    def _words(self, entry: Recent, column: int) -> str:
        if column == COMPLETE:
            return "" if entry.complete is None else complete_words(entry.complete)
        if column == OPENED:
            return self.opened(entry)
        return (Path(entry.path).name, entry.organisation, entry.year)[column]

    def opened(self, entry: Recent) -> str:
        """Say when a file was open last: today with the time, else the day."""
        try:
            at = datetime.fromisoformat(entry.opened)
        except ValueError:
            return ""
        if at.date() == self._today:
            return tr("Today, {time}", time=f"{at:%H:%M}")
        return day(at.date())


class RecentDelegate(QStyledItemDelegate):
    """Paints file and folder, organisation, year, completeness, day and a badge for a file that is gone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, there = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        view = self.parent()
        chosen = cell.selected and isinstance(view, QTableView) and view.hasFocus()
        painter.fillRect(box, theme.tokens().colour("sel" if chosen else "raised"))
        paint.line(painter, box.left(), box.bottom() - 1, box.right(), box.bottom() - 1)
        words = str(index.data() or "")
        inset = box.adjusted(fonts.px(8), 0, -fonts.px(8), -1)
        if index.column() == FILE:
            self._paint_file(painter, inset, entry, there=there)
        elif index.column() == COMPLETE:
            self._paint_complete(painter, inset, entry, words)
        elif index.column() == OPENED:
            width = paint.text(painter, inset, words, fonts.font(13), "ink2")
            if not there:
                self._paint_gone(painter, inset, width)
        else:
            paint.text(painter, inset, words, fonts.font(13), "ink2")

    def _paint_file(self, painter: QPainter, box: QRectF, entry: Recent, *, there: bool) -> None:
        side = fonts.px(18)
        left = box.left() + fonts.px(8)
        icon_at = QPointF(left, round(box.center().y() - side / 2))
        icons.paint(painter, "file-spreadsheet", icon_at, side, "accent" if there else "ink3")
        path = Path(entry.path)
        room = box.adjusted(side + fonts.px(16), 0, 0, 0)
        middle = box.center().y()
        name = QRectF(room.left(), middle - fonts.px(19), room.width(), fonts.px(19))
        paint.text(painter, name, path.name, fonts.font(13, 500), "ink" if there else "ink2")
        folder = QRectF(room.left(), middle - 1, room.width(), fonts.px(18))
        paint.text(painter, folder, str(path.parent), fonts.font(12), "ink2")

    def _paint_complete(self, painter: QPainter, box: QRectF, entry: Recent, words: str) -> None:
        if entry.complete is None:
            return
        bar = QRectF(box.left(), box.center().y() - 3, fonts.px(52), 6)
        paint_progress(painter, bar, entry.complete)
        paint.text(painter, box, words, fonts.font(12), "ink", paint.RIGHT)

    def _paint_gone(self, painter: QPainter, box: QRectF, used: float) -> None:
        words = tr("Not found")
        width = fonts.metrics(12, 500).horizontalAdvance(words) + fonts.px(14 + 4 + 12) + 1
        left = max(box.left() + used + fonts.px(12), box.right() - width)
        badge = QRectF(left, round(box.center().y() - fonts.px(10)), width, fonts.px(20))
        paint_badge(painter, badge, words, "warn", "triangle-alert")


class RecentHeader(QHeaderView):
    """Quiet column names on a sunken line."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setFixedHeight(fonts.px(28))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.fillRect(rect, theme.tokens().colour("sunken"))
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        left = fonts.px(16 if logicalIndex == FILE else 8)
        paint.text(painter, QRectF(rect).adjusted(left, 0, -4, 0), words, fonts.font(12, 500), "ink2")
        paint.line(painter, rect.left(), rect.bottom(), rect.right(), rect.bottom(), "line")


class RecentTable(QTableView):
    """The list itself. `opened(path)` and `removed(path)` tell what to do."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.files = RecentModel(today)
        self._row = ROW
        self.setModel(self.files)
        self.setItemDelegate(RecentDelegate(self))
        self.setHorizontalHeader(RecentHeader(self))
        self.verticalHeader().hide()
        self.setAccessibleName(tr("Recent inventories"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(1, 1, 1, 1)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        self.files.modelReset.connect(self._settle)

    def set_row_height(self, height: int) -> None:
        """Show rows of another height, in unscaled pixels."""
        self._row = height
        self._settle()

    def path(self) -> str:
        """Return the path of the current row, empty when there is none."""
        index = self.currentIndex()
        return self.files.rows[index.row()][0].path if index.isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.path():
            self.removed.emit(self.path())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.path():
            self.opened.emit(self.path())
        else:
            super().keyPressEvent(event)

    def full_height(self) -> int:
        """Return the height at which every row shows."""
        return fonts.px(28) + 2 + fonts.px(self._row) * max(1, len(self.files.rows))

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(600), self.full_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), theme.tokens().colour("raised"))
        super().paintEvent(event)

    def _settle(self) -> None:
        self.verticalHeader().setMinimumSectionSize(fonts.px(20))
        self.verticalHeader().setDefaultSectionSize(fonts.px(self._row))
        if self.files.rows:
            self.setCurrentIndex(self.files.index(0, 0))
        self.setMaximumHeight(self.full_height())
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Share the width out: the file takes what the others leave."""
        room = self.viewport().width()
        widths = {YEAR: fonts.px(64), COMPLETE: fonts.px(128), OPENED: fonts.px(222)}
        rest = room - sum(widths.values())
        widths[ORGANISATION] = max(fonts.px(110), round(rest * 0.36))
        widths[FILE] = max(fonts.px(150), rest - widths[ORGANISATION])
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.files.rows[index.row()][0].path)
