"""A start that fails: a window that says what and what to do, a log, and a line where there can be no window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carbondesk import language, paths
from carbondesk.domain.text import say
from carbondesk.store.errors import NotFound
from carbondesk.ui import failing, notices

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))


def broken() -> failing.Failure:
    return failing.told("FileNotFoundError: templates", say("Install CarbonDesk again."), "line 1\nline 2")


def button(box: QDialog, words: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if words in each.text())


def test_the_window_says_what_what_to_do_and_where_the_log_is(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    box = failing.dialog(broken())
    qtbot.addWidget(box)
    box.show()
    words = [label.text() for label in box.findChildren(QLabel)]
    log = paths.logs() / "carbondesk.log"
    assert words[1:] == ["FileNotFoundError: templates", "Install CarbonDesk again.", f"Log: {log}"]
    assert "line 2" in log.read_text("utf-8")
    details = box.findChild(QPlainTextEdit)
    assert details is not None
    assert (details.toPlainText(), details.accessibleName()) == ("line 1\nline 2", "Details")
    button(box, "Copy").click()
    assert QApplication.clipboard().text() == "line 1\nline 2"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    button(box, "folder").click()
    assert opened == [str(log.parent)]
    button(box, "Close").click()
    assert not box.isVisible()
    assert "CarbonDesk could not start: FileNotFoundError: templates. Install" in capsys.readouterr().err


def test_the_window_speaks_chinese(qtbot: QtBot) -> None:
    language.use("zh_CN")
    box = failing.dialog(broken())
    qtbot.addWidget(box)
    assert {each.text() for each in box.findChildren(QPushButton)} == {
        "关闭",
        "复制详情",
        "打开日志文件夹",
    }


def test_without_a_log_nothing_leads_to_one(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    failure = broken()
    assert failure.log is None
    box = failing.dialog(failure)
    qtbot.addWidget(box)
    assert len(box.findChildren(QPushButton)) == 2
    assert len(box.findChildren(QLabel)) == 3


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (NotFound(say("gone"), say("Choose another file.")), "Choose another file."),
        (PermissionError("settings"), "Check that you may write"),
        (OSError("full"), "Check that the disk has room"),
        (ZeroDivisionError(), "Start it again."),
    ],
)
def test_the_remedy_fits_the_fault(
    fault: Exception, remedy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[failing.Failure] = []
    monkeypatch.setattr(failing, "show", shown.append)
    assert failing.report(fault) == failing.STATUS
    assert shown[0].remedy.startswith(remedy)
    assert type(fault).__name__ in shown[0].details
    assert remedy in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")
def test_a_library_of_the_system_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_qt(_failure: failing.Failure) -> None:
        raise ImportError

    monkeypatch.setattr(failing, "show", no_qt)
    fault = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert failing.report(fault) == failing.STATUS
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "libegl1" in said
    assert str(paths.logs() / "carbondesk.log") in said


def ran(home: Path, code: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, *(["-c", code] if code else ["-m", "carbondesk"]), *words],
        cwd=ROOT,
        env={**ours, "CARBONDESK_HOME": str(home), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a screen may be missing")
def test_without_a_screen_the_program_says_so_instead_of_aborting(tmp_path: Path) -> None:
    result = ran(tmp_path / "home", "", QT_QPA_PLATFORM="xcb")
    assert result.returncode == failing.STATUS
    first, second = result.stderr.splitlines()
    assert first.startswith("CarbonDesk could not start: ")
    assert "needs a screen" in first
    assert second == f"Details: {tmp_path / 'home' / 'logs' / 'carbondesk.log'}"
    assert "xcb" in (tmp_path / "home" / "logs" / "carbondesk.log").read_text("utf-8")


FAILS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from carbondesk import __main__, paths
from carbondesk.ui import app, failing
def gone():
    raise FileNotFoundError("The folder 'resources' is missing.")
paths.resources = gone
dialog = failing.dialog
def shown(failure):
    box = dialog(failure)
    QTimer.singleShot(100, lambda: (print([each.text() for each in box.findChildren(QLabel)][1]), box.close()))
    return box
failing.dialog = shown
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_a_start_without_resources_shows_the_window(tmp_path: Path) -> None:
    result = ran(tmp_path / "home", FAILS, QT_QPA_PLATFORM="offscreen")
    assert result.returncode == failing.STATUS
    assert result.stdout == "FileNotFoundError: The folder 'resources' is missing.\n"
    assert "Traceback" in (tmp_path / "home" / "logs" / "carbondesk.log").read_text("utf-8")


def test_a_fault_while_working_leads_to_the_log_too(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    parent = QWidget()
    qtbot.addWidget(parent)
    notices.show_fault(parent, "ZeroDivisionError", "details", tmp_path / "carbondesk.log")
    box = parent.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    button(box, "folder of the log").click()
    assert opened == [str(tmp_path)]
