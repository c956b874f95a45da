"""The closed lists of words that records choose from; the words are those of the import tables."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from carbondesk.domain.text import Text, listed, say


class Category(StrEnum):
    """What a source is to the GHG Protocol: a kind of scope 1 or 2 source, or a scope 3 category."""

    STATIONARY_COMBUSTION = "stationary-combustion"
    MOBILE_COMBUSTION = "mobile-combustion"
    PROCESS = "process"
    FUGITIVE = "fugitive"
    ELECTRICITY = "electricity"
    HEAT_STEAM_COOLING = "heat-steam-cooling"
    S3_1 = "s3-1"
    S3_2 = "s3-2"
    S3_3 = "s3-3"
    S3_4 = "s3-4"
    S3_5 = "s3-5"
    S3_6 = "s3-6"
    S3_7 = "s3-7"
    S3_8 = "s3-8"
    S3_9 = "s3-9"
    S3_10 = "s3-10"
    S3_11 = "s3-11"
    S3_12 = "s3-12"
    S3_13 = "s3-13"
    S3_14 = "s3-14"
    S3_15 = "s3-15"

    @property
    def scope(self) -> str:
        """The scope of the GHG Protocol Corporate Standard, chapter 4: `1`, `2` or `3`."""
        if self in _SCOPE_1:
            return "1"
        return "2" if self in _SCOPE_2 else "3"

    @property
    def scope_label(self) -> Text:
        """The name of the category's scope for people."""
        return SCOPES[self.scope]

    @property
    def label(self) -> Text:
        """The category's name for people."""
        return CATEGORY_LABELS[self]


SCOPES = {
    "1": say("Scope 1"),
    "2": say("Scope 2"),
    "3": say("Scope 3"),
    "1+2": say("Scope 1 and 2"),
    "1+2+3": say("All scopes"),
}
"""The scopes and their sums by name: other languages have numerals of their own for them."""


def scope_label(scope: str) -> Text:
    """Return the name of a scope or a sum of scopes for people."""
    return SCOPES.get(scope) or say("Scope {scope}", scope=scope)


def scopes_named(scopes: Iterable[str]) -> Text:
    """Return single scopes as they stand inside a sentence: `scope 1, scope 2`."""
    return listed(_IN_A_SENTENCE[scope] for scope in scopes)


_IN_A_SENTENCE = {
    "1": say("scope 1"),
    "2": say("scope 2"),
    "3": say("scope 3"),
    "1+2": say("scope 1 and 2"),
}

_SCOPE_1 = frozenset(
    {Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION, Category.PROCESS, Category.FUGITIVE}
)
_SCOPE_2 = frozenset({Category.ELECTRICITY, Category.HEAT_STEAM_COOLING})

CATEGORY_LABELS: dict[Category, Text] = {
    Category.STATIONARY_COMBUSTION: say("Stationary combustion"),
    Category.MOBILE_COMBUSTION: say("Mobile combustion"),
    Category.PROCESS: say("Process emissions"),
    Category.FUGITIVE: say("Fugitive gases"),
    Category.ELECTRICITY: say("Purchased electricity"),
    Category.HEAT_STEAM_COOLING: say("Purchased heat, steam and cooling"),
    Category.S3_1: say("Purchased goods and services"),
    Category.S3_2: say("Capital goods"),
    Category.S3_3: say("Fuel- and energy-related activities"),
    Category.S3_4: say("Upstream transport and distribution"),
    Category.S3_5: say("Waste generated in operations"),
    Category.S3_6: say("Business travel"),
    Category.S3_7: say("Employee commuting"),
    Category.S3_8: say("Upstream leased assets"),
    Category.S3_9: say("Downstream transport and distribution"),
    Category.S3_10: say("Processing of sold products"),
    Category.S3_11: say("Use of sold products"),
    Category.S3_12: say("End-of-life treatment of sold products"),
    Category.S3_13: say("Downstream leased assets"),
    Category.S3_14: say("Franchises"),
    Category.S3_15: say("Investments"),
}


