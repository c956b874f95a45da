"""What tests of the command line stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbondesk.cli import main
from tests.cli.acme import SITES, SOURCES, activities


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of tables."""
    tables = tmp_path / "tables"
    tables.mkdir()
    for name, text in (("sites", SITES), ("sources", SOURCES), ("activities", activities())):
        (tables / f"{name}.csv").write_text(text, encoding="utf-8")
    return tables


@pytest.fixture
def file(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return an inventory with a year of entries."""
    path = str(tmp_path / "acme.cdesk")
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    assert main(["import", path, str(folder)]) == 0
    capsys.readouterr()
    return path
