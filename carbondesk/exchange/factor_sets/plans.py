"""What reading a factor set in would do, worked out before anything is written, and then done as one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory


class SetAlreadyRead(CarbonDeskError):  # noqa: N818 - the name says what is wrong
    """The inventory holds this file's factors already."""


@dataclass(slots=True, kw_only=True)
class FactorSetPlan:
    """The outcome of reading one file: its sets, their factors, and what was left out or is doubtful.

    `rows` counts the rows of the file that hold a value; `skipped` those of them that no factor was made of.
    A workbook may hold two sets (the EPA's hub has the factors of eGRID in its table 6).
    """

    file: str
    sets: Sequence[FactorSet] = ()
    factors: Sequence[Factor] = ()
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    skipped: int = 0

    @property
    def set(self) -> FactorSet | None:
        """The set that the file is published as; None where the file could not be read."""
        return self.sets[0] if self.sets else None

    @property
    def has_errors(self) -> bool:
        """Whether anything is so wrong that nothing may be written."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def name(self) -> str:
        """Publisher and edition of the set, for people; the file's name where there is no set."""
        return f"{self.set.source} {self.set.source_version}" if self.set else self.file

    def apply(self, inventory: Inventory, progress: Progress = silent) -> int:
        """Write the sets and their factors in one step and return its number.

        Raises ValueError for a plan with errors, SetAlreadyRead where the inventory has the file or the edition.
        """
        if self.has_errors or not self.sets:
            raise ValueError("a plan with errors cannot be applied")
        held = inventory.all(FactorSet)
        digests, editions = {each.sha256 for each in held}, {each.edition for each in held}
        if any(each.sha256 in digests or each.edition in editions for each in self.sets):
            raise SetAlreadyRead(
                say("{set} has been read in already.", set=self.name),
                say("Look under Factors for its editions, or choose another file."),
            )
        with inventory.step(say("Read factor set {set}", set=self.name)) as step:
            progress(0, len(self.factors), say("Adding factors"))
            for each in self.sets:
                step.add(each)
            step.add_many(Factor, self.factors)
        return step.id
