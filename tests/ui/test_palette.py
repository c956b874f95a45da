from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.ui.calculator import LONGEST, calculate
from carbondesk.ui.matching import score
from carbondesk.ui.palette import DO, Entry, Heading, Palette


@pytest.mark.parametrize(
    ("query", "text", "context"),
    [
        ("nanj gas", "Natural gas, boilers", "Nanjing, Scope 1"),
        ("GAS nat", "Natural gas, boilers", ""),
        ("gyor", "Győr return 2025", ""),
        ("天然", "南京天然气", ""),
        ("", "Anything", ""),
        ("ntrlgs", "Natural gas", ""),
    ],
)
def test_words_typed_find_an_entry(query: str, text: str, context: str) -> None:
    assert score(query, text, context) > 0


@pytest.mark.parametrize(
    ("query", "text"), [("gas", "Steam"), ("zz", "zebra zoo"), ("xyz", "xylophone"), ("nxg", "Natural gas")]
)
def test_other_words_do_not(query: str, text: str) -> None:
    assert score(query, text) == 0


def test_text_counts_more_than_context_and_whole_words_more_than_beginnings() -> None:
    assert score("gas", "Natural gas") > score("gas", "Boilers", "natural gas")
    assert score("gas", "Gas") > score("gas", "Gasoline")
    assert score("gas", "Gas oil") > score("gas", "Oil and gas")
    assert score("nat gas", "Natural gas") > score("natgas", "Natural gas")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120 + 98", 218),
        ("(120 + 98) × 0.5", 109),
        ("1,200 / 3", 400),
        ("5 % * 80", 4),
        ("2^10", 1024),
        ("−3 + +5", 2),
        ("100 ÷ 8", 12.5),
        ("1,234,567 - 1", 1234566),
    ],
)
def test_sums_are_calculated(text: str, value: float) -> None:
    assert calculate(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "120 +",
        "1/0",
        "9**9**9",
        "2^(-65)",
        "(-8)^0.5",
        "__import__('os')",
        "a + 1",
        "[1]*9",
        "True + 1",
        "'a' * 3",
        "1e308 * 10",
        "5 % 3 // 2",
        "~5",
        "-" * (LONGEST - 1) + "1",
        "1" * (LONGEST + 1),
        "1 if 1 else 2",
    ],
)
def test_what_is_no_sum_has_no_value(text: str) -> None:
    assert calculate(text) is None


@given(st.text(alphabet="0123456789+-*/^().,% ×÷", max_size=40))
def test_typing_never_breaks_the_calculator(text: str) -> None:
    value = calculate(text)
    assert value is None or isinstance(value, float)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_sums_of_whole_numbers_are_right(one: int, other: int) -> None:
    assert calculate(f"{one} + ({other})") == one + other
    assert calculate(f"{one:,} * {other}") == one * other


class Opened:
    """What the entries of a test did."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def entries(self, _query: str) -> list[Entry]:
        def entry(text: str, group: str = "go", **more: str) -> Entry:
            return Entry(text=text, group=group, run=lambda: self.done.append(text), **more)  # type: ignore[arg-type]  # texts only

        return [
            entry("Natural gas, boilers", context="Nanjing, Scope 1", icon="flame"),
            entry("Nanjing return 2025", context="draft"),
            entry("Estimate gaps at Nanjing…", DO, keys="Ctrl G"),
            entry("Undo", DO, reason="Nothing to undo"),
        ]


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def palette(qtbot: QtBot, opened: Opened) -> Palette:
    window = QWidget()
    window.resize(1366, 697)
    window.field = QLineEdit(window)  # type: ignore[attr-defined]  # kept alive with its window
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.field.setFocus()  # type: ignore[attr-defined]  # set above
    qtbot.waitUntil(window.field.hasFocus)  # type: ignore[attr-defined]  # set above
    made = Palette(window)
    made.add_provider(opened.entries)
    window.palette_ = made  # type: ignore[attr-defined]  # kept alive with its window
    return made


def texts(palette: Palette) -> list[str]:
    return [line.text for line in palette.lines.lines]


def test_matches_stand_in_their_groups(palette: Palette, qtmodeltester: ModelTester) -> None:
    palette.open("nanj")
    assert texts(palette) == [
        "Go to",
        "Nanjing return 2025",
        "Natural gas, boilers",
        "Do",
        "Estimate gaps at Nanjing…",
    ]
    qtmodeltester.check(palette.lines)
    said = palette.lines.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Natural gas, boilers, Nanjing, Scope 1"
    assert palette.grab().size() == palette.size()


def test_a_greater_sign_lists_commands_only(palette: Palette) -> None:
    palette.open("> ")
    assert texts(palette) == ["Do", "Estimate gaps at Nanjing…", "Undo"]


def test_nothing_found_is_said(palette: Palette) -> None:
    palette.open("qqqq")
    assert texts(palette) == ["Nothing is called that. Try another word."]
    palette.choose(1)
    palette.accept()
    assert palette.isVisible()


def test_keys_choose_and_enter_runs(qtbot: QtBot, palette: Palette, opened: Opened) -> None:
    palette.open("nanj")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data() == "Estimate gaps at Nanjing…"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data() == "Nanjing return 2025"
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_PageUp)
    assert palette.list.currentIndex().data() == "Nanjing return 2025"
    qtbot.keyClick(palette.field, Qt.Key.Key_PageDown)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.done == ["Estimate gaps at Nanjing…"]
    assert not palette.isVisible()


def test_typing_searches(qtbot: QtBot, palette: Palette) -> None:
    palette.open()
    qtbot.keyClicks(palette.field, "boil")
    assert texts(palette) == ["Go to", "Natural gas, boilers"]


def test_what_cannot_run_is_passed_over(palette: Palette, opened: Opened) -> None:
    palette.open("undo")
    assert texts(palette) == ["Do", "Undo"]
    palette.accept()
    assert opened.done == []


def test_escape_gives_the_focus_back(qtbot: QtBot, palette: Palette) -> None:
    palette.open()
    qtbot.waitUntil(palette.field.hasFocus)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: not palette.field.hasFocus())
    window = palette.parentWidget()
    assert window is not None
    assert window.focusWidget() is window.findChild(
        QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly
    )


def test_an_equals_sign_calculates_and_copies(palette: Palette) -> None:
    palette.open("= (120 + 98) × 0.5")
    assert texts(palette) == ["Result", "109"]
    palette.accept()
    assert QGuiApplication.clipboard().text() == "109"
    palette.open("= 1 +")
    assert isinstance(palette.lines.lines[0], Heading)
    assert "Type a sum" in texts(palette)[0]


def test_a_click_runs_an_entry_and_a_click_beside_closes(
    qtbot: QtBot, palette: Palette, opened: Opened
) -> None:
    palette.open("boil")
    place = palette.list.visualRect(palette.lines.index(1, 0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.done == ["Natural gas, boilers"]
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_the_palette_covers_its_window_when_that_grows(palette: Palette) -> None:
    palette.open()
    window = palette.parentWidget()
    assert window is not None
    window.resize(1440, 900)
    assert palette.size() == window.size()
