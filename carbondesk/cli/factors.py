"""The command `factors`: look into the factor library."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import DONE, Command
from carbondesk.cli.opened import inventory
from carbondesk.cli.output import note, print_json, print_table
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.text import say
from carbondesk.language import significant, tr, tr_many

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ROWS = 60


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("search",), help=tr("what to do: find factors by words"))
    parser.add_argument("text", metavar="TEXT", help=tr("words of id, name, fuel or publisher"))
    parser.add_argument("--region", default="", metavar="CC", help=tr("a country or grid region"))
    parser.add_argument("--year", type=int, metavar="Y", help=tr("a year that the factor is made for"))
    parser.add_argument("--category", default="", help=tr("a category of sources"))
    parser.add_argument("--scope", default="", help=tr("a scope: 1, 2, 3 or outside"))
    parser.add_argument("--publisher", default="", help=tr("a publisher, as the list of editions writes it"))
    parser.add_argument("--file", type=Path, help=tr("an inventory, whose own factors are searched too"))


def _factors(options: argparse.Namespace) -> int:
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


def _factor_json(factor: Factor) -> dict[str, object]:
    """Return the fields of a factor that have a value, under their headings."""
    fields = {column.heading: getattr(factor, column.name) for column in Factor.columns()}
    return {
        name: value.isoformat() if name == "published" else value
        for name, value in fields.items()
        if value not in (None, "")
    }


COMMANDS = (Command("factors", say("Look into the factor library."), _declare, _factors),)
"""The commands of this module."""
