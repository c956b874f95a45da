"""The Targets page: what is dragged, typed and mended is in the file as one step each, and undo brings it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.domain.records import Activity, Organisation, SectorPoint, Source, Target
from carbondesk.domain.targets.criteria import Status
from carbondesk.report.render import loaded_figures
from carbondesk.report.target_inputs import sector_pathway
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.targets import TargetsPage, offers
from carbondesk.ui.pages.targets.book import Book
from carbondesk.ui.pages.targets.verdicts import verdicts
from tests.ui.pages import plants, target_desk
from tests.ui.pages.target_desk import (
    choice,
    field,
    figures,
    go_to,
    inventory,
    opened,
    press,
    retype,
    steps,
    stored,
    verdict,
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[TargetsPage]:
    made = opened(qtbot, target_desk.with_targets())
    yield made
    made.session.close()


# ---- the list ---------------------------------------------------------------------------------------------


def test_every_target_is_listed_with_what_it_promises_and_whether_it_holds(page: TargetsPage) -> None:
    entries = page.left.shelf.targets.entries
    assert [(entry.title, entry.context, entry.goal) for entry in entries] == [
        ("Own operations", "Absolute, base year 2021", "−46.0 %"),
        ("Value chain", "Absolute, base year 2021", "−27.5 %"),
        ("Net zero", "All scopes, by 2050", "−90.0 %"),
    ]
    statuses = (
        [page.book.sight(each).study.checklist.status for each in page.book.targets] if page.book else []
    )
    assert [entry.told for entry in entries] == [
        {Status.FAIL: "failed", Status.UNKNOWN: "open", Status.PASS: "passed"}[status] for status in statuses
    ]
    model = page.left.shelf.targets
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    spoken = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("Own operations, −46.0 %, Absolute, base year 2021")


def test_the_arrows_choose_a_target_and_everything_shows_it(page: TargetsPage) -> None:
    assert page.focusWidget() is page.left.shelf
    press(page.left.shelf, Qt.Key.Key_Down)
    assert page.target is not None
    assert page.target.name == "Value chain"
    assert choice(page, "scope").value() == "3"
    assert page.left.form.categories.text() == "Categories 4"
    assert page.middle.chart.chart is not None
    assert str(page.middle.chart.chart.context) == "t CO₂e, Scope 3"
    assert verdict(page, "ambition-scope-3").status == "pass"
    press(page.left.shelf, Qt.Key.Key_Down)
    assert page.heading.segments.value() == "far"


def test_the_segments_go_to_the_first_target_of_their_kind(page: TargetsPage) -> None:
    page.heading.segments.set_value("far")
    assert page.target is not None
    assert page.target.name == "Net zero"
    page.heading.segments.set_value("near")
    assert page.target is not None
    assert page.target.name == "Own operations"


def test_a_segment_without_a_target_offers_to_add_one(qtbot: QtBot) -> None:
    made = plants.inventory()
    with made.step(plants.TITLE) as step:
        step.add(Target(name="Near"))
    page = opened(qtbot, made)
    page.heading.segments.set_value("far")
    assert page.tasks.dialog is not None
    assert page.tasks.dialog.windowTitle() == "New target"
    assert page.heading.segments.value() == "near"
    page.tasks.dialog.reject()
    page.session.close()


# ---- the definition ---------------------------------------------------------------------------------------


def test_each_field_is_one_step_that_undo_takes_back(page: TargetsPage) -> None:
    before = steps(page)
    method = choice(page, "method")
    method.setFocus()
    press(method, Qt.Key.Key_Down)
    assert stored(page).method == "own-reduction"
    month = field(page, "submission")
    retype(month, "2026-09")
    press(month, Qt.Key.Key_Return)
    assert stored(page).submission == "2026-09"
    assert steps(page) == before + 2
    assert inventory(page).steps()[0].title.template == "{name}: {field}"
    page.session.undo()
    assert field(page, "submission").text() == "2026-05"
    page.session.undo()
    assert choice(page, "method").value() == "absolute-contraction"


def test_the_wheel_over_a_field_scrolls_the_form_and_changes_nothing(page: TargetsPage) -> None:
    before, method = steps(page), choice(page, "method")
    at = QPointF(method.rect().center())
    turn = QWheelEvent(
        at, QPointF(method.mapToGlobal(at.toPoint())), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(method, turn)
    assert method.value() == "absolute-contraction"
    assert steps(page) == before


def test_esc_takes_back_what_was_typed_and_a_wrong_month_writes_nothing(page: TargetsPage) -> None:
    before, month = steps(page), field(page, "submission")
    retype(month, "May")
    press(month, Qt.Key.Key_Return)
    assert "no month" in page.left.form.form.fields["submission"].note.text()
    press(month, Qt.Key.Key_Escape)
    assert month.text() == "2026-05"
    assert page.left.form.form.fields["submission"].note.isHidden()
    assert steps(page) == before


def test_the_threshold_of_the_organisation_is_changed_here_too(page: TargetsPage) -> None:
    control = page.left.form.significance.control
    retype(control, "8")  # type: ignore[arg-type]  # a number is typed into a field
    press(control, Qt.Key.Key_Return)
    assert inventory(page).organisation.significance == pytest.approx(0.08)
    assert verdict(page, "recalculation").status == "fail"
    go_to(page, "recalculation")
    press(page.criteria.list, Qt.Key.Key_Return)
    assert inventory(page).organisation.significance == pytest.approx(0.05)


def test_more_methods_and_more_scopes_come_when_they_are_asked_for(page: TargetsPage) -> None:
    before, method = steps(page), choice(page, "method")
    assert method.findData("sector-convergence") < 0
    method.setCurrentIndex(method.findData("more"))
    method.hidePopup()
    assert method.findData("sector-convergence") >= 0
    assert method.value() == "absolute-contraction"
    scope = choice(page, "scope")
    scope.setCurrentIndex(scope.findData("more"))
    scope.hidePopup()
    assert scope.findData("flag") >= 0
    assert steps(page) == before


def test_a_sector_of_land_offers_its_scope_at_once(qtbot: QtBot) -> None:
    made = target_desk.with_targets()
    with made.step(plants.TITLE) as step:
        step.change(made.organisation, flag_sector=True)
    page = opened(qtbot, made)
    assert choice(page, "scope").findData("flag") >= 0
    page.session.close()


def test_own_pathways_of_two_regions_are_offered_under_the_keys_that_targets_store() -> None:
    inventory = target_desk.with_targets()
    with inventory.step(plants.TITLE) as step:
        for region, year, value in (
            ("CN", 2020, 0.6),
            ("CN", 2030, 0.3),
            ("EU", 2020, 0.4),
            ("EU", 2030, 0.1),
        ):
            step.add(
                SectorPoint(
                    pathway="Own",
                    sector="Power",
                    region=region,
                    scopes="1",
                    unit="t/MWh",
                    year=year,
                    intensity=value,
                )
            )
    book = Book.read(loaded_figures(inventory))
    offered = [str(value) for _, value in offers.sectors(book.pathways, "")]
    for region, value in (("CN", 0.6), ("EU", 0.4)):
        key = next(key for key in offered if key.startswith("Own|") and key.endswith(region))
        found = sector_pathway(book.figures, key)
        assert found is not None
        assert found.intensities[2020] == value


def test_enter_goes_from_the_list_to_the_fields_and_rarer_ones_unfold(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Return)
    assert page.focusWidget() is choice(page, "scope")
    assert field(page, "name").isHidden() or not field(page, "name").isVisible()
    page.commands()["edit_record"]()
    assert page.focusWidget() is field(page, "name")
    retype(field(page, "name"), "Plants and offices")
    press(field(page, "name"), Qt.Key.Key_Return)
    assert page.left.shelf.targets.entries[0].title == "Plants and offices"


# ---- dragging ---------------------------------------------------------------------------------------------


def test_a_drag_moves_chart_table_criteria_and_figures_and_writes_only_at_its_end(
    qtbot: QtBot, page: TargetsPage
) -> None:
    qtbot.waitUntil(lambda: page.middle.chart.plot is not None)
    before, seen = steps(page), figures(page)
    page.middle.chart.dragged.emit(0.30)
    assert page.shown is not None
    assert page.shown.share == pytest.approx(0.30)
    assert figures(page)["Emissions in 2030"] != seen["Emissions in 2030"]
    assert verdict(page, "ambition-scope-1-2").status == "fail"
    assert page.middle.chart.chart is not None
    assert page.middle.chart.chart.share == pytest.approx(0.30)
    assert page.left.reduction.field.text() == "30.0 %"
    assert (steps(page), stored(page).reduction) == (before, 0.46)
    page.middle.chart.settled.emit(0.5)
    assert (steps(page), stored(page).reduction) == (before + 1, 0.5)
    page.session.undo()
    assert page.left.reduction.field.text() == "46.0 %"


def test_a_drag_that_is_given_up_leaves_everything_as_it_was(page: TargetsPage) -> None:
    before, seen = steps(page), figures(page)
    page.left.reduction.slider.dragged.emit(0.2)
    assert figures(page) != seen
    page.left.reduction.slider.cancelled.emit()
    assert figures(page) == seen
    assert steps(page) == before


def test_keys_on_the_slider_settle_as_one_step(qtbot: QtBot, page: TargetsPage) -> None:
    before, slider = steps(page), page.left.reduction.slider
    slider.setFocus()
    for _ in range(3):
        press(slider, Qt.Key.Key_Right)
    assert figures(page)["Emissions in 2030"]
    qtbot.waitUntil(lambda: steps(page) == before + 1, timeout=3000)
    assert stored(page).reduction == pytest.approx(0.463)


def test_the_knob_of_the_chart_follows_the_mouse(qtbot: QtBot, page: TargetsPage) -> None:
    qtbot.waitUntil(lambda: page.middle.chart.plot is not None)
    plot = page.middle.chart.plot
    assert plot is not None
    plot.setFocus()
    press(plot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: stored(page).reduction != 0.46, timeout=3000)
    assert stored(page).reduction in (pytest.approx(0.459), pytest.approx(0.461))


def test_a_typed_reduction_is_read_checked_and_written(page: TargetsPage) -> None:
    typed = page.left.reduction.field
    retype(typed, "52")
    press(typed, Qt.Key.Key_Return)
    assert stored(page).reduction == pytest.approx(0.52)
    assert typed.text() == "52.0 %"
    before = steps(page)
    retype(typed, "140")
    press(typed, Qt.Key.Key_Return)
    assert typed.property("state") == "err"
    press(typed, Qt.Key.Key_Escape)
    assert typed.text() == "52.0 %"
    retype(typed, "many")
    press(typed, Qt.Key.Key_Return)
    assert steps(page) == before


# ---- figures ----------------------------------------------------------------------------------------------


def test_the_figures_say_what_is_done_left_and_used(page: TargetsPage) -> None:
    shown = page.shown
    assert shown is not None
    standing, budget = shown.study.standing, shown.study.budget
    assert standing is not None
    assert budget is not None
    said = figures(page)
    assert list(said)[:4] == ["Emissions in 2030", "Cut each year", "Done by 2025", "Still to cut"]
    assert said["Still to cut"].startswith(shown.scale.words(standing.to_cut))
    assert said["Budget used"] == f"{budget.share_used * 100:.1f} %"
    assert "Temperature rating" not in said
    page.left.figures.more.click()
    assert figures(page)["Temperature rating"].endswith("°C, indicative")
    page.left.figures.more.click()
    assert "Temperature rating" not in figures(page)


def test_a_value_chain_that_grew_says_by_how_much(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Down)
    page.edits.change({"base_year": 2025, "target_year": 2031})
    assert "Risen by 2025" not in figures(page)
    with inventory(page).step(plants.TITLE) as step:
        lorry = next(each for each in inventory(page).all(Source) if each.category == "s3-4")
        last = inventory(page).find(Activity, source=lorry.id)[-1]
        step.change(last, quantity=last.quantity + 9_000_000.0)
    page.edits.change({"base_year": 2021})
    assert figures(page)["Risen by 2025"] == "900 t"


def test_an_intensity_is_written_as_in_its_chart(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Down)
    page.edits.change({"method": "economic-intensity", "denominator": "Revenue", "reduction": None})
    chart = page.middle.chart.chart
    assert chart is not None
    unit = str(chart.yardstick.unit)
    assert figures(page)["Intensity in 2030"] == f"{chart.yardstick.words(chart.path[-1][1])} {unit}"
    assert page.left.form.base_emissions.text() == chart.yardstick.words(chart.path[0][1])


# ---- states -----------------------------------------------------------------------------------------------


def test_a_read_only_inventory_says_so_and_nothing_is_written(qtbot: QtBot) -> None:
    made = target_desk.with_targets()
    made.read_only = True
    page = opened(qtbot, made)
    before = steps(page)
    assert page.heading.read_only.isVisible()
    assert not page.left.form.form.isEnabled()
    assert not page.heading.save.isEnabled()
    assert page.heading.save.toolTip() == "This inventory is read-only."
    page.middle.chart.settled.emit(0.6)
    page.edits.change({"reduction": 0.6})
    for name in ("target", "remove_record", "save_version", "submit"):
        page.commands()[name]()
    go_to(page, "disclosure")
    press(page.criteria.list, Qt.Key.Key_Return)
    assert page.tasks.dialog is None
    assert steps(page) == before
    page.session.close()


def test_without_targets_values_or_a_complete_year_the_page_says_what_is_missing(qtbot: QtBot) -> None:
    empty = Inventory.in_memory(Organisation(name="New", country="US"))
    page = opened(qtbot, empty)
    said = page.middle.said
    assert said is not None
    assert said[0] == "No values yet"
    with qtbot.waitSignal(page.navigate) as gone:
        page.middle.opened.emit("data")
    assert gone.args == ["data_entry", None]
    page.session.close()

    page = opened(qtbot, plants.inventory())
    said = page.middle.said
    assert said is not None
    assert said[0] == "No target yet"
    assert page.left.head.isHidden()
    assert not page.criteria.isVisible()
    page.middle.opened.emit("new")
    assert page.tasks.dialog is not None
    press(page.tasks.dialog, Qt.Key.Key_Return)
    assert page.criteria.isVisible()
    page.session.close()


def test_below_its_width_the_criteria_lie_over_the_chart(qtbot: QtBot) -> None:
    page = opened(qtbot, target_desk.with_targets(), width=1124)
    assert not page.bench.is_docked
    assert not page.criteria.isVisible()
    assert page.heading.counts.isVisible()
    assert page.heading.counts.text().endswith("failed") or page.heading.counts.text().endswith("open")
    page.commands()["inspector"]()
    assert page.criteria.isVisible()
    assert page.panes()[-1] is page.criteria.list
    page.resize(1364, 784)
    assert page.criteria.isVisible()
    assert not page.heading.counts.isVisible()
    page.commands()["inspector"]()
    assert not page.criteria.isVisible()
    page.session.close()


def test_on_a_low_screen_reduction_and_figures_scroll_with_the_form(qtbot: QtBot) -> None:
    page = opened(qtbot, target_desk.with_targets(), height=480)
    assert page.left.area.isAncestorOf(page.left.figures)
    page.resize(1364, 784)
    assert not page.left.area.isAncestorOf(page.left.figures)
    page.session.close()


def test_the_page_speaks_chinese(qtbot: QtBot) -> None:
    language.use("zh_CN")
    page = opened(qtbot, target_desk.with_targets())
    assert page.title() == "目标"
    assert page.shown is not None
    assert all(not any(c.isascii() and c.isalpha() for c in row.title) for row in verdicts(page.shown)[:6])
    page.session.close()


def test_the_place_is_kept_over_a_rebuild(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Down)
    kept = page.state()
    page.chosen = None
    page.restore_state(kept)
    page.refresh()
    assert page.target is not None
    assert page.target.name == "Value chain"
