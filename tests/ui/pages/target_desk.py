"""Hands of the tests of the Targets page: an inventory with targets, opening the page, reading what it shows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Exclusion, Milestone, Target
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.targets import TargetsPage
from carbondesk.ui.pages.targets.verdicts import Verdict
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import Choice, Field
from tests.ui.pages import plants


def with_targets(**kind: bool) -> Inventory:
    """Return the boards maker of `plants` with three targets: 2021 to 2030, value chain, net zero."""
    made = plants.inventory(scope3=True, **kind)  # type: ignore[arg-type]  # flags only
    with made.step(plants.TITLE) as step:
        own = step.add(Target(name="Own operations", base_year=2021, reduction=0.46, submission="2026-05"))
        step.add(
            Target(
                name="Value chain",
                scope="3",
                base_year=2021,
                reduction=0.275,
                ambition="WB2C",
                categories="4",
                submission="2026-05",
            )
        )
        step.add(
            Target(
                name="Net zero",
                scope="1+2+3",
                kind="net-zero",
                base_year=2021,
                target_year=2050,
                reduction=0.9,
            )
        )
        step.add(Exclusion(target=own.id, category="fugitive", emissions=20.0, reason="Small coolers"))
        step.add(Milestone(target=own.id, kind="committed", reached=date(2025, 3, 14), document="Letter"))
    return made


def opened(qtbot: QtBot, inventory: Inventory, *, width: int = 1364, height: int = 784) -> TargetsPage:
    """Return the page, shown as in a window of 1440x900, on an inventory."""
    session = Session(Settings(person="Ingrid"))
    session.open(inventory, in_background=False)
    page = TargetsPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.enter()
    return page


def inventory(page: TargetsPage) -> Inventory:
    """Return what is open."""
    assert page.session.inventory is not None
    return page.session.inventory


def stored(page: TargetsPage, name: str = "Own operations") -> Target:
    """Return a target as it is written."""
    return next(each for each in inventory(page).all(Target) if each.name == name)


def steps(page: TargetsPage) -> int:
    """Return how many steps were made."""
    return len(inventory(page).steps())


def figures(page: TargetsPage) -> dict[str, str]:
    """Return the figures under the definition."""
    return dict(page.left.figures.texts())


def verdict(page: TargetsPage, key: str) -> Verdict:
    """Return a row of the criteria."""
    return next(row for row in page.criteria.list.rows.rows if row.key == key)


def go_to(page: TargetsPage, key: str) -> None:
    """Make a row of the criteria the current one, with the keyboard in the list."""
    rows = page.criteria.list
    rows.setCurrentIndex(rows.rows.index(rows.rows.row_of(key), 0))
    rows.setFocus()


def field(page: TargetsPage, name: str) -> Field:
    """Return a field of the definition that is typed into."""
    control = page.left.form.form.fields[name].control
    assert isinstance(control, Field)
    return control


def choice(page: TargetsPage, name: str) -> Choice:
    """Return a field of the definition that is chosen."""
    control = page.left.form.form.fields[name].control
    assert isinstance(control, Choice)
    return control


def retype(control: Field, text: str) -> None:
    """Type a text into a field in the place of what it holds."""
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key on a widget."""
    QTest.keyClick(widget, key)
