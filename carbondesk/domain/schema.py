"""How a record declares itself: fields with label, kind and limits, and findings about them.

One declaration feeds SQL rows, table columns, forms, import columns, JSON, reports and the manual.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from carbondesk.domain.text import EMPTY, Text


class Kind(StrEnum):
    """What a field holds, in the file and on the screen."""

    TEXT = "text"
    NOTE = "note"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes-no"
    DATE = "date"
    MONTH = "month"
    MOMENT = "moment"
    CHOICE = "choice"
    LINK = "link"
    UNIT = "unit"
    COUNTRY = "country"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a record as declared: what it is called, what it may hold, how it is asked for.

    `unit` names the field that holds the unit of a number, or the fixed unit itself (`m2`, `%`).
    `link` is the table that a LINK points to. `optional` fields may be None (NULL in the file). A text is one of its
    `words` where there are any; the file takes others, which older versions wrote.
    """

    name: str
    label: Text
    kind: Kind
    help: Text = EMPTY
    optional: bool = False
    default: Any = dataclasses.MISSING
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    link: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None

    @property
    def heading(self) -> str:
        """The name in the file and in import tables: `from_` in Python is the column `from`."""
        return self.name.rstrip("_")

    @property
    def required(self) -> bool:
        """Whether a row must give this field a value of its own."""
        return self.default is dataclasses.MISSING and not self.optional


def field(  # noqa: PLR0913 - one parameter for each thing that a field may declare
    label: Text,
    kind: Kind = Kind.TEXT,
    *,
    help: Text = EMPTY,
    optional: bool = False,
    default: Any = dataclasses.MISSING,
    choices: type[StrEnum] | None = None,
    words: type[StrEnum] | None = None,
    link: str = "",
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
) -> Any:
    """Declare one field of a record; the returned value is a `dataclasses.field`.

    An optional field without a default starts as None; a text without a default is required.
    """
    if default is dataclasses.MISSING and optional:
        default = None
    column = {
        "label": label,
        "kind": Kind.CHOICE if choices else kind,
        "help": help,
        "optional": optional,
        "default": default,
        "choices": tuple(choice.value for choice in choices) if choices else (),
        "words": tuple(word.value for word in words) if words else (),
        "link": link,
        "unit": unit,
        "minimum": minimum,
        "maximum": maximum,
    }
    return dataclasses.field(default=default, metadata={"column": column})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the inventory file as a frozen value.

    `id` is the row's integer key in its file (0: not stored yet); `step` is the step that added it.
    A record that people name also has a `uid`, a UUID that is the same in every file.
    """

    table: ClassVar[str] = ""
    one: ClassVar[Text] = EMPTY
    many: ClassVar[Text] = EMPTY

    id: int = 0
    step: int = 0

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """Return the declared columns in their order, without `id` and `step`."""
        return tuple(_columns(cls).values())

    @classmethod
    def column(cls, name: str) -> Column:
        """Return the declaration of one field; raises KeyError for an unknown name."""
        return _columns(cls)[name]


_DECLARED: dict[type[Record], Mapping[str, Column]] = {}


def _columns(kind: type[Record]) -> Mapping[str, Column]:
    """Return the columns of a kind of record by name; read once from its fields."""
    if kind not in _DECLARED:
        _DECLARED[kind] = {
            declared.name: Column(name=declared.name, **declared.metadata["column"])
            for declared in dataclasses.fields(kind)
            if "column" in declared.metadata
        }
    return _DECLARED[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Record):
    """A record that people name: it carries an identity that is the same in every file.

    `uid` is a UUID given when the row is first stored, or the `id` that an import table brought along.
    """

    uid: str = ""


class Severity(StrEnum):
    """How serious a finding is: an error stops, a warning must be looked at, info is good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong or doubtful, as a value: what, where, how serious, what would mend it.

    `code` is stable (`unknown-unit`) and never translated. `where` names the place in the reader's terms:
    keys among file, row, field, table, site, source, month, year, activity, bill.
    """

    severity: Severity
    code: str
    message: Text
    where: Mapping[str, object] = dataclasses.field(default_factory=dict)
    remedy: Text = EMPTY

    def __hash__(self) -> int:
        """Hash by what is said and where, so that equal findings are found once."""
        return hash(
            (self.code, self.message, tuple(sorted((key, str(value)) for key, value in self.where.items())))
        )

    def at(self, **where: object) -> Finding:
        """Return the same finding with more said about its place."""
        return dataclasses.replace(self, where={**self.where, **where})

    def as_json(self) -> dict[str, object]:
        """Return the shape of a finding that the command line prints: severity, code, message, where, remedy."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "message": str(self.message),
            "where": {
                key: value if isinstance(value, int | float) else str(value)
                for key, value in self.where.items()
            },
            "remedy": str(self.remedy),
        }


def error(code: str, message: Text, *, remedy: Text = EMPTY, **where: object) -> Finding:
    """Return a finding that stops what was asked for."""
    return Finding(severity=Severity.ERROR, code=code, message=message, remedy=remedy, where=where)


def warning(code: str, message: Text, *, remedy: Text = EMPTY, **where: object) -> Finding:
    """Return a finding that somebody must look at."""
    return Finding(severity=Severity.WARNING, code=code, message=message, remedy=remedy, where=where)


def info(code: str, message: Text, *, remedy: Text = EMPTY, **where: object) -> Finding:
    """Return a finding that is good to know."""
    return Finding(severity=Severity.INFO, code=code, message=message, remedy=remedy, where=where)
