"""The pane of a target's chart: header, plot, table of years and files, driven as the page drives them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.report.charts import Scale
from carbondesk.report.target_charts import target_chart
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets import chart_files
from carbondesk.ui.pages.targets.chart_pane import ChartPane
from carbondesk.ui.pages.targets.year_table import TALL, YearTable
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK
from carbondesk.ui.widgets.messages import MessagePane
from tests.ui.target_cases import TOTALS, studied

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ROLE = Qt.ItemDataRole
KILO = Scale(kilo=True, decimals=1)


@pytest.fixture
def pane(qtbot: QtBot) -> ChartPane:
    made = ChartPane()
    qtbot.addWidget(made)
    made.resize(700, 720)
    made.show()
    made.show_study(studied())
    qtbot.waitUntil(lambda: made.plot is not None)
    return made


def texts(table: YearTable, row: int) -> list[str]:
    return [str(table.years.index(row, column).data()) for column in range(table.years.columnCount())]


def notice(pane: ChartPane) -> MessagePane:
    found = pane.findChild(MessagePane)
    assert found is not None
    return found


def drag(pane: ChartPane, down: int) -> None:
    plot = pane.plot
    assert plot is not None
    start = plot.knob_spot().toPoint()
    QTest.mousePress(plot.viewport(), LEFT, PLAIN, start)
    for step in range(1, 6):
        QTest.mouseMove(plot.viewport(), start + QPoint(0, down * step // 5))
    QTest.mouseRelease(plot.viewport(), LEFT, PLAIN, start + QPoint(0, down))


def test_a_drag_moves_chart_and_table_together_and_settles_once(pane: ChartPane) -> None:
    settled: list[float] = []
    before = texts(pane.table, 1)
    pane.dragged.connect(lambda share: pane.show_study(studied(reduction=share)))
    pane.settled.connect(settled.append)
    drag(pane, 40)
    assert len(settled) == 1
    chart = target_chart(studied(reduction=settled[0]))
    assert texts(pane.table, 1) == dict(chart.table()[1])["Target path"]
    assert texts(pane.table, 1) != before
    assert pane.plot is not None
    assert pane.plot.chart == chart


def test_the_table_tells_only_the_cells_that_changed(pane: ChartPane) -> None:
    changed: list[tuple[int, int, int]] = []
    pane.table.years.dataChanged.connect(
        lambda first, last: changed.append((first.row(), first.column(), last.column()))
    )
    pane.show_study(studied(reduction=0.6))
    assert [row for row, _, _ in changed] == [1, 4]
    assert changed[0][1:] == (1, 9)
    changed.clear()
    pane.show_study(studied(reduction=0.6))
    assert changed == []


def test_the_model_of_the_table_keeps_qt_rules(pane: ChartPane) -> None:
    tester = QAbstractItemModelTester(pane.table.years, QAbstractItemModelTester.FailureReportingMode.Warning)
    pane.show_study(studied(reduction=0.7), others=[studied(uid="x", name="Other", reduction=0.3)])
    pane.show_study(studied(target_year=2032))
    assert tester.model() is pane.table.years


def test_ctrl_t_closes_the_table_and_opens_it_with_the_focus(pane: ChartPane, qtbot: QtBot) -> None:
    assert pane.shows_table
    pane.toggle_table()
    assert not pane.table.isVisible()
    assert pane.focus_widgets() == [pane.plot]
    pane.show_study(studied(reduction=0.7))
    pane.toggle_table()
    qtbot.waitUntil(pane.table.hasFocus)
    assert pane.table.currentIndex().isValid()
    assert pane.focus_widgets() == [pane.plot, pane.table]
    assert texts(pane.table, 1)[9] == "3,000"
    pane.toggle_table()
    assert pane.plot is not None
    qtbot.waitUntil(pane.plot.hasFocus)


def test_on_a_low_screen_the_table_stays_closed_until_it_is_asked_for(pane: ChartPane) -> None:
    pane.resize(700, 500)
    assert not pane.shows_table
    pane.toggle_table()
    assert pane.table.isVisible()
    assert pane.plot is not None
    assert pane.plot.isVisible()
    pane.resize(700, 260)
    assert pane.table.isVisible()
    assert not pane.plot.isVisible()
    pane.resize(700, 720)
    assert pane.plot.isVisible()


def test_all_years_have_room_and_line_up_at_the_right_edge(pane: ChartPane) -> None:
    pane.show_study(studied(), scale=KILO)
    head = pane.table.horizontalHeader()
    assert pane.table.horizontalScrollBar().maximum() == 0
    assert abs(head.length() + pane.table.verticalHeader().width() - pane.table.width()) <= 1
    assert pane.table.height() == fonts.px(TALL) * 6


def test_years_that_do_not_fit_scroll_and_their_names_stay(pane: ChartPane) -> None:
    pane.resize(420, 720)
    bar = pane.table.horizontalScrollBar()
    assert bar.maximum() > 0
    name = pane.table.verticalHeader().width()
    bar.setValue(bar.maximum())
    assert pane.table.verticalHeader().width() == name
    for column in range(pane.table.years.columnCount()):
        for row in range(pane.table.years.rowCount()):
            words = texts(pane.table, row)[column]
            assert fonts.metrics(12, 600).horizontalAdvance(words) < pane.table.columnWidth(column) - 5


def test_many_rows_scroll_where_the_chart_needs_the_room_and_the_gap_stays_in_view(pane: ChartPane) -> None:
    others = [studied(uid=str(place), name=f"Target {place}", reduction=place / 20) for place in range(12)]
    pane.show_study(studied(), others=others, scale=KILO)
    QApplication.processEvents()
    assert pane.table.years.rowCount() == 17
    assert pane.table.years.headerData(4, Qt.Orientation.Vertical) == "Gap to path"
    assert pane.table.verticalScrollBar().maximum() > 0
    assert pane.table.horizontalScrollBar().maximum() == 0
    assert pane.table.height() == (9 + 1) * fonts.px(TALL)
    pane.resize(700, 1000)
    QApplication.processEvents()
    assert pane.table.height() == (17 + 1) * fonts.px(TALL)
    assert pane.plot is not None
    assert pane.plot.height() >= 400


def test_cells_speak_with_series_year_and_what_they_lack(pane: ChartPane) -> None:
    pane.show_study(studied(), complete=(2021, 2022, 2023, 2024))
    model = pane.table.years
    said = model.index(0, 4).data(ROLE.AccessibleTextRole)
    assert said == "Actual, 2025: 8,100, not complete"
    assert model.index(0, 4).data(ROLE.ToolTipRole) == "8,100, not complete"
    assert model.index(0, 7).data(ROLE.ToolTipRole) == "No values yet for 2028"
    assert model.index(3, 0).data(ROLE.AccessibleTextRole) == "Trend, 2021: no value"
    assert model.index(1, 1).data(ROLE.ToolTipRole) == ""
    assert model.headerData(9, Qt.Orientation.Horizontal) == "2030"


def test_ctrl_c_copies_the_selection_or_the_whole_table(pane: ChartPane) -> None:
    table = pane.table
    table.setCurrentIndex(table.years.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["t CO₂e", "2021"]
    assert lines[1].split("\t")[1] == "10000.0"
    QTest.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "10,000\t9,800\n10,000\t9,444"


def test_the_header_says_unit_scopes_method_and_distance_with_its_year(pane: ChartPane) -> None:
    assert pane.header.context.text() == "t CO₂e, Scope 1+2, market-based"
    assert pane.badge.text() == "322 t above the path in 2025"
    pane.show_study(studied(), complete=tuple(TOTALS)[:4], scale=KILO)
    assert pane.header.context.text() == "kt CO₂e, Scope 1+2, market-based"
    assert pane.badge.text() == "0.2 kt above the path in 2024"
    pane.resize(400, 720)
    assert pane.badge.text() == "0.2 kt above the path"
    pane.show_study(studied(base_year=2019, target_year=2010))
    assert not pane.badge.isVisible()


def test_a_locked_target_stays_locked_when_its_plot_is_made_later(qtbot: QtBot) -> None:
    pane = ChartPane()
    qtbot.addWidget(pane)
    pane.resize(700, 720)
    pane.set_writable("The year is locked.")
    pane.show_study(studied())
    pane.show()
    qtbot.waitUntil(lambda: pane.plot is not None)
    plot = pane.plot
    assert plot is not None
    found = [plot.has_knob]
    pane.set_writable("")
    assert [*found, plot.has_knob] == [False, True]


@pytest.mark.parametrize("ending", [".png", ".svg", ".csv"])
def test_the_chart_is_saved_as_picture_drawing_and_numbers(
    pane: ChartPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    chosen = str(tmp_path / "chart")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen, ""))
    chart_files.save(pane, ending)
    written = tmp_path / f"chart{ending}"
    if ending == ".png":
        assert pane.plot is not None
        assert QImage(str(written)).size() == pane.plot.size() * 2
    else:
        text = written.read_text(encoding="utf-8")
        assert text.startswith("<svg" if ending == ".svg" else "\ufefft CO₂e,2021,")
    assert notice(pane).isVisible()


def test_what_cannot_be_written_is_said(
    pane: ChartPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(tmp_path / "no folder" / "chart.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen, ""))
    chart_files.save(pane, ".csv")
    assert notice(pane).isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    chart_files.save(pane, ".csv")
    assert list(tmp_path.iterdir()) == []


def test_a_chart_that_cannot_be_written_whole_leaves_the_older_file(
    pane: ChartPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "1.5 degrees.csv"
    older.write_text("older", encoding="utf-8")

    def full(path: Path, _content: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(older.with_suffix("")), ""))
    chart_files.save(pane, ".csv")
    assert notice(pane).isVisible()
    assert older.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [older]


def test_the_menu_copies_picture_and_data(pane: ChartPane) -> None:
    pane.copy_values()
    assert QApplication.clipboard().text().startswith("t CO₂e\t2021")
    pane.copy_picture()
    assert QApplication.clipboard().pixmap().width() > 1000
    words = [action.text() for action in pane.actions_of_menu() if action.text()]
    assert words == [
        "Copy as picture", "Copy data", "Save as PNG…", "Save as SVG…", "Save data as CSV…", "Table of years"
    ]  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_is_whole_in_the_dark_in_chinese_and_with_large_text(
    qtbot: QtBot, qapp: QApplication, scale: float
) -> None:
    fonts.set_text_scale(scale)
    language.use("zh_CN")
    theme.apply(qapp, DARK)
    pane = ChartPane()
    qtbot.addWidget(pane)
    pane.resize(654, 900)
    pane.show()
    pane.show_study(studied())
    qtbot.waitUntil(lambda: pane.plot is not None)
    light = pane.grab().toImage()
    pane.restyle()
    assert pane.grab().toImage().size() == light.size()
    assert pane.header.title.text() == "路径"
    assert pane.table.years.headerData(1, Qt.Orientation.Vertical) == "目标路径"
