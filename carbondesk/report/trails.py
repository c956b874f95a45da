"""The audit trail as people read it: which record, who, when, why, and what stood there before and after.

A trail is read in pages, newest first; the store finds the steps, this module gives them names and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from carbondesk.domain.periods import month_of, month_text
from carbondesk.domain.records import (
    RECORDS,
    Activity,
    Contract,
    Driver,
    Entity,
    Factor,
    Initiative,
    Site,
    Source,
    Supplier,
    Target,
    VerificationLine,
)
from carbondesk.domain.schema import Kind
from carbondesk.domain.text import Text, say

if TYPE_CHECKING:
    from carbondesk.domain.schema import Column, Record
    from carbondesk.report.papers import Cell
    from carbondesk.store import Inventory, StepRow
    from carbondesk.store.traces import Trace

PAGE = 50
"""Steps of a page of the trail."""

MOST_MARKS = 6
"""Changes of one step that the trail spells out; the others are counted."""

STEP = "step"
"""The table of a subject that is a whole step: an import, a paste, a new site with its sources."""

_LOOKED_AT = 2000
_FEWEST_LETTERS = 2
_MOST_NAMED = 40
_FOUND_BY_NAME = (Site, Source, Entity, Contract, Supplier, Target, Initiative, Factor)
_TELLS: Mapping[str, str] = {
    "activity": "quantity",
    "bill": "quantity",
    "driver": "amount",
    "reading": "value",
    "acknowledgement": "note",
    "published_figure": "value",
    "seal": "purpose",
    "closing": "month",
    "rate": "rate",
    "edition_pin": "edition",
}
# The field that tells most of a row that was added or removed.


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that has a trail, or a whole step; `where` is the name of its site."""

    table: str
    id: int
    name: Text | str
    where: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What makes it the same subject, whatever it is called by now."""
        return self.table, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One value before and after: of a field of a record, or of a record that was added or removed.

    None is an empty field, or no record at all. `count` is how many rows an addition or removal is about.
    """

    subject: Subject
    action: str
    label: Text
    kind: Kind = Kind.TEXT
    before: Cell = None
    after: Cell = None
    unit: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a trail: its marks, and how many more changes it made."""

    step: StepRow
    marks: tuple[Mark, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, and the step before which older ones stand; None where there are none."""

    entries: tuple[Entry, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was changed, with the entry of its newest change that was looked at."""

    subject: Subject
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Recents:
    """Records by their newest change, and the step before which older changes stand."""

    rows: tuple[Recent, ...]
    older: int | None


class Trails:
    """The trails of one inventory as it is now; names of sites and sources are read once."""

    def __init__(self, inventory: Inventory) -> None:
        """Read the history of an inventory."""
        self.inventory = inventory

    @cached_property
    def _sources(self) -> dict[int, Source]:
        return {source.id: source for source in self.inventory.all(Source)}

    @cached_property
    def _sites(self) -> dict[int, Site]:
        return {site.id: site for site in self.inventory.all(Site)}

    # ---- pages -------------------------------------------------------------------------------------------

    def page(
        self,
        subject: Subject | None = None,
        *,
        text: str = "",
        person: str = "",
        before: int | None = None,
        limit: int = PAGE,
    ) -> Page:
        """Return a page of the trail of one subject, or of everything.

        `text` are words that a step's title, reason, person or moment holds; `person` is the role that made it.
        """
        rows = None if subject is None else self.rows_of(subject)
        steps = self._steps(subject, rows, text, before, limit)
        entries = [self.entry(step, rows) for step in steps if not person or step.person == person]
        older = steps[-1].id if len(steps) == limit and steps[-1].id > 1 else None
        return Page(tuple(entry for entry in entries if entry.marks or rows is None), older)

    def _steps(
        self,
        subject: Subject | None,
        rows: frozenset[tuple[str, int]] | None,
        text: str,
        before: int | None,
        limit: int,
    ) -> list[StepRow]:
        traces = self.inventory.traces
        if subject is not None and subject.table == STEP:
            return [] if before is not None else traces.steps(1, before=subject.id + 1)
        if rows is None:
            return traces.steps(limit, before=before, text=text)
        return traces.steps_of(rows, limit, before=before)

    def rows_of(self, subject: Subject) -> frozenset[tuple[str, int]] | None:
        """Return the rows whose changes make up a subject's trail; None for a step, of which all count.

        A source's are its own and those of every entry that it ever had, an entry's those of its source and days.
        """
        traces = self.inventory.traces
        if subject.table == STEP:
            return None
        rows = {subject.key}
        if subject.table == Source.table:
            rows |= {(Activity.table, each) for each in traces.entries_of(subject.id)}
        elif subject.table == Activity.table:
            record = self._present(subject.table, subject.id)
            if isinstance(record, Activity):
                days = record.start.isoformat(), record.end.isoformat()
                rows |= {(Activity.table, each) for each in traces.entries_of(record.source, days)}
        return frozenset(rows)

    def entry(self, step: StepRow, rows: frozenset[tuple[str, int]] | None = None) -> Entry:
        """Return what one step did, to some rows alone if they are named."""
        traces = self.inventory.traces
        found = traces.of_step(step.id, MOST_MARKS if rows is None else _LOOKED_AT)
        if rows is not None:
            found = [trace for trace in found if _touches(trace, rows)]
        marks: list[Mark] = []
        for trace in found:
            marks += self._marks(trace, rows)
            if len(marks) >= MOST_MARKS:
                break
        shown = {(mark.subject.key, mark.action) for mark in marks[:MOST_MARKS]}
        return Entry(step, tuple(marks[:MOST_MARKS]), max(0, traces.count_of(step.id) - len(shown)))

    # ---- records by their newest change ------------------------------------------------------------------

    def recent(
        self, *, text: str = "", person: str = "", before: int | None = None, limit: int = PAGE
    ) -> Recents:
        """Return the records changed last, each once, from one page of steps.

        Records whose name holds the text stand first, changed lately or not.
        """
        named = self._named(text) if before is None else []
        rows: dict[tuple[str, int], Recent] = {each.key: Recent(each, None) for each in named}
        steps = self.inventory.traces.steps(limit, before=before, text=text)
        for step in steps:
            if person and step.person != person:
                continue
            entry = self.entry(step)
            subject = _subject(entry)
            known = rows.get(subject.key)
            if known is None or known.entry is None:
                rows[subject.key] = Recent(subject, entry)
        older = steps[-1].id if len(steps) == limit and steps[-1].id > 1 else None
        return Recents(tuple(rows.values()), older)

    def _named(self, text: str) -> list[Subject]:
        wanted = text.strip().casefold()
        if len(wanted) < _FEWEST_LETTERS:
            return []
        found = (
            self._subject_of(record)
            for kind in _FOUND_BY_NAME
            for record in self.inventory.all(kind)
            if wanted in str(getattr(record, "name", "")).casefold()
        )
        return [subject for subject, _ in zip(found, range(_MOST_NAMED), strict=False)]

    # ---- names and values --------------------------------------------------------------------------------

    def subject(self, table: str, id: int, step: int) -> Subject:
        """Return the subject of a row as it was called after a step."""
        record = self.inventory.traces.row_at(table, id, step)
        if record is not None:
            return self._subject_of(record)
        return Subject(table, id, say("{kind} {id}", kind=_KINDS[table].one, id=str(id)))

    def _subject_of(self, record: Record) -> Subject:
        return Subject(record.table, record.id, self._name(record), self._where(record))

    def _name(self, record: Record) -> Text | str:
        name = getattr(record, "name", "")
        if isinstance(record, Driver):
            return say("{name}, {month}", name=record.driver, month=month_text(record.month))
        if name:
            return str(name)
        if isinstance(record, VerificationLine):
            return say("Sampled: {entry}", entry=self.subject(Activity.table, record.activity, 0).name)
        source = self._sources.get(getattr(record, "source", 0))
        if isinstance(record, Activity):
            return say("{source}, {month}", source=source.name if source else "", month=_days(record))
        if source is not None:
            return say("{kind} of {source}", kind=type(record).one, source=source.name)
        return _of_kind(record)

    def _where(self, record: Record) -> str:
        source = (
            record if isinstance(record, Source) else self._sources.get(getattr(record, "source", 0) or 0)
        )
        site = self._sites.get(source.site if source is not None else getattr(record, "site", 0) or 0)
        return "" if site is None or isinstance(record, Site) else site.name

    def _present(self, table: str, id: int) -> Record | None:
        newest = self.inventory.traces.steps(1)
        return self.inventory.traces.row_at(table, id, newest[0].id) if newest else None

    def _marks(self, trace: Trace, rows: frozenset[tuple[str, int]] | None) -> Iterator[Mark]:
        if trace.action == "edit":
            yield from self._edits(trace)
            return
        if rows is None and trace.count > 1:
            subject = Subject(trace.table, 0, _KINDS[trace.table].many)
            yield Mark(
                subject=subject, action=trace.action, label=_KINDS[trace.table].many, count=trace.count
            )
            return
        removed = {row[0] for row in trace.rows}
        wanted = (
            {trace.first}
            if rows is None
            else {row for table, row in rows if table == trace.table and trace.first <= row <= trace.last}
        )
        for row in sorted(wanted if trace.action == "add" or rows is None else wanted & removed):
            yield self._whole(trace, row)

    def _whole(self, trace: Trace, id: int) -> Mark:
        """Return the mark of a row that was added or removed: the field that tells most of it."""
        # A removed row stood until its step as it was after the one before.
        record = self.inventory.traces.row_at(
            trace.table, id, trace.step if trace.action == "add" else trace.step - 1
        )
        kind = _KINDS[trace.table]
        subject = self.subject(trace.table, id, trace.step) if record is None else self._subject_of(record)
        name = _TELLS.get(trace.table)
        if record is None or name is None:
            return Mark(subject=subject, action=trace.action, label=kind.one)
        column = kind.column(name)
        value, unit = getattr(record, name), _unit(record, column)
        added = trace.action == "add"
        return Mark(
            subject=subject,
            action=trace.action,
            label=column.label,
            kind=column.kind,
            before=None if added else value,
            after=value if added else None,
            unit=unit,
        )

    def _edits(self, trace: Trace) -> Iterator[Mark]:
        record = self.inventory.traces.row_at(trace.table, trace.first, trace.step)
        kind = _KINDS[trace.table]
        subject = (
            self.subject(trace.table, trace.first, trace.step) if record is None else self._subject_of(record)
        )
        columns = {column.heading: column for column in kind.columns()}
        known = [
            (columns[heading], heading, after) for heading, after in trace.after.items() if heading in columns
        ]
        for column, heading, after in known:
            yield Mark(
                subject=subject,
                action=trace.action,
                label=column.label,
                kind=column.kind,
                before=self._value(column, trace.before[heading]),
                after=self._value(column, after),
                unit="" if record is None or column.kind is not Kind.NUMBER else _unit(record, column),
            )

    def _value(self, column: Column, stored: object) -> Cell:
        """Return a stored value as people read it: links by name, days as dates."""
        if stored is None or stored == "":
            return None
        if column.kind is Kind.LINK and isinstance(stored, int):
            return self._linked(column.link, stored)
        if column.kind is Kind.DATE:
            return date.fromisoformat(str(stored))
        if column.kind is Kind.YES_NO:
            return say("yes") if stored else say("no")
        return stored if isinstance(stored, int | float) else str(stored)

    def _linked(self, table: str, id: int) -> Text | str:
        known: Mapping[int, Record] = self._sources if table == Source.table else self._sites
        found = known.get(id) if table in {Source.table, Site.table} else None
        return self.subject(table, id, 0).name if found is None else self._name(found)


def _subject(entry: Entry) -> Subject:
    """Return the one record that a step is about, or the step itself."""
    subjects = {mark.subject.key: mark.subject for mark in entry.marks}
    if len(subjects) == 1 and not entry.more:
        only = next(iter(subjects.values()))
        if only.id:
            return only
    wheres = {mark.subject.where for mark in entry.marks}
    return Subject(STEP, entry.step.id, entry.step.title, wheres.pop() if len(wheres) == 1 else "")


def _touches(trace: Trace, rows: frozenset[tuple[str, int]]) -> bool:
    if trace.action == "remove":
        return any((trace.table, row[0]) in rows for row in trace.rows)
    if trace.first == trace.last:
        return (trace.table, trace.first) in rows
    return any(table == trace.table and trace.first <= row <= trace.last for table, row in rows)


def _unit(record: Record, column: Column) -> str:
    unit = str(getattr(record, column.unit, column.unit)) if column.unit else ""
    return "" if unit == "1" else unit


def _of_kind(record: Record) -> Text:
    """Return what a record without a name is: its kind, with its year or its number."""
    year = getattr(record, "year", None)
    if isinstance(year, int):
        return say("{kind}, {year}", kind=type(record).one, year=str(year))
    return say("{kind} {id}", kind=type(record).one, id=str(record.id))


def _days(entry: Activity) -> Text:
    if month_of(entry.start) == month_of(entry.end):
        return month_text(month_of(entry.start))
    return say("{start} to {end}", start=entry.start, end=entry.end)


_KINDS: Mapping[str, type[Record]] = {kind.table: kind for kind in RECORDS}


def spoken_title(step: StepRow) -> Text:
    """Return what a step was, with what it took back or repeated said before it."""
    titles = {
        "undo": say("Taken back: {title}", title=step.title),
        "redo": say("Repeated: {title}", title=step.title),
    }
    return titles.get(step.kind, step.title)
