"""The import dialog: a dry run with counts and findings, then one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Organisation, Site
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.data_entry.import_dialog import ImportDialog
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import MessagePane

SITES = "site,country\nLeeds,GB\n"
SOURCES = "site,source,category,unit,carrier\nLeeds,Gas,stationary-combustion,kWh,natural gas\n"
ENTRIES = "site,source,start,end,quantity,unit\nLeeds,Gas,2024-01-01,2024-01-31,{quantity},kWh\n"
ORGANISATION = Organisation(name="Works", country="GB")


def write(folder: Path, quantity: str = "100") -> list[Path]:
    texts = {"sites.csv": SITES, "sources.csv": SOURCES, "activities.csv": ENTRIES.format(quantity=quantity)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


@pytest.fixture(params=["memory", "file"])
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    session = Session(Settings())
    if request.param == "memory":
        inventory = Inventory.in_memory(ORGANISATION)
    else:
        inventory = Inventory.create(tmp_path / "works.cdesk", ORGANISATION)
    session.open(inventory, in_background=False)
    yield session
    session.close()


def dialog_of(qtbot: QtBot, session: Session) -> ImportDialog:
    dialog = ImportDialog(session, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def planned(qtbot: QtBot, dialog: ImportDialog, files: list[Path]) -> None:
    dialog.take_files(files)
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=10_000)


def inventory_of(session: Session) -> Inventory:
    assert session.inventory is not None
    return session.inventory


def test_nothing_is_written_before_the_button(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, session)
    planned(qtbot, dialog, write(tmp_path))
    _, rows, _ = dialog.counts.lines()
    assert [row[1:4] for row in rows] == [
        ("Sites", "1", "1"),
        ("Sources", "1", "1"),
        ("Entries", "1", "1"),
    ]
    assert inventory_of(session).count(Site) == 0
    assert dialog.apply_button.text() == "Import 3 rows"


def test_the_button_imports_all_as_one_step_and_undo_takes_it_back(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, session)
    planned(qtbot, dialog, write(tmp_path))
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        dialog.apply_button.click()
    assert inventory_of(session).count(Activity) == 1
    assert session.figures is not None
    assert session.figures.years == [2024]
    assert len(inventory_of(session).steps()) == 2
    inventory_of(session).undo()
    assert inventory_of(session).count(Site) == 0


def test_importing_twice_changes_nothing(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    files = write(tmp_path)
    first = dialog_of(qtbot, session)
    planned(qtbot, first, files)
    with qtbot.waitSignal(first.imported, timeout=10_000):
        first.apply()
    again = dialog_of(qtbot, session)
    planned(qtbot, again, files)
    assert [pane.title.text() for pane in again.findChildren(MessagePane)] == ["Everything is there already"]
    assert not again.apply_button.isEnabled()


def test_a_conflict_stops_until_a_person_decides(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    first = dialog_of(qtbot, session)
    planned(qtbot, first, write(tmp_path))
    with qtbot.waitSignal(first.imported, timeout=10_000):
        first.apply()
    again = dialog_of(qtbot, session)
    planned(qtbot, again, write(tmp_path, "120"))
    assert not again.apply_button.isEnabled()
    assert again.findings.findings
    again.conflict.set_value("replace")
    qtbot.waitUntil(again.apply_button.isEnabled, timeout=10_000)
    with qtbot.waitSignal(again.imported, timeout=10_000):
        again.apply()
    assert [entry.quantity for entry in inventory_of(session).all(Activity)] == [120.0]


def test_a_row_with_an_error_names_file_row_and_remedy(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, session)
    planned(qtbot, dialog, write(tmp_path, "many"))
    where, what, _ = (str(dialog.findings.index(0, column).data()) for column in range(3))
    assert where == "activities.csv, row 2, quantity"
    assert "many" in what
    assert not dialog.apply_button.isEnabled()
    finding = dialog.findings.findings[0]
    assert dialog.whole.text().splitlines() == [where, str(finding.message), str(finding.remedy)]
    assert dialog.whole.isVisibleTo(dialog)
    dialog.errors.set_value(True)
    qtbot.waitUntil(dialog.apply_button.isEnabled, timeout=10_000)
