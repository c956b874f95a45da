"""What the Reports page has made off the main thread: papers, their files, and proofs.

Each opens the file over a connection of its own, as a thread must.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import Activity
from carbondesk.domain.records.choices import scope_label
from carbondesk.domain.text import Text, say
from carbondesk.language import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from carbondesk.domain.progress import Progress
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options, Paper

_METHODS = {"market": say("market-based"), "location": say("location-based")}


def make_paper(progress: Progress, source: Path, paper_id: str, year: int, options: Options) -> Paper:
    """Make a paper on a reporting year."""
    from carbondesk.report.catalogue import analysis

    with _figures(progress, source) as figures:
        return analysis(paper_id).make(figures, year, options)


def write_paper(
    progress: Progress, source: Path, paper_id: str, year: int, options: Options, target: Path, today: date
) -> None:
    """Make a paper and write it; the ending of `target` chooses the kind of file."""
    with _figures(progress, source) as figures:
        write_with(figures, paper_id, year, options, target, today)


def write_with(
    figures: Figures, paper_id: str, year: int, options: Options, target: Path, today: date
) -> None:
    """Write a paper from figures that are loaded already."""
    from carbondesk.report.catalogue import analysis, written
    from carbondesk.report.render import save

    save(target, written(analysis(paper_id), figures, year, options, target.suffix.lower(), today))


def write_proof(
    progress: Progress,
    source: Path,
    wanted: Mapping[str, str],
    year: int,
    options: Options,
    target: Path,
    today: date,
) -> None:
    """Write the proof of a total or of an entry; the ending of `target` chooses workbook or document."""
    with _figures(progress, source) as figures:
        prove_with(figures, wanted, year, options, target, today)


def prove_with(
    figures: Figures, wanted: Mapping[str, str], year: int, options: Options, target: Path, today: date
) -> None:
    """Write a proof from figures that are loaded already, by the method of the cell where it names one."""
    from carbondesk.report.accounts import proof_document
    from carbondesk.report.papers import imprint
    from carbondesk.report.proofs import lines_of_entry, lines_of_total, proof
    from carbondesk.report.recalculations import proof_workbook
    from carbondesk.report.render import save

    options = replace(options, method=wanted.get("method", options.method))
    if "activity" in wanted:
        entries = figures.inventory.find(Activity, id=int(wanted["activity"]))
        found = [line for entry in entries for line in lines_of_entry(figures, entry, options)]
        lines = [line for line in found if line.year == year]
    else:
        lines = lines_of_total(figures, year, _place(wanted), options)
    base = imprint(figures, year, options, today)
    if target.suffix.lower() == ".json":
        save(target, proof_document(figures, lines, base))
    else:
        save(target, proof_workbook(proof(figures, lines, what_is_proven(wanted), base)))


def what_is_proven(wanted: Mapping[str, str]) -> Text:
    """Say what a proof is of."""
    if "activity" in wanted:
        return say("Entry {entry}", entry=wanted["activity"])
    scopes = wanted.get("scope", "")
    named = scope_label(scopes) if scopes else None
    if named is not None and "2" in scopes and "method" in wanted:
        named = say("{scope} ({method})", scope=named, method=_METHODS[wanted["method"]])
    rest = joined(value for key, value in _place(wanted).items() if key != "scope")
    if named is None:
        return say("{what}", what=rest)
    return say("{what}, {scope}", what=rest, scope=named) if rest else named


def _place(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what lines must have to count in a figure: all of it but the method of scope 2."""
    return {key: value for key, value in wanted.items() if key != "method"}


@contextmanager
def _figures(progress: Progress, source: Path) -> Iterator[Figures]:
    from carbondesk.report.render import loaded_figures
    from carbondesk.store.inventory import Inventory

    progress(0, 2)
    with Inventory.open(source, read_only=True) as inventory:
        figures = loaded_figures(inventory)
        progress(1, 2)
        yield figures
    progress(2, 2)
