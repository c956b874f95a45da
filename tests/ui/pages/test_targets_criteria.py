"""The criteria on the Targets page: their order, what mends them, and where what is not known is entered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Target
from carbondesk.domain.targets.criteria import Status
from carbondesk.ui.pages.targets import TargetsPage
from carbondesk.ui.pages.targets.verdicts import REST
from tests.ui.pages import plants, target_desk
from tests.ui.pages.target_desk import (
    field,
    go_to,
    inventory,
    opened,
    press,
    steps,
    stored,
    verdict,
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[TargetsPage]:
    made = opened(qtbot, target_desk.with_targets())
    yield made
    made.session.close()


def test_criteria_stand_in_the_order_of_gravity_and_are_counted(page: TargetsPage) -> None:
    rows = page.criteria.list.rows
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    order = {"fail": 0, "unknown": 1, "pass": 2, "": 3, "not applicable": 4}
    places = [order[row.status] for row in rows.rows]
    assert places == sorted(places)
    assert rows.rows[-1].key == REST
    assert page.shown is not None
    passed = page.shown.study.checklist.counts[Status.PASS]
    assert page.criteria.passed.text() == f"{passed} passed"


def test_enter_mends_what_fails_in_one_step(page: TargetsPage) -> None:
    page.edits.change({"reduction": 0.2})
    assert verdict(page, "ambition-scope-1-2").status == "fail"
    go_to(page, "ambition-scope-1-2")
    before = steps(page)
    press(page.criteria.list, Qt.Key.Key_Return)
    assert steps(page) == before + 1
    assert page.shown is not None
    least = page.shown.study.course.minimum
    assert least is not None
    now = stored(page).reduction
    assert now is not None
    assert least <= now < least + 0.001
    assert verdict(page, "ambition-scope-1-2").status == "pass"


def test_space_shows_the_rule_its_evidence_and_its_source(page: TargetsPage) -> None:
    go_to(page, "base-year")
    rows = page.criteria.list
    index = rows.currentIndex()
    low = rows.visualRect(index).height()
    press(rows, Qt.Key.Key_Space)
    rows.doItemsLayout()
    assert rows.visualRect(index).height() > low
    spoken = str(rows.rows.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert "Evidence: A complete inventory of the base year" in spoken
    assert "SBTi Corporate Net-Zero Standard 1.3.1" in spoken
    press(rows, Qt.Key.Key_Space)
    assert "Evidence" not in str(rows.rows.data(index, Qt.ItemDataRole.AccessibleTextRole))


def test_a_click_on_the_link_mends_and_one_beside_it_opens_the_row(page: TargetsPage) -> None:
    page.edits.change({"reduction": 0.2})
    go_to(page, "ambition-scope-1-2")
    rows = page.criteria.list
    rows.doItemsLayout()
    index = rows.currentIndex()
    box = rows.painter_.link_box(verdict(page, "ambition-scope-1-2"), rows.visualRect(index).toRectF())
    assert box is not None
    QTest.mouseMove(rows.viewport(), box.center().toPoint())
    assert rows.over_link == "ambition-scope-1-2"
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).topLeft() + QPoint(60, 12)
    )
    assert rows.rows.open_keys == {"ambition-scope-1-2"}
    rows.doItemsLayout()
    box = rows.painter_.link_box(verdict(page, "ambition-scope-1-2"), rows.visualRect(index).toRectF())
    assert box is not None
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert stored(page).reduction != 0.2


def test_what_does_not_apply_unfolds(page: TargetsPage) -> None:
    go_to(page, REST)
    count = len(page.criteria.list.rows.rows)
    press(page.criteria.list, Qt.Key.Key_Return)
    assert len(page.criteria.list.rows.rows) > count
    assert page.criteria.list.currentIndex().data(Qt.ItemDataRole.UserRole).key == REST


def test_a_category_is_added_where_too_little_is_covered(page: TargetsPage) -> None:
    press(page.left.shelf, Qt.Key.Key_Down)
    row = verdict(page, "coverage-scope-3")
    assert row.status == "fail"
    assert row.fix is not None
    go_to(page, row.key)
    press(page.criteria.list, Qt.Key.Key_Return)
    assert stored(page, "Value chain").categories == "4,6"


def test_fixes_lead_to_their_field(page: TargetsPage) -> None:
    page.edits.change({"submission": ""})
    go_to(page, "newest-edition")
    press(page.criteria.list, Qt.Key.Key_Return)
    assert page.focusWidget() is field(page, "submission")


def test_targets_with_two_methods_of_scope_2_get_one_in_one_step(page: TargetsPage) -> None:
    with inventory(page).step(plants.TITLE) as step:
        step.change(stored(page, "Net zero"), scope2_method="location")
    before = steps(page)
    go_to(page, "scope-2-method")
    press(page.criteria.list, Qt.Key.Key_Return)
    assert {each.scope2_method for each in inventory(page).all(Target) if "2" in each.scope} == {"market"}
    assert steps(page) == before + 1


def test_under_the_standard_2_a_target_of_two_scopes_is_made_two(page: TargetsPage) -> None:
    page.edits.change({"rule_set": "SBTi-CNZS-2.0"})
    go_to(page, "v2-separate-scopes")
    press(page.criteria.list, Qt.Key.Key_Return)
    assert sorted(each.scope for each in inventory(page).all(Target)) == ["1", "1+2+3", "2", "3"]


def test_what_is_not_known_leads_to_the_register_that_keeps_it(qtbot: QtBot, page: TargetsPage) -> None:
    go_to(page, "flag-needed")
    with qtbot.waitSignal(page.navigate) as gone:
        press(page.criteria.list, Qt.Key.Key_Return)
    assert gone.args == ["group", {"register": "land"}]
    page.edits.change({"rule_set": "SBTi-CNZS-2.0"})
    go_to(page, "v2-category")
    with qtbot.waitSignal(page.navigate) as gone:
        press(page.criteria.list, Qt.Key.Key_Return)
    assert gone.args == ["group", {"register": "statements"}]
