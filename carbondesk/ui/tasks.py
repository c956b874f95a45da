"""Work off the main thread: a task is a plain function that takes `progress` first.

The worker keeps its own connection to the file, reports where it is, and is stopped by an exception that leaves
through its open step and so takes everything back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from carbondesk.domain.progress import Cancelled
from carbondesk.domain.text import EMPTY, Text

_REPORT_EVERY = 0.05


class Task(QThread):
    """One run of a function in a thread of its own.

    Signals: `progressed(done, total, note)`, then exactly one of `done(result)`, `failed(exception)`, `cancelled()`;
    all arrive in the main thread. The parent keeps the task alive until its next one begins.
    """

    progressed = Signal(int, int, object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject, title: Text, function: Callable[..., Any], *arguments: Any) -> None:
        """Prepare the run; `start()` begins it."""
        # Finished ones go now and not when they finish: their own last signals would be lost with them.
        for old in parent.findChildren(Task):
            if old.isFinished():
                old.deleteLater()
        super().__init__(parent)
        self.title = title
        self._function = function
        self._arguments = arguments
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the function to stop at its next report of progress; nothing of it is kept."""
        self._stop.set()

    def run(self) -> None:
        """Call the function in this thread and send what came of it."""
        try:
            result = self._function(self._progress, *self._arguments)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - whatever went wrong is shown in the main thread
            self.failed.emit(error)
        else:
            self.done.emit(result)

    def _progress(self, done: int, total: int, note: Text = EMPTY, /) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told >= _REPORT_EVERY or done == total:
            self._told = now
            self.progressed.emit(done, total, note)
