"""The audit trail as a paper: one row for each value before and after, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.text import EMPTY, say
from carbondesk.report.papers import Head, Holds, Paper, Sheet
from carbondesk.report.trails import Trails, spoken_title

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Cell
    from carbondesk.report.trails import Entry, Mark

MOST_STEPS = 50_000
"""Steps that a paper of the trail holds: the newest ones; the file itself keeps all."""

_PAGE = 500


def trail_paper(figures: Figures, progress: Progress = silent, *, most: int = MOST_STEPS) -> Paper:
    """Return the trail of everything, up to the newest `most` steps."""
    trails, rows, before, read = Trails(figures.inventory), list[tuple["Cell", ...]](), None, 0
    newest = figures.inventory.traces.steps(1)[0].id
    while read < most:
        page = trails.page(before=before, limit=min(_PAGE, most - read))
        read += len(page.entries)
        for entry in page.entries:
            rows += _rows(entry)
        progress(min(read, newest), newest, EMPTY)
        before = page.older
        if before is None:
            break
    heads = (
        Head(say("Step"), Holds.INTEGER),
        Head(say("Date"), Holds.DATE),
        Head(say("Time (UTC)")),
        Head(say("By")),
        Head(say("Step title")),
        Head(say("Record")),
        Head(say("Site")),
        Head(say("Field")),
        Head(say("Before")),
        Head(say("After")),
        Head(say("Unit")),
        Head(say("Reason")),
        Head(say("Digest")),
    )
    notes = () if before is None else (say("Only the newest {n} steps are listed here.", n=read),)
    return Paper(
        "history",
        say("History"),
        say("What was changed, by whom, when and why, newest first."),
        (Sheet(say("History"), heads, tuple(rows), notes=notes),),
    )


def _rows(entry: Entry) -> list[tuple[Cell, ...]]:
    step = entry.step
    lead: tuple[Cell, ...] = (step.id, step.at.date(), f"{step.at:%H:%M:%S}", step.person, spoken_title(step))
    tail: tuple[Cell, ...] = (step.reason, step.digest)
    rows: list[tuple[Cell, ...]] = [(*lead, *_cells(mark), *tail) for mark in entry.marks]
    if entry.more or not rows:
        what = say("{n} more changes", n=entry.more)
        rows.append((*lead, what, "", "", "", "", "", *tail))
    return rows


def _cells(mark: Mark) -> tuple[Cell, ...]:
    name: Cell = mark.subject.name
    if mark.count > 1:
        name = say("{what}: {n}", what=mark.label, n=mark.count)
    before, after = mark.before, mark.after
    if before is None and after is None:
        after = say("added") if mark.action == "add" else ""
        before = say("removed") if mark.action == "remove" else ""
    return (
        name,
        mark.subject.where,
        mark.label,
        "" if before is None else before,
        "" if after is None else after,
        mark.unit,
    )
