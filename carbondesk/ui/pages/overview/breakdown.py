"""The right side of the overview: the breakdown by scope, site and category, and the to-do list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.periods import year_label
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.pages.overview.rows import category_rows, scope_parts, site_rows
from carbondesk.ui.pages.overview.todos import todo_lines
from carbondesk.ui.pages.overview.view import View
from carbondesk.ui.widgets import BarRows, BreakdownBar, Label, PaneHeader, Segments, ToDoList

if TYPE_CHECKING:
    from carbondesk.report.flags import Flag

MARGIN = 16
MOST_SITES = 6


class ListHead(QWidget):
    """The small heading of a list: its name at the left, what the last column holds at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(fonts.px(26))
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(MARGIN), fonts.px(3), fonts.px(MARGIN), 0)
        self.name = Label(size=12, weight=600, ink="ink2", elided=True)
        self.last = Label(size=12, ink="ink2")
        row.addWidget(self.name, 1)
        row.addWidget(self.last)

    def set_texts(self, name: str, last: str) -> None:
        """Change both words."""
        self.name.setText(name)
        self.last.setText(last)


class Breakdown(QWidget):
    """One year by scope as a bar, by site and by category as lists; on a low screen one list at a time."""

    navigate = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._compact, self._most = False, MOST_SITES
        self.header = PaneHeader(tr("Breakdown"))
        self.tabs = Segments([(tr("Site"), "site"), (tr("Category"), "category")], "site", tr("Breakdown by"))
        self.tabs.chosen.connect(self._arrange)
        self.header.add(self.tabs)
        self.bar = BreakdownBar()
        self.site_head, self.category_head = ListHead(), ListHead()
        self.sites = BarRows(tr("By site"), margin=MARGIN)
        self.categories = BarRows(tr("By category"), name_width=166, last_width=40, margin=MARGIN)
        self.sites.opened.connect(lambda site: self.navigate.emit("data_entry", {"site": site}))
        inset = QHBoxLayout()
        inset.setContentsMargins(fonts.px(MARGIN), fonts.px(2), fonts.px(MARGIN), 0)
        inset.addWidget(self.bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, fonts.px(8))
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addLayout(inset)
        for part in (self.site_head, self.sites, self.category_head, self.categories):
            self._column.addWidget(part)
        self._arrange()

    def set_compact(self, compact: bool, most: int = MOST_SITES) -> None:
        """Show sites and categories one at a time, and at most so many rows; the rest scrolls."""
        if (compact, most) != (self._compact, self._most):
            self._compact, self._most = compact, most
            self._arrange()

    def show_view(self, view: View) -> None:
        """Show the breakdown of a view."""
        self.header.set_texts(tr("Breakdown {year}", year=view.name(view.year)), tr(view.scale.unit))
        self.header.context.setToolTip(tr(year_label(view.year, view.figures.organisation.year_start)))
        self.bar.set_parts(scope_parts(view))
        self.site_head.set_texts(
            tr("Scope 1+2 by site"), tr("on {year}", year=view.name(view.year - 1)) if view.comparable else ""
        )
        self.sites.set_rows(site_rows(view))
        self.category_head.set_texts(
            tr("Scope 3 by category") if view.has_scope3 else tr("Scope 1+2 by category"), tr("share")
        )
        self.categories.set_rows(category_rows(view))
        self._arrange()

    def _arrange(self) -> None:
        chosen = self.tabs.value()
        by_site = not self._compact or chosen == "site"
        by_category = not self._compact or chosen == "category"
        self.tabs.setVisible(self._compact)
        for part, shown in (
            (self.site_head, by_site),
            (self.sites, by_site),
            (self.category_head, by_category),
            (self.categories, by_category),
        ):
            part.setVisible(shown)
        for rows in (self.sites, self.categories):
            count = rows.bar_model.rowCount()
            if self._compact:
                # Both tabs take the same height, so that the list beneath does not jump.
                count = max(self.sites.bar_model.rowCount(), self.categories.bar_model.rowCount())
            rows.setFixedHeight(rows.row_height * max(1, min(count, self._most)))


class ToDoPane(QWidget):
    """The to-do list with its count; what does not fit scrolls."""

    navigate = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.header = PaneHeader(tr("To do"))
        self.count = Label("", weight=600, ink="ink2")
        self.header.add(self.count)
        self.list = ToDoList(tr("To do"))
        self.list.opened.connect(self._open)
        self.done = Label(tr("Nothing is waiting. Every value is there."), size=12, ink="ink2", wraps=True)
        self.done.setContentsMargins(fonts.px(MARGIN), 0, fonts.px(MARGIN), 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, fonts.px(4))
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.done)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def show_view(self, view: View, flags: Sequence[Flag]) -> None:
        """Show what waits in the year of a view, with the values that stand out in it."""
        lines, count = todo_lines(view, flags)
        self.count.setText(f"{count:,}")
        if lines != self.list.lines.lines:
            self.list.set_lines(lines)
        self.done.setText(tr("Nothing is waiting. Every value is there."))
        self.done.setVisible(not lines)
        self.list.setVisible(bool(lines))

    def show_empty(self) -> None:
        """Say what comes first in an inventory without values."""
        self.count.setText("")
        self.list.set_lines([])
        self.list.hide()
        self.done.setText(tr("What is missing stands here once there are values."))
        self.done.show()

    def _open(self, key: object) -> None:
        if isinstance(key, tuple):
            self.navigate.emit(*key)
