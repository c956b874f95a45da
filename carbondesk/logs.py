"""The program's log: what went wrong, with its details, in the person's log folder."""

from __future__ import annotations

from pathlib import Path

from carbondesk import paths

_LARGEST = 1_000_000
_OLDER = 2


def write(details: str) -> Path | None:
    """Add a fault to the log and return the file; two older logs are kept.

    None when the folder cannot be written: a log that fails must not hide what it was to tell.
    """
    from logging import ERROR, Formatter, makeLogRecord
    from logging.handlers import RotatingFileHandler

    try:
        path = paths.logs() / "carbondesk.log"
        log = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_OLDER, encoding="utf-8")
    except OSError:
        return None
    log.setFormatter(Formatter("%(asctime)s %(levelname)s %(message)s"))
    record = makeLogRecord({"levelno": ERROR, "levelname": "ERROR", "msg": details})
    try:
        if log.shouldRollover(record):
            log.doRollover()
        # Not `emit`, which keeps to itself what went wrong.
        print(log.format(record), file=log.stream)
    except OSError:  # A full disk, or another program that holds the older log on Windows.
        return None
    finally:
        log.close()
    return path
