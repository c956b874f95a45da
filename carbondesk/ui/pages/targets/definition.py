"""The definition of a target: a form declared by its record, in which every change is written at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from carbondesk.domain.records import Organisation, Target, TargetMethod
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.editors import FieldEditor
from carbondesk.ui.forms import RecordForm
from carbondesk.ui.pages.targets import offers
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import Button, Choice, Field, Kind, Label

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.book import Book
    from carbondesk.ui.pages.targets.sights import Sight

ROWS = (
    ("scope", "kind"),
    ("scope2_method",),
    ("base_year", "base_emissions"),
    ("target_year", "submission"),
    ("method",),
    ("denominator",),
    ("growth",),
    ("sector",),
    ("engagement",),
    ("coverage",),
    ("categories_",),
    ("ambition",),
    ("rule_set",),
    ("significance", "approved"),
    ("more",),
    ("name",),
    ("most_recent_year", "net_zero_year"),
    ("weights",),
    ("bioenergy",),
    ("removals",),
    ("valid_under",),
    ("note",),
)
_PERCENT = {"growth", "engagement", "coverage"}
_MONTH_LENGTH = 7


class DefinitionForm(QWidget):
    """The fields of one target. `changed(fields)` when something is to be written, as {field: value}.

    Other signals: `significance_changed(share)`, `approval_wanted`, `categories_wanted`.
    """

    changed = Signal(dict)
    significance_changed = Signal(float)
    approval_wanted = Signal()
    categories_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.target: Target | None = None
        self._showing = False
        self._all_methods = self._all_scopes = False
        self._sight: Sight | None = None
        self._book: Book | None = None
        self._offered: dict[str, offers.Choices] = {}
        self._build_beside()
        fixed = {
            "kind": offers.kinds(),
            "scope2_method": offers.scope2_methods(),
            "ambition": offers.ambitions(),
            "weights": offers.weights(),
            "rule_set": offers.rule_sets(),
            "valid_under": offers.validated_under(),
        }
        later = ("scope", "method", "base_year", "target_year", "most_recent_year", "net_zero_year")
        listed = {name: [("", None)] for name in (*later, "denominator", "sector")}
        self.form: RecordForm[Target] = RecordForm(
            Target,
            rows=ROWS,
            choices={**fixed, **listed},
            checks={"submission": check_month},
            percent=_PERCENT,
            labels=_labels(),
            beside=self._beside,
            brief=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        for name, field in self.form.fields.items():
            self._listen(name, field)
        hint = self.form.fields["submission"].control
        if isinstance(hint, Field):
            hint.setPlaceholderText(tr("YYYY-MM"))

    # ---- building ----------------------------------------------------------------------------------------

    def _build_beside(self) -> None:
        self.base_emissions = Field(name=tr("Base emissions"))
        self.base_emissions.setReadOnly(True)
        self.categories = Button(tr("All categories"))
        self.categories.clicked.connect(self.categories_wanted)
        self.approval = Button(tr("Not approved"))
        self.approval.clicked.connect(self.approval_wanted)
        self.significance = FieldEditor(
            Organisation.column("significance"), percent=True, label=tr("Recalculate at"), brief=True
        )
        control = self.significance.control
        if isinstance(control, Field):
            control.editingFinished.connect(self._commit_significance)
        self.more = Button(tr("More fields"), Kind.LINK, icon="chevron-down")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self._captions: dict[str, Label] = {}
        self._beside: dict[str, QWidget] = {
            "base_emissions": self._captioned("base_emissions", tr("Base emissions"), self.base_emissions),
            "categories_": self._captioned("categories_", tr("Scope 3 categories"), self.categories),
            "approved": self._captioned("approved", tr("Approved by"), self.approval),
            "significance": self.significance,
            "more": _at_left(self.more),
        }

    def _captioned(self, name: str, text: str, control: QWidget) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(4))
        caption = self._captions[name] = Label(text, size=12, ink="ink2", elided=True)
        caption.setBuddy(control)
        column.addWidget(caption)
        policy = control.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        control.setSizePolicy(policy)
        column.addWidget(control)
        part.setMinimumWidth(fonts.px(96))
        return part

    def _listen(self, name: str, field: FieldEditor) -> None:
        control = field.control
        commit = partial(self._commit, name)
        if isinstance(control, Field):
            control.editingFinished.connect(commit)
            control.installEventFilter(self)
        elif isinstance(control, QPlainTextEdit):
            control.installEventFilter(self)
        elif isinstance(control, Choice) and name in {"method", "scope"}:
            control.currentIndexChanged.connect(partial(self._chosen, name))
        else:
            field.edited.connect(commit)

    # ---- showing -----------------------------------------------------------------------------------------

    def show_sight(self, sight: Sight, book: Book) -> None:
        """Show a target's fields as they are; what is being typed stays."""
        self._sight, self._book = sight, book
        target = self.target = sight.target
        self._showing = True
        try:
            self._offer(sight, book)
            for name, field in self.form.fields.items():
                if not _being_typed(field):
                    field.set_value(getattr(target, name))
                    field.judge()
            self._show_beside(sight, book)
            renewable = target.method == TargetMethod.RENEWABLE_ELECTRICITY
            label = tr("Renewable electricity") if renewable else tr("Coverage")
            self.form.fields["coverage"].set_label(label)
        finally:
            self._showing = False
        shown = offers.fields_of(target, more=self.more.isChecked())
        self.form.show_only(shown)
        self._beside["categories_"].setVisible("3" in target.scope)

    def _show_beside(self, sight: Sight, book: Book) -> None:
        line = sight.study.course
        first = line.actual.get(line.pathway.terms.base_year)
        self._captions["base_emissions"].setText(_base_words(line.measure, tr(sight.yard.short)))
        self.base_emissions.setText("" if first is None else sight.yard.words(first))
        if not _being_typed(self.significance):
            self.significance.set_value(book.organisation.significance)
        self.approval.setText(book.approval_words(sight.target))
        numbers = sight.target.categories
        self.categories.setText(
            tr("Categories {numbers}", numbers=numbers.replace(",", ", "))
            if numbers
            else tr("All categories")
        )

    def _offer(self, sight: Sight, book: Book) -> None:
        target, terms = sight.target, sight.study.course.pathway.terms
        complete = sight.grounds.complete_years
        found = {
            "scope": offers.scopes(target, everything=self._all_scopes or book.asks_for_land),
            "method": offers.methods(target, everything=self._all_methods),
            "base_year": offers.complete_years(complete, min(complete, default=None), target.base_year),
            "most_recent_year": offers.complete_years(
                complete, max(complete, default=None), target.most_recent_year
            ),
            "target_year": offers.target_years(terms.base_year, target.target_year),
            "net_zero_year": offers.net_zero_years(target.net_zero_year),
            "denominator": offers.denominators(book.outputs, target.denominator),
        }
        if "sector" in offers.fields_of(target, more=False):
            # The pathways of sectors are read from tables of their own.
            found["sector"] = offers.sectors(book.pathways, target.sector)
        for name, choices in found.items():
            if self._offered.get(name) != choices:
                self._offered[name] = choices
                self.form.fields[name].set_choices(choices)

    def set_writable(self, reason: str) -> None:
        """Allow changes, or say why there are none now."""
        self.form.setEnabled(not reason)
        self.form.setToolTip(reason)

    def focus_field(self, name: str) -> bool:
        """Put the keyboard into a field, shown for it if need be; return whether there is such a field."""
        if name in {"categories", "significance"}:
            control = self.categories if name == "categories" else self.significance.control
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        field = self.form.fields.get(name)
        if field is None:
            return False
        if field.isHidden():
            self.more.setChecked(True)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _unfold(self, unfolded: bool) -> None:
        self.more.icon_name = "chevron-up" if unfolded else "chevron-down"
        self.more.setText(tr("Fewer fields") if unfolded else tr("More fields"))
        if self.target is not None:
            self.form.show_only(offers.fields_of(self.target, more=unfolded))

    # ---- writing -----------------------------------------------------------------------------------------

    def _chosen(self, name: str, _index: int) -> None:
        """Take a method or scope; the last choice brings up what is offered to few."""
        control = self.form.fields[name].control
        if self._showing or not isinstance(control, Choice):
            return
        if control.value() != offers.MORE:
            self._commit(name)
            return
        if name == "method":
            self._all_methods = True
        else:
            self._all_scopes = True
        if self._sight is not None and self._book is not None:
            self.show_sight(self._sight, self._book)
        control.showPopup()

    def _commit(self, name: str, *_: object) -> None:
        """Write one field if it says something else than the target."""
        field = self.form.fields[name]
        if self._showing or self.target is None or field.isHidden() or field.judge() is not None:
            return
        value = field.value()
        if value != getattr(self.target, name):
            _settle(field)
            self.changed.emit({name: value})

    def _commit_significance(self) -> None:
        if self._showing or self._book is None or self.significance.judge() is not None:
            return
        value = self.significance.value()
        if value is not None and value != self._book.organisation.significance:
            _settle(self.significance)
            self.significance_changed.emit(float(value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc takes back what was typed; a note is written when it is left."""
        name = next((key for key, field in self.form.fields.items() if field.control is watched), "")
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QPlainTextEdit):
            self._commit(name)
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.KeyPress and escaped and name and self.target is not None:
            field = self.form.fields[name]
            if _being_typed(field):
                field.set_value(getattr(self.target, name))
                _settle(field)
                field.judge()
                return True
        return super().eventFilter(watched, event)


def _at_left(button: Button) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return part


def _labels() -> dict[str, str]:
    return {
        "scope": tr("Boundary"),
        "kind": tr("Kind"),
        "sector": tr("Sector pathway"),
        "bioenergy": tr("Bioenergy CO₂ inside the boundary"),
    }


def _base_words(measure: Measure, unit: str) -> str:
    """Return what is said over the base year's value."""
    if measure == Measure.INTENSITY:
        return tr("Base intensity, {unit}", unit=unit)
    return (
        tr("Base share, {unit}", unit=unit)
        if measure == Measure.SHARE
        else tr("Base emissions, {unit}", unit=unit)
    )


def check_month(text: str) -> None:
    """Check a month written year first; raises FieldFault."""
    year, _, month = text.partition("-")
    sound = len(text) == _MONTH_LENGTH and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12
    if not sound:
        raise FieldFault(say("“{text}” is no month. Write it like 2026-05.", text=text))


def _being_typed(field: FieldEditor) -> bool:
    control: Any = field.control
    if isinstance(control, Field):
        return bool(control.hasFocus() and control.isModified())
    if isinstance(control, QPlainTextEdit):
        return bool(control.hasFocus() and control.document().isModified())
    return False


def _settle(field: FieldEditor) -> None:
    control: Any = field.control
    if isinstance(control, Field):
        control.setModified(False)
    elif isinstance(control, QPlainTextEdit):
        control.document().setModified(False)
