"""The findings of a paper as lines, each leading to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.records import Target
from carbondesk.domain.schema import Finding, Severity
from carbondesk.language import joined, tr
from carbondesk.ui.widgets import ToDo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carbondesk.report.figures import Figures

MOST_LINES = 200
_MARKS = {
    Severity.ERROR: ("circle-x", "err"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "info"),
}


def gap_lines(findings: Iterable[Finding], figures: Figures) -> list[ToDo]:
    """Return a line for each finding; its `key` is the page and the place that mend it, None where none does."""
    return [_line(finding, figures) for finding in list(findings)[:MOST_LINES]]


def place_of(finding: Finding, figures: Figures) -> tuple[str, dict[str, object]] | None:
    """Return the page and the context where a finding is; None where it names no target, no site and no source."""
    if finding.code == "no-target":
        return "targets", {}
    if "site" not in finding.where and str(finding.where.get("category", "")).startswith("s3-"):
        return "group", {"register": "screening"}
    target_name = finding.where.get("target")
    if target_name is not None:
        found = [each.id for each in figures.inventory.all(Target) if each.name == target_name]
        return "targets", {"target": found[0]} if found else {}
    site_name, source_name = finding.where.get("site"), finding.where.get("source")
    site = next((each for each in figures.sites.values() if each.name == site_name), None)
    source = next(
        (
            each
            for each in figures.sources.values()
            if each.name == source_name and (site is None or each.site == site.id)
        ),
        None,
    )
    if source is None and site is None:
        return None
    context: dict[str, object] = {"site": source.site if source is not None else site and site.id}
    if source is not None:
        context["source"] = source.id
    if "month" in finding.where:
        context["month"] = str(finding.where["month"])
    return "data_entry", context


def _line(finding: Finding, figures: Figures) -> ToDo:
    icon, tone = _MARKS[finding.severity]
    place = place_of(finding, figures)
    where = joined(str(finding.where[key]) for key in ("source", "site") if key in finding.where)
    message = tr(finding.message)
    title, text = (where, message) if where else (message, tr(finding.remedy))
    return ToDo(icon=icon, tone=tone, title=title, text=text, action=tr("Go") if place else "", key=place)
