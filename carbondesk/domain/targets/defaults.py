"""A target before anybody has set one, and how a target's empty years are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from carbondesk.domain.records import Ambition, Target, TargetMethod, TargetScope, Weights
from carbondesk.domain.schema import error, warning
from carbondesk.domain.targets.pathways import Pathway, Terms, pathway
from carbondesk.domain.targets.rulesets import CURRENT
from carbondesk.domain.targets.windows import RECOMMENDED_TARGET_YEAR
from carbondesk.domain.text import say

_YEARS_AHEAD = 5


def target_default(
    complete_years: Sequence[int], *, scope: str = TargetScope.SCOPE_1_2, base_year: int | None = None
) -> Target:
    """Return the target that the overview draws by itself: absolute contraction to 2030 by the current rules.

    The base year is the first complete year unless one is chosen, the most recent year the last complete one.
    Where 2030 has passed, the target year is five years after the most recent year.
    """
    recent = max(complete_years, default=None)
    target_year = RECOMMENDED_TARGET_YEAR
    if recent is not None and recent >= target_year:
        target_year = recent + _YEARS_AHEAD
    return Target(
        name="",
        scope=str(scope),
        method=TargetMethod.ABSOLUTE_CONTRACTION.value,
        rule_set=CURRENT,
        base_year=base_year if base_year is not None else min(complete_years, default=None),
        most_recent_year=recent,
        target_year=target_year,
        # What the method accepts at least: scope 3 well below 2 °C, all else 1.5 °C.
        ambition=(Ambition.WB2C if scope == TargetScope.SCOPE_3 else Ambition.C15).value,
    )


def target_pathway(
    target: Target, complete_years: Sequence[int], emissions: Mapping[int, Mapping[str, float]]
) -> Pathway:
    """Return the pathway of a target from the emissions by year, in t CO2e under S1, S2, S3 and FLAG.

    Empty years are filled as in `target_default`; without any complete year the pathway has no numbers and an
    error says so. Raises UnknownRuleSet.
    """
    filled = target_default(complete_years, base_year=target.base_year)
    recent = target.most_recent_year if target.most_recent_year is not None else filled.most_recent_year
    terms = Terms(
        scope=target.scope,
        base_year=filled.base_year or 0,
        recent_year=recent or filled.base_year or 0,
        target_year=target.target_year,
        rule_set=target.rule_set,
        submission=target.submission,
        net_zero_year=target.net_zero_year,
        reduction=target.reduction,
        ambition=target.ambition,
        kind=target.kind,
        sector=target.sector,
        weights=Weights(target.weights),
    )
    if filled.base_year is None:
        return Pathway(terms=terms, rule_set=target.rule_set, findings=(NO_COMPLETE_YEAR,))
    drawn = pathway(terms, emissions.get(terms.base_year, {}), emissions.get(terms.recent_year, {}))
    if target.method == TargetMethod.OWN_REDUCTION and target.reduction is None:
        return replace(drawn, findings=(*drawn.findings, _NO_REDUCTION))
    return drawn


NO_COMPLETE_YEAR = error(
    "no-complete-year",
    say("No year is complete yet, so there is no base year."),
    remedy=say("Enter every month of one year, or choose a base year in Settings."),
    field="base_year",
)
"""What is said where nothing gives a base year."""

_NO_REDUCTION = warning(
    "no-reduction",
    say("The target has no reduction of its own; the smallest of the method is drawn."),
    remedy=say("Enter the reduction that was decided."),
    field="reduction",
)
