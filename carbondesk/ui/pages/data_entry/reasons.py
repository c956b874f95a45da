"""Where the numbers of a computation come from, one short line each: conversions, factor, GWP set, doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carbondesk.domain.accounting.conversions import UNIT_CONVERSION, Conversion
from carbondesk.domain.records import Factor, Measurement
from carbondesk.domain.schema import Severity
from carbondesk.domain.text import Text, say
from carbondesk.language import joined, tr
from carbondesk.report.explanations import Line
from carbondesk.ui import fonts, icons
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.readings import unit_text
from carbondesk.ui.widgets import Label

_SIDE = 14
_TOLD_BY_CONVERSION = "fuel-property-used"
_ICONS = {
    Severity.ERROR: ("circle-x", "err"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "info"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line: what is so, beneath it who says so; a doubt has its severity."""

    title: str
    source: str = ""
    severity: Severity | None = None


def reasons_of(lines: Sequence[Line]) -> list[Reason]:
    """Return where the numbers of a cell come from: conversions, factor, GWP set, then what is doubtful."""
    first = lines[0]
    found: list[Reason] = []
    for choice in [line.choice for line in lines]:
        found += [_of_step(step) for step in choice.conversions if _says_something(step)]
        if choice.factor is not None:
            found.append(_of_factor(choice.factor))
        elif not choice.counts:
            found.append(Reason(title=tr("Generated on site: counts as energy, not in scope 2.")))
    if any(line.choice.factor is not None for line in lines):
        found.append(Reason(title=tr("GWP: IPCC {name}", name=first.gwp_name)))
    found += _of_source(first)
    for finding in [finding for line in lines for finding in line.choice.findings]:
        if finding.code != _TOLD_BY_CONVERSION:
            remedy = tr(_written(finding.remedy))
            title = tr(_written(finding.message))
            found.append(Reason(title=title, source=remedy, severity=finding.severity))
    return list(dict.fromkeys(found))


def _of_source(line: Line) -> list[Reason]:
    """Return what the source itself says to its numbers: a submeter, a life of years."""
    source = line.source
    if source.submeter_of is not None or source.measurement == Measurement.EXPORTED:
        title = tr("Not counted again: it lies inside another source, or leaves the site.")
        return [Reason(title=title)]
    if source.life_years and source.life_years > 1:
        title = tr("Spread over a life of {n} years: each year has its part.", n=source.life_years)
        return [Reason(title=title)]
    return []


def _says_something(step: Conversion) -> bool:
    """Tell whether a step changes the words: `1,000 m³` is 1,000 m³ by its name already."""
    return unit_text(step.from_) != f"{words.short(float(step.by), 6)} {unit_text(step.to)}"


def _of_step(step: Conversion) -> Reason:
    shown = unit_text(step.from_)
    one = shown if shown[:1].isdigit() else f"1 {shown}"
    title = f"{one} → {words.short(float(step.by), 6)} {unit_text(step.to)}"
    if step.because == UNIT_CONVERSION:
        return Reason(title=title)
    values = step.because.values
    if "property" in values and "value" in values:
        parts = (say("{property} of {carrier}", **_fields(values, "property", "carrier")), *_cited(values))
        return Reason(title=title, source=joined(tr(part) for part in parts if str(part)))
    return Reason(title=title, source=tr(_written(step.because)))


def _fields(values: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: values[name] for name in names}


def _cited(values: Mapping[str, object]) -> list[str | Text]:
    return [part for name in ("source", "table") if isinstance(part := values.get(name), str | Text)]


def _of_factor(factor: Factor) -> Reason:
    parts = [factor.source, factor.source_version, factor.source_table]
    cited = joined(dict.fromkeys(part for part in parts if part))
    return Reason(title=tr("Factor: {name}", name=factor.name.rstrip(".")), source=cited)


def _written(text: Text) -> Text:
    """Return a text whose units are written as people write them, in whatever depth they stand."""
    return Text(
        text.template,
        {
            name: _written(value)
            if isinstance(value, Text)
            else unit_text(value)
            if name in {"unit", "per"} and isinstance(value, str)
            else value
            for name, value in text.values.items()
        },
    )


class ReasonLine(QWidget):
    """One reason: its line, beneath it its source in grey; a doubt stands behind an icon."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = ("", "")
        self._body = QVBoxLayout(self)
        self._body.setSpacing(0)
        self.title = Label(size=12, wraps=True)
        self.source = Label(size=12, ink="ink3", wraps=True)
        self._body.addWidget(self.title)
        self._body.addWidget(self.source)

    def set_reason(self, reason: Reason) -> None:
        """Show a reason."""
        self._icon = ("", "") if reason.severity is None else _ICONS[reason.severity]
        indent = fonts.px(_SIDE + 6) if self._icon[0] else 0
        self._body.setContentsMargins(indent, 0, 0, 0)
        self.title.setText(reason.title)
        self.source.setText(reason.source)
        self.source.setVisible(bool(reason.source))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, tint = self._icon
        if icon:
            side = fonts.px(_SIDE)
            middle = fonts.metrics(12).height() / 2
            icons.paint(QPainter(self), icon, QPointF(0, round(middle - side / 2)), side, tint)


class ReasonList(QWidget):
    """The reasons one beneath the other; lines are made once and filled again."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Reason] = []
        self._lines: list[ReasonLine] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(fonts.px(6))

    def set_reasons(self, reasons: Sequence[Reason]) -> None:
        """Show these reasons in order."""
        if list(reasons) == self.shown:
            return
        self.shown = list(reasons)
        while len(self._lines) < len(self.shown):
            line = ReasonLine()
            self._lines.append(line)
            self._body.addWidget(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(self.shown))
            if place < len(self.shown):
                line.set_reason(self.shown[place])
