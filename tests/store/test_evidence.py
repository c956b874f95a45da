"""Attached documents: kept once by their hash, linked in a step, found missing or changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbondesk.domain.progress import Cancelled, silent
from carbondesk.domain.records import Activity, Closing, Evidence, EvidenceLink
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.store import evidence, locks
from carbondesk.store.errors import ClosedMonth, LockedYear
from carbondesk.store.evidence import Kept, NotAttached
from carbondesk.store.inventory import Inventory
from tests.store.samples import filled, month

PAGES = b"%PDF-1.7 an invoice of January"
HASH = hashlib.sha256(PAGES).hexdigest()


@pytest.fixture
def plant(path: Path) -> Iterator[Inventory]:
    """Return an inventory in a file, with two entries."""
    with Inventory.open(path) as inventory:
        _, source = filled(inventory)
        with inventory.step(say("Months")) as step:
            step.add_many(Activity, [month(source.id, 2025, number, 10.0) for number in (1, 2)])
        yield inventory


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """Return a document in a folder of its own."""
    file = tmp_path / "in tray" / "Invoice 1.PDF"
    file.parent.mkdir()
    file.write_bytes(PAGES)
    return file


def attach(inventory: Inventory, file: Path, *subjects: evidence.Subject) -> Evidence:
    with inventory.step(say("Attach")) as step:
        return evidence.attach(inventory, step, file, subjects)


def kept_names(inventory: Inventory) -> list[str]:
    return sorted(entry.name for entry in evidence.folder_of(inventory.path).iterdir())


def codes(inventory: Inventory) -> list[str]:
    return [finding.code for finding in evidence.checked(inventory)]


def test_a_document_is_kept_by_its_hash_and_linked_to_rows(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1), ("activity", 2), ("activity", 1))
    assert (made.name, made.sha256, made.size) == ("Invoice 1.PDF", HASH, len(PAGES))
    assert made.media_type == "application/pdf"
    assert {(link.subject_table, link.subject) for link in plant.all(EvidenceLink)} == {
        ("activity", 1),
        ("activity", 2),
    }
    assert plant.path.with_name("acme.evidence") == evidence.folder_of(plant.path)
    assert kept_names(plant) == [HASH]
    invoice.unlink()
    copy = evidence.document(plant, made)
    assert copy is not None
    assert copy.read_bytes() == PAGES
    assert evidence.attached(plant, [("activity", 1), ("activity", 2)]) == [made]
    assert codes(plant) == []
    assert plant.verify().intact


def test_the_same_document_is_kept_once(plant: Inventory, invoice: Path) -> None:
    first = attach(plant, invoice, ("activity", 1))
    assert attach(plant, invoice, ("activity", 1), ("activity", 2)) == first
    other = attach(plant, invoice.rename(invoice.with_name("scan.dat")), ("activity", 2))
    assert (other.name, other.media_type, other.sha256) == ("scan.dat", "", HASH)
    assert plant.count(EvidenceLink) == 3
    assert kept_names(plant) == [HASH]


def test_undo_takes_the_rows_and_redo_finds_the_file(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1))
    plant.undo()
    assert (plant.count(Evidence), plant.count(EvidenceLink)) == (0, 0)
    assert kept_names(plant) == [HASH]
    plant.redo()
    assert evidence.document(plant, plant.get(Evidence, made.id)) is not None


def test_a_step_that_fails_leaves_no_row(plant: Inventory, invoice: Path) -> None:
    with pytest.raises(NotAttached), plant.step(say("Attach")) as step:  # noqa: PT012 - both lie in one step
        evidence.attach(plant, step, invoice, [("activity", 1)])
        evidence.attach(plant, step, invoice.parent, [("activity", 1)])
    assert plant.count(Evidence) == 0
    attach(plant, invoice, ("activity", 1))
    assert kept_names(plant) == [HASH]


def test_a_document_goes_with_its_last_link(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1), ("activity", 2))
    with plant.step(say("Remove")) as step:
        evidence.detach(plant, step, made, [("activity", 1)])
    assert evidence.attached(plant, [("activity", 1)]) == []
    assert evidence.attached(plant, [("activity", 2)]) == [made]
    with plant.step(say("Remove")) as step:
        evidence.detach(plant, step, made, [("activity", 2)])
        evidence.detach(plant, step, made, [("activity", 2)])
    assert plant.count(Evidence) == 0
    plant.undo()
    assert evidence.attached(plant, [("activity", 2)]) == [made]


def test_a_file_that_is_too_large_leaves_nothing(
    plant: Inventory, invoice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LARGEST", len(PAGES) - 1)
    with pytest.raises(NotAttached, match=r"Invoice 1\.PDF is larger than"):
        attach(plant, invoice, ("activity", 1))
    assert kept_names(plant) == []
    assert plant.count(Evidence) == 0
    monkeypatch.setattr(evidence, "LARGEST", len(PAGES))
    attach(plant, invoice, ("activity", 1))
    assert kept_names(plant) == [HASH]


def test_what_is_no_file_or_cannot_be_read_is_refused(plant: Inventory, tmp_path: Path) -> None:
    with pytest.raises(NotAttached, match="is not a file"):
        attach(plant, tmp_path, ("activity", 1))
    with pytest.raises(NotAttached, match="is not a file"):
        attach(plant, tmp_path / "nothing.pdf", ("activity", 1))
    with pytest.raises(NotAttached, match="cannot be read"):
        attach(plant, tmp_path / ("x" * 300), ("activity", 1))
    assert not evidence.folder_of(plant.path).exists()


def test_an_inventory_in_memory_has_no_place_for_documents(inventory: Inventory, invoice: Path) -> None:
    with pytest.raises(NotAttached) as refused:
        attach(inventory, invoice)
    assert "as a file" in str(refused.value.remedy)
    with inventory.step(say("By hand")) as step:
        made = step.add(Evidence(name="bill.pdf", sha256=HASH, size=1))
    assert evidence.document(inventory, made) is None
    assert codes(inventory) == []


def test_stopping_a_copy_leaves_nothing(plant: Inventory, invoice: Path) -> None:
    def stop(done: int, total: int, note: Text = EMPTY, /) -> None:
        assert (done, total, note) == (len(PAGES), len(PAGES), EMPTY)
        raise Cancelled

    with pytest.raises(Cancelled):
        evidence.keep(stop, plant.path, invoice)
    assert kept_names(plant) == []
    assert evidence.keep(silent, plant.path, invoice) == Kept("Invoice 1.PDF", HASH, len(PAGES))


def test_missing_and_changed_documents_are_found(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1))
    copy = evidence.folder_of(plant.path) / HASH
    copy.write_bytes(PAGES + b"!")
    assert evidence.document(plant, made) is None
    (changed,) = evidence.checked(plant)
    assert (changed.code, changed.where["evidence"]) == ("evidence-file-changed", "Invoice 1.PDF")
    assert evidence.missing(plant) == []
    copy.unlink()
    assert evidence.document(plant, made) is None
    (absent,) = evidence.checked(plant)
    assert (absent.code, str(absent.message)) == (
        "evidence-file-missing",
        "Attached documents that do not lie beside the inventory: 1 (Invoice 1.PDF).",
    )
    assert attach(plant, invoice, ("activity", 1)) == made
    assert codes(plant) == []


def test_a_changed_copy_is_mended_by_attaching_again(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1))
    (evidence.folder_of(plant.path) / HASH).write_bytes(b"other")
    attach(plant, invoice, ("activity", 1))
    assert evidence.document(plant, made) is not None


def test_a_hash_that_is_none_leads_to_no_path(plant: Inventory) -> None:
    folder = evidence.folder_of(plant.path)
    folder.mkdir()
    (folder.parent / "secret").write_bytes(PAGES)
    with plant.step(say("By hand")) as step:
        made = [step.add(Evidence(name=f"{n}.pdf", sha256="../secret", size=1)) for n in range(4)]
    assert evidence.document(plant, made[0]) is None
    (absent,) = evidence.missing(plant)
    assert str(absent.message).endswith("4 (0.pdf, 1.pdf, 2.pdf, …).")


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_made_one(plant: Inventory, tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bill \xff.pdf"))
    file.write_bytes(PAGES)
    assert attach(plant, file, ("activity", 1)).name == "bill ?.pdf"


# ---- locked years and closed months -----------------------------------------------------------------------


def test_a_locked_year_takes_documents_and_lets_none_go(plant: Inventory, invoice: Path) -> None:
    """A document changes no number: the auditor's missing invoice may come, and what numbers rest on stays."""
    earlier = attach(plant, invoice, ("activity", 1))
    with plant.step(say("Lock")) as step:
        locks.lock(step, 2025, "Audited")
    second = invoice.with_name("Invoice 2.pdf")
    second.write_bytes(PAGES + b"2")
    late = attach(plant, second, ("activity", 2))
    assert [each.name for each in evidence.attached(plant, [("activity", 2)])] == ["Invoice 2.pdf"]
    for made, number in ((earlier, 1), (late, 2)):
        with pytest.raises(LockedYear), plant.step(say("Take away")) as step:
            evidence.detach(plant, step, made, [("activity", number)])
    assert plant.count(EvidenceLink) == 2
    plant.undo()
    assert plant.count(EvidenceLink) == 1, "Undo takes back what came since the lock"
    plant.redo()
    assert plant.count(EvidenceLink) == 2
    with plant.step(say("Open"), reason="A wrong invoice") as step:
        locks.reopen(plant, step, 2025)
        evidence.detach(plant, step, late, [("activity", 2)])
    assert plant.count(EvidenceLink) == 1


def test_a_document_of_a_closed_month_goes_with_a_reason(plant: Inventory, invoice: Path) -> None:
    made = attach(plant, invoice, ("activity", 1), ("site", 1))
    with plant.step(say("Close")) as step:
        step.add(Closing(site=1, month="2025-01"))
    with pytest.raises(ClosedMonth), plant.step(say("Take away")) as step:
        evidence.detach(plant, step, made, [("activity", 1)])
    with plant.step(say("Take away"), reason="Belongs to February") as step:
        evidence.detach(plant, step, made, [("activity", 1)])
    with plant.step(say("Take away")) as step:
        evidence.detach(plant, step, made, [("site", 1)])
    assert plant.count(Evidence) == 0
