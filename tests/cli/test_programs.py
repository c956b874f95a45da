"""The commands as programs: their help, what they load, and what they do with a file of an older format."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carbondesk.cli import COMMANDS, main
from tests.store.samples import written_out

ROOT = Path(__file__).resolve().parents[2]
OLDER = ROOT / "tests" / "data" / "format-1.cdesk"


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in (*COMMANDS, "tour"):
        assert f"\n  {name} " in shown
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"carbondesk {name}" in capsys.readouterr().out


def test_a_command_runs_as_a_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "carbondesk"]
    words = ["new", str(tmp_path / "a.cdesk"), "--name", "Acme", "--country", "US", "--format", "json"]
    made = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(made.stdout)["step"] == 1
    assert made.stderr == ""


def test_new_loads_no_numpy_and_no_qt(tmp_path: Path) -> None:
    script = (
        "import sys; from carbondesk.__main__ import main\n"
        f"assert main(['new', {str(tmp_path / 'a.cdesk')!r}, '--name', 'A', '--country', 'US']) == 0\n"
        "assert not {'numpy', 'pandas', 'PySide6', 'pint'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)


def test_reading_an_older_file_leaves_it_alone_and_writing_copies_it_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Path(shutil.copy(OLDER, tmp_path / "old.cdesk"))
    for words in (["check", str(old)], ["verify", str(old)], ["inventory", str(old), "--year", "2024"]):
        main(words)
    assert old.read_bytes() == OLDER.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["old.cdesk"]
    capsys.readouterr()
    table = tmp_path / "sites.csv"
    table.write_text("site,country\nGera,DE\n", "utf-8")
    assert main(["import", str(old), str(table)]) == 0
    assert "old.cdesk has the format of this version now" in capsys.readouterr().err
    assert written_out(tmp_path / "old (format 1).cdesk") == written_out(OLDER)
    assert main(["import", str(old), str(table)]) == 0
    assert "format" not in capsys.readouterr().err
