"""Criteria about years and about what goes on after the validation: windows, editions, disclosure, review."""

from __future__ import annotations

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import TargetMethod
from carbondesk.domain.targets.boundary_rules import V1
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
from carbondesk.domain.targets.engagements import last_year
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR
from carbondesk.domain.targets.rulesets import Grade, accepted, rule_set_on
from carbondesk.domain.targets.windows import FIRST_BASE_YEAR, RECOMMENDED_TARGET_YEAR, target_years
from carbondesk.domain.text import say

MOST_SIGNIFICANCE = 0.05
_RECENT_YEARS = 2
_PUBLISHED_FOR = 2023
_NO_SUBMISSION = say("The month of the submission is not entered.")
_ENTER_SUBMISSION = say("Enter the month in which the target is to be submitted.")


def _base_year(question: Question) -> Answer:
    year = question.base_year
    numbers = {"base_year": float(year), "earliest": float(FIRST_BASE_YEAR)}
    if year < FIRST_BASE_YEAR:
        return failed(
            say("The base year {year} is before {first}.", year=year, first=FIRST_BASE_YEAR),
            say("Choose {first} or a later complete year.", first=FIRST_BASE_YEAR),
            "base_year",
            **numbers,
        )
    if year not in question.grounds.complete_years:
        return failed(
            say("The base year {year} is not complete.", year=year),
            say("Enter every month of {year}, or choose a complete year.", year=year),
            "base_year",
            **numbers,
        )
    return passed(say("{year} is complete.", year=year), **numbers)


def _same_base_year(question: Question) -> Answer:
    years = {
        target.base_year or question.base_year
        for target in question.grounds.others(question.target)
        if "1" in target.scope or target.scope.startswith("2")
    }
    if len(years) <= 1:
        return passed(say("Scopes 1 and 2 have the same base year."))
    return failed(
        say(
            "The targets of scopes 1 and 2 have the base years {years}.",
            years=", ".join(map(str, sorted(years))),
        ),
        say("Choose one base year for both."),
        "base_year",
    )


def _target_year(question: Question) -> Answer:
    target = question.target
    if question.course.pathway.terms.long_term:
        return _by_2050(target.target_year)
    if target.method == TargetMethod.ENGAGEMENT:
        return spared(say("An engagement target has its own, shorter time."))
    if target.target_year == RECOMMENDED_TARGET_YEAR:
        return passed(say("2030 is always accepted (R7)."), target_year=float(target.target_year))
    if not target.submission:
        return unknown(_NO_SUBMISSION, _ENTER_SUBMISSION, "submission")
    return _in_window(target.target_year, target.submission)


def _by_2050(year: int) -> Answer:
    if year <= NET_ZERO_YEAR:
        return passed(say("A long-term target ends by 2050."), target_year=float(year))
    return failed(
        say("A long-term target is reached by 2050 at the latest, not in {year}.", year=year),
        say("Choose 2050 or an earlier year."),
        "target_year",
    )


def _in_window(year: int, submission: str) -> Answer:
    window = target_years(submission)
    numbers = {"target_year": float(year), "first": float(window[0]), "last": float(window[-1])}
    words = say(
        "Submitted in {submission}: {first} to {last}.",
        submission=submission,
        first=window[0],
        last=window[-1],
    )
    if year in window:
        return passed(words, **numbers)
    remedy = say("Choose a year from {first} to {last}, or 2030.", first=window[0], last=window[-1])
    return failed(words, remedy, "target_year", **numbers)


def _recent_year(question: Question) -> Answer:
    submission, recent = question.target.submission, question.recent_year
    if not submission:
        return unknown(_NO_SUBMISSION, _ENTER_SUBMISSION, "submission")
    oldest = int(submission[:4]) - _RECENT_YEARS
    numbers = {"most_recent_year": float(recent), "oldest": float(oldest)}
    if recent >= oldest:
        return passed(say("The most recent year {year} is at most two years old.", year=recent), **numbers)
    words = say("The most recent year {year} is more than two years before the submission.", year=recent)
    remedy = say("Complete the inventory of {year} or a later year.", year=oldest)
    if int(submission[:4]) == _PUBLISHED_FOR:
        return failed(words, remedy, "most_recent_year", **numbers)
    return unknown(
        say("{words} Two years are published for submissions of 2023 only.", words=words),
        remedy,
        "most_recent_year",
    )


def _edition(question: Question) -> Answer:
    submission = question.target.submission
    if not submission:
        return unknown(_NO_SUBMISSION, _ENTER_SUBMISSION, "submission")
    if accepted(question.rules, submission):
        return passed(say("{rules} is accepted in {month}.", rules=question.rules.title, month=submission))
    return failed(
        say("{rules} is not accepted in {month}.", rules=question.rules.title, month=submission),
        say("Choose {rules}.", rules=rule_set_on(month_period(submission).end).title),
        "rule_set",
    )


