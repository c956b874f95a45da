"""Which contract may be used in market-based scope 2, and at which rate: the quality criteria as findings.

Source of the rules: GHG Protocol Scope 2 Guidance, chapter 7 (quality criteria) and table 6.3 (order of precision).
The Guidance wants the vintage "as close as possible" to the use and names no number: `VINTAGE_YEARS` is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from carbondesk.domain.records import Contract, ContractKind
from carbondesk.domain.schema import Finding, Severity, error, info, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.domain.units import UnitFault, exact, ratio

VINTAGE_YEARS = 1
"""Calendar years that a vintage may lie before or after the contract's days; further away it does not count."""

_ORDER = {
    ContractKind.CERTIFICATE: 0,
    ContractKind.PPA: 1,
    ContractKind.GREEN_TARIFF: 2,
    ContractKind.SUPPLIER: 3,
    ContractKind.RESIDUAL: 4,
    ContractKind.ON_SITE: 5,
}
_ATTRIBUTED = frozenset({ContractKind.CERTIFICATE, ContractKind.PPA, ContractKind.GREEN_TARIFF})
"""Kinds that stand for renewable generators: a claim needs a generator, a vintage and a cancellation.

Without a stated rate they count as zero, and it is said.
"""
_YEARS = (1990, 2100)
"""The years that a contract's days may lie in; an "endless" one shares its quantity over nothing."""


@dataclass(frozen=True, slots=True)
class Usable:
    """A contract that may be used: `kwh` exactly, `rate` in kg CO2/kWh, `place` a site's id or a market's code.

    `sold` marks certificates sold for power generated on site: they turn it into power of unknown origin.
    `unlimited` marks a residual mix: the rate of whatever nothing else covers.
    """

    contract: Contract
    kind: ContractKind
    kwh: Fraction
    rate: float
    place: int | str
    sold: bool = False
    unlimited: bool = False

    @property
    def order(self) -> tuple[int, bool, date, int]:
        """The place in the hierarchy: kind, bound to a site first, then the earlier."""
        return _ORDER[self.kind], self.contract.site is None, self.contract.from_, self.contract.id

    @property
    def name(self) -> Text:
        """The contract for people."""
        return name(self.contract)


def usable(contract: Contract) -> tuple[Usable | None, list[Finding]]:
    """Return what may be used of a contract, None if nothing, and what is doubtful about it.

    An error means that the contract is not used.
    """
    try:
        kwh = exact(contract.quantity) * ratio(contract.unit, "kWh")
    except UnitFault as fault:
        return None, [fault.finding(**_place(contract))]
    findings = [*_claims(contract), *_days(contract), *_rates(contract)]
    if contract.kind in _ATTRIBUTED:
        findings += _attributes(contract)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings
    if contract.kind == ContractKind.ON_SITE and not contract.sold_on:
        return None, findings
    kind = ContractKind(contract.kind)
    place = contract.market.strip().casefold() if contract.site is None else contract.site
    sold, unlimited = kind == ContractKind.ON_SITE, kind == ContractKind.RESIDUAL
    return Usable(contract, kind, kwh, contract.factor or 0.0, place, sold, unlimited), findings


def name(contract: Contract) -> Text:
    """Return a contract for people: its kind, scheme and generator."""
    words = [word for word in (contract.scheme, contract.generator) if word]
    label = _LABELS[ContractKind(contract.kind)]
    if not words:
        return say("{kind} {number}", kind=label, number=contract.id)
    return say("{kind} {number} ({words})", kind=label, number=contract.id, words=listed(words))


_LABELS = {
    ContractKind.CERTIFICATE: say("Certificate"),
    ContractKind.PPA: say("Power purchase agreement"),
    ContractKind.VPPA: say("Virtual power purchase agreement"),
    ContractKind.GREEN_TARIFF: say("Green tariff"),
    ContractKind.SUPPLIER: say("Supplier's mix"),
    ContractKind.ON_SITE: say("On-site generation"),
    ContractKind.RESIDUAL: say("Residual mix"),
}


def _place(contract: Contract) -> dict[str, object]:
    return {"table": "contract", "contract": contract.id}


