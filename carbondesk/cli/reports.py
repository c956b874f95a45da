"""The command `report`: a report on a reporting year, written to a file."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, inventory, reporting_year
from carbondesk.cli.output import finding_json, print_json, progress, status, tell
from carbondesk.domain.text import say
from carbondesk.language import tr

_STANDARDS = ("summary",)


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=tr("the inventory, a .cdesk file"))
    parser.add_argument("--sample", action="store_true", help=tr("report on the sample inventory"))
    parser.add_argument(
        "--standard", choices=_STANDARDS, default=_STANDARDS[0], help=tr("which report; summary is one page")
    )
    parser.add_argument(
        "--year", type=reporting_year, required=True, metavar="Y", help=tr("the (fiscal) year")
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="F",
        help=tr("the file; its ending is .html, .csv or .json"),
    )


def _report(options: argparse.Namespace) -> int:
    from carbondesk.report.render import ENDINGS

    if options.out.suffix.lower() not in ENDINGS:
        raise UsageError(
            say(
                "--out wants a file ending in {endings}, not {given}.",
                endings=", ".join(ENDINGS),
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
    from carbondesk.report.findings import year_findings
    from carbondesk.report.render import ENDINGS, save

    with inventory(path) as opened:
        figures = figures_of(opened)
        save(options.out, ENDINGS[options.out.suffix.lower()](figures, options.year))
        findings = year_findings(figures, options.year)
    if options.format == "json":
        print_json({"file": str(options.out), "findings": [finding_json(finding) for finding in findings]})
    else:
        print(tr("Wrote {file}.", file=str(options.out)))
        tell(findings)
    return status(findings)


COMMANDS = (Command("report", say("Write a report on a year."), _declare, _report),)
"""The commands of this module."""
