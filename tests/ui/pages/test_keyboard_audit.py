"""The Audit page by keyboard alone, with real keys in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Acknowledgement, VerificationLine, VerificationRound
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.widgets.buttons import Segment
from tests.ui.pages import plants
from tests.ui.pages.fingers import Fingers, keyboard


@pytest.fixture
def fingers(qtbot: QtBot, tmp_path: Path) -> Iterator[Fingers]:
    with keyboard(qtbot, tmp_path, plants.inventory(years=range(2024, 2026), gaps=True)) as made:
        yield made


def audit(fingers: Fingers) -> AuditPage:
    fingers.press("Ctrl+8")
    page = fingers.page()
    assert isinstance(page, AuditPage)
    return page


def view(fingers: Fingers, page: AuditPage, name: str) -> None:
    """Go to the segments in the header and step to a view with the arrows."""
    views = page.segments.findChildren(Segment)
    for _ in range(40):
        if fingers.focused() in views:
            break
        fingers.press("Tab")
    for _ in range(4):
        if page.state()["view"] == name:
            break
        fingers.press("Right")
    assert page.state()["view"] == name


def test_a_check_is_explained_and_the_explanation_withdrawn(fingers: Fingers) -> None:
    page = audit(fingers)
    view(fingers, page, "checks")
    fingers.until(lambda: page.checks.current() is not None)
    rows = fingers.tab_to("Checks")
    fingers.press("Down")
    check = page.checks.current()
    assert check is not None
    fingers.tab_to("Explanation")
    fingers.type("Right as it is: a plant of another kind")
    fingers.press("Ctrl+Return")
    (kept,) = fingers.inventory().all(Acknowledgement)
    assert (kept.code, kept.note) == (check.finding.code, "Right as it is: a plant of another kind")
    assert kept.by == "Energy manager"
    assert fingers.focused() is rows
    fingers.tab_to("Explanation")
    fingers.press("Escape")
    assert fingers.focused() is rows
    fingers.press("Ctrl+Z")
    assert fingers.inventory().all(Acknowledgement) == []


def test_a_round_is_drawn_answered_and_a_line_noted(fingers: Fingers) -> None:
    page = audit(fingers)
    view(fingers, page, "verification")
    fingers.tab_to("New round…")
    fingers.press("Space")
    fingers.tab_to("Materiality, % of the year's total")
    fingers.write("10")
    fingers.tab_to("Lines in the sample (optional)")
    fingers.type("6")
    fingers.tab_to("Verifier (optional)")
    fingers.type("Assurance Ltd")
    fingers.press("Return")
    fingers.until(lambda: page.rounds.round is not None)
    (made,) = fingers.inventory().all(VerificationRound)
    assert (made.materiality, made.verifier) == (0.1, "Assurance Ltd")
    lines = fingers.inventory().all(VerificationLine)
    assert len(lines) >= 6
    assert fingers.focused() is page.rounds.table

    fingers.type("c")
    fingers.type("n")
    fingers.press("M")
    fingers.type("-12.5")
    fingers.press("Return")
    fingers.press("Space")
    found = fingers.inventory().all(VerificationLine)
    assert [line.result for line in found[:2]] == ["correct", "not found"]
    assert (found[2].misstatement, found[2].corrected) == (-12.5, True)
    fingers.press("Delete")
    assert fingers.inventory().all(VerificationLine)[2].result in {"", "pending"}
    fingers.press("Ctrl+Z")
    assert fingers.inventory().all(VerificationLine)[2].misstatement == -12.5
