"""The start page: three ways to begin, the recent files, help, language and theme."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk import __version__
from carbondesk.language import LANGUAGES, current, tr
from carbondesk.ui import fonts
from carbondesk.ui.keys import keys_of
from carbondesk.ui.page import Page
from carbondesk.ui.pages.welcome_brand import Brand
from carbondesk.ui.pages.welcome_recent import LOW_ROW, ROW, RecentTable
from carbondesk.ui.pages.welcome_starts import HelpLink, Start, fill_row
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import Button, Choice, EmptyState, Label, Pane, Rule, SearchField

LOW = 760
BRAND, NARROW_BRAND = 440, 360
THEMES = ("light", "dark", "system")


class WelcomePage(Page):
    """The page without an inventory; it only tells what is wanted, the frame does it."""

    page_id = "welcome"
    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    file_wanted = Signal(str)
    help_wanted = Signal(str)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.brand = Brand()
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.brand)
        side = Pane("canvas")
        self._column = QVBoxLayout(side)
        self._column.setSpacing(0)
        columns.addWidget(side, 1)
        self.body.addLayout(columns, 1)
        self._add_starts()
        self._add_recent()
        self._column.addStretch(1)
        self._add_help()
        self._add_foot()
        self.show_recent()

    # ---- building ----------------------------------------------------------------------------------------

    def _add_starts(self) -> None:
        self.new = Start(
            "plus",
            tr("New inventory"),
            tr("Organisation, first site and sources: a few minutes"),
            keys_of("Ctrl+N"),
        )
        self.open = Start(
            "folder-open", tr("Open…"), tr("A .cdesk file on this computer or a share"), keys_of("Ctrl+O")
        )
        self.sample = Start(
            "book-open",
            tr("Open the sample inventory"),
            tr("A fictional electronics maker: 6 sites, 2021 to 2025. Try everything, it is your own copy"),
        )
        for start, wanted in (
            (self.new, self.new_wanted),
            (self.open, self.open_wanted),
            (self.sample, self.sample_wanted),
        ):
            start.clicked.connect(wanted)
        self._column.addWidget(Label(tr("Start"), size=18, weight=600, display=True))
        self._column.addSpacing(fonts.px(12))
        self._column.addWidget(fill_row([self.new, self.open], fonts.px(12)))
        self._column.addSpacing(fonts.px(12))
        self._column.addWidget(self.sample)
        self._column.addSpacing(fonts.px(28))

    def _add_recent(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(tr("Recent"), size=18, weight=600, display=True))
        head.addStretch(1)
        self.filter = SearchField(tr("Filter"), name=tr("Filter the recent files"))
        self.filter.setFixedWidth(fonts.px(190))
        head.addWidget(self.filter)
        self._column.addLayout(head)
        self._column.addSpacing(fonts.px(10))
        self.table = RecentTable(datetime.now(UTC).astimezone().date())
        self.filter.textChanged.connect(self._filter)
        self.table.opened.connect(self.file_wanted)
        self.table.removed.connect(self._forget)
        self._frame = Frame(self.table)
        self._column.addWidget(self._frame)
        self.nothing = EmptyState(
            "folder-open", tr("No files yet"), tr("Inventories that you open stand here, the last one first.")
        )
        self._column.addWidget(self.nothing)
        self.hint = Label(
            tr("Up and down to choose, Enter to open, Delete to take off the list"), size=12, ink="ink2"
        )
        self.hint.setContentsMargins(0, fonts.px(10), 0, 0)
        self._column.addWidget(self.hint)

    def _add_help(self) -> None:
        self._column.addSpacing(fonts.px(12))
        self._column.addWidget(Rule(tint="line"))
        self._column.addSpacing(fonts.px(12))
        self.links = [
            self._link(
                "route",
                tr("Your first inventory"),
                tr("Step by step with the sample open"),
                "first_inventory",
            ),
            self._link("keyboard", tr("Keyboard map"), tr("Every command, on one page"), "keyboard"),
            self._link(
                "sigma", tr("How numbers are computed"), tr("Factors, GWP, both Scope 2 methods"), "numbers"
            ),
        ]
        self._column.addWidget(fill_row(list(self.links), fonts.px(16)))
        self._column.addSpacing(fonts.px(10))

    def _link(self, icon: str, title: str, text: str, topic: str) -> QWidget:
        link = HelpLink(icon, title, text)
        link.clicked.connect(lambda: self.help_wanted.emit(topic))
        return link

    def _add_foot(self) -> None:
        self.language, self.theme = Choice(name=tr("Language")), Choice(name=tr("Theme"))
        for code, name in LANGUAGES.items():
            self.language.add(name, code)
        self.language.set_value(current())
        names = {"light": tr("Light theme"), "dark": tr("Dark theme"), "system": tr("Theme of the system")}
        for setting in THEMES:
            self.theme.add(names[setting], setting)
        self.theme.set_value(self.settings.theme)
        self.language.activated.connect(lambda: self.language_chosen.emit(str(self.language.value())))
        self.theme.activated.connect(lambda: self.theme_chosen.emit(str(self.theme.value())))
        foot = QHBoxLayout()
        foot.setSpacing(fonts.px(10))
        for choice, width in ((self.language, 118), (self.theme, 192)):
            choice.setFixedWidth(fonts.px(width))
            foot.addWidget(choice)
        foot.addStretch(1)
        foot.addWidget(Label(tr("Version {version}", version=__version__), size=12, ink="ink2"))
        foot.addSpacing(fonts.px(8))
        self.help = Button(tr("Help"), "quiet", icon="circle-help")
        self.help.clicked.connect(lambda: self.help_wanted.emit("welcome"))
        foot.addWidget(self.help)
        self._column.addLayout(foot)

    # ---- behaviour ---------------------------------------------------------------------------------------

    def show_recent(self) -> None:
        """Show the recent files of the settings."""
        self.table.files.set_files(self.settings.recent)
        there = bool(self.settings.recent)
        for part in (self._frame, self.filter, self.hint):
            part.setVisible(there)
        self.nothing.setVisible(not there)

    def enter(self, context: object = None) -> None:
        """Show the recent files as they are now and take the focus."""
        self.show_recent()
        self.theme.set_value(self.settings.theme)
        (self.table if self.table.files.rows else self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        return [self.new, self.table, self.links[0], self.language]

    def _filter(self, words: str) -> None:
        self.table.files.set_filter(words)

    def _forget(self, path: str) -> None:
        self.settings.forget(path)
        self.settings.save()
        self.show_recent()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < fonts.px(LOW)
        self.brand.setFixedWidth(fonts.px(NARROW_BRAND if low or self.width() < fonts.px(1300) else BRAND))
        self.table.set_row_height(LOW_ROW if low else ROW)
        top = fonts.px(26 if low else 54)
        self._column.setContentsMargins(fonts.px(48), top, fonts.px(48), fonts.px(18 if low else 28))


class Frame(QWidget):
    """A rounded edge around the table, as high as its rows."""

    def __init__(self, table: RecentTable) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(table)

    def paintEvent(self, event: object) -> None:
        from PySide6.QtGui import QPainter

        from carbondesk.ui.style import paint

        paint.rounded(QPainter(self), self.rect(), 5, "raised", "line")
