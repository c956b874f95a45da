"""What waits for a person: missing months by site and source, and what is doubtful about the factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_months
from carbondesk.domain.records import Target
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import Text
from carbondesk.language import month_name, tr, tr_many
from carbondesk.report.journeys import target_reminders
from carbondesk.ui.pages.overview.view import View
from carbondesk.ui.widgets import ToDo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbondesk.domain.accounting.needs import Need
    from carbondesk.report.flags import Flag

MOST_LINES = 200
LONGEST_TITLE = 44
_ICONS = {Severity.ERROR: "circle-x", Severity.WARNING: "flag", Severity.INFO: "info"}
_TONES = {Severity.ERROR: "err", Severity.WARNING: "warn", Severity.INFO: "info"}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def todo_lines(view: View, flags: Sequence[Flag] = ()) -> tuple[list[ToDo], int]:
    """Return the lines of the list, most serious first, and how many there are in all.

    A line's `key` is what `OverviewPage.navigate` sends: (page id, where to go there).
    """
    found, targets, unset = factor_lines(view), target_lines(view), unset_lines(view)
    serious = [line for severity, line in found if severity is Severity.ERROR]
    others = [line for severity, line in found if severity is not Severity.ERROR]
    gaps = len(view.gaps)
    lines = [*serious, *targets, *missing_lines(view), *flag_lines(view, flags[:MOST_LINES])]
    lines += [*others, *unset]
    return lines[:MOST_LINES], len(found) + gaps + len(flags) + len(targets) + len(unset)


def target_lines(view: View) -> list[ToDo]:
    """Return a line for each thing that targets ask for soon or by now, leading to the targets."""
    inventory = view.figures.inventory
    lines = []
    for finding in target_reminders(inventory, inventory.today(), view.figures):
        title, rest = split_message(tr(finding.message))
        names = _words(finding.where["target"])
        lines.append(
            ToDo(
                icon=_ICONS[finding.severity],
                tone=_TONES[finding.severity],
                title=title.rstrip(".。"),
                text=tr("{what}. {about}", what=rest.rstrip(".。"), about=names) if rest else names,
                action=tr("Look"),
                key=("targets", {}),
            )
        )
    return lines


def _words(value: object) -> str:
    return tr(value) if isinstance(value, Text) else str(value)


def unset_lines(view: View) -> list[ToDo]:
    """Return a line where a path is drawn that nobody has set as a target."""
    if view.target is None or view.target.chosen or view.figures.inventory.all(Target):
        return []
    return [
        ToDo(
            icon=_ICONS[Severity.INFO],
            tone=_TONES[Severity.INFO],
            title=tr("No target is set"),
            text=tr("The path shown is the minimum for 1.5 °C."),
            action=tr("Set"),
            key=("targets", {}),
        )
    ]


def missing_lines(view: View) -> list[ToDo]:
    """Return a line for each source with missing months, the most tonnes first, as many as the list takes."""
    figures = view.figures
    gaps, tonnes = view.gaps, figures.missing_tonnes(view.year)
    months = year_months(view.year, figures.organisation.year_start)
    ordered = sorted(gaps, key=lambda source: (-tonnes[source], source))[:MOST_LINES]
    lines = []
    for identity in ordered:
        source = figures.sources[identity]
        site = figures.sites[source.site]
        places = gaps[identity]
        about = ""
        if view.scale.words(tonnes[identity]) != view.scale.words(0.0):
            about = tr(
                "About {amount} {unit} not in the total",
                amount=view.scale.words(tonnes[identity]),
                unit=view.scale.short,
            )
        spans = month_spans([int(months[place][-2:]) for place in places], places)
        named = tr("{source}, {months}", source=source.name, months=spans)
        lines.append(
            ToDo(
                icon="circle-dashed",
                title=tr_many(
                    "{n} month missing at {site}", "{n} months missing at {site}", len(places), site=site.name
                ),
                text=tr("{what}. {about}", what=named, about=about) if about else named,
                action=tr("Fill in"),
                key=("data_entry", {"source": identity, "site": site.id, "month": months[places[0]]}),
            )
        )
    return lines


def flag_lines(view: View, flags: Sequence[Flag]) -> list[ToDo]:
    """Return a line for each value that stands out from its year, leading to its cell."""
    lines = []
    for flag in flags:
        site = view.figures.sites[flag.source.site]
        month = month_name(int(flag.month[-2:]))
        message = tr(flag.finding.message).rstrip(".。")
        lines.append(
            ToDo(
                icon="flag",
                title=tr("Unusual value at {site}", site=site.name),
                text=tr(
                    "{source}, {month}: {message}", source=flag.source.name, month=month, message=message
                ),
                action=tr("Check"),
                key=("data_entry", {"source": flag.source.id, "site": site.id, "month": flag.month}),
            )
        )
    return lines


def month_spans(months: list[int], places: list[int]) -> str:
    """Write months as spans: `Jul, Oct to Dec`; `places` are their positions in the year."""
    spans: list[list[int]] = []
    for at, place in enumerate(places):
        if spans and place == places[spans[-1][-1]] + 1:
            spans[-1].append(at)
        else:
            spans.append([at])
    words = []
    for span in spans:
        first, last = month_name(months[span[0]]), month_name(months[span[-1]])
        joined = (
            tr("{first} to {last}", first=first, last=last)
            if len(span) > 2
            else tr(", ").join(month_name(months[at]) for at in span)
        )
        words.append(joined)
    return tr(", ").join(words)


def factor_lines(view: View) -> list[tuple[Severity, ToDo]]:
    """Return a line for each doubt about the choice of factors of the year in view, once for each family."""
    figures = view.figures
    used: dict[tuple[str, str, str], tuple[Finding, list[Need]]] = {}
    by_need = figures.sources_by_need(view.year)
    for need in by_need:
        for finding in figures.ledger.rates.choice(need).findings:
            family = (finding.code, str(finding.message), str(finding.remedy))
            if finding.severity is not Severity.INFO:
                used.setdefault(family, (finding, []))[1].append(need)
    lines = [
        _factor_line(view, finding, sorted({source for need in needs for source in by_need[need].tolist()}))
        for finding, needs in used.values()
    ]
    return sorted(lines, key=lambda line: (_ORDER[line[0]], line[1].title))


def split_message(message: str) -> tuple[str, str]:
    """Split a message at its first colon or full stop, so that neither line of the list is too long."""
    for mark in (": ", "：", ". ", "。"):
        head, found, rest = message.partition(mark)
        if found and rest and len(head) <= LONGEST_TITLE:
            return head, rest[0].upper() + rest[1:]
    return message, ""


def _factor_line(view: View, finding: Finding, sources: list[int]) -> tuple[Severity, ToDo]:
    figures = view.figures
    sites = {figures.sources[source].site for source in sources}
    by_sources = tr_many("{n} source", "{n} sources", len(sources))
    at_sites = tr_many("{n} site", "{n} sites", len(sites))
    title, rest = split_message(tr(finding.message))
    used = tr("Used by {sources} at {sites}", sources=by_sources, sites=at_sites)
    context = {"source": sources[0], "site": figures.sources[sources[0]].site}
    return finding.severity, ToDo(
        icon=_ICONS[finding.severity],
        tone=_TONES[finding.severity],
        title=title,
        text=tr("{what}. {about}", what=rest.rstrip(".。"), about=used) if rest else used,
        action=tr("Look"),
        key=("data_entry", context),
    )
