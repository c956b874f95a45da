"""The command `report`: files of each kind, from an inventory and from the sample."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from carbondesk.cli import main
from tests.report.test_proofs import result_of


@pytest.mark.parametrize("ending", [".html", ".csv", ".json"])
def test_the_sample_has_a_report_of_each_kind(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"report{ending}"
    assert main(["report", "--sample", "--standard", "summary", "--year", "2025", "--out", str(out)]) == 0
    assert "Kestrane Electronics" in out.read_text(encoding="utf-8")
    shown = capsys.readouterr()
    assert shown.out == f"Wrote {out}.\n"
    assert "has no values for Oct 2025" in shown.err


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


@pytest.mark.parametrize("name", ["summary", "factors", "findings", "entries"])
def test_every_report_comes_as_a_workbook(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = str(tmp_path / "a.cdesk"), tmp_path / "report.xlsx"
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    assert main(["report", path, "--standard", name, "--year", "2025", "--out", str(out)]) == 0
    cover = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).worksheets[0]
    assert "Acme" in {cell.value for row in cover.iter_rows() for cell in row}
    assert "Wrote" in capsys.readouterr().out


def test_a_report_takes_method_and_boundary(tmp_path: Path) -> None:
    path, out = str(tmp_path / "a.cdesk"), tmp_path / "report.json"
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    words = ["report", path, "--standard", "entries", "--year", "2025", "--out", str(out)]
    assert main([*words, "--scope2", "location", "--consolidation", "equity-share"]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["method"], document["consolidation"]) == ("location", "equity-share")


def test_a_report_that_there_is_not_is_answered_with_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "a.cdesk")
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    assert main(["report", path, "--standard", "poem", "--year", "2025", "--out", "x.html"]) == 2
    assert "summary, factors" in capsys.readouterr().err


def test_a_proof_is_written_beside_the_explanation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out, document = str(tmp_path / "a.cdesk"), tmp_path / "proof.xlsx", tmp_path / "proof.json"
    table = tmp_path / "activities.csv"
    table.write_text(
        "site,source,category,carrier,country,start,end,quantity,unit\n"
        "Erie,Gas,stationary-combustion,natural gas,US,2023-01-01,2023-12-31,1000,MMBtu\n",
        encoding="utf-8",
    )
    assert main(["new", path, "--name", "Acme", "--country", "US"]) == 0
    assert main(["import", path, str(table)]) == 0
    capsys.readouterr()
    total = ["explain", path, "--total", "scope=1,year=2023"]
    assert main([*total, "--proof", str(out), "--format", "json"]) == 0
    explained = json.loads(capsys.readouterr().out)
    assert result_of(out.read_bytes()) == pytest.approx(explained["value"], rel=1e-9)
    assert main([*total, "--proof", str(document)]) == 0
    proven = json.loads(document.read_text(encoding="utf-8"))
    assert proven["lines"] == explained["lines"]
    assert main([*total, "--proof", str(tmp_path / "proof.docx")]) == 2
    assert main(["explain", path, "--total", "scope=1,year=2019", "--proof", str(out)]) == 2
    assert "nothing to prove" in capsys.readouterr().err
