"""A walk through the real window, step by step as a person would go: `carbondesk tour FOLDER --walk`.

The smoke test of an installed program: each step is pictured and looked at, and one that did not have its effect ends
the walk with exit status 1. Keys and clicks are sent to the widgets themselves, so it runs on a screen as well as
offscreen. The lines are kept as `walk.txt` in the folder.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from carbondesk import language
from carbondesk.domain.records import Activity
from carbondesk.domain.text import say
from carbondesk.ui import app, selfcheck, waiting
from carbondesk.ui.probes import Probe, must
from carbondesk.ui.probes.screen import colours, colours_of
from carbondesk.ui.settings import Settings

if TYPE_CHECKING:
    from argparse import Namespace

    from carbondesk.store import Inventory
    from carbondesk.ui.desktop import Desktop
    from carbondesk.ui.pages.data_entry.page import DataEntryPage
    from carbondesk.ui.pages.overview import OverviewPage
    from carbondesk.ui.pages.reports import ReportsPage
    from carbondesk.ui.pages.settings import SettingsPage
    from carbondesk.ui.pages.welcome import WelcomePage

_COLOURS = 12
_SETTLED_MS = 300
_TYPED = "4321"


def main(wishes: Namespace) -> int:
    """Walk, with the folder, language, theme and size that were asked for; return the exit status."""
    folder = Path(wishes.folder)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lines = stack.enter_context((folder / "walk.txt").open("w", encoding="utf-8"))
        stack.enter_context(selfcheck.ended_after(selfcheck.LIMIT, lines))
        if not wishes.own_folders:
            stack.enter_context(selfcheck.home_apart())
        application = app.make_application([])
        chosen = Settings(theme=wishes.theme, language=wishes.language, person=wishes.person)
        walk = Walk(app.make_desktop(application, chosen), folder)
        walk.window.resize(*wishes.size)
        check = selfcheck.Check(selfcheck.teller(lines), whole=False)
        status = [selfcheck.BROKEN]

        def go() -> None:
            status[0] = check.run(walk.steps())
            QTimer.singleShot(0, application.quit)

        first = app.FirstPaint(walk.window)
        first.painted.connect(go)
        walk.window.show()
        application.exec()
        return status[0]


class Walk:
    """The steps, in their order; each returns what it found and raises ProbeFailed where it had no effect."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        """Walk through a desktop that is shown when the steps begin."""
        self.desktop = desktop
        self.window = desktop.window
        self.folder = folder
        self.path = Path()
        self._pictures = 0
        self._entry = 0
        self._before = ("", 0.0)

    def steps(self) -> list[Probe]:
        """Return the steps as probes."""
        return [
            Probe(say("Start page"), self.start),
            Probe(say("Open the sample"), self.open_sample),
            Probe(say("Draw the chart"), self.draw_chart),
            Probe(say("Edit a value in the grid"), self.edit),
            Probe(say("See the total and the chart move"), self.see),
            Probe(say("Speak the other language"), self.speak_other),
            Probe(say("Write a report"), self.write_report),
            Probe(say("Read the manual"), self.read_manual),
            Probe(say("Quit"), self.leave),
            Probe(say("Open the file again"), self.open_again),
        ]

    def start(self, _folder: Path) -> str:
        """Show the start page."""
        self.window.show_page("welcome")
        return self._picture("start", self.window)

    def open_sample(self, _folder: Path) -> str:
        """Press the button of the start page and wait for the figures."""
        page: WelcomePage = self.window.page("welcome")  # type: ignore[assignment] # the page of that id
        page.sample.click()
        must(waiting.until(lambda: self.desktop.session.figures is not None), what="the sample did not open")
        self.path = Path(self.desktop.session.path)
        must(self.path.is_file(), what="the sample's file", found=str(self.path))
        self._settle()
        return self._picture("sample", self.window)

    def draw_chart(self, _folder: Path) -> str:
        """Wait for the chart of the overview."""
        page = self._overview()
        must(waiting.until(lambda: page.pathway.plot is not None), what="no chart was drawn")
        self._settle()
        plot = page.pathway.plot
        must(plot is not None and plot.isVisible(), what="the chart is not shown")
        must(plot is not None and colours(plot) > _COLOURS, what="the chart is blank")
        self._before = self._shown(page)
        return self._picture("chart", self.window)

    def edit(self, _folder: Path) -> str:
        """Type a number into a month of the grid, as at the keyboard."""
        page: DataEntryPage = self.window.show_page("data_entry")  # type: ignore[assignment] # the page of that id
        must(waiting.until(lambda: page.months.rowCount() > 0), what="the grid is empty")
        self._settle()
        row, month = self._editable(page)
        index = page.months.index(row, month)
        page.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        page.view.setFocus()
        steps = len(self._inventory().steps())
        press(page.view, _TYPED[0])
        editor = page.view.findChild(QLineEdit)
        must(editor, what="the cell did not open")
        if editor is not None:
            for letter in _TYPED[1:]:
                press(editor, letter)
            press(editor, "\r", Qt.Key.Key_Return)
        self._settle()
        words = page.months.words(row, month)
        must(words.replace(",", "").startswith(_TYPED), what="the cell after typing", found=words)
        must(len(self._inventory().steps()) == steps + 1, what="the history has no step of it")
        self._entry = max(
            (entry.id for entry in self._inventory().all(Activity) if entry.quantity == float(_TYPED)),
            default=0,
        )
        must(self._entry, what="the file does not hold what was typed")
        return self._picture("edit", self.window)

    def see(self, _folder: Path) -> str:
        """Look at the overview again: its figures and the bar of the year have moved."""
        page = self._overview()
        self._settle()
        now = self._shown(page)
        must(now[0] != self._before[0], what="the figures did not move", found=now[0])
        must(now[1] != self._before[1], what="the chart did not move", found=now[1])
        return self._picture("moved", self.window)

    def speak_other(self, _folder: Path) -> str:
        """Choose Chinese on the settings page, or English after Chinese; every menu changes."""
        other = "en" if language.current() == "zh_CN" else "zh_CN"
        page: SettingsPage = self.window.show_page("settings")  # type: ignore[assignment] # the page of that id
        before = {menu.title() for menu in self.window.menus.by_name.values()}
        control = page.fields["language"].control
        box = control if isinstance(control, QComboBox) else control.findChild(QComboBox)
        must(box, what="the choice of language")
        if box is not None:
            box.setCurrentIndex(box.findData(other))
            box.activated.emit(box.currentIndex())
        self._settle()
        must(language.current() == other, what="the language", found=language.current())
        after = {menu.title() for menu in self.window.menus.by_name.values()}
        must(not before & after, what="menus that are still in the other language", found=before & after)
        self._picture("settings", self.window)
        self.window.show_page("data_entry")
        self._settle()
        return self._picture("chinese" if other == "zh_CN" else "english", self.window)

    def write_report(self, _folder: Path) -> str:
        """Write the paper in view as every kind of file."""
        from carbondesk.report.documents import RENDERERS

        page: ReportsPage = self.window.show_page("reports")  # type: ignore[assignment] # the page of that id
        must(waiting.until(lambda: page.paper is not None), what="no paper was made")
        self._settle()
        for ending in RENDERERS:
            target = self.folder / f"report{ending}"
            target.unlink(missing_ok=True)
            page.files.write(target)
            must(waiting.until(target.is_file), what=f"report{ending} was not written")
        words = (self.folder / "report.html").read_text("utf-8")
        expected = "范围一" if language.current() == "zh_CN" else "Scope 1"
        must(expected in words, what="the report does not speak the language", found=language.current())
        return self._picture("report", self.window)

    def read_manual(self, _folder: Path) -> str:
        """Press F1: the manual opens at the page that explains this one."""
        from carbondesk.ui.manual import Manual

        self.window.commands["help"].trigger()
        opened = self.window.findChild(Manual)
        must(opened, what="the manual did not open")
        if opened is None:
            return ""
        self._settle()
        must(opened.page.toPlainText().strip(), what="the manual is empty")
        said = self._picture("manual", opened)
        opened.close()
        return said

    def leave(self, _folder: Path) -> str:
        """Quit: the window goes, the file is closed."""
        self.window.commands["quit"].trigger()
        must(waiting.until(lambda: not self.window.isVisible()), what="the window is still there")
        must(self.desktop.session.inventory is None, what="the file is still open")
        return self.path.name

    def open_again(self, _folder: Path) -> str:
        """Read what was typed from the file, and prove its history."""
        from carbondesk.store import Inventory

        with Inventory.open(self.path, read_only=True) as again:
            kept = again.get(Activity, self._entry).quantity
            must(kept == float(_TYPED), what="what the file holds", found=kept)
            proof = again.verify()
        must(proof.intact, what="the audit chain", found=proof.broken_at)
        shutil.copyfile(self.path, self.folder / "walked.cdesk")
        return proof.head

    # ---- what the steps share ----------------------------------------------------------------------------

    def _overview(self) -> OverviewPage:
        from carbondesk.ui.pages.overview import OverviewPage

        page = self.window.show_page("overview")
        if not isinstance(page, OverviewPage):
            raise TypeError(page)
        return page

    def _shown(self, page: OverviewPage) -> tuple[str, float]:
        """Return the figures of the overview as they are written, and the height of the year's bar."""
        must(waiting.until(lambda: page.pathway.chart is not None), what="the overview has no chart")
        chart, year = page.pathway.chart, self.desktop.session.year
        bar = chart.bar(year) if chart is not None and year is not None else None
        return " | ".join(tile.figure.number for tile in page.strip.tiles()), bar.total if bar else 0.0

    def _editable(self, page: DataEntryPage) -> tuple[int, int]:
        """Return the first cell that can be typed into and holds a number."""
        for row in range(page.months.rowCount()):
            for month in range(12):
                index = page.months.index(row, month)
                if index.flags() & Qt.ItemFlag.ItemIsEditable and page.months.words(row, month):
                    return row, month
        must(0, what="no cell of the grid can be typed into")
        return 0, 0

    def _inventory(self) -> Inventory:
        inventory = self.desktop.session.inventory
        if inventory is None:
            raise RuntimeError("nothing is open")
        return inventory

    def _settle(self) -> None:
        """Wait for timers and tasks of the page."""
        waiting.rest(_SETTLED_MS)
        must(waiting.until(lambda: not self.desktop.session.is_working), what="work does not end")
        waiting.rest(_SETTLED_MS)

    def _picture(self, name: str, widget: QWidget) -> str:
        """Keep a picture of a window that is not blank; return its name."""
        waiting.rest(_SETTLED_MS)
        self._pictures += 1
        target = self.folder / f"{self._pictures:02d}-{name}.png"
        picture = widget.grab().toImage()
        must(colours_of(picture) > _COLOURS, what=f"the picture {target.name} is blank")
        must(picture.save(str(target)), what=f"{target.name} cannot be written")
        return target.name


def press(widget: QWidget, letter: str, key: Qt.Key = Qt.Key.Key_unknown) -> None:
    """Press and release a key that writes a letter, in a widget."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        code = key if key is not Qt.Key.Key_unknown else Qt.Key(ord(letter.upper()))
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter))
