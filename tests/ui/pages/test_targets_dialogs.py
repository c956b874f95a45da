"""The dialogs of the Targets page: new targets, what-if, comparison, versions, approval, journey, answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import CriterionAnswer, Exclusion, Milestone, Target, TargetVersion
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.targets import TargetsPage
from carbondesk.ui.pages.targets.approving import ApprovalDialog
from carbondesk.ui.pages.targets.categories import CategoriesDialog
from carbondesk.ui.pages.targets.comparing import CompareDialog
from carbondesk.ui.pages.targets.excluding import ExclusionsDialog
from carbondesk.ui.pages.targets.removing import RemovalDialog
from carbondesk.ui.pages.targets.submitting import SubmissionDialog
from carbondesk.ui.pages.targets.templates import TEMPLATES, TargetDialog
from carbondesk.ui.pages.targets.travelling import JourneyDialog
from carbondesk.ui.pages.targets.versions import VersionsDialog
from carbondesk.ui.widgets import MessagePane
from carbondesk.ui.widgets.ledger import Ledger
from tests.ui.files import small_file
from tests.ui.pages import target_desk
from tests.ui.pages.target_desk import field, go_to, inventory, opened, press, retype, steps, stored, verdict


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[TargetsPage]:
    made = opened(qtbot, target_desk.with_targets())
    yield made
    made.session.close()


def cells(table: Ledger) -> list[list[str]]:
    """Return the texts of a table."""
    return [[cell.text for cell in row.cells] for row in table.ledger.rows]


def told(page: TargetsPage) -> str:
    """Return the words of the notice in view."""
    return " ".join(pane.accessibleName() for pane in page.window().findChildren(MessagePane, "notice"))


# ---- adding and removing ----------------------------------------------------------------------------------


def test_every_kind_of_target_can_be_added_and_is_shown(page: TargetsPage) -> None:
    for template in TEMPLATES:
        before = steps(page)
        page.tasks.ask_target(template.id)
        dialog = page.tasks.dialog
        assert isinstance(dialog, TargetDialog)
        press(dialog, Qt.Key.Key_Return)
        assert steps(page) == before + 1
        assert page.target is not None
        assert page.target.name == str(template.title)
        assert page.shown is not None
        assert page.left.shelf.currentIndex().data() == str(template.title)
    assert len(inventory(page).all(Target)) == 3 + len(TEMPLATES)


def test_ins_in_the_list_asks_for_a_target_and_the_arrows_choose_its_kind(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Insert)
    dialog = page.tasks.dialog
    assert isinstance(dialog, TargetDialog)
    QAbstractItemModelTester(dialog.list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    press(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.template.id == "scope3"
    assert not dialog.grab().isNull()
    press(dialog.list, Qt.Key.Key_Return)
    assert page.target is not None
    assert (page.target.scope, page.target.ambition) == ("3", "WB2C")


def test_del_removes_a_target_with_what_belongs_to_it_and_undo_brings_all_back(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Delete)
    dialog = page.tasks.dialog
    assert isinstance(dialog, RemovalDialog)
    press(dialog, Qt.Key.Key_Return)
    assert [each.name for each in inventory(page).all(Target)] == ["Value chain", "Net zero"]
    assert page.target is not None
    assert page.target.name == "Value chain"
    assert not inventory(page).all(Milestone)
    page.session.undo()
    assert len(inventory(page).all(Target)) == 3
    assert len(inventory(page).all(Milestone)) == 1


# ---- what if ----------------------------------------------------------------------------------------------


def test_what_is_tried_is_not_written_until_it_is_kept_as_one_step(page: TargetsPage) -> None:
    before = steps(page)
    page.heading.what_if.click()
    assert page.middle.trial.isVisible()
    assert not page.middle.trial.keep.isEnabled()
    page.middle.chart.dragged.emit(0.55)
    page.middle.chart.settled.emit(0.55)
    retype(field(page, "submission"), "2027-03")
    press(field(page, "submission"), Qt.Key.Key_Return)
    assert (steps(page), stored(page).reduction) == (before, 0.46)
    assert page.middle.chart.chart is not None
    assert [strand.kind for strand in page.middle.chart.chart.strands] == ["ghost"]
    assert "−46.0 % → −55.0 %" in page.middle.trial.text.text()
    assert page.left.shelf.targets.entries[0].goal == "−55.0 %"
    assert page.left.badge.text() == "What if"
    assert not page.heading.save.isEnabled()
    page.middle.trial.keep.click()
    assert steps(page) == before + 1
    assert (stored(page).reduction, stored(page).submission) == (0.55, "2027-03")
    assert not page.middle.trial.isVisible()


def test_what_is_discarded_leaves_no_trace(page: TargetsPage) -> None:
    before = steps(page)
    page.commands()["what_if"]()
    page.edits.change({"target_year": 2032})
    page.middle.trial.discard.click()
    assert page.trial is None
    assert steps(page) == before
    assert page.left.shelf.targets.entries[0].goal == "−46.0 %"
    page.commands()["what_if"]()
    page.edits.change({"reduction": 0.7})
    press(page.left.shelf, Qt.Key.Key_Down)
    assert page.trial is None
    assert stored(page).reduction == 0.46


def test_nothing_is_written_beside_what_is_tried(page: TargetsPage) -> None:
    page.edits.change({"rule_set": "SBTi-CNZS-2.0"})
    before = steps(page)
    page.commands()["what_if"]()
    go_to(page, "v2-separate-scopes")
    press(page.criteria.list, Qt.Key.Key_Return)
    page.edits.change_significance(0.2)
    page.tasks.save_version()
    page.commands()["submit"]()
    assert steps(page) == before
    assert "Keep or discard" in told(page)
    assert page.tasks.dialog is None


# ---- rule sets --------------------------------------------------------------------------------------------


def test_rule_sets_stand_side_by_side_with_what_fails_and_why(page: TargetsPage) -> None:
    page.criteria.compare.click()
    dialog = page.tasks.dialog
    assert isinstance(dialog, CompareDialog)
    heads = [column.head for column in dialog.table.ledger.columns]
    assert heads == ["Criterion", "SBTi near-term 5.3", "SBTi Net-Zero 1.3.1 (its own)", "SBTi Net-Zero 2.0"]
    rows = {row[0]: row[1:] for row in cells(dialog.table)}
    assert page.shown is not None
    assert rows["Smallest reduction"] == ["−42.0 %", "−40.8 %", "Not available"] or rows[
        "Smallest reduction"
    ][2] == ("Not available")
    assert rows["A target for each scope"] == ["Not in this rule set", "Not in this rule set", "Failed"]
    under = {row.cells[0].text: [cell.under for cell in row.cells[1:]] for row in dialog.table.ledger.rows}
    assert under["A target for each scope"][2] == "The target joins several scopes."
    QAbstractItemModelTester(dialog.table.ledger, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.choose("SBTi-NT-5.3", chosen=False)
    dialog.choose("own", chosen=True)
    assert [column.head for column in dialog.table.ledger.columns][-1] == "Own goal"
    dialog.reject()


def test_smallest_paths_of_other_rule_sets_are_drawn_until_they_are_not_wanted(page: TargetsPage) -> None:
    page.tasks.compare()
    dialog = page.tasks.dialog
    assert isinstance(dialog, CompareDialog)
    dialog.lines.setChecked(True)
    assert page.middle.chart.chart is not None
    assert [strand.kind for strand in page.middle.chart.chart.strands] == ["least"]
    dialog.accept()
    page.tasks.compare()
    again = page.tasks.dialog
    assert isinstance(again, CompareDialog)
    assert again.lines.isChecked()
    again.lines.setChecked(False)
    assert page.middle.chart.chart.strands == ()
    again.accept()


# ---- versions and approval --------------------------------------------------------------------------------


def test_a_version_is_kept_once_and_shown_beside_the_target_of_now(page: TargetsPage) -> None:
    page.heading.save.click()
    assert len(inventory(page).all(TargetVersion)) == 1
    assert page.left.badge.text() == "Version 1"
    page.heading.save.click()
    assert len(inventory(page).all(TargetVersion)) == 1
    assert "already keeps" in told(page)
    page.edits.change({"reduction": 0.5})
    assert page.left.badge.text() == "Draft, version 1"
    page.tasks.ask_versions()
    dialog = page.tasks.dialog
    assert isinstance(dialog, VersionsDialog)
    assert cells(dialog.table)[0][0] == "1"
    assert cells(dialog.differences) == [["Reduction", "−46.0 %", "−50.0 %"]]
    dialog.restore_button.click()
    assert stored(page).reduction == 0.46
    assert cells(dialog.differences) == []
    assert not dialog.restore_button.isEnabled()
    page.session.undo()
    assert stored(page).reduction == 0.5
    dialog.accept()


def test_ctrl_enter_approves_with_a_summary_and_a_change_lets_it_fall_away(page: TargetsPage) -> None:
    page.commands()["submit"]()
    dialog = page.tasks.dialog
    assert isinstance(dialog, ApprovalDialog)
    dialog.take()
    assert any(pane.title.text().startswith("Say in which role") for pane in dialog.findChildren(MessagePane))
    dialog.role.setCurrentText("Board")
    press(dialog, Qt.Key.Key_Return)
    assert page.left.badge.text() == "Approved, version 1"
    assert page.left.form.approval.text().startswith("Board, ")
    page.edits.change({"reduction": 0.5})
    assert page.left.form.approval.text() == "Not approved"
    assert "fallen away" in told(page)
    page.session.undo()
    assert page.left.badge.text() == "Approved, version 1"


# ---- what belongs to a target -----------------------------------------------------------------------------


def test_stations_are_added_edited_and_removed_and_what_is_due_is_said(page: TargetsPage) -> None:
    page.tasks.dialog = JourneyDialog(page, date(2026, 11, 30))
    dialog = page.tasks.dialog
    dialog.show()
    rows = cells(dialog.table)
    assert [row[0] for row in rows] == [
        "Committed", "Developed", "Submitted", "Validated", "Published", "Reported", "Reviewed",
    ]  # fmt: skip
    assert rows[0][1:4] == ["14 Mar 2025", "", "Letter"]
    assert rows[2][2] == "31 May 2026"
    press(dialog.table, Qt.Key.Key_Down)
    press(dialog.table, Qt.Key.Key_Return)
    asked = dialog.dialog
    assert isinstance(asked, RecordDialog)
    asked.form.fields["reached"].set_value(date(2026, 1, 20))
    asked.take()
    assert cells(dialog.table)[1][1] == "20 Jan 2026"
    press(dialog.table, Qt.Key.Key_Return)
    again = dialog.dialog
    assert isinstance(again, RecordDialog)
    again.form.fields["document"].set_value("Paper 7")
    again.take()
    assert cells(dialog.table)[1][3] == "Paper 7"
    press(dialog.table, Qt.Key.Key_Delete)
    assert cells(dialog.table)[1][1] == "–"
    page.session.undo()
    assert cells(dialog.table)[1][1] == "20 Jan 2026"
    dialog.reject()


def test_an_overdue_station_is_marked(page: TargetsPage) -> None:
    dialog = JourneyDialog(page, date(2027, 6, 1))
    due = next(row for row in dialog.table.ledger.rows if row.cells[0].text == "Submitted")
    assert due.cells[2].under == "366 days overdue"
    assert due.cells[0].mark == ("triangle-alert", "warn")
    assert "was due on 31 May 2026" in " ".join(
        pane.title.text() for pane in dialog.findChildren(MessagePane)
    )
    dialog.deleteLater()


def test_exclusions_are_weighed_added_and_removed(page: TargetsPage) -> None:
    page.tasks.ask_exclusions()
    dialog = page.tasks.dialog
    assert isinstance(dialog, ExclusionsDialog)
    assert cells(dialog.table)[0][0] == "Fugitive gases"
    press(dialog.table, Qt.Key.Key_Insert)
    asked = dialog.dialog
    assert isinstance(asked, RecordDialog)
    asked.form.fields["category"].set_value("s3-15")
    asked.form.fields["emissions"].set_value(90_000.0)
    note = asked.form.fields["reason"].control
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("Minority holding")
    asked.take()
    assert len(inventory(page).all(Exclusion)) == 2
    assert any("of scope 3" in pane.title.text() for pane in dialog.findChildren(MessagePane))
    assert verdict(page, "exclusions-scope-3").status == "fail"
    press(dialog.table, Qt.Key.Key_Down)
    press(dialog.table, Qt.Key.Key_Delete)
    assert len(inventory(page).all(Exclusion)) == 1
    page.session.undo()
    page.session.undo()
    assert cells(dialog.table) == [cells(dialog.table)[0]]
    dialog.accept()


def test_a_criterion_without_numbers_is_answered_where_it_stands(page: TargetsPage) -> None:
    go_to(page, "disclosure")
    press(page.criteria.list, Qt.Key.Key_Return)
    dialog = page.tasks.dialog
    assert isinstance(dialog, RecordDialog)
    evidence = dialog.form.fields["evidence"].control
    assert isinstance(evidence, QPlainTextEdit)
    evidence.setPlainText("Annual report, page 12")
    dialog.take()
    answer = inventory(page).all(CriterionAnswer)[0]
    assert (answer.criterion, answer.holds, answer.evidence, answer.target) == (
        "disclosure", True, "Annual report, page 12", None,
    )  # fmt: skip
    row = verdict(page, "disclosure")
    assert row.status == "pass"
    assert row.fix is not None
    assert row.fix.words == "Change the answer…"
    page.tasks.ask_answer("disclosure")
    again = page.tasks.dialog
    assert isinstance(again, RecordDialog)
    again.form.fields["holds"].set_value(value=False)
    again.take()
    assert verdict(page, "disclosure").status == "fail"
    assert len(inventory(page).all(CriterionAnswer)) == 1


def test_categories_are_chosen_with_what_they_cover(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Down)
    page.left.form.categories.click()
    dialog = page.tasks.dialog
    assert isinstance(dialog, CategoriesDialog)
    dialog.boxes[4].setChecked(False)
    press(dialog, Qt.Key.Key_Return)
    assert stored(page, "Value chain").categories == "4"
    dialog.boxes[4].setChecked(True)
    dialog.boxes[6].setChecked(True)
    assert "is covered" in dialog.covered.text()
    press(dialog, Qt.Key.Key_Return)
    assert stored(page, "Value chain").categories == "4,6"
    page.tasks.ask_categories()
    whole = page.tasks.dialog
    assert isinstance(whole, CategoriesDialog)
    for box in whole.boxes.values():
        box.setChecked(True)
    whole.take()
    assert stored(page, "Value chain").categories == ""


# ---- submission -------------------------------------------------------------------------------------------


def test_a_submission_says_what_is_lacking_and_leads_there(page: TargetsPage) -> None:
    page.heading.submission.click()
    dialog = page.tasks.dialog
    assert isinstance(dialog, SubmissionDialog)
    lacking = [row[0] for row in cells(dialog.table)]
    assert any(text.startswith("Value chain, Coverage of scope 3") for text in lacking)
    for box in dialog.boxes.values():
        box.setChecked(False)
    assert not dialog.docx.isEnabled()
    assert cells(dialog.table) == []
    next(box for box in dialog.boxes.values() if box.text() == "Value chain").setChecked(True)
    press(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert page.target is not None
    assert page.target.name == "Value chain"
    assert page.criteria.list.currentIndex().data(Qt.ItemDataRole.UserRole).status == "fail"


def test_a_wording_is_made_from_the_target_until_somebody_words_it(page: TargetsPage) -> None:
    page.tasks.ask_submission()
    dialog = page.tasks.dialog
    assert isinstance(dialog, SubmissionDialog)
    assert "reduce absolute scope 1 and 2 GHG emissions 46 % by 2030" in dialog.wording.toPlainText()
    assert not dialog.keep.isEnabled()
    dialog.wording.setPlainText("We cut by 46 %.")
    dialog.keep.click()
    assert stored(page).wording == "We cut by 46 %."
    assert "by hand" in dialog.told.text()
    dialog.usual.click()
    assert stored(page).wording == ""
    assert "46 % by 2030" in dialog.wording.toPlainText()
    dialog.reject()


@pytest.mark.parametrize(("ending", "start"), [(".docx", b"PK"), (".xlsx", b"PK")])
def test_the_pack_is_written_where_the_person_says(
    page: TargetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, start: bytes
) -> None:
    place = tmp_path / f"pack{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    page.tasks.ask_submission()
    dialog = page.tasks.dialog
    assert isinstance(dialog, SubmissionDialog)
    (dialog.docx if ending == ".docx" else dialog.xlsx).click()
    assert place.read_bytes().startswith(start)
    dialog.write(tmp_path / "missing" / f"pack{ending}")
    assert any(pane.property("tone") or pane.title.text() for pane in dialog.findChildren(MessagePane))
    dialog.reject()


def test_a_pack_of_a_file_is_written_off_the_main_thread(qtbot: QtBot, tmp_path: Path) -> None:
    path = small_file(tmp_path / "plant.cdesk")
    made = Inventory.open(path)
    with made.step(say("Targets")) as step:
        step.add(Target(name="Own operations", reduction=0.46, submission="2026-05"))
    page = opened(qtbot, made)
    page.tasks.ask_submission()
    dialog = page.tasks.dialog
    assert isinstance(dialog, SubmissionDialog)
    dialog.write(tmp_path / "pack.docx")
    qtbot.waitUntil(lambda: (tmp_path / "pack.docx").exists() and not page.session.is_working, timeout=20_000)
    dialog.reject()
    page.session.finish_tasks()
    page.session.close()


def test_a_version_with_other_exclusions_shows_them_and_can_be_restored(page: TargetsPage) -> None:
    page.heading.save.click()
    with inventory(page).step(say("Leave out")) as step:
        step.add(Exclusion(target=stored(page).id, category="process", emissions=5.0, reason="tiny"))
    page.tasks.ask_versions()
    dialog = page.tasks.dialog
    assert isinstance(dialog, VersionsDialog)
    assert cells(dialog.differences) == [["Exclusions", "20.00 t CO₂e/year", "25.00 t CO₂e/year"]]
    dialog.restore_button.click()
    assert [found.emissions for found in inventory(page).find(Exclusion, target=stored(page).id)] == [20.0]


def test_a_version_that_another_program_wrote_is_told_and_not_restored(page: TargetsPage) -> None:
    page.heading.save.click()
    with inventory(page).step(say("Another program")) as step:
        step.change(inventory(page).all(TargetVersion)[0], content='{"name": 5}')
    page.tasks.ask_versions()
    dialog = page.tasks.dialog
    assert isinstance(dialog, VersionsDialog)
    assert any("cannot be read" in pane.accessibleName() for pane in dialog.findChildren(MessagePane))
    assert not dialog.restore_button.isEnabled()


def test_a_rule_set_of_a_newer_version_leaves_the_page_whole(page: TargetsPage) -> None:
    with inventory(page).step(say("Newer version")) as step:
        step.change(stored(page), rule_set="SBTi-CNZS-9.0")
    assert page.shown is not None
    assert page.shown.study.course.findings[0].code == "rule-set-unknown"
    page.tasks.compare()
    assert isinstance(page.tasks.dialog, CompareDialog)
    page.tasks.dialog.reject()
