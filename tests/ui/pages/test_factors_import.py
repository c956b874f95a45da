"""Reading a publisher's file in on the factors page: what it holds first, then one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Factor, FactorSet
from carbondesk.ui.pages.factors import FactorsPage
from carbondesk.ui.pages.factors.importing import ImportSetDialog
from carbondesk.ui.widgets import EmptyState, MessagePane
from tests.ui.pages.factor_desk import close, names, opened

TABLE = """factor_id,name,category,carrier,activity_unit,co2,valid_from,source,source_version
PLANT-1,Boiler gas of the plant,stationary-combustion,natural gas,kWh,0.181,2025,Plant laboratory,2025-1
PLANT-2,Generator diesel of the plant,stationary-combustion,diesel,L,2.66,2025,Plant laboratory,2025-1
"""


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[FactorsPage]:
    shown = opened(qtbot)
    yield shown
    close(shown)


def read(page: FactorsPage, qtbot: QtBot, path: Path) -> ImportSetDialog:
    page.run("import_set")
    dialog = page.factor_commands.dialog
    assert isinstance(dialog, ImportSetDialog)
    assert dialog.findChildren(EmptyState)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=20_000)
    return dialog


def test_a_table_of_ones_own_is_one_step_and_found_at_once(
    page: FactorsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "plant.csv"
    path.write_text(TABLE, encoding="utf-8")
    dialog = read(page, qtbot, path)
    inventory = page.session.inventory
    assert inventory is not None
    assert inventory.all(Factor) == []
    steps = len(inventory.steps())
    dialog.take()
    assert not dialog.isVisible()
    assert len(inventory.steps()) == steps + 1
    assert len(inventory.all(Factor)) == 2
    read_in = inventory.all(FactorSet)[0]
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    page.finish()
    assert "Boiler gas of the plant" in names(page)
    rows = dict(page.content.detail.provenance.rows)
    assert rows["File"] == "plant.csv"
    assert rows["SHA-256"].startswith(read_in.sha256[:8])
    assert page.content.detail.edit_button.text() == "Copy as own…"
    page.session.undo()
    assert inventory.all(FactorSet) == []


def test_a_file_in_no_known_layout_is_refused_with_the_remedy(
    page: FactorsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "letters.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    dialog = read(page, qtbot, path)
    assert not dialog.accept_button.isEnabled()
    assert any(pane.title.text() == "The file cannot be read in" for pane in dialog.findChildren(MessagePane))
    dialog.take()
    assert page.session.inventory is not None
    assert page.session.inventory.all(FactorSet) == []
    dialog.reject()
