"""What a criterion is, and what comes out when a target is held against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from carbondesk.domain.records import Target
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.targets.courses import Course
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.rulesets import Grade, RuleSet, last_month, rule_set
from carbondesk.domain.text import EMPTY, Text, say


class Status(StrEnum):
    """What comes out of a criterion; `unknown` says what is lacking, and is never a pass."""

    PASS = "pass"  # noqa: S105 - the opposite of fail
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A target under a rule set: `course` is its line by that rule set."""

    target: Target
    grounds: Grounds
    rules: RuleSet
    course: Course

    @property
    def base_year(self) -> int:
        """The base year, filled in where the target leaves it open."""
        return self.course.pathway.terms.base_year

    @property
    def recent_year(self) -> int:
        """The most recent year, filled in where the target leaves it open."""
        return self.course.pathway.terms.recent_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a test says: its status, why, the numbers that decided (shares of 0 to 1, t CO2e, years), and the fix."""

    status: Status
    reason: Text
    numbers: Mapping[str, float] = field(default_factory=dict)
    remedy: Text = EMPTY
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A rule in our own words, the evidence that it asks for, and the test of it.

    `id` is ours and stays; `clauses` gives the published number by rule set, where it is known: numbers moved between
    the editions. `grade` tells how well the rule is proven, `doubts` where its sources disagree. `answerable` criteria
    wait for somebody's word (CriterionAnswer) where numbers do not decide.
    """

    id: str
    title: Text
    rule: Text
    evidence: Text
    test: Callable[[Question], Answer]
    rule_sets: tuple[str, ...]
    clauses: Mapping[str, str] = field(default_factory=dict)
    grade: Grade = Grade.TRANSCRIBED
    doubts: Text = EMPTY
    answerable: bool = False

    def valid_from(self, rules: str) -> date:
        """Return the day from which the criterion holds in a rule set: that of the rule set."""
        return rule_set(rules).effective

    def valid_to(self, rules: str) -> str | None:
        """Return the last month of submissions under a rule set; None: no end is known."""
        return last_month(rule_set(rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A criterion's answer for one target under one rule set."""

    criterion: Criterion
    rule_set: str
    answer: Answer

    @property
    def status(self) -> Status:
        """Whether the target passes."""
        return self.answer.status

    @property
    def clause(self) -> str:
        """The published number of the criterion in this rule set; empty where it is not known."""
        return self.criterion.clauses.get(self.rule_set, "")

    def finding(self) -> Finding | None:
        """Return a failed criterion as a finding that teaches the rule and offers the fix; None otherwise."""
        if self.status != Status.FAIL:
            return None
        return warning(
            f"criterion-{self.criterion.id}",
            say("{reason} {rule}", reason=self.answer.reason, rule=self.criterion.rule),
            remedy=self.answer.remedy,
            field=self.answer.field,
            rule_set=self.rule_set,
        )

    def as_json(self) -> dict[str, object]:
        """Return the shape that the command line prints."""
        return {
            "id": self.criterion.id,
            "clause": self.clause,
            "title": str(self.criterion.title),
            "status": self.status.value,
            "reason": str(self.answer.reason),
            "numbers": dict(self.answer.numbers),
            "grade": self.criterion.grade.value,
            "doubts": str(self.criterion.doubts),
        }


def passed(reason: Text, **numbers: float) -> Answer:
    """Return that a target passes."""
    return Answer(status=Status.PASS, reason=reason, numbers=numbers)


def failed(reason: Text, remedy: Text, place: str, **numbers: float) -> Answer:
    """Return that a target fails, with the fix and the field where it is made."""
    return Answer(status=Status.FAIL, reason=reason, numbers=numbers, remedy=remedy, field=place)


def spared(reason: Text) -> Answer:
    """Return that a criterion does not apply."""
    return Answer(status=Status.NOT_APPLICABLE, reason=reason)


def unknown(reason: Text, remedy: Text = EMPTY, place: str = "") -> Answer:
    """Return that nothing can be said yet, and what is lacking."""
    return Answer(status=Status.UNKNOWN, reason=reason, remedy=remedy, field=place)


_UNCONFIRMED = say("Nobody has confirmed it yet.")
_CONFIRMED = say("It was confirmed.")
_REFUSED = say("It was declared not to hold.")


def is_declared(answer: Answer) -> bool:
    """Tell whether an answer is somebody's word, or waits for one, because no number decides."""
    return answer.reason in (_UNCONFIRMED, _CONFIRMED, _REFUSED)


def declared(name: str) -> Callable[[Question], Answer]:
    """Return a test that no number decides: what somebody has declared for the criterion `name`."""

    def test(question: Question) -> Answer:
        answer = question.grounds.declared.get(name)
        if answer is None:
            return unknown(_UNCONFIRMED, say("Confirm it with its evidence."))
        if answer:
            return passed(_CONFIRMED)
        return failed(_REFUSED, say("Meet it before the submission."), name)

    return test


def share(value: float) -> float:
    """Return a share of 0 to 1 as % for sentences, rounded to two decimals."""
    return round(value * 100, 2)
