"""The rule sets by which targets were and are set, with their dates: a rule set is a choice of each target.

Calculated per the public SBTi method; not an SBTi validation. What a rule set has not published is named as such
in `lacking`, so that nobody computes with a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carbondesk.domain.periods import month_of
from carbondesk.domain.text import EMPTY, Text, say


class Formula(StrEnum):
    """How a rule set computes the smallest reduction of the absolute contraction approach."""

    FLAT = "flat"
    DYNAMIC = "dynamic"
    UNPUBLISHED = "unpublished"
    OWN = "own"
    SECTOR = "sector"


class Grade(StrEnum):
    """How well a number or a rule is proven, from the standard itself down to memory.

    `STANDARD`: the text of the standard-setter was seen. `TRANSCRIBED`: transcribed in public with its clause.
    `PRESS`: consultants or press. `UNCONFIRMED`: found in no source that was seen; whoever shows a result says so.
    """

    STANDARD = "standard"
    TRANSCRIBED = "transcribed"
    PRESS = "press"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A dated edition of the criteria, or rules without a date: own goals.

    Where only the month of an edition is known, `effective` is its first day. `last` is the last day on
    which new targets may be submitted under it, where one is published; `required` the day from which new
    submissions must use this one. `doubts` are dates on which the standard-setter's own papers disagree.
    """

    name: str
    title: Text
    formula: Formula
    effective: date
    citation: str
    last: date | None = None
    also: tuple[str, ...] = ()
    published: date | None = None
    required: date | None = None
    lacking: Text = EMPTY
    doubts: Text = EMPTY


