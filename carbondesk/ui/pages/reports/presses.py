"""Makes papers: at once from figures in memory, off the main thread where that would be felt."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from carbondesk.domain.text import say
from carbondesk.ui.pages.reports import makings

if TYPE_CHECKING:
    from carbondesk.report.catalogue import Analysis
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options, Paper
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

SLOW, PATIENCE_MS = 0.1, 300
_BEGUN = 0.1


class Press(QObject):
    """Makes one paper at a time; a new wish stops the one before.

    A paper that reads the entries, or that took over a tenth of a second the last time, is made as a task. Signals:
    `made(paper)`, `slow()` when it has taken so long that a person wonders, `progressed(share)` from 0 to 1.
    """

    made = Signal(object)
    slow = Signal()
    progressed = Signal(float)

    def __init__(self, session: Session, parent: QObject) -> None:
        """Make papers from the inventory of a session."""
        super().__init__(parent)
        self.session = session
        self._took: dict[str, float] = {}
        self._task: Task | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PATIENCE_MS)
        self._later.timeout.connect(self.slow)

    @property
    def busy(self) -> bool:
        """Whether a paper is being made off the main thread."""
        return self._task is not None

    def forget(self) -> None:
        """Forget how long papers took: another inventory has another size."""
        self._took = {}

    def make(self, figures: Figures, kind: Analysis, year: int, options: Options) -> None:
        """Make a paper, at once where that is quick."""
        self.stop()
        guess = 1.0 if kind.reads_entries else 0.0
        if self.session.path and self._took.get(kind.paper_id, guess) > SLOW:
            self._make_as_task(kind, year, options)
            return
        begun = perf_counter()
        paper = kind.make(figures, year, options)
        self._took[kind.paper_id] = perf_counter() - begun
        self.made.emit(paper)

    def stop(self) -> None:
        """Stop what is being made; nothing comes of it."""
        self._later.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _make_as_task(self, kind: Analysis, year: int, options: Options) -> None:
        self._later.start()
        begun = perf_counter()

        def take(paper: Paper) -> None:
            # What was asked for since then counts, not what was asked for first.
            if self._task is task:
                self._task = None
                self._later.stop()
                self._took[kind.paper_id] = perf_counter() - begun
                self.made.emit(paper)

        def fail(error: Exception) -> None:
            if self._task is task:
                self.stop()
            self.session.failed.emit(error)

        self.progressed.emit(_BEGUN)
        task = self.session.start(
            say("Making the paper"),
            makings.make_paper,
            Path(self.session.path),
            kind.paper_id,
            year,
            options,
            done=take,
            failed=fail,
        )
        task.progressed.connect(
            lambda done, total, _note: self.progressed.emit(max(_BEGUN, done / (total or 1)))
        )
        self._task = task
