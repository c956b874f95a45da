"""What people and files do wrong, as the command line meets it: exit status, message, and nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbondesk.__main__ import main as start
from carbondesk.cli import main


@pytest.fixture
def file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return an inventory without entries."""
    path = tmp_path / "acme.cdesk"
    assert main(["new", str(path), "--name", "Acme", "--country", "HU"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize("year", ["0", "-5", "99999", "20 25", "1" * 5000])
def test_a_year_that_no_entry_can_lie_in_is_wrong_usage(
    file: Path, year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    assert main(["inventory", str(file), f"--year={year}"]) == 2
    assert main(["report", str(file), f"--year={year}", "--out", str(out)]) == 2
    assert main(["explain", str(file), "--total", f"scope=2,year={year}"]) == 2
    assert "is not a year from 1950 to 2100" in capsys.readouterr().err
    assert not out.exists()


def test_an_entry_that_no_file_can_hold_is_wrong_usage(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("9" * 30, "1; drop table site", ""):
        assert main(["explain", str(file), "--activity", name]) == 2
        assert "No entry has the id" in capsys.readouterr().err


def test_data_that_is_not_there_is_a_failure_of_the_world(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    (tmp_path / "photos").mkdir()
    for name in ("none.csv", "photos"):
        assert main(["import", str(file), str(tmp_path / name)]) == 3
        assert name in capsys.readouterr().err
    assert main(["import", str(file), str(tmp_path / "none.csv"), "--format", "json"]) == 3
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "file-missing"
    assert file.read_bytes() == before


def test_a_name_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "acme.cdesk")
    assert main(["new", path, "--name", "Ac\x1b[2Jme\u202e", "--country", "HU"]) == 0
    assert main(["inventory", path, "--year", "2025"]) == 0
    assert main(["inventory", path, "--year", "2025", "--format", "json"]) == 0
    wrong = tmp_path / "wrong\x07.csv"
    wrong.write_text("site,country\nPune,Atl\x1b[31mantis\n", encoding="utf-8")
    assert main(["import", path, str(wrong)]) == 1
    shown = capsys.readouterr()
    assert not {"\x1b", "\x07", "\u202e"} & {*shown.out, *shown.err}
    assert "\\u001b[31mantis" in shown.err


@pytest.mark.parametrize(("option", "code"), [("--country", "XX"), ("--currency", "XYZ")])
def test_a_code_that_nobody_gave_out_is_wrong_usage(
    option: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.cdesk"
    words = ["new", str(path), "--name", "Acme", "--country", "HU", option, code]
    assert main(words) == 2
    assert code in capsys.readouterr().err
    assert not path.exists()


def test_a_mistyped_command_is_wrong_usage_and_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["improt", "acme.cdesk", "data.csv"]) == 2
    assert "There is no command improt." in capsys.readouterr().err
    assert start(["--help"]) == 0
