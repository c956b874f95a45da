"""A target held against the criteria of a rule set, and one target under several rule sets beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from carbondesk.domain.records import Target
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.targets.ambition_rules import AMBITION_RULES, ambition_of
from carbondesk.domain.targets.boundary_rules import BOUNDARY_RULES
from carbondesk.domain.targets.courses import Course, course
from carbondesk.domain.targets.criteria import Criterion, Question, Result, Status
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.rulesets import RuleSet, rule_set, rules_of
from carbondesk.domain.targets.standard2_rules import STANDARD_2_RULES
from carbondesk.domain.targets.year_rules import YEAR_RULES
from carbondesk.domain.text import say

CRITERIA: tuple[Criterion, ...] = (*AMBITION_RULES, *BOUNDARY_RULES, *YEAR_RULES, *STANDARD_2_RULES)
"""All criteria; each names the rule sets in which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A target under one rule set: its line by that rule set, every criterion's result, and the goal it reaches.

    `ambition` is `1.5C`, `WB2C` or `own`; empty where it cannot be calculated.
    """

    target: Target
    rules: RuleSet
    course: Course
    results: tuple[Result, ...]
    ambition: str = ""

    @property
    def status(self) -> Status:
        """`fail` if any criterion fails, else `unknown` if any is open, else `pass`."""
        found = {result.status for result in self.results}
        return next((status for status in (Status.FAIL, Status.UNKNOWN) if status in found), Status.PASS)

    @property
    def counts(self) -> dict[Status, int]:
        """How many criteria came out how."""
        found = Counter(result.status for result in self.results)
        return {status: found[status] for status in Status}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the line, and those of failed criteria that they do not name already."""
        of_line = self.course.findings
        fields = {finding.where.get("field") for finding in of_line}
        failed = [finding for result in self.results if (finding := result.finding()) is not None]
        return (*of_line, *(finding for finding in failed if finding.where["field"] not in fields))

    def result(self, criterion: str) -> Result:
        """Return the result of a criterion by its id; raises KeyError for one that the rule set does not have."""
        found = {result.criterion.id: result for result in self.results}
        return found[criterion]


def criteria(rules: RuleSet) -> tuple[Criterion, ...]:
    """Return the criteria of a rule set in their order."""
    return tuple(criterion for criterion in CRITERIA if rules.name in criterion.rule_sets)


def checklist(target: Target, grounds: Grounds, rules: str = "") -> Checklist:
    """Return a target held against its own rule set, or against another one; raises UnknownRuleSet for that.

    A target whose own rule set is not known, as from a newer version, counts as an own goal, which a finding says.
    """
    held = rule_set(rules) if rules else rules_of(target.rule_set)
    asked = replace(target, rule_set=held.name)
    line = course(asked, grounds)
    if not rules and held.name != target.rule_set and target.rule_set not in held.also:
        line = replace(line, findings=(_unknown(target.rule_set), *line.findings))
    question = Question(target=asked, grounds=grounds, rules=held, course=line)
    results = tuple(
        Result(criterion=criterion, rule_set=held.name, answer=criterion.test(question))
        for criterion in criteria(held)
    )
    goal = ambition_of(question)
    return Checklist(
        target=asked, rules=held, course=line, results=results, ambition="" if goal is None else goal.value
    )


def _unknown(name: str) -> Finding:
    return warning(
        "rule-set-unknown",
        say("There is no rule set {name} in this version, so the target counts as an own goal.", name=name),
        remedy=say("Choose a rule set, or install the newest version."),
        field="rule_set",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A criterion across rule sets: its results in the order of the comparison, None where a set has none."""

    criterion: Criterion
    results: tuple[Result | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One target under several rule sets: a checklist for each, and their criteria row by row."""

    checklists: tuple[Checklist, ...]
    rows: tuple[Row, ...]


def compare(target: Target, grounds: Grounds, rules: Sequence[str]) -> Comparison:
    """Return one target under several rule sets by their names; raises UnknownRuleSet."""
    lists = tuple(checklist(target, grounds, name) for name in rules)
    rows = []
    for criterion in CRITERIA:
        results = tuple(
            next((result for result in one.results if result.criterion is criterion), None) for one in lists
        )
        if any(results):
            rows.append(Row(criterion=criterion, results=results))
    return Comparison(checklists=lists, rows=tuple(rows))
