"""Criteria about how much a target cuts, and which temperature goal that is in line with."""

from __future__ import annotations

from dataclasses import replace

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.records import Ambition, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.boundary_rules import V1
from carbondesk.domain.targets.courses import course
from carbondesk.domain.targets.criteria import (
    Answer,
    Criterion,
    Question,
    failed,
    passed,
    share,
    spared,
    unknown,
)
from carbondesk.domain.targets.electricity import renewable_share
from carbondesk.domain.targets.grounds import operations
from carbondesk.domain.targets.intensities import VALUE_ADDED
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR, long_term_cut
from carbondesk.domain.targets.rulesets import CURRENT, ICT_SECTOR, OWN_GOALS, Grade
from carbondesk.domain.targets.trajectories import least_cut, trajectory
from carbondesk.domain.text import say

SAME = 1e-9
"""A reduction that is the smallest one but for rounding is not less than it."""

_INTENSITY = (TargetMethod.PHYSICAL_INTENSITY, TargetMethod.ECONOMIC_INTENSITY)
_SHARES = (TargetMethod.RENEWABLE_ELECTRICITY, TargetMethod.ENGAGEMENT)


def _at_least(reduction: float | None, minimum: float | None) -> Answer:
    """Return whether a reduction reaches the smallest one; both are shares of the base year."""
    if reduction is None or minimum is None:
        return unknown(
            say("The smallest reduction cannot be calculated yet."),
            say("Mend what is said about the target's years and emissions."),
        )
    numbers = {"reduction": reduction, "minimum": minimum}
    words = say("{own} % less; at least {minimum} % is needed.", own=share(reduction), minimum=share(minimum))
    if reduction >= minimum - SAME:
        return passed(words, **numbers)
    return failed(words, say("Raise it to {minimum} %.", minimum=share(minimum)), "reduction", **numbers)


def ambition_of(question: Question) -> Ambition | None:
    """Return the temperature goal that a target's reduction is in line with; None where it cannot be calculated.

    1.5 °C where it reaches the smallest reduction of that goal, well below 2 °C for scope 3 alone, else an own goal.
    """
    held = question.course
    if held.reduction is None or held.minimum is None:
        return None
    goals = [Ambition.C15]
    if question.target.scope == TargetScope.SCOPE_3:
        goals.append(Ambition.WB2C)
    for goal in goals:
        minimum = _minimum(question, goal)
        if minimum is not None and held.reduction >= minimum - SAME:
            return goal
    return Ambition.OWN


def _minimum(question: Question, goal: Ambition) -> float | None:
    """Return the smallest reduction of a goal by the method of the target."""
    asked = replace(question.target, ambition=goal.value, reduction=None, rule_set=question.rules.name)
    return course(asked, question.grounds).minimum


def _near_operations(question: Question) -> Answer:
    target = question.target
    if not operations(target.scope) or target.kind != TargetKind.NEAR_TERM:
        return spared(say("This is no near-term target for scope 1 or 2."))
    if target.scope == TargetScope.ALL:
        return unknown(
            say("Scopes 1, 2 and 3 are one target: each part must reach its goal by itself."),
            say("Set one target for scope 1+2 and one for scope 3."),
            "scope",
        )
    if target.method in _INTENSITY:
        return failed(
            say("An intensity of scopes 1 and 2 is accepted on a sector's 1.5 °C pathway only."),
            say("Choose absolute contraction or sector convergence."),
            "method",
        )
    if target.method in _SHARES:
        return spared(say("This is a target for a share."))
    return _at_least(question.course.reduction, question.course.minimum)


def _sector(question: Question) -> Answer:
    if question.target.method != TargetMethod.SECTOR_CONVERGENCE:
        return spared(say("The target does not follow a sector's pathway."))
    sector = question.grounds.sector
    if sector is None:
        return unknown(say("No pathway of a sector is chosen."), say("Choose one."), "sector")
    return unknown(
        say(
            "{pathway} is a benchmark, and not the table of SBTi's own spreadsheet: only SBTi tells whether it is met.",
            pathway=sector.title,
        )
    )


def _near_chain(question: Question) -> Answer:
    target = question.target
    if target.scope != TargetScope.SCOPE_3 or target.kind != TargetKind.NEAR_TERM:
        return spared(say("This is no near-term target for scope 3 alone."))
    if target.method in _SHARES:
        return spared(say("This is a target for a share."))
    if target.method in (TargetMethod.ABSOLUTE_CONTRACTION, TargetMethod.OWN_REDUCTION):
        least = _minimum(question, Ambition.WB2C)
        return _at_least(question.course.reduction, least)
    return _at_least(question.course.reduction, question.course.minimum)


