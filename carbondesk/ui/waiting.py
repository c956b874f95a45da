"""Waiting for the window from outside of it, as the tour and the self-check do: events go on meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

LONGEST_MS = 30_000
"""Longer than anything takes that these wait for, on a slow computer."""

_STEP_MS = 20


def rest(milliseconds: int) -> None:
    """Let timers, layouts and late imports of a page come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(ready: Callable[[], bool], milliseconds: int | None = None) -> bool:
    """Wait until something is so, at most so long or `LONGEST_MS`; tell whether it became so in time."""
    for _ in range(max(1, (LONGEST_MS if milliseconds is None else milliseconds) // _STEP_MS)):
        if ready():
            return True
        rest(_STEP_MS)
    return ready()
