"""What a page is to the frame: a widget with an id, a title, a header and panes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carbondesk.domain.text import Text
from carbondesk.ui.style.tokens import Tokens
from carbondesk.ui.widgets.headers import PageHeader
from carbondesk.ui.widgets.labels import Pane

KEYS = {
    "overview": 1,
    "data_entry": 2,
    "targets": 3,
    "actions": 4,
    "factors": 5,
    "suppliers": 6,
    "reports": 7,
    "audit": 8,
    "group": 9,
}


class Page(Pane):
    """A page of the window. It fills `body` and names its panes; everything else has a default.

    A change of language or of text size makes the frame build every page anew from its factory, so a page
    writes its words once, in its constructor, and hands over what it wants to keep through `state`.
    """

    page_id = ""
    icon = ""

    def __init__(self) -> None:
        super().__init__("panel")
        self._header: PageHeader | None = None
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)

    def set_header(self, header: PageHeader) -> None:
        """Put the header on top; called once, from the constructor."""
        self._header = header
        self._outer.insertWidget(0, header)

    def header(self) -> PageHeader | None:
        """Return the header; Welcome has none."""
        return self._header

    def title(self) -> str:
        """Return the page's name as it stands in its header."""
        return self._header.title.text() if self._header else ""

    def enter(self, context: object = None) -> None:
        """Be shown; `context` tells what to go to (a source, a finding), None means as it was left."""

    def leave(self) -> None:
        """Be hidden."""

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what handles which command while this page is shown; ids: `carbondesk.ui.commands`."""
        return {}

    def panes(self) -> list[QWidget]:
        """Return the widgets F6 steps through, left to right, top to bottom."""
        return []

    def restyle(self, look: Tokens) -> None:
        """Follow a change of theme; only charts, which keep pens, need to do anything."""

    def retranslate(self) -> None:
        """Follow a change of number or date format without being built anew."""

    def state(self) -> dict[str, object]:
        """Return what to keep over a rebuild and a restart, as JSON values."""
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take up what `state` returned."""


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """How a page is registered: its id, its label on the rail, icon, group, and how it is made.

    `group` parts the rail: 0 daily work, 1 sources of numbers, 2 results, 9 the foot. A page that does not
    exist is not registered, so the rail never shows a dead entry. A `bare` page, such as Welcome, fills the
    window and is not on the rail. `commands` are the ids that `Page.commands` handles: elsewhere they
    stand in the menus disabled, with the reason.
    """

    page_id: str
    label: Text
    icon: str
    make: Callable[[], Page]
    group: int = 0
    bare: bool = False
    commands: tuple[str, ...] = ()

    @property
    def key(self) -> int | None:
        """Return the digit of Ctrl and a digit, which a page keeps for ever."""
        return KEYS.get(self.page_id)
