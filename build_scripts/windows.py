r"""The setup for Windows, made by NSIS: `py build_scripts\build.py` on Windows, or under Wine by wine.py."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import frozen
from parts import Part

SCRIPT = frozen.PARTS / "setup.nsi"
PLACES = (r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")
RUNTIMES = (
    ("Microsoft Visual C++ runtime", "vcruntime140.dll", "Microsoft Visual C++ Redistributable terms"),
    ("OpenSSL", "libcrypto-3.dll", "Apache-2.0"),
    ("libffi", "libffi-8.dll", "MIT"),
)
MIXED = "modules-version.txt"
OLDEST_BUILD = 17763
"""Windows 10, version 1809: the oldest that Qt 6 supports (doc.qt.io, "Qt for Windows")."""


def makensis() -> str:
    """Return the command that compiles the setup; ends the program where NSIS is missing."""
    found = shutil.which("makensis") or next((place for place in PLACES if Path(place).exists()), None)
    if found is None:
        sys.exit(
            "NSIS 3.08 or newer is needed: install it from nsis.sourceforge.io, or apt-get install nsis."
        )
    return found


def numbers(version: str) -> str:
    """Return a version as Windows wants it: four numbers."""
    found = [*re.findall(r"\d+", version)[:4], "0", "0", "0", "0"]
    return ".".join(found[:4])


def version_resource() -> str:
    """Return what the commands say about themselves in the properties of a file, as PyInstaller reads it."""
    figures = tuple(int(number) for number in numbers(frozen.version()).split("."))
    words = {
        "CompanyName": "The CarbonDesk contributors",
        "FileDescription": "CarbonDesk",
        "FileVersion": frozen.version(),
        "LegalCopyright": "Apache-2.0",
        "ProductName": "CarbonDesk",
        "ProductVersion": frozen.version(),
    }
    strings = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={figures}, prodvers={figures}, OS=0x40004, fileType=1),"
        f" kids=[StringFileInfo([StringTable('040904B0', [{strings}])]),"
        " VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def payload(folder: Path, shown: Callable[[Path], str] = str) -> str:
    """Return the macros by which the setup writes, moves and removes the files of a folder, each by its name.

    Files of one kind stand together, which packs them smaller, and always in the same order. `shown` tells where the
    compiler of the setup sees a file.
    """
    files = [path for path in folder.rglob("*") if path.is_file()]
    files.sort(key=lambda path: (path.suffix, path.relative_to(folder).as_posix()))
    folders = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    install, here = [], None
    for path in files:
        if path.parent != here:
            here = path.parent
            install.append(f'SetOutPath "${{PLACE}}{_below(folder, here)}"')
        install.append(f'File "{shown(path)}"')
    remove = [f'Delete "$INSTDIR{_below(folder, path)}"' for path in files]
    remove += [f'RMDir "$INSTDIR{_below(folder, path)}"' for path in folders]
    tops = [_below(folder, path) for path in sorted(folder.iterdir())]
    move = [f'Rename "${{PLACE}}{top}" "$INSTDIR{top}"' for top in tops]
    macros = (("INSTALL_FILES PLACE", install), ("MOVE_FILES PLACE", move), ("REMOVE_FILES", remove))
    return "".join("\n    ".join([f"!macro {name}", *lines]) + "\n!macroend\n" for name, lines in macros)


def _below(folder: Path, path: Path) -> str:
    """Return a place below the program's folder as the setup writes it, with a backslash before it."""
    parts = path.relative_to(folder).parts
    return _quoted("".join(f"\\{part}" for part in parts))


def _quoted(text: str) -> str:
    return text.replace("$", "$$")


def setup_name() -> str:
    """Return the file name of the setup."""
    return f"CarbonDesk-{frozen.version()}-windows-x64-setup.exe"


def setup_command(
    folder: Path,
    setup: Path,
    work: Path,
    *,
    quick: bool,
    version: str | None = None,
    shown: Callable[[Path], str] = str,
) -> list[str]:
    """Write the list of files beside the setup's icons in `work`; return NSIS's options that make a setup of `folder`.

    `version` is another one than the program's in trials; `shown` tells where the compiler sees a file.
    """
    listed = work / f"{setup.stem}.nsh"
    version = version or frozen.version()
    listed.write_text(payload(folder, shown), encoding="utf-8", newline="\n")
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in folder.rglob("*") if path.is_file())
    defined = {
        "VERSION": version,
        "NUMBERS": numbers(version),
        "PAYLOAD": shown(listed),
        "TARGET": shown(setup),
        "ICON": shown(work / "icons" / "carbondesk.ico"),
        "PICTURE": shown(work / "icons" / "carbondesk-side.bmp"),
        "SIZE": kilobytes,
        "ROOM": kilobytes // 1024 + 20,
        "OLDEST_BUILD": OLDEST_BUILD,
        "COMPRESSION": "zlib" if quick else "lzma",
    }
    mark = "-" if os.name == "posix" else "/"
    options = [f"{mark}D{name}={value}" for name, value in defined.items()]
    return [f"{mark}V2", f"{mark}WX", f"{mark}INPUTCHARSET", "UTF8", *options, shown(SCRIPT)]


def libraries(taken: Iterable[Path], home: Path) -> Iterator[Part]:
    """Yield what Python for Windows brings along, of the files `taken`; `home` is its folder.

    A Python that was put together (wine_python.py) tells what of it is not the Python Software Foundation's.
    """
    places = {path.name.lower(): path for path in taken}
    for name, file, licence in RUNTIMES:
        if file in places:
            yield Part(name=name, version=file_version(places[file]), licence=licence)
    mixed = home / MIXED
    if mixed.exists():
        words = "CPython: modules written in Python, of another patch than its libraries"
        yield Part(name=words, version=mixed.read_text(encoding="ascii").strip(), licence="PSF-2.0")
        words = "python3.dll, made here: it passes every name on to CPython's library"
        yield Part(name=words, version=frozen.version(), licence="Apache-2.0")


def file_version(path: Path) -> str:
    """Return the version that a Windows file states in its properties."""
    stated = "FileVersion\0".encode("utf-16-le")
    found = re.search(re.escape(stated) + rb"(?:\0\0)?((?:[!-~]\0)+)", path.read_bytes())
    return found[1].decode("utf-16-le") if found else "not stated"


def write_setup(folder: Path, target: Path, work: Path, *, quick: bool) -> Path:
    """Write the setup of the program in `folder` to the folder `target`, its checksum beside it; return it."""
    setup = target / setup_name()
    command = [makensis(), *setup_command(folder, setup, work, quick=quick)]
    subprocess.run(
        command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(frozen.epoch())}, timeout=1800
    )
    write_checksum(setup)
    return setup


def write_checksum(setup: Path) -> Path:
    """Write the checksum of a setup to a file beside it, as `sha256sum --check` reads it; return that file."""
    with setup.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    beside = setup.with_name(f"{setup.name}.sha256")
    beside.write_text(f"{digest}  {setup.name}\n", encoding="ascii", newline="\n")
    return beside
