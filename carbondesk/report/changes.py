"""The paper that explains a change: a bridge from one year to another, or of a year from one state to another.

Every cause has a bar, the bars add up to the difference, and the same difference stands by site and by line. Scope
3 has no causes of this kind; it is told by category beside the bridge.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.decomposition import LABELS, Effect
from carbondesk.domain.periods import year_label
from carbondesk.domain.schema import info
from carbondesk.domain.text import Text, listed, say
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.bridges import YearChange, published_figure, year_change
from carbondesk.report.cubes import SCOPES
from carbondesk.report.editions import Difference, difference, newer
from carbondesk.report.papers import (
    METHODS,
    TONNES,
    Bar,
    BarChart,
    Cell,
    Head,
    Holds,
    Options,
    Paper,
    Sheet,
    with_rows,
)

if TYPE_CHECKING:
    from carbondesk.domain.records import PublishedFigure
    from carbondesk.report.figures import Figures

MOST_LINES = 500
"""So many lines are listed, those of the largest change first; the others stand together in one row."""

_VALUE_CHAIN, _FIGURES = 3, 5
_WHOLE, _MORE, _LESS = "actual", "s1", "path"
_Row = tuple[Cell, ...]


def default_against(figures: Figures, year: int) -> int:
    """Return the year that a year is compared with: the base year, else the year before, another, or itself."""
    base_year = figures.base_year()
    known = [year - 1, *figures.years] if base_year is None else [base_year, year - 1, *figures.years]
    return next((each for each in known if each in figures.years and each != year), year)


def change_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return why scopes 1 and 2 changed from the year of `options.against` to `year`.

    Compared with itself, a year is explained from what was published to what newer factor editions would make of it.
    """
    against = default_against(figures, year) if options.against is None else options.against
    if against == year:
        return _of_states(figures, year, options)
    before, after = sorted((against, year))
    change = year_change(figures, before, after, options)
    names = [year_label(each, figures.organisation.year_start) for each in (before, after)]
    return Paper(
        "change",
        say("Explanation of change"),
        say("Scope 1 and 2 from {before} to {after}.", before=names[0], after=names[1]),
        with_rows(
            _bridge(change, names, options),
            _by_site(figures, change, names),
            _by_line(figures, change, names),
            _outputs(figures, change, names),
            _scope_3(figures, before, after, names, options),
        ),
        change.findings,
        _waterfall(
            [
                (names[0], change.start),
                *((LABELS[effect], change.parts[effect]) for effect in Effect),
                (names[1], change.end),
            ]
        ),
    )


def _bridge(change: YearChange, names: list[Text], options: Options) -> Sheet:
    rows: list[_Row] = [(_start_name(change.published, names[0]), change.start, "")]
    rows += [
        (LABELS[effect], change.parts[effect], _share(change.parts[effect], change.start))
        for effect in Effect
    ]
    end = (names[1], change.end, _share(change.end - change.start, change.start))
    return Sheet(
        say("Causes"),
        (
            Head(say("Cause")),
            Head(say("Scope 1 and 2"), Holds.NUMBER, TONNES, _digits(change.start, change.end)),
            Head(say("Share of the start"), Holds.PERCENT),
        ),
        tuple(rows),
        end,
        notes=(
            say("Scope 2: {method}.", method=METHODS[options.method]),
            say(
                "Acquired or sold: the year before as if the group had been what it is at the end of the later."
            ),
            say(
                "Methods: the year before with the factor editions of the later; a grid's own change is not one."
            ),
            say("The global warming potentials are the same in both years."),
            say("The rest: logarithmic mean Divisia index (Ang 2005), zeros by their limits."),
        ),
        strong=frozenset({0}),
    )


def _start_name(published: PublishedFigure | None, year: Text) -> Text:
    if published is None:
        return say("{year}, as computed today", year=year)
    if not published.published_in:
        return say("{year}, as published", year=year)
    return say("{year}, as published in {name}", year=year, name=published.published_in)


def _by_site(figures: Figures, change: YearChange, names: list[Text]) -> Sheet:
    effects = _told(change)
    groups: dict[int, list[float]] = defaultdict(lambda: [0.0] * (2 + len(effects)))
    for line in change.lines:
        sums = groups[figures.sources[line.key[0]].site]
        for place, part in enumerate(_amounts(line.before, line.after, line.parts, effects)):
            sums[place] += part
    ordered = sorted(groups.items(), key=lambda pair: -abs(pair[1][1] - pair[1][0]))
    rows = [(figures.sites[site].name, *_cells(sums)) for site, sums in ordered]
    return Sheet(
        say("By site"),
        (Head(say("Site")), *_heads(change, names, effects)),
        tuple(rows),
        _sum(change, effects, 1),
    )


