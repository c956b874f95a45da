"""Targets and what belongs to them, read from tables as people keep them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import (
    CriterionAnswer,
    Exclusion,
    LandFigure,
    Milestone,
    SectorPoint,
    Statement,
    Supplier,
    Target,
)
from carbondesk.exchange import benchmarks
from carbondesk.exchange.batches import Batch
from carbondesk.exchange.exports import export
from carbondesk.exchange.imports import read_tables
from tests.exchange.tables import codes, filled, inventory, plan

TABLES = {
    "targets": """
        target,scope,method,base_year,target_year,reduction,submission,kind,weights
        Operations,1+2,absolute-contraction,2021,2030,0.46,2026-05,near-term,base
    """,
    "milestones": """
        target,milestone,reached,document
        Operations,committed,2025-11-20,Letter
        ,developed,2025-12-12,
    """,
    "exclusions": """
        target,category,emissions,reason
        Operations,fugitive,12,small
    """,
    "answers": """
        target,criterion,holds,evidence,answered_by,answered_on
        Operations,disclosure,yes,Report,Lead,2025-12-01
        ,review,no,,,
    """,
    "land_figures": "year,scope,kind,emissions,source\n2024,3,flag,10,Cardboard\n",
    "statements": "year,turnover,employees\n2024,500,900\n",
    "suppliers": "supplier,year,emissions,target_state\nPaper mill,2024,12,validated\n",
}
PATHWAYS = """
    pathway,sector,region,scopes,unit,year,intensity,source,licence
    Own,boards,EU,1,t CO2e/t,2020,1.0,Our study,CC0
    Own,boards,EU,1,t CO2e/t,2050,0.1,Our study,CC0
"""


def test_targets_come_with_milestones_exclusions_answers_and_figures(tmp_path: Path) -> None:
    into = filled(tmp_path, **TABLES)
    target = into.all(Target)[0]
    assert (target.reduction, target.submission, target.weights) == (0.46, "2026-05", "base")
    assert [(each.target, each.kind, each.reached) for each in into.all(Milestone)] == [
        (target.id, "committed", date(2025, 11, 20)),
        (None, "developed", date(2025, 12, 12)),
    ]
    assert into.all(Exclusion)[0].target == target.id
    assert [(each.target, each.criterion, each.holds) for each in into.all(CriterionAnswer)] == [
        (target.id, "disclosure", True),
        (None, "review", False),
    ]
    assert into.all(LandFigure)[0].emissions == 10.0
    assert into.all(Statement)[0].employees == 900.0
    assert into.all(Supplier)[0].target_state == "validated"
    assert plan(into, tmp_path, None, **TABLES).empty
    other = plan(into, tmp_path, answers=TABLES["answers"].replace(",no,", ",yes,"))
    assert codes(other) == ["conflict"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Validated", "validated"),
        ("  SET ", "set"),
        ("No target", "none"),
        ("已提交", "submitted"),
        ("已审定", "validated"),
        ("signed a letter", "signed a letter"),
    ],
)
def test_the_state_of_a_supplier_is_understood_as_it_is_written(
    tmp_path: Path, written: str, kept: str
) -> None:
    into = filled(tmp_path, suppliers=f"supplier,year,emissions,target_state\nPaper mill,2024,12,{written}\n")
    assert into.all(Supplier)[0].target_state == kept


def test_an_answer_for_a_target_that_is_not_there_is_refused(tmp_path: Path) -> None:
    made = plan(inventory(), tmp_path, answers="target,criterion,holds\nNobody's,review,yes\n")
    assert codes(made) == ["unknown-target"]
    assert made.blocked


def test_pathways_are_kept_with_their_source_and_doubts_are_told(tmp_path: Path) -> None:
    into = filled(tmp_path, pathways=PATHWAYS)
    assert [(point.year, point.intensity, point.licence) for point in into.all(SectorPoint)] == [
        (2020, 1.0, "CC0"),
        (2050, 0.1, "CC0"),
    ]
    again = plan(into, tmp_path, pathways=PATHWAYS)
    assert again.empty
    assert codes(again) == ["pathway-gap"]
    finding = again.findings[0]
    assert (finding.where["row"], finding.where["file"]) == (2, "pathways.csv")


def test_dirty_rows_of_a_pathway_are_refused_one_by_one(tmp_path: Path) -> None:
    dirty = """
        pathway,sector,scopes,unit,year,intensity
        Own,coal,1,t/t,2020,1.0
        Own,coal,1,t/t,2025,-inf
        Own,coal,1,t/t,soon,0.5
        Own,coal,1,t/t,2030,1.5
        Own,coal,1,t/t,2030,1.4
        Own,lonely,1,t/t,2030,1.5
        Own,rises,1,t/t,2020,1.0
        Own,rises,1,t/t,2040,2.0
    """
    made = plan(inventory(), tmp_path, pathways=dirty)
    assert made.blocked
    assert {(finding.code, finding.where["row"]) for finding in made.findings} == {
        ("not-a-number", 3),
        ("not-a-number", 4),
        ("row-twice", 6),
        ("pathway-too-few-years", 7),
        ("pathway-gap", 2),
        ("pathway-rises", 2),
        ("pathway-too-short", 2),
        ("pathway-gap", 8),
        ("pathway-rises", 8),
        ("pathway-too-short", 8),
    }


def test_what_was_exported_can_be_read_again(tmp_path: Path) -> None:
    into = filled(tmp_path, **TABLES, pathways=PATHWAYS)
    export(into, tmp_path / "out")
    again = inventory()
    read_tables(again, [tmp_path / "out"]).apply(again)
    for kind in (Target, Milestone, Exclusion, CriterionAnswer, LandFigure, Statement, SectorPoint, Supplier):
        assert again.count(kind) == into.count(kind)


def test_targets_of_no_rule_set_and_of_no_year_are_refused(tmp_path: Path) -> None:
    rows = "A,SBTi-9,2021,2030\nB,SBTi-CNZS-1.3.1,2021,999999\nC,,1021,2030\nD,own,2021,2030\n"
    found = plan(inventory(), tmp_path, targets=f"target,rule_set,base_year,target_year\n{rows}")
    assert codes(found) == ["rule-set-unknown", "year-out-of-range", "year-out-of-range"]


def test_a_table_of_many_pathways_is_looked_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []
    named = benchmarks._name  # noqa: SLF001 - counted

    def counted(batch: Batch, row: int) -> tuple[object, ...]:
        asked.append(row)
        return named(batch, row)

    monkeypatch.setattr(benchmarks, "_name", counted)
    rows = "".join(f"p{n},s,1,t/t,{year},1\n" for n in range(50) for year in (2020, 2050))
    found = plan(inventory(), tmp_path, pathways=f"pathway,sector,scopes,unit,year,intensity\n{rows}")
    assert codes(found) == ["pathway-gap"] * 50
    assert len(asked) == 100
