"""The way of a target from its commitment to its review: stations with dates and documents, what is due, and triggers.

A trigger is what asks for a new calculation of a target: the base-year ledger above its threshold, scope 3 that came to
need a target, exclusions that grew (near-term criteria 5.1, C26 and C27), or in the standard 2.0 a category of scope 3
that crossed 5 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.recalculation import Standard, verdict
from carbondesk.domain.records import (
    BaseYearChange,
    Exclusion,
    Milestone,
    MilestoneKind,
    Target,
    ThresholdRule,
)
from carbondesk.domain.schema import Finding, Severity, info, warning
from carbondesk.domain.targets.boundary_rules import MOST_EXCLUDED, SCOPE_3_TRIGGER
from carbondesk.domain.targets.grounds import SCOPES_OF, Grounds, left_out, value_chain
from carbondesk.domain.targets.journeys import ORDER, TITLES, deadlines, reminders, stage
from carbondesk.domain.targets.netzero import significant_categories
from carbondesk.domain.targets.rulesets import NET_ZERO_2, rules_of
from carbondesk.domain.text import Text, say
from carbondesk.report.keeping import ANY
from carbondesk.report.targets import grounds

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory


class StationState(StrEnum):
    """Where a station stands: reached, overdue, due by a day, or not asked for yet."""

    REACHED = "reached"
    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station of a target: its milestones, oldest first, the last day it was reached, and the day it is due next.

    A station that comes back every year is reached and due at once; its state is then that of the next time.
    """

    kind: MilestoneKind
    title: Text
    state: StationState
    milestones: tuple[Milestone, ...] = ()
    reached: date | None = None
    due: date | None = None

    @property
    def document(self) -> str:
        """The document of the last milestone that has one."""
        return next((each.document for each in reversed(self.milestones) if each.document), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A target's stations in their order, the furthest one reached, what is due, and why it must be calculated anew."""

    target: Target
    stations: tuple[Station, ...]
    stage: MilestoneKind | None
    reminders: tuple[Finding, ...] = ()
    triggers: tuple[Finding, ...] = ()

    @property
    def next(self) -> Station | None:
        """The station that is due first; None where nothing is."""
        waiting = [station for station in self.stations if station.due is not None]
        return min(waiting, key=lambda station: station.due or date.max, default=None)


def journey(inventory: Inventory, target: Target, today: date, figures: Figures | None = None) -> Journey:
    """Return the way of a target as of a day; triggers are looked for where figures are given.

    Milestones without a target are the organisation's and count for every one.
    """
    milestones = _milestones(inventory, target)
    return Journey(
        target=target,
        stations=_stations(milestones, target, today),
        stage=stage(milestones),
        reminders=(*reminders(milestones, today, target.submission), *_unsaid(milestones, target)),
        triggers=tuple(triggers(figures, target)) if figures is not None else (),
    )


def target_reminders(inventory: Inventory, today: date, figures: Figures | None = None) -> list[Finding]:
    """Return what targets ask for soon or by now, the same of several targets once, with their names.

    Where figures are given, triggers are looked for as well, and the answer is kept until something changes.
    """
    if figures is None:
        return _reminders(inventory, today, None)
    tables = ANY | {Target.table, Milestone.table, Exclusion.table}
    return figures.kept.of(("reminders", today), tables, lambda: _reminders(inventory, today, figures))


def _reminders(inventory: Inventory, today: date, figures: Figures | None) -> list[Finding]:
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], Finding] = {}
    for target in inventory.all(Target):
        way = journey(inventory, target, today, figures)
        for finding in (*way.reminders, *way.triggers):
            key = (finding.code, str(finding.message))
            first.setdefault(key, finding)
            names[key].append(target.name)
    found = [finding.at(target=_clauses(names[key])) for key, finding in first.items()]
    return sorted(found, key=lambda finding: finding.severity != Severity.WARNING)


def _clauses(names: Sequence[str]) -> Text:
    """Return names that may hold commas themselves as one text, with the marks of the reader's language."""
    first, *rest = names
    if not rest:
        return Text("{only}", {"only": first})
    return say("{first}; {rest}", first=first, rest=_clauses(rest))


def triggers(figures: Figures, target: Target) -> list[Finding]:
    """Return what asks for a new calculation of a target; nothing where its base year has no figures."""
    held = grounds(figures, target)
    base_year = target.base_year or figures.base_year()
    if base_year is None or base_year not in held.emissions:
        return []
    return [
        *_ledger(figures, target, held, base_year),
        *_needs_scope_3(held, base_year),
        *_excludes_more(target, held, base_year),
        *_crosses(target, held, base_year),
    ]


def _unsaid(milestones: Iterable[Milestone], target: Target) -> list[Finding]:
    """Return that a validated target does not say under which edition it was validated; it stays valid under that."""
    validated = any(each.kind == MilestoneKind.VALIDATED and each.reached is not None for each in milestones)
    if not validated or target.valid_under:
        return []
    return [
        info(
            "validated-under-missing",
            say("The target is validated, and it is not said under which rule set."),
            remedy=say("Enter the rule set: the target stays valid under it."),
            field="valid_under",
        )
    ]


