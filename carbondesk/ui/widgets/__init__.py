"""Widgets that every page is built from. Import them from here.

Rules for pages
    All of them paint from the theme and follow a switch at run time by themselves. Sizes are given in pixels of
    the design and scaled with `fonts.px`. Pass words already translated (`tr(...)`): widgets translate nothing.
    Every widget sets its accessible name from its words; give icon-only and numeric controls a `name`.

    from carbondesk.language import tr
    from carbondesk.ui import fonts, icons
    from carbondesk.ui.page import Page
    from carbondesk.ui.style import paint, theme
    from carbondesk.ui.widgets import Button, ComboButton, Figure, FigureStrip, PageHeader, PaneHeader, Segments

    class OverviewPage(Page):
        page_id = "overview"
        icon = "layout-dashboard"

        def __init__(self, session):
            super().__init__()
            head = PageHeader(tr("Overview"))
            year = ComboButton(tr("Year {year}", year="2025"), tr("Year"))
            year.set_choices([("Year 2025", 2025), ("Year 2024", 2024)], 2025)
            year.picked.connect(session.set_year)
            head.add_context(year)
            head.add_context(Segments([(tr("Market-based"), "market"), (tr("Location-based"), "location")],
                                      "market", tr("Scope 2 method")))
            export = Button(tr("Export page"), icon="download")      # or Button(tr("Submit"), "primary", icon="send")
            head.add_button(export)                                  # export.follow(action) shares state and tooltip
            self.set_header(head)                                    # 50 px and a hairline, over self.body
            strip = FigureStrip([Figure(label=tr("Scope 1+2"), number="139.5", unit="kt CO₂e", change="−6.8 %",
                                        behind=tr("on 2024"), arrow="down", tone="ok", bars=[171, 174, 165, 149, 139])])
            self.body.addWidget(strip)                               # self.body is a QVBoxLayout without margins

What there is
    Label(text, size=13, weight=400, ink="ink2", elided=True, wraps=True, display=True); Rule(vertical=True); Pane("canvas")
    Button(text, "primary" | "normal" | "quiet" | "link", icon=), IconButton(icon, name, shortcut=), ComboButton, Segments
    Field(name=, numeric=True).set_state("warn", reason), SearchField(hint), Choice(name=) with add(words, value)
    Badge(text, kind) or Badge.of("flagged", tr("Flagged")), ScopeTag(1), KeyCap("Ctrl K"), KeyHints([("Enter", "edit")])
    PageHeader(title): add_context, add_button; PaneHeader(title, context): add, set_texts
    Figure, FigureStrip.set_figures; ProgressLine(0.985, "98.5 %"); BreakdownBar.set_parts([Part(...)])
    BarRows(name).set_rows([BarRow(name=, parts=[("s1", 3.0), ("s2", 9.0)], words="12.0", last="−5.1 %", key=site_id)])
    HeatGrid(name).set_rows(months, [HeatRow(...)]); ToDoList(name).set_lines([ToDo(...)]); both have `opened`
    MessagePane("warn", title, text).add_button(Button(...)); LoadingLine; EmptyState(icon, title, text).add_button
    Picture(icon, 16, "ink2")

In a delegate of your own
    paint.text(painter, rect, words, fonts.font(12, 600), "ink2", paint.RIGHT)   one line, elided, returns its width
    paint.hatch(painter, rect); paint.rounded(painter, rect, 4, "soft", "line"); paint.focus_ring(painter, rect)
    paint.scope_tag(painter, point, 2); paint.line(painter, x1, y1, x2, y2, "hair"); paint.key_cap(painter, rect, "F8")
    icons.paint(painter, "flag", point, 16, "warn"); badges.paint_badge; bars.paint_progress, paint_parts; theme.tokens()

Tokens by name (theme.tokens().colour("s1")): see `carbondesk.ui.style.tokens`.
"""

from __future__ import annotations

from carbondesk.ui.widgets.badges import Badge, KeyCap, KeyHints, ScopeTag, paint_badge
from carbondesk.ui.widgets.bars import (
    BarRow,
    BarRows,
    BreakdownBar,
    Part,
    ProgressLine,
    paint_parts,
    paint_progress,
)
from carbondesk.ui.widgets.buttons import Button, ComboButton, IconButton, Kind, Segments
from carbondesk.ui.widgets.fields import Choice, Field, SearchField
from carbondesk.ui.widgets.figures import Figure, FigureStrip, FigureTile, paint_bars, paint_gauge
from carbondesk.ui.widgets.headers import PageHeader, PaneHeader
from carbondesk.ui.widgets.heat import HeatCell, HeatGrid, HeatRow
from carbondesk.ui.widgets.labels import Label, Pane, Rule
from carbondesk.ui.widgets.messages import LoadingLine, MessagePane
from carbondesk.ui.widgets.states import EmptyState, Picture
from carbondesk.ui.widgets.todos import ToDo, ToDoList

__all__ = [
    "Badge",
    "BarRow",
    "BarRows",
    "BreakdownBar",
    "Button",
    "Choice",
    "ComboButton",
    "EmptyState",
    "Field",
    "Figure",
    "FigureStrip",
    "FigureTile",
    "HeatCell",
    "HeatGrid",
    "HeatRow",
    "IconButton",
    "KeyCap",
    "KeyHints",
    "Kind",
    "Label",
    "LoadingLine",
    "MessagePane",
    "PageHeader",
    "Pane",
    "PaneHeader",
    "Part",
    "Picture",
    "ProgressLine",
    "Rule",
    "ScopeTag",
    "SearchField",
    "Segments",
    "ToDo",
    "ToDoList",
    "paint_badge",
    "paint_bars",
    "paint_gauge",
    "paint_parts",
    "paint_progress",
]
