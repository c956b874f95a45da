"""The table's view: columns that share the room, keys, and rows copied as a spreadsheet reads them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.pages.factors.table import Column, FactorModel, FactorPainter, column_names
from carbondesk.ui.style import paint

WIDTHS = {
    Column.REGION: 106,
    Column.VALUE: 90,
    Column.UNIT: 132,
    Column.YEAR: 76,
    Column.SOURCE: 96,
    Column.SPREAD: 58,
    Column.USED: 56,
}
"""Widths of the columns in unscaled pixels; the name takes the rest."""

NAME_LEAST = 200
GIVES_WAY = (Column.SPREAD, Column.SOURCE, Column.YEAR, Column.REGION)
"""The columns that go first where the name would be cut short."""


class FactorView(QTableView):
    """The table. `picked(place)` when another factor is current, `opened(place)` on Enter or a double click."""

    picked = Signal(object)
    opened = Signal(int)

    def __init__(self, model: FactorModel) -> None:
        super().__init__()
        self.factors = model
        self.setModel(model)
        self.setItemDelegate(FactorPainter(self))
        self.setAccessibleName(tr("Factors"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self._lay_heads()
        self.setFont(fonts.font(12))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._place(index)))
        self.selectionModel().currentRowChanged.connect(self._follow)
        model.modelReset.connect(self.lay_out)

    def _lay_heads(self) -> None:
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(fonts.px(20))
        rows.setDefaultSectionSize(fonts.px(28))
        heads.setFont(fonts.font(12, 500))
        heads.setStyleSheet(f"QHeaderView::section:first {{ padding-left: {fonts.px(12)}px; }}")
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setFixedHeight(fonts.px(28))
        heads.setMinimumSectionSize(fonts.px(40))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def current_place(self) -> int | None:
        """Return the place of the current factor in the stock, None where there is none."""
        index = self.currentIndex()
        return self._place(index) if index.isValid() else None

    def selected_rows(self) -> list[int]:
        """Return the selected rows, top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def go_to(self, row: int) -> None:
        """Make a row current and bring it into view."""
        index = self.factors.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def copy(self) -> str:
        """Put the selected rows on the clipboard, heads first, with tabs between the cells; return the text."""
        lines = ["\t".join((tr("Scope"), *column_names()))]
        for row in self.selected_rows():
            line = self.factors.line(row)
            lines.append("\t".join((str(line.scope or ""), *line.texts)))
        text = "\n".join(lines) + "\n"
        QGuiApplication.clipboard().setText(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.current_place()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and place is not None:
            self.opened.emit(place)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Share the width: columns drop while the name would be too short."""
        room = self.viewport().width()
        shown = dict(WIDTHS)
        for column in GIVES_WAY:
            if room - fonts.px(sum(shown.values())) >= fonts.px(NAME_LEAST):
                break
            shown.pop(column)
        for column, width in WIDTHS.items():
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, fonts.px(width))
        self.setColumnWidth(Column.FACTOR, max(fonts.px(120), room - fonts.px(sum(shown.values()))))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            index = self.currentIndex()
            if index.isValid():
                row = self.visualRect(index)
                row.setLeft(0)
                row.setRight(self.viewport().width() - 1)
                paint.rounded(painter, row.adjusted(0, 0, 0, -1), 0, None, "accent", 2)

    def _place(self, index: QModelIndex) -> int:
        return self.factors.places[index.row()]

    def _follow(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.picked.emit(self._place(current) if current.isValid() else None)
