"""Documents on the data entry page: attached to entries and bills, shown, opened, taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Bill, Evidence, EvidenceLink
from carbondesk.store import evidence
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.data_entry.attachments import LARGE
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import IconButton
from tests.ui.pages.board_plant import YEAR, make_plant
from tests.ui.pages.entry_hands import SEP, cell_of, go, inventory_of, shown

GAS, WATER = "Natural gas, boilers", "Mains water"


class Viewer(QObject):
    """Stands where the system opens documents."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, bytes]] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        file = Path(url.toLocalFile())
        self.seen.append((file.name, file.read_bytes()))


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "show")  # type: ignore[arg-type] # it takes text only
    yield viewer
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[DataEntryPage]:
    session = Session(Settings(person="Energy manager"))
    with make_plant() as made:
        made.backup(tmp_path / "plant.cdesk")
    session.open(Inventory.open(tmp_path / "plant.cdesk"), in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    yield shown(qtbot, session, 1364, 833)
    session.finish_tasks()
    session.close()


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "tray" / "September.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF September")
    return file


def choose(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))


def listed(page: DataEntryPage) -> list[str]:
    page.details.show_now()
    return [button.text() for button in page.inspector.attachments.buttons]


def links(page: DataEntryPage) -> set[tuple[str, int]]:
    return {(link.subject_table, link.subject) for link in inventory_of(page).all(EvidenceLink)}


def test_a_file_is_attached_to_the_selected_entries_as_one_step(
    page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go(page, GAS, SEP)
    page.view.select_block(row, SEP, row, SEP + 1)
    choose(monkeypatch, invoice)
    page.commands()["evidence"]()
    entries = [entry.id for column in (SEP, SEP + 1) for entry in cell_of(page, row, column).activities]
    assert links(page) == {("activity", entry) for entry in entries}
    digest = hashlib.sha256(b"%PDF September").hexdigest()
    assert listed(page) == [f"September.pdf  {digest[:8]}"]
    assert inventory_of(page).steps(1)[0].title.template == "Attach {name}"
    page.run("undo")
    assert (links(page), listed(page)) == (set(), [])


def test_a_month_of_bills_gives_the_file_to_the_open_bill(
    page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go(page, WATER, 4)
    page.details.show_now()
    pane, choices = page.inspector.bills, {entry.bill for entry in cell_of(page, row, 4).activities}
    assert len(choices) == 2
    second = inventory_of(page).get(Bill, max(each for each in choices if each is not None))
    pane.open(second)
    choose(monkeypatch, invoice)
    page.run("evidence")
    assert links(page) == {("bill", second.id)}
    assert len(listed(page)) == 1
    page.view.select_block(row, 3, row, 4)
    page.run("evidence")
    of_both = {entry.bill for month in (3, 4) for entry in cell_of(page, row, month).activities}
    assert links(page) == {("bill", each) for each in of_both}


def test_without_an_entry_or_a_file_nothing_is_attached(
    page: DataEntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go(page, GAS, SEP)
    choose(monkeypatch, "")
    page.run("evidence")
    assert page.prompt.isHidden()
    page.commit_cell(row, SEP, "")
    page.run("evidence")
    assert page.prompt.title.text() == "These cells hold no entry yet."
    page.details.show_now()
    assert not page.inspector.attachments.isVisible()
    assert links(page) == set()


def test_a_file_that_cannot_be_taken_is_said_under_the_grid(
    page: DataEntryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, GAS, SEP)
    choose(monkeypatch, tmp_path / "gone.pdf")
    page.run("evidence")
    assert page.prompt.title.text() == "gone.pdf is not a file."


def test_a_large_file_is_copied_in_the_background(
    qtbot: QtBot, page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice.write_bytes(b"x" * (LARGE + 1))
    row = go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    with qtbot.waitSignal(page.session.changed, timeout=20_000):
        page.run("evidence")
        assert links(page) == set()
    (entry,) = cell_of(page, row, SEP).activities
    assert links(page) == {("activity", entry.id)}
    (made,) = inventory_of(page).all(Evidence)
    assert made.size == LARGE + 1
    assert evidence.document(inventory_of(page), made) is not None


def test_a_large_file_that_cannot_be_kept_is_said_under_the_grid(
    qtbot: QtBot, page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice.write_bytes(b"x" * (LARGE + 1))
    evidence.folder_of(inventory_of(page).path).write_text("in the way")
    go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    page.run("evidence")
    qtbot.waitUntil(page.prompt.isVisible, timeout=20_000)
    assert page.prompt.title.text().startswith("plant.evidence ")
    assert links(page) == set()


def test_a_document_opens_under_its_own_name(
    page: DataEntryPage, invoice: Path, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    page.run("evidence")
    invoice.unlink()
    assert len(listed(page)) == 1
    for _ in range(2):
        page.inspector.attachments.buttons[0].click()
    assert viewer.seen == [("September.pdf", b"%PDF September")] * 2
    (made,) = inventory_of(page).all(Evidence)
    (evidence.folder_of(inventory_of(page).path) / made.sha256).write_bytes(b"other")
    page.inspector.attachments.buttons[0].click()
    assert page.prompt.title.text().startswith("September.pdf is not beside the inventory")
    assert len(viewer.seen) == 2


def test_a_program_is_kept_and_not_opened(
    page: DataEntryPage, invoice: Path, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, GAS, SEP)
    choose(monkeypatch, invoice.rename(invoice.with_name("invoice.pdf.exe")))
    page.run("evidence")
    listed(page)
    page.inspector.attachments.buttons[0].click()
    assert "is of a kind that is not opened from here" in page.prompt.title.text()
    assert viewer.seen == []


def test_taking_a_document_away_is_one_step(
    page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    page.run("evidence")
    listed(page)
    count = inventory_of(page).steps(1)[0].id
    small = page.inspector.attachments.findChildren(IconButton)[-1]
    assert small.accessibleName() == "Take September.pdf away"
    small.click()
    assert (links(page), inventory_of(page).count(Evidence), listed(page)) == (set(), 0, [])
    assert inventory_of(page).steps(1)[0].id == count + 1
    page.run("undo")
    assert len(listed(page)) == 1
    (entry,) = cell_of(page, row, SEP).activities
    assert inventory_of(page).get(Activity, entry.id) == entry


def test_an_inventory_in_memory_says_where_documents_would_lie(
    qtbot: QtBot, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(Settings(person="Energy manager"))
    session.open(make_plant(), in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    page = shown(qtbot, session, 1364, 833)
    invoice.write_bytes(b"x" * (LARGE + 1))
    go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    page.run("evidence")
    assert page.prompt.title.text().startswith("This inventory is in no file")
    session.close()


def test_a_read_only_inventory_shows_documents_and_takes_none(
    qtbot: QtBot, page: DataEntryPage, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, GAS, SEP)
    choose(monkeypatch, invoice)
    page.run("evidence")
    path = inventory_of(page).path
    session = Session(Settings())
    session.open(Inventory.open(path, read_only=True), in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    reader = shown(qtbot, session, 1364, 833)
    go(reader, GAS, SEP)
    assert len(listed(reader)) == 1
    pane = reader.inspector.attachments
    assert pane.isVisible()
    assert not pane.add_button.isVisible()
    assert pane.findChildren(IconButton) == []
    assert "evidence" not in reader.commands()
    session.close()
