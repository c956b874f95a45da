"""What a frozen program is made of: each part with its version, its licence and the texts of it.

Found from PyInstaller's own lists of what it took from where: a file of a wheel belongs to the distribution that
recorded it, a library of the system to the package that dpkg names, the rest to Python and its bootloader.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

import frozen

LICENCES = frozen.PARTS / "licences"
QT = ("PySide6-Essentials", "PySide6_Essentials", "shiboken6")
BUILDERS = ("pyinstaller", "pyinstaller-hooks-contrib")
LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
SPDX = {
    # Where a wheel says it in its own words, or not at all.
    "Jinja2": "BSD-3-Clause",
    "pyqtgraph": "MIT",
    "sqlite-fts4": "Apache-2.0",
    "sqlite-utils": "Apache-2.0",
    "click-default-group": "Unlicense",
    "python-calamine": "MIT",
    "Pint": "BSD-3-Clause",
    "flexcache": "BSD-3-Clause",
    "flexparser": "BSD-3-Clause",
    "tabulate": "MIT",
    "babel": "BSD-3-Clause",
    "xlsxwriter": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    # Debian's packages hold a text each and no short name that a program can read.
    "libdbus-1-3": "AFL-2.1 OR GPL-2.0-or-later",
    "libfontconfig1": "MIT",
    "libfreetype6": "FTL OR GPL-2.0-or-later",
    "libglib2.0-0": "LGPL-2.1-or-later",
    "libgcrypt20": "LGPL-2.1-or-later",
    "libgpg-error0": "LGPL-2.1-or-later",
    "libsystemd0": "LGPL-2.1-or-later",
    "libcap2": "BSD-3-Clause OR GPL-2.0-only",
    "libffi8": "MIT",
    "libpng16-16": "libpng-2.0",
    "libpcre2-8-0": "BSD-3-Clause",
    "libsqlite3-0": "blessing",
    "libssl3": "Apache-2.0",
    "libzstd1": "BSD-3-Clause OR GPL-2.0-only",
    "liblz4-1": "BSD-2-Clause",
    "liblzma5": "0BSD",
    "libbrotli1": "MIT",
    "libbz2-1.0": "bzip2-1.0.6",
    "libuuid1": "BSD-3-Clause",
    "libbsd0": "BSD-3-Clause",
    "libmd0": "BSD-3-Clause",
    "zlib1g": "Zlib",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: `kind` is library, application, file or framework; `texts` are licence texts by file name."""

    name: str
    version: str
    licence: str
    kind: str = "library"
    purl: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def sources(work: Path) -> list[Path]:
    """Return where every file and module of the frozen program came from, by PyInstaller's lists in `work`."""
    taken: list[tuple[str, str, str]] = []
    for name in ("COLLECT", "PYZ"):
        listed = ast.literal_eval(
            (work / "work" / "carbondesk" / f"{name}-00.toc").read_text(encoding="utf-8")
        )
        taken += next(entry for entry in reversed(listed) if isinstance(entry, list))
    return [Path(source) for _, source, kind in taken if kind != "SYMLINK" and source]


def of(work: Path, python: Path) -> list[Part]:
    """Return the parts of the program that was frozen in `work` with the environment of `python`."""
    asked = 'import json, sys, sysconfig, sqlite3; print(json.dumps([sysconfig.get_path("purelib"), '
    asked += "sys.base_prefix, sys.version.split()[0], sqlite3.sqlite_version]))"
    told = subprocess.run([python, "-c", asked], capture_output=True, check=True, encoding="utf-8").stdout
    packages, home, python_version, sqlite_version = json.loads(told)
    taken = [source.resolve() for source in sources(work)]
    packaged, library = Path(packages).resolve(), Path(home).resolve()
    outside = [path for path in taken if path.is_relative_to(packaged) or not path.is_relative_to(library)]
    found = [*_wheels(Path(packages), outside)]
    own = (Path(packages).resolve(), frozen.ROOT.resolve(), work.resolve())
    found += _system(path for path in outside if not any(path.is_relative_to(place) for place in own))
    found += _by_hand(Path(packages), Path(home), python_version)
    if sys.platform == "win32":
        import windows  # which itself asks for Part

        found += windows.libraries(taken, Path(home))
    if not any(part.name == "libsqlite3-0" for part in found):
        found.append(Part(name="SQLite", version=sqlite_version, licence="blessing"))
    return sorted(found, key=lambda part: part.name.casefold())


def _wheels(packages: Path, taken: Iterable[Path]) -> Iterator[Part]:
    used = {
        path.relative_to(packages.resolve()).as_posix() for path in taken if path.is_relative_to(packages)
    }
    for each in distributions(path=[str(packages)]):
        if each.name.casefold() in BUILDERS or each.name in QT:
            continue
        if any(str(file).replace("\\", "/") in used for file in each.files or ()):
            yield Part(
                name=each.name,
                version=each.version,
                licence=_licence(each),
                purl=f"pkg:pypi/{each.name.casefold().replace('_', '-')}@{each.version}",
                texts=tuple(_texts(each)),
            )


