"""The right side: whether the chain of digests is whole, its head, and the seals of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carbondesk.language import joined, moment, number, sentences, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.pages.audit.records import Row, RowList
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Field, Kind, Label, LoadingLine, Pane, Rule
from carbondesk.ui.widgets.states import Picture

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.store import StepRow, Verification

WIDTH, MARGIN = 324, 16
LAST = 5
HEAD_LENGTH = 64


class ChainView(QWidget):
    """The last steps as links of the chain: number and the start of the digest; what does not fit is red."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[StepRow] = []
        self.state = ""
        self.broken_at: int | None = None
        self.setFixedHeight(fonts.px(50))
        self.setAccessibleName(tr("The last steps of the chain"))

    def show_steps(self, steps: Sequence[StepRow], state: str, broken_at: int | None) -> None:
        """Show steps, oldest first; `state` is "ok", "err" or "" before anything was checked."""
        self.steps, self.state, self.broken_at = list(steps), state, broken_at
        self.setAccessibleDescription(joined(f"{step.id} {step.digest[:4]}" for step in self.steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), fonts.px(50))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        count = max(1, len(self.steps))
        gap = fonts.px(12)
        width = (self.width() - gap * (LAST - 1)) / LAST
        middle = self.height() / 2
        for place, step in enumerate(self.steps):
            left = place * (width + gap)
            box = QRectF(left, 1, width, self.height() - 2)
            broken = self.broken_at is not None and step.id >= self.broken_at
            fill, edge, ink = _TINTS["err" if broken else self.state if self.state == "ok" else ""]
            if place + 1 < count:
                paint.line(painter, box.right(), middle, box.right() + gap, middle, edge)
            paint.rounded(painter, box, 4, fill, edge)
            upper = QRectF(box.left(), box.top() + fonts.px(5), box.width(), fonts.px(18))
            paint.text(painter, upper, number(step.id), fonts.font(12, 600), "ink", paint.CENTRE)
            paint.text(
                painter, upper.translated(0, fonts.px(19)), step.digest[:4], fonts.font(12), ink, paint.CENTRE
            )


_TINTS = {
    "ok": ("oksoft", "okline", "ink2"),
    "err": ("errsoft", "errline", "err"),
    "": ("sunken", "line", "ink2"),
}


