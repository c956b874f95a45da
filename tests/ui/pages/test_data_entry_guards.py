"""Locked years and closed months on the data entry page: sunken, with the reason, and asked about before a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Closing, Equipment, Source, YearLock
from carbondesk.domain.text import say
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import MessagePane
from tests.ui.pages.deep_plant import CHILLERS, GAS, YEAR, make_deep_plant
from tests.ui.pages.entry_hands import go, inventory_of, removal_of, shown, words


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(Settings(person="Energy manager"))
    session.open(make_deep_plant(), in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DataEntryPage:
    return shown(qtbot, session, 1364, 833)


def close_month(page: DataEntryPage, month: str) -> None:
    with inventory_of(page).step(say("Close"), reason="checked") as step:
        step.add(Closing(site=1, month=month, closed_by="Energy manager"))


def lock_year(page: DataEntryPage) -> None:
    with inventory_of(page).step(say("Lock"), reason="verified") as step:
        step.add(YearLock(year=YEAR, reason="Verified in March"))


def test_a_closed_month_asks_for_the_reason_and_keeps_it(qtbot: QtBot, page: DataEntryPage) -> None:
    close_month(page, f"{YEAR}-02")
    row = go(page, GAS, 1)
    spoken = page.months.data(page.months.index(row, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert "Feb 2025 is closed" in str(spoken)
    assert page.commit_cell(row, 1, "51000")
    assert page.prompt.asks
    assert page.prompt.title.text().startswith("Feb 2025 is closed at Leeds.")
    assert words(page, GAS, 1) == "50,000"
    qtbot.keyClicks(page.prompt.reason, "Meter was misread")
    qtbot.keyClick(page.prompt.reason, Qt.Key.Key_Return)
    assert words(page, GAS, 1) == "51,000"
    assert inventory_of(page).steps(1)[0].reason == "Meter was misread"


def test_without_a_reason_a_closed_month_stays(qtbot: QtBot, page: DataEntryPage) -> None:
    close_month(page, f"{YEAR}-02")
    row = go(page, GAS, 1)
    page.edits.empty_cells([(row, 1)])
    qtbot.keyClick(page.prompt.reason, Qt.Key.Key_Escape)
    assert words(page, GAS, 1) == "50,000"


def test_a_paste_over_a_closed_month_asks_once(qtbot: QtBot, page: DataEntryPage) -> None:
    close_month(page, f"{YEAR}-02")
    go(page, GAS, 0)
    QGuiApplication.clipboard().setText("1\t2\t3")
    page.edits.paste()
    page.prompt.accept()
    assert page.prompt.asks
    page.prompt.reason.setText("Late bills")
    page.prompt.accept()
    assert [words(page, GAS, month) for month in range(3)] == ["1", "2", "3"]


def test_an_event_in_a_closed_month_asks_in_its_dialog(page: DataEntryPage) -> None:
    close_month(page, f"{YEAR}-05")
    go(page, CHILLERS, 4)
    page.details.show_now()
    asked = page.details.source_edits.equipment
    source = next(each for each in inventory_of(page).all(Source) if each.name == CHILLERS)
    asked.ask_event(source, None, inventory_of(page).all(Equipment)[0])
    dialog = asked.dialog
    assert dialog is not None
    for name, value in (("date", f"{YEAR}-05-30"), ("kind", "top-up"), ("quantity", 1.0)):
        dialog.form.fields[name].set_value(value)
    dialog.take()
    assert dialog.reason_field is not None
    dialog.reason_field.setText("The service report came late")
    dialog.take()
    assert words(page, CHILLERS, 4) == "5.5"
    assert inventory_of(page).steps(1)[0].reason == "The service report came late"


def test_a_locked_year_takes_nothing_and_says_why(page: DataEntryPage) -> None:
    lock_year(page)
    row = go(page, GAS, 0)
    assert page.locked.isVisible()
    assert page.locked.accessibleName() == "Locked"
    assert not page.months.editable(row, 0)
    page.view.begin_edit("5")
    assert page.prompt.title.text() == "2025 is locked: Verified in March"
    assert page.prompt.text.text() == "Open 2025 again with a reason, then make the change."
    page.details.show_now()
    assert page.inspector.fields.quantity.isReadOnly()
    tip = page.months.data(page.months.index(row, 0), Qt.ItemDataRole.ToolTipRole)
    assert "2025 is locked: Verified in March" in str(tip)


def test_other_years_stay_open(page: DataEntryPage) -> None:
    lock_year(page)
    page.session.show_year(YEAR - 1)
    row = go(page, GAS, 0)
    assert page.months.editable(row, 0)
    assert not page.locked.isVisible()


def test_undo_of_a_lock_is_refused_in_words(page: DataEntryPage) -> None:
    lock_year(page)
    page.run("undo")
    assert inventory_of(page).all(YearLock)
    assert page.prompt.title.text() == "2025 is locked. Nothing was changed."


def test_removing_a_source_of_a_locked_year_says_why(page: DataEntryPage) -> None:
    lock_year(page)
    source = next(each for each in inventory_of(page).all(Source) if each.name == GAS)
    page.records.remove(source)
    removal_of(page).remove_button.click()
    assert inventory_of(page).find(Source, id=source.id)
    assert "2025 is locked. Nothing was changed." in [
        message.title.text() for message in page.window().findChildren(MessagePane)
    ]
