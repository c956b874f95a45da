"""Tests of what targets cover: scopes 1 and 2, scope 3 by all targets together, forest, land and agriculture."""

from __future__ import annotations

from dataclasses import replace

from carbondesk.domain.records import Target, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.criteria import (
    Answer,
    Question,
    Status,
    failed,
    passed,
    share,
    spared,
    unknown,
)
from carbondesk.domain.targets.grounds import (
    category_numbers,
    coverage,
    joint_coverage,
    operations,
    value_chain,
)
from carbondesk.domain.targets.netzero import LONG_TERM_COVERAGE
from carbondesk.domain.text import say

NEAR_TERM_COVERAGE = {"1+2": 0.95, "3": 0.67}
FLAG_COVERAGE = (0.67, 0.95)
"""The least share of forest, land and agriculture's scope 3, and of its scopes 1 and 2."""


def covered_operations(question: Question) -> Answer:
    """Judge the share of scopes 1 and 2 that a target covers."""
    if not operations(question.target.scope):
        return spared(say("The target does not hold scope 1 or 2."))
    if question.target.method == TargetMethod.RENEWABLE_ELECTRICITY:
        return spared(say("A target for renewable electricity stands beside one for emissions."))
    scopes = [f"S{number}" for number in "12" if number in question.target.scope]
    found = coverage(question.target, question.grounds, question.base_year, *scopes)
    return _enough(found, _least(question, "1+2"))


def covered_chain(question: Question) -> Answer:
    """Judge all scope 3 targets together: reduction and engagement, a category that two of them name only once."""
    if not value_chain(question.target.scope):
        return spared(say("The target does not hold scope 3."))
    targets = [
        target
        for target in question.grounds.others(question.target)
        if value_chain(target.scope) and target.kind == question.target.kind
    ]
    found, least = joint_coverage(targets, question.grounds, question.base_year), _least(question, "3")
    answer = _enough(found, least)
    if found is None or answer.status != Status.FAIL or question.target.coverage is not None:
        return answer
    return _widened(question, targets, answer, least)


def _widened(question: Question, targets: list[Target], answer: Answer, least: float) -> Answer:
    """Name the category that would do if the target took it in, else the largest that is left out."""
    grounds, own = question.grounds, question.target
    held = {number for target in targets for number in category_numbers(target.categories)}
    left = sorted(set(grounds.categories.get(question.base_year, {})) - held)
    others = [target for target in targets if target.uid != own.uid or not own.uid]
    reached = {}
    for number in left:
        names = ",".join(map(str, sorted(category_numbers(own.categories) | {number})))
        wider = [replace(own, categories=names), *(other for other in others if other is not own)]
        reached[number] = joint_coverage(wider, grounds, question.base_year) or 0.0
    if not reached:
        return answer
    enough = [number for number in left if reached[number] >= least]
    number = min(enough, key=reached.__getitem__) if enough else max(left, key=reached.__getitem__)
    return replace(
        answer,
        numbers={**answer.numbers, "category": float(number), "with_category": reached[number]},
        remedy=say(
            "Category {number} would bring it to {share} %.", number=str(number), share=share(reached[number])
        ),
        field="categories",
    )


def _least(question: Question, scopes: str) -> float:
    near = question.target.kind == TargetKind.NEAR_TERM
    return NEAR_TERM_COVERAGE[scopes] if near else LONG_TERM_COVERAGE[scopes]


def _enough(found: float | None, least: float) -> Answer:
    if found is None:
        return unknown(
            say("The share that the target covers is not known."),
            say("Estimate all exclusions and complete the base year."),
            "coverage",
        )
    numbers = {"coverage": found, "least": least}
    if found >= least:
        return passed(
            say("{share} % is covered; {least} % is needed.", share=share(found), least=share(least)),
            **numbers,
        )
    return failed(
        say("{share} % is covered; {least} % is needed.", share=share(found), least=share(least)),
        say("Widen the boundary, or add a target for what is not covered."),
        "coverage",
        **numbers,
    )


def covered_land(question: Question) -> Answer:
    """Judge the share of the land's emissions that a target covers, which only the target itself tells."""
    if question.target.scope != TargetScope.FLAG:
        return spared(say("This is no target for forest, land and agriculture."))
    found, (chain, own) = question.target.coverage, FLAG_COVERAGE
    if found is None:
        return unknown(
            say("The share of the land's emissions that the target covers is not entered."),
            say("Enter the coverage of the target."),
            "coverage",
        )
    numbers = {"coverage": found, "least": own}
    words = say(
        "{share} % is covered; {own} % of scopes 1 and 2 and {chain} % of scope 3 are needed.",
        share=share(found),
        own=share(own),
        chain=share(chain),
    )
    if found >= own:
        return passed(words, **numbers)
    if found < chain:
        return failed(words, say("Widen the boundary."), "coverage", **numbers)
    return unknown(words, place="coverage")