def _engagement_year(question: Question) -> Answer:
    target = question.target
    if target.method != TargetMethod.ENGAGEMENT:
        return spared(say("This is no engagement target."))
    if not target.submission:
        return unknown(_NO_SUBMISSION, _ENTER_SUBMISSION, "submission")
    last = last_year(target.submission)
    numbers = {"target_year": float(target.target_year), "last": float(last)}
    if target.target_year <= last:
        return passed(say("It is reached by {year}.", year=target.target_year), **numbers)
    return failed(
        say("It is reached in {year}, more than five years after the submission.", year=target.target_year),
        say("Choose {year} or an earlier year.", year=last),
        "target_year",
        **numbers,
    )


def threshold_of_recalculation(question: Question) -> Answer:
    """Return whether the organisation restates its base year from a change of 5 % or less."""
    found = question.grounds.threshold
    if found is None:
        return unknown(say("The threshold for restating the base year is not known."), place="significance")
    numbers = {"threshold": found, "most": MOST_SIGNIFICANCE}
    words = say("The base year is restated from a change of {share} %.", share=share(found))
    if found <= MOST_SIGNIFICANCE:
        return passed(words, **numbers)
    return failed(words, say("Set it to 5 % or less in Settings."), "significance", **numbers)


def _clauses(number: str) -> dict[str, str]:
    return {"SBTi-NT-5.1": number}


YEAR_RULES: tuple[Criterion, ...] = (
    Criterion(
        id="newest-edition",
        title=say("Edition in force"),
        rule=say("A target uses the newest edition, or an older one within six months after the next."),
        evidence=say("Month of the submission"),
        test=_edition,
        rule_sets=V1,
        clauses=_clauses("C7"),
        grade=Grade.STANDARD,
    ),
    Criterion(
        id="base-year",
        title=say("Base year"),
        rule=say("The base year is one complete year from 2015 on, never a mean of several."),
        evidence=say("A complete inventory of the base year"),
        test=_base_year,
        rule_sets=V1,
        clauses=_clauses("C13"),
        grade=Grade.STANDARD,
    ),
    Criterion(
        id="same-base-year",
        title=say("One base year for scopes 1 and 2"),
        rule=say("Scopes 1 and 2 count from the same base year."),
        evidence=say("The targets"),
        test=_same_base_year,
        rule_sets=V1,
        clauses=_clauses("C13"),
    ),
    Criterion(
        id="target-year",
        title=say("Target year"),
        rule=say(
            "A near-term target ends five to ten years from its submission, where the year counts if it is submitted "
            "by June; 2030 is always accepted. A long-term target ends by 2050."
        ),
        evidence=say("Month of the submission"),
        test=_target_year,
        rule_sets=V1,
        clauses=_clauses("C13"),
        grade=Grade.STANDARD,
    ),
    Criterion(
        id="recent-year",
        title=say("Most recent year"),
        rule=say("The newest inventory is at most two years old at the submission."),
        evidence=say("A complete inventory of that year"),
        test=_recent_year,
        rule_sets=V1,
        clauses=_clauses("C14"),
        grade=Grade.UNCONFIRMED,
    ),
    Criterion(
        id="engagement-year",
        title=say("Time of an engagement target"),
        rule=say("Suppliers or customers have their targets within five years of the submission."),
        evidence=say("Month of the submission"),
        test=_engagement_year,
        rule_sets=V1,
        clauses=_clauses("C19"),
        grade=Grade.UNCONFIRMED,
    ),
    Criterion(
        id="disclosure",
        title=say("Yearly disclosure"),
        rule=say("The inventory and the progress are published every year, and it is said where."),
        evidence=say("Link to the place of publication"),
        test=declared("disclosure"),
        rule_sets=V1,
        clauses=_clauses("C25"),
        grade=Grade.STANDARD,
        answerable=True,
    ),
    Criterion(
        id="review",
        title=say("Review every five years"),
        rule=say("Targets are reviewed every five years at least."),
        evidence=say("Date of the last review"),
        test=declared("review"),
        rule_sets=V1,
        clauses=_clauses("C26"),
        grade=Grade.STANDARD,
        answerable=True,
    ),
    Criterion(
        id="recalculation",
        title=say("Threshold of recalculation"),
        rule=say("Changes that reach 5 % of the base year together, or less, restate it."),
        evidence=say("The policy of recalculation"),
        test=threshold_of_recalculation,
        rule_sets=V1,
        clauses=_clauses("C26"),
        grade=Grade.STANDARD,
    ),
    Criterion(
        id="no-extraction",
        title=say("No extraction of fossil fuels"),
        rule=say("No target of a company is validated that extracts fossil fuels, or lives by selling them."),
        evidence=say("Revenue by business"),
        test=declared("no-extraction"),
        rule_sets=V1,
        clauses=_clauses("C23"),
        grade=Grade.STANDARD,
        answerable=True,
    ),
)
"""The criteria of years and of what follows, in their order."""
