"""The header of the Targets page: whose targets, near or far, read-only or not, and the three buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from carbondesk.domain.records import Target, TargetKind
from carbondesk.language import tr
from carbondesk.ui.widgets import Badge, Button, Kind, Label, PageHeader, Segments

NEAR, FAR = "near", "far"


class Heading(PageHeader):
    """Signals: `looked_at(NEAR or FAR)`, `criteria_wanted`, where their pane has no room."""

    looked_at = Signal(str)
    criteria_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Targets"))
        self._targets: Sequence[Target] = ()
        self.narrow = False
        self.context = Label("", weight=500, ink="ink2", elided=True)
        self.segments = Segments(
            [(tr("Near-term"), NEAR), (tr("Long-term"), FAR)], NEAR, tr("Targets in view")
        )
        self.read_only = Badge.of("read-only", tr("Read-only"))
        self.counts = Button("", Kind.NORMAL, icon="list-checks")
        for part in (self.context, self.segments, self.read_only, self.counts):
            self.add_context(part)
        self.read_only.hide()
        self.counts.hide()
        self.what_if = Button(tr("What if…"), icon="sliders-horizontal")
        self.submission = Button(tr("Submission…"), icon="file-check")
        self.save = Button(tr("Save version"), Kind.PRIMARY, icon="check")
        for button in (self.what_if, self.submission, self.save):
            self.add_button(button)
        self.segments.chosen.connect(lambda kind: self.looked_at.emit(str(kind)))
        self.counts.clicked.connect(self.criteria_wanted)

    def show_targets(self, context: str, targets: Sequence[Target]) -> None:
        """Show whose targets these are, and to which years they run."""
        self.context.setText(context)
        self._targets = targets
        self._word()

    def show_target(self, target: Target | None) -> None:
        """Mark whether the chosen target is near or far; nothing is told, for nobody chose it here."""
        far = target is not None and target.kind != TargetKind.NEAR_TERM
        self.segments.blockSignals(True)
        self.segments.set_value(FAR if far else NEAR)
        self.segments.blockSignals(False)

    def show_writable(self, reason: str, *, target: bool, tried: bool) -> None:
        """Allow what can be done now: `reason` says why nothing can be written, `tried` that a what-if is open."""
        self.read_only.setVisible(bool(reason))
        self.what_if.setEnabled(target)
        self.submission.setEnabled(target)
        self.save.setEnabled(target and not reason and not tried)
        self.save.setToolTip(reason or (tr("Keep or discard what is tried first.") if tried else ""))

    def set_narrow(self, narrow: bool) -> None:
        """Say less where there is little room."""
        if narrow != self.narrow:
            self.narrow = narrow
            self.context.setVisible(not narrow)
            self._word()

    def _word(self) -> None:
        near = [each.target_year for each in self._targets if each.kind == TargetKind.NEAR_TERM]
        far = [each.target_year for each in self._targets if each.kind != TargetKind.NEAR_TERM]
        words = [tr("Near-term"), tr("Long-term")]
        if near and not self.narrow:
            words[0] = tr("Near-term to {year}", year=str(max(near)))
        if far and not self.narrow:
            words[1] = tr("Long-term to {year}", year=str(max(far)))
        self.segments.set_words(words)
