"""The dialog that asks before a target is removed, and says what goes with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from carbondesk.domain.schema import Record
from carbondesk.language import number, tr
from carbondesk.ui.asking import Asking
from carbondesk.ui.widgets import Label


class RemovalDialog(Asking):
    """Asks about a target; `counted` says how many records of a kind belong to it."""

    def __init__(self, parent: QWidget, name: str, counted: Mapping[type[Record], int]) -> None:
        text = tr("Undo brings it back with all that belongs to it.")
        super().__init__(parent, tr("Remove {name}?", name=name), text, tr("Remove"), lambda: None)
        parts = [f"{tr(kind.many)}: {number(count)}" for kind, count in counted.items() if count]
        if parts:
            self.column.addWidget(Label(tr("What belongs to it goes with it:"), wraps=True))
            self.column.addWidget(Label(tr("; ").join(parts), weight=500, wraps=True))
        self.button.setFocus()
