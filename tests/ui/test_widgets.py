from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.ui import fonts
from carbondesk.ui.style.tokens import LIGHT
from carbondesk.ui.widgets import (
    Badge,
    Button,
    Choice,
    ComboButton,
    EmptyState,
    Field,
    IconButton,
    KeyCap,
    KeyHints,
    Kind,
    Label,
    LoadingLine,
    MessagePane,
    PageHeader,
    PaneHeader,
    Picture,
    Rule,
    ScopeTag,
    SearchField,
    Segments,
)
from carbondesk.ui.widgets.badges import KINDS, STATES
from carbondesk.ui.widgets.buttons import Segment
from tests.ui.pictures import colours_of, picture, shown


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
