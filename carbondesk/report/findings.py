"""All findings of an inventory, or of one of its years: bills, entries, gaps, factors, methods.

The command `check`, the overview and the reports show the same list, most serious first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain import checks
from carbondesk.domain.accounting.emissions import gwp_vector
from carbondesk.domain.accounting.shortfalls import UPSTREAM_MISSING, upstream_missing
from carbondesk.domain.accounting.structures import tenant_findings
from carbondesk.domain.periods import year_label, year_months
from carbondesk.domain.records import Bill, Category, Consolidation, Reading
from carbondesk.domain.schema import Finding, Severity, error, info, warning
from carbondesk.domain.text import say
from carbondesk.report.claims import structure_findings
from carbondesk.report.doubts import inventory_doubts, year_doubts
from carbondesk.report.journeys import target_reminders
from carbondesk.report.markets import without_contracts
from carbondesk.report.months import entry_findings
from carbondesk.store import evidence as documents
from carbondesk.store.billing import calendar

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def year_findings(
    figures: Figures,
    year: int,
    sites: Iterable[int] | None = None,
    consolidation: str = Consolidation.OPERATIONAL_CONTROL,
) -> list[Finding]:
    """Return what is doubtful about the emissions of a reporting year: gaps, factors, GWPs, scope 2 methods.

    It is read from the figures in memory; a finding about factors is said once for a family of factors.
    """
    counted = figures.counted(sites, consolidation)
    rows = figures.ledger.rows
    used = (rows.year == year) & np.isin(
        rows.source, np.fromiter(counted, dtype=np.int64, count=len(counted))
    )
    sources_of: dict[int, list[int]] = defaultdict(list)
    rates = figures.ledger.rates
    for rate, source in zip(rows.rate[used].tolist(), rows.source[used].tolist(), strict=True):
        for each in (rate, *rates.upstream(rate)):
            sources_of[each].append(source)
    found = [
        *_reach(figures, year, bool(used.any())),
        *_gaps(figures, year, counted),
        *_of_factors(figures, sources_of),
        *_of_potentials(figures, sources_of),
        *_of_methods(figures, sources_of, year),
        *tenant_findings(
            figures.structure.boundaries, [figures.sources[source] for source in counted], consolidation
        ),
        *year_doubts(figures, year, counted),
    ]
    return ordered(found)


def inventory_findings(figures: Figures) -> list[Finding]:
    """Return all findings of an inventory: its bills, entries and submeters, and those of each of its years."""
    return ordered(
        [
            *_of_bills(figures),
            *entry_findings(figures),
            *structure_findings(figures),
            *inventory_doubts(figures),
            *target_reminders(figures.inventory, figures.inventory.today(), figures),
            *documents.missing(figures.inventory),
            *(finding.at(year=year) for year in figures.years for finding in year_findings(figures, year)),
        ]
    )


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without repetition, most serious first, else in their order."""
    return sorted(dict.fromkeys(findings), key=lambda finding: _ORDER[finding.severity])


# ---- a year -----------------------------------------------------------------------------------------------


def _reach(figures: Figures, year: int, any_value: bool) -> Iterator[Finding]:  # noqa: FBT001
    label = year_label(year, figures.organisation.year_start)
    if not any_value:
        yield warning(
            "year-without-values",
            say("There is no value for {year}.", year=label),
            remedy=say("Choose another year, or enter its values."),
            year=year,
        )
    elif not figures.reaches_over(year):
        yield info(
            "year-not-whole",
            say("The values do not reach over all of {year}.", year=label),
            remedy=say("Compare it with other years when it is whole."),
            year=year,
        )


def _gaps(figures: Figures, year: int, counted: set[int]) -> Iterator[Finding]:
    months = year_months(year, figures.organisation.year_start)
    for identity, places in figures.missing_months(year).items():
        if identity in counted:
            source = figures.sources[identity]
            for finding in checks.missing_months(source, [months[place] for place in places]):
                yield finding.at(site=figures.sites[source.site].name)


def _of_factors(figures: Figures, sources_of: dict[int, list[int]]) -> Iterator[Finding]:
    """Yield the findings of the choices of factor in use, each once, with the sources that it concerns.

    What no country publishes for category 3 is said once for each country, with everything that it concerns.
    """
    concerned: dict[Finding, set[int]] = {}
    choices = figures.ledger.rates.table.choices
    for rate, sources in sources_of.items():
        for finding in choices[rate].findings:
            concerned.setdefault(finding, set()).update(sources)
    upstream: dict[object, dict[str, set[int]]] = defaultdict(dict)
    for finding, members in concerned.items():
        if finding.code == UPSTREAM_MISSING:
            upstream[finding.where["country"]][str(finding.where["family"])] = members
        else:
            yield finding.at(**_place(figures, members))
    for country, families in upstream.items():
        yield upstream_missing(sorted(families), country).at(
            **_place(figures, set().union(*families.values()))
        )


def _of_potentials(figures: Figures, sources_of: dict[int, list[int]]) -> Iterator[Finding]:
    """Yield an error for each gas in use that the GWP set has no potential for."""
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    for column in np.flatnonzero(np.isnan(gwp_vector(table.gases, gwp))).tolist():
        members = {
            source
            for rate, sources in sources_of.items()
            if table.mass[rate, column] > 0
            for source in sources
        }
        if members:
            yield error(
                "gwp-missing",
                say("{set} has no GWP for {gas}.", set=gwp.name, gas=table.gases[column]),
                remedy=say("Choose a newer GWP set, or a factor that prints CO2e."),
                **_place(figures, members),
            )


def _of_methods(figures: Figures, sources_of: dict[int, list[int]], year: int) -> Iterator[Finding]:
    """Yield what is doubtful about market-based scope 2: no contract at all, or what the contracts lack."""
    if figures.ledger.contracts is not None:
        yield from figures.ledger.contracts.findings(figures.ledger, year)
        return
    members = {source for sources in sources_of.values() for source in sources}
    if any(Category(figures.sources[source].category).scope == "2" for source in members):
        yield without_contracts()


def _place(figures: Figures, sources: set[int]) -> dict[str, object]:
    """Return where a finding is: the source and site if there is one, else how many sources."""
    sites = {figures.sources[source].site for source in sources}
    where: dict[str, object] = {}
    if len(sites) == 1:
        where["site"] = figures.sites[next(iter(sites))].name
    if len(sources) == 1:
        where["source"] = figures.sources[next(iter(sources))].name
    else:
        where["sources"] = len(sources)
    return where


# ---- the whole inventory ----------------------------------------------------------------------------------


def _of_bills(figures: Figures) -> Iterator[Finding]:
    """Yield what is wrong with bills and readings, as their calendars find it."""
    inventory = figures.inventory
    billed = {bill.source for bill in inventory.all(Bill)}
    if inventory.count(Reading):
        billed |= figures.sources.keys()
    for identity in sorted(billed):
        site = figures.sites[figures.sources[identity].site].name
        for finding in calendar(inventory, identity).findings:
            yield finding.at(site=site)
