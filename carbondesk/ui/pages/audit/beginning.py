"""The dialog that begins a verification round: year, boundary, materiality, seed and size, with the rule shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.accounting.sampling import CONFIDENCE
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.text import say
from carbondesk.language import number, percent, tr, tr_many
from carbondesk.report.papers import APPROACHES
from carbondesk.report.verifications import rule_size
from carbondesk.ui import fonts
from carbondesk.ui.asking import Asking
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import Choice, Field, Label

USUAL = "5"
"""The materiality that is offered, in percent."""


class RoundDialog(Asking):
    """Asks for a round; `begin(dialog)` draws it."""

    def __init__(
        self,
        parent: QWidget | None,
        years: Sequence[tuple[str, int]],
        year: int,
        seed: int,
        begin: Callable[[RoundDialog], object],
    ) -> None:
        text = tr(
            "The sample is drawn from the entries as they are now and frozen at this step of the history. What is "
            "changed later is shown beside it."
        )
        super().__init__(
            parent, tr("New verification round"), text, tr("Draw the sample"), lambda: begin(self)
        )
        self.year = Choice(name=tr("Year"))
        for words, value in years:
            self.year.add(words, value)
        self.year.set_value(year)
        self.boundary = Choice(name=tr("Boundary"))
        for key, name in APPROACHES.items():
            self.boundary.add(tr(name), str(key))
        self.materiality = Field(USUAL, name=tr("Materiality, % of the year's total"), numeric=True)
        self.seed = Field(str(seed), name=tr("Seed of the sample"), numeric=True)
        self.lines = Field(name=tr("Lines in the sample (optional)"), numeric=True)
        self.verifier = Field(name=tr("Verifier (optional)"))
        for pair in ((self.year, self.boundary), (self.materiality, self.seed), (self.lines, self.verifier)):
            self._add_pair(pair)
        self.rule = Label(size=12, ink="ink2", wraps=True)
        self.column.addWidget(self.rule)
        self.materiality.textChanged.connect(self._show_rule)
        self._show_rule()
        self.materiality.setFocus()
        self.materiality.selectAll()

    def _add_pair(self, pair: Sequence[QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(fonts.px(10))
        for field in pair:
            column = QVBoxLayout()
            column.setSpacing(fonts.px(4))
            caption = Label(field.accessibleName(), size=12, ink="ink2", elided=True)
            caption.setBuddy(field)
            column.addWidget(caption)
            column.addWidget(field)
            row.addLayout(column, 1)
        self.column.addLayout(row)
        self.column.addSpacing(fonts.px(6))

    def _show_rule(self) -> None:
        try:
            share = self._share()
        except FieldFault as fault:
            self.rule.setText(tr(fault.text))
            self.lines.setPlaceholderText("")
            return
        lines = rule_size(share)
        self.lines.setPlaceholderText(tr_many("{n} by the rule", "{n} by the rule", lines))
        self.rule.setText(
            tr(
                "Rule: −ln(1 − {confidence}) ÷ {materiality} = {lines} lines. Every line as large as the materiality "
                "is looked at besides; the others are drawn within strata of scope, category, site and size.",
                confidence=percent(CONFIDENCE, 0),
                materiality=f"{number(100 * share)} %",
                lines=lines,
            )
        )

    def wanted(self) -> dict[str, object]:
        """Return the arguments of `verifications.draw`; raises FieldFault."""
        size = self._whole(self.lines, least=1) if self.lines.text().strip() else None
        return {
            "year": int(str(self.year.value())),
            "materiality": self._share(),
            "seed": self._whole(self.seed, least=0),
            "size": size,
            "consolidation": str(self.boundary.value()),
        }

    def _share(self) -> float:
        value = _number(self.materiality)
        if not 0 < value <= 100:
            raise FieldFault(say("The materiality is above 0 and at most 100 %."))
        return value / 100

    @staticmethod
    def _whole(field: Field, *, least: int) -> int:
        value = _number(field)
        if not value.is_integer() or value < least:
            raise FieldFault(
                say("{label}: a whole number, at least {least}.", label=field.accessibleName(), least=least)
            )
        return int(value)


def _number(field: Field) -> float:
    try:
        return float(parse_number(field.text().strip(), "."))
    except NotANumber as fault:
        raise FieldFault(say("{label}: {fault}", label=field.accessibleName(), fault=fault.text)) from fault
