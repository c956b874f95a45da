"""The factors page on a small plant, opened for tests."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.factors import FactorsPage
from carbondesk.ui.pages.factors.stock import Facet, Wish
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import plants


def opened(qtbot: QtBot, inventory: Inventory | None = None, *, width: int = 1364) -> FactorsPage:
    """Return the page with the library read, in the last year of the inventory."""
    session = Session(Settings(person="Chen Yulan"))
    session.open(inventory or plants.inventory(years=range(2023, 2026)), in_background=False)
    page = FactorsPage(session)
    session.setParent(page)
    qtbot.addWidget(page)
    page.resize(width, 834)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: page.stock is not None, timeout=20_000)
    page.finish()
    return page


def close(page: FactorsPage) -> None:
    """Let go of the inventory once the tasks have ended."""
    page.session.finish_tasks()
    page.session.close()


def wish(page: FactorsPage, text: str = "", **facets: set[str]) -> None:
    """Look for words and values of facets, such as `region={"CN"}`."""
    page.content.filters.set_wish(Wish(text, {Facet(name): frozenset(each) for name, each in facets.items()}))
    page.finish()


def names(page: FactorsPage) -> list[str]:
    """Return the names of the factors that the table shows."""
    assert page.stock is not None
    return [page.stock.cards[place].name for place in page.model.places]


def go_to(page: FactorsPage, factor_id: str) -> None:
    """Make a factor current, without filters."""
    page.enter({"factor": factor_id})
    page.finish()