class Consolidation(StrEnum):
    """The approach that draws the organisational boundary (GHG Protocol Corporate Standard, chapter 3)."""

    OPERATIONAL_CONTROL = "operational-control"
    FINANCIAL_CONTROL = "financial-control"
    EQUITY_SHARE = "equity-share"


class GwpName(StrEnum):
    """The IPCC assessment report whose 100-year global warming potentials weigh the gases."""

    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


class Measurement(StrEnum):
    """How a source's quantity comes about."""

    CONSUMPTION = "consumption"
    STOCK = "stock"
    GENERATED = "generated"
    EXPORTED = "exported"
    SELF_USED = "self-used"
    EQUIPMENT = "equipment"


class BillKind(StrEnum):
    """What a bill says about its quantity."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    CREDIT = "credit"
    REPLACEMENT = "replacement"


class Quality(StrEnum):
    """Where an activity's quantity comes from."""

    METERED = "metered"
    INVOICED = "invoiced"
    ESTIMATED = "estimated"
    CALCULATED = "calculated"


class Origin(StrEnum):
    """How an activity came into the file: typed or imported, from bills, a dated correction, from equipment."""

    ENTERED = "entered"
    BILL = "bill"
    CORRECTION = "correction"
    EQUIPMENT = "equipment"


class Presence(StrEnum):
    """Whether a kind of source exists at a site, as somebody has declared."""

    PRESENT = "present"
    ABSENT = "not present"


class EventKind(StrEnum):
    """What happened to the charge of a piece of equipment."""

    TOP_UP = "top-up"
    RECOVERED = "recovered"
    DISPOSED = "disposed"
    FILLED = "filled"


class AllocationBasis(StrEnum):
    """By what a source is shared with a tenant."""

    AREA = "area"
    HOURS = "hours"
    SUBMETER = "sub-meter"
    CONTRACT = "contract"


class AllocationGoal(StrEnum):
    """Where the allocated share of a source goes."""

    TENANT = "tenant"
    OUTSIDE = "outside"


class ContractKind(StrEnum):
    """Kinds of contractual instruments (GHG Protocol Scope 2 Guidance, chapter 6)."""

    CERTIFICATE = "certificate"
    PPA = "ppa"
    VPPA = "vppa"
    GREEN_TARIFF = "green-tariff"
    SUPPLIER = "supplier"
    ON_SITE = "on-site"
    RESIDUAL = "residual"


class MethaneOrigin(StrEnum):
    """Where a factor's methane comes from; it decides the GWP in AR5 and AR6."""

    FOSSIL = "fossil"
    NON_FOSSIL = "non-fossil"


class TargetScope(StrEnum):
    """What part of the inventory a target bounds."""

    SCOPE_1_2 = "1+2"
    SCOPE_1 = "1"
    SCOPE_2 = "2"
    SCOPE_3 = "3"
    FLAG = "flag"
    ALL = "1+2+3"


class TargetMethod(StrEnum):
    """How a target's pathway is drawn."""

    ABSOLUTE_CONTRACTION = "absolute-contraction"
    OWN_REDUCTION = "own-reduction"
    SECTOR_CONVERGENCE = "sector-convergence"
    PHYSICAL_INTENSITY = "physical-intensity"
    ECONOMIC_INTENSITY = "economic-intensity"
    RENEWABLE_ELECTRICITY = "renewable-electricity"
    ENGAGEMENT = "engagement"


class Weights(StrEnum):
    """Which year's emissions weigh the initial rates of scopes 1 and 2 (Annex B.1: the most recent year)."""

    RECENT = "recent"
    BASE = "base"


class LandKind(StrEnum):
    """What is reported of land and of the growing of bioenergy, beside the scopes (near-term criteria, C10; FLAG)."""

    FLAG = "flag"
    FEEDSTOCK = "feedstock-emissions"
    REMOVAL = "feedstock-removals"


class IncomeGroup(StrEnum):
    """Whether a company is at home in a high-income country, which the Net-Zero Standard 2.0 asks."""

    HIGH = "high-income"
    OTHER = "other"


class PartnerState(StrEnum):
    """How far a supplier or customer is with a target of its own; only validated ones count as engaged."""

    NONE = "none"
    COMMITTED = "committed"
    SUBMITTED = "submitted"
    SET = "set"
    VALIDATED = "validated"


