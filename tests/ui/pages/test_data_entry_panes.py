"""The data entry page: inspector, views, filters, tree, empty states, dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Acknowledgement, Activity, Bill, Driver, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.grids import SourceRow, State
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.data_entry.grid_model import Show
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages.board_plant import YEAR as PLANT_YEAR
from tests.ui.pages.board_plant import make_plant
from tests.ui.pages.entry_hands import (
    SEP,
    cell_of,
    editor,
    form_of,
    go,
    inventory_of,
    removal_of,
    row_of,
    segment_words,
    shown,
    source_row,
    words,
)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(Settings(person="Energy manager"))
    session.open(make_plant(), in_background=False)
    session.show_year(PLANT_YEAR)
    session.show_site(1)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DataEntryPage:
    return shown(qtbot, session, 1364, 833)


# ---- inspector -------------------------------------------------------------------------------------------


def test_a_flag_offers_the_swapped_digits(page: DataEntryPage) -> None:
    go(page, "Natural gas, boilers", SEP)
    page.details.show_now()
    message = page.inspector.message
    assert message is not None
    assert message.title.text() == "40 % above the other months"
    assert message.text.text() == "The median is 208.4. Two digits may be swapped: 219.4 would fit."
    page.inspector.used.emit(219.4)
    assert words(page, "Natural gas, boilers", SEP) == "219.4"


def test_a_doubtful_value_is_kept_with_a_note(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Natural gas, boilers", SEP)
    page.details.show_now()
    page.inspector.kept.emit()
    qtbot.keyClicks(page.prompt.reason, "Cold week")
    qtbot.keyClick(page.prompt.reason, Qt.Key.Key_Return)
    cell = cell_of(page, row, SEP)
    assert (cell.state, cell.noted) == (State.ENTERED, "Cold week")
    assert [note.note for note in inventory_of(page).all(Acknowledgement)] == ["Cold week"]
    assert segment_words(page)[2] == "Flagged 0"


def test_the_inspector_computes_what_the_grid_shows(page: DataEntryPage) -> None:
    go(page, "Natural gas, boilers", 0)
    page.details.show_now()
    head, rows, foot = page.inspector.computation.table.lines()
    assert head == ("Gas", "kg / 1,000 m³", "× GWP", "= t CO₂e")
    assert [row[0] for row in rows] == ["CO₂", "CH₄", "N₂O"]
    cell = cell_of(page, row_of(page, "Natural gas, boilers"), 0)
    assert foot == ("268.3 × 1,000 m³", f"{cell.tonnes:.2f} t CO₂e")
    reasons = page.inspector.computation.reasons.shown
    assert any(reason.title.startswith("Factor: ") and reason.source for reason in reasons)
    assert "GWP: IPCC AR6" in [reason.title for reason in reasons]
    assert all("m3" not in f"{reason.title}{reason.source}" and "_" not in reason.title for reason in reasons)
    step = next(reason for reason in reasons if " → " in reason.title)
    assert step.title.startswith("1 m³ → ")


def test_the_fields_of_an_entry_change_it(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "LPG, forklifts", 2)
    page.details.show_now()
    fields = page.inspector.fields
    fields.note.setText("Meter exchanged")
    fields.note.editingFinished.emit()
    fields.quality.set_value("metered")
    page.details.show_now()
    fields.quantity.setFocus()
    fields.quantity.selectAll()
    qtbot.keyClicks(fields.quantity, "=100+1")
    qtbot.keyClick(fields.quantity, Qt.Key.Key_Return)
    entry = cell_of(page, row, 2).activities[0]
    assert (entry.quantity, entry.note, entry.quality) == (101.0, "Meter exchanged", "metered")


def test_f4_shows_and_hides_the_inspector(qtbot: QtBot, page: DataEntryPage) -> None:
    page.view.setFocus()
    assert page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_F4)
    assert not page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_F4)
    assert page.inspector.isVisible()


# ---- views, filters, tree --------------------------------------------------------------------------------


def test_cost_and_tonnes_are_views_of_the_same_grid(page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.toolbar.numbers.set_value(Show.COST)
    assert page.months.words(row, 0) == ""
    assert page.commit_cell(row, 0, "9450.5")
    assert source_row(page, "LPG, forklifts").cells[0].activities[0].cost == 9450.5
    assert source_row(page, "LPG, forklifts").cells[0].activities[0].currency == "CNY"
    page.toolbar.numbers.set_value(Show.TONNES)
    assert page.months.words(row, 0) == f"{source_row(page, 'LPG, forklifts').cells[0].tonnes:.1f}"
    assert not page.months.editable(row, 0)
    page.view.begin_edit("1")
    assert page.prompt.title.text() == "t CO₂e is computed."


def test_a_segment_shows_the_rows_with_that_state(page: DataEntryPage) -> None:
    page.toolbar.segments.set_value(State.MISSING)
    names = [page.months.row_at(row) for row in range(page.months.rowCount())]
    assert [row.source.name for row in names if isinstance(row, SourceRow)] == ["Steam from industrial park"]
    page.toolbar.segments.set_value(None)
    assert page.months.rowCount() > 13


def test_a_scope_of_the_tree_shows_its_sources(page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, "2")))
    rows = [page.months.row_at(row) for row in range(page.months.rowCount())]
    assert {row.source.category for row in rows if isinstance(row, SourceRow)} == {
        "electricity",
        "heat-steam-cooling",
    }


def test_another_site_is_shown_with_its_own_sources(page: DataEntryPage, session: Session) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(2)))
    assert session.site == 2
    assert page.context.text() == "Shenzhen, Assembly"
    assert page.grid is not None
    assert len(page.grid.source_rows) == 1


def test_output_figures_are_typed_in_the_same_grid(qtbot: QtBot, page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, OUTPUT)))
    assert page.view.model() is page.outputs
    page.view.go_to(0, 2)
    page.view.setFocus()
    qtbot.keyClick(page.view, "4")
    qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    assert page.outputs.words(0, 2) == "4.0"
    assert [figure.amount for figure in inventory_of(page).find(Driver, month="2025-03")] == [4.0]
    page.view.go_to(0, 2)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert inventory_of(page).find(Driver, month="2025-03") == []
    page.records.planned.emit("Headcount", "unit", "")
    assert page.outputs.rowCount() == 2
    assert page.commit_cell(1, 0, "210")
    assert [figure.driver for figure in inventory_of(page).find(Driver, amount=210.0)] == ["Headcount"]


def test_the_next_year_expects_nothing_yet(page: DataEntryPage, session: Session) -> None:
    session.show_year(2026)
    assert page.grid is not None
    assert page.grid.count(State.MISSING) == 0
    assert page.commit_cell(row_of(page, "LPG, forklifts"), 0, "5")
    assert words(page, "LPG, forklifts", 0) == "5"


# ---- shape and states ------------------------------------------------------------------------------------


def test_a_low_narrow_window_gives_up_the_tree_first(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session, 1290, 630)
    assert not page.tree_pane.isVisible()
    assert page.site_button.isVisible()
    assert page.view.verticalHeader().defaultSectionSize() == 24
    assert page.inspector.isVisible()
    page.resize(1100, 630)
    assert not page.inspector.isVisible()
    page.run("inspector")
    assert page.inspector.isVisible()
    assert page.inspector.geometry().right() == page.width() - 1


def test_an_empty_inventory_offers_a_site_and_an_import(qtbot: QtBot) -> None:
    session = Session(Settings())
    session.open(Inventory.in_memory(Organisation(name="New", country="DE")), in_background=False)
    page = shown(qtbot, session, 1364, 833)
    assert page.stack.currentIndex() == 1
    page.run("add_site")
    form = form_of(page).form
    form.fields["name"].set_value("Works")
    form.fields["country"].set_value("DE")
    form_of(page).take()
    assert [site.name for site in inventory_of(page).all(Site)] == ["Works"]
    page.run("add_source")
    form = form_of(page).form
    form.fields["name"].set_value("Gas")
    form.fields["category"].set_value("stationary-combustion")
    form.fields["carrier"].set_value("natural gas")
    form.fields["unit"].set_value("kWh")
    form_of(page).take()
    assert [source.name for source in inventory_of(page).all(Source)] == ["Gas"]
    assert page.stack.currentIndex() == 0
    assert page.commit_cell(row_of(page, "Gas"), 0, "100")
    session.close()


def test_removing_a_source_with_data_asks_and_is_one_step(page: DataEntryPage) -> None:
    source = source_row(page, "LPG, forklifts").source
    entries = inventory_of(page).count(Activity)
    page.records.remove(source)
    assert inventory_of(page).count(Activity) == entries
    removal_of(page).remove_button.click()
    assert inventory_of(page).find(Source, name="LPG, forklifts") == []
    assert inventory_of(page).count(Activity) == entries - 24
    inventory_of(page).undo()
    assert inventory_of(page).count(Activity) == entries
    assert words(page, "LPG, forklifts", 0) == "1,890"


def test_removing_a_site_with_sources_asks_even_without_entries(
    page: DataEntryPage, session: Session
) -> None:
    with session.step(say("Another site")) as step:
        site = step.add(Site(name="Fresh", country="DE"))
        step.add(
            Source(site=site.id, name="Power", category="electricity", carrier="electricity", unit="kWh")
        )
    page.records.remove(site)
    assert inventory_of(page).find(Site, name="Fresh") == [site]
    removal_of(page).remove_button.click()
    assert inventory_of(page).find(Site, name="Fresh") == []


def test_closing_a_source_keeps_its_data(page: DataEntryPage) -> None:
    source = source_row(page, "LPG, forklifts").source
    page.records.remove(source)
    removal_of(page).day.setText("2025-06-30")
    removal_of(page).close_button.click()
    row = row_of(page, "LPG, forklifts")
    assert page.months.words(row, 0) == "1,890"
    assert not page.commit_cell(row, 7, "5")
    assert page.prompt.title.text() == "LPG, forklifts is not in use in Aug 2025."


def test_removing_a_site_takes_everything_along_and_comes_back(page: DataEntryPage, session: Session) -> None:
    inventory = inventory_of(page)
    before = {kind: inventory.count(kind) for kind in (Site, Source, Activity, Bill, Driver)}
    page.records.remove(inventory.get(Site, 1))
    removal_of(page).remove_button.click()
    assert inventory.count(Bill) == 0
    assert page.grid is None or page.grid.site.id != 1
    inventory.undo()
    assert {kind: inventory.count(kind) for kind in before} == before


@pytest.mark.filterwarnings("ignore")
def test_the_models_keep_qts_rules(qtmodeltester: ModelTester, page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, OUTPUT)))
    for model in (page.months, page.totals_model, page.outputs, page.tree.nodes):
        qtmodeltester.check(model)


def test_a_cell_says_its_name_number_and_state(page: DataEntryPage) -> None:
    row = row_of(page, "Natural gas, boilers")
    spoken = page.months.spoken(row, SEP)
    assert spoken == "Natural gas, boilers, Sep 2025, 291.4 × 1,000 m³, flagged, 40 % above the other months"
    assert page.view.accessibleName() == "Month grid"


def test_what_another_page_asks_for_waits_for_the_figures(qtbot: QtBot, tmp_path: Path) -> None:
    source = make_plant()
    source.backup(tmp_path / "plant.cdesk")
    source.close()
    session = Session(Settings())
    session.open(Inventory.open(tmp_path / "plant.cdesk"))
    page = DataEntryPage(session)
    qtbot.addWidget(page)
    page.show()
    page.enter({"source": 2, "month": "2025-04"})
    qtbot.waitUntil(lambda: page.details.cell is not None, timeout=20_000)
    assert page.details.row is not None
    assert (page.details.row.source.name, page.view.currentIndex().column()) == (
        "Diesel, backup generators",
        3,
    )
    session.close()
