"""The check of the chain: off the main thread where the inventory is a file, stopped with Esc, kept until closed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui.pages.audit import makings

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.store import Verification
    from carbondesk.ui.pages.audit.integrity import IntegrityPane
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task


class ChainCheck(QObject):
    """Signals: `begun()`, `ended()` whatever came of it, `verified(Verification)` when something did."""

    begun = Signal()
    ended = Signal()
    verified = Signal(object)

    def __init__(self, session: Session, side: IntegrityPane) -> None:
        super().__init__(side)
        self.session = session
        self.result: Verification | None = None
        self.at: datetime | None = None
        self.documents: list[Finding] | None = None
        self._side = side
        self._task: Task | None = None

    def start(self, against: str = "") -> None:
        """Prove the chain, and that it once had a head."""
        inventory = self.session.inventory
        if inventory is None or self._task is not None:
            return
        if not self.session.path:
            self._take(inventory.verify(against=against or None), against)
            return
        self._side.show_progress(0, 0)
        task = self.session.start(
            say("Checking the chain"),
            makings.verify,
            Path(self.session.path),
            against or None,
            done=lambda found: self._done(task, found, against),
            failed=lambda error: self._fail(task, error),
        )
        self._task = task
        task.progressed.connect(lambda done, total, _note: self._side.show_progress(done, total))
        task.cancelled.connect(lambda: self._end(task))
        self.begun.emit()

    def stop(self) -> None:
        """Stop a check; what was known before stays."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Let go of what is known of another file."""
        self.stop()
        self.result, self.at, self.documents = None, None, None

    def _done(self, task: Task, found: tuple[Verification, list[Finding] | None], against: str) -> None:
        if task is self._task:
            self._end(task)
            result, self.documents = found
            self._take(result, against)

    def _fail(self, task: Task, error: Exception) -> None:
        self._end(task)
        self.session.failed.emit(error)

    def _end(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._side.loading.hide()
            self.ended.emit()

    def _take(self, result: Verification, against: str) -> None:
        self.result, self.at = result, datetime.now(UTC).astimezone()
        if against and not result.intact and result.broken_at is None:
            self._side.refuse_head(tr(result.what))
        self.verified.emit(result)
