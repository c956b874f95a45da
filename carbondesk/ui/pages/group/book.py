"""The records that the Group page shows, read together, with the names of what they link to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.presences import latest
from carbondesk.domain.records import (
    Allocation,
    BaseYearChange,
    Category,
    Contract,
    Entity,
    ExchangeRate,
    Ownership,
    PresenceDeclaration,
    PriceIndex,
    PublishedFigure,
)
from carbondesk.language import labelled, tr

if TYPE_CHECKING:
    from carbondesk.domain.records import Site, Source
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures
    from carbondesk.ui.pages.group.gathering import Facts

FREIGHT = frozenset({Category.S3_4.value, Category.S3_9.value})


@dataclass(frozen=True, kw_only=True)
class Book:
    """The records as they stand, with the facts of the year in view; `facts` is None until they are computed."""

    figures: Figures
    year: int | None
    facts: Facts | None
    entities: dict[int, Entity]
    shares: list[Ownership]
    allocations: list[Allocation]
    declared: dict[tuple[int, str], PresenceDeclaration]
    contracts: list[Contract]
    rates: list[ExchangeRate]
    indices: list[PriceIndex]
    changes: list[BaseYearChange]
    published: list[PublishedFigure]

    @classmethod
    def read(cls, figures: Figures, year: int | None, facts: Facts | None) -> Book:
        """Read the records of an inventory."""
        inventory = figures.inventory
        return cls(
            figures=figures,
            year=year,
            facts=facts,
            entities={entity.id: entity for entity in inventory.all(Entity)},
            shares=inventory.all(Ownership),
            allocations=inventory.all(Allocation),
            declared=latest(inventory.all(PresenceDeclaration)),
            contracts=inventory.all(Contract),
            rates=inventory.all(ExchangeRate),
            indices=inventory.all(PriceIndex),
            changes=inventory.all(BaseYearChange),
            published=inventory.all(PublishedFigure),
        )

    @property
    def sites(self) -> dict[int, Site]:
        """The sites by id."""
        return self.figures.sites

    @property
    def sources(self) -> dict[int, Source]:
        """The sources by id."""
        return self.figures.sources

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is doubtful in the year in view; nothing until it is computed."""
        return self.facts.findings if self.facts is not None else ()

    def entity_name(self, entity: int | None) -> str:
        """Return a legal entity's name; without one it is the organisation itself."""
        return tr("The organisation") if entity is None else self.entities[entity].name

    def about(self, **where: object) -> tuple[Finding, ...]:
        """Return the findings whose place has all of these values."""
        near = self._by_place.get(next(iter(where.items())), ())
        return tuple(
            finding
            for finding in near
            if all(finding.where.get(key) == value for key, value in where.items())
        )

    @cached_property
    def _by_place(self) -> dict[tuple[str, object], list[Finding]]:
        """The findings by each part of their place: a line of a large register looks at few of them."""
        found: dict[tuple[str, object], list[Finding]] = {}
        for finding in self.findings:
            for part in finding.where.items():
                found.setdefault(part, []).append(finding)
        return found

    def leased(self) -> list[Source]:
        """Return the sources with a lease of their own, and freight, of which it matters who pays."""
        return [
            source
            for source in self.sources.values()
            if source.lease or source.paid_by or source.category in FREIGHT
        ]

    def choices(self, link: str) -> list[tuple[str, object]]:
        """Return what a link to entities, sites or sources offers: (words, id)."""
        if link == "entity":
            return [(entity.name, entity.id) for entity in self.entities.values()]
        if link == "site":
            return [(site.name, site.id) for site in self.sites.values()]
        named = [
            (labelled(self.sites[source.site].name, source.name), source.id)
            for source in self.sources.values()
        ]
        return sorted(named, key=lambda pair: pair[0].casefold())
