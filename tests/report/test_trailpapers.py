"""The trail as a paper: every value before and after, in all kinds of files."""

from __future__ import annotations

import pytest

from carbondesk.domain.records import Site
from carbondesk.domain.text import say
from carbondesk.report.documents import RENDERERS
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, imprint
from carbondesk.report.trailpapers import trail_paper
from tests.report.ledger_books import book, figures_of, whole_year
from tests.report.test_papers import TODAY


@pytest.fixture
def figures() -> Figures:
    """Return figures whose history has additions, an edit of many rows, and a removal."""
    found = figures_of(book(), whole_year())
    with found.inventory.step(say("Edit"), reason="Meter was wrong", person="Liu Wei") as step:
        for entry in found.inventory.activities(1):
            step.change(entry, quantity=entry.quantity + 0.5)
    with found.inventory.step(say("Remove")) as step:
        site = step.add(Site(name="Gone", country="DE"))
    with found.inventory.step(say("Remove")) as step:
        step.remove(site)
    return found


def test_each_value_has_a_row_with_its_step_person_and_digest(figures: Figures) -> None:
    sheet = trail_paper(figures).sheets[0]
    edits = [row for row in sheet.rows if row[0] == 4]
    assert len(edits) == 7
    assert (edits[0][3], str(edits[0][7]), edits[0][8], edits[0][9], edits[0][10], edits[0][11]) == (
        "Liu Wei", "Quantity", 100.0, 100.5, "L", "Meter was wrong",
    )  # fmt: skip
    assert str(edits[-1][5]) == "6 more changes"
    assert [str(cell) for cell in sheet.rows[0][8:10]] == ["removed", ""]
    assert [str(cell) for cell in sheet.rows[1][8:10]] == ["", "added"]
    assert any(str(row[5]) == "Entries: 60" for row in sheet.rows)
    assert sheet.notes == ()


def test_a_long_history_says_that_it_was_cut(figures: Figures) -> None:
    told: list[int] = []
    sheet = trail_paper(figures, lambda done, *_: told.append(done), most=2).sheets[0]
    assert str(sheet.notes[0]) == "Only the newest 2 steps are listed here."
    assert told == [2]


def test_it_is_written_in_every_kind_of_file(figures: Figures) -> None:
    base = imprint(figures, 2024, Options(), TODAY)
    for write in RENDERERS.values():
        assert write(trail_paper(figures), base)
