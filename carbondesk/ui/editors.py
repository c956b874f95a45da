"""One column of a record as a control: label, field, help or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.schema import Column, Kind
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import UnitFault, exact, spellings
from carbondesk.language import number, tr
from carbondesk.ui import fonts, icons, tips
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
from carbondesk.ui.widgets import Choice, Field, Label

Check = Callable[[str], object]
Choices = Sequence[tuple[str, object]]
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that a text may be completed with, and how the reader's language says them.

    What is chosen or typed in the reader's language is kept as the file has it.
    """

    words: Sequence[str]
    speak: Callable[[str], str]


Words = Sequence[str] | Vocabulary


class FieldEditor(QWidget):
    """One column of a form: label, control, help or what is wrong with it."""

    edited = Signal()

    def __init__(
        self,
        column: Column,
        *,
        choices: Choices = (),
        words: Words = (),
        check: Check | None = None,
        percent: bool = False,
        label: str = "",
        brief: bool = False,
    ) -> None:
        """Build the control that the column's kind asks for; `words` complete a text as it is typed.

        A share that is asked for in `percent` is typed as 5 or 5 % and kept as 0.05. `label` stands in the place of
        the column's own. A `brief` field has its help as tooltip and does not say that it may be empty.
        """
        super().__init__()
        self.column = column
        self._check = check
        self._percent = percent
        self._speak = words.speak if isinstance(words, Vocabulary) else None
        self._kept: dict[str, str] = {}
        self._brief = brief
        label = label or tr(column.label)
        self._label = tr("{label}, %", label=label) if percent else label
        self._wrong = False
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        self.control = self._control(choices, words.words if isinstance(words, Vocabulary) else words)
        self.control.setAccessibleName(self._label)
        self.control.setAccessibleDescription(tr(column.help))
        self._let_shrink()
        if not isinstance(self.control, QCheckBox):
            words_ = self._label if self._needed or brief else tr("{label} (optional)", label=self._label)
            self._caption = Label(words_, size=12, ink="ink2", elided=True)
            self._caption.setBuddy(self.control)
            body.addWidget(self._caption)
        body.addWidget(self.control)
        self._help = "" if brief else tr(column.help)
        if brief:
            self.control.setToolTip(tips.plain(tr(column.help)))
        self.note = Label(self._help, size=12, ink="ink3", wraps=True)
        self.note.setVisible(bool(self._help))
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
            line = control.lineEdit()
            if line is not None:
                line.setCursorPosition(0)
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(self._shown(value))
        elif isinstance(control, Field):
            control.setText(self._shown(value))
            control.setCursorPosition(0)

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other words to be found; what is typed stays."""
        control = self.control
        if isinstance(control, SearchedCombo):
            typed = control.currentText()
            control.blockSignals(True)
            control.clear()
            control.addItems(list(self._offered(words)))
            control.setEditText(typed)
            line = control.lineEdit()
            if line is not None and not line.hasFocus():
                line.setCursorPosition(0)
            control.blockSignals(False)

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices; the chosen one stays where it is still offered, else the first is taken."""
        control = self.control
        if isinstance(control, Choice):
            chosen = control.value()
            control.blockSignals(True)
            control.clear()
            for words, value in choices:
                control.add(words, value)
            control.setCurrentIndex(max(0, control.findData(chosen)))
            control.blockSignals(False)

    def set_label(self, label: str) -> None:
        """Call the field something else from now on."""
        self._label = tr("{label}, %", label=label) if self._percent else label
        self._caption.setText(self._label)
        self.control.setAccessibleName(self._label)

    def set_help(self, words: str) -> None:
        """Say another help under the field, as long as nothing is wrong with it."""
        self._help = words
        if not self._wrong:
            self._show_fault("")

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
        self._wrong = bool(words)
        self.note.setText(words or self._help)
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
        if self._percent:
            typed = parse_number(text.rstrip("%％ "), ".")
            return self._limited(float(exact(typed) / _HUNDRED))
        if kind in {Kind.NUMBER, Kind.INTEGER}:
            return self._limited(parse_number(text, "."))
        read = _READERS.get(kind)
        return self._kept.get(text.casefold(), text) if read is None else read(text)

    def _limited(self, value: float) -> float:
        low, high = self.column.minimum, self.column.maximum
        by = _HUNDRED if self._percent else 1
        if low is not None and value < low:
            raise FieldFault(say("{label} is at least {least}.", label=self.column.label, least=low * by))
        if high is not None and value > high:
            raise FieldFault(say("{label} is at most {most}.", label=self.column.label, most=high * by))
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
            if self._percent:
                value = float(exact(value) * _HUNDRED)
            return number(value).replace(",", "").replace("\u2212", "-")
        if self.column.kind == Kind.UNIT:
            return unit_text(str(value))
        if self.column.kind == Kind.COUNTRY:
            return country_words(str(value))
        return self._spoken(str(value))

    def _spoken(self, word: str) -> str:
        """Return a word of the file as the reader says it, and remember what it was."""
        if self._speak is None:
            return word
        spoken = self._speak(word)
        self._kept[spoken.casefold()] = word
        return spoken

    # ---- the control -------------------------------------------------------------------------------------

    def _control(self, choices: Choices, words: Sequence[str]) -> QWidget:
        column = self.column
        if column.kind == Kind.YES_NO and not column.optional:
            box = QCheckBox(self._label)
            box.setFont(fonts.font(13))
            box.toggled.connect(self.edited)
            return box
        listed = column.kind in {Kind.TEXT, Kind.INTEGER, Kind.MONTH} and bool(choices)
        if (
            column.kind in {Kind.CHOICE, Kind.LINK}
            or listed
            or (column.kind == Kind.YES_NO and column.optional)
        ):
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
        return sorted(CURRENCIES) if kind == Kind.CURRENCY else [self._spoken(word) for word in words]

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
        if column.optional and all(value is not None for _, value in choices):
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