class Scope2Method(StrEnum):
    """The two methods of the GHG Protocol Scope 2 Guidance."""

    LOCATION = "location"
    MARKET = "market"


class Lane(StrEnum):
    """The four lanes of a reduction plan."""

    OPERATIONS = "corporate-operations"
    PRODUCT = "product-r&d"
    MANUFACTURING = "manufacturing"
    SUPPLY_CHAIN = "supply-chain"


class Sf6Potential(StrEnum):
    """Which GWP of SF6 the AR6 set takes: the one of the report's tables, or the one that most programmes print."""

    REPORT = "25200"
    PROGRAMMES = "24300"


class Restatement(StrEnum):
    """How a base year takes in a plant bought or sold during a year (GHG Protocol Corporate Standard, chapter 5)."""

    ALL_YEAR = "all-year"
    PRO_RATA = "pro-rata"


class ThresholdRule(StrEnum):
    """Which sum of changes is held against the threshold: the net one, or that of all changes without their signs."""

    NET = "net"
    GROSS = "gross"


class Lease(StrEnum):
    """A leased asset's kind of lease; it decides between scopes 1 and 2 and category 8 (Scope 3 Standard, App. A)."""

    NONE = ""
    OPERATING = "operating"
    FINANCE = "finance"


class CalculationMethod(StrEnum):
    """How a source's emissions are calculated (GHG Protocol Scope 3 Calculation Guidance), best quality first."""

    UNSTATED = ""
    SUPPLIER_SPECIFIC = "supplier-specific"
    HYBRID = "hybrid"
    SITE_SPECIFIC = "site-specific"
    ASSET_SPECIFIC = "asset-specific"
    FRANCHISE_SPECIFIC = "franchise-specific"
    INVESTMENT_SPECIFIC = "investment-specific"
    FUEL_BASED = "fuel-based"
    DISTANCE_BASED = "distance-based"
    WASTE_TYPE_SPECIFIC = "waste-type-specific"
    DIRECT_USE = "direct-use"
    AVERAGE = "average-data"
    SPEND = "spend-based"
    SCREENING = "screening"


class LeakMethod(StrEnum):
    """How the gas lost from equipment is found: what was refilled, a mass balance, or published leak rates."""

    LOG = "log"
    MASS_BALANCE = "mass-balance"
    SCREENING = "screening"


class HeatAllocation(StrEnum):
    """How a cogeneration plant's emissions are shared between heat and power (GHG Protocol allocation tool)."""

    EFFICIENCY = "efficiency"
    ENERGY_CONTENT = "energy-content"


class Payer(StrEnum):
    """Who pays a transport: what we pay is category 4, what the customer pays is category 9."""

    UNSTATED = ""
    US = "us"
    CUSTOMER = "customer"


class Distribution(StrEnum):
    """The shape of an uncertain quantity."""

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    TRIANGULAR = "triangular"


class ChangeKind(StrEnum):
    """Why a base year changes (GHG Protocol Corporate Standard, chapter 5)."""

    STRUCTURE = "structure"
    METHOD = "method"
    ERROR = "error"


class ChangeState(StrEnum):
    """What became of a change to the base year."""

    OPEN = "open"
    RESTATED = "restated"
    UNADJUSTED = "unadjusted"


class Decision(StrEnum):
    """What a screening of a scope 3 category came to."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NOT_APPLICABLE = "not applicable"


class TargetKind(StrEnum):
    """What a target promises."""

    NEAR_TERM = "near-term"
    LONG_TERM = "long-term"
    NET_ZERO = "net-zero"


class Ambition(StrEnum):
    """The temperature goal that a target is in line with."""

    C15 = "1.5C"
    WB2C = "WB2C"
    OWN = "own"


class MilestoneKind(StrEnum):
    """The stations of a target, from the commitment to the review."""

    COMMITTED = "committed"
    DEVELOPED = "developed"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    PUBLISHED = "published"
    REPORTED = "reported"
    REVIEWED = "reviewed"
    RECALCULATED = "recalculated"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """Whether a step was made by hand, or takes back or repeats another one."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
