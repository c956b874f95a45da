from __future__ import annotations

from pathlib import Path

import pytest

from carbondesk.domain.records import Contract, Meter, Site, Source
from carbondesk.exchange.imports import ImportOptions, OnConflict
from tests.exchange.tables import codes, filled, plan

METERS = "site,source,meter_number,from\nMill,Power,M-1,2025-01-01\n"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Mill,Power,M-1", "gap"),
        ("Mill,Cellar,M-1", "unknown-source"),
        ("Nowhere,Power,M-1", "unknown-site"),
        ("Bakery,Power,M-1", "unknown-meter"),
        ("Bakery,,M-1", "unknown-meter"),
        ("Nowhere,,M-1", "unknown-site"),
    ],
)
def test_a_meter_is_looked_for_at_the_place_that_is_named(tmp_path: Path, place: str, code: str) -> None:
    into = filled(tmp_path, meters=METERS)
    made = plan(into, tmp_path, readings=f"site,source,meter_number,date,value\n{place},2025-01-31,1\n")
    assert made.blocked is (code != "gap")
    assert codes(made) == ([] if code == "gap" else [code])


def test_equipment_of_one_name_at_two_places_needs_its_place(tmp_path: Path) -> None:
    pieces = "site,source,equipment,gas,charge,installed\nMill,Gas,Chiller,R-410A,40,\nMill,Power,Chiller,R-410A,40,\n"
    into = filled(tmp_path, equipment=pieces)
    events = "equipment,date,kind,quantity\nChiller,2025-06-01,top-up,2.5\n"
    assert codes(plan(into, tmp_path, events=events)) == ["ambiguous-equipment"]
    with_place = "site,source,equipment,date,kind,quantity\nMill,{source},Chiller,2025-06-01,top-up,2.5\n"
    assert not plan(into, tmp_path, events=with_place.format(source="Gas")).blocked
    assert codes(plan(into, tmp_path, events=with_place.format(source="Roof"))) == ["unknown-source"]


def test_a_new_site_that_looks_like_an_old_one_is_reported_with_it(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(into, tmp_path, sources="site,source,category,unit\nBakry,Gas,stationary-combustion,kWh\n")
    assert codes(made) == ["site-created"]
    assert "Bakery" in str(made.findings[0].remedy)


def test_a_contract_may_belong_to_a_site_or_to_a_market(tmp_path: Path) -> None:
    table = """
        site,market,kind,quantity,unit,from,to
        Mill,,ppa,100,MWh,2025-01-01,2025-12-31
        ,EU,certificate,50,MWh,2025-01-01,2025-12-31
    """
    into = filled(tmp_path, contracts=table)
    assert [contract.site for contract in into.all(Contract)] == [into.find(Site, name="Mill")[0].id, None]
    assert plan(into, tmp_path, contracts=table).empty


def test_a_replaced_site_and_meter_keep_their_ids(tmp_path: Path) -> None:
    into = filled(tmp_path, meters=METERS)
    made = plan(
        into,
        tmp_path,
        ImportOptions(on_conflict=OnConflict.REPLACE),
        sites="site,country,city\nMill,CA,Toronto\n",
        meters=METERS.replace("from", "from,multiplier").replace("2025-01-01", "2025-01-01,10"),
    )
    made.apply(into)
    site = into.find(Site, name="Mill")[0]
    assert (site.id, site.country, site.city) == (1, "CA", "Toronto")
    assert [meter.multiplier for meter in into.all(Meter)] == [10.0]


def test_a_source_counts_only_what_its_heating_value_can_bridge(tmp_path: Path) -> None:
    sources = """
        site,source,category,carrier,unit,heating_value
        Mill,Gas 2,stationary-combustion,natural gas,CCF,0.1 MMBtu/CCF
    """
    into = filled(tmp_path)
    plan(into, tmp_path, sources=sources).apply(into)
    assert into.find(Source, name="Gas 2")[0].heating_value == "0.1 MMBtu/CCF"
    entry = "site,source,start,end,quantity,unit\nMill,Gas 2,2025-01-01,2025-01-31,5,{unit}\n"
    assert not plan(into, tmp_path, months=entry.format(unit="MMBtu")).findings
    assert not plan(into, tmp_path, months=entry.format(unit="Nm3")).findings
    assert codes(plan(into, tmp_path, months=entry.format(unit="kg"))) == ["wrong-dimension"]
