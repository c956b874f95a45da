from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from carbondesk.ui.pulls import PAUSE, Pull


@pytest.fixture
def pull(qapp: QObject) -> Pull:
    made = Pull(qapp)
    made.rest(0.46)
    return made


def test_what_is_saved_is_taken_until_a_change_is_under_way(pull: Pull) -> None:
    pull.rest(0.3)
    assert pull.share == 0.3
    pull.take()
    pull.move(0.4)
    pull.rest(0.9)
    assert pull.share == 0.4
    assert pull.active
    assert pull.held


def test_the_same_value_again_says_nothing(pull: Pull) -> None:
    seen: list[float] = []
    pull.dragged.connect(seen.append)
    pull.take()
    for share in (0.5, 0.5002, 0.4998, 0.501):
        pull.move(share)
    assert seen == [0.5, 0.501]


def test_a_value_that_came_back_is_no_change(pull: Pull) -> None:
    told: list[str] = []
    pull.settled.connect(lambda _share: told.append("settled"))
    pull.cancelled.connect(lambda: told.append("cancelled"))
    pull.take()
    pull.move(0.5)
    pull.move(0.46)
    pull.settle()
    assert told == ["cancelled"]
    pull.take()
    pull.settle()
    pull.settle()
    pull.cancel()
    assert told == ["cancelled"]


def test_keys_go_on_with_the_mouse_as_one_change(pull: Pull, qtbot: QtBot) -> None:
    seen: list[float] = []
    pull.settled.connect(seen.append)
    pull.step(0.01)
    pull.take()
    qtbot.wait(PAUSE + 50)
    assert seen == []
    pull.step(0.01)
    pull.settle()
    assert seen == [pytest.approx(0.48)]


def test_nothing_goes_beyond_the_ends(pull: Pull) -> None:
    pull.low, pull.high = 0.2, 0.6
    pull.take()
    pull.move(0.99)
    assert pull.share == 0.6
    pull.step(-0.9)
    assert pull.share == 0.2