def _milestones(inventory: Inventory, target: Target) -> list[Milestone]:
    found = [each for each in inventory.all(Milestone) if each.target is None or each.target == target.id]
    return sorted(found, key=lambda each: each.reached or each.due or date.max)


def _stations(milestones: list[Milestone], target: Target, today: date) -> tuple[Station, ...]:
    due = {each.kind: each.due for each in deadlines(milestones, target.submission)}
    named = {MilestoneKind(each.kind) for each in milestones}
    kinds = [*ORDER, *(kind for kind in MilestoneKind if kind not in ORDER and kind in named | due.keys())]
    return tuple(_station(kind, milestones, due.get(kind), today) for kind in kinds)


def _station(kind: MilestoneKind, milestones: Iterable[Milestone], due: date | None, today: date) -> Station:
    own = tuple(each for each in milestones if each.kind == kind)
    reached = max((each.reached for each in own if each.reached is not None), default=None)
    state = StationState.REACHED if reached is not None else StationState.OPEN
    if due is not None:
        state = StationState.OVERDUE if due < today else StationState.DUE
    return Station(kind=kind, title=TITLES[kind], state=state, milestones=own, reached=reached, due=due)


def _ledger(figures: Figures, target: Target, held: Grounds, base_year: int) -> list[Finding]:
    """Return whether the ledger's changes of the base year, in the scopes of the target, reach the threshold."""
    parts = [name[1:] for name in SCOPES_OF.get(target.scope, ()) if name.startswith("S")]
    single = rules_of(target.rule_set).name == NET_ZERO_2
    found = verdict(
        figures.inventory.all(BaseYearChange),
        {part: held.emissions[base_year].get(f"S{part}", 0.0) for part in parts},
        base_year=base_year,
        threshold=figures.organisation.significance,
        rule=ThresholdRule(figures.organisation.threshold_rule),
        standard=Standard.SINGLE_SCOPE if single else Standard.TOTAL,
    )
    if not found.is_due:
        return []
    return [
        warning(
            "recalculation-due",
            say(
                "The ledger changes the base year {year} by {share} %; from {threshold} % on it is restated.",
                year=str(base_year),
                share=round(found.held[0].share * 100, 1),
                threshold=round(found.threshold * 100, 1),
            ),
            remedy=say("Restate the base year on the page Group, then calculate the target anew."),
            year=base_year,
        )
    ]


def _needs_scope_3(held: Grounds, base_year: int) -> list[Finding]:
    """Return whether scope 3 came to 40 % after the base year while no target holds it."""
    if any(value_chain(target.scope) for target in held.targets):
        return []
    newest = max(held.complete_years, default=base_year)
    before, now = _share_of_scope_3(held, base_year), _share_of_scope_3(held, newest)
    if before is None or now is None or not before < SCOPE_3_TRIGGER <= now:
        return []
    return [
        warning(
            "scope-3-grew",
            say(
                "Scope 3 came to {share} % of all emissions in {year}.",
                share=round(now * 100, 2),
                year=str(newest),
            ),
            remedy=say("Set a target for scope 3 as well."),
            year=newest,
        )
    ]


def _share_of_scope_3(held: Grounds, year: int) -> float | None:
    whole, chain = held.amount(year, "S1", "S2", "S3"), held.amount(year, "S3")
    return None if not whole or chain is None else chain / whole


def _excludes_more(target: Target, held: Grounds, base_year: int) -> list[Finding]:
    """Return whether more is left out than the criteria accept."""
    found = []
    for scopes in (("S1", "S2"), ("S3",)):
        if not set(scopes) & set(SCOPES_OF.get(target.scope, ())):
            continue
        left, reported = left_out(held.exclusions, target, *scopes), held.amount(base_year, *scopes)
        if left and reported is not None and left > MOST_EXCLUDED * (left + reported):
            found.append(
                warning(
                    "exclusions-grew",
                    say("{tonnes} t CO2e are left out, more than 5 %.", tonnes=round(left, 1)),
                    remedy=say("Bring sources back, and calculate the target anew."),
                )
            )
    return found


def _crosses(target: Target, held: Grounds, base_year: int) -> list[Finding]:
    """Return the categories that crossed the 5 % line of the standard 2.0 after the base year, either way."""
    newest = max(held.complete_years, default=base_year)
    if rules_of(target.rule_set).name != NET_ZERO_2 or not value_chain(target.scope) or newest == base_year:
        return []
    before, now = (set(significant_categories(held.categories.get(year, {}))) for year in (base_year, newest))
    if before == now:
        return []
    return [
        warning(
            "category-crossed",
            say(
                "Category {numbers} of scope 3 crossed 5 % between {first} and {last}.",
                numbers=", ".join(map(str, sorted(before ^ now))),
                first=str(base_year),
                last=str(newest),
            ),
            remedy=say("Calculate the target anew."),
            year=newest,
        )
    ]
