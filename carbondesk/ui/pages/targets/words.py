"""Words of the Targets page: scopes, methods, goals, amounts and reductions as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbondesk.domain.records import (
    Ambition,
    MilestoneKind,
    TargetKind,
    TargetMethod,
    TargetScope,
    Weights,
)
from carbondesk.domain.targets.rulesets import (
    CURRENT,
    ICT_SECTOR,
    NET_ZERO_2,
    OTHER_RULE_SETS,
    RULE_SETS,
    Grade,
    RuleSet,
    rule_set,
)
from carbondesk.domain.text import Text, say
from carbondesk.language import percent, tr
from carbondesk.ui.readings import choice_words

if TYPE_CHECKING:
    from carbondesk.domain.records import Target
    from carbondesk.domain.targets.courses import Course
    from carbondesk.report.yardsticks import Yardstick

NOTHING = "–"

SCOPES: Mapping[str, Text] = {
    TargetScope.SCOPE_1_2: say("Scope 1+2"),
    TargetScope.SCOPE_1: say("Scope 1"),
    TargetScope.SCOPE_2: say("Scope 2"),
    TargetScope.SCOPE_3: say("Scope 3"),
    TargetScope.ALL: say("All scopes"),
    TargetScope.FLAG: say("Forest, land and agriculture"),
}
METHODS: Mapping[str, Text] = {
    TargetMethod.ABSOLUTE_CONTRACTION: say("Absolute contraction"),
    TargetMethod.OWN_REDUCTION: say("Own reduction"),
    TargetMethod.PHYSICAL_INTENSITY: say("Physical intensity"),
    TargetMethod.ECONOMIC_INTENSITY: say("Economic intensity"),
    TargetMethod.RENEWABLE_ELECTRICITY: say("Renewable electricity"),
    TargetMethod.ENGAGEMENT: say("Supplier or customer engagement"),
    TargetMethod.SECTOR_CONVERGENCE: say("Sector convergence"),
}
SHORT_METHODS: Mapping[str, Text] = {
    TargetMethod.ABSOLUTE_CONTRACTION: say("Absolute"),
    TargetMethod.OWN_REDUCTION: say("Own reduction"),
    TargetMethod.PHYSICAL_INTENSITY: say("Physical intensity"),
    TargetMethod.ECONOMIC_INTENSITY: say("Economic intensity"),
    TargetMethod.RENEWABLE_ELECTRICITY: say("Renewable electricity"),
    TargetMethod.ENGAGEMENT: say("Engagement"),
    TargetMethod.SECTOR_CONVERGENCE: say("Sector"),
}
KINDS: Mapping[str, Text] = {
    TargetKind.NEAR_TERM: say("Near-term"),
    TargetKind.LONG_TERM: say("Long-term"),
    TargetKind.NET_ZERO: say("Net zero"),
}
AMBITIONS: Mapping[str, Text] = {
    Ambition.C15: say("1.5 °C"),
    Ambition.WB2C: say("Well below 2 °C"),
    Ambition.OWN: say("Own goal"),
}
STATIONS: Mapping[str, Text] = {
    MilestoneKind.COMMITTED: say("Committed"),
    MilestoneKind.DEVELOPED: say("Developed"),
    MilestoneKind.SUBMITTED: say("Submitted"),
    MilestoneKind.VALIDATED: say("Validated"),
    MilestoneKind.PUBLISHED: say("Published"),
    MilestoneKind.REPORTED: say("Reported"),
    MilestoneKind.REVIEWED: say("Reviewed"),
    MilestoneKind.RECALCULATED: say("Recalculated"),
    MilestoneKind.WITHDRAWN: say("Withdrawn"),
}
GRADES: Mapping[str, Text] = {
    Grade.STANDARD: say("seen in the standard's own text"),
    Grade.TRANSCRIBED: say("transcribed in public, with its clause"),
    Grade.PRESS: say("known from consultants or the press"),
    Grade.UNCONFIRMED: say("found in no source that was seen"),
}
_SHORT_RULES: Mapping[str, Text] = {
    "SBTi-NT-5.0": say("SBTi near-term 5.0"),
    "SBTi-NT-5.1": say("SBTi near-term 5.1"),
    "SBTi-NT-5.2": say("SBTi near-term 5.2"),
    "SBTi-NT-5.3": say("SBTi near-term 5.3"),
    CURRENT: say("SBTi Net-Zero 1.3.1"),
    NET_ZERO_2: say("SBTi Net-Zero 2.0"),
    ICT_SECTOR: say("ITU-T L.1470"),
}
WEIGHTS: Mapping[str, Text] = {Weights.RECENT: say("Most recent year"), Weights.BASE: say("Base year")}
_BY_FIELD = {"weights": WEIGHTS, "scope": SCOPES, "method": METHODS, "kind": KINDS, "ambition": AMBITIONS}
MORE_METHODS = (TargetMethod.ENGAGEMENT.value, TargetMethod.SECTOR_CONVERGENCE.value)
"""Methods that stand behind "More methods" until a target uses one or the sector asks for it."""

_SHARES = (TargetMethod.RENEWABLE_ELECTRICITY, TargetMethod.ENGAGEMENT)
_WHOLE = 100


def word(field: str, value: str) -> str:
    """Return a choice of a field of the target as people read it."""
    found = _BY_FIELD.get(field, {}).get(value)
    if found is not None:
        return tr(found)
    return short_title(value) if field == "rule_set" else choice_words(value)


def short_rules(rules: RuleSet) -> str:
    """Return a short title of a rule set, for a head."""
    return tr(_SHORT_RULES.get(rules.name, rules.title))


def short_title(name: str) -> str:
    """Return the short title of a rule set by its name; the name itself where it is not known."""
    known = {each for rules in (*RULE_SETS, *OTHER_RULE_SETS) for each in (rules.name, *rules.also)}
    return short_rules(rule_set(name)) if name in known else name


def name_of(target: Target) -> str:
    """Return what a target is called; without a name its scope and kind."""
    return target.name or tr(
        "{scope}, {kind}", scope=tr(SCOPES[target.scope]), kind=lowered(KINDS[target.kind])
    )


def lowered(text: Text) -> str:
    """Return words of a table within a sentence."""
    words = tr(text)
    return words[:1].lower() + words[1:]


def context_of(target: Target, base_year: int | None) -> str:
    """Return the second line of a target in the list: its method and years."""
    method = tr(SHORT_METHODS[target.method])
    if target.kind != TargetKind.NEAR_TERM:
        return tr("{scope}, by {year}", scope=tr(SCOPES[target.scope]), year=str(target.target_year))
    if base_year is None:
        return tr("{method}, by {year}", method=method, year=str(target.target_year))
    return tr("{method}, base year {year}", method=method, year=str(base_year))


def reduction(share: float | None, *, decimals: int = 1) -> str:
    """Write a reduction with its sign: `−46.0 %`."""
    if share is None:
        return NOTHING
    words = percent(share, decimals)
    return words if not any(digit in words for digit in "123456789") else f"\u2212{words}"


def goal(target: Target, line: Course) -> str:
    """Write what a target promises: a reduction, or the share that it is to reach."""
    if target.method not in _SHARES:
        return reduction(line.reduction)
    last = line.years.get(target.target_year)
    wanted = target.coverage if target.method == TargetMethod.RENEWABLE_ELECTRICITY else target.engagement
    found = wanted if last is None else last
    return NOTHING if found is None else share(found)


def share(value: float | None) -> str:
    """Write a share: `40 %`, `33.3 %`."""
    if value is None:
        return NOTHING
    return percent(value, 0 if round(value * _WHOLE, 6).is_integer() else 1)


def amount(value: float, yard: Yardstick) -> str:
    """Write a value of a line with its whole unit."""
    return tr("{amount} {unit}", amount=yard.words(value), unit=tr(yard.unit))


def years(first: int, last: int) -> str:
    """Write a span of years."""
    return tr("{first} to {last}", first=str(first), last=str(last))
