"""Widgets that every page is built from. Import them from here.

They load together when a page first asks for one. The frame, which is painted before any page, takes its few from
their own modules.

Rules for pages
    All of them paint from the theme and follow a switch at run time by themselves. Sizes are pixels of the
    design, scaled by `fonts.px`. Pass words already translated (`tr(...)`): widgets translate nothing of
    yours. Every widget takes its accessible name from its words; give icon-only controls a `name`.

    from carbondesk.language import tr
    from carbondesk.ui.page import Page, PageEntry
    from carbondesk.ui.widgets import Button, ComboButton, Figure, FigureStrip, PageHeader, Segments

    class OverviewPage(Page):
        page_id = "overview"

        def __init__(self, session):
            super().__init__()
            head = PageHeader(tr("Overview"))
            year = ComboButton(tr("Year {year}", year="2025"), tr("Year"))
            year.set_choices([("Year 2025", 2025), ("Year 2024", 2024)], 2025)
            year.picked.connect(session.set_year)
            head.add_context(year)
            methods = [(tr("Market-based"), "market"), (tr("Location-based"), "location")]
            head.add_context(Segments(methods, "market", tr("Scope 2 method")))   # .chosen(value)
            export = Button(tr("Export page"), icon="download")
            export.follow(window.commands["export"])      # shares trigger, enabled state and tooltip
            head.add_button(export)
            self.set_header(head)                         # 50 px and a hairline, over self.body
            self.strip = FigureStrip([Figure(
                label=tr("Scope 1+2, market-based"), number="139.5", unit="kt CO₂e", change="−6.8 %",
                behind=tr("on 2024"), arrow="down", tone="ok", bars=[171, 174, 165, 149, 139])])
            self.body.addWidget(self.strip)               # self.body is a QVBoxLayout without margins

        def enter(self, context=None): ...                # shown; context = what to go to
        def panes(self): return [self.chart, self.heat]   # for F6
        def commands(self): return {"undo": ..., "chart_table": ...}   # handled while shown
        def restyle(self, look): ...                      # charts only: new pens
        def state(self) / restore_state(self, state)      # kept over a language switch and a restart

    window = MainWindow([PageEntry(page_id="overview", label=say("Overview"), icon="layout-dashboard",
                                   make=lambda: OverviewPage(session), commands=("chart_table",))])
    window.show_page("data_entry", context); window.set_file(name, tr("Sample")); window.set_count("audit", 3)
    window.set_fact("saved", tr("Saved {time}", time="14:32"), "save"); window.add_provider(callable)
    window.set_theme("dark"); language.use("zh_CN"); window.rebuild()

What there is
    Label(text, size=13, weight=400, ink="ink2", elided=True, wraps=True, display=True); Rule(vertical=True)
    Pane("canvas"): a ground. Picture("flag", 16, "warn"): one icon
    Button(text, "primary" | "normal" | "quiet" | "link", icon=), IconButton(icon, name, shortcut=)
    ComboButton(text, name).set_choices; Segments(choices, value, name)
    Field(name=, numeric=True).set_state("warn", reason); SearchField(hint); Choice(name=).add(words, value)
    Badge(text, kind), Badge.of("flagged", tr("Flagged")); ScopeTag(1); KeyCap("F8"); KeyHints([("Enter", "go")])
    PageHeader(title): add_context, add_button; PaneHeader(title, context): add, set_texts
    Columns(left, middle, side, widths=, least=): folded, show_side; list_column("canvas", title, list)
    shelves.Shelf(name, ShelfPainter()).set_entries([ShelfEntry(id=, title=)], chosen): chosen(id), entered
    FigureStrip.set_figures; ProgressLine(0.985, "98.5 %"); BreakdownBar.set_parts([Part(...)])
    BarRows(name).set_rows([BarRow(name=, parts=[("s1", 3), ("s2", 9)], words="12", last="−5 %", key=1)])
    HeatGrid(name).set_rows(months, [HeatRow(...)]), opened(key, month); ToDoList(name).set_lines, opened(key)
    MessagePane("warn", title, text).add_button(Button(...)); LoadingLine.set_progress; EmptyState.add_button

In a delegate of your own
    cell = paint.cell(option)                     box, selected, hovered, focused
    paint.text(painter, cell.box, words, fonts.font(12, 600), "ink2", paint.RIGHT)    one elided line
    paint.hatch(painter, box); paint.rounded(painter, box, 4, "soft", "line"); paint.focus_ring(painter, box)
    paint.scope_tag(painter, point, 2); paint.line(painter, x1, y1, x2, y2); paint.key_cap(painter, box, "F8")
    icons.paint(painter, "flag", point, 16, "warn"); paint_badge, paint_progress, paint_parts, paint_bars

Colours by token name: `theme.tokens().colour("s1")`; the names are in `carbondesk.ui.style.tokens`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carbondesk.ui.widgets.every import *  # noqa: F403 - all that `every` lists in its __all__
else:

    def __getattr__(name: str) -> object:
        """Return a widget that a page imports from here."""
        return getattr(import_module("carbondesk.ui.widgets.every"), name)
