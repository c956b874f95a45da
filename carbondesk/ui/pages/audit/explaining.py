"""One check in full: where it is, what it says, what would mend it, and the explanation that is kept with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.report.acknowledgements import Check
from carbondesk.report.cells import SEVERITIES
from carbondesk.ui import fonts
from carbondesk.ui.pages.audit import words
from carbondesk.ui.widgets import Button, Kind, Label, Rule
from carbondesk.ui.widgets.badges import Badge


class ExplanationPane(QWidget):
    """Signals: `kept()` on Ctrl Enter or the button, `withdrawn()`, `left()` on Esc, `go_wanted()`."""

    kept = Signal()
    withdrawn = Signal()
    left = Signal()
    go_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._check: Check | None = None
        self._writable = True
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(20), fonts.px(14), fonts.px(20), fonts.px(16))
        column.setSpacing(fonts.px(6))
        self._build_head(column)
        column.addSpacing(fonts.px(6))
        column.addWidget(Rule())
        column.addSpacing(fonts.px(6))
        self._build_note(column)
        column.addStretch(1)

    def _build_head(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setSpacing(fonts.px(10))
        self.title = Label(size=16, weight=600, elided=True)
        self.badge = Badge("", "warn")
        self.go_button = Button(tr("Go there"), icon="arrow-right")
        self.go_button.clicked.connect(self.go_wanted)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.go_button)
        column.addLayout(head)
        self.message = Label(size=13, wraps=True)
        self.remedy = Label(size=13, ink="ink2", wraps=True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.message)
        column.addWidget(self.remedy)

    def _build_note(self, column: QVBoxLayout) -> None:
        caption = Label(tr("Explanation"), size=14, weight=600)
        column.addWidget(caption)
        self.told = Label(size=12, ink="ink2", wraps=True)
        column.addWidget(self.told)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(tr("Explanation"))
        self.note.setFont(fonts.font(13))
        self.note.setFixedHeight(fonts.px(92))
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(tr("Why this is right as it is"))
        self.note.textChanged.connect(self._weigh)
        self.note.installEventFilter(self)
        caption.setBuddy(self.note)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(8))
        self.keep_button = Button(tr("Keep the explanation"), Kind.PRIMARY, icon="check", tip="Ctrl Enter")
        self.keep_button.clicked.connect(self.kept)
        self.withdraw_button = Button(tr("Withdraw it"), icon="undo-2")
        self.withdraw_button.clicked.connect(self.withdrawn)
        row.addWidget(self.keep_button)
        row.addWidget(self.withdraw_button)
        row.addStretch(1)
        column.addLayout(row)

    def show_check(self, check: Check, *, leads: bool, writable: bool) -> None:
        """Show a check; `leads` says whether a page shows its place."""
        self._check, self._writable = check, writable
        finding, note = check.finding, check.explained
        self.title.setText(words.place_words(finding) or tr("Whole inventory"))
        if note is None:
            icon, tint = words.SEVERITIES[finding.severity]
            self.badge.set_state(tr(SEVERITIES[finding.severity]), tint, icon)
        else:
            self.badge.set_state(tr("Explained"), "ok", "circle-check")
        self.message.setText(tr(finding.message))
        self.remedy.setText(tr(finding.remedy))
        self.remedy.setVisible(bool(self.remedy.text()))
        self.told.setText(
            tr(
                "It stays in the log and in the findings of the verifier. It falls away when the check changes."
            )
            if note is None or not note.by
            else tr("By {person}.", person=note.by)
        )
        self.note.setPlainText("" if note is None else note.note)
        self.note.setReadOnly(not writable)
        self.withdraw_button.setVisible(note is not None)
        self.withdraw_button.setEnabled(writable)
        self.go_button.setVisible(leads)
        self._weigh()

    def text(self) -> str:
        """Return the explanation as it is written now."""
        return self.note.toPlainText().strip()

    def can_keep(self) -> bool:
        """Whether there is something new to keep."""
        check, text = self._check, self.text()
        fresh = check is not None and (check.explained is None or check.explained.note != text)
        return bool(text) and fresh and self._writable

    def _weigh(self) -> None:
        self.keep_button.setEnabled(self.can_keep())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the explanation on Ctrl Enter; Esc goes back to the list."""
        if watched is self.note and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.kept.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False
