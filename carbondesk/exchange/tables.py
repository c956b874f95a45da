"""The tables that can be imported and exported, declared by the records behind them.

A table's headings are its record's columns with three changes: the name of what it lists is headed by its own
word (`site` in the table of sites), a link is written as names (`site`, `source`), and `id` is the identity
that is the same in every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from carbondesk.domain.records import (
    Activity,
    Allocation,
    BaseYearChange,
    Bill,
    Closing,
    Cogeneration,
    Contract,
    CriterionAnswer,
    Driver,
    EditionPin,
    Entity,
    Equipment,
    Event,
    ExchangeRate,
    Exclusion,
    Factor,
    FactorSet,
    Initiative,
    Interval,
    LandFigure,
    Meter,
    Milestone,
    Ownership,
    PresenceDeclaration,
    PriceIndex,
    ProcessGas,
    Product,
    PublishedFigure,
    Reading,
    Screening,
    SectorPoint,
    Site,
    Source,
    Statement,
    Supplier,
    Target,
    YearLock,
)
from carbondesk.domain.schema import Column, Finding, Kind, Named, Record, error, warning
from carbondesk.domain.text import listed, say

# The text by which a linked record is named in tables: the table's heading for it.
_LINK_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "site": ("site",),
    "source": ("site", "source"),
    "meter": ("site", "source", "meter_number"),
    "equipment": ("site", "source", "equipment"),
    "entity": ("entity",),
    "target": ("target",),
}
# Where a number or a unique name says enough, the place above it may be left out.
_LOOSE_LINKS = frozenset({"meter", "equipment"})
_SIMILAR = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading of a table: the field of the record that it fills (empty: it has a rule of its own)."""

    name: str
    column: Column
    field: str = ""
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A kind of table: its name, the record behind it, its headings, and what makes a row the same row.

    `key` are the record's fields that identify a row where it has no id; `counted` tells whether equal keys
    are told apart by their order (`n`), so that two equal rows are two events. `needed` are headings that tell
    this kind from others, though the record can do without what they say.
    """

    name: str
    kind: type[Record]
    key: tuple[str, ...]
    counted: bool = False
    named_by: str = ""
    extra: tuple[Heading, ...] = ()
    optional: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, the identity first."""
        headings = [Heading(name="id", column=_ID, field=self.identity)] if self.identity else []
        for column in self.kind.columns():
            if column.link and column.link not in _LINK_HEADINGS:
                continue
            if column.name == self.identity:
                continue
            headings += self._headings_of(column, {heading.name for heading in headings})
        return (*headings, *self.extra)

    @cached_property
    def by_name(self) -> Mapping[str, Heading]:
        """The headings by name."""
        return {heading.name: heading for heading in self.headings}

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the headings that a table of this kind cannot do without."""
        return self.needed | {heading.name for heading in self.headings if heading.required}

    @cached_property
    def identity(self) -> str:
        """The record's field that carries the `id` of a row; empty where rows have none."""
        if issubclass(self.kind, Named):
            return "uid"
        return "external_id" if "external_id" in {column.name for column in self.kind.columns()} else ""

    @cached_property
    def links(self) -> tuple[Column, ...]:
        """The record's links that tables write as names."""
        return tuple(column for column in self.kind.columns() if column.link in _LINK_HEADINGS)

    def _headings_of(self, column: Column, taken: set[str]) -> list[Heading]:
        needed = column.required and column.name not in self.optional
        if column.name == self.named_by:
            own = "meter_number" if self.kind is Meter else self.kind.table
            return [Heading(name=own, column=column, field=column.name, required=needed)]
        if not column.link:
            return [Heading(name=column.heading, column=column, field=column.name, required=needed)]
        if column.heading not in _LINK_HEADINGS:
            return [Heading(name=column.heading, column=column)]
        names = _LINK_HEADINGS[column.link]
        return [
            Heading(
                name=name,
                column=column,
                required=needed and (name == names[-1] or column.link not in _LOOSE_LINKS),
            )
            for name in names
            if name not in taken
        ]


def _extra(name: str, column: Column) -> Heading:
    return Heading(name=name, column=column)


_ID = Column(name="id", label=say("Id"), kind=Kind.TEXT, optional=True, default=None)
_ESTIMATED = _extra(
    "estimated",
    Column(name="estimated", label=say("Estimated"), kind=Kind.YES_NO, optional=True, default=None),
)
_FOR_NEW = (
    _extra("category", Source.column("category")),
    _extra("carrier", Source.column("carrier")),
    _extra("country", Site.column("country")),
)
_OWNERSHIP = tuple(
    _extra(column.heading, column) for column in Ownership.columns() if column.name != "entity"
)

