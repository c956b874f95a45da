"""Which editions count for a year, and what serves a category of scope 3 that has no factor of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbondesk.domain.accounting.editions import Edition
from carbondesk.domain.accounting.factors import Choice, Policy, admitted, choose
from carbondesk.domain.accounting.library import FactorLibrary, Shelf, Words
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.searches import Card
from carbondesk.domain.gases import Gases
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.store.library import gwp_set, load_library

POWER = Need(category="electricity", unit="kWh", year=2025, country="AA")


def edition(key: str, library: int = 1) -> Edition:
    return Edition(
        edition=key, series="GRID", family="Grid set", source="Ministry", source_version=key, licence="open",
        rank="official", years="data", library=library,
    )  # fmt: skip


def factor(key: str, version: str, co2: float, **others: object) -> Factor:
    return Factor(
        factor_id=key, name=key, category="electricity", carrier="electricity", activity_unit="kWh", co2=co2, ch4=0.0,
        region="AA", valid_from=2025, valid_to=2025, source="Ministry", source_version=version, **others,  # type: ignore[arg-type] # any field
    )  # fmt: skip


FIRST, SECOND = edition("GRID-1"), edition("GRID-2", library=2)
READ = FactorSet(
    edition="GRID-3", series="GRID", family="Grid set", source="Ministry", source_version="GRID-3", uid="set"
)  # fmt: skip


def library(own: tuple[Factor, ...] = (), sets: tuple[FactorSet, ...] = ()) -> FactorLibrary:
    cards = [Card.of(factor("one", "GRID-1", 0.5), FIRST), Card.of(factor("two", "GRID-2", 0.4), SECOND)]
    return FactorLibrary(
        [Shelf(categories=frozenset({"electricity"}), read=lambda: cards)],
        editions=[FIRST, SECOND],
        properties=[],
        words=Words(carriers={}, regions={}),
        gases=Gases((), {}),
        own=own,
        sets=sets,
    )


def chosen(policy: Policy, own: tuple[Factor, ...] = (), sets: tuple[FactorSet, ...] = ()) -> str:
    found = choose(POWER, library(own, sets), policy).factor
    return found.factor_id if found else ""


def pinned(*editions: str, year: int = 2025) -> Policy:
    return Policy(pins=frozenset((year, "GRID", each) for each in editions))


def test_an_edition_of_a_later_library_counts_only_where_it_was_taken_over() -> None:
    assert chosen(Policy()) == "one"
    assert chosen(pinned("GRID-2")) == "two"
    assert chosen(pinned("GRID-2", year=2024)) == "one"
    assert admitted(2025, SECOND, Policy(library=2))
    assert not admitted(2025, SECOND, Policy(library=1))


def test_a_set_that_was_read_in_counts_only_where_it_is_pinned() -> None:
    three = factor("three", "GRID-3", 0.3, uid="a")
    assert chosen(Policy(), (three,), (READ,)) == "one"
    assert chosen(pinned("GRID-3"), (three,), (READ,)) == "three"
    assert [each.edition for each in library((three,), (READ,)).editions] == ["GRID-1", "GRID-2", "GRID-3"]


def test_a_set_read_in_again_stands_beside_the_shipped_one_with_the_same_ids() -> None:
    again = replace(READ, source_version="GRID-1")
    mine = factor("one", "GRID-1", 0.45, uid="a")
    assert choose(POWER, library((mine,), (again,)), Policy()).factor == factor("one", "GRID-1", 0.5)
    assert choose(POWER, library((mine,), (again,)), pinned("GRID-3")).factor == mine


def test_a_factor_of_no_set_always_counts() -> None:
    ours = replace(factor("ours", "", 0.1), source="")
    assert chosen(pinned("GRID-2"), (ours,)) == "ours"
    assert admitted(2025, None, pinned("GRID-2"))


def test_own_factors_and_sets_share_what_was_read() -> None:
    shipped = library()
    choose(POWER, shipped)
    with_own = shipped.with_own([factor("three", "GRID-3", 0.3, uid="a")], [READ])
    assert choose(POWER, with_own, pinned("GRID-3")).factor == factor("three", "GRID-3", 0.3, uid="a")
    assert with_own.with_own([]).editions == shipped.editions


@pytest.mark.parametrize(
    ("category", "name", "need_category", "carrier", "unit"),
    [
        ("WTT- fuels > Liquid fuels", "Diesel (average biofuel blend)", "s3-3", "upstream of diesel", "L"),
        ("Business travel- air > Flights", "Domestic - Economy", "s3-6", "flights, domestic - economy", "passenger.km"),
        (
            "WTT- delivery vehs & freight > WTT- vans", "Average - Diesel", "s3-4",
            "upstream of vans, average - diesel", "t.km",
        ),
        ("Spend-based > NAICS 2017", "Soap", "s3-1", "spend on soap", "USD"),
        ("WTT- UK electricity > WTT- UK electricity (T&D)", "UK", "s3-3", "upstream of electricity grid losses", "kWh"),
    ],
)  # fmt: skip
def test_a_factor_of_a_set_is_found_by_the_words_of_its_publisher(
    category: str, name: str, need_category: str, carrier: str, unit: str
) -> None:
    ours = Factor(factor_id="ours", name=name, category=category, activity_unit=unit, co2e=1.0, region="FR",
                  co2e_basis="AR5", valid_from=2025, valid_to=2025)  # fmt: skip
    twin = replace(ours, factor_id="zwilling", name=f"{name} 2")
    found = choose(
        Need(category=need_category, carrier=carrier, unit=unit, country="FR", year=2025),
        load_library([ours, twin]),
    ).factor
    assert found is not None
    assert found.factor_id == "ours"


def serving(**need: object) -> Choice:
    return choose(Need(**need), load_library())  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("category", "carrier", "unit", "country", "factor_id"),
    [
        ("s3-4", "diesel", "L", "GB", "UK-DESNZ-2025:1_101_1011_8"),
        ("s3-9", "柴油", "L", "GB", "UK-DESNZ-2025:1_101_1011_8"),
        ("s3-8", "natural gas", "m3", "GB", "UK-DESNZ-2025:1_100_1004_1"),
        ("s3-13", "electricity", "kWh", "GB", "UK-DESNZ-2025:elec:gen"),
        ("s3-14", "steam", "kWh", "GB", "UK-DESNZ-2025:10_401_4003_5"),
        ("s3-11", "R-410A", "kg", "GB", "GAS:R-410A"),
    ],
)
def test_fuel_and_energy_of_the_value_chain_take_the_factors_of_scopes_1_and_2(
    category: str, carrier: str, unit: str, country: str, factor_id: str
) -> None:
    choice = serving(category=category, carrier=carrier, unit=unit, country=country, year=2025)
    assert choice.factor is not None
    assert choice.factor.factor_id == factor_id


def test_a_country_without_a_factor_does_not_take_another_country_s() -> None:
    choice = serving(category="s3-8", carrier="steam", unit="kWh", country="FR", year=2025)
    assert [finding.code for finding in choice.findings] == ["factor-missing"]
    purchased = serving(category="s3-1", carrier="diesel", unit="L", country="GB", year=2025)
    assert [finding.code for finding in purchased.findings] == ["factor-missing"]


@pytest.mark.parametrize(("unit", "per_unit"), [("t CO2e", 1000.0), ("kg CO₂e", 1.0), ("tCO2e", 1000.0)])
def test_a_published_figure_is_booked_as_it_is(unit: str, per_unit: float) -> None:
    choice = serving(category="s3-15", carrier="", unit=unit, country="CN", year=2024)
    assert choice.factor is not None
    assert (choice.factor.co2e, choice.per_unit) == (1.0, per_unit)
    assert [finding.code for finding in choice.findings] == ["published-figure"]


def test_sf6_in_ar6_is_a_choice_between_two_printed_numbers() -> None:
    assert [gwp_set("AR6", sf6).of("SF6") for sf6 in ("25200", "24300")] == [25200.0, 24300.0]
    assert gwp_set("AR5", "24300").of("SF6") == gwp_set("AR5").of("SF6") == 23500.0
    assert gwp_set("AR6", "24300").of("NF3") == gwp_set("AR6").of("NF3")
    with pytest.raises(ValueError, match="23900"):
        gwp_set("AR6", "23900")
