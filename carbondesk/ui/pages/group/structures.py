"""The lines of the registers of structure: boundary, entities, ownership, sites, leases, kinds of sources."""

from __future__ import annotations

from carbondesk.domain.accounting.presences import KINDS
from carbondesk.domain.records import Category, Presence, Source
from carbondesk.domain.text import say
from carbondesk.language import joined, number, tr, tr_many
from carbondesk.report.papers import APPROACHES
from carbondesk.ui.pages.group import words
from carbondesk.ui.pages.group.approaches import SiteDays
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.lines import Cell, Head, Line

BOUNDARY_HEADS = (
    Head(name=say("Site"), least=110),
    Head(name=say("Legal entity"), width=176, gives_way=2),
    Head(name=say("Days"), width=150, gives_way=1),
    Head(name=say("Owned"), width=62, number=True),
    Head(name=say("Control"), width=104),
    Head(name=say("Included"), width=68, number=True),
    Head(name=say("t CO₂e"), width=66, number=True),
    Head(name=say("Where it counts"), width=152),
)
ENTITY_HEADS = (
    Head(name=say("Legal entity")),
    Head(name=say("Country"), width=150, gives_way=1),
    Head(name=say("In the accounts"), width=112),
    Head(name=say("Owners"), width=180),
    Head(name=say("Sites"), width=64, number=True),
)
SHARE_HEADS = (
    Head(name=say("Legal entity")),
    Head(name=say("Parent")),
    Head(name=say("Share"), width=62, number=True),
    Head(name=say("Financial control"), width=116),
    Head(name=say("Operational control"), width=132),
    Head(name=say("From"), width=94, gives_way=1),
    Head(name=say("To"), width=94),
)
SITE_HEADS = (
    Head(name=say("Site")),
    Head(name=say("Legal entity"), width=190),
    Head(name=say("Country"), width=130, gives_way=2),
    Head(name=say("Kind of site"), width=150, gives_way=1),
    Head(name=say("Lease"), width=112),
    Head(name=say("From"), width=92),
    Head(name=say("To"), width=92),
)
LEASE_HEADS = (
    Head(name=say("Source")),
    Head(name=say("Site"), width=130),
    Head(name=say("What")),
    Head(name=say("Share"), width=70, number=True),
    Head(name=say("From"), width=92),
    Head(name=say("To"), width=92),
)


def presence_heads() -> tuple[Head, ...]:
    """Return a head for the site and one for each kind of source."""
    return (Head(name=say("Site")), *(Head(name=kind.label) for kind in KINDS))


PRESENCE_HEADS = presence_heads()


def boundary_lines(book: Book, approach: str) -> list[Line]:
    """Return a line for each site and span of days of the year."""
    if book.facts is None:
        return []
    return [_boundary_line(book, row, approach) for row in book.facts.boundary.rows]


def _boundary_line(book: Book, row: SiteDays, approach: str) -> Line:
    facts = book.facts
    assert facts is not None  # noqa: S101 - lines are made of facts
    share = float(row.standing.share(approach))
    tonnes = facts.boundary.scope12[approach].get(row.site.id, 0.0)
    control, icon, tint = _control(row)
    return Line(
        key=("site", f"{row.site.id}:{row.days[0]}"),
        title=row.site.name,
        cells=(
            Cell(row.site.name),
            Cell(row.entity or tr("The organisation")),
            Cell(words.days(row.days), sort=float(row.days[0])),
            Cell(words.share(float(row.standing.equity)), sort=float(row.standing.equity)),
            Cell(control, icon=icon, tint=tint),
            Cell(words.share(share), sort=share, strong=True),
            Cell(words.tonnes(tonnes) if row.first else "", sort=tonnes, strong=True),
            Cell(words.where(row.places[approach])),
        ),
        record=row.site,
        findings=_site_findings(book, row.site.name) if row.first else (),
    )


def _control(row: SiteDays) -> tuple[str, str, str]:
    """Return who controls a site in a word, with icon and ink."""
    operational, financial = row.standing.operational > 0, row.standing.financial > 0
    if operational:
        return tr("Operational") if not financial else tr("Full"), "circle-check", "ok"
    if not financial:
        return tr("None"), "minus", "ink3"
    return tr("Joint") if row.standing.financial < 1 else tr("Financial"), "circle-check", "ok"


def entity_lines(book: Book) -> list[Line]:
    """Return a line for each legal entity."""
    lines = []
    for entity in book.entities.values():
        owners = [
            f"{book.entity_name(row.parent)} {words.share(row.share)}"
            for row in book.shares
            if row.entity == entity.id
        ]
        count = sum(site.entity == entity.id for site in book.sites.values())
        lines.append(
            Line(
                key=("entity", entity.id),
                title=entity.name,
                cells=(
                    Cell(entity.name),
                    Cell(words.country(entity.country)),
                    Cell(tr("yes") if entity.in_the_accounts else tr("no")),
                    Cell(joined(dict.fromkeys(owners)) or words.NOTHING),
                    Cell(number(count), sort=float(count)),
                ),
                record=entity,
                findings=book.about(entity=entity.name, table="entity"),
            )
        )
    return lines


def share_lines(book: Book) -> list[Line]:
    """Return a line for each dated share in a legal entity."""
    lines = []
    for row in book.shares:
        entity = book.entities[row.entity].name
        lines.append(
            Line(
                key=("ownership", row.id),
                title=entity,
                cells=(
                    Cell(entity),
                    Cell(book.entity_name(row.parent)),
                    Cell(words.share(row.share), sort=row.share, strong=True),
                    _yes(answer=row.financial_control),
                    _yes(answer=row.operational_control),
                    _day(row.from_),
                    _day(row.to),
                ),
                record=row,
                findings=book.about(entity=entity, table="ownership"),
            )
        )
    return lines


