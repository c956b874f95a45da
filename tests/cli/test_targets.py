"""The command `targets`: criteria, distance and budget of every target, under one rule set or several."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carbondesk.cli import main
from carbondesk.domain.records import Target
from carbondesk.domain.text import say
from carbondesk.exchange.sample import build_sample
from carbondesk.store import Inventory
from tests.ui.pages import plants


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return an inventory of five years without a target of its own."""
    path = tmp_path / "plants.cdesk"
    with plants.inventory(scope3=True) as inventory:
        inventory.backup(path)
    return str(path)


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:  # noqa: ANN401 - JSON
    capsys.readouterr()
    assert main([*words, "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)


def test_without_a_target_the_default_one_is_judged(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answer(capsys, "targets", file)["targets"]
    assert (found["name"], found["rule_set"], found["unit"]) == ("", "SBTi-CNZS-1.3.1", "t CO2e")
    assert (found["base_year"], found["target_year"]) == (2021, 2030)
    assert found["years"]["2021"] == pytest.approx(found["actual"]["2021"])
    criteria = {row["id"]: row for row in found["criteria"]}
    assert criteria["ambition-scope-1-2"]["status"] == "pass"
    assert criteria["parent-company"]["status"] == "unknown"
    assert found["distance"]["above_path"] == pytest.approx(found["actual"]["2025"] - found["years"]["2025"])
    assert found["budget"]["share_used"] > 0
    assert found["temperature"]["indicative"] is True
    assert 0 < found["temperature"]["degrees"] < 3.2
    assert "least squares" in found["outlook"]["method"]


def test_one_target_is_judged_under_several_rule_sets(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    sets = ["SBTi-NT-5.3", "SBTi-CNZS-2.0", "own"]
    words = [word for name in sets for word in ("--rule-set", name)]
    document = answer(capsys, "targets", file, *words, status=1)
    assert [found["rule_set"] for found in document["targets"]] == sets
    newest = document["targets"][1]
    assert newest["years"] == {}
    assert newest["minimum_reduction"] is None
    assert newest["distance"] is newest["budget"] is newest["outlook"] is None
    assert "equations-not-published" in {finding["code"] for finding in document["findings"]}


def test_stored_targets_are_shown_in_their_own_measure(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Inventory.open(Path(file)) as inventory, inventory.step(say("Set target")) as step:
        step.add(Target(name="Chain", scope="3", method="engagement", engagement=0.8, target_year=2028))
        step.add(Target(name="Ours", target_year=2030, reduction=0.7, base_year=2021))
    chain, ours = answer(capsys, "targets", file)["targets"]
    assert (chain["name"], chain["unit"], chain["distance"]) == ("Chain", "1", None)
    assert ours["reduction"] == 0.7
    assert main(["targets", file]) == 0
    printed = capsys.readouterr()
    assert "Ours: scope 1+2, 2021 – 2030, SBTi Corporate Net-Zero Standard 1.3.1" in printed.out
    assert "Ambition of scopes 1 and 2" in printed.out
    assert "share-unknown" not in printed.err
    assert "The share of 2021 is not known" in printed.err


def test_the_pathway_of_scope_3_takes_the_ambition_that_is_asked_for(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rates = [
        answer(capsys, "pathway", file, "--scope", "3", "--base-year", "2025", *words)["rate"]
        for words in ([], ["--ambition", "WB2C"], ["--ambition", "1.5C"])
    ]
    # Table 1 of the method appendix for 2025: 3.00 and 4.20 % a year.
    assert rates == pytest.approx([0.03, 0.03, 0.042])


def test_an_unknown_rule_set_is_wrong_usage(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", file, "--rule-set", "SBTi-9"]) == 2
    assert "There is no rule set SBTi-9" in capsys.readouterr().err


def test_a_stored_target_tells_wording_approval_and_journey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = build_sample(tmp_path / "sample.cdesk")
    document = answer(capsys, "targets", str(path))
    first, chain, far = document["targets"]
    assert first["approval"] == {"version": 1, "approved_by": "Board", "approved_on": "2025-12-12"}
    assert (chain["approval"], chain["version"]) == (None, 1)
    assert first["wording"].startswith("Kestrane Electronics commits to reduce absolute scope 1 and 2")
    assert first["minimum"]["2030"] > first["years"]["2030"]
    assert first["catch_up"] > 0
    assert first["stage"] == "developed"
    stations = {station["station"]: station for station in first["journey"]}
    assert stations["committed"]["reached"] == "2025-11-20"
    assert stations["submitted"]["due"] == "2026-12-31"
    assert first["triggers"] == []
    assert {row["id"]: row["status"] for row in chain["criteria"]}["coverage-scope-3"] == "fail"
    assert far["status"] == "unknown"
    assert main(["targets", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Board, 12 Dec 2025" in printed
    assert "Not approved" in printed
