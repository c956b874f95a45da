"""The bills behind a month: their periods, how their days are shared out, and editing them in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.accounting.bills import Calendar
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.periods import month_of
from carbondesk.domain.records import Activity, Bill, Source
from carbondesk.domain.units import UnitFault
from carbondesk.language import day, joined, number, tr, tr_many
from carbondesk.ui import fonts, tips
from carbondesk.ui.forms import RecordForm, empty_layout
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.computation import LineTable
from carbondesk.ui.readings import FieldFault, unit_text
from carbondesk.ui.widgets import Button, Kind, Label

FIELDS = (
    ("quantity", "unit"),
    ("start", "read_date"),
    ("kind", "replaces"),
    ("cost", "currency"),
    ("bill_number",),
)


class BillPane(QWidget):
    """The bills of one source and month; one of them is open, with its days and its fields.

    `changed(bill, fields)` when a field of a bill was edited; `asked(id)` for adding and removing bills.
    """

    changed = Signal(object, object)
    removed = Signal(object)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(8))
        top = QHBoxLayout()
        self.title = Label(size=13, weight=600, elided=True)
        self.add_button = Button(tr("Add…"), Kind.LINK)
        self.add_button.clicked.connect(self.added)
        top.addWidget(self.title, 1)
        top.addWidget(self.add_button)
        body.addLayout(top)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        body.addLayout(self._list)
        self.days = LineTable(tr("How the days are shared out"), (40, 24, 36))
        body.addWidget(self.days)
        self._holder = QVBoxLayout()
        body.addLayout(self._holder)
        self.form: RecordForm[Bill] | None = None
        self.remove_button = Button(tr("Remove this bill"), Kind.QUIET, icon="trash-2")
        self.remove_button.clicked.connect(self._remove)
        body.addWidget(self.remove_button)
        self.read_only = False
        self._bills: list[Bill] = []
        self._calendar = Calendar()
        self._month = ""
        self.open_bill: Bill | None = None
        self._buttons: dict[int, Button] = {}

    def set_bills(self, source: Source, month: str, bills: Sequence[Bill], calendar: Calendar) -> None:
        """Show the bills that share in a month; the one that was open stays open."""
        same = self.open_bill.id if self.open_bill is not None else 0
        self._bills, self._calendar, self._month = list(bills), calendar, month
        self.title.setText(tr_many("{n} bill in this month", "{n} bills in this month", len(bills)))
        empty_layout(self._list)
        self._buttons = {}
        for bill in bills:
            button = BillButton(bill, self._period(bill))
            button.clicked.connect(lambda _checked=False, bill=bill: self.open(bill))
            self._buttons[bill.id] = button
            self._list.addWidget(button)
        chosen = next((bill for bill in bills if bill.id == same), bills[0] if bills else None)
        self.add_button.setVisible(not self.read_only)
        if chosen is not None:
            self.open(chosen)

    def open(self, bill: Bill) -> None:
        """Show one bill's days and fields."""
        again = self.open_bill == bill and self.form is not None
        self.open_bill = bill
        for key, button in self._buttons.items():
            button.setChecked(key == bill.id)
        self._show_days(bill)
        self.remove_button.setVisible(not self.read_only)
        if again:
            return
        empty_layout(self._holder)
        self.form = RecordForm(Bill, bill, rows=FIELDS)
        self.form.setEnabled(not self.read_only)
        for name, field in self.form.fields.items():
            field.note.setVisible(False)
            control: Any = field.control
            signal = getattr(control, "editingFinished", None) or getattr(control, "left", None)
            (signal or control.activated).connect(lambda *_, name=name: self._edited(name))
        self._group_digits()
        self._holder.addWidget(self.form)

    def _group_digits(self) -> None:
        """Write quantity and cost as the grid does, `1,250,000`; both are read with or without the commas."""
        for name in ("quantity", "cost"):
            value = getattr(self.open_bill, name)
            if self.form is not None and value is not None and name in self.form.fields:
                control: Any = self.form.fields[name].control
                control.setText(number(value).replace("\u2212", "-"))

    def focus_quantity(self) -> None:
        """Put the keyboard into the quantity of the open bill."""
        if self.form is not None:
            control: Any = self.form.fields["quantity"].control
            control.setFocus()
            control.selectAll()

    def _edited(self, name: str) -> None:
        if self.form is None or self.open_bill is None:
            return
        field = self.form.fields[name]
        try:
            value = field.value()
        except (FieldFault, NotANumber, UnitFault):
            field.judge()
            return
        field.judge()
        if value != getattr(self.open_bill, name):
            self.changed.emit(self.open_bill, {name: value})

    def _remove(self) -> None:
        if self.open_bill is not None:
            self.removed.emit(self.open_bill)

    def _period(self, bill: Bill) -> tuple[date, date] | None:
        for span in self._calendar.spans:
            if span.bill.id == bill.id and span.period is not None:
                return span.period.start, span.period.end
        return None

    def _show_days(self, bill: Bill) -> None:
        parts = [entry for entry in self._calendar.activities if entry.bill == bill.id]
        rows = [_day_row(part) for part in parts]
        strong = next((at for at, part in enumerate(parts) if month_of(part.start) == self._month), None)
        days = sum((part.end - part.start).days + 1 for part in parts)
        total = words.quantity_text(bill.quantity, bill.unit)
        self.days.set_lines(
            (tr("Month"), tr("Days"), unit_text(bill.unit)),
            rows,
            (tr_many("{n} day", "{n} days", days), total),
            strong,
        )


def _day_row(part: Activity) -> tuple[str, str, str]:
    decimals = words.decimals_of([part.quantity])
    return (
        words.month_words(month_of(part.start)),
        str((part.end - part.start).days + 1),
        words.rounded(part.quantity, max(decimals, 1)),
    )


class BillButton(Button):
    """One bill of the list: its period, or its number and read date; it never makes the inspector wider."""

    def __init__(self, bill: Bill, period: tuple[date, date] | None) -> None:
        name = bill.bill_number or tr("Read on {day}", day=bill.read_date)
        days = tr("{start} to {end}", start=day(period[0]), end=day(period[1])) if period else ""
        shown = f"{name}   {day(bill.read_date)}" if bill.bill_number else days or name
        super().__init__(shown, Kind.QUIET, icon="receipt")
        self.setFont(fonts.font(12))
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.setMinimumWidth(fonts.px(120))
        self.setAccessibleName(joined((name, days)))
        self.setCheckable(True)
        self.setToolTip(tips.plain(joined((name, days))))
