"""Published figures beside those of today: what a later change did to a sealed year, and whether it matters.

A published figure never changes. Its year may, once it is opened again with a reason; the difference is listed as
unadjusted until the year is sealed anew with a restated figure (GHG Protocol Corporate Standard, chapter 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isclose
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import (
    Consolidation,
    PublishedFigure,
    Scope2Method,
    Seal,
    VerificationRound,
    YearLock,
)
from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say
from carbondesk.language import day, joined, number, percent, tr
from carbondesk.report.papers import APPROACHES, METHODS, TONNES, Head, Holds, Paper, Sheet
from carbondesk.store.seals import Figure

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Cell, Options
    from carbondesk.report.totals import YearTotals

_SAME = 1e-9
_PUBLISHED: tuple[tuple[str, str], ...] = (
    ("1", ""),
    ("2", Scope2Method.LOCATION.value),
    ("2", Scope2Method.MARKET.value),
    ("3", ""),
    ("1+2", Scope2Method.LOCATION.value),
    ("1+2", Scope2Method.MARKET.value),
    ("1+2+3", Scope2Method.LOCATION.value),
    ("1+2+3", Scope2Method.MARKET.value),
)
_CLAIM = say(
    "{subject} emissions in {year} were {amount} t CO₂e as published{where}, version {version}, {basis}."
)


class State(StrEnum):
    """How a published figure stands to today's."""

    SAME = "same"
    UNADJUSTED = "unadjusted"
    RESTATED = "restated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A published figure, its seal if it has one, and the same figure as it is computed now, in t CO2e.

    `current` is None where it cannot be computed any more; `threshold` is the materiality as a share.
    """

    figure: PublishedFigure
    seal: Seal | None
    current: float | None
    state: State
    threshold: float

    @property
    def difference(self) -> float | None:
        """Today's figure minus the published one, t CO2e."""
        return None if self.current is None else self.current - self.figure.value

    @property
    def share(self) -> float | None:
        """The difference as a share of the published figure; None where that is zero."""
        if self.difference is None or not self.figure.value:
            return None
        return self.difference / abs(self.figure.value)

    @property
    def is_material(self) -> bool:
        """Whether an unadjusted difference reaches the materiality; any difference to zero does."""
        if self.state is not State.UNADJUSTED:
            return False
        return self.share is None or abs(self.share) >= self.threshold

    @property
    def subject(self) -> Text:
        """What the figure is of: `Scope 2 (market-based)`."""
        name = SCOPES.get(self.figure.scope, say("{scope}", scope=self.figure.scope))
        method = METHODS.get(self.figure.method)
        return name if method is None else say("{name}, {method}", name=name, method=method)

    @property
    def boundary(self) -> Text:
        """The boundary of the figure in words."""
        return APPROACHES.get(self.figure.boundary, say("{boundary}", boundary=self.figure.boundary))


def figures_to_seal(
    figures: Figures, year: int, consolidation: str = Consolidation.OPERATIONAL_CONTROL
) -> list[Figure]:
    """Return the figures of a year that a seal keeps: each scope and their sums, by both methods of scope 2.

    A figure of a year that lacks something says so in its note.
    """
    totals = figures.totals(year, consolidation=consolidation)
    note = ""
    if totals.missing_values or totals.without_factor:
        note = tr(
            "{values} values missing, {sources} sources without a factor",
            values=totals.missing_values,
            sources=totals.without_factor,
        )
    return [
        Figure(
            scope=scope,
            method=method,
            value=_value(totals, scope, method),
            base=figures.ledger.gwp.name,
            boundary=str(consolidation),
            note=note,
        )
        for scope, method in _PUBLISHED
    ]


def materiality(figures: Figures, year: int) -> float:
    """Return the share from which a difference is material: that of the year's newest round, else the policy."""
    rounds = figures.inventory.find(VerificationRound, year=year)
    return rounds[-1].materiality if rounds else figures.organisation.significance


def standings(figures: Figures, year: int | None = None) -> list[Standing]:
    """Return every published figure, or those of one year, beside today's: newest year and version first."""
    inventory = figures.inventory
    published = inventory.all(PublishedFigure) if year is None else inventory.find(PublishedFigure, year=year)
    seals = {seal.id: seal for seal in inventory.all(Seal)}
    newest: dict[int, int] = {}
    for figure in published:
        newest[figure.year] = max(figure.version, newest.get(figure.year, 0))
    thresholds = {each: materiality(figures, each) for each in newest}
    found = []
    for figure in published:
        current = current_value(figures, figure)
        found.append(
            Standing(
                figure=figure,
                seal=seals.get(figure.seal or 0),
                current=current,
                state=_state(figure, current, newest[figure.year]),
                threshold=thresholds[figure.year],
            )
        )
    return sorted(found, key=lambda each: (-each.figure.year, -each.figure.version, each.figure.id))


def current_value(figures: Figures, figure: PublishedFigure) -> float | None:
    """Return a published figure as it is computed now, in t CO2e; None where its scope or boundary is unknown."""
    boundary = figure.boundary or Consolidation.OPERATIONAL_CONTROL.value
    if figure.scope not in SCOPES or boundary not in APPROACHES or (figure.method or "market") not in METHODS:
        return None
    if figure.year not in figures.years:
        return 0.0
    return _value(figures.totals(figure.year, consolidation=boundary), figure.scope, figure.method)


