"""What the world does to an inventory file, each with a text and a remedy for people."""

# ruff: noqa: N818 - each name says what the world did; CarbonDeskError says that it is an error.

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import Text, say


class NotAnInventory(CarbonDeskError):
    """The file is another program's, or an inventory whose structure somebody altered."""


class NotFound(CarbonDeskError):
    """There is no such file or folder."""


class AlreadyThere(CarbonDeskError):
    """A file of that name stands where a new one was to be made."""


class NewerVersion(CarbonDeskError):
    """A newer CarbonDesk made the file."""


class InUse(CarbonDeskError):
    """Another program is writing to the file."""


class ReadOnly(CarbonDeskError):
    """The file, its folder or its disk does not let itself be written."""


class DiskFull(CarbonDeskError):
    """The disk has no room left."""


class Damaged(CarbonDeskError):
    """The file is an inventory, but its contents are broken."""


class NotUnique(CarbonDeskError):
    """Another record has the same key: the same name, or the same source and period."""


class StillUsed(CarbonDeskError):
    """Other records refer to the one that was to be removed, or the one referred to is not there."""


class LockedYear(CarbonDeskError):
    """The change would touch a year that is locked."""


class ClosedMonth(CarbonDeskError):
    """The change would touch a closed month of a site, and gives no reason."""


_READ_ONLY = say("{path} cannot be written.")
_READ_ONLY_REMEDY = say("Check that you may write to the file and its folder, or save a copy elsewhere.")
_BY_CODE: dict[int, tuple[type[CarbonDeskError], Text, Text]] = {
    sqlite3.SQLITE_BUSY: (
        InUse,
        say("{path} is in use by another program."),
        say("Wait until the other program is done, or close it, and try again."),
    ),
    sqlite3.SQLITE_READONLY: (ReadOnly, _READ_ONLY, _READ_ONLY_REMEDY),
    sqlite3.SQLITE_CANTOPEN: (ReadOnly, _READ_ONLY, _READ_ONLY_REMEDY),
    sqlite3.SQLITE_PERM: (ReadOnly, _READ_ONLY, _READ_ONLY_REMEDY),
    sqlite3.SQLITE_FULL: (
        DiskFull,
        say("There is no room left on the disk of {path}."),
        say("Make room on the disk and try again. Nothing was changed."),
    ),
    sqlite3.SQLITE_IOERR: (
        Damaged,
        say("{path} could not be read or written: the disk reports an error."),
        say("Check the disk and the connection to it, then open the file again."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        Damaged,
        say("{path} is damaged."),
        say("Open the newest backup; the damaged file stays as it is."),
    ),
    sqlite3.SQLITE_NOTADB: (
        NotAnInventory,
        say("{path} is not an inventory."),
        say("Choose a file that CarbonDesk made, ending in .cdesk."),
    ),
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: (
        NotUnique,
        say("A record with the same key is there already."),
        say("Change the other record, or choose another name, number or period."),
    ),
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: (
        StillUsed,
        say("Other records belong to this one, or the one it belongs to is not there."),
        say("Remove the records that belong to it first."),
    ),
    # A RESTRICT clause reports itself as a trigger.
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: (
        StillUsed,
        say("Other records belong to this one."),
        say("Remove the records that belong to it first."),
    ),
}
_FIRST_BYTE = 0xFF
_BY_ERRNO = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EFBIG: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EISDIR: sqlite3.SQLITE_READONLY,
    errno.ENOTDIR: sqlite3.SQLITE_READONLY,
    errno.ENAMETOOLONG: sqlite3.SQLITE_READONLY,
    errno.ELOOP: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
}
"""What the system says about a file, as the code by which SQLite says the same."""


def no_inventory(path: Path) -> CarbonDeskError:
    """Return the error that says that a file is not an inventory."""
    return _error(sqlite3.SQLITE_NOTADB, path)


def damaged(path: Path) -> CarbonDeskError:
    """Return the error that says that a file is damaged."""
    return _error(sqlite3.SQLITE_CORRUPT, path)


def in_use(path: Path) -> CarbonDeskError:
    """Return the error that says that another program writes to a file."""
    return _error(sqlite3.SQLITE_BUSY, path)


def read_only(path: Path) -> CarbonDeskError:
    """Return the error that says that a file or folder cannot be written."""
    return _error(sqlite3.SQLITE_READONLY, path)


def newer(path: Path) -> NewerVersion:
    """Return the error that says that a file is from a newer version."""
    return NewerVersion(
        say("{path} was made by a newer version of CarbonDesk.", path=path.name),
        say("Install the newest version and open the file again."),
    )


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system report about `path` into errors with a text and a remedy.

    A value that breaks a limit of its column is a fault of the caller and stays a `sqlite3.IntegrityError`.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if not code and isinstance(error, sqlite3.OperationalError):
            # Text in the file that is no text, found by Python and not by SQLite.
            code = sqlite3.SQLITE_CORRUPT
        known = code if code in _BY_CODE else code & _FIRST_BYTE
        if known not in _BY_CODE:
            raise
        raise _error(known, path) from error
    except UnicodeDecodeError as error:
        raise damaged(path) from error
    except FileNotFoundError as error:
        raise NotFound(
            say("{path} was not found.", path=str(path)), say("Check the name and the folder.")
        ) from error
    except FileExistsError as error:
        raise AlreadyThere(
            say("{path} is there already.", path=path.name), say("Choose another name.")
        ) from error
    except PermissionError as error:
        raise read_only(path) from error
    except OSError as error:
        if error.errno not in _BY_ERRNO:
            raise
        raise _error(_BY_ERRNO[error.errno], path) from error


def _error(code: int, path: Path) -> CarbonDeskError:
    kind, text, remedy = _BY_CODE[code]
    return kind(Text(text.template, {"path": path.name or str(path)}), remedy)
