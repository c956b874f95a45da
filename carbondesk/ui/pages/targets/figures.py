"""The figures under a target's definition: what it comes to, what is done, what is left, and when it gives out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.targets.courses import Measure
from carbondesk.language import number, percent, tr
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets import words
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Kind, Label

if TYPE_CHECKING:
    from carbondesk.domain.targets.standings import Standing
    from carbondesk.report.charts import Scale
    from carbondesk.ui.pages.targets.sights import Sight

Rows = list[tuple[str, str]]
FEW, MOST = 4, 6


def rows(sight: Sight) -> Rows:
    """Return the figures of a target as (name, value), the most needed first."""
    line = sight.study.course
    return _absolute(sight) if line.measure == Measure.EMISSIONS else _relative(sight)


def further(sight: Sight) -> Rows:
    """Return what stands behind "More": where the trend leads, and the temperature rating, which is indicative."""
    study, scale = sight.study, sight.scale
    found: Rows = []
    change = study.changes[-1] if study.changes else None
    if change is not None and change.yearly is not None:
        found.append((tr("{year} on the year before", year=str(change.year)), _signed(change.yearly)))
    if change is not None and change.compound is not None:
        found.append((tr("Mean change a year"), _signed(-change.compound)))
    outlook = study.outlook
    if outlook is not None:
        last = str(sight.target.target_year)
        expected = tr("{amount} {unit}", amount=scale.words(outlook.expected), unit=tr(scale.unit))
        found.append((tr("Trend in {year}", year=last), expected))
        met = words.NOTHING if outlook.met_in is None else str(outlook.met_in)
        found.append((tr("Met by the trend in"), met))
    rating = tr("{degrees} °C, indicative", degrees=number(round(study.rating, 2), 2))
    found.append((tr("Temperature rating"), rating))
    return found


def _absolute(sight: Sight) -> Rows:
    study, scale, line = sight.study, sight.scale, sight.study.course
    drawn, last = line.pathway, sight.target.target_year
    unit = tr(scale.short)
    end = line.years.get(last)
    found: Rows = [
        (
            tr("Emissions in {year}", year=str(last)),
            words.NOTHING if end is None else words.amount(end, sight.yard),
        )
    ]
    if drawn.rate is not None and drawn.base_emissions is not None:
        cut = scale.words(drawn.rate * drawn.base_emissions)
        each = tr("{amount} {unit} ({share} of base)", amount=cut, unit=unit, share=percent(drawn.rate, 1))
        found.append((tr("Cut each year"), each))
    standing = study.standing
    if standing is not None and drawn.base_emissions is not None:
        done = drawn.base_emissions - standing.actual
        found.append(_done(done, standing, scale))
        left = scale.words(standing.to_cut)
        found.append((tr("Still to cut"), _part(left, unit, max(0.0, 1 - standing.progress))))
        found.append(_distance(sight))
    if study.budget is not None:
        found.append((tr("Budget used"), words.share(round(study.budget.share_used, 3))))
        found.append((tr("Budget used up in"), _used_up(sight)))
    if study.catch_up is not None:
        needed = tr("{amount} {unit} a year", amount=scale.words(study.catch_up), unit=unit)
        found.append((tr("Needed from now on"), needed))
    return found


def _done(done: float, standing: Standing, scale: Scale) -> tuple[str, str]:
    """Return what is done of the cut; where emissions have risen since the base year, by how much."""
    year, unit = str(standing.year), tr(scale.short)
    if done < 0:
        return tr("Risen by {year}", year=year), tr("{amount} {unit}", amount=scale.words(-done), unit=unit)
    return tr("Done by {year}", year=year), _part(scale.words(done), unit, standing.progress)


def _distance(sight: Sight) -> tuple[str, str]:
    standing, scale = sight.study.standing, sight.scale
    assert standing is not None  # noqa: S101 - asked for only with one
    name = tr("To the path in {year}", year=str(standing.year))
    return name, tr("{amount} {unit}", amount=scale.signed(standing.above_path), unit=tr(scale.short))


def _used_up(sight: Sight) -> str:
    budget, outlook = sight.study.budget, sight.study.outlook
    if budget is not None and budget.exceeded_in is not None:
        return str(budget.exceeded_in)
    if outlook is None:
        return words.NOTHING
    if outlook.exceeded_in is None:
        return tr("not by {year}", year=str(sight.target.target_year))
    return tr("{year}, by trend", year=str(outlook.exceeded_in))


def _relative(sight: Sight) -> Rows:
    """Return the figures of an intensity or of a share."""
    line, last, yard, scale = sight.study.course, sight.target.target_year, sight.yard, sight.scale
    end, first, newest = line.years.get(last), line.pathway.terms.base_year, max(line.actual, default=None)
    shares = line.measure == Measure.SHARE
    name = tr("Share in {year}", year=str(last)) if shares else tr("Intensity in {year}", year=str(last))
    found: Rows = [(name, words.NOTHING if end is None else words.amount(end, yard))]
    found += [
        (tr("In {year}", year=str(year)), words.amount(line.actual[year], yard))
        for year in sorted({first, newest or first})
        if year in line.actual
    ]
    if newest is not None and newest != first and newest in line.years:
        gap = yard.signed(line.actual[newest] - line.years[newest])
        told = tr("{amount} {unit}", amount=gap, unit=tr(yard.short))
        found.append((tr("To the path in {year}", year=str(newest)), told))
    emitted = line.emissions.get(last)
    if emitted is not None and not shares:
        told = tr("{amount} {unit}", amount=scale.words(emitted), unit=tr(scale.unit))
        found.append((tr("Emissions in {year}", year=str(last)), told))
    return found


def _part(amount: str, unit: str, part: float) -> str:
    return tr("{amount} {unit} ({share})", amount=amount, unit=unit, share=percent(part, 0))


def _signed(change: float) -> str:
    text = percent(change, 1)
    return f"+{text}" if change > 0 and any(digit in text for digit in "123456789") else text


class FiguresBox(QWidget):
    """The figures on a sunken ground; what is less needed opens with "More"."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Figures of the target"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lines: list[_Line] = []
        self._shown: Rows = []
        self.limit: int | None = MOST
        self._sight: Sight | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(*[fonts.px(each) for each in (10, 7, 10, 5)])
        column.setSpacing(fonts.px(2))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(fonts.px(5))
        column.addLayout(self._rows)
        self.more = Button(tr("More"), Kind.LINK, icon="chevron-down")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        column.addWidget(self.more)

    def show_sight(self, sight: Sight) -> None:
        """Show the figures of a target; cheap enough for every move of a drag."""
        self._sight = sight
        found = rows(sight)
        if not self.more.isChecked():
            found = found[: self.limit]
        if self.more.isChecked():
            found = [*found, *further(sight)]
        self._fill(found)

    def set_limit(self, limit: int | None) -> None:
        """Show so many figures until somebody asks for more; None for all of them."""
        if limit != self.limit:
            self.limit = limit
            if self._sight is not None:
                self.show_sight(self._sight)

    def texts(self) -> Rows:
        """Return what is shown."""
        return list(self._shown)

    def _unfold(self, unfolded: bool) -> None:
        self.more.icon_name = "chevron-up" if unfolded else "chevron-down"
        self.more.setText(tr("Less") if unfolded else tr("More"))
        if self._sight is not None:
            self.show_sight(self._sight)

    def _fill(self, found: Sequence[tuple[str, str]]) -> None:
        while len(self._lines) < len(found):
            self._lines.append(_Line())
            self._rows.addWidget(self._lines[-1])
        for line, texts in zip(self._lines, found, strict=False):
            line.show_texts(*texts)
        for line in self._lines[len(found) :]:
            line.hide()
        self._shown = list(found)
        self.setAccessibleDescription(". ".join(f"{name}: {value}" for name, value in found))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.rounded(QPainter(self), self.rect(), 5, "sunken")


class _Line(QWidget):
    """A figure: its name at the left, its value at the right."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.px(8))
        self._name, self._value = Label(size=12, ink="ink2", elided=True), Label(size=12, weight=600)
        row.addWidget(self._name, 1)
        row.addWidget(self._value)

    def show_texts(self, name: str, value: str) -> None:
        """Show a figure; the same texts are not laid out again."""
        for label, text in ((self._name, name), (self._value, value)):
            if label.text() != text:
                label.setText(text)
        self.show()
