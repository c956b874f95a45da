"""The paper on the base year: what changed it, whether a restatement is due, and every year before and after it.

As-reported and restated values stand side by side; neither takes the other's place (GHG Protocol Corporate Standard,
chapter 5). For each plant bought or sold both policies are computed, so that a reader sees what the chosen one does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.recalculation import Standard, Verdict, ledger_findings, verdict
from carbondesk.domain.periods import year_label
from carbondesk.domain.records import (
    BaseYearChange,
    ChangeKind,
    ChangeState,
    Restatement,
    Scope2Method,
    ThresholdRule,
    YearLock,
)
from carbondesk.domain.records.choices import scope_label
from carbondesk.domain.schema import Finding, warning
from carbondesk.domain.text import Text, say
from carbondesk.report.bridges import published_figure
from carbondesk.report.claims import restated_emissions
from carbondesk.report.papers import METHODS, TONNES, Cell, Head, Holds, Options, Paper, Sheet, with_rows
from carbondesk.report.states import year_lines

if TYPE_CHECKING:
    from carbondesk.domain.records import PublishedFigure
    from carbondesk.report.bookings import Bookings
    from carbondesk.report.figures import Figures
    from carbondesk.report.totals import YearTotals

KINDS: Mapping[str, Text] = {
    ChangeKind.STRUCTURE: say("Structure: bought or sold"),
    ChangeKind.METHOD: say("Method or factors"),
    ChangeKind.ERROR: say("Error"),
}
STATES: Mapping[str, Text] = {
    ChangeState.OPEN: say("Open"),
    ChangeState.RESTATED: say("Restated"),
    ChangeState.UNADJUSTED: say("Left unadjusted"),
}
POLICIES: Mapping[str, Text] = {
    Restatement.ALL_YEAR: say("All-year"),
    Restatement.PRO_RATA: say("Pro rata"),
}
RULES: Mapping[str, Text] = {
    ThresholdRule.NET: say("the net change, increases less decreases"),
    ThresholdRule.GROSS: say("the gross change, all of them without their signs"),
}
_SCOPES = ("1", "2", "3")
_ROUNDING = 1e-12


def base_year_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return the ledger of changes to the base year, the verdict on it, and the years as reported and as restated.

    `year` changes nothing: the base year is one for all years.
    """
    base_year = figures.base_year()
    title = say("Base year")
    if base_year is None:
        nothing = warning(
            "base-year-missing",
            say("There is no base year: none is chosen, and no year is complete in scopes 1 and 2."),
            remedy=say("Choose the base year in the settings of the organisation."),
            table="organisation",
            year=year,
        )
        return Paper("base-year", title, say("No base year yet."), (), (nothing,))
    changes = figures.inventory.all(BaseYearChange)
    totals = figures.totals(base_year, consolidation=options.consolidation)
    base = dict(zip(_SCOPES, (totals.scope1, totals.scope2(options.method), totals.scope3), strict=True))
    verdicts = tuple(_verdict(figures, changes, base, base_year, standard) for standard in Standard)
    return Paper(
        "base-year",
        title,
        say("The base year is {year}.", year=year_label(base_year, figures.organisation.year_start)),
        with_rows(
            _verdict_sheet(figures, verdicts, math.fsum(base.values())),
            _ledger(figures, changes, verdicts[0], base_year, math.fsum(base.values())),
            _years(figures, base_year, options),
            _plants(figures, options),
        ),
        (
            *_due(verdicts[0], base_year),
            *verdicts[0].findings,
            *ledger_findings(changes, base_year=base_year, years=figures.years),
        ),
    )


def _verdict(
    figures: Figures,
    changes: list[BaseYearChange],
    base: Mapping[str, float],
    base_year: int,
    standard: Standard,
) -> Verdict:
    return verdict(
        changes,
        base,
        base_year=base_year,
        threshold=figures.organisation.significance,
        rule=ThresholdRule(figures.organisation.threshold_rule),
        standard=standard,
    )


