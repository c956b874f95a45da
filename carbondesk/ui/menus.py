"""The menus, filled from the table of commands; a rule parts the sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QMenuBar

from carbondesk.language import tr
from carbondesk.ui.actions import Actions
from carbondesk.ui.commands import MENUS


class Menus(QObject):
    """The six menus of a menu bar. A command that nothing handles is hidden, and so is a menu without any."""

    filled = Signal()

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        super().__init__(bar)
        self._actions = actions
        self._recents: list[tuple[str, Callable[[], object]]] = []
        self._recent = QMenu(tr("Open recent"), bar)
        self.by_name: dict[str, QMenu] = {}
        for name, text in MENUS.items():
            menu = bar.addMenu(tr(text))
            menu.setSeparatorsCollapsible(True)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(actions.draw, name))
            self.by_name[name] = menu
            self._fill(name)
        actions.altered.connect(self._fill)

    def set_recent(self, recent: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """List recent files under "Open recent"; none hides it."""
        self._recents = list(recent)
        self._recent.clear()
        for words, run in self._recents:
            self._recent.addAction(words).triggered.connect(lambda _checked=False, run=run: run())
        self._fill("file")

    def _fill(self, name: str) -> None:
        menu = self.by_name[name]
        menu.clear()
        section = None
        commands = [each for each in self._actions.commands.values() if each.menu == name]
        for command in sorted(commands, key=lambda each: each.section):
            action = self._actions[command.id]
            if section is not None and command.section != section and not menu.isEmpty():
                menu.addSeparator()
            section = command.section
            menu.addAction(action)
            if command.id == "open" and self._recents:
                menu.addMenu(self._recent)
        entries = [action for action in menu.actions() if not action.isSeparator()]
        menu.menuAction().setVisible(any(action.isVisible() for action in entries))
        self.filled.emit()
