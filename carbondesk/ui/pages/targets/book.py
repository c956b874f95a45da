"""The targets of an inventory with what belongs to them, read together, and each of them judged once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbondesk.domain.records import (
    Driver,
    Exclusion,
    Milestone,
    Target,
    TargetKind,
)
from carbondesk.language import day, tr
from carbondesk.report.target_inputs import pathways as own_pathways
from carbondesk.report.target_versions import changed_since, is_approved, versions
from carbondesk.report.targets import grounds
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.shelf import Entry
from carbondesk.ui.pages.targets.sights import MARKS, Sight, sight
from carbondesk.ui.pages.targets.verdicts import told

if TYPE_CHECKING:
    from carbondesk.domain.records import Approval, Organisation, TargetVersion
    from carbondesk.domain.targets.benchmarks import SectorPathway
    from carbondesk.domain.targets.grounds import Grounds
    from carbondesk.report.figures import Figures


@dataclass(frozen=True, kw_only=True)
class Book:
    """The targets as they stand in the file, in their order, with exclusions and milestones."""

    figures: Figures
    targets: tuple[Target, ...]
    exclusions: tuple[Exclusion, ...]
    milestones: tuple[Milestone, ...]
    outputs: tuple[str, ...]
    pathways: tuple[SectorPathway, ...] = ()
    _sights: dict[Target, Sight] = field(default_factory=dict)

    @classmethod
    def read(cls, figures: Figures) -> Book:
        """Read the targets of an inventory."""
        inventory = figures.inventory
        drivers = dict.fromkeys(driver.driver for driver in inventory.all(Driver))
        return cls(
            figures=figures,
            targets=tuple(sorted(inventory.all(Target), key=_order)),
            exclusions=tuple(inventory.all(Exclusion)),
            milestones=tuple(inventory.all(Milestone)),
            outputs=tuple(sorted(drivers)),
            pathways=own_pathways(inventory)[0],
        )

    @property
    def organisation(self) -> Organisation:
        """The organisation with its policies."""
        return self.figures.organisation

    @property
    def asks_for_land(self) -> bool:
        """Whether forest, land and agriculture matters to the organisation's sector."""
        return self.organisation.flag_sector

    def target(self, id: int | None) -> Target | None:
        """Return a target by its row, None where there is none."""
        return next((target for target in self.targets if target.id == id), None)

    def grounds(self, target: Target) -> Grounds:
        """Return what a target is judged on."""
        return grounds(self.figures, target)

    def sight(self, target: Target) -> Sight:
        """Return a target with what came of it; the same target is judged once."""
        if target not in self._sights:
            self._sights[target] = sight(target, self.grounds(target))
        return self._sights[target]

    def entries(self) -> list[Entry]:
        """Return the targets as rows of the list."""
        return [self.entry(target) for target in self.targets]

    def entry(self, target: Target, shown: Sight | None = None) -> Entry:
        """Return a target's row of the list, as it stands or as it is `shown` while somebody tries another one."""
        seen = self.sight(target) if shown is None else shown
        line, status = seen.study.course, seen.study.checklist.status
        base = line.pathway.terms.base_year or None
        return Entry(
            id=target.id,
            title=words.name_of(seen.target),
            context=words.context_of(seen.target, base),
            goal=words.goal(seen.target, line),
            mark=MARKS[status],
            told=told(status),
        )

    # ---- versions ----------------------------------------------------------------------------------------

    def approval(self, target: Target) -> Approval | None:
        """Return the approval that holds for a target as it stands."""
        return is_approved(self.figures.inventory, target) if target.id else None

    def approval_words(self, target: Target) -> str:
        """Say who approved a target and when."""
        found = self.approval(target)
        if found is None:
            return tr("Not approved")
        return tr("{role}, {day}", role=found.approved_by, day=day(found.approved_on))

    def versions(self, target: Target) -> tuple[TargetVersion, ...]:
        """Return the versions of a target that were kept."""
        return versions(self.figures.inventory, target)

    def changed_since(self, target: Target) -> bool:
        """Tell whether a target differs from its newest version."""
        return changed_since(self.figures.inventory, target)


def _order(target: Target) -> tuple[int, int]:
    """Near-term targets stand first, then long-term ones and net zero, each in the order of entry."""
    return list(TargetKind).index(TargetKind(target.kind)), target.id