def _due(found: Verdict, base_year: int) -> list[Finding]:
    if not found.is_due:
        return []
    return [
        warning(
            "base-year-due",
            say(
                "The changes come to {net} % net and {gross} % gross of the base year; a restatement is due.",
                net=round(found.net_share * 100, 1),
                gross=round(found.gross_share * 100, 1),
            ),
            remedy=say("Restate the base year and the years since, or state why it stays as it is."),
            table="base_year_change",
            year=base_year,
        )
    ]


def _verdict_sheet(figures: Figures, verdicts: tuple[Verdict, ...], base: float) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for found in verdicts:
        for held in found.held:
            net, gross = (_share(abs(part), held.base) for part in (held.net, held.gross))
            due = say("A restatement is due") if held.is_due else say("No restatement is due")
            name = scope_label(held.scope) if held.scope else say("All scopes")
            rows.append((name, held.base, held.net, net, held.gross, gross, due))
    whole = verdicts[0]
    if not rows:
        rows.append((say("All scopes"), base, 0.0, 0.0, 0.0, 0.0, say("No restatement is due")))
    return Sheet(
        say("Verdict"),
        (
            Head(say("Held against")),
            Head(say("Base year"), Holds.NUMBER, TONNES),
            Head(say("Net change"), Holds.NUMBER, TONNES),
            Head(say("Net"), Holds.PERCENT),
            Head(say("Gross change"), Holds.NUMBER, TONNES),
            Head(say("Gross"), Holds.PERCENT),
            Head(say("Verdict")),
        ),
        tuple(rows),
        notes=(
            say("Threshold: {share} %.", share=round(whole.threshold * 100, 6)),
            say("Held against it: {rule}.", rule=RULES[whole.rule]),
            say("Plants bought or sold: {policy}.", policy=POLICIES[figures.organisation.restatement]),
            say(
                "All scopes decide; each single scope is shown because SBTi's net-zero standard V2.0 asks for it."
            ),
            *(() if whole.counted else (say("No change counts since the last restatement."),)),
        ),
    )


def _ledger(
    figures: Figures, changes: list[BaseYearChange], found: Verdict, base_year: int, base: float
) -> Sheet:
    counted = {change.id for change in found.counted}
    rows = tuple(
        (
            change.effective,
            change.name,
            KINDS[change.kind],
            change.scope,
            str(change.year or base_year),
            "" if change.site is None else figures.sites[change.site].name,
            change.effect,
            _share(change.effect, base) if (change.year or base_year) == base_year else "",
            STATES[change.state],
            say("yes") if change.id in counted else say("no"),
            "" if change.decided_on is None else change.decided_on,
            change.reason,
            change.evidence,
        )
        for change in sorted(changes, key=lambda change: (change.effective, change.id))
    )
    return Sheet(
        say("Changes"),
        (
            Head(say("Effective"), Holds.DATE),
            Head(say("What changed")),
            Head(say("Kind of change")),
            Head(say("Scope")),
            Head(say("Year")),
            Head(say("Site")),
            Head(say("Effect"), Holds.NUMBER, TONNES),
            Head(say("Of the base year"), Holds.PERCENT),
            Head(say("State")),
            Head(say("Counts")),
            Head(say("Decided on"), Holds.DATE),
            Head(say("Reason")),
            Head(say("Evidence")),
        ),
        rows,
    )


