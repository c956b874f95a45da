"""The command `pathway`: sectors, forest and land, intensities and long-term lines, from numbers and from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carbondesk.cli import main
from carbondesk.domain.records import SectorPoint, Target
from carbondesk.domain.text import say
from carbondesk.exchange.sample import build_sample
from carbondesk.store import Inventory

BUILDINGS = "SBTi 1.5C buildings 2022|service buildings|1"
SECTOR = ("--scope", "1", "--method", "sector-convergence", "--sector", BUILDINGS, "--base-year", "2020")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_sample(tmp_path_factory.mktemp("sample") / "sample.cdesk"))


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:  # noqa: ANN401 - JSON
    capsys.readouterr()
    assert main(["pathway", *words, "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)


def test_a_sector_is_met_from_an_intensity_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Service buildings, scope 1: 25 kg/m2 in 2020 come to 10.2056 in 2030, and to 8.0764 with half more floor."""
    found = answer(capsys, *SECTOR, "--target-year", "2030", "--intensity", "25")
    assert found["years"]["2030"] == pytest.approx(10.2056, abs=5e-5)
    assert (found["unit"], found["years"]["2020"]) == ("kg CO2/m2", 25.0)
    grown = answer(
        capsys, *SECTOR, "--target-year", "2030", "--intensity", "25", "--growth", str(1.5**0.1 - 1)
    )
    assert grown["years"]["2030"] == pytest.approx(8.0764, abs=1e-4)
    assert main(["pathway", *SECTOR, "--target-year", "2030", "--intensity", "25"]) == 0
    printed = capsys.readouterr().out
    assert "kg CO2/m2" in printed
    assert "Rate a year" not in printed


def test_a_sector_is_met_from_emissions_and_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(
        capsys, *SECTOR, "--target-year", "2030", "--base", "S1=50", "--outputs", "2020=2000", "--unit", "m2"
    )
    assert found["years"]["2030"] == pytest.approx(10.2056, abs=5e-5)
    assert found["emissions"]["2030"] == pytest.approx(10.2056 * 2, abs=1e-4)
    wrong = answer(
        capsys,
        *SECTOR,
        "--target-year",
        "2030",
        "--base",
        "S1=50",
        "--outputs",
        "2020=2000",
        "--unit",
        "t",
        status=1,
    )
    assert "denominator-unit" in [finding["code"] for finding in wrong["findings"]]


def test_an_intensity_falls_by_seven_percent_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--scope", "3", "--method", "physical-intensity", "--base-year", "2020", "--target-year", "2030"]
    found = answer(capsys, *words, "--base", "S3=1000", "--outputs", "2020=10", "--unit", "t")
    assert found["minimum_reduction"] == pytest.approx(0.5160, abs=5e-5)
    assert found["years"]["2021"] == pytest.approx(93)
    zero = answer(capsys, *words, "--base", "S3=1000", "--outputs", "2020=0", status=1)
    assert [finding["code"] for finding in zero["findings"]] == ["denominator-zero"]


def test_forest_land_and_agriculture_have_their_own_rate(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--scope", "flag", "--base", "FLAG=1000", "--base-year", "2020", "--target-year", "2030"]
    flat = answer(capsys, *words, "--rule-set", "SBTi-NT-5.3")
    assert flat["minimum_reduction"] == pytest.approx(0.303)
    far = answer(capsys, *words[:-1], "2050", "--kind", "long-term")
    assert far["minimum_reduction"] == 0.72


def test_bioenergy_is_part_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--scope", "1", "--base-year", "2025", "--target-year", "2030"]
    found = answer(capsys, *words, "--base", "S1=100,B1=20")
    assert found["years"]["2025"] == 120.0


def test_a_target_of_the_file_is_named(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, sample, "--target", "Scope 3, near-term")
    assert found["target_emissions"] == pytest.approx(found["years"]["2021"] * 0.725)
    assert main(["pathway", sample, "--target", "Nobody's"]) == 2
    assert "There is no target Nobody's; there are Scope 1+2, near-term" in capsys.readouterr().err


def test_the_weights_of_the_target_hold_unless_others_are_asked_for(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--scope", "1+2", "--base", "S1=50,S2=50", "--recent", "S1=20,S2=80", "--base-year", "2024"]
    words += ["--most-recent-year", "2025", "--target-year", "2030"]
    recent, base = answer(capsys, *words), answer(capsys, *words, "--weights", "base")
    assert recent["rate"] > base["rate"]
    own = answer(capsys, sample, "--target-year", "2031", "--weights", "base")
    assert own["minimum_reduction"] < answer(capsys, sample, "--target-year", "2031")["minimum_reduction"]


def test_a_pathway_of_the_file_or_of_a_table_may_be_chosen(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "pathway,sector,scopes,unit,year,intensity\nOwn,boards,1,t/t,2020,1\nOwn,boards,1,t/t,2050,0\n",
        encoding="utf-8",
    )
    words = ["--scope", "1", "--method", "sector-convergence", "--base-year", "2020", "--target-year", "2035"]
    found = answer(capsys, *words, "--sector", "Own|boards|1", "--pathways", str(table), "--intensity", "2")
    assert found["years"]["2035"] == pytest.approx(1.0)
    assert main(["pathway", *words, "--sector", "Own|boards|1", "--intensity", "2"]) == 2
    assert BUILDINGS in capsys.readouterr().err
    with Inventory.open(Path(sample)) as inventory, inventory.step(say("Add")) as step:
        step.add(Target(name="Boards", scope="1", base_year=2021, target_year=2030, denominator="Floor area"))
        for year, value in ((2020, 0.05), (2050, 0.0)):
            step.add(
                SectorPoint(
                    pathway="Own", sector="floor", scopes="1", unit="t/m2", year=year, intensity=value
                )
            )
    found = answer(
        capsys, sample, "--target", "Boards", "--method", "sector-convergence", "--sector", "Own|floor|1"
    )
    assert found["unit"] == "t/m2"
    assert found["years"]["2030"] < found["years"]["2021"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--outputs", "2020:5", "--base", "S1=1"], "--outputs wants amounts by year"),
        (["--base", "S1=-1"], "--base wants amounts"),
        ([], "--base must be given"),
    ],
)
def test_wrong_words_are_told(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "--base-year", "2020", "--target-year", "2030", *words]) == 2
    assert message in capsys.readouterr().err


def test_numbers_and_a_file_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "x.cdesk", "--intensity", "5", "--outputs", "2020=1"]) == 2
    assert "Give a FILE, or --outputs, --intensity, not both." in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--target-year", "999999999"), ("--base-year", "-5"), ("--net-zero-year", "0"), ("--reduction", "nan"),
        ("--growth", "inf"), ("--intensity", "nan"), ("--intensity", "-1"), ("--outputs", "2020=nan"),
        ("--outputs", "99999999=1"), ("--base", "S1=1e308"), ("--submission", "0000-01"),
        ("--submission", "２０２６-05"),
    ],
)  # fmt: skip
def test_numbers_that_nothing_can_be_drawn_of_are_refused(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    usual = {"--base-year": "2020", "--target-year": "2030", "--base": "S1=1,S2=1", "--reduction": "0.5"}
    given = [part for pair in ({**usual, words[0]: words[1]}).items() for part in pair]
    assert main(["pathway", *given]) == 2
    assert words[1] in capsys.readouterr().err


def test_what_is_wrong_with_a_table_of_pathways_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("pathway,sector,scopes,unit,year,intensity\np,s,1,t/t,2020,nan\n", "utf-8")
    words = (
        *SECTOR,
        "--target-year",
        "2030",
        "--intensity",
        "25",
        "--sector",
        "p|s|1",
        "--pathways",
        str(table),
    )
    assert main(["pathway", *words]) == 2
    assert "own.csv, row 2, column intensity: nan is no number" in capsys.readouterr().err
