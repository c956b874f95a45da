"""What the window says about the open file: its name, the facts of the status bar, the words of undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from carbondesk.domain.text import Text, say
from carbondesk.language import tr, tr_many
from carbondesk.ui import notices
from carbondesk.ui.session import Session
from carbondesk.ui.window import MainWindow

if TYPE_CHECKING:
    from carbondesk.store import Change, Verification
    from carbondesk.ui.tasks import Task

_RECENT = 9
_PATIENCE_MS = 300


class Facts(QObject):
    """Keeps the edges of the window true: they follow the session, whatever page is shown."""

    def __init__(self, session: Session, window: MainWindow, open_recent: Callable[[str], object]) -> None:
        """Follow `session` on `window`; `open_recent` opens a file of the File menu by its path."""
        super().__init__(window)
        self.session = session
        self.window = window
        self._open_recent = open_recent
        self._said: dict[str, tuple[str, ...]] = {}
        session.opened.connect(self._show_opened)
        session.closed.connect(self._show_closed)
        session.changed.connect(self._show_change)
        session.figures_ready.connect(self.refresh)
        session.context_changed.connect(self.refresh)
        session.task_started.connect(self._show_task)
        session.flags.changed.connect(self._count)
        window.rebuilt.connect(self._show_opened)

    def refresh(self) -> None:
        """Write the status bar anew: when it was saved, the state of the history, the GWP set, the person."""
        inventory, window = self.session.inventory, self.window
        if inventory is None:
            return
        undo, redo = inventory.next_undo(), inventory.next_redo()
        figures = self.session.figures
        organisation = inventory.organisation if figures is None else figures.organisation
        for command, step, words in (
            ("undo", undo, say("Undo: {title}")),
            ("redo", redo, say("Redo: {title}")),
        ):
            reason = "" if step is not None else tr("There is nothing to take back or to repeat.")
            if window.commands.reason(command) != reason or reason:
                window.commands.forbid(command, reason)
            if step is not None:
                window.commands.set_text(command, tr(words, title=step.title))
        last = inventory.steps(1)
        if last:
            at = last[0].at.astimezone()
            self._say("saved", tr("Saved {time}", time=f"{at:%H:%M}"), "save")
            self._say("audit", tr("Every change is kept"), "shield-check", "ok", last[0].digest)
        self._say("gwp", tr("GWP: IPCC {name}", name=organisation.gwp))
        self._say("approach", tr("Operational control"))
        person = self.session.settings.person
        self._say("person", person, "user" if person else "")

    def show_verified(self, verification: Verification, *, noticed: bool = True) -> None:
        """Say what came of proving the history: in the status bar, and in a notice unless a page says it itself."""
        if verification.intact:
            self._say("audit", tr("Audit chain intact"), "shield-check", "ok", verification.head)
            words = tr_many(
                "{n} step checked, nothing was changed.",
                "{n} steps checked, nothing was changed.",
                verification.steps,
            )
            if noticed:
                notices.say_done(self.window, words)
        else:
            self._say("audit", tr("Audit chain broken"), "shield-alert", "err")
            if noticed:
                notices.show_broken_chain(self.window, verification)

    def _show_opened(self) -> None:
        inventory, window = self.session.inventory, self.window
        recent = self.session.settings.recent[:_RECENT]
        window.set_recent(
            [(Path(known.path).name, partial(self._open_recent, known.path)) for known in recent]
        )
        if inventory is None:
            return
        name = inventory.organisation.name if inventory.is_in_memory else inventory.path.name
        if inventory.read_only:
            window.set_file(name, tr("Read-only"), "info", "lock")
        else:
            window.set_file(name, tr("Sample") if inventory.organisation.is_sample else "")
        self._said = {}
        window.set_fact("offline", tr("Offline. All data stays on this computer"), "wifi-off")
        self.refresh()

    def _show_closed(self) -> None:
        self.window.set_file("")
        self._said = {}
        for slot in ("saved", "audit", "count", "gwp", "approach"):
            self.window.set_fact(slot, "")

    def _show_change(self, _change: Change | None) -> None:
        self.refresh()

    def _say(self, slot: str, *fact: str) -> None:
        """Set a fact of the status bar where its words are others: a part that changes has the line laid out anew.

        The digest behind the state of the history is only a tooltip, and follows by itself.
        """
        *words, tip = (*fact, *[""] * (4 - len(fact)))
        if self._said.get(slot) != tuple(words):
            self._said[slot] = tuple(words)
            self.window.set_fact(slot, *fact)
        elif tip:
            self.window.status.parts[slot].setToolTip(tip)

    def _count(self) -> None:
        self.window.set_count("data_entry", self.session.flags.count)

    def _show_task(self, task: Task) -> None:
        """Say in the status bar what is worked on when it lasts longer than a moment."""
        timer = QTimer(task)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self.window.set_fact("working", tr(task.title), "refresh-cw"))
        task.progressed.connect(
            lambda done, total, _note: self._show_progress(timer, task.title, done, total)
        )
        task.finished.connect(timer.stop)
        task.finished.connect(lambda: self.window.set_fact("working", ""))
        timer.start(_PATIENCE_MS)

    def _show_progress(self, timer: QTimer, title: Text, done: int, total: int) -> None:
        if not timer.isActive() and total:
            words = tr("{title}, {share}", title=tr(title), share=f"{done * 100 // total} %")
            self.window.set_fact("working", words, "refresh-cw")
