"""A Debian of its own below build/ with Wine 10, in which Windows programs are made and tried.

There is no network in it. Each command runs in namespaces of its own: when it ends, or its time does, everything
that it started is gone.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import environment
import frozen

HERE = frozen.BUILD / "wine"
ROOT = HERE / "root"
INSIDE = Path("/project")
"""Where the project's folder is seen inside, wherever it lies outside: two checkouts build the same."""

SUITE = "trixie"
PACKAGES = (
    *("ca-certificates", "osslsigncode", "gcc-mingw-w64-x86-64", "nsis"),
    *("wine", "wine64", "wine32:i386", "xvfb", "xauth", "scrot"),
)
QUIET = {
    "WINEDEBUG": "-all",
    # The shim for numpy (see ucrtbase.c), no debugger that waits for a person, no entries in the menus of Linux, no
    # download of .NET or a browser.
    "WINEDLLOVERRIDES": "ucrtbase=n,b;winedbg.exe=d;winemenubuilder.exe=d;mscoree=;mshtml=",
    "WINEARCH": "win64",
}
_ENTER = """
mount --bind "$1" "$2$3" && mount -t proc proc "$2/proc" && mount -t tmpfs tmpfs "$2/dev/shm" &&
mount -t tmpfs tmpfs "$2/tmp" || exit 125
root="$2" inside="$3"; shift 3
exec chroot "$root" env -i "$@"
"""


def lacking() -> str:
    """Return why nothing can be tried here, empty when everything can; installs debootstrap where it may."""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        return "Wine runs Windows programs for x86-64 on a Linux of that kind only"
    if os.getuid() != 0:
        return "only root can make the Debian folder that holds Wine"
    if sys.version_info[:2] != (3, 11):
        return "the Python for Windows that a wheel brings is 3.11, whose library must match: start with 3.11"
    missing = [command for command in ("unshare", "mount", "chroot") if shutil.which(command) is None]
    if missing or not _can_separate():
        return "a command cannot have mounts and a network of its own on this system"
    if shutil.which("debootstrap") is None and not environment.apt_install(["debootstrap"]):
        return "debootstrap is missing and cannot be installed"
    return ""


def _can_separate() -> bool:
    command = ["unshare", *_SEPARATED, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0


_SEPARATED = ("--mount", "--net", "--ipc", "--pid", "--fork", "--kill-child")


def set_up() -> str:
    """Make the root once; return why that failed, empty when it is there."""
    stamp = ROOT / "installed.stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == " ".join(PACKAGES):
        return ""
    HERE.mkdir(parents=True, exist_ok=True)
    steps: list[tuple[list[str], int]] = []
    if not (ROOT / "usr/bin/apt-get").exists():
        shutil.rmtree(ROOT, ignore_errors=True)
        steps.append((["debootstrap", "--variant=minbase", SUITE, str(ROOT)], 900))
    steps += [
        (["chroot", str(ROOT), "dpkg", "--add-architecture", "i386"], 60),
        (["chroot", str(ROOT), "apt-get", "update"], 300),
        (
            ["chroot", str(ROOT), "apt-get", "install", "-y", "--no-install-recommends", *PACKAGES],
            1200,
        ),
    ]
    with (HERE / "root.log").open("w", encoding="utf-8") as log:
        for command, seconds in steps:
            surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
            try:
                done = subprocess.run(
                    command,
                    check=False,
                    env=surroundings,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    timeout=seconds,
                )
            except subprocess.TimeoutExpired:
                return f"{command[0]} took longer than {seconds} s, see {log.name}"
            if done.returncode != 0:
                return f"Debian {SUITE} with Wine could not be installed, see {log.name}"
    (ROOT / str(INSIDE).lstrip("/")).mkdir(exist_ok=True)
    stamp.write_text(" ".join(PACKAGES), encoding="ascii")
    return ""


def seen(path: Path) -> str:
    """Return where a file of the project is seen inside the root."""
    return (INSIDE / path.relative_to(frozen.ROOT)).as_posix()


def windows_path(path: Path) -> str:
    """Return where a Windows program inside the root sees a file of the project."""
    return "Z:" + seen(path).replace("/", "\\")


def run(
    command: Sequence[str], seconds: float, surroundings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command inside the root, without a network; status 124 when its time was up."""
    told = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        **(surroundings or {}),
    }
    words = [f"{name}={value}" for name, value in told.items()]
    enter = ["sh", "-c", _ENTER, "sh", str(frozen.ROOT), str(ROOT), str(INSIDE), *words, *command]
    try:
        return subprocess.run(
            ["unshare", *_SEPARATED, *enter],
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as late:
        # What was printed until then comes as bytes, whatever `encoding` asks for.
        said: object = late.stdout
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or "")
        return subprocess.CompletedProcess(list(command), 124, text, "")


def wine(
    prefix: Path, script: str, seconds: float, surroundings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a shell script inside the root with a screen and a Wine prefix, which is written out before it returns."""
    told = {"WINEPREFIX": seen(prefix), "DISPLAY": ":7", **QUIET, **(surroundings or {})}
    screen = "Xvfb :7 -screen 0 1440x900x24 -nolisten tcp >/dev/null 2>&1 & sleep 1"
    lines = [
        screen,
        script,
        "status=$?",
        "timeout 60 wineserver -k",
        "timeout 60 wineserver -w",
        "exit $status",
    ]
    return run(["bash", "-c", "\n".join(lines)], seconds, told)


def words(*command: str) -> str:
    """Return a command as the shell reads it."""
    return shlex.join(command)
