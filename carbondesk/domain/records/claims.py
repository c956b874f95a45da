"""Years, evidence, plans and what was claimed: closing, reports, verification, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from carbondesk.domain.records.choices import (
    Category,
    ChangeKind,
    ChangeState,
    Consolidation,
    Decision,
    Lane,
    PartnerState,
    Scope2Method,
)
from carbondesk.domain.schema import Kind, Named, Record, field
from carbondesk.domain.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Named):
    """A document that proves a number; the file itself lies in the evidence store and is known by its hash."""

    table: ClassVar[str] = "evidence"
    one: ClassVar[Text] = say("Evidence")
    many: ClassVar[Text] = say("Evidence")

    name: str = field(say("File name"))
    sha256: str = field(say("SHA-256"))
    size: int = field(say("Size"), Kind.INTEGER, unit="byte", minimum=0)
    media_type: str = field(say("Media type"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink(Record):
    """One use of a document: it proves a row of another table."""

    table: ClassVar[str] = "evidence_link"
    one: ClassVar[Text] = say("Use of evidence")
    many: ClassVar[Text] = say("Uses of evidence")

    evidence: int = field(say("Evidence"), Kind.LINK, link="evidence")
    subject_table: str = field(say("Table"))
    subject: int = field(say("Row"), Kind.INTEGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Record):
    """A site's month that is closed: later entries are corrections with a reason."""

    table: ClassVar[str] = "closing"
    one: ClassVar[Text] = say("Closed month")
    many: ClassVar[Text] = say("Closed months")

    site: int = field(say("Site"), Kind.LINK, link="site")
    month: str = field(say("Month"), Kind.MONTH)
    closed_by: str = field(say("Closed by"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReturn(Named):
    """What a site submits for a year; the screen says site report."""

    table: ClassVar[str] = "site_return"
    one: ClassVar[Text] = say("Site report")
    many: ClassVar[Text] = say("Site reports")

    site: int = field(say("Site"), Kind.LINK, link="site")
    year: int = field(say("Year"), Kind.INTEGER)
    state: str = field(say("State"), default="draft")
    due: date | None = field(say("Due"), Kind.DATE, optional=True)
    version: int = field(say("Version"), Kind.INTEGER, default=1, minimum=1)
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLock(Record):
    """A year that can be changed only after a reasoned step opens it again."""

    table: ClassVar[str] = "year_lock"
    one: ClassVar[Text] = say("Locked year")
    many: ClassVar[Text] = say("Locked years")

    year: int = field(say("Year"), Kind.INTEGER)
    reason: str = field(say("Reason"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Record):
    """A signed head of the history, printed in every sealed report."""

    table: ClassVar[str] = "seal"
    one: ClassVar[Text] = say("Seal")
    many: ClassVar[Text] = say("Seals")

    sealed_step: int = field(say("Step"), Kind.INTEGER)
    head: str = field(say("Head of history"))
    signature: str = field(say("Signature"), default="")
    purpose: str = field(say("Purpose"), default="")
    year: int | None = field(say("Year"), Kind.INTEGER, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure(Record):
    """A figure as it was reported, kept beside any restated one."""

    table: ClassVar[str] = "published_figure"
    one: ClassVar[Text] = say("Published figure")
    many: ClassVar[Text] = say("Published figures")

    year: int = field(say("Year"), Kind.INTEGER)
    scope: str = field(say("Scope"))
    method: str = field(say("Method"), default="")
    base: str = field(say("Base"), default="")
    boundary: str = field(say("Boundary"), default="")
    value: float = field(say("Value"), Kind.NUMBER, unit="t CO2e")
    published_in: str = field(say("Published in"), default="")
    published_on: date | None = field(say("Published on"), Kind.DATE, optional=True)
    version: int = field(say("Version"), Kind.INTEGER, default=1, minimum=1)
    seal: int | None = field(say("Seal"), Kind.LINK, link="seal", optional=True)
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Record):
    """Somebody's approval of one version of a target, site report or report; it falls away on change."""

    table: ClassVar[str] = "approval"
    one: ClassVar[Text] = say("Approval")
    many: ClassVar[Text] = say("Approvals")

    subject_table: str = field(say("Table"))
    subject: int = field(say("Row"), Kind.INTEGER)
    version: int = field(say("Version"), Kind.INTEGER)
    approved_by: str = field(say("Approved by"))
    approved_on: date = field(say("Date"), Kind.DATE)
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRound(Named):
    """A verifier's round over a frozen version of a year."""

    table: ClassVar[str] = "verification_round"
    one: ClassVar[Text] = say("Verification round")
    many: ClassVar[Text] = say("Verification rounds")

    year: int = field(say("Year"), Kind.INTEGER)
    frozen_step: int = field(say("Frozen at step"), Kind.INTEGER)
    materiality: float = field(say("Materiality"), Kind.NUMBER, unit="1", minimum=0, maximum=1)
    seed: int = field(say("Seed of the sample"), Kind.INTEGER)
    verifier: str = field(say("Verifier"), default="")
    sample_size: int = field(say("Lines in the sample"), Kind.INTEGER, default=0, minimum=0)
    consolidation: str = field(
        say("Boundary"), choices=Consolidation, default=Consolidation.OPERATIONAL_CONTROL.value
    )
    note: str = field(say("Note"), Kind.NOTE, default="")
    method: str = field(say("Scope 2 method"), choices=Scope2Method, default=Scope2Method.MARKET.value)
    draw: str = field(
        say("Draw"), Kind.NOTE, default="", help=say("Strata, size and head of the sample as JSON.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationLine(Record):
    """One sampled line of a verification round and what the verifier found."""

    table: ClassVar[str] = "verification_line"
    one: ClassVar[Text] = say("Verified line")
    many: ClassVar[Text] = say("Verified lines")

    round: int = field(say("Verification round"), Kind.LINK, link="verification_round")
    activity: int = field(say("Entry"), Kind.INTEGER)
    result: str = field(say("Result"), default="")
    misstatement: float | None = field(say("Misstatement"), Kind.NUMBER, unit="t CO2e", optional=True)
    corrected: bool = field(say("Corrected"), Kind.YES_NO, default=False)
    note: str = field(say("Note"), Kind.NOTE, default="")
    stratum: str = field(say("Stratum"), default="")
    value: float | None = field(say("Value when frozen"), Kind.NUMBER, unit="t CO2e", optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(Record):
    """A check that somebody has looked at and explained; it stays in the log."""

    table: ClassVar[str] = "acknowledgement"
    one: ClassVar[Text] = say("Explained check")
    many: ClassVar[Text] = say("Explained checks")

    code: str = field(say("Check"))
    place: str = field(say("Place"), help=say("The place of the check as canonical JSON."))
    note: str = field(say("Explanation"), Kind.NOTE)
    by: str = field(say("By"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative(Named):
    """A measure of the reduction plan."""

    table: ClassVar[str] = "initiative"
    one: ClassVar[Text] = say("Initiative")
    many: ClassVar[Text] = say("Initiatives")

    name: str = field(say("Name"))
    lane: str = field(say("Lane"), choices=Lane)
    site: int | None = field(say("Site"), Kind.LINK, link="site", optional=True)
    source: int | None = field(say("Source"), Kind.LINK, link="source", optional=True)
    owner: str = field(say("Owner"), default="")
    state: str = field(say("State"), default="proposed")
    start: date | None = field(say("Start"), Kind.DATE, optional=True)
    end: date | None = field(say("End"), Kind.DATE, optional=True)
    reduction: float | None = field(say("Reduction"), Kind.NUMBER, unit="t CO2e/year", optional=True)
    capex: float | None = field(say("Investment"), Kind.NUMBER, unit="currency", optional=True)
    opex: float | None = field(say("Yearly cost"), Kind.NUMBER, unit="currency", optional=True)
    savings: float | None = field(say("Yearly savings"), Kind.NUMBER, unit="currency", optional=True)
    life_years: float | None = field(say("Life in years"), Kind.NUMBER, optional=True, minimum=0)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier(Named):
    """A supplier and what is known of its own targets."""

    table: ClassVar[str] = "supplier"
    one: ClassVar[Text] = say("Supplier")
    many: ClassVar[Text] = say("Suppliers")

    name: str = field(say("Supplier"))
    country: str = field(say("Country"), Kind.COUNTRY, default="")
    category: str = field(say("Category"), default="")
    spend: float | None = field(say("Spend"), Kind.NUMBER, unit="currency", optional=True)
    currency: str = field(say("Currency"), Kind.CURRENCY, default="")
    year: int | None = field(say("Year"), Kind.INTEGER, optional=True)
    target_state: str = field(
        say("State of its target"), default="", words=PartnerState, help=say("Only validated ones count.")
    )
    note: str = field(say("Note"), Kind.NOTE, default="")
    emissions: float | None = field(
        say("Emissions caused with us"), Kind.NUMBER, unit="t CO2e/year", optional=True, minimum=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Named):
    """A product sold, as category 11 and product efficiency need it."""

    table: ClassVar[str] = "product"
    one: ClassVar[Text] = say("Product")
    many: ClassVar[Text] = say("Products")

    name: str = field(say("Product"))
    family: str = field(say("Family"), default="")
    unit: str = field(say("Unit"), Kind.UNIT, default="unit")
    life_years: float | None = field(say("Life in years"), Kind.NUMBER, optional=True, minimum=0)
    energy_use: float | None = field(say("Energy per year"), Kind.NUMBER, unit="energy_unit", optional=True)
    energy_unit: str = field(say("Unit of energy"), Kind.UNIT, default="kWh")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening(Record):
    """Whether a scope 3 category matters, and why it is in the inventory or left out."""

    table: ClassVar[str] = "screening"
    one: ClassVar[Text] = say("Screening of a category")
    many: ClassVar[Text] = say("Screening of categories")

    category: str = field(say("Category"), choices=Category)
    decision: str = field(say("Decision"), choices=Decision)
    estimate: float | None = field(say("Estimate"), Kind.NUMBER, unit="t CO2e/year", optional=True, minimum=0)
    method: str = field(say("How it was estimated"), default="")
    reason: str = field(say("Reason"), Kind.NOTE, default="")
    decided_by: str = field(say("Decided by"), default="", help=say("A role, not a person's name."))
    decided_on: date | None = field(say("Date"), Kind.DATE, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseYearChange(Named):
    """A line of the base-year ledger: what changes the base year, by how much, and what was decided.

    `effect` is the change of the emissions of `year` in t CO2e; empty `year` means the base year.
    """

    table: ClassVar[str] = "base_year_change"
    one: ClassVar[Text] = say("Change to the base year")
    many: ClassVar[Text] = say("Changes to the base year")

    name: str = field(say("What changed"))
    effective: date = field(say("Effective"), Kind.DATE)
    kind: str = field(say("Kind of change"), choices=ChangeKind)
    scope: str = field(say("Scope"), default="1+2")
    year: int | None = field(say("Year"), Kind.INTEGER, optional=True)
    effect: float = field(say("Effect"), Kind.NUMBER, unit="t CO2e")
    site: int | None = field(say("Site"), Kind.LINK, link="site", optional=True)
    state: str = field(say("State"), choices=ChangeState, default=ChangeState.OPEN.value)
    decided_on: date | None = field(say("Decided on"), Kind.DATE, optional=True)
    reason: str = field(say("Reason"), Kind.NOTE, default="")
    evidence: str = field(say("Evidence"), default="")
