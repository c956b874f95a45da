"""What the palette offers: pages and commands always, sites and sources of the open inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from carbondesk.language import joined, tr
from carbondesk.ui.actions import Actions
from carbondesk.ui.commands import MENUS
from carbondesk.ui.keys import keys_of
from carbondesk.ui.page import PageEntry
from carbondesk.ui.palette import DO, GO, Entry

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

_ICONS = {
    "stationary-combustion": "flame",
    "mobile-combustion": "truck",
    "process": "flask-conical",
    "fugitive": "wind",
    "electricity": "zap",
    "heat-steam-cooling": "thermometer",
}


def page_entries(pages: Iterable[PageEntry], show: Callable[[str], object]) -> Iterator[Entry]:
    """Offer every page, with its key."""
    for page in pages:
        if not page.bare:
            keys = keys_of(f"Ctrl+{page.key}") if page.key else ""
            yield Entry(
                text=tr(page.label),
                context=tr("page"),
                icon=page.icon,
                group=GO,
                keys=keys,
                run=partial(show, page.page_id),
                rank=0.2,
            )


def record_entries(figures: Figures, go: Callable[[str, object], object], query: str) -> Iterator[Entry]:
    """Offer the sites, sources and targets whose names, or whose site's name, hold every word of the query."""
    words = query.casefold().split()
    if not words:
        return
    from carbondesk.domain.records import Category, Target

    for target in figures.inventory.all(Target):
        if _holds(target.name, words):
            yield Entry(
                text=target.name,
                context=tr("Target by {year}", year=str(target.target_year)),
                icon="target",
                run=partial(go, "targets", {"target": target.id}),
                rank=0.3,
            )
    for site in figures.sites.values():
        if _holds(site.name, words):
            context = {"site": site.id}
            yield Entry(
                text=site.name,
                context=site.kind,
                icon="factory",
                run=partial(go, "data_entry", context),
                rank=0.3,
            )
    for source in figures.sources.values():
        site = figures.sites[source.site]
        if _holds(f"{source.name} {site.name}", words):
            yield Entry(
                text=source.name,
                context=joined((site.name, tr(Category(source.category).scope_label))),
                icon=_ICONS.get(source.category, "package"),
                run=partial(go, "data_entry", {"source": source.id}),
                rank=0.4,
            )


def _holds(name: str, words: list[str]) -> bool:
    parts = name.casefold()
    return all(word in parts for word in words)


def command_entries(actions: Actions) -> Iterator[Entry]:
    """Offer every command that something handles, with its menu and key; disabled ones say why."""
    for name, command in actions.commands.items():
        action = actions[name]
        if not action.isVisible() or name.startswith("go_") or name == "palette":
            continue
        yield Entry(
            text=action.text().replace("&", ""),
            context=tr(MENUS[command.menu]).replace("&", "").partition("(")[0],
            icon=command.icon or "chevron-right",
            group=DO,
            keys=keys_of(command.shortcut) if command.shortcut else "",
            run=action.trigger,
            reason=action.statusTip() or tr("Not now") if not action.isEnabled() else "",
        )
