"""Freeze the program into one folder with PyInstaller, from the lock files, the same bytes each time.

The environment lies in build/venv and is made anew when a lock file changes. What could go unnoticed fails
here: a library that is neither in the folder nor on every desktop, and a symbol that an older Linux lacks.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import executables
import leftouts

ROOT = environment.ROOT
BUILD = ROOT / "build"
VENV = BUILD / "venv"
SPEC = ROOT / "build_scripts" / "carbondesk.spec"
PARTS = ROOT / "build_scripts" / "installer"
LOCKS = ("runtime", "build")
IDENTIFIER = "org.carbondesk.CarbonDesk"
MIME_TYPE = "application/vnd.carbondesk.inventory"
GLIBC_FLOOR = (2, 35)
LINUX = sys.platform.startswith("linux")
EVERYWHERE = re.compile(r"^(ld-linux.*|lib(c|m|dl|rt|util|pthread|resolv)\.so\.\d+)$")
WRITABLE, READABLE, RUNNABLE = 0o200, 0o644, 0o755


def version() -> str:
    """Return the program's version; raises ValueError when it is not where it belongs."""
    found = re.search(
        r'^__version__ = "([^"]+)"$',
        (ROOT / "carbondesk" / "__init__.py").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    if found is None:
        raise ValueError("carbondesk/__init__.py states no version.")
    return found[1]


def epoch() -> int:
    """Return the time that every file of an installer carries: of the commit, or SOURCE_DATE_EPOCH."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    if shutil.which("git") is not None:
        asked = subprocess.run(command, capture_output=True, check=False, text=True)
        if asked.returncode == 0:
            return int(asked.stdout)
    # Without git, from a bare copy of the sources: the age of the list of changes.
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)


def surroundings() -> dict[str, str]:
    """Return the variables that make two builds equal, and keep PyInstaller's own files below build/."""
    cleared = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        **cleared,
        "SOURCE_DATE_EPOCH": str(epoch()),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "pyinstaller"),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def set_up() -> Path:
    """Make build/venv hold exactly what the locks pin; return its Python."""
    environment.system_libraries()
    if LINUX and shutil.which("objdump") is None and not environment.apt_install(["binutils"]):
        sys.exit("PyInstaller needs objdump: sudo apt-get install binutils")
    wanted = hashlib.sha256(str(VENV).encode())
    for name in ("pip", *LOCKS):
        wanted.update((environment.LOCKS / f"{name}.lock").read_bytes())
    stamp = VENV / "installed.stamp"
    python = VENV / environment.SCRIPTS.name / environment.PYTHON.name
    if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted.hexdigest():
        shutil.rmtree(VENV, ignore_errors=True)
        python = environment.create(VENV)
        environment.install(python, *LOCKS)
        stamp.write_text(wanted.hexdigest(), encoding="ascii")
    return python


def freeze(python: Path, work: Path) -> Path:
    """Run PyInstaller in the folder `work`; return the folder of the frozen program, checked and slimmed."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    drawn = work / "icons"
    draw = [str(python), str(ROOT / "build_scripts" / "appicon.py"), str(drawn)]
    subprocess.run(draw, check=True, env=surroundings())
    if sys.platform == "win32":
        import windows  # which itself asks this module for the version

        (drawn / "version.txt").write_text(windows.version_resource(), encoding="utf-8")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    places = ["--workpath", str(work / "work"), "--distpath", str(work / "dist"), str(SPEC)]
    with (work / "pyinstaller.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [*command, *places],
            check=False,
            cwd=work,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**surroundings(), "CARBONDESK_ICONS": str(drawn)},
            timeout=1800,
        )
    if done.returncode != 0:
        sys.exit(f"PyInstaller failed; its last words are in {work / 'pyinstaller.log'}")
    folder = work / "dist" / "carbondesk"
    if LINUX:
        strip(folder)
        faults = [*missing_libraries(folder), *too_new(folder)]
    else:
        faults = executables.faults(folder)
    if faults:
        sys.exit("\n".join(["The frozen program would not start everywhere:", *faults]))
    return folder


def binaries(folder: Path) -> list[Path]:
    """Return every ELF file below a folder, links left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in found if path.open("rb").read(4) == b"\x7fELF"]


