"""Checks: every finding of an inventory, and the explanation that somebody gave for it.

A finding is the same as long as its code and its place are the same. The place is canonical JSON that names sites and
sources by their lasting identity; where a finding is about no single entry or month, what it is about (a carrier, a
gas, a contract) belongs to its place. Counts do not: a finding about five sources is not a new one about six.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.records import Acknowledgement
from carbondesk.domain.text import Text
from carbondesk.report.findings import inventory_findings, ordered
from carbondesk.report.published import published_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory

_COUNTS = frozenset({"sources", "row", "n"})
_EXACT = frozenset({"month", "activity", "bill"})


@dataclass(frozen=True, slots=True)
class Check:
    """A finding, its place, and the explanation that was given for it; None while it is open."""

    finding: Finding
    place: str
    explained: Acknowledgement | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same check."""
        return self.finding.code, self.place

    @property
    def is_open(self) -> bool:
        """Whether nobody has explained it."""
        return self.explained is None


def place_of(figures: Figures, finding: Finding) -> str:
    """Return the place of a finding as acknowledgements keep it."""
    where = {key: value for key, value in finding.where.items() if key not in _COUNTS}
    source = source_of(figures, finding)
    site = next((each for each in figures.sites.values() if each.name == where.get("site")), None)
    if source is not None:
        where.pop("site", None)
        where["source"] = figures.sources[source].uid
    elif site is not None:
        where["site"] = site.uid
    if source is not None and _EXACT & where.keys():
        # A month, an entry or a bill of a source says enough; Data entry keeps its explanations so too.
        where = {key: value for key, value in where.items() if key in {"source", *_EXACT}}
    else:
        about = sorted(_words(finding.message.values))
        where |= {"about": about} if about else {}
    plain = {
        key: value if isinstance(value, int | float | list) else str(value) for key, value in where.items()
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def source_of(figures: Figures, finding: Finding) -> int | None:
    """Return the id of the source that a finding names, at its site where it names one; None where it is not one."""
    where = finding.where
    found = [
        source.id
        for source in figures.sources.values()
        if source.name == where.get("source")
        and figures.sites[source.site].name == where.get("site", figures.sites[source.site].name)
    ]
    return found[0] if len(found) == 1 else None


def checks(figures: Figures) -> list[Check]:
    """Return every finding of an inventory with its explanation, most serious first."""
    findings = ordered([*published_findings(figures), *inventory_findings(figures)])
    return matched(figures.inventory, [(each, place_of(figures, each)) for each in findings])


def matched(inventory: Inventory, placed: Iterable[tuple[Finding, str]]) -> list[Check]:
    """Return findings with the explanations that the inventory holds now; the same check comes once."""
    notes = {(note.code, note.place): note for note in inventory.all(Acknowledgement)}
    found: dict[tuple[str, str], Check] = {}
    for finding, place in placed:
        key = (finding.code, place)
        found.setdefault(key, Check(finding, place, notes.get(key)))
    return list(found.values())


def _words(values: Mapping[str, object]) -> Iterable[str]:
    """Yield the words that a message was filled with, whatever depth they stand in; numbers are not names."""
    for name, value in values.items():
        if isinstance(value, Text):
            yield from _words(value.values) if value.values else (value.template,)
        elif isinstance(value, str) and name not in _COUNTS and value:
            yield value
