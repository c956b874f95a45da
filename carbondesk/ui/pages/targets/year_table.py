"""The years of a target's chart as a table: a row for each series, a column for each year."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from carbondesk.language import tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.style import paint, theme

if TYPE_CHECKING:
    from carbondesk.report.target_charts import Row, TargetChart

Index = QModelIndex | QPersistentModelIndex
TALL, PAD, MARK = 28, 8, 10
LEAST, NAME_MOST = 44, 210
FEWEST_ROWS = 5
"""So many rows are in view before the table scrolls, or more where a page has room."""
_NARROW = 3
STRONG = ("actual", "gap")


class YearModel(QAbstractTableModel):
    """A chart's table. Another chart of the same shape changes only the cells that are different."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: TargetChart | None = None
        self.rows: list[Row] = []
        self.years: list[int] = []
        self.names: list[str] = []

    def show_chart(self, chart: TargetChart) -> bool:
        """Take another chart; return whether rows or columns are others."""
        rows, years = chart.rows(), chart.years()
        names = [chart.name(year) for year in years]
        shape = ([(row.key, row.name, row.token) for row in rows], names)
        if shape != ([(row.key, row.name, row.token) for row in self.rows], self.names):
            self.beginResetModel()
            self.chart, self.rows, self.years, self.names = chart, rows, years, names
            self.endResetModel()
            return True
        before, self.rows, self.chart = self.rows, rows, chart
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            changed = [
                column
                for column, told in enumerate(zip(old.cells, new.cells, strict=True))
                if told[0] != told[1]
            ]
            if changed:
                self.dataChanged.emit(self.index(place, changed[0]), self.index(place, changed[-1]))
        return False

    # ---- QAbstractTableModel -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.names[section] if orientation == Qt.Orientation.Horizontal else self.rows[section].name
            )
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Vertical:
            return self.rows[section].name
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.chart is None:
            return None
        row, words = self.rows[index.row()], self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            year = self.years[index.column()]
            lacks = row.key == "actual" and year in self.chart.lacking
            said = tr(", ").join([words, tr("not complete")]) if lacks else words or self.void(row, year)
            if role == Qt.ItemDataRole.ToolTipRole:
                return "" if said == words else said
            return tr("{row}, {year}: {amount}", row=row.name, year=self.names[index.column()], amount=said)
        return None

    def void(self, row: Row, year: int) -> str:
        """Say why a row holds nothing for a year."""
        if row.key == "actual" and self.chart is not None:
            return self.chart.void(year)
        return tr("no value")


@cache
def _colour(token: str) -> QColor:
    return theme.tokens().colour(token)


theme.on_change(_colour.cache_clear)


class YearCells(QStyledItemDelegate):
    """Paints amounts: actual ones and gaps strong, gaps in the tint of behind or ahead."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, YearModel):
            return
        told, row = paint.cell(option), model.rows[index.row()]
        words = row.cells[index.column()]
        box, strong = told.box, row.key in STRONG
        ground = "sel" if told.selected else "sunken" if row.key == "gap" else "panel"
        painter.fillRect(box, _colour(ground))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), _colour("hair"))
        tone = row.tones[index.column()] if row.tones else ""
        ink = tone or ("ink" if strong or row.key == "path" else "ink2")
        if words:
            face = (12, 600 if strong else 400, False)
            room = box.adjusted(1, 0, -fonts.px(PAD), -1)
            lettering.draw(painter, room, words, face, _colour(ink), paint.RIGHT)
        if told.focused:
            paint.focus_ring(painter, box.adjusted(0, 0, -1, -1), 3)


class NameHeader(QHeaderView):
    """The names of the rows, each with the mark of its series."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setDefaultSectionSize(fonts.px(TALL))
        self.setMinimumSectionSize(fonts.px(TALL))

    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, YearModel):
            return
        row, box, look = model.rows[logicalIndex], QRectF(rect), theme.tokens()  # type: ignore[call-overload]
        painter.save()
        painter.fillRect(box, look.colour("sunken" if row.key == "gap" else "panel"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.colour("hair"))
        left = box.left() + fonts.px(16)
        if row.token:
            side = fonts.px(MARK)
            paint.rounded(painter, QRectF(left, box.center().y() - side / 2, side, side), 2, row.token)
            left += side + fonts.px(7)
        strong = row.key in STRONG
        room = QRectF(left, box.top(), box.right() - left - fonts.px(4), box.height() - 1)
        lettering.draw(
            painter, room, row.name, (12, 600 if strong else 500, False), "ink" if strong else "ink2"
        )
        painter.restore()


class Corner(QWidget):
    """The unit, over the names of the rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box, look = QPainter(self), QRectF(self.rect()), theme.tokens()
        painter.fillRect(box, look.colour("sunken"))
        painter.fillRect(QRectF(0, box.bottom() - 1, box.width(), 1), look.colour("line"))
        room = box.adjusted(fonts.px(16), 0, -fonts.px(4), -1)
        lettering.draw(painter, room, self.words, (12, 500, False), "ink2")


class YearTable(QTableView):
    """The table under the chart: it grows with its rows as far as there is room, then scrolls; Ctrl C copies it."""

    def __init__(self) -> None:
        super().__init__()
        self.years = YearModel()
        # The header first: it must hear of another shape before the table, which asks it for its sections (Qt 6.9
        # crashes where it does not).
        self.setVerticalHeader(NameHeader())
        self.setModel(self.years)
        self.setItemDelegate(YearCells(self))
        self.setAccessibleName(tr("Pathway of the target, as a table"))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = self.horizontalHeader()
        head.setFont(fonts.font(12, 500))
        head.setFixedHeight(fonts.px(TALL))
        head.setDefaultAlignment(paint.RIGHT)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(fonts.px(LEAST))
        self._corner, self._longer, self._most = Corner(self), 0, FEWEST_ROWS

    def show_chart(self, chart: TargetChart) -> None:
        """Show a chart's values; while only values change, only their cells are painted again."""
        before = self.years.chart
        reshaped = self.years.show_chart(chart)
        if (
            reshaped
            or before is None
            or before.yardstick != chart.yardstick
            or self._longest() > self._longer
        ):
            self._fit()
        unit = tr(chart.yardstick.unit)
        if unit != self._corner.words:
            self._corner.words = unit
            self._corner.update()

    def full_height(self) -> int:
        """Return the height that shows the head and the rows that have room, and the bar if one is needed."""
        rows = min(len(self.years.rows), self._most)
        bar = self.horizontalScrollBar().sizeHint().height() if self._needs_bar() else 0
        return fonts.px(TALL) * (rows + 1) + bar

    def set_room(self, height: int) -> None:
        """Show as many rows as a height holds, five at least."""
        most = max(FEWEST_ROWS, height // fonts.px(TALL) - 1)
        if most != self._most:
            self._most = most
            self._fit()

    def _needs_bar(self) -> bool:
        return self.horizontalHeader().length() > self.width() - self.verticalHeader().width()

    def _longest(self) -> int:
        """Return the letters of the longest amount; digits are all of one width."""
        return max((len(words) for row in self.years.rows for words in row.cells), default=0)

    def _fit(self) -> None:
        """Share the width out among the years; where they need more, the table scrolls sideways."""
        names = max((lettering.width(row.name, 12, 600) for row in self.years.rows), default=0.0)
        wide = min(round(names) + fonts.px(16 + MARK + 7 + 8), fonts.px(NAME_MOST))
        self.verticalHeader().setFixedWidth(wide)
        self._longer = self._longest()
        texts = [words for row in self.years.rows for words in row.cells] + self.years.names
        need = max((lettering.width(words, 12, 600) for words in texts), default=0.0) + fonts.px(
            PAD + _NARROW
        )
        count = max(1, len(self.years.names))
        bar = self.verticalScrollBar().sizeHint().width() if len(self.years.rows) > self._most else 0
        room = self.width() - wide - bar - 1
        least = max(round(need), fonts.px(LEAST))
        each, over = divmod(room, count) if room >= least * count else (least, 0)
        for column in range(len(self.years.names)):
            self.setColumnWidth(column, each + (column < over))
        self.setFixedHeight(self.full_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        corner = getattr(self, "_corner", None)
        if corner is not None:
            corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())
            corner.raise_()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A table that has the focus shows where.
        if not self.currentIndex().isValid() and self.years.rows:
            self.setCurrentIndex(self.years.index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard with tabs between them, the whole table where there is one cell."""
        spots = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        if len(spots) < 2:
            copy_table(self.years.chart)
            return
        rows = sorted({row for row, _ in spots})
        lines = [
            "\t".join(self.years.rows[row].cells[column] for at, column in spots if at == row) for row in rows
        ]
        QApplication.clipboard().setText("\n".join(lines))


def copy_table(chart: TargetChart | None) -> None:
    """Put a chart's table on the clipboard, with its unit, years and names and tabs between the columns."""
    if chart is not None:
        # It takes the reports along, which nobody needs before something is copied.
        from carbondesk.report.target_tables import chart_text

        QApplication.clipboard().setText(chart_text(chart))
