"""The self-check: whole here, and never silent about what a broken bundle would lack."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qCritical
from pytestqt.qtbot import QtBot

from carbondesk import paths
from carbondesk.domain.text import say
from carbondesk.ui import selfcheck, waiting
from carbondesk.ui.probes import Probe, ProbeFailed, core, must, screen

ROOT = Path(__file__).resolve().parents[2]


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "CARBONDESK_HOME": str(home), "PYTHONUTF8": "1", "CARBONDESK_LANGUAGE": "en"}


def ran(home: Path, *words: str, script: str = "") -> subprocess.CompletedProcess[str]:
    start = ["-c", script] if script else ["-m", "carbondesk"]
    return subprocess.run(
        [sys.executable, *start, *words],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def outcome(*probes: Callable[[Path], str]) -> tuple[int, list[str]]:
    lines: list[str] = []
    check = selfcheck.Check(lines.append)
    return check.run([Probe(say("Part"), run) for run in probes]), lines


def test_the_program_is_whole_and_says_what_it_looked_at(tmp_path: Path) -> None:
    result = ran(tmp_path / "home", "--self-check", "--log", str(tmp_path / "lines.txt"))
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "lines.txt").read_text("utf-8") == result.stdout
    for probe in (*core.PROBES, *screen.PROBES):
        assert f"ok  {probe.title.template}: " in result.stdout
    assert result.stdout.endswith("Everything is here and works.\n")
    assert not (tmp_path / "home" / "settings").exists(), "the person's own settings are left alone"


NOTHING = """
import sys
from carbondesk.ui import selfcheck
selfcheck.core_probes = lambda: iter(())
selfcheck.Check.screen_probes = lambda self: iter(())
sys.exit(selfcheck.main(sys.argv[1:]))
"""


def test_its_lines_are_kept_among_the_logs(tmp_path: Path) -> None:
    assert ran(tmp_path / "home", script=NOTHING).returncode == 0
    assert "Everything is here" in (tmp_path / "home" / "logs" / selfcheck.LOG).read_text("utf-8")


def test_a_part_that_fails_is_named_and_the_others_are_still_looked_at() -> None:
    def run(_folder: Path) -> str:
        must(0, what="icons", found=0)
        return ""

    status, lines = outcome(run, lambda _: "here")
    assert status == selfcheck.BROKEN
    assert lines[1].startswith("FAILED  Part: ProbeFailed: icons: 0")
    assert lines[2].startswith("ok  Part: here")
    assert lines[3] == "Not whole: Part. Install CarbonDesk again."


def test_a_module_that_is_missing_is_a_failure() -> None:
    def run(_folder: Path) -> str:
        import carbondesk.gone  # type: ignore[import-not-found] # noqa: F401 - it is not there

        return ""

    status, lines = outcome(run)
    assert status == selfcheck.BROKEN
    assert "No module named 'carbondesk.gone'" in lines[1]


def test_an_exception_in_a_slot_is_a_failure_although_qt_goes_on(qtbot: QtBot) -> None:
    def run(_folder: Path) -> str:
        QTimer.singleShot(0, lambda: must(0, what="inside of a slot"))
        waiting.rest(20)
        return "came to the end"

    with qtbot.captureExceptions() as caught:
        status, lines = outcome(run)
    assert status == selfcheck.BROKEN
    assert "inside of a slot" in lines[1]
    assert caught == []


def test_a_critical_message_of_qt_is_a_failure(tmp_path: Path) -> None:
    lines: list[str] = []
    check = selfcheck.Check(lines.append)
    first = next(check.screen_probes())
    assert first is screen.PROBES[0]

    def run(_folder: Path) -> str:
        qCritical("no such plugin")
        return ""

    try:
        assert check.run([Probe(say("Part"), run)]) == selfcheck.BROKEN
    finally:
        from PySide6.QtCore import qInstallMessageHandler

        qInstallMessageHandler(None)
    assert any("no such plugin" in line for line in lines)


HANGS = """
import sys, time
from carbondesk.domain.text import say
from carbondesk.ui import selfcheck
from carbondesk.ui.probes import Probe
selfcheck.core_probes = lambda: iter([Probe(say("Part"), lambda folder: time.sleep(60))])
sys.exit(selfcheck.main(sys.argv[1:]))
"""


def test_a_part_that_never_ends_ends_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    result = ran(tmp_path / "home", "--limit", "0.3", script=HANGS)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert result.returncode == selfcheck.BROKEN
    assert "FAILED  Part: not done after 0.3 seconds." in result.stdout


@pytest.fixture
def crippled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of resources to break, of which every part is a link to the real one."""
    real = paths.resources()
    folder = tmp_path / "resources"
    folder.mkdir()
    for part in real.iterdir():
        (folder / part.name).symlink_to(part)
    monkeypatch.setattr(paths, "resources", lambda: folder)
    return folder


@pytest.mark.parametrize("part", core.SHIPPED)
def test_a_folder_that_was_not_bundled_is_missed(crippled: Path, part: str, tmp_path: Path) -> None:
    core.resources(tmp_path)
    (crippled / part).unlink()
    with pytest.raises(ProbeFailed, match=f"resources/{part}"):
        core.resources(tmp_path)


def test_a_walk_stops_at_its_first_failure() -> None:
    lines: list[str] = []
    check = selfcheck.Check(lines.append, whole=False)
    reached: list[int] = []

    def fail(_folder: Path) -> str:
        raise ProbeFailed("no")

    def reach(_folder: Path) -> str:
        reached.append(1)
        return ""

    assert check.run([Probe(say("First"), fail), Probe(say("Second"), reach)]) == selfcheck.BROKEN
    assert reached == []


@pytest.mark.qt_log_ignore("Cannot read file")
def test_a_font_or_an_icon_that_cannot_be_read_is_missed(crippled: Path, tmp_path: Path) -> None:
    for part, name in (("fonts", "Inter-Medium.otf"), ("icons", "save.svg")):
        (crippled / part).unlink()
        (crippled / part).mkdir()
        for file in (paths_of(part)).iterdir():
            (crippled / part / file.name).symlink_to(file)
        (crippled / part / name).unlink()
        (crippled / part / name).write_text("no such thing", "utf-8")
    with pytest.raises(ProbeFailed, match=r"Inter-Medium\.otf"):
        screen.letters(tmp_path)
    with pytest.raises(ProbeFailed, match=r"save\.svg"):
        screen.icons(tmp_path)


def paths_of(part: str) -> Path:
    return ROOT / "resources" / part


def test_without_a_catalogue_a_language_is_missed(crippled: Path, tmp_path: Path) -> None:
    (crippled / "translations").unlink()
    with pytest.raises(ProbeFailed, match="no words of its own"):
        core.languages(tmp_path)


def test_probes_that_cannot_be_loaded_are_a_failure() -> None:
    lines: list[str] = []

    def broken() -> Iterator[Probe]:
        if lines:
            raise ImportError("DLL load failed")
        yield Probe(say("Part"), lambda _: "")

    assert selfcheck.Check(lines.append).run(broken()) == selfcheck.BROKEN
    assert lines[1].startswith("FAILED  Loading the parts: ImportError: DLL load failed")


def test_a_log_that_cannot_be_written_is_no_reason_not_to_check(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    result = ran(tmp_path / "home", script=NOTHING)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("Everything is here and works.\n")
