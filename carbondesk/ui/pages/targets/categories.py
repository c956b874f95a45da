"""The dialog of scope 3 categories: which of them a target holds, how much each emits, and what they cover together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QScrollArea, QWidget

from carbondesk.domain.targets.coverage_rules import NEAR_TERM_COVERAGE
from carbondesk.domain.targets.grounds import category_numbers
from carbondesk.domain.targets.netzero import LONG_TERM_COVERAGE
from carbondesk.domain.text import say
from carbondesk.language import percent, tr
from carbondesk.report.charts import scale_for
from carbondesk.ui import fonts
from carbondesk.ui.asking import Asking
from carbondesk.ui.readings import FieldFault, choice_words
from carbondesk.ui.widgets import Label

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.sights import Sight

_COUNT, _SIZE = 15, (540, 620)


class CategoriesDialog(Asking):
    """Asks which categories a target holds; `take(words)` gets them as the target keeps them, empty for all."""

    def __init__(self, parent: QWidget, sight: Sight, take: Callable[[str], object]) -> None:
        text = tr(
            "Only what is inside the target counts towards it. All of them together is the same as none named."
        )
        super().__init__(
            parent, tr("Scope 3 categories"), text, tr("Take these"), lambda: take(self.chosen())
        )
        self._near = not sight.study.course.pathway.terms.long_term
        self._year = sight.study.course.pathway.terms.base_year
        self._known = dict(sight.grounds.categories.get(self._year, {}))
        held = category_numbers(sight.target.categories)
        self.boxes: dict[int, QCheckBox] = {}
        self.column.addWidget(self._grid(held), 1)
        self.covered = Label(size=13, weight=600)
        self.column.addSpacing(fonts.px(6))
        self.column.addWidget(self.covered)
        self._weigh()
        self.resize(fonts.px(_SIZE[0]), min(fonts.px(_SIZE[1]), parent.window().height() - 40))
        self.boxes[1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _grid(self, held: frozenset[int]) -> QScrollArea:
        area, holder = QScrollArea(), QWidget()
        area.setWidgetResizable(True)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, fonts.px(12), 0)
        grid.setVerticalSpacing(fonts.px(1))
        grid.setHorizontalSpacing(fonts.px(12))
        grid.setColumnStretch(0, 1)
        scale, whole = scale_for(self._known.values()), sum(self._known.values())
        head = Label(tr("{unit}, {year}", unit=tr(scale.unit), year=str(self._year)), size=12, ink="ink2")
        grid.addWidget(head, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Label(tr("Share"), size=12, ink="ink2"), 0, 2, Qt.AlignmentFlag.AlignRight)
        for number in range(1, _COUNT + 1):
            box = self.boxes[number] = QCheckBox(choice_words(f"s3-{number}"))
            box.setFont(fonts.font(13))
            box.setChecked(not held or number in held)
            box.toggled.connect(self._weigh)
            amount = self._known.get(number)
            shown = "–" if amount is None else scale.words(amount)
            part = "" if amount is None or whole <= 0 else percent(amount / whole, 1)
            box.setAccessibleDescription(f"{shown} {tr(scale.unit)}, {part}")
            grid.addWidget(box, number, 0)
            for place, words in ((1, shown), (2, part)):
                ink = "ink" if amount else "ink3"
                grid.addWidget(Label(words, size=13, ink=ink), number, place, Qt.AlignmentFlag.AlignRight)
        area.setWidget(holder)
        return area

    def _numbers(self) -> list[int]:
        return [number for number, box in self.boxes.items() if box.isChecked()]

    def _weigh(self) -> None:
        """Say what share of scope 3 the chosen categories cover, beside what is asked for."""
        whole = sum(self._known.values())
        held = sum(self._known.get(number, 0.0) for number in self._numbers())
        least = (NEAR_TERM_COVERAGE if self._near else LONG_TERM_COVERAGE)["3"]
        if whole <= 0:
            self.covered.setText(tr("Scope 3 of {year} is not known.", year=str(self._year)))
            self.covered.set_ink("ink2")
            return
        told = tr(
            "{share} of scope 3 is covered; all scope 3 targets together need {least}.",
            share=percent(held / whole, 1),
            least=percent(least, 0),
        )
        self.covered.setText(told)
        self.covered.set_ink("ok" if held / whole >= least else "warn")

    def chosen(self) -> str:
        """Return the categories as a target keeps them; raises FieldFault when none is chosen."""
        numbers = self._numbers()
        if not numbers:
            raise FieldFault(say("Choose one category at least."))
        return "" if len(numbers) == _COUNT else ",".join(map(str, numbers))
