"""Versions of targets: kept as they stood, approved one by one, brought back; an approval falls away on change.

Each writing function is one step. `by` is a role, `today` the day that is written down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from carbondesk.domain.records import Approval, Exclusion, Site, Target, TargetVersion
from carbondesk.domain.targets.versions import content, restored
from carbondesk.domain.text import say

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory
    from carbondesk.store.steps import Step


def versions(inventory: Inventory, target: Target) -> tuple[TargetVersion, ...]:
    """Return the versions of a target, the oldest first."""
    found = inventory.find(TargetVersion, target=target.id)
    return tuple(sorted(found, key=lambda version: version.version))


def content_of(inventory: Inventory, target: Target) -> str:
    """Return a target as given, with its exclusions as stored, as canonical JSON."""
    sites = {site.id: site.uid for site in inventory.all(Site)}
    return content(target, _own_exclusions(inventory, target), sites)


def changed_since(inventory: Inventory, target: Target) -> bool:
    """Whether a target differs from the version whose number it carries, or has none yet."""
    return _as_kept(inventory, target) is None


def is_approved(inventory: Inventory, target: Target) -> Approval | None:
    """Return the newest approval of a version whose content the target still has; None where it has fallen away."""
    approvals = inventory.find(Approval, subject_table=Target.table, subject=target.id)
    if not approvals:
        return None
    now = content_of(inventory, target)
    same = {version.version for version in versions(inventory, target) if version.content == now}
    return next((approval for approval in reversed(approvals) if approval.version in same), None)


def save_version(
    inventory: Inventory, target: Target, *, by: str, today: date, note: str = ""
) -> TargetVersion:
    """Keep a target as it is stored and return the version; one that was kept as it stands is not kept again."""
    stored = inventory.get(Target, target.id)
    kept = _as_kept(inventory, stored)
    if kept is not None:
        return kept
    title = say("Save version of target {name}", name=stored.name)
    with inventory.step(title, person=by) as step:
        return _keep(inventory, step, stored, by=by, today=today, note=note)


def approve(inventory: Inventory, target: Target, *, by: str, today: date, note: str = "") -> Approval:
    """Approve a target as it is stored, and keep that version where it is not kept yet."""
    stored = inventory.get(Target, target.id)
    with inventory.step(say("Approve target {name}", name=stored.name), person=by) as step:
        version = _as_kept(inventory, stored) or _keep(inventory, step, stored, by=by, today=today)
        return step.add(
            Approval(
                subject_table=Target.table,
                subject=target.id,
                version=version.version,
                approved_by=by,
                approved_on=today,
                note=note,
            )
        )


def restore_version(inventory: Inventory, version: TargetVersion) -> Target:
    """Give a target the fields and exclusions of one of its versions and return it.

    Raises KeyError when the target is gone, and CarbonDeskError for a version that keeps no target. Newer versions
    stay; a version that was approved is approved again.
    """
    target = inventory.get(Target, version.target)
    sites = {site.uid: site.id for site in inventory.all(Site)}
    fields, exclusions = restored(version.content, sites)
    title = say("Restore version {number} of target {name}", number=version.version, name=target.name)
    with inventory.step(title) as step:
        step.remove_many(Exclusion, [found.id for found in _own_exclusions(inventory, target)])
        for exclusion in exclusions:
            step.add(replace(exclusion, target=target.id))
        return step.change(target, **fields, version=version.version)


def _as_kept(inventory: Inventory, target: Target) -> TargetVersion | None:
    """Return the version whose number and content a target has."""
    found = inventory.find(TargetVersion, target=target.id, version=target.version)
    same = [version for version in found if version.content == content_of(inventory, target)]
    return same[0] if same else None


def _keep(
    inventory: Inventory, step: Step, target: Target, *, by: str, today: date, note: str = ""
) -> TargetVersion:
    """Add a version with the next number, which the target carries from now on."""
    number = max((version.version for version in versions(inventory, target)), default=0) + 1
    step.change(target, version=number)
    return step.add(
        TargetVersion(
            target=target.id,
            version=number,
            content=content_of(inventory, target),
            saved_on=today,
            saved_by=by,
            rule_set=target.rule_set,
            note=note,
        )
    )


def _own_exclusions(inventory: Inventory, target: Target) -> list[Exclusion]:
    # What the inventory leaves out has no target, nor has a target that is not stored yet.
    return inventory.find(Exclusion, target=target.id) if target.id else []
