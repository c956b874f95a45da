"""An open inventory file: reading records, writing steps, undo, history, proof and notices."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar

from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Organisation, StepKind
from carbondesk.domain.schema import Record
from carbondesk.domain.text import Text, say
from carbondesk.store import backup, history, opening, undo, verification
from carbondesk.store.contents import Contents
from carbondesk.store.errors import in_use, read_only, told_plainly
from carbondesk.store.history import ChangeRow, StepRow
from carbondesk.store.notices import Change, Watcher
from carbondesk.store.sqlite import Database
from carbondesk.store.steps import Step
from carbondesk.store.traces import Traces
from carbondesk.store.verification import Verification

R = TypeVar("R", bound=Record)

MEMORY = Path(":memory:")
"""The path of an inventory that is in no file."""


class Inventory(Contents):
    """One inventory, open in one thread; another thread opens its own with `reopen`.

    Made by `create`, `open` or `in_memory`. Use it as a context manager, or `close` it. `kept_copy` is the copy of the
    file as it was before it was brought to the newest structure, when that was just done.
    """

    def __init__(
        self, db: Database, path: Path, *, read_only: bool, timeout: float, clock: Callable[[], datetime]
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.last_commit_seconds = 0.0
        self.kept_copy: Path | None = None
        self._db = db
        self._connection = db.conn
        self._timeout = timeout
        self._clock = clock
        self._watchers: list[Watcher] = []
        self._step: Step | None = None
        self._seen = self._data_version()

    @classmethod
    def create(
        cls,
        path: Path,
        organisation: Organisation,
        *,
        timeout: float = opening.TIMEOUT,
        clock: Callable[[], datetime] = history.now,
    ) -> Inventory:
        """Make a new file with its organisation and open it.

        Raises AlreadyThere, NotFound, ReadOnly or DiskFull; then no file is left behind.
        """
        path = Path(path)

        def fill(db: Database) -> None:
            cls(db, path, read_only=False, timeout=timeout, clock=clock)._begin(organisation)  # noqa: SLF001 - its own kind

        opening.make_file(path, fill, timeout=timeout)
        return cls.open(path, timeout=timeout, clock=clock)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        timeout: float = opening.TIMEOUT,
        clock: Callable[[], datetime] = history.now,
    ) -> Inventory:
        """Open a file; one that cannot be written is opened for reading only.

        Raises NotFound, NotAnInventory, NewerVersion, Damaged or InUse.
        """
        path = Path(path)
        writing = not read_only and opening.is_writable(path)
        db, kept = opening.open_file(path, writing=writing, timeout=timeout)
        opened = cls(db, path, read_only=not writing, timeout=timeout, clock=clock)
        opened.kept_copy = kept
        return opened

    @classmethod
    def in_memory(
        cls, organisation: Organisation, *, clock: Callable[[], datetime] = history.now
    ) -> Inventory:
        """Make an inventory that lives only as long as the program."""
        inventory = cls(opening.open_memory(), MEMORY, read_only=False, timeout=0.0, clock=clock)
        inventory._begin(organisation)
        return inventory

    @property
    def is_in_memory(self) -> bool:
        """Whether the inventory lives only as long as the program, without a file."""
        return self.path == MEMORY

    def today(self) -> date:
        """Return the day by the inventory's clock, in UTC."""
        return self._clock().date()

    def reopen(self) -> Inventory:
        """Open the same file once more, for use in the calling thread; one in memory has no file to open."""
        return type(self).open(self.path, read_only=self.read_only, timeout=self._timeout, clock=self._clock)

    def close(self) -> None:
        """Close the file; closing twice is no fault."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing.

    @contextmanager
    def step(self, title: Text, *, reason: str = "", person: str = "") -> Iterator[Step]:
        """Open a step; leaving the block keeps all of it, an exception none of it.

        `person` is a role. Raises ReadOnly, InUse or DiskFull; steps do not nest (RuntimeError).
        """
        with self._writing(title, reason=reason, person=person) as step:
            yield step

    def undo(self) -> StepRow | None:
        """Take back the newest step that is not taken back yet; returns the step that does so, or None."""
        return self._take_back(history.next_undo, StepKind.UNDO)

    def redo(self) -> StepRow | None:
        """Repeat the step that was taken back last; returns the step that does so, or None."""
        return self._take_back(history.next_redo, StepKind.REDO)

    def next_undo(self) -> StepRow | None:
        """Return the step that Undo would take back: an edit, or a redo of one."""
        with told_plainly(self.path):
            number = history.next_undo(self._connection)
            return None if number is None else history.step(self._connection, number)

    def next_redo(self) -> StepRow | None:
        """Return the edit that Redo would repeat."""
        with told_plainly(self.path):
            number = history.next_redo(self._connection)
            return None if number is None else history.edit_of(self._connection, number)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` after every committed step of this object; returns the function that ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _take_back(self, find: Callable[[sqlite3.Connection], int | None], kind: StepKind) -> StepRow | None:
        with told_plainly(self.path):
            target = find(self._connection)
            if target is None:
                return None
            edit = history.edit_of(self._connection, target)
        with self._writing(edit.title, kind=kind, of=edit.id) as step:
            if find(self._connection) != target:
                raise in_use(self.path)
            undo.reverse(self._connection, target, step)
        return history.step(self._connection, step.id)

    def _begin(self, organisation: Organisation) -> None:
        """Write the first step of a new file: its organisation."""
        with self._writing(say("New inventory")) as step:
            step.add(replace(organisation, id=0, step=0))

    @contextmanager
    def _writing(
        self,
        title: Text,
        *,
        reason: str = "",
        person: str = "",
        kind: StepKind = StepKind.EDIT,
        of: int | None = None,
    ) -> Iterator[Step]:
        if self._step is not None:
            raise RuntimeError("steps do not nest")
        if self.read_only:
            raise read_only(self.path)
        change = None
        with told_plainly(self.path):
            try:
                with self._db.atomic():
                    # A write that writes nothing: it takes the lock before anything is read for the step.
                    self._connection.execute("DELETE FROM annual_sum WHERE FALSE")
                    number, digest = history.head(self._connection)
                    at = history.moment(self._clock())
                    draft = history.Draft(number + 1, at, title, reason, person, kind.value, of, digest)
                    self._step = Step(
                        self._connection, self.path, draft, lambda: self.organisation.year_start
                    )
                    yield self._step
                    change = self._step.finish()
                    written = time.perf_counter()
            finally:
                if self._step is not None:
                    self._step.end()
                self._step = None
            self.last_commit_seconds = time.perf_counter() - written
        if change is not None:
            self._tell(change)

    def _tell(self, change: Change) -> None:
        for watcher in tuple(self._watchers):
            watcher(change)

    # History.

    def steps(self, limit: int = 1000) -> list[StepRow]:
        """Return the newest steps, newest first."""
        with told_plainly(self.path):
            return history.steps(self._connection, limit)

    def changes(self, step: int) -> list[ChangeRow]:
        """Return what a step changed, in order."""
        with told_plainly(self.path):
            return list(history.changes(self._connection, step))

    @property
    def traces(self) -> Traces:
        """What can be asked of the history page by page: steps, those of one row, a row as it once stood."""
        return Traces(self._connection, self.path)

    @property
    def head(self) -> str:
        """The digest of the newest step: it stands for the whole history."""
        with told_plainly(self.path):
            return history.head(self._connection)[1]

    def verify(self, progress: Progress = silent, *, against: str | None = None) -> Verification:
        """Prove that nothing was changed outside a step, and that `against` is a head it once had.

        The first broken step, counted from the newest, is named.
        """
        with told_plainly(self.path):
            self._connection.execute("BEGIN")
            try:
                return verification.verify(self._connection, progress, against)
            finally:
                self._connection.rollback()

    def backup(self, path: Path) -> None:
        """Save a copy under another name; a file of that name is replaced only when the copy is whole.

        Raises AlreadyThere for the inventory's own file, ReadOnly or DiskFull.
        """
        with told_plainly(path):
            backup.copy(self._connection, self.path, Path(path))

    def backup_daily(self, folder: Path, today: date) -> Path | None:
        """Save today's automatic copy in `folder` unless it is there; returns it, or None.

        The folder is made when missing; only the newest copies of a file are kept.
        """
        return backup.daily(self._connection, self.path, folder, today)

    def external_change(self) -> bool:
        """Tell whether another connection has written since this was last asked."""
        seen, self._seen = self._seen, self._data_version()
        return seen != self._seen

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
