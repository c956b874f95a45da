"""The summary of a year as one page of HTML: self-contained, printable on A4, without script."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk import __version__
from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import Text, say
from carbondesk.language import (
    bracketed,
    clauses,
    current,
    day,
    joined,
    labelled,
    percent,
    sentences,
    tr,
    tr_many,
)
from carbondesk.report.charts import Scale, pathway_chart, scale_for
from carbondesk.report.papers import APPROACHES
from carbondesk.report.summary import METHODS, Summary, UsedFactor, category_name
from carbondesk.report.svg import pathway_svg
from carbondesk.report.targets import target_path

if TYPE_CHECKING:
    from markupsafe import Markup

    from carbondesk.report.figures import Figures
    from carbondesk.report.totals import YearTotals

_METHODS = {"location": say("location-based"), "market": say("market-based")}
_SEVERITIES = {
    Severity.ERROR: say("Error"),
    Severity.WARNING: say("Warning"),
    Severity.INFO: say("Note"),
}
_MOST_FINDINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table of the page: its name, its cells as texts, and whether it is a sum."""

    name: str
    cells: list[str]
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """The factors of one edition that were used, the tables they stand in, and what was computed with them."""

    citation: str
    tables: str
    names: str
    licence: str
    tonnes: str


def summary_page(figures: Figures, year: Summary) -> str:
    """Return the page in the language in use; every text from the inventory is escaped."""
    method = year.organisation.scope2_method
    shown = _Page(figures, year, method, scale_for([year.total(method) or 0.0]))
    from carbondesk.report.documents import template

    html: str = template("summary.html").render(page=shown, tr=tr, language=current().replace("_", "-"))
    return html


