"""Whether every kind of source has been answered for at every site: an omitted source shows nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbondesk.domain.records import Category, Presence, PresenceDeclaration, Site, Source
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import say

KINDS = tuple(category for category in Category if category.scope != "3")
"""The kinds of scope 1 and 2 sources that a site answers for."""


def presence_findings(
    sites: Iterable[Site], declarations: Iterable[PresenceDeclaration], sources: Iterable[Source]
) -> list[Finding]:
    """Return the kinds nobody has answered for, and the answers that the sources contradict.

    A source answers for its kind. Of several declarations the one of the latest date counts.
    """
    latest: dict[tuple[int, str], PresenceDeclaration] = {}
    for declared in sorted(declarations, key=lambda row: (row.declared_on or date.min, row.id)):
        latest[declared.site, declared.category] = declared
    there = {(source.site, source.category) for source in sources}
    found = []
    for site in sites:
        for kind in KINDS:
            said, exists = latest.get((site.id, kind)), (site.id, kind) in there
            if finding := _contradiction(site, kind, said, exists=exists):
                found.append(finding)
    return found


def _contradiction(
    site: Site, kind: Category, said: PresenceDeclaration | None, *, exists: bool
) -> Finding | None:
    if said is None:
        return None if exists else _unanswered(site, kind)
    if exists and said.presence == Presence.ABSENT:
        return warning(
            "declared-absent",
            say(
                "{kind} is declared not present at {site}, but has a source.", kind=kind.label, site=site.name
            ),
            remedy=say("Change the declaration, or remove the source."),
            site=site.name,
            category=kind.value,
        )
    if not exists and said.presence == Presence.PRESENT:
        return warning(
            "declared-without-source",
            say("{kind} is declared present at {site}, but has no source.", kind=kind.label, site=site.name),
            remedy=say("Add the source, or change the declaration."),
            site=site.name,
            category=kind.value,
        )
    return None


def _unanswered(site: Site, kind: Category) -> Finding:
    return warning(
        "presence-unanswered",
        say(
            "Nobody has said whether {site} has this kind of source: {kind}.", site=site.name, kind=kind.label
        ),
        remedy=say("Declare it present or not present in Boundaries, or add the source."),
        site=site.name,
        category=kind.value,
    )
