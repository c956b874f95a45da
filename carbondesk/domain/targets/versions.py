"""A target as it stood: its content as canonical JSON, the way back from it, and what two versions differ in.

The content is what was decided: every field of the target and its own exclusions, without keys of the file, without
its state and number, and without the rule set under which it was validated later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.schema import Column, Kind, Record
from carbondesk.domain.text import EMPTY, Text, say

_FACTS = frozenset({"version", "state", "valid_under"})
_LINKS = frozenset({"target", "site"})
_SITE = "site"
EXCLUSIONS = "exclusions"
"""The key of a target's own exclusions in a content, and the field of their difference."""

_LARGEST_WHOLE = 2**63 - 1
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
_HALVES = re.compile("[\ud800-\udfff]")


def content(target: Target, exclusions: Iterable[Exclusion], sites: Mapping[int, str]) -> str:
    """Return a target and its own exclusions as canonical JSON; `sites` are the uids of sites by their ids."""
    own = [
        {**_values(exclusion, _LINKS), _SITE: sites.get(exclusion.site or 0, "")} for exclusion in exclusions
    ]
    return json.dumps(
        {**_values(target, _FACTS), EXCLUSIONS: sorted(own, key=_canonical)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def restored(text: str, sites: Mapping[str, int]) -> tuple[dict[str, Any], list[Exclusion]]:
    """Return the fields of a target and its exclusions from a content; `sites` are ids by their uids.

    A field that came with a later format has its default, one that there no longer is falls away; so does the
    site of an exclusion that is gone. Raises CarbonDeskError for a text that keeps no target: another program wrote it.
    """
    held = _mapping(_read(text))
    left = held.get(EXCLUSIONS, [])
    if not isinstance(left, list):
        raise _broken(Exclusion.many)
    exclusions = []
    for kept in map(_mapping, left):
        site = kept.get(_SITE, "")
        known = sites.get(site) if isinstance(site, str) else None
        exclusions.append(Exclusion(**_fields(Exclusion, kept, _LINKS), site=known))
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
                field=EXCLUSIONS,
                label=Exclusion.many,
                before=_tonnes(old_left),
                after=_tonnes(new_left),
            )
        )
    return tuple(found)


def _left(text: str) -> object:
    return _mapping(_read(text)).get(EXCLUSIONS, [])


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


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _broken() from fault


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _broken()
    return value


def _fields(kind: type[Record], kept: Mapping[str, Any], without: frozenset[str]) -> dict[str, Any]:
    found = {}
    for column in kind.columns():
        if column.name not in without:
            value = kept.get(column.heading, column.default)
            if not _fits(column, value):
                raise _broken(column.label)
            found[column.name] = value
    return found


def _fits(column: Column, value: object) -> bool:
    """Tell whether a value is one that the field of a record may have."""
    if value is None:
        return column.optional
    if column.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if column.kind is Kind.INTEGER:
        return isinstance(value, int) and abs(value) <= _LARGEST_WHOLE and _in_limits(column, value)
    if column.kind is Kind.NUMBER:
        return isinstance(value, int | float) and _in_limits(column, value)
    return isinstance(value, str) and _is_text_of(column, value)


def _is_text_of(column: Column, value: str) -> bool:
    if column.choices:
        return value in column.choices
    if column.kind is Kind.MONTH and value:
        return _MONTH.fullmatch(value) is not None
    return not _HALVES.search(value) and bool(value or column.default == "")


def _in_limits(column: Column, value: float) -> bool:
    low = -LARGEST if column.minimum is None else column.minimum
    high = LARGEST if column.maximum is None else column.maximum
    # For Python, yes and no are numbers too.
    return not isinstance(value, bool) and low <= value <= high


def _broken(field: Text = EMPTY) -> CarbonDeskError:
    words = say("This version cannot be read: another program changed what it keeps.")
    if field != EMPTY:
        words = say("This version cannot be read: {field} has a value that it cannot have.", field=field)
    return CarbonDeskError(words, say("Choose another version, or open an older copy of the file."))
