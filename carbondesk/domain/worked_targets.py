"""Worked cases of targets beyond absolute contraction: intensity, sector convergence, ratings, a manufacturer."""

from __future__ import annotations

from functools import partial

from carbondesk.domain.targets.benchmarks import SectorPathway, scaled
from carbondesk.domain.targets.convergence import convergence
from carbondesk.domain.targets.intensities import least_intensity_cut
from carbondesk.domain.targets.pathways import Terms, joined, pathway
from carbondesk.domain.targets.rulesets import OWN_GOALS
from carbondesk.domain.targets.temperatures import linear_rate, overshoot_rating, rating
from carbondesk.domain.text import say
from carbondesk.domain.worked_cases import Case

_PROTOCOL = "SBTi Target Validation Protocol 3.1 (March 2023), C18"
_PACTA = "RMI-PACTA/r2dii.analysis, tests/testthat/test-target_sda.R"
_FINANCE = "ScienceBasedTargets/SBTi-finance-tool, test_temperature_score.py, model 4"
_ITR = "os-climate/ITR, overshoot method; the numbers computed from its equation"
_LINEAR = "SBTi absolute contraction is linear; the indices follow from two straight lines"
_ARITHMETIC = "SBTi Target Validation Protocol 3.1, linear: 1,000 t less 42 t a year"


def _sector(end: float) -> SectorPathway:
    """Return the scenario of PACTA's example, 0.5 in 2020 to `end` in 2025, scaled to the market's 6.45."""
    drawn = SectorPathway(
        pathway="PACTA", sector="example", scopes="1", unit="t CO2/t", intensities={2020: 0.5, 2025: end}
    )
    return scaled(drawn, 2020, 6.45)


def _scaled(end: float) -> tuple[float, ...]:
    return tuple(_sector(end).at(year) for year in range(2020, 2026))


def _converged(end: float) -> tuple[float, ...]:
    """Return a company's intensities from 0.9 in 2020, as the formula gives them before they are clamped."""
    found = convergence(_sector(end), intensity=0.9, base_year=2020, target_year=2025, end_year=2025)
    return tuple(found.unclamped.values())


def _intensity(base_year: int, target_year: int) -> tuple[float, ...]:
    return (least_intensity_cut(base_year, target_year) * 100,)


def _rating() -> tuple[float, ...]:
    return (rating(linear_rate(0.416, 2009, 2020), 5),)


def _overshoot(ratio: float) -> tuple[float, ...]:
    return (overshoot_rating(ratio),)


def _flat() -> tuple[float, ...]:
    terms = Terms(scope="1", base_year=2020, recent_year=2020, target_year=2030, rule_set="SBTi-NT-5.3")
    return (pathway(terms, {"S1": 1000.0}, {}).years[2030],)


def _manufacturer() -> tuple[float, ...]:
    """Return the index of 2023, 2030, 2035 and 2040 of -52 % by 2030 and -90 % by 2040 from 2021."""
    near = Terms(base_year=2021, recent_year=2021, target_year=2030, reduction=0.52, rule_set=OWN_GOALS)
    far = Terms(base_year=2021, recent_year=2021, target_year=2040, reduction=0.90, rule_set=OWN_GOALS)
    base = {"S1": 40.0, "S2": 60.0}
    line = joined([pathway(near, base, {}), pathway(far, base, {})])
    return tuple(line[year] for year in (2023, 2030, 2035, 2040))


TARGET_CASES: tuple[Case, ...] = (
    Case(
        id="flat-580",
        title=say("Flat contraction of 1,000 t by 4.2 points a year after ten years: t CO2e"),
        citation=_ARITHMETIC,
        expected=(580.0,),
        tolerance=1e-9,
        compute=_flat,
    ),
    *(
        Case(
            id=f"intensity-{first}-{last}",
            title=say("Intensity at 7 % a year, {first} to {last}: % less", first=first, last=last),
            citation=_PROTOCOL,
            expected=(published,),
            tolerance=0.005,
            compute=partial(_intensity, first, last),
        )
        for first, last, published in ((2020, 2030, 51.60), (2023, 2033, 61.07))
    ),
    Case(
        id="convergence-scaled",
        title=say("Sector convergence: the scenario scaled to the market, 2020 to 2025"),
        citation=_PACTA,
        expected=(6.45, 5.42, 4.39, 3.35, 2.32, 1.29),
        tolerance=0.0051,
        compute=partial(_scaled, 0.1),
    ),
    Case(
        id="convergence-example",
        title=say("Sector convergence: the company's intensity before it is clamped, 2020 to 2025"),
        citation=_PACTA,
        expected=(0.90, 0.98, 1.06, 1.13, 1.21, 1.29),
        tolerance=0.0051,
        compute=partial(_converged, 0.1),
    ),
    Case(
        id="convergence-example-slow",
        title=say("Sector convergence in a slower scenario, before it is clamped, 2020 to 2025"),
        citation=_PACTA,
        expected=(0.90, 1.75, 2.60, 3.46, 4.31, 5.16),
        tolerance=0.0051,
        compute=partial(_converged, 0.4),
    ),
    Case(
        id="temperature-short",
        title=say("Temperature rating of 41.6 % from 2009 to 2020, short: °C"),
        citation=_FINANCE,
        expected=(1.77,),
        tolerance=0.005,
        compute=_rating,
    ),
    *(
        Case(
            id=f"overshoot-{ratio}",
            title=say("Temperature rating of an overshoot ratio of {ratio}: °C", ratio=ratio),
            citation=_ITR,
            expected=(published,),
            tolerance=0.00006,
            compute=partial(_overshoot, ratio),
        )
        for ratio, published in ((0.8, 1.4524), (1.5, 1.6189), (3.0, 1.9755))
    ),
    Case(
        id="manufacturer",
        title=say("-52 % by 2030 and -90 % by 2040 from 2021: index of 2023, 2030, 2035, 2040"),
        citation=_LINEAR,
        expected=(88.444, 48.0, 29.0, 10.0),
        tolerance=0.0005,
        compute=_manufacturer,
    ),
)
"""The cases that the self-test recomputes."""
