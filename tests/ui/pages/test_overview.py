"""The overview on a real inventory: an edit moves figures and chart, undo brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Contract, Organisation, Source, Target
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.overview import OverviewPage
from carbondesk.ui.pages.overview.exports import write_picture
from carbondesk.ui.pages.overview.rows import site_rows
from carbondesk.ui.pages.overview.view import view_of
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import plants


def opened(qtbot: QtBot, inventory: Inventory, *, height: int = 834) -> OverviewPage:
    session = Session(Settings())
    session.open(inventory, in_background=False)
    page = OverviewPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(1364, height)
    page.show()
    qtbot.waitUntil(lambda: page.pathway.plot is not None or not (page.view and page.view.complete))
    page.finish()
    return page


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[OverviewPage]:
    made = opened(qtbot, plants.inventory())
    yield made
    made.session.close()


@pytest.fixture
def gappy(qtbot: QtBot) -> Iterator[OverviewPage]:
    made = opened(qtbot, plants.inventory(gaps=True))
    yield made
    made.session.close()


def labels(page: OverviewPage) -> list[str]:
    return [tile.figure.label for tile in page.strip.tiles()]


def figure(page: OverviewPage, label: str) -> str:
    return next(tile.figure.number for tile in page.strip.tiles() if tile.figure.label == label)


def change_one_month(page: OverviewPage, factor: float = 2.0) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    activity = next(each for each in inventory.all(Activity) if each.start.year == 2025)
    with page.session.step(say("Edit quantity")) as step:
        step.change(activity, quantity=activity.quantity * factor)
    page.finish()


def test_the_strip_shows_totals_intensity_distance_and_completeness(page: OverviewPage) -> None:
    assert labels(page) == [
        "Scope 1+2, market-based",
        "Scope 1+2, location-based",
        "Intensity, Scope 1+2",
        "Distance to 2030 target",
        "Complete",
    ]
    assert figure(page, "Complete") == "100 %"
    strip = page.strip.tiles()[0].figure
    assert strip.behind == "on 2024"
    assert strip.change.startswith("\u2212")
    assert not strip.incomplete


def test_figures_agree_with_the_engine(page: OverviewPage) -> None:
    figures = page.session.figures
    assert figures is not None
    totals = figures.totals(2025)
    assert figure(page, "Scope 1+2, market-based") == f"{totals.scope12_market / 1000:.1f}"
    revenue = sum(9e6 * weight * 12 for _, _, weight in plants.SITES)
    assert figure(page, "Intensity, Scope 1+2") == f"{totals.scope12_market / revenue * 1e6:.1f}"
    chart = page.pathway.chart
    assert chart is not None
    assert chart.bars[-1].total == pytest.approx(totals.scope12_market)


def test_an_edit_moves_figures_and_chart_and_undo_brings_them_back(page: OverviewPage) -> None:
    before_figure = figure(page, "Scope 1+2, market-based")
    before_chart = page.pathway.chart
    assert before_chart is not None
    change_one_month(page, 3.0)
    after = page.pathway.chart
    plot = page.pathway.plot
    assert after is not None
    assert plot is not None
    assert after.bars[-1].total > before_chart.bars[-1].total
    assert plot.chart == after
    assert (after.top, after.ticks) == (before_chart.top, before_chart.ticks)
    assert figure(page, "Scope 1+2, market-based") != before_figure
    page.session.undo()
    page.finish()
    restored = page.pathway.chart
    assert restored is not None
    assert restored.bars == before_chart.bars
    assert figure(page, "Scope 1+2, market-based") == before_figure


def test_an_edit_moves_the_breakdown(page: OverviewPage) -> None:
    before = [row.words for row in page.breakdown.sites.bar_model.rows]
    change_one_month(page, 5.0)
    assert [row.words for row in page.breakdown.sites.bar_model.rows] != before


def test_a_hidden_page_catches_up_when_it_is_shown(page: OverviewPage) -> None:
    before = figure(page, "Scope 1+2, market-based")
    page.hide()
    change_one_month(page, 3.0)
    assert figure(page, "Scope 1+2, market-based") == before
    page.show()
    assert figure(page, "Scope 1+2, market-based") != before


def test_an_incomplete_total_is_marked_and_compared_with_nothing(gappy: OverviewPage) -> None:
    strip = gappy.strip.tiles()[0].figure
    assert strip.incomplete
    assert strip.change.endswith("missing")
    assert strip.change.startswith("+")
    assert strip.behind == "2 values"
    assert strip.arrow == ""
    chart = gappy.pathway.chart
    assert chart is not None
    assert [bar.complete for bar in chart.bars] == [True, True, True, True, False]
    assert "About" in gappy.heat_header.context.text()


def test_a_path_that_nobody_has_set_says_so_and_leads_to_the_targets(
    page: OverviewPage, qtbot: QtBot
) -> None:
    line = next(each for each in page.todo.list.lines.lines if each.title == "No target is set")
    assert page.todo.list.lines.lines[-1] == line
    with qtbot.waitSignal(page.navigate) as asked:
        page.todo.list.opened.emit(line.key)
    assert asked.args == ["targets", {}]
    inventory = page.session.inventory
    assert inventory is not None
    with inventory.step(say("Set target")) as step:
        step.add(Target(name="Ours", base_year=2021, reduction=0.5))
    page.finish()
    assert not [each for each in page.todo.list.lines.lines if each.title == "No target is set"]


def test_a_missing_month_is_a_line_to_do_that_leads_to_it(gappy: OverviewPage, qtbot: QtBot) -> None:
    line = next(each for each in gappy.todo.list.lines.lines if each.icon == "circle-dashed")
    assert line.title == "2 months missing at Nanjing"
    assert line.text.startswith("Natural gas, boilers, Oct, Nov. About")
    with qtbot.waitSignal(gappy.navigate) as sent:
        gappy.todo.list.opened.emit(line.key)
    page_id, context = sent.args
    assert page_id == "data_entry"
    assert context["month"] == "2025-10"


def test_filling_the_gap_completes_the_year(gappy: OverviewPage) -> None:
    figures = gappy.session.figures
    assert figures is not None
    source = next(iter(figures.missing_months(2025)))
    with gappy.session.step(say("Enter")) as step:
        for month in ("2025-10", "2025-11"):
            step.add(plants.entry(source, month, 1_000.0, "MMBtu"))
    gappy.finish()
    assert figure(gappy, "Complete") == "100 %"
    assert not gappy.strip.tiles()[0].figure.incomplete
    assert not [line for line in gappy.todo.list.lines.lines if line.icon == "circle-dashed"]


def test_the_heat_grid_counts_missing_and_marks_estimates(gappy: OverviewPage, qtbot: QtBot) -> None:
    rows = {row.name: row for row in gappy.heat.heat.rows}
    assert [cell.missing for cell in rows["Nanjing"].cells] == [0] * 9 + [1, 1, 0]
    assert [cell.estimated for cell in rows["Pune"].cells] == [0, 0, 0, 1] + [0] * 8
    assert rows["Nanjing"].words == "91.7 %"
    with qtbot.waitSignal(gappy.navigate) as sent:
        gappy.heat.opened.emit(rows["Nanjing"].key, 9)
    figures = gappy.session.figures
    assert figures is not None
    assert sent.args[1]["source"] in figures.missing_months(2025)


def test_the_method_changes_every_figure_that_depends_on_it(page: OverviewPage) -> None:
    page.method.set_value("location")
    assert labels(page)[0] == "Scope 1+2, location-based"
    assert page.pathway.header.context.text().endswith("location-based")


def test_the_breakdown_follows_the_method_that_is_chosen(page: OverviewPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    with inventory.step(say("Certificates")) as step:
        site = next(iter(inventory.all(Source))).site
        step.add(
            Contract(
                site=site, kind="certificate", quantity=1e9, unit="kWh", from_=date(2025, 1, 1),
                to=date(2025, 12, 31), factor=0.0, tracked=True, cancelled_for="Acme", generator="Wind",
                vintage=2025,
            )
        )  # fmt: skip
    figures = page.session.figures
    assert figures is not None
    totals = figures.totals(2025)
    assert totals.scope2_market < totals.scope2_location
    for method in ("location", "market"):
        view = view_of(figures, 2025, method)
        assert view is not None
        wanted = totals.scope1 + totals.scope2(method)
        assert sum(s1 + s2 for _, (s1, s2, _) in figures.by_site(2025, method)) == pytest.approx(wanted)
        assert sum(
            amount
            for category, amount in figures.by_category(2025, method=method).items()
            if category.scope != "3"
        ) == pytest.approx(wanted)
        parts = [size for row in site_rows(view) for _, size in row.parts]
        assert sum(parts) == pytest.approx(wanted)


def test_another_year_is_shown_from_the_context(page: OverviewPage) -> None:
    page.session.show_year(2022)
    page.finish()
    assert page.year.text() == "Year 2022"
    assert page.breakdown.header.title.text() == "Breakdown 2022"
    assert page.strip.tiles()[0].figure.behind == "on 2021"
    page.session.show_year(2021)
    assert page.strip.tiles()[0].figure.behind == "No year before to compare"


def test_scope_3_brings_a_figure_segments_and_categories(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(scope3=True))
    assert "All scopes, market-based" in labels(page)
    assert page.breakdown.category_head.name.text() == "Scope 3 by category"
    assert len(page.breakdown.categories.bar_model.rows) == 3
    extents = page.pathway.extents
    assert extents is not None
    extents.set_value("1+2+3")
    chart = page.pathway.chart
    assert chart is not None
    assert [token for token, _ in chart.bars[0].parts] == ["s1", "s2", "s3"]
    assert chart.target is None
    page.session.close()


def test_a_gap_in_scope_3_leaves_scope_1_and_2_complete(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(scope3=True))
    inventory = page.session.inventory
    assert inventory is not None
    flights = inventory.find(Source, name="Flights")[0]
    entry = inventory.activities(source=flights.id)[-3]
    with page.session.step(say("Remove")) as step:
        step.remove(entry)
    page.finish()
    by_label = {tile.figure.label: tile.figure for tile in page.strip.tiles()}
    assert by_label["All scopes, market-based"].incomplete
    assert not by_label["Scope 1+2, market-based"].incomplete
    page.session.close()


def test_the_chart_becomes_a_table_and_a_chart_again(page: OverviewPage) -> None:
    page.commands()["chart_table"]()
    assert page.pathway.shows_table
    table = page.pathway.table
    assert table.isVisible()
    assert table.rowCount() == 5
    page.pathway.toggle_table()
    assert page.pathway.plot is not None
    assert page.pathway.plot.isVisible()


def test_the_chart_data_can_be_copied(page: OverviewPage) -> None:
    page.pathway.copy_values()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["kt CO₂e", "2021", "2022"]
    assert lines[1].split("\t")[0] == "Actual"


def test_a_low_page_shows_site_or_category_behind_tabs(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(), height=631)
    assert page.breakdown.tabs.isVisible()
    assert page.breakdown.sites.isVisible()
    assert not page.breakdown.categories.isVisible()
    page.breakdown.tabs.set_value("category")
    assert page.breakdown.categories.isVisible()
    page.session.close()


def test_without_a_complete_year_the_chart_says_what_is_missing(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(gaps=True, years=range(2025, 2026)))
    assert page.pathway.chart is None
    assert page.pathway.said[0] == "No complete year yet"
    with qtbot.waitSignal(page.navigate) as sent:
        page.pathway.open_gap()
    assert sent.args[0] == "data_entry"
    assert figure(page, "Distance to target") == "–"
    page.session.close()


def test_an_empty_inventory_has_an_empty_page(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="New", country="DE")))
    assert page.view is None
    assert page.pathway.said[0] == "No values yet"
    assert page.strip.tiles()[0].figure.number == "–"
    page.session.close()


def test_a_stored_target_is_the_one_that_is_drawn(page: OverviewPage) -> None:
    with page.session.step(say("Set target")) as step:
        step.add(Target(name="Ours", method="own-reduction", base_year=2022, target_year=2035, reduction=0.6))
    chart = page.pathway.chart
    assert chart is not None
    assert chart.target is not None
    assert chart.target.chosen
    assert (chart.target.base_year, chart.target.target_year) == (2022, 2035)
    assert chart.target.reduction == pytest.approx(0.6)
    assert labels(page)[3] == "Distance to 2035 target"


def test_a_snapshot_brings_the_texts_back_before_the_numbers(page: OverviewPage, qtbot: QtBot) -> None:
    kept = page.snapshot()
    session = Session(Settings())
    other = OverviewPage(session)
    qtbot.addWidget(other)
    other.show_snapshot(kept)
    assert [tile.figure.number for tile in other.strip.tiles()] == [
        tile.figure.number for tile in page.strip.tiles()
    ]
    assert other.context.text() == page.context.text()
    before = other.snapshot()
    other.show_snapshot({**kept, "language": "zh_CN", "context": "x"})
    other.show_snapshot({"language": "en", "figures": [{"unknown": 1}]})
    assert other.snapshot() == before


def test_the_page_can_be_written_as_a_picture(page: OverviewPage, tmp_path: Path) -> None:
    write_picture(page, tmp_path / "overview.png")
    assert (tmp_path / "overview.png").stat().st_size > 10_000


def test_the_chart_says_itself_to_a_screen_reader(page: OverviewPage, qtbot: QtBot) -> None:
    plot = page.pathway.plot
    assert plot is not None
    assert plot.accessibleDescription().endswith("on 2021.")
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.year == 2025
    assert plot.accessibleDescription().startswith("2025: Actual")


def test_a_change_of_theme_repaints_the_chart(page: OverviewPage) -> None:
    from carbondesk.ui.style import theme
    from carbondesk.ui.style.tokens import DARK, LIGHT

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = page.grab().toImage().pixelColor(400, 300)
    theme.apply(app, DARK)
    page.restyle(DARK)
    assert page.grab().toImage().pixelColor(400, 300) != before
    theme.apply(app, LIGHT)


def test_a_fiscal_year_is_named_so_wherever_years_are_compared(qtbot: QtBot) -> None:
    inventory = plants.inventory()
    with inventory.step(say("Year from April")) as step:
        step.change(inventory.organisation, year_start=4)
    page = opened(qtbot, inventory)
    page.session.show_year(2024)
    page.finish()
    assert page.breakdown.header.title.text() == "Breakdown FY2024"
    assert page.breakdown.site_head.last.text() == "on FY2023"
    assert page.strip.tiles()[0].figure.behind == "on FY2023"
    assert page.year.text() == "FY2024 (Apr 2024 to Mar 2025)"
    chart = page.pathway.chart
    assert chart is not None
    assert chart.target is not None
    assert chart.path_label().endswith(f"on FY{chart.target.base_year}")
    page.pathway.toggle_table()
    heads = [page.pathway.table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(2)]
    assert heads == [f"FY{year}" for year in chart.years()[:2]]
    assert any(tile.figure.label.startswith("Distance to FY") for tile in page.strip.tiles())
    page.session.close()


def test_the_table_of_the_chart_says_why_a_cell_holds_no_number(qtbot: QtBot) -> None:
    inventory = plants.inventory()
    source = inventory.all(Source)[0]
    with inventory.step(say("January")) as step:
        step.add(plants.entry(source.id, "2026-01", 100.0, "MMBtu"))
    page = opened(qtbot, inventory)
    page.pathway.toggle_table()
    table, chart = page.pathway.table, page.pathway.chart
    assert chart is not None
    cells = table.model()
    rows = {cells.headerData(row, Qt.Orientation.Vertical): row for row in range(cells.rowCount())}
    this, later = chart.years().index(2026), chart.years().index(2027)
    assert cells.index(rows["Gap to path"], this).data() == "under way"
    assert cells.index(rows["Actual"], this).data() not in {"", "–"}
    assert cells.index(rows["Actual"], later).data() == "–"
    assert cells.index(rows["Actual"], later).data(Qt.ItemDataRole.ToolTipRole) == "No values yet for 2027"
    page.session.close()


def test_an_inventory_without_values_claims_nothing(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="Empty", country="DE")))
    assert page.todo.done.text() == "What is missing stands here once there are values."
    assert not page.breakdown.isVisible()
    assert not page.heat.isVisible()
    page.session.close()


def test_a_year_under_way_is_not_compared_site_by_site(qtbot: QtBot) -> None:
    inventory = plants.inventory()
    source = inventory.all(Source)[0]
    with inventory.step(say("January")) as step:
        step.add(plants.entry(source.id, "2026-01", 100.0, "MMBtu"))
    page = opened(qtbot, inventory)
    page.session.show_year(2026)
    page.finish()
    assert page.breakdown.site_head.last.text() == ""
    assert all("%" not in row.last for row in page.breakdown.sites.bar_model.rows)
    page.session.close()


def test_on_a_very_low_screen_the_chart_keeps_its_room(qtbot: QtBot) -> None:
    page = opened(qtbot, plants.inventory(), height=480)
    assert not page.heat.isVisible()
    assert page.heat_header.isVisible()
    page.resize(1364, 834)
    assert page.heat.isVisible()
    page.session.close()