class IntegrityPane(Pane):
    """Signals: `check_wanted(head or "")`, `stopped()`, `copied()`, `seal_wanted()`, `reopen_wanted(year)`."""

    check_wanted = Signal(str)
    stopped = Signal()
    copied = Signal()
    seal_wanted = Signal()
    reopen_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Pane("panel")
        self._column = QVBoxLayout(inside)
        margin = fonts.px(MARGIN)
        self._column.setContentsMargins(margin, fonts.px(12), margin, margin)
        self._column.setSpacing(fonts.px(8))
        area.setWidget(inside)
        outer.addWidget(area)
        self._build_state()
        self._build_against()
        self._column.addWidget(Rule())
        self._build_seals()
        self._column.addStretch(1)

    def _build_state(self) -> None:
        self._column.addWidget(Label(tr("Integrity"), size=14, weight=600))
        row = QHBoxLayout()
        row.setSpacing(fonts.px(12))
        self.picture = Picture("shield-check", 28, "ink3")
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.state = Label(size=14, weight=600, wraps=True)
        self.detail = Label(size=12, ink="ink2", wraps=True)
        words.addWidget(self.state)
        words.addWidget(self.detail)
        row.addLayout(words, 1)
        self._column.addLayout(row)
        self.chain = ChainView()
        self._column.addWidget(self.chain)
        self.loading = LoadingLine(tr("Checking the chain"))
        self.loading.stopped.connect(self.stopped)
        self.loading.hide()
        self._column.addWidget(self.loading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(12))
        grid.setVerticalSpacing(fonts.px(4))
        grid.setColumnStretch(1, 1)
        self.checked = Label(size=12, weight=500, elided=True)
        self.head = Label(size=12, weight=500, elided=True)
        self.sealed = Label(size=12, weight=500, elided=True)
        for place, (name, value) in enumerate(
            ((tr("Last check"), self.checked), (tr("Head"), self.head), (tr("Sealed"), self.sealed))
        ):
            grid.addWidget(Label(name, size=12, ink="ink2"), place, 0)
            grid.addWidget(value, place, 1)
        self.copy = Button(tr("Copy"), Kind.LINK, name=tr("Copy the head of the history"))
        self.copy.clicked.connect(self.copied)
        grid.addWidget(self.copy, 1, 2)
        self._column.addLayout(grid)
        self.documents = Label(size=12, wraps=True)
        self.documents.hide()
        self._column.addWidget(self.documents)

    def _build_against(self) -> None:
        self._column.addSpacing(fonts.px(2))
        caption = Label(tr("Check against a head known elsewhere"), size=12, ink="ink2")
        self._column.addWidget(caption)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(6))
        self.against = Field(
            name=tr("Head to check against"), hint=tr("64 digits, from a report or a letter")
        )
        caption.setBuddy(self.against)
        self.against.returnPressed.connect(self._check_against)
        self.against.textEdited.connect(lambda _: self.against.set_state(""))
        self.compare = Button(tr("Check"), name=tr("Check against this head"))
        self.compare.clicked.connect(self._check_against)
        row.addWidget(self.against, 1)
        row.addWidget(self.compare)
        self._column.addLayout(row)
        self._column.addWidget(
            Label(
                tr(
                    "The chain proves that nothing was changed since a head that is known elsewhere. It does not "
                    "prove that the entries are true."
                ),
                size=12,
                ink="ink2",
                wraps=True,
            )
        )

    def _build_seals(self) -> None:
        row = QHBoxLayout()
        row.addWidget(Label(tr("Seals"), size=14, weight=600), 1)
        self.seal = Button(tr("Seal a year…"), icon="lock")
        self.seal.clicked.connect(self.seal_wanted)
        row.addWidget(self.seal)
        self._column.addLayout(row)
        self.none = Label(
            tr("No year is sealed. A seal locks a year and keeps its figures as they are published."),
            size=12,
            ink="ink2",
            wraps=True,
        )
        self._column.addWidget(self.none)
        self.seals = RowList(tr("Seals"))
        self.seals.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.seals.chosen.connect(lambda _: self._weigh())
        self._column.addWidget(self.seals)
        self.reopen = Button(tr("Reopen the year…"), icon="lock-open")
        self.reopen.clicked.connect(self._reopen)
        self._column.addWidget(self.reopen, 0, Qt.AlignmentFlag.AlignLeft)

    # ---- showing -----------------------------------------------------------------------------------------

    def show_chain(self, steps: Sequence[StepRow], result: Verification | None, at: datetime | None) -> None:
        """Show the last steps, newest first, and what came of the last check, if there was one."""
        whole = result is not None and result.intact
        tint = "ok" if whole else "err" if result is not None else "ink3"
        broken = None if result is None else result.broken_at
        self.chain.show_steps(
            list(reversed(steps)), "" if result is None else "ok" if whole else "err", broken
        )
        self.picture.set_icon("shield-alert" if result is not None and not whole else "shield-check", tint)
        self.state.set_ink("ink" if result is None else tint)
        head = steps[0].digest if steps else ""
        self.head.setText(f"{head[:4]} {head[4:8]} … {head[-4:]}")
        self.head.setToolTip(head)
        self.checked.setText(tr("not since it was opened") if at is None else moment(at))
        if result is None:
            self.state.setText(tr("Not checked yet"))
            count = steps[0].id if steps else 0
            self.detail.setText(tr_many("{n} step", "{n} steps", count))
        elif whole:
            self.state.setText(tr("Chain intact"))
            words = tr_many("{n} step checked", "{n} steps checked", result.steps)
            later = (steps[0].id if steps else 0) - result.steps
            self.detail.setText(
                tr("{checked}, {n} since then", checked=words, n=later) if later > 0 else words
            )
        else:
            self.state.setText(tr("Chain broken"))
            self.detail.setText(tr(result.what))
        self.setAccessibleDescription(sentences((self.state.text(), self.detail.text())))

    def show_documents(self, found: Sequence[Finding] | None) -> None:
        """Show what is wrong with attached documents; nothing where none was read."""
        self.documents.setVisible(found is not None)
        self.documents.set_ink("err" if found else "ink2")
        words = [tr(finding.message) for finding in found or ()]
        self.documents.setText("\n".join(words) or tr("The attached documents are as they were."))

    def show_progress(self, done: int, total: int) -> None:
        """Show how far a check is."""
        self.loading.show()
        count = tr("{done} of {total} steps", done=number(done), total=number(total)) if total else ""
        self.loading.set_progress(done / (total or 1), count, tr("Esc stops it"))

    def show_seals(self, rows: Sequence[Row], sealed: str, *, writable: bool) -> None:
        """Show the seals; the key of a row is (year, whether it is locked now)."""
        self.none.setVisible(not rows)
        self.seals.setVisible(bool(rows))
        self.seals.show_rows(rows, self.seals.current_key())
        self.seals.setFixedHeight(min(3, len(rows)) * (fonts.px(56) + 2) + 2)
        self.sealed.setText(sealed)
        self._writable = writable
        self.seal.setEnabled(writable)
        self._weigh()

    def refuse_head(self, words: str) -> None:
        """Say at the field what is wrong with the head."""
        self.against.set_state("err", words)

    def _weigh(self) -> None:
        key = self.seals.current_key()
        locked = isinstance(key, tuple) and bool(key[1])
        self.reopen.setVisible(bool(self.seals.lines.rows))
        self.reopen.setEnabled(locked and self._writable)
        self.reopen.setToolTip("" if locked else tr("This year is open already."))

    def _reopen(self) -> None:
        key = self.seals.current_key()
        if isinstance(key, tuple):
            self.reopen_wanted.emit(key[0])

    def _check_against(self) -> None:
        head = "".join(self.against.text().split()).lower().removeprefix("sha256")
        if len(head) != HEAD_LENGTH or set(head) - set("0123456789abcdef"):
            self.refuse_head(tr("A head has 64 digits from 0 to 9 and a to f."))
            self.against.setFocus()
            return
        self.check_wanted.emit(head)

    _writable = True
