"""Pedigree scores: how good a number is, as scores from 1 (best), and the uncertainty that follows from them.

    GSD² = exp( √( ln² U_basic + Σ ln² U_i ) )        σ_ln = ½ · ln GSD²        95 % interval = [x / GSD², x · GSD²]

with U_i the factor that a score set gives to the score of its i-th indicator. The sets differ between editions, so
every result names its set.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSet:
    """A named set of uncertainty factors: for each indicator the factors of the scores 1, 2, 3 ...

    The factors are the squares of geometric standard deviations, as published.
    """

    name: str
    source: str
    indicators: tuple[Text, ...]
    factors: tuple[tuple[float, ...], ...]

    @property
    def worst(self) -> int:
        """The highest, and so the worst, score of the set."""
        return len(self.factors[0])


ECOINVENT_2 = "ecoinvent-2"
GHG_PROTOCOL_PRECISION = "ghg-protocol-precision"

SETS: dict[str, ScoreSet] = {
    score_set.name: score_set
    for score_set in (
        ScoreSet(
            name=ECOINVENT_2,
            source="VERSION_2 of LCA-ActivityBrowser/activity-browser, activity_browser/bwutils/pedigree.py (4133a84)",
            indicators=(
                say("Reliability"),
                say("Completeness"),
                say("Time"),
                say("Place"),
                say("Technology"),
            ),
            factors=(
                (1.00, 1.54, 1.61, 1.69, 1.69),
                (1.00, 1.03, 1.04, 1.08, 1.08),
                (1.00, 1.03, 1.10, 1.19, 1.29),
                (1.00, 1.04, 1.08, 1.11, 1.11),
                (1.00, 1.18, 1.65, 2.08, 2.80),
            ),
        ),
        ScoreSet(
            name=GHG_PROTOCOL_PRECISION,
            source="GHG Protocol, four grades; only the indicator precision, whose numbers are known here",
            indicators=(say("Precision"),),
            factors=((1.00, 1.10, 1.20, 1.50),),
        ),
    )
}

_POOR = 4.0


def parse(text: str, score_set: str = ECOINVENT_2) -> tuple[int, ...] | Finding:
    """Return the scores written as `2,3,2,1,3`, or the finding that says what is wrong with them.

    Separators are commas (also full-width ones), semicolons, slashes or blanks; brackets around them are passed
    over. No text gives no scores: ().
    """
    known = SETS[score_set]
    parts = [part for part in re.split(r"[\s,;/，、；]+", text.strip(" ()[]（）")) if part]
    if not parts:
        return ()
    scores = tuple(int(part) if re.fullmatch("[0-9]", part) else 0 for part in parts)
    if len(scores) == len(known.indicators) and all(1 <= score <= known.worst for score in scores):
        return scores
    return error(
        "pedigree-unreadable",
        say(
            "{text} is not {n} scores from 1 to {worst}.",
            text=text,
            n=len(known.indicators),
            worst=known.worst,
        ),
        remedy=say("Write one score for each indicator in their order, such as 2,3,2,1,3."),
        field="pedigree",
    )


def gsd_squared(scores: Sequence[int], *, basic: float, score_set: str = ECOINVENT_2) -> float:
    """Return GSD² of a number from its scores and the basic uncertainty factor `basic` (1 or more).

    Raises ValueError where the scores are not one for each indicator of the set or `basic` is below 1.
    """
    known = SETS[score_set]
    if basic < 1 or not all(1 <= score <= known.worst for score in scores):
        raise ValueError(f"Scores {tuple(scores)} or basic factor {basic} are outside the set {score_set}.")
    factors = [row[score - 1] for row, score in zip(known.factors, scores, strict=True)]
    return math.exp(math.hypot(*(math.log(factor) for factor in (basic, *factors))))


def sigma(gsd2: float) -> float:
    """Return the standard deviation of the logarithm: ½ ln GSD²."""
    return math.log(gsd2) / 2


def interval(value: float, gsd2: float) -> tuple[float, float]:
    """Return the 95 % interval of a value, lower end first, also of a negative one."""
    ends = value / gsd2, value * gsd2
    return min(ends), max(ends)


def symmetric_half_width(gsd2: float) -> float:
    """Return the half-width as a share of the mean that Approach 1 takes for a lognormal number of this GSD².

    1.96 standard deviations over the mean: the coefficient of variation of a lognormal number is √(exp(σ²) − 1).
    """
    return _Z * math.sqrt(math.expm1(sigma(gsd2) ** 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A line with what its quality is judged by: t CO2e, its scores (none: not scored) and its method tier."""

    tonnes: float
    scores: tuple[int, ...] = ()
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityScore:
    """The quality of an inventory's numbers.

    `score` is the emission-weighted mean of the mean scores, not a number where nothing is scored; `scored` is the
    share of the emissions that it rests on. `tiers` is the share of the emissions by method tier, largest first.
    """

    score: float
    scored: float
    tiers: Mapping[str, float]


def quality_score(rows: Iterable[Graded]) -> QualityScore:
    """Return DQ = Σ |E_i| · mean(score_i) / Σ |E_i| over the scored lines, and the shares of the method tiers.

    Own design (no standard prints it). Credits weigh by their size; lines without a value weigh nothing.
    """
    total = weighed = scored = 0.0
    tiers: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        weight = 0.0 if math.isnan(row.tonnes) else abs(row.tonnes)
        total += weight
        tiers[row.tier] += weight
        if row.scores:
            scored += weight
            weighed += weight * fmean(row.scores)
    return QualityScore(
        score=weighed / scored if scored else math.nan,
        scored=scored / total if total else 0.0,
        tiers={
            tier: weight / total
            for tier, weight in sorted(tiers.items(), key=lambda pair: (-pair[1], pair[0]))
            if total
        },
    )


def findings(scores: Sequence[int], score_set: str = ECOINVENT_2) -> list[Finding]:
    """Return a finding for scores that are poor: any worst score, or a mean of 4 or more of 5 (own design)."""
    if not scores:
        return []
    known = SETS[score_set]
    worst = [label for label, score in zip(known.indicators, scores, strict=True) if score == known.worst]
    if not worst and fmean(scores) < _POOR:
        return []
    message = (
        say("{indicator} has the worst score.", indicator=worst[0])
        if worst
        else say("The scores are poor: {mean} on average.", mean=round(fmean(scores), 1))
    )
    return [
        warning(
            "pedigree-poor",
            message,
            remedy=say("Find a better number for this line if its emissions matter."),
            field="pedigree",
        )
    ]