def _by_line(figures: Figures, change: YearChange, names: list[Text]) -> Sheet:
    effects = _told(change)
    ordered = sorted(change.lines, key=lambda line: -abs(line.after - line.before))
    rows: list[_Row] = []
    for line in ordered[:MOST_LINES]:
        source = figures.sources[line.key[0]]
        sums = _amounts(line.before, line.after, line.parts, effects)
        rows.append(
            (figures.sites[source.site].name, source.name, CATEGORIES[line.key[1]].label, *_cells(sums))
        )
    others = ordered[MOST_LINES:]
    if others:
        every = [_amounts(line.before, line.after, line.parts, effects) for line in others]
        sums = [math.fsum(column) for column in zip(*every, strict=True)]
        rows.append((say("{n} other lines", n=len(others)), "", "", *_cells(sums)))
    return Sheet(
        say("By line"),
        (Head(say("Site")), Head(say("Source")), Head(say("Category")), *_heads(change, names, effects)),
        tuple(rows),
        _sum(change, effects, 3),
    )


def _told(change: YearChange) -> list[Effect]:
    """Return the causes that lines have a part of; a restatement of a total has none."""
    there = {effect for line in change.lines for effect in line.parts}
    return [effect for effect in Effect if effect in there]


def _amounts(
    before: float, after: float, parts: Mapping[Effect, float], effects: list[Effect]
) -> list[float]:
    return [before, after, *(parts.get(effect, 0.0) for effect in effects)]


def _cells(sums: Iterable[float]) -> _Row:
    before, after, *parts = sums
    return before, after, after - before, *parts


def _heads(change: YearChange, names: list[Text], effects: list[Effect]) -> tuple[Head, ...]:
    titles = [*names, say("Change"), *(LABELS[effect] for effect in effects)]
    digits = _digits(change.start, change.end)
    return tuple(Head(title, Holds.NUMBER, TONNES, digits) for title in titles)


def _digits(*totals: float) -> int:
    """Return the decimals with which every cause is shown, about five digits of the larger total, at least one."""
    largest = max(map(abs, totals))
    return max(1, _FIGURES - 1 - math.floor(math.log10(largest))) if largest else 1


def _sum(change: YearChange, effects: list[Effect], names: int) -> _Row:
    parts = _amounts(change.computed, change.end, change.parts, effects)
    return say("Total"), *[""] * (names - 1), *_cells(parts)


def _outputs(figures: Figures, change: YearChange, names: list[Text]) -> Sheet:
    rows = [
        (
            figures.sites[site].name,
            output.name,
            output.unit,
            output.before,
            output.after,
            _share(output.after - output.before, output.before)
            if output.before is not None and output.after is not None
            else None,
            say("yes") if output.usable else say("no, one year has none"),
        )
        for site, output in change.outputs.items()
    ]
    return Sheet(
        say("Output figures"),
        (
            Head(say("Site")),
            Head(say("Output figure")),
            Head(say("Unit")),
            Head(names[0], Holds.NUMBER),
            Head(names[1], Holds.NUMBER),
            Head(say("Change"), Holds.PERCENT),
            Head(say("Used")),
        ),
        tuple(rows),
        notes=(say("Production first, then revenue, then people; of people the mean month."),),
    )


def _scope_3(figures: Figures, before: int, after: int, names: list[Text], options: Options) -> Sheet:
    cubes = figures.cubes(options.consolidation)
    first, last = (
        np.bincount(
            cubes.of_category, weights=cubes.location[:, cubes.column(year)], minlength=len(CATEGORIES)
        ).tolist()
        for year in (before, after)
    )
    places = [
        place
        for place in range(len(CATEGORIES))
        if SCOPES[place] == _VALUE_CHAIN and (first[place] or last[place])
    ]
    rows = [
        (
            CATEGORIES[place].label,
            first[place],
            last[place],
            last[place] - first[place],
            _share(last[place] - first[place], first[place]),
        )
        for place in places
    ]
    sums = [math.fsum(amounts[place] for place in places) for amounts in (first, last)]
    return Sheet(
        say("Scope 3, beside the bridge"),
        (
            Head(say("Category")),
            *(Head(title, Holds.NUMBER, TONNES) for title in (*names, say("Change"))),
            Head(say("Change in %"), Holds.PERCENT),
        ),
        tuple(rows),
        (say("Scope 3"), *sums, sums[1] - sums[0], _share(sums[1] - sums[0], sums[0])),
        notes=(
            say("Scope 3 is not in the bridge: its lines have no output, mix and intensity of their own."),
        ),
    )


