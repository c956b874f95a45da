"""The dialogs that seal a year, and open a sealed year again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.text import say
from carbondesk.language import clauses, number, tr
from carbondesk.report.papers import APPROACHES, METHODS
from carbondesk.store.seals import Figure
from carbondesk.ui import fonts
from carbondesk.ui.asking import Asking
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.readings import FieldFault, read_date
from carbondesk.ui.widgets import Choice, Field, Label


class FigureGrid(QWidget):
    """The figures that a seal keeps: name, method, t CO2e."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Figures that will be kept as published"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(fonts.px(16))
        self._grid.setVerticalSpacing(fonts.px(3))
        self._grid.setColumnStretch(1, 1)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show figures."""
        empty_layout(self._grid)
        for place, figure in enumerate(figures):
            strong = 600 if "+" in figure.scope else 400
            amount = Label(tr("{amount} t CO₂e", amount=number(figure.value, 1)), size=13, weight=strong)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Label(tr(SCOPES[figure.scope]), size=13, weight=strong), place, 0)
            method = METHODS.get(figure.method)
            words = "" if method is None else tr(method)
            self._grid.addWidget(Label(words, size=12, ink="ink2"), place, 1)
            self._grid.addWidget(amount, place, 2)
        self.setAccessibleDescription(
            clauses(
                f"{tr(SCOPES[each.scope])} {each.method} {number(each.value, 1)} t CO₂e" for each in figures
            )
        )


class SealDialog(Asking):
    """Asks for the year, the boundary, the purpose and where the figures are published; shows what will be kept.

    `figures` returns the figures to keep for a year and a boundary; `seal(dialog)` writes.
    """

    def __init__(
        self,
        parent: QWidget | None,
        years: Sequence[tuple[str, int]],
        year: int,
        figures: Callable[[int, str], Sequence[Figure]],
        seal: Callable[[SealDialog], object],
    ) -> None:
        text = tr(
            "The year is locked, and these figures are kept as published for good. Only a step with a reason opens "
            "it again."
        )
        super().__init__(parent, tr("Seal a year"), text, tr("Seal"), lambda: seal(self))
        self._figures = figures
        self.year = Choice(name=tr("Year"))
        for words, value in years:
            self.year.add(words, value)
        self.year.set_value(year)
        self.boundary = Choice(name=tr("Boundary"))
        for key, name in APPROACHES.items():
            self.boundary.add(tr(name), str(key))
        self.purpose = Field(name=tr("Purpose"), hint=tr("Annual report, CDP answer, loan …"))
        self.published_in = Field(name=tr("Published in (optional)"))
        self.published_on = Field(name=tr("Published on (optional)"), hint=tr("YYYY-MM-DD"))
        self.signature = Field(name=tr("Signature of the head (optional)"))
        self.grid = FigureGrid()
        self.note = Label(size=12, ink="warn", wraps=True)
        side = QHBoxLayout()
        for choice in (self.year, self.boundary):
            side.addWidget(choice, 1)
            choice.currentIndexChanged.connect(self.show_figures)
        self.column.addLayout(side)
        self.column.addSpacing(fonts.px(6))
        for field in (self.purpose, self.published_in, self.published_on, self.signature):
            self.add_field(field.accessibleName(), field)
        self.column.addWidget(Label(tr("Kept as published"), size=14, weight=600))
        self.column.addWidget(self.grid)
        self.column.addWidget(self.note)
        self.show_figures()
        self.purpose.setFocus()

    def show_figures(self) -> None:
        """Show the figures of the chosen year and boundary."""
        chosen = self.chosen_figures()
        self.grid.show_figures(chosen)
        gaps = chosen[0].note if chosen else ""
        self.note.setText(
            tr("This year is not complete. The figures are kept with that remark.") if gaps else ""
        )
        self.note.setVisible(bool(gaps))

    def chosen_figures(self) -> Sequence[Figure]:
        """Return the figures that will be kept."""
        return self._figures(int(str(self.year.value())), str(self.boundary.value()))

    def wanted(self) -> Mapping[str, object]:
        """Return purpose, publication and signature; raises FieldFault."""
        purpose = needed(self.purpose, tr("Purpose"))
        return {
            "purpose": purpose,
            "published_in": self.published_in.text().strip(),
            "published_on": _day(self.published_on.text()),
            "signature": self.signature.text().strip(),
        }


class ReasonDialog(Asking):
    """Asks for one reason; `act(reason)` writes."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, button: str, act: Callable[[str], object]
    ) -> None:
        super().__init__(parent, title, text, button, lambda: act(needed(self.reason, tr("Reason"))))
        self.reason = Field(name=tr("Reason"))
        self.add_field(tr("Reason"), self.reason)
        self.reason.setFocus()


def needed(field: Field, name: str) -> str:
    """Return what a field holds; raises FieldFault where that is nothing, and goes there."""
    text = field.text().strip()
    if not text:
        field.setFocus()
        raise FieldFault(say("{label} is needed.", label=name))
    return text


def _day(text: str) -> date | None:
    return read_date(text.strip()) if text.strip() else None
