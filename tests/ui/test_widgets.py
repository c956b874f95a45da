from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.ui import fonts
from carbondesk.ui.style.tokens import LIGHT
from carbondesk.ui.widgets import (
    Badge,
    BarRow,
    BarRows,
    BreakdownBar,
    Button,
    Choice,
    ComboButton,
    EmptyState,
    Field,
    Figure,
    FigureStrip,
    HeatCell,
    HeatGrid,
    HeatRow,
    IconButton,
    KeyCap,
    KeyHints,
    Kind,
    Label,
    LoadingLine,
    MessagePane,
    PageHeader,
    PaneHeader,
    Part,
    Picture,
    ProgressLine,
    Rule,
    ScopeTag,
    SearchField,
    Segments,
    ToDo,
    ToDoList,
)
from carbondesk.ui.widgets.badges import KINDS, STATES
from carbondesk.ui.widgets.buttons import Segment

MONTHS = ("Jan", "Feb", "Mar")


def shown(qtbot: QtBot, widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
    qtbot.addWidget(widget)
    if width:
        widget.resize(width, height)
    widget.show()
    return widget


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours_of(widget: QWidget) -> set[str]:
    image = picture(widget)
    return {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_buttons_are_28_pixels_high_and_named(qtbot: QtBot, kind: Kind) -> None:
    button = Button("Import…", kind, icon="file-input")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == 28
    assert button.accessibleName() == "Import…"
    assert QAccessible.queryAccessibleInterface(button).role() == QAccessible.Role.PushButton


def test_the_primary_button_is_filled_with_the_accent(qtbot: QtBot) -> None:
    button = shown(qtbot, Button("Submit", "primary", icon="send"))
    assert LIGHT.accent in colours_of(button)
    button.setEnabled(False)
    assert LIGHT.accent not in colours_of(button)


def test_the_focus_ring_shows_and_moves_nothing(qtbot: QtBot) -> None:
    pane = QWidget()
    row = QHBoxLayout(pane)
    first, second = Button("One"), Button("Two")
    row.addWidget(first)
    row.addWidget(second)
    shown(qtbot, pane)
    before = first.geometry()
    pane.activateWindow()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    assert LIGHT.accent not in colours_of(first)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert LIGHT.accent in colours_of(first)
    assert first.geometry() == before


def test_a_button_follows_its_action(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    action = QAction()
    action.triggered.connect(lambda: pressed.append(True))
    action.setToolTip("Undo (Ctrl Z)")
    button = Button("Undo")
    button.follow(action)
    shown(qtbot, button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    action.setToolTip("Undo: Nothing to undo")
    assert pressed == [True]
    assert not button.isEnabled()
    assert button.toolTip() == "Undo: Nothing to undo"


def test_an_icon_button_says_its_name_and_key(qtbot: QtBot) -> None:
    button = IconButton("undo-2", "Undo", shortcut="Ctrl+Z")
    shown(qtbot, button)
    assert button.accessibleName() == "Undo"
    assert button.toolTip() == "Undo (Ctrl Z)"
    assert len(colours_of(button)) > 3


def test_a_combo_button_tells_what_was_picked(qtbot: QtBot) -> None:
    combo = ComboButton("Year", "Year")
    shown(qtbot, combo)
    combo.set_choices([("Year 2025", 2025), ("Year 2024", 2024)], 2025)
    assert combo.text() == "Year 2025"
    assert combo.accessibleName() == "Year: Year 2025"
    with qtbot.waitSignal(combo.picked) as told:
        combo.menu().actions()[1].trigger()
    assert told.args == [2024]
    assert [action.isChecked() for action in combo.menu().actions()] == [True, True]


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    made = Segments([("Market-based", "market"), ("Location-based", "location")], "market", "Scope 2 method")
    shown(qtbot, made)
    return made


def test_arrow_keys_move_the_choice_of_segments(qtbot: QtBot, segments: Segments) -> None:
    told: list[object] = []
    segments.chosen.connect(told.append)
    first, second = segments.findChildren(Segment)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert segments.value() == "location"
    qtbot.keyClick(second, Qt.Key.Key_Right)
    assert segments.value() == "market"
    qtbot.keyClick(first, Qt.Key.Key_A)
    assert told == ["location", "market"]


def test_segments_take_new_words_and_keep_the_choice(segments: Segments) -> None:
    segments.set_value("location")
    segments.set_words(["Market 3", "Location 4"])
    assert segments.value() == "location"
    assert segments.findChildren(Segment)[1].accessibleName() == "Location 4"
    with pytest.raises(ValueError, match="list"):
        segments.set_value("neither")


def test_a_field_shows_its_state_and_reason(qtbot: QtBot) -> None:
    field = Field("291.4", name="Quantity", numeric=True)
    shown(qtbot, field)
    plain = field.size()
    field.clearFocus()
    field.set_state("warn", "40 % above the other months")
    assert LIGHT.warnedge in colours_of(field)
    assert field.accessibleDescription() == field.toolTip() == "40 % above the other months"
    assert field.size() == plain
    field.set_state("")
    assert LIGHT.warnedge not in colours_of(field)


def test_fields_are_28_pixels_high_focused_or_not(qtbot: QtBot) -> None:
    for field in (Field("1", name="a"), SearchField("Search"), Choice(name="b")):
        shown(qtbot, field)
        field.clearFocus()
        assert field.sizeHint().height() == 28
        field.setFocus()
        assert field.sizeHint().height() == 28


def test_escape_empties_the_search_field(qtbot: QtBot) -> None:
    field = SearchField()
    shown(qtbot, field)
    qtbot.keyClicks(field, "gas")
    assert field.text() == "gas"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.accessibleName() == "Search"


def test_a_choice_knows_its_values(qtbot: QtBot) -> None:
    choice = Choice(name="Approach")
    shown(qtbot, choice)
    assert choice.value() is None
    choice.add("Operational control", "operational")
    choice.add("Equity share", "equity")
    choice.set_value("equity")
    assert choice.value() == "equity"
    assert choice.currentText() == "Equity share"
    with pytest.raises(ValueError, match="not offered"):
        choice.set_value("none")


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_badge_with_its_word(qtbot: QtBot, state: str) -> None:
    badge = Badge.of(state, state.capitalize())
    shown(qtbot, badge)
    assert badge.sizeHint().height() == 20
    assert badge.accessibleName() == state.capitalize()
    assert LIGHT.colours()[KINDS[STATES[state][0]][0]] in colours_of(badge)


def test_a_badge_changes_its_state(qtbot: QtBot) -> None:
    badge = Badge("Draft")
    shown(qtbot, badge)
    badge.set_state("Approved", "ok")
    assert badge.text() == badge.accessibleName() == "Approved"


def test_scope_tags_and_keys_are_named(qtbot: QtBot) -> None:
    tag, key = ScopeTag(2, "Scope 2"), KeyCap("Ctrl K")
    shown(qtbot, tag)
    shown(qtbot, key)
    assert tag.accessibleName() == "Scope 2"
    assert LIGHT.s2 in colours_of(tag)
    assert key.accessibleName() == "Ctrl K"


def test_key_hints_leave_out_what_does_not_fit(qtbot: QtBot) -> None:
    hints = KeyHints([("Enter", "edit"), ("Tab", "next month"), ("Ctrl V", "paste from Excel")])
    shown(qtbot, hints, 600, 32)
    picture(hints)
    assert [key.isVisible() for key in hints.findChildren(KeyCap)] == [True, True, True]
    hints.resize(140, 32)
    picture(hints)
    assert [key.isVisible() for key in hints.findChildren(KeyCap)] == [True, False, False]
    hints.set_hints([("F8", "next issue")])
    assert "F8" in [key.accessibleName() for key in hints.findChildren(KeyCap)]


def test_a_message_says_what_and_offers_one_thing(qtbot: QtBot) -> None:
    message = MessagePane("err", "The file is open on another computer", "You can read it now.")
    button = message.add_button(Button("Open read-only"))
    shown(qtbot, message, 400, 90)
    assert message.accessibleName() == "The file is open on another computer"
    assert message.accessibleDescription() == "You can read it now."
    assert LIGHT.errsoft in colours_of(message)
    assert button.isVisible()


def test_details_of_a_message_open_and_can_be_copied(qtbot: QtBot) -> None:
    message = MessagePane("warn", "Not imported", details="row 3: no unit")
    shown(qtbot, message, 400, 90)
    more, copy = message.findChildren(Button)
    shown_label = next(label for label in message.findChildren(Label) if label.text() == "row 3: no unit")
    assert not shown_label.isVisible()
    more.click()
    assert shown_label.isVisible()
    copy.click()
    assert QGuiApplication.clipboard().text() == "row 3: no unit"


def test_a_message_can_be_closed(qtbot: QtBot) -> None:
    message = MessagePane("ok", "Return submitted", closable=True)
    shown(qtbot, message, 300, 40)
    with qtbot.waitSignal(message.closed):
        message.findChildren(IconButton)[0].click()
    assert not message.isVisible()


def test_loading_says_how_far_and_stops_on_escape(qtbot: QtBot) -> None:
    loading = LoadingLine("Reading")
    shown(qtbot, loading, 300, 54)
    loading.set_title("Reading meters.xlsx")
    loading.set_progress(0.5, "5 of 10 rows", "About 4 s left.")
    assert loading.accessibleName() == "Reading meters.xlsx"
    assert loading.accessibleDescription() == "5 of 10 rows. About 4 s left."
    assert LIGHT.accent in colours_of(loading)
    with qtbot.waitSignal(loading.stopped):
        qtbot.keyClick(loading, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(loading.stopped):
        qtbot.keyClick(loading, Qt.Key.Key_A)


def test_an_empty_state_names_what_is_missing(qtbot: QtBot) -> None:
    empty = EmptyState("table-2", "No sources yet", "Start from a template.")
    empty.add_button(Button("Use a template…", "primary"))
    shown(qtbot, empty, 400, 200)
    assert empty.accessibleName() == "No sources yet"
    assert LIGHT.accent in colours_of(empty)


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


def test_a_page_header_takes_three_buttons_at_most(qtbot: QtBot) -> None:
    header = PageHeader("Overview")
    shown(qtbot, header, 800, 51)
    header.add_context(Label("Year 2025"))
    for words in ("One", "Two", "Three"):
        header.add_button(Button(words))
    assert header.height() == 51
    with pytest.raises(ValueError, match="three"):
        header.add_button(Button("Four"))


def test_a_pane_header_changes_its_words(qtbot: QtBot) -> None:
    header = PaneHeader("Pathway", "kt")
    header.add(Button("All"))
    shown(qtbot, header, 400, 38)
    header.set_texts("Breakdown", "t")
    assert (header.title.text(), header.context.text()) == ("Breakdown", "t")
    assert header.accessibleName() == "Breakdown"


def test_a_label_changes_its_ink(qtbot: QtBot) -> None:
    label = Label("Approved", size=24, weight=700)
    shown(qtbot, label)
    assert LIGHT.ink in colours_of(label)
    label.set_ink("err")
    assert LIGHT.err in colours_of(label)


def test_an_elided_label_gives_way_and_tells_the_rest(qtbot: QtBot) -> None:
    label = Label("Purchased goods and services", elided=True)
    shown(qtbot, label, 60, 20)
    picture(label)
    assert label.toolTip() == "Purchased goods and services"
    assert label.minimumSizeHint().width() <= fonts.px(24)
    label.resize(400, 20)
    picture(label)
    assert label.toolTip() == ""


def test_rules_and_pictures_are_drawn(qtbot: QtBot) -> None:
    upright, flat, icon = Rule(vertical=True, length=20), Rule(length=30), Picture("flag", 16, "warn")
    for widget in (upright, flat, icon):
        shown(qtbot, widget)
    assert upright.maximumHeight() == 20
    assert flat.maximumWidth() == 30
    assert LIGHT.hair in colours_of(upright)
    icon.set_icon("send", "info")
    assert LIGHT.info in colours_of(icon)
