"""Screening of scope 3: which of the 15 categories are in the inventory, which are left out, how much that is, why.

Source of the rules: GHG Protocol Scope 3 Standard, chapter 6 (all categories are accounted for, exclusions are
disclosed and justified). Thresholds: SBTi Corporate Near-Term Criteria, C5 (at most 5 % of scope 3
excluded, and estimated).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from carbondesk.domain.records import Category, Decision, Screening
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say

SCOPE_3 = tuple(category for category in Category if category.scope == "3")
"""The 15 categories in their order."""
MOST_EXCLUDED = 0.05
"""The largest share of scope 3 that may be excluded: SBTi Corporate Near-Term Criteria, C5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One category: its t CO2e in the inventory (None: no source), what was decided, what would be left out.

    `share` is the category's part of scope 3, reported and excluded together, None where nothing is known of it.
    """

    category: Category
    tonnes: float | None
    record: Screening | None
    share: float | None

    @property
    def excluded(self) -> bool:
        """Whether the category is left out by decision."""
        return self.record is not None and self.record.decision == Decision.EXCLUDED

    @property
    def answered(self) -> bool:
        """Whether sources or a decision answer for the category."""
        return self.tonnes is not None or self.record is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedScope:
    """Scope 3 in t CO2e: `reported` in the inventory, `excluded` by estimate, and what lacks an estimate.

    `excluded_share` is excluded / (reported + excluded), None where an excluded category has no estimate.
    """

    rows: tuple[Screened, ...]
    reported: float
    excluded: float
    unestimated: tuple[Category, ...]

    @property
    def excluded_share(self) -> float | None:
        """The share of scope 3 that is left out; None where it is not known."""
        whole = self.reported + self.excluded
        if self.unestimated or not whole:
            return None
        return self.excluded / whole


def screen(
    tonnes: Mapping[Category, float], records: Iterable[Screening]
) -> tuple[ScreenedScope, list[Finding]]:
    """Return the 15 categories with their decisions, and what nobody has answered for or what contradicts itself.

    `tonnes` holds the t CO2e of a year for each category that has sources (derived category 3 among them); other
    scopes are ignored. Of several records of a category the one decided last counts.
    """
    latest: dict[str, Screening] = {}
    for record in sorted(records, key=lambda row: (row.decided_on or date.min, row.id)):
        latest[record.category] = record
    known = {category: tonnes[category] for category in SCOPE_3 if category in tonnes}
    left_out = [category for category in SCOPE_3 if _is_left_out(category, known, latest)]
    estimates = {category: latest[category].estimate for category in left_out}
    excluded = sum(estimate for estimate in estimates.values() if estimate is not None)
    reported = sum(known.values())
    whole = reported + excluded
    rows = tuple(
        Screened(
            category=category,
            tonnes=known.get(category),
            record=latest.get(category),
            share=_part(known.get(category, estimates.get(category)), whole),
        )
        for category in SCOPE_3
    )
    scope = ScreenedScope(
        rows=rows,
        reported=reported,
        excluded=excluded,
        unestimated=tuple(category for category in left_out if estimates[category] is None),
    )
    findings = [finding for row in rows for finding in _findings(row)]
    return scope, [*findings, *_too_much(scope)]


def _is_left_out(
    category: Category, known: Mapping[Category, float], latest: Mapping[str, Screening]
) -> bool:
    record = latest.get(category)
    return record is not None and record.decision == Decision.EXCLUDED and category not in known


def _part(tonnes: float | None, whole: float) -> float | None:
    return None if tonnes is None or not whole else tonnes / whole


def _findings(row: Screened) -> Iterator[Finding]:
    place = {"category": row.category.value}
    if not row.answered:
        yield warning(
            "category-unanswered",
            say("Nobody has said whether “{category}” matters.", category=row.category.label),
            remedy=say("Add a source, or decide it in the screening of scope 3 with a reason."),
            **place,
        )
    if row.record is None:
        return
    if row.tonnes is not None and row.record.decision != Decision.INCLUDED:
        yield warning(
            "category-left-out-with-sources",
            say("“{category}” is decided as left out, but its sources count.", category=row.category.label),
            remedy=say("Change the decision, or remove the sources."),
            **place,
        )
    if row.tonnes is None and row.record.decision == Decision.INCLUDED:
        yield warning(
            "category-included-without-sources",
            say("“{category}” is decided as included, but has no source.", category=row.category.label),
            remedy=say("Add its sources, or decide otherwise."),
            **place,
        )
    if row.excluded and row.record.estimate is None:
        yield error(
            "exclusion-without-estimate",
            say("“{category}” is left out without an estimate.", category=row.category.label),
            remedy=say("Estimate its t CO₂e a year; only then is the excluded share known."),
            **place,
        )
    if row.record.decision != Decision.INCLUDED and not row.record.reason.strip():
        yield warning(
            "exclusion-without-reason",
            say("“{category}” is left out without a reason.", category=row.category.label),
            remedy=say("Enter the reason; it is printed in the report."),
            **place,
        )


def _too_much(scope: ScreenedScope) -> list[Finding]:
    share = scope.excluded_share
    if share is None or share <= MOST_EXCLUDED:
        return []
    return [
        warning(
            "exclusions-exceed",
            say(
                "{share} % of scope 3 are left out; SBTi's criteria (C5) allow {most} %.",
                share=round(share * 100, 1),
                most=MOST_EXCLUDED * 100,
            ),
            remedy=say("Take the largest excluded category into the inventory."),
            table="screening",
        )
    ]
