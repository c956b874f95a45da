"""Standard streams of a program that has none, and of one whose output knows few letters."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from carbondesk import streams

ROOT = Path(__file__).resolve().parent.parent


def test_a_program_without_streams_can_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    streams.ensure(console=True)
    made = [sys.stdout, sys.stderr]
    for stream in made:
        assert stream is not None
        assert stream.write("t CO₂e 范围一\n") > 0
        stream.close()


def test_a_console_that_cannot_be_opened_costs_only_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    # Another system's console is no file here, so opening it makes one only where nobody may write.
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(streams, "_attached", lambda: True)
    monkeypatch.setattr(streams, "_CONSOLE", "/proc/none/CONOUT$")
    streams.ensure(console=True)
    made = sys.stdout
    assert made is not None
    made.close()


def test_the_console_of_the_parent_is_written_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    console = tmp_path / "console"
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(streams, "_attached", lambda: True)
    monkeypatch.setattr(streams, "_CONSOLE", str(console))
    streams.ensure(console=True)
    made = sys.stdout
    assert made is not None
    made.write("范围一\n")
    made.close()
    assert console.read_text("utf-8") == "范围一\n"


def test_what_an_output_cannot_show_does_not_end_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    streams.ensure(console=False)
    sys.stdout.write("CO₂e\n")
    sys.stdout.flush()
    assert raw.getvalue().strip() == rb"CO\u2082e"


@pytest.mark.skipif(sys.platform == "win32", reason="the descriptors are closed as a shell does it")
@pytest.mark.parametrize("words", [["--version"], ["selftest"], ["gone"], ["report", "--help"]])
def test_every_command_runs_without_streams(words: list[str], home: Path) -> None:
    code = (
        "import sys\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from carbondesk import __main__\n"
        f"sys.argv = ['carbondesk', *{words!r}]\n"
        "status = __main__.main()\n"
        "import os\n"
        "os._exit(40 + status)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert result.returncode == (42 if words == ["gone"] else 40)
    assert (result.stdout, result.stderr) == (b"", b"")
