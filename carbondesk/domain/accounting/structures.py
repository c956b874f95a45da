"""Findings about the group's structure: shares, parents, days, leases, tenants and who pays the freight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from carbondesk.domain.accounting.boundaries import Boundaries, category_of
from carbondesk.domain.accounting.ownership import NONE, WHOLE, Group
from carbondesk.domain.accounting.spans import FIRST, LAST, Span, cut, first_day, holds, overlap, span
from carbondesk.domain.records import Category, Consolidation, Entity, Organisation, Ownership, Site, Source
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import exact


def group_findings(group: Group) -> list[Finding]:
    """Return what is wrong with the legal entities and the shares in them, once for each entity and fault."""
    found = [finding for entity in group.entities.values() for finding in _entity_findings(group, entity)]
    return [*found, *_without_owner(group)]


def place_findings(
    boundaries: Boundaries, organisation: Organisation, sources: Iterable[Source]
) -> list[Finding]:
    """Return what is doubtful about sites and sources: days, fiscal years, allocations, freight."""
    found = [
        finding
        for site in boundaries.sites.values()
        for finding in _site_findings(boundaries.group, site, organisation)
    ]
    for source in sources:
        found += _source_findings(boundaries, source)
    return found


def tenant_findings(boundaries: Boundaries, sources: Iterable[Source], approach: str) -> list[Finding]:
    """Return a note for each source let out under an approach for which the lessor's kind of lease matters."""
    if approach == Consolidation.OPERATIONAL_CONTROL:
        return []
    return [
        info(
            "tenant-lease",
            say(
                "{source} counts in category 13 for its tenants; what is let by an operating lease stays in "
                "scopes 1 and 2 of the owner under equity share and financial control.",
                source=source.name,
            ),
            remedy=say(
                "Remove the allocation if it is an operating lease and this approach is the main one."
            ),
            source=source.name,
            site=boundaries.sites[source.site].name,
        )
        for source in sources
        if any(row.goes_to == "tenant" for row in boundaries.allocations.get(source.id, ()))
    ]


def _entity_findings(group: Group, entity: Entity) -> Iterator[Finding]:
    rows = group.rows.get(entity.id, [])
    edges = [edge for row in rows for edge in span(row.from_, row.to)]
    parts = cut(span(None, None), edges)
    total, days = max(
        ((_total(group.rows_on(entity.id, part[0])), part) for part in parts), key=lambda pair: pair[0]
    )
    if total > WHOLE:
        yield _shares_exceed(entity, total, days)
    yield from _overlaps(group, entity, rows)
    if any(group.circle(entity.id, part[0]) for part, _ in group.spans(entity.id)):
        yield error(
            "ownership-circle",
            say("{entity} owns itself by way of others.", entity=entity.name),
            remedy=say("Correct the parents in Group; the chain must lead up to the organisation."),
            table="entity",
            entity=entity.name,
        )
    if any(row.financial_control for row in rows) and not entity.in_the_accounts:
        yield warning(
            "control-outside-accounts",
            say("{entity} is under financial control but not in the accounts.", entity=entity.name),
            remedy=say("Set “In the accounts” to yes, or financial control to no."),
            table="entity",
            entity=entity.name,
        )
    joint = any(not row.financial_control and not row.operational_control and row.share for row in rows)
    if joint and entity.in_the_accounts:
        yield info(
            "joint-control",
            say(
                "{entity} is taken for a joint venture: financial control counts its share.",
                entity=entity.name,
            ),
            remedy=say("If it is an associate, set “In the accounts” to no; it then counts in category 15."),
            table="entity",
            entity=entity.name,
        )


def _total(rows: Iterable[Ownership]) -> Fraction:
    return sum((exact(row.share) for row in rows), NONE)


def _shares_exceed(entity: Entity, total: Fraction, days: Span) -> Finding:
    return error(
        "shares-exceed",
        say(
            "The shares in {entity} add up to {share} %.",
            entity=entity.name,
            share=float(total * 100),
        ),
        remedy=say("Correct the shares or their days; no more than 100 % is counted."),
        table="ownership",
        entity=entity.name,
        **_since(days),
    )


def _overlaps(group: Group, entity: Entity, rows: list[Ownership]) -> Iterator[Finding]:
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            common = overlap(span(one.from_, one.to), span(other.from_, other.to))
            if one.parent == other.parent and common[0] < common[1]:
                yield error(
                    "ownership-overlap",
                    say(
                        "Two shares of {parent} in {entity} hold on the same days.",
                        parent=_parent(group, one.parent),
                        entity=entity.name,
                    ),
                    remedy=say(
                        "End the earlier one the day before; until then the one that begins later counts."
                    ),
                    table="ownership",
                    entity=entity.name,
                    **_since(common),
                )


