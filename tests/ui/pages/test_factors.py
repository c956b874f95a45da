"""The factors page: searching, filtering, one factor in detail, the register of a year."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Organisation
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.commands import COMMANDS
from carbondesk.ui.pages.factors import FactorsPage
from carbondesk.ui.pages.factors.stock import EVERYTHING, Facet
from carbondesk.ui.pages.factors.table import Column
from carbondesk.ui.pages.factors.toolbar import Chip
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.files import small_file
from tests.ui.pages.factor_desk import close, go_to, names, opened, wish


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[FactorsPage]:
    shown = opened(qtbot)
    yield shown
    close(shown)


def used(page: FactorsPage) -> list[str]:
    return [page.model.line(row).texts[Column.USED] for row in range(page.model.rowCount())]


def test_the_most_used_factors_come_first_then_names(page: FactorsPage) -> None:
    counts = [int(each) for each in used(page)[:40]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    unused = [name.casefold() for name, count in zip(names(page), used(page), strict=True) if count == "0"]
    assert unused == sorted(unused)


def test_what_is_searched_for_comes_in_the_order_of_the_search(page: FactorsPage) -> None:
    wish(page, text="natural gas uk 2024")
    found = [name.casefold() for name, count in zip(names(page), used(page), strict=True) if count == "0"]
    assert "natural gas" in found[0]


def test_words_in_chinese_find_the_fuel(page: FactorsPage) -> None:
    page.content.filters.search.setText("天然气")
    assert "Natural gas" in names(page)


def test_values_of_a_filter_widen_and_several_filters_narrow(page: FactorsPage) -> None:
    wish(page, region={"CN"})
    china = page.model.rowCount()
    wish(page, region={"CN", "IN"})
    both = page.model.rowCount()
    wish(page, region={"CN", "IN"}, scope={"2"})
    assert china < both
    assert page.model.rowCount() <= both
    assert {page.model.line(row).scope for row in range(page.model.rowCount())} == {2}


def test_counts_say_what_a_value_would_show(page: FactorsPage) -> None:
    wish(page, scope={"2"})
    line = page.content.filters.lines[Facet.REGION, "CN"]
    line.box.setChecked(True)
    assert page.model.rowCount() == line.count
    assert line.box.accessibleName() == f"China, {line.count}"


def test_all_other_regions_share_a_line(page: FactorsPage) -> None:
    wish(page, region={"*"})
    assert page.stock is not None
    shown = {page.stock.cards[place].region.partition("-")[0] for place in page.model.places}
    assert shown.isdisjoint({"CN", "US", "IN", "HU", ""})
    assert page.model.rowCount() == page.content.filters.lines[Facet.REGION, "*"].count


def test_chips_take_filters_off_and_clear_takes_all(page: FactorsPage, qtbot: QtBot) -> None:
    wish(page, "grid", region={"CN", "IN"}, scope={"2"})
    chips = page.content.toolbar.findChildren(Chip)
    assert {chip.text() for chip in chips} == {"Region: 2", "Scope 2"}
    region = next(chip for chip in chips if chip.text() == "Region: 2")
    qtbot.mouseClick(region, Qt.MouseButton.LeftButton)
    assert page.content.filters.wish.values[Facet.REGION] == frozenset()
    assert not page.content.filters.lines[Facet.REGION, "CN"].box.isChecked()
    qtbot.mouseClick(page.content.toolbar.clear_button, Qt.MouseButton.LeftButton)
    assert page.content.filters.wish == EVERYTHING
    assert page.content.filters.search.text() == ""
    assert page.content.toolbar.matches.text().endswith("factors")


def test_nothing_found_says_so_and_mends_it(page: FactorsPage) -> None:
    wish(page, "no such factor anywhere")
    assert page.content.matching.currentIndex() == 1
    assert not page.content.detail.isVisible()
    wish(page)
    assert page.content.matching.currentIndex() == 0
    assert page.content.detail.isVisible()


def test_the_detail_weighs_the_gases_and_names_where_they_come_from(page: FactorsPage) -> None:
    go_to(page, first_of(page, "UK-DESNZ-2025", "Natural gas"))
    detail = page.content.detail
    assert detail.gases.isVisible()
    assert "CO₂" in detail.gases.accessibleDescription()
    assert ("Edition", "2025, v1.0") in detail.provenance.rows
    assert ("Terms", "Open Government Licence v3.0") in detail.licence.rows
    assert len(detail.editions.spans()) > 1
    assert sum(span.current for span in detail.editions.spans()) == 1


def first_of(page: FactorsPage, edition: str, name: str) -> str:
    assert page.stock is not None
    return next(
        card.factor_id
        for card in page.stock.cards
        if card.edition is not None and card.edition.edition == edition and card.name == name
    )


def test_a_printed_total_stands_with_its_basis(page: FactorsPage) -> None:
    go_to(page, "OWID-EMBER:tg:2016")
    detail = page.content.detail
    assert detail.value.text() == "0.5213"
    assert not detail.gases.isVisible()
    assert "CO2e as published" in detail.printed.text()


def test_published_uncertainty_is_a_bar(page: FactorsPage) -> None:
    go_to(page, "IPCC-2006:V2T2.2:crude-oil:tj")
    detail = page.content.detail
    assert detail.sections["spread"].isVisible()
    assert "71,100" in detail.spread.accessibleDescription()
    go_to(page, "OWID-EMBER:tg:2016")
    assert not detail.sections["spread"].isVisible()


def test_the_detail_says_which_sources_use_a_factor(page: FactorsPage) -> None:
    assert page.stock is not None
    place = page.model.places[0]
    page.content.view.go_to(0)
    page.finish()
    rows = page.content.detail.used_by.rows
    assert len(rows) == min(6, int(page.stock.count_of_uses[place]))
    assert all(value.endswith(" t") for _, value in rows)
    assert page.content.detail.badge.text() == "In use"


def test_another_set_of_potentials_is_only_to_look_at(page: FactorsPage) -> None:
    go_to(page, "GAS:SF6")
    figures = page.session.figures
    assert figures is not None
    before = page.content.detail.value.text()
    page.weigh_with("AR4")
    page.finish()
    assert page.content.detail.value.text() == "22,800"
    assert before != "22,800"
    assert figures.organisation.gwp == "AR6"
    assert page.gwp_button.text() == "AR4, to look at"


def test_rows_are_copied_with_their_heads(page: FactorsPage, qtbot: QtBot) -> None:
    wish(page, "sulfur hexafluoride")
    page.content.view.setFocus()
    qtbot.keyClick(page.content.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Scope", "Factor", "Region"]
    assert "25,200" not in lines[0]
    assert len(lines) == 2


def test_the_register_of_the_year_is_written_as_csv(page: FactorsPage, tmp_path: Path) -> None:
    page.content.toolbar.segments.set_value(True)
    assert page.content.filters.lines[Facet.STATE, "in-use"].box.isChecked()
    shown = page.model.rowCount()
    target = tmp_path / "register.csv"
    assert page.factor_commands.write(target) >= shown
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    figures = page.session.figures
    assert figures is not None
    total = sum(float(row["t_co2e"]) for row in rows if row["scope"] in {"1", "2"})
    assert total == pytest.approx(figures.totals(2025).scope12_location)


def test_the_factors_shown_are_written_as_csv(page: FactorsPage, tmp_path: Path) -> None:
    wish(page, "sulfur hexafluoride")
    target = tmp_path / "factors.csv"
    assert page.factor_commands.write(target) == 1
    row = next(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert row["factor_id"] == "GAS:SF6"
    assert row["gwp"] == "AR6"
    figures = page.session.figures
    assert figures is not None
    assert float(row["kg_co2e_per_unit"]) == figures.ledger.gwp.of("SF6")


def test_another_year_counts_its_own_uses(page: FactorsPage) -> None:
    assert page.stock is not None
    now = set(page.stock.uses.sources)
    page.session.show_year(2023)
    assert page.stock.uses.year == 2023
    assert set(page.stock.uses.sources) != now
    assert page.content.toolbar.segments is not None


def test_a_step_elsewhere_is_followed_when_the_page_is_shown_again(page: FactorsPage, qtbot: QtBot) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    page.content.view.go_to(0)
    page.finish()
    before = page.content.detail.used_by.rows
    page.hide()
    with page.session.step(say("Edit quantities")) as step:
        for activity in inventory.all(Activity):
            step.change(activity, quantity=activity.quantity * 2)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: not page.busy)
    page.finish()
    assert page.content.detail.used_by.rows != before


@pytest.mark.parametrize(("width", "panes"), [(1364, "filters detail"), (1290, "detail"), (1000, "")])
def test_panes_give_way_in_their_order(qtbot: QtBot, width: int, panes: str) -> None:
    page = opened(qtbot, width=width)
    assert page.content.filters.isVisible() is ("filters" in panes)
    assert page.content.toolbar.filter_button.isVisible() is ("filters" not in panes)
    assert page.content.detail.isVisible() is ("detail" in panes)
    close(page)


def test_on_a_narrow_page_the_filters_open_over_the_table(qtbot: QtBot) -> None:
    page = opened(qtbot, width=1290)
    page.run("filter")
    assert page.content.filters.isVisible()
    qtbot.keyClick(page.content.filters.search, Qt.Key.Key_Escape)
    assert not page.content.filters.isVisible()
    close(page)


def test_f4_brings_the_detail_over_a_small_page(qtbot: QtBot) -> None:
    page = opened(qtbot, width=1000)
    page.run("inspector")
    assert page.content.detail.isVisible()
    assert page.content.detail.parent() is page.content
    page.run("inspector")
    assert not page.content.detail.isVisible()
    close(page)


def test_enter_leads_to_the_detail(page: FactorsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.keyClick(page.content.view, Qt.Key.Key_Return)
    assert page.focusWidget() is page.content.detail.use_button


def test_enter_in_the_search_leads_to_the_table(page: FactorsPage, qtbot: QtBot) -> None:
    page.run("filter")
    qtbot.keyClicks(page.content.filters.search, "sulfur")
    qtbot.keyClick(page.content.filters.search, Qt.Key.Key_Return)
    assert page.focusWidget() is page.content.view


def test_a_file_opened_for_reading_allows_no_writing(qtbot: QtBot, tmp_path: Path) -> None:
    path = small_file(tmp_path / "plant.cdesk")
    page = opened(qtbot, Inventory.open(path, read_only=True))
    assert page.locked.isVisible()
    assert not page.new_button.isEnabled()
    assert not page.content.detail.use_button.isEnabled()
    assert "new_factor" not in page.commands()
    assert "read-only" in page.new_button.toolTip()
    close(page)


def test_what_was_looked_for_is_kept(page: FactorsPage) -> None:
    wish(page, "diesel", scope={"1"})
    kept = page.state()
    wish(page)
    page.restore_state(kept)
    assert page.content.filters.wish.text == "diesel"
    assert page.content.filters.wish.values[Facet.SCOPE] == frozenset({"1"})
    assert page.content.filters.lines[Facet.SCOPE, "1"].box.isChecked()


def test_the_model_keeps_the_rules_of_qt(page: FactorsPage, qtmodeltester: ModelTester) -> None:
    wish(page, "sulfur hexafluoride")
    qtmodeltester.check(page.model)


def test_a_row_is_read_out_in_words(page: FactorsPage) -> None:
    spoken = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Scope" in spoken
    assert "use it" in spoken


def test_every_command_of_the_page_is_in_a_menu(page: FactorsPage) -> None:
    assert set(page.commands()) <= {command.id for command in COMMANDS}


def test_without_an_inventory_the_page_says_so(qtbot: QtBot) -> None:
    session = Session(Settings())
    page = FactorsPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    assert page.content.stack.currentIndex() == 1
    assert page.commands()
    page.run("new_factor")
    assert page.own.dialog is None


def test_an_inventory_without_values_uses_nothing(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="Empty", country="DE")))
    assert set(used(page)[:20]) == {"0"}
    assert page.count.text().endswith("0 in use")
    close(page)
