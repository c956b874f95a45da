"""The chart of a target under real mouse and key events: every test pulls the knob as a person does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.domain.records import TargetKind, TargetMethod
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.studies import study
from carbondesk.report.target_charts import TargetChart, target_chart
from carbondesk.ui import fonts
from carbondesk.ui.plots.target import TargetPlot
from carbondesk.ui.pulls import PAUSE
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK
from tests.ui.target_cases import FALLING, OURS, studied

CHART = target_chart(studied())
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Told:
    """What a plot told, while its chart follows as it does on the page."""

    def __init__(self, plot: TargetPlot) -> None:
        self.plot = plot
        self.dragged: list[float] = []
        self.settled: list[float] = []
        self.cancelled = 0
        plot.dragged.connect(self._drag)
        plot.settled.connect(self.settled.append)
        plot.cancelled.connect(self._cancel)

    def _drag(self, share: float) -> None:
        self.dragged.append(share)
        self.plot.show_chart(target_chart(studied(reduction=share)))

    def _cancel(self) -> None:
        self.cancelled += 1
        self.plot.show_chart(CHART)


@pytest.fixture
def plot(qtbot: QtBot) -> TargetPlot:
    made = TargetPlot()
    qtbot.addWidget(made)
    made.resize(760, 460)
    made.show()
    made.show_chart(CHART)
    return made


@pytest.fixture
def told(plot: TargetPlot) -> Told:
    return Told(plot)


def knob(plot: TargetPlot) -> QPoint:
    return plot.knob_spot().toPoint()


def press(plot: TargetPlot, at: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(plot.viewport(), LEFT, modifiers, at)


def move(plot: TargetPlot, at: QPoint) -> None:
    QTest.mouseMove(plot.viewport(), at)


def release(plot: TargetPlot, at: QPoint) -> None:
    QTest.mouseRelease(plot.viewport(), LEFT, PLAIN, at)


def share_under(plot: TargetPlot, y: float) -> float:
    """Return the share at a height in pixels, computed anew from the axis."""
    top, height = plot.plane.area[1], plot.plane.area[3]
    value = plot.plane.y_range[1] * (1 - (y - top) / height)
    return 1 - value / 10_000


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


# ---- what is drawn ---------------------------------------------------------------------------------------


def test_only_what_moves_is_drawn_anew_and_the_axes_stay(plot: TargetPlot, told: Told) -> None:
    ground, lines = plot.ground, plot.lines.lines
    words = {name: box for name, box in plot.captions.items() if name.startswith("value")}
    press(plot, knob(plot))
    for step in range(1, 8):
        move(plot, knob(plot) + QPoint(0, step))
    changed = [
        place for place, (old, new) in enumerate(zip(lines, plot.lines.lines, strict=True)) if old != new
    ]
    assert plot.ground is ground
    assert len(changed) == 2
    assert {plot.lines.lines[place].tint for place in changed} == {"path"}
    assert {name: plot.captions[name] for name in words} == words
    release(plot, knob(plot))


def test_too_weak_is_said_in_words_and_in_red(plot: TargetPlot, told: Told) -> None:
    tints = [plot.knob.tint]
    plot.setFocus()
    for _ in range(4):
        QTest.keyClick(plot, Qt.Key.Key_PageUp)
    assert told.dragged[-1] == pytest.approx(0.3)
    assert [*tints, plot.knob.tint] == ["path", "err"]
    assert plot.tag.words is not None
    assert plot.tag.words.tint == "err"
    assert plot.captions["weak"].words == "too weak for 1.5 °C"
    assert "The target is too weak for 1.5 °C." in plot.accessibleDescription()


def test_the_tag_shows_change_and_amount_and_the_hint_until_it_was_pulled(
    plot: TargetPlot, told: Told
) -> None:
    assert plot.tag.words is not None
    assert (plot.tag.words.title, plot.tag.words.change) == ("Drag to change", "\u221250.0 %")
    assert plot.tag.words.amount == "5,000 t"
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert plot.tag.words is not None
    assert (plot.tag.words.title, plot.tag.words.change) == ("Target 2030", "\u221250.1 %")
    assert told.dragged


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(760, 460), (654, 380), (372, 560), (1100, 300), (460, 220)])
@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_no_words_collide_or_are_clipped(
    plot: TargetPlot, size: tuple[int, int], scale: float, spoken: str
) -> None:
    fonts.set_text_scale(scale)
    language.use(spoken)
    plot.resize(*size)
    for reduction in (0.0, 0.2, 0.405, 0.412, 0.5, 0.8, 1.0):
        plot.show_chart(target_chart(studied(reduction=reduction), complete=(2021, 2022, 2023, 2024)))
        boxes = {name: caption.box.adjusted(1, 1, -1, -1) for name, caption in plot.captions.items()}
        tag = plot.tag.box
        for name, box in boxes.items():
            assert not any(box.intersects(other) for mate, other in boxes.items() if mate != name), name
            assert QRectF(plot.rect()).contains(box), name
            assert not box.intersects(tag) or plot.captions[name].backed, name
        assert QRectF(plot.rect()).contains(tag), reduction
        assert "value 2025" in boxes


def test_no_line_of_the_target_runs_through_words(plot: TargetPlot) -> None:
    for reduction in (0.05, 0.3, 0.41, 0.5, 0.7, 0.95):
        plot.show_chart(target_chart(studied(reduction=reduction)))
        clear = [caption for caption in plot.captions.values() if caption.clear]
        assert clear
        for shape in plot.lines.shapes:
            spots = shape.toList()
            for start, end in pairwise(spots):
                for step in range(41):
                    at = start + (end - start) * (step / 40)
                    hit = [c.words for c in clear if c.box.adjusted(2, 2, -2, -2).contains(at)]
                    assert hit == [], (reduction, hit)


def test_the_pop_up_stays_inside_and_covers_neither_point_nor_tag(plot: TargetPlot) -> None:
    for year in CHART.years():
        plot.point_at(year)
        box = plot.pop_up.geometry()
        assert plot.rect().contains(box), year
        for _, value in CHART.heights(year):
            assert not box.contains(plot.pixel(CHART.x(year), value).toPoint()), year
        assert not QRectF(box).intersects(plot.tag.box), year


def test_lines_beside_keep_their_names_where_they_are_during_a_drag(plot: TargetPlot) -> None:
    others = [(f"Line {place}", studied(uid=str(place), reduction=0.1 + place / 40)) for place in range(30)]

    def show(share: float) -> None:
        plot.show_chart(target_chart(studied(reduction=share), others=others))

    plot.dragged.connect(show)
    show(0.5)
    named = {name: caption for name, caption in plot.captions.items() if name.startswith("strand")}
    assert len(named) >= 5
    start = knob(plot)
    press(plot, start)
    for step in range(1, 40):
        move(plot, start + QPoint(0, 2 * step))
        now = {name: caption for name, caption in plot.captions.items() if name.startswith("strand")}
        assert all(named[name].box == caption.box for name, caption in now.items())
        boxes = [caption.box.adjusted(1, 1, -1, -1) for caption in plot.captions.values()]
        assert not any(one.intersects(two) for place, one in enumerate(boxes) for two in boxes[:place])
    assert plot.lines.pictures <= 2
    release(plot, start)


def test_what_stands_on_the_screen_during_a_drag_is_what_a_whole_repaint_shows(
    plot: TargetPlot, told: Told
) -> None:
    plot.point_at(2028)
    QApplication.processEvents()
    start = knob(plot)
    press(plot, start)
    for step in range(1, 30):
        move(plot, start - QPoint(0, 4 * step))
        QApplication.processEvents()
        painted = plot.screen().grabWindow(plot.winId()).toImage()
        assert painted == plot.grab().toImage().convertToFormat(painted.format()), step
    release(plot, start)
    assert len(told.dragged) == 29


def test_a_year_that_lacks_values_has_an_open_dot_and_a_dashed_way(plot: TargetPlot) -> None:
    plot.show_chart(target_chart(studied(), complete=(2021, 2022, 2023, 2024)))
    assert [dot.open for dot in plot.dots.dots] == [False, False, False, False, True]
    dashed = [line for line in plot.lines.lines if line.tint == "actual" and line.dash]
    assert [line.points[-1][0] for line in dashed] == [2025]
    assert plot.captions["value 2025"].lines[0][2] == "warn"


def test_a_locked_target_shows_its_knob_and_says_why_it_stays(plot: TargetPlot, told: Told) -> None:
    plot.set_writable("The file is open somewhere else.")
    press(plot, knob(plot))
    move(plot, knob(plot) - QPoint(0, 50))
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert told.dragged == []
    assert plot.tag.words is not None
    assert plot.tag.words.title == "Target 2030"
    move(plot, knob(plot))
    assert plot.viewport().toolTip() == "The file is open somewhere else."
    assert plot.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    move(plot, knob(plot) - QPoint(90, 0))
    assert plot.viewport().toolTip() == ""
    plot.set_writable("")
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert len(told.dragged) == 1


def test_locking_during_a_drag_brings_the_saved_target_back(plot: TargetPlot, told: Told) -> None:
    press(plot, knob(plot))
    move(plot, knob(plot) - QPoint(0, 50))
    plot.set_writable("Locked.")
    assert told.cancelled == 1
    release(plot, knob(plot))
    assert told.settled == []


def test_a_share_is_pulled_only_where_the_page_takes_it(plot: TargetPlot) -> None:
    power = replace(OURS, method=TargetMethod.RENEWABLE_ELECTRICITY, scope="2", coverage=0.9)
    plot.show_chart(target_chart(study(power, replace(FALLING, renewable={2021: 0.3, 2022: 0.4, 2023: 0.5}))))
    seen: list[float] = []
    plot.dragged.connect(seen.append)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert seen == []
    plot.pulled_fields = frozenset({"reduction", "coverage"})
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert seen == [pytest.approx(0.901)]
    assert plot.tag.words is not None
    assert plot.tag.words.amount == "90.1 %"


@pytest.mark.parametrize(
    "chart",
    [
        target_chart(study(replace(OURS, base_year=2019, target_year=2010), FALLING)),
        target_chart(study(replace(OURS, base_year=None, most_recent_year=None), Grounds(emissions={}))),
        target_chart(studied(kind=TargetKind.NET_ZERO, target_year=2050, reduction=0.9)),
        target_chart(studied(rule_set="own")),
        target_chart(
            studied(), others=[study(OURS, FALLING, "SBTi-NT-5.3")], ghosts=[studied(reduction=0.6)]
        ),
    ],
)
def test_every_kind_of_target_is_drawn_in_both_themes(plot: TargetPlot, chart: TargetChart) -> None:
    plot.show_chart(chart)
    light = plot.grab().toImage()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, DARK)
    plot.restyle()
    assert plot.grab().toImage() != light
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert (plot.year is None) == (chart.years() == [])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
        QTest.keyClick(plot, key)


def test_the_picture_is_sharp_and_without_what_belongs_to_the_moment(plot: TargetPlot) -> None:
    plot.setFocus()
    plot.point_at(2028)
    picture = plot.picture()
    assert (picture.width(), picture.height()) == (1520, 920)
    assert plot.year is None
    plot.copy_picture()
    assert QApplication.clipboard().pixmap().width() == 1520
    again = plot.picture()
    assert again == picture
    assert plot.tag.words is not None
    assert plot.tag.words.title == "Drag to change"


def test_it_describes_itself_and_its_keys(plot: TargetPlot) -> None:
    assert plot.accessibleName() == "Pathway of the target"
    assert plot.accessibleDescription() == f"{CHART.sentence()} Up and Down change the target."
    plot.set_writable("Locked.")
    assert plot.accessibleDescription() == CHART.sentence()
