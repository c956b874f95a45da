"""What an inventory's structure says to the figures: whose sources count, by which policies, with which own rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from carbondesk.domain.accounting.boundaries import Boundaries
from carbondesk.domain.accounting.factors import Choice, Policy
from carbondesk.domain.accounting.money import Money
from carbondesk.domain.accounting.ownership import Group
from carbondesk.domain.accounting.processgases import emitted
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import (
    Allocation,
    BaseYearChange,
    Category,
    ChangeKind,
    EditionPin,
    Entity,
    ExchangeRate,
    Factor,
    Ownership,
    PriceIndex,
    ProcessGas,
    Site,
    Source,
)
from carbondesk.report.bookings import Bookings
from carbondesk.report.rates import PROCESS_ID

if TYPE_CHECKING:
    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.records import Organisation
    from carbondesk.store import Inventory


@dataclass(frozen=True, slots=True)
class Structure:
    """Entities, ownership, leases and tenants of an inventory, ready to be asked for bookings."""

    boundaries: Boundaries
    sources: Mapping[int, Source]

    @classmethod
    def read(cls, inventory: Inventory, sources: Mapping[int, Source], sites: Mapping[int, Site]) -> Self:
        """Read the structure.

        A site with a last day counts as closed unless a line of the base-year ledger says that it was sold: closing
        is no change of structure, so that a restated year keeps it.
        """
        changes = inventory.all(BaseYearChange)
        sold = {change.site for change in changes if change.kind == ChangeKind.STRUCTURE}
        closed = [site.id for site in sites.values() if site.to is not None and site.id not in sold]
        group = Group(inventory.all(Entity), inventory.all(Ownership))
        return cls(Boundaries(group, sites, inventory.all(Allocation), closed), sources)

    def bookings(
        self, inventory: Inventory, organisation: Organisation, approach: str, *, restated: int | None
    ) -> Bookings:
        """Return the bookings of every source by an approach; `restated` names the year whose structure holds."""
        if restated is None:
            each = [self.boundaries.bookings(source, approach) for source in self.sources.values()]
        else:
            year = year_period(restated, organisation.year_start)
            each = [
                self.boundaries.restated(source, approach, year, organisation.restatement)
                for source in self.sources.values()
            ]
        return Bookings(each, self.sources, inventory, year_start=organisation.year_start)


def policy_of(inventory: Inventory) -> Policy:
    """Return the rules by which an inventory chooses factors: pinned editions, rates of currencies, methane."""
    organisation = inventory.organisation
    return Policy(
        combustion_methane=organisation.combustion_methane,
        library=organisation.library,
        pins=frozenset((pin.year, pin.family, pin.edition) for pin in inventory.all(EditionPin)),
        money=Money.of(organisation.currency, inventory.all(ExchangeRate), inventory.all(PriceIndex)),
    )


def process_choices(
    inventory: Inventory, library: FactorLibrary, sources: Mapping[int, Source]
) -> dict[str, Choice]:
    """Return for each source with process gases what a kilogram of the gas bought emits, by the id of its factor."""
    records: dict[int, list[ProcessGas]] = {}
    for record in inventory.all(ProcessGas):
        records.setdefault(record.source, []).append(record)
    choices = {}
    for source, found in ((sources[key], rows) for key, rows in records.items()):
        gases, findings = emitted(source, found, library.gases.named)
        factor = Factor(
            factor_id=f"{PROCESS_ID}{source.uid}",
            name=source.name,
            scope="1",
            category=Category.PROCESS.value,
            carrier=source.carrier,
            activity_unit="kg",
            source="; ".join(dict.fromkeys(row.citation for row in found)),
            source_table="IPCC vol. 3, ch. 6, tier 2",
        )
        choices[factor.factor_id] = Choice(
            factor=factor if gases else None,
            findings=tuple(findings),
            gases=tuple(gases.items()),
            per_unit=1.0,
        )
    return choices
