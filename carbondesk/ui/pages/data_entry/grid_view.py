"""The month grid as a table: moving by keyboard, typing, blocks, and columns that share the room there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from carbondesk.language import tr
from carbondesk.report.grids import MONTHS, SumRow
from carbondesk.ui import fonts
from carbondesk.ui.pages.data_entry.grid_model import GridModel, Index, MonthGridModel, TotalsModel
from carbondesk.ui.pages.data_entry.grid_paint import CellPainter, MonthHeader, RowHeader
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Field, Label

NAME, NAME_LEAST, NAME_MOST = 222, 150, 236
NAME_NARROW = 116
MONTH_LEAST, YEAR_LEAST, TONNES_LEAST = 45, 58, 68

_COMMANDS = {
    "Ctrl+C": "copy",
    "Ctrl+X": "cut",
    "Ctrl+V": "paste",
    "Ctrl+R": "fill_right",
    "Ctrl+D": "fill_down",
    "Ctrl+Z": "undo",
    "Ctrl+Y": "redo",
    "Del": "empty",
    "F8": "next_issue",
    "Shift+F8": "previous_issue",
    "F4": "inspector",
}
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(CellPainter):
    """Paints cells and edits them: Enter accepts and goes down, Tab goes on, Esc brings the old value back."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        field = Field(name=spoken, numeric=True)
        field.setParent(parent)
        field.setFont(fonts.font(12))
        field.setStyleSheet(
            "QLineEdit { border-radius: 0; padding: 0 3px; min-height: 0; max-height: 4000px; }"
            "QLineEdit:focus { padding: 0 3px; min-height: 0; max-height: 4000px; }"
        )
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.property("before") is None:
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.setProperty("before", editor.text())
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = paint.cell(option).box.toRect().adjusted(-1, -1, 0, 0)
        wider = max(0, fonts.px(84) - box.width())
        editor.setGeometry(box.adjusted(-wider if box.left() > wider else 0, 0, 0, 0))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text() != editor.property("before"):
            index.model().setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        view = self.parent()
        if isinstance(event, QKeyEvent) and isinstance(editor, Field) and isinstance(view, GridView):
            if event.type() == QEvent.Type.ShortcutOverride:
                # The editor's own keys go before the menus' while one is typing.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                move = _leaving(event)
                if move is not None:
                    view.leave_editor(editor, *move)
                    return True
        return super().eventFilter(editor, event)


def _leaving(event: QKeyEvent) -> tuple[str, int] | None:
    """Return where a key leads that ends typing: along the row or the column, on or back."""
    key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if key in _ENTER:
        return "column", -1 if shift else 1
    if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
        return "row", -1 if shift or key == Qt.Key.Key_Backtab else 1
    if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
        return "column", -1 if key == Qt.Key.Key_Up else 1
    return None


