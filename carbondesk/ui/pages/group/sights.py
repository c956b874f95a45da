"""What the Group page shows of a register: its lines, words over them, and the table under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carbondesk.domain.accounting.presences import KINDS
from carbondesk.domain.accounting.screening import MOST_EXCLUDED
from carbondesk.domain.records import ThresholdRule
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import Text, say
from carbondesk.language import joined, percent, tr, tr_many
from carbondesk.ui.pages.group import claims, structures, words
from carbondesk.ui.pages.group.approaches import APPROACHES
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.lines import Head, Line
from carbondesk.ui.pages.group.registers import (
    BASE_YEAR,
    BOUNDARY,
    POWER,
    PRESENCE,
    REGISTERS,
    SCREENING,
    Register,
)
from carbondesk.ui.pages.group.shelf import Entry


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A register as it is shown; `messages` are (tone, title, text) of the whole register."""

    lines: Sequence[Line]
    context: str = ""
    findings: Sequence[Finding] = ()
    messages: Sequence[tuple[str, str, str]] = ()
    under: Text | None = None
    under_context: str = ""
    under_heads: Sequence[Head] = field(default_factory=tuple)
    under_lines: Sequence[Line] = ()


def entries(book: Book) -> list[Entry]:
    """Return the list of registers with counts and marks."""
    found = []
    for register in REGISTERS:
        shown = sight(book, register, str(APPROACHES[0]))
        doubts = [*shown.findings, *(each for line in shown.lines for each in line.findings)]
        worst = {each.severity for each in doubts}
        mark = ("", "")
        if Severity.ERROR in worst:
            mark = ("circle-x", "err")
        elif Severity.WARNING in worst or any(tone == "warn" for tone, _, _ in shown.messages):
            mark = ("triangle-alert", "warn")
        elif worst:
            mark = ("info", "info")
        counted = None if register.id in {BOUNDARY, PRESENCE} else _count(register, shown)
        found.append(
            Entry(
                id=register.id,
                title=tr(register.title),
                icon=register.icon,
                count=counted,
                doubts=len(dict.fromkeys(doubts)),
                mark=mark,
            )
        )
    return found


def _count(register: Register, shown: Sight) -> int:
    if register.id != SCREENING:
        return len(shown.lines)
    return sum(line.record is not None for line in shown.lines)


def sight(book: Book, register: Register, approach: str) -> Sight:
    """Return what is shown of a register."""
    if register.id == BOUNDARY:
        return Sight(
            lines=structures.boundary_lines(book, approach),
            context=tr("Scope 1+2 by {approach}", approach=structures.approach_name(approach).lower()),
        )
    if register.id == PRESENCE:
        return _presence(book, register)
    if register.id == SCREENING:
        return _screening(book, register)
    if register.id == POWER:
        return _power(book, register)
    if register.id == BASE_YEAR:
        return _base_year(book, register)
    return Sight(lines=register.lines(book))


def _presence(book: Book, register: Register) -> Sight:
    lines = register.lines(book)
    unanswered = sum(cell.hatched for line in lines for cell in line.cells)
    context = tr("all {n} answered", n=len(lines) * len(KINDS)) if lines else ""
    if unanswered:
        context = tr("{n} of {all} unanswered", n=unanswered, all=len(lines) * len(KINDS))
    return Sight(lines=lines, context=context)


def _screening(book: Book, register: Register) -> Sight:
    lines = register.lines(book)
    if book.facts is None:
        return Sight(lines=lines)
    scope = book.facts.screening
    parts = [tr("{tonnes} t in the inventory", tonnes=words.tonnes(scope.reported))]
    if scope.excluded_share is not None:
        parts.append(
            tr("{share} left out, SBTi allows {most}",
               share=words.share(round(scope.excluded_share, 3)), most=percent(MOST_EXCLUDED, 0))
        )  # fmt: skip
    whole = tuple(finding for finding in book.findings if finding.code == "exclusions-exceed")
    return Sight(lines=lines, context=joined(parts), findings=whole)


def _power(book: Book, register: Register) -> Sight:
    lines = register.lines(book)
    known = {finding for line in lines for finding in line.findings}
    codes = {"interval-day"}
    whole = tuple(each for each in book.findings if each.code in codes and each not in known)
    if book.facts is None:
        return Sight(lines=lines)
    return Sight(
        lines=lines,
        findings=whole,
        under=say("Matched share"),
        under_context=tr("% of the use that certificates and contracts cover"),
        under_heads=claims.match_heads(book.figures.organisation.year_start, hourly=claims.has_hours(book)),
        under_lines=claims.match_lines(book),
    )


def _base_year(book: Book, register: Register) -> Sight:
    lines = register.lines(book)
    base = book.facts.base_year if book.facts is not None else None
    if base is None:
        return Sight(lines=lines)
    verdict = base.verdict
    net, gross = percent(verdict.net_share), percent(verdict.gross_share)
    rule = tr("the net change counts") if verdict.rule is ThresholdRule.NET else tr("the gross change counts")
    limits = tr("Threshold {threshold}, {rule}. Net {net}, gross {gross} of {year}.",
                threshold=percent(verdict.threshold, 0), rule=rule, net=net, gross=gross,
                year=str(base.year))  # fmt: skip
    tone, title = "ok", tr("No restatement is due")
    if verdict.is_due:
        tone, title = "warn", tr("A restatement of the base year is due")
    return Sight(
        lines=lines,
        context=tr_many("{n} change counts", "{n} changes count", len(verdict.counted)),
        findings=tuple(each for each in verdict.findings if "change" not in each.where),
        messages=((tone, title, limits),) if lines else (),
        under=say("Years as they stand and as restated"),
        under_context=tr("t CO₂e as it stands, and with today's structure and corrections in every year"),
        under_heads=claims.SERIES_HEADS,
        under_lines=claims.series_lines(book),
    )


def differences(book: Book) -> list[tuple[str, str, Mapping[str, float]]]:
    """Return the sites that the approaches take in differently: name, why, t CO2e by approach."""
    if book.facts is None:
        return []
    amounts = book.facts.boundary.scope12
    return [
        (
            row.site.name,
            structures.difference_words(row),
            {approach: amounts[approach].get(row.site.id, 0.0) for approach in APPROACHES},
        )
        for row in book.facts.boundary.differing()
    ]


def hints(register: Register, *, writable: bool) -> list[tuple[str, str]]:
    """Return the keys that do something in a register, with what they do."""
    if not writable:
        return [("Ctrl F", tr("filter")), ("Ctrl C", tr("copy"))]
    if register.id == BOUNDARY:
        return [("Enter", tr("edit the site")), ("Ctrl C", tr("copy")), ("Ctrl F", tr("filter"))]
    if register.id == PRESENCE:
        return [
            ("Y", tr("present")), ("N", tr("not present")), ("Del", tr("take back")), ("Enter", tr("edit")),
        ]  # fmt: skip
    shown = [("Enter", tr("edit"))]
    if register.add.template:
        shown += [("Ins", tr("add")), ("Del", tr("remove"))]
    elif register.removable:
        shown += [("Del", tr("take back"))]
    return [*shown, ("Ctrl F", tr("filter")), ("Ctrl C", tr("copy"))]
