"""Temperature ratings of a target: indicative only, from regressions over scenarios of the year 2018.

`rating`: SBTi finance tool (MIT licence), model 4 of its regression summary. `overshoot_rating`: OS-Climate ITR.
Neither belongs to a criterion; a target of 4.2 % a year already scores below 1.5 °C.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from carbondesk.domain.targets.courses import Course, Measure

DEFAULT = 3.2
"""The rating in °C of a company without a valid target."""

LOWEST = 0.0
_SHORT, _MID, _LONG = 4, 15, 30
_LEAST_SCOPE_3 = 0.40
_LEAST_COVERAGE = {"1+2": 0.95, "3": 0.67}

# OS-Climate ITR: °C per Gt CO2 (2.2 °C per 3,664 Gt CO2), and what is left of the world's budget in Gt CO2.
WARMING_PER_GT = 2.2 / 3664
BUDGETS = {1.5: 396.0, 1.65: 646.0, 2.0: 1229.0}


class Variable(StrEnum):
    """What a target's rate is compared with in the scenarios."""

    KYOTO = "Emissions|Kyoto Gases"
    ENERGY_AND_INDUSTRY = "Emissions|CO2|Energy and Industrial Processes"
    INTENSITY = "INT.emKyoto_gdp"
    POWER = "INT.emCO2EI_elecGen"
    OIL = "INT.emCO2EI_PE"


_MODEL_4: dict[Variable, dict[int, tuple[float, float]]] = {
    Variable.KYOTO: {
        5: (-0.212692101951652, 2.57430302122667),
        15: (-0.312328765130924, 2.6972610131342),
        30: (-0.483330528210875, 2.84133794650491),
    },
    Variable.ENERGY_AND_INDUSTRY: {
        5: (-0.259904133886992, 2.52267101094221),
        15: (-0.311648326394271, 2.61727833547122),
        30: (-0.443961396351699, 2.72334167086491),
    },
    Variable.INTENSITY: {
        5: (-0.273032863390484, 3.53430268597497),
        15: (-0.5338780872071, 4.10737715123901),
        30: (-1.10443263689384, 4.92711581846244),
    },
    Variable.POWER: {
        5: (-0.366222886401345, 3.30712537269662),
        15: (-0.411427920133186, 3.37049169190728),
        30: (-0.78334066451762, 3.89932361212172),
    },
    Variable.OIL: {
        5: (-0.617901917642297, 2.98484262217617),
        15: (-0.514924142464049, 3.00390020796157),
        30: (-0.656307039342202, 3.20836150887423),
    },
}


def horizon(years: int) -> int | None:
    """Return the regression (5, 15 or 30 years) for a target some years ahead; None beyond 30 years, or passed.

    Up to 4 years are short, up to 15 middle, up to 30 long, as the tool's code has it.
    """
    if years < 0 or years > _LONG:
        return None
    if years <= _SHORT:
        return 5
    return 15 if years <= _MID else 30


def linear_rate(reduction: float, base_year: int, target_year: int) -> float:
    """Return a reduction (share of the base year) as % a year of the base year, which the regressions take."""
    return 100 * reduction / (target_year - base_year)


def rating(
    rate: float | None,
    slope: int | None,
    *,
    variable: Variable = Variable.KYOTO,
    scope: str = "1+2",
    coverage: float = 1.0,
) -> float:
    """Return the rating in °C of a target with a linear rate in % a year; 3.2 without a rate or a horizon.

    `slope` is 5, 15 or 30. Where the target covers less than 95 % of scope 1+2 or 67 % of scope 3, its rate counts
    for the covered share only.
    """
    if rate is None or slope is None:
        return DEFAULT
    least = _LEAST_COVERAGE["3" if scope == "3" else "1+2"]
    counted = rate if coverage >= least else rate * coverage
    factor, intercept = _MODEL_4[variable][slope]
    return max(factor * counted + intercept, LOWEST)


def target_rating(line: Course, *, coverage: float = 1.0) -> float:
    """Return the indicative rating in °C of a target by its line; 3.2 for a share, or without a reduction.

    The horizon counts from the most recent year to the target year. An intensity takes the regression of
    intensities, anything else that of all gases; no sector's own one is guessed.
    """
    terms = line.pathway.terms
    if line.reduction is None or terms.target_year <= terms.base_year:
        return DEFAULT
    intensity = line.measure == Measure.INTENSITY
    return rating(
        linear_rate(line.reduction, terms.base_year, terms.target_year),
        horizon(terms.target_year - terms.recent_year),
        variable=Variable.INTENSITY if intensity else Variable.KYOTO,
        scope=terms.scope,
        coverage=coverage,
    )


def company_rating(operations: float, chain: float, *, emissions: tuple[float, float]) -> float:
    """Return the rating in °C of scopes 1+2 and 3 together, weighed by their emissions in t CO2e.

    Scopes 1+2 stand alone where scope 3 is less than 40 % of the whole.
    """
    own, beyond = emissions
    whole = own + beyond
    if whole <= 0 or beyond / whole < _LEAST_SCOPE_3:
        return operations
    return (operations * own + chain * beyond) / whole


def overshoot(actual: Iterable[float], allowed: Iterable[float]) -> float:
    """Return cumulative emissions over the cumulative emissions that a benchmark allows; the latter above zero."""
    return sum(actual) / sum(allowed)


def overshoot_rating(ratio: float, benchmark: float = 1.5) -> float:
    """Return the rating in °C of an overshoot ratio against a benchmark of 1.5, 1.65 or 2 °C.

    Benchmark plus the world's budget times (ratio - 1) times the warming of a Gt CO2. Raises KeyError for another
    benchmark.
    """
    return benchmark + BUDGETS[benchmark] * (ratio - 1) * WARMING_PER_GT
