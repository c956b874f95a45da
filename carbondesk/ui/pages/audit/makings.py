"""What the audit page has done off the main thread: the chain checked, checks found, a sample drawn, files written.

Each opens the file over a connection of its own, as a thread must; the functions that end in `_with` work on figures
that are loaded already.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from carbondesk.domain.progress import Progress
    from carbondesk.domain.records import VerificationRound
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options
    from carbondesk.report.verifications import Draw
    from carbondesk.store import Verification


def verify(
    progress: Progress, source: Path, against: str | None
) -> tuple[Verification, list[Finding] | None]:
    """Prove the history of an inventory, and that it once had a head; then read its documents, if it has any."""
    from carbondesk.domain.records import Evidence
    from carbondesk.store.evidence import checked
    from carbondesk.store.inventory import Inventory

    with Inventory.open(source, read_only=True) as inventory:
        found = inventory.verify(progress, against=against)
        return found, checked(inventory, _quiet(progress)) if inventory.count(Evidence) else None


def find_checks(progress: Progress, source: Path) -> list[tuple[Finding, str]]:
    """Return every finding with its place."""
    with _figures(progress, source) as figures:
        return find_checks_with(figures)


def find_checks_with(figures: Figures) -> list[tuple[Finding, str]]:
    """Return every finding with its place from loaded figures."""
    from carbondesk.report.acknowledgements import checks

    return [(check.finding, check.place) for check in checks(figures)]


def draw_sample(progress: Progress, source: Path, wanted: dict[str, object]) -> Draw:
    """Draw the sample of a verification round."""
    with _figures(_quiet(progress), source) as figures:
        return draw_with(figures, wanted, progress)


def draw_with(figures: Figures, wanted: dict[str, object], progress: Progress | None = None) -> Draw:
    """Draw the sample from loaded figures; `wanted` are the arguments of `verifications.draw`."""
    from carbondesk.domain.progress import silent
    from carbondesk.report.verifications import draw

    return draw(figures, progress=progress or silent, **wanted)  # type: ignore[arg-type]  # as the form has checked them


def write_round(progress: Progress, source: Path, made: VerificationRound, target: Path, today: date) -> None:
    """Write the paper of a round."""
    with _figures(progress, source) as figures:
        write_round_with(figures, made, target, today)


def write_round_with(figures: Figures, made: VerificationRound, target: Path, today: date) -> None:
    """Write the paper of a round from loaded figures; the ending of `target` chooses the kind of file."""
    from carbondesk.report.documents import RENDERERS
    from carbondesk.report.papers import Options, imprint
    from carbondesk.report.render import save
    from carbondesk.report.roundpapers import round_paper
    from carbondesk.report.verifications import terms_of

    chosen = Options(method=terms_of(made).method, consolidation=made.consolidation)
    base = imprint(figures, made.year, chosen, today)
    save(target, RENDERERS[target.suffix.lower()](round_paper(figures, made), base))


def write_paper(
    progress: Progress, source: Path, paper_id: str, year: int, options: Options, target: Path, today: date
) -> None:
    """Make a paper of the catalogue and write it."""
    with _figures(progress, source) as figures:
        write_paper_with(figures, paper_id, year, options, target, today)


def write_paper_with(
    figures: Figures, paper_id: str, year: int, options: Options, target: Path, today: date
) -> None:
    """Write a paper of the catalogue from loaded figures."""
    from carbondesk.report.catalogue import analysis, written
    from carbondesk.report.render import save

    save(target, written(analysis(paper_id), figures, year, options, target.suffix.lower(), today))


def write_trail(progress: Progress, source: Path, year: int, target: Path, today: date) -> None:
    """Write the whole trail, newest first, as a table."""
    with _figures(_quiet(progress), source) as figures:
        write_trail_with(figures, year, target, today, progress)


def write_trail_with(
    figures: Figures, year: int, target: Path, today: date, progress: Progress | None = None
) -> None:
    """Write the whole trail from loaded figures."""
    from carbondesk.domain.progress import silent
    from carbondesk.report.documents import RENDERERS
    from carbondesk.report.papers import Options, imprint
    from carbondesk.report.render import save
    from carbondesk.report.trailpapers import trail_paper

    base = imprint(figures, year, Options(), today)
    paper = trail_paper(figures, progress or silent)
    save(target, RENDERERS[target.suffix.lower()](paper, base))


def write_proof(
    progress: Progress, source: Path, made: VerificationRound, entry: int, target: Path, today: date
) -> None:
    """Write the proof of an entry of a round."""
    with _figures(progress, source) as figures:
        write_proof_with(figures, made, entry, target, today)


def write_proof_with(
    figures: Figures, made: VerificationRound, entry: int, target: Path, today: date
) -> None:
    """Write the proof of an entry as it is now, as a workbook or as JSON."""
    from carbondesk.domain.records import Activity
    from carbondesk.domain.text import say
    from carbondesk.report.accounts import proof_document
    from carbondesk.report.explanations import booked_lines
    from carbondesk.report.papers import Options, imprint
    from carbondesk.report.proofs import proof
    from carbondesk.report.recalculations import proof_workbook
    from carbondesk.report.render import save
    from carbondesk.report.verifications import terms_of

    chosen = Options(method=terms_of(made).method, consolidation=made.consolidation)
    record = figures.inventory.get(Activity, entry)
    booked = booked_lines(figures, record, method=chosen.method, consolidation=chosen.consolidation)
    lines = [line for line in booked if line.year == made.year]
    base = imprint(figures, made.year, chosen, today)
    if target.suffix.lower() == ".json":
        save(target, proof_document(figures, lines, base))
    else:
        what = say("Entry {entry}", entry=record.external_id or str(record.id))
        save(target, proof_workbook(proof(figures, lines, what, base)))


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


def _quiet(progress: Progress) -> Progress:
    """Return a progress that can still be stopped but says nothing, where the work itself counts."""

    def told(*_: object) -> None:
        progress(0, 0)

    return told
