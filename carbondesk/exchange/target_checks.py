"""Tables of targets: what no single cell shows, before a target that nothing can be drawn of is written."""

from __future__ import annotations

from typing import Any

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.targets.rulesets import UnknownRuleSet, rule_set
from carbondesk.domain.targets.windows import FIRST_YEAR, LAST_YEAR
from carbondesk.domain.text import listed, say
from carbondesk.exchange.batches import Batch

_YEARS = ("base_year", "most_recent_year", "target_year", "net_zero_year")


def check_targets(batch: Batch) -> None:
    """Refuse targets of a rule set that there is not, and years that no target can have."""
    for row in batch.rows.tolist():
        name = batch.value("rule_set", row)
        if name is not None:
            try:
                rule_set(str(name))
            except UnknownRuleSet as fault:
                batch.refuse([row], "rule_set", lambda where, fault=fault: _unknown(fault, where))  # type: ignore[misc]
    for heading in _YEARS:
        given = {row: batch.value(heading, row) for row in batch.rows.tolist()}
        wrong = [
            row
            for row, year in given.items()
            if isinstance(year, int) and not FIRST_YEAR <= year <= LAST_YEAR
        ]
        batch.refuse(wrong, heading, _no_year)


def _unknown(fault: UnknownRuleSet, where: dict[str, Any]) -> Finding:
    return error(
        "rule-set-unknown",
        say("There is no rule set {name}.", name=fault.name),
        remedy=say("Choose one of: {words}.", words=listed(fault.known)),
        **where,
    )


def _no_year(where: dict[str, Any]) -> Finding:
    return error(
        "year-out-of-range",
        say("A year of a target lies from {first} to {last}.", first=str(FIRST_YEAR), last=str(LAST_YEAR)),
        remedy=say("Correct the year."),
        **where,
    )
