"""Forms declared by a record: each column brings its label, help, kind and limits; a page only arranges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, replace
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.schema import Column, Kind, Record
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import UnitFault, spellings
from carbondesk.language import number, tr
from carbondesk.ui import fonts, icons
from carbondesk.ui.readings import (
    FieldFault,
    choice_words,
    countries,
    country_words,
    read_country,
    read_currency,
    read_date,
    read_unit,
    unit_text,
)
from carbondesk.ui.widgets import Button, Choice, Field, Label, MessagePane, Rule
from carbondesk.ui.widgets import Kind as ButtonKind

__all__ = [
    "FieldEditor",
    "FieldFault",
    "RecordDialog",
    "RecordForm",
    "SearchedCombo",
    "choice_words",
    "empty_layout",
]

R = TypeVar("R", bound=Record)
Check = Callable[[str], object]
Choices = Sequence[tuple[str, object]]


class FieldEditor(QWidget):
    """One column of a form: label, control, help or what is wrong with it."""

    edited = Signal()

    def __init__(
        self, column: Column, *, choices: Choices = (), words: Sequence[str] = (), check: Check | None = None
    ) -> None:
        """Build the control that the column's kind asks for; `words` complete a text as it is typed."""
        super().__init__()
        self.column = column
        self._check = check
        self._label = tr(column.label)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        self.control = self._control(choices, words)
        self.control.setAccessibleName(self._label)
        self.control.setAccessibleDescription(tr(column.help))
        self._let_shrink()
        if not isinstance(self.control, QCheckBox):
            words_ = self._label if self._needed else tr("{label} (optional)", label=self._label)
            label = Label(words_, size=12, ink="ink2", elided=True)
            label.setBuddy(self.control)
            body.addWidget(label)
        body.addWidget(self.control)
        self.note = Label(tr(column.help), size=12, ink="ink3", wraps=True)
        self.note.setVisible(bool(column.help.template))
        body.addWidget(self.note)

    def _let_shrink(self) -> None:
        """Let fields side by side share the width evenly, however long their words are."""
        if isinstance(self.control, QComboBox):
            self.control.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.control.setMinimumContentsLength(4)
        policy = self.control.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.control.setSizePolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(fonts.px(96))

    @property
    def _needed(self) -> bool:
        column = self.column
        return column.required or column.kind in {Kind.CHOICE, Kind.YES_NO} or bool(column.default)

    # ---- the value ---------------------------------------------------------------------------------------

    def value(self) -> Any:
        """Return the value as the record keeps it; raises FieldFault."""
        control = self.control
        if isinstance(control, QCheckBox):
            return control.isChecked()
        if isinstance(control, Choice):
            return control.value()
        text = _text_of(control).strip()
        if not text:
            return self._empty()
        if self._check is not None:
            self._check(text)
        return self._read(text)

    def set_value(self, value: object) -> None:
        """Show a value of the record."""
        control = self.control
        if isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, Choice):
            if control.findData(value) >= 0:
                control.set_value(value)
        elif isinstance(control, QComboBox):
            control.setEditText(self._shown(value))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(self._shown(value))
        elif isinstance(control, Field):
            control.setText(self._shown(value))
            control.setCursorPosition(0)

    def judge(self) -> Text | None:
        """Show what is wrong with the field and return it; None where nothing is."""
        try:
            self.value()
        except FieldFault as fault:
            self._show_fault(tr(fault.text))
            return fault.text
        except (NotANumber, UnitFault) as fault:
            self._show_fault(" ".join(part for part in (tr(fault.text), tr(fault.remedy)) if part))
            return fault.text
        self._show_fault("")
        return None

    def _show_fault(self, words: str) -> None:
        self.note.setText(words or tr(self.column.help))
        self.note.set_ink("err" if words else "ink3")
        self.note.setVisible(bool(self.note.text()))
        if isinstance(self.control, Field):
            self.control.set_state("err" if words else "", words)
        self.control.setAccessibleDescription(self.note.text())

    def _empty(self) -> object:
        column = self.column
        if column.required:
            raise FieldFault(say("{label} is needed.", label=column.label))
        if column.optional:
            return None
        return column.default if column.default is not MISSING else ""

    def _read(self, text: str) -> object:
        kind = self.column.kind
        if kind in {Kind.NUMBER, Kind.INTEGER}:
            return self._limited(parse_number(text, "."))
        read = _READERS.get(kind)
        return text if read is None else read(text)

    def _limited(self, value: float) -> float:
        low, high = self.column.minimum, self.column.maximum
        if low is not None and value < low:
            raise FieldFault(say("{label} is at least {least}.", label=self.column.label, least=low))
        if high is not None and value > high:
            raise FieldFault(say("{label} is at most {most}.", label=self.column.label, most=high))
        if self.column.kind == Kind.INTEGER:
            if not value.is_integer():
                raise FieldFault(say("{label} is a whole number.", label=self.column.label))
            return int(value)
        return value

    def _shown(self, value: object) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value).replace(",", "").replace("\u2212", "-")
        if self.column.kind == Kind.UNIT:
            return unit_text(str(value))
        if self.column.kind == Kind.COUNTRY:
            return country_words(str(value))
        return str(value)

    # ---- the control -------------------------------------------------------------------------------------

    def _control(self, choices: Choices, words: Sequence[str]) -> QWidget:
        column = self.column
        if column.kind == Kind.YES_NO and not column.optional:
            box = QCheckBox(self._label)
            box.setFont(fonts.font(13))
            box.toggled.connect(self.edited)
            return box
        if column.kind in {Kind.CHOICE, Kind.LINK} or (column.kind == Kind.YES_NO and column.optional):
            return self._choice(choices)
        if column.kind == Kind.NOTE:
            return self._note()
        words = self._offered(words)
        return self._searched(words) if words else self._line()

    def _offered(self, words: Sequence[str]) -> Sequence[str]:
        """Return what a text may be found in: the page's words, all units, countries or currencies."""
        kind = self.column.kind
        if kind == Kind.UNIT:
            return [unit_text(each) for each in dict.fromkeys([*words, *spellings()])]
        if kind == Kind.COUNTRY:
            return [country_words(code) for code in countries()]
        return sorted(CURRENCIES) if kind == Kind.CURRENCY else words

    def _note(self) -> QPlainTextEdit:
        note = QPlainTextEdit()
        note.setFont(fonts.font(13))
        note.setFixedHeight(fonts.px(52))
        note.setTabChangesFocus(True)
        note.textChanged.connect(self.edited)
        return note

    def _line(self) -> Field:
        field = Field(name=self._label, numeric=self.column.kind in {Kind.NUMBER, Kind.INTEGER})
        if self.column.kind == Kind.DATE:
            field.setPlaceholderText(tr("YYYY-MM-DD"))
        field.textEdited.connect(self.edited)
        field.editingFinished.connect(self.judge)
        return field

    def _choice(self, choices: Choices) -> Choice:
        column = self.column
        control = Choice(name=self._label)
        if column.optional:
            control.add(tr("none") if column.kind == Kind.LINK else "–", None)
        if column.kind == Kind.YES_NO:
            choices = [(tr("yes"), True), (tr("no"), False)]
        for words, value in choices or [(choice_words(value), value) for value in column.choices]:
            control.add(words, value)
        control.currentIndexChanged.connect(self.edited)
        return control

    def _searched(self, words: Sequence[str]) -> QComboBox:
        """Return an editable drop-down that finds what is typed anywhere in its words."""
        control = SearchedCombo(self._label)
        control.addItems(list(words))
        control.setCurrentIndex(-1)
        control.editTextChanged.connect(lambda _text: self.edited.emit())
        control.left.connect(self.judge)
        return control


