"""The sentence in which a target is published, in the form that the standard-setter prints targets in.

The form follows published targets; no paper with the exact forms was seen. A target's own wording goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping

from carbondesk.domain.records import Target, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.boundary_rules import FOOTNOTE
from carbondesk.domain.targets.courses import Course
from carbondesk.domain.targets.electricity import renewable_share
from carbondesk.domain.targets.grounds import Grounds, burnt, category_numbers
from carbondesk.domain.text import EMPTY, Text, listed, say

_SCOPES: dict[str, Text] = {
    TargetScope.SCOPE_1: say("scope 1"),
    TargetScope.SCOPE_2: say("scope 2"),
    TargetScope.SCOPE_1_2: say("scope 1 and 2"),
    TargetScope.SCOPE_3: say("scope 3"),
    TargetScope.ALL: say("scope 1, 2 and 3"),
    TargetScope.FLAG: say("scope 1 and 3 FLAG"),
}


def wording(organisation: str, line: Course, grounds: Grounds) -> Text:
    """Return a target as a sentence: its own wording, else one made from its line; the footnote where it belongs."""
    target = line.target
    if target.wording:
        return say("{wording}", wording=target.wording)
    first = line.pathway.terms.base_year
    made = _sentence(organisation, target, line, first)
    amount = burnt(target, grounds, first)
    if target.bioenergy and amount:
        return say("{sentence} {footnote}", sentence=made, footnote=FOOTNOTE)
    return made


def _sentence(organisation: str, target: Target, line: Course, first: int) -> Text:
    years = {"organisation": organisation, "base": str(first), "year": str(target.target_year)}
    if target.method == TargetMethod.RENEWABLE_ELECTRICITY:
        return _renewable(target, line.actual.get(first), years)
    if target.method == TargetMethod.ENGAGEMENT:
        return say(
            "{organisation} commits that {goal} % of its suppliers and customers by emissions{covering} will have "
            "science-based targets by {year}.",
            **years,
            goal=_percent(target.engagement or 0.0),
            covering=_covering(target),
        )
    if line.reduction is None:
        return say("{organisation} commits to a target for {year} whose reduction is still open.", **years)
    return _reducing(target, line, years)


def _renewable(target: Target, start: float | None, years: Mapping[str, str]) -> Text:
    goal = renewable_share(target.target_year)[1] if target.coverage is None else target.coverage
    if start is None:
        return say(
            "{organisation} commits to annually source {goal} % renewable electricity by {year}.",
            **years,
            goal=_percent(goal),
        )
    return say(
        "{organisation} commits to increase annual sourcing of renewable electricity from {start} % in {base} to "
        "{goal} % by {year}.",
        **years,
        start=_percent(start),
        goal=_percent(goal),
    )


def _reducing(target: Target, line: Course, years: Mapping[str, str]) -> Text:
    words: dict[str, object] = {
        **years,
        "scopes": _SCOPES[target.scope],
        "cut": _percent(line.reduction or 0.0),
        "covering": _covering(target),
    }
    if target.kind == TargetKind.NET_ZERO:
        return say(
            "{organisation} commits to reach net-zero greenhouse gas emissions across the value chain by {year}, and "
            "to reduce absolute {scopes} GHG emissions{covering} {cut} % by then from a {base} base year.",
            **words,
        )
    if target.method in (TargetMethod.ABSOLUTE_CONTRACTION, TargetMethod.OWN_REDUCTION):
        return say(
            "{organisation} commits to reduce absolute {scopes} GHG emissions{covering} {cut} % by {year} from a "
            "{base} base year.",
            **words,
        )
    return say(
        "{organisation} commits to reduce {scopes} GHG emissions{covering} {cut} % per {unit} by {year} from a {base} "
        "base year.",
        **words,
        unit=target.denominator or line.unit.partition("/")[2],
    )


def _covering(target: Target) -> Text:
    """Return the categories that a target of scope 3 names, with the word before them; empty for all."""
    numbers = sorted(category_numbers(target.categories)) if "3" in target.scope else []
    known = [_CHAIN[number - 1] for number in numbers if 1 <= number <= len(_CHAIN)]
    if not known:
        return EMPTY
    *before, last = known
    names = say("{first} and {last}", first=listed(before), last=last) if before else last
    return say(" from {categories}", categories=names)


_CHAIN = (
    say("purchased goods and services"),
    say("capital goods"),
    say("fuel- and energy-related activities"),
    say("upstream transport and distribution"),
    say("waste generated in operations"),
    say("business travel"),
    say("employee commuting"),
    say("upstream leased assets"),
    say("downstream transport and distribution"),
    say("processing of sold products"),
    say("use of sold products"),
    say("end-of-life treatment of sold products"),
    say("downstream leased assets"),
    say("franchises"),
    say("investments"),
)
"""The categories of scope 3 by number, as they stand inside a sentence."""


def _percent(share: float) -> float:
    return round(share * 100, 2)
