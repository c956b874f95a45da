from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.ui import tips
from carbondesk.ui.widgets import BarRow, BarRows


def test_a_name_with_tags_is_shown_as_it_is_written() -> None:
    assert tips.plain("<b>Plant</b>") == "<qt>&lt;b&gt;Plant&lt;/b&gt;</qt>"
    assert tips.plain("Plant & office") == "Plant & office"


def test_only_the_tooltip_of_a_row_is_escaped(qtbot: QtBot) -> None:
    bars = BarRows("Sites")
    qtbot.addWidget(bars)
    bars.set_rows([BarRow(name="<img src=x>", parts=[("s1", 1.0)], words="1", last="", key=1)])
    index = bars.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == "<img src=x>"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>&lt;img src=x&gt;</qt>"
