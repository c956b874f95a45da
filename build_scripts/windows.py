r"""The setup for Windows, made by NSIS: `py build_scripts\build.py` on Windows, or under Wine by wine.py."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import frozen

SCRIPT = frozen.PARTS / "setup.nsi"
PLACES = (r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")
OLDEST_BUILD = 10240  # the first Windows 10


def makensis() -> str:
    """Return the command that compiles the setup; ends the program where NSIS is missing."""
    found = shutil.which("makensis") or next((place for place in PLACES if Path(place).exists()), None)
    if found is None:
        sys.exit(
            "NSIS 3.08 or newer is needed: install it from nsis.sourceforge.io, or apt-get install nsis."
        )
    return found


def numbers() -> str:
    """Return the version as Windows wants it: four numbers."""
    found = [*re.findall(r"\d+", frozen.version())[:4], "0", "0", "0", "0"]
    return ".".join(found[:4])


def version_resource() -> str:
    """Return what the commands say about themselves in the properties of a file, as PyInstaller reads it."""
    figures = tuple(int(number) for number in numbers().split("."))
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


def write_setup(folder: Path, target: Path, work: Path, *, quick: bool) -> Path:
    """Write the setup of the program in `folder` to the folder `target`; return it."""
    setup = target / f"CarbonDesk-{frozen.version()}-windows-x64-setup.exe"
    icon = work / "icons" / "carbondesk.ico"
    mark = "-" if os.name == "posix" else "/"
    defined = {
        "VERSION": frozen.version(),
        "NUMBERS": numbers(),
        "SOURCE": folder,
        "TARGET": setup,
        "ICON": icon,
        "SIZE": frozen.size(folder) * 1024,
        "OLDEST_BUILD": OLDEST_BUILD,
        "COMPRESSION": "zlib" if quick else "lzma",
    }
    options = [f"{mark}D{name}={value}" for name, value in defined.items()]
    subprocess.run(
        [makensis(), f"{mark}V2", f"{mark}INPUTCHARSET", "UTF8", *options, str(SCRIPT)],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(frozen.epoch())},
        timeout=1800,
    )
    return setup
