from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.pulls import PAUSE
from carbondesk.ui.widgets.reduction_slider import ReductionSlider
from tests.ui.pictures import colours_of, picture

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class Told:
    """What a slider told."""

    def __init__(self, slider: ReductionSlider) -> None:
        self.dragged: list[float] = []
        self.settled: list[float] = []
        self.cancelled: list[bool] = []
        slider.dragged.connect(self.dragged.append)
        slider.settled.connect(self.settled.append)
        slider.cancelled.connect(lambda: self.cancelled.append(True))


@pytest.fixture
def slider(qtbot: QtBot) -> ReductionSlider:
    made = ReductionSlider()
    qtbot.addWidget(made)
    made.resize(270, made.sizeHint().height())
    made.set_range(0.3, 0.7)
    made.minimum_mark = 0.42
    made.share = 0.46
    made.show()
    return made


@pytest.fixture
def told(slider: ReductionSlider) -> Told:
    return Told(slider)


def spot(share: float) -> QPoint:
    """Return where a share lies on a slider of 270 px from 30 % to 70 %."""
    return QPoint(round(13.5 + (share - 0.3) / 0.4 * 243), 14)


def test_a_drag_tells_every_value_and_one_at_the_end(slider: ReductionSlider, told: Told) -> None:
    QTest.mousePress(slider, LEFT, PLAIN, spot(0.46))
    assert told.dragged == []
    for share in (0.48, 0.5, 0.55):
        QTest.mouseMove(slider, spot(share))
    QTest.mouseRelease(slider, LEFT, PLAIN, spot(0.55))
    assert told.dragged == [pytest.approx(share, abs=0.002) for share in (0.48, 0.5, 0.55)]
    assert told.settled == [told.dragged[-1]]
    assert slider.share == told.settled[0]


def test_pressing_beside_the_knob_brings_it_there_and_the_ends_hold_it(
    slider: ReductionSlider, told: Told
) -> None:
    QTest.mousePress(slider, LEFT, PLAIN, spot(0.6))
    assert slider.share == pytest.approx(0.6, abs=0.002)
    QTest.mouseMove(slider, QPoint(2000, 14))
    assert slider.share == 0.7
    QTest.mouseMove(slider, QPoint(-2000, 14))
    QTest.mouseRelease(slider, LEFT, PLAIN, QPoint(-2000, 14))
    assert told.settled == [0.3]


def test_a_click_on_the_knob_changes_nothing_whatever_lies_between_two_snaps(
    slider: ReductionSlider, told: Told
) -> None:
    slider.share = 0.41033
    QTest.mouseClick(slider, LEFT, PLAIN, spot(0.41033))
    assert (told.dragged, told.settled, slider.share) == ([], [], 0.41033)


def test_the_wheel_leaves_it_alone_and_goes_to_what_scrolls(slider: ReductionSlider, told: Told) -> None:
    spot_of = slider.mapToGlobal(spot(0.5))
    wheel = QWheelEvent(
        QPointF(spot(0.5)), QPointF(spot_of), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, PLAIN,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, wheel)
    assert not wheel.isAccepted()
    QTest.mouseMove(slider, spot(0.6))
    assert told.dragged == []


@pytest.mark.parametrize(
    ("key", "modifiers", "change"),
    [
        (Qt.Key.Key_Right, PLAIN, 0.001),
        (Qt.Key.Key_Left, PLAIN, -0.001),
        (Qt.Key.Key_Up, SHIFT, 0.01),
        (Qt.Key.Key_Left, SHIFT, -0.01),
        (Qt.Key.Key_PageUp, PLAIN, 0.05),
        (Qt.Key.Key_PageDown, PLAIN, -0.05),
    ],
)
def test_right_and_up_ask_for_more(
    slider: ReductionSlider, told: Told, key: Qt.Key, modifiers: Qt.KeyboardModifier, change: float
) -> None:
    QTest.keyClick(slider, key, modifiers)
    assert told.dragged == [pytest.approx(0.46 + change)]


def test_home_and_end_go_to_the_ends_of_the_range(slider: ReductionSlider, told: Told) -> None:
    QTest.keyClick(slider, Qt.Key.Key_End)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert told.dragged == [0.7, 0.3]


def test_a_run_of_keys_is_one_change(slider: ReductionSlider, told: Told, qtbot: QtBot) -> None:
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert told.settled == []
    qtbot.waitUntil(lambda: bool(told.settled), timeout=PAUSE + 3000)
    assert told.settled == [pytest.approx(0.464)]


def test_esc_brings_the_saved_value_back(slider: ReductionSlider, told: Told) -> None:
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    assert told.cancelled == [True]
    assert slider.share == 0.46
    assert told.settled == []


def test_what_is_saved_meanwhile_does_not_move_a_knob_that_is_held(slider: ReductionSlider) -> None:
    QTest.mousePress(slider, LEFT, PLAIN, spot(0.46))
    QTest.mouseMove(slider, spot(0.6))
    slider.share = 0.31
    assert slider.share == pytest.approx(0.6, abs=0.002)
    QTest.mouseRelease(slider, LEFT, PLAIN, spot(0.6))
    slider.share = 0.31
    assert slider.share == 0.31


def test_leaving_it_settles_what_keys_began(slider: ReductionSlider, told: Told, qtbot: QtBot) -> None:
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    slider.clearFocus()
    assert told.settled == [pytest.approx(0.461)]


def test_under_the_minimum_it_turns_red_and_without_one_it_never_does(slider: ReductionSlider) -> None:
    found = []
    for value, mark in ((0.46, 0.42), (0.35, 0.42), (0.35, None)):
        slider.share, slider.minimum_mark = value, mark
        found.append((slider.too_weak, "#A3281D" in colours_of(slider)))
    assert found == [(False, False), (True, True), (False, False)]


def test_a_screen_reader_hears_a_slider_its_value_and_the_minimum(
    slider: ReductionSlider, told: Told
) -> None:
    interface = QAccessible.queryAccessibleInterface(slider)
    assert interface.role() == QAccessible.Role.Slider
    assert slider.accessibleName() == "Reduction"
    assert slider.accessibleDescription() == "46.0 %, minimum 42.0 %"
    value = interface.valueInterface()
    if value is not None:
        value.setCurrentValue(500)
        assert told.dragged == [0.5]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_it_is_drawn_whole_at_every_size(slider: ReductionSlider, scale: float) -> None:
    fonts.set_text_scale(scale)
    slider.resize(slider.sizeHint())
    before = picture(slider)
    language.use("zh_CN")
    slider.setEnabled(False)
    assert picture(slider) != before
    slider.set_range(0.0, 0.0)
    assert picture(slider).width() == slider.width()
