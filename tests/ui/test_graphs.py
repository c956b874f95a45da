from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from carbondesk.ui.plots.graphs import Mirror, mirrored

ROOT = Path(__file__).resolve().parents[2]


def test_a_mirror_has_the_names_of_the_other_module_and_no_more() -> None:
    mirror = Mirror("mirror", sys)
    assert mirror.argv is sys.argv
    assert "argv" in vars(mirror)
    with pytest.raises(AttributeError):
        mirror.nothing_of_this_name  # noqa: B018 - asking is what is tested


@pytest.mark.parametrize("own", [{}, {"__dir__": lambda: ["known", "told"]}])
def test_a_module_that_is_mirrored_lists_no_names_inside_the_block_and_all_after_it(
    own: dict[str, object],
) -> None:
    original = ModuleType("qt.core")
    vars(original).update(own, known=1)
    listed = dir(original)
    try:
        with mirrored("unknown_package.qt", original):
            assert dir(original) == []
            assert isinstance(sys.modules["unknown_package.qt.core"], Mirror)
        assert dir(original) == listed
        assert "known" in listed
    finally:
        del sys.modules["unknown_package.qt.core"]


def test_a_package_that_is_loaded_already_stays_as_it_is() -> None:
    with mirrored("carbondesk.qt", sys):
        assert "carbondesk.qt.sys" not in sys.modules
        assert "argv" in dir(sys)


def test_pyqtgraph_is_loaded_without_making_every_class_of_qt() -> None:
    script = (
        "from carbondesk.ui.plots import graphs\n"
        "import pyqtgraph\n"
        "from PySide6 import QtCore, QtWidgets\n"
        "made = vars(pyqtgraph.Qt.QtWidgets)\n"
        "assert 'QWizard' in dir(QtWidgets) and 'QWizard' not in made\n"
        "assert pyqtgraph.Qt.QtWidgets.QWizard is QtWidgets.QWizard\n"
        "assert pyqtgraph.Qt.QtCore.QPointF is QtCore.QPointF\n"
        "app = QtWidgets.QApplication(['', '-platform', 'offscreen'])\n"
        "plot = pyqtgraph.PlotWidget()\n"
        "plot.plot([1, 2], [3, 4])\n"
        "assert plot.grab().toImage().pixelColor(1, 1).isValid()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
