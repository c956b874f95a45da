"""The knob of a target's chart under real mouse and key events: each test pulls it as a person does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk.report.target_charts import target_chart
from carbondesk.ui.plots.target import TargetPlot
from carbondesk.ui.pulls import PAUSE
from tests.ui.target_cases import (
    LEFT,
    PLAIN,
    SHIFT,
    Told,
    knob,
    move,
    press,
    release,
    share_under,
    shown,
    studied,
)


@pytest.fixture
def plot(qtbot: QtBot) -> TargetPlot:
    return shown(qtbot)


@pytest.fixture
def told(plot: TargetPlot) -> Told:
    return Told(plot)


# ---- the mouse -------------------------------------------------------------------------------------------


def test_a_drag_tells_every_value_and_one_at_the_end(plot: TargetPlot, told: Told) -> None:
    start = knob(plot)
    press(plot, start)
    for step in range(1, 11):
        move(plot, start - QPoint(0, 4 * step))
    assert len(told.dragged) == 10
    assert told.settled == []
    release(plot, start - QPoint(0, 40))
    assert told.settled == [told.dragged[-1]]
    assert told.settled[0] == pytest.approx(share_under(plot, plot.knob_spot().y()), abs=0.0006)
    assert told.cancelled == 0


def test_the_knob_stays_under_the_pointer_where_it_was_taken(plot: TargetPlot, told: Told) -> None:
    taken = knob(plot) + QPoint(4, 6)
    press(plot, taken)
    assert told.dragged == []
    before = plot.knob_spot().y()
    move(plot, taken + QPoint(0, 30))
    assert plot.knob_spot().y() == pytest.approx(before + 30, abs=0.6)
    release(plot, taken + QPoint(0, 30))


def test_every_value_is_a_tenth_of_a_percent_with_shift_a_whole_one(plot: TargetPlot, told: Told) -> None:
    start = knob(plot)
    press(plot, start)
    for step in range(1, 30):
        move(plot, start + QPoint(0, 3 * step))
    assert all(abs(share * 1000 - round(share * 1000)) < 1e-6 for share in told.dragged)
    assert any(abs(share * 100 - round(share * 100)) > 1e-6 for share in told.dragged)
    release(plot, start)
    told.dragged.clear()
    QTest.mousePress(plot.viewport(), LEFT, SHIFT, knob(plot))
    for step in range(1, 30):
        event_at = start + QPoint(0, 3 * step)
        QTest.mouseEvent(QTest.MouseAction.MouseMove, plot.viewport(), LEFT, SHIFT, event_at)
    assert told.dragged
    assert all(abs(share * 100 - round(share * 100)) < 1e-6 for share in told.dragged)
    release(plot, start)


def test_the_knob_stops_at_the_ends_of_its_track(plot: TargetPlot, told: Told) -> None:
    start = knob(plot)
    press(plot, start)
    move(plot, QPoint(start.x(), -500))
    assert told.dragged[-1] == 0.0
    move(plot, QPoint(start.x() + 300, 5000))
    assert told.dragged[-1] == 1.0
    release(plot, QPoint(start.x(), 5000))
    assert told.settled == [1.0]


def test_pressing_the_track_brings_the_knob_there(plot: TargetPlot, told: Told) -> None:
    spot = QPoint(knob(plot).x() - 9, knob(plot).y() + 70)
    press(plot, spot)
    release(plot, spot)
    assert told.settled == [pytest.approx(share_under(plot, spot.y()), abs=0.001)]


def test_a_click_on_the_knob_changes_nothing(plot: TargetPlot, told: Told) -> None:
    for _ in range(2):
        press(plot, knob(plot))
        release(plot, knob(plot))
    QTest.mouseDClick(plot.viewport(), LEFT, PLAIN, knob(plot))
    assert plot.pull.held
    release(plot, knob(plot))
    assert (told.dragged, told.settled, told.cancelled) == ([], [], 0)
    assert not plot.pull.held


def test_a_click_on_a_knob_between_two_snaps_leaves_it_between_them(plot: TargetPlot, told: Told) -> None:
    plot.show_chart(target_chart(studied(reduction=0.41033)))
    press(plot, knob(plot))
    release(plot, knob(plot))
    assert (told.dragged, told.settled) == ([], [])
    assert plot.pull.share == 0.41033


def test_beside_track_and_with_another_button_nothing_is_pulled(plot: TargetPlot, told: Told) -> None:
    press(plot, knob(plot) - QPoint(60, 0))
    move(plot, knob(plot) - QPoint(60, 50))
    QTest.mousePress(plot.viewport(), Qt.MouseButton.RightButton, PLAIN, knob(plot))
    assert not plot.pull.held
    assert told.dragged == []


def test_coming_back_to_the_start_is_no_change(plot: TargetPlot, told: Told) -> None:
    start = knob(plot)
    press(plot, start)
    move(plot, start - QPoint(0, 50))
    move(plot, start)
    plot.pull.move(0.5)
    release(plot, start)
    assert told.settled == []
    assert told.cancelled == 1


def test_esc_during_a_drag_brings_the_saved_target_back(plot: TargetPlot, told: Told) -> None:
    start, at = knob(plot), plot.knob_spot()
    press(plot, start)
    move(plot, start - QPoint(0, 80))
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert told.cancelled == 1
    assert plot.knob_spot() == at
    move(plot, start - QPoint(0, 20))
    release(plot, start - QPoint(0, 20))
    assert told.settled == []
    assert len(told.dragged) == 1


def test_the_pointer_says_where_the_knob_can_be_taken(plot: TargetPlot) -> None:
    move(plot, knob(plot) + QPoint(13, 0))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.SizeVerCursor
    assert plot.knob.lit
    move(plot, knob(plot) - QPoint(90, 0))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_without_a_page_that_answers_the_knob_moves_all_the_same(plot: TargetPlot) -> None:
    start = knob(plot)
    press(plot, start)
    move(plot, start - QPoint(0, 60))
    assert plot.knob_spot().y() == pytest.approx(start.y() - 60, abs=1.2)
    assert plot.knob.at == plot.knob_spot()
    release(plot, start)


# ---- the keyboard ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "modifiers", "change"),
    [
        (Qt.Key.Key_Down, PLAIN, 0.001),
        (Qt.Key.Key_Up, PLAIN, -0.001),
        (Qt.Key.Key_Down, SHIFT, 0.01),
        (Qt.Key.Key_Up, SHIFT, -0.01),
        (Qt.Key.Key_PageDown, PLAIN, 0.05),
        (Qt.Key.Key_PageUp, PLAIN, -0.05),
    ],
)
def test_keys_move_the_knob_the_way_they_point(
    plot: TargetPlot, told: Told, key: Qt.Key, modifiers: Qt.KeyboardModifier, change: float
) -> None:
    QTest.keyClick(plot, key, modifiers)
    assert told.dragged == [pytest.approx(0.5 + change)]


def test_a_run_of_keys_settles_once_after_a_pause(plot: TargetPlot, told: Told, qtbot: QtBot) -> None:
    for _ in range(5):
        QTest.keyClick(plot, Qt.Key.Key_Down)
    assert told.settled == []
    qtbot.waitUntil(lambda: bool(told.settled), timeout=PAUSE + 3000)
    assert told.settled == [pytest.approx(0.505)]


def test_enter_settles_at_once_and_esc_takes_the_keys_back(plot: TargetPlot, told: Told) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.settled == [pytest.approx(0.501)]
    QTest.keyClick(plot, Qt.Key.Key_Up)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert told.cancelled == 1
    assert len(told.settled) == 1
    assert not plot.pull.active


def test_leaving_the_chart_settles_what_keys_began(plot: TargetPlot, told: Told, qtbot: QtBot) -> None:
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    plot.clearFocus()
    assert told.settled == [pytest.approx(0.501)]


def test_left_and_right_move_the_read_out_and_leave_the_knob_alone(plot: TargetPlot, told: Told) -> None:
    years: list[object] = []
    plot.pointed.connect(years.append)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.readout_text().startswith("2026: Target path 7,222, 1.5 °C minimum ")
    for _ in range(9):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert years == [*range(2025, 2031), 2050, None]
    assert told.dragged == []


def test_the_read_out_follows_while_the_knob_moves(plot: TargetPlot, told: Told) -> None:
    plot.point_at(2029)
    before = plot.readout_text()
    QTest.keyClick(plot, Qt.Key.Key_PageDown)
    assert plot.year == 2029
    assert plot.readout_text() != before
    assert told.dragged


def test_a_key_that_means_nothing_here_is_left_to_the_window(plot: TargetPlot) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F6, PLAIN)
    QApplication.sendEvent(plot, event)
    assert not event.isAccepted()


def test_a_command_takes_what_keys_have_done_so_far(plot: TargetPlot, told: Told) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert told.settled == []
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(plot, event)
    assert told.settled == [pytest.approx(0.502)]
