"""The paper on uncertainty: ranges that anybody can compute from the lines, and the order of measuring."""

from __future__ import annotations

import math

import pytest

from carbondesk.domain.records import Factor, Source
from carbondesk.domain.text import say
from carbondesk.report.papers import Options
from carbondesk.report.uncertainties import measured_lines, uncertainty_paper
from tests.report.ledger_books import FUEL_AR6, book, figures_of, whole_year


def test_lines_of_one_factor_move_together_and_meters_do_not() -> None:
    inventory = book()
    with inventory.step(say("State")) as step:
        for identity in (2, 5):
            step.change(inventory.get(Source, identity), uncertainty=0.1)
        step.change(inventory.all(Factor)[1], uncertainty_low=0.4, uncertainty_high=0.6)
    figures = figures_of(inventory, whole_year())
    total, low, high, share = uncertainty_paper(figures, 2024, Options()).sheets[0].rows[0][1:]
    # Two meters of 0.6 t ±10 % each, both with a factor of ±20 %; the fuel's uncertainty is not stated.
    width = math.sqrt(2 * (0.6 * 0.1) ** 2 + (1.2 * 0.2) ** 2)
    whole = 1.2 + 1200 * FUEL_AR6 / 1000
    assert [total, share] == pytest.approx([whole, width / whole])
    assert [low, high] == pytest.approx([whole - width, whole + width])


def test_the_largest_part_of_the_variance_is_measured_first() -> None:
    figures = figures_of(book(), whole_year())
    paper = uncertainty_paper(figures, 2024, Options())
    assert paper.sheets[1].rows[0][:2] == ("A", "Fuel")
    parts = [float(str(row[6])) + float(str(row[7])) for row in paper.sheets[1].rows]
    assert sum(parts) == pytest.approx(1.0)
    assert parts == sorted(parts, reverse=True)
    assert [finding.code for finding in paper.findings] == ["uncertainty-unknown"]


def test_pedigree_scores_stand_in_for_a_stated_uncertainty() -> None:
    inventory = book()
    with inventory.step(say("Score")) as step:
        step.change(inventory.get(Source, 1), pedigree="2,3,2,1,3")
    paper = uncertainty_paper(figures_of(inventory, whole_year()), 2024, Options())
    fuel = next(row for row in paper.sheets[1].rows if row[1] == "Fuel")
    assert fuel[4] == pytest.approx(0.66, abs=0.05)
    assert "2.2" in str(paper.sheets[3].notes[0])


def test_the_lines_add_up_to_the_total_of_each_method() -> None:
    figures = figures_of(book(), whole_year())
    totals = figures.totals(2024)
    for method in ("location", "market"):
        found = measured_lines(figures, 2024, Options(method=method))
        assert sum(line.tonnes for line in found) == pytest.approx(totals.total(method))


def test_an_empty_year_has_an_empty_range() -> None:
    paper = uncertainty_paper(figures_of(book(), whole_year()), 2020, Options())
    assert paper.sheets[0].rows[0][1] == 0.0
    assert paper.sheets[0].rows[0][4] is None
