"""The chart of a target as it is drawn: words, lines, read-out, themes and languages, during a drag and at rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
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
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK
from tests.ui.target_cases import (
    CHART,
    FALLING,
    OURS,
    Told,
    knob,
    move,
    press,
    release,
    shown,
    studied,
)


@pytest.fixture
def plot(qtbot: QtBot) -> TargetPlot:
    return shown(qtbot)


@pytest.fixture
def told(plot: TargetPlot) -> Told:
    return Told(plot)


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


def test_the_picture_is_sharp_and_without_what_belongs_to_the_moment(plot: TargetPlot, qtbot: QtBot) -> None:
    bare = plot.picture()
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    move(plot, knob(plot))
    plot.point_at(2028)
    assert plot.picture() == bare
    assert (bare.width(), bare.height()) == (1520, 920)
    assert plot.year is None
    plot.copy_picture()
    assert QApplication.clipboard().pixmap().width() == 1520
    assert plot.tag.words is not None
    assert plot.tag.words.title == "Drag to change"
    assert plot.knob.lit


def test_it_describes_itself_and_its_keys(plot: TargetPlot) -> None:
    assert plot.accessibleName() == "Pathway of the target"
    assert plot.accessibleDescription() == f"{CHART.sentence()} Up and Down change the target."
    plot.set_writable("Locked.")
    assert plot.accessibleDescription() == CHART.sentence()
