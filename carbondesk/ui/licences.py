"""The licences of everything that comes with the program, as the manual shows them.

An installed program has a folder `licences` beside it, which was written when it was built: `README.txt` with a line
`name version: licence` for each part, and a folder of texts for each that has some. A program that runs from its source
asks the packages that are installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import quote, unquote

from carbondesk import __version__, paths
from carbondesk.domain.text import Text, say
from carbondesk.language import tr

SCHEME = "licence"
"""What a link to the texts of a part begins with."""

INDEX, _OWN = "README.txt", "LICENSE.txt"
_UNSTATED = "NOASSERTION"
"""What the list of parts says of one whose licence has no short name (SPDX)."""

_SEE = say("see its text")
_OURS = "as bundled"
_LINE = re.compile(rf"(.+?) (\S*\d\S*|{_OURS}): (.+)")
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")
_PACKAGE = re.compile(r"^\| ([\w-]+) \| [\d.]+ \| ([^|]+) \|", re.MULTILINE)
_TEXT = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its version, its licence in a word, and the files that hold the texts."""

    name: str
    version: str
    licence: Text | str
    texts: tuple[Path, ...] = ()


@cache
def parts() -> tuple[Part, ...]:
    """Return every part that comes with the program, or the packages that a program from source uses."""
    folder = paths.licences()
    return tuple(_installed() if folder is None else _brought(folder))


def as_markdown() -> str:
    """Return the parts as a table whose names lead to their texts."""
    part_word, version_word, licence_word = tr("Part"), tr("Version"), tr("Licence")
    lines = [f"| {part_word} | {version_word} | {licence_word} |", "|---|---|---|"]
    for part in parts():
        # Said now: the parts outlive a change of language.
        licence = tr(part.licence).replace("|", "/")
        shown = part.name.replace("|", "/")
        name = f"[{shown}]({SCHEME}:{quote(part.name)})" if part.texts else shown
        lines.append(f"| {name} | {part.version} | {licence} |")
    return "\n".join(lines)


def text_of(link: str) -> str:
    """Return the page that a link to a part leads to: all its texts, as they are; empty for an unknown one."""
    name = unquote(link)
    part = next((each for each in parts() if each.name == name), None)
    if part is None:
        return ""
    back = tr("Licences and sources")
    lines = [f"# {part.name} {part.version}", "", tr(part.licence), "", f"[{back}](licences.md)"]
    for path in part.texts:
        text = path.read_text("utf-8", errors="replace").replace("```", "'''")
        lines += ["", f"## {path.name}", "", "```", text.strip("\n"), "```"]
    return "\n".join(lines)


def _brought(folder: Path) -> Iterator[Part]:
    """Read the folder that was written when the program was built."""
    yield Part("CarbonDesk", __version__, "Apache-2.0", tuple(folder.glob(_OWN)))
    for line in (folder / INDEX).read_text("utf-8").splitlines():
        found = _LINE.fullmatch(line)
        if found:
            name, version, licence = found.groups()
            own = (folder / _NOT_IN_NAMES.sub("-", name)).glob("*")
            yield Part(
                name,
                "" if version == _OURS else version,
                _SEE if licence == _UNSTATED else licence,
                tuple(sorted(path for path in own if path.is_file())),
            )
    # What notices of several parts refer to.
    for path in sorted(folder.glob("*.txt")):
        if path.name not in {INDEX, _OWN}:
            yield Part(path.stem, "", say("text"), (path,))


def _installed() -> Iterator[Part]:
    """Ask the installed packages among those that the page of licences names."""
    page = (paths.resources() / "manual" / "en" / "licences.md").read_text("utf-8")
    for name, licence in _PACKAGE.findall(page):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # It ships with another system only.
        yield Part(name, found.version, licence, tuple(_texts(found)))


def _texts(found: Distribution) -> Iterator[Path]:
    for file in found.files or ():
        if ".dist-info" in str(file) and _TEXT.search(file.name):
            path = Path(str(file.locate()))
            if path.is_file():
                yield path