class SearchedCombo(QComboBox):
    """An editable drop-down whose list narrows to what is typed."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFont(fonts.font(13))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setFont(fonts.font(13))
        line.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; }")
        self.setLineEdit(line)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line.editingFinished.connect(self.left)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = fonts.px(14)
        at = QPointF(self.width() - side - fonts.px(8), round((self.height() - side) / 2))
        icons.paint(QPainter(self), "chevron-down", at, side, "ink2" if self.isEnabled() else "inkd")

    def wheelEvent(self, event: object) -> None:
        """Scroll the form, not the choice: the wheel changes nothing unseen."""
        event.ignore()  # type: ignore[attr-defined]


class RecordForm(QWidget, Generic[R]):
    """A form for one record, declared by its columns.

    `rows` arranges the columns, several of a row side by side; `choices` offers (words, value) for links, `words`
    completes texts, `checks` raise for a text that is no good. `edited` after any change.
    """

    edited = Signal()

    def __init__(
        self,
        kind: type[R],
        record: R | None = None,
        *,
        rows: Sequence[Sequence[str]] = (),
        choices: Mapping[str, Choices] | None = None,
        words: Mapping[str, Sequence[str]] | None = None,
        checks: Mapping[str, Check] | None = None,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.before = record
        self.fields: dict[str, FieldEditor] = {}
        choices, words, checks = choices or {}, words or {}, checks or {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(10))
        for names in rows or [(column.name,) for column in kind.columns()]:
            line = QHBoxLayout()
            line.setSpacing(fonts.px(10))
            for name in names:
                field = FieldEditor(
                    kind.column(name),
                    choices=choices.get(name, ()),
                    words=words.get(name, ()),
                    check=checks.get(name),
                )
                self.fields[name] = field
                start = getattr(record, name) if record is not None else _start(field.column)
                field.set_value(start)
                field.edited.connect(self.edited)
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            body.addLayout(line)
        body.addStretch(1)

    def judge(self) -> list[Text]:
        """Show at each field what is wrong with it; returns the faults, and the first one gets the focus."""
        faults: list[Text] = []
        for field in self.fields.values():
            fault = field.judge()
            if fault is not None:
                if not faults:
                    field.control.setFocus(Qt.FocusReason.OtherFocusReason)
                faults.append(fault)
        return faults

    def values(self) -> dict[str, Any]:
        """Return the fields' values; raises FieldFault, NotANumber or UnitFault where one is no good."""
        return {name: field.value() for name, field in self.fields.items()}

    def record(self, **given: Any) -> R:
        """Return the record as the form says; `given` fills fields that the form does not show."""
        values = {**given, **self.values()}
        return replace(self.before, **values) if self.before is not None else self.kind(**values)

    def changed_fields(self) -> dict[str, Any]:
        """Return the fields that differ from the record that the form began with."""
        return {
            name: value
            for name, value in self.values().items()
            if self.before is None or getattr(self.before, name) != value
        }


