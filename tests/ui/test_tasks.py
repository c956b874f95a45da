from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from carbondesk.domain.progress import Progress
from carbondesk.domain.text import Text, say
from carbondesk.ui.tasks import Task


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QObject]:
    made = QObject()
    yield made
    for task in made.findChildren(QThread):
        task.wait()


def count(progress: Progress, top: int) -> int:
    for number in range(top):
        progress(number, top, say("Row {n}", n=number))
    progress(top, top)
    return top


def test_a_task_gives_its_result_in_the_main_thread(qtbot: QtBot, parent: QObject) -> None:
    task = Task(parent, say("Counting"), count, 1000)
    arrived: list[threading.Thread] = []
    task.done.connect(lambda _: arrived.append(threading.current_thread()))
    with qtbot.waitSignal(task.done) as done:
        task.start()
    qtbot.waitUntil(lambda: bool(arrived))
    assert done.args == [1000]
    assert arrived == [threading.main_thread()]


def test_progress_is_told_in_moderation_and_its_end_always(qtbot: QtBot, parent: QObject) -> None:
    task = Task(parent, say("Counting"), count, 100_000)
    told: list[tuple[int, int]] = []
    task.progressed.connect(lambda done, total, _note: told.append((done, total)))
    with qtbot.waitSignal(task.done):
        task.start()
    qtbot.waitUntil(lambda: bool(told) and told[-1] == (100_000, 100_000))
    assert len(told) < 1000


def test_what_goes_wrong_is_handed_over_as_it_is(qtbot: QtBot, parent: QObject) -> None:
    fault = OSError("no room")

    def fail(progress: Progress) -> None:
        raise fault

    task = Task(parent, say("Failing"), fail)
    with qtbot.assertNotEmitted(task.done), qtbot.waitSignal(task.failed) as failed:
        task.start()
    assert failed.args == [fault]
    task.wait()


def test_a_cancelled_task_stops_at_its_next_report(qtbot: QtBot, parent: QObject) -> None:
    asked, reached = threading.Event(), []

    def work(progress: Progress) -> None:
        progress(0, 2)
        reached.append("begun")
        asked.wait(5)
        progress(1, 2, Text("half"))
        reached.append("gone on")

    task = Task(parent, say("Working"), work)
    with qtbot.assertNotEmitted(task.failed), qtbot.waitSignal(task.cancelled):
        task.start()
        task.cancel()
        asked.set()
    assert "gone on" not in reached
