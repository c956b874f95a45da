"""Electricity in targets: renewable shares (near-term criteria, C21) and what counts as low-carbon in 2.0."""

from __future__ import annotations

from dataclasses import dataclass

# Near-term criteria, C21: instead of a cut of scope 2, these shares of renewable electricity.
RENEWABLE_2025, RENEWABLE_2030 = 0.80, 1.00

# Net-Zero Standard 2.0: a generator's emissions in kg CO2/kWh, the second figure from 2035, and its greatest age.
_LOW_CARBON, _LOW_CARBON_2035 = 0.048, 0.024
OLDEST_GENERATOR = 15

# Net-Zero Standard 2.0: above this growth of electricity a year, category A sets an absolute target.
FASTEST_GROWTH = 0.20

# Net-Zero Standard 2.0: pools from this size (kWh a year) report hourly matching in category A.
HOURLY_POOL = 10_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A generator as a contract names it: kg CO2/kWh and the year it was commissioned; None is not known."""

    name: str
    intensity: float | None = None
    commissioned: int | None = None


def renewable_share(target_year: int) -> tuple[float, float]:
    """Return the share of renewable electricity that surely fails below it, and the one that surely passes.

    80 % by 2025 and 100 % by 2030 are published; for the years between nothing is, so the two differ there.
    """
    if target_year <= 2025:  # noqa: PLR2004 - the year of the criterion
        return RENEWABLE_2025, RENEWABLE_2025
    if target_year >= 2030:  # noqa: PLR2004 - the year of the criterion
        return RENEWABLE_2030, RENEWABLE_2030
    return RENEWABLE_2025, RENEWABLE_2030


def low_carbon_limit(year: int) -> float:
    """Return the most kg CO2/kWh that a generator of low-carbon electricity may emit in a year (standard 2.0)."""
    return _LOW_CARBON_2035 if year >= 2035 else _LOW_CARBON  # noqa: PLR2004 - the year of the standard


def is_low_carbon(intensity: float, age: float, year: int) -> bool:
    """Tell whether a generator of some kg CO2/kWh and an age in years counts as low-carbon (standard 2.0).

    Its place must match too, which only the contract shows.
    """
    return intensity <= low_carbon_limit(year) and age <= OLDEST_GENERATOR


def hourly_share(year: int) -> float:
    """Return the share of consumption matched by the hour that is recognised in a year (standard 2.0, optional)."""
    if year <= 2030:  # noqa: PLR2004 - the year of the standard
        return 0.50
    return 0.75 if year <= 2035 else 0.90  # noqa: PLR2004 - the year of the standard


def straight(start: float, end: float, first: int, last: int) -> dict[int, float]:
    """Return the shares by year on the straight line from a share in one year to a share in a later one."""
    return {year: start + (end - start) * (year - first) / (last - first) for year in range(first, last + 1)}