class RecordDialog(QDialog):
    """A dialog around a form: Enter is its primary button, Esc cancels, faults show at their fields.

    `accept_record` writes; a CarbonDeskError that it raises is shown and keeps the dialog open.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        form: RecordForm[Any],
        button: str,
        accept_record: Callable[[RecordForm[Any]], object],
    ) -> None:
        super().__init__(parent)
        self.form = form
        self._accept_record = accept_record
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(fonts.px(460))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        heading = Label(title, size=16, weight=600)
        heading.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(10))
        outer.addWidget(heading)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(fonts.px(20), 0, fonts.px(20), 0)
        outer.addLayout(self._messages)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(fonts.px(20), 0, fonts.px(20), fonts.px(14))
        inside.addWidget(form)
        area.setWidget(holder)
        outer.addWidget(area, 1)
        outer.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(20), fonts.px(12), fonts.px(20), fonts.px(12))
        foot.setSpacing(fonts.px(8))
        foot.addStretch(1)
        self.cancel_button = Button(tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button = Button(button, ButtonKind.PRIMARY)
        self.accept_button.clicked.connect(self.take)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        outer.addLayout(foot)
        room = form.sizeHint().height() + fonts.px(140)
        self.resize(fonts.px(500), min(room, fonts.px(660)))
        QTimer.singleShot(0, self._focus_first)

    def take(self) -> None:
        """Check the form and write; the dialog closes when that went well."""
        if self.form.judge():
            return
        try:
            self._accept_record(self.form)
        except CarbonDeskError as fault:
            self.show_fault(tr(fault.text), tr(fault.remedy))
            return
        self.accept()

    def show_fault(self, title: str, text: str) -> None:
        """Show at the top what went wrong."""
        empty_layout(self._messages)
        self._messages.addWidget(MessagePane("err", title, text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)

    def _focus_first(self) -> None:
        first = next(iter(self.form.fields.values()), None)
        if first is not None and self.isVisible():
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _start(column: Column) -> object:
    return None if column.default is MISSING else column.default


def _text_of(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()  # type: ignore[attr-defined]


_READERS: Mapping[Kind, Callable[[str], object]] = {
    Kind.DATE: read_date,
    Kind.UNIT: read_unit,
    Kind.COUNTRY: read_country,
    Kind.CURRENCY: read_currency,
}
