from __future__ import annotations

import pytest

from carbondesk.domain.progress import Cancelled, Progress, silent
from carbondesk.domain.text import say


def count(progress: Progress, total: int) -> int:
    for done in range(total):
        progress(done, total, say("Counting"))
    return total


def test_a_task_runs_with_nobody_watching() -> None:
    assert count(silent, 3) == 3


def test_whoever_watches_may_end_a_task() -> None:
    seen = []

    def impatient(done: int, total: int, note: object = None, /) -> None:
        seen.append((done, total, str(note)))
        raise Cancelled

    with pytest.raises(Cancelled):
        count(impatient, 3)
    assert seen == [(0, 3, "Counting")]