def _years(figures: Figures, base_year: int, options: Options) -> Sheet:
    restated = restated_emissions(figures, options.method, options.consolidation)
    locked = {lock.year for lock in figures.inventory.all(YearLock)}
    rows: list[tuple[Cell, ...]] = []
    for year in figures.years:
        totals = figures.totals(year, consolidation=options.consolidation)
        published = published_figure(figures, year, options)
        computed = totals.scope1 + totals.scope2(options.method)
        reported = computed if published is None else published.value
        after = restated[year]["S1"] + restated[year]["S2"]
        name = year_label(year, figures.organisation.year_start)
        rows.append(
            (
                say("{year}, base year", year=name) if year == base_year else name,
                reported,
                _where(published, totals, sealed=year in locked),
                computed,
                after,
                after - reported,
                _share(after - reported, reported),
                totals.scope3,
                restated[year]["S3"],
            )
        )
    return Sheet(
        say("Years as reported and as restated"),
        (
            Head(say("Year")),
            Head(say("Scope 1 and 2, as reported"), Holds.NUMBER, TONNES),
            Head(say("Where")),
            Head(say("As computed today"), Holds.NUMBER, TONNES),
            Head(say("Restated"), Holds.NUMBER, TONNES),
            Head(say("Effect"), Holds.NUMBER, TONNES),
            Head(say("Effect in %"), Holds.PERCENT),
            Head(say("Scope 3, as computed today"), Holds.NUMBER, TONNES),
            Head(say("Scope 3, restated"), Holds.NUMBER, TONNES),
        ),
        tuple(rows),
        notes=(
            say("Scope 2: {method}.", method=METHODS[options.method]),
            say(
                "Restated: the newest structure in every year, and changes of method and errors that were restated."
            ),
        ),
    )


def _where(published: PublishedFigure | None, totals: YearTotals, *, sealed: bool) -> Text:
    """Return where a reported value comes from."""
    if published is not None and published.published_in:
        return say("{name}, version {n}", name=published.published_in, n=published.version)
    if published is not None:
        return say("Published, version {n}", n=published.version)
    if sealed:
        return say("Computed, the year is locked")
    return say("Computed, not published") if totals.complete else say("Computed, not complete")


def _plants(figures: Figures, options: Options) -> Sheet:
    """Return what each policy makes of every plant that came, left or changed hands, year by year."""
    newest = figures.years[-1] if figures.years else None
    cubes = figures.cubes(options.consolidation)
    policies = {
        policy: figures.structure.bookings(
            figures.inventory,
            replace(figures.organisation, restatement=policy.value),
            options.consolidation,
            restated=newest,
        )
        for policy in Restatement
    }
    rows: list[tuple[Cell, ...]] = []
    if not all(each.same_as(cubes.bookings) for each in policies.values()):
        amounts = [_by_site(figures, options, bookings) for bookings in (cubes.bookings, *policies.values())]
        kept = list(policies).index(Restatement(figures.organisation.restatement)) + 1
        for site in figures.sites.values():
            series = [[each[year].get(site.id, 0.0) for each in amounts] for year in figures.years]
            if any(
                not math.isclose(one, was, rel_tol=_ROUNDING) for was, *others in series for one in others
            ):
                rows += [
                    (
                        site.name,
                        year_label(year, figures.organisation.year_start),
                        *values,
                        values[kept] - values[0],
                    )
                    for year, values in zip(figures.years, series, strict=True)
                ]
    return Sheet(
        say("Plants bought or sold"),
        (
            Head(say("Site")),
            Head(say("Year")),
            Head(say("As it was"), Holds.NUMBER, TONNES),
            *(Head(POLICIES[policy], Holds.NUMBER, TONNES) for policy in policies),
            Head(say("Effect of the policy chosen"), Holds.NUMBER, TONNES),
        ),
        tuple(rows),
        notes=(
            say("Scope 1 and 2. Chosen: {policy}.", policy=POLICIES[figures.organisation.restatement]),
            say(
                "All-year: how things stand on the last day of {year} counts in every year.",
                year=str(newest or ""),
            ),
            say("Pro rata: in the year itself the days, in every other year their share of it."),
            *(() if rows else (say("No plant came, left or changed hands."),)),
        ),
    )


def _by_site(figures: Figures, options: Options, bookings: Bookings) -> dict[int, dict[int, float]]:
    """Return t CO2e of scopes 1 and 2 by year and site under some bookings."""
    market = options.method == Scope2Method.MARKET
    result: dict[int, dict[int, float]] = {}
    for year in figures.years:
        sums: dict[int, float] = {}
        for (source, _), line in year_lines(figures, year, options.consolidation, bookings=bookings).items():
            site = figures.sources[source].site
            sums[site] = sums.get(site, 0.0) + line.tonnes(market=market)
        result[year] = sums
    return result


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
