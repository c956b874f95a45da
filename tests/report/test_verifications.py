"""Rounds: the sample adds up to the year, stays as frozen, comes again from its seed, and is judged and exported."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import openpyxl
import pytest

from carbondesk.domain.records import VerificationLine, VerificationRound
from carbondesk.domain.text import say
from carbondesk.report.documents import paper_xlsx
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, imprint
from carbondesk.report.roundpapers import round_paper, verification_paper
from carbondesk.report.verifications import (
    Draw,
    Result,
    draw,
    fields_of,
    found,
    lines_of,
    rule_size,
    sampled,
    terms_of,
)
from carbondesk.store.rounds import begin_round
from tests.report.ledger_books import FUEL_AR6, book, entry, figures_of, whole_year
from tests.report.test_papers import TODAY

TOTAL = (12 * 100 * FUEL_AR6 + 24 * 100 * 0.5) / 1000


@pytest.fixture
def figures() -> Figures:
    """Return figures of a year of 36 lines that count."""
    return figures_of(book(), whole_year())


def begun(figures: Figures, made: Draw) -> VerificationRound:
    return begin_round(figures.inventory, made.round("Verify Ltd"), made.lines())


def test_the_lines_of_a_draw_add_up_to_the_year(figures: Figures) -> None:
    told: list[tuple[int, int]] = []
    made = draw(
        figures, 2024, materiality=0.05, seed=7, progress=lambda done, total, *_: told.append((done, total))
    )
    assert sum(stratum.tonnes for stratum in made.plan.strata) == pytest.approx(TOTAL)
    assert made.plan.material == pytest.approx(0.05 * TOTAL)
    assert (len(made.entries), made.step, made.head) == (36, 3, figures.inventory.head)
    assert told[-1] == (4, 4)


def test_a_seed_draws_the_same_lines_again(figures: Figures) -> None:
    first = draw(figures, 2024, materiality=0.2, seed=7, size=9)
    again = draw(figures, 2024, materiality=0.2, seed=7, size=9)
    other = draw(figures, 2024, materiality=0.2, seed=8, size=9)
    assert first.lines() == again.lines()
    assert first.lines() != other.lines()


def test_a_round_keeps_values_as_they_were_and_shows_those_of_now(figures: Figures) -> None:
    made = begun(figures, draw(figures, 2024, materiality=0.02, seed=7))
    first = lines_of(figures, made)[0]
    with figures.inventory.step(say("Edit")) as step:
        step.change(figures.inventory.activities()[first.activity - 1], quantity=200.0)
    figures.load()
    line = sampled(figures, made)[0]
    assert line.line.value is not None
    assert line.now == pytest.approx(2 * line.line.value)
    assert line.change == pytest.approx(line.line.value)
    assert line.site
    assert ", " in str(line.name)


def test_an_entry_that_was_removed_has_no_value_now(figures: Figures) -> None:
    made = begun(figures, draw(figures, 2024, materiality=0.02, seed=7))
    first = lines_of(figures, made)[0]
    with figures.inventory.step(say("Remove")) as step:
        step.remove(figures.inventory.activities()[first.activity - 1])
    figures.load()
    line = sampled(figures, made)[0]
    assert (line.entry, line.now, line.change) == (None, None, None)
    assert str(line.name) == f"Removed entry {first.activity}"


def test_an_entry_without_a_factor_cannot_be_drawn(figures: Figures) -> None:
    with figures.inventory.step(say("Edit")) as step:
        step.change(figures.sources[5], factor="", carrier="unheard of")
    figures.load()
    made = draw(figures, 2024, materiality=0.05, seed=7)
    assert [each.code for each in made.plan.findings] == ["sample-valueless"]
    assert {figures.inventory.activities(5)[0].id} & {line.activity for line in made.lines()} == set()


def test_results_make_misstatements_that_are_projected(figures: Figures) -> None:
    made = begun(figures, draw(figures, 2024, materiality=0.5, seed=7, size=6))
    lines = lines_of(figures, made)
    with figures.inventory.step(say("Results")) as step:
        for line in lines:
            step.change(line, **fields_of(Result.CORRECT, line.value, None))
        step.change(lines[0], **fields_of(Result.NOT_FOUND, lines[0].value, None), corrected=True)
        step.change(lines[1], **fields_of(Result.MISSTATED, lines[1].value, -0.01))
    result = found(figures, made)
    assert result.corrected_net == pytest.approx(lines[0].value)
    assert result.uncorrected_net == pytest.approx(-0.01)
    assert result.pending == 0
    assert result.projected_gross > 0


def test_a_result_names_its_misstatement() -> None:
    assert fields_of(Result.PENDING, 5.0, 1.0) == {"result": "", "misstatement": None, "corrected": False}
    assert fields_of(Result.CORRECT, 5.0, 1.0) == {
        "result": "correct",
        "misstatement": 0.0,
        "corrected": False,
    }
    assert fields_of(Result.NOT_FOUND, 5.0, 1.0) == {"result": "not found", "misstatement": 5.0}
    assert fields_of(Result.MISSTATED, 5.0, 1.0) == {"result": "misstatement", "misstatement": 1.0}


def test_the_rule_is_told_for_shares_alone() -> None:
    assert (rule_size(0.05), rule_size(0.0), rule_size(2.0)) == (60, 0, 0)


@pytest.mark.parametrize("note", ["", "a remark", "[1]"])
def test_a_round_from_elsewhere_has_no_terms(note: str) -> None:
    made = VerificationRound(year=2024, frozen_step=1, materiality=0.05, seed=1, sample_size=4, note=note)
    terms = terms_of(made)
    assert (terms.strata, terms.asked, terms.material, terms.by_rule) == ((), 4, 0.0, False)


def test_a_round_of_an_older_file_keeps_its_draw_in_its_note(figures: Figures) -> None:
    made = draw(figures, 2024, materiality=0.05, seed=7, method="location").round()
    assert (made.method, made.note) == ("location", "")
    older = replace(
        made, note=json.dumps({"method": "location", **json.loads(made.draw)}), draw="", method="market"
    )
    assert terms_of(older) == terms_of(made)
    assert terms_of(made).strata


def test_the_paper_holds_result_sample_strata_and_how_to_draw_it_again(figures: Figures) -> None:
    made = begun(figures, draw(figures, 2024, materiality=0.05, seed=7))
    with figures.inventory.step(say("Result")) as step:
        step.change(lines_of(figures, made)[0], result="seen elsewhere", misstatement=0.1, note="by phone")
    paper = verification_paper(figures, 2024, Options())
    assert [str(sheet.title) for sheet in paper.sheets] == [
        "Result",
        "Sample",
        "Strata",
        "How to draw it again",
    ]
    result, sample, strata, again = paper.sheets
    assert len(sample.rows) == made.sample_size == sum(int(str(row[3])) for row in strata.rows)
    assert sample.rows[0][5:] == ("seen elsewhere", 0.1, say("no"), "by phone")
    facts = {str(row[0]): str(row[1]) for row in again.rows}
    assert facts["Seed of the sample"] == "7"
    assert facts["Head of history"] == figures.inventory.traces.steps(1, before=4)[0].digest
    assert facts["Number of lines"] == "By the rule"
    assert result.rows[-1][1] == pytest.approx(0.05 * TOTAL)
    book_ = openpyxl.load_workbook(io.BytesIO(paper_xlsx(paper, imprint(figures, 2024, Options(), TODAY))))
    assert "Sample" in book_.sheetnames


def test_a_round_without_terms_still_makes_a_paper(figures: Figures) -> None:
    made = begin_round(
        figures.inventory,
        VerificationRound(year=2024, frozen_step=1, materiality=0.05, seed=1),
        [VerificationLine(round=0, activity=1)],
    )
    paper = round_paper(figures, made)
    assert paper.sheets[0].rows[0][3] == ""
    assert paper.sheets[1].rows[0][3] is None


def test_a_year_without_a_round_says_so(figures: Figures) -> None:
    paper = verification_paper(figures, 2023, Options())
    assert str(paper.sheets[0].notes[0]) == "There is no verification round of 2023 yet."


def test_a_period_of_several_months_is_named_by_its_days() -> None:
    year = entry(1, "2024-01", 9.0)
    figures = figures_of(book(), [replace(year, end=year.end.replace(month=3))])
    made = begun(figures, draw(figures, 2024, materiality=0.05, seed=1))
    assert "2024-01-01 to 2024-03-31" in str(sampled(figures, made)[0].name)
