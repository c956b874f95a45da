"""Published cases of absolute contraction, recomputed (their sources: tests/data/targets.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carbondesk.domain.records import Weights
from carbondesk.domain.targets.contraction import SCOPE_1, SCOPE_2, Part, blended_rate
from carbondesk.domain.targets.pathways import Pathway, Terms, pathway
from carbondesk.domain.targets.windows import target_years

CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "targets.json").read_text("utf-8"))
SHARED = Path(__file__).parents[3] / "shared" / "reference" / "vectors" / "targets.json"

_TABLE_1: dict[str, tuple[str, str, dict[str, float]]] = {
    "100:0": ("1+2", "", {"S1": 1.0, "S2": 0.0}),
    "50:50": ("1+2", "", {"S1": 1.0, "S2": 1.0}),
    "0:100": ("1+2", "", {"S1": 0.0, "S2": 1.0}),
    "scope 3 WB2C": ("3", "", {"S3": 1.0}),
    "scope 3 1.5C": ("3", "1.5C", {"S3": 1.0}),
}


def drawn(
    base: dict[str, float],
    recent: dict[str, float],
    **terms: Any,  # noqa: ANN401 - any field of Terms
) -> Pathway:
    return pathway(Terms(**terms), base, recent)


@pytest.mark.parametrize("row", CASES["table_1"]["rows"], ids=lambda row: str(row["year"]))
@pytest.mark.parametrize("column", _TABLE_1)
def test_table_1_of_the_method_appendix(row: dict[str, float], column: str) -> None:
    scope, ambition, emissions = _TABLE_1[column]
    year = int(row["year"])
    line = drawn(
        emissions,
        emissions,
        scope=scope,
        ambition=ambition,
        base_year=year,
        recent_year=year,
        target_year=year + 5,
    )
    assert line.rate is not None
    # Table 1 rounds half up (3.125 is printed 3.13), binary floats do not.
    assert line.rate * 100 == pytest.approx(row[column], abs=0.0051)


@pytest.mark.parametrize("row", CASES["contraction"]["rows"], ids=lambda row: row["case"])
def test_cases_of_equations_1_to_8(row: dict[str, Any]) -> None:
    line = drawn(
        row["base"],
        row["recent"],
        base_year=row["base_year"],
        recent_year=row["recent_year"],
        target_year=row["target_year"],
        net_zero_year=row.get("net_zero_year"),
    )
    assert line.rate is not None
    assert line.minimum_reduction is not None
    assert line.rate * 100 == pytest.approx(row["rate"], abs=6e-5)
    assert line.minimum_reduction * 100 == pytest.approx(row["reduction"], abs=6e-4)
    assert line.target_emissions == pytest.approx(row["target"], rel=1e-5)
    assert line.years[row["target_year"]] == line.target_emissions


@pytest.mark.parametrize("row", CASES["flat"]["rows"], ids=lambda row: f"{row['scope']} {row['base_year']}")
def test_the_flat_formula_before_14_april_2026(row: dict[str, Any]) -> None:
    emissions = {"S1": 60.0, "S2": 40.0, "S3": 100.0}
    line = drawn(
        emissions,
        {},
        scope=row["scope"],
        rule_set="SBTi-NT-5.1",
        base_year=row["base_year"],
        recent_year=row["base_year"],
        target_year=row["target_year"],
    )
    assert line.minimum_reduction is not None
    assert line.minimum_reduction * 100 == pytest.approx(row["reduction"])
    assert line.target_emissions == pytest.approx(100 - row["reduction"])


@pytest.mark.parametrize("row", CASES["windows"]["rows"], ids=lambda row: row["submission"])
def test_the_window_of_target_years_counts_half_years(row: dict[str, Any]) -> None:
    years = target_years(row["submission"])
    assert (years[0], years[-1]) == (row["first"], row["last"])


def test_contraction_is_linear_and_not_compound() -> None:
    line = drawn(
        {"S1": 100.0, "S2": 0.0},
        {},
        rule_set="SBTi-NT-5.1",
        base_year=2020,
        recent_year=2020,
        target_year=2030,
    )
    geometric = 100 * (1 - 0.042) ** 10
    assert line.target_emissions == pytest.approx(58)
    assert abs(58 - geometric) > 7
    falls = [line.years[year] - line.years[year + 1] for year in range(2020, 2030)]
    assert falls == pytest.approx([4.2] * 10)


def test_the_weighing_year_matters_once_the_mix_has_changed() -> None:
    """20:80 in 2020, 25:75 in 2024: equation 1 gives 5.553 % by the most recent year, 5.692 % by the base year."""
    parts = [
        Part(ambition=SCOPE_1, base=2000, recent=2500),
        Part(ambition=SCOPE_2, base=8000, recent=7500),
    ]
    assert blended_rate(parts, 2024) == pytest.approx(0.05553, abs=5e-6)
    assert blended_rate(parts, 2024, weights=Weights.BASE) == pytest.approx(0.05692, abs=5e-6)


def test_the_shared_vectors_agree() -> None:
    if not SHARED.exists():
        pytest.skip("the shared reference vectors are not on this machine")
    for row in json.loads(SHARED.read_text("utf-8"))["s12_cases"]:
        line = drawn(
            {"S1": row["S1_base"], "S2": row["S2_base"]},
            {"S1": row["S1_mry"], "S2": row["S2_mry"]},
            base_year=row["by"],
            recent_year=row["mry"],
            target_year=row["ty"],
            net_zero_year=row["company_net_zero_year"],
        )
        assert line.rate == pytest.approx(row["eq5_rate"], rel=1e-12)
        assert line.target_emissions == pytest.approx(row["eq8_TE"], rel=1e-12)
