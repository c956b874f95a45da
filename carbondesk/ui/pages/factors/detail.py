"""One factor in detail: value and gases, provenance, licence, editions, uncertainty, where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from carbondesk.domain.accounting.editions import Edition
from carbondesk.domain.accounting.searches import Card, licence_class
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.language import day, joined, number, percent, significant, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors import words
from carbondesk.ui.pages.factors.bars import EditionBars, EditionSpan, SpreadBar
from carbondesk.ui.pages.factors.sections import Facts, GasTable, Section
from carbondesk.ui.pages.factors.uses import Use
from carbondesk.ui.pages.factors.weights import Weight
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Badge, Button, IconButton, Kind, Label, MessagePane, Pane, Rule

WIDTH = 330
MOST_USES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """All that is told of one factor. `editions` are the same factor's, oldest first, each with its weight."""

    card: Card
    factor: Factor
    weight: Weight
    gwp: str
    year: int
    year_words: str
    read_in: FactorSet | None = None
    editions: Sequence[tuple[Factor, Edition, Weight]] = ()
    uses: Sequence[Use] = ()
    notice: tuple[str, str] = ("", "")


class DetailPane(Pane):
    """The pane at the right. `asked(id)` when one of its buttons is pressed: use, edit, copy, remove, compare."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        self.setAccessibleName(tr("The factor in detail"))
        self._own = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        # Only read, so it takes the keyboard itself: the arrows scroll it.
        self.area.setAccessibleName(tr("Details of the factor"))
        self.area.setProperty("read", "true")
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = Pane("panel")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(fonts.px(16), fonts.px(12), fonts.px(16), fonts.px(12))
        self._column.setSpacing(0)
        self._add_head()
        self._add_sections()
        self._column.addStretch(1)
        self.area.setWidget(holder)
        outer.addWidget(self.area, 1)
        outer.addWidget(Rule())
        outer.addLayout(self._foot())

    # ---- building ----------------------------------------------------------------------------------------

    def _add_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(fonts.px(8))
        self.title = Label(size=16, weight=600, wraps=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.badge = Badge("", "ok")
        line.addWidget(self.title, 1)
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(line)
        self._column.addSpacing(fonts.px(2))
        self.context = Label(size=12, ink="ink2", wraps=True)
        self._column.addWidget(self.context)
        figure = QHBoxLayout()
        figure.setContentsMargins(0, fonts.px(6), 0, fonts.px(8))
        figure.setSpacing(fonts.px(6))
        self.value = Label(size=24, weight=600, display=True)
        self.unit = Label(size=13, ink="ink2", elided=True)
        self.change = Label(size=12, weight=500, ink="ink2")
        for part, stretch in ((self.value, 0), (self.unit, 1), (self.change, 0)):
            figure.addWidget(part, stretch, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(figure)
        self.gases = GasTable()
        self.printed = Label(size=12, ink="ink2", wraps=True)
        self._column.addWidget(self.gases)
        self._column.addSpacing(fonts.px(6))
        self._column.addWidget(self.printed)
        self._column.addSpacing(fonts.px(10))
        self.notice = QVBoxLayout()
        self.notice.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self.notice)

    def _add_sections(self) -> None:
        self.provenance, self.licence, self.used_by = Facts(), Facts(), Facts()
        self.editions, self.spread = EditionBars(), SpreadBar()
        self.sections: dict[str, Section] = {}
        for name, title, body in (
            ("provenance", tr("Provenance"), self.provenance),
            ("licence", tr("Licence"), self.licence),
            ("editions", tr("Editions and validity"), self.editions),
            ("spread", tr("Uncertainty"), self.spread),
            ("uses", tr("Used by"), self.used_by),
        ):
            section = self.sections[name] = Section(title)
            section.body.addWidget(body)
            self._column.addWidget(section)
        self.more_uses = Label(size=12, ink="ink2", wraps=True)
        self.sections["uses"].body.addWidget(self.more_uses)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(16), fonts.px(10), fonts.px(12), fonts.px(10))
        foot.setSpacing(fonts.px(6))
        self.use_button = Button(tr("Use for a source…"))
        self.edit_button = Button(tr("Copy as own…"), Kind.QUIET, icon="copy")
        self.remove_button = IconButton("trash-2", tr("Remove this factor…"))
        self.use_button.clicked.connect(lambda: self.asked.emit("use_factor"))
        self.edit_button.clicked.connect(
            lambda: self.asked.emit("edit_factor" if self._own else "copy_factor")
        )
        self.remove_button.clicked.connect(lambda: self.asked.emit("remove_factor"))
        foot.addWidget(self.use_button)
        foot.addWidget(self.edit_button)
        foot.addStretch(1)
        foot.addWidget(self.remove_button)
        return foot

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, 0, 0, self.height())

    # ---- showing -----------------------------------------------------------------------------------------

    def set_writable(self, reason: str) -> None:
        """Allow what writes, or say why nothing can be written now."""
        for button in (self.use_button, self.edit_button, self.remove_button):
            button.setEnabled(not reason)
            button.setToolTip(reason or (button.accessibleName() if button is self.remove_button else ""))

    def show_portrait(self, portrait: Portrait) -> None:
        """Show a factor."""
        card, factor, weight = portrait.card, portrait.factor, portrait.weight
        self._own = card.own and card.edition is None
        self.title.setText(card.name)
        self._show_badge(portrait)
        place = words.region_words(card.region)
        self.context.setText(joined((place, factor.sector, factor.boundary)))
        self.value.setText(words.value_words(weight, factor))
        self.unit.setText(words.per_unit_words(factor, weight))
        self._show_change(portrait)
        self.gases.set_weight(weight, words.per_unit_words(factor, weight).partition("/")[2])
        self._show_printed(portrait)
        self._show_provenance(portrait)
        self._show_editions(portrait)
        self._show_spread(factor)
        self._show_uses(portrait)
        self._show_notice(portrait)
        self.edit_button.setText(tr("Edit…") if self._own else tr("Copy as own…"))
        self.edit_button.icon_name = "pencil" if self._own else "copy"
        self.remove_button.setVisible(self._own)

    def _show_badge(self, portrait: Portrait) -> None:
        self.badge.setVisible(bool(portrait.uses) or self._own)
        if portrait.uses:
            self.badge.set_state(tr("In use"), "ok")
        elif self._own:
            self.badge.set_state(tr("Own"), "soft", "pencil")

    def _show_change(self, portrait: Portrait) -> None:
        """Say how the value differs from the edition before, of which the same factor is known."""
        before: tuple[Factor, Edition, Weight] | None = None
        for known in portrait.editions:
            if known[0].factor_id == portrait.factor.factor_id:
                break
            before = known
        now, then = portrait.weight.total, before[2].total if before else None
        self.change.hide()
        if before is not None and now is not None and then:
            share = now / then - 1
            sign = "+" if share > 0 else ""
            year = words.years_words(str(before[0].valid_from or ""), str(before[0].valid_to or ""))
            self.change.setText(tr("{change} on {year}", change=f"{sign}{percent(share)}", year=year))
            self.change.set_ink("warn" if share > 0 else "ok" if share < 0 else "ink2")
            self.change.show()

    def _show_printed(self, portrait: Portrait) -> None:
        factor, weight = portrait.factor, portrait.weight
        parts = []
        if weight.total is None and factor.co2_biogenic is not None:
            parts.append(tr("Biogenic CO₂ is reported outside the scopes."))
        elif weight.total is None:
            parts.append(tr("The publisher gives no gas and no total."))
        elif weight.printed:
            parts.append(tr("No gas split is published. The printed total stands, basis: {basis}.",
                            basis=factor.co2e_basis or tr("not stated")))  # fmt: skip
        else:
            parts.append(tr("Weighed with {gwp}.", gwp=portrait.gwp))
            if factor.co2e is not None and factor.co2e_basis:
                parts.append(tr("Printed: {value} kg CO₂e, {basis}.", value=significant(factor.co2e),
                                basis=factor.co2e_basis))  # fmt: skip
        if weight.outside:
            parts.append(tr("Ozone-depleting: reported outside the scopes."))
        self.printed.setText(" ".join(parts).replace("。 ", "。"))

    def _show_provenance(self, portrait: Portrait) -> None:
        card, factor, read_in = portrait.card, portrait.factor, portrait.read_in
        rows = [
            (tr("Publisher"), factor.source or ("IPCC" if not card.own else tr("Own factor"))),
            (tr("Edition"), factor.source_version),
            (tr("Table"), factor.source_table),
            (tr("Published"), day(factor.published) if factor.published else ""),
            (tr("Id"), factor.factor_id),
            (tr("Note"), factor.note),
        ]
        if read_in is not None:
            read = tr("{day}", day=day(read_in.read_on)) if read_in.read_on else ""
            digest = f"{read_in.sha256[:8]} … {read_in.sha256[-4:]}" if read_in.sha256 else ""
            rows += [(tr("File"), read_in.file_name), (tr("Read on"), read), (tr("SHA-256"), digest)]
        self.provenance.set_rows(rows)
        kind = licence_class(card)
        terms = factor.licence or tr(words.LICENCES[kind])
        self.licence.set_rows([(tr("Terms"), terms), (tr("In reports"), tr(words.LICENCE_MEANS[kind]))])

    def _show_editions(self, portrait: Portrait) -> None:
        spans = [
            EditionSpan(
                words=words.value_words(weight, factor),
                name=f"{edition.family} {edition.source_version}",
                first=factor.valid_from,
                last=max(factor.valid_from, factor.valid_to or factor.valid_from),
                open_end=factor.valid_to is None,
                current=factor.factor_id == portrait.factor.factor_id,
            )
            for factor, edition, weight in portrait.editions
            if factor.valid_from is not None
        ]
        self.sections["editions"].setVisible(bool(spans))
        words_ = tr("line: {year}", year=portrait.year_words) if portrait.year else ""
        self.sections["editions"].remark.setText(words_)
        if spans:
            self.editions.set_spans(spans, portrait.year)

    def _show_spread(self, factor: Factor) -> None:
        found = words.spread(factor)
        self.sections["spread"].setVisible(found is not None)
        middle = factor.co2 if factor.co2 is not None else factor.co2e
        if (
            found is None
            or middle is None
            or factor.uncertainty_low is None
            or factor.uncertainty_high is None
        ):
            return
        gas = tr("of CO₂") if factor.co2 is not None else tr("of CO₂e")
        self.sections["spread"].remark.setText(f"{words.spread_words(factor)} {gas}")
        numbers = tuple(
            significant(each) for each in (factor.uncertainty_low, middle, factor.uncertainty_high)
        )
        self.spread.set_spread(*found, (numbers[0], numbers[1], numbers[2]))

    def _show_uses(self, portrait: Portrait) -> None:
        uses = portrait.uses
        shown = uses[:MOST_USES]
        section = self.sections["uses"]
        section.remark.setText(tr("t CO₂e in {year}", year=portrait.year_words) if uses else "")
        self.used_by.set_rows(
            [
                (use.site.name, joined((use.source.name, f"{words.tonnes_words(use.tonnes)} t")))
                for use in shown
            ]
        )
        rest = len(uses) - len(shown)
        self.more_uses.setVisible(rest > 0 or not uses)
        if not uses:
            self.more_uses.setText(tr("No source takes it in {year}.", year=portrait.year_words))
        elif rest:
            self.more_uses.setText(
                tr_many("and {n} more source", "and {n} more sources", rest, n=number(rest))
            )

    def _show_notice(self, portrait: Portrait) -> None:
        empty_layout(self.notice)
        title, text = portrait.notice
        if title:
            message = MessagePane("info", title, text, narrow=True)
            button = message.add_button(Button(tr("Compare…")))
            button.clicked.connect(lambda: self.asked.emit("compare_editions"))
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, fonts.px(12))
            inside.addWidget(message)
            self.notice.addWidget(holder)
