"""A clean Debian in a folder, without Python, Qt or a network, in which an installer can show what it is worth."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import environment

SUITE = "bookworm"
PERSON, NUMBER = "worker", "1000"
TOOLS = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "unshare": "util-linux",
}
# A mirror may be a copy of last month; for a test that is no harm.
APT = ("-o", "Acquire::Check-Valid-Until=false", "-o", "Acquire::Check-Date=false", "-y", "-qq")
LIMIT = 600.0
SKIPPED = 77
"""The exit status of a test that this machine cannot do."""

MOUNT = """
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"
if [ -d /tmp/.X11-unix ]; then mkdir -p "$ROOT/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"; fi
exec chroot $AS "$ROOT" "$@"
"""


class UnableError(Exception):
    """This machine cannot make a clean root; the text says why."""


class FailedError(Exception):
    """A command in the root ended with another status than the one that was expected."""


def tools() -> None:
    """See that this machine can make a clean root, installing what is missing; raises UnableError."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise UnableError("making a clean Debian root needs root")
    missing = [package for command, package in TOOLS.items() if shutil.which(command) is None]
    if missing and not environment.apt_install(missing):
        raise UnableError(f"these packages are missing: {' '.join(missing)}")
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "true"]
    if subprocess.run(apart, check=False, capture_output=True).returncode != 0:
        raise UnableError("this system does not allow name spaces (unshare)")


class CleanRoot:
    """A Debian in a folder; each command runs with its own processes, mounts and, unless told, no network."""

    def __init__(self, folder: Path) -> None:
        """Make the root anew; raises UnableError where Debian cannot be had."""
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, folder],
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        if made.returncode != 0:
            raise UnableError(f"debootstrap failed: {made.stdout.strip().splitlines()[-1:]}")
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(Path("/etc") / name, folder / "etc" / name)
        self.run("useradd", "--create-home", "--uid", NUMBER, PERSON)
        self.home = folder / "home" / PERSON

    def install(self, *packages: str) -> None:
        """Install Debian packages, the one thing for which the network is let in."""
        self.run("apt-get", *APT, "update", network=True)
        command = ("apt-get", *APT, "install", "--no-install-recommends", *packages)
        self.run("env", "DEBIAN_FRONTEND=noninteractive", *command, network=True)

    def command(self, *words: str, person: bool = False, network: bool = False) -> list[str]:
        """Return the command that runs `words` in the root, as root or as a person."""
        mine = {"HOME": f"/home/{PERSON}", "USER": PERSON} if person else {"HOME": "/root", "USER": "root"}
        settings = {**mine, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        settings |= {name: os.environ[name] for name in ("DISPLAY",) if name in os.environ}
        identity = f"--userspec={PERSON}:{PERSON}" if person else ""
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *([] if network else ["--net"])]
        outer = ["env", f"ROOT={self.folder}", f"AS={identity}", *apart, "sh", "-ec", MOUNT, "sh"]
        return [*outer, "env", "-i", *(f"{name}={value}" for name, value in settings.items()), *words]

    def run(
        self, *words: str, person: bool = False, network: bool = False, status: int = 0, limit: float = LIMIT
    ) -> str:
        """Run a command and return what it said; raises FailedError for another status, TimeoutExpired in the end."""
        done = subprocess.run(
            self.command(*words, person=person, network=network),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=limit,
        )
        if done.returncode != status:
            raise FailedError(
                f"{' '.join(words)}: status {done.returncode}, not {status}\n{done.stdout[-3000:]}"
            )
        return done.stdout

    def put(self, source: Path, place: str) -> None:
        """Copy a file into the root; what lands in the person's home is theirs."""
        target = self.folder / place.lstrip("/")
        shutil.copy2(source, target)
        if target.is_relative_to(self.home):
            os.chown(target, int(NUMBER), int(NUMBER))

    def files(self, *left_out: str) -> dict[str, tuple[int, int]]:
        """Return every file of the root with its size and time, without what lies below `left_out`."""
        found = {}
        for path in self._walk(set(left_out)):
            known = path.lstat()
            found[f"/{path.relative_to(self.folder)}"] = (known.st_size, known.st_mtime_ns)
        return found

    def _walk(self, left_out: set[str]) -> Iterator[Path]:
        for at, folders, names in os.walk(self.folder):
            place = Path("/") / Path(at).relative_to(self.folder)
            folders[:] = [name for name in folders if str(place / name) not in left_out]
            yield from (Path(at) / name for name in names)
