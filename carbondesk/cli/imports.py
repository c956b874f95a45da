"""The command `import`: tables of files become rows of an inventory, in one step or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path

from carbondesk.cli.commands import WORLD_FAILED, Command
from carbondesk.cli.opened import file_argument, inventory
from carbondesk.cli.output import finding_json, note, print_json, print_table, progress, status, tell
from carbondesk.domain.text import say
from carbondesk.language import tr

_ON_CONFLICT = ("stop", "skip", "replace")
_NOT_THERE = frozenset({"file-missing", "no-tables", "not-a-file"})


def _declare(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "tables", nargs="+", type=Path, metavar="DATA", help=tr("files of tables, or folders of them")
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("say what would happen, and write nothing"))
    parser.add_argument(
        "--on-conflict",
        choices=_ON_CONFLICT,
        default=_ON_CONFLICT[0],
        help=tr("what to do with a row that says something else than the inventory"),
    )
    parser.add_argument("--skip-errors", action="store_true", help=tr("leave rows with errors out"))
    parser.add_argument(
        "--encoding", default="", help=tr("the encoding of text files, where it is not found out")
    )
    parser.add_argument("--decimal", choices=(".", ","), default="", help=tr("the decimal mark of numbers"))


def _import(options: argparse.Namespace) -> int:
    from carbondesk.exchange.imports import ImportOptions, OnConflict, read_tables

    wishes = ImportOptions(
        on_conflict=OnConflict(options.on_conflict),
        skip_errors=options.skip_errors,
        encoding=options.encoding,
        decimal=options.decimal,
    )
    shown = progress()
    with inventory(options.file, writing=not options.dry_run) as opened:
        plan = read_tables(opened, options.tables, wishes, shown)
        step = None if options.dry_run or plan.blocked else plan.apply(opened, shown)
    if options.format == "json":
        print_json(
            {
                "tables": [table.as_json() for table in plan.tables],
                "step": step,
                "findings": [finding_json(finding) for finding in plan.findings],
            }
        )
    else:
        headings = [tr("File"), tr("Table"), tr("Read"), tr("New"), tr("Same"), tr("Replaced"), tr("Refused")]
        rows = [
            [
                table.file,
                table.table,
                *map(str, (table.read, table.added, table.same, table.replaced, table.refused)),
            ]
            for table in plan.tables
        ]
        print_table(headings, rows, numbers=5)
        tell(plan.findings)
        note(_outcome(blocked=plan.blocked, dry_run=options.dry_run, step=step))
    if step is None and any(finding.code in _NOT_THERE for finding in plan.findings):
        return WORLD_FAILED
    return status(plan.findings)


def _outcome(*, blocked: bool, dry_run: bool, step: int | None) -> str:
    if blocked:
        return tr("Nothing was written.")
    if dry_run:
        return tr("This was a dry run: nothing was written.")
    if step is None:
        return tr("Everything is in the inventory already.")
    return tr("Written as step {step}.", step=str(step))


COMMANDS = (Command("import", say("Read tables into an inventory."), _declare, _import),)
"""The commands of this module."""
