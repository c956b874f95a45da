"""How a long task tells where it is, and how it is stopped.

A task is a function that takes `progress` first. It calls it now and then; whoever wants the task to end lets
that call raise `Cancelled`, which leaves through the open step and so takes everything back.
"""

from __future__ import annotations

from typing import Protocol

from carbondesk.domain.text import EMPTY, Text


class Progress(Protocol):
    """Called by a task with how many of how many units are done and a note on what it is at."""

    def __call__(self, done: int, total: int, note: Text = EMPTY, /) -> None:
        """Take note of the progress; `total` 0: not known. May raise `Cancelled`."""
        ...


class Cancelled(Exception):  # noqa: N818 - a wish of the person in front, not an error
    """The task was asked to stop; nothing that it began is kept."""


def silent(done: int, total: int, note: Text = EMPTY, /) -> None:
    """Take note of nothing: for tests and for callers that nobody watches."""
