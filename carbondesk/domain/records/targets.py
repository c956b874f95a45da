"""Targets, what is kept of their versions and answers, and the figures that only targets ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from carbondesk.domain.records.choices import (
    Ambition,
    Category,
    LandKind,
    MilestoneKind,
    Scope2Method,
    TargetKind,
    TargetMethod,
    TargetScope,
    Weights,
)
from carbondesk.domain.schema import Kind, Named, Record, field
from carbondesk.domain.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Named):
    """A reduction target: what it bounds, from when to when, by how much, under which rule set."""

    table: ClassVar[str] = "target"
    one: ClassVar[Text] = say("Target")
    many: ClassVar[Text] = say("Targets")

    name: str = field(say("Name"))
    scope: str = field(say("Scope"), choices=TargetScope, default=TargetScope.SCOPE_1_2.value)
    method: str = field(say("Method"), choices=TargetMethod, default=TargetMethod.ABSOLUTE_CONTRACTION.value)
    rule_set: str = field(say("Rule set"), default="SBTi-CNZS-1.3.1")
    scope2_method: str = field(say("Scope 2 method"), choices=Scope2Method, default=Scope2Method.MARKET.value)
    base_year: int | None = field(
        say("Base year"), Kind.INTEGER, optional=True, help=say("Empty: the first complete year.")
    )
    most_recent_year: int | None = field(
        say("Most recent year"), Kind.INTEGER, optional=True, help=say("Empty: the last complete year.")
    )
    target_year: int = field(say("Target year"), Kind.INTEGER, default=2030)
    reduction: float | None = field(
        say("Reduction"),
        Kind.NUMBER,
        unit="1",
        optional=True,
        minimum=0,
        maximum=1,
        help=say("Share of base-year emissions; empty: the minimum of the method."),
    )
    net_zero_year: int | None = field(say("Net-zero year"), Kind.INTEGER, optional=True, default=2050)
    submission: str = field(say("Submission"), Kind.MONTH, default="")
    denominator: str = field(say("Intensity per"), default="")
    coverage: float | None = field(
        say("Coverage"), Kind.NUMBER, unit="1", optional=True, minimum=0, maximum=1
    )
    version: int = field(say("Version"), Kind.INTEGER, default=1, minimum=1)
    state: str = field(say("State"), default="draft")
    note: str = field(say("Note"), Kind.NOTE, default="")
    kind: str = field(say("Kind of target"), choices=TargetKind, default=TargetKind.NEAR_TERM.value)
    ambition: str = field(say("In line with"), choices=Ambition, default=Ambition.C15.value)
    categories: str = field(
        say("Scope 3 categories"), default="", help=say("Such as 1,4,11; empty: all that are counted.")
    )
    bioenergy: bool = field(say("Bioenergy CO₂ inside the boundary"), Kind.YES_NO, default=True)
    removals: bool = field(say("Removals inside the boundary"), Kind.YES_NO, default=False)
    sector: str = field(say("Sector pathway"), default="")
    growth: float | None = field(
        say("Yearly growth of output"), Kind.NUMBER, unit="1", optional=True, minimum=-1, maximum=10
    )
    engagement: float | None = field(
        say("Suppliers or customers to have targets"),
        Kind.NUMBER,
        unit="1",
        optional=True,
        minimum=0,
        maximum=1,
    )
    valid_under: str = field(say("Validated under"), default="")
    wording: str = field(say("Wording"), Kind.NOTE, default="")
    weights: str = field(
        say("Scopes 1 and 2 weighed by"),
        choices=Weights,
        default=Weights.RECENT.value,
        help=say("Annex B.1 weighs by the most recent year; the base year is an option."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """A station of a target: committed, submitted, validated, reported, reviewed."""

    table: ClassVar[str] = "milestone"
    one: ClassVar[Text] = say("Milestone")
    many: ClassVar[Text] = say("Milestones")

    target: int | None = field(say("Target"), Kind.LINK, link="target", optional=True)
    kind: str = field(say("Milestone"), choices=MilestoneKind)
    due: date | None = field(say("Due"), Kind.DATE, optional=True)
    reached: date | None = field(say("Reached"), Kind.DATE, optional=True)
    document: str = field(say("Document"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Record):
    """What a target or the inventory leaves out, how much it is, and why."""

    table: ClassVar[str] = "exclusion"
    one: ClassVar[Text] = say("Exclusion")
    many: ClassVar[Text] = say("Exclusions")

    target: int | None = field(say("Target"), Kind.LINK, link="target", optional=True)
    site: int | None = field(say("Site"), Kind.LINK, link="site", optional=True)
    category: str = field(say("Category"), choices=Category)
    emissions: float | None = field(
        say("Emissions left out"), Kind.NUMBER, unit="t CO2e/year", optional=True, minimum=0
    )
    reason: str = field(say("Reason"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetVersion(Record):
    """A target as it stood when somebody kept it, with its exclusions, as canonical JSON."""

    table: ClassVar[str] = "target_version"
    one: ClassVar[Text] = say("Version of a target")
    many: ClassVar[Text] = say("Versions of targets")

    target: int = field(say("Target"), Kind.LINK, link="target")
    version: int = field(say("Version"), Kind.INTEGER, minimum=1)
    content: str = field(say("Content"), Kind.NOTE)
    saved_on: date = field(say("Date"), Kind.DATE)
    saved_by: str = field(say("Saved by"), default="", help=say("A role, not a person's name."))
    rule_set: str = field(say("Rule set"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer(Record):
    """Somebody's word on a criterion that no number decides, for one target or for the whole organisation."""

    table: ClassVar[str] = "criterion_answer"
    one: ClassVar[Text] = say("Answer to a criterion")
    many: ClassVar[Text] = say("Answers to criteria")

    target: int | None = field(
        say("Target"), Kind.LINK, link="target", optional=True, help=say("Empty: all targets.")
    )
    criterion: str = field(say("Criterion"))
    holds: bool = field(say("Holds"), Kind.YES_NO)
    evidence: str = field(say("Evidence"), Kind.NOTE, default="")
    answered_by: str = field(say("Answered by"), default="", help=say("A role, not a person's name."))
    answered_on: date | None = field(say("Date"), Kind.DATE, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPoint(Record):
    """A year's value of a sector pathway that was read in."""

    table: ClassVar[str] = "sector_point"
    one: ClassVar[Text] = say("Point of a sector pathway")
    many: ClassVar[Text] = say("Points of sector pathways")

    pathway: str = field(say("Pathway"))
    sector: str = field(say("Sector"))
    region: str = field(say("Region"), default="")
    scopes: str = field(say("Scopes"))
    unit: str = field(say("Unit"), help=say("Such as t CO2e/MWh or kg CO2/m2."))
    year: int = field(say("Year"), Kind.INTEGER, minimum=1990, maximum=2150)
    intensity: float = field(say("Intensity"), Kind.NUMBER, unit="unit")
    sector_activity: float | None = field(
        say("Activity of the sector"), Kind.NUMBER, unit="activity_unit", optional=True, minimum=0
    )
    activity_unit: str = field(say("Unit of activity"), default="")
    source: str = field(say("Publisher"), default="")
    licence: str = field(say("Licence"), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandFigure(Record):
    """A year's figure of land: emissions of forest, land and agriculture, or those of bioenergy's feedstocks.

    `emissions` are t CO2e, removals above zero.
    """

    table: ClassVar[str] = "land_figure"
    one: ClassVar[Text] = say("Figure of land and bioenergy")
    many: ClassVar[Text] = say("Figures of land and bioenergy")

    year: int = field(say("Year"), Kind.INTEGER, minimum=1990, maximum=2100)
    scope: int = field(say("Scope"), Kind.INTEGER, minimum=1, maximum=3)
    kind: str = field(say("Kind"), choices=LandKind)
    emissions: float = field(say("Amount"), Kind.NUMBER, unit="t CO2e", minimum=0)
    source: str = field(say("Where it comes from"), default="")
    note: str = field(say("Note"), Kind.NOTE, default="")
