"""Own factors: making, copying, editing and removing them, each as one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.records import Category, Factor, Source
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say
from carbondesk.language import clauses, joined, labelled, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.editors import Vocabulary
from carbondesk.ui.forms import RecordDialog, RecordForm, choice_words, empty_layout
from carbondesk.ui.pages.factors.judgements import judge, largest_share_of_n2o
from carbondesk.ui.readings import FieldFault, carrier_words
from carbondesk.ui.widgets import Button, Field, Kind, Label, MessagePane

if TYPE_CHECKING:
    from carbondesk.ui.pages.factors.stock import Stock
    from carbondesk.ui.session import Session

ROWS = (
    ("name",),
    ("category",),
    ("carrier", "region"),
    ("activity_unit", "co2"),
    ("ch4", "n2o"),
    ("gas", "gas_mass"),
    ("co2e", "co2e_basis"),
    ("co2_biogenic", "methane_origin"),
    ("valid_from", "valid_to"),
    ("source", "source_version"),
    ("source_table", "licence"),
    ("uncertainty_low", "uncertainty_high"),
    ("note",),
)
OWN_ID = "OWN:"
"""Begins the id of a factor that was made here."""


class FactorForm(RecordForm[Factor]):
    """The form of an own factor, with categories told in words, and a reason where one is asked for."""

    def __init__(self, factor: Factor | None, known: FactorWords, *, reason: bool = False) -> None:
        """Show a factor's fields, or empty ones."""
        shown = replace(factor, category=category_text(factor.category)) if factor is not None else None
        super().__init__(
            Factor,
            shown,
            rows=ROWS,
            words={
                "category": [category_words(category) for category in Category],
                "carrier": Vocabulary(known.carriers, carrier_words),
                "activity_unit": known.units,
                "source": known.publishers,
            },
            checks={"category": read_categories},
        )
        self.reason = Field(name=tr("Reason"), hint=tr("Why this factor is copied"))
        self.reason.setVisible(reason)
        if reason:
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)  # noqa: S101 - RecordForm lays its rows out in a column
            layout.insertWidget(0, self.reason)
            layout.insertWidget(0, Label(tr("Reason"), size=12, ink="ink2"))

    def record(self, **given: Any) -> Factor:
        """Return the factor as the form says, its categories by their ids."""
        made = super().record(**given)
        return replace(made, category=read_categories(made.category) if made.category else "")


class FactorWords:
    """Words that complete the form's texts: carriers, units and publishers of the library."""

    def __init__(self, stock: Stock | None) -> None:
        """Take the words of a stock; without one there are none."""
        cards = stock.cards if stock is not None else []
        carriers = {each for card in cards for each in card.carrier.split(";") if each and " - " not in each}
        self.carriers: Sequence[str] = sorted(carriers)
        self.units: Sequence[str] = sorted({card.unit for card in cards})
        self.publishers: Sequence[str] = sorted({card.publisher for card in cards if card.publisher})


