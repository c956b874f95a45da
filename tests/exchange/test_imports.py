from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import (
    Activity,
    Bill,
    Meter,
    Origin,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.exchange.imports import ImportOptions, OnConflict
from carbondesk.exchange.plans import Outdated
from tests.exchange.tables import SITES, SOURCES, codes, filled, inventory, plan

MONTHS = """
    site,source,start,end,quantity,unit
    Mill,Gas,2025-01-01,2025-01-31,120,MMBtu
    Mill,Gas,2025-02-01,2025-02-28,100.5,MMBtu
"""
READS = """
    site,source,read_date,quantity,unit
    Mill,Power,2024-12-31,900,kWh
    Mill,Power,2025-01-31,310,kWh
    Mill,Power,2025-03-02,300,kWh
"""


def test_a_dry_run_writes_nothing_and_the_step_writes_everything(tmp_path: Path) -> None:
    into = inventory()
    made = plan(into, tmp_path, sites=SITES, sources=SOURCES, months=MONTHS)
    assert (into.count(Site), into.count(Activity), len(into.steps())) == (0, 0, 1)
    assert [(count.table, count.read, count.added) for count in made.tables] == [
        ("sites", 2, 2), ("sources", 3, 3), ("activities", 2, 2),
    ]  # fmt: skip
    step = made.apply(into)
    assert step == into.steps()[0].id
    gas = into.find(Source, name="Gas")[0]
    assert [entry.quantity for entry in into.activities(gas.id)] == [120.0, 100.5]
    assert into.verify().intact
    into.undo()
    assert (into.count(Site), into.count(Activity)) == (0, 0)


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    into = filled(tmp_path, months=MONTHS, bills=READS)
    again = plan(into, tmp_path, sites=SITES, sources=SOURCES, months=MONTHS, bills=READS)
    assert again.empty
    assert not again.findings
    assert again.apply(into) is None
    assert all(count.same == count.read for count in again.tables)


def test_two_equal_rows_in_one_file_are_two_events_and_stay_two(tmp_path: Path) -> None:
    top_ups = """
        site,source,start,end,quantity,unit
        Mill,Gas,2025-03-03,2025-03-03,5,MMBtu
        Mill,Gas,2025-03-03,2025-03-03,5,MMBtu
    """
    into = filled(tmp_path, months=top_ups)
    assert [entry.n for entry in into.activities()] == [1, 2]
    assert plan(into, tmp_path, months=top_ups).empty
    third = plan(into, tmp_path, months=top_ups + "        Mill,Gas,2025-03-03,2025-03-03,7,MMBtu\n")
    third.apply(into)
    assert [(entry.n, entry.quantity) for entry in into.activities()] == [(1, 5.0), (2, 5.0), (3, 7.0)]


def test_the_same_rows_in_two_tables_of_one_import_are_the_same_rows(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(into, tmp_path, a=MONTHS, b=MONTHS)
    assert [(count.added, count.same) for count in made.tables] == [(2, 0), (0, 2)]
    made.apply(into)
    assert into.count(Activity) == 2


CHANGED = """
    site,source,start,end,quantity,unit
    Mill,Gas,2025-01-01,2025-01-31,999,MMBtu
    Mill,Gas,2025-03-01,2025-03-31,80,MMBtu
"""


def test_a_conflict_stops_the_import(tmp_path: Path) -> None:
    into = filled(tmp_path, months=MONTHS)
    made = plan(into, tmp_path, months=CHANGED)
    assert made.blocked
    (finding,) = made.findings
    assert (finding.code, finding.where["row"], finding.where["field"]) == ("conflict", 2, "quantity")
    assert "120" in str(finding.message)
    assert "999" in str(finding.message)
    with pytest.raises(ValueError, match="blocked"):
        made.apply(into)


def test_a_conflict_is_skipped_or_replaces_as_asked(tmp_path: Path) -> None:
    into = filled(tmp_path, months=MONTHS)
    skipping = plan(into, tmp_path, ImportOptions(on_conflict=OnConflict.SKIP), months=CHANGED)
    assert not skipping.blocked
    assert (skipping.tables[0].refused, skipping.tables[0].added) == (1, 1)
    skipping.apply(into)
    assert [entry.quantity for entry in into.activities()] == [120.0, 100.5, 80.0]
    replacing = plan(into, tmp_path, ImportOptions(on_conflict=OnConflict.REPLACE), months=CHANGED)
    assert (replacing.tables[0].replaced, replacing.tables[0].same) == (1, 1)
    replacing.apply(into)
    assert [entry.quantity for entry in into.activities()] == [999.0, 100.5, 80.0]


def test_an_id_finds_its_row_whatever_else_has_changed(tmp_path: Path) -> None:
    table = "id,site,source,start,end,quantity,unit\nA-1,Mill,Gas,{day},{day},{amount},MMBtu\n"
    into = filled(tmp_path, months=table.format(day="2025-01-05", amount=3))
    moved = plan(
        into,
        tmp_path,
        ImportOptions(on_conflict=OnConflict.REPLACE),
        months=table.format(day="2025-01-06", amount=4),
    )
    moved.apply(into)
    (entry,) = into.activities()
    assert (entry.external_id, entry.start, entry.quantity) == ("A-1", date(2025, 1, 6), 4.0)
    twice = plan(
        into,
        tmp_path,
        months=table.format(day="2025-02-01", amount=1) + "A-1,Mill,Gas,2025-03-01,2025-03-01,1,MMBtu\n",
    )
    assert "row-twice" in codes(twice)


def test_bills_are_stored_and_shared_out_over_months(tmp_path: Path) -> None:
    into = inventory()
    made = plan(into, tmp_path, sites=SITES, sources=SOURCES, bills=READS)
    bills = made.tables[-1]
    assert (bills.read, bills.added, bills.opening) == (3, 2, 1)
    assert codes(made) == ["first-read"]
    assert made.findings[0].where["row"] == 2
    made.apply(into)
    assert [(entry.start, entry.quantity) for entry in into.activities()] == [
        (date(2025, 1, 1), 310.0), (date(2025, 2, 1), 280.0), (date(2025, 3, 1), 20.0),
    ]  # fmt: skip
    assert {entry.origin for entry in into.activities()} == {Origin.BILL}


def test_an_older_bill_imported_later_gives_the_first_read_its_days(tmp_path: Path) -> None:
    into = filled(tmp_path, bills=READS)
    older = plan(into, tmp_path, bills="site,source,read_date,quantity,unit\nMill,Power,2024-11-30,50,kWh\n")
    assert older.tables[0].added == 1
    older.apply(into)
    december = [entry.quantity for entry in into.activities() if entry.start == date(2024, 12, 1)]
    assert december == [900.0]
    assert len(into.activities()) == 4


def test_a_replaced_bill_changes_only_its_own_months(tmp_path: Path) -> None:
    into = filled(tmp_path, bills=READS)
    before = {entry.start: entry for entry in into.activities()}
    changed = plan(
        into,
        tmp_path,
        ImportOptions(on_conflict=OnConflict.REPLACE),
        bills="site,source,read_date,quantity,unit\nMill,Power,2025-01-31,400,kWh\n",
    )
    changed.apply(into)
    after = {entry.start: entry for entry in into.activities()}
    assert after[date(2025, 1, 1)].quantity == 400.0
    assert after[date(2025, 1, 1)].id == before[date(2025, 1, 1)].id
    assert after[date(2025, 2, 1)] == before[date(2025, 2, 1)]
    assert len(into.changes(into.steps()[0].id)) == 2


def test_a_credit_needs_the_bill_it_belongs_to(tmp_path: Path) -> None:
    into = filled(tmp_path)
    head = (
        "site,source,bill_number,read_date,quantity,unit,kind,replaces\nMill,Power,A,2025-01-31,300,kWh,,\n"
    )
    head += "Mill,Power,B,2025-02-28,280,kWh,,\n"
    assert "credit-without-bill" in codes(
        plan(into, tmp_path, bills=head + "Mill,Power,C,2025-02-28,-30,kWh,credit,\n")
    )
    unknown = plan(into, tmp_path, bills=head + "Mill,Power,C,2025-02-28,-30,kWh,credit,Z\n")
    assert unknown.blocked
    assert ("unknown-bill", 4) in [(finding.code, finding.where.get("row")) for finding in unknown.findings]
    named = plan(into, tmp_path, bills=head + "Mill,Power,C,2025-02-28,-28,kWh,credit,B\n")
    named.apply(into)
    assert sum(entry.quantity for entry in into.activities()) == 252.0


def test_with_skip_errors_a_bill_that_cannot_stand_is_left_out(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(
        into,
        tmp_path,
        ImportOptions(skip_errors=True),
        bills=READS.replace("quantity,unit", "quantity,unit,kind,replaces")
        + "    Mill,Power,2025-03-02,-1,kWh,credit,Z\n",
    )
    assert (made.tables[0].refused, made.tables[0].added) == (1, 2)
    assert "error" in {finding.severity for finding in made.findings}
    made.apply(into)
    assert into.count(Bill) == 3


def test_an_estimated_bill_is_settled_by_the_next_read(tmp_path: Path) -> None:
    into = filled(
        tmp_path,
        bills="""
        site,source,read_date,quantity,unit,estimated
        Mill,Power,2024-12-31,1,kWh,no
        Mill,Power,2025-01-31,400,kWh,yes
        Mill,Power,2025-02-28,190,kWh,no
        """,
    )
    assert [bill.kind for bill in into.all(Bill)] == ["actual", "estimate", "actual"]
    assert [entry.quantity for entry in into.activities()] == [310.0, 280.0]


def test_a_site_and_source_that_are_new_are_made_and_reported(tmp_path: Path) -> None:
    into = inventory()
    made = plan(
        into,
        tmp_path,
        months="""
        site,source,start,end,quantity,unit,category,country
        Works,Boilers,2025-01-01,2025-01-31,5,GJ,stationary-combustion,Hungary
        Works,Boilers,2025-02-01,2025-02-28,6,GJ,stationary-combustion,Hungary
        Depot,Boilers,2025-02-01,2025-02-28,7,GJ,stationary-combustion,
        """,
    )
    assert codes(made) == ["site-created", "source-created", "site-created", "source-created"]
    assert not made.blocked
    made.apply(into)
    assert [(site.name, site.country) for site in into.all(Site)] == [("Works", "HU"), ("Depot", "US")]
    assert into.count(Activity) == 3


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("Mil,Gas,2025-01-01,2025-01-31,5,MMBtu", "unknown-site", "site"),
        ("Mill,Gass,2025-01-01,2025-01-31,5,MMBtu", "unknown-source", "source"),
        ("Mill,Gas,2025-01-01,2025-01-31,5,MMBtuu", "unknown-unit", "unit"),
        ("Mill,Gas,2025-01-01,2025-01-31,5,kg", "wrong-dimension", "unit"),
        ("Mill,Gas,2025-01-01,2025-01-31,-5,MMBtu", "negative-quantity", "quantity"),
        ("Mill,Gas,2025-01-01,2025-01-31,five,MMBtu", "not-a-number", "quantity"),
        ("Mill,Gas,2025-01-01,2025-01-31,,MMBtu", "missing-value", "quantity"),
        ("Mill,Gas,2025-02-01,2025-01-31,5,MMBtu", "end-before-start", "end"),
        ("Mill,Gas,2025-02-30,2025-03-31,5,MMBtu", "not-a-date", "start"),
        (",Gas,2025-02-01,2025-02-28,5,MMBtu", "missing-value", "site"),
    ],
)
def test_a_wrong_row_is_named_with_file_row_field_and_remedy(
    tmp_path: Path, row: str, code: str, field: str
) -> None:
    into = filled(tmp_path)
    table = f"site,source,start,end,quantity,unit\nMill,Gas,2025-04-01,2025-04-30,1,MMBtu\n{row}\n"
    made = plan(into, tmp_path, months=table)
    assert made.blocked
    (finding,) = made.findings
    assert finding.code == code
    assert finding.where == {"file": "months.csv", "row": 3, "field": field}
    assert str(finding.remedy)
    assert made.tables[0].refused == 1
    skipping = plan(into, tmp_path, ImportOptions(skip_errors=True), months=table)
    skipping.apply(into)
    assert [entry.quantity for entry in into.activities()] == [1.0]


def test_a_decimal_comma_that_could_be_either_is_asked_about(tmp_path: Path) -> None:
    into = filled(tmp_path)
    table = "site;source;start;end;quantity;unit\nMill;Gas;2025-01-01;2025-01-31;1,234;MMBtu\n"
    assert codes(plan(into, tmp_path, months=table)) == ["ambiguous-number"]
    for decimal, quantity in ((",", 1.234), (".", 1234.0)):
        made = plan(
            into, tmp_path, ImportOptions(decimal=decimal, on_conflict=OnConflict.REPLACE), months=table
        )
        made.apply(into)
        assert [entry.quantity for entry in into.activities()] == [quantity]


def test_many_equal_faults_are_counted_after_the_first_fifty(tmp_path: Path) -> None:
    into = filled(tmp_path)
    rows = "".join(f"Mill,Gas,2025-01-01,2025-01-31,x{number},MMBtu\n" for number in range(70))
    made = plan(into, tmp_path, months="site,source,start,end,quantity,unit\n" + rows)
    assert len(made.findings) == 51
    assert "20 more rows" in str(made.findings[-1].message)
    assert made.tables[0].refused == 70


def test_read_dates_out_of_order_are_told(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(
        into,
        tmp_path,
        bills="""
        site,source,read_date,quantity,unit
        Mill,Power,2025-01-31,1,kWh
        Mill,Power,2025-02-28,1,kWh
        Mill,Power,2024-03-31,1,kWh
        Mill,Power,2025-04-30,1,kWh
        """,
    )
    assert [
        finding.where["row"] for finding in made.findings if finding.code == "read-dates-out-of-order"
    ] == [4]
    assert not made.blocked


def test_entries_of_a_meter_that_share_days_are_told(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(
        into,
        tmp_path,
        months="""
        site,source,start,end,quantity,unit
        Mill,Power,2025-02-01,2025-02-28,5,kWh
        Mill,Power,2025-01-01,2025-01-31,5,kWh
        Mill,Power,2025-01-31,2025-02-02,5,kWh
        Mill,Gas,2025-01-01,2025-01-31,5,MMBtu
        """,
    )
    assert [(finding.code, finding.where["row"]) for finding in made.findings] == [
        ("overlap", 4),
        ("overlap", 2),
    ]
    assert not made.blocked


def test_entries_beside_bills_are_told_once_for_each_source(tmp_path: Path) -> None:
    into = filled(tmp_path, bills=READS)
    table = """
        site,source,start,end,quantity,unit,origin
        Mill,Power,2025-01-01,2025-01-31,5,kWh,
        Mill,Power,2025-02-01,2025-02-28,5,kWh,
        Mill,Gas,2025-02-01,2025-02-28,5,MMBtu,
    """
    made = plan(into, tmp_path, months=table)
    assert [(finding.code, finding.where["row"]) for finding in made.findings] == [
        ("entries-beside-bills", 2)
    ]
    made.apply(into)
    power = into.find(Source, name="Power")[0]
    assert [entry.n for entry in into.activities(power.id) if entry.start.month == 1] == [1, 2]
    corrected = table.replace("kWh,", "kWh,correction").replace("-31,5", "-30,5")
    assert codes(plan(filled(tmp_path, bills=READS), tmp_path, months=corrected)) == []


def test_unknown_and_missing_headings_name_the_nearest(tmp_path: Path) -> None:
    into = filled(tmp_path)
    spare = plan(
        into,
        tmp_path,
        months=MONTHS.replace("quantity,unit", "quantity,unit,qualty").replace("MMBtu", "MMBtu,"),
    )
    assert codes(spare) == ["unknown-column"]
    assert "quality" in str(spare.findings[0].remedy)
    assert not spare.blocked
    lacking = plan(into, tmp_path, months=MONTHS.replace("quantity", "quantty"))
    assert codes(lacking) == ["missing-header"]
    assert "quantity (quantty?)" in str(lacking.findings[0].message)
    assert codes(plan(into, tmp_path, months="when,what\n1,2\n")) == ["unknown-table"]
    assert codes(plan(into, tmp_path, months="site,source,start,end,quantity,unit\n")) == ["no-rows"]


def test_submeters_find_their_main_meter_wherever_it_stands(tmp_path: Path) -> None:
    into = filled(tmp_path)
    table = """
        site,source,category,unit,submeter_of,meter_number
        Mill,Oven,electricity,kWh,Hall,M-2
        Mill,Hall,electricity,kWh,Power,M-1
    """
    made = plan(into, tmp_path, sources=table)
    made.apply(into)
    names = {source.name: source for source in into.find(Source, site=1)}
    assert names["Oven"].submeter_of == names["Hall"].id
    assert names["Hall"].submeter_of == names["Power"].id
    assert {meter.number: meter.source for meter in into.all(Meter)} == {
        "M-2": names["Oven"].id, "M-1": names["Hall"].id,
    }  # fmt: skip
    assert plan(into, tmp_path, sources=table).empty
    lost = plan(
        into, tmp_path, sources="site,source,category,unit,submeter_of\nMill,Lamp,electricity,kWh,Cellar\n"
    )
    assert codes(lost) == ["unknown-source"]


def test_a_plan_is_refused_when_the_inventory_has_changed_since(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(into, tmp_path, months=MONTHS)
    with into.step(say("Add a site")) as step:
        step.add(Site(name="Shop", country="NL"))
    with pytest.raises(Outdated):
        made.apply(into)
    assert into.count(Activity) == 0
