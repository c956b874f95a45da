"""The command `factors`: look into the factor library, or read a published set into an inventory."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import DONE, WORLD_FAILED, Command, UsageError
from carbondesk.cli.opened import inventory
from carbondesk.cli.output import finding_json, note, print_json, print_table, progress, status, tell
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.text import say
from carbondesk.language import significant, tr, tr_many

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ROWS = 60
_NOT_THERE = frozenset({"file-missing", "not-a-file"})


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("search", "import"),
        help=tr("what to do: find factors by words, or read a published set into an inventory"),
    )
    parser.add_argument(
        "text",
        metavar="TEXT",
        help=tr("words of id, name, fuel or publisher; to import, the inventory, a .cdesk file"),
    )
    parser.add_argument(
        "set",
        metavar="SET",
        nargs="?",
        type=Path,
        help=tr("to import: the publisher's workbook, or a table with the column factor_id"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("say what an import would do, and write nothing")
    )
    parser.add_argument("--region", default="", metavar="CC", help=tr("a country or grid region"))
    parser.add_argument("--year", type=int, metavar="Y", help=tr("a year that the factor is made for"))
    parser.add_argument("--category", default="", help=tr("a category of sources"))
    parser.add_argument("--scope", default="", help=tr("a scope: 1, 2, 3 or outside"))
    parser.add_argument("--publisher", default="", help=tr("a publisher, as the list of editions writes it"))
    parser.add_argument("--file", type=Path, help=tr("an inventory, whose own factors are searched too"))


def _factors(options: argparse.Namespace) -> int:
    if options.action == "import":
        return _import(options)
    if options.set is not None:
        raise UsageError(say("Put the words to search for in quotation marks."))
    return _search(options)


def _search(options: argparse.Namespace) -> int:
    from carbondesk.domain.accounting.searches import Filters
    from carbondesk.store.library import load_library

    own: Sequence[Factor] = ()
    sets: Sequence[FactorSet] = ()
    if options.file is not None:
        with inventory(options.file) as opened:
            own, sets = opened.all(Factor), opened.all(FactorSet)
    filters = Filters(
        scope=options.scope,
        category=options.category,
        region=options.region,
        year=options.year,
        publisher=options.publisher,
    )
    cards = load_library(own, sets).search(options.text, filters)
    if options.format == "json":
        print_json({"factors": [_factor_json(card.make()) for card in cards]})
        return DONE
    print_table(
        [
            tr("Factor id"),
            tr("Name"),
            tr("Region"),
            tr("Year"),
            tr("Per unit"),
            tr("Edition"),
            tr("CO₂, kg"),
            tr("CO₂e, kg"),
        ],
        [
            [
                factor.factor_id,
                factor.name,
                factor.region,
                str(factor.valid_from or ""),
                factor.activity_unit,
                f"{factor.source} {factor.source_version}",
                "" if factor.co2 is None else significant(factor.co2, 6),
                "" if factor.co2e is None else significant(factor.co2e, 6),
            ]
            for factor in (card.make() for card in cards[:_MOST_ROWS])
        ],
        numbers=2,
    )
    note(tr_many("{n} factor found.", "{n} factors found.", len(cards)))
    if len(cards) > _MOST_ROWS:
        note(tr("The first {n} are shown; --format json shows all.", n=_MOST_ROWS))
    return DONE


def _import(options: argparse.Namespace) -> int:
    """Read a published set into an inventory as one step; it counts only where a year pins it."""
    from carbondesk.exchange.factor_sets import read_factor_set
    from carbondesk.store.library import load_library

    if options.set is None:
        raise UsageError(say("Say which file to read: factors import FILE SET."))
    with inventory(Path(options.text), writing=not options.dry_run) as opened:
        held = opened.all(FactorSet)
        library = load_library(opened.all(Factor), held)
        today = datetime.now().astimezone().date()
        plan = read_factor_set(options.set, library, today=today, held=held)
        writes = not (options.dry_run or plan.has_errors)
        step = plan.apply(opened, progress()) if writes else None
    if options.format == "json":
        print_json(
            {
                "sets": [
                    {"edition": each.edition, "source": each.source, "source_version": each.source_version}
                    for each in plan.sets
                ],
                "factors": len(plan.factors),
                "skipped": plan.skipped,
                "step": step,
                "findings": [finding_json(finding) for finding in plan.findings],
            }
        )
    else:
        print_table(
            [tr("Edition id"), tr("Publisher"), tr("Edition"), tr("Licence")],
            [[each.edition, each.source, each.source_version, each.licence] for each in plan.sets],
        )
        tell(plan.findings)
        note(tr_many("{n} factor read.", "{n} factors read.", len(plan.factors)))
        note(_outcome(step, dry_run=options.dry_run))
    if any(finding.code in _NOT_THERE for finding in plan.findings):
        return WORLD_FAILED
    return status(plan.findings)


def _outcome(step: int | None, *, dry_run: bool) -> str:
    if step is not None:
        return tr("Written as step {step}. The set counts for the years that pin it.", step=str(step))
    return tr("This was a dry run: nothing was written.") if dry_run else tr("Nothing was written.")


def _factor_json(factor: Factor) -> dict[str, object]:
    """Return the fields of a factor that have a value, under their headings."""
    fields = {column.heading: getattr(factor, column.name) for column in Factor.columns()}
    return {
        name: value.isoformat() if name == "published" else value
        for name, value in fields.items()
        if value not in (None, "")
    }


COMMANDS = (
    Command("factors", say("Look into the factor library, or read a published set."), _declare, _factors),
)
"""The commands of this module."""