class FactorDialog(RecordDialog):
    """The dialog around the form: errors keep it open, doubts are shown once and then accepted."""

    def __init__(
        self, parent: QWidget | None, title: str, form: FactorForm, button: str, commands: OwnFactors
    ) -> None:
        """Prepare the dialog; `commands` judges and writes."""
        super().__init__(parent, title, form, button, commands.write)
        self.factor_form = form
        self._commands = commands
        self._shown: list[Finding] = []
        self.resize(fonts.px(560), fonts.px(640))

    def take(self) -> None:
        """Check the fields and the factor as a whole, then write."""
        if self.form.judge():
            return
        if self.factor_form.reason.isVisibleTo(self) and not self.factor_form.reason.text().strip():
            self.factor_form.reason.set_state("err", tr("A reason is needed."))
            self.factor_form.reason.setFocus()
            return
        findings = self._commands.judge(self.factor_form.record(factor_id="-"))
        if any(finding.severity == Severity.ERROR for finding in findings) or findings != self._shown:
            self.show_findings(findings)
        if any(finding.severity == Severity.ERROR for finding in findings):
            return
        doubted = bool(findings) and findings != self._shown
        self._shown = findings
        if doubted:
            self.accept_button.setText(tr("Keep it as it is"))
            return
        super().take()

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what is wrong or doubtful at the top, each with its remedy."""
        empty_layout(self._messages)
        for finding in findings:
            tone = "err" if finding.severity == Severity.ERROR else "warn"
            self._messages.addWidget(MessagePane(tone, tr(finding.message), tr(finding.remedy), narrow=True))
        self._messages.setContentsMargins(fonts.px(20), 0, fonts.px(20), fonts.px(10))


class OwnFactors(QObject):
    """Asks for own factors and writes them; `written(factor_id)` after each step, `left` after each dialog."""

    written = Signal(str)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        """Belong to a page."""
        super().__init__(parent)
        self.session = session
        self.stock: Stock | None = None
        self.dialog: FactorDialog | RemovalDialog | None = None
        self._parent = parent
        self._before: Factor | None = None
        self._copied: Factor | None = None
        self._most_n2o: float | None = None

    def set_stock(self, stock: Stock) -> None:
        """Take the library that words and limits come from."""
        self.stock = stock
        self._most_n2o = None

    # ---- asking ------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new factor."""
        self._before = self._copied = None
        self._show(tr("New factor"), FactorForm(None, FactorWords(self.stock)), tr("Add factor"))

    def copy(self, factor: Factor) -> None:
        """Ask for an own factor that begins as a copy of a published one, and for the reason."""
        self._before, self._copied = None, factor
        start = replace(factor, id=0, step=0, uid="", factor_id="")
        form = FactorForm(start, FactorWords(self.stock), reason=True)
        self._show(tr("Copy as own factor"), form, tr("Add factor"))

    def edit(self, factor: Factor) -> None:
        """Show an own factor's fields."""
        self._before, self._copied = factor, None
        self._show(
            tr("Edit {name}", name=factor.name),
            FactorForm(factor, FactorWords(self.stock)),
            tr("Keep changes"),
        )

    def remove(self, factor: Factor) -> None:
        """Ask before an own factor goes; sources that name it go back to the published choice."""
        users = self.users(factor.factor_id)
        told = [self._told(source) for source in users]
        self.dialog = RemovalDialog(
            self._parent, factor.name, told, named=self._entries_name(factor.factor_id)
        )
        self.dialog.accepted.connect(lambda: self._remove(factor, users))
        self.dialog.finished.connect(lambda _result: self.left.emit())
        self.dialog.open()

    def _entries_name(self, factor_id: str) -> bool:
        """Whether entries name a factor themselves, apart from their source."""
        inventory = self.session.inventory
        return inventory is not None and factor_id in inventory.annual().factors

    def users(self, factor_id: str) -> list[Source]:
        """Return the sources that name a factor as theirs."""
        inventory = self.session.inventory
        return (
            [] if inventory is None else [each for each in inventory.all(Source) if each.factor == factor_id]
        )

    def judge(self, factor: Factor) -> list[Finding]:
        """Return what is wrong or doubtful about a factor."""
        figures = self.session.figures
        assert figures is not None  # noqa: S101 - the page asks only once there are figures
        if self._most_n2o is None and self.stock is not None:
            self._most_n2o = largest_share_of_n2o(self.stock)
        return judge(factor, figures, self._most_n2o)

    # ---- writing -----------------------------------------------------------------------------------------

    def write(self, form: RecordForm[Any]) -> None:
        """Write what the dialog's form says, as one step."""
        assert isinstance(form, FactorForm)  # noqa: S101 - the dialog was made with one
        if self._before is not None:
            factor = replace(form.record(), factor_id=self._before.factor_id)
            fields = {
                column.name: getattr(factor, column.name)
                for column in Factor.columns()
                if getattr(factor, column.name) != getattr(self._before, column.name)
            }
            if fields:
                with self.session.step(say("Edit factor {name}", name=factor.name)) as step:
                    step.change(self._before, **fields)
            self.written.emit(factor.factor_id)
            return
        name = form.values()["name"]
        made = form.record(factor_id=self._new_id(name))
        made = replace(made, factor_id=self._new_id(name), scope=_scope_of(made.category) or made.scope)
        title = say("Add factor {name}", name=name)
        if self._copied is not None:
            title = say("Copy factor {name} as own", name=self._copied.name)
        with self.session.step(title, reason=form.reason.text().strip()) as step:
            step.add(made)
        self.written.emit(made.factor_id)

    def _remove(self, factor: Factor, users: Sequence[Source]) -> None:
        with self.session.step(say("Remove factor {name}", name=factor.name)) as step:
            for source in users:
                step.change(source, factor="", factor_reason="")
            step.remove(factor)
        self.written.emit("")

    def _new_id(self, name: str) -> str:
        inventory = self.session.inventory
        taken = {factor.factor_id for factor in inventory.all(Factor)} if inventory else set()
        stem = OWN_ID + (re.sub(r"\W+", "-", name.casefold()).strip("-") or "factor")
        return next(each for each in _numbered(stem) if each not in taken)

    def _show(self, title: str, form: FactorForm, button: str) -> None:
        self.dialog = FactorDialog(self._parent, title, form, button, self)
        self.dialog.finished.connect(lambda _result: self.left.emit())
        self.dialog.open()

    def _told(self, source: Source) -> str:
        figures = self.session.figures
        site = figures.sites[source.site].name if figures is not None else ""
        return labelled(site, source.name)