def site_lines(book: Book) -> list[Line]:
    """Return a line for each site."""
    return [
        Line(
            key=("site", site.id),
            title=site.name,
            cells=(
                Cell(site.name),
                Cell(book.entity_name(site.entity)),
                Cell(words.country(site.country)),
                Cell(site.kind or words.NOTHING),
                Cell(words.word("lease", site.lease)),
                _day(site.from_),
                _day(site.to),
            ),
            record=site,
            findings=_site_findings(book, site.name),
        )
        for site in book.sites.values()
    ]


_SITE_CODES = frozenset({"fiscal-year-differs", "days-reversed", "share-stated-twice", "site-outside-entity"})


def _site_findings(book: Book, name: str) -> tuple:  # type: ignore[type-arg]
    return tuple(finding for finding in book.about(site=name) if finding.code in _SITE_CODES)


def lease_lines(book: Book) -> list[Line]:
    """Return a line for each allocation, and for each source with a lease of its own or freight."""
    lines = []
    for row in book.allocations:
        source = book.sources[row.source]
        what = joined((words.word("goes_to", row.goes_to), words.word("basis", row.basis)))
        lines.append(
            Line(
                key=("allocation", row.id),
                title=source.name,
                cells=(
                    *_source_cells(book, source),
                    Cell(what),
                    Cell(words.share(row.share), sort=row.share, strong=True),
                    _day(row.from_),
                    _day(row.to),
                ),
                record=row,
                findings=_lease_findings(book, source, {"allocations-exceed", "tenant-lease"}),
            )
        )
    for source in book.leased():
        freight = source.category in {Category.S3_4, Category.S3_9} or source.paid_by
        what = words.word("paid_by", source.paid_by) if freight else words.word("lease", source.lease)
        lines.append(
            Line(
                key=("source", source.id),
                title=source.name,
                cells=(
                    *_source_cells(book, source),
                    Cell(what),
                    Cell(words.NOTHING),
                    _day(source.from_),
                    _day(source.to),
                ),
                record=source,
                findings=_lease_findings(book, source, {"freight-category", "freight-payer-unknown"}),
            )
        )
    return lines


def _source_cells(book: Book, source: Source) -> tuple[Cell, Cell]:
    return Cell(source.name), Cell(book.sites[source.site].name)


def _lease_findings(book: Book, source: Source, codes: set[str]) -> tuple:  # type: ignore[type-arg]
    found = book.about(source=source.name, site=book.sites[source.site].name)
    return tuple(finding for finding in found if finding.code in codes)


def presence_lines(book: Book) -> list[Line]:
    """Return a line for each site with a cell for each kind of source."""
    counted: dict[tuple[int, str], int] = {}
    for source in book.sources.values():
        counted[source.site, source.category] = counted.get((source.site, source.category), 0) + 1
    lines = []
    for site in book.sites.values():
        kinds = [_presence_cell(book, counted, site.id, kind) for kind in KINDS]
        found = [finding for finding in book.about(site=site.name) if finding.code in _PRESENCE_CODES]
        lines.append(
            Line(
                key=("presence", site.id),
                title=site.name,
                cells=(Cell(site.name), *kinds),
                record=None,
                findings=tuple(found),
            )
        )
    return lines


_PRESENCE_CODES = frozenset({"presence-unanswered", "declared-absent", "declared-without-source"})


def _presence_cell(book: Book, counted: dict[tuple[int, str], int], site: int, kind: Category) -> Cell:
    said, sources = book.declared.get((site, kind.value)), counted.get((site, kind.value), 0)
    if said is None:
        if sources:
            return Cell(tr_many("{n} source", "{n} sources", sources), icon="circle-check", tint="ok")
        return Cell("", icon="", tint="warn", hatched=True)
    contradicted = (said.presence == Presence.PRESENT) != bool(sources)
    text = words.word("presence", said.presence)
    if contradicted:
        return Cell(text, icon="triangle-alert", tint="warn")
    return Cell(text, icon="circle-check", tint="ok") if sources else Cell(text, icon="minus", tint="ink3")


def _yes(*, answer: bool) -> Cell:
    return (
        Cell(tr("yes"), icon="circle-check", tint="ok")
        if answer
        else Cell(tr("no"), icon="minus", tint="ink3")
    )


def _day(day: object) -> Cell:
    from datetime import date

    if not isinstance(day, date):
        return Cell(words.NOTHING, sort=0.0)
    return Cell(words.date_words(day), sort=float(day.toordinal()))


def difference_words(row: SiteDays) -> str:
    """Say why the approaches take in different amounts of a site."""
    reasons = []
    if row.site.lease == "operating":
        reasons.append(tr("operating lease, category 8 unless by operational control"))
    if row.standing.equity < 1:
        reasons.append(tr("{share} owned", share=words.share(float(row.standing.equity))))
    if not row.standing.operational:
        reasons.append(tr("not operated by the group"))
    if not row.standing.financial:
        reasons.append(tr("no financial control"))
    if not reasons:
        reasons.append(tr("shares that change in the year, or leases of its sources"))
    return joined(reasons)


def approach_name(approach: str) -> str:
    """Return a consolidation approach in words."""
    return next(tr(name) for key, name in APPROACHES.items() if str(key) == str(approach))
