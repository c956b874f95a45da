"""Criteria of the Corporate Net-Zero Standard 2.0 (11 June 2026), as far as they are known.

Its equations of ambition stand in a paper that is not available: that criterion says so and is never answered.
"""

from __future__ import annotations

from carbondesk.domain.records import Scope2Method, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.records.choices import scopes_named
from carbondesk.domain.targets.criteria import (
    Answer,
    Criterion,
    Question,
    declared,
    failed,
    passed,
    share,
    spared,
    unknown,
)
from carbondesk.domain.targets.electricity import (
    FASTEST_GROWTH,
    OLDEST_GENERATOR,
    is_low_carbon,
    low_carbon_limit,
)
from carbondesk.domain.targets.grounds import category_numbers, coverage, value_chain
from carbondesk.domain.targets.netzero import (
    LONG_TERM_CUT,
    NET_ZERO_YEAR,
    SIGNIFICANT,
    Class,
    classify,
    significant_categories,
)
from carbondesk.domain.targets.rulesets import NET_ZERO_2, Grade, accepted
from carbondesk.domain.targets.year_rules import threshold_of_recalculation
from carbondesk.domain.text import say

CYCLE_YEARS = 5
REMOVALS_FROM = 2035
_WHOLE = 0.999999
_INTENSITY = (
    TargetMethod.PHYSICAL_INTENSITY,
    TargetMethod.ECONOMIC_INTENSITY,
    TargetMethod.SECTOR_CONVERGENCE,
)
_V2 = (NET_ZERO_2,)


def _class(question: Question) -> Class | None:
    return classify(question.grounds.company, question.grounds.amount(question.recent_year, "S1", "S2"))


def _category(question: Question) -> Answer:
    found = _class(question)
    if found is None:
        return unknown(
            say("Too little is known of turnover, employees, balance sheet and country."),
            say("Enter them in Settings."),
        )
    return passed(say("The company is of category {name}.", name=found.value))


def _accepted(question: Question) -> Answer:
    month = question.target.submission
    if not month:
        return unknown(
            say("The month of the submission is not entered."),
            say("Enter the month in which the target is to be submitted."),
            "submission",
        )
    if accepted(question.rules, month):
        return passed(say("Submissions in {month} may use the standard 2.0.", month=month))
    return failed(
        say("The standard 2.0 takes submissions from February 2027, not in {month}.", month=month),
        say("Submit from 2027-02 on, or choose an edition in force."),
        "submission",
    )


def _separate(question: Question) -> Answer:
    if question.target.scope in (TargetScope.SCOPE_1_2, TargetScope.ALL):
        return failed(
            say("The target joins several scopes."),
            say("Set one target for scope 1, one for scope 2 and one for scope 3."),
            "scope",
        )
    return passed(say("The target holds one scope."))


def _whole_scope(question: Question, number: str) -> Answer:
    if number not in question.target.scope:
        return spared(say("The target does not hold {scopes}.", scopes=scopes_named([number])))
    found = coverage(question.target, question.grounds, question.base_year, f"S{number}")
    if found is None:
        return unknown(say("The share that the target covers is not known."), place="coverage")
    words = say("{share} % of {scopes} is covered.", share=share(found), scopes=scopes_named([number]))
    if found >= _WHOLE:
        return passed(words, coverage=found)
    return failed(words, say("Bring in what is left out."), "coverage", coverage=found)


def _whole_scope_1(question: Question) -> Answer:
    return _whole_scope(question, "1")


def _whole_scope_2(question: Question) -> Answer:
    return _whole_scope(question, "2")


def _route(question: Question) -> Answer:
    target = question.target
    if "2" not in target.scope:
        return spared(say("The target does not hold scope 2."))
    if target.method in _INTENSITY:
        return failed(
            say("An intensity is no route for scope 2 any more."),
            say("Choose an absolute reduction or low-carbon electricity."),
            "method",
        )
    if target.method != TargetMethod.RENEWABLE_ELECTRICITY:
        return passed(say("An absolute reduction is one of the two routes."))
    growth, found = question.grounds.company.electricity_growth, _class(question)
    if found == Class.B or (growth is not None and growth <= FASTEST_GROWTH):
        return passed(say("Low-carbon electricity is one of the two routes."))
    if found is None or growth is None:
        return unknown(say("The category of the company and the growth of its electricity are not known."))
    return failed(
        say("Electricity grows by {share} % a year in a company of category A.", share=share(growth)),
        say("Choose an absolute reduction."),
        "method",
        growth=growth,
        most=FASTEST_GROWTH,
    )


def _location(question: Question) -> Answer:
    target = question.target
    if "2" not in target.scope or target.method == TargetMethod.RENEWABLE_ELECTRICITY:
        return spared(say("The target is no reduction of scope 2."))
    if target.scope2_method == Scope2Method.LOCATION:
        return passed(say("The target counts from the location-based inventory."))
    return failed(
        say("The target counts from the market-based inventory."),
        say("Choose location-based."),
        "scope2_method",
    )


