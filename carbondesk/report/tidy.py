"""The summary of a year as one tidy table for spreadsheets, and as one JSON document for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from carbondesk.domain.schema import Finding
from carbondesk.language import tr
from carbondesk.report.summary import METHODS, Summary, UsedFactor
from carbondesk.report.tables import EmissionRow, emission_rows

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

COLUMNS = (
    "section",
    "scope",
    "category",
    "site",
    "gas",
    "month",
    "method",
    "name",
    "value",
    "unit",
    "detail",
)
"""The columns of the table; a row leaves empty what does not concern it."""

TONNES = "t CO2e"
BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BREAKDOWNS = (
    ("category", ("scope", "category")),
    ("site", ("scope", "site")),
    ("gas", ("scope", "gas")),
    ("month", ("scope", "month")),
)

Row = Mapping[str, object]


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: a leading `=`, `+`, `-` or `@` gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def summary_table(figures: Figures, year: Summary) -> str:
    """Return the table as CSV with a byte order mark, by which spreadsheets know UTF-8; numbers are not rounded."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(figures, year):
        writer.writerow([cell_text(row.get(column)) for column in COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()


def summary_document(figures: Figures, year: Summary) -> dict[str, object]:
    """Return the report as a JSON document; what cannot be computed is null."""
    from carbondesk.report.targets import target_path

    method = year.organisation.scope2_method
    target = target_path(figures, "1+2", method)
    return {
        "organisation": year.organisation.name,
        "country": year.organisation.country,
        "year": year.year,
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
        "gwp": year.gwp,
        "consolidation": year.consolidation,
        "unit": TONNES,
        "totals": year.totals_json(),
        **{
            name: [_amounts(row) for row in emission_rows(figures, year.year, by)] for name, by in _BREAKDOWNS
        },
        "completeness": {
            "complete": year.complete,
            "expected_values": year.totals.expected_values,
            "missing_values": year.totals.missing_values,
            "estimated_values": year.totals.estimated_values,
            "missing_tonnes": year.totals.missing_tonnes,
            "without_factor": year.totals.without_factor,
        },
        "pathway": target
        and {
            "scope": "1+2",
            "method": method,
            "base_year": target.base_year,
            "target_year": target.target_year,
            "reduction": target.reduction,
            "years": {str(when): amount for when, amount in target.points()},
        },
        "factors": [_factor(used) for used in year.factors],
        "findings": [finding_document(finding) for finding in year.findings],
        "audit": {"head": year.head, "step": year.steps},
    }


def _rows(figures: Figures, year: Summary) -> Iterator[Row]:
    organisation = year.organisation
    yield {"section": "report", "name": "organisation", "detail": organisation.name}
    yield {"section": "report", "name": "year", "value": year.year, "detail": f"{year.first} / {year.last}"}
    yield {"section": "report", "name": "gwp", "detail": year.gwp}
    yield {"section": "report", "name": "consolidation", "detail": year.consolidation}
    for scope in ("1", "2", "3"):
        for method in METHODS:
            yield {
                "section": "total",
                "scope": scope,
                "method": method,
                "value": year.scope(scope, method),
                "unit": TONNES,
            }
    for method in METHODS:
        yield {
            "section": "total",
            "name": "all scopes",
            "method": method,
            "value": year.total(method),
            "unit": TONNES,
        }
    totals = year.totals
    yield {"section": "total", "name": "biogenic CO2", "value": totals.biogenic, "unit": "t CO2"}
    yield {"section": "total", "name": "outside the scopes", "value": totals.outside_scopes, "unit": TONNES}
    for name, by in _BREAKDOWNS:
        for row in emission_rows(figures, year.year, by):
            for method in METHODS:
                value = getattr(row, method)
                yield {"section": name, **row.keys, "method": method, "value": value, "unit": TONNES}
    yield from _completeness(year)
    for used in year.factors:
        factor = used.factor
        cited = (factor.source, factor.source_version, factor.source_table, factor.licence)
        yield {
            "section": "factor",
            "name": factor.factor_id,
            "value": used.tonnes,
            "unit": TONNES,
            "detail": "; ".join(part for part in cited if part),
        }
    for finding in year.findings:
        detail = tr(finding.message)
        yield {"section": "finding", "name": f"{finding.severity.value}: {finding.code}", "detail": detail}
    yield {"section": "audit", "name": "head", "value": year.steps, "unit": "step", "detail": year.head}


def _completeness(year: Summary) -> Iterator[Row]:
    totals = year.totals
    for name, value, unit in (
        ("expected values", totals.expected_values, "value"),
        ("missing values", totals.missing_values, "value"),
        ("estimated values", totals.estimated_values, "value"),
        ("missing, about", totals.missing_tonnes, TONNES),
        ("sources without factor", totals.without_factor, "source"),
    ):
        yield {"section": "completeness", "name": name, "value": value, "unit": unit}
    for site in year.sites:
        missing = sum(site.completeness.missing)
        yield {
            "section": "completeness",
            "site": site.site.name,
            "name": "missing values",
            "value": missing,
            "unit": "value",
        }


def cell_text(value: object) -> str:
    """Return a value as a cell of CSV: numbers in full, texts that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return guarded(value) if isinstance(value, str) else str(value)


def _amounts(row: EmissionRow) -> dict[str, object]:
    amounts = {"location": row.location, "market": row.market}
    return {**row.keys, **amounts, **({"mass": row.mass} if "gas" in row.keys else {})}


def _factor(used: UsedFactor) -> dict[str, object]:
    factor = used.factor
    return {
        "id": factor.factor_id,
        "name": factor.name,
        "region": factor.region,
        "unit": factor.activity_unit,
        "co2": factor.co2,
        "ch4": factor.ch4,
        "n2o": factor.n2o,
        "co2e": factor.co2e,
        "publisher": factor.source,
        "edition": factor.source_version,
        "table": factor.source_table,
        "licence": factor.licence,
        "sources": used.sources,
        "tonnes": used.tonnes,
    }


def finding_document(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON values, with its texts in the reader's language."""
    return {**finding.as_json(), "message": tr(finding.message), "remedy": tr(finding.remedy)}
