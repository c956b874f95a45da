"""The rows of the breakdown and of the completeness grid, as values for their widgets."""

from __future__ import annotations

from carbondesk.domain.periods import year_months
from carbondesk.domain.records import Category
from carbondesk.language import month_name, percent, tr, tr_many
from carbondesk.report.charts import compared_words, complete_words
from carbondesk.ui.pages.overview.view import View
from carbondesk.ui.widgets import BarRow, HeatCell, HeatRow, Part

MOST_CATEGORIES = 6


def scope_parts(view: View) -> list[Part]:
    """Return the scopes of the year in view as parts of one bar; scope 3 only where there is any."""
    now = view.now
    sizes = [("s1", tr("Scope 1"), now.scope1), ("s2", tr("Scope 2"), now.scope2(view.method))]
    if view.has_scope3:
        sizes.append(("s3", tr("Scope 3"), now.scope3))
    total = sum(size for _, _, size in sizes)
    return [
        Part(
            name=name,
            size=size,
            words=view.scale.words(size),
            share=percent(size / total) if total else "",
            tint=tint,
        )
        for tint, name, size in sizes
    ]


def site_rows(view: View) -> list[BarRow]:
    """Return scope 1+2 of each site, largest first, with the change on the year before where both are complete."""
    figures, year = view.figures, view.year
    earlier = (
        {site.id: s1 + s2 for site, (s1, s2, _) in figures.by_site(year - 1, view.method)}
        if view.before
        else {}
    )
    missing = _gaps_by_site(view)
    comparable = view.comparable
    rows = []
    for site, (s1, s2, _) in figures.by_site(year, view.method):
        before = earlier.get(site.id, 0.0)
        gaps = missing.get(site.id, 0)
        last = ""
        if comparable and before > 0 and not gaps:
            last = compared_words((s1 + s2) / before - 1)
        elif gaps:
            last = tr_many("{n} gap", "{n} gaps", gaps)
        rows.append(
            BarRow(
                name=site.name,
                parts=[("s1", s1), ("s2", s2)],
                words=view.scale.words(s1 + s2),
                last=last,
                key=site.id,
                missing=gaps > 0,
            )
        )
    return rows


def _gaps_by_site(view: View) -> dict[int, int]:
    """Return how many values of scope 1+2 each site lacks in the year in view."""
    gaps: dict[int, int] = {}
    for identity, months in view.gaps.items():
        source = view.figures.sources[identity]
        if not source.category.startswith("s3-"):
            gaps[source.site] = gaps.get(source.site, 0) + len(months)
    return gaps


def category_rows(view: View) -> list[BarRow]:
    """Return scope 3 by category, largest first, the smallest ones together; scope 1+2 where there is no scope 3."""
    amounts = view.figures.by_category(view.year, method=view.method)
    chosen = {
        category: amount
        for category, amount in amounts.items()
        if amount and (category.scope == "3") == view.has_scope3
    }
    total = sum(chosen.values())
    ordered = sorted(chosen.items(), key=lambda pair: -pair[1])
    shown = ordered if len(ordered) <= MOST_CATEGORIES else ordered[: MOST_CATEGORIES - 1]
    rows = [_category_row(view, category, amount, total) for category, amount in shown]
    rest = [amount for _, amount in ordered[len(shown) :]]
    if rest:
        rows.append(
            BarRow(
                name=tr_many("{n} other category", "{n} other categories", len(rest)),
                parts=[("s3" if view.has_scope3 else "s1", sum(rest))],
                words=view.scale.words(sum(rest)),
                last=percent(sum(rest) / total, 0),
            )
        )
    return rows


def _category_row(view: View, category: Category, amount: float, total: float) -> BarRow:
    return BarRow(
        name=tr(category.label),
        parts=[(f"s{category.scope}", amount)],
        words=view.scale.words(amount),
        last=percent(amount / total, 0),
    )


def month_heads(view: View) -> list[str]:
    """Return the short names of the twelve months of the reporting year."""
    months = year_months(view.year, view.figures.organisation.year_start)
    return [month_name(int(month[-2:])) for month in months]


def heat_rows(view: View) -> list[HeatRow]:
    """Return each site's months of the year in view: what is missing and what is estimated."""
    rows = []
    for each in view.figures.completeness(view.year):
        complete = not any(each.missing)
        expects = any(each.expected)
        rows.append(
            HeatRow(
                name=each.site.name,
                cells=[
                    HeatCell(missing=missing, estimated=estimated, expected=expected > 0)
                    for expected, missing, estimated in zip(
                        each.expected, each.missing, each.estimated, strict=True
                    )
                ],
                words=complete_words(each.share) if expects else tr("none"),
                icon=("circle-check" if complete else "circle-dashed") if expects else "minus",
                tone=("ok" if complete else "warn") if expects else "ink3",
                complete=complete,
                key=each.site.id,
            )
        )
    return rows


def completeness_words(view: View, *, short: bool = False) -> str:
    """Say how many monthly values are there, what is missing in tonnes, and how to read the grid."""
    now = view.everything
    there = now.expected_values - now.missing_values
    parts = [
        tr("{n} of {all} monthly values.", n=f"{there:,}", all=f"{now.expected_values:,}"),
    ]
    if now.missing_tonnes and view.scale.words(now.missing_tonnes) != view.scale.words(0.0):
        parts.append(
            tr(
                "About {amount} {unit} not in the total.",
                amount=view.scale.words(now.missing_tonnes),
                unit=view.scale.short,
            )
        )
    if not short:
        parts.append(tr("Number: values missing. Dot: estimated"))
    return tr(" ").join(parts) if tr(" ") else "".join(parts)
