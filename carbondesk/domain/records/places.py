"""The organisation, its legal entities and its sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from carbondesk.domain.records.choices import (
    Category,
    GwpName,
    IncomeGroup,
    Lease,
    MethaneOrigin,
    Presence,
    Restatement,
    Scope2Method,
    Sf6Potential,
    ThresholdRule,
)
from carbondesk.domain.schema import Kind, Named, Record, field
from carbondesk.domain.text import EMPTY, Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Named):
    """The reporting organisation: one row in every file, with the policies that hold for it."""

    table: ClassVar[str] = "organisation"
    one: ClassVar[Text] = say("Organisation")
    many: ClassVar[Text] = say("Organisations")

    name: str = field(say("Name"))
    country: str = field(say("Country"), Kind.COUNTRY)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="USD")
    year_start: int = field(
        say("Year starts in month"),
        Kind.INTEGER,
        default=1,
        minimum=1,
        maximum=12,
        help=say(
            "1 for calendar years; 4 for years from April to March, labelled by the year they start in."
        ),
    )
    gwp: str = field(say("GWP set"), choices=GwpName, default=GwpName.AR6.value)
    scope2_method: str = field(
        say("Scope 2 method shown first"), choices=Scope2Method, default=Scope2Method.MARKET.value
    )
    combustion_methane: str = field(
        say("Methane from combustion counts as"),
        choices=MethaneOrigin,
        default=MethaneOrigin.NON_FOSSIL.value,
    )
    base_year: int | None = field(
        say("Base year"),
        Kind.INTEGER,
        optional=True,
        minimum=1990,
        maximum=2100,
        help=say("Empty: the first complete year."),
    )
    is_sample: bool = field(say("Sample inventory"), Kind.YES_NO, default=False)
    sf6: str = field(
        say("GWP of SF₆ in AR6"),
        choices=Sf6Potential,
        default=Sf6Potential.REPORT.value,
        help=say("25,200 in the tables of the IPCC report; 24,300 as US EPA and most programmes print it."),
    )
    derives_upstream: bool = field(
        say("Category 3 is derived from fuels and energy"),
        Kind.YES_NO,
        default=True,
        help=say("Upstream of fuels and electricity, and grid losses, from what scopes 1 and 2 hold."),
    )
    significance: float = field(
        say("Threshold for restating the base year"),
        Kind.NUMBER,
        unit="1",
        minimum=0,
        maximum=1,
        default=0.05,
    )
    threshold_rule: str = field(
        say("Changes held against the threshold"), choices=ThresholdRule, default=ThresholdRule.NET.value
    )
    restatement: str = field(
        say("Plants bought or sold during a year"),
        choices=Restatement,
        default=Restatement.ALL_YEAR.value,
        help=say("All-year takes the whole year into every year's figures; pro rata takes the days."),
    )
    library: int = field(
        say("Factor library"),
        Kind.INTEGER,
        default=1,
        minimum=1,
        help=say("Editions that came with a later library count only where they were taken over."),
    )
    income_group: str = field(
        say("Income of the country"),
        choices=IncomeGroup,
        default="",
        help=say("By the World Bank's list; the Net-Zero Standard 2.0 asks for it."),
    )
    sells_fuels: bool = field(say("Sells or distributes fossil fuels"), Kind.YES_NO, default=False)
    flag_sector: bool = field(say("Works in forest, land or agriculture"), Kind.YES_NO, default=False)
    electricity_growth: float | None = field(
        say("Expected yearly growth of electricity"),
        Kind.NUMBER,
        unit="1",
        optional=True,
        minimum=-1,
        maximum=10,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """What a year's consolidated statement says of the group's size (Net-Zero Standard 2.0, categories A and B)."""

    table: ClassVar[str] = "statement"
    one: ClassVar[Text] = say("Annual statement")
    many: ClassVar[Text] = say("Annual statements")

    year: int = field(say("Year"), Kind.INTEGER, minimum=1990, maximum=2100)
    turnover: float | None = field(say("Turnover"), Kind.NUMBER, unit="million EUR", optional=True, minimum=0)
    employees: float | None = field(
        say("Employees"), Kind.NUMBER, unit="full-time equivalents", optional=True, minimum=0
    )
    balance_sheet: float | None = field(
        say("Balance sheet total"), Kind.NUMBER, unit="million EUR", optional=True, minimum=0
    )
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Named):
    """A legal entity of the group."""

    table: ClassVar[str] = "entity"
    one: ClassVar[Text] = say("Legal entity")
    many: ClassVar[Text] = say("Legal entities")

    name: str = field(say("Entity"))
    country: str = field(say("Country"), Kind.COUNTRY, default="")
    in_the_accounts: bool = field(say("In the accounts"), Kind.YES_NO, default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership(Record):
    """A parent's share in and control over an entity for a span of days."""

    table: ClassVar[str] = "ownership"
    one: ClassVar[Text] = say("Ownership")
    many: ClassVar[Text] = say("Ownership")

    entity: int = field(say("Entity"), Kind.LINK, link="entity")
    parent: int | None = field(say("Parent"), Kind.LINK, link="entity", optional=True)
    share: float = field(say("Share"), Kind.NUMBER, unit="1", minimum=0, maximum=1, default=1.0)
    financial_control: bool = field(say("Financial control"), Kind.YES_NO, default=True)
    operational_control: bool = field(say("Operational control"), Kind.YES_NO, default=True)
    from_: date | None = field(say("From"), Kind.DATE, optional=True)
    to: date | None = field(say("To"), Kind.DATE, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Named):
    """A place where emissions arise: a plant, an office, a warehouse."""

    table: ClassVar[str] = "site"
    one: ClassVar[Text] = say("Site")
    many: ClassVar[Text] = say("Sites")

    name: str = field(say("Site"))
    country: str = field(say("Country"), Kind.COUNTRY)
    region: str = field(say("Region"), default="", help=say("State or province, by name or ISO 3166-2 code."))
    grid_region: str = field(
        say("Grid region"),
        default="",
        help=say("The electricity grid, such as US-EGRID-RFCW; empty: the country's."),
    )
    city: str = field(say("City"), default="")
    postcode: str = field(say("Postcode"), default="")
    kind: str = field(say("Kind of site"), default="", help=say("Such as PCB fabrication, assembly, office."))
    entity: int | None = field(say("Legal entity"), Kind.LINK, link="entity", optional=True)
    share: float | None = field(
        say("Equity share"), Kind.NUMBER, unit="1", optional=True, minimum=0, maximum=1
    )
    control: str = field(say("Control"), default="")
    floor_area: float | None = field(say("Floor area"), Kind.NUMBER, unit="m2", optional=True, minimum=0)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="")
    year_start: int | None = field(
        say("Year starts in month"),
        Kind.INTEGER,
        optional=True,
        minimum=1,
        maximum=12,
        help=say("Only where it differs from the group's."),
    )
    from_: date | None = field(say("From"), Kind.DATE, optional=True, help=say("First day in the group."))
    to: date | None = field(
        say("To"), Kind.DATE, optional=True, help=say("Last day in the group; empty: still.")
    )
    lease: str = field(say("Lease"), choices=Lease, default=Lease.NONE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceDeclaration(Record):
    """Somebody's word on whether a kind of source exists at a site."""

    table: ClassVar[str] = "presence"
    one: ClassVar[Text] = say("Presence of a kind of source")
    many: ClassVar[Text] = say("Presence of kinds of sources")

    site: int = field(say("Site"), Kind.LINK, link="site")
    category: str = field(say("Kind of source"), choices=Category)
    presence: str = field(say("Present"), choices=Presence)
    declared_by: str = field(say("Declared by"), default="", help=say("A role, not a person's name."))
    declared_on: date | None = field(say("Date"), Kind.DATE, optional=True)
    note: str = field(say("Note"), Kind.NOTE, default="", help=EMPTY)
