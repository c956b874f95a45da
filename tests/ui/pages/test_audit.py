"""The audit page: history with its trail, the chain, seals; by keys, in a file and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.domain.records import PublishedFigure, Seal, YearLock
from carbondesk.domain.text import say
from carbondesk.store import evidence
from carbondesk.store.errors import LockedYear
from carbondesk.ui import fonts
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.pages.audit.sealing import ReasonDialog, SealDialog
from carbondesk.ui.pages.audit.trail import spoken
from tests.ui.pages import plants
from tests.ui.pages.audit_desk import PERSON, edit, in_file, opened


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[AuditPage]:
    made = opened(qtbot, plants.inventory(years=range(2025, 2026)))
    edit(made, 29.14)
    edit(made, 291.4, "Unit was wrong")
    yield made
    made.session.close()


@pytest.fixture
def filed(qtbot: QtBot, tmp_path: Path) -> Iterator[AuditPage]:
    made = opened(qtbot, in_file(tmp_path))
    edit(made, 7.0)
    yield made
    made.session.finish_tasks()
    made.session.close()


def titles(page: AuditPage) -> list[str]:
    return [row.title for row in page.history.side.list.lines.rows]


def trail(page: AuditPage) -> list[int]:
    return [entry.step.id for entry in page.history.trail.steps.entries]


def choose(page: AuditPage, title: str) -> None:
    place = titles(page).index(title)
    page.history.side.list.setCurrentIndex(page.history.side.list.lines.index(place, 0))


# ---- history ---------------------------------------------------------------------------------------------


def test_records_stand_by_their_newest_change_after_everything(page: AuditPage) -> None:
    assert titles(page)[:2] == ["All changes", "Natural gas, boilers, Dec 2025"]
    assert titles(page)[-1] == "Kestrel Boards"
    row = page.history.side.list.lines.rows[1]
    assert row.text == "Harrow Lake. Quantity: 29.14 MMBtu → 291.4 MMBtu"
    assert page.history.side.count.text() == "3 records of 4 steps"
    assert trail(page) == [4, 3, 2, 1]


def test_a_record_shows_its_own_trail_with_values_person_reason_and_digest(page: AuditPage) -> None:
    choose(page, "Natural gas, boilers, Dec 2025")
    assert trail(page) == [4, 3, 2]
    assert page.history.title.text() == "Natural gas, boilers, Dec 2025"
    assert page.history.detail.text().startswith("Harrow Lake. Now 291.4 MMBtu, ")
    inventory = page.session.inventory
    assert inventory is not None
    words = spoken(page.history.trail.steps.entries[0])
    for part in (
        PERSON,
        "Quantity: 29.14 MMBtu → 291.4 MMBtu",
        "Unit was wrong",
        f"#4  {inventory.head[:4]}",
    ):
        assert part in words


def test_a_change_shows_at_once_and_undo_is_a_step_of_its_own(page: AuditPage) -> None:
    choose(page, "Natural gas, boilers, Dec 2025")
    page.session.undo()
    assert trail(page) == [5, 4, 3, 2]
    assert "Taken back: " in spoken(page.history.trail.steps.entries[0])
    assert page.history.title.text() == "Natural gas, boilers, Dec 2025"


def test_words_find_steps_and_records(qtbot: QtBot, page: AuditPage) -> None:
    search = page.history.side.search
    qtbot.keyClicks(search, "pune")
    qtbot.waitUntil(lambda: "Pune" in titles(page))
    assert trail(page) == []
    assert page.history.none.isVisible()
    search.setText("wrong")
    qtbot.waitUntil(lambda: trail(page) == [4])
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: trail(page) == [4, 3, 2, 1])


def test_mine_are_the_steps_of_the_person_at_the_desk(page: AuditPage) -> None:
    page.history.side.segments.set_value(True)
    assert trail(page) == [4, 3]
    assert titles(page) == ["All changes", "Natural gas, boilers, Dec 2025"]


def test_enter_leads_to_the_trail_and_the_button_to_data_entry(qtbot: QtBot, page: AuditPage) -> None:
    choose(page, "Natural gas, boilers, Dec 2025")
    with qtbot.waitSignal(page.navigate) as asked:
        page.history.open_button.click()
    assert asked.args == ["data_entry", {"source": 1, "month": "2025-12"}]
    choose(page, "All changes")
    assert not page.history.open_button.isVisible()


def test_another_page_can_ask_for_the_trail_of_a_record(page: AuditPage) -> None:
    page.enter({"table": "source", "id": 2})
    assert page.history.title.text() == "Grid electricity"
    assert trail(page) == [2]
    assert page.history.place() == ("data_entry", {"source": 2})
    page.enter({"table": "site", "id": 1})
    assert page.history.place() == ("data_entry", {"site": 1})


def test_a_long_history_comes_page_by_page(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(years=range(2025, 2026), revenue=False))
    for number in range(70):
        edit(page, 100.0 + number)
    assert len(trail(page)) == 50
    model = page.history.trail.steps
    assert model.canFetchMore(model.index(-1, -1))
    model.fetchMore(model.index(-1, -1))
    assert trail(page) == list(range(72, 0, -1))
    assert not model.canFetchMore(model.index(-1, -1))
    assert page.history.side.link.text() == "Load older"
    page.history.side.link.click()
    assert "Kestrel Boards" in titles(page)
    assert not page.history.side.link.isVisible()
    page.session.close()


def test_the_selected_steps_are_copied_as_lines(page: AuditPage) -> None:
    page.history.trail.setCurrentIndex(page.history.trail.steps.index(0, 0))
    page.commands()["copy"]()
    assert QApplication.clipboard().text() == f"{spoken(page.history.trail.steps.entries[0])}\n"


def test_the_models_keep_the_rules_of_models(qtmodeltester: ModelTester, page: AuditPage) -> None:
    qtmodeltester.check(page.history.trail.steps)
    qtmodeltester.check(page.history.side.list.lines)


# ---- integrity -------------------------------------------------------------------------------------------


def test_the_chain_is_checked_and_its_head_copied(page: AuditPage) -> None:
    assert page.side.state.text() == "Not checked yet"
    page.check.click()
    assert page.side.state.text() == "Chain intact"
    assert page.side.detail.text() == "4 steps checked"
    assert [step.id for step in page.side.chain.steps] == [1, 2, 3, 4]
    page.side.copy.click()
    inventory = page.session.inventory
    assert inventory is not None
    assert QApplication.clipboard().text() == inventory.head
    edit(page, 5.0)
    assert page.side.detail.text() == "4 steps checked, 1 since then"


def test_a_head_known_elsewhere_is_held_against_the_file(qtbot: QtBot, page: AuditPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    field = page.side.against
    field.setText("abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "64 digits" in field.toolTip()
    field.setText(f" {inventory.traces.steps(1, before=3)[0].digest.upper()} ")
    page.side.compare.click()
    assert page.side.state.text() == "Chain intact"
    field.setText("ab" * 32)
    page.side.compare.click()
    assert page.side.state.text() == "Chain broken"
    assert field.toolTip() == page.side.detail.text() != ""


def test_a_file_is_checked_by_a_task(qtbot: QtBot, filed: AuditPage) -> None:
    with qtbot.waitSignal(filed.verified, timeout=10_000) as found:
        filed.chain.start()
        assert not filed.check.isEnabled()
        filed.chain.start()
    assert found.args is not None
    assert found.args[0].intact
    assert filed.check.isEnabled()
    assert not filed.side.loading.isVisible()


def test_a_check_reads_the_attached_documents(qtbot: QtBot, filed: AuditPage, tmp_path: Path) -> None:
    inventory = filed.session.inventory
    assert inventory is not None
    with qtbot.waitSignal(filed.verified, timeout=10_000):
        filed.chain.start()
    assert not filed.side.documents.isVisible()
    file = tmp_path / "bill.pdf"
    file.write_bytes(b"bill")
    with filed.session.step(say("Attach")) as step:
        kept = evidence.attach(inventory, step, file, [("activity", 1)])
    with qtbot.waitSignal(filed.verified, timeout=10_000):
        filed.chain.start()
    assert filed.side.documents.isVisible()
    assert filed.side.documents.text() == "The attached documents are as they were."
    (evidence.folder_of(inventory.path) / kept.sha256).write_bytes(b"other")
    with qtbot.waitSignal(filed.verified, timeout=10_000):
        filed.chain.start()
    assert filed.side.documents.text() == "bill.pdf was changed after it was attached."


def test_a_check_can_be_stopped(qtbot: QtBot, filed: AuditPage) -> None:
    filed.chain.start()
    filed.side.loading.stopped.emit()
    filed.chain.stop()
    qtbot.waitUntil(filed.check.isEnabled, timeout=10_000)


# ---- seals -----------------------------------------------------------------------------------------------


def sealed(page: AuditPage) -> SealDialog:
    page.side.seal.click()
    dialog = page.seals.dialog
    assert isinstance(dialog, SealDialog)
    dialog.purpose.setText("Annual report")
    dialog.take()
    return dialog


def test_a_seal_shows_the_figures_that_it_keeps(page: AuditPage) -> None:
    page.side.seal.click()
    dialog = page.seals.dialog
    assert isinstance(dialog, SealDialog)
    said = dialog.grid.accessibleDescription()
    for part in ("Scope 1 ", "Scope 2 location", "Scope 2 market", "Scope 3", "All scopes market"):
        assert part in said
    dialog.reject()


def test_sealing_is_one_step_that_only_a_reason_takes_back(page: AuditPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    sealed(page)
    assert [lock.year for lock in inventory.all(YearLock)] == [2025]
    assert len(inventory.all(PublishedFigure)) == 8
    assert page.side.seals.lines.rows[0].title == "2025"
    assert page.side.reopen.isEnabled()
    assert len(inventory.all(Seal)) == 1
    with pytest.raises(LockedYear):
        page.session.undo()
    assert inventory.steps(1)[0].id == inventory.all(Seal)[0].step


def test_a_seal_needs_a_purpose_and_a_real_date(page: AuditPage) -> None:
    page.side.seal.click()
    dialog = page.seals.dialog
    assert isinstance(dialog, SealDialog)
    dialog.take()
    assert dialog.isVisible()
    dialog.purpose.setText("Annual report")
    dialog.published_on.setText("soon")
    dialog.take()
    assert dialog.isVisible()
    dialog.published_on.setText("2026-03-01")
    dialog.take()
    assert not dialog.isVisible()


def test_a_sealed_year_is_opened_again_with_a_reason(qtbot: QtBot, page: AuditPage) -> None:
    sealed(page)
    page.side.reopen.click()
    dialog = page.seals.dialog
    assert isinstance(dialog, ReasonDialog)
    dialog.take()
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.reason, "A bill came late")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    inventory = page.session.inventory
    assert inventory is not None
    assert inventory.all(YearLock) == []
    assert not page.side.reopen.isEnabled()
    assert inventory.steps(1)[0].reason == "A bill came late"


def test_a_locked_year_says_so_where_a_seal_is_asked_twice(page: AuditPage) -> None:
    sealed(page)
    page.seals.dialog = None
    page.side.seal.click()
    assert page.seals.dialog is None


# ---- files, keys, languages ------------------------------------------------------------------------------


def test_what_is_in_view_is_exported(
    qtbot: QtBot, page: AuditPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for view, name in (("history", "a.csv"), ("checks", "b.json"), ("published", "c.html")):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (str(target), ""))
        page.segments.set_value(view)
        page.export.click()
        assert target.stat().st_size > 500
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "d.xlsx"), ""))
    page.export.click()
    page.segments.set_value("verification")
    page.export.click()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_is_exported_by_a_task(
    qtbot: QtBot, filed: AuditPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "trail.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "trail"), ""))
    filed.export.click()
    qtbot.waitUntil(target.exists, timeout=20_000)


def test_every_pane_can_be_reached_and_has_a_name(page: AuditPage) -> None:
    for view in ("history", "checks", "verification", "published"):
        page.segments.set_value(view)
        for pane in page.panes():
            assert pane.accessibleName()
        page.commands()["filter"]()


def test_the_view_is_kept_over_a_rebuild(page: AuditPage) -> None:
    page.segments.set_value("published")
    page.restore_state({"view": "checks"})
    assert page.state() == {"view": "checks"}
    page.restore_state({"view": "gone"})
    assert page.state() == {"view": "checks"}


def test_nothing_is_lost_in_chinese_or_on_a_small_screen(qtbot: QtBot) -> None:
    language.use("zh_CN")
    page = opened(qtbot, plants.inventory(years=range(2025, 2026)), width=1290)
    for view in ("history", "checks", "verification", "published"):
        page.segments.set_value(view)
        assert page.minimumSizeHint().width() <= 1290
        assert not page.grab().isNull()
    page.session.close()


def test_with_large_text_the_side_comes_when_it_is_asked_for(qtbot: QtBot) -> None:
    fonts.set_text_scale(1.5)
    page = opened(qtbot, plants.inventory(years=range(2025, 2026)), width=1253)
    assert not page.side.isVisible()
    assert page.history.side.width() >= fonts.px(300)
    assert page.side.against not in page.panes()
    page.commands()["inspector"]()
    assert page.side.isVisible()
    assert not page.history.side.isVisible()
    page.show_view("verification")
    assert not page.side.isVisible()
    page.show_view("checks")
    page.commands()["inspector"]()
    assert page.checks.side.isVisible()
    page.resize(1700, 834)
    assert page.side.isVisible()
    assert page.checks.side.isVisible()
    page.session.close()


def test_checking_the_chain_shows_the_side(qtbot: QtBot, tmp_path: Path) -> None:
    fonts.set_text_scale(1.5)
    page = opened(qtbot, in_file(tmp_path), width=1253)
    page.check.click()
    assert page.side.isVisible()
    page.session.finish_tasks()
    page.session.close()
