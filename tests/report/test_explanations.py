"""Explanations: the line of one entry is computed by the formula that totals all of them."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Activity, Source
from carbondesk.domain.text import say
from carbondesk.report.explanations import lines_of
from tests.report.ledger_books import FUEL_AR6, book, entry, figures_of


def test_a_line_shows_quantity_factor_gases_and_result() -> None:
    figures = figures_of(book(), [entry(1, "2024-02", 200.0)])
    (line,) = lines_of(figures, figures.inventory.activities()[0])
    assert (line.quantity, line.unit, line.year, line.gwp_name) == (200.0, "L", 2024, "AR6")
    assert line.choice.factor is not None
    assert line.choice.factor.factor_id == "OWN-FUEL"
    assert line.result == pytest.approx(200 * FUEL_AR6 / 1000, rel=1e-12)
    gases = {gas: (mass, gwp, tonnes) for gas, mass, gwp, tonnes in line.gases}
    assert list(gases["CO2"]) == pytest.approx([2.0, 1.0, 0.4])
    assert list(gases["CH4-NONFOSSIL"]) == pytest.approx([0.001, 27.0, 200 * 0.027 / 1000])
    assert sum(tonnes for _, _, tonnes in gases.values()) == pytest.approx(line.result)
    assert line.counted


def test_an_entry_across_years_has_a_line_for_each_part() -> None:
    across = Activity(source=5, start=date(2024, 3, 22), end=date(2024, 4, 10), quantity=40.0, unit="kWh")
    figures = figures_of(book(year_start=4), [across])
    lines = lines_of(figures, figures.inventory.activities()[0])
    assert [(line.start, line.end, line.year, line.quantity) for line in lines] == [
        (date(2024, 3, 22), date(2024, 3, 31), 2023, 20.0),
        (date(2024, 4, 1), date(2024, 4, 10), 2024, 20.0),
    ]


def test_a_submeter_has_a_result_that_does_not_count() -> None:
    figures = figures_of(book(), [entry(3, "2024-01", 10.0), entry(4, "2024-01", 10.0)])
    inside, roof = (lines_of(figures, each)[0] for each in figures.inventory.activities())
    assert inside.result == pytest.approx(0.005)
    assert not inside.counted
    assert roof.result == 0.0
    assert not roof.counted


def test_without_a_factor_there_is_no_result_but_a_finding_that_names_the_source() -> None:
    inventory = book()
    with inventory.step(say("Add")) as step:
        step.add(Source(site=1, name="Slag", category="process", carrier="unheard-of slag", unit="t"))
    slag = Activity(source=6, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=1.0, unit="t")
    figures = figures_of(inventory, [slag])
    (line,) = lines_of(figures, figures.inventory.activities()[0])
    assert line.result is None
    assert [finding.where["source"] for finding in line.findings] == ["Slag"]
