"""Pages made ready while nothing happens: what a first visit would have to load is loaded before, bit by bit.

Targets takes an eighth of a second to load, Data entry and Reports no less: a person would see every millisecond of it
between key and page.
"""

from __future__ import annotations

import sys
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 60

# The parts of a page first, so that none takes as long as the eye notices.
MODULES = (
    "carbondesk.domain.targets.standard2_rules",
    "carbondesk.domain.targets.checklists",
    "carbondesk.domain.targets.studies",
    "carbondesk.report.target_series",
    "carbondesk.ui.editors",
    "carbondesk.ui.forms",
    "carbondesk.ui.widgets.reduction_slider",
    "carbondesk.ui.pages.targets",
    "carbondesk.ui.pages.data_entry.grid_model",
    "carbondesk.ui.pages.data_entry.grid_view",
    "carbondesk.ui.pages.data_entry.tree",
    "carbondesk.ui.pages.data_entry.inspector",
    "carbondesk.ui.pages.data_entry.page",
    "carbondesk.report.editions",
    "carbondesk.ui.pages.factors",
    "carbondesk.report.submissions",
    "carbondesk.report.catalogue",
    "carbondesk.ui.pages.reports",
    "carbondesk.ui.pages.audit",
    "carbondesk.ui.pages.group",
)
"""What is loaded, in this order."""


class Readying(QObject):
    """Loads one module after the other, with a pause for whatever the person does in between."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Load nothing yet."""
        super().__init__(parent)
        self._left = list(MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.load_one)

    @property
    def done(self) -> bool:
        """Whether everything is there."""
        return not self._left

    def begin(self) -> None:
        """Load from now on whenever there is time."""
        self._timer.start()

    def load_one(self) -> None:
        """Load the next module that is not there yet."""
        while self._left and self._left[0] in sys.modules:
            del self._left[0]
        if self._left:
            import_module(self._left.pop(0))
        if not self._left:
            self._timer.stop()
