from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.ui.style.tokens import LIGHT
from carbondesk.ui.widgets import (
    BarRow,
    BarRows,
    BreakdownBar,
    Figure,
    FigureStrip,
    HeatCell,
    HeatGrid,
    HeatRow,
    Part,
    ProgressLine,
    ToDo,
    ToDoList,
)
from carbondesk.ui.widgets.figures import two_lines
from tests.ui.pictures import colours_of, picture, shown

MONTHS = ("Jan", "Feb", "Mar")


def test_figures_are_said_in_one_sentence(qtbot: QtBot) -> None:
    strip = FigureStrip(
        [Figure(label="Scope 1", number="24.6", unit="kt", change="−5 %", behind="on 2024", arrow="down")]
    )
    shown(qtbot, strip, 300, 89)
    assert strip.tiles()[0].accessibleName() == "Scope 1: 24.6 kt. −5 % on 2024"


def test_an_incomplete_figure_is_hatched(qtbot: QtBot) -> None:
    strip = FigureStrip([Figure(label="All", number="1,359", unit="kt")])
    shown(qtbot, strip, 300, 89)
    assert LIGHT.warnsoft not in colours_of(strip)
    strip.set_figures([Figure(label="All", number="1,359", unit="kt", incomplete=True)])
    assert LIGHT.warnsoft in colours_of(strip)
    assert strip.tiles()[0].toolTip() == "Not complete: values are missing."


def test_a_strip_keeps_its_tiles_and_drops_the_rest(qtbot: QtBot) -> None:
    one = Figure(label="One", number="1", bars=[1, 2])
    two = Figure(label="Two", number="2", gauge=0.5, mark=0.7)
    strip = FigureStrip([one, two], clickable=True)
    shown(qtbot, strip, 600, 89)
    kept = strip.tiles()[0]
    strip.set_figures([two])
    assert strip.tiles() == [kept]
    assert kept.figure is two
    with qtbot.waitSignal(strip.pressed) as told:
        qtbot.keyClick(kept, Qt.Key.Key_Return)
    assert told.args == [0]
    with qtbot.waitSignal(strip.pressed):
        qtbot.mouseClick(kept, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(strip.pressed):
        qtbot.keyClick(kept, Qt.Key.Key_A)
    kept.setFocus()
    assert LIGHT.accent in colours_of(kept)


def test_a_breakdown_shows_every_part_and_names_it(qtbot: QtBot) -> None:
    bar = BreakdownBar()
    shown(qtbot, bar, 300, 62)
    assert LIGHT.hair in colours_of(bar)
    bar.set_parts(
        [
            Part(name="Scope 1", size=1, words="1.0", share="0.1 %", tint="s1"),
            Part(name="Scope 2", size=999, words="999", share="99.9 %", tint="s2"),
            Part(name="Credit", size=-4, words="−4", tint="s3"),
        ]
    )
    image = picture(bar)
    top_row = {image.pixelColor(x, 7).name().upper() for x in range(300)}
    assert {LIGHT.s1, LIGHT.s2} <= top_row
    assert LIGHT.s3 not in top_row
    assert "Scope 1 1.0 0.1 %" in bar.accessibleName()


def test_bar_rows_open_by_key_and_click(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    rows = BarRows("By site")
    shown(qtbot, rows, 360, 60)
    rows.set_rows(
        [
            BarRow(name="Nanjing", parts=[("s1", 11.0), ("s2", 0.0)], words="11.0", last="−5 %", key=7),
            BarRow(name="Pune", parts=[("s2", 3.0)], words="3.0", missing=True),
        ]
    )
    qtmodeltester.check(rows.bar_model)
    assert rows.full_height() == rows.sizeHint().height() == 44
    assert LIGHT.s1 in colours_of(rows)
    said = rows.bar_model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Nanjing, 11.0, −5 %"
    with qtbot.waitSignal(rows.opened) as told:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert told.args == [7]
    with qtbot.assertNotEmitted(rows.opened):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 30))


def test_progress_shows_share_and_words(qtbot: QtBot) -> None:
    line = ProgressLine(0.5, "50 %", name="Complete")
    shown(qtbot, line)
    assert line.accessibleName() == "Complete 50 %"
    assert LIGHT.accent in colours_of(line)
    line.set_share(0, "0 %")
    assert LIGHT.accent not in colours_of(line)


@pytest.fixture
def heat(qtbot: QtBot) -> HeatGrid:
    grid = HeatGrid("Completeness")
    shown(qtbot, grid, 600, 120)
    cells = [HeatCell(), HeatCell(missing=2, estimated=1), HeatCell(expected=False)]
    grid.set_rows(
        MONTHS,
        [
            HeatRow(name="Nanjing", cells=cells, words="98.5 %", icon="pencil", complete=False, key=3),
            HeatRow(name="Pune", cells=[HeatCell(estimated=1)] * 3, words="100 %", key=4),
        ],
    )
    return grid


