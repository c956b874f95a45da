"""A dialog of named fields that asks for one thing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import Button, Kind, Label, MessagePane, Rule


class Asking(QDialog):
    """A dialog of named fields: Enter is its primary button, Esc cancels, what is wrong shows at its top."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, button: str, accept: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._accept = accept
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(fonts.px(480))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(14))
        self.column.setSpacing(fonts.px(4))
        self.column.addWidget(Label(title, size=16, weight=600, wraps=True))
        told = Label(text, size=13, ink="ink2", wraps=True)
        self.column.addWidget(told)
        self._messages = QVBoxLayout()
        self.column.addLayout(self._messages)
        self.column.addSpacing(fonts.px(6))
        outer.addLayout(self.column, 1)
        outer.addWidget(Rule())
        foot = self.foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(20), fonts.px(12), fonts.px(20), fonts.px(12))
        foot.setSpacing(fonts.px(8))
        foot.addStretch(1)
        self.cancel_button = Button(tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.button = Button(button, Kind.PRIMARY)
        self.button.clicked.connect(self.take)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.button)
        outer.addLayout(foot)

    def add_field(self, name: str, field: QWidget) -> None:
        """Put a field under its name."""
        caption = Label(name, size=12, ink="ink2")
        caption.setBuddy(field)
        self.column.addWidget(caption)
        self.column.addWidget(field)
        self.column.addSpacing(fonts.px(6))

    def take(self) -> None:
        """Do it; the dialog closes when that went well."""
        try:
            self._accept()
        except FieldFault as fault:
            self.show_fault(tr(fault.text))
        except CarbonDeskError as fault:
            self.show_fault(tr(fault.text), tr(fault.remedy))
        else:
            self.accept()

    def show_fault(self, title: str, text: str = "") -> None:
        """Show what is wrong."""
        empty_layout(self._messages)
        self._messages.addWidget(MessagePane("err", title, text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)
