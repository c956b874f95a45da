"""A second start hands its file over to the program that runs, whatever happened to the first."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from carbondesk import paths
from carbondesk.ui import app, running
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.running import Running, Wish
from carbondesk.ui.settings import Settings
from tests.ui.files import small_file

ROOT = Path(__file__).resolve().parents[2]

FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from carbondesk import __main__
from carbondesk.ui import app, desktop, running
log = Path(sys.argv[1])
def note(line):
    with log.open("a", encoding="utf-8") as stream:
        stream.write(line + "\\n")
open_path = desktop.Desktop.open_path
def opened(self, path):
    found = open_path(self, path)
    note(f"open {path} {found}")
    return found
desktop.Desktop.open_path = opened
app.come_forward = lambda window: note("forward")
watch = running.Running.watch
def watched(self):
    watch(self)
    note("ready")
running.Running.watch = watched
leave = log.with_name("leave")
def look():
    if leave.exists():
        from PySide6.QtWidgets import QApplication
        QApplication.closeAllWindows()
start = app.start
def started(*arguments, **named):
    start(*arguments, **named)
    timer = QTimer(arguments[0])
    timer.timeout.connect(look)
    timer.start(50)
app.start = started
sys.exit(__main__.main(sys.argv[2:]))
"""


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "CARBONDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def scripted(home: Path, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program after a few lines of Python that change it."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            script + "import sys\nfrom carbondesk import __main__ as m\nsys.exit(m.main(sys.argv[1:]))",
            *words,
        ],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


SHOWS = """
from carbondesk.ui import app
app.start = lambda desktop, file, *, sample: (print(file or "started"), desktop.window.close())
"""
IMPATIENT = """
from carbondesk.ui import running
running.PATIENCE = running.STARTING = 0.3
"""


