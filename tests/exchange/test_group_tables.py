"""The tables of the group: structure, presence, screening, green power, money and the base year, in and out again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import (
    Allocation,
    BaseYearChange,
    Cogeneration,
    Contract,
    Entity,
    ExchangeRate,
    Exclusion,
    FactorSet,
    Interval,
    Milestone,
    Ownership,
    PresenceDeclaration,
    PriceIndex,
    Screening,
    Site,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.exchange.exports import export
from carbondesk.exchange.imports import read_tables
from carbondesk.exchange.tables import recognised
from tests.exchange.tables import codes, filled, inventory, plan

ENTITIES = """
    entity,country,in_the_accounts,parent,share,financial_control,operational_control,from,to
    Acme Inc,US,yes,,,,,,
    Mill Ltd,US,yes,Acme Inc,0.4,no,yes,2024-01-01,2025-06-30
    Mill Ltd,US,yes,Acme Inc,0.8,yes,yes,2025-07-01,
"""
CONTRACTS = """
    site,market,kind,quantity,unit,from,to,vintage,generator,tracked,cancelled_for,scheme
    ,US,certificate,100,MWh,2025-01-01,2025-12-31,2025,Wind 1,yes,Acme,REC
    Bakery,,ppa,7,GWh,2025-01-01,2025-12-31,,Solar 2,,,
"""
TABLES = {
    "entities": ENTITIES,
    "contracts": CONTRACTS,
    "rates": "currency,year,average,source\nEUR,2025,1.1,ECB\n",
    "price_indices": "currency,year,index,source\nUSD,2024,104.2,BLS\n",
    "allocations": "site,source,share,basis,goes_to,from\nMill,Power,0.1,area,tenant,2025-03-01\n",
    "presence": "site,category,presence,declared_by,declared_on\nMill,fugitive,not present,Plant head,2026-01-05\n",
    "intervals": "site,source,day,minutes,unit,quantities\nMill,Power,2025-01-01,60,kWh,1 2 3\n",
    "cogeneration": "site,source,cogeneration,allocation,heat_efficiency\nMill,Gas,CHP 1,efficiency,0.5\n",
    "screening": "category,decision,estimate,reason,decided_on\ns3-14,not applicable,,None,2026-01-05\n",
    "base_year_changes": (
        "base_year_change,effective,kind,scope,year,effect,site,state\n"
        "Mill sold,2024-07-01,structure,1+2,2021,-410.5,Mill,open\n"
    ),
    "targets": "target,scope\nNear term,1+2\n",
    "milestones": "target,milestone,due\nNear term,submitted,2026-05-31\n",
    "exclusions": "target,site,category,emissions,reason\nNear term,Bakery,s3-5,12,Too small\n",
    "factor_sets": ("edition,series,family,source,source_version\nACME-2025,ACME,Own factors,Acme,2025\n"),
}
KINDS: tuple[type[Record], ...] = (
    *(Entity, Ownership, Contract, ExchangeRate, PriceIndex, Allocation, PresenceDeclaration, Interval),
    *(Cogeneration, Screening, BaseYearChange, Target, Milestone, Exclusion, FactorSet),
)


def test_every_table_of_the_group_is_read_under_its_name(tmp_path: Path) -> None:
    into = filled(tmp_path, **TABLES)
    assert {kind.table: into.count(kind) for kind in KINDS} == {
        **{kind.table: 1 for kind in KINDS},
        "entity": 2,
        "ownership": 2,
        "contract": 2,
    }
    bakery = into.find(Site, name="Bakery")[0].id
    assert [row.share for row in into.all(Ownership)] == [0.4, 0.8]
    assert [(row.site, row.market, row.quantity) for row in into.all(Contract)] == [
        (None, "US", 100.0),
        (bakery, "", 7.0),
    ]
    (change,) = into.all(BaseYearChange)
    assert (change.name, change.effect, change.year, change.effective) == (
        "Mill sold",
        -410.5,
        2021,
        date(2024, 7, 1),
    )
    (milestone,), (exclusion,) = into.all(Milestone), into.all(Exclusion)
    target = into.all(Target)[0].id
    assert (milestone.kind, milestone.target, exclusion.target, exclusion.site) == (
        "submitted",
        target,
        target,
        bakery,
    )
    assert into.all(Interval)[0].quantities == "1 2 3"


def test_the_same_tables_twice_add_nothing(tmp_path: Path) -> None:
    into = filled(tmp_path, **TABLES)
    again = plan(into, tmp_path, None, **TABLES)
    assert again.empty
    assert "error" not in {finding.severity for finding in again.findings}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_recognised_by_its_headings(name: str) -> None:
    headings = TABLES[name].strip().split("\n")[0].strip().split(",")
    table = recognised(headings, "any.csv")
    assert table is not None
    assert table.name == name


def test_what_is_exported_is_read_again_as_it_was(tmp_path: Path) -> None:
    source = filled(tmp_path, **TABLES)
    folder = tmp_path / "out"
    written = {path.stem for path in export(source, folder) if path.parent == folder}
    assert TABLES.keys() <= written
    copy = inventory()
    read_tables(copy, [folder]).apply(copy)
    for kind in KINDS:
        names = [column.name for column in kind.columns() if not column.link]
        assert [[getattr(row, name) for name in names] for row in copy.all(kind)] == [
            [getattr(row, name) for name in names] for row in source.all(kind)
        ]


def test_a_milestone_of_a_target_that_is_not_there_is_refused(tmp_path: Path) -> None:
    made = plan(inventory(), tmp_path, milestones="target,milestone\nNet zero,submitted\n")
    assert codes(made) == ["unknown-target"]
    assert made.blocked


def test_a_table_of_sources_without_units_is_not_taken_for_exclusions(tmp_path: Path) -> None:
    made = plan(inventory(), tmp_path, sources="site,source,category,carrier\nMill,Gas,process,coal\n")
    assert codes(made) == ["missing-header"]
    assert "sources" in str(made.findings[0].message)
