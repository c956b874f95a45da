"""The absolute contraction approach: linear cuts of base-year emissions, never a compound rate.

Since 14 April 2026 the rate depends on base year, most recent year and net-zero year: SBTi Corporate
Net-Zero Standard 1.3.1, Method Appendix 1.0, equations 1 to 6 and 8 and Table 2. Before, it was flat:
Target Validation Protocol 3.1, pages 25 to 27.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carbondesk.domain.records import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambition:
    """A row of Table 2: the cut that net zero needs, the year of net zero, and the smallest rate a year."""

    net_zero_cut: float
    net_zero_year: int
    floor: float


# Method Appendix 1.0, Table 2.
SCOPE_1 = Ambition(net_zero_cut=0.90, net_zero_year=2050, floor=0.042)
SCOPE_2 = Ambition(net_zero_cut=1.00, net_zero_year=2040, floor=0.042)
SCOPE_3_15C = Ambition(net_zero_cut=0.90, net_zero_year=2050, floor=0.042)
SCOPE_3_WB2C = Ambition(net_zero_cut=0.75, net_zero_year=2050, floor=0.025)
FLAG = Ambition(net_zero_cut=0.72, net_zero_year=2050, floor=0.0303)

# The flat formulas count no year before this one, so that a late base year is no way out.
FLAT_FROM = 2020


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A scope within a target: its ambition and its emissions in base and most recent year, in t CO2e."""

    ambition: Ambition
    base: float
    recent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraction:
    """The outcome of the equations: shares of base-year emissions (rates: a year) and t CO2e.

    `unfloored_rate` is the rate before the floor of equation 5, `rate` the one that holds; `floored` tells
    whether the floor decided it.
    """

    initial_rate: float
    initial_reduction: float
    initial_target: float
    converted_reduction: float
    unfloored_rate: float
    rate: float
    minimum_reduction: float
    target_emissions: float
    floored: bool


def initial_rate(ambition: Ambition, recent_year: int, net_zero_year: int | None = None) -> float:
    """Return equation 1 for one scope: net-zero cut over the years from the most recent one to net zero.

    The organisation's own net-zero year counts where it is earlier. The most recent year must lie before it.
    """
    end = ambition.net_zero_year if net_zero_year is None else min(ambition.net_zero_year, net_zero_year)
    return ambition.net_zero_cut / (end - recent_year)


def blended_rate(
    parts: Sequence[Part],
    recent_year: int,
    *,
    net_zero_year: int | None = None,
    weights: Weights = Weights.RECENT,
) -> float:
    """Return equation 1 for several scopes: their initial rates weighed by their emissions.

    Without emissions in the weighing year the base year weighs; it must not be zero.
    """
    amounts = [part.recent if weights == Weights.RECENT else part.base for part in parts]
    if sum(amounts) == 0:
        amounts = [part.base for part in parts]
    rates = [initial_rate(part.ambition, recent_year, net_zero_year) for part in parts]
    return sum(amount * rate for amount, rate in zip(amounts, rates, strict=True)) / sum(amounts)


def contraction(
    parts: Sequence[Part],
    *,
    base_year: int,
    recent_year: int,
    target_year: int,
    net_zero_year: int | None = None,
    weights: Weights = Weights.RECENT,
) -> Contraction:
    """Return the smallest reduction of a target by equations 1 to 6 and its emissions by equation 8.

    Needs base_year <= recent_year < target_year, emissions in the base year, and a most recent year before
    each part's net-zero year. Reductions are kept between 0 and 1.
    """
    base, recent = sum(part.base for part in parts), sum(part.recent for part in parts)
    start = blended_rate(parts, recent_year, net_zero_year=net_zero_year, weights=weights)  # (1)
    initial_reduction = min(1.0, start * (target_year - recent_year))  # (2)
    initial_target = recent * (1 - initial_reduction)  # (3)
    converted = (base - initial_target) / base  # (4)
    years = target_year - base_year
    unfloored, floor = converted / years, max(part.ambition.floor for part in parts)
    rate = min(max(floor, unfloored), 1 / years)  # (5)
    reduction = rate * years  # (6)
    return Contraction(
        initial_rate=start,
        initial_reduction=initial_reduction,
        initial_target=initial_target,
        converted_reduction=converted,
        unfloored_rate=unfloored,
        rate=rate,
        minimum_reduction=reduction,
        target_emissions=base * (1 - reduction),  # (8) in the target year
        floored=floor > unfloored,
    )


def flat_reduction(rate: float, base_year: int, target_year: int) -> float:
    """Return the smallest reduction by the formula before 14 April 2026, a share of base-year emissions.

    `rate` is that of the ambition (0.042 for 1.5 °C, 0.025 for well below 2 °C) a year; the years count
    from the base year, but from 2020 at the latest (Target Validation Protocol 3.1, pages 25 to 27).
    """
    return min(1.0, rate * (target_year - min(base_year, FLAT_FROM)))