class First:
    """A real program in a process of its own, and what it noted."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.home, self.log = folder / "home", folder / "log.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-c", FIRST, str(self.log), *words],
            cwd=ROOT,
            env=surroundings(self.home),
            stderr=subprocess.PIPE,
        )
        self.until("ready")

    def lines(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []

    def until(self, line: str) -> None:
        ends = time.monotonic() + 120
        while line not in self.lines():
            assert self.process.poll() is None, self.process.communicate()[1].decode()
            assert time.monotonic() < ends, (line, self.lines())
            time.sleep(0.02)

    def leave(self) -> int:
        self.log.with_name("leave").touch()
        try:
            return self.process.wait(120)
        finally:
            if self.process.stderr is not None:
                self.process.stderr.close()


@pytest.fixture
def first(tmp_path: Path) -> Iterator[First]:
    started = First(tmp_path)
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.wait()
    if started.process.stderr is not None:
        started.process.stderr.close()


def second(home: Path, *words: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "carbondesk", *words],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


def test_a_second_start_hands_its_file_over_and_ends(first: First, tmp_path: Path) -> None:
    folder = tmp_path / "工厂 一"
    folder.mkdir()
    path = small_file(folder / "南京 厂 2025.cdesk")
    result = second(first.home, str(path))
    assert (result.returncode, result.stderr) == (0, "")
    first.until(f"open {path} True")
    address = second(first.home, QUrl.fromLocalFile(str(small_file(folder / "b.cdesk"))).toString())
    assert address.returncode == 0
    first.until(f"open {folder / 'b.cdesk'} True")
    assert first.leave() == 0
    assert "南京 厂 2025.cdesk" in (first.home / "settings" / "settings.json").read_text("utf-8")


def test_a_second_start_without_a_file_brings_the_window_forward(first: First) -> None:
    assert second(first.home).returncode == 0
    first.until("forward")
    assert [line for line in first.lines() if line.startswith("open")] == []


def test_a_relative_path_is_meant_from_where_the_second_start_is(first: First, tmp_path: Path) -> None:
    small_file(tmp_path / "here.cdesk")
    result = subprocess.run(
        [sys.executable, "-m", "carbondesk", "here.cdesk"],
        cwd=tmp_path,
        env={**surroundings(first.home), "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert result.returncode == 0
    first.until(f"open {tmp_path / 'here.cdesk'} True")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL and no SIGSTOP")
def test_a_lock_left_by_a_crash_is_no_hindrance(first: First, tmp_path: Path) -> None:
    first.process.kill()
    first.process.wait()
    first.log.unlink()
    assert First(tmp_path).leave() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGSTOP")
def test_a_program_that_hangs_holds_nobody_up(first: First, tmp_path: Path) -> None:
    os.kill(first.process.pid, signal.SIGSTOP)
    try:
        result = scripted(first.home, IMPATIENT + SHOWS, str(tmp_path / "a.cdesk"))
        assert (result.returncode, result.stdout) == (0, f"{tmp_path / 'a.cdesk'}\n")
    finally:
        os.kill(first.process.pid, signal.SIGCONT)
    time.sleep(0.3)
    assert "forward" not in first.lines(), "a wish that was given up is not fulfilled later"


def test_another_window_can_be_asked_for(first: First, tmp_path: Path) -> None:
    result = scripted(first.home, SHOWS, "--new-window")
    assert (result.returncode, result.stdout) == (0, "started\n")
    assert "forward" not in first.lines()


# ---- the parts, in one process -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "running"
    made.mkdir()
    return made


def test_only_one_holds_and_it_takes_what_others_put(folder: Path, qtbot: QtBot) -> None:
    one, other = Running(folder), Running(folder)
    assert one.hold()
    assert not other.hold()
    told: list[Wish] = []
    one.asked.connect(told.append)
    one.watch()
    assert not other.hand_over(Wish("/a.cdesk"), patience=0.05), "nobody takes it within one thread"
    assert list(folder.glob("*.wish")) == []
    other._put(Wish("/b.cdesk"))  # noqa: SLF001 - as another process does
    qtbot.waitUntil(lambda: told == [Wish("/b.cdesk")])
    one.release()
    assert other.hold()
    other.release()


def test_the_lock_names_its_process(folder: Path) -> None:
    lock = running.Lock(folder / "lock")
    assert lock.holder() == 0
    assert lock.take()
    assert lock.take(), "it is held already"
    assert running.Lock(folder / "lock").holder() == os.getpid()
    lock.drop()
    lock.drop()
    (folder / "lock").write_text("nobody", "utf-8")
    assert lock.holder() == 0


def test_without_a_watch_the_folder_is_looked_at_now_and_then(
    folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileSystemWatcher, "addPath", lambda _self, _path: False)
    monkeypatch.setattr(running, "_POLL_MS", 20)
    one = Running(folder)
    told: list[Wish] = []
    one.asked.connect(told.append)
    one.watch()
    one._put(Wish(sample=True))  # noqa: SLF001 - as another process does
    qtbot.waitUntil(lambda: told == [Wish(sample=True)])


def test_old_and_broken_wishes_are_forgotten(folder: Path) -> None:
    one = Running(folder)
    told: list[Wish] = []
    one.asked.connect(told.append)
    (folder / "a.wish").write_bytes(b"\xff\xfe")
    (folder / "b.wish").write_text("[1]", "utf-8")
    (folder / "c.wish").write_text("{", "utf-8")
    old = one._put(Wish("/a.cdesk"))  # noqa: SLF001 - as another process does
    os.utime(old, (1, 1))
    one.look()
    assert told == []
    assert list(folder.iterdir()) == []


def test_the_lock_passes_on_when_the_first_ends_while_the_second_waits(folder: Path) -> None:
    one, other = Running(folder), Running(folder)
    assert one.hold()
    assert not other.hold()
    one.release()
    assert not other.hand_over(Wish("/a.cdesk")), "there is nobody left, so the second is the one"
    assert not one.hold()
    other.release()


def test_a_folder_that_is_gone_is_no_reason_not_to_start(folder: Path) -> None:
    other = Running(folder)
    shutil.rmtree(folder)
    assert not other.hold()
    assert not other.hand_over(Wish(), patience=5)


def test_a_disk_without_locks_costs_no_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_file: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(running, "_lock", no_locks)
    one = Running(folder)
    begun = time.monotonic()
    assert not one.hold()
    assert not one.hand_over(Wish("/a.cdesk"))
    assert time.monotonic() - begun < 2
    assert list(folder.glob("*.wish")) == []


def test_a_slow_start_is_given_more_time(folder: Path) -> None:
    one = Running(folder)
    assert one._patience() == running.PATIENCE  # noqa: SLF001 - seconds
    assert one.hold()
    assert running.STARTING - 1 < one._patience() <= running.STARTING  # noqa: SLF001 - seconds
    os.utime(folder / "lock", (1, 1))
    assert one._patience() == running.PATIENCE  # noqa: SLF001 - seconds
    one.release()


def test_screens_and_homes_have_programs_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":1")
    first = running.place()
    assert first == running.place()
    assert first.parent == paths.cache()
    monkeypatch.setenv("DISPLAY", ":2")
    assert running.place() != first


@pytest.fixture
def desktop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    made = app.make_desktop(qapp, Settings(theme="light", language="en"))
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.session.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_file_waits_until_the_open_dialog_is_closed(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    visitors = app.Visitors(desktop)
    visitors.begin()
    path = small_file(tmp_path / "plant.cdesk")
    form = QDialog(desktop.window)
    form.setModal(True)
    form.show()
    visitors.take(Wish(str(path)))
    qtbot.wait(50)
    assert desktop.session.inventory is None
    form.close()
    qtbot.waitUntil(lambda: desktop.session.path == str(path), timeout=5_000)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_open_file_is_not_opened_again(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    path = small_file(tmp_path / "plant.cdesk")
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        assert desktop.open_path(path)
    inventory = desktop.session.inventory
    desktop.window.setWindowState(Qt.WindowState.WindowMinimized)
    visitors = app.Visitors(desktop)
    visitors.begin()
    visitors.take(Wish(str(path)))
    assert desktop.session.inventory is inventory
    assert not desktop.window.isMinimized()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_sample_can_be_asked_for(qtbot: QtBot, desktop: Desktop) -> None:
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=120_000):
        visitors = app.Visitors(desktop)
        visitors.take(Wish(sample=True))
        assert desktop.session.path == "", "what comes before the start is over waits for its end"
        app.start(desktop, "", sample=False)
        visitors.begin()
    assert desktop.session.inventory is not None
    assert desktop.session.inventory.organisation.is_sample
    desktop.session.finish_tasks()


def test_the_file_manager_of_macos_is_heard(tmp_path: Path) -> None:
    script = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from PySide6.QtGui import QFileOpenEvent\n"
        "from carbondesk.ui import app\n"
        "made = app.make_application([])\n"
        "made.file_asked.connect(print)\n"
        "QCoreApplication.sendEvent(made, QFileOpenEvent('/a b.cdesk'))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=surroundings(tmp_path), capture_output=True, check=False
    )
    assert result.stdout.decode().strip() == "/a b.cdesk", QFileOpenEvent


def test_addresses_and_paths_are_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert app.whole_path("") == ""
    assert app.whole_path("a b.cdesk") == str(tmp_path / "a b.cdesk")
    assert app.whole_path("file:///a%20b.cdesk") == str(Path("/a b.cdesk"))
    assert app.whole_path("file:odd") == str(tmp_path / "file:odd")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"file": ["a"], "sample": false}', '{"file": "a\\u0000b", "sample": false}',
             '{"file": "\\ud800", "sample": false}', '{"file": "a", "sample": "no"}',
             '{"file": "' + "x" * 100_000 + '", "sample": false}'],
)  # fmt: skip
def test_a_wish_that_no_start_writes_is_forgotten(folder: Path, text: str) -> None:
    one = Running(folder)
    told: list[Wish] = []
    one.asked.connect(told.append)
    (folder / "1.wish").write_text(text, "utf-8")
    one.look()
    assert told == []
    assert list(folder.glob("*.wish")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_or_a_link_among_the_wishes_holds_nobody_up(folder: Path, tmp_path: Path) -> None:
    one = Running(folder)
    told: list[Wish] = []
    one.asked.connect(told.append)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text('{"file": "/a.cdesk", "sample": false}', "utf-8")
    (folder / "1.wish").symlink_to(elsewhere)
    os.mkfifo(folder / "2.wish")
    one.look()
    assert told == []
    assert elsewhere.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps such folders to a person by itself")
def test_nobody_else_may_look_into_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME, str(tmp_path))
    made = running.place()
    made.chmod(0o755)
    assert running.place().stat().st_mode & 0o777 == 0o700
    one = Running(made)
    written = one._put(Wish("/a.cdesk"))  # noqa: SLF001 - as another process does
    assert written.stat().st_mode & 0o777 == 0o600
