"""Whole copies: the file, its history and its documents, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Cancelled, silent
from carbondesk.domain.records import Activity, Organisation
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.store import copies, evidence
from carbondesk.store.errors import AlreadyThere
from carbondesk.store.inventory import Inventory
from tests.store.samples import contents, filled, month

PAGES = (b"%PDF-1.7 an invoice of January", b"%PDF-1.7 an invoice of February")


@pytest.fixture
def plant(path: Path, tmp_path: Path) -> Iterator[Inventory]:
    """Return an inventory in a file, with two entries and a document for each; one of them is attached twice."""
    with Inventory.open(path) as inventory:
        _, source = filled(inventory)
        with inventory.step(say("Months")) as step:
            step.add_many(Activity, [month(source.id, 2025, number, 10.0) for number in (1, 2)])
        tray = tmp_path / "tray"
        tray.mkdir()
        for number, content in enumerate(PAGES, 1):
            for name in (f"{number}.pdf", f"{number} again.pdf"):
                (tray / name).write_bytes(content)
                with inventory.step(say("Attach")) as step:
                    evidence.attach(inventory, step, tray / name, [("activity", number)])
        yield inventory


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_copy_takes_its_documents_along(plant: Inventory, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "copy.cdesk"
    target.parent.mkdir()
    reported: list[tuple[int, int]] = []
    assert (
        copies.save_copy(lambda done, total, _note=EMPTY: reported.append((done, total)), plant, target) == 2
    )
    assert names(target.parent) == ["copy.cdesk", "copy.evidence"]
    assert names(evidence.folder_of(target)) == names(evidence.folder_of(plant.path))
    assert reported[-1] == (sum(map(len, PAGES)),) * 2
    with Inventory.open(target) as copy:
        assert contents(copy) == contents(plant)
        assert evidence.checked(copy) == []
    assert copies.save_copy(silent, plant, target) == 2, "a second copy over the first finds them there"


def test_an_inventory_without_documents_has_no_folder(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.cdesk"
    with Inventory.open(path) as inventory:
        assert copies.save_copy(silent, inventory, target) == 0
    assert not evidence.folder_of(target).exists()
    with Inventory.in_memory(Organisation(name="ACME", country="CN")) as inventory:
        assert copies.save_copy(silent, inventory, tmp_path / "second.cdesk") == 0


def test_missing_and_changed_documents_stay_out_and_the_copy_says_so(
    plant: Inventory, tmp_path: Path
) -> None:
    first, second = sorted(evidence.folder_of(plant.path).iterdir())
    first.write_bytes(b"other")
    second.unlink()
    target = tmp_path / "copy.cdesk"
    assert copies.save_copy(silent, plant, target) == 0
    with Inventory.open(target) as copy:
        assert [finding.code for finding in evidence.checked(copy)] == ["evidence-file-missing"]


def test_what_is_stopped_leaves_nothing(plant: Inventory, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "copy.cdesk"
    target.parent.mkdir()

    def stop(done: int, total: int, _note: Text = EMPTY) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        copies.save_copy(stop, plant, target)
    assert names(target.parent) == []
    folder = evidence.folder_of(target)
    folder.mkdir()
    (folder / "of another").write_text("stays")
    with pytest.raises(Cancelled):
        copies.save_copy(stop, plant, target)
    assert names(folder) == ["of another"]


def test_an_inventory_is_never_copied_over_itself(plant: Inventory) -> None:
    before = names(evidence.folder_of(plant.path))
    with pytest.raises(AlreadyThere):
        copies.save_copy(silent, plant, plant.path)
    assert names(evidence.folder_of(plant.path)) == before


def test_a_copy_is_restored_under_a_free_name_with_its_documents(plant: Inventory, tmp_path: Path) -> None:
    kept, target = tmp_path / "kept.cdesk", tmp_path / "restored.cdesk"
    copies.save_copy(silent, plant, kept)
    with Inventory.open(kept, read_only=True) as copy:
        assert copies.restore(silent, copy, target) == 2
        with pytest.raises(AlreadyThere):
            copies.restore(silent, copy, target)
    with Inventory.open(target) as restored:
        assert restored.head == plant.head
        assert evidence.checked(restored) == []


def test_a_copy_whose_history_is_broken_is_not_restored(
    plant: Inventory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = plant.verify()
    monkeypatch.setattr(Inventory, "verify", lambda _self: replace(broken, intact=False, broken_at=3))
    target = tmp_path / "restored.cdesk"
    with pytest.raises(CarbonDeskError, match="broken at step 3"):
        copies.restore(silent, plant, target)
    assert not target.exists()


def test_a_document_that_was_cut_off_over_there_is_written_anew(plant: Inventory, tmp_path: Path) -> None:
    target = tmp_path / "copy.cdesk"
    folder = evidence.folder_of(target)
    folder.mkdir()
    for name in names(evidence.folder_of(plant.path)):
        (folder / name).write_bytes(b"%PDF")
    assert copies.save_copy(silent, plant, target) == 2
    with Inventory.open(target) as copy:
        assert evidence.checked(copy) == []


def test_a_folder_with_the_name_of_a_document_stops_the_copy(plant: Inventory, tmp_path: Path) -> None:
    target = tmp_path / "copy.cdesk"
    for name in names(evidence.folder_of(plant.path)):
        (evidence.folder_of(target) / name).mkdir(parents=True)
    with pytest.raises(CarbonDeskError):
        copies.save_copy(silent, plant, target)
    assert not target.exists()
