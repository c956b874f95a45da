"""The commands about the inventory file itself: new, export, backup, restore, verify."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import DONE, WITH_ERRORS, Command, UsageError
from carbondesk.cli.opened import file_argument, inventory
from carbondesk.cli.output import note, print_json, progress
from carbondesk.domain.records import GwpName, Organisation
from carbondesk.domain.text import Text, say
from carbondesk.language import tr, tr_many

if TYPE_CHECKING:
    from carbondesk.domain.progress import Progress
    from carbondesk.store import Inventory

_CODE_LENGTH = {"country": 2, "currency": 3}


def _declare_new(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument("--name", required=True, metavar="N", help=tr("the name of the organisation"))
    parser.add_argument(
        "--country", required=True, metavar="CC", help=tr("its country, as an ISO 3166 code of two letters")
    )
    parser.add_argument(
        "--gwp",
        choices=[name.value for name in GwpName],
        default=GwpName.AR6.value,
        help=tr("the GWP set that weighs the gases"),
    )
    parser.add_argument(
        "--year-start",
        type=int,
        choices=range(1, 13),
        metavar="MONTH",
        default=1,
        help=tr("the month, 1 to 12, in which its year starts"),
    )
    parser.add_argument("--currency", metavar="CUR", default="USD", help=tr("its currency, such as USD"))


def _code(options: argparse.Namespace, name: str) -> str:
    """Return a country or currency code in capitals; raises UsageError for what cannot be one."""
    given = str(getattr(options, name)).strip().upper()
    if len(given) != _CODE_LENGTH[name] or not (given.isascii() and given.isalpha()):
        raise UsageError(
            say(
                "--{option} wants a code of {n} letters, not {given}.",
                option=name,
                n=_CODE_LENGTH[name],
                given=repr(getattr(options, name)),
            )
        )
    if not _is_known(name, given):
        raise UsageError(say("--{option}: no {option} has the code {given}.", option=name, given=given))
    return given


def _is_known(name: str, code: str) -> bool:
    """Whether there is a currency or country of that code."""
    from carbondesk.domain.currencies import CURRENCIES
    from carbondesk.exchange.regions import country_code

    return code in CURRENCIES if name == "currency" else country_code(code) == code


def _new(options: argparse.Namespace) -> int:
    name = options.name.strip()
    if not name:
        raise UsageError(say("--name wants the name of the organisation."))
    organisation = Organisation(
        name=name,
        country=_code(options, "country"),
        currency=_code(options, "currency"),
        year_start=options.year_start,
        gwp=options.gwp,
    )
    from carbondesk.store.inventory import Inventory

    with Inventory.create(options.file, organisation) as made:
        head = made.head
    if options.format == "json":
        document = {
            "file": str(options.file),
            "organisation": name,
            "gwp": options.gwp,
            "step": 1,
            "head": head,
        }
        print_json(document)
    else:
        print(tr("Made {file} for {name}.", file=str(options.file), name=name))
    return DONE


def _declare_verify(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "--against", metavar="HEAD", help=tr("a digest that the history must have had, such as a report's")
    )


def _verify(options: argparse.Namespace) -> int:
    with inventory(options.file) as opened:
        proof = opened.verify(progress(), against=options.against)
    if options.format == "json":
        print_json(
            {"intact": proof.intact, "steps": proof.steps, "head": proof.head, "broken_at": proof.broken_at}
        )
    elif proof.intact:
        print(tr_many("The history is intact: {n} step.", "The history is intact: {n} steps.", proof.steps))
        print(tr("Head: {digest}", digest=proof.head))
    elif proof.broken_at is None:
        print(tr("The history never had the head {digest}.", digest=str(options.against)))
    else:
        print(tr("The history is broken at step {step}.", step=str(proof.broken_at)))
    return DONE if proof.intact else WITH_ERRORS


def _declare_backup(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "--to", required=True, type=Path, metavar="FILE", help=tr("where the copy goes: a file or a folder")
    )


def _backup(options: argparse.Namespace) -> int:
    from carbondesk.store import copies

    return _copied(options, copies.save_copy, say("Saved a copy as {file}."))


def _restore(options: argparse.Namespace) -> int:
    from carbondesk.store import copies

    return _copied(options, copies.restore, say("Restored as {file}."))


def _copied(
    options: argparse.Namespace, copy: Callable[[Progress, Inventory, Path], int], words: Text
) -> int:
    """Copy a file with its documents and say what was written."""
    target = options.to / options.file.name if options.to.is_dir() else options.to
    with inventory(options.file) as opened:
        documents = copy(progress(), opened, target)
        head = opened.head
    if options.format == "json":
        print_json({"file": str(target), "head": head, "documents": documents})
    else:
        print(tr(words, file=str(target)))
        if documents:
            print(tr_many("{n} document went along.", "{n} documents went along.", documents))
    return DONE


def _declare_export(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "--to", required=True, type=Path, metavar="FOLDER", help=tr("the folder that gets one CSV a table")
    )


def _export(options: argparse.Namespace) -> int:
    from carbondesk.exchange.exports import export

    with inventory(options.file) as opened:
        written = export(opened, options.to, progress())
    if options.format == "json":
        print_json({"folder": str(options.to), "files": [str(path) for path in written]})
    else:
        for path in written:
            note(str(path))
        print(tr("Exported to {folder}.", folder=str(options.to)))
    return DONE


COMMANDS = (
    Command("new", say("Create an inventory."), _declare_new, _new),
    Command("export", say("Write everything to a folder of plain tables."), _declare_export, _export),
    Command("backup", say("Save a copy of an inventory."), _declare_backup, _backup),
    Command("restore", say("Bring a copy back, its history proven first."), _declare_backup, _restore),
    Command("verify", say("Prove that the history is intact."), _declare_verify, _verify),
)
"""The commands of this module."""
