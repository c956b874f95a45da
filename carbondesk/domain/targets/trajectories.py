"""The trajectories of the ICT sector in ITU-T L.1470: cuts from 2020 to 2030, with how well each is proven."""

from __future__ import annotations

from dataclasses import dataclass

from carbondesk.domain.targets.rulesets import Grade
from carbondesk.domain.text import Text, say

FIRST_YEAR, LAST_YEAR = 2020, 2030


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """The cut of a part of the ICT sector from 2020 to 2030, a share of 2020's emissions.

    `cut` is None where no source confirms a figure: nobody is judged by a number from memory.
    """

    sector: str
    title: Text
    cut: float | None
    grade: Grade
    citation: str


ICT: tuple[Trajectory, ...] = (
    Trajectory(
        sector="ict",
        title=say("ICT sector as a whole"),
        cut=0.45,
        grade=Grade.PRESS,
        citation="ITU press release on ITU-T L.1470 (2020): 45 % from 2020 to 2030",
    ),
    Trajectory(
        sector="ict-mobile",
        title=say("Mobile network operators"),
        cut=0.45,
        grade=Grade.PRESS,
        citation="Press on ITU-T L.1470 (2020): at least 45 % by 2030",
    ),
    Trajectory(
        sector="ict-fixed",
        title=say("Fixed network operators"),
        cut=None,
        grade=Grade.UNCONFIRMED,
        citation="ITU-T L.1470 (2020), figure not confirmed",
    ),
    Trajectory(
        sector="ict-data-centre",
        title=say("Data centre operators"),
        cut=None,
        grade=Grade.UNCONFIRMED,
        citation="ITU-T L.1470 (2020), figure not confirmed",
    ),
)


def trajectory(sector: str) -> Trajectory | None:
    """Return the trajectory of a part of the sector by its name (`ict`, `ict-mobile` ...); None for another name."""
    return next((known for known in ICT if known.sector == sector), None)


def least_cut(sector: str, base_year: int, target_year: int) -> float | None:
    """Return the least cut by a target year from 2020 to 2030, a share of 2020's emissions, on a straight line.

    None for another base year than 2020, a year after 2030, another sector, or a figure that is not confirmed.
    """
    known = trajectory(sector)
    if (
        known is None
        or known.cut is None
        or base_year != FIRST_YEAR
        or not FIRST_YEAR < target_year <= LAST_YEAR
    ):
        return None
    return known.cut * (target_year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
