"""The desktop at work: one window, one session, and the commands that lead between files, pages and history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui import errands, fonts, notices, pages
from carbondesk.ui.facts import Facts
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.window import MainWindow

if TYPE_CHECKING:
    from carbondesk.store import Inventory
    from carbondesk.ui.palette import Entry

FILES = "CarbonDesk (*.cdesk)"


class Desktop(QObject):
    """Joins the window, the session and the commands."""

    def __init__(self, settings: Settings) -> None:
        """Build the window with its frame; nothing is opened yet."""
        super().__init__()
        self.settings = settings
        self.session = Session(settings, self)
        self.window = MainWindow(pages.entries(self))
        self.window.add_provider(self._records)
        self.facts = Facts(self.session, self.window, self.open_recent)
        self._handle_commands()
        self._listen()
        self.window.installEventFilter(self)

    # ---- files -------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> bool:
        """Open a file and show it; what went wrong is shown in the window. Return whether it is open."""
        from carbondesk.store import Inventory

        try:
            inventory = Inventory.open(path)
        except CarbonDeskError as error:
            notices.show_error(self.window, error)
            return False
        self.take(inventory)
        if inventory.kept_copy is not None:
            notices.show_kept_copy(self.window, path, inventory.kept_copy)
        return True

    def open_recent(self, path: str) -> None:
        """Open a file of the recent list."""
        self.open_path(Path(path))

    def expect(self, path: Path) -> None:
        """Show a file's name and the texts it showed last, before it is opened."""
        from carbondesk.ui.pages.overview import OverviewPage

        self.window.set_file(path.name)
        page = self.window.show_page(self._first_page())
        if isinstance(page, OverviewPage):
            page.show_snapshot(self.settings.snapshots.get(str(path), {}))

    def _first_page(self) -> str:
        return self.settings.page if self.settings.page in self.window.entries else "overview"

    def take(self, inventory: Inventory) -> None:
        """Show an inventory that is open already."""
        self.session.open(inventory)
        self.window.show_page(self._first_page())

    def open_sample(self) -> None:
        """Open the sample inventory, made once from the tables that ship with the program."""
        from carbondesk.exchange.sample import build_sample

        target = errands.sample_path()
        if target.exists() and not errands.set_newer_aside(target):
            self.open_path(target)
            return
        self.session.start(
            say("Making the sample inventory"), errands.build_on(build_sample), target, done=self.open_path
        )

    def choose_file(self) -> None:
        """Ask for an inventory file and open it."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self.window, tr("Open an inventory"), str(paths.documents()), FILES
        )
        if chosen:
            self.open_path(Path(chosen))

    def new_inventory(self) -> None:
        """Ask for the few things that a new inventory needs and open it."""
        from carbondesk.ui.pages.new_inventory import NewInventoryWizard

        wizard = NewInventoryWizard(self.session, self.window)
        wizard.created.connect(lambda path: self.open_path(Path(path)))
        wizard.open()

    def save_copy(self) -> None:
        """Ask for a place and save a whole copy of the file there, history included."""
        inventory = self.session.inventory
        if inventory is None or inventory.is_in_memory:
            return
        suggestion = inventory.path.with_stem(f"{inventory.path.stem} {datetime.now().astimezone():%Y-%m-%d}")
        target = self._place(tr("Save a copy"), suggestion, FILES)
        if target is not None:
            self.session.start(
                say("Saving a copy"),
                errands.save_copy,
                inventory.path,
                target,
                done=lambda _: notices.say_done(self.window, tr("Copy saved as {name}.", name=target.name)),
                failed=self.show_failure,
            )

    def _place(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        """Ask where to save a file of some kinds; None when the person thought better of it."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(self.window, title, str(suggestion), kinds)
        return Path(chosen) if chosen else None

    def _back_up_daily(self) -> None:
        """Keep one copy a day of the open file; the ten newest stay. The sample can be made again at any time."""
        inventory = self.session.inventory
        if (
            inventory is None
            or inventory.is_in_memory
            or inventory.read_only
            or inventory.organisation.is_sample
        ):
            return
        today = datetime.now().astimezone().date()
        self.session.start(
            say("Keeping today's copy"), errands.save_daily_copy, inventory.path, paths.backups(), today
        )

    def close_inventory(self) -> None:
        """Close the file and show the start page."""
        self.session.close()
        self.window.show_page("welcome")

    # ---- history -----------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self._guard(self.session.undo)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._guard(self.session.redo)

    def verify(self) -> None:
        """Prove the audit chain in the background and say what came of it."""
        inventory = self.session.inventory
        if inventory is not None and not inventory.is_in_memory:
            self.session.start(
                say("Verifying the audit chain"),
                errands.verify,
                inventory.path,
                done=self.facts.show_verified,
                failed=self.show_failure,
            )

    def show_failure(self, error: Exception) -> None:
        """Show what a task could not do; a fault of our own goes on to the exception hook."""
        if not isinstance(error, CarbonDeskError):
            raise error
        notices.show_error(self.window, error)

    def _guard(self, action: Callable[[], object]) -> None:
        try:
            action()
        except CarbonDeskError as error:
            notices.show_error(self.window, error)

    def _records(self, query: str) -> Iterable[Entry]:
        from carbondesk.ui.palette_entries import record_entries

        figures = self.session.figures
        return () if figures is None else record_entries(figures, self.go, query)

    # ---- wiring ------------------------------------------------------------------------------------------

    def _handle_commands(self) -> None:
        topics = ("help", "keyboard", "first_inventory", "numbers", "licences", "about")
        self.window.commands.on_all(
            {
                "new": self.new_inventory,
                "open": self.choose_file,
                "open_sample": self.open_sample,
                "welcome": lambda: self.window.show_page("welcome"),
                **{topic: partial(self.show_manual, topic) for topic in topics},
            }
        )

    def _handle_file_commands(self) -> None:
        self.window.commands.on_all(
            {
                "save": lambda: notices.say_done(self.window, tr("Everything is saved")),
                "save_copy": self.save_copy,
                "close": self.close_inventory,
                "undo": self.undo,
                "redo": self.redo,
                "verify": self.verify,
                "check": lambda: self.go("audit", {"view": "checks"}),
                "report": self.make_report,
            }
        )

    def make_report(self) -> None:
        """Ask for a file and write the one-page report of the year in view."""
        inventory, year = self.session.inventory, self.session.year
        if inventory is None or inventory.is_in_memory or year is None:
            return
        suggestion = paths.documents() / f"{inventory.path.stem} {year}.html"
        kinds = "HTML (*.html);;CSV (*.csv);;JSON (*.json)"
        target = self._place(tr("Report of the year"), suggestion, kinds)
        if target is not None:
            self.session.start(
                say("Writing the report"),
                errands.write_report,
                inventory.path,
                year,
                target,
                done=lambda _: notices.say_done(
                    self.window, tr("Report written to {name}.", name=target.name)
                ),
                failed=self.show_failure,
            )

    def show_manual(self, topic: str) -> None:
        """Show a page of the manual; `help` is the page for what is on the screen."""
        from carbondesk.ui.manual import show

        show(self.window, self.window.current if topic == "help" else topic)

    def go(self, page_id: str, context: object = None) -> None:
        """Show a page with a context, as a link on another page asks."""
        self.window.show_page(page_id, context)

    def set_language(self, code: str) -> None:
        """Speak another language from now on, in every word on the screen."""
        from carbondesk import language

        self.settings.language = code
        language.use(code)
        self.settings.save()
        self.window.rebuild()

    def set_theme(self, setting: str) -> None:
        """Take the theme light, dark or system."""
        self.settings.theme = setting
        self.settings.save()
        self.window.set_theme(setting)

    def set_text_scale(self, scale: float) -> None:
        """Write everything larger: 1.0 to 2.0."""
        self.settings.text_scale = scale
        self.settings.save()
        fonts.set_text_scale(scale)
        self.window.rebuild()

    def _listen(self) -> None:
        session, window = self.session, self.window
        session.opened.connect(self._handle_file_commands)
        session.failed.connect(self.show_failure)
        session.figures_ready.connect(self._back_up_daily)
        window.page_shown.connect(self._keep_page)
        window.theme_chosen.connect(self.set_theme)
        window.closing.connect(self._leave)

    def _keep_page(self, page_id: str) -> None:
        if not self.window.entries[page_id].bare:
            self.settings.page = page_id

    def _leave(self) -> None:
        self.settings.window = str(self.window.state().get("geometry", ""))
        self.session.finish_tasks()
        self.session.close()
        self.settings.save()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for another program's changes when the window comes to the front."""
        if watched is self.window and event.type() == QEvent.Type.WindowActivate:
            self.session.look_outside()
        return super().eventFilter(watched, event)
