"""What the panes of the inspector have in common when they write: dialogs, steps, and the entries that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.records import Source
from carbondesk.domain.schema import Finding, Record
from carbondesk.domain.text import Text
from carbondesk.language import tr
from carbondesk.store.billing import recalendarise
from carbondesk.store.equipment import recalculate
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordDialog, RecordForm
from carbondesk.ui.pages.data_entry.line_buttons import LineButton, removable
from carbondesk.ui.pages.data_entry.reasons import Reason, ReasonList
from carbondesk.ui.pages.data_entry.writing import GridWriter
from carbondesk.ui.session import Session
from carbondesk.ui.widgets import Button, Kind, Label


def bring_up_to_date(inventory: Inventory, step: Step, source: int) -> None:
    """Bring the entries that follow from a source's bills, levels and equipment up to date, in the same step."""
    recalendarise(inventory, step, [source])
    recalculate(inventory, step, [source])


class AskingPane(QWidget):
    """A section of the inspector: heading with a link, a sentence, lines of records, what is doubtful.

    Signal: `asked(command, record)`.
    """

    asked = Signal(str, object)

    def __init__(self, title: str, link: str, *, name: str, command: str) -> None:
        """Head the section; its link, called `name` for a screen reader, asks for `command`."""
        super().__init__()
        self.read_only = False
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        line = QHBoxLayout()
        line.addWidget(Label(title, size=13, weight=600), 1)
        self.link = Button(link, Kind.LINK, name=name)
        self.link.clicked.connect(lambda: self.asked.emit(command, None))
        line.addWidget(self.link)
        body.addLayout(line)
        self.result = Label(size=12, wraps=True)
        body.addWidget(self.result)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        body.addLayout(self.lines)
        self.findings = ReasonList()
        body.addWidget(self.findings)

    def show_result(self, sentence: str, found: Iterable[Finding]) -> None:
        """Show what the records come to, what is doubtful about them, and the link where something may be changed."""
        self.result.setText(sentence)
        self.result.setVisible(bool(sentence))
        self.findings.set_reasons(
            [
                Reason(title=tr(each.message), source=tr(each.remedy), severity=each.severity)
                for each in dict.fromkeys(found)
            ]
        )
        self.link.setVisible(not self.read_only)

    def record_line(
        self, name: str, record: Record, commands: tuple[str, str], tip: str, removal: str
    ) -> Button:
        """Add the line of a record; `commands` edit and remove it. Returns its button."""
        edit, remove = commands
        button = LineButton(name, "pencil", tip=tip)
        button.setCheckable(False)
        button.setEnabled(not self.read_only)
        button.clicked.connect(lambda _checked=False: self.asked.emit(edit, record))
        asked = None if self.read_only else lambda: self.asked.emit(remove, record)
        self.lines.addWidget(removable(button, removal, asked))
        return button


class PaneEdits(QObject):
    """Writes what a pane asks for; each change is one step with the entries that follow from it."""

    def __init__(self, session: Session, writer: GridWriter, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._writer = writer
        self._parent = parent
        self.dialog: RecordDialog | None = None

    def run(self, command: str, source: Source, record: object) -> None:
        """Run what the pane asks for about a source and one of its records."""
        raise NotImplementedError

    def write(self, source: Source, title: Text, change: Callable[[Any], object]) -> None:
        """Write from the pane; what goes wrong is said under the grid."""
        inventory = self.session.inventory

        def put(step: Any) -> set[int]:
            change(step)
            if inventory is not None:
                bring_up_to_date(inventory, step, source.id)
            return set()

        self._writer.write(title, put)

    def write_from_dialog(self, source: Source, title: Text, change: Callable[[Any], object]) -> None:
        """Write from a dialog, which says what goes wrong; raises CarbonDeskError."""
        inventory = self.session.inventory
        if inventory is None:
            return
        with self.session.step(title, self.dialog.reason if self.dialog is not None else "") as step:
            change(step)
            bring_up_to_date(inventory, step, source.id)

    def show(
        self,
        title: str,
        form: RecordForm[Any],
        button: str,
        write: Callable[[RecordForm[Any]], object],
        tell: Callable[[RecordForm[Any]], str] | None = None,
    ) -> None:
        """Show a dialog around a form."""
        self.dialog = RecordDialog(self._parent, title, form, button, write, tell)
        self.dialog.open()
