from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk.report.charts import Bar, PathwayChart, Scale
from carbondesk.report.targets import TargetPath
from carbondesk.ui.plots.pathway import PathwayPlot
from carbondesk.ui.plots.readouts import ReadOut

TARGET = TargetPath(
    scope="1+2",
    method="market",
    base_year=2021,
    most_recent_year=2025,
    target_year=2030,
    net_zero_year=2050,
    base=900.0,
    reduction=0.5,
    minimum=0.42,
    residual=90.0,
    years={year: 900.0 - 50.0 * (year - 2021) for year in range(2021, 2031)},
)
CHART = PathwayChart(
    extent="1+2",
    method="market",
    scale=Scale(kilo=False, decimals=1),
    bars=tuple(
        Bar(year, (("s1", 300.0), ("s2", 600.0 - 40 * (year - 2021))), complete=True)
        for year in range(2021, 2026)
    ),
    target=TARGET,
    first=2021,
    split=2030,
    last=2050,
    top=1000.0,
    ticks=(0.0, 250.0, 500.0, 750.0, 1000.0),
)


@pytest.fixture
def plot(qtbot: QtBot) -> PathwayPlot:
    made = PathwayPlot()
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.show_chart(CHART)
    return made


def test_bars_labels_and_points_lie_where_the_chart_says(plot: PathwayPlot) -> None:
    assert [column.height for column in plot.columns.columns] == [900, 860, 820, 780, 740]
    assert [words.words() for words in plot.value_words] == ["900.0", "860.0", "820.0", "780.0", "740.0"]
    assert plot.target_words.words() == "Target 2030\n450.0 t (\u221250 %)"
    assert plot.net_zero_words.words() == "Net zero 2050\n90.0 t left (\u221290 %)"
    assert plot.path_words.words() == "1.5 °C path, \u221250 % on 2021"
    assert sorted(plot.scope_words) == ["s1", "s2"]


def test_no_two_words_lie_on_each_other(plot: PathwayPlot, qtbot: QtBot) -> None:
    for size in ((900, 400), (640, 230), (1500, 600)):
        plot.resize(*size)
        QApplication.processEvents()
        shown = [
            *plot.value_words,
            *plot.scope_words.values(),
            plot.path_words,
            plot.target_words,
            plot.net_zero_words,
        ]
        boxes = [words.size().translated(plot.pixel(words.x(), words.y())) for words in shown]
        for place, box in enumerate(boxes):
            inside = box.adjusted(1, 1, -1, -1)
            assert not any(inside.intersects(other.adjusted(1, 1, -1, -1)) for other in boxes[place + 1 :]), (
                size
            )
            assert QRectF(plot.rect()).contains(inside), (size, shown[place].words())


def test_an_edit_leaves_axes_alone_and_moves_its_bar(plot: PathwayPlot) -> None:
    before, lines = plot.getViewBox().viewRange(), list(plot.grid_lines)
    bars = (*CHART.bars[:4], Bar(2025, (("s1", 200.0), ("s2", 300.0)), complete=True))
    plot.show_chart(replace(CHART, bars=bars))
    assert plot.getViewBox().viewRange() == before
    assert plot.grid_lines == lines
    assert plot.columns.columns[-1].height == 500
    assert plot.value_words[-1].words() == "500.0"


def test_fewer_years_take_their_words_along(plot: PathwayPlot) -> None:
    plot.show_chart(replace(CHART, bars=CHART.bars[:2], ticks=(0.0, 1000.0)))
    assert len(plot.value_words) == 2
    assert len(plot.grid_lines) == 2


def test_a_chart_without_target_has_no_words_of_one(plot: PathwayPlot) -> None:
    plot.show_chart(replace(CHART, target=None, split=2025, last=2025))
    assert plot.target_words.words() == plot.net_zero_words.words() == plot.path_words.words() == ""
    assert not plot.ground.isVisible()


def test_left_and_right_move_the_read_out_from_year_to_year(plot: PathwayPlot, qtbot: QtBot) -> None:
    seen: list[object] = []
    plot.pointed.connect(seen.append)
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert seen == [2025]
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.readout_text() == "2026: Target path 650.0"
    for _ in range(9):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert seen[-2:] == [2050, None]
    assert plot.readout_text() == ""


def test_the_mouse_snaps_to_the_nearest_year_and_leaves_nothing_behind(
    plot: PathwayPlot, qtbot: QtBot
) -> None:
    at = plot.pixel(CHART.x(2023) + 0.2, 400.0).toPoint()
    qtbot.mouseMove(plot.viewport(), at)
    assert plot.year == 2023
    assert "Actual 820.0" in plot.readout_text()
    qtbot.mouseMove(plot.viewport(), QPoint(at.x(), plot.height() - 3))
    assert plot.year is None


def test_the_pop_up_stays_inside_and_never_covers_its_point(plot: PathwayPlot) -> None:
    for year in CHART.years():
        plot.point_at(year)
        box = plot.findChild(ReadOut).geometry()
        assert plot.rect().contains(box), year
        heights = [bar.total for bar in CHART.bars if bar.year == year]
        path = CHART.path_at(year)
        heights += [path] if path is not None else []
        for height in heights:
            assert not box.contains(plot.pixel(CHART.x(year), height).toPoint()), year


def test_the_picture_goes_to_the_clipboard_without_the_read_out(plot: PathwayPlot) -> None:
    plot.point_at(2023)
    plot.copy_picture()
    assert plot.year is None
    assert QApplication.clipboard().pixmap().width() >= 900


def test_an_incomplete_year_wears_its_cap(plot: PathwayPlot) -> None:
    whole = plot.grab().toImage()
    bars = (*CHART.bars[:4], replace(CHART.bars[4], complete=False))
    plot.show_chart(replace(CHART, bars=bars))
    assert plot.grab().toImage() != whole
    assert not plot.columns.columns[-1].complete


def test_it_describes_itself_in_a_sentence(plot: PathwayPlot) -> None:
    assert plot.accessibleName() == "Pathway to target"
    assert plot.accessibleDescription().startswith("740.0 t in 2025, 40.0 t above the path.")


def test_on_a_narrow_chart_every_second_year_is_named(plot: PathwayPlot) -> None:
    def named() -> list[str]:
        return [words for _, words in plot.getAxis("bottom")._tickLevels[0]]  # noqa: SLF001 - it has no getter

    wide = named()
    plot.resize(380, 400)
    assert "2029" in wide
    assert "2029" not in named()
    assert str(CHART.split) in named()
