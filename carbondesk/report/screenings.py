"""The paper on scope 3: all 15 categories, what is in the inventory, what is left out, by whose decision and why.

Source of the rules: GHG Protocol Scope 3 Standard, chapter 6; the limit on exclusions is that of SBTi's Corporate
Near-Term Criteria, C5. Category 3 is told twice: what is derived from scopes 1 and 2, and what was entered.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.carriers import UPSTREAM, carrier_name
from carbondesk.domain.accounting.pedigree import Graded, parse, quality_score
from carbondesk.domain.accounting.screening import MOST_EXCLUDED, Screened, ScreenedScope, screen
from carbondesk.domain.accounting.upstream import ELECTRICITY, HEAT
from carbondesk.domain.records import Category, Decision, Exclusion, Screening
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import Text, say
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.papers import (
    TONNES,
    Bar,
    BarChart,
    Cell,
    Head,
    Holds,
    Options,
    Paper,
    Sheet,
    with_rows,
)
from carbondesk.report.uncertainties import METHOD_NAMES, Measured, measured_lines

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

DECISIONS: Mapping[str, Text] = {
    Decision.INCLUDED: say("Included"),
    Decision.EXCLUDED: say("Left out"),
    Decision.NOT_APPLICABLE: say("Not applicable"),
}
_Derived = dict[tuple[int, str], float]
"""T CO2e in category 3 by site and carrier."""


def screening_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return the 15 categories of scope 3 in a reporting year, what is left out, and category 3 from both sides."""
    every = measured_lines(figures, year, options)
    lines = [line for line in every if line.category.scope == "3"]
    scope, findings = screen(_tonnes(figures, lines, options), figures.inventory.all(Screening))
    derived, entered = _upstream(figures, lines)
    bars = tuple(
        Bar(row.category.label, row.tonnes, "s3")
        for row in scope.rows
        if row.tonnes is not None and row.tonnes > 0
    )
    return Paper(
        "scope-3",
        say("Scope 3"),
        say("Which of the 15 categories matter, which are left out, and why."),
        with_rows(
            _categories(scope, lines), _left_out(figures, scope), _both_sides(figures, derived, entered)
        ),
        (*findings, *_twice(figures, derived, entered)),
        BarChart(say("Scope 3 by category"), bars) if bars else None,
    )


def _tonnes(figures: Figures, lines: list[Measured], options: Options) -> dict[Category, float]:
    """Return t CO2e of each category that has sources, or something derived."""
    cubes = figures.cubes(options.consolidation)
    there = np.unique(cubes.category[cubes.counted]).tolist()
    sums = {CATEGORIES[place]: 0.0 for place in there if CATEGORIES[place].scope == "3"}
    for line in lines:
        known = 0.0 if math.isnan(line.tonnes) else line.tonnes
        sums[line.category] = sums.get(line.category, 0.0) + known
    return sums


def _categories(scope: ScreenedScope, lines: list[Measured]) -> Sheet:
    grouped: dict[Category, list[Measured]] = defaultdict(list)
    for line in lines:
        grouped[line.category].append(line)
    rows = tuple(_row(row, grouped[row.category]) for row in scope.rows)
    return Sheet(
        say("Categories"),
        (
            Head(say("No.")),
            Head(say("Category")),
            Head(say("Emissions"), Holds.NUMBER, TONNES),
            Head(say("Share"), Holds.PERCENT),
            Head(say("How calculated")),
            Head(say("Data quality, 1 best to 5")),
            Head(say("Decision")),
            Head(say("Estimate"), Holds.NUMBER, say("t CO₂e/year")),
            Head(say("How it was estimated")),
            Head(say("Reason")),
            Head(say("Decided by")),
            Head(say("Date"), Holds.DATE),
        ),
        rows,
        ("", say("Scope 3 in the inventory"), scope.reported, "", "", "", "", "", "", "", "", ""),
        notes=(say("Share: of what is in the inventory and what is left out by estimate, together."),),
    )


def _row(row: Screened, lines: list[Measured]) -> tuple[Cell, ...]:
    record = row.record
    decided: tuple[Cell, ...] = ("", "", "", "", "", "")
    if record is not None:
        decided = (
            DECISIONS[record.decision],
            "" if record.estimate is None else record.estimate,
            record.method,
            record.reason,
            record.decided_by,
            "" if record.decided_on is None else record.decided_on,
        )
    return (
        row.category.value.removeprefix("s3-"),
        row.category.label,
        "" if row.tonnes is None else row.tonnes,
        "" if row.share is None else row.share,
        _methods(lines),
        _quality(lines),
        *decided,
    )


def _methods(lines: list[Measured]) -> Text | str:
    """Return the methods of a category's lines, largest first, with their shares where there are several."""
    sums: dict[str, float] = defaultdict(float)
    for line in lines:
        if not math.isnan(line.tonnes):
            sums["derived" if _is_derived(line) else line.source.method] += line.tonnes
    whole, result = math.fsum(sums.values()), None
    for method, amount in sorted(sums.items(), key=lambda pair: -pair[1]):
        name = say("derived from scopes 1 and 2") if method == "derived" else METHOD_NAMES[method]
        part = (
            say("{method} {share} %", method=name, share=round(amount / whole * 100)) if whole and len(sums) > 1
            else name
        )  # fmt: skip
        result = part if result is None else say("{one}; {other}", one=result, other=part)
    return "" if result is None else result


