"""The base-year ledger: whether changes make a restatement due, and what the years are after it.

GHG Protocol Corporate Standard, chapter 5: structural changes, changes of method and significant errors restate the
base year; growth and decline of what was there do not, and neither does a yearly grid factor that follows the real
grid, which is performance. Threshold: 5 % of the base year's emissions, cumulative (SBTi Target Validation Protocol
3.1); at the threshold it is due. The algorithm is our own design: changes are added up since the last restatement,
with their signs (net) and without (gross), because +6 % and −6 % must not vanish; which of the two triggers is a
stated policy.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carbondesk.domain.records import BaseYearChange, ChangeKind, ChangeState, ThresholdRule
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import say

THRESHOLD = 0.05
_ROUNDING = 1e-12


class Standard(StrEnum):
    """What the changes are held against: the total (SBTi net-zero V1), or any single scope (V2.0)."""

    TOTAL = "total"
    SINGLE_SCOPE = "single-scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Changes of a scope held against the threshold, in t CO2e; `scope` is empty for the total.

    `share` is what the rule compares: the net or gross change over the base emissions, endless where these are zero.
    """

    scope: str
    base: float
    net: float
    gross: float
    share: float
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the base year must be restated, by which sums, and which changes count.

    `held` has the total or each scope with a change, the largest share first; `counted` are the changes since the
    last restatement. `net_share` and `gross_share` are of the total, whatever decides.
    """

    is_due: bool
    threshold: float
    rule: ThresholdRule
    standard: Standard
    held: tuple[Held, ...]
    net_share: float
    gross_share: float
    counted: tuple[BaseYearChange, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedYear:
    """A year as reported and as it is with the changes taken in, t CO2e; never one in place of the other."""

    year: int
    reported: float
    effect: float
    changes: tuple[BaseYearChange, ...]

    @property
    def restated(self) -> float:
        """The value with the changes."""
        return self.reported + self.effect


def verdict(
    changes: Iterable[BaseYearChange],
    base: Mapping[str, float],
    *,
    base_year: int,
    threshold: float = THRESHOLD,
    rule: ThresholdRule = ThresholdRule.NET,
    standard: Standard = Standard.TOTAL,
) -> Verdict:
    """Return whether the changes since the last restatement reach the threshold.

    `base` holds the base year's emissions by scope (`1`, `2`, `3`) as they stand, with earlier restatements in them;
    a scope that is not part of it is absent, and its changes do not count. Neither do changes of other years and those
    restated already; one left unadjusted goes on counting. By single scope a change of `1+2` is held
    against both together.
    """
    counted = tuple(
        change
        for change in changes
        if _year(change, base_year) == base_year
        and change.state != ChangeState.RESTATED.value
        and not base.keys().isdisjoint(_parts(change.scope))
    )
    total = _held("", counted, math.fsum(base.values()), threshold, rule)
    held = [total] if counted else []
    if standard is Standard.SINGLE_SCOPE:
        of_scope: defaultdict[str, list[BaseYearChange]] = defaultdict(list)
        for change in counted:
            of_scope[change.scope].append(change)
        held = [
            _held(scope, listed, math.fsum(base.get(part, 0.0) for part in _parts(scope)), threshold, rule)
            for scope, listed in of_scope.items()
        ]
    return Verdict(
        is_due=any(sums.is_due for sums in held),
        threshold=threshold,
        rule=rule,
        standard=standard,
        held=tuple(sorted(held, key=lambda sums: (-sums.share, sums.scope))),
        net_share=_share(abs(total.net), total.base),
        gross_share=_share(total.gross, total.base),
        counted=counted,
        findings=tuple(_findings_of_verdict(counted, total, rule, threshold, standard)),
    )


def restated(
    reported: Mapping[int, float],
    changes: Iterable[BaseYearChange],
    *,
    base_year: int,
    states: Iterable[ChangeState] = (ChangeState.RESTATED,),
) -> tuple[RestatedYear, ...]:
    """Return every reported year (t CO2e) with the effects of its changes, oldest first.

    A change without a year is one of the base year. `states` says which changes are taken in: as a preview of a
    restatement that is due, open and unadjusted ones too.
    """
    taken = {state.value for state in states}
    of_year: defaultdict[int, list[BaseYearChange]] = defaultdict(list)
    for change in changes:
        if change.state in taken:
            of_year[_year(change, base_year)].append(change)
    return tuple(
        RestatedYear(
            year=year,
            reported=value,
            effect=math.fsum(change.effect for change in of_year[year]),
            changes=tuple(of_year[year]),
        )
        for year, value in sorted(reported.items())
    )


def ledger_findings(
    changes: Iterable[BaseYearChange],
    *,
    base_year: int,
    years: Iterable[int] = (),
    opened: Mapping[int, date] | None = None,
) -> list[Finding]:
    """Return what is doubtful in the ledger.

    `years` are the years with figures; `opened` says when a site (by id) began to exist, under whichever owner.
    """
    listed = list(changes)
    found = [finding for change in listed for finding in _of_change(change, base_year, opened or {})]
    covered: defaultdict[str, set[int]] = defaultdict(set)
    for change in listed:
        if change.state == ChangeState.RESTATED.value:
            covered[change.name].add(_year(change, base_year))
    for change in listed:
        if change.state == ChangeState.RESTATED.value and _year(change, base_year) == base_year:
            between = {year for year in years if base_year < year < change.effective.year}
            found += [_year_left_out(change, year) for year in sorted(between - covered[change.name])]
    return found


def _held(
    scope: str, changes: Iterable[BaseYearChange], base: float, threshold: float, rule: ThresholdRule
) -> Held:
    effects = [change.effect for change in changes]
    net, gross = math.fsum(effects), math.fsum(map(abs, effects))
    share = _share(abs(net) if rule is ThresholdRule.NET else gross, base)
    is_due = share > 0 and share >= threshold * (1 - _ROUNDING)
    return Held(scope=scope, base=base, net=net, gross=gross, share=share, is_due=is_due)


def _share(change: float, base: float) -> float:
    if change == 0:
        return 0.0
    return change / abs(base) if base else math.inf


def _parts(scope: str) -> list[str]:
    """Return the single scopes of a scope as written: `1+2` is `1` and `2`."""
    return [part.strip() for part in scope.split("+")]


def _year(change: BaseYearChange, base_year: int) -> int:
    return base_year if change.year is None else change.year


def _findings_of_verdict(
    counted: tuple[BaseYearChange, ...],
    total: Held,
    rule: ThresholdRule,
    threshold: float,
    standard: Standard,
) -> Iterable[Finding]:
    """Yield what must be said beside a verdict."""
    net, gross = _share(abs(total.net), total.base), _share(total.gross, total.base)
    if rule is ThresholdRule.NET and net < threshold <= gross:
        yield warning(
            "base-year-cancel",
            say(
                "The changes cancel: {gross} % without their signs, {net} % with them.",
                gross=round(gross * 100, 1),
                net=round(net * 100, 1),
            ),
            remedy=say("Consider restating; the policy holds the net change against the threshold."),
        )
    if standard is Standard.SINGLE_SCOPE:
        for change in counted:
            if len(_parts(change.scope)) > 1:
                yield warning(
                    "base-year-scope",
                    say("{name}: the effect is not split into single scopes.", name=change.name),
                    remedy=say("Enter one line for each scope; each is held against its own emissions."),
                    change=change.id,
                )


def _of_change(change: BaseYearChange, base_year: int, opened: Mapping[int, date]) -> Iterable[Finding]:
    """Yield what is doubtful about one change."""
    began = opened.get(change.site) if change.site is not None else None
    if (
        change.kind == ChangeKind.STRUCTURE.value
        and began is not None
        and began.year > _year(change, base_year)
        and change.effect
    ):
        yield error(
            "base-year-organic-growth",
            say(
                "{name}: the site began in {began} and was not there in {year}; growth is no reason to restate.",
                name=change.name,
                began=str(began.year),
                year=str(_year(change, base_year)),
            ),
            remedy=say("Remove the line: emissions that did not exist in the base year do not belong to it."),
            change=change.id,
        )
    if change.kind == ChangeKind.STRUCTURE.value and change.site is None:
        yield info(
            "base-year-no-site",
            say(
                "{name}: no site is named, so whether it existed in the base year is not checked.",
                name=change.name,
            ),
            remedy=say("Name the site that was acquired or sold."),
            change=change.id,
        )
    if change.kind == ChangeKind.METHOD.value and "2" in _parts(change.scope):
        yield info(
            "base-year-grid-factor",
            say(
                "{name}: a grid factor that follows the grid from year to year is performance.",
                name=change.name,
            ),
            remedy=say(
                "Keep the line only if the method or the published series changed, also for past years."
            ),
            change=change.id,
        )
    if change.state != ChangeState.OPEN.value and not (change.reason and change.decided_on):
        yield warning(
            "base-year-no-reason",
            say("{name}: the decision has no reason or no date.", name=change.name),
            remedy=say("Write down why and when it was decided."),
            change=change.id,
        )


def _year_left_out(change: BaseYearChange, year: int) -> Finding:
    return warning(
        "base-year-gap",
        say("{name}: the base year is restated, but {year} is not.", name=change.name, year=str(year)),
        remedy=say("Enter the effect on that year too; all years between are restated together."),
        change=change.id,
        year=year,
    )