class RemovalDialog(QDialog):
    """Asks before an own factor is removed, and names the sources that use it."""

    def __init__(self, parent: QWidget, name: str, users: Sequence[str], *, named: bool) -> None:
        """Ask about a factor and the sources that name it; `named` says that entries name it too."""
        super().__init__(parent)
        title = tr("Remove {name}", name=name)
        self.setWindowTitle(title)
        self.setMinimumWidth(fonts.px(440))
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(16))
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(title, size=16, weight=600, wraps=True))
        words = tr("No source names this factor.")
        if users:
            words = tr_many("{n} source names it: {sources}.", "{n} sources name it: {sources}.", len(users),
                            sources=joined(users))  # fmt: skip
        body.addWidget(Label(words, wraps=True))
        after = tr("They go back to the factor of their category and fuel. Undo brings all of it back.")
        if users:
            body.addWidget(Label(after, ink="ink2", size=12, wraps=True))
        lost = tr("Entries name it themselves: they will lack a factor until another one is chosen.")
        if named:
            body.addWidget(MessagePane("warn", lost, narrow=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.cancel_button = Button(tr("Cancel"))
        self.remove_button = Button(tr("Remove factor"), Kind.PRIMARY)
        self.remove_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self.accept)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.remove_button)
        body.addSpacing(fonts.px(8))
        body.addLayout(foot)


def category_words(category: Category) -> str:
    """Return a category with its scope, as the form offers it."""
    return labelled(category.scope_label, choice_words(category.value))


def category_text(categories: str) -> str:
    """Return categories in words, from their ids with semicolons between them."""
    known = Category._value2member_map_
    parts = [each for each in categories.split(";") if each]
    return clauses(category_words(Category(each)) if each in known else each for each in parts)


def read_categories(text: str) -> str:
    """Return the ids of categories, from their words or ids with semicolons; raises FieldFault for another word."""
    by_words = {category_words(category).casefold(): category.value for category in Category}
    found = []
    for part in (each.strip() for each in text.replace("；", ";").split(";")):
        value = by_words.get(part.casefold(), part)
        if value not in Category._value2member_map_:
            raise FieldFault(say("“{category}” is no category. Choose one of the list.", category=part))
        found.append(value)
    return ";".join(dict.fromkeys(found))


def _scope_of(categories: str) -> str:
    first = categories.split(";", maxsplit=1)[0]
    return Category(first).scope if first in Category._value2member_map_ else ""


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
