"""Three columns: the list folds into a drop-down where large text leaves the middle too little room."""

from __future__ import annotations

from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.ui.widgets import Columns, list_column


def _columns(qtbot: QtBot, width: int) -> tuple[Columns, list[bool]]:
    columns = Columns(
        list_column("canvas", "Papers", QListView()), QWidget(), QWidget(), widths=(200, 300), least=400
    )
    qtbot.addWidget(columns)
    told: list[bool] = []
    columns.folded.connect(told.append)
    columns.resize(width, 300)
    columns.show()
    return columns, told


def test_the_list_folds_where_the_middle_has_too_little_room_and_comes_back(qtbot: QtBot) -> None:
    columns, told = _columns(qtbot, 1000)
    assert columns.left.isVisible()
    assert told == []
    columns.resize(880, 300)
    assert not columns.left.isVisible()
    columns.resize(1000, 300)
    assert columns.left.isVisible()
    assert told == [True, False]


def test_the_list_stays_as_it_is_when_the_side_goes(qtbot: QtBot) -> None:
    columns, told = _columns(qtbot, 880)
    columns.show_side(shown=False)
    assert not columns.side.isVisible()
    assert not columns.left.isVisible()
    columns.show_side(shown=True)
    assert columns.side.isVisible()
    assert told == [True]


def test_it_asks_for_no_more_width_than_the_middle_needs(qtbot: QtBot) -> None:
    columns, _told = _columns(qtbot, 1000)
    assert columns.minimumSizeHint().width() == 400
