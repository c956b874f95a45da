"""Set up what the project's commands need: a virtual environment, locked packages, Qt's system libraries.

Runs with nothing but Python 3.11 to 3.13. Everything is done once: when a stamp in the environment names the
lock files as they are now, nothing is started and nothing is asked of the network.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "build_scripts"
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")

OLDEST, NEWEST = (3, 11), (3, 13)

# What Qt's offscreen and X11 windows load that its wheel does not bring, and the Debian package of each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def set_up(lock: str) -> Path:
    """Make the virtual environment hold what `lock` ("runtime" or "develop") pins; return its Python.

    Ends the program with one clear line when that cannot be done.
    """
    system_libraries()
    if f"{lock} {_digest()}" not in _stamp():
        create(VENV)
        install(PYTHON, lock)
        _make_importable()
        _write_stamp(lock)
    # So the first start is as quick as the second, also where Python is told to write no bytecode of its own.
    _quietly([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "carbondesk")])
    return PYTHON


def system_libraries() -> None:
    """Install the system libraries that Qt needs and this Linux lacks, or say which they are."""
    if not sys.platform.startswith("linux"):
        return
    packages = [package for library, package in QT_LIBRARIES.items() if not _loads(library)]
    if packages and not apt_install(packages):
        names = " ".join(packages)
        print(
            f"Qt needs system packages that are missing here: sudo apt-get install {names}", file=sys.stderr
        )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages, as root or by a sudo that asks no password; False where that is impossible."""
    if shutil.which("apt-get") is None:
        return False
    prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.getuid() != 0:
        if shutil.which("sudo") is None or _quietly(["sudo", "-n", "true"]) != 0:
            return False
        prefix = ["sudo", "-n", *prefix]
    print("Installing system packages:", " ".join(packages), flush=True)
    _quietly([*prefix, "apt-get", "update"])
    return _quietly([*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]) == 0


def _quietly(command: list[str]) -> int:
    result = subprocess.run(command, capture_output=True, check=False, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0 and "sudo" not in command[0]:
        print(result.stderr.strip(), file=sys.stderr)
    return result.returncode


def create(folder: Path) -> Path:
    """Create a virtual environment, or create it anew when its Python no longer starts; return that Python."""
    python = folder / SCRIPTS.name / PYTHON.name
    if python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0:
        return python
    creator = _suitable_python()
    if creator == sys.executable and importlib.util.find_spec("ensurepip") is None:
        # Debian keeps this part of Python in a package of its own.
        package = f"python3.{sys.version_info.minor}-venv"
        if not apt_install([package]):
            sys.exit(f"Python cannot make virtual environments here. Run: sudo apt-get install {package}")
    print(f"Creating {folder.name} ...", flush=True)
    if subprocess.run([creator, "-m", "venv", "--clear", str(folder)], check=False).returncode != 0:
        sys.exit(f"'{creator} -m venv' failed; its message is above.")
    return python


def _suitable_python() -> str:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            return found
    running = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(f"CarbonDesk needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is {running}.")


def install(python: Path, *locks: str) -> None:
    """Install pip and then everything that the locks pin, each file checked against its hash."""
    print(f"Installing the packages of {', '.join(f'{lock}.lock' for lock in locks)} ...", flush=True)
    # Nothing beyond the lock is looked for, and no source is built: a wheel runs no code when installed.
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    checked = ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    for name in ("pip", *locks):
        result = subprocess.run([*pip, *checked, "--requirement", str(LOCKS / f"{name}.lock")], check=False)
        if result.returncode != 0:
            sys.exit(f"The packages of {name}.lock could not be installed; pip's message is above.")


def _write_stamp(lock: str) -> None:
    kept = "runtime develop" if lock == "develop" else lock
    lines = [f"{name} {_digest()}" for name in kept.split()]
    _stamp_file().write_text("\n".join(lines) + "\n", encoding="ascii")


def _make_importable() -> None:
    """Put the source tree on the environment's path and a `carbondesk` command beside its Python.

    A path file needs no build tool and no network. It holds a relative path, so that a folder with a Chinese
    name works: Python 3.11 and 3.12 read these files in the system's own encoding.
    """
    ask = "import os, sys, sysconfig; print(os.path.relpath(sysconfig.get_path('purelib'), sys.prefix))"
    answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, check=True, encoding="utf-8")
    packages = VENV / answer.stdout.strip()
    (packages / "carbondesk.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="ascii")
    if WINDOWS:
        command = SCRIPTS / "carbondesk.cmd"
        command.write_text('@"%~dp0python.exe" -m carbondesk %*\r\n', encoding="ascii", newline="")
    else:
        command = SCRIPTS / "carbondesk"
        command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m carbondesk "$@"\n', encoding="ascii")
        command.chmod(0o755)


def _stamp_file() -> Path:
    return VENV / "installed.stamp"


def _stamp() -> list[str]:
    """Return the lines of the stamp, none when the environment is not usable."""
    if not (PYTHON.exists() and _stamp_file().exists()):
        return []
    return _stamp_file().read_text(encoding="ascii").splitlines()


def _digest() -> str:
    """Return one digest of all lock files, of where the project lies, and of these instructions."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (*sorted(LOCKS.glob("*.lock")), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
