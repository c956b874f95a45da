"""The paper in the middle: title, facts, chart and tables on one sheet that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from carbondesk import __version__
from carbondesk.language import tr, tr_many
from carbondesk.report.bars import amount_words, sentence
from carbondesk.report.cells import shown, spoken
from carbondesk.report.papers import Head
from carbondesk.ui import fonts, icons
from carbondesk.ui.pages.reports.tables import MOST_ROWS, SheetTable, shared_unit
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Label, Pane, Rule

if TYPE_CHECKING:
    from carbondesk.report.papers import BarChart, Imprint, Paper, Sheet

MARGIN, AROUND, WIDEST, NARROWEST = 32, 20, 940, 520
FACTS_IN_A_ROW = 3


class BarsView(QWidget):
    """The chart of a paper: bars beneath each other, names at the left, amounts at the right."""

    ROW, NAMES, AMOUNTS = 22, 210, 80

    def __init__(self, chart: BarChart) -> None:
        super().__init__()
        self.chart = chart
        self.setAccessibleName(spoken(chart.title))
        self.setAccessibleDescription(sentence(chart))
        self.setFixedHeight(fonts.px(self.ROW) * len(chart.bars) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        row, least, most = fonts.px(self.ROW), *self.chart.span
        face = fonts.font(12, 500)
        words = [amount_words(self.chart, bar) for bar in self.chart.bars]
        widest = max([QFontMetricsF(face).horizontalAdvance(each) for each in words], default=0.0)
        names, amounts = fonts.px(self.NAMES), max(fonts.px(self.AMOUNTS), round(widest) + fonts.px(10))
        room = self.width() - names - amounts
        scale = room / ((most - least) or 1.0)
        for place, bar in enumerate(self.chart.bars):
            box = QRectF(0, place * row, names - fonts.px(10), row)
            paint.text(painter, box, spoken(bar.name), fonts.font(12), "ink2")
            first, last = sorted((bar.start, bar.end))
            left = names + (first - least) * scale
            strip = QRectF(left, box.top() + row * 0.22, max(1.0, (last - first) * scale), row * 0.56)
            painter.fillRect(strip, paint.colour(bar.tone))
            end = QRectF(self.width() - amounts, box.top(), amounts, row)
            paint.text(painter, end, words[place], face, "ink", paint.RIGHT)
            if self.chart.is_linked(place):
                tip = names + (bar.end - least) * scale
                paint.line(painter, tip, strip.bottom(), tip, strip.bottom() + row * 0.44, "line")
        zero = names - least * scale
        paint.line(painter, zero, 0, zero, self.height(), "line")


class Leaf(Pane):
    """The sheet of paper itself."""

    def __init__(self, paper: Paper, base: Imprint) -> None:
        super().__init__("panel")
        self.setAccessibleName(spoken(paper.title))
        self.tables: list[SheetTable] = []
        self._narrow: list[QWidget] = []
        self.heads: list[QWidget] = []
        self._column = QVBoxLayout(self)
        side = fonts.px(MARGIN)
        self._column.setContentsMargins(side, fonts.px(22), side, fonts.px(20))
        self._column.setSpacing(0)
        self._add_top(paper, base)
        self._add_facts(base)
        if paper.chart is not None:
            self._add_heading(spoken(paper.chart.title), tr(paper.chart.unit))
            self._place(BarsView(paper.chart))
        for sheet in paper.sheets:
            self._add_sheet(sheet)
        self._column.addStretch(1)
        self._add_foot(base)

    def fit(self, room: int) -> None:
        """Take a width, and the height that all of it needs then.

        A table that cannot be read in it is wider, and the paper with it; texts, chart and the other tables stay
        within the width, so that nothing but that table has to be scrolled to.
        """
        margin = 2 * fonts.px(MARGIN)
        inside = room - margin
        for part in self._narrow:
            part.setFixedWidth(inside)
            # Where a table widens the paper, the column would give words the height of its own width.
            if part.hasHeightForWidth():
                part.setFixedHeight(part.heightForWidth(inside))
        widths = [table.width_in(inside) for table in self.tables]
        for table, width in zip(self.tables, widths, strict=True):
            table.fit(width)
            table.setFixedWidth(width)
        outer = max([inside, *widths]) + margin
        self._column.invalidate()
        self.setFixedSize(outer, self._column.totalHeightForWidth(outer))

    def _place(self, part: QWidget) -> None:
        """Add a part that stays within the width of the screen."""
        self._narrow.append(part)
        self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)

    def _place_row(self, row: QHBoxLayout | QGridLayout) -> None:
        part = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        part.setLayout(row)
        self._place(part)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.rounded(QPainter(self), self.rect(), 0, None, "line")

    def _add_top(self, paper: Paper, base: Imprint) -> None:
        row = QHBoxLayout()
        row.setSpacing(fonts.px(7))
        row.addWidget(_Mark())
        name = (
            tr("{organisation} · Sample", organisation=base.organisation)
            if base.is_sample
            else base.organisation
        )
        row.addWidget(Label(name, size=12, weight=600, elided=True), 1)
        row.addWidget(Label(tr(base.label), size=12, ink="ink2"))
        self._place_row(row)
        self._column.addSpacing(fonts.px(9))
        self._place(Rule(tint="line"))
        self._column.addSpacing(fonts.px(18))
        self._place(Label(spoken(paper.title), size=18, weight=600, display=True, wraps=True))
        self._column.addSpacing(fonts.px(5))
        self._place(Label(spoken(paper.subtitle), size=13, ink="ink2", wraps=True))
        self._column.addSpacing(fonts.px(14))

    def _add_facts(self, base: Imprint) -> None:
        """Name the base of every number; the head of history stands at the foot."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(24))
        grid.setVerticalSpacing(fonts.px(1))
        for place, (name, value) in enumerate(base.facts[1:-1]):
            row, column = divmod(place, FACTS_IN_A_ROW)
            grid.addWidget(Label(tr(name), size=11, ink="ink3"), 3 * row, column)
            grid.addWidget(Label(shown(value, Head("")), size=12, elided=True), 3 * row + 1, column)
            grid.setRowMinimumHeight(3 * row + 2, fonts.px(6))
        for column in range(FACTS_IN_A_ROW):
            grid.setColumnStretch(column, 1)
        self._place_row(grid)

    def _add_heading(self, title: str, unit: str = "") -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, fonts.px(20), 0, fonts.px(6))
        row.setSpacing(fonts.px(7))
        row.addWidget(Label(title, size=14, weight=600))
        row.addWidget(Label(unit, size=12, ink="ink3"))
        row.addStretch(1)
        self._place(head)
        return head

    def _add_sheet(self, sheet: Sheet) -> None:
        self.heads.append(self._add_heading(spoken(sheet.title), shared_unit(sheet)))
        table = SheetTable(sheet)
        self.tables.append(table)
        self._column.addWidget(table, 0, Qt.AlignmentFlag.AlignLeft)
        left = len(sheet.rows) - MOST_ROWS
        notes = [tr(note) for note in sheet.notes]
        if left > 0:
            more = tr_many("And {n} more row, in the files.", "And {n} more rows, in the files.", left)
            notes.insert(0, more)
        for note in notes:
            self._column.addSpacing(fonts.px(5))
            self._place(Label(note, size=12, ink="ink3", wraps=True))

    def _add_foot(self, base: Imprint) -> None:
        self._column.addSpacing(fonts.px(26))
        self._place(Rule())
        self._column.addSpacing(fonts.px(7))
        row = QHBoxLayout()
        head = tr("History, step {step}: {head}", step=str(base.step), head=f"{base.head[:16]}…")
        label = Label(head, size=11, ink="ink3", elided=True)
        label.setAccessibleName(tr("History, step {step}: {head}", step=str(base.step), head=base.head))
        row.addWidget(label, 1)
        row.addWidget(Label(f"CarbonDesk {__version__}", size=11, ink="ink3"))
        self._place_row(row)


