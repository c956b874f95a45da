"""Forms declared by a record: each column brings its label, help, kind and limits; a page only arranges them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.schema import Column, Record
from carbondesk.domain.text import EMPTY, Text
from carbondesk.language import tr
from carbondesk.store.errors import ClosedMonth
from carbondesk.ui import fonts
from carbondesk.ui.editors import Check, Choices, FieldEditor, SearchedCombo, Words
from carbondesk.ui.readings import FieldFault, choice_words
from carbondesk.ui.widgets import Button, Field, Label, MessagePane, Rule
from carbondesk.ui.widgets import Kind as ButtonKind

__all__ = [
    "FieldEditor",
    "FieldFault",
    "FormHeading",
    "RecordDialog",
    "RecordForm",
    "SearchedCombo",
    "choice_words",
    "empty_layout",
]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A title over the rows that follow it in a form, with a sentence of help."""

    title: Text
    help: Text = EMPTY


Rows = Sequence[Sequence[str] | FormHeading]


class RecordForm(QWidget, Generic[R]):
    """A form for one record, declared by its columns.

    `rows` arranges the columns, several of a row side by side, with headings between them; `choices` offers
    (words, value) for links, `words` completes texts, `checks` raise for a text that is no good, `percent` names the
    shares that are typed in percent, `labels` renames columns, `beside` holds widgets of the page's own that stand in
    the rows by their names. `edited` after any change.
    """

    edited = Signal()

    def __init__(  # noqa: PLR0913 - one parameter for each thing that a page may arrange
        self,
        kind: type[R],
        record: R | None = None,
        *,
        rows: Rows = (),
        choices: Mapping[str, Choices] | None = None,
        words: Mapping[str, Words] | None = None,
        checks: Mapping[str, Check] | None = None,
        percent: Collection[str] = (),
        labels: Mapping[str, str] | None = None,
        beside: Mapping[str, QWidget] | None = None,
        brief: bool = False,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.before = record
        self.fields: dict[str, FieldEditor] = {}
        self._headings: list[tuple[QWidget, list[str]]] = []
        choices, words, checks = choices or {}, words or {}, checks or {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(10))
        for names in rows or [(column.name,) for column in kind.columns()]:
            if isinstance(names, FormHeading):
                heading = _heading(names)
                self._headings.append((heading, []))
                body.addWidget(heading)
                continue
            line = QHBoxLayout()
            line.setSpacing(fonts.px(10))
            for name in names:
                if beside is not None and name in beside:
                    line.addWidget(beside[name], 1, Qt.AlignmentFlag.AlignTop)
                    continue
                field = FieldEditor(
                    kind.column(name),
                    choices=choices.get(name, ()),
                    words=words.get(name, ()),
                    check=checks.get(name),
                    percent=name in percent,
                    label=(labels or {}).get(name, ""),
                    brief=brief,
                )
                self._take(name, field)
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            body.addLayout(line)
        body.addStretch(1)

    def _take(self, name: str, field: FieldEditor) -> None:
        self.fields[name] = field
        if self._headings:
            self._headings[-1][1].append(name)
        start = getattr(self.before, name) if self.before is not None else _start(field.column)
        field.set_value(start)
        field.edited.connect(self.edited)

    def show_only(self, names: Collection[str]) -> None:
        """Show these fields and the headings over them; hidden ones keep their values and are not judged."""
        for name, field in self.fields.items():
            field.setVisible(name in names)
        for heading, beneath in self._headings:
            heading.setVisible(any(name in names for name in beneath))

    def judge(self) -> list[Text]:
        """Show at each field what is wrong with it; returns the faults, and the first one gets the focus."""
        faults: list[Text] = []
        for field in self.fields.values():
            fault = None if field.isHidden() else field.judge()
            if fault is not None:
                if not faults:
                    field.control.setFocus(Qt.FocusReason.OtherFocusReason)
                faults.append(fault)
        return faults

    def values(self) -> dict[str, Any]:
        """Return the fields' values; raises FieldFault, NotANumber or UnitFault where one is no good."""
        return {name: self._value(name, field) for name, field in self.fields.items()}

    def _value(self, name: str, field: FieldEditor) -> Any:
        """Return a field's value; a hidden field that holds nothing readable keeps what the record had."""
        if not field.isHidden():
            return field.value()
        return getattr(self.before, name) if self.before is not None else _start(field.column)

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

    `accept_record` writes; a CarbonDeskError that it raises is shown and keeps the dialog open. Where a closed month
    is in the way, a field asks for the `reason`. `tell` returns a line of what the form comes to as one types.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        form: RecordForm[Any],
        button: str,
        accept_record: Callable[[RecordForm[Any]], object],
        tell: Callable[[RecordForm[Any]], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self._accept_record = accept_record
        self._tell = tell
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
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(fonts.px(20), 0, fonts.px(20), fonts.px(14))
        inside.addWidget(form)
        area.setWidget(holder)
        outer.addWidget(area, 1)
        outer.addWidget(Rule())
        self.told = Label(size=12, ink="ink2", wraps=True)
        self.told.setContentsMargins(fonts.px(20), fonts.px(8), fonts.px(20), 0)
        outer.addWidget(self.told)
        outer.addLayout(self._foot(button))
        self.reason_field: Field | None = None
        room = form.sizeHint().height() + fonts.px(140)
        self.resize(fonts.px(500), min(room, fonts.px(660)))
        form.edited.connect(self._say)
        self._say()
        QTimer.singleShot(0, self._focus_first)

    def _foot(self, button: str) -> QHBoxLayout:
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
        return foot

    @property
    def reason(self) -> str:
        """The reason that was given, empty where none was asked for."""
        return self.reason_field.text().strip() if self.reason_field is not None else ""

    def take(self) -> None:
        """Check the form and write; the dialog closes when that went well."""
        if self.form.judge():
            return
        try:
            self._accept_record(self.form)
        except ClosedMonth as fault:
            self.show_fault(tr(fault.text), tr(fault.remedy))
            self._ask_reason()
            return
        except CarbonDeskError as fault:
            self.show_fault(tr(fault.text), tr(fault.remedy))
            return
        self.accept()

    def show_fault(self, title: str, text: str) -> None:
        """Show at the top what went wrong."""
        empty_layout(self._messages)
        self.reason_field = None
        self._messages.addWidget(MessagePane("err", title, text))

    def _ask_reason(self) -> None:
        self.reason_field = Field(name=tr("Reason"), hint=tr("Reason"))
        self._messages.addWidget(self.reason_field)
        self.reason_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        words = self._tell(self.form) if self._tell is not None else ""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)

    def _focus_first(self) -> None:
        first = next(iter(self.form.fields.values()), None)
        if first is not None and self.isVisible():
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)


def _heading(heading: FormHeading) -> QWidget:
    part = QWidget()
    body = QVBoxLayout(part)
    body.setContentsMargins(0, fonts.px(8), 0, 0)
    body.setSpacing(fonts.px(2))
    body.addWidget(Rule())
    body.addSpacing(fonts.px(4))
    body.addWidget(Label(tr(heading.title), size=13, weight=600))
    if heading.help.template:
        body.addWidget(Label(tr(heading.help), size=12, ink="ink3", wraps=True))
    return part


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _start(column: Column) -> object:
    return None if column.default is MISSING else column.default
