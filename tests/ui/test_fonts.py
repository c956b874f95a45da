"""Fonts load from wherever the program lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from carbondesk import paths
from carbondesk.ui import fonts


def test_a_font_that_qt_cannot_open_by_its_name_is_read_from_its_bytes(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on Windows without a screen, in a folder whose name the code page lacks.
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda _: -1)
    number = fonts.load(paths.resources() / "fonts" / "Inter-Regular.otf")
    assert number >= 0
    assert QFontDatabase.applicationFontFamilies(number) == ["Inter"]


def test_a_font_that_is_missing_is_told(qapp: QApplication, tmp_path: Path) -> None:
    assert fonts.load(tmp_path / "missing.otf") < 0
