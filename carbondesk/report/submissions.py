"""The submission pack of targets: what a validation asks for, as one paper, a workbook and a document.

Targets with their wording, the inventory by category for base and most recent year, exclusions in t and %, entities,
bioenergy and land, the policy of recalculation, and every criterion with its result. Calculated per the public SBTi
method; it is no validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from carbondesk.domain.records import (
    BaseYearChange,
    Category,
    CriterionAnswer,
    Exclusion,
    Ownership,
    Scope2Method,
    Screening,
    Target,
)
from carbondesk.domain.records.choices import scope_label
from carbondesk.domain.schema import Finding, Severity, warning
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.studies import Study, study
from carbondesk.domain.targets.wordings import wording
from carbondesk.domain.text import Text, listed, say
from carbondesk.report.base_years import KINDS, RULES, STATES
from carbondesk.report.documents import paper_xlsx
from carbondesk.report.papers import (
    METHODS,
    TONNES,
    Cell,
    Head,
    Holds,
    Options,
    Paper,
    Sheet,
    imprint,
    with_rows,
)
from carbondesk.report.target_inputs import bioenergy, land
from carbondesk.report.target_versions import is_approved
from carbondesk.report.targets import grounds
from carbondesk.report.texts import paper_docx

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

STATUSES = {
    Status.PASS: say("Passed"),
    Status.FAIL: say("Failed"),
    Status.NOT_APPLICABLE: say("Not applicable"),
    Status.UNKNOWN: say("Open"),
}
"""The words for what comes out of a criterion."""

KINDS_OF_TARGET = {
    "near-term": say("Near-term"),
    "long-term": say("Long-term"),
    "net-zero": say("Net zero"),
}
METHODS_OF_TARGET = {
    "absolute-contraction": say("Absolute contraction"),
    "own-reduction": say("Own reduction"),
    "sector-convergence": say("Sector convergence"),
    "physical-intensity": say("Physical intensity"),
    "economic-intensity": say("Economic intensity"),
    "renewable-electricity": say("Renewable electricity"),
    "engagement": say("Engagement of suppliers and customers"),
}
"""What kinds and methods of targets are called."""

NO_VALIDATION = say("Calculated per the public SBTi method; not an SBTi validation.")
_PERCENT = Holds.PERCENT


@dataclass(frozen=True)
class Pack:
    """The targets that are submitted together, each with its grounds and its study under its own rule set."""

    figures: Figures
    targets: tuple[Target, ...]

    @cached_property
    def grounds(self) -> tuple[Grounds, ...]:
        """What each target is judged on."""
        return tuple(grounds(self.figures, target) for target in self.targets)

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        """Each target's line and criteria."""
        return tuple(study(target, held) for target, held in zip(self.targets, self.grounds, strict=True))

    @cached_property
    def wordings(self) -> tuple[Text, ...]:
        """Each target as a sentence."""
        name = self.figures.organisation.name
        return tuple(
            wording(name, one.course, held) for one, held in zip(self.studies, self.grounds, strict=True)
        )

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The base and most recent years of the targets that have figures."""
        terms = [one.course.pathway.terms for one in self.studies]
        asked = {year for each in terms for year in (each.base_year, each.recent_year)}
        return tuple(sorted(asked & set(self.figures.years)))


def pack(figures: Figures, targets: Iterable[Target] = ()) -> Pack:
    """Return the pack of some targets, or of all that are stored and not withdrawn."""
    chosen = tuple(targets) or tuple(figures.inventory.all(Target))
    return Pack(figures, chosen)


def lacking(figures: Figures, targets: Iterable[Target] = ()) -> list[Finding]:
    """Return what a submission still lacks: failed criteria, open ones, approvals, months of submission."""
    held = pack(figures, targets)
    found = []
    if not held.targets:
        return [_NO_TARGET]
    for target, one in zip(held.targets, held.studies, strict=True):
        for result in one.checklist.results:
            if result.status in (Status.FAIL, Status.UNKNOWN):
                made = warning(
                    "criterion-failed" if result.status == Status.FAIL else "criterion-open",
                    say("{target}, {title}: {reason}", target=target.name, title=result.criterion.title,
                        reason=result.answer.reason),
                    remedy=result.answer.remedy, target=target.name, criterion=result.criterion.id,
                    field=result.answer.field,
                )  # fmt: skip
                found.append(made)
        if is_approved(figures.inventory, target) is None:
            found.append(
                warning(
                    "target-not-approved",
                    say("{target}: this version is not approved.", target=target.name),
                    remedy=say("Approve the version that is submitted."),
                    target=target.name,
                )
            )
    return sorted(found, key=lambda finding: finding.code != "criterion-failed")


def submission_paper(figures: Figures, year: int, options: Options) -> Paper:  # noqa: ARG001 - as every paper is made
    """Return the submission pack of all targets; its years are those of the targets."""
    return pack_paper(pack(figures))


def pack_paper(held: Pack) -> Paper:
    """Return a pack as a paper."""
    findings = lacking(held.figures, held.targets) if held.targets else [_NO_TARGET]
    sheets = with_rows(
        _wordings(held), _targets(held), _inventory(held), _exclusions(held), _entities(held), _bioenergy(held),
        _ledger(held), _criteria(held),
    )  # fmt: skip
    return Paper(
        "submission", say("Submission of targets"), NO_VALIDATION, sheets,
        tuple(finding for finding in findings if finding.severity != Severity.INFO),
    )  # fmt: skip


def submission_xlsx(figures: Figures, targets: Iterable[Target] = (), *, today: date) -> bytes:
    """Return the submission pack as the bytes of a workbook."""
    held = pack(figures, targets)
    return paper_xlsx(pack_paper(held), imprint(figures, _newest(held), _options(held), today))


def submission_docx(figures: Figures, targets: Iterable[Target] = (), *, today: date) -> bytes:
    """Return the submission pack as the bytes of a document."""
    held = pack(figures, targets)
    base = imprint(figures, _newest(held), _options(held), today)
    return paper_docx(pack_paper(held), base)


def _newest(held: Pack) -> int:
    return max(held.years, default=held.figures.years[-1] if held.figures.years else 0)


def _options(held: Pack) -> Options:
    methods = {target.scope2_method for target in held.targets}
    only = methods.pop() if len(methods) == 1 else held.figures.organisation.scope2_method
    return Options(method=only)


def _wordings(held: Pack) -> Sheet:
    return Sheet(
        say("Wording"),
        (Head(say("Target")), Head(say("Wording"))),
        tuple((target.name, words) for target, words in zip(held.targets, held.wordings, strict=True)),
    )


def _targets(held: Pack) -> Sheet:
    rows = []
    for target, one in zip(held.targets, held.studies, strict=True):
        line, terms = one.course, one.course.pathway.terms
        given = is_approved(held.figures.inventory, target)
        rows.append(
            (
                target.name, target.scope, KINDS_OF_TARGET[target.kind], METHODS_OF_TARGET[target.method],
                METHODS[target.scope2_method], str(terms.base_year), line.actual.get(terms.base_year),
                str(terms.recent_year), line.actual.get(terms.recent_year), str(target.target_year),
                line.years.get(target.target_year), line.unit, _blank(line.reduction), _blank(line.minimum),
                one.checklist.rules.title, target.valid_under, "" if given is None else given.approved_by,
                "" if given is None else given.approved_on, "" if given is None else str(given.version),
            )
        )  # fmt: skip
    return Sheet(
        say("Targets"),
        (
            Head(say("Target")), Head(say("Scope")), Head(say("Kind")), Head(say("Method")),
            Head(say("Scope 2 method")), Head(say("Base year")), Head(say("In the base year"), Holds.NUMBER),
            Head(say("Most recent year")), Head(say("In the most recent year"), Holds.NUMBER),
            Head(say("Target year")), Head(say("In the target year"), Holds.NUMBER), Head(say("Unit")),
            Head(say("Reduction"), _PERCENT, digits=2), Head(say("At least"), _PERCENT, digits=2),
            Head(say("Rule set")), Head(say("Validated under")), Head(say("Approved by")),
            Head(say("Approved on"), Holds.DATE), Head(say("Version")),
        ),
        tuple(rows),
        notes=(
            say("Values hold the bioenergy CO₂ and removals of feedstocks that lie inside a target's boundary."),
        ),
    )  # fmt: skip


def _inventory(held: Pack) -> Sheet:
    """Return t CO2e by category of base and most recent years, scope 2 by both methods."""
    figures = held.figures
    by_year = {
        (year, method): figures.by_category(year, method=method) for year in held.years for method in METHODS
    }
    decided = {Category(each.category): each for each in figures.inventory.all(Screening)}
    rows: list[tuple[Cell, ...]] = []
    for category in Category:
        for method in (Scope2Method.LOCATION, Scope2Method.MARKET) if category.scope == "2" else ("",):
            values = [
                _blank(by_year[year, method or Scope2Method.MARKET].get(category)) for year in held.years
            ]
            there = any(value != "" for value in values)
            screened = decided.get(category)
            why = screened.reason if screened is not None and not there else ""
            rows.append(
                (category.scope, category.label, METHODS[method] if method else "", *values,
                 why or ("" if there else say("no source")))
            )  # fmt: skip
    strong = []
    for scope, method in (("1", ""), ("2", Scope2Method.LOCATION), ("2", Scope2Method.MARKET), ("3", "")):
        sums = [
            sum(
                amount
                for category, amount in by_year[year, method or Scope2Method.MARKET].items()
                if category.scope == scope
            )
            for year in held.years
        ]
        strong.append(len(rows))
        rows.append((scope, scope_label(scope), METHODS[method] if method else "", *sums, ""))
    return Sheet(
        say("Inventory by category"),
        (
            Head(say("Scope")), Head(say("Category")), Head(say("Scope 2 method")),
            *(Head(say("{year}", year=str(year)), Holds.NUMBER, TONNES) for year in held.years),
            Head(say("Remark")),
        ),
        tuple(rows) if held.years else (),
        strong=frozenset(strong),
        notes=(
            say("As calculated for each year; what a restatement changes stands under Recalculation."),
            *(
                not_complete(year, missing)
                for year in held.years
                if (missing := figures.totals(year).missing_values)
            ),
        ),
    )  # fmt: skip


def not_complete(year: int, missing: int) -> Text:
    """Say that a year lacks values, and how many."""
    if missing == 1:
        return say("{year} is not complete: 1 value is missing.", year=str(year))
    return say("{year} is not complete: {n} values are missing.", year=str(year), n=missing)


def _exclusions(held: Pack) -> Sheet:
    """Return what is left out, in t and as a share of what is reported and left out of its scopes together."""
    figures, rows = held.figures, []
    names = {target.id: target.name for target in figures.inventory.all(Target)}
    sums: dict[str, float] = {}
    for exclusion in figures.inventory.all(Exclusion):
        scope = "3" if Category(exclusion.category).scope == "3" else "1+2"
        whole = _reported(held, scope)
        amount = exclusion.emissions
        share = amount / (amount + whole) if amount is not None and whole else None
        sums[scope] = sums.get(scope, 0.0) + (amount or 0.0)
        rows.append(
            (
                say("all targets") if exclusion.target is None else names[exclusion.target],
                say("all sites") if exclusion.site is None else figures.sites[exclusion.site].name,
                Category(exclusion.category).label, scope, amount, share, exclusion.reason,
            )
        )  # fmt: skip
    notes = tuple(
        say(
            "{scope}: {tonnes} t CO2e are left out, {share} % of what is reported and left out together.",
            scope=scope_label(scope),
            tonnes=round(amount, 1),
            share=round(100 * amount / (amount + (_reported(held, scope) or 0.0)), 2),
        )
        for scope, amount in sorted(sums.items())
        if amount
    )
    return Sheet(
        say("Exclusions"),
        (
            Head(say("Target")), Head(say("Site")), Head(say("Category")), Head(say("Scope")),
            Head(say("Left out"), Holds.NUMBER, say("t CO₂e/year")), Head(say("Share"), _PERCENT, digits=2),
            Head(say("Reason")),
        ),
        tuple(rows),
        notes=notes,
    )  # fmt: skip


def _reported(held: Pack, scope: str) -> float | None:
    """Return the t CO2e of some scopes in the base year of the first target that has figures for it."""
    names = ("S3",) if scope == "3" else ("S1", "S2")
    for one, known in zip(held.studies, held.grounds, strict=True):
        found = known.amount(one.course.pathway.terms.base_year, *names)
        if found is not None:
            return found
    return None


def _entities(held: Pack) -> Sheet:
    figures = held.figures
    group = figures.structure.boundaries.group
    sites: dict[int | None, list[str]] = {}
    for site in figures.sites.values():
        sites.setdefault(site.entity, []).append(site.name)
    rows: list[tuple[Cell, ...]] = []
    for entity in group.entities.values():
        shares: list[Ownership | None] = [*group.rows.get(entity.id, [])]
        for share in shares or [None]:
            owned: tuple[Cell, ...] = ("", "", "", "", "", "")
            if share is not None:
                parent = "" if share.parent is None else group.entities[share.parent].name
                owned = (
                    parent, share.share, _yes(holds=share.financial_control), _yes(holds=share.operational_control),
                    share.from_ or "", share.to or "",
                )  # fmt: skip
            rows.append(
                (entity.name, entity.country, *owned, _yes(holds=entity.in_the_accounts),
                 listed(sites.get(entity.id, [])))
            )  # fmt: skip
    return Sheet(
        say("Entities"),
        (
            Head(say("Entity")), Head(say("Country")), Head(say("Parent")), Head(say("Share"), _PERCENT),
            Head(say("Financial control")), Head(say("Operational control")), Head(say("From"), Holds.DATE),
            Head(say("To"), Holds.DATE), Head(say("In the accounts")), Head(say("Sites")),
        ),
        tuple(rows),
    )  # fmt: skip


def _bioenergy(held: Pack) -> Sheet:
    burnt, of_land = bioenergy(held.figures).scopes, land(held.figures)
    rows = []
    for year in held.years:
        entered = of_land.get(year, {})
        for number in "123":
            cells = burnt[year][f"B{number}"], entered.get(f"B{number}", 0.0), entered.get(f"R{number}", 0.0)
            rows.append((str(year), number, *cells))
    inside = [target for target in held.targets if target.bioenergy]
    return Sheet(
        say("Bioenergy"),
        (
            Head(say("Year")), Head(say("Scope")), Head(say("CO₂ of bioenergy"), Holds.NUMBER, say("t CO₂")),
            Head(say("Emissions of feedstocks"), Holds.NUMBER, TONNES),
            Head(say("Removals of feedstocks"), Holds.NUMBER, TONNES),
        ),
        tuple(rows),
        notes=(
            say("Inside the boundary of {n} of {all} targets.", n=len(inside), all=len(held.targets)),
            say("Only removals that belong to bioenergy feedstocks count; carbon credits never do."),
        ),
    )  # fmt: skip


def _ledger(held: Pack) -> Sheet:
    organisation = held.figures.organisation
    rows = tuple(
        (
            change.name, KINDS[change.kind], change.scope, change.effective,
            "" if change.year is None else str(change.year), change.effect, STATES[change.state],
            change.decided_on or "", change.reason, change.evidence,
        )
        for change in held.figures.inventory.all(BaseYearChange)
    )  # fmt: skip
    policy = say(
        "Policy: the base year is restated from {share} % on; what is held against it is {rule}.",
        share=round(organisation.significance * 100, 2),
        rule=RULES[organisation.threshold_rule],
    )
    nothing: tuple[tuple[Cell, ...], ...] = (
        (say("nothing changed so far"), "", "", "", "", "", "", "", "", ""),
    )
    return Sheet(
        say("Recalculation"),
        (
            Head(say("What changed")), Head(say("Kind")), Head(say("Scope")), Head(say("Effective"), Holds.DATE),
            Head(say("Year")), Head(say("Effect"), Holds.NUMBER, TONNES), Head(say("State")),
            Head(say("Decided on"), Holds.DATE), Head(say("Reason")), Head(say("Evidence")),
        ),
        rows or nothing,
        notes=(policy,),
    )  # fmt: skip


def _criteria(held: Pack) -> Sheet:
    answers: Sequence[CriterionAnswer] = held.figures.inventory.all(CriterionAnswer)
    rows: list[tuple[Cell, ...]] = []
    for target, one in zip(held.targets, held.studies, strict=True):
        told = {each.criterion: each for each in answers if each.target is None}
        told |= {each.criterion: each for each in answers if target.id and each.target == target.id}
        for result in one.checklist.results:
            answer = told.get(result.criterion.id) if result.criterion.answerable else None
            rows.append(
                (
                    target.name, result.clause, result.criterion.title, result.criterion.rule,
                    STATUSES[result.status], result.answer.reason, result.criterion.evidence,
                    "" if answer is None else answer.evidence, "" if answer is None else answer.answered_by,
                    GRADES[result.criterion.grade.value], result.criterion.doubts,
                )
            )  # fmt: skip
    return Sheet(
        say("Criteria"),
        (
            Head(say("Target")), Head(say("No.")), Head(say("Criterion")), Head(say("Rule")), Head(say("Result")),
            Head(say("Why")), Head(say("Evidence asked for")), Head(say("Evidence")), Head(say("Answered by")),
            Head(say("How well the rule is proven")), Head(say("Doubts")),
        ),
        tuple(rows),
    )  # fmt: skip


GRADES = {
    "standard": say("the standard's own text"),
    "transcribed": say("transcribed with its clause"),
    "press": say("consultants and press"),
    "unconfirmed": say("not confirmed"),
}
"""How well a rule is proven, in words."""


def _yes(*, holds: bool) -> Text:
    return say("yes") if holds else say("no")


def _blank(value: float | None) -> Cell:
    return "" if value is None else value


_NO_TARGET = warning(
    "no-target",
    say("There is no target yet."),
    remedy=say("Set one on the page Targets."),
)
