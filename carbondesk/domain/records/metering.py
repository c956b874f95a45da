"""Sources, meters and what comes from them: readings, bills, activities, drivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from carbondesk.domain.records.choices import (
    AllocationBasis,
    AllocationGoal,
    BillKind,
    CalculationMethod,
    Category,
    Distribution,
    EventKind,
    LeakMethod,
    Lease,
    Measurement,
    Origin,
    Payer,
    Quality,
)
from carbondesk.domain.schema import Kind, Named, Record, field
from carbondesk.domain.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Named):
    """Something at a site that emits or uses energy, counted in one unit: boilers' gas, grid electricity."""

    table: ClassVar[str] = "source"
    one: ClassVar[Text] = say("Source")
    many: ClassVar[Text] = say("Sources")

    site: int = field(say("Site"), Kind.LINK, link="site")
    name: str = field(say("Source"))
    category: str = field(say("Category"), choices=Category)
    carrier: str = field(
        say("Carrier"),
        default="",
        help=say("The fuel, energy, gas or material, such as natural gas or R-410A."),
    )
    unit: str = field(say("Unit"), Kind.UNIT)
    measurement: str = field(
        say("Kind of measurement"), choices=Measurement, default=Measurement.CONSUMPTION.value
    )
    generated_on_site: bool = field(
        say("Generated on site"),
        Kind.YES_NO,
        default=False,
        help=say("Counts as energy, but not in scope 2."),
    )
    submeter_of: int | None = field(
        say("Submeter of"),
        Kind.LINK,
        link="source",
        optional=True,
        help=say("Its use lies inside the main meter's and is not counted again."),
    )
    factor: str = field(
        say("Factor"),
        default="",
        help=say("The id of a chosen factor; empty: by category, carrier, region and year."),
    )
    factor_reason: str = field(say("Reason for the factor"), Kind.NOTE, default="")
    heating_value: str = field(
        say("Heating value"),
        default="",
        help=say("A quantity per unit, such as 0.1027 MMBtu/CCF; gross unless it says net."),
    )
    sector: str = field(say("Sector of use"), default="")
    supplier: str = field(say("Supplier"), default="")
    account_number: str = field(say("Account number"), default="")
    how_to_get_the_bill: str = field(say("How to get the bill"), Kind.NOTE, default="")
    life_years: float | None = field(
        say("Life in years"),
        Kind.NUMBER,
        unit="year",
        optional=True,
        minimum=0,
        help=say("Spreads the emission of a capital good evenly over these years."),
    )
    from_: date | None = field(say("From"), Kind.DATE, optional=True)
    to: date | None = field(say("To"), Kind.DATE, optional=True)
    note: str = field(say("Note"), Kind.NOTE, default="")
    method: str = field(say("Method"), choices=CalculationMethod, default=CalculationMethod.UNSTATED.value)
    lease: str = field(
        say("Lease"), choices=Lease, default=Lease.NONE.value, help=say("Empty: that of the site.")
    )
    paid_by: str = field(say("Paid by"), choices=Payer, default=Payer.UNSTATED.value)
    leak_method: str = field(say("Losses are found by"), choices=LeakMethod, default=LeakMethod.LOG.value)
    uncertainty: float | None = field(
        say("Uncertainty of the quantity"),
        Kind.NUMBER,
        unit="1",
        optional=True,
        minimum=0,
        help=say("Half of the 95 % interval, as a share."),
    )
    distribution: str = field(say("Distribution"), choices=Distribution, default=Distribution.NORMAL.value)
    pedigree: str = field(
        say("Pedigree scores"),
        default="",
        help=say("Reliability, completeness, time, place, technology, 1 to 5 each, such as 2,3,2,1,3."),
    )
    price_year: int | None = field(
        say("Prices of the year"),
        Kind.INTEGER,
        optional=True,
        minimum=1990,
        maximum=2100,
        help=say("For amounts of money; empty: each entry's own year."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Named):
    """A piece of equipment that holds a gas: a chiller, a switchgear."""

    table: ClassVar[str] = "equipment"
    one: ClassVar[Text] = say("Equipment")
    many: ClassVar[Text] = say("Equipment")

    source: int = field(say("Source"), Kind.LINK, link="source")
    name: str = field(say("Equipment"))
    gas: str = field(say("Gas"))
    charge: float | None = field(say("Charge"), Kind.NUMBER, unit="kg", optional=True, minimum=0)
    installed: date | None = field(say("Installed"), Kind.DATE, optional=True)
    retired: date | None = field(say("Retired"), Kind.DATE, optional=True)
    kind: str = field(say("Kind of equipment"), default="", help=say("A row of the published leak rates."))
    leak_rate: float | None = field(
        say("Yearly leak"), Kind.NUMBER, unit="1", optional=True, minimum=0, maximum=1
    )
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened to the charge of a piece of equipment."""

    table: ClassVar[str] = "event"
    one: ClassVar[Text] = say("Equipment event")
    many: ClassVar[Text] = say("Equipment events")

    equipment: int = field(say("Equipment"), Kind.LINK, link="equipment")
    date: date = field(say("Date"), Kind.DATE)
    kind: str = field(say("Kind"), choices=EventKind)
    quantity: float = field(say("Quantity"), Kind.NUMBER, unit="kg", minimum=0)
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter(Named):
    """A meter that serves a source for a span of days; a source outlives its meters."""

    table: ClassVar[str] = "meter"
    one: ClassVar[Text] = say("Meter")
    many: ClassVar[Text] = say("Meters")

    source: int = field(say("Source"), Kind.LINK, link="source")
    number: str = field(say("Meter number"))
    multiplier: float = field(say("Multiplier"), Kind.NUMBER, default=1.0, minimum=0)
    digits: int | None = field(say("Digits"), Kind.INTEGER, optional=True, minimum=1, maximum=12)
    registers: str = field(
        say("Registers"), default="", help=say("Such as peak, flat, valley; empty: one register.")
    )
    start_reading: float | None = field(say("First reading"), Kind.NUMBER, optional=True)
    end_reading: float | None = field(say("Last reading"), Kind.NUMBER, optional=True)
    from_: date | None = field(say("From"), Kind.DATE, optional=True)
    to: date | None = field(say("To"), Kind.DATE, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Record):
    """What a meter's register showed at a moment."""

    table: ClassVar[str] = "reading"
    one: ClassVar[Text] = say("Reading")
    many: ClassVar[Text] = say("Readings")

    meter: int = field(say("Meter"), Kind.LINK, link="meter")
    date: date = field(say("Date"), Kind.DATE)
    time: str = field(say("Time"), default="")
    register: str = field(say("Register"), default="")
    n: int = field(say("Number"), Kind.INTEGER, default=1, minimum=1)
    value: float = field(say("Reading"), Kind.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(Named):
    """A utility bill: a quantity read up to and including `read_date`.

    `start` is empty where the bill names none: its period then begins the day after the previous read.
    """

    table: ClassVar[str] = "bill"
    one: ClassVar[Text] = say("Bill")
    many: ClassVar[Text] = say("Bills")

    source: int = field(say("Source"), Kind.LINK, link="source")
    bill_number: str = field(say("Bill number"), default="")
    start: date | None = field(
        say("Start"), Kind.DATE, optional=True, help=say("Empty: the day after the previous read.")
    )
    read_date: date = field(say("Read date"), Kind.DATE, help=say("The last day of the bill's period."))
    n: int = field(say("Number"), Kind.INTEGER, default=1, minimum=1)
    quantity: float = field(say("Quantity"), Kind.NUMBER, unit="unit")
    unit: str = field(say("Unit"), Kind.UNIT)
    kind: str = field(say("Kind of bill"), choices=BillKind, default=BillKind.ACTUAL.value)
    replaces: str = field(
        say("Replaces"), default="", help=say("The number of the bill that this one replaces or credits.")
    )
    cost: float | None = field(say("Cost"), Kind.NUMBER, unit="currency", optional=True)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="")
    vat_included: bool | None = field(say("VAT included"), Kind.YES_NO, optional=True)
    evidence: str = field(say("Evidence"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Record):
    """A share of a source that belongs to somebody else for a span of days."""

    table: ClassVar[str] = "allocation"
    one: ClassVar[Text] = say("Allocation")
    many: ClassVar[Text] = say("Allocations")

    source: int = field(say("Source"), Kind.LINK, link="source")
    share: float = field(say("Share"), Kind.NUMBER, unit="1", minimum=0, maximum=1)
    basis: str = field(say("Basis"), choices=AllocationBasis)
    goes_to: str = field(say("Goes to"), choices=AllocationGoal)
    from_: date | None = field(say("From"), Kind.DATE, optional=True)
    to: date | None = field(say("To"), Kind.DATE, optional=True)
    evidence: str = field(say("Evidence"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """A quantity of a source over a span of days: a typed month, a bill's share of a month, an imported line."""

    table: ClassVar[str] = "activity"
    one: ClassVar[Text] = say("Entry")
    many: ClassVar[Text] = say("Entries")

    source: int = field(say("Source"), Kind.LINK, link="source")
    start: date = field(say("Start"), Kind.DATE)
    end: date = field(say("End"), Kind.DATE)
    n: int = field(say("Number"), Kind.INTEGER, default=1, minimum=1)
    quantity: float = field(say("Quantity"), Kind.NUMBER, unit="unit")
    unit: str = field(say("Unit"), Kind.UNIT)
    factor: str = field(say("Factor"), default="")
    quality: str = field(say("Data quality"), choices=Quality, default=Quality.INVOICED.value)
    origin: str = field(say("Comes from"), choices=Origin, default=Origin.ENTERED.value)
    bill: int | None = field(say("Bill"), Kind.LINK, link="bill", optional=True)
    external_id: str = field(say("Id"), default="")
    cost: float | None = field(say("Cost"), Kind.NUMBER, unit="currency", optional=True)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="")
    evidence: str = field(say("Evidence"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(Record):
    """An output figure of a site and month: production, revenue, headcount, degree days."""

    table: ClassVar[str] = "driver"
    one: ClassVar[Text] = say("Output figure")
    many: ClassVar[Text] = say("Output figures")

    site: int = field(say("Site"), Kind.LINK, link="site")
    driver: str = field(say("Output figure"))
    month: str = field(say("Month"), Kind.MONTH)
    amount: float = field(say("Amount"), Kind.NUMBER, unit="unit")
    unit: str = field(say("Unit"), Kind.UNIT, default="")
    kind: str = field(say("Kind"), default="")
    external_id: str = field(say("Id"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Record):
    """One day of a source's, or of a contract's generation, in equal intervals, kept for hourly matching."""

    table: ClassVar[str] = "interval"
    one: ClassVar[Text] = say("Day of interval values")
    many: ClassVar[Text] = say("Days of interval values")

    source: int = field(say("Source"), Kind.LINK, link="source")
    day: date = field(say("Day"), Kind.DATE)
    minutes: int = field(say("Minutes"), Kind.INTEGER, default=60, minimum=1, maximum=1440)
    unit: str = field(say("Unit"), Kind.UNIT, default="kWh")
    quantities: str = field(say("Quantities"), help=say("The values of the day, separated by spaces."))