class _Page:
    """What the template asks for: every text of the page, ready to be escaped and set."""

    def __init__(self, figures: Figures, year: Summary, method: str, scale: Scale) -> None:
        self._figures = figures
        self._method = method
        self._scale = scale
        self.year = year
        self.version = __version__
        self.unit = tr(scale.unit)
        self.compared = self._compared()

    # ---- the head ----------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The title of the report."""
        return tr("Greenhouse gas summary {year}", year=self.year.label)

    @property
    def sentences(self) -> list[str]:
        """The year in words: its total and the change on other years; a total that lacks values has no trend."""
        total = self._both(self.year.totals, self._method)
        template = (
            say("In {year}, {organisation} emitted {amount} {unit} in scope 1 and 2, {method}.")
            if self.year.complete
            else say(
                "For {year}, {organisation} knows of {amount} {unit} in scope 1 and 2, {method}, so far. "
                "Values are missing, so no change on other years is stated."
            )
        )
        first = tr(
            template,
            year=self.year.label,
            organisation=self.year.organisation.name,
            amount=self._scale.words(total),
            unit=self.unit,
            method=_METHODS[self._method],
        )
        sentences = [first]
        for other in self.compared[:-1] if self.year.complete else []:
            before = self._both(other, self._method)
            if before > 0:
                sentences.append(_change(total / before - 1, other.year))
        # A number and its percent sign stay on one line.
        return [sentence.replace(" %", "\u00a0%") for sentence in sentences]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The boundary, the period, the GWP set and the methods."""
        year = self.year
        sites = tr_many("{n} site", "{n} sites", len(year.sites))
        return [
            (tr("Period"), tr("{first} to {last}", first=day(year.first), last=day(year.last))),
            (tr("Boundary"), tr("{approach}, {sites}", approach=APPROACHES[year.consolidation], sites=sites)),
            (tr("Global warming potentials"), tr("IPCC {name}, 100 years", name=year.gwp)),
            (tr("Scope 2"), tr("location-based and market-based")),
        ]

    # ---- the tables --------------------------------------------------------------------------------------

    @property
    def scope_headings(self) -> list[str]:
        """The years of the first table, and the change on the base year where both are complete."""
        years = [str(totals.year) for totals in self.compared]
        if not self.year.complete:
            return [*years[:-1], tr("{year}, not complete", year=years[-1])]
        return [*years, tr("on {year}", year=str(self.compared[0].year))] if len(years) > 1 else years

    @property
    def scope_rows(self) -> list[TableRow]:
        """The scopes of the year beside the year before and the base year, both methods of scope 2."""
        first, other = self._method, next(method for method in METHODS if method != self._method)
        both = say("Scope 1+2, {method}", method=_METHODS[first])
        return [
            self._scope_row(SCOPES["1"], "1", first),
            self._scope_row(say("Scope 2, {method}", method=_METHODS[first]), "2", first),
            self._scope_row(say("Scope 2, {method}", method=_METHODS[other]), "2", other),
            self._scope_row(both, "1+2", first, strong=True),
            self._scope_row(SCOPES["3"], "3", first),
            self._scope_row(say("All scopes, {method}", method=_METHODS[first]), "all", first, strong=True),
        ]

    @property
    def outside(self) -> list[str]:
        """What is reported outside the scopes, where there is any."""
        totals = self.year.totals
        named = ((say("Biogenic CO₂"), totals.biogenic), (say("Other gases"), totals.outside_scopes))
        return [
            tr(
                "{name} outside the scopes: {amount} {unit}.",
                name=name,
                amount=self._scale.words(amount),
                unit=self.unit,
            )
            for name, amount in named
            if amount
        ]

    @property
    def category_rows(self) -> list[TableRow]:
        """The categories of the year by scope."""
        return [
            TableRow(
                name=tr(category_name(row)),
                cells=[row.keys["scope"], self._words(getattr(row, self._method))],
            )
            for row in self.year.categories
        ]

    @property
    def site_rows(self) -> list[TableRow]:
        """The sites: each scope, the sum, and how many of the expected values are there."""
        rows = []
        for site in self.year.sites:
            expected, missing = sum(site.completeness.expected), sum(site.completeness.missing)
            amounts = [*site.scopes.values(), site.total]
            rows.append(
                TableRow(
                    name=site.site.name,
                    cells=[
                        *(self._words(amount) for amount in amounts),
                        f"{expected - missing} / {expected}",
                    ],
                )
            )
        return rows

    @property
    def editions(self) -> list[EditionRow]:
        """The factors used, one row for each edition, with the tables that they stand in."""
        groups: dict[tuple[str, str, str], list[UsedFactor]] = defaultdict(list)
        for used in self.year.factors:
            factor = used.factor
            groups[factor.source, factor.source_version, factor.licence].append(used)
        return [
            EditionRow(
                citation=joined(key[:2]) or tr("Own factors"),
                tables=clauses(dict.fromkeys(used.factor.source_table for used in members)),
                names=clauses(dict.fromkeys(_factor_name(used) for used in members)),
                licence=key[2],
                tonnes=self._words(sum(used.tonnes or 0.0 for used in members)),
            )
            for key, members in groups.items()
        ]

    # ---- findings and picture ----------------------------------------------------------------------------

    @property
    def completeness(self) -> str:
        """How complete the year is, in values and in tonnes."""
        totals = self.year.totals
        text = tr(self.year.completeness_text)
        if totals.estimated_values:
            estimated = tr_many(
                "{n} value is estimated.", "{n} values are estimated.", totals.estimated_values
            )
            text = f"{text} {estimated}"
        return text

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """The most serious findings: (severity, its word, text with remedy)."""
        return [
            (finding.severity.value, tr(_SEVERITIES[finding.severity]), _sentence(finding))
            for finding in self.year.findings[:_MOST_FINDINGS]
        ]

    @property
    def more_findings(self) -> str:
        """How many findings the page leaves out."""
        left = len(self.year.findings) - _MOST_FINDINGS
        many = "And {n} more findings, in the CSV and JSON files of this report."
        return (
            tr_many("And {n} more finding, in the CSV and JSON files of this report.", many, left)
            if left > 0
            else ""
        )

    @property
    def picture(self) -> Markup | None:
        """The pathway chart of scope 1+2 as SVG; None where no target can be computed."""
        from markupsafe import Markup

        complete = self._figures.complete_years(scopes=(1, 2))
        target = target_path(self._figures, "1+2", self._method, complete)
        if target is None:
            return None
        years = [
            self._figures.totals(year, scopes=(1, 2))
            for year in self._figures.years
            if target.base_year <= year <= max(self.year.year, target.base_year)
        ]
        scale = scale_for([totals.total(self._method) - totals.scope3 for totals in years])
        chart = pathway_chart(
            years,
            extent="1+2",
            method=self._method,
            scale=scale,
            target=target,
            complete=complete,
            year_start=self._figures.organisation.year_start,
        )
        # The SVG escapes its own texts.
        return Markup(pathway_svg(chart))  # noqa: S704

    @property
    def no_picture(self) -> str:
        """Why there is no pathway."""
        if not self._figures.complete_years(scopes=(1, 2)):
            return tr("No pathway can be drawn: no year is complete yet, so there is no base year.")
        return tr("No pathway can be drawn: the target's years or its base-year emissions do not allow one.")

    @property
    def picture_note(self) -> str:
        """What the line of the picture is, and what it is not."""
        said = tr("Calculated per the public SBTi method; not an SBTi validation.")
        target = target_path(self._figures, "1+2", self._method)
        if target is None or not str(target.apart):
            return said
        return sentences((tr("In the picture: {apart}.", apart=target.apart), said))

    # ---- amounts -----------------------------------------------------------------------------------------

    def _compared(self) -> list[YearTotals]:
        """Return the totals of the base year, the year before and the year, as far as they are complete."""
        complete, this = set(self._figures.complete_years()), self.year.year
        base = self._figures.base_year()
        others = {year for year in (base, this - 1) if year is not None and year in complete and year < this}
        return [*(self._figures.totals(year) for year in sorted(others)), self.year.totals]

    def _scope_row(self, name: Text, scope: str, method: str, *, strong: bool = False) -> TableRow:
        amounts = [_amount(totals, scope, method) for totals in self.compared]
        cells = [self._scale.words(amount) for amount in amounts]
        if scope in {"1", "2", "3"} and self.year.scope(scope, method) is None:
            cells[-1] = tr("not known")
        if len(amounts) > 1 and self.year.complete:
            cells.append(_signed(amounts[-1] / amounts[0] - 1) if amounts[0] > 0 else "")
        return TableRow(name=tr(name), cells=cells, strong=strong)

    def _both(self, totals: YearTotals, method: str) -> float:
        return totals.scope1 + totals.scope2(method)

    def _words(self, amount: float | None) -> str:
        return tr("not known") if amount is None else self._scale.words(amount)


def _amount(totals: YearTotals, scope: str, method: str) -> float:
    amounts = {"1": totals.scope1, "2": totals.scope2(method), "3": totals.scope3}
    amounts["1+2"] = amounts["1"] + amounts["2"]
    amounts["all"] = amounts["1+2"] + amounts["3"]
    return amounts[scope]


def _signed(share: float) -> str:
    words = percent(share)
    return f"+{words}" if share > 0 and any(digit in words for digit in "123456789") else words


def _change(share: float, year: int) -> str:
    """Say how far a year lies from another one."""
    if share > 0:
        return tr("That is {share} more than in {year}.", share=percent(share), year=str(year))
    return tr("That is {share} less than in {year}.", share=percent(-share), year=str(year))


def _factor_name(used: UsedFactor) -> str:
    factor = used.factor
    return bracketed(used.name, factor.region) if factor.region else tr(used.name)


def _sentence(finding: Finding) -> str:
    where = joined(str(finding.where[key]) for key in ("site", "source") if key in finding.where)
    text = f"{tr(finding.message)} {tr(finding.remedy)}".strip()
    return labelled(where, text) if where and str(finding.where.get("source", "\0")) not in text else text
