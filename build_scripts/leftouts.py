"""What stays out of the frozen program, and why: modules, Qt's plugins, translations, libraries of the host.

carbondesk.spec asks these functions; tests/build_scripts check that the program imports nothing of it. Qt's
plugins are chosen one by one, and a library comes along only when something that is kept loads it: what a
new version of Qt adds stays out by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

MODULES = (
    # Nothing in the program imports pandas: papers and imports do without it (ARCHITECTURE says why it is kept).
    *("pandas", "pyarrow", "scipy", "matplotlib", "openpyxl", "lxml", "IPython", "cupy", "colorcet"),
    *(
        "PySide6.QtDBus",
        "PySide6.QtDesigner",
        "PySide6.QtHelp",
        "PySide6.QtNetwork",
        "PySide6.QtPrintSupport",
    ),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtSvgWidgets", "PySide6.QtTest"),
    *("PySide6.QtUiTools", "PySide6.QtXml"),
    *("pyqtgraph.opengl", "pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.flowchart"),
    *("pyqtgraph.canvas", "pyqtgraph.console", "pyqtgraph.dockarea"),
    *("numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._core.tests", "numpy.random._examples"),
    *("setuptools", "pkg_resources", "pip", "wheel", "_distutils_hack"),
    *("tkinter", "_tkinter", "idlelib", "lib2to3", "test", "turtledemo", "ensurepip", "venv"),
    # Without a network nothing is encrypted on its way; readline and gdbm are GPL, which the program is not.
    *("ssl", "_ssl", "readline", "_gdbm", "_dbm", "curses", "_curses", "nis", "ossaudiodev"),
)
"""Python modules that PyInstaller is told to leave out."""

QT_PLUGINS = {
    "platforms": ("xcb", "offscreen", "windows", "cocoa"),
    # Chinese is typed with these: ibus (fcitx speaks its protocol too), and the compose key.
    "platforminputcontexts": ("ibusplatforminputcontext", "composeplatforminputcontext"),
    "platformthemes": ("xdgdesktopportal",),
    "imageformats": ("svg", "jpeg"),
    "iconengines": ("svgicon",),
}
"""The plugins that are kept, by folder, without `libq` or `lib` before and `plugin` behind their names."""

HOST_LIBRARIES = {
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libexpat.so.1": "libexpat1",
    "libxcb.so.1": "libxcb1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
}
"""Libraries that every desktop has, with their Debian packages; the first three would raise the glibc floor."""

LANGUAGES = ("root", "en", "zh", "zh_Hans", "zh_Hans_CN")
"""Babel's locales that are asked for; each carries the names of all countries."""

OPENED_LATE = ("libdbus-1.so.3",)
"""Libraries that Qt opens by name while it runs, so that no table of imports names them."""

_UNUSED = (
    re.compile(r"(^|/)opengl32sw\.dll$|(^|/)d3dcompiler_\d+\.dll$", re.IGNORECASE),  # drawn without OpenGL
    re.compile(r"(^|/)Qt6Network\.dll$", re.IGNORECASE),  # asked for by plugins that are left out
    re.compile(r"/Qt6?/translations/|/translations/qt.*\.qm$"),  # the catalogue of the program has every text
    re.compile(r"/(qml|metatypes|libexec|typesystems|glue|include|scripts|doc)/.*"),
    re.compile(r"\.(pyi|pyx|pxd|h|c)$"),
    re.compile(r"(^|/)(tests|__pycache__)/"),
    # pip's notes: one holds the digest of a script in which the path of the environment stands.
    re.compile(r"\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$"),
    re.compile(r"^numpy/_core/_(multiarray|umath|rational|operand_flag|struct_ufunc|simd)_?tests?\."),
    re.compile(r"^pyqtgraph/(icons/.*\.svg|examples/)"),
    re.compile(r"^tzdata/zoneinfo/|^pint/.*\.txt$"),  # no times of day, and units of our own
)


def is_kept(name: str) -> bool:
    """Tell whether a file is kept; `name` is its place below the program's folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.name in HOST_LIBRARIES or any(pattern.search(str(path)) for pattern in _UNUSED):
        return False
    if "plugins" in path.parts and "PySide6" in path.parts:
        return is_kept_plugin(path)
    if "locale-data" in path.parts:
        return path.suffix != ".dat" or path.stem in LANGUAGES
    return True


def is_kept_plugin(path: PurePosixPath) -> bool:
    """Tell whether a plugin of Qt is kept."""
    chosen = QT_PLUGINS.get(path.parent.name, ())
    return re.sub(r"^(lib)?q?|(plugin)?$", "", path.name.partition(".")[0]) in chosen


def reached(
    names: Iterable[str], loads: Callable[[str], Iterable[str]], *, is_root: Callable[[str], bool]
) -> set[str]:
    """Return the files of `names` that are roots or that a reached one loads by its file name."""
    by_name: dict[str, list[str]] = {}
    for name in names:
        by_name.setdefault(PurePosixPath(name).name, []).append(name)
    waiting = [name for places in by_name.values() for name in places if is_root(name)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [place for wanted in loads(name) for place in by_name.get(wanted, ())]
    return found


def is_root(name: str) -> bool:
    """Tell whether a binary is wanted for itself: not a bare library of the system or of Qt."""
    path = PurePosixPath(name)
    bare = len(path.parts) == 1 or path.parts[-3:-1] == ("Qt", "lib")
    return not bare or path.name in OPENED_LATE or path.name.startswith("libpython")
