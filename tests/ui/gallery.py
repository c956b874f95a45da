"""Draws the component sheet and the frame to pictures, for people to look at.

Run `python tests/ui/gallery.py FOLDER`; the pictures are not compared pixel by pixel.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui.page import Page, PageEntry
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import THEMES
from carbondesk.ui.widgets import (
    Badge,
    BarRow,
    BarRows,
    BreakdownBar,
    Button,
    Choice,
    ComboButton,
    EmptyState,
    Field,
    Figure,
    FigureStrip,
    HeatCell,
    HeatGrid,
    HeatRow,
    IconButton,
    KeyCap,
    KeyHints,
    Label,
    LoadingLine,
    MessagePane,
    PageHeader,
    PaneHeader,
    Part,
    ProgressLine,
    Rule,
    ScopeTag,
    SearchField,
    Segments,
    ToDo,
    ToDoList,
)
from carbondesk.ui.window import MainWindow

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIGURES = (
    Figure(
        label="Scope 1+2, market-based",
        number="139.5",
        unit="kt CO₂e",
        change="−6.8 %",
        behind="on 2024",
        arrow="down",
        bars=[171, 174, 165, 149, 139],
    ),
    Figure(
        label="Scope 1+2, location-based",
        number="152.6",
        unit="kt CO₂e",
        change="−2.6 %",
        behind="on 2024",
        arrow="down",
        bars=[160, 158, 159, 156, 152],
    ),
    Figure(
        label="All scopes, market-based",
        number="1,359",
        unit="kt CO₂e",
        change="−3.3 %",
        behind="on 2024",
        arrow="down",
        bars=[5, 5, 5, 4.8, 4.6],
        incomplete=True,
    ),
    Figure(
        label="Intensity, Scope 1+2",
        number="58.6",
        unit="t / M€",
        change="−9.5 %",
        behind="on 2024",
        arrow="down",
        bars=[5, 4.8, 4.6, 4, 3.6],
    ),
    Figure(
        label="Distance to 2030 target",
        number="47.0",
        unit="kt to cut",
        change="+3.3 kt",
        behind="above the path",
        arrow="up",
        tone="warn",
        gauge=0.40,
        mark=0.44,
    ),
    Figure(label="Complete", number="99.5 %", behind="5 values missing", gauge=0.995),
)
TODOS = (
    ToDo(
        icon="circle-dashed",
        title="3 months missing at Nanjing",
        text="Steam, Oct to Dec. About 1.7 kt not in the total",
        action="Enter",
    ),
    ToDo(
        icon="flag",
        title="1 outlier at Nanjing",
        text="Natural gas, Sep: 40 % above the median",
        action="Check",
    ),
    ToDo(
        icon="corner-up-left",
        title="Guadalajara sent back, 2 values missing",
        text="Diesel and waste, December. Due 20 Feb",
        action="Open",
    ),
    ToDo(
        icon="send",
        tone="info",
        title="2 returns wait for your approval",
        text="Pune and Győr, due 20 Feb",
        action="Review",
    ),
)
SITES = (
    ("Shenzhen", "circle-check", "ok", (0,) * 12),
    ("Nanjing", "pencil", "ink2", (0, 0, 0, 0, 0, 0, -1, -1, 0, 1, 1, 1)),
    ("Pune", "send", "info", (0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0)),
    ("Győr", "send", "info", (0,) * 12),
    ("Guadalajara", "corner-up-left", "warn", (0,) * 10 + (-1, 2)),
)


def row(*widgets: QWidget) -> QHBoxLayout:
    """Lay widgets out in a row, from the left."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def section(column: QVBoxLayout, title: str, context: str, *parts: QWidget | QLayout) -> None:
    """Add a titled block of parts to a column."""
    column.addWidget(PaneHeader(title, context, margin=0))
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
        column.addSpacing(6)


