"""The Reports page by keyboard alone, with real keys in the real window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk.report.catalogue import ANALYSES
from carbondesk.ui.pages.reports import ReportsPage
from tests.report.test_proofs import result_of
from tests.ui.pages import plants
from tests.ui.pages.fingers import Fingers, keyboard


@pytest.fixture
def fingers(qtbot: QtBot, tmp_path: Path) -> Iterator[Fingers]:
    with keyboard(qtbot, tmp_path, plants.inventory(years=range(2024, 2026))) as made:
        yield made


def test_a_proof_of_a_total_is_exported(
    fingers: Fingers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "proof.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    fingers.press("Ctrl+7")
    page = fingers.page()
    assert isinstance(page, ReportsPage)
    fingers.until(lambda: page.paper is not None)
    fingers.tab_to("Emissions by scope")
    fingers.press("Ctrl+Home", "Right")
    assert page.figure_proof() is not None
    fingers.press("Ctrl+Shift+P")
    fingers.until(target.exists)
    figures = fingers.desktop.session.figures
    assert figures is not None
    assert result_of(target.read_bytes()) == pytest.approx(figures.totals(2025).scope1, rel=1e-9)


def test_every_paper_is_reached_with_the_arrows_and_exported_by_its_keys(
    fingers: Fingers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "paper.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    fingers.press("Ctrl+7")
    page = fingers.page()
    assert isinstance(page, ReportsPage)
    assert fingers.focused() is page.shelf
    for kind in ANALYSES[1:4]:
        fingers.press("Down")
        assert page.kind is kind
        fingers.until(lambda: page.paper is not None and page.paper.paper_id == page.kind.paper_id)
    fingers.press("Ctrl+Shift+J")
    fingers.until(target.exists)
    assert json.loads(target.read_text("utf-8"))