class GridView(QTableView):
    """A table of month rows.

    Signals: `current(row, column)`; `opened(row, column)`, Enter on a month made of bills or events;
    `wanted(id)`, a command.
    """

    current = Signal(int, int)
    opened = Signal(int, int)
    wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(MonthHeader(self))
        self.setVerticalHeader(RowHeader(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.corner = Label(tr("Source"), size=12, weight=500, ink="ink2")
        self.corner.setParent(self)
        self.corner.setContentsMargins(fonts.px(10), 0, 0, 0)
        self.verticalHeader().sectionClicked.connect(self._row_clicked)
        self.totals: TotalsView | None = None

    # ---- shape -------------------------------------------------------------------------------------------

    def setModel(self, model: object) -> None:
        super().setModel(model)  # type: ignore[arg-type]
        grid = self.grid_model()
        grid.modelReset.connect(self.lay_out)
        self.lay_out()

    def grid_model(self) -> GridModel:
        """Return the model with its own type."""
        model = self.model()
        assert isinstance(model, GridModel)  # noqa: S101 - no other model is set
        return model

    def set_row_height(self, height: int) -> None:
        """Set the height of the rows in unscaled pixels: 28, or 24 where the screen is low."""
        self.verticalHeader().setDefaultSectionSize(fonts.px(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Share the width among the names, the months and the sums; scroll sideways only when nothing helps."""
        columns = self.grid_model().columnCount()
        if not columns:
            return
        room = self.width() - self._bar_width()
        model = self.grid_model()
        model.narrow = False
        month, ends = self._needed(columns)
        if month * MONTHS + sum(ends) + fonts.px(NAME_LEAST) > room:
            # The year and its t CO2e stay in view: large quantities are written shorter.
            model.narrow = True
            month, ends = self._needed(columns)
        name = room - month * MONTHS - sum(ends)
        least = NAME_NARROW if model.narrow else NAME_LEAST
        name = max(fonts.px(least), min(fonts.px(NAME), name))
        month = max(month, (room - name - sum(ends)) // MONTHS)
        name = max(name, min(fonts.px(NAME_MOST), room - month * MONTHS - sum(ends)))
        if month * MONTHS + sum(ends) + name < room:
            ends[-1] += room - month * MONTHS - sum(ends) - name
        self._apply(name, [month] * MONTHS + ends)
        self.viewport().update()
        if self.totals is not None:
            self.totals.copy_columns(self)

    def _needed(self, columns: int) -> tuple[int, list[int]]:
        """Return the width that a month needs, and those of the year and its t CO2e."""
        widest = self._widest(columns)
        ends = [fonts.px(YEAR_LEAST), fonts.px(TONNES_LEAST)][: columns - MONTHS]
        ends = [max(least, widest[MONTHS + place] + fonts.px(13)) for place, least in enumerate(ends)]
        return max(fonts.px(MONTH_LEAST), max(widest[:MONTHS]) + fonts.px(9)), ends

    def _apply(self, name: int, widths: list[int]) -> None:
        self.verticalHeader().setFixedWidth(name)
        for column, width in enumerate(widths):
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        self.updateGeometries()
        self.corner.setGeometry(0, 0, name - 1, fonts.px(28) - 1)

    def _bar_width(self) -> int:
        rows = self.grid_model().rowCount() * self.verticalHeader().defaultSectionSize()
        if rows <= self.height() - fonts.px(28):
            return 0
        return self.verticalScrollBar().sizeHint().width()

    def _widest(self, columns: int) -> list[int]:
        """Return the width of the longest words of each column."""
        model, measure = self.grid_model(), fonts.metrics(12, 600)
        longest = [""] * columns
        for row in range(model.rowCount()):
            for column in range(columns):
                text = model.words(row, column)
                if len(text) > len(longest[column]):
                    longest[column] = text
        if self.totals is not None and isinstance(totals := self.totals.model(), TotalsModel):
            for row in range(totals.rowCount()):
                for column in range(columns):
                    text = totals.words(row, column)
                    if len(text) > len(longest[column]):
                        longest[column] = text
        return [round(measure.horizontalAdvance(text)) for text in longest]

    # ---- the current cell --------------------------------------------------------------------------------

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into view."""
        index = self.model().index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()
        if current.isValid():
            self.current.emit(current.row(), current.column())

    def block(self) -> tuple[int, int, int, int] | None:
        """Return the selected block of months as (top, left, bottom, right); None without a current cell."""
        chosen = self.selectionModel().selection()
        if not chosen.isEmpty():
            part = chosen.at(0)
            return part.top(), part.left(), part.bottom(), min(part.right(), MONTHS - 1)
        index = self.currentIndex()
        return (index.row(), index.column(), index.row(), index.column()) if index.isValid() else None

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block and make its first cell the current one."""
        model = self.model()
        chosen = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().setCurrentIndex(
            model.index(top, left), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def step_row(self, row: int, by: int) -> int | None:
        """Return the next row up or down that is not a sum, None at the end."""
        model = self.grid_model()
        row += by
        while 0 <= row < model.rowCount() and isinstance(model.row_at(row), SumRow):
            row += by
        return row if 0 <= row < model.rowCount() else None

    def advance(self, along: str, by: int) -> None:
        """Go on along the "row" (months, wrapping to the next source) or the "column" (sources)."""
        index = self.currentIndex()
        row: int | None = index.row()
        column = min(index.column(), MONTHS - 1)
        if along == "row":
            column += by
            if not 0 <= column < MONTHS:
                row, column = self.step_row(index.row(), by), 0 if by > 0 else MONTHS - 1
        else:
            row = self.step_row(index.row(), by)
        if row is not None:
            self.go_to(row, column)

    def jump(self, down: int, right: int) -> None:
        """Go to the edge of the filled block, as spreadsheets do."""
        model, index = self.grid_model(), self.currentIndex()

        def after(row: int, column: int) -> tuple[int, int] | None:
            further = self.step_row(row, down) if down else row
            across = column + right
            return None if further is None or not 0 <= across < MONTHS else (further, across)

        at = (index.row(), min(index.column(), MONTHS - 1))
        ahead = after(*at)
        filled = bool(model.words(*at)) and ahead is not None and bool(model.words(*ahead))
        while ahead is not None:
            if filled and not model.words(*ahead):
                break
            at = ahead
            if not filled and model.words(*at):
                break
            ahead = after(*at)
        self.go_to(*at)

    # ---- typing ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        command = self._command(event)
        if command:
            self.wanted.emit(command)
        elif not self._typed(event) and not self._moved(event):
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> str:
        keys = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        return _COMMANDS.get(keys, "")

    def _moved(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            back = key == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.advance("row", -1 if back else 1)
            return True
        if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.jump(*_STEPS[key])
            return True
        return False

    def _typed(self, event: QKeyEvent) -> bool:
        """Open the editor on Enter, F2 or a written character."""
        index, key = self.currentIndex(), Qt.Key(event.key())
        if not index.isValid():
            return False
        if key in _ENTER:
            self.enter_cell()
            return True
        if key == Qt.Key.Key_F2:
            self.begin_edit(None)
            return True
        modifiers = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if event.text() and event.text().isprintable() and not modifiers:
            self.begin_edit(event.text())
            return True
        return False

    def enter_cell(self) -> None:
        """Edit the current cell, or open the bills, levels or events that it is made of."""
        index = self.currentIndex()
        model = self.grid_model()
        if isinstance(model, MonthGridModel) and model.opens(index.row(), index.column()):
            self.opened.emit(index.row(), index.column())
        else:
            self.begin_edit(None)

    def begin_edit(self, text: str | None) -> None:
        """Open the editor of the current cell, with its value or with what was typed first."""
        index = self.currentIndex()
        if not self.grid_model().editable(index.row(), index.column()):
            self.wanted.emit("explain_locked")
            return
        self.edit(index)
        editor = self.viewport().findChild(Field)
        if text is not None and isinstance(editor, Field):
            editor.setText(text)

    def leave_editor(self, editor: Field, along: str, by: int) -> None:
        """Take what was typed and go on; a refused text stays in the editor with its reason."""
        index = self.currentIndex()
        if editor.text() != editor.property("before") and not self.model().setData(index, editor.text()):
            editor.set_state("err", tr("This value was not taken."))
            return
        editor.setProperty("before", editor.text())
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if self.hasFocus() or self.viewport().hasFocus():
            self.advance(along, by)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.enter_cell()

    def _row_clicked(self, row: int) -> None:
        if not isinstance(self.grid_model().row_at(row), SumRow):
            self.go_to(row, max(0, min(self.currentIndex().column(), MONTHS - 1)))
            self.setFocus()


class TotalsView(QTableView):
    """The pinned totals: as wide as the grid above, without focus of their own."""

    def __init__(self, grid: GridView) -> None:
        super().__init__()
        self.setAccessibleName(tr("Totals"))
        self.setItemDelegate(CellPainter(self))
        self.setVerticalHeader(RowHeader(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(8)
        self.setShowGrid(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(fonts.px(28))
        self.setFixedHeight(2 * fonts.px(28))
        grid.totals = self
        grid.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)

    def copy_columns(self, grid: GridView) -> None:
        """Take over the widths of the grid."""
        self.verticalHeader().setFixedWidth(grid.verticalHeader().width())
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, grid.columnWidth(column))
        self.updateGeometries()
