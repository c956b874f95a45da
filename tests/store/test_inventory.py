from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import MEMORY, Inventory
from tests.store.samples import ACME, filled, month


def test_a_new_inventory_holds_its_organisation_and_one_step(inventory: Inventory) -> None:
    assert inventory.organisation.name == "Acme Electronics"
    assert [str(step.title) for step in inventory.steps()] == ["New inventory"]
    assert inventory.path == MEMORY
    assert not inventory.read_only


def test_records_are_found_by_any_field(inventory: Inventory) -> None:
    site, source = filled(inventory)
    assert inventory.all(Site) == [site]
    assert inventory.find(Site) == [site]
    assert inventory.find(Site, name="Nanjing", country="CN") == [site]
    assert inventory.find(Site, name="Porto") == []
    assert inventory.find(Site, to=None, id=site.id, step=2, uid=site.uid) == [site]
    assert inventory.find(Source, generated_on_site=False, from_=None, site=site.id) == [source]
    assert inventory.count(Source) == 1
    with pytest.raises(KeyError):
        inventory.find(Site, nonsense=1)


def test_entries_are_read_by_source_and_days(inventory: Inventory) -> None:
    site, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        second = step.add(Source(site=site.id, name="Grid", category="electricity", unit="kWh"))
        for number in (3, 1, 2):
            step.add(month(source.id, 2025, number, float(number)))
        step.add(month(second.id, 2025, 2, 20.0))

    def quantities(*arguments: object, **fields: object) -> list[float]:
        return [entry.quantity for entry in inventory.activities(*arguments, **fields)]  # type: ignore[arg-type]

    assert quantities() == [1.0, 2.0, 3.0, 20.0]
    assert quantities(source.id) == [1.0, 2.0, 3.0]
    assert quantities({second.id, source.id}, from_=date(2025, 2, 28)) == [2.0, 3.0, 20.0]
    assert quantities(source.id, to=date(2025, 2, 1)) == [1.0, 2.0]
    assert quantities(None, date(2025, 2, 1), date(2025, 2, 1)) == [2.0, 20.0]
    assert quantities([]) == []


def test_a_file_opens_again_with_what_was_written(path: Path) -> None:
    with Inventory.open(path) as inventory:
        site, _ = filled(inventory)
    with Inventory.open(path) as inventory:
        assert inventory.all(Site) == [site]
        assert inventory.last_commit_seconds == 0.0
        with inventory.step(say("Edit")) as step:
            step.change(site, name="Nanjing 2")
        assert inventory.last_commit_seconds > 0.0


def test_another_connection_sees_the_file_and_is_noticed(path: Path) -> None:
    with Inventory.open(path) as inventory, inventory.reopen() as second:
        assert not inventory.external_change()
        filled(second)
        assert inventory.external_change()
        assert not inventory.external_change()
        assert inventory.count(Site) == 1
        with inventory.step(say("Remove")) as step:
            step.remove_with_dependents(inventory.all(Site)[0])
        assert not inventory.external_change()


def test_the_head_stands_for_the_whole_history(inventory: Inventory) -> None:
    first = inventory.head
    filled(inventory)
    assert inventory.head != first
    assert inventory.head == inventory.steps(1)[0].digest


def test_closing_twice_is_no_fault(path: Path) -> None:
    inventory = Inventory.open(path)
    inventory.close()
    inventory.close()


def test_a_fiscal_year_can_be_chosen_at_the_start() -> None:
    organisation = Organisation(name="Acme", country="IN", year_start=4)
    with Inventory.in_memory(organisation) as inventory:
        _, source = filled(inventory)
        with inventory.step(say("Add")) as step:
            step.add(month(source.id, 2025, 3, 1.0))
        assert list(inventory.annual().year) == [2024]
        assert inventory.count(Activity) == 1


def test_a_uid_is_made_for_the_organisation(inventory: Inventory) -> None:
    assert ACME.uid == ""
    assert len(inventory.organisation.uid) == 36


def test_only_an_inventory_without_a_file_is_in_memory(inventory: Inventory, path: Path) -> None:
    assert inventory.is_in_memory
    with Inventory.open(path) as filed:
        assert not filed.is_in_memory