def _of_states(figures: Figures, year: int, options: Options) -> Paper:
    """Return a year from what was published, over what is computed today, to what newer editions would make of it."""
    name = year_label(year, figures.organisation.year_start)
    totals = figures.totals(year, consolidation=options.consolidation)
    computed = totals.scope1 + totals.scope2(options.method)
    published = published_figure(figures, year, options)
    start = computed if published is None else published.value
    found = newer(figures, year)
    # An edition that is taken over beside those of its series that count: what it lacks is as it was.
    pins = {(each.series, edition.edition) for each in found for edition in (*each.current, each.edition)}
    changed = (
        [each for each in difference(figures, year, pins, method=options.method) if _is_own(figures, each)]
        if pins
        else []
    )
    effect = math.fsum(each.change or 0.0 for each in changed)
    editions = listed(sorted({each.edition.edition for each in found}))
    steps: list[tuple[Text, float]] = [
        (LABELS[Effect.RESTATEMENT], computed - start),
        (
            say("Newer factor editions: {editions}", editions=editions) if pins else LABELS[Effect.METHOD],
            effect,
        ),
    ]
    last = (
        say("{year}, with newer editions", year=name) if pins else say("{year}, as computed today", year=name)
    )
    bridge = Sheet(
        say("Causes"),
        (
            Head(say("Cause")),
            Head(say("Scope 1 and 2"), Holds.NUMBER, TONNES, _digits(start, computed)),
            Head(say("Share of the start"), Holds.PERCENT),
        ),
        (
            (_start_name(published, name), start, ""),
            *((words, part, _share(part, start)) for words, part in steps),
        ),
        (last, computed + effect, _share(computed + effect - start, start)),
        strong=frozenset({0}),
    )
    nothing = info(
        "no-other-state",
        say("{year} has no published figure and no newer edition to be compared with.", year=name),
        remedy=say("Choose another year to compare with."),
        year=year,
    )
    return Paper(
        "change",
        say("Explanation of change"),
        say(
            "Scope 1 and 2 of {year}, as published, as computed today and with newer factor editions.",
            year=name,
        ),
        with_rows(bridge, _of_editions(figures, changed)),
        () if published is not None or pins else (nothing,),
        _waterfall([(_start_name(published, name), start), *steps, (last, computed + effect)]),
    )


def _is_own(figures: Figures, each: Difference) -> bool:
    """Whether a difference is one of scopes 1 and 2, and not of what is derived from them."""
    factor = each.after or each.before
    category = (
        factor.category if factor is not None and factor.category else figures.sources[each.source].category
    )
    return not category.startswith("s3")


def _of_editions(figures: Figures, changed: list[Difference]) -> Sheet:
    rows: list[_Row] = []
    for each in changed:
        source = figures.sources[each.source]
        factors = [factor.name if factor else None for factor in (each.before, each.after)]
        rows.append(
            (
                figures.sites[source.site].name,
                source.name,
                *factors,
                each.tonnes_before,
                each.tonnes_after,
                each.change,
            )
        )
    return Sheet(
        say("What newer editions would change"),
        (
            *(Head(title) for title in (say("Site"), say("Source"), say("Factor"), say("Newer factor"))),
            *(Head(title, Holds.NUMBER, TONNES) for title in (say("Now"), say("With newer"), say("Change"))),
        ),
        tuple(rows),
        notes=(say("Nothing changes until an edition is taken over."),),
    )


def _waterfall(steps: list[tuple[Text, float]]) -> BarChart:
    """Return the first and the last amount as whole bars, and each cause between them from where it starts."""
    (first, amount), *causes, (last, end) = steps
    bars, running = [Bar(first, amount, _WHOLE)], amount
    for name, part in causes:
        if part:
            bars.append(Bar(name, part, _MORE if part > 0 else _LESS, running))
            running += part
    return BarChart(say("What changed"), (*bars, Bar(last, end, _WHOLE)))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
