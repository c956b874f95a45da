from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.report.charts import Bar, PathwayChart, Scale
from carbondesk.report.targets import TargetPath
from carbondesk.ui import fonts
from carbondesk.ui.plots.canvas import Canvas, Ground, Plane
from carbondesk.ui.plots.marks import Line, Lines
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


def values(plot: PathwayPlot) -> list[str]:
    """Return the numbers over the bars, from the first year to the last."""
    names = sorted(name for name in plot.captions if name.startswith("value"))
    return [plot.captions[name].words for name in names]


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
    assert values(plot) == ["900.0", "860.0", "820.0", "780.0", "740.0"]
    assert plot.captions["target"].words == "Target 2030\n450.0 t (\u221250 %)"
    assert plot.captions["net zero"].words == "Net zero 2050\n90.0 t left (\u221290 %)"
    assert plot.captions["path"].words == "1.5 °C path, \u221250 % on 2021"
    assert plot.captions["compressed"].words == "2030 to 2050, compressed"
    assert {"scope s1", "scope s2"} <= plot.captions.keys()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(900, 400), (640, 230), (1500, 600), (430, 180)])
def test_no_two_words_lie_on_each_other(plot: PathwayPlot, size: tuple[int, int], scale: float) -> None:
    fonts.set_text_scale(scale)
    plot.resize(*size)
    plot.show_chart(replace(CHART, year_start=4))
    boxes = {name: caption.box.adjusted(1, 1, -1, -1) for name, caption in plot.captions.items()}
    for name, box in boxes.items():
        assert not any(box.intersects(other) for mate, other in boxes.items() if mate != name), name
        assert QRectF(plot.rect()).contains(box), name
    assert "value 2025" in boxes
    assert "target" in boxes or scale * 400 > size[0]


def test_what_gives_way_is_shortened_before_it_goes(plot: PathwayPlot) -> None:
    fonts.set_text_scale(1.5)
    plot.resize(660, 250)
    assert plot.captions["target"].words == "Target 2030\n450.0 t (\u221250 %)"
    assert plot.captions["net zero"].words == "Net zero 2050"
    assert plot.captions["compressed"].words == "compressed"
    plot.resize(340, 140)
    assert "path" not in plot.captions
    assert "value 2025" in plot.captions


def test_no_line_runs_through_the_words_of_the_target(plot: PathwayPlot) -> None:
    for size in ((900, 400), (660, 250), (500, 300)):
        plot.resize(*size)
        clear = [plot.captions[name].box for name in ("target", "net zero", "path") if name in plot.captions]
        assert clear
        for step in range(301):
            year = 2021 + step * 29 / 300
            height = TARGET.at(year)
            assert height is not None
            spot = plot.pixel(CHART.x(year), height)
            assert not any(box.adjusted(2, 2, -2, -2).contains(spot) for box in clear), (size, year)


def test_an_edit_leaves_axes_alone_and_moves_its_bar(plot: PathwayPlot) -> None:
    ground = plot.ground
    bars = (*CHART.bars[:4], Bar(2025, (("s1", 200.0), ("s2", 300.0)), complete=True))
    plot.show_chart(replace(CHART, bars=bars))
    assert plot.ground is ground
    assert plot.columns.columns[-1].height == 500
    assert values(plot)[-1] == "500.0"


def test_fewer_years_take_their_words_along(plot: PathwayPlot) -> None:
    plot.show_chart(replace(CHART, bars=CHART.bars[:2], ticks=(0.0, 1000.0)))
    assert len(values(plot)) == 2
    assert [words for _, words in plot.ground.rows] == ["0", "1,000"]


def test_a_chart_without_target_has_no_words_of_one(plot: PathwayPlot) -> None:
    plot.show_chart(replace(CHART, target=None, split=2025, last=2025))
    assert not {"target", "net zero", "path", "compressed"} & plot.captions.keys()
    assert plot.ground.shade is None


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
        return [words for _, words in plot.ground.columns]

    wide = named()
    plot.resize(380, 400)
    assert "2029" in wide
    assert "2029" not in named()
    assert str(CHART.split) in named()


