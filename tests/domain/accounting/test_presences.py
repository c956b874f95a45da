"""Kinds of sources that a site has answered for, or has not."""

from __future__ import annotations

from datetime import date

from carbondesk.domain.accounting.presences import KINDS, presence_findings
from carbondesk.domain.records import Category, Presence, PresenceDeclaration
from carbondesk.domain.schema import Severity
from tests.domain.structures import site, source

FUGITIVE = Category.FUGITIVE


def declared(presence: str, on: date | None = None, category: str = FUGITIVE) -> PresenceDeclaration:
    return PresenceDeclaration(site=1, category=category, presence=presence, declared_on=on)


def codes(declarations: list[PresenceDeclaration], *categories: str) -> list[tuple[object, str]]:
    found = presence_findings([site()], declarations, [source(category) for category in categories])
    assert all(str(finding.remedy) for finding in found)
    return [(finding.where.get("category") or finding.where["categories"], finding.code) for finding in found]


def test_the_kinds_that_nobody_has_answered_for_are_found_once_for_a_site() -> None:
    (finding,) = presence_findings([site()], [], [])
    assert (finding.code, finding.severity) == ("presence-unanswered", Severity.INFO)
    assert len(KINDS) == 6
    assert finding.where["categories"] == ", ".join(KINDS)
    assert str(finding.message).endswith(f"has: {', '.join(str(kind.label) for kind in KINDS)}."), (
        "each kind is named in words"
    )


def test_a_source_or_a_declaration_answers() -> None:
    answered = [declared(Presence.ABSENT, category=kind) for kind in KINDS if kind != FUGITIVE]
    assert codes(answered) == [("fugitive", "presence-unanswered")]
    assert codes(answered, FUGITIVE) == []
    assert codes([*answered, declared(Presence.PRESENT)], FUGITIVE) == []


def test_an_answer_that_the_sources_contradict_is_found() -> None:
    others = [kind.value for kind in KINDS if kind != FUGITIVE]
    assert codes([declared(Presence.ABSENT)], *others, FUGITIVE) == [("fugitive", "declared-absent")]
    assert codes([declared(Presence.PRESENT)], *others) == [("fugitive", "declared-without-source")]


def test_of_two_answers_the_later_counts() -> None:
    others = [kind.value for kind in KINDS if kind != FUGITIVE]
    now = declared(Presence.ABSENT, date(2026, 1, 1))
    assert (
        codes([now, declared(Presence.PRESENT, date(2025, 1, 1)), declared(Presence.PRESENT)], *others) == []
    )
