"""The rule sets by which targets were and are set, with their dates: a rule set is a choice of each target.

Calculated per the public SBTi method; not an SBTi validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carbondesk.domain.text import Text, say


class Formula(StrEnum):
    """How a rule set computes the smallest reduction of the absolute contraction approach."""

    FLAT = "flat"
    DYNAMIC = "dynamic"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A dated edition of the criteria.

    Where only the month of an edition is known, `effective` is its first day. `last` is the last day on
    which new targets may be submitted under it, where one is published.
    """

    name: str
    title: Text
    formula: Formula
    effective: date
    citation: str
    last: date | None = None
    also: tuple[str, ...] = ()


class UnknownRuleSet(ValueError):  # noqa: N818 - named for what is unknown, as UnknownUnit is
    """No rule set has this name; `known` are the names that there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown rule set {name}")
        self.name = name
        self.known = tuple(rules.name for rules in RULE_SETS)


CURRENT = "SBTi-CNZS-1.3.1"

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
        citation="SBTi Corporate Net-Zero Standard 1.3.1 and Near-Term Criteria 5.3.1 (14 April 2026), "
        "Method Appendix 1.0, equations 1-6 and 8",
        also=("SBTi-NT-5.3.1",),
    ),
    RuleSet(
        name="SBTi-CNZS-2.0",
        title=say("SBTi Corporate Net-Zero Standard 2.0"),
        formula=Formula.UNPUBLISHED,
        effective=date(2027, 2, 1),
        citation="SBTi Corporate Net-Zero Standard 2.0 (11 June 2026)",
    ),
)


def rule_set(name: str) -> RuleSet:
    """Return a rule set by its name or other name; raises UnknownRuleSet."""
    for rules in RULE_SETS:
        if name in (rules.name, *rules.also):
            return rules
    raise UnknownRuleSet(name)


def successor(rules: RuleSet) -> RuleSet | None:
    """Return the edition that followed a rule set; None for the newest."""
    later = [other for other in RULE_SETS if other.effective > rules.effective]
    return later[0] if later else None


def rule_set_on(day: date) -> RuleSet:
    """Return the newest rule set that was in force on a day; before the first one, the first."""
    in_force = [rules for rules in RULE_SETS if rules.effective <= day]
    return in_force[-1] if in_force else RULE_SETS[0]
