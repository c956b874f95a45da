"""Documents that prove numbers: each is kept once, by its hash, in a folder beside the inventory.

`ACME.cdesk` has `ACME.evidence/`, and in it files whose names are their SHA-256. A document's own name is only a
value of its record and never part of a path.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Evidence, EvidenceLink
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.store.errors import told_plainly
from carbondesk.store.opening import sync_folder

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory
    from carbondesk.store.steps import Step

Subject: TypeAlias = tuple[str, int]
"""What a document proves: the name of a table and the id of a row."""

LARGEST = 200_000_000
"""So many bytes a document may have."""

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""The kinds of documents that are known, by suffix. None of them is a program."""

_CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


class NotAttached(CarbonDeskError):  # noqa: N818 - the name says what did not happen
    """A file cannot be kept as evidence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that lies in the folder: its name without folders, its SHA-256 and its size in bytes."""

    name: str
    sha256: str
    size: int


def folder_of(path: Path) -> Path:
    """Return the folder in which an inventory's documents lie."""
    return path.with_name(f"{path.stem}.evidence")


def keep(progress: Progress, path: Path, file: Path) -> Kept:
    """Copy a file into the folder of the inventory at `path`, whole or not at all; the rows are `attach_kept`'s.

    Raises NotAttached for what is no file, cannot be read or is larger than `LARGEST`; ReadOnly or DiskFull.
    """
    try:
        if not file.is_file():
            raise NotAttached(say("{name} is not a file.", name=file.name), say("Choose a file to attach."))
        source = file.open("rb")
    except OSError as fault:
        text = say("{name} cannot be read.", name=file.name)
        raise NotAttached(
            text, say("Check that you may read the file, and that no program locks it.")
        ) from fault
    folder = folder_of(path)
    with source, told_plainly(folder):
        folder.mkdir(exist_ok=True)
        temporary = folder / f".{uuid.uuid4().hex}.part"
        try:
            sha256, size = _copy(source, temporary, progress, file)
            # Over a copy that is there already: by its name it is the same, and if it was damaged it no longer is.
            temporary.replace(folder / sha256)
            sync_folder(folder)
        finally:
            temporary.unlink(missing_ok=True)
    # A name that is no text, as some systems allow, could not be stored.
    return Kept(file.name.encode(errors="replace").decode(), sha256, size)


def _copy(source: BinaryIO, target: Path, progress: Progress, file: Path) -> tuple[str, int]:
    """Write what is read to a new file, through to the disk; returns SHA-256 and size."""
    digest, size, total = hashlib.sha256(), 0, os.fstat(source.fileno()).st_size
    with target.open("xb") as written:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise NotAttached(
                    say("{name} is larger than {n} MB.", name=file.name, n=LARGEST // 1_000_000),
                    say("Attach the pages that prove the number, or note where the document is kept."),
                )
            digest.update(chunk)
            written.write(chunk)
            progress(size, max(size, total))
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest(), size


def attach(inventory: Inventory, step: Step, file: Path, subjects: Iterable[Subject]) -> Evidence:
    """Keep a file beside the inventory and link it to rows, in an open step; raises what `keep` raises.

    If the step fails a copy without a row may stay; there is never a row without its file.
    """
    check_has_place(inventory)
    return attach_kept(inventory, step, keep(silent, inventory.path, file), subjects)


def check_has_place(inventory: Inventory) -> None:
    """Raise NotAttached for an inventory in memory, which has no folder."""
    if inventory.is_in_memory:
        raise NotAttached(
            say("This inventory is in no file, so that documents have no place."),
            say("Save it as a file first, then attach the document."),
        )


def attach_kept(inventory: Inventory, step: Step, kept: Kept, subjects: Iterable[Subject]) -> Evidence:
    """Link a document that lies in the folder to rows, in an open step; a link that is there stays as it is."""
    known = inventory.find(Evidence, sha256=kept.sha256, name=kept.name)
    media_type = MEDIA_TYPES.get(PurePath(kept.name).suffix.lower(), "")
    fresh = Evidence(name=kept.name, sha256=kept.sha256, size=kept.size, media_type=media_type)
    evidence = known[0] if known else step.add(fresh)
    for table, row in dict.fromkeys(subjects):
        if not inventory.find(EvidenceLink, evidence=evidence.id, subject_table=table, subject=row):
            step.add(EvidenceLink(evidence=evidence.id, subject_table=table, subject=row))
    return evidence


def detach(inventory: Inventory, step: Step, evidence: Evidence, subjects: Iterable[Subject]) -> None:
    """Take a document away from rows, in an open step; its record goes with its last link, its file stays."""
    links = [
        link
        for table, row in subjects
        for link in inventory.find(EvidenceLink, evidence=evidence.id, subject_table=table, subject=row)
    ]
    for link in links:
        step.remove(link)
    if links and not inventory.find(EvidenceLink, evidence=evidence.id):
        step.remove(evidence)


def attached(inventory: Inventory, subjects: Iterable[Subject]) -> list[Evidence]:
    """Return the documents of some rows, each once."""
    ids = dict.fromkeys(
        link.evidence
        for table, row in subjects
        for link in inventory.find(EvidenceLink, subject_table=table, subject=row)
    )
    return [inventory.get(Evidence, each) for each in ids]


def document(inventory: Inventory, evidence: Evidence) -> Path | None:
    """Return the kept copy of a document; None where it is missing or no longer what its hash says."""
    path = _place(inventory, evidence)
    return path if path is not None and is_whole(path, evidence) else None


def missing(inventory: Inventory) -> list[Finding]:
    """Return one finding where documents are not in the folder; what they hold is not read."""
    absent = [each.name for each in _documents(inventory) if _place(inventory, each) is None]
    if not absent:
        return []
    return [
        warning(
            "evidence-file-missing",
            say(
                "Attached documents that do not lie beside the inventory: {n} ({names}).",
                n=len(absent),
                names=_few(absent),
            ),
            remedy=say(
                "Put the folder {folder} back beside the inventory, or attach them again.",
                folder=folder_of(inventory.path).name,
            ),
        )
    ]


def checked(inventory: Inventory, progress: Progress = silent) -> list[Finding]:
    """Read every document and return what is wrong: `missing`, and each one that is not what its hash says."""
    found, documents = missing(inventory), _documents(inventory)
    for done, evidence in enumerate(documents):
        progress(done, len(documents))
        path = _place(inventory, evidence)
        if path is not None and not is_whole(path, evidence):
            found.append(
                error(
                    "evidence-file-changed",
                    say("{name} was changed after it was attached.", name=evidence.name),
                    remedy=say("Attach the document again from where it came."),
                    evidence=evidence.name,
                )
            )
    progress(len(documents), len(documents))
    return found


def _documents(inventory: Inventory) -> list[Evidence]:
    return [] if inventory.is_in_memory else inventory.all(Evidence)


def _place(inventory: Inventory, evidence: Evidence) -> Path | None:
    """Return where a document lies, None where it does not; a hash that is none leads to no path."""
    if inventory.is_in_memory or not _HASH.fullmatch(evidence.sha256):
        return None
    path = folder_of(inventory.path) / evidence.sha256
    return path if path.is_file() else None


def is_whole(path: Path, evidence: Evidence) -> bool:
    """Tell whether a file holds what the hash of a document says."""
    with told_plainly(path), path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == evidence.sha256


def _few(names: Sequence[str]) -> Text:
    """Return the first three names."""
    return listed([*names[:3], "…"] if len(names) > 3 else names)  # noqa: PLR2004 - three are enough to know them