def _as_claimed(question: Question) -> Answer:
    claimed, found = question.target.ambition, ambition_of(question)
    if claimed == Ambition.OWN:
        return spared(say("The target claims no temperature goal."))
    if found is None:
        return unknown(say("The smallest reduction cannot be calculated yet."))
    if found.value in (Ambition.C15.value, claimed):
        return passed(say("The reduction is in line with the goal that it claims."))
    return failed(
        say("The reduction is not in line with the goal that the target claims."),
        say("Raise the reduction, or claim the lower goal."),
        "ambition",
    )


def _denominator(question: Question) -> Answer:
    target = question.target
    if target.method == TargetMethod.ECONOMIC_INTENSITY:
        if target.denominator.casefold() in {words.casefold() for words in VALUE_ADDED}:
            return passed(say("The denominator is value added: {name}.", name=target.denominator))
        return failed(
            say("{name} is no value added.", name=target.denominator or "-"),
            say("Choose one of: {names}.", names="; ".join(VALUE_ADDED)),
            "denominator",
        )
    if target.method == TargetMethod.PHYSICAL_INTENSITY:
        if _is_money(question.grounds.output_unit):
            return failed(
                say(
                    "{unit} is money, which no physical intensity divides by.",
                    unit=question.grounds.output_unit,
                ),
                say("Choose a product, floor area or heads."),
                "denominator",
            )
        return passed(say("The denominator is physical."))
    return spared(say("The target is no intensity of this kind."))


def _is_money(unit: str) -> bool:
    """Tell whether a unit is a currency, also thousands or millions of one (kEUR, MUSD)."""
    return unit in CURRENCIES or unit[1:] in CURRENCIES


def _renewable(question: Question) -> Answer:
    target = question.target
    if target.method != TargetMethod.RENEWABLE_ELECTRICITY:
        return spared(say("This is no target for renewable electricity."))
    fails, passes = renewable_share(target.target_year)
    goal = passes if target.coverage is None else target.coverage
    numbers = {"share": goal, "needed": passes}
    words = say("{share} % in {year}; 80 % by 2025 and 100 % by 2030 are needed.",
                share=share(goal), year=target.target_year)  # fmt: skip
    if goal >= passes - SAME:
        return passed(words, **numbers)
    if goal < fails:
        return failed(words, say("Raise it to {share} %.", share=share(passes)), "coverage", **numbers)
    return unknown(say("{words} Nothing is published for the years between.", words=words), place="coverage")


def _flag(question: Question) -> Answer:
    if question.target.scope != TargetScope.FLAG:
        return spared(say("This is no target for forest, land and agriculture."))
    return _at_least(question.course.reduction, question.course.minimum)


def _long_term(question: Question) -> Answer:
    if not question.course.pathway.terms.long_term:
        return spared(say("This is a near-term target."))
    if question.target.target_year > NET_ZERO_YEAR:
        return failed(say("It ends after 2050."), say("Choose 2050 or an earlier year."), "target_year")
    return _at_least(question.course.reduction, long_term_cut(question.target.scope))


def _own_reduction(question: Question) -> Answer:
    reduction = question.course.reduction
    if reduction is None:
        return unknown(
            say("No reduction is entered."), say("Enter the reduction that was decided."), "reduction"
        )
    return passed(say("{own} % less, as decided.", own=share(reduction)), reduction=reduction)


def _own_base(question: Question) -> Answer:
    if question.base_year in question.grounds.complete_years:
        return passed(say("{year} is complete.", year=question.base_year))
    return failed(
        say("The base year {year} is not complete.", year=question.base_year),
        say("Enter every month of {year}, or choose a complete year.", year=question.base_year),
        "base_year",
    )


def _ict(question: Question) -> Answer:
    target = question.target
    known = trajectory(target.sector)
    if known is None:
        return unknown(say("No part of the ICT sector is chosen."), say("Choose one."), "sector")
    if known.cut is None:
        return unknown(
            say("The figure for {part} was confirmed in no source.", part=known.title), place="sector"
        )
    least = least_cut(target.sector, question.base_year, target.target_year)
    if least is None:
        return unknown(
            say("The trajectory counts from 2020 and runs to 2030."),
            say("Choose the base year 2020 and a target year to 2030."),
            "base_year",
        )
    return _at_least(question.course.reduction, least)


