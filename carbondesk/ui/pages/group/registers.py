"""The registers of the Group page, declared once: name, heads, lines, form, and what an empty one says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbondesk.domain.records import (
    Allocation,
    BaseYearChange,
    Contract,
    Entity,
    ExchangeRate,
    LandFigure,
    Ownership,
    PresenceDeclaration,
    PriceIndex,
    Screening,
    Site,
    Source,
    Statement,
    Supplier,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.ui.pages.group import backing, claims, structures
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.lines import Head, Line

BOUNDARY, PRESENCE, SCREENING, POWER, BASE_YEAR = "boundary", "presence", "screening", "power", "base_year"


def _no_lines(_book: Book) -> list[Line]:
    return []


@dataclass(frozen=True, kw_only=True)
class Register:
    """One register: its records are `kind`; an empty `add` says that lines are not added, only answered.

    `empty` and `why` are said where there is no line.
    """

    id: str
    title: Text
    icon: str
    kind: type[Record]
    heads: Sequence[Head]
    lines: Callable[[Book], list[Line]] = _no_lines
    add: Text = EMPTY
    empty: Text = EMPTY
    why: Text = EMPTY
    removable: bool = True


REGISTERS = (
    Register(
        id=BOUNDARY,
        title=say("Boundary"),
        icon="network",
        kind=Site,
        heads=structures.BOUNDARY_HEADS,
        empty=say("No site yet"),
        why=say("The boundary is drawn around sites. Add the first one, or import tables."),
        removable=False,
    ),
    Register(
        id="entities",
        title=say("Legal entities"),
        icon="building-2",
        kind=Entity,
        heads=structures.ENTITY_HEADS,
        lines=structures.entity_lines,
        add=say("Add a legal entity…"),
        empty=say("No legal entity yet"),
        why=say("Without one all sites are the organisation's own. Add those that you own in part or lease."),
    ),
    Register(
        id="ownership",
        title=say("Ownership"),
        icon="git-branch",
        kind=Ownership,
        heads=structures.SHARE_HEADS,
        lines=structures.share_lines,
        add=say("Add a share…"),
        empty=say("No share in an entity yet"),
        why=say("A share says who owns and controls a legal entity, and from which day to which."),
    ),
    Register(
        id="sites",
        title=say("Sites"),
        icon="factory",
        kind=Site,
        heads=structures.SITE_HEADS,
        lines=structures.site_lines,
        add=say("Add a site…"),
        empty=say("No site yet"),
        why=say("Add the plants, offices and warehouses of the group, or import tables."),
    ),
    Register(
        id="leases",
        title=say("Leases and tenants"),
        icon="users",
        kind=Allocation,
        heads=structures.LEASE_HEADS,
        lines=structures.lease_lines,
        add=say("Add a tenant's share…"),
        empty=say("No tenant, lease or freight"),
        why=say(
            "Give a tenant the share of a source that is used by the tenant. Leases of sites are in Sites."
        ),
    ),
    Register(
        id=PRESENCE,
        title=say("Kinds of sources"),
        icon="list-checks",
        kind=PresenceDeclaration,
        heads=structures.PRESENCE_HEADS,
        lines=structures.presence_lines,
        empty=say("No site yet"),
        why=say("Each site answers which kinds of sources it has. Add the first site, or import tables."),
    ),
    Register(
        id=SCREENING,
        title=say("Scope 3 screening"),
        icon="scale",
        kind=Screening,
        heads=claims.SCREENING_HEADS,
        lines=claims.screening_lines,
        empty=say("No values yet"),
        why=say("The 15 categories are screened beside the figures of a year. Enter or import its values."),
    ),
    Register(
        id=POWER,
        title=say("Green power"),
        icon="zap",
        kind=Contract,
        heads=claims.CONTRACT_HEADS,
        lines=claims.contract_lines,
        add=say("Add a contract…"),
        empty=say("No contract or certificate yet"),
        why=say(
            "Without one both methods of scope 2 give the same figure. Add certificates, contracts and tariffs."
        ),
    ),
    Register(
        id="rates",
        title=say("Exchange rates"),
        icon="banknote",
        kind=ExchangeRate,
        heads=claims.MONEY_HEADS,
        lines=claims.rate_lines,
        add=say("Add a rate…"),
        empty=say("No exchange rate yet"),
        why=say("Spend in another currency needs the average rate of its year and who published it."),
    ),
    Register(
        id="indices",
        title=say("Price indices"),
        icon="chart-line",
        kind=PriceIndex,
        heads=claims.INDEX_HEADS,
        lines=claims.index_lines,
        add=say("Add an index…"),
        empty=say("No price index yet"),
        why=say("An index brings spend to the prices of the factor's year."),
    ),
    Register(
        id=BASE_YEAR,
        title=say("Base year"),
        icon="history",
        kind=BaseYearChange,
        heads=claims.CHANGE_HEADS,
        lines=claims.change_lines,
        add=say("Add a change…"),
        empty=say("No change to the base year yet"),
        why=say("Enter plants bought or sold, changes of method and errors found; the threshold is checked."),
    ),
    Register(
        id="suppliers",
        title=say("Suppliers"),
        icon="handshake",
        kind=Supplier,
        heads=backing.SUPPLIER_HEADS,
        lines=backing.supplier_lines,
        add=say("Add a supplier…"),
        empty=say("No supplier or customer yet"),
        why=say("Engagement targets count those whose own target is validated, by emissions or by spend."),
    ),
    Register(
        id="statements",
        title=say("Statements"),
        icon="receipt",
        kind=Statement,
        heads=backing.STATEMENT_HEADS,
        lines=backing.statement_lines,
        add=say("Add a statement…"),
        empty=say("No statement yet"),
        why=say(
            "The two latest decide whether the Net-Zero Standard 2.0 counts the group to category A or B."
        ),
    ),
    Register(
        id="land",
        title=say("Land and bioenergy"),
        icon="leaf",
        kind=LandFigure,
        heads=backing.LAND_HEADS,
        lines=backing.land_lines,
        add=say("Add a figure…"),
        empty=say("No figure of land yet"),
        why=say("Forest, land and agriculture, and what bioenergy is made of, stand beside the scopes."),
    ),
)
"""All registers in the order of the list."""


def register(id: str) -> Register:
    """Return a register by its id; raises StopIteration for another."""
    return next(each for each in REGISTERS if each.id == id)


FORM_ROWS: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Entity: (("name",), ("country",), ("in_the_accounts",)),
    Ownership: (
        ("entity",), ("parent",), ("share",), ("financial_control",), ("operational_control",), ("from_", "to"),
    ),
    Site: (
        ("name",), ("entity",), ("country",), ("lease",), ("from_", "to"), ("share", "control"),
        ("kind", "year_start"),
    ),
    Allocation: (("source",), ("share",), ("basis",), ("goes_to",), ("from_", "to"), ("evidence",)),
    Source: (("lease",), ("paid_by",), ("from_", "to")),
    PresenceDeclaration: (("presence",), ("declared_by",), ("declared_on",), ("note",)),
    Screening: (("decision",), ("estimate",), ("method",), ("reason",), ("decided_by", "decided_on")),
    Contract: (
        ("kind",), ("scheme", "market"), ("site",), ("quantity", "unit"), ("from_", "to"), ("vintage", "factor"),
        ("generator",), ("commissioned", "tracked"), ("cancelled_for",), ("sold_on", "evidence"), ("note",),
    ),
    ExchangeRate: (("currency", "year"), ("average",), ("source",)),
    PriceIndex: (("currency", "year"), ("index",), ("source",)),
    Supplier: (
        ("name",), ("country", "year"), ("category",), ("emissions",), ("spend", "currency"), ("target_state",),
        ("note",),
    ),
    Statement: (("year",), ("turnover",), ("employees",), ("balance_sheet",), ("note",)),
    LandFigure: (("kind",), ("year", "scope"), ("emissions",), ("source",), ("note",)),
    BaseYearChange: (
        ("name",), ("kind",), ("effective", "year"), ("scope", "effect"), ("site",), ("state", "decided_on"),
        ("reason",), ("evidence",),
    ),
}  # fmt: skip
"""How the fields of a record are arranged in its form."""
