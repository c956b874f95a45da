"""All widgets under one roof, imported when the first page asks for one."""

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
from carbondesk.ui.widgets.columns import Columns, list_column
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
    "Columns",
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
    "list_column",
    "paint_badge",
    "paint_bars",
    "paint_gauge",
    "paint_parts",
    "paint_progress",
]
