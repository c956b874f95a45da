"""The command `explain`: how one entry, or a whole total, comes about."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, file_argument, inventory, reporting_year
from carbondesk.cli.output import note, print_json, print_table, status, tell, tonnes
from carbondesk.domain.records import Activity, Scope2Method
from carbondesk.domain.text import Text, listed, say
from carbondesk.language import day, joined, number, significant, tr

if TYPE_CHECKING:
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options

_LONGEST_ID = 18  # digits; the file has no longer numbers
_KEYS = ("scope", "category", "site", "source", "year")
_PROOFS = (".xlsx", ".json")
_MOST_BLOCKS = 12
"""Lines written out step by step for people; more of them become a table."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What `--total` names: a year, and the scope, category, site and source that entries must have."""

    year: int
    others: dict[str, str]


def _declare(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--activity", metavar="ID", help=tr("an entry, by its id"))
    what.add_argument("--total", metavar="WHAT", help=tr("a total, such as scope=2,site=Nanjing,year=2025"))
    parser.add_argument(
        "--scope2",
        choices=[method.value for method in Scope2Method],
        default=Scope2Method.LOCATION.value,
        help=tr("the method of scope 2"),
    )
    parser.add_argument(
        "--proof",
        type=Path,
        metavar="OUT",
        help=tr("write the proof too: .xlsx with formulas that recompute it, or .json"),
    )


def _wanted(text: str) -> _Wanted:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    found = {key.strip(): value.strip() for key, _, value in pairs}
    unknown = [key for key in found if key not in _KEYS]
    if unknown:
        raise UsageError(
            say("--total knows {words}, not {given}.", words=listed(_KEYS), given=listed(unknown))
        )
    year = found.pop("year", "")
    if not year:
        raise UsageError(say("--total wants a year, such as year=2025."))
    return _Wanted(reporting_year(year), found)


def _explain(options: argparse.Namespace) -> int:
    from carbondesk.report.accounts import evidence_of, explanation, line_findings, value_of
    from carbondesk.report.papers import Options

    if options.proof is not None and options.proof.suffix.lower() not in _PROOFS:
        raise UsageError(
            say(
                "--proof wants a file ending in {endings}, not {given}.",
                endings=listed(_PROOFS),
                given=options.proof.name,
            )
        )
    wanted = None if options.total is None else _wanted(options.total)
    with inventory(options.file) as opened:
        figures = figures_of(opened)
        by = Options(method=options.scope2)
        lines = (
            _of_activity(figures, options.activity, by) if wanted is None else _of_total(figures, wanted, by)
        )
        findings = line_findings(lines)
        if options.proof is not None:
            what = say("Entry {entry}", entry=options.activity) if wanted is None else Text(options.total)
            _save_proof(figures, lines, what, options)
        if options.format == "json":
            print_json(explanation(figures, lines, options.scope2))
        else:
            _print(lines, [evidence_of(figures, line) for line in lines], value_of(lines))
            tell(findings)
    return status(findings)


def _of_activity(figures: Figures, text: str, options: Options) -> list[Line]:
    from carbondesk.report.proofs import lines_of_entry

    found = figures.inventory.find(Activity, external_id=text)
    if not found and text.isdecimal() and len(text) <= _LONGEST_ID:
        found = figures.inventory.find(Activity, id=int(text))
    if not found:
        raise UsageError(say("No entry has the id {id}.", id=text))
    return lines_of_entry(figures, found[0], options)


def _of_total(figures: Figures, wanted: _Wanted, options: Options) -> list[Line]:
    """Return the lines of every entry that counts in the total."""
    from carbondesk.report.proofs import lines_of_total, members

    if not members(figures, wanted.others, options):
        words = listed(f"{key}={value}" for key, value in wanted.others.items())
        raise UsageError(say("No source that counts fits {words}.", words=words))
    return lines_of_total(figures, wanted.year, wanted.others, options)


def _save_proof(figures: Figures, lines: list[Line], what: Text, options: argparse.Namespace) -> None:
    """Write the proof of lines; the ending of the file's name chooses the workbook or the document."""
    from carbondesk.report.accounts import proof_document
    from carbondesk.report.papers import Options, imprint
    from carbondesk.report.proofs import proof
    from carbondesk.report.recalculations import MOST_LINES, proof_workbook
    from carbondesk.report.render import save

    if not lines:
        raise UsageError(say("There is nothing to prove: no entry counts in it."))
    today = datetime.now(UTC).astimezone().date()
    base = imprint(figures, lines[0].year, Options(method=options.scope2), today)
    if options.proof.suffix.lower() == ".json":
        save(options.proof, proof_document(figures, lines, base))
    elif len(lines) > MOST_LINES:
        words = say("A workbook proves at most {n} lines: narrow the total, or write .json.", n=MOST_LINES)
        raise UsageError(words)
    else:
        save(options.proof, proof_workbook(proof(figures, lines, what, base)))
    note(tr("Wrote {file}.", file=str(options.proof)))


def _print(lines: list[Line], evidence: list[list[str]], value: float | None) -> None:
    if len(lines) <= _MOST_BLOCKS:
        for line, proofs in zip(lines, evidence, strict=True):
            _print_block(line, proofs)
    else:
        print_table(
            [
                tr("Site"),
                tr("Source"),
                tr("From"),
                tr("To"),
                tr("Factor"),
                tr("Quantity"),
                tr("Unit"),
                "t CO₂e",
            ],
            [
                [
                    line.site.name,
                    line.source.name,
                    day(line.start),
                    day(line.end),
                    line.choice.factor.factor_id if line.choice.factor else "",
                    number(line.quantity),
                    line.unit,
                    tonnes(line.result),
                ]
                for line in lines
            ],
            numbers=1,
        )
        print()
    print(tr("Result: {tonnes} t CO₂e", tonnes=tonnes(value)))


def _print_block(line: Line, evidence: list[str]) -> None:
    """Write a line as steps, from the quantity to its emissions."""
    from carbondesk.report.proofs import gas_name

    print(
        tr(
            "{source}, {site}, {start} to {end} (entry {id})",
            source=line.source.name,
            site=line.site.name,
            start=line.start,
            end=line.end,
            id=str(line.activity.id),
        )
    )
    rows = [(tr("Quantity"), f"{number(line.quantity)} {line.unit}")]
    for step in line.choice.conversions:
        steps = tr(
            "1 {from_} = {by} {to}: {because}",
            from_=step.from_,
            by=significant(float(step.by), 9),
            to=step.to,
            because=step.because,
        )
        rows.append((tr("Conversion"), steps))
    factor = line.choice.factor
    if factor is not None:
        cited = joined((factor.source, factor.source_version, factor.source_table))
        rows += [(tr("Factor"), f"{factor.factor_id} {factor.name}"), (tr("Publisher"), cited)]
    for gas, mass, gwp, result in line.gases:
        words = tr(
            "{mass} kg per {unit} × GWP {gwp} ({set}) = {tonnes} t CO₂e",
            mass=significant(mass, 9),
            unit=line.unit,
            gwp=number(gwp),
            set=line.gwp_name,
            tonnes=tonnes(result),
        )
        rows.append((gas_name(gas), words))
    rows.append((tr("Result"), tr("{tonnes} t CO₂e", tonnes=tonnes(line.result))))
    rows += [(tr("Evidence"), proof) for proof in evidence]
    width = max(len(name) for name, _ in rows) + 2
    for name, words in rows:
        print(f"  {name:<{width}}{words}")
    print()


COMMANDS = (Command("explain", say("Show how a number comes about."), _declare, _explain),)
"""The commands of this module."""