def _cycle(question: Question) -> Answer:
    target, base = question.target, question.base_year
    if target.kind != TargetKind.NEAR_TERM:
        return spared(say("This is no near-term target."))
    years = target.target_year - base
    numbers = {"years": float(years), "cycle": float(CYCLE_YEARS)}
    newest = max(question.grounds.complete_years, default=base)
    if base != newest:
        return failed(
            say("The base year {base} is not the newest complete year, {newest}.", base=base, newest=newest),
            say("Choose {newest} as the base year of the cycle.", newest=newest),
            "base_year",
            **numbers,
        )
    if years == CYCLE_YEARS:
        return passed(say("The cycle runs five years from {base}.", base=base), **numbers)
    submitted = int(target.submission[:4]) if target.submission else base
    if submitted > base and target.target_year == submitted + CYCLE_YEARS:
        return unknown(
            say(
                "{years} years from the base year: what is known does not say where the cycle starts.",
                years=years,
            )
        )
    return failed(
        say("The target runs {years} years instead of five.", years=years),
        say("Choose {year} as the target year.", year=base + CYCLE_YEARS),
        "target_year",
        **numbers,
    )


def _significant(question: Question) -> Answer:
    categories = question.grounds.categories.get(question.base_year, {})
    if not categories:
        return unknown(say("Scope 3 of {year} by category is not known.", year=question.base_year))
    needed = significant_categories(categories)
    targets = [target for target in question.grounds.others(question.target) if value_chain(target.scope)]
    held = {number for target in targets for number in (category_numbers(target.categories) or categories)}
    missing = [number for number in needed if number not in held]
    numbers = {"needed": float(len(needed)), "missing": float(len(missing)), "threshold": SIGNIFICANT}
    if not missing:
        return passed(say("Every category from 5 % has a target: {names}.", names=_names(needed)), **numbers)
    return failed(
        say("No target covers category {names}.", names=_names(missing)),
        say("Add category {names} to a scope 3 target.", names=_names(missing)),
        "categories",
        **numbers,
    )


