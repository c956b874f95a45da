"""All papers in one table: what each is called, the question it answers, and the function that makes it.

To add one, write `name(figures, year, options) -> Paper` and add one line to `ANALYSES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from carbondesk.domain.text import Text, say
from carbondesk.report.base_years import base_year_paper
from carbondesk.report.changes import change_paper
from carbondesk.report.cogenerations import cogeneration_paper
from carbondesk.report.documents import RENDERERS
from carbondesk.report.green_power import green_power_paper
from carbondesk.report.listings import entry_paper, factor_paper, finding_paper, summary_paper
from carbondesk.report.papers import Options, imprint
from carbondesk.report.published import published_paper
from carbondesk.report.render import ENDINGS
from carbondesk.report.roundpapers import verification_paper
from carbondesk.report.screenings import screening_paper
from carbondesk.report.submissions import submission_docx, submission_paper
from carbondesk.report.target_progress import progress_paper
from carbondesk.report.uncertainties import uncertainty_paper

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Paper

Function = Callable[["Figures", int, Options], "Paper"]
"""What makes a paper of a reporting year."""


class Choice(StrEnum):
    """What of a paper can be chosen."""

    METHOD = "method"
    BOUNDARY = "boundary"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One kind of paper.

    `takes` are the choices that change it. `needs_years` is how many reporting years with values it compares.
    `own` are endings that it is written to in a way of its own, `also` endings beside the usual ones. One that
    `reads_entries` reads them from the file, where the others are computed from the figures in memory.
    """

    paper_id: str
    title: Text
    question: Text
    make: Function
    takes: frozenset[Choice] = frozenset()
    needs_years: int = 1
    own: Mapping[str, Callable[..., str]] = field(default_factory=dict)
    also: Mapping[str, Callable[[Figures, date], bytes]] = field(default_factory=dict)
    reads_entries: bool = False


_BOUNDARY = frozenset({Choice.BOUNDARY})
_BOTH = frozenset({Choice.METHOD, Choice.BOUNDARY})
_ALL = frozenset(Choice)


def _submission_docx(figures: Figures, today: date) -> bytes:
    return submission_docx(figures, today=today)


ANALYSES: tuple[Analysis, ...] = (
    Analysis("summary", say("Greenhouse gas summary"), say("What did we emit?"), summary_paper, _BOTH, own=ENDINGS),
    Analysis("factors", say("Factor register"), say("Which factors, of which edition?"), factor_paper, _BOUNDARY),
    Analysis("findings", say("Findings"), say("What is doubtful?"), finding_paper, _BOUNDARY, reads_entries=True),
    Analysis("entries", say("Entries"), say("Do the entries add up?"), entry_paper, _BOTH, reads_entries=True),
    Analysis("uncertainty", say("Uncertainty"), say("What should be measured next?"), uncertainty_paper, _BOTH),
    Analysis("verification", say("Verification round"), say("What did the verifier find?"), verification_paper,
             reads_entries=True),
    Analysis("published", say("Published figures"), say("What changed since it was published?"), published_paper),
    Analysis("change", say("Explanation of change"), say("Why did it change?"), change_paper, _ALL),
    Analysis("base-year", say("Base year"), say("Must the base year be restated?"), base_year_paper, _BOTH),
    Analysis("scope-3", say("Scope 3"), say("Which categories matter, which are left out?"), screening_paper,
             _BOUNDARY),
    Analysis("green-power", say("Green power"), say("What do contracts and certificates cover?"), green_power_paper,
             _BOUNDARY),
    Analysis("targets", say("Progress against targets"), say("Are we on the way?"), progress_paper),
    Analysis("submission", say("Submission of targets"), say("What does a validation ask for?"), submission_paper,
             also={".docx": _submission_docx}),
    Analysis("cogeneration", say("Cogeneration"), say("What do buyers of heat count?"), cogeneration_paper),
)  # fmt: skip
"""Every paper that there is, one line each, in the order of the Reports page."""


class State(StrEnum):
    """Whether a paper can be handed in."""

    READY = "ready"
    GAPS = "gaps"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a paper is, in a word and as the share of values that are there (0 to 1)."""

    state: State
    words: Text
    share: float


def analysis(paper_id: str) -> Analysis:
    """Return a kind of paper by its id; raises KeyError for one that there is not."""
    return {each.paper_id: each for each in ANALYSES}[paper_id]


def endings(kind: Analysis) -> tuple[str, ...]:
    """Return the endings of files that a kind of paper can be written to."""
    return (*RENDERERS, *kind.also)


def readiness(kind: Analysis, figures: Figures, year: int, options: Options) -> Readiness:
    """Return whether a paper on a year would be whole, from the figures in memory."""
    with_values = [known for known in figures.years if figures.totals(known).expected_values]
    totals = figures.totals(year, consolidation=options.consolidation)
    expected = totals.expected_values
    share = 1.0 - totals.missing_values / expected if expected else 0.0
    why = (
        say("Needs values") if not with_values
        else say("Needs {n} years", n=kind.needs_years) if len(with_values) < kind.needs_years
        else say("No values in this year") if not expected
        else None
    )  # fmt: skip
    if why is not None:
        return Readiness(State.BLOCKED, why, 0.0)
    why = (
        say("1 value missing") if totals.missing_values == 1
        else say("{n} values missing", n=totals.missing_values) if totals.missing_values
        else say("1 source without a factor") if totals.without_factor == 1
        else say("{n} sources without a factor", n=totals.without_factor) if totals.without_factor
        else say("Year not whole") if not figures.reaches_over(year)
        else None
    )  # fmt: skip
    return (
        Readiness(State.READY, say("Complete"), share) if why is None else Readiness(State.GAPS, why, share)
    )


def written(kind: Analysis, figures: Figures, year: int, options: Options, ending: str, today: date) -> bytes:
    """Return a paper as the bytes of a file with one of its `endings`.

    A kind that has a form of its own for an ending takes it. Raises KeyError for another ending.
    """
    if ending in kind.also:
        return kind.also[ending](figures, today)
    if ending in kind.own:
        return kind.own[ending](figures, year, options.consolidation).encode("utf-8")
    paper = kind.make(figures, year, options)
    content = RENDERERS[ending](paper, imprint(figures, year, options, today))
    return content if isinstance(content, bytes) else content.encode("utf-8")