def test_a_fiscal_year_keeps_its_name_on_the_chart(plot: PathwayPlot) -> None:
    plot.resize(1500, 400)
    plot.show_chart(replace(CHART, year_start=4))
    assert [words for _, words in plot.ground.columns][:2] == ["FY2021", "FY2022"]
    assert plot.captions["target"].words.startswith("Target FY2030")
    assert plot.captions["path"].words.endswith("on FY2021")
    plot.point_at(2023)
    assert plot.readout_text().startswith("FY2023: ")


def test_a_year_under_way_has_no_gap_to_the_path(plot: PathwayPlot) -> None:
    bars = (*CHART.bars[:4], replace(CHART.bars[4], complete=False, under_way=True))
    plot.show_chart(replace(CHART, bars=bars))
    plot.point_at(2025)
    assert "The year under way" in plot.readout_text()
    assert "Gap to path" not in plot.readout_text()


def test_the_scene_counts_in_pixels_of_the_widget(plot: PathwayPlot) -> None:
    QApplication.processEvents()
    for at in (QPointF(0, 0), QPointF(120, 340), plot.pixel(2029, 700.0)):
        assert QPointF(plot.mapFromScene(at)) == QPointF(at.toPoint())


@pytest.fixture
def many(qtbot: QtBot) -> tuple[Canvas, Lines]:
    canvas, lines = Canvas(), Lines()
    qtbot.addWidget(canvas)
    canvas.add_mark(lines)
    canvas.resize(400, 300)
    canvas.show()
    canvas.set_ground(Ground(PLANE, ((0.0, "0"), (100.0, "100"))))
    lines.show_lines([_line(place) for place in range(12)], PLANE, QRectF(0, 0, 400, 300))
    return canvas, lines


PLANE = Plane((40.0, 0.0, 360.0, 276.0), (2020.0, 2050.0), (0.0, 100.0))


def _line(place: int, end: float = 10.0) -> Line:
    return Line(((2020.0, 90.0 - place), (2050.0, end + place)), "path", 2.0)


def test_a_dragged_line_leaves_the_others_as_a_picture(many: tuple[Canvas, Lines]) -> None:
    canvas, lines = many
    dragged = canvas.grab().toImage()
    bounds, shown = QRectF(0, 0, 400, 300), list(lines.lines)
    for pull in range(1, 6):
        shown = [_line(place) for place in range(11)] + [_line(11, 10.0 + pull)]
        lines.show_lines(shown, PLANE, bounds)
        dragged = canvas.grab().toImage()
    assert lines.moving == {11}
    assert lines.pictures == 2
    lines.forget_picture()
    assert canvas.grab().toImage() == dragged
    lines.show_lines(
        [_line(place, 30.0 if place == 3 else 10.0) for place in range(11)] + shown[11:], PLANE, bounds
    )
    assert lines.moving == {3}
    assert canvas.grab().toImage() != dragged


def on_screen(widget: QWidget) -> QImage:
    """Return what stands on the screen, which is what was painted last and not painted again for the picture."""
    QApplication.processEvents()
    return widget.screen().grabWindow(widget.winId()).toImage()


@pytest.mark.parametrize("last", [120.0, 380.0, 700.0])
def test_an_edit_paints_only_what_is_other_and_the_screen_is_as_if_all_were(
    qtbot: QtBot, plot: PathwayPlot, last: float
) -> None:
    before = on_screen(plot)
    parts = (("s1", 300.0), ("s2", last))
    target = replace(TARGET, years={year: amount * 0.9 for year, amount in TARGET.years.items()})
    for other in (
        replace(CHART, bars=(*CHART.bars[:-1], replace(CHART.bars[-1], parts=parts))),
        replace(CHART, target=target),
    ):
        plot.show_chart(other)
        after = on_screen(plot)
        assert after != before
        plot.viewport().update()
        assert on_screen(plot) == after


def test_what_is_painted_after_an_edit_is_what_a_new_chart_shows(qtbot: QtBot, plot: PathwayPlot) -> None:
    other = replace(
        CHART, bars=tuple(replace(bar, parts=(("s1", 100.0), ("s2", bar.total - 300))) for bar in CHART.bars)
    )
    QApplication.processEvents()
    plot.show_chart(other)
    QApplication.processEvents()
    fresh = PathwayPlot()
    qtbot.addWidget(fresh)
    fresh.resize(900, 400)
    fresh.show()
    fresh.show_chart(other)
    for each in (plot, fresh):
        each.clearFocus()
    assert plot.grab().toImage() == fresh.grab().toImage()
