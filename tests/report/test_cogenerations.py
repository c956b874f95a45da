"""Cogeneration: a buyer's factors, and nothing deducted from scope 1."""

from __future__ import annotations

import pytest

from carbondesk.domain.records import Cogeneration, Source
from carbondesk.domain.text import say
from carbondesk.report.cogenerations import cogeneration_paper
from carbondesk.report.papers import Options
from tests.report.ledger_books import FUEL_AR6, book, figures_of, whole_year
from tests.report.test_engine import add

EMISSION = 1200 * FUEL_AR6 / 1000


def plant(**others: object) -> Cogeneration:
    """Return a plant on the fuel of site A that gave 3,600 GJ of heat and 500 MWh of power in 2024."""
    fields: dict[str, object] = {
        "source": 1, "name": "Engine", "allocation": "efficiency", "heat_efficiency": 0.8, "power_efficiency": 0.4,
        "citation": "Measured", "year": 2024, "heat": 3600.0, "power": 500.0, **others,
    }  # fmt: skip
    return Cogeneration(**fields)  # type: ignore[arg-type]


def test_efficiencies_share_the_emission_of_the_fuel() -> None:
    inventory = book()
    add(inventory, plant())
    figures = figures_of(inventory, whole_year())
    row = cogeneration_paper(figures, 2024, Options()).sheets[0].rows[0]
    # 1,000 MWh of heat over 0.8 and 500 MWh of power over 0.4 weigh the same.
    assert row[:3] == ("A", "Engine", row[2])
    assert list(row[3:]) == pytest.approx(
        [EMISSION, EMISSION / 2, EMISSION / 2, EMISSION / 2 / 1000, EMISSION / 2 / 500], rel=1e-12
    )
    assert figures.totals(2024).scope1 == pytest.approx(EMISSION, rel=1e-12)


def test_energy_content_needs_no_efficiency() -> None:
    inventory = book()
    add(inventory, plant(allocation="energy-content", heat_efficiency=None, power_efficiency=None))
    paper = cogeneration_paper(figures_of(inventory, whole_year()), 2024, Options())
    assert list(paper.sheets[0].rows[0][4:6]) == pytest.approx([EMISSION * 2 / 3, EMISSION / 3], rel=1e-12)
    assert paper.findings == ()


def test_a_plant_without_output_or_of_another_year_has_no_factor() -> None:
    inventory = book()
    add(inventory, plant(heat=None, power=None), plant(name="Other", year=2023))
    paper = cogeneration_paper(figures_of(inventory, whole_year()), 2024, Options())
    assert [row[1] for row in paper.sheets[0].rows] == ["Engine"]
    assert paper.sheets[0].rows[0][4:] == (None, None, None, None)
    assert [finding.code for finding in paper.findings] == ["cogeneration-without-output"]


def test_a_year_without_plants_says_so() -> None:
    paper = cogeneration_paper(figures_of(book(), whole_year()), 2024, Options())
    assert paper.sheets[0].rows == ()
    assert "No cogeneration plant" in str(paper.sheets[0].notes[0])


def test_a_fuel_without_a_factor_leaves_its_plant_open() -> None:
    inventory = book()
    add(inventory, plant())
    with inventory.step(say("Lose")) as step:
        step.change(inventory.get(Source, 1), factor="NOWHERE")
    paper = cogeneration_paper(figures_of(inventory, whole_year()), 2024, Options())
    assert paper.sheets[0].rows[0][3:] == (None, None, None, None, None)