def test_every_month_is_said_in_words(heat: HeatGrid, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(heat.heat)

    def said(row: int, column: int) -> object:
        return heat.heat.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said(0, 0) == "Nanjing"
    assert said(0, 1) == "Nanjing, Jan, complete"
    assert said(0, 2) == "Nanjing, Feb, 2 values missing, 1 value estimated"
    assert said(0, 3) == "Nanjing, Mar, nothing expected"
    assert said(0, 4) == "Nanjing, complete: 98.5 %"
    assert heat.heat.headerData(2, Qt.Orientation.Horizontal) == "Feb"
    assert heat.heat.headerData(0, Qt.Orientation.Vertical) is None


def test_missing_months_are_hatched_and_done_ones_are_not(heat: HeatGrid) -> None:
    found = colours_of(heat)
    assert {LIGHT.done, LIGHT.warnsoft, LIGHT.accent} <= found
    heat.set_rows(MONTHS, [HeatRow(name="Pune", cells=[HeatCell()] * 3, words="100 %")])
    assert LIGHT.warnsoft not in colours_of(heat)


def test_the_grid_fills_its_width_and_keeps_its_order(heat: HeatGrid) -> None:
    widths = [heat.columnWidth(column) for column in range(5)]
    assert sum(widths) == heat.viewport().width()
    assert widths[1] == widths[2] == widths[3]


def test_enter_and_click_open_a_month(qtbot: QtBot, heat: HeatGrid) -> None:
    heat.setCurrentIndex(heat.heat.index(0, 2))
    with qtbot.waitSignal(heat.opened) as told:
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert told.args == [3, 1]
    with qtbot.waitSignal(heat.opened) as told:
        qtbot.mouseClick(
            heat.viewport(), Qt.MouseButton.LeftButton, pos=heat.visualRect(heat.heat.index(1, 4)).center()
        )
    assert told.args == [4, 2]
    qtbot.keyClick(heat, Qt.Key.Key_Up)
    assert heat.currentIndex().row() == 0


def test_the_to_do_list_opens_what_settles_a_line(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    todo = ToDoList("To do")
    shown(qtbot, todo, 360, 120)
    todo.set_lines(
        [
            ToDo(icon="flag", title="1 outlier", text="Natural gas, Sep", action="Check", key="a"),
            ToDo(icon="send", title="2 returns wait", action="Review", tone="info", key="b"),
        ]
    )
    qtmodeltester.check(todo.lines)
    said = todo.lines.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "1 outlier. Natural gas, Sep. Check"
    qtbot.keyClick(todo, Qt.Key.Key_Down)
    with qtbot.waitSignal(todo.opened) as told:
        qtbot.keyClick(todo, Qt.Key.Key_Return)
    assert told.args == ["b"]
    with qtbot.waitSignal(todo.opened) as told:
        qtbot.mouseClick(todo.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert told.args == ["a"]
    assert {LIGHT.warn, LIGHT.info} & colours_of(todo)


def test_a_long_label_takes_two_lines_and_what_is_cut_is_said_in_the_tooltip(qtbot: QtBot) -> None:
    figures = [
        Figure(
            label="Scope 1+2, market-based", number="138.6", unit="kt CO₂e", change="+3.0 %", behind="on 2024"
        ),
        Figure(label="Complete", number="99.7 %"),
    ]
    strip = FigureStrip(figures)
    shown(qtbot, strip, 420, 89)
    assert [tile.lines_wanted() for tile in strip.tiles()] == [1, 1]
    assert strip.tiles()[0].toolTip() == ""
    strip.resize(250, 89)
    assert [tile.lines_wanted() for tile in strip.tiles()] == [2, 1]
    assert strip.tiles()[0].toolTip() == "Scope 1+2, market-based: 138.6 kt CO₂e\n+3.0 % on 2024"
    assert strip.tiles()[1].toolTip() == ""


@pytest.mark.parametrize(
    ("label", "room", "lines"),
    [
        ("Scope 1+2, market-based", 500, ("Scope 1+2, market-based",)),
        ("Scope 1+2, market-based", 110, ("Scope 1+2,", "market-based")),
        ("Completeness", 20, ("Completeness",)),
    ],
)
def test_a_label_is_parted_between_words(label: str, room: float, lines: tuple[str, ...]) -> None:
    assert two_lines(label, room) == lines


def test_the_same_figure_is_not_painted_again(qtbot: QtBot) -> None:
    strip = FigureStrip([Figure(label="One", number="1"), Figure(label="Two", number="2")])
    shown(qtbot, strip, 500, 89)
    QApplication.processEvents()
    painted: list[int] = []
    for place, tile in enumerate(strip.tiles()):
        tile.installEventFilter(_Paints(tile, painted, place))
    strip.set_figures([Figure(label="One", number="1"), Figure(label="Two", number="3")])
    QApplication.processEvents()
    assert painted == [1]


class _Paints(QObject):
    """Notes which tile is painted."""

    def __init__(self, parent: QObject, painted: list[int], place: int) -> None:
        super().__init__(parent)
        self._painted, self._place = painted, place

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painted.append(self._place)
        return False
