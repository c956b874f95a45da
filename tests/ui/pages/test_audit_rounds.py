"""Verification rounds on the audit page: begun, filled in by keys alone, judged, exported, proven."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Source, VerificationLine, VerificationRound
from carbondesk.domain.text import say
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.pages.audit.beginning import RoundDialog
from carbondesk.ui.pages.audit.sample import Column, stratum_words
from tests.ui.pages import plants
from tests.ui.pages.audit_desk import PERSON, in_file, opened


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[AuditPage]:
    made = opened(qtbot, plants.inventory(years=range(2025, 2026), revenue=False))
    made.segments.set_value("verification")
    yield made
    made.session.close()


def begin(page: AuditPage, **fields: str) -> RoundDialog:
    page.rounds.begin.click()
    dialog = page.rounds.dialog
    assert isinstance(dialog, RoundDialog)
    for name, text in fields.items():
        getattr(dialog, name).setText(text)
    dialog.take()
    return dialog


@pytest.fixture
def page(empty: AuditPage) -> AuditPage:
    begin(empty, materiality="20", seed="7", verifier="Verify Ltd")
    return empty


def lines(page: AuditPage) -> list[VerificationLine]:
    assert page.session.inventory is not None
    return page.session.inventory.all(VerificationLine)


def press(qtbot: QtBot, page: AuditPage, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(page.rounds.table, key)


def at(page: AuditPage, row: int, column: Column = Column.RESULT) -> None:
    page.rounds.table.setCurrentIndex(page.rounds.model.index(row, column))


def type_in(qtbot: QtBot, page: AuditPage, text: str) -> None:
    editor = page.rounds.table.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.rounds.table.viewport().findChildren(QLineEdit))


def test_an_inventory_without_a_round_says_how_to_begin_one(empty: AuditPage) -> None:
    assert empty.rounds.none.isVisible()
    assert not empty.rounds.summary.isVisible()
    assert not empty.side.isVisible()


def test_a_round_shows_its_rule_and_is_begun_in_one_step(empty: AuditPage) -> None:
    inventory = empty.session.inventory
    assert inventory is not None
    dialog = begin(empty, materiality="10", verifier="Verify Ltd")
    assert "÷ 10 % = 30 lines" in dialog.rule.text()
    made = inventory.all(VerificationRound)[0]
    assert (made.materiality, made.verifier, made.frozen_step, made.year) == (0.1, "Verify Ltd", 2, 2025)
    assert made.sample_size == len(lines(empty)) == empty.rounds.model.rowCount() >= 30
    assert inventory.steps(1)[0].person == PERSON
    empty.session.undo()
    assert lines(empty) == []
    assert empty.rounds.none.isVisible()


@pytest.mark.parametrize(
    ("field", "text"),
    [("materiality", "0"), ("materiality", "x"), ("seed", "1.5"), ("lines", "0"), ("materiality", "101")],
)
def test_a_round_that_makes_no_sense_is_refused(empty: AuditPage, field: str, text: str) -> None:
    dialog = begin(empty, **{field: text})
    assert dialog.isVisible()
    assert lines(empty) == []
    dialog.reject()


def test_the_verifier_may_choose_how_many_lines(empty: AuditPage) -> None:
    begin(empty, lines="8", materiality="50")
    assert len(lines(empty)) == 13, "every stratum gives a line"
    shown = [label.text() for label in empty.rounds.summary.findChildren(QLabel)]
    assert "8, chosen by the verifier" in shown


def test_a_year_without_values_gives_no_round(qtbot: QtBot, empty: AuditPage) -> None:
    inventory = empty.session.inventory
    assert inventory is not None
    with empty.session.step(say("Zero")) as step:
        step.remove_many(Activity, [entry.id for entry in inventory.all(Activity)[1:]])
        step.change(inventory.get(Source, 1), carrier="unheard of")
    begin(empty)
    assert lines(empty) == []
    assert "no entry with a value" in empty.rounds.said.text()


def test_results_are_given_by_single_keys_each_as_one_step(qtbot: QtBot, page: AuditPage) -> None:
    at(page, 0)
    press(qtbot, page, Qt.Key.Key_C, Qt.Key.Key_N)
    assert [(line.result, line.misstatement) for line in lines(page)[:2]] == [
        ("correct", 0.0),
        ("not found", lines(page)[1].value),
    ]
    assert page.rounds.table.currentIndex().row() == 2
    at(page, 1)
    press(qtbot, page, Qt.Key.Key_Space)
    assert lines(page)[1].corrected
    press(qtbot, page, Qt.Key.Key_Delete)
    assert (lines(page)[1].result, lines(page)[1].misstatement, lines(page)[1].corrected) == ("", None, False)
    page.session.undo()
    assert lines(page)[1].corrected
    assert "2 of " in page.rounds.summary.progress.text()


def test_tonnes_are_typed_and_judged(qtbot: QtBot, page: AuditPage) -> None:
    at(page, 0)
    press(qtbot, page, Qt.Key.Key_M)
    type_in(qtbot, page, "=1+2.5")
    assert (lines(page)[0].result, lines(page)[0].misstatement) == ("misstatement", 3.5)
    at(page, 1)
    press(qtbot, page, Qt.Key.Key_Minus)
    type_in(qtbot, page, "4")
    assert lines(page)[1].misstatement == -4.0
    at(page, 2)
    press(qtbot, page, Qt.Key.Key_Return)
    type_in(qtbot, page, "0")
    assert lines(page)[2].result == "correct"
    press(qtbot, page, Qt.Key.Key_F2)
    type_in(qtbot, page, "many")
    assert lines(page)[2].result == "correct"
    assert page.rounds.said.isVisible()
    at(page, 2)
    press(qtbot, page, Qt.Key.Key_Space)
    assert "Only a misstatement" in page.rounds.said.text()


def test_a_note_is_typed_into_its_cell(qtbot: QtBot, page: AuditPage) -> None:
    at(page, 3, Column.NOTE)
    press(qtbot, page, Qt.Key.Key_C)
    type_in(qtbot, page, "opy seen")
    assert (lines(page)[3].note, lines(page)[3].result) == ("copy seen", "")
    before = page.session.inventory.head if page.session.inventory is not None else ""
    press(qtbot, page, Qt.Key.Key_Return)
    type_in(qtbot, page, "")
    assert page.session.inventory is not None
    assert page.session.inventory.head == before


def test_the_sum_is_held_against_the_materiality(qtbot: QtBot, page: AuditPage) -> None:
    summary = page.rounds.summary
    assert summary.verdict.text() == "Not begun"
    at(page, 0)
    press(qtbot, page, Qt.Key.Key_C)
    assert summary.verdict.text() == "Below the materiality so far"
    at(page, 1)
    press(qtbot, page, Qt.Key.Key_M)
    type_in(qtbot, page, "90000")
    assert summary.verdict.text() == "Material"
    at(page, 2)
    press(qtbot, page, Qt.Key.Key_M)
    type_in(qtbot, page, "-90000")
    assert "cancel" in summary.verdict.text() or summary.verdict.text() == "Material"
    with page.session.step(say("All right")) as step:
        for line in lines(page):
            step.change(line, result="correct", misstatement=0.0)
    assert summary.verdict.text() == "Below the materiality"
    assert summary.scale.accessibleDescription() == "0 % of the materiality"


def test_a_value_that_changed_since_is_shown_beside_the_frozen_one(page: AuditPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    line = lines(page)[0]
    before = page.rounds.model.rows[0][Column.FROZEN].words
    with page.session.step(say("Edit")) as step:
        step.change(inventory.get(Activity, line.activity), quantity=1.0)
    cells = page.rounds.model.rows[0]
    assert cells[Column.FROZEN].words == before != cells[Column.NOW].words
    assert cells[Column.NOW].strong
    with page.session.step(say("Remove")) as step:
        step.remove(inventory.get(Activity, line.activity))
    assert page.rounds.model.rows[0][Column.NOW].words == "–"
    at(page, 0)
    assert not page.rounds.summary.proof.isEnabled()
    page.rounds.prove()
    page.rounds.open_place()


def test_a_line_leads_to_its_entry(qtbot: QtBot, page: AuditPage) -> None:
    at(page, 0)
    with qtbot.waitSignal(page.navigate) as asked:
        page.rounds.open_button.click()
    assert asked.args is not None
    assert asked.args[0] == "data_entry"
    assert asked.args[1]["month"].startswith("2025-")


def test_the_round_and_the_proof_of_a_line_are_written(
    page: AuditPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(page, 0)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "round.xlsx"), ""))
    page.rounds.summary.export.click()
    sheets = openpyxl.load_workbook(tmp_path / "round.xlsx").sheetnames
    assert "Sample" in sheets
    for name in ("proof.xlsx", "proof.json"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        page.commands()["prove"]()
    assert openpyxl.load_workbook(tmp_path / "proof.xlsx").sheetnames
    assert json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))


def test_several_rounds_are_chosen_from(page: AuditPage) -> None:
    begin(page, materiality="30", seed="8", verifier="Other Ltd")
    assert page.rounds.title.text() == "Round 2, 2025, Other Ltd"
    page.rounds.choice.picked.emit(1)
    assert page.rounds.title.text() == "Round 1, 2025, Verify Ltd"
    page.session.undo()
    assert page.rounds.title.text() == "Round 1, 2025, Verify Ltd"
    assert not page.rounds.choice.isVisible()


def test_a_sample_of_a_file_is_drawn_by_a_task(qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(qtbot, in_file(tmp_path))
    page.segments.set_value("verification")
    begin(page, materiality="50")
    page.rounds.stop()
    qtbot.waitUntil(lambda: page.rounds._task is None, timeout=20_000)  # noqa: SLF001 - it was stopped
    begin(page, materiality="50", seed="3")
    qtbot.waitUntil(lambda: page.rounds.model.rowCount() > 0, timeout=20_000)
    assert page.rounds.round is not None
    assert page.rounds.round.seed == 3
    page.session.finish_tasks()
    page.session.close()


def test_strata_are_named_by_category_and_size() -> None:
    assert stratum_words("1/stationary-combustion/A/B/large") == "Stationary combustion, large"
    assert stratum_words("own stratum") == "own stratum"


def test_the_sample_keeps_the_rules_of_models(qtmodeltester: ModelTester, page: AuditPage) -> None:
    qtmodeltester.check(page.rounds.model)
