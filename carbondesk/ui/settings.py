"""What a person has set and where they were: theme, language, recent files, the window's place.

One small JSON file in the person's settings folder, written whole and put in place at once. A damaged file costs
the settings, never the start: it is set aside and the defaults hold.
"""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale

from carbondesk import paths
from carbondesk.language import LANGUAGES, best

_FILE = "settings.json"
_RECENT = 20


@dataclass
class Recent:
    """A file that was open before, with what the welcome page shows of it."""

    path: str
    organisation: str = ""
    year: str = ""
    complete: float | None = None
    opened: str = ""


@dataclass
class Settings:
    """The settings of one person on one computer.

    `theme` is light, dark or system; `language` a code of `carbondesk.language.LANGUAGES`; `text_scale` 1.0 to 2.0;
    `window` the saved geometry as hexadecimal text; `snapshots` the texts that a file's overview showed last; `newer`
    what a newer version of the program keeps in the same file: it is written back as it was.
    """

    theme: str = "system"
    language: str = ""
    text_scale: float = 1.0
    person: str = ""
    page: str = "overview"
    window: str = ""
    recent: list[Recent] = field(default_factory=list)
    snapshots: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    newer: dict[str, Any] = field(default_factory=dict)

    def remember(self, entry: Recent) -> None:
        """Put a file at the top of the recent ones; the oldest falls off the end of the list."""
        others = [known for known in self.recent if known.path != entry.path]
        self.recent = [entry, *others][:_RECENT]
        kept = {known.path for known in self.recent}
        self.snapshots = {path: texts for path, texts in self.snapshots.items() if path in kept}
        self.places = {path: place for path, place in self.places.items() if path in kept}

    def forget(self, path: str) -> None:
        """Take a file off the recent ones; the file itself stays where it is."""
        self.recent = [known for known in self.recent if known.path != path]
        self.snapshots.pop(path, None)
        self.places.pop(path, None)

    def save(self) -> None:
        """Write the settings; a folder that cannot be written to costs only the memory of them."""
        target = paths.settings() / _FILE
        beside = target.with_suffix(f".{os.getpid()}.new")
        try:
            own = dataclasses.asdict(self)
            kept = {**own.pop("newer"), **own}
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
            beside.replace(target)
        except OSError:
            beside.unlink(missing_ok=True)


def load() -> Settings:
    """Return this person's settings, or the defaults in the system's language."""
    source = paths.settings() / _FILE
    try:
        settings = _read(json.loads(source.read_text("utf-8")))
    except FileNotFoundError:
        settings = Settings()
    except (OSError, ValueError, TypeError):
        _set_aside(source)
        settings = Settings()
    if settings.language not in LANGUAGES:
        settings.language = best(QLocale.system().uiLanguages())
    return settings


def _read(found: Any) -> Settings:
    """Return the settings that a JSON document holds; raises TypeError or ValueError where it is damaged."""
    standard = Settings()
    if not isinstance(found, dict):
        raise TypeError(found)
    names = {each.name for each in dataclasses.fields(Settings)} - {"newer"}
    known = {name: value for name, value in found.items() if name in names}
    known["text_scale"] = min(2.0, max(1.0, float(known.get("text_scale", 1.0))))
    for name, value in known.items():
        if not isinstance(value, type(getattr(standard, name))):
            raise TypeError(name)
    entries = {each.name for each in dataclasses.fields(Recent)}
    known["recent"] = [
        Recent(**{name: value for name, value in entry.items() if name in entries})
        for entry in known.get("recent", [])
    ]
    known["newer"] = {name: value for name, value in found.items() if name not in names}
    settings = Settings(**known)
    if settings.theme not in {"light", "dark", "system"}:
        settings.theme = "system"
    return settings


def _set_aside(source: Path) -> None:
    try:
        source.replace(source.with_suffix(".damaged.json"))
    except OSError:
        return
