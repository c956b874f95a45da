"""Which years a target may have: findings that say the rule and offer the fix."""

from __future__ import annotations

from collections.abc import Iterable

from carbondesk.domain.periods import month_period
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR
from carbondesk.domain.targets.rulesets import OTHER_RULE_SETS, RuleSet, accepted, rule_set_on
from carbondesk.domain.text import say

FIRST_BASE_YEAR = 2015

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years between which a target can lie at all; a line through others is a slip of the finger, and endless."""

# R7 recommends this target year, which exempts from the window of five to ten years.
RECOMMENDED_TARGET_YEAR = 2030

_FIRST_HALF = 6
_OLDEST_RECENT = 2


def target_years(submission: str) -> range:
    """Return the target years that a target submitted in a month (`YYYY-MM`) may have.

    Five to ten years, where the submission year counts if the month lies in its first half: near-term
    criteria 5.1, C13 (published example: first half of 2023, 2027 to 2032; second half, 2028 to 2033).
    """
    year, month = (int(part) for part in submission.split("-"))
    first = year if month <= _FIRST_HALF else year + 1
    return range(first + 4, first + 10)


def year_findings(
    rules: RuleSet,
    *,
    base_year: int,
    recent_year: int,
    target_year: int,
    submission: str = "",
    net_zero_years: Iterable[int] = (),
    long_term: bool = False,
) -> list[Finding]:
    """Return what is wrong with the years of a target; an error means that no pathway can be computed.

    Own goals and sectors have years of their own: only their order is looked at. A long-term target ends in 2050 at
    the latest instead of within five to ten years.
    """
    found = [
        *order(base_year, target_year, recent_year),
        *(_passed(year, recent_year) for year in sorted(set(net_zero_years)) if year <= recent_year),
    ]
    if rules in OTHER_RULE_SETS:
        return found
    found += _base(base_year)
    if long_term:
        found += _latest(target_year)
    elif submission:
        found += _window(target_year, submission)
    if submission:
        found += [*_recent(recent_year, submission), *_edition(rules, submission)]
    return found


def order(base_year: int, target_year: int, recent_year: int | None = None) -> list[Finding]:
    """Return what is wrong with the order of a target's years, or with a year that no target can have."""
    recent = base_year if recent_year is None else recent_year
    named = {"base_year": base_year, "most_recent_year": recent, "target_year": target_year}
    strange = {year: name for name, year in named.items() if not FIRST_YEAR <= year <= LAST_YEAR}
    if strange:
        return [_no_year(name, year) for year, name in strange.items()]
    found = []
    if target_year <= base_year:
        found.append(
            error(
                "target-year-before-base-year",
                say(
                    "The target year {target} is not after the base year {base}.",
                    target=target_year,
                    base=base_year,
                ),
                remedy=say("Choose a later target year, such as {year}.", year=base_year + 5),
                field="target_year",
                year=target_year,
            )
        )
    return [*found, *_of_recent(base_year, recent, target_year)] if recent_year is not None else found


def _no_year(name: str, year: int) -> Finding:
    return error(
        "year-out-of-range",
        say("{year} is no year of a target: it lies outside {first} to {last}.",
            year=str(year), first=str(FIRST_YEAR), last=str(LAST_YEAR)),
        remedy=say("Correct the year."),
        field=name,
        year=year,
    )  # fmt: skip


def _of_recent(base_year: int, recent_year: int, target_year: int) -> list[Finding]:
    found = []
    if recent_year < base_year:
        found.append(
            error(
                "recent-year-before-base-year",
                say(
                    "The most recent year {recent} is before the base year {base}.",
                    recent=recent_year,
                    base=base_year,
                ),
                remedy=say("Choose {base} or a later year as the most recent one.", base=base_year),
                field="most_recent_year",
                year=recent_year,
            )
        )
    if base_year < target_year <= recent_year:
        found.append(
            error(
                "target-year-passed",
                say(
                    "The target year {target} is not after the most recent year {recent}.",
                    target=target_year,
                    recent=recent_year,
                ),
                remedy=say("Choose a later target year, such as {year}.", year=recent_year + 5),
                field="target_year",
                year=target_year,
            )
        )
    return found


def _passed(net_zero_year: int, recent_year: int) -> Finding:
    return error(
        "net-zero-year-passed",
        say(
            "The most recent year {recent} is not before the net-zero year {year}, to which the rate runs.",
            recent=recent_year,
            year=net_zero_year,
        ),
        remedy=say("Choose an earlier most recent year or a later net-zero year of your own."),
        field="net_zero_year",
        year=net_zero_year,
    )


def _base(base_year: int) -> list[Finding]:
    if base_year >= FIRST_BASE_YEAR:
        return []
    return [
        warning(
            "base-year-too-early",
            say(
                "The base year {year} is before {first}, the earliest that the criteria accept (C13).",
                year=base_year,
                first=FIRST_BASE_YEAR,
            ),
            remedy=say("Choose {first} or a later complete year.", first=FIRST_BASE_YEAR),
            field="base_year",
            year=base_year,
        )
    ]


def _latest(target_year: int) -> list[Finding]:
    if target_year <= NET_ZERO_YEAR:
        return []
    return [
        warning(
            "target-year-after-2050",
            say("A long-term target is reached by 2050 at the latest, not in {year}.", year=target_year),
            remedy=say("Choose 2050 or an earlier year."),
            field="target_year",
            year=target_year,
        )
    ]


def _window(target_year: int, submission: str) -> list[Finding]:
    window = target_years(submission)
    if target_year in window or target_year == RECOMMENDED_TARGET_YEAR:
        return []
    return [
        warning(
            "target-year-outside-window",
            say(
                "A target submitted in {submission} runs to a year from {first} to {last}: five to ten "
                "years, and the submission year counts when it is submitted by June (C13).",
                submission=submission,
                first=window[0],
                last=window[-1],
            ),
            remedy=say(
                "Choose a year from {first} to {last}, or 2030, which is always accepted (R7).",
                first=window[0],
                last=window[-1],
            ),
            field="target_year",
            year=target_year,
        )
    ]


def _recent(recent_year: int, submission: str) -> list[Finding]:
    oldest = int(submission[:4]) - _OLDEST_RECENT
    if recent_year >= oldest:
        return []
    return [
        warning(
            "recent-year-too-old",
            say(
                "The most recent year {recent} is more than two years before the submission in {submission} "
                "(C14).",
                recent=recent_year,
                submission=submission,
            ),
            remedy=say("Complete the inventory of {oldest} or a later year.", oldest=oldest),
            field="most_recent_year",
            year=recent_year,
        )
    ]


def _edition(rules: RuleSet, submission: str) -> list[Finding]:
    """Return a finding when the rule set is not in force at submission; old ones hold six months (C7)."""
    if accepted(rules, submission):
        return []
    return [
        warning(
            "rule-set-not-in-force",
            say(
                "{rules} is not in force for a submission in {submission}.",
                rules=rules.title,
                submission=submission,
            ),
            remedy=say("Choose {rules}.", rules=rule_set_on(month_period(submission).end).title),
            field="rule_set",
        )
    ]