def _names(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "-"


def _ambition(question: Question) -> Answer:
    return unknown(question.rules.lacking)


def _hourly(question: Question) -> Answer:
    if "2" not in question.target.scope:
        return spared(say("The target does not hold scope 2."))
    if _class(question) == Class.B:
        return spared(say("The company is of category B."))
    return declared("v2-hourly")(question)


def _generators(question: Question) -> Answer:
    """Judge what numbers say of the contracts' generators; their place only a contract shows, so that is asked for."""
    if "2" not in question.target.scope:
        return spared(say("The target does not hold scope 2."))
    found, year = question.grounds.generators, question.recent_year
    if not found:
        return declared("v2-generators")(question)
    for each in found:
        if each.intensity is None or each.commissioned is None:
            return unknown(
                say("The emissions or the age of the generator {name} are not known.", name=each.name or "-"),
                say("Enter them in its contract."),
                "generator",
            )
        age = year - each.commissioned
        if not is_low_carbon(each.intensity, age, year):
            return failed(
                say(
                    "{name}: {intensity} kg CO2/kWh and {age} years old; at most {most} and {oldest} count in {year}.",
                    name=each.name or "-",
                    intensity=each.intensity,
                    age=age,
                    most=low_carbon_limit(year),
                    oldest=OLDEST_GENERATOR,
                    year=str(year),
                ),
                say("Contract a generator that counts."),
                "generator",
                intensity=each.intensity,
                most=low_carbon_limit(year),
                age=float(age),
                oldest=float(OLDEST_GENERATOR),
            )
    return declared("v2-generators")(question)


def _ongoing(question: Question) -> Answer:
    if question.target.target_year <= REMOVALS_FROM:
        return spared(
            say("Ongoing emissions are a matter of the years after {year}.", year=str(REMOVALS_FROM))
        )
    if _class(question) == Class.B:
        return spared(say("The company is of category B."))
    return declared("v2-removals")(question)


def _net_zero(question: Question) -> Answer:
    if not question.course.pathway.terms.long_term:
        return spared(say("A long-term target is needed for a claim of net zero only."))
    reduction = question.course.reduction
    if reduction is None:
        return unknown(say("No reduction is entered."), place="reduction")
    for near, words in ((True, _NO_NEAR_TERM), (False, _NO_LONG_TERM)):
        missing = _scopes_without(question, near=near)
        if missing and question.target.kind == TargetKind.NET_ZERO:
            return failed(
                say(words.template, scopes=scopes_named(missing)),
                say("Set a target for each of these scopes."),
                "kind",
            )
    words = say("{own} % less by {year}.", own=share(reduction), year=question.target.target_year)
    if reduction >= LONG_TERM_CUT and question.target.target_year <= NET_ZERO_YEAR:
        return passed(words, reduction=reduction, minimum=LONG_TERM_CUT)
    return failed(
        words, say("Aim at 90 % or more by 2050."), "reduction", reduction=reduction, minimum=LONG_TERM_CUT
    )


_NO_NEAR_TERM = say("No near-term target covers {scopes}.")
_NO_LONG_TERM = say("No long-term target covers {scopes}.")


def _scopes_without(question: Question, *, near: bool) -> list[str]:
    """Return the scopes that no near-term target covers, or no long-term one."""
    held = {
        number
        for target in question.grounds.others(question.target)
        for number in "123"
        if number in target.scope and (target.kind == TargetKind.NEAR_TERM) is near
    }
    return sorted(set("123") - held)


STANDARD_2_RULES: tuple[Criterion, ...] = (
    Criterion(
        id="v2-accepted",
        title=say("Standard in force"),
        rule=say("New targets may use the standard from 1 February 2027 and must from 1 February 2028."),
        evidence=say("Month of the submission"),
        test=_accepted,
        rule_sets=_V2,
        doubts=say("Its start is given as 31 January 2027 and as 1 February 2027."),
    ),
    Criterion(
        id="v2-category",
        title=say("Category A or B"),
        rule=say(
            "A: turnover from 450 million euros or 1,000 employees; in a high-income country also 10,000 t CO2e of "
            "scopes 1 and 2, or two of: balance sheet 25 million, turnover 50 million, 250 employees. Else B."
        ),
        evidence=say("The two latest statements of the group"),
        test=_category,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-separate-scopes",
        title=say("A target for each scope"),
        rule=say("Scope 1 and scope 2 have targets of their own."),
        evidence=say("The targets"),
        test=_separate,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-coverage-scope-1",
        title=say("Coverage of scope 1"),
        rule=say("The target covers all of scope 1."),
        evidence=say("Exclusions"),
        test=_whole_scope_1,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-coverage-scope-2",
        title=say("Coverage of scope 2"),
        rule=say("The target covers all of scope 2."),
        evidence=say("Exclusions"),
        test=_whole_scope_2,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-scope-2-route",
        title=say("Route of scope 2"),
        rule=say(
            "An absolute reduction or low-carbon electricity; category A with electricity growing by more than 20 % a "
            "year takes the reduction."
        ),
        evidence=say("Expected use of electricity"),
        test=_route,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-generators",
        title=say("Low-carbon generators"),
        rule=say(
            "At most 0.048 kg CO2/kWh, 0.024 from 2035, at most 15 years old, in the same place as the use."
        ),
        evidence=say("Generator, age and place of each contract"),
        test=_generators,
        rule_sets=_V2,
        answerable=True,
    ),
    Criterion(
        id="v2-hourly",
        title=say("Hourly matching"),
        rule=say("Category A reports matching by the hour for pools from 10 GWh a year."),
        evidence=say("Consumption and contracts by the hour"),
        test=_hourly,
        rule_sets=_V2,
        answerable=True,
    ),
    Criterion(
        id="v2-location-based",
        title=say("Location-based inventory"),
        rule=say("The ambition of scope 2 counts from the location-based inventory."),
        evidence=say("The method of scope 2"),
        test=_location,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-cycle",
        title=say("Cycle of five years"),
        rule=say("A near-term target runs five years from the newest complete year."),
        evidence=say("A complete inventory of that year"),
        test=_cycle,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-significant",
        title=say("Significant categories of scope 3"),
        rule=say("Every category from 5 % of categories 1 to 14 has a target."),
        evidence=say("Scope 3 by category"),
        test=_significant,
        rule_sets=_V2,
        doubts=say("A web application speaks of 67 % of scope 3, which contradicts the standard."),
    ),
    Criterion(
        id="v2-exclusions",
        title=say("Exclusions from scope 3"),
        rule=say("Only what the standard's closed list names may be left out."),
        evidence=say("Exclusions with their reason"),
        test=declared("v2-exclusions"),
        rule_sets=_V2,
        answerable=True,
    ),
    Criterion(
        id="v2-recalculation",
        title=say("Threshold of recalculation"),
        rule=say(
            "The base year is restated when a single scope changes by 5 %, or a scope 3 category crosses the 5 % line."
        ),
        evidence=say("The policy of recalculation"),
        test=threshold_of_recalculation,
        rule_sets=_V2,
    ),
    Criterion(
        id="v2-ambition",
        title=say("Ambition"),
        rule=say("The reduction follows the equations of the standard's own paper of methods."),
        evidence=say("The paper of methods"),
        test=_ambition,
        rule_sets=_V2,
        grade=Grade.UNCONFIRMED,
    ),
    Criterion(
        id="v2-removals",
        title=say("Responsibility for ongoing emissions"),
        rule=say(
            "After 2035 category A supports removals: 1 % of its ongoing emissions, rising evenly to all of them in "
            "the net-zero year."
        ),
        evidence=say("Contracts on removals"),
        test=_ongoing,
        rule_sets=_V2,
        answerable=True,
    ),
    Criterion(
        id="v2-net-zero",
        title=say("Claim of net zero"),
        rule=say(
            "Optional: near-term and long-term targets in all scopes, at least 90 %, the rest neutralised."
        ),
        evidence=say("The long-term target"),
        test=_net_zero,
        rule_sets=_V2,
    ),
)
"""The criteria of the standard 2.0 in their order."""
