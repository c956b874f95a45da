"""The Reports page on a real inventory: papers, choices, gaps, copies, files and proofs, by keyboard too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Contract, Organisation, Site, Target
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.report.catalogue import ANALYSES, State
from carbondesk.report.changes import default_against
from carbondesk.report.papers import Head, Holds, Options, Sheet
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.reports import ReportsPage, makings
from carbondesk.ui.pages.reports.tables import MOST_ROWS, SheetTable
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.report.test_proofs import result_of
from tests.ui.files import small_file
from tests.ui.pages import plants


def opened(qtbot: QtBot, inventory: Inventory, *, width: int = 1364, height: int = 834) -> ReportsPage:
    session = Session(Settings())
    session.open(inventory, in_background=False)
    page = ReportsPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[ReportsPage]:
    made = opened(qtbot, plants.inventory(gaps=True))
    yield made
    made.session.close()


@pytest.fixture
def filed(qtbot: QtBot, tmp_path: Path) -> Iterator[ReportsPage]:
    made = opened(qtbot, Inventory.open(small_file(tmp_path / "plant.cdesk")))
    yield made
    made.session.finish_tasks()
    made.session.close()


def tables(page: ReportsPage) -> list[SheetTable]:
    assert page.preview.leaf is not None
    return page.preview.leaf.tables


def select(page: ReportsPage, row: int, column: int, table: int = 0) -> None:
    chosen = tables(page)[table]
    chosen.setFocus()
    chosen.setCurrentIndex(chosen.cells.index(row, column))


def test_the_list_names_every_paper_with_its_readiness(page: ReportsPage, qtmodeltester: object) -> None:
    entries = page.shelf.rows.entries
    assert [entry.id for entry in entries] == [kind.paper_id for kind in ANALYSES]
    assert entries[0].state is State.GAPS
    assert "missing" in entries[0].words
    words = page.shelf.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == f"{entries[0].title}. {entries[0].question} {entries[0].words}"


def test_the_models_are_sound(page: ReportsPage) -> None:
    for model in (page.shelf.rows, tables(page)[0].cells):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_preview_shows_the_numbers_of_the_paper(page: ReportsPage) -> None:
    figures = page.session.figures
    assert figures is not None
    assert page.paper is not None
    totals = figures.totals(2025)
    cells = tables(page)[0].cells
    assert cells.index(2, 0).data() == "Scope 1 and 2"
    assert cells.index(2, 1).data() == f"{totals.scope12_market:,.1f}"
    assert len(tables(page)) == len(page.paper.sheets)


def test_an_edit_and_another_year_make_the_paper_anew(page: ReportsPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    before = tables(page)[0].cells.index(2, 1).data()
    entry = next(each for each in inventory.all(Activity) if each.start.year == 2025)
    with page.session.step(say("Edit")) as step:
        step.change(entry, quantity=entry.quantity * 5)
    edited = tables(page)[0].cells.index(2, 1).data()
    assert edited != before
    page.session.show_year(2024)
    assert tables(page)[0].cells.index(2, 1).data() not in {before, edited}
    assert page.base is not None
    assert page.base.year == 2024


def test_arrows_choose_a_paper(page: ReportsPage, qtbot: QtBot) -> None:
    page.shelf.setFocus()
    qtbot.keyClick(page.shelf, Qt.Key.Key_Down)
    assert page.kind.paper_id == ANALYSES[1].paper_id
    assert page.paper is not None
    assert page.paper.paper_id == ANALYSES[1].paper_id
    page.show_paper("entries")
    assert page.state() == {"paper": "entries"}


def test_what_a_paper_does_not_take_is_not_offered(page: ReportsPage) -> None:
    assert page.side.choices.method.isVisibleTo(page)
    page.show_paper("factors")
    assert not page.side.choices.method.isVisibleTo(page)
    assert page.side.choices.boundary.isVisibleTo(page)
    assert not page.side.choices.against.isVisibleTo(page)


def test_the_method_changes_the_paper(page: ReportsPage) -> None:
    page.side.choices.method.set_value("location")
    assert page.options.method == "location"
    assert page.paper is not None
    assert str(page.paper.sheets[1].heads[2].name) == "Location-based"


def test_a_gap_leads_to_its_place(page: ReportsPage, qtbot: QtBot) -> None:
    line = next(each for each in page.side.gaps.lines.lines if each.key is not None)
    with qtbot.waitSignal(page.navigate) as sent:
        page.side.gaps.opened.emit(line.key)
    assert sent.args[0] == "data_entry"
    figures = page.session.figures
    assert figures is not None
    assert sent.args[1]["source"] in figures.sources


def test_a_gap_of_a_target_leads_to_it(qtbot: QtBot) -> None:
    inventory = plants.inventory()
    page = opened(qtbot, inventory)
    page.show_paper("submission")
    (line,) = page.side.gaps.lines.lines
    assert (line.title, line.key) == ("There is no target yet.", ("targets", {}))
    with inventory.step(say("Set target")) as step:
        target = step.add(Target(name="Ours", base_year=2021, reduction=0.5))
    assert {str(line.key) for line in page.side.gaps.lines.lines} == {str(("targets", {"target": target.id}))}
    page.session.close()


def test_an_undecided_category_of_scope_3_leads_to_the_screening(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory())
    page.show_paper("scope-3")
    keys = {str(line.key) for line in page.side.gaps.lines.lines if line.title.startswith("Nobody has said")}
    assert keys == {str(("group", {"register": "screening"}))}
    page.session.close()


def test_the_contents_lead_to_a_table(page: ReportsPage, qtbot: QtBot) -> None:
    page.side.contents.setCurrentIndex(page.side.contents.names.index(2, 0))
    qtbot.keyClick(page.side.contents, Qt.Key.Key_Return)
    assert page.preview.verticalScrollBar().value() > 0


def test_a_total_is_copied_as_a_sentence_with_its_base(page: ReportsPage) -> None:
    select(page, 2, 1)
    words = page.figure_sentence()
    assert words.startswith("Scope 1 and 2 (market-based) emissions in 2025 were ")
    assert "operational control, GWP AR6" in words
    assert page.side.words.text() == words
    page.copy_sentence()
    assert QGuiApplication.clipboard().text() == words
    select(page, 2, 0)
    assert page.figure_sentence() == ""
    assert not page.side.copy.isEnabled()


def test_one_cell_copies_the_table_and_several_copy_themselves(page: ReportsPage) -> None:
    select(page, 0, 0)
    page.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Scope", "Market-based, t CO₂e", "Location-based, t CO₂e"]
    table = tables(page)[0]
    table.setCurrentIndex(table.cells.index(0, 0))
    table.selectAll()
    page.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(lines) - 1


def test_only_one_table_has_a_selection(page: ReportsPage) -> None:
    select(page, 0, 1, table=0)
    select(page, 0, 2, table=1)
    assert page.preview.table() is tables(page)[1]
    assert not tables(page)[0].selectionModel().hasSelection()
    assert page.figure_proof() is not None


def test_an_inventory_without_values_says_what_comes_first(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="New", country="DE")))
    assert page.shelf.rows.entries[0].state is State.BLOCKED
    assert not page.export.isEnabled()
    assert not page.side.isVisibleTo(page)
    assert page.paper is None
    page.session.close()


@pytest.mark.parametrize("ending", [".xlsx", ".html", ".csv", ".json"])
def test_a_paper_is_written_to_the_chosen_file(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"paper{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    command = {".xlsx": "export", ".html": "paper_html", ".csv": "paper_csv", ".json": "paper_json"}[ending]
    page.commands()[command]()
    assert target.stat().st_size > 500


def test_a_proof_of_the_selected_figure_recomputes_it(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = page.session.figures
    assert figures is not None
    select(page, 0, 1)
    target = tmp_path / "proof.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.files.prove()
    assert result_of(target.read_bytes()) == pytest.approx(figures.totals(2025).scope1, rel=1e-9)


def test_an_entry_is_proven_alone(page: ReportsPage, tmp_path: Path) -> None:
    page.show_paper("entries")
    column = tables(page)[1].cells.columnCount() - 1
    select(page, 0, column, table=1)
    wanted = page.figure_proof()
    assert wanted is not None
    page.files.write_proof(tmp_path / "entry.json", wanted)
    document = json.loads((tmp_path / "entry.json").read_text(encoding="utf-8"))
    assert len(document["lines"]) == 1
    assert document["value"] == pytest.approx(page.paper.sheets[1].rows[0][column])  # type: ignore[union-attr]


def test_papers_that_read_the_entries_are_made_off_the_main_thread(filed: ReportsPage, qtbot: QtBot) -> None:
    filed.show_paper("entries")
    assert filed.press.busy
    qtbot.waitUntil(lambda: filed.paper is not None and filed.paper.paper_id == "entries")
    assert tables(filed)[0].cells.index(0, 1).data() == "12"


def test_esc_stops_a_paper_and_keeps_the_one_before(filed: ReportsPage, qtbot: QtBot) -> None:
    filed.show_paper("entries")
    qtbot.keyClick(filed.shelf, Qt.Key.Key_Escape)
    assert not filed.press.busy
    filed.session.finish_tasks()
    assert filed.kind.paper_id == "summary"
    assert filed.paper is not None
    assert filed.paper.paper_id == "summary"


def test_a_file_on_disk_is_exported_as_a_task(filed: ReportsPage, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "paper.xlsx"
    filed.files.write(target)
    qtbot.waitUntil(target.exists, timeout=20_000)
    assert openpyxl.load_workbook(target).sheetnames[0] == "Paper"
    proof = tmp_path / "proof.xlsx"
    filed.files.write_proof(proof, {"scope": "2"})
    qtbot.waitUntil(proof.exists, timeout=20_000)
    assert result_of(proof.read_bytes()) > 0


def test_each_method_of_scope_2_is_proven_by_its_own_lines(page: ReportsPage, tmp_path: Path) -> None:
    year, inventory = page.session.year, page.session.inventory
    assert year is not None
    assert inventory is not None
    covered = Contract(
        kind="certificate",
        site=inventory.all(Site)[0].id,
        quantity=500.0,
        unit="MWh",
        from_=date(year, 1, 1),
        to=date(year, 12, 31),
        factor=0.0,
    )
    with page.session.step(plants.TITLE) as step:
        step.add(covered)
    sheet = tables(page)[0].sheet
    amounts = []
    for column in (1, 2):
        proof = tmp_path / f"proof {column}.xlsx"
        wanted = sheet.proves[1, column]
        page.files.write_proof(proof, wanted)
        amount = sheet.rows[1][column]
        assert isinstance(amount, float)
        assert result_of(proof.read_bytes()) == pytest.approx(amount)
        amounts.append(amount)
    assert amounts[0] != amounts[1]
    named = [tr(makings.what_is_proven(sheet.proves[1, column])) for column in (1, 2)]
    assert named == ["Scope 2 (market-based)", "Scope 2 (location-based)"]


def test_long_texts_take_several_lines_and_long_sheets_end(qtbot: QtBot) -> None:
    heads = (Head("What"), Head("Amount", Holds.NUMBER, "t"))
    rows = tuple(
        (f"{place} " + "word " * 40, None if place == 1 else float(place)) for place in range(MOST_ROWS + 9)
    )
    table = SheetTable(Sheet("t", heads, rows, ("Sum", 1.0)))
    qtbot.addWidget(table)
    table.fit(400)
    assert table.rowHeight(0) > table.rowHeight(table.cells.rowCount() - 1)
    assert table.cells.rowCount() == MOST_ROWS + 1
    assert table.columnWidth(0) + table.columnWidth(1) == 400
    assert table.cells.is_unknown(table.cells.index(1, 1))
    assert table.cells.index(MOST_ROWS, 0).data() == "Sum"


@pytest.mark.parametrize("width", [948, 1290, 1364])
def test_every_part_has_a_name_and_the_paper_fits_the_screen(qtbot: QtBot, width: int) -> None:
    page = opened(qtbot, plants.inventory(), width=width, height=630)
    assert all(pane.accessibleName() for pane in page.panes())
    assert page.preview.leaf is not None
    assert page.preview.leaf.height() > page.preview.height()
    page.grab()
    page.session.close()


def test_the_page_comes_back_as_it_was_left(page: ReportsPage) -> None:
    page.restore_state({"paper": "findings"})
    page.enter()
    assert page.paper is not None
    assert page.paper.paper_id == "findings"
    page.enter({"paper": "factors"})
    assert page.kind.paper_id == "factors"
    page.restore_state({"paper": "nothing"})
    assert page.kind.paper_id == "factors"


def test_the_options_of_a_new_inventory_are_its_own(page: ReportsPage) -> None:
    assert page.options == Options(method="market", against=page.options.against)


def test_the_year_to_compare_with_is_the_one_that_the_paper_takes(page: ReportsPage, qtbot: QtBot) -> None:
    page.show_paper("change")
    qtbot.waitUntil(lambda: page.paper is not None and page.paper.paper_id == "change")
    figures = page.session.figures
    assert figures is not None
    assert page.options.against == page.side.choices.options().against == default_against(figures, 2025)
    assert page.paper is not None
    assert str(page.options.against) in str(page.paper.subtitle)
    assert page.options.against is not None
    page.session.show_year(page.options.against)
    page.refresh()
    assert page.options.against == page.side.choices.options().against != page.session.year


def test_only_the_submission_is_offered_as_a_document(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    button, target = page.side.files[".docx"], tmp_path / "targets.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    assert button.isHidden()
    page.commands()["paper_docx"]()
    assert not target.exists()
    page.show_paper("submission")
    assert not button.isHidden()
    button.click()
    assert target.read_bytes().startswith(b"PK")
    page.show_paper("summary")
    assert button.isHidden()
