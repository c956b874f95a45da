"""The dialog over what belongs to a target: a table with buttons that add, edit and remove its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordDialog, RecordForm, empty_layout
from carbondesk.ui.widgets import Button, Kind, Label, MessagePane, Rule
from carbondesk.ui.widgets.ledger import Ledger


class TableDialog(QDialog):
    """A title, a sentence, a table and a foot of buttons; Esc closes. `dialog` is what it opened last."""

    def __init__(self, parent: QWidget, title: str, text: str, *, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.dialog: QDialog | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(*[fonts.px(each) for each in (20, 16, 20, 12)])
        head.setSpacing(fonts.px(4))
        self.title = Label(title, size=16, weight=600, wraps=True)
        head.addWidget(self.title)
        self.told = Label(text, size=13, ink="ink2", wraps=True)
        head.addWidget(self.told)
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(0, fonts.px(6), 0, 0)
        head.addLayout(self.messages)
        self.head = head
        outer.addLayout(head)
        outer.addWidget(Rule())
        self.table = Ledger(title)
        self.body = QHBoxLayout()
        self.body.setSpacing(0)
        # With the edge of the cells the texts of the table stand under those of the head.
        self.body.setContentsMargins(fonts.px(12), 0, fonts.px(12), 0)
        self.body.addWidget(self.table, 1)
        outer.addLayout(self.body, 1)
        outer.addWidget(Rule())
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(*[fonts.px(each) for each in (20, 12, 20, 12)])
        self.foot.setSpacing(fonts.px(8))
        self.foot.addStretch(1)
        self.close_button = Button(tr("Close"))
        self.close_button.clicked.connect(self.accept)
        self.foot.addWidget(self.close_button)
        outer.addLayout(self.foot)
        room = parent.window().size()
        self.resize(min(fonts.px(size[0]), room.width() - 40), min(fonts.px(size[1]), room.height() - 40))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_button(
        self, text: str, run: Callable[[], object], *, icon: str = "", primary: bool = False
    ) -> Button:
        """Put a button at the left end of the foot, a primary one at the right."""
        button = Button(text, Kind.PRIMARY if primary else Kind.NORMAL, icon=icon)
        button.clicked.connect(run)
        if primary:
            self.foot.addWidget(button)
        else:
            self.foot.insertWidget(self._left_buttons(), button)
        return button

    def _left_buttons(self) -> int:
        """Return how many buttons stand before the gap."""
        return next(at for at in range(self.foot.count()) if self.foot.itemAt(at).spacerItem() is not None)

    def tell(self, tone: str, title: str, text: str = "") -> None:
        """Show a message over the table; an empty title takes it away."""
        empty_layout(self.messages)
        if title:
            self.messages.addWidget(MessagePane(tone, title, text))

    def guard(self, write: Callable[[], object]) -> bool:
        """Write, and show what the file did not take."""
        try:
            write()
        except CarbonDeskError as error:
            self.tell("err", tr(error.text), tr(error.remedy))
            return False
        return True

    def ask(
        self, title: str, form: RecordForm[Any], button: str, write: Callable[[RecordForm[Any]], object]
    ) -> None:
        """Ask for a record in a dialog over this one."""
        self.dialog = RecordDialog(self, title, form, button, write)
        self.dialog.open()
