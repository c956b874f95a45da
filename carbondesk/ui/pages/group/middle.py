"""The middle of the Group page: head with filter and buttons, message, table, and a second table under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.schema import Finding
from carbondesk.domain.text import Text
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.group.detail import TONES
from carbondesk.ui.pages.group.lines import Head, Line
from carbondesk.ui.pages.group.registers import Register
from carbondesk.ui.pages.group.table import LineView
from carbondesk.ui.widgets import (
    Button,
    EmptyState,
    IconButton,
    KeyHints,
    LoadingLine,
    Pane,
    PaneHeader,
    Rule,
    SearchField,
)
from carbondesk.ui.widgets import Kind as ButtonKind

FILTER, LEAST, ROW = 180, 90, 28
MOST_UNDER, LEAST_ROWS = 8, 4


class Middle(Pane):
    """Shows one register. `added` and `removed` by its buttons, `wanted(id)` by those of an empty register."""

    added = Signal()
    removed = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        self._under_rows = 0
        self._empty_buttons: list[Button] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = PaneHeader("")
        self.search = SearchField(tr("Filter"), name=tr("Filter the table"))
        self.search.setMinimumWidth(fonts.px(LEAST))
        self.search.setMaximumWidth(fonts.px(FILTER))
        self.search.setFixedHeight(fonts.px(ROW))
        self.add_button = Button("", icon="plus")
        self.remove_button = IconButton("trash-2", tr("Remove…"), shortcut="Del")
        self.add_button.clicked.connect(self.added)
        self.remove_button.clicked.connect(self.removed)
        for part in (self.search, self.add_button, self.remove_button):
            self.head.add(part)
        outer.addWidget(self.head)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(*[fonts.px(each) for each in (16, 0, 16, 0)])
        self._messages.setSpacing(fonts.px(6))
        outer.addLayout(self._messages)
        self._stack_in(outer)
        self._add_under(outer)
        self.hints = KeyHints([])
        outer.addWidget(Rule())
        outer.addWidget(self.hints)

    def _stack_in(self, outer: QVBoxLayout) -> None:
        self._holder = QWidget()
        self._stack = QStackedLayout(self._holder)
        self.table = LineView(tr("Records of the group"))
        self.grid = LineView(tr("Kinds of sources by site"), cells=True, scrolls=True)
        self.loading = LoadingLine(tr("Reading the figures"))
        waiting, self._nothing = QWidget(), QWidget()
        column = QVBoxLayout(waiting)
        column.setContentsMargins(*[fonts.px(40)] * 4)
        column.addWidget(self.loading)
        column.addStretch(1)
        self._waiting = waiting
        self._empty = QVBoxLayout(self._nothing)
        self._empty.setContentsMargins(*[fonts.px(each) for each in (32, 16, 32, 16)])
        for part in (self.table, self.grid, waiting, self._nothing):
            self._stack.addWidget(part)
        outer.addWidget(self._holder, 1)

    def _add_under(self, outer: QVBoxLayout) -> None:
        self.under = QWidget()
        column = QVBoxLayout(self.under)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(tint="line"))
        self.under_head = PaneHeader("")
        column.addWidget(self.under_head)
        self.under_table = LineView("", scrolls=True)
        self.under_table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.under_table.laid.connect(self._fit_under)
        column.addWidget(self.under_table)
        self.under.hide()
        outer.addWidget(self.under)

    # ---- showing -----------------------------------------------------------------------------------------

    def view(self) -> LineView:
        """Return the table in view."""
        return self.grid if self._stack.currentWidget() is self.grid else self.table

    def show_register(self, register: Register, lines: Sequence[Line], context: str, *, cells: bool) -> None:
        """Show the lines of a register; an empty one says what to do."""
        self.head.set_texts(tr(register.title), context)
        self.add_button.setVisible(bool(register.add.template) and bool(lines))
        self.add_button.setText(tr(register.add))
        self.remove_button.setVisible(bool(register.add.template) and bool(lines))
        self.search.setVisible(bool(lines))
        view = self.grid if cells else self.table
        view.setAccessibleName(tr(register.title))
        view.set_lines(register.heads, lines)
        if lines:
            self._stack.setCurrentWidget(view)
            return
        self._show_empty(register)

    def _show_empty(self, register: Register) -> None:
        empty_layout(self._empty)
        state = EmptyState(register.icon, tr(register.empty), tr(register.why))
        self._empty_buttons = []
        if register.add.template:
            first = state.add_button(Button(tr(register.add), ButtonKind.PRIMARY))
            first.clicked.connect(self.added)
            self._empty_buttons.append(first)
        else:
            first = state.add_button(Button(tr("Go to Data entry"), ButtonKind.PRIMARY))
            first.clicked.connect(lambda: self.wanted.emit("data_entry"))
        read = state.add_button(Button(tr("Import…")))
        read.clicked.connect(lambda: self.wanted.emit("import"))
        self._empty_buttons.append(read)
        self._empty.addWidget(state)
        self._empty.addStretch(1)
        self._stack.setCurrentWidget(self._nothing)

    def show_waiting(self, register: Register) -> None:
        """Show that the figures are being read."""
        self.head.set_texts(tr(register.title), "")
        for part in (self.add_button, self.remove_button, self.search, self.under):
            part.hide()
        self._stack.setCurrentWidget(self._waiting)

    def show_messages(self, findings: Sequence[Finding], more: Sequence[tuple[str, str, str]] = ()) -> None:
        """Show what is to be said about the whole register: findings, then (tone, title, text)."""
        from carbondesk.ui.widgets import MessagePane

        empty_layout(self._messages)
        said = [(TONES[each.severity], tr(each.message), tr(each.remedy)) for each in findings]
        for tone, title, text in [*more, *said]:
            self._messages.addWidget(MessagePane(tone, title, text, narrow=True))
        self._messages.setContentsMargins(fonts.px(16), 0, fonts.px(16), fonts.px(8) if said or more else 0)

    def messages(self) -> list[str]:
        """Return the titles of what is said about the whole register."""
        places = range(self._messages.count())
        return [self._messages.itemAt(place).widget().accessibleName() for place in places]

    def show_under(
        self, title: Text | None, context: str, heads: Sequence[Head], lines: Sequence[Line]
    ) -> None:
        """Show a second table under the first, none without a title or lines."""
        self.under.setVisible(title is not None and bool(lines))
        if title is None or not lines:
            return
        self.under_head.set_texts(tr(title), context)
        self.under_table.setAccessibleName(tr(title))
        self.under_table.set_lines(heads, lines)
        self.under_table.unselect()
        self._under_rows = min(len(lines), MOST_UNDER)
        self._fit_under()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_under()

    def _fit_under(self) -> None:
        """Give the second table its rows; two at least where what stands over it needs the height."""
        # Lines need less height than what is said where there are none, which the stack would ask for always.
        self._holder.setMinimumHeight(0 if self._is_empty() else fonts.px(ROW) * LEAST_ROWS)
        if self.under.isHidden():
            return
        frame = 2 * self.under_table.frameWidth() + 4
        wide = self.under_table.horizontalHeader().length() > self.under_table.viewport().width()
        bar = self.under_table.horizontalScrollBar().sizeHint().height() if wide else 0
        above = (
            self._nothing.sizeHint().height() + fonts.px(24)
            if self._is_empty()
            else fonts.px(ROW) * LEAST_ROWS
        )
        taken = self.head.height() + self.under_head.height() + self.hints.sizeHint().height() + fonts.px(4)
        room = self.height() - above - taken - self._messages.sizeHint().height() - frame - bar
        rows = min(self._under_rows + 1, max(2, room // fonts.px(ROW)))
        self.under_table.setFixedHeight(fonts.px(ROW) * rows + frame + bar)

    def _is_empty(self) -> bool:
        return self._stack.currentWidget() is self._nothing

    def set_writable(self, reason: str) -> None:
        """Allow what writes, or say why nothing can be written now."""
        for button in (self.add_button, self.remove_button, *self._empty_buttons):
            button.setEnabled(not reason)
            button.setToolTip(reason or (button.accessibleName() if button is self.remove_button else ""))