def sealed_years(figures: Figures) -> dict[int, bool]:
    """Return the years that were ever sealed, newest first, each with whether it is still locked."""
    locked = {lock.year for lock in figures.inventory.all(YearLock)}
    sealed = {seal.year for seal in figures.inventory.all(Seal) if seal.year is not None}
    return {year: year in locked for year in sorted(sealed, reverse=True)}


def published_findings(figures: Figures) -> list[Finding]:
    """Return what later changes did to published figures: an error where it is material, else a warning."""
    return [_finding(figures, each) for each in standings(figures) if each.state is State.UNADJUSTED]


def sentence(standing: Standing, year_start: int) -> str:
    """Return a published figure as a sentence with its scope, method, boundary and base, in the reader's language."""
    figure = standing.figure
    where = ""
    if figure.published_in:
        where = tr(" in {title}", title=figure.published_in)
        if figure.published_on is not None:
            where = tr(" in {title} of {day}", title=figure.published_in, day=day(figure.published_on))
    words = tr(
        _CLAIM,
        subject=standing.subject,
        year=year_name(figure.year, year_start),
        amount=number(figure.value, 1),
        where=where,
        version=figure.version,
        basis=joined(
            ("GHG Protocol", tr(standing.boundary), tr("GWP {name}", name=figure.base) if figure.base else "")
        ),
    )
    if standing.state is not State.UNADJUSTED or standing.difference is None:
        return words
    later = tr(
        " Changes since then, not yet restated: {change} t ({share}).",
        change=signed(standing.difference),
        share="–" if standing.share is None else percent(standing.share),
    )
    return words + later


def signed(value: float) -> str:
    """Write a change in t CO2e with its sign."""
    words = number(value, 1 if abs(value) >= 1 else 3)
    return f"+{words}" if value > 0 else words


def published_paper(figures: Figures, year: int, _options: Options) -> Paper:
    """Return the register of published figures: those of a year first, then those of all other years."""
    found = standings(figures)
    here = [each for each in found if each.figure.year == year]
    others = [each for each in found if each.figure.year != year]
    name = year_name(year, figures.organisation.year_start)
    sheets = [_sheet(say("Published for {year}", year=name), here)]
    if others:
        sheets.append(_sheet(say("Other years"), others))
    return Paper(
        "published",
        say("Published figures"),
        say("Every figure as it was published, beside the same figure as it is computed now."),
        tuple(sheets),
        tuple(_finding(figures, each) for each in found if each.state is State.UNADJUSTED),
    )


def _sheet(title: Text, found: list[Standing]) -> Sheet:
    heads = (
        Head(say("Year"), Holds.TEXT),
        Head(say("Version"), Holds.INTEGER),
        Head(say("Figure")),
        Head(say("Boundary")),
        Head(say("Base")),
        Head(say("As published"), Holds.NUMBER, TONNES, 1),
        Head(say("Now"), Holds.NUMBER, TONNES, 1),
        Head(say("Difference"), Holds.NUMBER, TONNES, 3),
        Head(say("Change"), Holds.PERCENT),
        Head(say("State")),
        Head(say("Published in")),
        Head(say("Published on"), Holds.DATE),
        Head(say("Head of history")),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        figure = each.figure
        rows.append(
            (
                str(figure.year),
                figure.version,
                each.subject,
                each.boundary,
                figure.base,
                figure.value,
                each.current,
                each.difference,
                each.share if each.share is not None else "",
                STATES[each.state],
                figure.published_in,
                figure.published_on,
                each.seal.head if each.seal is not None else "",
            )
        )
    notes = () if rows else (say("No figure of this year was published. Seal the year to keep its figures."),)
    return Sheet(title, heads, tuple(rows), notes=notes)


STATES: dict[State, Text] = {
    State.SAME: say("Unchanged"),
    State.UNADJUSTED: say("Unadjusted"),
    State.RESTATED: say("Restated since"),
    State.UNKNOWN: say("Not comparable"),
}
"""The words of the states."""


def _state(figure: PublishedFigure, current: float | None, newest: int) -> State:
    if figure.version < newest:
        return State.RESTATED
    if current is None:
        return State.UNKNOWN
    return State.SAME if isclose(current, figure.value, rel_tol=_SAME, abs_tol=_SAME) else State.UNADJUSTED


def _value(totals: YearTotals, scope: str, method: str) -> float:
    amounts = {
        "1": totals.scope1,
        "2": totals.scope2(method or Scope2Method.MARKET),
        "3": totals.scope3,
    }
    return sum(amounts[part] for part in scope.split("+"))


def _finding(figures: Figures, standing: Standing) -> Finding:
    figure = standing.figure
    make = error if standing.is_material else warning
    name = year_name(figure.year, figures.organisation.year_start)
    return make(
        "published-unadjusted",
        say(
            "{subject} of {year} changed by {change} t ({share} %) since it was published.",
            subject=standing.subject,
            year=name,
            change=round(standing.difference or 0.0, 3),
            share=round(100 * (standing.share or 0.0), 2),
        ),
        remedy=say("Take the change back, or restate: seal the year again with a reason."),
        year=figure.year,
    )
