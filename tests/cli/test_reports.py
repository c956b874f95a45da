"""The command `report`: files of each kind, from an inventory and from the sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbondesk.cli import main


@pytest.mark.parametrize("ending", [".html", ".csv", ".json"])
def test_the_sample_has_a_report_of_each_kind(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"report{ending}"
    assert main(["report", "--sample", "--standard", "summary", "--year", "2025", "--out", str(out)]) == 0
    assert "Kestrane Electronics" in out.read_text(encoding="utf-8")
    shown = capsys.readouterr()
    assert shown.out == f"Wrote {out}.\n"
    assert "No green power contract" in shown.err


def test_a_report_on_a_file_says_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = str(tmp_path / "a.cdesk"), tmp_path / "report.json"
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    capsys.readouterr()
    assert main(["report", path, "--year", "2025", "--out", str(out), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == str(out)
    assert [finding["code"] for finding in document["findings"]] == ["year-without-values"]
    assert json.loads(out.read_text(encoding="utf-8"))["organisation"] == "Acme"


def test_a_folder_that_is_not_there_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "a.cdesk")
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    assert main(["report", path, "--year", "2025", "--out", str(tmp_path / "none" / "r.html")]) == 3
    assert "r.html" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
