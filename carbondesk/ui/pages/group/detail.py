"""The pane at the right: the selected record as a form, with what is doubtful about it over the fields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.schema import Finding, Severity
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordForm, empty_layout
from carbondesk.ui.widgets import Button, IconButton, Kind, Label, MessagePane, Pane, Rule

WIDTH = 348
TONES = {Severity.ERROR: "err", Severity.WARNING: "warn", Severity.INFO: "info"}


class DetailPane(Pane):
    """Shows one record. `kept(form)` when its changes shall be written, `removed` when it shall go.

    Enter keeps the changes, Esc takes them back and goes to the table (`left`).
    """

    kept = Signal(object)
    removed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        self.setAccessibleName(tr("The record in detail"))
        self.form: RecordForm[Any] | None = None
        self._reason = ""
        self._start: dict[str, object] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = Pane("panel")
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[fonts.px(each) for each in (16, 10, 16, 12)])
        column.setSpacing(fonts.px(4))
        self.title = Label(size=16, weight=600, wraps=True)
        self.context = Label(size=12, ink="ink2", wraps=True)
        column.addWidget(self.title)
        column.addWidget(self.context)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(0, fonts.px(6), 0, fonts.px(6))
        self._messages.setSpacing(fonts.px(6))
        column.addLayout(self._messages)
        self._form = QVBoxLayout()
        column.addLayout(self._form)
        column.addStretch(1)
        self.area.setWidget(holder)
        outer.addWidget(self.area, 1)
        outer.addWidget(Rule())
        outer.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(*[fonts.px(each) for each in (16, 8, 12, 8)])
        foot.setSpacing(fonts.px(6))
        self.keep_button = Button(tr("Keep changes"), Kind.PRIMARY)
        self.revert_button = Button(tr("Take back"), Kind.QUIET)
        self.remove_button = IconButton("trash-2", tr("Remove…"), shortcut="Del")
        self.keep_button.clicked.connect(self.keep)
        self.revert_button.clicked.connect(self.revert)
        self.remove_button.clicked.connect(self.removed)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.revert_button)
        foot.addStretch(1)
        foot.addWidget(self.remove_button)
        return foot

    # ---- showing -----------------------------------------------------------------------------------------

    def show_record(
        self,
        title: str,
        context: str,
        findings: Sequence[Finding],
        form: RecordForm[Any] | None,
        *,
        removable: bool,
    ) -> None:
        """Show a record's form under its name, or only words where there is no record."""
        self.title.setText(title)
        self.context.setText(context)
        self.context.setVisible(bool(context))
        self._show_findings(findings)
        empty_layout(self._form)
        self.form = form
        if form is not None:
            self._form.addWidget(form)
            form.edited.connect(self._follow)
            for field in form.fields.values():
                _typed_in(field.control).installEventFilter(self)
            self._start = self._texts()
            # Fields are made anew for each record, and Tab goes by what was made first.
            stops = [*(field.control for field in form.fields.values()), self.keep_button, self.revert_button,
                     self.remove_button]  # fmt: skip
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)
        self._removable = removable
        for button in (self.keep_button, self.revert_button):
            button.setVisible(form is not None)
        self.remove_button.setVisible(removable)
        self.set_writable(self._reason)

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        empty_layout(self._messages)
        for finding in findings:
            message = MessagePane(
                TONES[finding.severity], tr(finding.message), tr(finding.remedy), narrow=True
            )
            # Its words wrap: the room that they need follows from the width of the pane.
            message.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
            self._messages.addWidget(message)

    def set_writable(self, reason: str) -> None:
        """Allow changes, or say why nothing can be written now."""
        self._reason = reason
        if self.form is not None:
            self.form.setEnabled(not reason)
        self.remove_button.setEnabled(not reason)
        self.remove_button.setToolTip(reason or self.remove_button.accessibleName())
        self._follow()

    def messages(self) -> list[str]:
        """Return the titles of what is said over the form."""
        places = range(self._messages.count())
        return [self._messages.itemAt(place).widget().accessibleName() for place in places]

    # ---- editing -----------------------------------------------------------------------------------------

    @property
    def edited(self) -> bool:
        """Whether a field says something else than when the record was shown."""
        return self.form is not None and self._texts() != self._start

    @property
    def _keepable(self) -> bool:
        """Whether there is something to write: a change, or a record that is not there yet."""
        return self.form is not None and (self.edited or self.form.before is None)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        if self.form is not None:
            first = next(iter(self.form.fields.values()))
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Check the fields and have the changes written."""
        if self.form is not None and self._keepable and not self.form.judge():
            self.kept.emit(self.form)

    def revert(self) -> None:
        """Show the record as it is written."""
        if self.form is None:
            return
        for name, field in self.form.fields.items():
            before = self.form.before
            column = field.column
            start = (
                getattr(before, name) if before is not None else (None if column.required else column.default)
            )
            field.set_value(start)
            field.judge()
        self._follow()

    def _follow(self) -> None:
        self.keep_button.setEnabled(self._keepable and not self._reason)
        self.revert_button.setEnabled(self.edited and not self._reason)
        self.keep_button.setToolTip(self._reason)

    def _texts(self) -> dict[str, object]:
        """Return what the fields hold, as they hold it: an unreadable text is a change too."""
        assert self.form is not None  # noqa: S101 - asked for only with a form
        return {name: _held(field.control) for name, field in self.form.fields.items()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.revert()
                self.left.emit()
                return True
            plain = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if plain and not isinstance(watched, QPlainTextEdit):
                self.keep()
                return True
        return False


def _typed_in(control: QWidget) -> QWidget:
    """Return what has the keyboard while a field is typed into: the line of a drop-down that is searched."""
    line = control.lineEdit() if isinstance(control, QComboBox) else None
    return control if line is None else line


def _held(control: object) -> object:
    if isinstance(control, QCheckBox):
        return control.isChecked()
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QLineEdit):
        return control.text()
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else None
