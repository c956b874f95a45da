"""The command `inventory`: the emissions of a reporting year by any dimensions."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, file_argument, inventory, reporting_year
from carbondesk.cli.output import finding_json, print_json, print_table, status, tell, tonnes
from carbondesk.domain.records import Category, Consolidation, Scope2Method
from carbondesk.domain.text import listed, say
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.report.summary import Summary
    from carbondesk.report.tables import EmissionRow

DIMENSIONS = ("scope", "category", "site", "source", "gas", "month")
_BOTH = "both"


def _declare(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "--year",
        type=reporting_year,
        required=True,
        metavar="Y",
        help=tr("the (fiscal) year, by the label that it has"),
    )
    parser.add_argument(
        "--by",
        default="scope,category",
        metavar="DIMENSIONS",
        help=tr("what a row is, separated by commas: {words}", words=listed(DIMENSIONS)),
    )
    parser.add_argument(
        "--scope2",
        choices=(_BOTH, *(method.value for method in Scope2Method)),
        default=_BOTH,
        help=tr("the method of scope 2"),
    )
    parser.add_argument(
        "--consolidation",
        choices=[approach.value for approach in Consolidation],
        default=Consolidation.OPERATIONAL_CONTROL.value,
        help=tr("the approach that draws the boundary"),
    )


def _dimensions(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    unknown = [word for word in wanted if word not in DIMENSIONS]
    if unknown:
        raise UsageError(
            say("--by knows {words}, not {given}.", words=listed(DIMENSIONS), given=listed(unknown))
        )
    return wanted


def _inventory(options: argparse.Namespace) -> int:
    by = _dimensions(options.by)
    from carbondesk.report.summary import summary
    from carbondesk.report.tables import emission_rows

    with inventory(options.file) as opened:
        figures = figures_of(opened)
        year = summary(figures, options.year, consolidation=options.consolidation)
        rows = emission_rows(figures, options.year, by, consolidation=options.consolidation)
    methods = [method.value for method in Scope2Method] if options.scope2 == _BOTH else [options.scope2]
    if options.format == "json":
        print_json(
            {
                "organisation": year.organisation.name,
                "year": options.year,
                "gwp": year.gwp,
                "consolidation": options.consolidation,
                "unit": "t CO2e",
                "rows": [_row_json(row, methods) for row in rows],
                "totals": year.totals_json(),
                "findings": [finding_json(finding) for finding in year.findings],
            }
        )
    else:
        _print(year, rows, by, methods)
        tell(year.findings)
    return status(year.findings)


def _row_json(row: EmissionRow, methods: list[str]) -> dict[str, object]:
    amounts: dict[str, object] = {method: getattr(row, method) for method in methods}
    return {**row.keys, **amounts, **({"mass": row.mass} if "gas" in row.keys else {})}


def _print(year: Summary, rows: list[EmissionRow], by: tuple[str, ...], methods: list[str]) -> None:
    names = {
        "scope": tr("Scope"),
        "category": tr("Category"),
        "site": tr("Site"),
        "source": tr("Source"),
        "gas": tr("Gas"),
        "month": tr("Month"),
        "location": tr("Location-based"),
        "market": tr("Market-based"),
    }
    print(
        tr(
            "{organisation}, {year}, {gwp}, t CO₂e",
            organisation=year.organisation.name,
            year=year.label,
            gwp=year.gwp,
        )
    )
    print()
    headings = [names[name] for name in (*by, *methods)]
    lines = [
        [*(_word(name, row.keys[name]) for name in by), *(tonnes(getattr(row, method)) for method in methods)]
        for row in rows
    ]
    if "gas" in by:
        headings.append(tr("Mass, t"))
        for line, row in zip(lines, rows, strict=True):
            line.append("" if row.mass is None else tonnes(row.mass))
    print_table(headings, lines, numbers=len(headings) - len(by))
    print()
    totals = [(label, [tonnes(amounts[method]) for method in methods]) for label, amounts in year.lines()]
    print_table(
        [tr("Total"), *(names[method] for method in methods)],
        [[tr(label), *amounts] for label, amounts in totals],
        numbers=len(methods),
    )
    print()
    print(tr(year.completeness_text))


def _word(dimension: str, value: str) -> str:
    if dimension == "category":
        return tr(Category(value).label)
    return value


COMMANDS = (Command("inventory", say("Show the emissions of a year."), _declare, _inventory),)
"""The commands of this module."""
