"""What is open right now: the inventory, its figures, the year and site in view.

Pages are handed the session and meet only through it: they write in steps and repaint on `changed`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from carbondesk.domain.text import Text, say
from carbondesk.ui.flags import Flags, Seen
from carbondesk.ui.settings import Recent, Settings
from carbondesk.ui.tasks import Task

if TYPE_CHECKING:
    from carbondesk.domain.progress import Progress
    from carbondesk.report.figures import Figures
    from carbondesk.store import Change, Inventory, Step, StepRow


class Session(QObject):
    """One open inventory with its figures, and the context that the pages share.

    `figures` is None until they are read; `year` is a reporting year's label and `site` a site's id, both None
    while nothing is chosen.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal(object)
    context_changed = Signal()
    figures_ready = Signal()
    task_started = Signal(object)
    failed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        """Start with nothing open."""
        super().__init__(parent)
        self.settings = settings
        self.inventory: Inventory | None = None
        self.figures: Figures | None = None
        self.year: int | None = None
        self.site: int | None = None
        self._unwatch: Callable[[], None] = _nothing
        self._waiting: list[Change] = []
        self.flags = Flags(self, lambda: Seen(self.inventory, self.figures, self.year))
        self.figures_ready.connect(self.flags.take_all)
        self.context_changed.connect(self.flags.take_later)
        self.changed.connect(self.flags.take_change)
        self.closed.connect(self.flags.clear)

    # ---- opening and closing -----------------------------------------------------------------------------

    def open(self, inventory: Inventory, *, in_background: bool = True) -> None:
        """Take an open inventory; its figures follow with `figures_ready`."""
        self.close()
        self.inventory = inventory
        self._unwatch = inventory.watch(self._take)
        place = self.settings.places.get(self.path, {})
        self.year, self.site = place.get("year"), place.get("site")
        self.opened.emit()
        if in_background and self.path:
            self.start(say("Reading the inventory"), _read_figures, inventory.path, done=self._take_figures)
        else:
            self._take_figures(_figures(inventory))

    def close(self) -> None:
        """Let go of the inventory, keeping where the person was."""
        if self.inventory is None:
            return
        self.remember()
        self._unwatch()
        self.inventory.close()
        self.inventory, self.figures, self._waiting = None, None, []
        self.year = self.site = None
        self.closed.emit()

    @property
    def path(self) -> str:
        """The open file's path as text, empty when nothing is open or it lives in memory."""
        inventory = self.inventory
        return "" if inventory is None or inventory.is_in_memory else str(inventory.path)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written now."""
        return self.inventory is None or self.inventory.read_only

    def remember(self) -> None:
        """Keep the open file among the recent ones with what the welcome page shows of it."""
        inventory, figures = self.inventory, self.figures
        if inventory is None or not self.path:
            return
        complete = None
        if figures is not None and self.year is not None:
            totals = figures.totals(self.year)
            if totals.expected_values:
                complete = 1.0 - totals.missing_values / totals.expected_values
        now = datetime.now(UTC).astimezone().isoformat(timespec="minutes")
        year = "" if self.year is None else str(self.year)
        self.settings.places[self.path] = {"year": self.year, "site": self.site}
        self.settings.remember(Recent(self.path, inventory.organisation.name, year, complete, now))
        self.settings.save()

    # ---- context -----------------------------------------------------------------------------------------

    def show_year(self, year: int) -> None:
        """Bring another reporting year into view on every page."""
        if year != self.year:
            self.year = year
            self.context_changed.emit()

    def show_site(self, site: int | None) -> None:
        """Bring another site into view on every page."""
        if site != self.site:
            self.site = site
            self.context_changed.emit()

    # ---- writing -----------------------------------------------------------------------------------------

    def step(self, title: Text, reason: str = "") -> AbstractContextManager[Step]:
        """Open a step of the inventory in the name of the person at the desk."""
        if self.inventory is None:
            message = "nothing is open"
            raise RuntimeError(message)
        return self.inventory.step(title, reason=reason, person=self.settings.person)

    def undo(self) -> StepRow | None:
        """Take the last step back; None when there is none."""
        return None if self.read_only or self.inventory is None else self.inventory.undo()

    def redo(self) -> StepRow | None:
        """Do the step again that was taken back last; None when there is none."""
        return None if self.read_only or self.inventory is None else self.inventory.redo()

    def look_outside(self) -> None:
        """Read everything again when another program has written to the file."""
        if self.inventory is not None and self.figures is not None and self.inventory.external_change():
            self.figures.load()
            self.changed.emit(None)

    # ---- tasks -------------------------------------------------------------------------------------------

    def start(
        self,
        title: Text,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Run a function that takes `progress` first off the main thread and return its task.

        What goes wrong is sent to `failed`, or as the session's own signal where nobody asked for it.
        """
        task = Task(self, title, function, *arguments)
        if done is not None:
            task.done.connect(done)
        task.failed.connect(failed if failed is not None else self.failed)
        self.task_started.emit(task)
        task.start()
        return task

    @property
    def is_working(self) -> bool:
        """Whether a task is on its way."""
        return any(task.isRunning() for task in self.findChildren(Task))

    def finish_tasks(self) -> None:
        """Ask every task to stop and wait until it has: a thread must not outlive the program."""
        for task in self.findChildren(Task):
            task.cancel()
            task.wait()

    # ---- keeping the figures -----------------------------------------------------------------------------

    def _take(self, change: Change) -> None:
        if self.figures is None:
            self._waiting.append(change)
            return
        self.figures.refresh(change)
        self._choose_context()
        self.changed.emit(change)

    def _take_figures(self, figures: Figures) -> None:
        if self.inventory is None or figures.inventory.path != self.inventory.path:
            return
        figures.read_from(self.inventory)
        if self._waiting:
            figures.load()
            self._waiting = []
        self.figures = figures
        self._choose_context()
        self.figures_ready.emit()

    def _choose_context(self) -> None:
        """Fall back to the last year with data and the first site where the chosen ones do not exist."""
        figures = self.figures
        if figures is None:
            return
        if self.year is None:
            self.year = figures.years[-1] if figures.years else None
        if self.site not in figures.sites:
            self.site = next(iter(figures.sites), None)


def _figures(inventory: Inventory) -> Figures:
    from carbondesk.domain.records import Factor, GwpName
    from carbondesk.report.figures import Figures
    from carbondesk.store.library import gwp_set, load_library

    sets = {name.value: gwp_set(name.value) for name in GwpName}
    figures = Figures(inventory, load_library(inventory.all(Factor)), sets)
    figures.load()
    return figures


def _read_figures(progress: Progress, path: Path) -> Figures:
    """Read the figures over a connection of this thread's own."""
    from carbondesk.store import Inventory
    from carbondesk.store.bulk import no_collection

    progress(0, 1)
    inventory = Inventory.open(path, read_only=True)
    try:
        with no_collection():
            figures = _figures(inventory)
    finally:
        inventory.close()
    progress(1, 1)
    return figures


def _nothing() -> None:
    return
