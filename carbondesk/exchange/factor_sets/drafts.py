"""What the layouts have in common: remarks about rows, editions in the making, and where published rows belong."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from carbondesk.domain.accounting.defects import defects
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.gases import GwpSet
from carbondesk.domain.records import Factor, FactorSet, GwpName
from carbondesk.domain.schema import Finding, Severity, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.domain.units import UnitFault, unit
from carbondesk.exchange.workbooks import Cell

_Row = tuple[str, str]

_SHOWN = 5
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def plain(cell: Cell) -> str:
    """Return a cell as one line of text with plain digits; numbers lose an empty fraction."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return " ".join(str(cell).translate(_SUBSCRIPTS).split())


def number_of(cell: Cell) -> float | None:
    """Return a cell's number; None where it is empty or holds words such as NA."""
    if isinstance(cell, float):
        return cell
    try:
        return float(cell.replace(",", "")) if cell else None
    except ValueError:
        return None


def slug(*texts: str) -> str:
    """Return texts as one part of an id: lower case letters and digits, joined by hyphens."""
    joined = "-".join(text for text in texts if text)
    return re.sub(r"[^a-z0-9]+", "-", joined.casefold()).strip("-")


@dataclass(slots=True)
class Remarks:
    """Findings about rows, said once for all the rows that they concern."""

    where: dict[str, object]
    _rows: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _made: dict[tuple[str, str], Callable[[], Finding]] = field(default_factory=dict)

    def add(self, row: int, code: str, message: Text, remedy: Text) -> None:
        """Remember that a row (as the spreadsheet numbers it) has this fault."""
        self.take(row, warning(code, message, remedy=remedy))

    def take(self, row: int, finding: Finding) -> None:
        """Remember a finding about a row; an error there is a warning about the file, whose row is left out."""
        soft = replace(finding, severity=Severity.WARNING, where={})
        key = (finding.code, str(finding.message))
        self._rows[key].append(row)
        self._made.setdefault(key, lambda: soft)

    def findings(self) -> Iterator[Finding]:
        """Yield each finding with the rows that it concerns."""
        for key, rows in self._rows.items():
            shown = ", ".join(map(str, sorted(rows)[:_SHOWN])) + (", …" if len(rows) > _SHOWN else "")
            yield self._made[key]().at(**self.where, row=min(rows), rows=len(rows), which=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What holds for every edition of one publisher's series."""

    series: str
    family: str
    source: str
    licence: str
    rank: str = "official"
    years: str = "publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file that a set is read from, and when."""

    path: Path
    today: date
    sha256: str

    @classmethod
    def of(cls, path: Path, today: date) -> Origin:
        """Return the origin of a file, with the digest of its bytes."""
        with path.open("rb") as stream:
            return cls(path=path, today=today, sha256=hashlib.file_digest(stream, "sha256").hexdigest())

    def new_set(
        self,
        publisher: Publisher,
        year: str,
        version: str,
        taken: Iterable[str],
        published: date | None = None,
    ) -> FactorSet:
        """Return the record of a set; an edition that the library has already gets an id of its own.

        A revised file of a year that is shipped is another edition: `UK-DESNZ-2025-2` stands beside `UK-DESNZ-2025`.
        """
        edition, number, held = f"{publisher.series}-{year}", 1, set(taken)
        while edition in held:
            number += 1
            edition = f"{publisher.series}-{year}-{number}"
        return FactorSet(
            edition=edition,
            series=publisher.series,
            family=publisher.family,
            source=publisher.source,
            source_version=version if number == 1 else f"{version} ({self.path.name})",
            published=published,
            licence=publisher.licence,
            rank=publisher.rank,
            years=publisher.years,
            file_name=self.path.name,
            sha256=self.sha256,
            read_on=self.today,
        )


class Places:
    """Where published rows belong among our categories and fuels.

    A row that an earlier edition of the series holds under the same table and name goes where that one is; the
    published mapping (resources/factors/categories.csv) places the others.
    """

    def __init__(self, library: FactorLibrary, series: Iterable[str]) -> None:
        """Read the editions of these series that the library holds."""
        self._library = library
        self._known, self._dimensions = _earlier(library, frozenset(series))

    def placed(self, factor: Factor, table: str) -> Factor:
        """Return a factor, whose category is the publisher's, with category, carrier and sector in our words.

        Where no carrier may find it by itself, the publisher's category stays: the library reads it by the mapping.
        """
        known = self._known.get((table.casefold(), factor.name.casefold()))
        category, carrier, sector = known or self._library.in_our_words(factor)
        if not carrier:
            return factor
        return replace(factor, category=category, carrier=carrier, sector=sector)

    def fault(self, factor: Factor, table: str) -> Finding | None:
        """Return the finding where a factor's unit measures something else than it does in the earlier editions."""
        key = (table.casefold(), factor.name.casefold())
        given = unit(factor.activity_unit)
        if key not in self._dimensions or given.dimension in self._dimensions[key]:
            return None
        return warning(
            "wrong-dimension",
            say(
                "{name} is given per {unit}, which earlier editions never did.",
                name=factor.name,
                unit=given.spelling,
            ),
            remedy=say("Look whether columns have moved; enter the factor by hand where it is meant."),
        )


@lru_cache(maxsize=4)
def _earlier(
    library: FactorLibrary, series: frozenset[str]
) -> tuple[dict[_Row, tuple[str, str, str]], dict[_Row, set[str]]]:
    """Return by table and name where the rows of these series stand, and what their units measure.

    It is kept for a library, because it makes records of several thousand rows.
    """
    known: dict[_Row, tuple[str, str, str]] = {}
    dimensions: dict[_Row, set[str]] = defaultdict(set)
    for card in library.search():
        if card.edition is not None and card.edition.series in series and not card.own:
            factor = card.make()
            key = (factor.source_table.casefold(), factor.name.casefold())
            known.setdefault(key, (factor.category, factor.carrier, factor.sector))
            dimensions[key].add(unit(factor.activity_unit).dimension)
    return known, dict(dimensions)


def potentials(library: FactorLibrary) -> tuple[GwpSet, ...]:
    """Return the potentials of all assessment reports, which printed totals are held against."""
    return tuple(library.gases.gwp_set(name.value) for name in GwpName)


def our_unit(written: str) -> str:
    """Return our spelling of a published unit, the text itself where it is unknown."""
    try:
        return unit(written).spelling
    except UnitFault:
        return written


def sound(
    drafts: Iterable[tuple[int, str, Factor]], library: FactorLibrary, places: Places, remarks: Remarks
) -> list[Factor]:
    """Return the factors that are without defect, placed among ours; the others become remarks and are left out.

    A draft is the row, the publisher's table and the factor with the publisher's category.
    """
    gwp = potentials(library)
    kept: list[Factor] = []
    seen: dict[str, int] = {}
    for row, table, factor in drafts:
        faults = defects(factor, library.gases, gwp)
        for fault in faults:
            remarks.take(row, fault)
        if any(fault.severity is Severity.ERROR for fault in faults):
            continue
        odd = places.fault(factor, table)
        if odd is not None:
            remarks.take(row, odd)
            continue
        if factor.factor_id in seen:
            remarks.add(
                row,
                "row-twice",
                say("The row is the same as an earlier one and is left out."),
                say("Compare the two rows in the file."),
            )
            continue
        seen[factor.factor_id] = row
        kept.append(places.placed(factor, table))
    return kept


def unplaced(
    factors: Sequence[Factor], library: FactorLibrary, where: dict[str, object]
) -> Iterator[Finding]:
    """Yield a finding for the factors that no rule places: they can be chosen by name, not found by themselves."""
    rules = library.words.categories
    ours = {each for rule in rules for each in rule.ours.split(";")}
    strange = [
        factor.category
        for factor in factors
        if not set(factor.category.split(";")) & ours
        and not any(factor.category.startswith(rule.published) for rule in rules)
    ]
    if strange:
        yield warning(
            "category-unknown",
            say(
                "{n} factors are of tables that are new: {tables}.",
                n=len(strange),
                tables=listed(dict.fromkeys(strange)),
            ),
            remedy=say("They are read in and can be chosen for a source; none is found by itself."),
            **where,
        )
