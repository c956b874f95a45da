"""Targets entered in real inventories: approved targets of a manufacturer, one target under three rule sets, bad input.

Bad input is said by findings that teach the rule and name the fix; no number comes out of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from carbondesk.domain.records import Activity, Factor, Organisation, Site, Source, Target
from carbondesk.domain.schema import Finding
from carbondesk.domain.targets.checklists import compare
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.pathways import joined
from carbondesk.domain.targets.studies import Study, study
from carbondesk.domain.text import say
from carbondesk.exchange.imports import read_tables
from carbondesk.report.figures import Figures
from carbondesk.report.targets import grounds
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library
from carbondesk.store.target_versions import approve, is_approved

CURRENT, FLAT, NEWEST = "SBTi-CNZS-1.3.1", "SBTi-NT-5.3", "SBTi-CNZS-2.0"


def plant(**years: float) -> Inventory:
    """Return an inventory of one plant: scope 1 and scope 3 (sold goods) in t CO2e by year, as `y2021=1000`."""
    made = Inventory.in_memory(Organisation(name="Maker", country="US", derives_upstream=False))
    with made.step(say("Prepare")) as step:
        site = step.add(Site(name="Plant", country="US"))
        for scope, category, name in (("1", "stationary-combustion", "Gas"), ("3", "s3-11", "Sold")):
            step.add(
                Factor(
                    factor_id=f"OWN:{name}", name=name, scope=scope, category=category, carrier=name, activity_unit="t",
                    co2=1000.0,
                )
            )  # fmt: skip
            source = step.add(
                Source(
                    site=site.id, name=name, category=category, carrier=name, unit="t", factor=f"OWN:{name}"
                )
            )
            for word, tonnes in years.items():
                year = int(word[1:])
                step.add(
                    Activity(
                        source=source.id,
                        start=date(year, 1, 1),
                        end=date(year, 12, 31),
                        quantity=tonnes,
                        unit="t",
                    )
                )
    return made


def figures_of(inventory: Inventory) -> Figures:
    figures = Figures(inventory, load_library(), {"AR6": gwp_set("AR6")})
    figures.load()
    return figures


def entered(inventory: Inventory, folder: Path, **tables: str) -> Figures:
    """Import tables, given as texts by file name, and return the figures."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(dedent(text).strip() + "\n", encoding="utf-8")
    plan = read_tables(inventory, [folder / f"{name}.csv" for name in tables])
    assert not plan.blocked, [finding.as_json() for finding in plan.findings]
    plan.apply(inventory)
    return figures_of(inventory)


def studied(figures: Figures, name: str = "", **fields: Any) -> Study:  # noqa: ANN401 - any field of Target
    """Return the study of a stored target, or of one made from fields."""
    target = next((each for each in figures.inventory.all(Target) if each.name == name), None)
    target = target or Target(**{"name": "Ours", "scope": "1", "submission": "2026-05", **fields})
    return study(target, grounds(figures, target))


def finding(figures: Figures, code: str, **fields: Any) -> Finding:  # noqa: ANN401 - any field of Target
    """Return the finding of a code that a target has; it must say a way out."""
    found = studied(figures, **fields).checklist.findings
    (named,) = [each for each in found if each.code == code]
    assert str(named.remedy)
    return named


MANUFACTURER = """
    target,scope,method,rule_set,kind,base_year,target_year,reduction,denominator,net_zero_year,valid_under
    Operations to 2030,1+2,own-reduction,SBTi-NT-5.1,near-term,2021,2030,0.52,,2050,SBTi-NT-5.1
    Operations to 2040,1+2,own-reduction,SBTi-NT-5.1,long-term,2021,2040,0.90,,2050,SBTi-NT-5.1
    Value chain,3,physical-intensity,SBTi-NT-5.1,near-term,2021,2030,0.52,Product performance,2050,SBTi-NT-5.1
    Net zero,1+2+3,own-reduction,SBTi-NT-5.1,net-zero,2021,2050,0.90,,2050,SBTi-NT-5.1
"""


