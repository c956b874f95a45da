"""The walk through the real window, which is the smoke test of an installed program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from carbondesk.store import Inventory

ROOT = Path(__file__).resolve().parents[2]

PICTURES = ["start", "sample", "chart", "edit", "moved", "settings", "chinese", "report", "manual"]


def walked(folder: Path, home: Path, script: str = "") -> subprocess.CompletedProcess[str]:
    words = ["tour", str(folder), "--walk", "--size", "1366x768"]
    start = ["-c", script, *words] if script else ["-m", "carbondesk", *words]
    return subprocess.run(
        [sys.executable, *start],
        cwd=ROOT,
        env={**os.environ, "CARBONDESK_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_the_walk_edits_draws_speaks_writes_and_quits(tmp_path: Path) -> None:
    folder, home = tmp_path / "a walk 走", tmp_path / "home"
    result = walked(folder, home)
    said = [
        line for line in result.stderr.splitlines() if not line.startswith("This plugin does not support")
    ]
    assert (result.returncode, said) == (0, []), result.stdout
    assert (folder / "walk.txt").read_text("utf-8") == result.stdout
    assert result.stdout.count("\nok  ") == 10
    names = [f"{number:02d}-{name}.png" for number, name in enumerate(PICTURES, start=1)]
    assert sorted(path.name for path in folder.glob("*.png")) == names
    for name in names[:-1]:
        picture = QImage(str(folder / name))
        assert (picture.width(), picture.height()) == (1366, 768)
    assert "范围一" in (folder / "report.html").read_text("utf-8")
    assert {path.suffix for path in folder.glob("report.*")} >= {".html", ".xlsx", ".csv", ".json"}
    with Inventory.open(folder / "walked.cdesk", read_only=True) as kept:
        assert kept.verify().intact
        assert len(kept.steps()) >= 3
    assert not home.exists(), "the person's own folders are left alone"


BROKEN = """
import sys
from carbondesk import __main__
from carbondesk.ui.pages.data_entry.edits import CellEdits
CellEdits.commit_cell = lambda self, row, month, text: True
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_a_step_without_effect_ends_the_walk_with_its_name(tmp_path: Path) -> None:
    result = walked(tmp_path / "walk", tmp_path / "home", BROKEN)
    assert result.returncode == 1
    assert "FAILED  Edit a value in the grid: ProbeFailed: the cell after typing" in result.stdout
    assert "Speak the other language" not in result.stdout


RAISES = """
import sys
from carbondesk import __main__
from carbondesk.ui import waiting
from carbondesk.ui.pages.reports.page import ReportsPage
waiting.LONGEST_MS = 8_000
def enter(self, context=None):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, lambda: 1 / 0)
ReportsPage.enter = enter
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_an_exception_in_a_slot_ends_the_walk(tmp_path: Path) -> None:
    result = walked(tmp_path / "walk", tmp_path / "home", RAISES)
    assert result.returncode == 1
    assert "FAILED  Write a report: " in result.stdout
    assert "ZeroDivisionError" in result.stdout
