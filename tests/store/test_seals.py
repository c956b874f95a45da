from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import PublishedFigure, Seal, YearLock
from carbondesk.domain.text import say
from carbondesk.store.errors import LockedYear, NotUnique
from carbondesk.store.inventory import Inventory
from carbondesk.store.locks import reopen
from carbondesk.store.seals import Figure, as_reported, seal_year
from tests.store.samples import filled, month

FIGURES = (
    Figure(scope="1", value=120.5, boundary="operational-control"),
    Figure(scope="2", value=80.25, method="market", base="AR6"),
)


def test_a_seal_is_one_step_with_lock_head_and_figures(inventory: Inventory) -> None:
    filled(inventory)
    before = inventory.head
    seal = seal_year(
        inventory, 2025, FIGURES, purpose="Annual report", person="Controller",
        published_in="Report 2025", published_on=date(2026, 3, 1), signature="signed elsewhere",
    )  # fmt: skip
    newest = inventory.steps()[0]
    assert (newest.id, newest.reason, newest.person) == (3, "Annual report", "Controller")
    assert str(newest.title) == "Seal 2025"
    assert inventory.all(Seal) == [seal]
    assert (seal.sealed_step, seal.head, seal.signature, seal.year) == (2, before, "signed elsewhere", 2025)
    assert [lock.year for lock in inventory.all(YearLock)] == [2025]
    assert [(row.scope, row.method, row.value, row.version, row.seal) for row in inventory.all(PublishedFigure)] == [
        ("1", "", 120.5, 1, seal.id),
        ("2", "market", 80.25, 1, seal.id),
    ]  # fmt: skip
    assert inventory.verify(against=seal.head).intact


def test_reopening_keeps_the_figures_and_the_next_seal_counts_on(inventory: Inventory) -> None:
    _, source = filled(inventory)
    assert as_reported(inventory, 2025) == []
    seal_year(inventory, 2025, FIGURES, purpose="Annual report")
    with inventory.step(say("Correct"), reason="A bill came late") as step:
        reopen(inventory, step, 2025)
        step.add(month(source.id, 2025, 3, 7.0))
    assert [row.value for row in as_reported(inventory, 2025)] == [120.5, 80.25]
    second = seal_year(inventory, 2025, [Figure(scope="1", value=121.0)], purpose="Restated")
    assert [(row.version, row.value) for row in as_reported(inventory, 2025)] == [(2, 121.0)]
    assert [row.value for row in as_reported(inventory, 2025, 1)] == [120.5, 80.25]
    assert second.signature == ""
    assert inventory.verify(against=second.head).intact


def test_a_sealed_year_is_locked_and_not_sealed_twice(inventory: Inventory) -> None:
    _, source = filled(inventory)
    seal_year(inventory, 2025, FIGURES, purpose="Annual report")
    with pytest.raises(NotUnique):
        seal_year(inventory, 2025, FIGURES, purpose="Again")
    with pytest.raises(LockedYear), inventory.step(say("Add")) as step:
        step.add(month(source.id, 2025, 3, 7.0))
    assert len(inventory.all(Seal)) == 1
