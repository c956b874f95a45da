"""A target as it stood: its content as canonical JSON, the way back from it, and what two versions differ in.

The content is what was decided: every field of the target and its own exclusions, without keys of the file, without
its state and number, and without the rule set under which it was validated later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.schema import Record
from carbondesk.domain.text import Text

_FACTS = frozenset({"version", "state", "valid_under"})
_LINKS = frozenset({"target", "site"})
_EXCLUSIONS, _SITE = "exclusions", "site"


def content(target: Target, exclusions: Iterable[Exclusion], sites: Mapping[int, str]) -> str:
    """Return a target and its own exclusions as canonical JSON; `sites` are the uids of sites by their ids."""
    own = [
        {**_values(exclusion, _LINKS), _SITE: sites.get(exclusion.site or 0, "")} for exclusion in exclusions
    ]
    return json.dumps(
        {**_values(target, _FACTS), _EXCLUSIONS: sorted(own, key=_canonical)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def restored(text: str, sites: Mapping[str, int]) -> tuple[dict[str, Any], list[Exclusion]]:
    """Return the fields of a target and its exclusions from a content; `sites` are ids by their uids.

    A field that came with a later format has its default, one that there no longer is falls away; so does the
    site of an exclusion that is gone. Raises ValueError for a text that is no JSON.
    """
    held = json.loads(text)
    exclusions = [
        Exclusion(**_fields(Exclusion, kept, _LINKS), site=sites.get(kept.get(_SITE, "")))
        for kept in held.get(_EXCLUSIONS, [])
    ]
    return _fields(Target, held, _FACTS), exclusions


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of a target that two versions hold differently, as values of the record."""

    field: str
    label: Text
    before: object
    after: object


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return what two contents of a target differ in, in the order of its fields; exclusions as their count and sum."""
    (old, old_left), (new, new_left) = restored(before, {}), restored(after, {})
    found = [
        Difference(field=column.name, label=column.label, before=old[column.name], after=new[column.name])
        for column in Target.columns()
        if column.name in old and old[column.name] != new[column.name]
    ]
    if _left(before) != _left(after):
        found.append(
            Difference(
                field=_EXCLUSIONS,
                label=Exclusion.many,
                before=_tonnes(old_left),
                after=_tonnes(new_left),
            )
        )
    return tuple(found)


def _left(text: str) -> object:
    return json.loads(text).get(_EXCLUSIONS)


def _tonnes(exclusions: Iterable[Exclusion]) -> float:
    return sum(exclusion.emissions or 0.0 for exclusion in exclusions)


def _values(record: Record, without: frozenset[str]) -> dict[str, object]:
    return {
        column.heading: getattr(record, column.name)
        for column in record.columns()
        if column.name not in without
    }


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _fields(kind: type[Record], kept: Mapping[str, Any], without: frozenset[str]) -> dict[str, Any]:
    return {
        column.name: kept.get(column.heading, column.default)
        for column in kind.columns()
        if column.name not in without
    }
