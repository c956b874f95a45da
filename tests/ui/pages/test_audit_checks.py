"""Checks on the audit page: found, explained, withdrawn, and led to; each as one step that undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Acknowledgement
from carbondesk.ui.pages.audit import AuditPage
from tests.ui.pages import plants
from tests.ui.pages.audit_desk import PERSON, edit, in_file, opened


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[AuditPage]:
    made = opened(qtbot, plants.inventory(gaps=True, years=range(2025, 2026)))
    made.segments.set_value("checks")
    edit(made, 99_000.0)
    yield made
    made.session.close()


def rows(page: AuditPage) -> list[str]:
    return [f"{row.title}: {row.text}" for row in page.checks.side.list.lines.rows]


def go_to(page: AuditPage, words: str) -> None:
    place = next(place for place, row in enumerate(rows(page)) if words in row)
    page.checks.side.list.setCurrentIndex(page.checks.side.list.lines.index(place, 0))


def notes(page: AuditPage) -> list[Acknowledgement]:
    assert page.session.inventory is not None
    return page.session.inventory.all(Acknowledgement)


def test_every_finding_is_a_check_with_its_place(page: AuditPage) -> None:
    assert any("Natural gas, boilers, Dec 2025" in row and "above" in row for row in rows(page))
    assert any("has no values" in row for row in rows(page))
    assert page.segments.value() == "checks"
    assert page.checks.side.count.text() == f"{len(rows(page))} checks"


def test_explaining_is_one_step_and_the_next_check_comes_into_view(qtbot: QtBot, page: AuditPage) -> None:
    before = rows(page)
    go_to(page, "Dec 2025")
    page.checks.side.list.activated.emit(page.checks.side.list.currentIndex())
    assert not page.checks.detail.keep_button.isEnabled()
    qtbot.keyClicks(page.checks.detail.note, "Two boilers ran")
    qtbot.keyClick(page.checks.detail.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(note.note, note.by) for note in notes(page)] == [("Two boilers ran", PERSON)]
    assert len(rows(page)) == len(before) - 1
    assert page.checks.current() is not None
    page.checks.side.segments.set_value("explained")
    assert len(rows(page)) == 1
    assert page.checks.detail.note.toPlainText() == "Two boilers ran"
    assert PERSON in page.checks.detail.told.text()
    page.session.undo()
    assert notes(page) == []
    assert rows(page) == []
    page.checks.side.segments.set_value("open")
    assert rows(page) == before


def test_an_explanation_settles_the_flag_of_data_entry_too(qtbot: QtBot, page: AuditPage) -> None:
    qtbot.waitUntil(lambda: page.session.flags.year == 2025 and bool(page.session.flags.waiting))
    go_to(page, "Dec 2025")
    page.checks.detail.note.setPlainText("Two boilers ran")
    page.checks.keep()
    page.session.flags.take_all()
    qtbot.waitUntil(lambda: not page.session.flags.waiting)


def test_an_explanation_is_changed_and_withdrawn(page: AuditPage) -> None:
    go_to(page, "Dec 2025")
    page.checks.detail.note.setPlainText("First")
    page.checks.detail.keep_button.click()
    page.checks.side.segments.set_value("explained")
    assert not page.checks.detail.keep_button.isEnabled()
    page.checks.detail.note.setPlainText("Second")
    page.checks.detail.keep_button.click()
    assert [note.note for note in notes(page)] == ["Second"]
    page.checks.detail.withdraw_button.click()
    assert notes(page) == []
    assert page.checks.none.isVisible()
    page.checks.keep()
    page.checks.withdraw()
    assert notes(page) == []


def test_a_check_leads_to_its_place(qtbot: QtBot, page: AuditPage) -> None:
    go_to(page, "Dec 2025")
    with qtbot.waitSignal(page.navigate) as asked:
        page.checks.detail.go_button.click()
    assert asked.args == ["data_entry", {"source": 1, "month": "2025-12"}]
    assert page.session.year == 2025
    page.checks.side.search.setText("nobody has said")
    assert page.checks.place() is None
    assert not page.checks.detail.go_button.isVisible()
    page.checks.go()


def test_checks_are_searched_and_stepped_through_by_keys(qtbot: QtBot, page: AuditPage) -> None:
    qtbot.keyClicks(page.checks.side.search, "zzz")
    assert rows(page) == []
    assert page.checks.none.title.text() == "Nothing found"
    qtbot.keyClick(page.checks.side.search, Qt.Key.Key_Escape)
    first = page.checks.side.list.currentIndex().row()
    page.commands()["next_issue"]()
    assert page.checks.side.list.currentIndex().row() == first + 1
    page.commands()["previous_issue"]()
    page.commands()["previous_issue"]()
    assert page.checks.side.list.currentIndex().row() == (first - 1) % len(rows(page))
    page.checks.detail.note.setFocus()
    qtbot.keyClick(page.checks.detail.note, Qt.Key.Key_Escape)
    assert not page.checks.detail.note.hasFocus()
    page.segments.set_value("history")
    page.commands()["next_issue"]()
    assert page.view() == "checks"


def test_a_solved_check_leaves_the_list(page: AuditPage) -> None:
    assert any("Dec 2025" in row and "above" in row for row in rows(page))
    edit(page, 20_000.0)
    assert not any("Dec 2025" in row and "above" in row for row in rows(page))


def test_checks_of_a_file_are_found_by_a_task(qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(qtbot, in_file(tmp_path))
    page.segments.set_value("checks")
    page.checks.refresh()
    with qtbot.waitSignal(page.checks.counted, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: page.checks._task is None, timeout=20_000)  # noqa: SLF001 - it looks twice
    assert rows(page)
    page.checks.refresh()
    page.checks.stop()
    qtbot.waitUntil(lambda: page.checks._task is None, timeout=20_000)  # noqa: SLF001 - it was stopped
    assert rows(page)
    page.session.finish_tasks()
    page.session.close()
