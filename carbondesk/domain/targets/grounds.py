"""What a target is judged on: emissions and outputs by year, what is left out, other targets, the company.

Nothing here reads a file or a clock; an empty mapping means that nothing is known, and never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carbondesk.domain.records import Category, Exclusion, Target, TargetMethod, TargetScope
from carbondesk.domain.schema import Finding
from carbondesk.domain.targets.benchmarks import SectorPathway
from carbondesk.domain.targets.electricity import Generator
from carbondesk.domain.targets.netzero import Company

SCOPES_OF: Mapping[str, tuple[str, ...]] = {
    TargetScope.SCOPE_1: ("S1",),
    TargetScope.SCOPE_2: ("S2",),
    TargetScope.SCOPE_1_2: ("S1", "S2"),
    TargetScope.SCOPE_3: ("S3",),
    TargetScope.ALL: ("S1", "S2", "S3"),
    TargetScope.FLAG: ("FLAG",),
}
"""The keys of emissions that each scope of a target holds."""

_DIGITS = 4
"""A number of a category is never longer; Python refuses to read one of thousands of digits."""

_OWN = ("S1", "S2")
_ALL = ("S1", "S2", "S3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What is known about an organisation when its targets are judged.

    `emissions` holds t CO2e by year under S1, S2 and S3, by the scope 2 method of the target. Beside them and in none
    of them stand FLAG (forest, land and agriculture), direct CO2 of bioenergy (B1, B2, B3) and removals of bioenergy
    feedstocks (R1, R2, R3, above zero). `categories` holds scope 3 by year and number. `outputs` are the denominators
    of intensities in `output_unit`, `renewable` and `engaged` shares by year; `bioenergy` is the direct CO2 of
    bioenergy in t by year, as reported beside the scopes, and `bioenergy_categories` its part in scope 3 by year and
    number. `generators` are those of the contracts. `declared` holds answers by the criterion's id that no number
    gives, `findings` what is doubtful about all this. `complete_years` lack nothing in the target's scopes,
    `whole_years` nothing in any.
    """

    emissions: Mapping[int, Mapping[str, float]]
    complete_years: tuple[int, ...] = ()
    whole_years: tuple[int, ...] = ()
    categories: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    outputs: Mapping[int, float] = field(default_factory=dict)
    output_unit: str = ""
    renewable: Mapping[int, float] = field(default_factory=dict)
    engaged: Mapping[int, float] = field(default_factory=dict)
    bioenergy: Mapping[int, float] = field(default_factory=dict)
    bioenergy_categories: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    generators: tuple[Generator, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    targets: tuple[Target, ...] = ()
    sector: SectorPathway | None = None
    company: Company = field(default_factory=Company)
    threshold: float | None = None
    declared: Mapping[str, bool] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def amount(self, year: int | None, *scopes: str) -> float | None:
        """Return the t CO2e of some scopes in a year; None where one of them is not known."""
        known = self.emissions.get(year or 0, {})
        return None if any(scope not in known for scope in scopes) else sum(known[scope] for scope in scopes)

    def others(self, target: Target) -> tuple[Target, ...]:
        """Return a target and all others of the organisation, each once, the given one as it stands now."""
        return (target, *(other for other in self.targets if other.uid != target.uid or not other.uid))


def category_numbers(words: str) -> frozenset[int]:
    """Return the scope 3 categories that a target names, such as `1,4,11`; empty for all. Other words are left out."""
    found = words.replace(" ", "").split(",")
    return frozenset(int(word) for word in found if word.isdecimal() and len(word) <= _DIGITS)


def category_share(target: Target, categories: Mapping[int, float]) -> float | None:
    """Return the share of a year's scope 3 within a target's categories: 1 for all, None without numbers."""
    numbers = category_numbers(target.categories)
    if not numbers:
        return 1.0
    whole = sum(categories.values())
    return sum(categories.get(number, 0.0) for number in numbers) / whole if whole > 0 else None


def bounded(target: Target, grounds: Grounds) -> dict[int, dict[str, float]]:
    """Return t CO2e by year and scope within a target's boundary.

    Scope 3 counts the target's categories only, in their share of the year. Direct CO2 of bioenergy is added and
    removals of its feedstocks are taken off where the target's boundary holds them (near-term criteria, C10), in
    scope 3 in the share that the target's categories have in its bioenergy; where that is not known, as scope 3.
    """
    found: dict[int, dict[str, float]] = {}
    for year, amounts in grounds.emissions.items():
        within = {name: amounts[name] for name in (*_ALL, "FLAG") if name in amounts}
        grown = 1.0
        if "S3" in within:
            share = category_share(target, grounds.categories.get(year, {}))
            if share is None:
                del within["S3"]
            else:
                within["S3"] *= share
                burnt = category_share(target, grounds.bioenergy_categories.get(year, {}))
                grown = share if burnt is None else burnt
        for name in within:
            number, part = name[-1], grown if name == "S3" else 1.0
            if target.bioenergy:
                within[name] += part * amounts.get(f"B{number}", 0.0)
            if target.removals:
                within[name] -= part * amounts.get(f"R{number}", 0.0)
        found[year] = within
    return found


def left_out(exclusions: Iterable[Exclusion], target: Target, *scopes: str) -> float | None:
    """Return the t CO2e a year that a target and its inventory leave out of some scopes; None where one has no number.

    An exclusion without a target is the inventory's and counts for all of them.
    """
    counted = [
        exclusion.emissions
        for exclusion in exclusions
        if exclusion.target in (None, target.id)
        and f"S{Category(exclusion.category).scope}" in scopes
    ]  # fmt: skip
    known = [amount for amount in counted if amount is not None]
    return sum(known) if len(known) == len(counted) else None


def coverage(target: Target, grounds: Grounds, year: int | None, *scopes: str) -> float | None:
    """Return the share of reported and excluded emissions of some scopes that a target covers; None if not known.

    What the target itself declares holds, but for renewable electricity, where that is the share to be reached. Else
    the exclusions count against it, and in scope 3 the categories that it does not name; an engagement target covers
    the share of the partners that it is to reach.
    """
    if target.coverage is not None and target.method != TargetMethod.RENEWABLE_ELECTRICITY:
        return target.coverage
    reported, excluded = grounds.amount(year, *scopes), left_out(grounds.exclusions, target, *scopes)
    share = category_share(target, grounds.categories.get(year or 0, {})) if "S3" in scopes else 1.0
    if share is not None and target.method == TargetMethod.ENGAGEMENT:
        share *= target.engagement or 0.0
    if reported is None or excluded is None or share is None or reported + excluded <= 0:
        return None
    return reported * share / (reported + excluded)


def joint_coverage(targets: Iterable[Target], grounds: Grounds, year: int) -> float | None:
    """Return the share of reported and excluded scope 3 that several targets cover together; None if not known.

    A category counts with the largest share that any of them covers of it; what targets declare of themselves is added.
    """
    held = list(targets)
    told = sum(target.coverage for target in held if target.coverage is not None)
    untold = [target for target in held if target.coverage is None]
    categories, reported = grounds.categories.get(year, {}), grounds.amount(year, "S3")
    if not untold:
        return min(1.0, told)
    if not categories:
        known = [coverage(target, grounds, year, "S3") for target in untold]
        return None if None in known else min(1.0, told + max(found or 0.0 for found in known))
    outside = [left_out(grounds.exclusions, target, "S3") for target in untold]
    whole, beside = sum(categories.values()), max(found or 0.0 for found in outside)
    if reported is None or None in outside or whole <= 0 or reported + beside <= 0:
        return None
    best: dict[int, float] = {}
    for target in untold:
        share = (target.engagement or 0.0) if target.method == TargetMethod.ENGAGEMENT else 1.0
        for number in category_numbers(target.categories) or categories:
            best[number] = max(best.get(number, 0.0), share)
    covered = sum(amount * best.get(number, 0.0) for number, amount in categories.items()) / whole
    return min(1.0, told + reported * covered / (reported + beside))


def burnt(target: Target, grounds: Grounds, year: int) -> float | None:
    """Return the t of CO2 from bioenergy in a target's scopes in a year; None where it is not known."""
    amounts = grounds.emissions.get(year, {})
    known = [
        amounts[name]
        for name in (f"B{scope[-1]}" for scope in SCOPES_OF.get(target.scope, ()))
        if name in amounts
    ]
    return sum(known) if known else grounds.bioenergy.get(year)


def operations(scopes: str) -> bool:
    """Tell whether a target's scope holds scope 1 or 2."""
    return any(name in _OWN for name in SCOPES_OF.get(scopes, ()))


def value_chain(scopes: str) -> bool:
    """Tell whether a target's scope holds scope 3."""
    return "S3" in SCOPES_OF.get(scopes, ())
