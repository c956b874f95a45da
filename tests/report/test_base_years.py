"""The paper on the base year: a plant bought in July under both policies, the ledger, and both values of a year."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    BaseYearChange,
    Organisation,
    PublishedFigure,
    Site,
    Source,
    YearLock,
)
from carbondesk.domain.text import say
from carbondesk.report.base_years import base_year_paper
from carbondesk.report.papers import Cell, Options, Paper
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from tests.report.ledger_books import GRID, book, figures_of, whole_year

DAYS_FROM_JULY = 184
DAYS_OF_2024 = 366


def bought(policy: str) -> Inventory:
    """Return an inventory with a plant of 1,000 kWh a year, and one of 2,000 and 3,000 kWh bought on 1 July 2024."""
    inventory = Inventory.in_memory(
        Organisation(name="Acme", country="DE", base_year=2023, restatement=policy, derives_upstream=False)
    )
    with inventory.step(say("Begin")) as step:
        step.add(GRID)
        for name, first in (("A", None), ("B", date(2024, 7, 1))):
            site = step.add(Site(name=name, country="DE", from_=first))
            step.add(
                Source(site=site.id, name="Power", category="electricity", unit="kWh", factor="OWN-GRID")
            )
        step.add(
            BaseYearChange(
                name="B bought", effective=date(2024, 7, 1), kind="structure", effect=1.0, site=2, scope="2"
            )
        )
        for source, year, kwh in ((1, 2023, 1000.0), (1, 2024, 1000.0), (2, 2023, 2000.0), (2, 2024, 3000.0)):
            for start, end in (((1, 1), (6, 30)), ((7, 1), (12, 31))):
                step.add(
                    Activity(
                        source=source,
                        start=date(year, *start),
                        end=date(year, *end),
                        quantity=kwh / 2,
                        unit="kWh",
                    )
                )
    return inventory


def paper_of(inventory: Inventory, **options: str) -> Paper:
    """Return the paper."""
    return base_year_paper(loaded_figures(inventory), 2024, Options(**options))  # type: ignore[arg-type] # any option


def column(paper: Paper, sheet: int, place: int) -> list[Cell]:
    """Return a column of a sheet."""
    return [row[place] for row in paper.sheets[sheet].rows]


def test_a_plant_bought_in_july_is_whole_in_every_year_under_all_year() -> None:
    paper = paper_of(bought("all-year"))
    # The plant alone: as it was, all-year, pro rata, and what the policy chosen adds, of 2023 and of 2024.
    share = DAYS_FROM_JULY / DAYS_OF_2024
    rows = paper.sheets[3].rows
    assert [row[0] for row in rows] == ["B", "B"]
    assert list(rows[0][2:]) == [0.0, pytest.approx(1.0), pytest.approx(share), pytest.approx(1.0)]
    assert list(rows[1][2:]) == [
        pytest.approx(0.75), pytest.approx(1.5), pytest.approx(0.75), pytest.approx(0.75),
    ]  # fmt: skip
    # The group: 0.5 t becomes 1.5 t in the base year, 1.25 t becomes 2 t in the year of the purchase.
    assert column(paper, 2, 1) == [pytest.approx(0.5), pytest.approx(1.25)]
    assert column(paper, 2, 4) == [pytest.approx(1.5), pytest.approx(2.0)]
    assert column(paper, 2, 5) == [pytest.approx(1.0), pytest.approx(0.75)]
    assert column(paper, 2, 6) == [pytest.approx(2.0), pytest.approx(0.6)]


def test_a_plant_bought_in_july_counts_by_its_days_under_pro_rata() -> None:
    paper = paper_of(bought("pro-rata"))
    share = DAYS_FROM_JULY / DAYS_OF_2024
    assert column(paper, 3, 5) == [pytest.approx(share), pytest.approx(0.0)]
    assert column(paper, 2, 4) == [pytest.approx(0.5 + share), pytest.approx(1.25)]
    assert "Pro rata" in str(paper.sheets[3].notes[0])


def test_the_ledger_is_held_against_the_threshold_net_and_gross() -> None:
    inventory = bought("all-year")
    with inventory.step(say("An error")) as step:
        step.add(
            BaseYearChange(
                name="Meter read twice", effective=date(2024, 9, 1), kind="error", effect=-0.99, scope="2",
                state="unadjusted", decided_on=date(2024, 10, 1), reason="Small",
            )
        )  # fmt: skip
    paper = paper_of(inventory)
    [total, single] = paper.sheets[0].rows
    for row in (total, single):
        assert list(row[1:6]) == [
            pytest.approx(0.5), pytest.approx(0.01), pytest.approx(0.02), pytest.approx(1.99), pytest.approx(3.98),
        ]  # fmt: skip
        assert str(row[6]) == "No restatement is due"
    assert [str(row[0]) for row in (total, single)] == ["All scopes", "Scope 2"]
    assert column(paper, 1, 9) == [say("yes"), say("yes")]
    assert column(paper, 1, 7) == [pytest.approx(2.0), pytest.approx(-1.98)]
    assert "base-year-cancel" in {finding.code for finding in paper.findings}


def test_a_change_over_the_threshold_is_due() -> None:
    paper = paper_of(bought("all-year"))
    assert str(paper.sheets[0].rows[0][6]) == "A restatement is due"
    assert paper.findings[0].code == "base-year-due"
    assert "200" in str(paper.findings[0].message)


def test_a_restated_change_counts_no_more_and_moves_the_year() -> None:
    inventory = bought("all-year")
    with inventory.step(say("Restate")) as step:
        step.change(inventory.get(BaseYearChange, 1), state="restated")
        step.add(
            BaseYearChange(
                name="Better factor", effective=date(2024, 1, 1), kind="method", effect=0.25, scope="2",
                state="restated", year=2024,
            )
        )  # fmt: skip
    paper = paper_of(inventory)
    assert list(paper.sheets[0].rows[0][1:6]) == [pytest.approx(0.5), 0.0, 0.0, 0.0, 0.0]
    assert "No change counts" in str(paper.sheets[0].notes[-1])
    assert column(paper, 1, 9) == [say("no"), say("no")]
    assert column(paper, 2, 4) == [pytest.approx(1.5), pytest.approx(2.25)]


def test_the_published_value_stays_beside_todays_and_the_restated_one() -> None:
    inventory = bought("all-year")
    with inventory.step(say("Publish")) as step:
        step.add(PublishedFigure(year=2023, scope="1+2", method="market", value=0.4, published_in="Report"))
        step.add(YearLock(year=2024))
    paper = paper_of(inventory)
    assert list(paper.sheets[2].rows[0][1:6]) == [
        0.4, say("{name}, version {n}", name="Report", n=1), pytest.approx(0.5), pytest.approx(1.5),
        pytest.approx(1.1),
    ]  # fmt: skip
    assert str(paper.sheets[2].rows[1][2]) == "Computed, the year is locked"
    with inventory.step(say("Nameless")) as step:
        step.change(inventory.get(PublishedFigure, 1), published_in="")
    assert str(paper_of(inventory).sheets[2].rows[0][2]) == "Published, version 1"


def test_without_changes_of_structure_no_plant_is_listed() -> None:
    figures = figures_of(book(base_year=2024), whole_year())
    paper = base_year_paper(figures, 2024, Options())
    assert [str(sheet.title) for sheet in paper.sheets] == ["Verdict", "Years as reported and as restated"]
    [row] = paper.sheets[1].rows
    assert row[6] == 0.0
    assert str(row[2]) == "Computed, not published"
    assert row[1] == pytest.approx(figures.totals(2024).scope12_market)


def test_an_inventory_without_a_base_year_says_so() -> None:
    paper = base_year_paper(figures_of(book()), 2024, Options())
    assert paper.sheets == ()
    assert [finding.code for finding in paper.findings] == ["base-year-missing"]
