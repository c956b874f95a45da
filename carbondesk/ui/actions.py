"""Commands at work: a QAction for each, with its reason when it cannot run now.

A command appears in menus and palette once something handles it; what nothing handles is absent, not dead.
Pages offer handlers while they are shown (`Page.commands`), the window and the session for good (`on`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from carbondesk.language import bracketed, labelled, tr
from carbondesk.ui import icons
from carbondesk.ui.commands import COMMANDS, Command
from carbondesk.ui.keys import keys_of

Handler = Callable[[], object]


class Actions(QObject):
    """The actions of one window, by command id; `altered(menu)` tells that a command came or went."""

    altered = Signal(str)

    def __init__(self, parent: QObject, commands: Iterable[Command] = COMMANDS) -> None:
        super().__init__(parent)
        self.commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._own: dict[str, Handler] = {}
        self._pages: dict[str, Handler] = {}
        self._known: set[str] = set()
        self._reasons: dict[str, str] = {}
        for command in commands:
            self.declare(command)

    def declare(self, command: Command) -> QAction:
        """Add a command to the table and return its action, which nothing handles yet."""
        action = QAction(self)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setObjectName(command.id)
        action.triggered.connect(partial(self._triggered, command.id))
        self.commands[command.id] = command
        self._actions[command.id] = action
        self._refresh([command.id])
        return action

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def ids(self) -> list[str]:
        """Return every command's id, in the order of the table."""
        return list(self._actions)

    def all(self) -> list[QAction]:
        """Return every action, in the order of the table."""
        return list(self._actions.values())

    def on(self, id: str, handler: Handler) -> None:
        """Have a command handled as long as the window lives."""
        self.on_all({id: handler})

    def on_all(self, handlers: Mapping[str, Handler]) -> None:
        """Have several commands handled as long as the window lives; each menu is filled once for all of them."""
        self._own.update(handlers)
        self._refresh(handlers)

    def set_page(self, handlers: Mapping[str, Handler], known: Iterable[str] = ()) -> None:
        """Take the handlers of the page now shown; commands `known` to other pages stay, with a reason."""
        touched = {*self._pages, *handlers, *self._known, *known}
        self._pages, self._known = dict(handlers), set(known)
        self._refresh(touched)

    def forbid(self, id: str, reason: str) -> None:
        """Disable a command and say why in its tooltip; an empty reason allows it again."""
        if reason:
            self._reasons[id] = reason
        else:
            self._reasons.pop(id, None)
        self._refresh([id])

    def reason(self, id: str) -> str:
        """Return why a command cannot run now, or ""."""
        return self._reasons.get(id, "")

    def can_run(self, id: str) -> bool:
        """Whether the command runs when it is triggered now."""
        return self._actions[id].isVisible() and self._actions[id].isEnabled()

    def run(self, id: str) -> None:
        """Run a command, if it can run."""
        handler = self._pages.get(id) or self._own.get(id)
        if handler is not None and self.can_run(id):
            handler()

    def _triggered(self, id: str, _checked: bool = False) -> None:  # noqa: FBT002 - as QAction sends it
        self.run(id)

    def retranslate(self) -> None:
        """Write texts and tooltips anew in the language in use."""
        self._refresh(self._actions)

    def draw(self, menu: str) -> None:
        """Give a menu's commands their icons, in the theme in use; the chosen one of several shows a tick.

        The menu calls it as it opens: drawing all icons at start would cost more than the whole frame.
        """
        for name, action in self._actions.items():
            if self.commands[name].menu != menu:
                continue
            if action.isCheckable() and action.isChecked():
                action.setIcon(icons.icon("check", "accent"))
            elif drawn := self.commands[name].icon:
                action.setIcon(icons.icon(drawn))

    def set_text(self, id: str, text: str) -> None:
        """Give a command a fuller text for now, such as "Undo: Edit quantity"."""
        self._actions[id].setText(text)

    def _refresh(self, ids: Iterable[str]) -> None:
        """Bring commands up to date, then tell once of each menu that one of them came or went."""
        for menu in {self.commands[each].menu: None for each in ids if self._came_or_went(each)}:
            self.altered.emit(menu)

    def _came_or_went(self, id: str) -> bool:
        """Bring a command up to date; return whether it is shown now and was not, or the other way round."""
        action, command = self._actions[id], self.commands[id]
        handled = id in self._pages or id in self._own
        reason = self._reasons.get(id, "")
        elsewhere = id in self._known and not handled
        if elsewhere:
            reason = tr("Not on this page")
        text = tr(command.text)
        shown = (
            bracketed(text.rstrip("…"), keys_of(command.shortcut)) if command.shortcut else text.rstrip("…")
        )
        action.setText(text)
        came_or_went = action.isVisible() != (handled or elsewhere)
        action.setVisible(handled or elsewhere)
        action.setEnabled(handled and not reason)
        action.setToolTip(labelled(text.rstrip("…"), reason) if reason else shown)
        action.setStatusTip(reason)
        return came_or_went