def _parent(group: Group, parent: int | None) -> Text | str:
    return say("the organisation") if parent is None else group.entities[parent].name


def _since(days: Span) -> dict[str, object]:
    """Return the first of the days as a place of a finding; nothing where they are open."""
    start = first_day(days)
    return {"start": start} if start else {}


def _without_owner(group: Group) -> list[Finding]:
    """Return a finding for each entity that nobody owns, but for the one at the top of the group."""
    ownerless = [entity for entity in group.entities.values() if not group.owned(entity.id)]
    parents = {row.parent for rows in group.rows.values() for row in rows}
    if len(ownerless) == 1 and (ownerless[0].id in parents or len(group.entities) == 1):
        return []
    return [
        warning(
            "no-owner",
            say("Nobody owns {entity}; it counts as the organisation's own.", entity=entity.name),
            remedy=say("Enter its owner and share; an empty parent is the organisation itself."),
            table="entity",
            entity=entity.name,
        )
        for entity in ownerless
    ]


def _site_findings(group: Group, site: Site, organisation: Organisation) -> Iterator[Finding]:
    if site.year_start not in {None, organisation.year_start}:
        yield warning(
            "fiscal-year-differs",
            say(
                "{site} keeps its year from month {own}, the organisation from month {month}.",
                site=site.name,
                own=site.year_start,
                month=organisation.year_start,
            ),
            remedy=say(
                "Give the entries of the site by month, so that they fall into the organisation's year."
            ),
            site=site.name,
        )
    if site.to and site.from_ and site.to < site.from_:
        yield _days_end_early(site)
    if site.entity is None or not group.owned(site.entity):
        return
    name = group.entities[site.entity].name
    if site.share is not None or site.control:
        yield warning(
            "share-stated-twice",
            say(
                "{site} states a share or control, and so does {entity}, which counts.",
                site=site.name,
                entity=name,
            ),
            remedy=say("Clear share and control of the site, or its legal entity."),
            site=site.name,
        )
    yield from _outside_entity(group, site, site.entity)


def _days_end_early(site: Site) -> Finding:
    return error(
        "days-reversed",
        say("{site} ends before it begins; it counts on no day.", site=site.name),
        remedy=say("Correct its days from and to."),
        site=site.name,
    )


def _outside_entity(group: Group, site: Site, entity: int) -> Iterator[Finding]:
    """Yield where the site's stated first or last day lies outside the days on which its entity is owned."""
    spans = [span(row.from_, row.to) for row in group.rows[entity]]
    first, stop = min(days[0] for days in spans), max(days[1] for days in spans)
    start, end = span(site.from_, site.to)
    if start != FIRST and start < first:
        yield _outside(group, site, entity, say("before"), date.fromordinal(first))
    if end != LAST and end > stop:
        yield _outside(group, site, entity, say("after"), date.fromordinal(stop - 1))


def _outside(group: Group, site: Site, entity: int, word: Text, day: date) -> Finding:
    return warning(
        "site-outside-entity",
        say(
            "{site} has days in the group {word} {day}, when {entity} is not owned; they do not count.",
            site=site.name,
            word=word,
            day=day,
            entity=group.entities[entity].name,
        ),
        remedy=say("Correct the days of the site or those of the share."),
        site=site.name,
    )


def _source_findings(boundaries: Boundaries, source: Source) -> Iterator[Finding]:
    site = boundaries.sites[source.site]
    rows = boundaries.allocations.get(source.id, [])
    parts = cut(span(None, None), [edge for row in rows for edge in span(row.from_, row.to)])
    totals = [
        (sum((exact(row.share) for row in rows if holds(span(row.from_, row.to), part[0])), NONE), part)
        for part in parts
    ]
    total, days = max(totals, key=lambda pair: pair[0])
    if total > WHOLE:
        yield error(
            "allocations-exceed",
            say(
                "The allocations of {source} add up to {share} %.",
                source=source.name,
                share=float(total * 100),
            ),
            remedy=say("Correct the shares or their days; nothing of the source is left to count."),
            source=source.name,
            site=site.name,
            **_since(days),
        )
    category = Category(source.category)
    booked = category_of(source, site, Consolidation.OPERATIONAL_CONTROL)
    if booked != category:
        yield warning(
            "freight-category",
            say(
                "{source} is entered in “{category}”, but by who pays it counts in “{booked}”.",
                source=source.name,
                category=category.label,
                booked=booked.label,
            ),
            remedy=say("Change the category or who pays."),
            source=source.name,
            site=site.name,
        )
    elif category in {Category.S3_4, Category.S3_9} and not source.paid_by:
        yield warning(
            "freight-payer-unknown",
            say("Nobody has said who pays {source}.", source=source.name),
            remedy=say("What we pay is category 4, what the customer pays is category 9."),
            source=source.name,
            site=site.name,
        )
