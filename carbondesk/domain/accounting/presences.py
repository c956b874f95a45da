"""Whether every kind of source has been answered for at every site: an omitted source shows nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carbondesk.domain.records import Category, Presence, PresenceDeclaration, Site, Source
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import listed, say

KINDS = tuple(category for category in Category if category.scope != "3")
"""The kinds of scope 1 and 2 sources that a site answers for."""


def latest(declarations: Iterable[PresenceDeclaration]) -> dict[tuple[int, str], PresenceDeclaration]:
    """Return the declaration that counts for each site and kind: of several the one of the latest date."""
    ordered = sorted(declarations, key=lambda row: (row.declared_on or date.min, row.id))
    return {(row.site, row.category): row for row in ordered}


def presence_findings(
    sites: Iterable[Site], declarations: Iterable[PresenceDeclaration], sources: Iterable[Source]
) -> list[Finding]:
    """Return for each site the kinds nobody has answered for, and the answers that the sources contradict.

    A source answers for its kind.
    """
    declared = latest(declarations)
    there = {(source.site, source.category) for source in sources}
    found = []
    for site in sites:
        silent = []
        for kind in KINDS:
            said, exists = declared.get((site.id, kind)), (site.id, kind) in there
            if said is None and not exists:
                silent.append(kind)
            elif said is not None and (finding := _contradiction(site, kind, said, exists=exists)):
                found.append(finding)
        if silent:
            found.append(_unanswered(site, silent))
    return found


def _contradiction(site: Site, kind: Category, said: PresenceDeclaration, *, exists: bool) -> Finding | None:
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


def _unanswered(site: Site, kinds: Sequence[Category]) -> Finding:
    return info(
        "presence-unanswered",
        say(
            "Nobody has said whether {site} has: {kinds}.",
            site=site.name,
            kinds=listed(kind.label for kind in kinds),
        ),
        remedy=say("Say it in Group, under kinds of sources, or add the source."),
        site=site.name,
        categories=", ".join(kind.value for kind in kinds),
    )
