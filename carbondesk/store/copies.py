"""Whole copies of an inventory: the file with its history, and the documents that lie beside it."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Progress
from carbondesk.domain.records import Evidence
from carbondesk.domain.text import say
from carbondesk.store.errors import AlreadyThere, told_plainly
from carbondesk.store.evidence import document, folder_of, is_whole
from carbondesk.store.opening import sync_folder

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory

_CHUNK = 1 << 20


def save_copy(progress: Progress, inventory: Inventory, path: Path) -> int:
    """Save an inventory with its documents under another name; returns how many documents went along.

    The documents come first, so that there is never a copy without them; what cannot be finished takes those away
    again that it brought. Documents that are missing or were changed stay out, as the copy itself will say. Raises
    AlreadyThere for the inventory's own file, ReadOnly or DiskFull, and what the progress raises.
    """
    if path.exists() and not inventory.is_in_memory and path.samefile(inventory.path):
        inventory.backup(path)
    brought: list[Path] = []
    folder = folder_of(path)
    is_new = not folder.exists()
    try:
        count = 0 if inventory.is_in_memory else _carry(progress, inventory, folder, brought)
        inventory.backup(path)
    except BaseException:
        for each in brought:
            each.unlink(missing_ok=True)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
    return count


def restore(progress: Progress, copy: Inventory, path: Path) -> int:
    """Bring a copy back as a file of its own, its history proven first; returns how many documents came along.

    Raises AlreadyThere where the name is taken, for nothing is written over, and CarbonDeskError for a broken history.
    """
    if path.exists():
        raise AlreadyThere(say("{path} is there already.", path=path.name), say("Choose another name."))
    proof = copy.verify()
    if not proof.intact:
        raise CarbonDeskError(
            say(
                "The history of the copy is broken at step {step}. Nothing was written.", step=proof.broken_at
            ),
            say("Restore another copy, or open this one to look at it."),
        )
    return save_copy(progress, copy, path)


def _carry(progress: Progress, inventory: Inventory, folder: Path, brought: list[Path]) -> int:
    """Copy the documents of an inventory into another folder, each once; `brought` takes the new files."""
    documents = {each.sha256: each for each in inventory.all(Evidence)}
    whole = [(each, place) for each in documents.values() if (place := document(inventory, each)) is not None]
    if not whole:
        return 0
    total, done = sum(each.size for each, _ in whole), 0
    with told_plainly(folder):
        folder.mkdir(exist_ok=True)
        for each, place in whole:
            target = folder / each.sha256
            is_new = not os.path.lexists(target)
            # One that was cut off or changed over there goes: its name says what it must hold.
            if is_new or not (target.is_file() and is_whole(target, each)):
                _copy(progress, place, target, done, total)
            if is_new:
                brought.append(target)
            done += each.size
            progress(done, total)
        sync_folder(folder)
    return len(whole)


def _copy(progress: Progress, source: Path, target: Path, done: int, total: int) -> None:
    """Copy a document through to the disk, whole or not at all."""
    temporary = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with source.open("rb") as read, temporary.open("xb") as written:
            while chunk := read.read(_CHUNK):
                written.write(chunk)
                done += len(chunk)
                progress(done, total)
            written.flush()
            os.fsync(written.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
