"""The Factors page by keyboard alone, with real keys in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Factor, Source
from carbondesk.ui.pages.factors import FactorsPage
from tests.ui.pages import plants
from tests.ui.pages.fingers import Fingers, keyboard


@pytest.fixture
def fingers(qtbot: QtBot, tmp_path: Path) -> Iterator[Fingers]:
    with keyboard(qtbot, tmp_path, plants.inventory(years=range(2024, 2026))) as made:
        yield made


def factors(fingers: Fingers) -> FactorsPage:
    fingers.press("Ctrl+5")
    page = fingers.page()
    assert isinstance(page, FactorsPage)
    fingers.until(lambda: page.stock is not None and not fingers.desktop.session.is_working)
    page.finish()
    return page


def test_an_own_factor_is_made_used_for_a_source_and_taken_back(fingers: Fingers) -> None:
    page = factors(fingers)
    fingers.press("Ctrl+F")
    fingers.type("natural gas")
    page.finish()
    fingers.tab_to("Factors")
    fingers.tab_to("Copy as own…")
    fingers.press("Space")
    fingers.tab_to("Name")
    fingers.write("Gas of our supplier")
    fingers.tab_to("CO₂")
    fingers.write("55500")
    fingers.tab_to("Reason")
    fingers.type("Measured by the supplier")
    fingers.press("Return")
    own = fingers.inventory().all(Factor)
    assert [factor.name for factor in own] == ["Gas of our supplier"]
    fingers.until(lambda: page.content.detail.title.text() == "Gas of our supplier")
    assert fingers.focused() is page.content.view

    fingers.tab_to("Use for a source…")
    fingers.press("Space")
    fingers.tab_to("Sources that could take the factor")
    fingers.press("Escape")
    assert fingers.focused() is page.content.view, "Esc leads back to the table"
    fingers.tab_to("Use for a source…")
    fingers.press("Space")
    fingers.tab_to("Sources that could take the factor")
    fingers.press("Down", "Space")
    fingers.tab_to("Reason")
    fingers.type("Contract since 2025")
    fingers.press("Return")
    assert fingers.focused() is page.content.view
    users = [source for source in fingers.inventory().all(Source) if source.factor]
    assert [source.factor for source in users] == [own[0].factor_id]
    assert users[0].factor_reason == "Contract since 2025"

    fingers.press("Ctrl+Z")
    assert not any(source.factor for source in fingers.inventory().all(Source))
    fingers.press("Ctrl+Y")
    assert sum(bool(source.factor) for source in fingers.inventory().all(Source)) == 1
