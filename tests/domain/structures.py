"""Small groups for tests: entities, shares, sites and sources in a line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbondesk.domain.accounting.boundaries import Booking, Boundaries
from carbondesk.domain.accounting.ownership import Group
from carbondesk.domain.records import (
    Allocation,
    AllocationBasis,
    Category,
    Consolidation,
    Entity,
    Ownership,
    Site,
    Source,
)

OPERATIONAL = Consolidation.OPERATIONAL_CONTROL
FINANCIAL = Consolidation.FINANCIAL_CONTROL
EQUITY = Consolidation.EQUITY_SHARE


def entity(number: int, *, in_the_accounts: bool = True) -> Entity:
    """Return an entity named by its number."""
    return Entity(id=number, name=f"Entity {number}", in_the_accounts=in_the_accounts)


def owns(
    child: int,
    parent: int | None,
    share: float = 1.0,
    *,
    control: str = "both",
    from_: str = "",
    to: str = "",
) -> Ownership:
    """Return a share with control by name: `both`, `operational`, `financial` or nothing."""
    return Ownership(
        entity=child,
        parent=parent,
        share=share,
        financial_control=control in {"both", "financial"},
        operational_control=control in {"both", "operational"},
        from_=day(from_),
        to=day(to),
    )


def site(number: int = 1, **fields: object) -> Site:
    """Return a site of the group; dates may be texts."""
    return Site(**{"id": number, "name": f"Site {number}", "country": "CN", **_dated(fields)})  # type: ignore[arg-type]  # fields by name


def source(category: str = Category.STATIONARY_COMBUSTION, place: int = 1, **fields: object) -> Source:
    """Return a source of a site."""
    whole = {"id": 7, "site": place, "name": "Boiler", "category": category, "unit": "kWh", **_dated(fields)}
    return Source(**whole)  # type: ignore[arg-type]  # fields by name


def lets(share: float, goes_to: str, from_: str = "", to: str = "") -> Allocation:
    """Return an allocation of source 7."""
    return Allocation(
        source=7, share=share, basis=AllocationBasis.AREA, goes_to=goes_to, from_=day(from_), to=day(to)
    )


def boundaries(
    ownership: Iterable[Ownership] = (),
    *,
    sites: Iterable[Site] = (),
    allocations: Iterable[Allocation] = (),
    closed: Iterable[int] = (),
    entities: Iterable[Entity] | None = None,
) -> Boundaries:
    """Return the boundaries of a group whose entities are those that the shares name."""
    shares = list(ownership)
    named = {number for row in shares for number in (row.entity, row.parent) if number is not None}
    group = Group([entity(number) for number in sorted(named)] if entities is None else entities, shares)
    return Boundaries(group, {place.id: place for place in sites}, allocations, frozenset(closed))


def rows(bookings: Iterable[Booking]) -> list[tuple[str, str, str, float]]:
    """Return bookings as (first day, last day, category, share); an open side is empty."""
    return [
        (str(booking.start or ""), str(booking.end or ""), booking.category.value, booking.share)
        for booking in bookings
    ]


def day(text: str) -> date | None:
    """Return a date, None for an empty text."""
    return date.fromisoformat(text) if text else None


def _dated(fields: dict[str, object]) -> dict[str, object]:
    return {name: day(str(value)) if name in {"from_", "to"} else value for name, value in fields.items()}
