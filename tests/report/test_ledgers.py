"""Ledgers: a factor is chosen once for each need, and rows are replaced source by source."""

from __future__ import annotations

import numpy as np

from carbondesk.domain.records import Measurement, Site, Source
from carbondesk.report.ledgers import counts
from carbondesk.report.rates import need_of
from tests.report.ledger_books import FUEL, book, entry, figures_of, whole_year


def test_a_need_says_what_decides_the_factor() -> None:
    site = Site(name="A", country="US", region="OH", grid_region="US-EGRID-RFCW")
    source = Source(site=1, name="Gas", category="stationary-combustion", carrier="natural gas", unit="CCF",
                    heating_value="0.1027 MMBtu/CCF", sector="industry", factor="OWN")  # fmt: skip
    need = need_of(source, site, "CCF", 2024)
    assert (need.category, need.carrier, need.unit, need.year) == (
        source.category,
        "natural gas",
        "CCF",
        2024,
    )
    assert (need.country, need.region, need.grid_region) == ("US", "OH", "US-EGRID-RFCW")
    assert (need.heating_value, need.sector, need.own_factor) == (source.heating_value, "industry", "OWN")
    assert need_of(source, site, "CCF", 2024, factor="ENTRY").own_factor == "ENTRY"


def test_exports_and_submeters_do_not_count() -> None:
    source = Source(site=1, name="Power", category="electricity", unit="kWh")
    export = Source(
        site=1, name="Sold", category="electricity", unit="kWh", measurement=Measurement.EXPORTED.value
    )
    inside = Source(site=1, name="Hall", category="electricity", unit="kWh", submeter_of=1)
    assert [counts(each) for each in (source, export, inside)] == [True, False, False]


def test_alike_needs_share_one_choice() -> None:
    figures = figures_of(book(), whole_year())
    rates = figures.ledger.rates
    needs = [need for need in rates.needs if need.own_factor == "OWN-GRID"]
    # The same grid factor in two countries: two needs; twelve months of each: no more.
    assert {need.country for need in needs} == {"DE", "FR"}
    assert len(rates.table.choices) == len(rates.needs)
    assert rates.place(needs[0]) == rates.place(needs[0])
    fuel = next(need for need in rates.needs if need.own_factor == "OWN-FUEL")
    chosen = rates.choice(fuel).factor
    assert chosen is not None
    assert chosen.factor_id == FUEL.factor_id


def test_replacing_a_source_leaves_the_other_rows_alone() -> None:
    inventory = book()
    figures = figures_of(inventory, whole_year())
    ledger = figures.ledger
    before = {source: ledger.emission[ledger.rows.source == source].sum() for source in (1, 2, 5)}
    figures_of(inventory, [entry(5, "2025-01", 10.0)])
    ledger.replace({5}, inventory.annual({5}), figures.sources, figures.sites)
    assert sorted(np.unique(ledger.rows.source).tolist()) == [1, 2, 4, 5]
    after = {source: ledger.emission[ledger.rows.source == source].sum() for source in (1, 2, 5)}
    assert (after[1], after[2]) == (before[1], before[2])
    assert after[5] > before[5]
    assert len(ledger.rows.source) == len(ledger.emission)
