"""The facts of the year in view: computed at once where that is quick, else off the main thread."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from carbondesk.domain.text import say
from carbondesk.ui.pages.group.gathering import Facts, gather, gather_from

if TYPE_CHECKING:
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

MANY_ROWS, SLOW = 1_000, 0.1
"""Rows of the ledger, and seconds that the last time took, up to which the facts are computed at once."""


class Reckoning(QObject):
    """Keeps the facts of one year; `changed` when a task has brought others, `progressed(share)` before that."""

    changed = Signal()
    progressed = Signal(float)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Compute for a session; `facts` is None until they are there."""
        super().__init__(parent)
        self.session = session
        self.facts: Facts | None = None
        self._task: Task | None = None
        self._took = 0.0

    @property
    def waiting(self) -> bool:
        """Whether there is nothing to look at before a task is done."""
        return self._task is not None and self.facts is None

    def read(self, year: int) -> None:
        """Compute the facts of a year anew; while a task does it, those of the same year stay."""
        figures = self.session.figures
        self.stop()
        if figures is None:
            return
        quick = len(figures.ledger.rows.source) <= MANY_ROWS and self._took <= SLOW
        if quick or not self.session.path:
            begun = perf_counter()
            self.facts = gather(figures, year)
            self._took = perf_counter() - begun
            return
        if self.facts is not None and self.facts.year != year:
            self.facts = None
        self._start(year)

    def forget(self) -> None:
        """Let go of everything: the inventory is closed."""
        self.stop()
        self.facts = None
        self._took = 0.0

    def stop(self) -> None:
        """Stop a task that is under way; what there was stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _start(self, year: int) -> None:
        words = say("Reading the figures of the group")
        task = self._task = self.session.start(words, gather_from, Path(self.session.path), year)
        task.progressed.connect(lambda done, total, _note: self.progressed.emit(done / (total or 1)))
        task.done.connect(lambda facts: self._take(task, facts))
        # The session says what went wrong; nobody waits any longer.
        task.failed.connect(lambda _error: self._take(task, self.facts))

    def _take(self, task: Task, facts: Facts | None) -> None:
        """Take what a task brought; what was asked for since then counts, not what was asked for first."""
        if self._task is task:
            self._task = None
            self.facts = facts
            self.changed.emit()