def test_a_manufacturer_enters_its_approved_targets(tmp_path: Path) -> None:
    """Index 88.444 in 2023, 48 in 2030, 29 in 2035 and 10 in 2040; scope 3 at 48 % per unit of product performance."""
    inventory = plant(y2021=1000.0, y2022=960.0, y2023=900.0)
    months = "\n".join(
        f"    Plant,Product performance,{year}-{month:02},{amount},unit"
        for year, amount in ((2021, 10), (2022, 11), (2023, 12))
        for month in range(1, 13)
    )
    drivers = "    site,driver,month,amount,unit\n" + months
    figures = entered(inventory, tmp_path, targets=MANUFACTURER, drivers=drivers)
    names = ("Operations to 2030", "Operations to 2040")
    lines = [studied(figures, name).course.pathway for name in names]
    index = {year: tonnes / 10 for year, tonnes in joined(lines).items()}
    assert [index[year] for year in (2023, 2030, 2035, 2040)] == pytest.approx([88.444, 48, 29, 10], abs=5e-4)
    chain = studied(figures, "Value chain")
    base = 1000 / 120
    assert chain.course.actual[2021] == pytest.approx(base)
    assert chain.course.years[2030] == pytest.approx(base * 0.48)
    assert chain.checklist.result("ambition-scope-3").status == Status.PASS
    assert studied(figures, "Net zero").course.years[2050] == pytest.approx(200.0)
    for target in inventory.all(Target):
        approve(inventory, target, by="Board", today=date(2026, 5, 4))
    assert all(is_approved(inventory, target) for target in inventory.all(Target))


def test_the_same_target_under_three_rule_sets_says_which_it_passes_and_why() -> None:
    """36 % from 2024 to 2030 in scope 1 alone: 25.2 % is enough by the dynamic rate, 42 % by the flat one."""
    figures = figures_of(plant(y2023=1000.0, y2024=1000.0))
    ours = Target(
        name="Ours", scope="1", base_year=2024, most_recent_year=2024, reduction=0.36, submission="2026-05"
    )
    found = compare(ours, grounds(figures, ours), [FLAT, CURRENT, NEWEST])
    rows = {row.criterion.id: row.results for row in found.rows}
    flat, dynamic, none = rows["ambition-scope-1-2"]
    assert flat is not None
    assert dynamic is not None
    assert (flat.status, dynamic.status, none) == (Status.FAIL, Status.PASS, None)
    assert str(flat.answer.reason) == "36 % less; at least 42 % is needed."
    assert str(dynamic.answer.reason) == "36 % less; at least 25.2 % is needed."
    newest = rows["v2-ambition"][2]
    assert newest is not None
    assert newest.status == Status.UNKNOWN
    assert "not available" in str(newest.answer.reason)
    accepted = rows["v2-accepted"][2]
    assert accepted is not None
    assert accepted.status == Status.FAIL
    assert "February 2027" in str(accepted.answer.reason)


def test_a_target_year_before_the_base_year_or_outside_the_window() -> None:
    figures = figures_of(plant(y2024=1000.0, y2025=1000.0))
    early = finding(figures, "target-year-before-base-year", base_year=2024, target_year=2023)
    assert str(early.remedy) == "Choose a later target year, such as 2029."
    assert studied(figures, base_year=2024, target_year=2023).course.years == {}
    late = finding(figures, "target-year-outside-window", base_year=2024, target_year=2037)
    assert "2030 to 2035" in str(late.message)
    assert "2030, which is always accepted (R7)" in str(late.remedy)
    free = studied(figures, base_year=2024, target_year=2030, submission="2026-11").checklist.findings
    assert "target-year-outside-window" not in {each.code for each in free}