def _quality(lines: list[Measured]) -> Text | str:
    graded = []
    for line in lines:
        scores = parse(line.source.pedigree)
        known = scores if isinstance(scores, tuple) else ()
        graded.append(Graded(tonnes=line.tonnes, scores=known, tier=line.source.method))
    score = quality_score(graded)
    if not score.scored:
        return say("not scored") if lines else ""
    if round(score.scored, 3) == 1:
        return say("{score}", score=round(score.score, 1))
    return say("{score}, of {share} %", score=round(score.score, 1), share=round(score.scored * 100))


def _is_derived(line: Measured) -> bool:
    """Whether a line of category 3 follows from a source of scope 1 or 2."""
    return line.category is Category.S3_3 and line.source.category != Category.S3_3


def _left_out(figures: Figures, scope: ScreenedScope) -> Sheet:
    share = scope.excluded_share
    within = (
        say("not known: an estimate is missing") if scope.unestimated
        else say("nothing is left out") if not share
        else say("yes") if share <= MOST_EXCLUDED
        else say("no")
    )  # fmt: skip
    return Sheet(
        say("What is left out"),
        (
            Head(say("In the inventory"), Holds.NUMBER, TONNES),
            Head(say("Left out, by estimate"), Holds.NUMBER, TONNES),
            Head(say("Share left out"), Holds.PERCENT),
            Head(say("At most"), Holds.PERCENT),
            Head(say("Within the limit")),
        ),
        ((scope.reported, scope.excluded, share, MOST_EXCLUDED, within),),
        notes=(
            say("The limit is that of SBTi's Corporate Near-Term Criteria, C5."),
            *_of_targets(figures),
        ),
    )


def _of_targets(figures: Figures) -> list[Text]:
    """Say that targets leave out more than the screening: one paper must not look as if it denied another."""
    amounts = [
        exclusion.emissions or 0.0
        for exclusion in figures.inventory.all(Exclusion)
        if Category(exclusion.category).scope == "3"
    ]
    if not amounts:
        return []
    return [
        say(
            "Targets leave out {tonnes} t CO2e of scope 3 besides; they stand in the submission of targets.",
            tonnes=round(sum(amounts), 1),
        )
    ]


def _upstream(figures: Figures, lines: list[Measured]) -> tuple[_Derived, dict[int, tuple[str, float]]]:
    """Return what is derived in category 3 by site and carrier, and each entered source with its carrier and t."""
    derived: _Derived = defaultdict(float)
    entered: dict[int, tuple[str, float]] = {}
    for line in lines:
        if line.category is Category.S3_3:
            amount = 0.0 if math.isnan(line.tonnes) else line.tonnes
            factor = "" if line.choice.factor is None else line.choice.factor.carrier
            if _is_derived(line):
                derived[line.site.id, _carrier(figures, factor)] += amount
            else:
                known = entered.get(line.source.id, ("", 0.0))[1]
                entered[line.source.id] = _carrier(figures, line.source.carrier or factor), known + amount
    return derived, entered


def _carrier(figures: Figures, text: str) -> str:
    """Return the fuel or energy that an upstream carrier belongs to: `upstream diesel` to diesel, losses to power."""
    plain = figures.library.words.carrier(text.split(";", maxsplit=1)[0]).removeprefix(UPSTREAM)
    if ELECTRICITY in plain:
        return ELECTRICITY
    return HEAT if plain in {"heat", "steam"} or plain.startswith(("district heat", HEAT)) else plain


def _both_sides(figures: Figures, derived: _Derived, entered: Mapping[int, tuple[str, float]]) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (figures.sites[site].name, carrier_name(carrier), say("derived from scopes 1 and 2"), amount)
        for (site, carrier), amount in derived.items()
    ]
    rows += [
        (
            figures.sites[figures.sources[source].site].name,
            carrier_name(carrier),
            figures.sources[source].name,
            amount,
        )
        for source, (carrier, amount) in entered.items()
    ]
    return Sheet(
        say("Category 3, derived and entered"),
        (
            Head(say("Site")),
            Head(say("Fuel or energy")),
            Head(say("Comes from")),
            Head(say("Emissions"), Holds.NUMBER, TONNES),
        ),
        tuple(sorted(rows, key=lambda row: (str(row[0]), str(row[1]), str(row[2])))),
        notes=(
            say(
                "Derived: the upstream of fuels and energy, and grid losses, from the quantities of scopes 1 and 2."
            )
            if figures.organisation.derives_upstream
            else say("Nothing is derived: the organisation's settings say so."),
        ),
    )


def _twice(figures: Figures, derived: _Derived, entered: Mapping[int, tuple[str, float]]) -> list[Finding]:
    """Return the sources in category 3 whose fuel or energy is derived at the same site already."""
    found = []
    for identity, (carrier, amount) in entered.items():
        source = figures.sources[identity]
        if min(amount, derived.get((source.site, carrier), 0.0)) > 0:
            found.append(
                warning(
                    "upstream-counted-twice",
                    say(
                        "{site}, {source}: category 3 of {carrier} is derived already; {tonnes} t CO₂e count twice.",
                        site=figures.sites[source.site].name,
                        source=source.name,
                        carrier=carrier_name(carrier),
                        tonnes=round(min(amount, derived[source.site, carrier]), 3),
                    ),
                    remedy=say("Remove the source, or let the organisation's settings derive nothing."),
                    table="source",
                    source=identity,
                    category=Category.S3_3.value,
                )
            )
    return found
