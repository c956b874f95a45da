"""Versions and approvals of targets, on real inventories in memory."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Approval, Exclusion, Organisation, Target, TargetVersion
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.store.target_versions import (
    approve,
    changed_since,
    is_approved,
    restore_version,
    save_version,
    versions,
)

DAY = date(2026, 5, 4)


@pytest.fixture
def inventory() -> Inventory:
    made = Inventory.in_memory(Organisation(name="Acme", country="DE"))
    with made.step(say("Add target")) as step:
        target = step.add(Target(name="Operations", base_year=2021, reduction=0.42))
        step.add(Exclusion(target=target.id, category="process", emissions=5.0, reason="tiny"))
        step.add(Exclusion(category="fugitive", emissions=1.0, reason="of the inventory"))
    return made


def ours(inventory: Inventory) -> Target:
    return inventory.all(Target)[0]


def edit(inventory: Inventory, **fields: object) -> Target:
    with inventory.step(say("Edit target")) as step:
        return step.change(ours(inventory), **fields)


def test_a_version_is_kept_once_for_each_content(inventory: Inventory) -> None:
    assert changed_since(inventory, ours(inventory))
    first = save_version(inventory, ours(inventory), by="Sustainability lead", today=DAY, note="first")
    assert (first.version, first.saved_on, first.saved_by, first.note) == (
        1,
        DAY,
        "Sustainability lead",
        "first",
    )
    assert not changed_since(inventory, ours(inventory))
    assert save_version(inventory, ours(inventory), by="x", today=DAY) == first
    edit(inventory, reduction=0.5)
    assert changed_since(inventory, ours(inventory))
    assert save_version(inventory, ours(inventory), by="x", today=DAY).version == 2
    assert ours(inventory).version == 2
    assert [found.version for found in versions(inventory, ours(inventory))] == [1, 2]


def test_an_approval_falls_away_on_change_and_comes_back_with_the_content(inventory: Inventory) -> None:
    assert is_approved(inventory, ours(inventory)) is None
    given = approve(inventory, ours(inventory), by="Board", today=DAY, note="minutes 7")
    assert is_approved(inventory, ours(inventory)) == given
    assert inventory.count(TargetVersion) == 1
    edit(inventory, reduction=0.43)
    assert is_approved(inventory, ours(inventory)) is None
    inventory.undo()
    assert is_approved(inventory, ours(inventory)) == given
    edit(inventory, state="validated", valid_under="SBTi-CNZS-1.3.1")
    assert is_approved(inventory, ours(inventory)) == given


def test_a_changed_exclusion_takes_the_approval_away(inventory: Inventory) -> None:
    approve(inventory, ours(inventory), by="Board", today=DAY)
    with inventory.step(say("Edit exclusion")) as step:
        step.change(inventory.all(Exclusion)[0], emissions=6.0)
    assert is_approved(inventory, ours(inventory)) is None


def test_approving_what_is_kept_adds_no_version(inventory: Inventory) -> None:
    save_version(inventory, ours(inventory), by="x", today=DAY)
    approve(inventory, ours(inventory), by="Board", today=DAY)
    approve(inventory, ours(inventory), by="Board", today=DAY)
    assert (inventory.count(TargetVersion), inventory.count(Approval)) == (1, 2)


def test_an_older_version_comes_back_with_its_exclusions_in_one_step(inventory: Inventory) -> None:
    first = save_version(inventory, ours(inventory), by="x", today=DAY)
    given = approve(inventory, ours(inventory), by="Board", today=DAY)
    with inventory.step(say("Widen")) as step:
        step.remove(inventory.all(Exclusion)[0])
        step.change(ours(inventory), reduction=0.6, name="All of it")
    save_version(inventory, ours(inventory), by="x", today=DAY)
    after = len(inventory.steps())
    back = restore_version(inventory, first)
    assert (back.name, back.reduction, back.version) == ("Operations", 0.42, 1)
    assert [found.emissions for found in inventory.find(Exclusion, target=back.id)] == [5.0]
    assert inventory.find(Exclusion, target=None) != []
    assert len(inventory.steps()) == after + 1
    assert is_approved(inventory, back) == given
    assert not changed_since(inventory, back)
    edit(inventory, reduction=0.7)
    assert save_version(inventory, ours(inventory), by="x", today=DAY).version == 3
    inventory.undo()
    inventory.undo()
    inventory.undo()
    assert ours(inventory).reduction == 0.6
    assert inventory.verify().intact


def test_removing_a_target_takes_its_versions_along(inventory: Inventory) -> None:
    approve(inventory, ours(inventory), by="Board", today=DAY)
    with inventory.step(say("Remove target")) as step:
        step.remove_with_dependents(ours(inventory))
    assert inventory.count(TargetVersion) == 0
    inventory.undo()
    assert is_approved(inventory, ours(inventory)) is not None


def test_a_target_that_is_not_stored_has_no_version(inventory: Inventory) -> None:
    assert changed_since(inventory, Target(name="Draft"))
    assert is_approved(inventory, Target(name="Draft")) is None


def test_a_version_that_another_program_wrote_changes_nothing(inventory: Inventory) -> None:
    kept = save_version(inventory, ours(inventory), by="x", today=DAY)
    with inventory.step(say("Another program")) as step:
        broken = step.change(kept, content='{"name":"x","exclusions":[{"category":"none"}]}')
    before = inventory.head
    with pytest.raises(CarbonDeskError, match="cannot be read"):
        restore_version(inventory, broken)
    assert inventory.head == before
