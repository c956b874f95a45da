"""What tests of the data entry page do with it: go to cells, read words, find the editor."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from carbondesk.report.grids import Cell, SourceRow
from carbondesk.store.inventory import Inventory
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.data_entry.dialogs import RemovalDialog
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.session import Session

SEP, OCT = 8, 9


def shown(qtbot: QtBot, session: Session, width: int, height: int) -> DataEntryPage:
    page = DataEntryPage(session)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.enter()
    return page


def inventory_of(page: DataEntryPage) -> Inventory:
    inventory = page.session.inventory
    assert inventory is not None
    return inventory


def row_of(page: DataEntryPage, name: str) -> int:
    for row in range(page.months.rowCount()):
        found = page.months.row_at(row)
        if isinstance(found, SourceRow) and found.source.name == name:
            return row
    raise KeyError(name)


def source_row(page: DataEntryPage, name: str) -> SourceRow:
    found = page.months.row_at(row_of(page, name))
    assert isinstance(found, SourceRow)
    return found


def go(page: DataEntryPage, name: str, month: int) -> int:
    row = row_of(page, name)
    page.view.go_to(row, month)
    page.view.setFocus()
    return row


def here(page: DataEntryPage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


def editor(page: DataEntryPage) -> QLineEdit:
    found = page.view.viewport().findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def cell_of(page: DataEntryPage, row: int, month: int) -> Cell:
    found = page.months.cell_at(row, month)
    assert found is not None
    return found


def segment_words(page: DataEntryPage) -> list[str]:
    return [button.text() for button in page.toolbar.segments.findChildren(QPushButton)]


def form_of(page: DataEntryPage) -> RecordDialog:
    dialog = page.records.dialog
    assert isinstance(dialog, RecordDialog)
    return dialog


def removal_of(page: DataEntryPage) -> RemovalDialog:
    dialog = page.records.dialog
    assert isinstance(dialog, RemovalDialog)
    return dialog


def words(page: DataEntryPage, name: str, column: int) -> str:
    return page.months.words(row_of(page, name), column)
