"""Where resources, settings, logs and other files are: in the source tree, in a wheel, in a frozen program.

Resources are read only and come with the program. Everything else belongs to the person at the desk and
lies where the system keeps such files, or below the folder that the variable CARBONDESK_HOME names (tests,
a program on a memory stick). A folder is created when it is asked for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

HOME = "CARBONDESK_HOME"
"""The variable that moves everything which belongs to a person below one folder."""

_PROGRAM = "CarbonDesk"


def resources() -> Path:
    """Return the folder of what ships with the program: factors, fonts, icons, translations, manual, sample.

    Raises FileNotFoundError when the program was installed without it.
    """
    package = Path(__file__).resolve().parent
    for place in (*_brought(), package / "resources", package.parent / "resources"):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder 'resources' is missing beside {package}. Install CarbonDesk again.")


def licences() -> Path | None:
    """Return the folder of the licences of everything that an installed program brings; None in a source tree."""
    return next((place for place in _beside("licences") if place.is_dir()), None)


def is_frozen() -> bool:
    """Whether this is the installed program of a setup, not a source tree or a wheel."""
    return bool(getattr(sys, "frozen", False))


def _brought() -> list[Path]:
    """Return where a frozen program may have its resources: in its bundle, or beside what was started."""
    bundle = getattr(sys, "_MEIPASS", None)  # PyInstaller's folder of the program's parts
    places = [] if bundle is None else [Path(bundle) / "resources"]
    return places + _beside("resources")


def _beside(name: str) -> list[Path]:
    """Return where a folder may lie beside what was started, if this is an installed program."""
    if not is_frozen():
        return []
    folder = Path(sys.executable).resolve().parent
    # The second is where a bundle of macOS keeps what is no code.
    return [folder / name, folder.parent / "Resources" / name]


def settings() -> Path:
    """Return the folder of this person's settings: language, theme, recent files, window state."""
    return _folder("settings")


def logs() -> Path:
    """Return the folder of the program's own log files."""
    return _folder("logs")


def cache() -> Path:
    """Return the folder of what can be made again at any time, such as the texts of the first paint."""
    return _folder("cache")


def backups() -> Path:
    """Return the folder of the automatic daily copies of inventories."""
    return _folder("backups")


def documents() -> Path:
    """Return the folder that a file dialog opens first: this person's documents, or their home folder."""
    home = os.environ.get(HOME)
    if home:
        return _made(Path(home) / "documents")
    import platformdirs

    folder = platformdirs.user_documents_path()
    return folder if folder.is_dir() else Path.home()


def with_ending(path: Path, *endings: str) -> Path:
    """Return a path that ends in one of some endings: the first is put behind a name that has none of them.

    A dot inside a name is no ending: "Pathway 1.5 °C" stays whole.
    """
    return path if path.suffix.lower() in endings else path.with_name(path.name + endings[0])


def _folder(kind: Literal["settings", "logs", "cache", "backups"]) -> Path:
    home = os.environ.get(HOME)
    if home:
        return _made(Path(home) / kind)
    # Imported late: the first question for a folder comes after the first paint more often than not.
    import platformdirs

    own = platformdirs.PlatformDirs(_PROGRAM, appauthor=False)
    places = {
        "settings": own.user_config_path,
        "logs": own.user_log_path,
        "cache": own.user_cache_path,
        "backups": own.user_data_path / "backups",
    }
    return _made(places[kind])


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
