"""One target under several rule sets side by side: each criterion with what comes out of it and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QMenu, QWidget

from carbondesk.domain.targets.checklists import Checklist, Comparison, Row, compare
from carbondesk.domain.targets.criteria import Result, Status
from carbondesk.domain.targets.rulesets import (
    CURRENT,
    NET_ZERO_2,
    OTHER_RULE_SETS,
    OWN_GOALS,
    RULE_SETS,
    rules_of,
)
from carbondesk.language import day, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.pages.targets.sights import MARKS
from carbondesk.ui.pages.targets.verdicts import told
from carbondesk.ui.widgets import Button
from carbondesk.ui.widgets.ledger import LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.sights import Sight

_SIZE = (1180, 720)
_USUAL = ("SBTi-NT-5.3", CURRENT, NET_ZERO_2)
_FIRST, _EACH = 190, 210
_NONE = LedgerCell(text=words.NOTHING, ink="ink3")


def usual(target_rules: str) -> tuple[str, ...]:
    """Return the rule sets that are compared at first: the target's own and the editions before and after."""
    own = rules_of(target_rules).name
    found = [own, *(name for name in _USUAL if name != own)]
    order = [rules.name for rules in (*RULE_SETS, *OTHER_RULE_SETS)]
    return tuple(sorted(found, key=order.index))


class CompareDialog(TableDialog):
    """The comparison. `draw(rule sets)` has their smallest paths drawn in the chart, or none of them."""

    def __init__(self, parent: QWidget, sight: Sight, drawn: Sequence[str],
                 draw: Callable[[tuple[str, ...]], object]) -> None:  # fmt: skip
        text = tr(
            "The same target held against several rule sets. Nothing is changed. Calculated per the public SBTi "
            "method; not an SBTi validation."
        )
        super().__init__(
            parent, tr("Compare rule sets: {name}", name=words.name_of(sight.target)), text, size=_SIZE
        )
        self._sight, self._draw = sight, draw
        self.chosen = tuple(drawn) or usual(sight.target.rule_set)
        self.comparison: Comparison | None = None
        self.choice = Button(tr("Rule sets"), icon="chevron-down")
        self.choice.setMenu(QMenu(self.choice))
        self.foot.insertWidget(0, self.choice)
        self.lines = QCheckBox(tr("Draw the smallest path of each in the chart"))
        self.lines.setFont(fonts.font(13))
        self.lines.setChecked(bool(drawn))
        self.lines.toggled.connect(self._redraw)
        self.foot.insertWidget(1, self.lines)
        self._offer()
        self._refresh()

    def _offer(self) -> None:
        menu = self.choice.menu()
        menu.clear()
        for rules in (*reversed(RULE_SETS), *OTHER_RULE_SETS):
            action = menu.addAction(tr(rules.title))
            action.setCheckable(True)
            action.setChecked(rules.name in self.chosen)
            action.toggled.connect(lambda chosen, name=rules.name: self.choose(name, chosen=chosen))

    def choose(self, name: str, *, chosen: bool) -> None:
        """Take a rule set into the comparison, or out of it; one always stays."""
        order = [rules.name for rules in (*RULE_SETS, *OTHER_RULE_SETS)]
        found = {*self.chosen, name} if chosen else set(self.chosen) - {name}
        if found:
            self.chosen = tuple(sorted(found, key=order.index))
            self._refresh()
            self._redraw()
        self._offer()

    def _redraw(self) -> None:
        self._draw(self.chosen if self.lines.isChecked() else ())

    def _refresh(self) -> None:
        made = self.comparison = compare(self._sight.target, self._sight.grounds, self.chosen)
        own = rules_of(self._sight.target.rule_set).name
        columns = [LedgerColumn(head=tr("Criterion"), width=_FIRST, stretch=1)]
        for each in made.checklists:
            title = words.short_rules(each.rules)
            head = tr("{title} (its own)", title=title) if each.rules.name == own else title
            columns.append(LedgerColumn(head=head, width=_EACH, stretch=1))
        self.table.show_rows(columns, [*_summary(made), *(_line(row) for row in _by_gravity(made.rows))])


def _by_gravity(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in which a rule set fails first, those that apply nowhere last."""
    order = (Status.FAIL, Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)

    def worst(row: Row) -> int:
        return min(order.index(result.status) for result in row.results if result is not None)

    return sorted(rows, key=worst)


def _summary(made: Comparison) -> list[LedgerRow]:
    """Return the rows over the criteria: what came out, the smallest reduction, and when the rule set holds."""
    lists = made.checklists
    return [
        LedgerRow(
            key="outcome",
            ground="sunken",
            cells=(LedgerCell(text=tr("Outcome"), strong=True), *(_outcome(each) for each in lists)),
        ),
        LedgerRow(
            key="minimum",
            ground="sunken",
            cells=(
                LedgerCell(text=tr("Smallest reduction"), strong=True),
                *(_minimum(each) for each in lists),
            ),
        ),
        LedgerRow(
            key="validity",
            ground="sunken",
            cells=(LedgerCell(text=tr("In force"), strong=True), *(_validity(each) for each in lists)),
        ),
    ]


def _outcome(each: Checklist) -> LedgerCell:
    counts = each.counts
    parts = [
        tr_many("{n} failed", "{n} failed", counts[Status.FAIL]),
        tr_many("{n} open", "{n} open", counts[Status.UNKNOWN]),
        tr_many("{n} passed", "{n} passed", counts[Status.PASS]),
    ]
    shown = [part for part, status in zip(parts, (Status.FAIL, Status.UNKNOWN, Status.PASS), strict=True)
             if counts[status]]  # fmt: skip
    return LedgerCell(
        text=_sentence(told(each.status)), under=tr(", ").join(shown), mark=MARKS[each.status], strong=True
    )


def _minimum(each: Checklist) -> LedgerCell:
    least = each.course.minimum
    if least is not None:
        own = words.reduction(each.course.reduction)
        return LedgerCell(text=words.reduction(least), under=tr("The target: {own}", own=own), strong=True)
    if each.rules.name == OWN_GOALS:
        return LedgerCell(text=tr("None"), ink="ink2")
    return LedgerCell(text=tr("Not available"), under=tr(each.rules.lacking), ink="ink2")


def _validity(each: Checklist) -> LedgerCell:
    rules = each.rules
    if rules.name == OWN_GOALS:
        return LedgerCell(text=tr("Always"), ink="ink2")
    text = tr("from {day}", day=day(rules.effective))
    if rules.last is not None:
        text = tr("{start} to {end}", start=day(rules.effective), end=day(rules.last))
    return LedgerCell(text=text, under=tr(rules.doubts) if rules.doubts.template else "", ink="ink2")


def _line(row: Row) -> LedgerRow:
    first = LedgerCell(text=tr(row.criterion.title), under=tr(row.criterion.rule), strong=True)
    return LedgerRow(key=row.criterion.id, cells=(first, *(_cell(result) for result in row.results)))


def _cell(result: Result | None) -> LedgerCell:
    if result is None:
        return LedgerCell(text=tr("Not in this rule set"), ink="ink3")
    quiet = result.status == Status.NOT_APPLICABLE
    return LedgerCell(
        text=_sentence(told(result.status)),
        under=tr(result.answer.reason),
        mark=MARKS[result.status],
        ink="ink3" if quiet else MARKS[result.status][1],
        strong=not quiet,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