TABLES: tuple[Table, ...] = (
    Table(
        name="entities", kind=Entity, key=("name",), named_by="name", extra=_OWNERSHIP, optional=frozenset()
    ),
    Table(name="sites", kind=Site, key=("name",), named_by="name"),
    Table(
        name="sources",
        kind=Source,
        key=("site", "name"),
        named_by="name",
        extra=(_extra("meter_number", Meter.column("number")), _FOR_NEW[2]),
    ),
    Table(name="equipment", kind=Equipment, key=("source", "name"), named_by="name"),
    Table(name="meters", kind=Meter, key=("source", "number"), named_by="number"),
    Table(name="bills", kind=Bill, key=("source", "read_date"), counted=True, extra=(_ESTIMATED, *_FOR_NEW)),
    Table(
        name="activities",
        kind=Activity,
        key=("source", "start", "end"),
        counted=True,
        extra=(_ESTIMATED, *_FOR_NEW),
    ),
    Table(name="readings", kind=Reading, key=("meter", "date", "time", "register"), counted=True),
    Table(name="drivers", kind=Driver, key=("site", "driver", "month")),
    Table(name="events", kind=Event, key=("equipment", "date", "kind"), counted=True),
    Table(name="intervals", kind=Interval, key=("source", "day")),
    Table(name="factor_sets", kind=FactorSet, key=("edition",)),
    Table(name="factors", kind=Factor, key=("factor_id",)),
    Table(
        name="contracts",
        kind=Contract,
        key=("site", "market", "kind", "from_", "to", "generator"),
        counted=True,
    ),
    Table(name="rates", kind=ExchangeRate, key=("currency", "year")),
    Table(name="price_indices", kind=PriceIndex, key=("currency", "year")),
    Table(name="allocations", kind=Allocation, key=("source", "basis", "goes_to", "from_"), counted=True),
    Table(name="process_gases", kind=ProcessGas, key=("source", "gas"), counted=True),
    Table(name="cogeneration", kind=Cogeneration, key=("source", "name"), named_by="name"),
    Table(name="presence", kind=PresenceDeclaration, key=("site", "category")),
    Table(name="closings", kind=Closing, key=("site", "month")),
    Table(name="edition_pins", kind=EditionPin, key=("year", "family")),
    Table(name="year_locks", kind=YearLock, key=("year",)),
    Table(
        name="published_figures",
        kind=PublishedFigure,
        key=("year", "scope", "method", "published_in"),
        counted=True,
    ),
    Table(
        name="base_year_changes",
        kind=BaseYearChange,
        key=("name", "year", "scope"),
        named_by="name",
        counted=True,
    ),
    Table(name="screening", kind=Screening, key=("category", "decided_on")),
    Table(name="targets", kind=Target, key=("name",), named_by="name", counted=True),
    Table(name="milestones", kind=Milestone, key=("target", "kind"), named_by="kind", counted=True),
    Table(
        name="exclusions",
        kind=Exclusion,
        key=("target", "site", "category"),
        counted=True,
        needed=frozenset({"emissions", "reason"}),
    ),
    Table(name="answers", kind=CriterionAnswer, key=("target", "criterion")),
    Table(name="land_figures", kind=LandFigure, key=("year", "scope", "kind")),
    Table(name="statements", kind=Statement, key=("year",), needed=frozenset({"turnover"})),
    Table(name="pathways", kind=SectorPoint, key=("pathway", "sector", "region", "scopes", "year")),
    Table(name="initiatives", kind=Initiative, key=("name",), named_by="name", counted=True),
    Table(name="suppliers", kind=Supplier, key=("name", "year"), named_by="name", counted=True),
    Table(name="products", kind=Product, key=("name",), named_by="name", counted=True),
)


def recognised(headings: Sequence[str], file: str = "") -> Table | None:
    """Return the kind of table that has these headings; None where a needed heading is missing in every kind.

    Where several kinds fit, the one that knows most of the headings is meant, then the one that the file is
    named after, then the first.
    """
    present = set(headings)
    fitting = [table for table in TABLES if table.required <= present]
    stem = file.rsplit(".", 1)[0].lower()
    return max(
        fitting, key=lambda table: (len(present & table.by_name.keys()), table.name == stem), default=None
    )


def unrecognised(headings: Sequence[str], where: Mapping[str, object]) -> Finding:
    """Return the finding for headings that fit no kind of table: the nearest kind and what it lacks."""
    present = set(headings)
    nearest = max(TABLES, key=lambda table: len(present & table.required) / len(table.required))
    if not present & nearest.required:
        return error(
            "unknown-table",
            say("No kind of table has these headings: {headings}.", headings=listed(headings)),
            remedy=say("The first row names the columns, such as site, source, start, end, quantity, unit."),
            **{"row": 1, **where},
        )
    missing = sorted(nearest.required - present)
    hints = [
        f"{missing_one} ({near[0]}?)" if (near := _near(missing_one, present)) else missing_one
        for missing_one in missing
    ]
    return error(
        "missing-header",
        say(
            "A table of {table} lacks the headings: {headings}.",
            table=nearest.name,
            headings=listed(hints),
        ),
        remedy=say("Add or rename the columns; the first row names them."),
        **{"row": 1, "field": missing[0], **where},
    )


def unknown_headings(table: Table, headings: Iterable[str], where: Mapping[str, object]) -> list[Finding]:
    """Return a finding for each heading that the table does not know, with the nearest that it does."""
    findings = []
    for heading in headings:
        if not heading or heading in table.by_name:
            continue
        near = _near(heading, table.by_name)
        remedy = (
            say("Did you mean {nearest}?", nearest=near[0]) if near else say("Rename or delete the column.")
        )
        message = say(
            "Tables of {table} have no column {heading}; it is not read.", table=table.name, heading=heading
        )
        findings.append(
            warning("unknown-column", message, remedy=remedy, **{"row": 1, "field": heading, **where})
        )
    return findings


def _near(word: str, words: Iterable[str]) -> list[str]:
    return get_close_matches(word, list(words), n=1, cutoff=_SIMILAR)
