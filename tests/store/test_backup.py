from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from carbondesk.domain.records import Site
from carbondesk.domain.text import say
from carbondesk.store.backup import KEPT
from carbondesk.store.errors import AlreadyThere, NotFound
from carbondesk.store.inventory import Inventory
from tests.store.samples import ACME, contents, filled

DAY = date(2026, 3, 1)


def test_a_copy_holds_everything_and_its_history(path: Path) -> None:
    with Inventory.open(path) as inventory:
        filled(inventory)
        copy = path.with_name("copy.cdesk")
        inventory.backup(copy)
        with Inventory.open(copy) as second:
            assert contents(second) == contents(inventory)
            assert second.head == inventory.head
            assert second.verify().intact
            second.undo()
            assert second.count(Site) == 0
        assert inventory.count(Site) == 1
    assert {entry.name for entry in path.parent.iterdir()} == {"acme.cdesk", "copy.cdesk"}


def test_a_copy_replaces_an_older_one(path: Path) -> None:
    copy = path.with_name("copy.cdesk")
    copy.write_text("old")
    with Inventory.open(path) as inventory:
        inventory.backup(copy)
    with Inventory.open(copy) as second:
        assert second.organisation.name == ACME.name


def test_an_inventory_is_never_written_over_itself(path: Path) -> None:
    before = path.read_bytes()
    other_name = path.parent / ".." / path.parent.name / path.name
    with Inventory.open(path) as inventory:
        for name in (path, other_name):
            with pytest.raises(AlreadyThere, match="is the inventory itself"):
                inventory.backup(name)
    assert path.read_bytes() == before


def test_an_inventory_in_memory_can_be_saved(inventory: Inventory, tmp_path: Path) -> None:
    filled(inventory)
    inventory.backup(tmp_path / "saved.cdesk")
    with Inventory.open(tmp_path / "saved.cdesk") as saved:
        assert contents(saved) == contents(inventory)


def test_a_copy_into_no_folder_is_refused(inventory: Inventory, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        inventory.backup(tmp_path / "absent" / "saved.cdesk")


def test_a_copy_is_made_once_a_day(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with Inventory.open(path) as inventory:
        made = inventory.backup_daily(folder, DAY)
        assert made == folder / "acme 2026-03-01.cdesk"
        filled(inventory)
        assert inventory.backup_daily(folder, DAY) is None
    with Inventory.open(made) as second:
        assert second.count(Site) == 0


def test_only_the_newest_copies_of_a_file_are_kept(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = [folder / "acme.cdesk", folder / "acme two 2020-01-01.cdesk", folder / "acme notes.txt"]
    for other in others:
        other.write_text("not ours to remove")
    with Inventory.open(path) as inventory:
        for n in range(KEPT + 3):
            inventory.backup_daily(folder, DAY + timedelta(days=n))
    kept = sorted(entry.name for entry in folder.iterdir() if entry not in others)
    assert kept[0] == "acme 2026-03-04.cdesk"
    assert len(kept) == KEPT
    assert all(other.exists() for other in others)


def test_brackets_in_a_name_stand_for_themselves(tmp_path: Path) -> None:
    path, folder = tmp_path / "a[1]*.cdesk", tmp_path / "backups"
    with Inventory.create(path, ACME) as inventory:
        for n in range(KEPT + 1):
            inventory.backup_daily(folder, DAY + timedelta(days=n))
        with inventory.step(say("Add")) as step:
            step.add(Site(name="Nanjing", country="CN"))
    assert len(list(folder.iterdir())) == KEPT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_copy_takes_the_place_of_no_pipe_and_no_device(path: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.cdesk"
    os.mkfifo(pipe)
    with Inventory.open(path) as inventory, pytest.raises(AlreadyThere):
        inventory.backup(pipe)
    assert pipe.is_fifo()
    assert not list(tmp_path.glob("*.part"))
