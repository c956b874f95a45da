"""A user's own table of factors read in as a set: what it must hold, and what stops it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from carbondesk.exchange.factor_sets import FactorSetPlan, read_factor_set
from carbondesk.store.library import load_library
from tests.exchange.publications import workbook

TODAY = date(2026, 11, 22)
LIBRARY = load_library()


def plan_of(path: Path) -> FactorSetPlan:
    return read_factor_set(path, LIBRARY, today=TODAY)


def codes(plan: FactorSetPlan) -> list[str]:
    return [finding.code for finding in plan.findings]


OWN = (
    "factor_id,name,scope,category,carrier,activity_unit,co2,ch4,n2o,co2e,co2e_basis,region,valid_from,"
    "source,source_version,licence\n"
    """\
ACME:steam,Steam from next door,2,heat-steam-cooling,steam,GJ,55.5,,,,,GB,2025,Acme Heat,2025,bilateral
ACME:grid,China 2023,2,electricity,electricity,MWh,,,,581.0,CO2e as published,CN,2023,Acme Heat,2025,bilateral
"""
)


def own_file(folder: Path, text: str = OWN) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_table_is_a_set(tmp_path: Path) -> None:
    plan = plan_of(own_file(tmp_path))
    assert not plan.findings
    assert plan.set is not None
    assert (plan.set.edition, plan.set.source, plan.set.licence) == (
        "ACME-HEAT-2025",
        "Acme Heat",
        "bilateral",
    )
    assert [(factor.factor_id, factor.co2, factor.co2e) for factor in plan.factors] == [
        ("ACME:steam", 55.5, None),
        ("ACME:grid", None, 581.0),
    ]


def test_a_users_workbook_is_read_as_its_csv(tmp_path: Path) -> None:
    rows = list(csv.reader(OWN.splitlines()))
    plan = plan_of(workbook(tmp_path / "own.xlsx", rows, "factors"))
    assert plan.factors == plan_of(own_file(tmp_path)).factors


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",GJ,", ",,", "factor-unit-missing"),
        (",GJ,", ",bushel,", "unknown-unit"),
        ("55.5", "", "factor-gas-missing"),
        ("55.5", "much", "not-a-number"),
        ("ACME:grid", "ACME:steam", "factor-id-taken"),
        ("ACME:grid", "UK-DESNZ-2025:1_100_1004_15", "factor-id-taken"),
        ("ACME:grid", "", "factor-id-missing"),
        (",2023,", ",2023.5,", "unreadable-cell"),
        ("activity_unit", "unit_of_activity", "columns-missing"),
        (",n2o,", ",nox,", "not-a-greenhouse-gas"),
        ("licence", "mood", "unknown-column"),
        ("CO2e as published", "", "factor-basis-missing"),
        ("Acme Heat,2025", ",", "publisher-missing"),
        ("heat-steam-cooling", "Steam boilers", "category-unknown"),
    ],
)
def test_what_is_wrong_with_a_users_table_is_said(tmp_path: Path, old: str, new: str, code: str) -> None:
    plan = plan_of(own_file(tmp_path, OWN.replace(old, new)))
    assert code in codes(plan)
    found = next(finding for finding in plan.findings if finding.code == code)
    assert plan.has_errors == (found.severity == "error")


def test_a_users_table_may_give_days_and_choices(tmp_path: Path) -> None:
    text = "factor_id,activity_unit,ch4,published,methane_origin\nA:1,kg,1,2026-03-01,fossil\n"
    (factor,) = plan_of(own_file(tmp_path, text)).factors
    assert (factor.published, factor.methane_origin, factor.name) == (date(2026, 3, 1), "fossil", "A:1")
    wrong = plan_of(own_file(tmp_path, text.replace("fossil", "lunar")))
    assert "unreadable-cell" in codes(wrong)
