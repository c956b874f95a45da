"""What stands out in a year, as the grids of all sites flag it."""

from __future__ import annotations

import pytest

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Acknowledgement, Activity
from carbondesk.domain.text import say
from carbondesk.report.flags import flags_of, waiting
from carbondesk.report.grids import State, note_place
from tests.report.test_grids import Works

VALUES = [204.0, 206.0, 203.0, 205.0, 291.4, 202.0, 204.0, 206.0, 205.0, 203.0, 204.0, 205.0]


@pytest.fixture
def works() -> Works:
    made = Works()
    with made.inventory.step(say("A year")) as step:
        for place, value in enumerate(VALUES):
            month = month_period(f"{2024 + (place + 3) // 12}-{(place + 3) % 12 + 1:02d}")
            for source in (made.gas, made.power):
                quantity = value if source is made.gas else 100.0 + place
                entry = Activity(
                    source=source.id, start=month.start, end=month.end, quantity=quantity, unit="kWh"
                )
                step.add(entry)
    return made


def test_the_flags_of_a_year_are_those_of_its_grid(works: Works) -> None:
    found = flags_of(works.inventory, works.figures.sources.values(), 2024)
    grid = works.grid()
    cells = [
        (row.source.id, cell.month)
        for row in grid.source_rows
        for cell in row.cells
        if cell.state is State.FLAGGED
    ]
    assert [(flag.source.id, flag.month) for flag in waiting(works.inventory, found)] == cells
    assert cells == [(works.gas.id, "2024-08")]
    assert "above the other months" in str(found[works.gas.id][0].finding.message)


def test_a_note_settles_a_flag(works: Works) -> None:
    found = flags_of(works.inventory, [works.gas], 2024)
    with works.inventory.step(say("Keep")) as step:
        place = note_place(works.gas, "2024-08")
        step.add(Acknowledgement(code="outlier", place=place, note="New oven"))
    assert waiting(works.inventory, found) == []


def test_other_years_and_sources_without_entries_have_no_flags(works: Works) -> None:
    assert flags_of(works.inventory, works.figures.sources.values(), 2023) == {}
    assert flags_of(works.inventory, [works.oven], 2024) == {}