def has_line(question: Question) -> Answer:
    """Return whether a target's line can be calculated at all, as a criterion of rules of one's own."""
    errors = [found for found in question.course.findings if found.where.get("field") == "target_year"]
    if not errors:
        return passed(say("The years are in order."))
    return failed(errors[0].message, errors[0].remedy, "target_year")


def _clauses(number: str, newest: str = "") -> dict[str, str]:
    return {"SBTi-NT-5.1": number} | ({CURRENT: newest} if newest else {})


AMBITION_RULES: tuple[Criterion, ...] = (
    Criterion(
        id="ambition-scope-1-2",
        title=say("Ambition of scopes 1 and 2"),
        rule=say("Scopes 1 and 2 fall at least as fast as 1.5 °C asks for."),
        evidence=say("Emissions of base year and most recent year"),
        test=_near_operations,
        rule_sets=V1,
        clauses=_clauses("C15-C17", "C16.1"),
        doubts=say(
            "Sources weigh scopes 1 and 2 by the most recent year or by the base year; the target says which."
        ),
    ),
    Criterion(
        id="ambition-scope-3",
        title=say("Ambition of scope 3"),
        rule=say("Scope 3 falls at least as well below 2 °C asks for, or an intensity by 7 % a year."),
        evidence=say("Emissions of base year and most recent year"),
        test=_near_chain,
        rule_sets=V1,
        clauses=_clauses("C18", "C18.1"),
    ),
    Criterion(
        id="ambition-claimed",
        title=say("Temperature goal as claimed"),
        rule=say("A target is as strong as the temperature goal that it claims."),
        evidence=say("The wording of the target"),
        test=_as_claimed,
        rule_sets=V1,
    ),
    Criterion(
        id="sector-pathway",
        title=say("Pathway of a sector"),
        rule=say("Sector convergence follows an approved 1.5 °C pathway, to 2050."),
        evidence=say("The pathway and its source"),
        test=_sector,
        rule_sets=V1,
        clauses=_clauses("C17"),
    ),
    Criterion(
        id="denominator",
        title=say("Denominator of an intensity"),
        rule=say("A physical intensity divides by no money, an economic one by value added."),
        evidence=say("The denominator"),
        test=_denominator,
        rule_sets=V1,
        clauses=_clauses("C18"),
        grade=Grade.STANDARD,
    ),
    Criterion(
        id="renewable-electricity",
        title=say("Renewable electricity"),
        rule=say("Instead of a cut of scope 2: 80 % renewable by 2025, 100 % by 2030, and kept."),
        evidence=say("Certificates and contracts"),
        test=_renewable,
        rule_sets=V1,
        clauses=_clauses("C21"),
    ),
    Criterion(
        id="flag-ambition",
        title=say("Ambition of forest, land and agriculture"),
        rule=say("At least 3.03 % a year, and 72 % by 2050."),
        evidence=say("Emissions of forest, land and agriculture"),
        test=_flag,
        rule_sets=V1,
        grade=Grade.PRESS,
        doubts=say("A press item of 2022 gives 74 % instead of 72 % for the long-term cut."),
    ),
    Criterion(
        id="long-term",
        title=say("Long-term cut"),
        rule=say("At least 90 % of every scope by 2050; what is left is neutralised by permanent removals."),
        evidence=say("The long-term target"),
        test=_long_term,
        rule_sets=V1,
    ),
    Criterion(
        id="own-reduction",
        title=say("A reduction is decided"),
        rule=say("Any reduction will do; it must be said."),
        evidence=say("The decision"),
        test=_own_reduction,
        rule_sets=(OWN_GOALS,),
    ),
    Criterion(
        id="own-years",
        title=say("Years in order"),
        rule=say("The target year comes after the base year."),
        evidence=say("The target"),
        test=has_line,
        rule_sets=(OWN_GOALS, ICT_SECTOR),
    ),
    Criterion(
        id="own-base-year",
        title=say("Complete base year"),
        rule=say("The base year is complete."),
        evidence=say("A complete inventory of the base year"),
        test=_own_base,
        rule_sets=(OWN_GOALS, ICT_SECTOR),
    ),
    Criterion(
        id="ict-trajectory",
        title=say("Trajectory of the ICT sector"),
        rule=say("45 % less from 2020 to 2030 for the sector and for mobile operators, on a straight line."),
        evidence=say("Emissions of 2020 and since"),
        test=_ict,
        rule_sets=(ICT_SECTOR,),
        grade=Grade.PRESS,
    ),
)
"""The criteria of ambition in their order."""
