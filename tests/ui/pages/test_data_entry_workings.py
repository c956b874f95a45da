"""How a number is computed, as the inspector says it: both methods, contracts, shares, category 3, process gases."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Scope2Method, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options
from carbondesk.report.proofs import lines_of_entry
from carbondesk.ui.pages.data_entry.computation import ComputationPane
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.workings import Working, tables_of, working_of
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages.deep_plant import CF4, GAS, POWER, PRESS, YEAR, make_deep_plant
from tests.ui.pages.entry_hands import cell_of, go, inventory_of, row_of, shown


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


def figures_of(page: DataEntryPage) -> Figures:
    assert page.session.figures is not None
    return page.session.figures


def look(page: DataEntryPage, name: str, month: int = 0) -> ComputationPane:
    go(page, name, month)
    page.details.show_now()
    return page.inspector.computation


def working(page: DataEntryPage, name: str, month: int = 0) -> Working:
    found = working_of(figures_of(page), cell_of(page, row_of(page, name), month))
    assert found is not None
    return found


def captions(pane: ComputationPane) -> list[str]:
    return [section.caption.text() for section in pane.shown()]


def rows_under(pane: ComputationPane, caption: str) -> list[tuple[Any, ...]]:
    section = next(each for each in pane.shown() if each.caption.text() == caption)
    return [tuple(row) for row in section.table.lines()[1]]


def test_electricity_is_explained_by_both_methods(page: DataEntryPage) -> None:
    pane = look(page, POWER)
    assert pane.method.isVisible()
    assert pane.table.lines()[0][0] == "Gas"
    pane.method.set_value(Scope2Method.MARKET.value)
    head, rows, foot = pane.table.lines()
    assert head == ("Covered by", "kWh", "kg / kWh", "t CO₂e")
    covered, rest = rows
    assert covered[1:] == ("50,000", "0", "0.00")
    assert rest[1] == "50,000"
    engine = [
        line.result
        for entry in cell_of(page, row_of(page, POWER), 0).activities
        for line in lines_of_entry(figures_of(page), entry, Options(method="market"))
    ]
    total = sum(value for value in engine if value is not None)
    assert foot == ("Market-based", f"{total:.2f} t CO₂e")


def test_other_sources_have_no_methods_to_choose_from(page: DataEntryPage) -> None:
    assert not look(page, GAS).method.isVisible()


def test_what_follows_in_category_3_names_each_factor(page: DataEntryPage) -> None:
    pane = look(page, GAS)
    rows = rows_under(pane, "Follows in category 3, upstream")
    found = working(page, GAS)
    assert len(rows) == len({line.choice.factor for line in found.upstream})
    assert all(name and float(tonnes) > 0 for name, tonnes in rows)


def test_a_tenants_share_is_booked_under_category_13(page: DataEntryPage) -> None:
    pane = look(page, GAS)
    rows = rows_under(pane, "What the boundary takes in")
    found = working(page, GAS)
    whole = found.whole
    assert whole is not None
    assert [row[:2] for row in rows] == [
        ("Scope 1", "75 %"),
        ("Category 13: tenant", "25 %"),
    ]
    assert rows[0][2] == f"{whole * 0.75:.2f}"
    cell = cell_of(page, row_of(page, GAS), 0)
    assert whole == pytest.approx(cell.tonnes)


def test_a_source_that_counts_whole_needs_no_word_on_the_boundary(page: DataEntryPage) -> None:
    assert captions(look(page, CF4)) == ["From gas bought to gas emitted"]


def test_days_outside_the_group_do_not_count_and_say_why(page: DataEntryPage) -> None:
    inventory = inventory_of(page)
    with inventory.step(say("Bought")) as step:
        step.change(inventory.get(Site, 1), from_=cell_of(page, row_of(page, GAS), 0).activities[0].end)
    rows = rows_under(look(page, POWER), "What the boundary takes in")
    assert rows[-1][:2] == ("Outside: not in the group on those days", "96.8 %")


def test_a_process_gas_is_followed_from_bought_to_emitted(page: DataEntryPage) -> None:
    rows = rows_under(look(page, CF4), "From gas bought to gas emitted")
    emitted = 50 * 0.9 * 0.7 * (1 - 0.9 * 0.95)
    assert [row[0] for row in rows] == [
        "Bought",
        "Heel goes back",
        "Used up in the process",
        "Destroyed by abatement",
        "CF₄ emitted",
    ]
    assert rows[0][2] == "50"
    assert float(rows[-1][2]) == pytest.approx(emitted, rel=1e-4)
    assert sum(float(row[2].replace("−", "-")) for row in rows[:-1]) == pytest.approx(emitted, rel=1e-3)


def test_a_life_of_years_is_named_and_the_grid_shows_the_years_part(page: DataEntryPage) -> None:
    pane = look(page, PRESS)
    assert "Spread over a life of 8 years: each year has its part." in [
        each.title for each in pane.reasons.shown
    ]
    cell = cell_of(page, row_of(page, PRESS), 0)
    assert cell.tonnes == pytest.approx(10.0)
    assert working(page, PRESS).whole == pytest.approx(10.0)
    year = figures_of(page).by_source(YEAR)
    source = next(each for each in inventory_of(page).all(Source) if each.name == PRESS)
    assert year[source.id] == pytest.approx(120.0)


def test_an_uncertain_quantity_shows_its_half_width(page: DataEntryPage) -> None:
    inventory = inventory_of(page)
    source = next(each for each in inventory.all(Source) if each.name == GAS)
    with inventory.step(say("Uncertainty")) as step:
        step.change(source, uncertainty=0.05)
    foot = look(page, GAS).table.lines()[2]
    assert foot is not None
    assert foot[0] == "50,000 kWh ±5 %"


def test_the_sum_of_a_cell_is_that_of_the_engine(page: DataEntryPage) -> None:
    for name in (POWER, GAS, CF4, PRESS):
        for month in (0, 7):
            cell = cell_of(page, row_of(page, name), month)
            assert working(page, name, month).whole == pytest.approx(cell.tonnes)


def test_tables_do_not_depend_on_the_pane(page: DataEntryPage) -> None:
    tables = tables_of(working(page, POWER), figures_of(page), Scope2Method.MARKET)
    assert tables[0].rows[0][0].startswith("Certificate")
    assert all(len(row) == len(table.head) for table in tables for row in table.rows)


def test_the_proof_is_saved_as_a_workbook_and_as_json(
    page: DataEntryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, GAS, 2)
    page.details.show_now()
    for name in ("proof.xlsx", "proof.json"):
        chosen = (str(tmp_path / name), "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, chosen=chosen: chosen)
        page.run("prove")
    assert zipfile.is_zipfile(tmp_path / "proof.xlsx")
    document = json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    cell = cell_of(page, row_of(page, GAS), 2)
    assert document["value"] == pytest.approx(cell.tonnes)


def test_an_empty_cell_has_nothing_to_prove(page: DataEntryPage) -> None:
    go(page, "Chillers", 0)
    page.details.show_now()
    page.run("prove")
    assert page.prompt.title.text() == "This cell holds nothing to prove."


def test_the_proof_is_a_command_of_the_page(page: DataEntryPage) -> None:
    assert "prove" in page.commands()
