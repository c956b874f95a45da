"""Writing a verification round: the round and the lines of its sample, in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import VerificationLine, VerificationRound
from carbondesk.domain.text import say

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory


def begin_round(
    inventory: Inventory, wanted: VerificationRound, lines: Iterable[VerificationLine], *, person: str = ""
) -> VerificationRound:
    """Add a round with the lines of its sample and return it; `frozen_step` is the step whose values they hold.

    The lines need not name their round. Raises what `Inventory.step` raises; then nothing is kept.
    """
    name = year_name(wanted.year, inventory.organisation.year_start)
    with inventory.step(say("Begin a verification round of {year}", year=name), person=person) as step:
        made = step.add(wanted)
        step.add_many(VerificationLine, [replace(line, round=made.id) for line in lines])
    return made
