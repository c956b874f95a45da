"""What is doubtful about figures as they were published: sums that do not add up, and columns that were swapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import log

from carbondesk.domain.records import PublishedFigure
from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say

FAR, NEAR = log(2.0), log(1.25)
"""A swap: as printed, the two columns move by more than twice in all; exchanged, each by less than a quarter."""

_COMPUTED = Decimal("1e-9")
"""Figures that were sealed as they were computed have all digits of a float; their sums differ in the last ones."""

_TOTAL = frozenset({"total", "all"})


def cross_footing(figures: Iterable[PublishedFigure]) -> list[Finding]:
    """Return an error for each published sum of scopes that is not the sum of its published parts.

    Parts and sum are of one publication, version and method; each may be off by half a unit of its last printed
    digit. Published so: 1,019.9 + 131,994.43 = 133,038.33, which is 24 t too much.
    """
    found: list[Finding] = []
    for group in _publications(figures).values():
        for total in group:
            parts = _parts(total, group)
            if len(parts) <= 1:
                continue
            sum_ = sum((Decimal(repr(part.value)) for part in parts), Decimal(0))
            off = Decimal(repr(total.value)) - sum_
            if abs(off) > sum(_half_unit(figure.value) for figure in (*parts, total)) + abs(sum_) * _COMPUTED:
                found.append(_footing(total, parts, float(sum_), float(off)))
    return found


def _publications(figures: Iterable[PublishedFigure]) -> dict[tuple[object, ...], list[PublishedFigure]]:
    groups: dict[tuple[object, ...], list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        place = (figure.year, figure.published_in, figure.version, figure.seal, figure.boundary, figure.base)
        groups[place].append(figure)
    return groups


def _parts(total: PublishedFigure, group: Sequence[PublishedFigure]) -> list[PublishedFigure]:
    """Return the single scopes of a sum, scope 2 by the sum's method; none where one of them is not published."""
    scopes = ["1", "2", "3"] if total.scope.casefold() in _TOTAL else total.scope.split("+")
    if len(scopes) == 1:
        return []
    parts = []
    for scope in scopes:
        fitting = [
            figure
            for figure in group
            if figure.scope == scope and (scope != "2" or not total.method or total.method == figure.method)
        ]
        if len(fitting) != 1:
            return []
        parts += fitting
    return parts


def _half_unit(value: float) -> Decimal:
    """Return half a unit of the last printed digit: 0.05 for 1019.9."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return Decimal("0.5").scaleb(min(0, int(exponent)))


def _footing(total: PublishedFigure, parts: Sequence[PublishedFigure], sum_: float, off: float) -> Finding:
    return error(
        "cross-footing",
        say(
            "The parts published for {year} add up to {sum} t, not to {total} t: {off} t too much.",
            year=total.year, sum=sum_, total=total.value, off=off,
        )
        if off > 0
        else say(
            "The parts published for {year} add up to {sum} t, not to {total} t: {off} t too little.",
            year=total.year, sum=sum_, total=total.value, off=-off,
        ),
        remedy=say(
            "Compare {parts} and their sum with the publication.",
            parts=" + ".join(str(part.value) for part in parts),
        ),
        year=total.year,
        scope=total.scope,
        published_in=total.published_in,
    )  # fmt: skip


def swapped_claims(figures: Iterable[PublishedFigure]) -> list[Finding]:
    """Return a finding for each published year whose scopes 1 and 2, or both methods of scope 2, look exchanged."""
    series: dict[tuple[object, ...], dict[int, float]] = defaultdict(dict)
    newest: dict[tuple[object, ...], int] = {}
    for figure in figures:
        key = (figure.boundary, figure.base, figure.scope, figure.method if figure.scope == "2" else "")
        if figure.version >= newest.get((*key, figure.year), 0):
            newest[*key, figure.year] = figure.version
            series[key][figure.year] = figure.value
    found: list[Finding] = []
    for boundary, base in dict.fromkeys(key[:2] for key in series):
        one = series.get((boundary, base, "1", ""), {})
        two = {method: series.get((boundary, base, "2", method), {}) for method in ("", "location", "market")}
        scope2 = two["location"] or two["market"] or two[""]
        found += [_swap(year, SCOPES["1"], SCOPES["2"]) for year in swapped(one, scope2)]
        methods = swapped(two["location"], two["market"])
        found += [_swap(year, say("Location-based"), say("Market-based")) for year in methods]
    return found


def swapped(first: Mapping[int, float], second: Mapping[int, float]) -> list[int]:
    """Return the years in which two series look exchanged: far from their neighbours as they are, near exchanged.

    The year before decides, and for the first year the one after. Columns that are nearly equal allow no judgement.
    """
    years = sorted(year for year in first.keys() & second.keys() if first[year] > 0 and second[year] > 0)
    logs = {year: (log(first[year]), log(second[year])) for year in years}
    found: list[int] = []
    for earlier, year in pairwise(years):
        before, now = logs[earlier], logs[year]
        if earlier in found:
            before = before[::-1]
        if _exchanged(before, now):
            found.append(year)
    # Two years on end that are exchanged against the first are one first year that is.
    if len(found) > 1 and found == years[1:]:
        return years[:1]
    return found


def _exchanged(before: tuple[float, float], now: tuple[float, float]) -> bool:
    straight = abs(now[0] - before[0]) + abs(now[1] - before[1])
    crossed = max(abs(now[0] - before[1]), abs(now[1] - before[0]))
    return straight > 2 * FAR and crossed < NEAR


def _swap(year: int, first: Text, second: Text) -> Finding:
    return warning(
        "swapped-columns",
        say("{first} and {second} of {year} look exchanged.", first=first, second=second, year=year),
        remedy=say("Exchanged, they would fit the year before: compare them with the publication."),
        year=year,
    )
