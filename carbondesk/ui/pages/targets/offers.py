"""What the fields of a target's form offer: years, rules, sectors, outputs; and which fields a target needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.records import (
    Ambition,
    Scope2Method,
    Target,
    TargetKind,
    TargetMethod,
    TargetScope,
    Weights,
)
from carbondesk.domain.targets.intensities import VALUE_ADDED
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR
from carbondesk.domain.targets.rulesets import ICT_SECTOR, OTHER_RULE_SETS, RULE_SETS
from carbondesk.domain.targets.trajectories import ICT
from carbondesk.language import tr
from carbondesk.store.pathways import shipped_pathways
from carbondesk.ui.pages.targets import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from carbondesk.domain.targets.benchmarks import SectorPathway

Choices = list[tuple[str, object]]
MORE = "more"
"""The choice that brings up what is hidden until somebody asks for it."""

_EARLIEST = 2010
_INTENSITY = (TargetMethod.PHYSICAL_INTENSITY, TargetMethod.ECONOMIC_INTENSITY)
_SHARES = (TargetMethod.RENEWABLE_ELECTRICITY, TargetMethod.ENGAGEMENT)
_ALWAYS = ("scope", "kind", "base_year", "target_year", "submission", "method", "rule_set")
UNDER_MORE = (
    "name",
    "most_recent_year",
    "net_zero_year",
    "weights",
    "coverage",
    "bioenergy",
    "removals",
    "valid_under",
    "note",
)
"""Fields that are shown when somebody asks for more of them."""


def fields_of(target: Target, *, more: bool) -> set[str]:
    """Return the fields that a target's form shows: what its scope and method ask for."""
    found = set(_ALWAYS)
    if "2" in target.scope:
        found.add("scope2_method")
    if target.method not in _SHARES:
        found.add("ambition")
    if target.method in (*_INTENSITY, TargetMethod.SECTOR_CONVERGENCE):
        found |= {"denominator", "growth"}
    if target.method == TargetMethod.SECTOR_CONVERGENCE or target.rule_set == ICT_SECTOR:
        found.add("sector")
    if target.method == TargetMethod.ENGAGEMENT:
        found.add("engagement")
    if target.method == TargetMethod.RENEWABLE_ELECTRICITY:
        found.add("coverage")
    if more:
        found |= set(UNDER_MORE)
    # Only scopes 1 and 2 together are weighed.
    return found if target.scope == TargetScope.SCOPE_1_2 else found - {"weights"}


def scopes(target: Target, *, everything: bool) -> Choices:
    """Return the scopes that are offered; forest, land and agriculture stands behind "More"."""
    hidden = () if everything or target.scope == TargetScope.FLAG else (TargetScope.FLAG.value,)
    offered: Choices = [
        (words.word("scope", each), each) for each in map(str, TargetScope) if each not in hidden
    ]
    return [*offered, (tr("More scopes…"), MORE)] if hidden else offered


def methods(target: Target, *, everything: bool) -> Choices:
    """Return the methods that are offered; some stand behind "More methods"."""
    asked = everything or target.method in words.MORE_METHODS
    hidden = () if asked else words.MORE_METHODS
    offered: Choices = [(words.word("method", each), each) for each in words.METHODS if each not in hidden]
    return [*offered, (tr("More methods…"), MORE)] if hidden else offered


def rule_sets() -> Choices:
    """Return the rule sets, the newest edition first, then own goals and what sectors have."""
    return [(words.short_rules(rules), rules.name) for rules in (*reversed(RULE_SETS), *OTHER_RULE_SETS)]


def validated_under() -> Choices:
    """Return the rule sets under which a target may have been validated, and none."""
    return [(tr("Not validated yet"), ""), *rule_sets()]


def kinds() -> Choices:
    """Return what a target may promise."""
    return [(words.word("kind", each), each) for each in map(str, TargetKind)]


def ambitions() -> Choices:
    """Return the temperature goals."""
    return [(words.word("ambition", each), each) for each in map(str, Ambition)]


def weights() -> Choices:
    """Return the years that may weigh scopes 1 and 2."""
    return [(words.word("weights", each), each) for each in map(str, Weights)]


def scope2_methods() -> Choices:
    """Return the methods of scope 2."""
    return [(words.word("scope2_method", each), each) for each in map(str, reversed(Scope2Method))]


def complete_years(years: Collection[int], automatic: int | None, chosen: int | None) -> Choices:
    """Return the complete years, the chosen one, and the one that is taken where nothing is chosen."""
    found = sorted({*years, *([] if chosen is None else [chosen])})
    offered: Choices = [(str(year), year) for year in found]
    if automatic is None:
        return [(words.NOTHING, None), *offered]
    return [(tr("{year}, by itself", year=str(automatic)), None), *offered]


def target_years(base: int, chosen: int) -> Choices:
    """Return the years that a target may have, from the one after the base year on."""
    first = max(base + 1, _EARLIEST)
    return [(str(year), year) for year in sorted({*range(first, NET_ZERO_YEAR + 1), chosen})]


def net_zero_years(chosen: int | None) -> Choices:
    """Return the years of net zero that may be aimed at; the standard's latest one is 2050."""
    found = {*range(2030, NET_ZERO_YEAR + 1), *([] if chosen is None else [chosen])}
    return [(words.NOTHING, None), *((str(year), year) for year in sorted(found))]


def denominators(outputs: Sequence[str], chosen: str) -> Choices:
    """Return the figures of output that the inventory has, and the words of value added."""
    names = dict.fromkeys([*outputs, *VALUE_ADDED, *([chosen] if chosen else [])])
    return [(words.NOTHING, ""), *((name, name) for name in names)]


def sectors(own: Sequence[SectorPathway], chosen: str) -> Choices:
    """Return the pathways of sectors, the inventory's own first, and the parts of the ICT sector."""
    found: Choices = [(words.NOTHING, "")]
    found += [(tr(part.title), part.sector) for part in ICT]
    for pathway in (*own, *shipped_pathways()):
        if pathway.key not in {value for _, value in found}:
            found.append((tr(pathway.title), pathway.key))
    if chosen not in {value for _, value in found}:
        found.append((chosen, chosen))
    return found
