"""The line over the grid: which rows, which numbers, the commands with a picture, and the current cell's field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from carbondesk.language import tr
from carbondesk.report.grids import State
from carbondesk.ui import fonts
from carbondesk.ui.pages.data_entry.grid_model import Show
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Field, IconButton, Label, Pane, Rule, Segments


class CellField(Field):
    """The current cell as a field; Enter takes what is typed, Esc brings the old value back."""

    def __init__(self) -> None:
        super().__init__(name=tr("Current cell"), numeric=True)
        self.before = ""

    def show_value(self, text: str, state: str) -> None:
        """Show a cell's value and whether it is doubtful."""
        self.before = text
        self.setText(text)
        if self.property("state") != state:
            self.set_state(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text() == "\x1b":
            self.setText(self.before)


class Toolbar(Pane):
    """Signals: `filtered(state)`, `shown(Show)`, `wanted(command id)`, `typed(text)`."""

    filtered = Signal(object)
    shown = Signal(object)
    wanted = Signal(str)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedHeight(fonts.px(40))
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(10), 0, fonts.px(10), 0)
        row.setSpacing(fonts.px(6))
        self.segments = Segments(
            [
                (tr("All"), None),
                (tr("Missing"), State.MISSING),
                (tr("Flagged"), State.FLAGGED),
                (tr("Estimated"), State.ESTIMATED),
            ],
            None,
            tr("Rows shown"),
        )
        self.segments.chosen.connect(self.filtered)
        row.addWidget(self.segments)
        self._rule = Rule(vertical=True, length=fonts.px(20))
        row.addWidget(self._rule)
        self.buttons: dict[str, IconButton] = {}
        for command, icon, words, keys in (
            ("undo", "undo-2", tr("Undo"), "Ctrl+Z"),
            ("redo", "redo-2", tr("Redo"), "Ctrl+Y"),
            ("paste", "clipboard-paste", tr("Paste"), "Ctrl+V"),
            ("fill_right", "arrow-right", tr("Fill right"), "Ctrl+R"),
        ):
            button = IconButton(icon, words, shortcut=keys)
            button.clicked.connect(lambda _checked=False, command=command: self.wanted.emit(command))
            self.buttons[command] = button
            row.addWidget(button)
        self._second_rule = Rule(vertical=True, length=fonts.px(20))
        row.addWidget(self._second_rule)
        self.numbers = Segments(
            [(tr("Quantity"), Show.QUANTITY), (tr("Cost"), Show.COST), (tr("t CO₂e"), Show.TONNES)],
            Show.QUANTITY,
            tr("Numbers shown"),
        )
        self.numbers.chosen.connect(self.shown)
        row.addWidget(self.numbers)
        self.label = Label(size=12, ink="ink2", elided=True)
        self.label.setAlignment(paint.RIGHT)
        row.addWidget(self.label, 1)
        self.cell = CellField()
        self.cell.setFixedWidth(fonts.px(96))
        self.cell.returnPressed.connect(self._take)
        row.addWidget(self.cell)

    @property
    def state(self) -> State | None:
        """The state whose rows are shown, None for all."""
        value = self.segments.value()
        return value if isinstance(value, State) else None

    def set_counts(self, sources: int, counts: Mapping[State, int]) -> None:
        """Show how many rows there are and how many cells are in each state."""
        self.segments.set_words(
            [
                tr("All {n}", n=sources),
                tr("Missing {n}", n=counts.get(State.MISSING, 0)),
                tr("Flagged {n}", n=counts.get(State.FLAGGED, 0)),
                tr("Estimated {n}", n=counts.get(State.ESTIMATED, 0)),
            ]
        )

    def set_output(self, output: bool) -> None:
        """Hide what output figures have no use for."""
        for part in (self.segments, self.numbers, self._rule, self._second_rule):
            part.setVisible(not output)

    def set_cell(self, name: str, value: str, state: str, editable: bool) -> None:
        """Show the current cell: its name, the number as it is kept, whether it is doubtful, whether it opens."""
        if self.label.text() != name:
            self.label.setText(name)
        if (self.cell.before, self.cell.text()) != (value, value) or self.cell.property("state") != state:
            self.cell.show_value(value, state)
        if self.cell.isReadOnly() == editable:
            self.cell.setReadOnly(not editable)

    def _take(self) -> None:
        if self.cell.text() != self.cell.before and not self.cell.isReadOnly():
            self.typed.emit(self.cell.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, self.height() - 1, self.width(), self.height() - 1)
