"""Checks are told apart by code and place, and the place outlives names, counts and the order of things."""

from __future__ import annotations

import json

import pytest

from carbondesk.domain.records import Acknowledgement, Source
from carbondesk.domain.schema import warning
from carbondesk.domain.text import say
from carbondesk.report.acknowledgements import checks, place_of, source_of
from carbondesk.report.figures import Figures
from carbondesk.report.findings import inventory_findings
from carbondesk.report.flags import flags_of
from carbondesk.report.grids import note_place
from carbondesk.report.published import figures_to_seal
from carbondesk.store.seals import seal_year
from tests.report.ledger_books import book, figures_of, whole_year


@pytest.fixture
def figures() -> Figures:
    """Return figures of a year in which one month stands out and one is missing."""
    entries = [each for each in whole_year() if (each.source, each.start.month) != (2, 5)]
    found = figures_of(book(), entries)
    with found.inventory.step(say("Edit")) as step:
        step.change(found.inventory.activities(1)[2], quantity=900.0)
    found.load()
    return found


def test_every_check_has_a_place_of_its_own(figures: Figures) -> None:
    found = inventory_findings(figures)
    places = {(each.code, place_of(figures, each)) for each in found}
    assert len(places) == len(found) > 3


def test_a_month_that_stands_out_has_the_place_that_data_entry_gives_it(figures: Figures) -> None:
    flag = flags_of(figures.inventory, figures.sources.values(), 2024)[1][0]
    check = next(each for each in checks(figures) if each.finding.code == flag.finding.code)
    assert check.place == note_place(flag.source, flag.month)
    assert check.is_open


def test_an_explanation_closes_its_check_and_only_that(figures: Figures) -> None:
    before = checks(figures)
    wanted = before[0]
    with figures.inventory.step(say("Explain")) as step:
        step.add(Acknowledgement(code=wanted.finding.code, place=wanted.place, note="Seen", by="Controller"))
    after = {each.key: each for each in checks(figures)}
    note = after[wanted.key].explained
    assert note is not None
    assert note.note == "Seen"
    assert sum(not each.is_open for each in after.values()) == 1
    figures.inventory.undo()
    assert all(each.is_open for each in checks(figures))


def test_a_place_outlives_a_new_name_of_its_source(figures: Figures) -> None:
    found = warning("x", say("{source} is odd", source="Fuel"), source="Fuel", site="A", month="2024-01")
    before = place_of(figures, found)
    with figures.inventory.step(say("Rename")) as step:
        step.change(figures.inventory.get(Source, 1), name="Heating oil")
    figures.load()
    assert place_of(figures, found.at(source="Heating oil")) == before


def test_counts_do_not_make_another_check_but_names_do(figures: Figures) -> None:
    def about(carrier: str, sources: int) -> str:
        message = say("No factor for {what} in {n}.", what=say("{carrier}", carrier=carrier), n=sources)
        return place_of(figures, warning("x", message, sources=sources, year=2024))

    assert about("diesel", 2) == about("diesel", 3)
    assert about("diesel", 2) != about("LPG", 2)
    assert json.loads(about("LPG", 2)) == {"about": ["LPG"], "year": 2024}


def test_a_site_is_named_by_its_lasting_identity(figures: Figures) -> None:
    place = json.loads(place_of(figures, warning("x", say("Odd."), site="B")))
    assert place == {"site": figures.sites[2].uid}
    assert json.loads(place_of(figures, warning("x", say("Odd."), site="gone", day=say("today")))) == {
        "day": "today",
        "site": "gone",
    }


def test_a_source_whose_name_two_sites_share_needs_its_site(figures: Figures) -> None:
    assert source_of(figures, warning("x", say("Odd."), source="Power", site="B")) == 5
    assert source_of(figures, warning("x", say("Odd."), source="Power")) is None
    assert source_of(figures, warning("x", say("Odd."), source="Fuel")) == 1


def test_a_change_after_a_seal_is_a_check(figures: Figures) -> None:
    seal_year(figures.inventory, 2024, figures_to_seal(figures, 2024), purpose="Annual report")
    assert "published-unadjusted" not in {each.finding.code for each in checks(figures)}
    with figures.inventory.step(say("New potentials")) as step:
        step.change(figures.inventory.organisation, gwp="AR5")
    figures.load()
    assert "published-unadjusted" in {each.finding.code for each in checks(figures)}
