"""Another edition shows what it would change, is taken over in one step, and every factor stands in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carbondesk.domain.periods import month_end
from carbondesk.domain.records import Activity, EditionPin, Factor, FactorSet, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.editions import (
    calendar_years,
    difference,
    editions_used,
    newer,
    register,
    take_over,
)
from carbondesk.report.figures import Figures
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory

GRID_2025 = "UK-DESNZ-2025:elec:gen"
READ = FactorSet(
    edition="DESNZ-OWN-2025", series="UK-DESNZ", family="UK Government conversion factors", source="DESNZ, read in",
    source_version="2025, v1.1",
)  # fmt: skip
REVISED = Factor(
    factor_id="revised", name="UK electricity, revised", category="electricity", carrier="electricity",
    activity_unit="kWh", co2=0.1, ch4=0.0, n2o=0.0, region="GB", valid_from=2025, valid_to=2025, source=READ.source,
    source_version=READ.source_version, source_table="UK electricity", licence="OGL",
)  # fmt: skip


def book(**organisation: object) -> Inventory:
    """Return a British site with power (1,000 kWh) and gas (100 m³) in January 2025, and a set that was read in."""
    inventory = Inventory.in_memory(
        Organisation(name="Acme", country="GB", derives_upstream=False, **organisation)  # type: ignore[arg-type] # any field
    )
    with inventory.step(say("Begin")) as step:
        step.add(READ)
        step.add(REVISED)
        site = step.add(Site(name="A", country="GB"))
        power = step.add(Source(site=site.id, name="Power", category="electricity", unit="kWh"))
        gas = step.add(
            Source(
                site=site.id, name="Gas", category="stationary-combustion", carrier="natural gas", unit="m3"
            )
        )
        start = date(2025, 1, 1)
        for source, quantity in ((power, 1000.0), (gas, 100.0)):
            step.add(
                Activity(
                    source=source.id, start=start, end=month_end(start), quantity=quantity, unit=source.unit
                )
            )
    return inventory


@pytest.fixture
def figures() -> Figures:
    return loaded_figures(book())


def test_a_set_that_was_read_in_is_offered_beside_what_the_year_uses(figures: Figures) -> None:
    [offered] = newer(figures, 2025)
    assert (offered.series, offered.edition.edition) == ("UK-DESNZ", "DESNZ-OWN-2025")
    assert [each.edition for each in offered.current] == ["UK-DESNZ-2025"]
    assert set(editions_used(figures, 2025)) == {"UK-DESNZ"}
    assert GRID_2025 in {each.factor.factor_id for each in register(figures, 2025)}


def test_the_difference_is_per_source_with_tonnes_before_and_after(figures: Figures) -> None:
    both = [("UK-DESNZ", "DESNZ-OWN-2025"), ("UK-DESNZ", "UK-DESNZ-2025")]
    [power] = difference(figures, 2025, both)
    assert figures.sources[power.source].name == "Power"
    assert power.before is not None
    assert power.after is not None
    assert (power.before.factor_id, power.after.factor_id) == (GRID_2025, "revised")
    assert power.tonnes_before == pytest.approx(figures.by_source(2025)[power.source])
    assert power.tonnes_after == pytest.approx(0.1)
    assert power.change == pytest.approx(0.1 - figures.by_source(2025)[power.source])


def test_a_source_that_the_edition_has_no_factor_for_falls_back_or_is_unknown(figures: Figures) -> None:
    lines = difference(figures, 2025, [("UK-DESNZ", "DESNZ-OWN-2025")])
    gas = next(line for line in lines if figures.sources[line.source].name == "Gas")
    assert gas.after is not None
    assert gas.after.source.startswith("IPCC 2006")
    [power] = difference(figures, 2025, [("UK-DESNZ", "UK-DESNZ-2016"), ("EMBER", "none")])[:1]
    assert power.change is not None
    nothing = difference(figures, 2025, [("UK-DESNZ", "none"), ("EMBER", "none"), ("IPCC", "none")])
    assert {(line.after, line.tonnes_after, line.change) for line in nothing} == {(None, None, None)}


def test_taking_over_is_one_step_with_its_reason_and_undone_as_one() -> None:
    inventory = book()
    figures = loaded_figures(inventory)
    before = figures.totals(2025).scope2_location
    expected = difference(figures, 2025, [("UK-DESNZ", "DESNZ-OWN-2025"), ("UK-DESNZ", "UK-DESNZ-2025")])
    with inventory.step(say("Pin")) as step:
        step.add(EditionPin(year=2025, family="UK-DESNZ", edition="UK-DESNZ-2025"))
        step.add(EditionPin(year=2024, family="UK-DESNZ", edition="UK-DESNZ-2024"))
    steps = len(inventory.steps())
    take_over(
        inventory, calendar_years(figures, 2025), {"UK-DESNZ": "DESNZ-OWN-2025"}, "Revised by the publisher"
    )
    assert len(inventory.steps()) == steps + 1
    pins = {(pin.year, pin.family, pin.edition): pin.reason for pin in inventory.all(EditionPin)}
    assert pins == {
        (2025, "UK-DESNZ", "DESNZ-OWN-2025"): "Revised by the publisher", (2024, "UK-DESNZ", "UK-DESNZ-2024"): "",
    }  # fmt: skip
    figures.load()
    assert figures.totals(2025).scope2_location == pytest.approx(before + (expected[0].change or 0.0))
    inventory.undo()
    figures.load()
    assert figures.totals(2025).scope2_location == pytest.approx(before)


def test_nothing_is_taken_over_without_a_reason() -> None:
    inventory = book()
    with pytest.raises(ValueError, match="reason"):
        take_over(inventory, [2025], {"UK-DESNZ": "UK-DESNZ-2025"}, " ")
    assert inventory.all(EditionPin) == []


def test_the_register_names_every_factor_with_quantity_tonnes_and_basis(figures: Figures) -> None:
    entries = {entry.factor.factor_id: entry for entry in register(figures, 2025)}
    power = entries[GRID_2025]
    assert (power.quantity, power.basis, power.sources) == (1000.0, "AR6", (1,))
    assert power.edition is not None
    assert power.edition.licence == "Open Government Licence v3.0"
    assert sum(entry.tonnes or 0.0 for entry in entries.values()) == pytest.approx(
        figures.totals(2025).total("location")
    )


def test_category_3_stands_in_the_register_and_in_the_difference() -> None:
    inventory = book()
    with inventory.step(say("Derive")) as step:
        step.change(inventory.organisation, derives_upstream=True)
    figures = loaded_figures(inventory)
    derived = [entry for entry in register(figures, 2025) if "s3-3" in entry.factor.category]
    assert {entry.basis for entry in derived} == {"AR5 (as published)", "AR6"}
    assert len(derived) == 4
    lines = difference(figures, 2025, [("UK-DESNZ", "DESNZ-OWN-2025")])
    assert len(lines) == 6


def test_a_fiscal_year_is_computed_with_two_calendar_years() -> None:
    inventory = book(year_start=4)
    with inventory.step(say("More")) as step:
        start = date(2024, 12, 1)
        step.add(Activity(source=1, start=start, end=month_end(start), quantity=10.0, unit="kWh"))
    figures = loaded_figures(inventory)
    assert calendar_years(figures, figures.years[0]) == (2024, 2025)
    assert editions_used(figures, 1990) == {}


def test_what_has_no_factor_or_one_of_no_edition_is_in_no_edition_s_way() -> None:
    inventory = book()
    own = replace(REVISED, factor_id="own", source="", source_version="", category="s3-5", carrier="sludge")
    later = replace(READ, edition="DESNZ-EMPTY", source_version="empty")
    with inventory.step(say("More")) as step:
        step.add(own)
        step.add(later)
        start = date(2025, 2, 1)
        for carrier in ("sludge", "nobody knows"):
            source = step.add(Source(site=1, name=carrier, category="s3-5", carrier=carrier, unit="kWh"))
            step.add(Activity(source=source.id, start=start, end=month_end(start), quantity=1.0, unit="kWh"))
    figures = loaded_figures(inventory)
    assert [each.edition.edition for each in newer(figures, 2025)] == ["DESNZ-OWN-2025"]
    entry = next(each for each in register(figures, 2025) if each.factor.factor_id == "own")
    assert entry.edition is None
    assert entry.tonnes == pytest.approx(0.0001)
    assert len(register(figures, 2025)) == 3
