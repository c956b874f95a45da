"""The equipment behind a source of lost gas: how losses are found, each piece of equipment, and its log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.accounting.equipment import LeakRate, Losses
from carbondesk.domain.periods import month_of
from carbondesk.domain.records import Equipment, Event, LeakMethod, Source
from carbondesk.domain.text import Text, say
from carbondesk.language import day, joined, number, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.forms import choice_words, empty_layout
from carbondesk.ui.pages.data_entry.line_buttons import LineButton, removable
from carbondesk.ui.pages.data_entry.reasons import Reason, ReasonList
from carbondesk.ui.pages.data_entry.workings import share_text
from carbondesk.ui.widgets import Button, Kind, Label, Segments

METHODS: dict[LeakMethod, Text] = {
    LeakMethod.LOG: say(
        "What is topped up was lost before, less what was recovered; disposal loses the rest."
    ),
    LeakMethod.MASS_BALANCE: say(
        "Gas put in, less gas taken out, less what the charge grew by: one sum for each year."
    ),
    LeakMethod.SCREENING: say(
        "Charge times the published yearly leak of its kind, by the days in use. Rough: use it where no log is kept."
    ),
}


class EquipmentPane(QWidget):
    """The equipment of one source. Signals name what is wanted: `asked(command, record)`, `method_chosen(value)`."""

    asked = Signal(str, object)
    method_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.read_only = False
        self.open_unit: Equipment | None = None
        self._units: Sequence[Equipment] = ()
        self._events: Mapping[int, Sequence[Event]] = {}
        self._rates: Mapping[str, LeakRate] = {}
        self._month = ""
        self.buttons: dict[int, Button] = {}
        self.event_buttons: dict[int, Button] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(tr("Losses are found by"), size=12, ink="ink2"))
        self.method = Segments(
            [
                (tr("Log"), LeakMethod.LOG.value),
                (tr("Mass balance"), LeakMethod.MASS_BALANCE.value),
                (tr("Screening"), LeakMethod.SCREENING.value),
            ],
            LeakMethod.LOG.value,
            tr("Losses are found by"),
        )
        self.method.chosen.connect(self._choose_method)
        body.addLayout(_left(self.method))
        self.sentence = Label(size=12, ink="ink3", wraps=True)
        body.addWidget(self.sentence)
        self.title = Label(size=13, weight=600, elided=True)
        self.add_button = Button(tr("Add…"), Kind.LINK, name=tr("Add equipment"))
        self.add_button.clicked.connect(lambda: self.asked.emit("add_equipment", None))
        body.addLayout(_headed(self.title, self.add_button))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        body.addLayout(self._list)
        self.facts = Label(size=12, ink="ink2", wraps=True)
        body.addWidget(self.facts)
        self._add_unit_buttons(body)
        self.log_title = Label(tr("Log"), size=13, weight=600)
        self.event_button = Button(tr("Add to the log…"), Kind.LINK)
        self.event_button.clicked.connect(lambda: self.asked.emit("add_event", self.open_unit))
        body.addLayout(_headed(self.log_title, self.event_button))
        self._log = QVBoxLayout()
        self._log.setSpacing(0)
        body.addLayout(self._log)
        self.findings = ReasonList()
        body.addWidget(self.findings)

    def _add_unit_buttons(self, body: QVBoxLayout) -> None:
        self.edit_button = Button(tr("Edit…"), Kind.QUIET, icon="pencil")
        self.remove_button = Button(tr("Remove"), Kind.QUIET, icon="trash-2")
        self.edit_button.clicked.connect(lambda: self.asked.emit("edit_equipment", self.open_unit))
        self.remove_button.clicked.connect(lambda: self.asked.emit("remove_equipment", self.open_unit))
        line = QHBoxLayout()
        line.addWidget(self.edit_button)
        line.addWidget(self.remove_button)
        line.addStretch(1)
        body.addLayout(line)

    def set_equipment(
        self,
        source: Source,
        month: str,
        units: Sequence[Equipment],
        events: Mapping[int, Sequence[Event]],
        rates: Mapping[str, LeakRate],
        found: Losses,
    ) -> None:
        """Show the equipment of a source; the piece that was open stays open, `month` is marked in its log."""
        kept = self.open_unit.id if self.open_unit is not None else 0
        self._units, self._events, self._rates, self._month = units, events, rates, month
        self.method.blockSignals(True)
        self.method.set_value(LeakMethod(source.leak_method).value)
        self.method.blockSignals(False)
        self.method.setEnabled(not self.read_only)
        self.sentence.setText(tr(METHODS[LeakMethod(source.leak_method)]))
        self.title.setText(
            tr_many("{n} piece of equipment", "{n} pieces of equipment", len(units))
            if units
            else tr("No equipment yet")
        )
        empty_layout(self._list)
        self.buttons = {}
        for unit in units:
            button = _unit_button(unit)
            button.clicked.connect(lambda _checked=False, unit=unit: self.open(unit))
            self.buttons[unit.id] = button
            self._list.addWidget(button)
        self.findings.set_reasons(
            [
                Reason(title=tr(each.message), source=tr(each.remedy), severity=each.severity)
                for each in found.findings
            ]
        )
        self.open(next((unit for unit in units if unit.id == kept), units[0] if units else None))

    def open(self, unit: Equipment | None) -> None:
        """Show one piece of equipment with its log."""
        self.open_unit = unit
        for key, button in self.buttons.items():
            button.setChecked(unit is not None and key == unit.id)
        there, writable = unit is not None, not self.read_only
        self.add_button.setVisible(writable)
        for part in (self.facts, self.log_title):
            part.setVisible(there)
        for button in (self.edit_button, self.remove_button, self.event_button):
            button.setVisible(there and writable)
        empty_layout(self._log)
        self.event_buttons = {}
        if unit is None:
            return
        self.facts.setText(self._facts_of(unit))
        events = sorted(self._events.get(unit.id, ()), key=lambda event: event.date, reverse=True)
        for event in events:
            self._log.addWidget(self._event_line(event))
        if not events:
            self._log.addWidget(Label(tr("Nothing has happened to it yet."), size=12, ink="ink3", wraps=True))

    def focus_log(self) -> None:
        """Put the keyboard on the log: on an event of the month in view, else where one is added."""
        unit = self.open_unit
        here = [
            event
            for event in self._events.get(unit.id if unit is not None else 0, ())
            if month_of(event.date) == self._month
        ]
        if here and here[0].id in self.event_buttons:
            self.event_buttons[here[0].id].setFocus()
        elif unit is not None:
            self.event_button.setFocus()
        else:
            self.add_button.setFocus()

    def _choose_method(self, value: object) -> None:
        if not self.method.signalsBlocked():
            self.method_chosen.emit(str(value))

    def _event_line(self, event: Event) -> QWidget:
        words = tr(
            "{day}   {kind}, {quantity} kg",
            day=day(event.date),
            kind=choice_words(event.kind),
            quantity=number(event.quantity),
        )
        button = LineButton(words, "pencil", tip=event.note)
        button.setChecked(month_of(event.date) == self._month)
        button.clicked.connect(lambda _checked=False: self.asked.emit("edit_event", event))
        button.setEnabled(not self.read_only)
        self.event_buttons[event.id] = button
        remove = None if self.read_only else lambda: self.asked.emit("remove_event", event)
        return removable(button, tr("Remove from the log: {event}", event=words), remove)

    def _facts_of(self, unit: Equipment) -> str:
        parts = []
        if unit.installed is not None:
            parts.append(tr("installed {day}", day=day(unit.installed)))
        if unit.retired is not None:
            parts.append(tr("retired {day}", day=day(unit.retired)))
        rate = self._rates.get(unit.kind)
        if rate is not None:
            parts.append(rate.equipment)
        leak = unit.leak_rate if unit.leak_rate is not None else (rate.yearly if rate is not None else None)
        if leak is not None:
            parts.append(tr("leak of {share} a year", share=share_text(leak)))
        return joined(parts)


def _unit_button(unit: Equipment) -> LineButton:
    """Return the line of a piece of equipment: its name, gas and charge."""
    charge = tr("{quantity} kg", quantity=number(unit.charge)) if unit.charge is not None else ""
    words = "  ·  ".join(part for part in (unit.name, unit.gas, charge) if part)
    return LineButton(words, "snowflake", tip=unit.note)


def _left(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line


def _headed(title: QWidget, button: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(title, 1)
    line.addWidget(button)
    return line
