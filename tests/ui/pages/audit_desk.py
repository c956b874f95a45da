"""An audit page on an inventory in memory or in a file, for tests."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import plants

PERSON = "Liu Wei, site manager"


def opened(qtbot: QtBot, inventory: Inventory, *, width: int = 1364) -> AuditPage:
    """Return the page as it is shown in a window of 1440 by 900 pixels."""
    session = Session(Settings(person=PERSON))
    session.open(inventory, in_background=False)
    page = AuditPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(width, 834)
    page.show()
    page.enter()
    return page


def in_file(folder: Path) -> Inventory:
    """Return a small inventory in a file: four sites, a year of entries."""
    path = folder / "audit.cdesk"
    plant = plants.inventory(years=range(2025, 2026), revenue=False)
    organisation = Organisation(name="Kestrel Boards", country="US")
    with Inventory.create(path, organisation) as made, made.step(plants.TITLE) as step:
        for record in (*plant.all(Site), *plant.all(Source)):
            step.add(record)
        step.add_many(Activity, plant.all(Activity))
    return Inventory.open(path)


def edit(page: AuditPage, quantity: float, reason: str = "") -> Activity:
    """Change the newest month of the first source, as one step."""
    inventory = page.session.inventory
    assert inventory is not None
    entry = inventory.activities(1)[-1]
    with page.session.step(say("Edit {name}", name="Natural gas, boilers, Dec 2025"), reason) as step:
        return step.change(entry, quantity=quantity)