def _claims(contract: Contract) -> Iterator[Finding]:
    """Yield why nobody may claim the contract: no certificates, sold on, not tracked, no market."""
    if contract.kind == ContractKind.VPPA:
        yield error(
            "vppa-without-certificates",
            say("{contract} is a contract on prices and covers no use by itself.", contract=name(contract)),
            remedy=say("Enter the certificates that it delivers as certificates."),
            **_place(contract),
        )
    if contract.sold_on and contract.kind == ContractKind.ON_SITE:
        yield warning(
            "on-site-sold-on",
            say(
                "The certificates of {contract} are sold: its power is not free of emissions.",
                contract=name(contract),
            ),
            remedy=say(
                "It takes the residual mix or the grid's factor; nothing is to be done if that is so."
            ),
            **_place(contract),
        )
    elif contract.sold_on:
        yield error(
            "contract-sold-on",
            say("{contract} was sold on; its use takes the residual mix.", contract=name(contract)),
            remedy=say("Remove the contract, or set “Sold on” to no."),
            **_place(contract),
        )
    if contract.kind == ContractKind.CERTIFICATE and contract.tracked is False:
        yield error(
            "not-tracked",
            say("{contract} is not tracked in a registry and is not used.", contract=name(contract)),
            remedy=say("Use certificates that a registry issues and cancels."),
            **_place(contract),
        )
    elif contract.kind in _ATTRIBUTED and not contract.tracked:
        yield warning(
            "tracking-unknown",
            say("{contract} is not said to be tracked in a registry.", contract=name(contract)),
            remedy=say("State the registry's tracking, or attach the supplier's declaration."),
            **_place(contract),
        )
    if contract.site is None and not contract.market.strip():
        yield error(
            "contract-without-market",
            say("{contract} names neither a site nor a market.", contract=name(contract)),
            remedy=say(
                "Choose the site, or name the market: a country, region or grid region as the sites write it."
            ),
            **_place(contract),
        )


def _days(contract: Contract) -> Iterator[Finding]:
    """Yield days that are no contract's, and a vintage that is too far from them."""
    if contract.to < contract.from_:
        yield error(
            "contract-days-reversed",
            say("{contract} ends before it begins.", contract=name(contract)),
            remedy=say("Correct its days from and to."),
            **_place(contract),
        )
    elif not _YEARS[0] <= contract.from_.year <= contract.to.year <= _YEARS[1]:
        yield error(
            "contract-days-unlikely",
            say(
                "{contract} lasts from {start} to {end}.",
                contract=name(contract),
                start=contract.from_,
                end=contract.to,
            ),
            remedy=say("State the days that its quantity was bought for."),
            **_place(contract),
        )
    vintage = contract.vintage
    if vintage is not None and not (
        contract.from_.year - VINTAGE_YEARS <= vintage <= contract.to.year + VINTAGE_YEARS
    ):
        yield error(
            "vintage-too-far",
            say(
                "{contract} is of {vintage}, more than {years} year from the days it is claimed for.",
                contract=name(contract),
                vintage=vintage,
                years=VINTAGE_YEARS,
            ),
            remedy=say("Use certificates whose year of generation is that of the use."),
            **_place(contract),
        )


def _rates(contract: Contract) -> Iterator[Finding]:
    """Yield a missing rate, and a rate or quantity below zero."""
    if contract.quantity < 0:
        yield error(
            "contract-quantity-negative",
            say("{contract} has a quantity below zero.", contract=name(contract)),
            remedy=say("Enter what it covers as a positive quantity."),
            **_place(contract),
        )
    if contract.factor is not None and contract.factor < 0:
        yield error(
            "contract-rate-negative",
            say("{contract} has emissions below zero.", contract=name(contract)),
            remedy=say("State the generator's kg CO₂/kWh, zero at the least."),
            **_place(contract),
        )
    elif contract.factor is None and contract.kind in _ATTRIBUTED:
        yield warning(
            "contract-rate-assumed",
            say(
                "{contract} states no emissions and counts as renewable, 0 kg CO₂/kWh.",
                contract=name(contract),
            ),
            remedy=say("State the generator's kg CO₂/kWh."),
            **_place(contract),
        )
    elif contract.factor is None and contract.kind in {ContractKind.SUPPLIER, ContractKind.RESIDUAL}:
        yield error(
            "contract-rate-missing",
            say("{contract} states no emissions and is not used.", contract=name(contract)),
            remedy=say("State its kg CO₂/kWh."),
            **_place(contract),
        )


def _attributes(contract: Contract) -> Iterator[Finding]:
    """Yield what a claim needs and the contract does not say: cancellation, generator, vintage."""
    if not contract.cancelled_for.strip():
        yield warning(
            "not-cancelled",
            say("{contract} does not say for whom it was cancelled.", contract=name(contract)),
            remedy=say("Enter for whom the registry cancelled it; only then is the claim yours alone."),
            **_place(contract),
        )
    if not contract.generator.strip():
        yield warning(
            "no-generator",
            say("{contract} names no generator.", contract=name(contract)),
            remedy=say("Enter the generator as it stands on the certificate."),
            **_place(contract),
        )
    if contract.vintage is None:
        yield info(
            "no-vintage",
            say("{contract} names no year of generation.", contract=name(contract)),
            remedy=say("Enter the year of generation as it stands on the certificate."),
            **_place(contract),
        )
