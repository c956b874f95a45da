"""The criteria of a target as rows of a list: what fails first, then what is open, what holds, what does not apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.targets.criteria import Answer, Result, Status, is_declared
from carbondesk.domain.targets.rulesets import rule_set
from carbondesk.language import current, tr, tr_many
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.fixes import Fix, fix_of, place_of
from carbondesk.ui.pages.targets.sights import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbondesk.ui.pages.targets.sights import Sight

REST = "rest"
"""The key of the row behind which the criteria stand that do not apply."""

WAITING = ("circle-dashed", "warn")
"""The mark of a criterion that waits for somebody's word."""

_OF_SEVERITY = {Severity.ERROR: Status.FAIL, Severity.WARNING: Status.UNKNOWN}
_ORDER = (Status.FAIL, Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A row: `mark` is an icon with its ink, `told` the status in words, `details` what is shown on demand.

    `status` is empty for a row that only says something.
    """

    key: str
    status: str
    mark: tuple[str, str]
    told: str
    title: str
    reason: str
    fix: Fix | None = None
    details: tuple[str, ...] = ()


def told(status: Status) -> str:
    """Return a status as people read it."""
    return {
        Status.PASS: tr("passed"),
        Status.FAIL: tr("failed"),
        Status.UNKNOWN: tr("open"),
        Status.NOT_APPLICABLE: tr("does not apply"),
    }[status]


class Judge:
    """Words the criteria of targets; one whose answer is the same as before is not worded again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Answer, Verdict]] = {}
        self._about: tuple[object, ...] = ()

    def row(self, result: Result, sight: Sight) -> Verdict:
        """Return the row of a criterion."""
        known = self._known.get(result.criterion.id)
        if known is None or known[0] != result.answer:
            known = self._known[result.criterion.id] = (result.answer, _row(result, sight))
        return known[1]

    def look_at(self, sight: Sight) -> None:
        """Forget what was said of anything but the reduction of this target."""
        about = (
            replace(sight.target, reduction=None),
            id(sight.grounds),
            sight.study.checklist.ambition,
            current(),
        )
        if about != self._about:
            self._known, self._about = {}, about


def verdicts(sight: Sight, *, whole: bool = False, judge: Judge | None = None) -> list[Verdict]:
    """Return the rows of a target's criteria, the gravest first; `whole` lists those too that do not apply."""
    results = sight.study.checklist.results
    judge = judge or Judge()
    judge.look_at(sight)
    judged = [judge.row(result, sight) for result in results]
    rows = [*_line_rows(sight, results), *judged]
    found = [row for status in _ORDER[:-1] for row in rows if row.status == status]
    found += [row for row in rows if not row.status]
    spared = [row for row in judged if row.status == Status.NOT_APPLICABLE]
    if spared:
        title = tr_many("{n} does not apply", "{n} do not apply", len(spared))
        mark = ("chevron-up" if whole else "chevron-down", "ink3")
        found.append(Verdict(key=REST, status="", mark=mark, told="", title=title, reason=""))
    return [*found, *spared] if whole else found


def counts(rows: Sequence[Verdict], sight: Sight) -> tuple[int, int, int]:
    """Return how many rows failed and are open, and how many criteria hold."""
    failed = sum(row.status == Status.FAIL for row in rows)
    left = sum(row.status == Status.UNKNOWN for row in rows)
    return failed, left, sight.study.checklist.counts[Status.PASS]


def _row(result: Result, sight: Sight) -> Verdict:
    answer, criterion = result.answer, result.criterion
    reason = tr(answer.reason)
    fix = fix_of(result, sight)
    remedy = tr(answer.remedy) if answer.remedy.template and result.status != Status.PASS else ""
    if remedy and (fix is None or not fix.changes) and (fix is None or fix.place != "answer"):
        reason = tr("{reason} {remedy}", reason=reason, remedy=remedy)
    waits = result.status == Status.UNKNOWN and is_declared(result.answer)
    return Verdict(
        key=criterion.id,
        status=result.status.value,
        mark=WAITING if waits else MARKS[result.status],
        told=told(result.status),
        title=tr(criterion.title),
        reason=reason,
        fix=fix,
        details=(
            tr("Rule: {rule}", rule=tr(criterion.rule)),
            tr("Evidence: {evidence}", evidence=tr(criterion.evidence)),
            citation(result),
        ),
    )


def citation(result: Result) -> str:
    """Return where a criterion stands and how well that is proven."""
    rules = rule_set(result.rule_set)
    clause = tr("criterion {clause}", clause=result.clause) if result.clause else tr("number not known")
    return tr(
        "{citation}; {clause}; {grade}.",
        citation=rules.citation,
        clause=clause,
        grade=tr(words.GRADES[result.criterion.grade]),
    )


def _line_rows(sight: Sight, results: Sequence[Result]) -> list[Verdict]:
    """Return what is to be said about the line itself, where no criterion says it."""
    said = {result.answer.field for result in results if result.status in (Status.FAIL, Status.UNKNOWN)} - {
        ""
    }
    return [
        _finding_row(finding)
        for finding in sight.study.course.findings
        if finding.where.get("field") not in said
    ]


def _finding_row(finding: Finding) -> Verdict:
    status = _OF_SEVERITY.get(finding.severity)
    place = place_of(finding) if status is not None else None
    return Verdict(
        key=f"line-{finding.code}",
        status="" if status is None else status.value,
        mark=("info", "info") if status is None else MARKS[status],
        told=tr("note") if status is None else told(status),
        title=tr("Line of the target"),
        reason=" ".join(part for part in (tr(finding.message), tr(finding.remedy)) if part),
        fix=place,
    )
