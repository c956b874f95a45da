"""What the palette always offers: the pages to go to and the commands to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from carbondesk.language import tr
from carbondesk.ui.actions import Actions
from carbondesk.ui.commands import MENUS
from carbondesk.ui.keys import keys_of
from carbondesk.ui.page import PageEntry
from carbondesk.ui.palette import DO, GO, Entry


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
