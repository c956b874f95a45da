"""What tests of the desktop stand on: the application in the light theme, English, at text scale 1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.app import STYLE
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import LIGHT


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Have the application of the tests in the style of the program's own."""
    return ["carbondesk", *STYLE]


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    language.use("en")
    fonts.set_text_scale(1.0)
    if theme.tokens() is not LIGHT or not qapp.styleSheet():
        theme.apply(qapp, LIGHT)
    yield
    # A window that is deleted later would hand its activity on in the middle of the next test.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    language.use("en")
    fonts.set_text_scale(1.0)
