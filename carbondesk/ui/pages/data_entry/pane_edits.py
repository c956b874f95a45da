"""What the panes of the inspector have in common when they write: dialogs, steps, and the entries that follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carbondesk.domain.records import Source
from carbondesk.domain.text import Text
from carbondesk.store.billing import recalendarise
from carbondesk.store.equipment import recalculate
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step
from carbondesk.ui.forms import RecordDialog, RecordForm
from carbondesk.ui.pages.data_entry.writing import GridWriter
from carbondesk.ui.session import Session


def bring_up_to_date(inventory: Inventory, step: Step, source: int) -> None:
    """Bring the entries that follow from a source's bills, levels and equipment up to date, in the same step."""
    recalendarise(inventory, step, [source])
    recalculate(inventory, step, [source])


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
