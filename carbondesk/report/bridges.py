"""The bridge between two reporting years, computed from an inventory: every line's part of every cause.

From the year before as published, to the same as computed today, under the structure of the later year, with its
methods and factor sets, and from there like for like to the later year (own design of the order; the first three
are the causes of base-year recalculation, GHG Protocol Corporate Standard, chapter 5).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.decomposition import FACTORS, Effect, LineState, bridge
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import BaseYearChange, ChangeKind, Scope2Method
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import say
from carbondesk.report.productions import Production, production_findings, productions
from carbondesk.report.states import Key, LineYear, year_lines
from carbondesk.store.seals import as_reported

if TYPE_CHECKING:
    from carbondesk.domain.records import PublishedFigure
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options

_ROUNDING = 1e-13
"""What a part of a line may be beside its tonnes and still be nothing but rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line's t CO2e in both years and its part of each cause; the parts add up to the difference."""

    key: Key
    before: float
    after: float
    parts: Mapping[Effect, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChange:
    """Scopes 1 and 2 of two reporting years in t CO2e, and what lies between them.

    `start` is the `published` figure where there is one, else what is computed; `start` and the `parts` add up to
    `end`.
    """

    before: int
    after: int
    start: float
    computed: float
    end: float
    parts: Mapping[Effect, float]
    lines: tuple[LineChange, ...]
    published: PublishedFigure | None
    outputs: Mapping[int, Production]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of both years: as they were, under the structure of the later one, and the first with its factors."""

    first: Mapping[Key, LineYear]
    last: Mapping[Key, LineYear]
    first_alike: Mapping[Key, LineYear]
    last_alike: Mapping[Key, LineYear]
    again: Mapping[Key, LineYear]

    def _states(self) -> tuple[Mapping[Key, LineYear], ...]:
        return self.first, self.last, self.first_alike, self.last_alike, self.again

    def every(self) -> dict[Key, None]:
        """Return every line of any state, in their order."""
        return dict.fromkeys(key for state in self._states() for key in state)

    def unknown(self) -> set[Key]:
        """Return the lines that lack a factor in any state."""
        return {key for state in self._states() for key, line in state.items() if line.unknown}

    def change(
        self, key: Key, *, market: bool, causes: Mapping[Effect, float] | None, bought: bool
    ) -> LineChange:
        """Return what became of a line; one without `causes` has no other than that it was bought, or none known."""
        one, other, first, last, again = (
            state[key].tonnes(market=market) if key in state else 0.0 for state in self._states()
        )
        if causes is None:
            parts = {Effect.STRUCTURE if bought else Effect.REMAINDER: other - one}
        else:
            structure = (first - one) + (other - last)
            parts = {Effect.STRUCTURE: structure, Effect.METHOD: again - first, **causes}
        least = _ROUNDING * max(abs(one), abs(other))
        told = {effect: part for effect, part in parts.items() if abs(part) > least}
        return LineChange(key=key, before=one, after=other, parts=told)


def year_change(figures: Figures, before: int, after: int, options: Options) -> YearChange:
    """Return what made scopes 1 and 2 of one reporting year another's, by a method and an approach."""
    market = options.method == Scope2Method.MARKET
    approach = options.consolidation
    structure = figures.structure.bookings(figures.inventory, figures.organisation, approach, restated=after)
    first, last = year_lines(figures, before, approach), year_lines(figures, after, approach)
    first_alike, last_alike = first, last
    if not structure.same_as(figures.cubes(approach).bookings):
        first_alike = year_lines(figures, before, approach, bookings=structure)
        last_alike = year_lines(figures, after, approach, bookings=structure)
    again = year_lines(figures, before, approach, bookings=structure, factors_of=after)
    states = _Lines(first, last, first_alike, last_alike, again)
    bought = _bought_without_history(figures, before, after, states.first_alike)
    outputs = productions(figures, before, after)
    site_of = {key: figures.sources[key[0]].site for key in states.every()}
    lost = states.unknown()
    moved = {key for key, site in site_of.items() if site in bought}
    kept = [key for key in site_of if key not in moved and key not in lost]
    start, end = _states(kept, states, site_of, outputs)
    found = bridge(
        start,
        end,
        market=market,
        recomputed={
            key: _state(again[key], row.energy, row.site, row.driver, pooled=row.pooled)
            for key, row in start.items()
            if key in again
        },
    )
    lines = [
        states.change(key, market=market, causes=found.by_line.get(key), bought=key in moved)
        for key in site_of
    ]
    return _summed(figures, before, after, options, lines, outputs, (*found.findings, *_lost(lost)))


def _summed(
    figures: Figures,
    before: int,
    after: int,
    options: Options,
    lines: list[LineChange],
    outputs: Mapping[int, Production],
    findings: tuple[Finding, ...],
) -> YearChange:
    """Add the lines up, and put what was published in front of them."""
    published = published_figure(figures, before, options)
    computed = math.fsum(line.before for line in lines)
    parts = {effect: math.fsum(line.parts.get(effect, 0.0) for line in lines) for effect in Effect}
    parts[Effect.RESTATEMENT] = 0.0 if published is None else computed - published.value
    used = {figures.sources[line.key[0]].site: None for line in lines if _is_explained(line)}
    return YearChange(
        before=before,
        after=after,
        start=computed if published is None else published.value,
        computed=computed,
        end=math.fsum(line.after for line in lines),
        parts=parts,
        lines=tuple(lines),
        published=published,
        outputs={site: outputs[site] for site in figures.sites if site in used and site in outputs},
        findings=(
            *(finding for finding in findings if finding.code != "bridge-no-output"),
            *production_findings(figures, outputs, used),
            *_opened(figures, before, after, lines),
            *_incomplete(figures, (before, after), options),
        ),
    )


def published_figure(figures: Figures, year: int, options: Options) -> PublishedFigure | None:
    """Return what was last published for scopes 1 and 2 of a year by a method and an approach, if anything was."""
    fitting = [
        figure
        for figure in as_reported(figures.inventory, year)
        if figure.scope.replace(" ", "") == "1+2"
        and figure.method in {"", options.method}
        and figure.boundary in {"", options.consolidation}
    ]
    return max(fitting, key=lambda figure: (bool(figure.method), figure.id), default=None)


def _bought_without_history(
    figures: Figures, before: int, after: int, first: Mapping[Key, LineYear]
) -> set[int]:
    """Return the sites that were bought, as the base-year ledger says, and have no entries of the year before."""
    start = figures.organisation.year_start
    begin, end = year_period(before, start).start, year_period(after, start).end
    known = {figures.sources[source].site for source, _ in first}
    return {
        change.site
        for change in figures.inventory.all(BaseYearChange)
        if change.kind == ChangeKind.STRUCTURE
        and change.site is not None
        and begin < change.effective <= end
        and change.site not in known
    }


def _states(
    keys: list[Key],
    lines: _Lines,
    site_of: Mapping[Key, int],
    outputs: Mapping[int, Production],
) -> tuple[dict[Key, LineState], dict[Key, LineState]]:
    """Return the lines of both years, under one structure, as the decomposition takes them."""
    years = lines.first_alike, lines.last_alike
    running = tuple({site_of[key] for key in keys if key in year} for year in years)
    nothing = LineYear(location=0.0, market=0.0, energy=0.0, unit="", unknown=False)
    states: tuple[dict[Key, LineState], dict[Key, LineState]] = {}, {}
    for key in keys:
        site, units = site_of[key], {year[key].unit for year in years if key in year}
        ran = tuple(site in each for each in running)
        for place, year in enumerate(years):
            row, driver = year.get(key, nothing), _driver(outputs.get(site), place, ran)
            energy = row.energy if len(units) == 1 else None
            states[place][key] = _state(row, energy, site, driver, pooled=units == {"kWh"})
    return states


def _driver(output: Production | None, place: int, ran: tuple[bool, ...]) -> float | None:
    """Return a site's output in a year; where nothing ran in one, only the other's is asked for."""
    if output is not None and (output.usable or (ran[place] and not ran[1 - place])):
        return output.after if place else output.before
    return None if ran[place] else 0.0


def _state(
    row: LineYear, energy: float | None, site: int | str, driver: float | None, *, pooled: bool
) -> LineState:
    return LineState(
        site=site, driver=driver, energy=energy, location=row.location, market=row.market, pooled=pooled
    )


def _is_explained(line: LineChange) -> bool:
    return any(effect in line.parts for effect in FACTORS)


def _lost(lines: set[Key]) -> list[Finding]:
    if not lines:
        return []
    return [
        warning(
            "bridge-valueless",
            say("{n} lines lack a factor in one of the years; their change is shown whole.", n=len(lines)),
            remedy=say("Solve the missing factors first."),
        )
    ]


def _incomplete(figures: Figures, years: tuple[int, int], options: Options) -> list[Finding]:
    """Return which of the years lack values: what is missing in one of them looks like a change."""
    found = []
    for year in years:
        totals = figures.totals(year, consolidation=options.consolidation, scopes=(1, 2))
        if totals.missing_values:
            found.append(
                warning(
                    "bridge-incomplete",
                    say(
                        "{year} lacks {n} values of scopes 1 and 2; they look like a change.",
                        year=str(year),
                        n=totals.missing_values,
                    ),
                    remedy=say("Enter the missing values, or compare whole years."),
                    year=year,
                )
            )
    return found


def _opened(figures: Figures, before: int, after: int, lines: list[LineChange]) -> list[Finding]:
    """Return the sites that came into the group between the years without entries before, and count as opened."""
    start = figures.organisation.year_start
    begin, end = year_period(before, start).start, year_period(after, start).end
    first = {figures.sources[line.key[0]].site for line in lines if line.before}
    moved = {figures.sources[line.key[0]].site for line in lines if Effect.STRUCTURE in line.parts}
    fresh = {figures.sources[line.key[0]].site for line in lines if line.after} - first - moved
    arrived = [figures.sites[each] for each in figures.sites if each in fresh]
    return [
        info(
            "site-opened",
            say(
                "{site} came on {day} without entries before it; it counts as opened, not as bought.",
                site=site.name,
                day=site.from_,
            ),
            remedy=say("If it was bought, add a line on it to the changes to the base year."),
            table="site",
            site=site.id,
        )
        for site in arrived
        if site.from_ is not None and begin < site.from_ <= end
    ]
