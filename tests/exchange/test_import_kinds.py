from __future__ import annotations

from datetime import date
from pathlib import Path

from carbondesk.domain.records import (
    Driver,
    Entity,
    Equipment,
    Event,
    Factor,
    Ownership,
    Quality,
    Reading,
    Site,
)
from carbondesk.exchange.imports import ImportOptions, OnConflict
from tests.exchange.tables import codes, filled, inventory, plan

METERS = """
    site,source,meter_number,from,to,multiplier,start_reading,end_reading
    Mill,Power,M-1,2025-01-01,2025-02-14,10,100,145
    Mill,Power,M-2,2025-02-15,,10,0,
"""
READINGS = """
    meter_number,date,value
    M-1,2025-01-31,131
    M-2,2025-02-28,14
"""


def test_readings_become_use_over_an_exchange_of_meters(tmp_path: Path) -> None:
    into = filled(tmp_path, meters=METERS, readings=READINGS)
    assert [(entry.start, entry.end, entry.quantity, entry.quality) for entry in into.activities()] == [
        (date(2025, 1, 1), date(2025, 1, 31), 310.0, Quality.METERED),
        (date(2025, 2, 1), date(2025, 2, 14), 140.0, Quality.METERED),
        (date(2025, 2, 15), date(2025, 2, 28), 140.0, Quality.METERED),
    ]
    assert plan(into, tmp_path, meters=METERS, readings=READINGS).empty
    changed = plan(
        into, tmp_path, ImportOptions(on_conflict=OnConflict.REPLACE), readings=READINGS.replace("131", "141")
    )
    changed.apply(into)
    assert [entry.quantity for entry in into.activities()] == [410.0, 40.0, 140.0]
    assert into.find(Reading, value=141.0)
    assert codes(plan(into, tmp_path, readings="meter_number,date,value\nM-9,2025-01-31,1\n")) == [
        "unknown-meter"
    ]
    both = plan(into, tmp_path, meters=METERS.replace("Mill,Power", "Bakery,Power"))
    both.apply(into)
    assert codes(plan(into, tmp_path, readings=READINGS)) == ["ambiguous-meter", "ambiguous-meter"]
    with_place = READINGS.replace("meter_number", "site,source,meter_number").replace("M-", "Mill,Power,M-")
    assert codes(plan(into, tmp_path, readings=with_place)) == ["conflict"]


def test_equipment_and_its_events_are_found_by_name(tmp_path: Path) -> None:
    pieces = "site,source,equipment,gas,charge,installed\nMill,Gas,Chiller 1,R-410A,40,2020-05-01\n"
    events = (
        "equipment,date,kind,quantity\nChiller 1,2025-06-01,top-up,2.5\nChiller 1,2025-06-01,top-up,2.5\n"
    )
    into = filled(tmp_path, equipment=pieces, events=events)
    assert into.all(Equipment)[0].charge == 40.0
    assert into.count(Event) == 2
    assert plan(into, tmp_path, equipment=pieces, events=events).empty
    assert (
        codes(plan(into, tmp_path, events=events.replace("Chiller 1", "Chiller 9")))
        == ["unknown-equipment"] * 2
    )


def test_entities_hold_several_shares(tmp_path: Path) -> None:
    table = """
        entity,country,parent,share,operational_control,from,to
        Acme,US,,,,,
        Acme Baking,NL,Acme,0.4,no,,2023-12-31
        Acme Baking,NL,Acme,0.8,yes,2024-01-01,
    """
    into = inventory()
    sites = "site,country,entity\nBakery,NL,Acme Baking\nShop,NL,Acme Shops\n"
    made = plan(into, tmp_path, sites=sites, entities=table)
    assert codes(made) == ["entity-created"]
    made.apply(into)
    assert [entity.name for entity in into.all(Entity)] == ["Acme", "Acme Baking", "Acme Shops"]
    assert [(share.share, share.operational_control) for share in into.all(Ownership)] == [
        (0.4, False),
        (0.8, True),
    ]
    assert into.find(Site, name="Bakery")[0].entity == into.find(Entity, name="Acme Baking")[0].id
    assert plan(into, tmp_path, sites=sites, entities=table).empty


def test_drivers_and_factors_are_kept_once(tmp_path: Path) -> None:
    drivers = "site,driver,month,amount,unit\nMill,Flour,2025-01,12,t\n"
    factors = "factor_id,name,activity_unit,co2\nOWN-1,Own gas,MMBtu,53.0\n"
    into = filled(tmp_path, drivers=drivers, factors=factors)
    assert into.all(Driver)[0].amount == 12.0
    assert into.all(Factor)[0].co2 == 53.0
    twice = plan(into, tmp_path, drivers=drivers + "Mill,Flour,2025-01,13,t\n")
    assert codes(twice) == ["row-twice"]
    assert codes(plan(into, tmp_path, factors="factor_id,name,activity_unit\nOWN-2,Own,kWh\n")) == [
        "factor-without-gas"
    ]


def test_estimated_entries_say_so(tmp_path: Path) -> None:
    into = filled(
        tmp_path,
        months="""
        site,source,start,end,quantity,unit,estimated,quality
        Mill,Gas,2025-01-01,2025-01-31,1,MMBtu,yes,
        Mill,Gas,2025-02-01,2025-02-28,1,MMBtu,no,metered
        Mill,Gas,2025-03-01,2025-03-31,1,MMBtu,,
        """,
    )
    assert [entry.quality for entry in into.activities()] == ["estimated", "metered", "invoiced"]
