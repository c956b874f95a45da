"""The papers of a release: licences of all parts, the list of parts (SBOM), checksums, release notes."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import frozen
from parts import Part

SPDX_EXPRESSION = re.compile(r"^[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*$")
NAMESPACE = uuid.UUID("5e1d5ac4-7c0b-4c39-9d3e-0a8c2f4d9b11")


def write_licences(folder: Path, found: Iterable[Part]) -> None:
    """Write the texts of every part below `folder`/licences, an index of them, and our own licence."""
    place = folder / "licences"
    lines = ["CarbonDesk itself: Apache-2.0, see LICENSE.txt. It is made with, and brings along:", ""]
    place.mkdir(parents=True)
    (place / "LICENSE.txt").write_bytes((frozen.ROOT / "LICENSE").read_bytes())
    for common in sorted((frozen.PARTS / "licences").glob("*GPL-*.txt")):  # which notices refer to
        (place / common.name).write_bytes(common.read_bytes())
    for part in found:
        lines.append(f"{part.name} {part.version}: {part.licence}")
        for name, text in part.texts:
            own = place / re.sub(r"[^\w.+-]+", "-", part.name)
            own.mkdir(exist_ok=True)
            (own / name).write_text(text, encoding="utf-8", newline="\n")
    (place / "README.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def bill_of_materials(found: Iterable[Part], contents: str) -> dict[str, object]:
    """Return the parts as CycloneDX 1.6; `contents` is the digest of the program, from which its number comes."""
    when = datetime.fromtimestamp(frozen.epoch(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    program = {
        "type": "application",
        "bom-ref": "carbondesk",
        "name": "carbondesk",
        "version": frozen.version(),
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    parts = [_component(part) for part in found]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, contents)}",
        "version": 1,
        "metadata": {
            "timestamp": when,
            "component": program,
            "properties": [{"name": "carbondesk:contents-sha256", "value": contents}],
        },
        "components": parts,
        "dependencies": [{"ref": "carbondesk", "dependsOn": [str(part["bom-ref"]) for part in parts]}],
    }


def _component(part: Part) -> dict[str, object]:
    made: dict[str, object] = {
        "type": part.kind,
        "bom-ref": f"{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
    }
    if part.licence != "NOASSERTION":
        single = {"license": {"name": part.licence}}
        spdx = SPDX_EXPRESSION.match(part.licence) and "exception" not in part.licence
        made["licenses"] = [{"expression": part.licence} if spdx else single]
    if part.purl:
        made["purl"] = part.purl
    return made


def write_bill(target: Path, found: Iterable[Part], contents: str) -> None:
    """Write the list of parts to a file."""
    bill = bill_of_materials(found, contents)
    target.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def release_notes(changes: str, version: str) -> str:
    """Return what CHANGELOG says about a version, or about the unreleased one where it has no heading yet."""
    sections = re.split(r"^## ", changes, flags=re.MULTILINE)[1:]
    for heading in (f"[{version}]", "[Unreleased]"):
        for section in sections:
            if section.startswith(heading):
                return f"# CarbonDesk {version}\n\n{section.partition(chr(10))[2].strip()}\n"
    raise ValueError(f"CHANGELOG.md has no section for {version}.")


def checksums(files: Iterable[Path]) -> str:
    """Return a line for each file, as `sha256sum --check` reads them."""
    lines = []
    for path in sorted(files):
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.name}\n")
    return "".join(lines)
