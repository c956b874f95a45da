"""Emission factors, contracts for energy, and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from carbondesk.domain.records.choices import ContractKind, HeatAllocation, MethaneOrigin
from carbondesk.domain.schema import Kind, Named, Record, field
from carbondesk.domain.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Named):
    """Kilograms of gas per unit of activity, with where the numbers come from.

    `co2`, `ch4`, `n2o` and `gas_mass` are kg of gas per `activity_unit`; `gas` names the gas of `gas_mass`
    (`SF6`, `R-410A`). `co2e` is the printed total in kg CO2e on `co2e_basis`; it counts only where no gas is
    given. Empty means not published and is never zero. `co2_biogenic` is reported outside the scopes.
    """

    table: ClassVar[str] = "factor"
    one: ClassVar[Text] = say("Factor")
    many: ClassVar[Text] = say("Factors")

    factor_id: str = field(say("Factor id"))
    name: str = field(say("Name"))
    scope: str = field(say("Scope"), default="")
    category: str = field(
        say("Category"), default="", help=say("Categories of CarbonDesk, separated by semicolons.")
    )
    carrier: str = field(say("Carrier"), default="")
    sector: str = field(say("Sector of use"), default="")
    activity_unit: str = field(say("Per unit"), Kind.UNIT)
    co2: float | None = field(say("CO₂"), Kind.NUMBER, unit="kg", optional=True)
    ch4: float | None = field(say("CH₄"), Kind.NUMBER, unit="kg", optional=True)
    n2o: float | None = field(say("N₂O"), Kind.NUMBER, unit="kg", optional=True)
    gas: str = field(say("Other gas"), default="")
    gas_mass: float | None = field(say("Mass of the other gas"), Kind.NUMBER, unit="kg", optional=True)
    co2e: float | None = field(say("CO₂e as printed"), Kind.NUMBER, unit="kg", optional=True)
    co2e_basis: str = field(say("Basis of CO₂e"), default="")
    co2_biogenic: float | None = field(say("Biogenic CO₂"), Kind.NUMBER, unit="kg", optional=True)
    methane_origin: str = field(
        say("Origin of methane"), choices=MethaneOrigin, default=MethaneOrigin.NON_FOSSIL.value
    )
    boundary: str = field(say("Boundary"), default="")
    region: str = field(
        say("Region"), default="", help=say("ISO 3166 code, a grid region, or empty for the world.")
    )
    valid_from: int | None = field(say("Data year from"), Kind.INTEGER, optional=True)
    valid_to: int | None = field(say("Data year to"), Kind.INTEGER, optional=True)
    published: date | None = field(say("Published"), Kind.DATE, optional=True)
    source: str = field(say("Publisher"), default="")
    source_version: str = field(say("Edition"), default="")
    source_table: str = field(say("Table"), default="")
    licence: str = field(say("Licence"), default="")
    uncertainty_low: float | None = field(say("Uncertainty, low"), Kind.NUMBER, optional=True)
    uncertainty_high: float | None = field(say("Uncertainty, high"), Kind.NUMBER, optional=True)
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPin(Record):
    """The edition of a family of factors that a year's inventory is computed with."""

    table: ClassVar[str] = "edition_pin"
    one: ClassVar[Text] = say("Pinned edition")
    many: ClassVar[Text] = say("Pinned editions")

    year: int = field(say("Year"), Kind.INTEGER)
    family: str = field(say("Family"))
    edition: str = field(say("Edition"))
    reason: str = field(say("Reason"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessGas(Record):
    """Sourced fractions of one electronics process gas (IPCC 2006/2019, vol. 3, ch. 6)."""

    table: ClassVar[str] = "process_gas"
    one: ClassVar[Text] = say("Process gas")
    many: ClassVar[Text] = say("Process gases")

    source: int = field(say("Source"), Kind.LINK, link="source")
    gas: str = field(say("Gas"))
    heel: float = field(say("Heel left in the bottle"), Kind.NUMBER, unit="1", minimum=0, maximum=1)
    utilisation: float = field(say("Utilisation"), Kind.NUMBER, unit="1", minimum=0, maximum=1)
    abatement: float = field(say("Abatement"), Kind.NUMBER, unit="1", minimum=0, maximum=1, default=0.0)
    uptime: float = field(
        say("Uptime of abatement"), Kind.NUMBER, unit="1", minimum=0, maximum=1, default=0.0
    )
    by_product_gas: str = field(say("By-product"), default="")
    by_product_mass: float | None = field(
        say("By-product per gas used"), Kind.NUMBER, unit="kg/kg", optional=True
    )
    citation: str = field(say("Source of the fractions"))
    by_product_abatement: float = field(
        say("Abatement of the by-product"), Kind.NUMBER, unit="1", minimum=0, maximum=1, default=0.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Named):
    """A green power contract or certificate (GHG Protocol: contractual instrument)."""

    table: ClassVar[str] = "contract"
    one: ClassVar[Text] = say("Green power contract or certificate")
    many: ClassVar[Text] = say("Green power contracts and certificates")

    site: int | None = field(say("Site"), Kind.LINK, link="site", optional=True)
    market: str = field(say("Market"), default="")
    kind: str = field(say("Kind"), choices=ContractKind)
    quantity: float = field(say("Quantity"), Kind.NUMBER, unit="unit", minimum=0)
    unit: str = field(say("Unit"), Kind.UNIT)
    from_: date = field(say("From"), Kind.DATE)
    to: date = field(say("To"), Kind.DATE)
    vintage: int | None = field(say("Vintage"), Kind.INTEGER, optional=True)
    generator: str = field(say("Generator"), default="")
    commissioned: date | None = field(say("Commissioned"), Kind.DATE, optional=True)
    factor: float | None = field(say("Generator's emissions"), Kind.NUMBER, unit="kg CO2/kWh", optional=True)
    tracked: bool | None = field(say("Tracked"), Kind.YES_NO, optional=True)
    cancelled_for: str = field(say("Cancelled for"), default="")
    sold_on: bool | None = field(say("Sold on"), Kind.YES_NO, optional=True)
    scheme: str = field(say("Scheme"), default="", help=say("Such as I-REC, GO, REC, GEC."))
    evidence: str = field(say("Evidence"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate(Record):
    """The average rate of a currency in a year, in units of the organisation's currency."""

    table: ClassVar[str] = "rate"
    one: ClassVar[Text] = say("Exchange rate")
    many: ClassVar[Text] = say("Exchange rates")

    currency: str = field(say("Currency"), Kind.CURRENCY)
    year: int = field(say("Year"), Kind.INTEGER)
    average: float = field(say("Average rate"), Kind.NUMBER, minimum=0)
    source: str = field(say("Publisher"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceIndex(Record):
    """A price index that brings money of one year to the prices of another."""

    table: ClassVar[str] = "price_index"
    one: ClassVar[Text] = say("Price index")
    many: ClassVar[Text] = say("Price indices")

    currency: str = field(say("Currency"), Kind.CURRENCY)
    year: int = field(say("Year"), Kind.INTEGER)
    index: float = field(say("Index"), Kind.NUMBER, minimum=0)
    source: str = field(say("Publisher"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSet(Named):
    """A published set of factors that was read in: what it is, and the file that it came from."""

    table: ClassVar[str] = "factor_set"
    one: ClassVar[Text] = say("Factor set")
    many: ClassVar[Text] = say("Factor sets")

    edition: str = field(say("Edition id"))
    series: str = field(say("Series"))
    family: str = field(say("Family"))
    source: str = field(say("Publisher"))
    source_version: str = field(say("Edition"))
    published: date | None = field(say("Published"), Kind.DATE, optional=True)
    licence: str = field(say("Licence"), default="")
    rank: str = field(say("Kind of publisher"), default="official")
    years: str = field(say("What its year means"), default="publication")
    file_name: str = field(say("File name"), default="")
    sha256: str = field(say("SHA-256"), default="")
    read_on: date | None = field(say("Read on"), Kind.DATE, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cogeneration(Named):
    """How a plant's fuel is shared between the power and the heat that it gives to others.

    Nothing is deducted from scope 1; the buyer's factor follows from the efficiencies or the energy content.
    """

    table: ClassVar[str] = "cogeneration"
    one: ClassVar[Text] = say("Cogeneration plant")
    many: ClassVar[Text] = say("Cogeneration plants")

    source: int = field(say("Fuel source"), Kind.LINK, link="source")
    name: str = field(say("Plant"))
    allocation: str = field(
        say("Allocation"), choices=HeatAllocation, default=HeatAllocation.EFFICIENCY.value
    )
    heat_efficiency: float | None = field(
        say("Efficiency of heat"), Kind.NUMBER, unit="1", optional=True, minimum=0, maximum=1
    )
    power_efficiency: float | None = field(
        say("Efficiency of power"), Kind.NUMBER, unit="1", optional=True, minimum=0, maximum=1
    )
    citation: str = field(say("Source of the efficiencies"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")
    year: int | None = field(say("Year"), Kind.INTEGER, optional=True, minimum=1990, maximum=2100)
    heat: float | None = field(say("Heat given"), Kind.NUMBER, unit="GJ", optional=True, minimum=0)
    power: float | None = field(say("Power given"), Kind.NUMBER, unit="MWh", optional=True, minimum=0)
