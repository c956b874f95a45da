"""Pages are ready before they are first visited."""

from __future__ import annotations

import subprocess
import sys

from carbondesk.ui.readying import MODULES, Readying

_CODE = """
import sys
from importlib import import_module
from PySide6.QtCore import QCoreApplication
from carbondesk.ui.readying import MODULES, Readying
application = QCoreApplication([])
readying = Readying()
readying.begin()
while not readying.done:
    application.processEvents()
before = set(sys.modules)
for name in MODULES:
    import_module(name)
print(*sorted(set(sys.modules) - before))
print(*sorted({"pandas", "docx", "lxml", "xlsxwriter", "python_calamine", "pint"} & before))
"""


def test_what_a_first_visit_needs_is_loaded_while_nothing_happens_and_no_more() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _CODE], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.split("\n") == ["", "", ""]


def test_each_page_that_takes_long_is_among_them() -> None:
    loaded = {name.removeprefix("carbondesk.ui.pages.").partition(".")[0] for name in MODULES}
    assert {"targets", "data_entry", "factors", "reports", "audit", "group"} <= loaded


def test_what_is_there_already_is_passed_over() -> None:
    for name in MODULES:
        __import__(name)
    readying = Readying()
    readying.load_one()
    assert readying.done
