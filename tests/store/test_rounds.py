from __future__ import annotations

from carbondesk.domain.records import VerificationLine, VerificationRound
from carbondesk.store.inventory import Inventory
from carbondesk.store.rounds import begin_round


def test_a_round_and_its_sample_are_one_step(inventory: Inventory) -> None:
    wanted = VerificationRound(year=2025, frozen_step=1, materiality=0.05, seed=7)
    lines = [
        VerificationLine(round=0, activity=number, value=1.5, stratum="1/x/A/small") for number in (4, 9)
    ]
    made = begin_round(inventory, wanted, lines, person="Verifier")
    newest = inventory.steps()[0]
    assert (str(newest.title), newest.person) == ("Begin a verification round of 2025", "Verifier")
    assert [(line.round, line.activity) for line in inventory.all(VerificationLine)] == [
        (made.id, 4),
        (made.id, 9),
    ]
    inventory.undo()
    assert inventory.all(VerificationRound) == []
    assert inventory.all(VerificationLine) == []
