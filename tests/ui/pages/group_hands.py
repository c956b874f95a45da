"""Hands of the tests of the Group page: opening it, reading its tables, typing into its form."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.group import GroupPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import Field


def opened(qtbot: QtBot, inventory: Inventory) -> GroupPage:
    """Return the page, shown at 1440x900, on an inventory."""
    session = Session(Settings(person="Ingrid"))
    session.open(inventory, in_background=False)
    page = GroupPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(1364, 834)
    page.show()
    return page


def inventory(page: GroupPage) -> Inventory:
    """Return what is open."""
    assert page.session.inventory is not None
    return page.session.inventory


def rows(page: GroupPage) -> list[list[str]]:
    """Return the texts of the table."""
    return [[cell.text for cell in line.cells] for line in page.middle.view().rows.lines]


def under(page: GroupPage) -> list[list[str]]:
    """Return the texts of the table below."""
    return [[cell.text for cell in line.cells] for line in page.middle.under_table.rows.lines]


def write(page: GroupPage, name: str, text: str) -> None:
    """Type a text into a field of the form."""
    form = page.detail.form
    assert form is not None
    control = form.fields[name].control
    assert isinstance(control, Field)
    control.setText(text)
    control.textEdited.emit(text)
