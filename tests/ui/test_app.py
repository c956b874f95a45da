from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from carbondesk import paths
from carbondesk.domain.records import Activity
from carbondesk.store.inventory import Inventory
from carbondesk.ui import app
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.settings import Settings
from tests.ui.files import small_file

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_file(tmp_path / "plant.cdesk")


@pytest.fixture
def desktop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    made = app.make_desktop(qapp, Settings(theme="light", language="en"))
    qtbot.addWidget(made.window)
    yield made
    made.session.close()


def test_the_first_paint_is_told_once_and_the_rest_follows(qtbot: QtBot, desktop: Desktop) -> None:
    first = app.FirstPaint(desktop.window)
    told: list[bool] = []
    first.painted.connect(lambda: told.append(True))
    desktop.window.show()
    qtbot.waitUntil(lambda: told == [True])
    desktop.window.repaint()
    qtbot.wait(50)
    assert told == [True]


def test_a_start_without_a_file_shows_the_start_page(desktop: Desktop) -> None:
    app.start(desktop, "", sample=False)
    assert desktop.window.current == "welcome"


def test_a_start_with_a_file_shows_what_it_showed_last_then_the_numbers(
    qtbot: QtBot, desktop: Desktop, path: Path
) -> None:
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        app.start(desktop, str(path), sample=False)
        assert desktop.window.windowTitle() == "plant.cdesk — CarbonDesk"
        assert desktop.session.inventory is None
    assert desktop.session.path == str(path)


def test_a_start_with_a_wrong_file_shows_the_start_page_and_says_why(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    app.start(desktop, str(tmp_path / "gone.cdesk"), sample=False)
    assert desktop.window.current == "welcome"
    wrong = tmp_path / "letter.cdesk"
    wrong.write_text("Dear auditor", "utf-8")
    app.start(desktop, str(wrong), sample=False)
    qtbot.waitUntil(lambda: desktop.window.current == "welcome")
    assert desktop.session.inventory is None


def test_the_window_is_where_it_was(qtbot: QtBot, qapp: QApplication, desktop: Desktop) -> None:
    desktop.window.resize(1024, 720)  # the screenless platform has a small screen
    kept = str(desktop.window.state()["geometry"])
    again = app.make_desktop(qapp, Settings(theme="light", language="en", window=kept))
    qtbot.addWidget(again.window)
    assert again.window.size() == desktop.window.size()


def test_a_fault_is_logged_and_shown(
    qtbot: QtBot, desktop: Desktop, capfd: pytest.CaptureFixture[str]
) -> None:
    fault = ZeroDivisionError("division by zero")
    app.Faults(desktop)(type(fault), fault, None)
    log = (paths.logs() / "carbondesk.log").read_text("utf-8")
    assert "ERROR" in log
    assert "division by zero" in log
    assert "division by zero" in capfd.readouterr().err
    box = desktop.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    box.close()


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "CARBONDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


KILLED_AFTER_AN_EDIT = """
import os, signal, sys
from pathlib import Path
from carbondesk.domain.records import Activity
from carbondesk.domain.text import say
from carbondesk.ui import app, settings
application = app.make_application([])
desktop = app.make_desktop(application, settings.load())
desktop.window.show()
def edit():
    with desktop.session.step(say("Edit quantity")) as step:
        step.change(desktop.session.inventory.get(Activity, 1), quantity=2000.0)
    os.kill(os.getpid(), signal.SIGKILL)
desktop.session.figures_ready.connect(edit)
desktop.open_path(Path(sys.argv[1]))
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_an_edit_outlives_the_death_of_the_program_and_can_be_undone(path: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_AN_EDIT, str(path)],
        cwd=ROOT,
        env=surroundings(tmp_path / "home"),
        timeout=60,
        check=False,
    )
    assert result.returncode == -signal.SIGKILL
    with Inventory.open(path) as again:
        assert again.get(Activity, 1).quantity == 2000.0
        undone = again.undo()
        assert undone is not None
        assert again.get(Activity, 1).quantity == 1000.0
        assert again.verify().intact


def test_the_program_opens_a_file_named_on_the_command_line(path: Path, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from carbondesk import __main__\n"
        "from carbondesk.ui import app, desktop\n"
        "begin = app.start\n"
        "def start(opened, file, *, sample):\n"
        "    opened.session.figures_ready.connect(lambda: QTimer.singleShot(0, opened.window.close))\n"
        "    begin(opened, file, sample=sample)\n"
        "app.start = start\n"
        "sys.exit(__main__.main(sys.argv[1:]))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, "--theme", "dark", "--language", "zh_CN", str(path)],
        cwd=ROOT,
        env=surroundings(tmp_path / "home"),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    kept = (tmp_path / "home" / "settings" / "settings.json").read_text("utf-8")
    assert "plant.cdesk" in kept
    assert '"zh_CN"' in kept


@pytest.mark.parametrize(
    ("theme", "language", "size"),
    [("light", "en", "1440x900"), ("dark", "zh_CN", "1366x768")],
)
def test_the_tour_pictures_every_page(
    path: Path, tmp_path: Path, theme: str, language: str, size: str
) -> None:
    folder = tmp_path / "pictures"
    words = [str(folder), str(path), "--theme", theme, "--language", language, "--size", size]
    result = subprocess.run(
        [sys.executable, "-m", "carbondesk", "tour", *words],
        cwd=ROOT,
        env=surroundings(tmp_path / "home"),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    written = sorted(path.name for path in folder.iterdir())
    assert written == [
        "01-welcome.png",
        "02-overview.png",
        "03-data-entry.png",
        "04-targets.png",
        "05-factors.png",
        "06-reports.png",
        "07-audit.png",
        "08-group.png",
        "09-settings.png",
        "10-command-palette.png",
    ]
    width, height = (int(part) for part in size.split("x"))
    for name in written:
        picture = QImage(str(folder / name))
        assert (picture.width(), picture.height()) == (width, height)
        colours = {picture.pixel(x, y) for x in range(0, width, 5) for y in range(0, height, 5)}
        assert len(colours) > 30, name
        corner = picture.pixelColor(width - 2, height // 2).lightness()
        assert (corner > 128) == (theme == "light"), name


def test_a_tour_of_no_inventory_says_so(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.cdesk"
    wrong.write_text("Dear auditor", "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "carbondesk", "tour", str(tmp_path / "pictures"), str(wrong)],
        cwd=ROOT,
        env=surroundings(tmp_path / "home"),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert result.returncode == 3
    assert "letter.cdesk" in result.stderr
