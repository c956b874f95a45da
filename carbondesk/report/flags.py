"""Monthly values of a year that stand out and that no note has settled, over all sites.

They are the flagged cells of every site's month grid: the same quantities, judged by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from carbondesk.domain.outliers import outliers
from carbondesk.domain.periods import year_months, year_period
from carbondesk.domain.records import Acknowledgement, Activity, Source
from carbondesk.domain.schema import Finding
from carbondesk.report.grids import by_month, converted, note_place, row_unit, sum_of

if TYPE_CHECKING:
    from carbondesk.store import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One month of a source whose value stands out, and why."""

    source: Source
    month: str
    finding: Finding


def flags_of(inventory: Inventory, sources: Iterable[Source], year: int) -> dict[int, list[Flag]]:
    """Return the months of a reporting year that stand out, by source id, those settled by a note too."""
    known = {source.id: source for source in sources}
    start = inventory.organisation.year_start
    period, months = year_period(year, start), year_months(year, start)
    entries = inventory.activities(source=known, from_=period.start, to=period.end)
    found: dict[int, list[Flag]] = {}
    for identity, group in groupby(entries, key=lambda entry: entry.source):
        source = known[identity]
        values = _by_month(source, list(group), months)
        for place, finding in sorted(outliers(values).items()):
            flag = Flag(source=source, month=months[place], finding=finding)
            found.setdefault(identity, []).append(flag)
    return found


def waiting(inventory: Inventory, found: Mapping[int, Sequence[Flag]]) -> list[Flag]:
    """Return the flags that no note has settled, in the order of the sources."""
    noted = {(note.code, note.place) for note in inventory.all(Acknowledgement)}
    return [
        flag
        for identity in sorted(found)
        for flag in found[identity]
        if (flag.finding.code, note_place(flag.source, flag.month)) not in noted
    ]


def _by_month(source: Source, entries: Sequence[Activity], months: Sequence[str]) -> list[float | None]:
    """Return a source's quantities in the months of a year as its row of the grid shows them."""
    unit = row_unit(source, entries)
    parts: dict[str, list[float | None]] = {}
    for entry in entries:
        for month, quantity, _ in by_month(entry):
            parts.setdefault(month, []).append(converted(quantity, entry.unit, unit))
    return [sum_of(parts.get(month, ())) for month in months]