class SheetPage(Page):
    """The component sheet."""

    page_id = "overview"
    icon = "layout-dashboard"

    def __init__(self) -> None:
        super().__init__()
        head = PageHeader("Overview")
        sites = ComboButton("Orvane Group, 6 sites", "Sites")
        year = ComboButton("Year 2025", "Year")
        year.set_choices([("Year 2025", 2025), ("Year 2024", 2024)], 2025)
        for widget in (sites, year, Segments([("Market-based", 1), ("Location-based", 2)], 1, "Method")):
            head.add_context(widget)
        head.add_context(ProgressLine(0.985, "98.5 %"))
        head.add_button(Button("Import…", icon="file-spreadsheet"))
        head.add_button(Button("Submit return", "primary", icon="send"))
        self.set_header(head)
        self.body.addWidget(FigureStrip(FIGURES, clickable=True))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        inside, scroll = QWidget(), QScrollArea()
        inside.setLayout(columns)
        columns.setContentsMargins(0, 0, 0, 0)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        inside.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setContentsMargins(16, 0, 16, 0)
        right.setContentsMargins(16, 0, 16, 0)
        for column in (left, right):
            column.setSpacing(0)
        columns.addLayout(left, 11)
        columns.addWidget(Rule(vertical=True))
        columns.addLayout(right, 8)
        self.fill_left(left)
        self.fill_right(right)
        self.body.addWidget(
            KeyHints([("Enter", "edit"), ("Tab", "next month"), ("Ctrl V", "paste from Excel")])
        )

    def fill_left(self, column: QVBoxLayout) -> None:
        """Add buttons, fields, badges, messages."""
        off = Button("Approve", icon="check")
        off.setEnabled(False)
        self.focused = Button("Focused")
        section(
            column,
            "Buttons",
            "28 px high; primary, normal, quiet, link, focused, disabled",
            row(
                Button("Submit return", "primary", icon="send"),
                Button("Cancel"),
                self.focused,
                off,
                Button("Remind again", "quiet", icon="mail"),
                Button("Attach…", "link"),
                IconButton("undo-2", "Undo", shortcut="Ctrl+Z"),
            ),
        )
        plain, warned, fixed = (
            Field("8,310", name="a", numeric=True),
            Field("291.4", name="b", numeric=True),
            Field("171.3", name="c"),
        )
        warned.set_state("warn", "40 % above the others")
        fixed.setReadOnly(True)
        for field in (plain, warned, fixed):
            field.setFixedWidth(90)
        drop = Choice(name="Approach")
        drop.add("Operational control", 1)
        section(
            column,
            "Fields",
            "normal, search, warning, read-only",
            row(plain, SearchField("Search factors"), warned, fixed, drop, KeyCap("Ctrl K")),
        )
        section(
            column,
            "Badges",
            "icon and word, never colour alone",
            row(
                Badge.of("approved", "Approved"),
                Badge.of("flagged", "Flagged"),
                Badge.of("failed", "1 failed"),
                Badge.of("submitted", "Submitted"),
                Badge.of("draft", "Draft"),
                Badge("Sample", "soft"),
                ScopeTag(1),
                ScopeTag(2),
                ScopeTag(3),
            ),
        )
        failed = MessagePane(
            "err",
            "The file is open on another computer",
            "Liu Wei, NKG-EHS-04, since 13:50. You can read it now. Editing is possible when it is closed.",
        )
        failed.add_button(Button("Open read-only"))
        section(
            column,
            "Messages",
            "what happened, what to do",
            failed,
            MessagePane("warn", "40 % above the other months", "Two digits may be swapped: 219.4 would fit."),
            MessagePane("ok", "Return submitted", "204 values, 67.7 kt.", closable=True),
        )
        heat = HeatGrid("Completeness")
        heat.set_rows(
            MONTHS,
            [
                HeatRow(
                    name=name,
                    icon=icon,
                    tone=tone,
                    cells=[HeatCell(missing=max(0, n), estimated=max(0, -n)) for n in counts],
                    words="100 %" if max(counts) == 0 else "98.5 %",
                    complete=max(counts) == 0,
                )
                for name, icon, tone, counts in SITES
            ],
        )
        section(column, "Data completeness", "1,063 of 1,068 monthly values. Number: values missing", heat)

    def fill_right(self, column: QVBoxLayout) -> None:
        """Add breakdown, bars, loading, empty state, to-do."""
        section(
            column,
            "Breakdown 2025",
            "kt CO₂e",
            BreakdownBar(
                [
                    Part(name="Scope 1", size=24.6, words="24.6", share="1.8 %", tint="s1"),
                    Part(name="Scope 2", size=115.0, words="115.0", share="8.5 %", tint="s2"),
                    Part(name="Scope 3", size=1219.7, words="1,219.7", share="89.7 %", tint="s3"),
                ]
            ),
        )
        rows = BarRows("By site", margin=0)
        rows.set_rows(
            [
                BarRow(name="Nanjing", parts=[("s1", 11.0), ("s2", 56.0)], words="67.7", last="−5.1 %"),
                BarRow(name="Shenzhen", parts=[("s1", 2.0), ("s2", 30.0)], words="32.3", last="−10.4 %"),
                BarRow(name="Purchased goods and services", parts=[("s3", 60.0)], words="60.0", last="50 %"),
            ]
        )
        rows.setFixedHeight(rows.full_height())
        column.addWidget(rows)
        loading = LoadingLine("Reading meter-export-2025.xlsx")
        loading.set_progress(0.65, "8,412 of 12,960 rows", "About 4 s left. Esc stops and keeps nothing.")
        section(column, "Loading, always with numbers", "", loading)
        empty = EmptyState(
            "table-2", "No sources at Pune yet", "Start from a template, or copy another site's list."
        )
        empty.add_button(Button("Use a template…", "primary"))
        empty.add_button(Button("Copy from Shenzhen…"))
        section(column, "Empty, with the next step", "", empty)
        todo = ToDoList("To do")
        todo.set_lines(TODOS)
        head = PaneHeader("To do", margin=0)
        head.add(Label(str(len(TODOS)), weight=600, ink="ink2"))
        column.addWidget(head)
        column.addWidget(todo, 1)