def strip(folder: Path) -> None:
    """Take the symbols off Python's own library and modules, a fifth of it; wheels come stripped already."""
    inner = folder / "_internal"
    mine = [*inner.glob("libpython*.so*"), *inner.glob("python3*/lib-dynload/*.so")]
    if mine:
        subprocess.run(["strip", "--strip-unneeded", *mine], check=True)


def missing_libraries(folder: Path) -> list[str]:
    """Return a line for each library that a binary loads and that is neither here nor on every desktop."""
    found = {path.name for path in folder.rglob("*.so*")}
    lines = []
    for path in binaries(folder):
        told = subprocess.run(
            ["objdump", "-p", path], capture_output=True, check=True, encoding="utf-8", errors="replace"
        ).stdout
        lines += [
            f"{path.relative_to(folder)} needs {name}, which is not in the folder"
            for name in re.findall(r"^\s+NEEDED\s+(\S+)$", told, re.MULTILINE)
            if name not in found and name not in leftouts.HOST_LIBRARIES and not EVERYWHERE.match(name)
        ]
    return lines


def glibc_of(path: Path) -> tuple[int, ...]:
    """Return the newest version of glibc that a binary asks for, () when it asks for none."""
    told = subprocess.run(
        ["objdump", "-T", path], capture_output=True, check=False, encoding="utf-8", errors="replace"
    ).stdout
    asked = re.findall(r"\(?GLIBC_(\d+)\.(\d+)", told)
    return max(((int(major), int(minor)) for major, minor in asked), default=())


def floor(folder: Path) -> str:
    """Return the oldest glibc that the folder runs on, such as 2.35."""
    return ".".join(str(part) for part in max(glibc_of(path) for path in binaries(folder)))


def too_new(folder: Path) -> list[str]:
    """Return a line for each binary that asks for a newer glibc than the floor we promise."""
    asked = ((path, glibc_of(path)) for path in binaries(folder))
    return [
        f"{path.relative_to(folder)} needs glibc {'.'.join(str(part) for part in needed)}"
        for path, needed in asked
        if needed > GLIBC_FLOOR
    ]


def settle(folder: Path) -> None:
    """Give every file below a folder one time and plain rights, so that archives of it are equal."""
    when = epoch()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():  # Windows has none here, and could not change its time.
            os.utime(path, (when, when), follow_symlinks=False)
            continue
        # A library is loaded, not run, whatever rights its wheel gave it.
        runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
        path.chmod(RUNNABLE if runs else READABLE)
        os.utime(path, (when, when))
    folder.chmod(RUNNABLE)
    os.utime(folder, (when, when))


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder, or the target of a link, by its place."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[place] = f"-> {path.readlink()}"
        elif path.is_file():
            with path.open("rb") as stream:
                found[place] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def digest(folder: Path) -> str:
    """Return one digest of all that `contents` tells."""
    lines = [f"{value}  {place}\n" for place, value in contents(folder).items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def differing(first: Path, second: Path) -> list[str]:
    """Return the places whose contents differ between two folders."""
    one, other = contents(first), contents(second)
    return sorted(place for place in one.keys() | other.keys() if one.get(place) != other.get(place))


def size(folder: Path) -> int:
    """Return the megabytes that the files of a folder take on disk, as `du -sm` counts them."""
    blocks = sum(path.lstat().st_blocks * 512 for path in folder.rglob("*")) if LINUX else 0
    whole = blocks or sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    return -(-whole // 2**20)


def bundle_properties() -> dict[str, object]:
    """Return what the bundle on macOS says about itself beyond its name and version."""
    kind = {
        "CFBundleTypeName": "CarbonDesk inventory",
        "CFBundleTypeIconFile": "carbondesk.icns",
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [f"{IDENTIFIER}.inventory"],
    }
    declared = {
        "UTTypeIdentifier": f"{IDENTIFIER}.inventory",
        "UTTypeDescription": "CarbonDesk inventory",
        "UTTypeConformsTo": ["public.database", "public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": ["cdesk"]},
    }
    return {
        "CFBundleDisplayName": "CarbonDesk",
        "CFBundleVersion": version(),
        "CFBundleDocumentTypes": [kind],
        "UTExportedTypeDeclarations": [declared],
        "LSMinimumSystemVersion": "12.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }
