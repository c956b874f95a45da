"""Published and computed cases of targets beyond absolute contraction (their sources: tests/data/targets.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carbondesk.domain.records import Target
from carbondesk.domain.targets.benchmarks import SectorPathway, scaled
from carbondesk.domain.targets.checklists import checklist
from carbondesk.domain.targets.convergence import convergence
from carbondesk.domain.targets.courses import course
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.intensities import least_intensity_cut
from carbondesk.domain.targets.pathways import Terms, joined, pathway
from carbondesk.domain.targets.temperatures import linear_rate, overshoot_rating, rating
from carbondesk.store.pathways import shipped_pathway

SHARED = Path(__file__).parents[3] / "shared"
BUILDINGS = "SBTi 1.5C buildings 2022|service buildings|1"

# The example of RMI-PACTA/r2dii.analysis, test-target_sda.R: scenarios, market 6.45, company 0.9 in 2020.
PACTA = {
    0.1: ([6.45, 5.42, 4.39, 3.35, 2.32, 1.29], [0.90, 0.98, 1.06, 1.13, 1.21, 1.29]),
    0.4: ([6.45, 6.19, 5.93, 5.68, 5.42, 5.16], [0.90, 1.75, 2.60, 3.46, 4.31, 5.16]),
}


@pytest.mark.parametrize("end", PACTA)
def test_the_published_sector_convergence_before_clamping(end: float) -> None:
    market, company = PACTA[end]
    scenario = SectorPathway(
        pathway="b2ds", sector="x", scopes="1", unit="t CO2/t", intensities={2020: 0.5, 2025: end}
    )
    sector = scaled(scenario, 2020, 6.45)
    assert [sector.at(year) for year in range(2020, 2026)] == pytest.approx(market, abs=0.0051)
    found = convergence(sector, intensity=0.9, base_year=2020, target_year=2025, end_year=2025)
    assert list(found.unclamped.values()) == pytest.approx(company, abs=0.0051)
    # What is asked for never rises above the base year.
    assert set(found.years.values()) == {0.9}


def test_service_buildings_from_25_kg_a_square_metre() -> None:
    """25 kg in 2020 become 10.2056 kg in 2030, and 8.0764 kg with half as much floor area again."""
    sector = shipped_pathway(BUILDINGS)
    assert sector is not None
    terms: dict[str, Any] = {"intensity": 25.0, "base_year": 2020, "target_year": 2030}
    assert convergence(sector, **terms).years[2030] == pytest.approx(10.2056, abs=5e-5)
    grown = {year: 1.0 + 0.05 * (year - 2020) for year in range(2020, 2031)}
    assert convergence(sector, **terms, outputs=grown).years[2030] == pytest.approx(8.0764, abs=1e-3)


@pytest.mark.parametrize(("first", "last", "percent"), [(2020, 2030, 51.60), (2023, 2033, 61.07)])
def test_seven_percent_a_year(first: int, last: int, percent: float) -> None:
    assert least_intensity_cut(first, last) * 100 == pytest.approx(percent, abs=0.005)


def test_the_published_temperature_rating() -> None:
    """Company T: 41.6 % from 2009 to 2020, absolute, short: 1.77 °C."""
    assert rating(linear_rate(0.416, 2009, 2020), 5) == pytest.approx(1.77, abs=0.005)


@pytest.mark.parametrize(("ratio", "degrees"), [(0.8, 1.4524), (1.5, 1.6189), (3.0, 1.9755)])
def test_the_overshoot_rating(ratio: float, degrees: float) -> None:
    assert overshoot_rating(ratio) == pytest.approx(degrees, abs=6e-5)


def test_1000_t_become_580_t_after_ten_years_and_not_what_compounding_gives() -> None:
    terms = Terms(scope="1", base_year=2020, recent_year=2020, target_year=2030, rule_set="SBTi-NT-5.3")
    line = pathway(terms, {"S1": 1000.0}, {})
    assert line.years[2030] == pytest.approx(580)
    compounded = 1000 * 0.958**10
    assert compounded == pytest.approx(651.1, abs=0.05)
    assert line.years[2030] != pytest.approx(compounded, rel=0.05)


def test_a_late_base_year_counts_from_2020_under_the_superseded_rule() -> None:
    """12,500 t from 2024 to 2030: 42 % by the flat rule, 33.48 % by the dynamic one with its split."""
    base = {"S1": 3000.0, "S2": 9500.0}
    lines = {
        name: pathway(Terms(base_year=2024, recent_year=2024, target_year=2030, rule_set=name), base, {})
        for name in ("SBTi-NT-5.3", "SBTi-CNZS-1.3.1")
    }
    assert lines["SBTi-NT-5.3"].minimum_reduction == pytest.approx(0.42)
    assert lines["SBTi-CNZS-1.3.1"].minimum_reduction == pytest.approx(0.3348, abs=5e-5)
    # The table 11,975, 11,450 ... of a public note is 4.2 % a year from 2024: no edition gives it for this base year.
    assert all(line.years[2025] != pytest.approx(11975) for line in lines.values())


def test_a_manufacturer_with_approved_targets() -> None:
    """-52 % by 2030 and -90 % by 2040 from 2021 in scopes 1 and 2; scope 3 -52 % per unit of product; net zero 2050."""
    approved: dict[str, Any] = {"base_year": 2021, "rule_set": "SBTi-NT-5.1", "method": "own-reduction"}
    near = Target(name="Near", target_year=2030, reduction=0.52, valid_under="SBTi-NT-5.1", **approved)
    far = Target(name="Far", target_year=2040, reduction=0.90, kind="long-term", **approved)
    chain = Target(
        name="Chain",
        scope="3",
        base_year=2021,
        target_year=2030,
        method="physical-intensity",
        denominator="product performance",
        reduction=0.52,
        rule_set="SBTi-NT-5.1",
    )
    held = Grounds(
        emissions={year: {"S1": 40.0, "S2": 60.0, "S3": 900.0} for year in (2021, 2022)},
        complete_years=(2021, 2022),
        outputs={2021: 30.0, 2022: 36.0},
        targets=(near, far, chain),
    )
    lines = [course(target, held).pathway for target in (near, far)]
    index = joined(lines)
    assert [index[year] for year in (2023, 2030, 2035, 2040)] == pytest.approx([88.444, 48, 29, 10], abs=5e-4)
    assert joined([]) == {}
    assert course(chain, held).years[2030] == pytest.approx(30 * 0.48)
    assert lines[1].net_zero_year == 2050
    judged = checklist(near, held)
    # Flat, counted from 2020: 42 %; and the scope 3 intensity reaches 1 - 0.93^10 = 51.6 %.
    assert judged.result("ambition-scope-1-2").status == "pass"
    assert judged.result("ambition-scope-1-2").answer.numbers["minimum"] == pytest.approx(0.42)
    assert checklist(chain, held).result("ambition-scope-3").status == "pass"
    assert checklist(far, held).result("long-term").status == "pass"


def test_the_shared_vectors_agree() -> None:
    path = SHARED / "reference" / "vectors" / "targets.json"
    if not path.exists():
        pytest.skip("the shared reference vectors are not on this machine")
    vectors = json.loads(path.read_text("utf-8"))
    slopes = {"short": 5, "mid": 15, "long": 30}
    for row in vectors["temperature_score_model4"]:
        if row["kind"] == "abs":
            assert rating(row["LAR_pct"], slopes[row["tf"]]) == pytest.approx(row["score"], rel=1e-12)
    for row in vectors["itr_overshoot"]:
        found = overshoot_rating(row["overshoot"], row["bench_T"])
        assert found == pytest.approx(row["score"], rel=1e-12)
    for row in vectors["intensity_7pct"]:
        assert least_intensity_cut(row["by"], row["ty"]) == pytest.approx(row["min_reduction"], rel=1e-12)
    steel = SectorPathway(
        pathway="x", sector="x", scopes="1", unit="t/t", intensities={2020: 1.613, 2030: 1.129, 2050: 0.052},
        activity={2020: 100.0, 2030: 100.0},
    )  # fmt: skip
    for row in vectors["sda"]:
        outputs = {2020: 10.0, 2030: 10.0 / row["m"]}
        met = convergence(steel, intensity=2.0, base_year=2020, target_year=2030, outputs=outputs)
        assert met.years[2030] == pytest.approx(row["CI_2030"], rel=1e-9)
