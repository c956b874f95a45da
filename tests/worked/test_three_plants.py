"""Worked case: bills with read dates, natural gas in MMBtu and CCF, eGRID electricity, a solar meter.

Recomputed the way a spreadsheet would: days counted one by one, factors typed in from what was published.
US EPA, GHG Emission Factors Hub, January 2025: Table 1, natural gas, 53.06 kg CO2, 1.0 g CH4 and 0.10 g N2O per
mmBtu (HHV); Table 6 (eGRID2023), RFCW, 911.321 lb CO2, 0.071 lb CH4 and 0.010 lb N2O per MWh. eGRID2022, RFCW:
1,000.053 lb, 0.087 lb, 0.012 lb; eGRID2021, RFCW: 1,046.132 lb, 0.095 lb, 0.014 lb. GWP-100 of IPCC AR6:
CH4 27.0 (non-fossil, as for combustion), N2O 273.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Activity, Bill, Driver, Organisation, Source
from carbondesk.exchange.imports import read_tables
from carbondesk.report.figures import Figures
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library

HERE = Path(__file__).parent
OURS = HERE.parent / "data" / "bakery"
SHARED = HERE.parents[2] / "shared" / "data" / "examples" / "three-plants"

LB = 0.45359237
CH4, N2O = 27.0, 273.0
GAS = (53.06 + 0.001 * CH4 + 0.0001 * N2O) / 1000
EGRID_2021 = (1046.132 + 0.095 * CH4 + 0.014 * N2O) * LB / 1000 / 1000
EGRID_2022 = (1000.053 + 0.087 * CH4 + 0.012 * N2O) * LB / 1000 / 1000
EGRID_2023 = (911.321 + 0.071 * CH4 + 0.010 * N2O) * LB / 1000 / 1000


def grid(year: int) -> float:
    """Return t CO2e per kWh: 2024 and 2025 take the latest published year."""
    return {2021: EGRID_2021, 2022: EGRID_2022}.get(year, EGRID_2023)


def months_by_hand(folder: Path) -> dict[tuple[str, str], dict[str, float]]:
    """Return the quantity of each source and month, every day of a bill taking the same share."""
    reads: dict[tuple[str, str], list[tuple[date, float]]] = defaultdict(list)
    with (folder / "bills.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            bill = date.fromisoformat(row["read_date"]), float(row["quantity"])
            reads[row["site"], row["source"]].append(bill)
    months: dict[tuple[str, str], dict[str, float]] = {}
    for place, series in reads.items():
        days: dict[str, float] = defaultdict(float)
        series.sort()
        for (before, _), (read, quantity) in pairwise(series):
            count = (read - before).days
            for number in range(1, count + 1):
                days[str(before + timedelta(number))[:7]] += quantity / count
        months[place] = dict(days)
    return months


def emissions_by_hand(folder: Path) -> dict[int, tuple[float, float]]:
    """Return scope 1 and scope 2 in t CO2e by year."""
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as stream:
        sources = {(row["site"], row["source"]): row for row in csv.DictReader(stream)}
    totals: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for place, months in months_by_hand(folder).items():
        source = sources[place]
        for month, quantity in months.items():
            year = int(month[:4])
            if source["category"] == "stationary-combustion":
                heat = float(source["heating_value"].split()[0]) if source["heating_value"] else 1.0
                totals[year][0] += quantity * heat * GAS
            elif source["generated_on_site"] == "no":
                totals[year][1] += quantity * grid(year)
    return {year: (scope1, scope2) for year, (scope1, scope2) in totals.items()}


def imported(folder: Path) -> Inventory:
    inventory = Inventory.in_memory(Organisation(name="Worked case", country="US"))
    plan = read_tables(inventory, [folder])
    assert not plan.blocked
    plan.apply(inventory)
    return inventory


def check(folder: Path) -> None:
    """Compare months and totals with the hand calculation, and the shares with the bills exactly."""
    inventory = imported(folder)
    figures = Figures(inventory, load_library(), {name: gwp_set(name) for name in ("AR4", "AR5", "AR6")})
    figures.load()
    by_hand = emissions_by_hand(folder)
    assert figures.years == sorted(by_hand)
    for year, (scope1, scope2) in by_hand.items():
        totals = figures.totals(year)
        # The pounds above are printed with three decimals.
        assert totals.scope1 == pytest.approx(scope1, rel=1e-9)
        assert totals.scope2_location == pytest.approx(scope2, rel=1e-6)
        assert totals.scope2_market == totals.scope2_location
    sites = {site.id: site.name for site in figures.sites.values()}
    expected = months_by_hand(folder)
    for source in inventory.all(Source):
        found: dict[str, float] = defaultdict(float)
        for entry in inventory.activities(source.id):
            found[str(entry.start)[:7]] += entry.quantity
        assert found == pytest.approx(expected[sites[source.site], source.name], rel=1e-9)
        bills = sorted(inventory.find(Bill, source=source.id), key=lambda bill: bill.read_date)
        for bill in bills[1:]:
            shares = [entry.quantity for entry in inventory.find(Activity, bill=bill.id)]
            assert exact_sum(shares) == bill.quantity


def test_the_small_case_equals_the_hand_calculation() -> None:
    check(OURS)


def test_the_solar_meter_adds_energy_and_no_scope_2() -> None:
    inventory = imported(OURS)
    roof = inventory.find(Source, name="Roof")[0]
    figures = Figures(inventory, load_library(), {name: gwp_set(name) for name in ("AR4", "AR5", "AR6")})
    figures.load()
    assert sum(entry.quantity for entry in inventory.activities(roof.id)) > 30_000
    assert figures.by_source(2023).get(roof.id, 0.0) == 0.0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the three plants of the reference material are not here")
def test_the_three_plants_equal_the_hand_calculation() -> None:
    check(SHARED)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the three plants of the reference material are not here")
def test_the_three_plants_have_441_reads_and_432_periods() -> None:
    inventory = Inventory.in_memory(Organisation(name="Three plants", country="US"))
    plan = read_tables(inventory, [SHARED])
    bills = next(count for count in plan.tables if count.table == "bills")
    assert (bills.read, bills.added, bills.same, bills.replaced, bills.refused) == (441, 432, 0, 0, 0)
    assert {finding.code for finding in plan.findings} == {"first-read"}
    assert len(plan.findings) == 9
    plan.apply(inventory)
    assert (inventory.count(Bill), inventory.count(Driver)) == (441, 571)
    assert read_tables(inventory, [SHARED]).empty
    figures = Figures(inventory, load_library(), {name: gwp_set(name) for name in ("AR4", "AR5", "AR6")})
    figures.load()
    assert figures.complete_years() == [2022, 2023, 2024, 2025]
