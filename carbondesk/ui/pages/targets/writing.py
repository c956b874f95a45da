"""What the Targets page writes, each time as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from carbondesk.domain.records import Target
from carbondesk.domain.schema import Record
from carbondesk.domain.text import Text, say
from carbondesk.ui.pages.targets import words

if TYPE_CHECKING:
    from carbondesk.ui.session import Session


def change(session: Session, target: Target, fields: Mapping[str, Any]) -> None:
    """Change fields of a target; raises CarbonDeskError where the file does not take it."""
    with session.step(_title(target, fields)) as step:
        step.change(target, **fields)


def change_all(session: Session, targets: Sequence[Target], fields: Mapping[str, Any]) -> None:
    """Change the same fields of several targets."""
    with session.step(say("Edit {n} targets", n=len(targets))) as step:
        for target in targets:
            step.change(target, **fields)


def change_organisation(session: Session, **fields: object) -> None:
    """Change a policy of the organisation that targets depend on."""
    assert session.inventory is not None  # noqa: S101 - a page writes only with an inventory
    with session.step(say("Threshold for restating the base year")) as step:
        step.change(session.inventory.organisation, **fields)


def add(session: Session, target: Target) -> Target:
    """Add a target."""
    with session.step(say("Add target: {name}", name=words.name_of(target))) as step:
        return step.add(target)


def split(session: Session, target: Target) -> None:
    """Make two targets, for scope 1 and for scope 2, of one for both."""
    with session.step(say("Split {name} into scope 1 and scope 2", name=words.name_of(target))) as step:
        step.change(target, scope="1")
        step.add(replace(target, id=0, step=0, uid="", scope="2"))


def remove(session: Session, target: Target) -> None:
    """Remove a target with its versions, milestones, exclusions and answers."""
    with session.step(say("Remove target: {name}", name=words.name_of(target))) as step:
        step.remove_with_dependents(target)


def add_record(session: Session, record: Record, title: Text) -> Record:
    """Add what belongs to a target."""
    with session.step(title) as step:
        return step.add(record)


def change_record(session: Session, record: Record, fields: Mapping[str, Any], title: Text) -> None:
    """Change what belongs to a target."""
    if fields:
        with session.step(title) as step:
            step.change(record, **fields)


def remove_record(session: Session, record: Record, title: Text) -> None:
    """Remove what belongs to a target."""
    with session.step(title) as step:
        step.remove(record)


def _title(target: Target, fields: Mapping[str, Any]) -> Text:
    name = words.name_of(target)
    if set(fields) == {"reduction"} and fields["reduction"] is not None:
        return say("Reduction of {name}: {share} %", name=name, share=round(fields["reduction"] * 100, 2))
    if len(fields) == 1:
        label = Target.column(next(iter(fields))).label
        return say("{name}: {field}", name=name, field=label)
    return say("Edit {name}", name=name)
