"""Published figures on the audit page: unchanged, changed against the materiality, restated, said as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import PublishedFigure
from carbondesk.domain.text import say
from carbondesk.report.published import figures_to_seal
from carbondesk.store.locks import reopen
from carbondesk.store.seals import seal_year
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.pages.audit.sealing import SealDialog
from tests.ui.pages import plants
from tests.ui.pages.audit_desk import opened


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[AuditPage]:
    made = opened(qtbot, plants.inventory(years=range(2024, 2026), revenue=False))
    made.segments.set_value("published")
    yield made
    made.session.close()


def seal(page: AuditPage, year: int = 2025) -> None:
    figures, inventory = page.session.figures, page.session.inventory
    assert figures is not None
    assert inventory is not None
    seal_year(inventory, year, figures_to_seal(figures, year), purpose="Annual report")


def change(page: AuditPage, factor: float) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    entry = inventory.activities(1)[-1]
    with page.session.step(say("Correct"), "A bill came late") as step:
        reopen(inventory, step, 2025)
        step.change(entry, quantity=entry.quantity * factor)


def words(page: AuditPage, column: int) -> list[str]:
    return [row[column].words for row in page.publications.model.rows]


def test_nothing_published_leads_to_a_seal(page: AuditPage) -> None:
    assert page.publications.none.isVisible()
    page.publications.seal_wanted.emit()
    assert isinstance(page.seals.dialog, SealDialog)
    page.seals.dialog.reject()
    page.publications.copy_sentence()


def test_a_sealed_year_stands_unchanged(page: AuditPage) -> None:
    seal(page)
    assert page.publications.badge.text() == "Unchanged"
    assert words(page, 4) == words(page, 5)
    assert set(words(page, 8)) == {"Unchanged"}
    assert page.publications.side.list.lines.rows[0].text == "version 1, locked"


def test_a_later_change_shows_its_effect_until_the_year_is_restated(page: AuditPage) -> None:
    seal(page)
    change(page, 1.01)
    assert page.publications.badge.text() == "Unadjusted change"
    assert words(page, 8).count("Unadjusted") == 5
    assert words(page, 6)[0].startswith("+")
    assert page.publications.side.list.lines.rows[0].text == "version 1, open, 5 changed"
    assert "Published 1" in [button.text() for button in page.segments.findChildren(QPushButton)]
    seal(page)
    assert words(page, 1)[:1] == ["2"]
    assert set(words(page, 8)) == {"Unchanged", "Restated since"}


def test_a_material_change_says_so(page: AuditPage) -> None:
    seal(page)
    change(page, 50.0)
    assert page.publications.badge.text() == "Material change"
    assert page.publications.model.rows[0][8].ink == "err"


def test_the_figure_in_view_is_copied_as_a_sentence(page: AuditPage) -> None:
    seal(page)
    page.publications.table.selectRow(2)
    page.commands()["copy_sentence"]()
    text = QApplication.clipboard().text()
    assert text.startswith("Scope 2, Market-based emissions in 2025 were ")
    assert text == page.publications.sentence.text()
    page.commands()["copy"]()
    assert QApplication.clipboard().text().splitlines()[1].startswith("Scope 2, Market-based\t1\t")


def test_years_are_chosen_and_searched(page: AuditPage) -> None:
    seal(page, 2024)
    seal(page)
    change(page, 1.01)
    rows = page.publications.side.list
    assert [row.title for row in rows.lines.rows] == ["2025", "2024"]
    rows.setCurrentIndex(rows.lines.index(1, 0))
    assert page.publications.title.text() == "Published for 2024"
    page.publications.side.segments.set_value(True)
    assert [row.title for row in rows.lines.rows] == ["2025"]
    page.publications.side.search.setText("1999")
    assert page.publications.none.isVisible()


def test_a_figure_that_cannot_be_compared_has_no_value_now(page: AuditPage) -> None:
    with page.session.step(say("Keep")) as step:
        step.add(PublishedFigure(year=2019, scope="fleet", value=3.0))
        step.add(PublishedFigure(year=2019, scope="1", value=0.0, version=1))
    assert words(page, 5) == ["–", "0.0"]
    assert words(page, 8) == ["Not comparable", "Unchanged"]
