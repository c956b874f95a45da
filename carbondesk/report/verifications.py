"""Verification rounds: a sample of a year's entries, frozen as they were, and what the verifier found in them.

A line of the sample is one entry with everything that is booked from it in the year: its own emissions, and those
derived from it in category 3. Its value is that of the step at which the round was drawn; the sum of all lines is the
year's total. The round keeps its draw as JSON, so that it can be drawn again and its misstatements projected
(`carbondesk.domain.accounting.sampling`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import fsum, nan
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.sampling import (
    CONFIDENCE,
    Candidate,
    Misstatements,
    Plan,
    Size,
    Stratum,
    misstatements,
    plan,
    sample_size,
)
from carbondesk.domain.periods import Period, month_of, month_text, year_period
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import (
    Activity,
    Consolidation,
    Scope2Method,
    VerificationLine,
    VerificationRound,
)
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.report.explanations import booked_lines

if TYPE_CHECKING:
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures


class Result(StrEnum):
    """What the verifier found of a line; empty while nobody has looked."""

    PENDING = ""
    CORRECT = "correct"
    MISSTATED = "misstatement"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A sample as drawn: the plan, the id of each drawn entry, and the step and head whose values it holds."""

    year: int
    materiality: float
    size: int | None
    consolidation: str
    method: str
    plan: Plan
    entries: Mapping[str, int]
    step: int
    head: str

    def round(self, verifier: str = "") -> VerificationRound:
        """Return the record of the round."""
        strata = [asdict(stratum) for stratum in self.plan.strata]
        made = {
            "confidence": CONFIDENCE, "asked": self.plan.asked, "by_rule": self.size is None,
            "material": self.plan.material, "head": self.head, "strata": strata,
        }  # fmt: skip
        return VerificationRound(
            year=self.year,
            frozen_step=self.step,
            materiality=self.materiality,
            seed=self.plan.seed,
            verifier=verifier,
            sample_size=len(self.plan.sample),
            consolidation=self.consolidation,
            method=self.method,
            draw=json.dumps(made, ensure_ascii=False),
        )

    def lines(self) -> list[VerificationLine]:
        """Return the records of the sample, largest strata first; they name no round yet."""
        return [
            VerificationLine(
                round=0,
                activity=self.entries[drawn.line.identity],
                stratum=drawn.stratum,
                value=drawn.line.tonnes,
            )
            for drawn in self.plan.sample
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a round keeps of its draw: the method of scope 2, materiality in t CO2e, head, size asked for, strata."""

    method: str = Scope2Method.MARKET.value
    material: float = 0.0
    head: str = ""
    asked: int = 0
    by_rule: bool = True
    strata: tuple[Stratum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A line of the sample with its entry, None where that was removed, and its value now in t CO2e."""

    line: VerificationLine
    entry: Activity | None
    name: Text
    site: str
    now: float | None

    @property
    def change(self) -> float | None:
        """What changed since the sample was frozen, t CO2e; None where either value is unknown."""
        if self.now is None or self.line.value is None:
            return None
        return self.now - self.line.value


def entry_lines(
    figures: Figures,
    year: int,
    *,
    method: str,
    consolidation: str,
    progress: Progress = silent,
) -> Iterator[tuple[Activity, list[Line]]]:
    """Yield each entry that counts in a year with its lines there, one source after the other."""
    period = year_period(year, figures.organisation.year_start)
    counted = sorted(figures.counted(None, consolidation))
    for place, source in enumerate(counted):
        progress(place, len(counted), EMPTY)
        for entry in figures.inventory.activities(source, period.start, period.end):
            lines = [
                line
                for line in booked_lines(figures, entry, method=method, consolidation=consolidation)
                if line.year == year
            ]
            if lines:
                yield entry, lines
    progress(len(counted), len(counted), EMPTY)


def draw(
    figures: Figures,
    year: int,
    *,
    materiality: float,
    seed: int,
    size: int | None = None,
    consolidation: str = Consolidation.OPERATIONAL_CONTROL.value,
    method: str = Scope2Method.MARKET.value,
    progress: Progress = silent,
) -> Draw:
    """Draw the sample of a year as it is now; `size` takes the place of the rule's number of lines."""
    newest = figures.inventory.traces.steps(1)[0]
    entries: dict[str, int] = {}
    candidates: list[Candidate] = []
    for entry, lines in entry_lines(
        figures, year, method=method, consolidation=consolidation, progress=progress
    ):
        identity = identity_of(figures, entry)
        entries[identity] = entry.id
        own = lines[0]
        candidates.append(
            Candidate(
                identity=identity,
                tonnes=_tonnes(lines),
                scope=own.category.scope,
                category=own.category.value,
                site=own.site.name,
            )
        )
    return Draw(
        year=year,
        materiality=materiality,
        size=size,
        consolidation=consolidation,
        method=method,
        plan=plan(candidates, materiality=materiality, seed=seed, size=size),
        entries=entries,
        step=newest.id,
        head=newest.digest,
    )


def identity_of(figures: Figures, entry: Activity) -> str:
    """Return the lasting identity of an entry: its source's, its days, and which of several of these days it is."""
    return f"{figures.sources[entry.source].uid}/{entry.start}/{entry.end}/{entry.n}"


def rule_size(materiality: float) -> int:
    """Return how many lines the rule asks for at a materiality (a share); 0 where that is no share."""
    return sample_size(materiality) if 0 < materiality <= 1 else 0


def terms_of(made: VerificationRound) -> Terms:
    """Return what a round keeps of its draw; a round from elsewhere has none.

    Up to format 2 all of it stood in the note, and still does: rows that history proves are not rewritten.
    """
    try:
        kept = json.loads(made.draw or made.note)
    except ValueError:
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    strata = tuple(
        Stratum(
            name=str(each["name"]),
            size=Size(each["size"]),
            lines=int(each["lines"]),
            tonnes=float(each["tonnes"]),
            drawn=int(each["drawn"]),
        )
        for each in kept.get("strata", ())
    )
    return Terms(
        method=str(kept.get("method", made.method)),
        material=float(kept.get("material", 0.0)),
        head=str(kept.get("head", "")),
        asked=int(kept.get("asked", made.sample_size)),
        by_rule=bool(kept.get("by_rule", False)),
        strata=strata,
    )


def lines_of(figures: Figures, made: VerificationRound) -> list[VerificationLine]:
    """Return the lines of a round in the order in which they were drawn."""
    return figures.inventory.find(VerificationLine, round=made.id)


def sampled(figures: Figures, made: VerificationRound) -> list[Sampled]:
    """Return the lines of a round with their entries and values of now."""
    terms = terms_of(made)
    return [_sampled(figures, made, terms, line) for line in lines_of(figures, made)]


def found(figures: Figures, made: VerificationRound) -> Misstatements:
    """Return what the verified lines of a round say about its year."""
    terms = terms_of(made)
    return misstatements(lines_of(figures, made), terms.strata, material=terms.material)


def fields_of(result: Result, value: float | None, typed: float | None) -> dict[str, object]:
    """Return the fields of a line for a result: correct is nothing, not found is all of it, else what was typed.

    A misstatement is the value when frozen minus the right one; above zero is overstated.
    """
    amounts = {Result.PENDING: None, Result.CORRECT: 0.0, Result.NOT_FOUND: value, Result.MISSTATED: typed}
    fields: dict[str, object] = {"result": result.value, "misstatement": amounts[result]}
    if result in {Result.PENDING, Result.CORRECT}:
        fields["corrected"] = False
    return fields


def _sampled(figures: Figures, made: VerificationRound, terms: Terms, line: VerificationLine) -> Sampled:
    listed = figures.inventory.find(Activity, id=line.activity)
    if not listed:
        return Sampled(
            line=line, entry=None, name=say("Removed entry {id}", id=str(line.activity)), site="", now=None
        )
    entry = listed[0]
    source = figures.sources[entry.source]
    lines = [
        each
        for each in booked_lines(figures, entry, method=terms.method, consolidation=made.consolidation)
        if each.year == made.year
    ]
    value = _tonnes(lines)
    return Sampled(
        line=line,
        entry=entry,
        name=say("{source}, {month}", source=source.name, month=days_of(Period(entry.start, entry.end))),
        site=figures.sites[source.site].name,
        now=None if value != value else value,  # noqa: PLR0124 - not a number
    )


def days_of(period: Period) -> Text:
    """Return a period as people say it: its month, or its first and last day."""
    if month_of(period.start) == month_of(period.end):
        return month_text(month_of(period.start))
    return say("{start} to {end}", start=period.start, end=period.end)


def _tonnes(lines: list[Line]) -> float:
    """Return the sum of some lines, t CO2e; not a number where one has no value."""
    return fsum(nan if line.result is None else line.result for line in lines)
