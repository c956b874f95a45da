"""The right side of a verification round: misstatements against the materiality, and how the sample was drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from carbondesk.domain.accounting.sampling import Misstatements
from carbondesk.language import number, percent, significant, tr, tr_many
from carbondesk.report.roundpapers import result_rows
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Kind, Label, Pane, Rule
from carbondesk.ui.widgets.badges import Badge

WIDTH, MARGIN = 324, 16
_MANY = 100
_UNSEEN, _PENDING = "stratum-unseen", "round-pending"


class Scale(QWidget):
    """The misstatement that probably remains, as a bar against the materiality."""

    def __init__(self) -> None:
        super().__init__()
        self._likely, self._material = 0.0, 0.0
        self.setFixedHeight(fonts.px(44))
        self.setAccessibleName(tr("Likely misstatement against the materiality"))

    def show_amounts(self, likely: float, material: float) -> None:
        """Show two amounts in t CO2e."""
        self._likely, self._material = abs(likely), material
        share = percent(self._likely / material, 0) if material else "–"
        self._words = tr("{share} of the materiality", share=share)
        self.setAccessibleDescription(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), fonts.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        track = QRectF(0, fonts.px(6), self.width(), fonts.px(9))
        paint.rounded(painter, track, 2, "hair")
        most = max(self._material * 1.25, self._likely, 1e-12)
        width = track.width() * self._likely / most
        material = self._material > 0 and self._likely >= self._material
        if width >= 1:
            bar = QRectF(track.left(), track.top(), width, track.height())
            paint.rounded(painter, bar, 2, "err" if material else "accent")
        at = track.left() + track.width() * self._material / most
        painter.fillRect(QRectF(round(at) - 1, track.top() - 4, 2, track.height() + 8), paint.colour("ink"))
        foot = QRectF(0, track.bottom() + fonts.px(6), self.width(), fonts.px(18))
        paint.text(painter, foot, self._words, fonts.font(12), "ink2")
        paint.text(painter, foot, tr("Materiality"), fonts.font(12), "ink2", paint.RIGHT)

    _words = ""


class SummaryPane(Pane):
    """Signals: `export_wanted()`, `proof_wanted()`."""

    export_wanted = Signal()
    proof_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Pane("panel")
        column = QVBoxLayout(inside)
        margin = fonts.px(MARGIN)
        column.setContentsMargins(margin, fonts.px(12), margin, margin)
        column.setSpacing(fonts.px(8))
        area.setWidget(inside)
        outer.addWidget(area)
        column.addWidget(Label(tr("Result"), size=14, weight=600))
        self.verdict = Badge("", "neutral")
        column.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignLeft)
        self.progress = Label(size=12, ink="ink2", wraps=True)
        column.addWidget(self.progress)
        self.scale = Scale()
        column.addWidget(self.scale)
        self._amounts = _grid(column, 1)
        column.addWidget(Label(tr("t CO₂e; above zero is overstated"), size=12, ink="ink2"))
        self._findings = QVBoxLayout()
        self._findings.setSpacing(fonts.px(6))
        column.addLayout(self._findings)
        column.addWidget(Rule())
        column.addWidget(Label(tr("How it was drawn"), size=14, weight=600))
        self._facts = _grid(column, 1)
        self.rule = Label(size=12, ink="ink2", wraps=True)
        column.addWidget(self.rule)
        column.addWidget(Rule())
        self.proof = Button(tr("Proof of the line…"), icon="file-check")
        self.proof.clicked.connect(self.proof_wanted)
        self.export = Button(tr("Export the round…"), Kind.NORMAL, icon="download")
        self.export.clicked.connect(self.export_wanted)
        column.addWidget(self.proof, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_result(self, result: Misstatements, lines: int) -> None:
        """Show what the verified lines say."""
        done = lines - result.pending
        words = tr_many(
            "{done} of {n} line looked at", "{done} of {n} lines looked at", lines, done=number(done)
        )
        self.progress.setText(words)
        cancels = bool(result.material) and result.likely_gross >= result.material
        if not done:
            self.verdict.set_state(tr("Not begun"), "neutral", "circle-dashed")
        elif result.is_material:
            self.verdict.set_state(tr("Material"), "err")
        elif cancels:
            self.verdict.set_state(tr("Below, but misstatements cancel"), "warn")
        elif result.pending:
            self.verdict.set_state(tr("Below the materiality so far"), "info")
        else:
            self.verdict.set_state(tr("Below the materiality"), "ok")
        self.scale.show_amounts(result.likely_net, result.material)
        rows = [("", tr("Net"), tr("Gross"))]
        rows += [(tr(name), _tonnes(net), _tonnes(gross)) for name, net, gross in result_rows(result)]
        rows.append((tr("Materiality"), _tonnes(result.material), ""))
        _fill(self._amounts, rows, strong={4, 5})
        empty_layout(self._findings)
        unseen = [finding for finding in result.findings if finding.code == _UNSEEN]
        for finding in result.findings:
            if finding.code not in {_UNSEEN, _PENDING}:
                words = " ".join(part for part in (tr(finding.message), tr(finding.remedy)) if part)
                self._findings.addWidget(Label(words, size=12, ink="ink2", wraps=True))
        if unseen and done:
            words = tr_many(
                "{n} stratum is not looked at yet and not projected.",
                "{n} strata are not looked at yet and not projected.",
                len(unseen),
            )
            self._findings.addWidget(Label(words, size=12, ink="ink2", wraps=True))

    def show_facts(self, facts: Sequence[tuple[str, str]], rule: str) -> None:
        """Show how the sample was drawn."""
        _fill(self._facts, [(name, value, "") for name, value in facts], strong=set())
        self.rule.setText(rule)


def _tonnes(value: float) -> str:
    if not value:
        return "0"
    return number(value, 1) if abs(value) >= _MANY else significant(value, 4)


def _grid(column: QVBoxLayout, stretch: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(fonts.px(12))
    grid.setVerticalSpacing(fonts.px(3))
    grid.setColumnStretch(stretch - 1, 1)
    column.addLayout(grid)
    return grid


def _fill(grid: QGridLayout, rows: Sequence[tuple[str, str, str]], *, strong: set[int]) -> None:
    empty_layout(grid)
    for place, (name, first, second) in enumerate(rows):
        weight = 600 if place in strong else 400
        grid.addWidget(Label(name, size=12, weight=weight, ink="ink2" if weight == 400 else "ink"), place, 0)
        for column, words in enumerate((first, second), start=1):
            value = Label(words, size=12, weight=max(500, weight) if rows[0][0] or place else 400)
            if not words:
                continue
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, place, column)
