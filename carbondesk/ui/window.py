"""The window: menu bar, rail, pages, status bar, palette, and the keys that lead between them.

A change of language or of text size builds frame and pages anew from their factories and hands their state
over (`rebuild`): words are written in one place, constructors, and no half-translated window can remain. A
change of theme repaints what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.ui.actions import Actions
from carbondesk.ui.commands import Command
from carbondesk.ui.edges import StatusLine, TopBar
from carbondesk.ui.menus import Menus
from carbondesk.ui.page import Page, PageEntry
from carbondesk.ui.rail import Rail
from carbondesk.ui.style import theme
from carbondesk.ui.widgets.labels import Pane

if TYPE_CHECKING:
    from carbondesk.ui.palette import Palette, Provider

SMALLEST = (1024, 600)
FIRST_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """The frame around the pages.

    Signals: `page_shown(page_id)`; `rebuilt()` after words were written anew (who has set the file's name,
    facts of the status bar or counts sets them again); `status_pressed(slot)`; `theme_chosen(setting)`;
    `closing()` before the window goes.
    """

    page_shown = Signal(str)
    rebuilt = Signal()
    status_pressed = Signal(str)
    theme_chosen = Signal(str)
    closing = Signal()

    def __init__(self, entries: Iterable[PageEntry]) -> None:
        """Build the frame with its pages on the rail; each page is made when it is first shown."""
        super().__init__()
        self.entries = {entry.page_id: entry for entry in entries}
        self.pages: dict[str, Page] = {}
        self.current = ""
        self.commands = Actions(self)
        self._theme = "light"
        self._counts: dict[str, int] = {}
        self._providers: list[Provider] = []
        self._palette: Palette | None = None
        self._kept: dict[str, dict[str, object]] = {}
        self._recent: list[tuple[str, Callable[[], object]]] = []
        self.setWindowTitle("CarbonDesk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.commands.on("palette", self.open_palette)
        self.commands.on("next_pane", lambda: self.step_pane(1))
        self.commands.on("previous_pane", lambda: self.step_pane(-1))
        self.commands.on("quit", self.close)
        for setting in ("light", "dark", "system"):
            self.commands.on(f"theme_{setting}", partial(self._choose_theme, setting))
        for entry in self.entries.values():
            self._lead_to(entry)
        self._build()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    # What the session and the pages use

    def show_page(self, page_id: str, context: object = None) -> Page:
        """Show a page and let it enter with a context; an unknown id raises KeyError."""
        page = self.page(page_id)
        if self.current and self.current != page_id and self.current in self.pages:
            self.pages[self.current].leave()
        self.current = page_id
        self._stack.setCurrentWidget(page)
        self.rail.choose(page_id)
        bare = self.entries[page_id].bare
        for part in (self.top, self.rail, self.status):
            part.setVisible(not bare)
        elsewhere = {each for entry in self.entries.values() for each in entry.commands if not bare}
        self.commands.set_page(page.commands(), elsewhere)
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        page.enter(context)
        self.page_shown.emit(page_id)
        return page

    def page(self, page_id: str) -> Page:
        """Return a page, made now if it has not been shown before."""
        if page_id not in self.pages:
            page = self.entries[page_id].make()
            if page_id in self._kept:
                page.restore_state(self._kept.pop(page_id))
            self.pages[page_id] = page
            self._stack.addWidget(page)
        return self.pages[page_id]

    def set_file(self, name: str, badge: str = "", kind: str = "soft", icon: str = "") -> None:
        """Show the open file's name in the bar and the caption, with a badge such as "Sample"."""
        self.setWindowTitle(f"{name} — CarbonDesk" if name else "CarbonDesk")
        self.top.file.set_file(name, badge, kind, icon)
        self.top.arrange()

    def set_fact(self, slot: str, text: str, icon: str = "", tint: str = "ink2", tip: str = "") -> None:
        """Show a fact of the status bar, in a slot of `edges.LEFT_SLOTS` or `edges.RIGHT_SLOTS`."""
        self.status.set_fact(slot, text, icon, tint, tip)

    def set_count(self, page_id: str, count: int) -> None:
        """Show on the rail how much waits on a page."""
        self._counts[page_id] = count
        self.rail.set_count(page_id, count)

    def set_recent(self, recent: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """List recent files (words, what opens it) in the File menu."""
        self._recent = list(recent)
        self.menus.set_recent(self._recent)

    def add_provider(self, provider: Provider) -> None:
        """Have the palette ask a provider; it survives a rebuild."""
        self._providers.append(provider)
        if self._palette is not None:
            self._palette.add_provider(provider)

    @property
    def palette_(self) -> Palette:
        """The command palette, made when it is first asked for."""
        if self._palette is None:
            from carbondesk.ui.palette import Palette
            from carbondesk.ui.palette_entries import command_entries, page_entries

            self._palette = Palette(self)
            self._palette.add_provider(lambda _query: page_entries(self.entries.values(), self.show_page))
            self._palette.add_provider(lambda _query: command_entries(self.commands))
            for provider in self._providers:
                self._palette.add_provider(provider)
        return self._palette

    def open_palette(self, query: str = "") -> None:
        """Open the command palette, or close it when it is open."""
        if self.palette_.isVisible():
            self.palette_.dismiss()
        else:
            self.palette_.open(query)

    def set_theme(self, setting: str) -> None:
        """Take the theme "light", "dark" or "system" for the whole program, now."""
        self._theme = setting
        look = theme.chosen(setting)
        app = QApplication.instance()
        if isinstance(app, QApplication) and theme.tokens() is not look:
            theme.apply(app, look)
        for page in self.pages.values():
            page.restyle(look)
        self._mark_theme()

    def rebuild(self) -> None:
        """Build everything anew, after a change of language or text size, and keep what was shown."""
        if self.current:
            self.pages[self.current].leave()
        self._kept = {key: page.state() for key, page in self.pages.items()}
        self.pages.clear()
        self.commands.retranslate()
        self._build()
        self.rebuilt.emit()
        if self.current:
            self.show_page(self.current)

    def state(self) -> dict[str, object]:
        """Return geometry, page shown and the pages' own state as JSON values."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        pages = {**self._kept, **{key: page.state() for key, page in self.pages.items()}}
        return {"geometry": geometry, "page": self.current, "pages": pages}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take up what `state` returned, as far as it still fits; show no page that is not registered."""
        geometry = state.get("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
        kept = state.get("pages")
        if isinstance(kept, dict):
            self._kept = {key: dict(value) for key, value in kept.items() if isinstance(value, dict)}
        page = state.get("page")
        if isinstance(page, str) and page in self.entries:
            self.show_page(page)

    # Panes and keys

    def panes(self) -> list[QWidget]:
        """Return what F6 steps through: rail, the page's panes, the search."""
        page = self.pages.get(self.current)
        shown = [pane for pane in (page.panes() if page else []) if pane.isVisible()]
        return [self.rail, *shown, self.top.search] if self.rail.isVisible() else shown

    def step_pane(self, step: int) -> None:
        """Move the focus to the next or previous pane."""
        panes = self.panes()
        if not panes:
            return
        focused = QApplication.focusWidget()
        here = next(
            (at for at, pane in enumerate(panes) if focused is not None and _holds(pane, focused)),
            -1 if step > 0 else 0,
        )
        target = panes[(here + step) % len(panes)]
        if target is self.rail:
            self.rail.focus()
        else:
            _focus(target)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    # Building

    def _lead_to(self, entry: PageEntry) -> None:
        """Declare the command that leads to a page, with the page's Ctrl digit; Settings has one already."""
        if entry.bare:
            return
        name = "settings" if entry.page_id == "settings" else f"go_{entry.page_id}"
        if name not in self.commands.commands:
            keys = f"Ctrl+{entry.key}" if entry.key else ""
            self.commands.declare(
                Command(id=name, text=entry.label, menu="view", shortcut=keys, icon=entry.icon)
            )
        self.commands.on(name, partial(self.show_page, entry.page_id))

    def _build(self) -> None:
        self.top = TopBar(self.commands.commands["palette"].shortcut)
        self.top.search.clicked.connect(self._search_pressed)
        self.menus = Menus(self.top.menus, self.commands)
        self.menus.set_recent(self._recent)
        self.menus.filled.connect(self.top.arrange)
        rail = [entry for entry in self.entries.values() if not entry.bare]
        self.rail = Rail(rail, tr("Pages"))
        self.rail.chosen.connect(self.show_page)
        for page_id, count in self._counts.items():
            self.rail.set_count(page_id, count)
        self.status = StatusLine()
        self.status.pressed.connect(self.status_pressed)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
        self._lay_out()
        self.addActions(self.commands.all())
        self._mark_theme()
        if self.current in self.pages:
            self._stack.setCurrentWidget(self.pages[self.current])
            self.rail.choose(self.current)

    def _lay_out(self) -> None:
        if self._palette is not None:
            self._palette.deleteLater()
            self._palette = None
        self.setMenuWidget(self.top)
        centre = Pane("panel")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)

    def _search_pressed(self) -> None:
        self.open_palette()

    # Theme

    def _choose_theme(self, setting: str) -> None:
        self.set_theme(setting)
        self.theme_chosen.emit(setting)

    def _follow_system(self) -> None:
        if self._theme == "system":
            self.set_theme("system")

    def _mark_theme(self) -> None:
        for setting in ("light", "dark", "system"):
            action: QAction = self.commands[f"theme_{setting}"]
            action.setCheckable(True)
            action.setChecked(setting == self._theme)


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _focus(pane: QWidget) -> None:
    """Give the focus to a pane, or to the first widget in it that takes it by Tab."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return
    for child in pane.findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return
