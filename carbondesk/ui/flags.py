"""What stands out in the year in view, found off the main thread and kept in step with every edit."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from carbondesk.domain.text import EMPTY, say
from carbondesk.ui.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from carbondesk.domain.progress import Progress
    from carbondesk.domain.records import Source
    from carbondesk.report.figures import Figures
    from carbondesk.report.flags import Flag
    from carbondesk.store import Change, Inventory

_SOON, _FEW = 250, 60
# Python runs one thread at a time: in slices of two milliseconds and long breaths no keystroke waits for this one.
_AT_ONCE, _BREATH = 4, 0.008


class Seen(NamedTuple):
    """What is in view: the open inventory, its figures and the year, each None where there is none."""

    inventory: Inventory | None
    figures: Figures | None
    year: int | None


class Flags(QObject):
    """The flagged values of the year in view; `changed` says that they, or what is missing, may differ now.

    Whoever opens files says `take_all` for new figures, `take_later` for another year, `take_change` and `clear`. A
    new year is judged by a thread of its own; after an edit only the sources that it touched, a moment later.
    """

    changed = Signal()

    def __init__(self, parent: QObject, seen: Callable[[], Seen]) -> None:
        """Judge what is `seen`; `year` is the year whose `waiting` flags are known, None until they are."""
        super().__init__(parent)
        self._seen = seen
        self.year: int | None = None
        self.waiting: list[Flag] = []
        self._found: dict[int, list[Flag]] = {}
        self._touched: set[int] | None = None
        self._task: Task | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SOON)
        self._later.timeout.connect(self.judge)

    def clear(self) -> None:
        """Forget everything and stop looking; the thread has let go of the file when this returns."""
        self._later.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()
        self.year, self.waiting, self._found, self._touched = None, [], {}, None
        self.changed.emit()

    @property
    def count(self) -> int:
        """How many values of the year in view are missing or flagged."""
        figures, year = self._seen().figures, self._shown_year()
        if figures is None or year is None:
            return 0
        missing = sum(len(places) for places in figures.missing_months(year).values())
        return missing + (len(self.waiting) if self.year == year else 0)

    def judge(self) -> None:
        """Look at the sources that were touched: a few of them now, many in a thread of their own."""
        seen, year = self._seen(), self._shown_year()
        inventory, figures = seen.inventory, seen.figures
        if inventory is None or figures is None or self._task is not None:
            return
        if year is None:
            self.clear()
            return
        if year != self.year:
            self._touched = None
        wanted = [
            source
            for identity, source in figures.sources.items()
            if self._touched is None or identity in self._touched
        ]
        before, self._touched = self._touched, set()
        if len(wanted) <= _FEW or inventory.is_in_memory:
            self._take(year, before, judged(inventory, wanted, year))
        else:
            self._start(inventory.path, year, before, wanted)

    def _start(self, path: Path, year: int, before: set[int] | None, wanted: Sequence[Source]) -> None:
        task = Task(self, say("Looking for unusual values"), _judge_file, path, wanted, year)
        self._task = task
        task.done.connect(lambda found: self._done(task, year, before, found))
        task.failed.connect(lambda _error: self._done(task, year, before, None))
        task.start(Task.Priority.LowPriority)

    def _done(
        self, task: Task, year: int, before: set[int] | None, found: dict[int, list[Flag]] | None
    ) -> None:
        """Take what a thread found, unless it is no longer wanted; a file that cannot be read has no flags."""
        if task is not self._task:
            return
        self._task = None
        self._take(year, before, found or {})
        if self._touched or self._touched is None or self._shown_year() != year:
            self._later.start()

    def _take(self, year: int, touched: set[int] | None, found: dict[int, list[Flag]]) -> None:
        from carbondesk.report.flags import waiting

        inventory = self._seen().inventory
        if inventory is None:
            return
        if touched is None:
            self._found = found
        else:
            self._found = {key: flags for key, flags in self._found.items() if key not in touched} | found
        self.year, self.waiting = year, waiting(inventory, self._found)
        self.changed.emit()

    def take_all(self) -> None:
        """Judge everything anew: the figures are new."""
        self._touched = None
        self._later.start()

    def take_later(self) -> None:
        """Judge soon: another year may be in view."""
        self._later.start()

    def take_change(self, change: Change | None) -> None:
        """Judge the sources that a change touched, all of them where it may concern any."""
        if change is None or change.sources is None or change.tables & {"organisation", "site", "source"}:
            self._touched = None
        elif self._touched is not None:
            self._touched |= set(change.sources)
        self._later.start()

    def _shown_year(self) -> int | None:
        figures, year = self._seen().figures, self._seen().year
        if figures is None or not figures.years:
            return None
        return year if year in figures.years else figures.years[-1]


def judged(
    inventory: Inventory, sources: Sequence[Source], year: int, progress: Progress | None = None
) -> dict[int, list[Flag]]:
    """Return what stands out in a year, a few sources at a time, so that a watched task can be stopped."""
    from carbondesk.report.flags import flags_of

    found: dict[int, list[Flag]] = {}
    for first in range(0, len(sources), _AT_ONCE):
        if progress is not None:
            progress(first, len(sources), EMPTY)
            sleep(_BREATH)
        found |= flags_of(inventory, sources[first : first + _AT_ONCE], year)
    return found


def _judge_file(
    progress: Progress, path: Path, sources: Sequence[Source], year: int
) -> dict[int, list[Flag]]:
    """Judge over a connection of this thread's own."""
    from carbondesk.store import Inventory

    inventory = Inventory.open(path, read_only=True)
    try:
        return judged(inventory, sources, year, progress)
    finally:
        inventory.close()
