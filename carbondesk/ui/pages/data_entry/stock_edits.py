"""A source used from stock: its levels and purchases in a list, and what they come to between two levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.accounting.bills import Calendar
from carbondesk.domain.periods import exact_sum, month_period
from carbondesk.domain.records import Bill, Meter, Reading, Source
from carbondesk.domain.text import say
from carbondesk.language import day, tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordForm, empty_layout
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.computation import LineTable
from carbondesk.ui.pages.data_entry.line_buttons import LineButton, removable
from carbondesk.ui.pages.data_entry.pane_edits import PaneEdits
from carbondesk.ui.pages.data_entry.reasons import Reason, ReasonList
from carbondesk.ui.readings import unit_text
from carbondesk.ui.widgets import Button, Kind, Label

PURCHASE_ROWS = (
    ("bill_number", "kind"),
    ("read_date",),
    ("quantity", "unit"),
    ("cost", "currency"),
    ("replaces",),
    ("note",),
)
CONTAINER_ROWS = (("number", "multiplier"), ("from_", "to"))
Line = Reading | Bill


class StockPane(QWidget):
    """Levels and purchases of one source. Signal: `asked(command, record)`."""

    asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.read_only = False
        self.buttons: list[Button] = []
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(tr("Stock levels and purchases"), size=13, weight=600))
        text = tr("What was used is the opening level and what was bought, less the closing level.")
        body.addWidget(Label(text, size=12, ink="ink3", wraps=True))
        line = QHBoxLayout()
        self.add_buttons: dict[str, Button] = {}
        for command, shown in (
            ("add_level", tr("Add a level…")),
            ("add_purchase", tr("Add a purchase…")),
        ):
            button = Button(shown, Kind.LINK)
            button.clicked.connect(lambda _checked=False, command=command: self.asked.emit(command, None))
            self.add_buttons[command] = button
            line.addWidget(button)
        line.addStretch(1)
        body.addLayout(line)
        self.container_button = Button(tr("Add a container…"), Kind.LINK)
        self.container_button.clicked.connect(lambda: self.asked.emit("add_container", None))
        self.balance = LineTable(tr("From level to level"), (60, 40))
        body.addWidget(self.balance)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        body.addLayout(self._list)
        foot = QHBoxLayout()
        foot.addWidget(self.container_button)
        foot.addStretch(1)
        body.addLayout(foot)
        self.findings = ReasonList()
        body.addWidget(self.findings)

    def set_stock(
        self,
        source: Source,
        month: str,
        meters: Mapping[int, Meter],
        lines: Sequence[Line],
        calendar: Calendar,
    ) -> None:
        """Show the levels and purchases, newest first, and the balance that the month lies in."""
        for button in (*self.add_buttons.values(), self.container_button):
            button.setVisible(not self.read_only)
        empty_layout(self._list)
        self.buttons = []
        for line in sorted(lines, key=_day_of, reverse=True):
            self._list.addWidget(self._line(line, source, meters))
        rows = balance_of(source, month, meters, lines, calendar)
        self.balance.setVisible(bool(rows))
        if rows:
            self.balance.set_lines((tr("Balance"), unit_text(source.unit)), rows[:-1], rows[-1])
        self.findings.set_reasons(
            [
                Reason(title=tr(each.message), source=tr(each.remedy), severity=each.severity)
                for each in calendar.findings
            ]
        )

    def focus_lines(self) -> None:
        """Put the keyboard where a level is added, or on the newest line of a file that is only read."""
        target = self.buttons[0] if self.buttons and self.read_only else self.add_buttons["add_level"]
        target.setFocus()

    def _line(self, record: Line, source: Source, meters: Mapping[int, Meter]) -> QWidget:
        shown = _line_words(record, source, meters)
        button = LineButton(
            shown, "scale" if isinstance(record, Reading) else "receipt", tip=_note_of(record)
        )
        button.setCheckable(False)
        button.setEnabled(not self.read_only)
        command = "edit_level" if isinstance(record, Reading) else "edit_purchase"
        button.clicked.connect(lambda _checked=False: self.asked.emit(command, record))
        self.buttons.append(button)
        remove = None if self.read_only else lambda: self.asked.emit("remove_line", record)
        return removable(button, tr("Remove: {line}", line=shown), remove)


class StockEdits(PaneEdits):
    """What the stock pane asks for."""

    def run(self, command: str, source: Source, record: object) -> None:
        """Run what the pane asks for."""
        if command == "remove_line" and isinstance(record, Reading | Bill):
            title = say("Remove from the stock of {name}", name=source.name)
            self.write(source, title, lambda step: step.remove_with_dependents(record))
        elif command == "add_container":
            self.ask_container(source)
        elif command in {"add_level", "edit_level"}:
            self.ask_level(source, record if isinstance(record, Reading) else None)
        else:
            self.ask_purchase(source, record if isinstance(record, Bill) else None)

    def ask_level(self, source: Source, level: Reading | None) -> None:
        """Ask for a stock level; the first one makes the container that it belongs to."""
        inventory = self.session.inventory
        if inventory is None:
            return
        meters = inventory.find(Meter, source=source.id)
        rows: list[tuple[str, ...]] = [("date", "value")]
        if len(meters) > 1:
            rows.insert(0, ("meter",))
        named: list[tuple[str, object]] = [(meter.number, meter.id) for meter in meters]
        form: RecordForm[Reading] = RecordForm(
            Reading, level, rows=rows, choices={"meter": named}, labels={"value": tr("Level")}
        )
        text = tr("What was there at the end of the day, in {unit}.", unit=unit_text(source.unit))
        if any(meter.multiplier != 1 for meter in meters):
            text = tr("How many were there at the end of the day.")
        form.fields["value"].set_help(text)
        if level is None:
            form.fields["date"].set_value(inventory.today())

        def write(form: RecordForm[Reading]) -> None:
            if level is not None:
                fields = form.changed_fields()
                title = say("Edit a stock level of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.change(level, **fields))
                return

            def add(step: Any) -> None:
                values = form.values()
                if "meter" not in values:
                    meter = meters[0] if meters else step.add(Meter(source=source.id, number=tr("Stock")))
                    values["meter"] = meter.id
                step.add(Reading(**values))

            self.write_from_dialog(source, say("Add a stock level of {name}", name=source.name), add)

        title = tr("Stock level of {name}", name=source.name)
        self.show(title, form, tr("Add level") if level is None else tr("Keep changes"), write)

    def ask_purchase(self, source: Source, purchase: Bill | None) -> None:
        """Ask for a purchase."""
        inventory = self.session.inventory
        if inventory is None:
            return
        form: RecordForm[Bill] = RecordForm(
            Bill,
            purchase,
            rows=PURCHASE_ROWS,
            labels={"bill_number": tr("Number of the invoice"), "read_date": tr("Day")},
        )
        form.fields["read_date"].set_help(tr("The day on which it came in."))
        if purchase is None:
            form.fields["unit"].set_value(source.unit)
            form.fields["read_date"].set_value(inventory.today())

        def write(form: RecordForm[Bill]) -> None:
            if purchase is not None:
                fields = form.changed_fields()
                title = say("Edit a purchase of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.change(purchase, **fields))
            else:
                made = form.record(source=source.id)
                title = say("Add a purchase of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.add(made))

        title = tr("Purchase of {name}", name=source.name)
        self.show(title, form, tr("Add purchase") if purchase is None else tr("Keep changes"), write)

    def ask_container(self, source: Source) -> None:
        """Ask for a container: its name, and how much of the unit one of what is counted in it holds."""
        form: RecordForm[Meter] = RecordForm(
            Meter,
            rows=CONTAINER_ROWS,
            labels={"number": tr("Container"), "multiplier": tr("Amount of one")},
        )
        text = tr(
            "How many {unit} one holds that is counted: 50 for bottles of 50.", unit=unit_text(source.unit)
        )
        form.fields["multiplier"].set_help(text)

        def write(form: RecordForm[Meter]) -> None:
            made = form.record(source=source.id)
            title = say("Add a container of {name}", name=source.name)
            self.write_from_dialog(source, title, lambda step: step.add(made))

        self.show(tr("Container of {name}", name=source.name), form, tr("Add container"), write)


def balance_of(
    source: Source, month: str, meters: Mapping[int, Meter], lines: Sequence[Line], calendar: Calendar
) -> list[tuple[str, str]]:
    """Return opening level, purchases, closing level and use of the balance that a month lies in; the use last."""
    held: dict[date, list[float]] = {}
    for line in lines:
        if isinstance(line, Reading):
            held.setdefault(line.date, []).append(line.value * meters[line.meter].multiplier)
    period = month_period(month)
    for opened, closed in pairwise(sorted(held)):
        if closed < period.start or opened >= period.end:
            continue
        bought = [each for each in lines if isinstance(each, Bill) and opened < each.read_date <= closed]
        used = [each.quantity for each in calendar.activities if opened < each.start and each.end <= closed]
        amounts = [bill.quantity for bill in bought if bill.unit == source.unit]
        whole = len(amounts) == len(bought)
        return [
            (tr("Level {day}", day=day(opened)), words.short(exact_sum(held[opened]), 6)),
            (tr("+ bought"), words.short(exact_sum(amounts), 6) if whole else tr("in other units")),
            (tr("− level {day}", day=day(closed)), words.short(exact_sum(held[closed]), 6)),
            (tr("= used"), words.quantity_text(exact_sum(used), source.unit)),
        ]
    return []


def _day_of(line: Line) -> date:
    return line.date if isinstance(line, Reading) else line.read_date


def _note_of(line: Line) -> str:
    return line.note if isinstance(line, Bill) else ""


def _line_words(line: Line, source: Source, meters: Mapping[int, Meter]) -> str:
    if isinstance(line, Bill):
        amount = words.quantity_text(line.quantity, line.unit)
        return tr("{day}   bought {quantity}", day=day(line.read_date), quantity=amount)
    meter = meters[line.meter]
    amount = words.quantity_text(line.value * meter.multiplier, source.unit)
    return tr("{day}   level {quantity}", day=day(line.date), quantity=amount)