class UnknownRuleSet(ValueError):  # noqa: N818 - named for what is unknown, as UnknownUnit is
    """No rule set has this name; `known` are the names that there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown rule set {name}")
        self.name = name
        self.known = tuple(rules.name for rules in (*RULE_SETS, *OTHER_RULE_SETS))


CURRENT = "SBTi-CNZS-1.3.1"
NET_ZERO_2 = "SBTi-CNZS-2.0"
OWN_GOALS = "own"
ICT_SECTOR = "ITU-T-L.1470"

# Near-term criteria 5.1, C7: an older edition of method and tool holds six months more.
GRACE_MONTHS = 6

RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet(
        name="SBTi-NT-5.0",
        title=say("SBTi near-term criteria 5.0"),
        formula=Formula.FLAT,
        effective=date(2021, 12, 1),
        citation="SBTi Corporate Near-Term Criteria 5.0; Target Validation Protocol 3.0 (December 2021)",
    ),
    RuleSet(
        name="SBTi-NT-5.1",
        title=say("SBTi near-term criteria 5.1"),
        formula=Formula.FLAT,
        effective=date(2023, 4, 1),
        citation="SBTi Corporate Near-Term Criteria 5.1 (April 2023); "
        "Target Validation Protocol 3.1, pages 25 to 27",
    ),
    RuleSet(
        name="SBTi-NT-5.2",
        title=say("SBTi near-term criteria 5.2"),
        formula=Formula.FLAT,
        effective=date(2024, 3, 1),
        citation="SBTi Corporate Near-Term Criteria 5.2 (March 2024)",
        also=("SBTi-CNZS-1.2",),
    ),
    RuleSet(
        name="SBTi-NT-5.3",
        title=say("SBTi near-term criteria 5.3"),
        formula=Formula.FLAT,
        effective=date(2025, 9, 15),
        citation="SBTi Corporate Near-Term Criteria 5.3, Corporate Net-Zero Standard 1.3 (15 September 2025)",
        also=("SBTi-CNZS-1.3",),
    ),
    RuleSet(
        name=CURRENT,
        title=say("SBTi Corporate Net-Zero Standard 1.3.1"),
        formula=Formula.DYNAMIC,
        effective=date(2026, 4, 14),
        # Published as 31 December 2027 and as 31 January 2028: the earlier one is safe.
        last=date(2027, 12, 31),
        doubts=say("The last day of its use is given as 31 December 2027 and as 31 January 2028."),
        citation="SBTi Corporate Net-Zero Standard 1.3.1 and Near-Term Criteria 5.3.1 (14 April 2026), "
        "Method Appendix 1.0, equations 1-6 and 8",
        also=("SBTi-NT-5.3.1",),
    ),
    RuleSet(
        name=NET_ZERO_2,
        title=say("SBTi Corporate Net-Zero Standard 2.0"),
        formula=Formula.UNPUBLISHED,
        # Published as 31 January and as 1 February 2027: the later one is safe.
        effective=date(2027, 2, 1),
        published=date(2026, 6, 11),
        required=date(2028, 2, 1),
        citation="SBTi Corporate Net-Zero Standard 2.0 (11 June 2026)",
        lacking=say(
            "The equations of ambition stand in its Target-Setting Methods Documentation, which is not available. "
            "They are not guessed."
        ),
        doubts=say("Its start is given as 31 January 2027 and as 1 February 2027."),
    ),
)

OTHER_RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet(
        name=OWN_GOALS,
        title=say("Own goal"),
        formula=Formula.OWN,
        effective=date.min,
        citation="The organisation's own decision; no standard accepts or refuses it",
    ),
    RuleSet(
        name=ICT_SECTOR,
        title=say("ICT sector trajectory ITU-T L.1470"),
        formula=Formula.SECTOR,
        effective=date(2020, 1, 12),
        citation="ITU-T L.1470 (January 2020), approved 12 January 2020",
        lacking=say(
            "The figures of its sub-sectors were confirmed in no source, apart from mobile operators."
        ),
    ),
)
"""Rules that no edition of the criteria follows on: own goals, and what a sector has agreed on."""


def rule_set(name: str) -> RuleSet:
    """Return a rule set by its name or other name; raises UnknownRuleSet."""
    for rules in (*RULE_SETS, *OTHER_RULE_SETS):
        if name in (rules.name, *rules.also):
            return rules
    raise UnknownRuleSet(name)


def rules_of(name: str) -> RuleSet:
    """Return the rule set that a file names for a target; own goals for one that this version does not know."""
    try:
        return rule_set(name)
    except UnknownRuleSet:
        return rule_set(OWN_GOALS)


def successor(rules: RuleSet) -> RuleSet | None:
    """Return the edition that followed a rule set; None for the newest, and for rules that are no edition."""
    if rules in OTHER_RULE_SETS:
        return None
    later = [other for other in RULE_SETS if other.effective > rules.effective]
    return later[0] if later else None


def rule_set_on(day: date) -> RuleSet:
    """Return the newest rule set that was in force on a day; before the first one, the first."""
    in_force = [rules for rules in RULE_SETS if rules.effective <= day]
    return in_force[-1] if in_force else RULE_SETS[0]


def last_month(rules: RuleSet) -> str | None:
    """Return the last month (`YYYY-MM`) in which a target may be submitted under a rule set; None: no end known.

    The published end, else six months after the next edition came into force (near-term criteria 5.1, C7).
    """
    if rules.last is not None:
        return month_of(rules.last)
    newer = successor(rules)
    if newer is None:
        return None
    months = newer.effective.year * 12 + newer.effective.month - 1 + GRACE_MONTHS
    return f"{months // 12:04}-{months % 12 + 1:02}"


def accepted(rules: RuleSet, month: str) -> bool:
    """Tell whether a target submitted in a month (`YYYY-MM`) may use a rule set."""
    end = last_month(rules)
    return month_of(rules.effective) <= month and (end is None or month <= end)


def accepted_in(month: str) -> tuple[RuleSet, ...]:
    """Return the editions under which a target may be submitted in a month (`YYYY-MM`), oldest first."""
    return tuple(rules for rules in RULE_SETS if accepted(rules, month))
