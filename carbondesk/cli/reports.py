"""The command `report`: a paper on a reporting year, written to a file."""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, inventory, reporting_year
from carbondesk.cli.output import finding_json, print_json, progress, status, tell
from carbondesk.domain.records import Consolidation, Scope2Method
from carbondesk.domain.text import listed, say
from carbondesk.language import tr


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=tr("the inventory, a .cdesk file"))
    parser.add_argument("--sample", action="store_true", help=tr("report on the sample inventory"))
    parser.add_argument(
        "--standard",
        metavar="NAME",
        default="summary",
        help=tr("which report: summary, factors, findings, entries and more; a wrong name lists all"),
    )
    parser.add_argument(
        "--year", type=reporting_year, required=True, metavar="Y", help=tr("the (fiscal) year")
    )
    parser.add_argument(
        "--against",
        type=reporting_year,
        metavar="Y",
        help=tr("the year to compare with, where one is compared"),
    )
    parser.add_argument(
        "--scope2",
        choices=[method.value for method in Scope2Method],
        help=tr("the method of scope 2; without it, the one that the inventory shows first"),
    )
    parser.add_argument(
        "--consolidation",
        choices=[approach.value for approach in Consolidation],
        default=Consolidation.OPERATIONAL_CONTROL.value,
        help=tr("the boundary"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="F",
        help=tr("the file; its ending is .xlsx, .html, .csv or .json, for a submission also .docx"),
    )


def _report(options: argparse.Namespace) -> int:
    from carbondesk.report.catalogue import ANALYSES, analysis, endings

    known = [each.paper_id for each in ANALYSES]
    if options.standard not in known:
        raise UsageError(
            say(
                "There is no report {given}. There are: {known}.",
                given=options.standard,
                known=listed(known),
            )
        )
    if options.out.suffix.lower() not in endings(analysis(options.standard)):
        raise UsageError(
            say(
                "--out wants a file ending in {endings}, not {given}.",
                endings=listed(endings(analysis(options.standard))),
                given=options.out.name,
            )
        )
    if options.sample == (options.file is not None):
        raise UsageError(say("Give a FILE, or --sample, not both."))
    if options.file is not None:
        return _write(options, options.file)
    from carbondesk.exchange.sample import build_sample

    with tempfile.TemporaryDirectory() as folder:
        return _write(options, build_sample(Path(folder) / "sample.cdesk", progress()))


def _write(options: argparse.Namespace, path: Path) -> int:
    from carbondesk.report.catalogue import analysis, written
    from carbondesk.report.findings import year_findings
    from carbondesk.report.papers import Options
    from carbondesk.report.render import save

    with inventory(path) as opened:
        figures = figures_of(opened)
        chosen = Options(
            method=options.scope2 or figures.organisation.scope2_method,
            consolidation=options.consolidation,
            against=options.against,
        )
        today = datetime.now(UTC).astimezone().date()
        kind, ending = analysis(options.standard), options.out.suffix.lower()
        save(options.out, written(kind, figures, options.year, chosen, ending, today))
        findings = year_findings(figures, options.year, consolidation=chosen.consolidation)
    if options.format == "json":
        print_json({"file": str(options.out), "findings": [finding_json(finding) for finding in findings]})
    else:
        print(tr("Wrote {file}.", file=str(options.out)))
        tell(findings)
    return status(findings)


COMMANDS = (Command("report", say("Write a report on a year."), _declare, _report),)
"""The commands of this module."""
