"""The licences of everything that comes with the program: read from its folder, or asked of the packages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carbondesk import __version__, language, paths
from carbondesk.ui import licences, manual


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    licences.parts.cache_clear()
    yield
    licences.parts.cache_clear()


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of licences of an installed program, as it is written when one is built."""
    folder = tmp_path / "carbondesk" / "licences"
    (folder / "Some-Library-c-2-").mkdir(parents=True)
    (folder / "README.txt").write_text(
        "CarbonDesk itself: Apache-2.0, see LICENSE.txt. It is made with, and brings along:\n\n"
        "bare 1.0: MIT\nFactors as bundled: NOASSERTION\nSome Library (c|2) 2.5-1+b2: LGPL-2.1-or-later | MIT\n",
        "utf-8",
    )
    (folder / "LICENSE.txt").write_text("Apache License\nVersion 2.0", "utf-8")
    (folder / "LGPL-3.0.txt").write_text("GNU LESSER GENERAL PUBLIC LICENSE", "utf-8")
    (folder / "Some-Library-c-2-" / "copyright").write_bytes("©\n```\n  indented\nend".encode())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder.parent / "carbondesk"))
    return folder


def test_an_installed_program_shows_what_it_was_built_from(frozen: Path) -> None:
    assert paths.licences() == frozen
    assert [(part.name, part.version, str(part.licence)) for part in licences.parts()] == [
        ("CarbonDesk", __version__, "Apache-2.0"),
        ("bare", "1.0", "MIT"),
        ("Factors", "", "see its text"),
        ("Some Library (c|2)", "2.5-1+b2", "LGPL-2.1-or-later | MIT"),
        ("LGPL-3.0", "", "text"),
    ]
    language.use("zh_CN")
    assert "| Factors |  | 见全文 |" in licences.as_markdown()
    language.use("en")
    table = licences.as_markdown().splitlines()
    assert table[0] == "| Part | Version | Licence |"
    assert "| bare | 1.0 | MIT |" in table
    assert (
        "| [Some Library (c/2)](licence:Some%20Library%20%28c%7C2%29) | 2.5-1+b2 | LGPL-2.1-or-later / MIT |"
        in table
    )


def test_a_name_leads_to_its_texts_as_they_are(frozen: Path) -> None:
    page = licences.text_of("Some%20Library%20%28c%7C2%29")
    assert page.startswith(
        "# Some Library (c|2) 2.5-1+b2\n\nLGPL-2.1-or-later | MIT\n\n[Licences and sources](licences.md)"
    )
    assert "## copyright\n\n```\n©\n'''\n  indented\nend\n```" in page
    assert licences.text_of("gone") == ""


def test_a_program_from_source_asks_the_installed_packages() -> None:
    found = {part.name: part for part in licences.parts()}
    assert {"numpy", "PySide6-Essentials", "pyqtgraph", "Babel"} <= set(found)
    assert re.match(r"\d+\.\d+", found["numpy"].version)
    assert "NumPy Developers" in licences.text_of("numpy")
    page = (paths.resources() / "manual" / "en" / "licences.md").read_text("utf-8")
    for name, part in found.items():
        assert f"| {name} | {part.version} | {part.licence} |" in page, "the page names what is installed"


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[manual.Manual]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield manual.show(parent, "licences")
    parent.close()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_manual_lists_every_part_and_leads_there_and_back(opened: manual.Manual, code: str) -> None:
    language.use(code)
    opened.turn_to("licences")
    for part in licences.parts():
        assert part.name in opened.page.toPlainText()
    title = opened.contents.currentItem().text()
    opened.page.anchorClicked.emit(QUrl("licence:pandas"))
    assert "AQR Capital Management" in opened.page.toPlainText()
    opened.page.anchorClicked.emit(QUrl("licences.md"))
    assert opened.page.toPlainText().startswith(title)