GROUPS = {
    "overview": ("Overview", "layout-dashboard", 0),
    "data_entry": ("Data entry", "table-2", 0),
    "targets": ("Targets", "target", 0),
    "actions": ("Actions", "list-checks", 0),
    "factors": ("Factors", "flask-conical", 1),
    "suppliers": ("Suppliers", "handshake", 1),
    "reports": ("Reports", "file-text", 2),
    "audit": ("Audit", "history", 2),
    "group": ("Group", "network", 2),
    "settings": ("Settings", "settings", 9),
}


def frame() -> MainWindow:
    """Return the window with dummy pages and everything the frame can show."""
    window = MainWindow(
        PageEntry(page_id=page_id, label=say(label), icon=icon, group=group, make=SheetPage)
        for page_id, (label, icon, group) in GROUPS.items()
    )
    for command in ("new", "open", "undo", "import", "estimate", "save", "verify", "help", "about"):
        window.commands.on(command, print)
    window.commands.forbid("undo", tr("Nothing to undo"))
    dress(window)
    window.rebuilt.connect(lambda: dress(window))
    window.show_page("overview")
    return window


def dress(window: MainWindow) -> None:
    """Set what a session would tell the frame."""
    window.set_file("Orvane Group 2025.cdesk", "Sample")
    window.set_count("data_entry", 6)
    window.set_count("group", 3)
    window.set_fact("saved", "Saved 14:32", "save")
    window.set_fact("audit", "Audit chain intact", "shield-check", "ok")
    window.set_fact("gwp", "GWP: IPCC AR6")
    window.set_fact("approach", "Operational control")
    window.set_fact("person", "Chen Yulan", "user")


def main(folder: Path) -> None:
    """Draw every picture into a folder."""
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    for name, look in THEMES.items():
        theme.apply(app, look)
        window = frame()
        window.show()
        for size in (QSize(1440, 900), QSize(1366, 697)):
            window.resize(size)
            app.processEvents()
            window.grab().save(str(folder / f"frame-{name}-{size.width()}.png"))
        window.resize(1440, 900)
        window.open_palette("es")
        app.processEvents()
        window.grab().save(str(folder / f"palette-{name}.png"))
        window.palette_.dismiss()
        menu = window.menus.by_name["view"]
        menu.popup(window.mapToGlobal(window.rect().center()))
        app.processEvents()
        menu.grab().save(str(folder / f"menu-{name}.png"))
        menu.close()
        window.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