def test_a_base_year_before_2015_or_incomplete() -> None:
    figures = figures_of(plant(y2014=1000.0, y2025=1000.0))
    found = finding(figures, "base-year-too-early", base_year=2014, target_year=2030)
    assert str(found.remedy) == "Choose 2015 or a later complete year."
    gap = plant(y2024=1000.0, y2025=1000.0)
    with gap.step(say("Half a year")) as step:
        entry = gap.activities(1)[0]
        step.change(entry, end=date(2024, 6, 30))
    missing = finding(figures_of(gap), "criterion-base-year", base_year=2024, target_year=2030)
    assert str(missing.message) == (
        "The base year 2024 is not complete. The base year is one complete year from 2015 on, never a mean of several."
    )
    assert "Enter every month of 2024, or choose a complete year." in str(missing.remedy)


def test_no_emissions_in_the_base_year() -> None:
    figures = figures_of(plant(y2024=0.0, y2025=1000.0))
    found = finding(figures, "no-base-year-emissions", base_year=2024, target_year=2030)
    assert str(found.remedy) == "Choose a base year in which every source has its values."


def test_coverage_below_the_threshold() -> None:
    figures = figures_of(plant(y2024=1000.0, y2025=1000.0))
    found = finding(figures, "criterion-coverage-scope-3", scope="3", base_year=2024, coverage=0.5)
    assert str(found.message).startswith(
        "50 % is covered; 67 % is needed. Scope 3 targets together cover at least 67 %"
    )
    assert found.where["field"] == "coverage"


def test_an_engagement_target_beyond_five_years() -> None:
    figures = figures_of(plant(y2024=1000.0, y2025=1000.0))
    far: dict[str, Any] = {
        "scope": "3",
        "method": "engagement",
        "engagement": 0.8,
        "base_year": 2024,
        "target_year": 2033,
    }
    found = finding(figures, "criterion-engagement-year", **far)
    assert "within five years of the submission" in str(found.message)
    assert str(found.remedy) == "Choose 2031 or an earlier year."


def test_an_intensity_with_a_denominator_of_zero(tmp_path: Path) -> None:
    months = "\n".join(f"    Plant,Boards,2024-{month:02},0,unit" for month in range(1, 13))
    figures = entered(
        plant(y2024=1000.0, y2025=1000.0), tmp_path, drivers="    site,driver,month,amount,unit\n" + months
    )
    per_board: dict[str, Any] = {
        "scope": "3",
        "method": "physical-intensity",
        "denominator": "Boards",
        "base_year": 2024,
    }
    found = finding(figures, "denominator-zero", **per_board)
    assert "choose a denominator that is never zero" in str(found.remedy)
    assert studied(figures, **per_board).course.years == {}
    unknown = finding(figures, "denominator-missing", **{**per_board, "denominator": "Panels"})
    assert "Enter it among the drivers" in str(unknown.remedy)


def test_a_pathway_table_with_gaps_or_dirty_rows(tmp_path: Path) -> None:
    table = tmp_path / "pathways.csv"
    table.write_text(
        "pathway,sector,scopes,unit,year,intensity\n"
        "Own,boards,1,t/t,2020,1\nOwn,boards,1,t/t,2030,-inf\nOwn,boards,1,t/t,2040,2\n",
        encoding="utf-8",
    )
    plan = read_tables(plant(y2024=1.0), [table])
    assert plan.blocked
    found = {each.code: each for each in plan.findings}
    assert found.keys() == {"not-a-number", "pathway-gap", "pathway-rises", "pathway-too-short"}
    assert found["not-a-number"].where["row"] == 3
    assert all(str(each.remedy) for each in plan.findings if each.severity != "info")
    figures = figures_of(plant(y2024=1000.0, y2025=1000.0))
    missing = finding(figures, "sector-pathway-missing", method="sector-convergence", base_year=2024)
    assert str(missing.remedy) == "Choose one, or import a table of your own."
