"""What figures keep between steps is what they would work out anew: no step leaves an old value standing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from carbondesk.domain.periods import year_months
from carbondesk.domain.records import (
    Activity,
    BaseYearChange,
    Driver,
    Exclusion,
    LandFigure,
    Milestone,
    SectorPoint,
    Site,
    Source,
    Statement,
    Supplier,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.report import targets
from carbondesk.report.figures import Figures
from carbondesk.report.journeys import target_reminders
from carbondesk.report.render import loaded_figures
from carbondesk.report.target_inputs import bioenergy, engaged, land, renewable, sector_pathway
from carbondesk.report.targets import grounds
from carbondesk.store import Inventory
from tests.report.ledger_books import book, entry, whole_year
from tests.report.random_books import maybe, random_book, random_edit
from tests.report.test_engine_reference import RANDOM

TODAY = date(2026, 11, 30)
OWN_PATHWAY = "Own|Board|1"
HOURS, SHARE = Target(name="Hours", denominator="hours"), Target(name="Share", scope="3", method="engagement")


def _suppliers(random: Random, number: int) -> list[Record]:
    return [
        Supplier(
            name=f"Supplier {number}",
            year=random.choice([None, None, 2023]),
            emissions=random.choice([1.0, 30.0]),
            target_state=random.choice(["validated", "committed"]),
        )
    ]


def _land_figures(random: Random, number: int) -> list[Record]:
    kind = random.choice(["flag", "feedstock-emissions", "feedstock-removals"])
    return [LandFigure(year=2022 + number // 3, scope=1 + number % 3, kind=kind, emissions=number + 1.0)]


def _drivers(random: Random, number: int) -> list[Record]:
    return _hours(2022 + number // 3, 1 + number % 3, random.choice([1.0, 9.0]))


def _hours(year: int, site: int, amount: float) -> list[Record]:
    months = year_months(year, 1)
    return [Driver(site=site, driver="hours", month=month, amount=amount, unit="h") for month in months]


def _points(_: Random, number: int) -> list[Record]:
    return [
        SectorPoint(pathway="Own", sector="Board", scopes="1", unit="t/t", year=2020 + each, intensity=1.0 - each / 20)
        for each in ((number, number + 10))
    ]  # fmt: skip


def _base_year_changes(random: Random, number: int) -> list[Record]:
    return [
        BaseYearChange(
            name=f"Found {number}", effective=date(2024, 1, 1), year=2023, scope="1", kind="error",
            state=random.choice(["open", "restated"]), effect=number + 1.0,
        )
    ]  # fmt: skip


MADE: dict[type[Record], Callable[[Random, int], list[Record]]] = {
    Supplier: _suppliers,
    LandFigure: _land_figures,
    Driver: _drivers,
    SectorPoint: _points,
    BaseYearChange: _base_year_changes,
    Statement: lambda _, number: [Statement(year=2000 + number, turnover=number + 1.0)],
    Target: lambda random, number: [
        Target(name=f"Target {number}", scope=random.choice(["1+2", "3"]), base_year=random.choice([None, 2023]))
    ],
    Milestone: lambda random, _: [
        Milestone(kind=random.choice(["committed", "validated"]), reached=date(2023, 1, random.randint(1, 28)))
    ],
    Exclusion: lambda random, number: [
        Exclusion(category=random.choice(["electricity", "s3-1"]), emissions=50.0 * number)
    ],
}  # fmt: skip
"""What stands beside the entries: of each kind of record, some drawn at random."""


def belonging_edit(random: Random, inventory: Inventory, number: int) -> None:
    """Add or remove something that targets are judged on, or choose another base year; at times take it back."""
    kind = random.choice([*MADE, None])
    with inventory.step(say("Edit")) as step:
        rows = [] if kind is None else inventory.all(kind)
        if kind is None:
            organisation = inventory.organisation
            step.change(organisation, base_year=2023 if organisation.base_year is None else None)
        elif rows and maybe(random, 0.3):
            step.remove(random.choice(rows))
        else:
            for record in MADE[kind](random, number):
                step.add(record)
    if maybe(random, 0.2):
        inventory.undo()


def year_edit(random: Random, inventory: Inventory, number: int) -> None:
    """Add an entry after all others, which brings a year, or take the last one away."""
    entries = sorted(inventory.activities(), key=lambda each: each.start)
    with inventory.step(say("Edit")) as step:
        if entries and maybe(random, 0.3):
            step.remove(entries[-1])
        else:
            start = date(2026 + number, 1, 1)
            source = random.choice(inventory.all(Source)).id
            step.add(Activity(source=source, start=start, end=start, quantity=5.0, unit="kWh"))


def answers(figures: Figures) -> dict[str, Any]:
    """Return everything that figures keep, asked for in the ways in which it is asked."""
    own = sector_pathway(figures, OWN_PATHWAY)
    return {
        "bioenergy": asdict(bioenergy(figures)),
        "land": land(figures),
        "renewable": asdict(renewable(figures)),
        "engaged": asdict(engaged(figures, SHARE)),
        "pathway": None if own is None else asdict(own),
        "output": asdict(targets._output(figures, HOURS)),  # noqa: SLF001 - what grounds hand on of it
        "emissions": {method: grounds(figures, HOURS, method).emissions for method in ("location", "market")},
        "reminders": [(each.code, str(each.message)) for each in target_reminders(figures.inventory, TODAY, figures)],
    }  # fmt: skip


def tallies(figures: Figures) -> list[object]:
    """Return totals and categories of every year, of all sites and of some, with gaps in some scopes or in all."""
    places = (None, *([site.id] for site in figures.inventory.all(Site)))
    scopes = ((1,), (1, 2), (3,), (1, 2, 3))
    return [
        *(
            asdict(figures.totals(year, sites, scopes=each, restated=restated))
            for year, sites, each, restated in product(figures.years, places, scopes, (False, True))
        ),
        *(
            {str(category): tonnes for category, tonnes in figures.by_category(year, sites, method).items()}
            for year, sites, method in product(figures.years, places, ("location", "market"))
        ),
    ]


def assert_alike(found: object, wanted: object) -> None:
    """Assert that two nested values are equal up to the last digits of their sums."""
    if isinstance(wanted, dict):
        assert isinstance(found, dict)
        assert found.keys() == wanted.keys()
        for key in wanted:
            assert_alike(found[key], wanted[key])
    elif isinstance(wanted, (list, tuple)):
        assert isinstance(found, (list, tuple))
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert_alike(one, other)
    elif isinstance(wanted, float) and isinstance(found, float):
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=math.isnan(wanted))
    else:
        assert found == wanted


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=RANDOM)
def test_what_is_kept_after_any_step_is_what_would_be_worked_out_anew(random: Random) -> None:
    inventory = random_book(random)
    with inventory.step(say("Begin")) as step:
        for kind in (Supplier, Driver, LandFigure):
            for record in MADE[kind](random, 0):
                step.add(record)
    figures = loaded_figures(inventory)
    inventory.watch(figures.refresh)
    for number in range(1, 8):
        answers(figures)
        tallies(figures)
        random.choice([random_edit, belonging_edit, belonging_edit, year_edit])(random, inventory, number)
        fresh = loaded_figures(inventory)
        assert_alike(answers(figures), answers(fresh))
        assert_alike(tallies(figures), tallies(fresh))


def test_partners_without_a_year_move_to_the_newest_one() -> None:
    inventory = book()
    with inventory.step(say("Begin")) as step:
        step.add_many(Activity, [entry(1, "2024-03", 5.0)])
        step.add(Supplier(name="A", emissions=1.0, target_state="validated"))
    figures = loaded_figures(inventory)
    inventory.watch(figures.refresh)
    assert engaged(figures, SHARE).years == {2024: 1.0}
    with inventory.step(say("Another year")) as step:
        step.add(entry(1, "2025-03", 5.0))
    assert engaged(figures, SHARE).years == {2025: 1.0}
    inventory.undo()
    assert engaged(figures, SHARE).years == {2024: 1.0}


def test_an_edit_of_an_entry_leaves_the_outputs_as_they_were_read() -> None:
    inventory = book()
    with inventory.step(say("Begin")) as step:
        step.add_many(Activity, whole_year())
        for record in _hours(2024, 1, 9.0):
            step.add(record)
    figures = loaded_figures(inventory)
    inventory.watch(figures.refresh)
    read = grounds(figures, HOURS)
    with inventory.step(say("Edit")) as step:
        step.change(inventory.activities()[0], quantity=3.0)
    again = grounds(figures, HOURS)
    assert again.outputs is read.outputs
    assert again.emissions != read.emissions
    with inventory.step(say("Edit")) as step:
        step.change(inventory.all(Driver)[0], amount=77.0)
    assert grounds(figures, HOURS).outputs != read.outputs