def _licence(wheel: Distribution) -> str:
    told = wheel.metadata
    if wheel.name in SPDX:
        return SPDX[wheel.name]
    stated = told.json  # the one way to ask that all versions of Python share
    expression = str(stated.get("license_expression") or stated.get("license") or "")
    if expression and len(expression) < 60:  # noqa: PLR2004 - longer is a whole text, not a name
        return expression
    classes = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if "License" in each]
    return " AND ".join(classes) or "NOASSERTION"


def _texts(wheel: Distribution) -> Iterator[tuple[str, str]]:
    for file in wheel.files or ():
        place = Path(str(wheel.locate_file(file)))
        if LICENCE_FILE.search(file.name) and ".dist-info" in str(file) and place.is_file():
            inner = str(file).replace("\\", "/").partition(".dist-info/")[2].removeprefix("licenses/")
            yield inner.replace("/", "-"), place.read_text(encoding="utf-8", errors="replace")
    if wheel.name == "babel":
        unicode = Path(str(wheel.locate_file("babel/locale-data/LICENSE.unicode")))
        yield "LICENSE.unicode", unicode.read_text(encoding="utf-8")


def _system(taken: Iterable[Path]) -> Iterator[Part]:
    """Yield the Debian packages that libraries were taken from; other systems bring none of their own."""
    packages: dict[str, None] = {}
    if shutil.which("dpkg-query") is not None:
        for path in taken:
            packages.update(dict.fromkeys(_packages_of(path)))
    for package in packages:
        asked = ["dpkg-query", "-W", "-f", "${Version}", package]
        version = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout
        text = Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
        name = package.partition(":")[0]
        yield Part(
            name=name,
            version=version,
            licence=SPDX.get(name, "MIT" if name.startswith(("libx", "libX")) else "NOASSERTION"),
            purl=f"pkg:deb/debian/{name}@{version}",
            texts=(("copyright", text.read_text(encoding="utf-8")),) if text.exists() else (),
        )


def _packages_of(path: Path) -> list[str]:
    # Libraries below /lib are recorded there, though /lib is a link into /usr nowadays.
    for place in (str(path), str(path).removeprefix("/usr")):
        asked = subprocess.run(
            ["dpkg-query", "-S", place], capture_output=True, check=False, encoding="utf-8"
        )
        if asked.returncode == 0:
            return [line.partition(": ")[0] for line in asked.stdout.splitlines()]
    return []


def _by_hand(packages: Path, home: Path, python_version: str) -> Iterator[Part]:
    """Yield what no package records: Qt, ICU, Python, OpenBLAS, PyInstaller's bootloader, the fonts and icons."""
    wheels = {each.name: each for each in distributions(path=[str(packages)])}
    qt = next(wheels[name].version for name in QT if name in wheels)
    notice = (LICENCES / "Qt.txt").read_text(encoding="utf-8")
    notice = notice.replace("@VERSION@", qt).replace("@SERIES@", qt.rpartition(".")[0])
    lesser = "LGPL-3.0-only"
    yield Part(name="Qt", version=qt, licence=lesser, kind="framework", texts=(("Qt.txt", notice),))
    for name in ("PySide6", "shiboken6"):
        yield Part(name=name, version=qt, licence=lesser, purl=f"pkg:pypi/{name.casefold()}@{qt}")
    for library in packages.glob("PySide6/Qt/lib/libicudata.so.*"):
        yield Part(name="ICU", version=library.name.rpartition(".")[2], licence="Unicode-3.0")
    licence = next(
        path for path in (home / "LICENSE.txt", *home.glob("lib/python3*/LICENSE.txt")) if path.exists()
    )
    yield Part(
        name="CPython",
        version=python_version,
        licence="PSF-2.0",
        kind="framework",
        purl=f"pkg:generic/cpython@{python_version}",
        texts=(("LICENSE.txt", licence.read_text(encoding="utf-8")),),
    )
    yield Part(
        name="OpenBLAS with libgfortran and libquadmath",
        version=_openblas(packages),
        licence=("BSD-3-Clause AND GPL-3.0-with-GCC-exception AND LGPL-2.1-or-later"),
    )
    bootloader = wheels["pyinstaller"]
    yield Part(
        name="PyInstaller bootloader",
        version=bootloader.version,
        licence="GPL-2.0-or-later WITH Bootloader-exception",
        texts=tuple(_texts(bootloader)),
    )
    yield from _resources()


def _openblas(packages: Path) -> str:
    """Return which build of OpenBLAS numpy brings; its texts are in numpy's own licence."""
    found = sorted(path.name for path in packages.glob("numpy.libs/*openblas*"))
    return re.sub(r"^.*?-|\.\w+$", "", found[0]) if found else "as in numpy"


def _resources() -> Iterator[Part]:
    fonts, icons = frozen.ROOT / "resources" / "fonts", frozen.ROOT / "resources" / "icons"
    for name, licence, text in (
        ("Inter", "OFL-1.1", fonts / "LICENSE-Inter.txt"),
        ("WenQuanYi Micro Hei", "Apache-2.0", fonts / "LICENSE-WenQuanYi-Micro-Hei.txt"),
        ("Lucide icons", "ISC", icons / "LICENSE"),
        ("Emission factors", "NOASSERTION", frozen.ROOT / "resources" / "factors" / "NOTICE.md"),
    ):
        words = text.read_text(encoding="utf-8")
        yield Part(name=name, version="as bundled", licence=licence, kind="file", texts=((text.name, words),))
