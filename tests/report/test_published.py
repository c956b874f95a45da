"""Published figures beside today's: what a later change did, in t and in percent, against the materiality."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import PublishedFigure, Source, VerificationRound
from carbondesk.domain.schema import Severity
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options
from carbondesk.report.published import (
    State,
    figures_to_seal,
    materiality,
    published_findings,
    published_paper,
    sealed_years,
    sentence,
    signed,
    standings,
)
from carbondesk.store.locks import reopen
from carbondesk.store.seals import seal_year
from tests.report.ledger_books import FUEL_AR6, GRID_KG, book, figures_of, whole_year

SCOPE1 = 12 * 100 * FUEL_AR6 / 1000
SCOPE2 = 12 * 100 * 2 * GRID_KG / 1000


@pytest.fixture
def sealed() -> Figures:
    """Return figures of a year that is sealed as they are."""
    figures = figures_of(book(), whole_year())
    seal_year(
        figures.inventory, 2024, figures_to_seal(figures, 2024), purpose="Annual report", published_in="Report 2024",
        published_on=date(2025, 3, 1),
    )  # fmt: skip
    return figures


def correct(figures: Figures, quantity: float) -> None:
    """Change a month of the sealed year with a reason."""
    with figures.inventory.step(say("Correct"), reason="A bill came late") as step:
        reopen(figures.inventory, step, 2024)
        step.change(figures.inventory.activities(1)[0], quantity=quantity)
    figures.load()


def test_a_seal_keeps_each_scope_and_sum_by_both_methods() -> None:
    figures = figures_of(book(), whole_year())
    kept = figures_to_seal(figures, 2024)
    assert [(each.scope, each.method) for each in kept] == [
        ("1", ""), ("2", "location"), ("2", "market"), ("3", ""),
        ("1+2", "location"), ("1+2", "market"), ("1+2+3", "location"), ("1+2+3", "market"),
    ]  # fmt: skip
    assert kept[0].value == pytest.approx(SCOPE1)
    assert kept[1].value == pytest.approx(SCOPE2)
    assert kept[4].value == pytest.approx(SCOPE1 + SCOPE2)
    assert {(each.base, each.boundary, each.note) for each in kept} == {("AR6", "operational-control", "")}


def test_a_figure_of_a_year_with_gaps_says_so() -> None:
    figures = figures_of(book(), whole_year()[:-1])
    assert figures_to_seal(figures, 2024)[0].note == "1 values missing, 0 sources without a factor"


def test_nothing_changed_is_said_so(sealed: Figures) -> None:
    assert {each.state for each in standings(sealed)} == {State.SAME}
    assert published_findings(sealed) == []
    assert sealed_years(sealed) == {2024: True}


def test_a_later_change_is_unadjusted_with_its_effect(sealed: Figures) -> None:
    correct(sealed, 110.0)
    first = standings(sealed, 2024)[0]
    assert first.state is State.UNADJUSTED
    assert first.difference == pytest.approx(10 * FUEL_AR6 / 1000)
    assert first.share == pytest.approx(10 / 1200)
    assert not first.is_material
    found = published_findings(sealed)
    assert {each.severity for each in found} == {Severity.WARNING}
    assert len(found) == 5
    assert sealed_years(sealed) == {2024: False}


def test_a_change_as_large_as_the_materiality_is_an_error(sealed: Figures) -> None:
    correct(sealed, 160.1)
    assert standings(sealed, 2024)[0].is_material
    assert published_findings(sealed)[0].severity is Severity.ERROR
    with sealed.inventory.step(say("Round")) as step:
        step.add(VerificationRound(year=2024, frozen_step=1, materiality=0.1, seed=1))
    assert materiality(sealed, 2024) == 0.1
    assert not standings(sealed, 2024)[0].is_material


def test_a_figure_is_unadjusted_until_it_is_restated(sealed: Figures) -> None:
    correct(sealed, 110.0)
    seal_year(sealed.inventory, 2024, figures_to_seal(sealed, 2024), purpose="Restated")
    found = standings(sealed)
    assert [each.state for each in found] == [State.SAME] * 8 + [State.RESTATED] * 8
    assert [each.figure.version for each in found] == [2] * 8 + [1] * 8
    assert published_findings(sealed) == []


def test_a_figure_published_elsewhere_is_compared_where_it_can_be(sealed: Figures) -> None:
    with sealed.inventory.step(say("Keep")) as step:
        step.add(PublishedFigure(year=2019, scope="1", value=0.0))
        step.add(PublishedFigure(year=2018, scope="fleet", value=3.0, boundary="own"))
        step.add(PublishedFigure(year=2017, scope="2", value=2.0, method="market"))
    zero, strange, gone = standings(sealed)[-3:]
    assert (zero.current, zero.state, zero.share, zero.seal) == (0.0, State.SAME, None, None)
    assert (strange.current, strange.difference, strange.state) == (None, None, State.UNKNOWN)
    assert (str(strange.subject), str(strange.boundary)) == ("fleet", "own")
    assert (gone.current, gone.share, gone.is_material) == (0.0, -1.0, True)


def test_any_difference_to_zero_is_material(sealed: Figures) -> None:
    with sealed.inventory.step(say("Keep")) as step:
        step.add(PublishedFigure(year=2024, scope="1", value=0.0, version=9))
    newest = standings(sealed, 2024)[0]
    assert (newest.share, newest.is_material) == (None, True)
    assert "(–)" in sentence(newest, 1)


def test_a_sentence_names_scope_method_base_and_what_came_later(sealed: Figures) -> None:
    market = next(
        each for each in standings(sealed) if (each.figure.scope, each.figure.method) == ("1+2", "market")
    )
    assert sentence(market, 1) == (
        "Scope 1 and 2, Market-based emissions in 2024 were 3.6 t CO₂e as published in Report 2024 of 1 Mar 2025, "
        "version 1, GHG Protocol, Operational control, GWP AR6."
    )
    correct(sealed, 700.0)
    assert sentence(standings(sealed)[0], 1).endswith(
        "Changes since then, not yet restated: +1.2 t (50.0 %)."
    )


def test_a_sentence_says_only_what_is_known(sealed: Figures) -> None:
    with sealed.inventory.step(say("Keep")) as step:
        step.add(PublishedFigure(year=2019, scope="1", value=0.0, published_in="Website", base="AR5"))
        step.add(PublishedFigure(year=2018, scope="1", value=0.0, base="AR5"))
    web, plain = standings(sealed)[-2:]
    assert "as published in Website, version 1" in sentence(web, 1)
    assert "as published, version 1" in sentence(plain, 1)
    assert ", ," not in sentence(plain, 1)


def test_a_change_has_its_sign() -> None:
    assert (signed(12.345), signed(-12.345), signed(0.0123)) == ("+12.3", "\u221212.3", "+0.012")


def test_the_paper_lists_the_year_and_the_others(sealed: Figures) -> None:
    paper = published_paper(sealed, 2023, Options())
    assert [len(sheet.rows) for sheet in paper.sheets] == [0, 8]
    assert paper.sheets[0].notes
    correct(sealed, 110.0)
    paper = published_paper(sealed, 2024, Options())
    assert len(paper.sheets) == 1
    first = paper.sheets[0].rows[0]
    assert first[7] == pytest.approx(10 * FUEL_AR6 / 1000)
    assert str(first[9]) == "Unadjusted"
    assert len(paper.findings) == 5
    assert sealed.inventory.get(Source, 1).name == "Fuel"
