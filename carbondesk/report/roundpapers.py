"""The paper of a verification round: result, sample with what was found, strata, and how to draw it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import VerificationRound
from carbondesk.domain.text import Text, say
from carbondesk.report.papers import APPROACHES, METHODS, TONNES, Head, Holds, Paper, Sheet
from carbondesk.report.verifications import Result, found, sampled, terms_of

if TYPE_CHECKING:
    from carbondesk.domain.accounting.sampling import Misstatements
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Cell, Options
    from carbondesk.report.verifications import Sampled, Terms

RESULTS: dict[Result, Text] = {
    Result.PENDING: say("Not looked at"),
    Result.CORRECT: say("Found correct"),
    Result.MISSTATED: say("Misstated"),
    Result.NOT_FOUND: say("Not found"),
}
"""The words of the results."""

RULE = say(
    "Lines asked for = −ln(1 − confidence) ÷ materiality, rounded up. Every line as large as the materiality is "
    "looked at; the others are drawn within strata of scope, category, site and size, in proportion to their tonnes. "
    "A line's turn is the first eight bytes of SHA-256 over the seed, a line break and the line's identity."
)
"""How a sample is drawn, in words."""

_TITLE = say("Verification round")


def verification_paper(figures: Figures, year: int, _options: Options) -> Paper:
    """Return the newest verification round of a year."""
    rounds = figures.inventory.find(VerificationRound, year=year)
    name = year_name(year, figures.organisation.year_start)
    if rounds:
        return round_paper(figures, rounds[-1])
    sheet = Sheet(
        _TITLE,
        (Head(say("What")),),
        (),
        notes=(say("There is no verification round of {year} yet.", year=name),),
    )
    return Paper("verification", _TITLE, say("A sample of the entries of {year}.", year=name), (sheet,))


def round_paper(figures: Figures, made: VerificationRound) -> Paper:
    """Return one round: what was found, the sample, its strata, and everything needed to draw it again."""
    terms, lines, result = terms_of(made), sampled(figures, made), found(figures, made)
    sheets = (_result(result, made), _sample(lines), _strata(terms), _again(made, terms))
    name = year_name(made.year, figures.organisation.year_start)
    subtitle = say(
        "A sample of {n} entries of {year}, frozen at step {step}.",
        n=len(lines),
        year=name,
        step=str(made.frozen_step),
    )
    return Paper("verification", _TITLE, subtitle, sheets, result.findings)


def result_rows(result: Misstatements) -> list[tuple[Text, float, float]]:
    """Return what was found: name, net and gross, in t CO2e."""
    return [
        (say("Corrected"), result.corrected_net, result.corrected_gross),
        (say("Uncorrected"), result.uncorrected_net, result.uncorrected_gross),
        (say("Projected to the other lines"), result.projected_net, result.projected_gross),
        (say("Likely to remain"), result.likely_net, result.likely_gross),
    ]


def _result(result: Misstatements, made: VerificationRound) -> Sheet:
    heads = (
        Head(say("Misstatements")),
        Head(say("Net"), Holds.NUMBER, TONNES, 3),
        Head(say("Gross"), Holds.NUMBER, TONNES, 3),
        Head(say("Net against the materiality"), Holds.PERCENT),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, net, gross, net / result.material if result.material else "")
        for name, net, gross in result_rows(result)
    ]
    rows.append((say("Materiality"), result.material, result.material, 1.0))
    note = say(
        "Above zero is overstated. The materiality is {share} % of the year's total.",
        share=round(100 * made.materiality, 4),
    )
    return Sheet(say("Result"), heads, tuple(rows), strong=frozenset({3, 4}), notes=(note,))


def _sample(lines: list[Sampled]) -> Sheet:
    heads = (
        Head(say("Entry")),
        Head(say("Site")),
        Head(say("Stratum")),
        Head(say("Value when frozen"), Holds.NUMBER, TONNES, 3),
        Head(say("Value now"), Holds.NUMBER, TONNES, 3),
        Head(say("Result")),
        Head(say("Misstatement"), Holds.NUMBER, TONNES, 3),
        Head(say("Corrected")),
        Head(say("Note")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.name,
            each.site,
            each.line.stratum,
            each.line.value,
            each.now,
            RESULTS[Result(each.line.result)] if each.line.result in set(Result) else each.line.result,
            "" if each.line.misstatement is None else each.line.misstatement,
            say("yes") if each.line.corrected else say("no"),
            each.line.note,
        )
        for each in lines
    )
    return Sheet(say("Sample"), heads, rows)


def _strata(terms: Terms) -> Sheet:
    heads = (
        Head(say("Stratum")),
        Head(say("Lines"), Holds.INTEGER),
        Head(say("Sum without signs"), Holds.NUMBER, TONNES, 3),
        Head(say("Drawn"), Holds.INTEGER),
    )
    rows = tuple((each.name, each.lines, each.tonnes, each.drawn) for each in terms.strata)
    return Sheet(say("Strata"), heads, rows)


def _again(made: VerificationRound, terms: Terms) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = (
        (say("Frozen at step"), str(made.frozen_step)),
        (say("Head of history"), terms.head),
        (say("Seed of the sample"), str(made.seed)),
        (say("Materiality"), say("{share} %", share=round(100 * made.materiality, 4))),
        (say("Lines asked for"), str(terms.asked)),
        (say("Number of lines"), say("By the rule") if terms.by_rule else say("Chosen by the verifier")),
        (say("Boundary"), APPROACHES.get(made.consolidation, made.consolidation)),
        (say("Scope 2"), METHODS.get(terms.method, terms.method)),
        (say("Verifier"), made.verifier),
        (say("Rule"), RULE),
    )
    note = say("Save a copy of the file as of this step, draw with the same seed: the same lines come.")
    return Sheet(say("How to draw it again"), (Head(say("What")), Head(say("Value"))), rows, notes=(note,))