class Preview(QScrollArea):
    """The paper on a grey ground; F6 leads into its tables, arrows from cell to cell.

    Signals: `selected()` when another cell is current.
    """

    selected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Paper"))
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = Pane("chrome")
        self._row = QVBoxLayout(self._desk)
        self._row.setContentsMargins(*[fonts.px(AROUND)] * 4)
        self.setWidget(self._desk)
        self.setCornerWidget(Pane("chrome"))
        self.leaf: Leaf | None = None
        self._current: SheetTable | None = None

    def show_paper(self, paper: Paper, base: Imprint) -> None:
        """Lay another paper on the desk; the same paper anew keeps where it was scrolled to."""
        old, place = self.leaf, self.verticalScrollBar().value()
        same = old is not None and old.accessibleName() == spoken(paper.title)
        if old is not None:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._current = None
        self.leaf = Leaf(paper, base)
        for table in self.leaf.tables:
            table.entered.connect(lambda table=table: self._enter(table))
            table.selected.connect(lambda table=table: self._enter(table))
            table.selectionModel().currentChanged.connect(
                lambda index, _old, table=table: self._follow(table, index)
            )
        self._row.addWidget(self.leaf, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._fit()
        self.verticalScrollBar().setValue(place if same else 0)
        self.selected.emit()

    def table(self) -> SheetTable | None:
        """Return the table that has the selection; None before one was chosen."""
        return self._current

    def show_sheet(self, place: int) -> None:
        """Scroll to a sheet and step into its table."""
        if self.leaf is not None and place < len(self.leaf.tables):
            self.verticalScrollBar().setValue(
                self.leaf.heads[place].mapTo(self._desk, QPointF(0, 0)).toPoint().y()
            )
            self.leaf.tables[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(700), fonts.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), paint.colour("chrome"))
        super().paintEvent(event)

    def _fit(self) -> None:
        if self.leaf is None:
            self._desk.setFixedSize(self.viewport().size())
            return
        room = self.viewport().width() - 2 * fonts.px(AROUND)
        self.leaf.fit(max(min(room, fonts.px(WIDEST)), fonts.px(NARROWEST)))
        outer = max(self.leaf.width() + 2 * fonts.px(AROUND), self.viewport().width())
        height = self.leaf.height() + 2 * fonts.px(AROUND)
        self._desk.setFixedSize(outer, max(height, self.viewport().height()))

    def _enter(self, table: SheetTable) -> None:
        """Only one table has a selection at a time, so that Copy is never in doubt."""
        if self.leaf is not None and self._current is not table:
            self._current = table
            for other in self.leaf.tables:
                if other is not table:
                    other.blockSignals(True)
                    other.clearSelection()
                    other.blockSignals(False)
                    other.viewport().update()
        self.selected.emit()

    def _follow(self, table: SheetTable, index: QModelIndex) -> None:
        if not table.hasFocus():
            return
        box: QRect = table.visualRect(index)
        middle = table.viewport().mapTo(self._desk, box.center())
        self.ensureVisible(middle.x(), middle.y(), box.width() // 2 + 8, box.height() + fonts.px(30))


class _Mark(QWidget):
    """The program's mark, as on the printed page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(fonts.px(16), fonts.px(16))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), icons.MARK, QPointF(0, 0), fonts.px(16), "accent")
