"""The inspector: everything about the current cell, and the fields that change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from carbondesk.domain.records import Activity, Measurement, Quality
from carbondesk.domain.units import UnitFault
from carbondesk.language import number, tr, tr_many
from carbondesk.report.grids import Cell, SourceRow, State
from carbondesk.ui import fonts
from carbondesk.ui.forms import SearchedCombo
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.attachments import AttachmentPane
from carbondesk.ui.pages.data_entry.bill_pane import BillPane
from carbondesk.ui.pages.data_entry.blocks import plain_number
from carbondesk.ui.pages.data_entry.computation import ComputationPane, YearBar, YearBars
from carbondesk.ui.pages.data_entry.source_panes import SourcePanes
from carbondesk.ui.pages.data_entry.workings import Working
from carbondesk.ui.readings import FieldFault, read_date, read_unit, unit_text
from carbondesk.ui.widgets import (
    Badge,
    Button,
    Choice,
    Field,
    IconButton,
    Kind,
    Label,
    MessagePane,
    Pane,
    Rule,
    Segments,
)

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

WIDTH = 302


class EntryFields(QWidget):
    """The fields of one entry: quantity and unit, period, evidence, data quality, note.

    `typed(text)`: a quantity, as text; `changed(fields)`: other fields of the entry.
    """

    typed = Signal(str)
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entry: Activity | None = None
        self._filling = False
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        self.which = Choice(name=tr("Entry"))
        self.quantity = Field(name=tr("Quantity"), numeric=True)
        self.unit = SearchedCombo(tr("Unit"))
        self.unit.setFixedWidth(fonts.px(104))
        self.start = Field(name=tr("First day"))
        self.end = Field(name=tr("Last day"))
        self.evidence = Field(name=tr("Evidence"), hint=tr("File name or document number"))
        self.quality = Segments(
            [
                (tr("Metered"), Quality.METERED.value),
                (tr("Invoice"), Quality.INVOICED.value),
                (tr("Estimate"), Quality.ESTIMATED.value),
            ],
            Quality.INVOICED.value,
            tr("Data quality"),
        )
        self.note = Field(name=tr("Note"), hint=tr("Note for the reviewer"))
        body.addWidget(self.which)
        self._add(body, tr("Quantity"), self.quantity, self.unit)
        self._add(body, tr("Period"), self.start, Label("–", ink="ink3"), self.end)
        self._add(body, tr("Evidence"), self.evidence)
        quality = QHBoxLayout()
        quality.addWidget(self.quality)
        quality.addStretch(1)
        body.addWidget(self._caption(tr("Data quality")))
        body.addLayout(quality)
        body.addSpacing(fonts.px(6))
        body.addWidget(self.note)
        self.which.currentIndexChanged.connect(self._pick)
        self.quantity.editingFinished.connect(self._type)
        self.unit.left.connect(self._change_unit)
        self.unit.activated.connect(lambda _at: self._change_unit())
        self.start.editingFinished.connect(self._change_period)
        self.end.editingFinished.connect(self._change_period)
        self.evidence.editingFinished.connect(lambda: self._change("evidence", self.evidence.text().strip()))
        self.note.editingFinished.connect(lambda: self._change("note", self.note.text().strip()))
        self.quality.chosen.connect(lambda value: self._change("quality", value))

    def _add(self, body: QVBoxLayout, caption: str, *controls: QWidget) -> None:
        body.addWidget(self._caption(caption))
        line = QHBoxLayout()
        line.setSpacing(fonts.px(6))
        for control in controls:
            line.addWidget(control)
        body.addLayout(line)
        body.addSpacing(fonts.px(6))

    @staticmethod
    def _caption(text: str) -> Label:
        return Label(text, size=12, ink="ink2")

    def set_cell(self, cell: Cell, unit_: str, units: Sequence[str], *, locked: bool) -> None:
        """Show the entries of a cell; an empty one shows what a typed quantity would become."""
        self._filling = True
        entries = cell.activities
        self.which.setVisible(len(entries) > 1)
        kept = self.entry.id if self.entry is not None else 0
        self.which.clear()
        for place, entry in enumerate(entries, 1):
            self.which.add(tr("Entry {n} of {count}", n=place, count=len(entries)), entry.id)
        self.unit.clear()
        self.unit.addItems(list(units))
        self.entry = next((entry for entry in entries if entry.id == kept), entries[0] if entries else None)
        if self.entry is not None:
            self.which.set_value(self.entry.id)
        self._fill(cell, unit_)
        for field in (self.quantity, self.evidence, self.note, self.start, self.end):
            field.setReadOnly(locked)
        for field in (self.evidence, self.note, self.start, self.end):
            field.setEnabled(self.entry is not None)
        for control in (self.unit, self.quality):
            control.setEnabled(self.entry is not None and not locked)
        self._filling = False
        self._cell = cell

    def _fill(self, cell: Cell, unit_: str) -> None:
        entry = self.entry
        self.quantity.setText("" if entry is None else plain_number(entry.quantity))
        flagged = cell.state is State.FLAGGED
        self.quantity.set_state("warn" if flagged else "")
        self.unit.setEditText(unit_text(entry.unit if entry else unit_))
        self.start.setText(entry.start.isoformat() if entry else "")
        self.end.setText(entry.end.isoformat() if entry else "")
        self.evidence.setText(entry.evidence if entry else "")
        self.note.setText(entry.note if entry else "")
        known = {Quality.METERED, Quality.INVOICED, Quality.ESTIMATED}
        quality = entry.quality if entry and entry.quality in known else Quality.INVOICED.value
        self.quality.set_value(quality)

    def _pick(self, _at: int) -> None:
        if self._filling:
            return
        chosen = self.which.value()
        self.entry = next((entry for entry in self._cell.activities if entry.id == chosen), None)
        self._filling = True
        self._fill(self._cell, "")
        self._filling = False

    def _type(self) -> None:
        text = self.quantity.text().strip()
        before = "" if self.entry is None else plain_number(self.entry.quantity)
        if text and text != before and not self.quantity.isReadOnly():
            self.typed.emit(text)

    def _change_unit(self) -> None:
        if self._filling or self.entry is None:
            return
        try:
            spelling = read_unit(self.unit.currentText())
        except UnitFault as fault:
            self.unit.setToolTip(tr(fault.text))
            self.unit.setEditText(unit_text(self.entry.unit))
            return
        self._change("unit", spelling)

    def _change_period(self) -> None:
        if self._filling or self.entry is None or self.start.isReadOnly():
            return
        try:
            start, end = read_date(self.start.text()), read_date(self.end.text())
        except FieldFault as fault:
            for field in (self.start, self.end):
                field.set_state("err", tr(fault.text))
            return
        wrong = end < start
        for field in (self.start, self.end):
            field.set_state(
                "err" if wrong else "", tr("The last day comes before the first.") if wrong else ""
            )
        if not wrong and (start, end) != (self.entry.start, self.entry.end):
            self.changed.emit({"start": start, "end": end})

    def _change(self, name: str, value: object) -> None:
        if self._filling or self.entry is None or value == getattr(self.entry, name):
            return
        self.changed.emit({name: value})


class Inspector(Pane):
    """Title, state and reason, fields or bills, how the number is computed, and the year in bars."""

    used = Signal(float)
    kept = Signal()
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        self.setAccessibleName(tr("Inspector"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = Pane("panel")
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(fonts.px(14), fonts.px(12), fonts.px(14), fonts.px(14))
        self.body.setSpacing(fonts.px(10))
        self.area.setWidget(holder)
        outer.addWidget(self.area)
        self._add_head()
        self._messages = QVBoxLayout()
        self.body.addLayout(self._messages)
        self.message: MessagePane | None = None
        self.fields = EntryFields()
        self.bills = BillPane()
        self.panes = SourcePanes()
        self.attachments = AttachmentPane()
        for part in (self.fields, self.bills, self.attachments, self.panes):
            self.body.addWidget(part)
        self._rule = Rule()
        self.body.addWidget(self._rule)
        self.how = Label(tr("How this number is computed"), size=13, weight=600)
        self.computation = ComputationPane()
        self.prove_button = IconButton("shield-check", tr("Save the proof…"), shortcut="Ctrl+Shift+P")
        self.prove_button.clicked.connect(lambda: self.asked.emit("prove"))
        heading = QHBoxLayout()
        heading.addWidget(self.how, 1)
        heading.addWidget(self.prove_button)
        self.body.addLayout(heading)
        self.body.addWidget(self.computation)
        self._second_rule = Rule()
        self.body.addWidget(self._second_rule)
        line = QHBoxLayout()
        self.year = Label(tr("Through the year"), size=12, weight=600, ink="ink2")
        self.tick = Label(size=12, ink="ink2")
        line.addWidget(self.year, 1)
        line.addWidget(self.tick)
        self.body.addLayout(line)
        self.bars = YearBars()
        self.body.addWidget(self.bars)
        self.body.addStretch(1)

    def _add_head(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(fonts.px(2))
        line = QHBoxLayout()
        self.title = Label(size=14, weight=600, elided=True)
        self.badge = Badge("", "neutral")
        line.addWidget(self.title, 1)
        line.addWidget(self.badge)
        self.about = Label(size=12, ink="ink2", wraps=True)
        head.addLayout(line)
        head.addWidget(self.about)
        self.body.addLayout(head)

    # ---- showing -----------------------------------------------------------------------------------------

    def set_cell(self, row: SourceRow, cell: Cell, units: Sequence[str], *, locked: bool) -> None:
        """Show a cell: its state with the reason, and its fields."""
        self.title.setText(row.source.name)
        scope = words.scope_words(row.source.category)
        self.about.setText(tr("{month}  ·  {scope}", month=words.month_words(cell.month), scope=scope))
        self._show_badge(row, cell)
        self._show_message(row, cell, locked=locked)
        bills = cell.from_bills and any(entry.bill is not None for entry in cell.activities)
        stocked = row.source.measurement == Measurement.STOCK
        fields = (
            not bills and not words.from_equipment(cell) and row.source.measurement != Measurement.EQUIPMENT
        )
        fields = fields and not (stocked and cell.from_bills)
        self.fields.setVisible(fields)
        self.bills.setVisible(bills and not stocked)
        if fields:
            self.fields.set_cell(cell, row.unit, units, locked=locked or cell.from_bills or not cell.in_use)

    def set_working(self, working: Working | None, figures: Figures) -> None:
        """Show how the cell's number is computed; without entries the part is hidden."""
        for part in (self._rule, self.how, self.prove_button, self.computation):
            part.setVisible(working is not None)
        if working is not None:
            self.computation.set_working(working, figures)

    def set_year(self, bars: Sequence[YearBar], before: str, sentence: str) -> None:
        """Show the year in bars, with ticks of the year before where it has values."""
        self.tick.setText(tr("tick: {year}", year=before) if before else "")
        self.bars.set_bars(bars, sentence)

    def _show_badge(self, row: SourceRow, cell: Cell) -> None:
        state = cell.state
        texts = {
            State.MISSING: (tr("Missing"), "warn", "circle-dashed"),
            State.FLAGGED: (tr("Flagged"), "warn", "flag"),
            State.ESTIMATED: (tr("Estimated"), "info", "calculator"),
            State.UNUSED: (tr("Not in use"), "neutral", "minus"),
        }
        text, kind, icon = texts.get(state, ("", "neutral", ""))
        if not text and cell.corrected:
            text, kind, icon = tr("Corrected"), "soft", "pencil"
        elif not text and cell.waits:
            text, kind, icon = tr("Waits for the bill"), "warn", "clock"
        elif not text and words.from_equipment(cell):
            made = words.equipment_words(row, cell)
            text, kind, icon = made[:1].upper() + made[1:], "neutral", "snowflake"
        elif not text and row.source.measurement == Measurement.STOCK and cell.from_bills:
            text, kind, icon = tr("From stock"), "neutral", "scale"
        elif not text and cell.from_bills:
            text, kind, icon = tr("From bills"), "neutral", "receipt"
        self.badge.setVisible(bool(text))
        if text:
            self.badge.set_state(text, kind, icon)

    def _show_message(self, row: SourceRow, cell: Cell, *, locked: bool) -> None:
        if self.message is not None:
            self.message.hide()
            self.message.deleteLater()
            self.message = None
        made = self._message(row, cell, locked=locked)
        if made is not None:
            self.message = made
            self._messages.addWidget(made)

    def _message(self, row: SourceRow, cell: Cell, *, locked: bool) -> MessagePane | None:
        if cell.state is State.FLAGGED and cell.finding is not None:
            return self._flag(cell, locked=locked)
        if cell.noted:
            return MessagePane("ok", tr("Looked at and kept"), cell.noted, narrow=True)
        if cell.corrected:
            note = next((entry.note for entry in cell.activities if entry.note), "")
            pane = MessagePane("info", tr("Corrected by hand"), note, narrow=True)
            if not locked:
                pane.add_button(Button(tr("Take the bills again"))).clicked.connect(
                    lambda: self.asked.emit("empty")
                )
            return pane
        if cell.state is State.MISSING:
            return self._missing(locked=locked)
        return _remark(row, cell)

    def _missing(self, *, locked: bool) -> MessagePane:
        text = tr("Type a quantity, or add the bill of this month.")
        pane = MessagePane("warn", tr("This value is missing"), text, narrow=True)
        if not locked:
            pane.add_button(Button(tr("Add a bill…"))).clicked.connect(lambda: self.asked.emit("add_bill"))
        return pane

    def _flag(self, cell: Cell, *, locked: bool) -> MessagePane:
        finding = cell.finding
        assert finding is not None  # noqa: S101 - a flagged cell has one
        title = tr(finding.message).rstrip(".。")
        pane = MessagePane("warn", title, tr(finding.remedy), narrow=True)
        if locked:
            return pane
        suggestion = finding.where.get("suggestion")
        if isinstance(suggestion, float) and not cell.from_bills:
            use = pane.add_button(Button(tr("Use {value}", value=number(suggestion))))
            use.clicked.connect(lambda: self.used.emit(suggestion))
        keep = pane.add_button(Button(tr("Keep, add note"), Kind.QUIET))
        keep.clicked.connect(self.kept)
        return pane

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.asked.emit("enter_grid")
        else:
            super().keyPressEvent(event)


def _remark(row: SourceRow, cell: Cell) -> MessagePane | None:
    """Return what is good to know of a cell in which nothing is wrong."""
    if cell.waits:
        text = tr("The bills end before the month does. The next one brings the rest.")
        return MessagePane("warn", tr("Waits for the bill"), text, narrow=True)
    if cell.spans:
        text = tr("It is shared out by days. Its fields are those of the whole entry.")
        title = tr_many("Part of a longer entry", "Part of {n} longer entries", len(cell.activities))
        return MessagePane("info", title, text, narrow=True)
    if not row.counted:
        text = tr("It lies in another source's use, or leaves the site.")
        return MessagePane("info", tr("Shown, not added up"), text, narrow=True)
    return None
