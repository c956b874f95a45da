"""One running program for each person, computer and screen: a second start hands its file over and ends.

The first program holds a lock file and watches a folder beside it; a second one puts its wish there and waits until it
is taken. No port, no socket: nothing that a firewall or another person could see. The lock is one of the system's own,
which ends with its program however that ends. A program that hangs takes no wish, and then the second one starts all
the same.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QSysInfo, QTimer, Signal

from carbondesk import paths
from carbondesk.domain.text import INVISIBLE

PATIENCE = 5.0
"""Seconds that a second start waits for the first program to take its wish."""

STARTING = 30.0
"""Seconds after its start within which a program is given more time: from a slow disk it takes long."""

OLD = 60.0
"""Seconds after which a wish that nobody took is forgotten."""

_STEP = 0.02
_POLL_MS = 500
_FAR, _DIGITS = 1 << 20, 12
_WISH, _TAKEN = ".wish", ".taken"
_LARGEST = 1 << 16
_NO_LINK, _NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "SESSIONNAME")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start was asked for: a file by its whole path, the sample, or only the window."""

    file: str = ""
    sample: bool = False


class Running(QObject):
    """The one program that runs here, or the wish to be it; `asked(wish)` tells what a second start wants."""

    asked = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        """Look at the lock of this person, computer and screen; nothing is held yet."""
        super().__init__()
        self.folder = place() if folder is None else folder
        self._lock = Lock(self.folder / "lock")
        self._watcher: QFileSystemWatcher | None = None

    def hold(self) -> bool:
        """Become the one program; tell whether this is it now."""
        return self._lock.take()

    def hand_over(self, wish: Wish, patience: float | None = None) -> bool:
        """Hand a wish to the program that runs and wait until it is taken; tell whether it was.

        False when there is none any more (then this one holds the lock), none that answers, or no way to know, as on a
        disk without locks.
        """
        if not self._lock.is_elsewhere:
            return False
        _let_come_forward(self._lock.holder())
        try:
            path = self._put(wish)
        except OSError:
            return False
        ends = time.monotonic() + (self._patience() if patience is None else patience)
        while time.monotonic() < ends:
            if not path.exists():
                return True
            if self.hold():
                break
            time.sleep(_STEP)
        return not _taken(path)

    def watch(self) -> None:
        """Tell from now on what second starts ask for."""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        if not self._watcher.addPath(str(self.folder)):
            # The system has no watch left: look now and then instead.
            timer = QTimer(self)
            timer.timeout.connect(self.look)
            timer.start(_POLL_MS)
        self.look()

    def look(self) -> None:
        """Take every wish that lies in the folder."""
        for wish in list(self._wishes()):
            self.asked.emit(wish)

    def release(self) -> None:
        """Let another program be the one that runs."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.drop()

    def _wishes(self) -> Iterator[Wish]:
        for path in sorted(self.folder.glob(f"*{_WISH}")):
            try:
                age = time.time() - path.lstat().st_mtime
                text = _own_text(path)
            except (OSError, UnicodeDecodeError):
                age, text = OLD, ""
            if _taken(path) and age < OLD and (wish := _read(text)) is not None:
                yield wish

    def _put(self, wish: Wish) -> Path:
        path = self.folder / f"{time.time_ns()}-{os.getpid()}{_WISH}"
        beside = path.with_suffix(".part")
        with FileIO(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps(asdict(wish)).encode())
        beside.replace(path)
        return path

    def _patience(self) -> float:
        with suppress(OSError):
            age = time.time() - self._lock.path.stat().st_mtime
            return max(PATIENCE, STARTING - age)
        return PATIENCE


class Lock:
    """A lock of the system's own on a file, which names the process that holds it.

    `is_elsewhere` tells why the last try failed: another program holds it, and the disk can lock at all.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is locked yet."""
        self.path = path
        self.is_elsewhere = False
        self._file: FileIO | None = None

    def take(self) -> bool:
        """Lock the file; tell whether it is held now, by this very object."""
        if self._file is None:
            file: FileIO | None = None
            try:
                file = FileIO(os.open(self.path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600), "r+")
                _lock(file)
                # Of one length and written over: to cut the file off costs more than everything else here.
                file.write(f"{os.getpid():<{_DIGITS}}".encode())
            except OSError as error:
                # EACCES is what Windows says of a byte that is locked.
                self.is_elsewhere = isinstance(error, (BlockingIOError, PermissionError))
                if file is not None:
                    file.close()
                return False
            self._file = file
        return True

    def drop(self) -> None:
        """Let another program take it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def holder(self) -> int:
        """Return the process that took the lock last; 0 where none is known."""
        try:
            return int(self.path.read_bytes() or b"0")
        except (OSError, ValueError):
            return 0


def _lock(file: FileIO) -> None:
    """Lock a file for this process alone, or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        # A byte far behind the number, so that others can still read it.
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def place() -> Path:
    """Return the folder of this person, computer and screen, in which the lock and the wishes lie."""
    screen = "|".join([QSysInfo.machineHostName(), *(os.environ.get(name, "") for name in _SCREEN)])
    folder = paths.cache() / f"running-{zlib.crc32(screen.encode()):08x}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with suppress(OSError):
        # One that an older version made, or that lies where others may write.
        folder.chmod(0o700)
    return folder


def _own_text(path: Path) -> str:
    """Return what a wish says; "" for what is no plain, small file of this person: a pipe would hold the window up."""
    with FileIO(os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT)) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            return ""
        if sys.platform != "win32" and found.st_uid != os.getuid():
            return ""
        return file.read(_LARGEST).decode()


def _taken(path: Path) -> bool:
    """Take a wish; False when somebody was quicker: a name can be changed only once."""
    mine = path.with_suffix(_TAKEN)
    try:
        path.rename(mine)
        mine.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _read(text: str) -> Wish | None:
    try:
        found = json.loads(text)
        file, sample = found["file"], found["sample"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(file, str) or not isinstance(sample, bool) or INVISIBLE.search(file):
        return None
    return Wish(file, sample)


def _let_come_forward(process: int) -> None:
    """Let the running program put its window in front: Windows grants that only from the program in front."""
    if sys.platform == "win32":
        import ctypes

        if process:
            ctypes.windll.user32.AllowSetForegroundWindow(process)
