"""What is doubtful about the entries of an inventory, month by month: one array for ten thousand sources.

Most sources have one entry a month, which says all by itself; those are read as columns and judged together. Only the
entries of the others are looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain import checks, checks_years
from carbondesk.domain.outliers import suspects
from carbondesk.domain.periods import Period, exact_sum, month_of, month_text, shares_by_month, year_months
from carbondesk.domain.records import Activity, Source
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import say
from carbondesk.domain.units import UnitFault, ratio
from carbondesk.report.doubts import Evidence, thousandfold_months

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.report.figures import Figures

_MONTHS, _AT_ONCE = 12, 50


def entry_findings(figures: Figures) -> Iterator[Finding]:
    """Yield unlikely, overlapping and negative entries, and submeters that count more than their main meter."""
    evidence = Evidence(figures)
    months, doubts = _read(figures, evidence)
    unlikely = _outliers(figures, months)
    far_apart = _far_apart(months)
    at_site: dict[int, list[Source]] = defaultdict(list)
    for source in figures.sources.values():
        at_site[source.site].append(source)
    for site in figures.sites.values():
        for source in at_site[site.id]:
            standing_out = unlikely.get(source.id, [])
            found = [*doubts.get(source.id, ()), *standing_out]
            if source.id in far_apart:
                flagged = [str(finding.where["month"]) for finding in standing_out]
                found += thousandfold_months(source, months.of(source.id), flagged)
            for finding in found:
                yield finding.at(site=site.name)
        for finding in _of_submeters(at_site[site.id], months):
            yield finding.at(site=site.name)
    yield from evidence.findings()


@dataclass(frozen=True, slots=True)
class _Months:
    """Quantities by source and month in the unit of the source, (n,) each, sorted; months are counted from year 0."""

    source: NDArray[np.int64]
    month: NDArray[np.int64]
    quantity: NDArray[np.float64]

    def of(self, source: int) -> dict[str, float]:
        """Return the quantities of a source by month, `YYYY-MM`."""
        low, high = np.searchsorted(self.source, [source, source + 1]).tolist()
        pairs = zip(self.month[low:high].tolist(), self.quantity[low:high].tolist(), strict=True)
        return {f"{month // _MONTHS:04}-{month % _MONTHS + 1:02}": quantity for month, quantity in pairs}


def _read(figures: Figures, evidence: Evidence) -> tuple[_Months, dict[int, list[Finding]]]:
    """Return the months of all sources, and what is doubtful about the entries of those that have odd ones."""
    plain = figures.inventory.plain_months()
    evidence.take_months(plain.source[plain.evidenced], plain.month[plain.evidenced])
    doubts: dict[int, list[Finding]] = {}
    of_source, of_month, amounts = [], [], []
    for identity, own in _entries(figures, sorted(plain.others)):
        source = figures.sources[identity]
        evidence.take(identity, own)
        doubts[identity] = [*checks.negative_quantities(own, source), *checks.overlaps(own, source)]
        for month, quantity in _by_month(own, source).items():
            of_source.append(identity)
            of_month.append(int(month[:4]) * _MONTHS + int(month[5:]) - 1)
            amounts.append(quantity)
    source_ids = np.concatenate([plain.source, np.array(of_source, dtype=np.int64)])
    months = np.concatenate([plain.month, np.array(of_month, dtype=np.int64)])
    order = np.lexsort((months, source_ids))
    quantities = np.concatenate([plain.quantity, np.array(amounts, dtype=np.float64)])
    return _Months(source_ids[order], months[order], quantities[order]), doubts


def _entries(figures: Figures, sources: Sequence[int]) -> Iterator[tuple[int, list[Activity]]]:
    """Yield the entries of sources by source, read a few sources at a time."""
    for first in range(0, len(sources), _AT_ONCE):
        entries = figures.inventory.activities(sources[first : first + _AT_ONCE])
        for identity, group in groupby(entries, key=lambda entry: entry.source):
            yield identity, list(group)


def _outliers(figures: Figures, months: _Months) -> dict[int, list[Finding]]:
    """Return the months that stand out from their year by source, named by source and month."""
    start = figures.organisation.year_start
    year, place = np.divmod(months.month - (start - 1), _MONTHS)
    inside = np.isin(year, np.array(figures.years, dtype=np.int64))
    source, year, place = months.source[inside], year[inside], place[inside]
    new = np.ones(len(source), dtype=np.bool_)
    new[1:] = (source[1:] != source[:-1]) | (year[1:] != year[:-1])
    values = np.full((int(new.sum()), _MONTHS), np.nan)
    values[np.cumsum(new) - 1, place] = months.quantity[inside]
    owner, label = source[new].tolist(), year[new].tolist()
    names = {each: year_months(each, start) for each in figures.years}
    found: dict[int, list[Finding]] = defaultdict(list)
    for suspect in suspects(values):
        name, month = figures.sources[owner[suspect.row]].name, names[label[suspect.row]][suspect.place]
        finding = suspect.finding()
        message = say(
            "{source}, {month}: {message}", source=name, month=month_text(month), message=finding.message
        )
        found[owner[suspect.row]].append(replace(finding, message=message).at(source=name, month=month))
    return found


def _far_apart(months: _Months) -> set[int]:
    """Return the sources with months so far apart that one may be off by a thousand."""
    above = months.quantity > 0
    source, quantity = months.source[above], months.quantity[above]
    if not len(source):
        return set()
    begins = np.flatnonzero(np.diff(source, prepend=-1))
    high, low = np.maximum.reduceat(quantity, begins), np.minimum.reduceat(quantity, begins)
    return set(source[begins][checks_years.far_apart(low, high)].tolist())


def _of_submeters(sources: Iterable[Source], months: _Months) -> Iterator[Finding]:
    """Yield the months in which the submeters of a site's sources counted more than their main meter."""
    inside: dict[int, list[Source]] = defaultdict(list)
    for source in sources:
        if source.submeter_of is not None:
            inside[source.submeter_of].append(source)
    for source in sources:
        uses = [_in_unit(months.of(each.id), each, source) for each in inside.get(source.id, ())]
        known = [use for use in uses if use is not None]
        if known:
            yield from checks.main_minus_submeters(source, months.of(source.id), known)[1]


def _in_unit(uses: Mapping[str, float], submeter: Source, main: Source) -> dict[str, float] | None:
    by = _ratio(submeter.unit, main.unit)
    return None if by is None else {month: use * by for month, use in uses.items()}


def _by_month(entries: Iterable[Activity], source: Source) -> dict[str, float]:
    """Return the quantities of whole months in the source's unit; entries in other units are left out."""
    months: dict[str, list[float]] = defaultdict(list)
    for entry in entries:
        by = _ratio(entry.unit, source.unit)
        if by is None:
            continue
        if (entry.start.year, entry.start.month) == (entry.end.year, entry.end.month):
            # Most entries lie within a month; sharing them out by days would take half of a check's time.
            months[month_of(entry.start)].append(entry.quantity * by)
            continue
        for part, quantity in shares_by_month(Period(entry.start, entry.end), entry.quantity):
            months[month_of(part.start)].append(quantity * by)
    return {month: exact_sum(quantities) for month, quantities in sorted(months.items())}


def _ratio(given: str, wanted: str) -> float | None:
    if given == wanted:
        return 1.0
    try:
        return float(ratio(given, wanted))
    except UnitFault:
        return None
