from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from carbondesk import language, paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Activity
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.store.inventory import Inventory
from carbondesk.ui import errands
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.pages.new_inventory import NewInventoryWizard
from carbondesk.ui.settings import Settings
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK
from carbondesk.ui.widgets import MessagePane
from tests.store.samples import tampered, written_out
from tests.ui.files import edit_first, small_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_file(tmp_path / "plant.cdesk")


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    made = Desktop(Settings(theme="light", language="en", person="Energy manager"))
    qtbot.addWidget(made.window)
    yield made
    made.session.close()


def opened(qtbot: QtBot, desktop: Desktop, path: Path) -> Inventory:
    """Open a file in the desktop and wait until its numbers are there and today's copy is kept."""
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        assert desktop.open_path(path)
    inventory = desktop.session.inventory
    assert inventory is not None
    if not inventory.read_only:
        qtbot.waitUntil(lambda: copies() != [], timeout=10_000)
    return inventory


def copies() -> list[str]:
    return sorted(copy.name for copy in paths.backups().glob("*.cdesk"))


def notices(desktop: Desktop) -> list[str]:
    """Return the words of the notices in view."""
    panes = desktop.window.findChildren(MessagePane, "notice")
    return [f"{pane.accessibleName()} {pane.accessibleDescription()}".strip() for pane in panes]


def fact(desktop: Desktop, slot: str) -> str:
    return desktop.window.status.parts[slot].accessibleName()


def words(desktop: Desktop, command: str) -> str:
    return desktop.window.commands[command].text()


def test_a_file_is_shown_with_its_name_and_facts(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    opened(qtbot, desktop, path)
    assert desktop.window.windowTitle() == "plant.cdesk — CarbonDesk"
    assert desktop.window.current == "overview"
    assert fact(desktop, "gwp") == "GWP: IPCC AR6"
    assert fact(desktop, "person") == "Energy manager"
    assert fact(desktop, "saved").startswith("Saved ")


def test_undo_names_the_step_that_it_takes_back(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    inventory = opened(qtbot, desktop, path)
    run = desktop.window.commands.run
    assert not desktop.window.commands.can_run("redo")
    assert desktop.window.commands.reason("redo") == "There is nothing to take back or to repeat."
    edit_first(inventory, 2000.0)
    assert words(desktop, "undo") == "Undo: Edit quantity"
    run("undo")
    assert inventory.get(Activity, 1).quantity == 1000.0
    assert words(desktop, "undo") == "Undo: Prepare"
    assert words(desktop, "redo") == "Redo: Edit quantity"
    run("redo")
    assert inventory.get(Activity, 1).quantity == 2000.0
    assert words(desktop, "redo") == "Redo"


def test_a_read_only_file_wears_a_badge_and_is_left_alone(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    before = path.read_bytes()
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        desktop.take(Inventory.open(path, read_only=True))
    assert desktop.window.top.file.accessibleName() == "plant.cdesk, Read-only"
    desktop.window.commands.run("undo")
    desktop.close_inventory()
    assert copies() == []
    assert path.read_bytes() == before


def test_a_file_that_does_not_open_leaves_the_open_one(
    qtbot: QtBot, desktop: Desktop, path: Path, tmp_path: Path
) -> None:
    inventory = opened(qtbot, desktop, path)
    wrong = tmp_path / "letter.cdesk"
    wrong.write_text("Dear auditor", "utf-8")
    assert not desktop.open_path(wrong)
    assert desktop.session.inventory is inventory
    assert len(notices(desktop)) == 1
    assert "letter.cdesk" in notices(desktop)[0]
    desktop.open_recent(str(tmp_path / "gone.cdesk"))
    assert "gone.cdesk" in notices(desktop)[-1]
    assert wrong.read_text("utf-8") == "Dear auditor"


def test_the_sample_is_made_once_and_opened_again(qtbot: QtBot, desktop: Desktop) -> None:
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=60_000):
        desktop.window.commands.run("open_sample")
    made = errands.sample_path()
    assert desktop.session.path == str(made)
    assert desktop.window.top.file.accessibleName() == f"{made.name}, Sample"
    assert desktop.session.figures is not None
    assert len(desktop.session.figures.years) >= 5
    desktop.close_inventory()
    changed = made.stat().st_mtime_ns
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        desktop.open_sample()
    assert made.stat().st_mtime_ns == changed
    assert copies() == []


def test_closing_shows_the_start_page_and_nothing_of_the_file(
    qtbot: QtBot, desktop: Desktop, path: Path
) -> None:
    opened(qtbot, desktop, path)
    desktop.window.commands.run("close")
    assert desktop.window.current == "welcome"
    assert desktop.window.windowTitle() == "CarbonDesk"
    assert fact(desktop, "gwp") == ""
    assert [known.path for known in desktop.settings.recent] == [str(path)]
    assert desktop.settings.page == "overview"


def test_a_copy_is_saved_whole(
    qtbot: QtBot, desktop: Desktop, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inventory = opened(qtbot, desktop, path)
    edit_first(inventory, 2000.0)
    target = tmp_path / "copy.cdesk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desktop.window.commands.run("save_copy")
    qtbot.waitUntil(lambda: notices(desktop) == ["Copy saved as copy.cdesk."], timeout=10_000)
    with Inventory.open(target) as copy:
        assert copy.head == inventory.head
        assert copy.undo() is not None


def test_a_copy_onto_the_file_itself_is_refused(
    qtbot: QtBot, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, desktop, path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desktop.save_copy()
    qtbot.waitUntil(lambda: notices(desktop) != [], timeout=10_000)
    assert notices(desktop) == ["plant.cdesk is the inventory itself. Choose another name for the copy."]


def test_a_report_is_written_from_the_menu(
    qtbot: QtBot, desktop: Desktop, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, desktop, path)
    target = tmp_path / "report.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desktop.window.commands.run("report")
    qtbot.waitUntil(lambda: notices(desktop) == ["Report written to report.html."], timeout=20_000)
    assert "Kestrel Boards" in target.read_text("utf-8")


def test_a_dialog_that_is_left_changes_nothing(
    qtbot: QtBot, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    desktop.choose_file()
    assert desktop.session.inventory is None
    opened(qtbot, desktop, path)
    desktop.save_copy()
    desktop.make_report()
    assert notices(desktop) == []


def test_a_file_is_chosen_and_opened(
    qtbot: QtBot, desktop: Desktop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        desktop.window.commands.run("open")
    assert desktop.session.path == str(path)


def test_verifying_says_what_came_of_it(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    opened(qtbot, desktop, path)
    desktop.window.commands.run("verify")
    qtbot.waitUntil(lambda: notices(desktop) != [], timeout=10_000)
    assert notices(desktop) == ["2 steps checked, nothing was changed."]
    assert fact(desktop, "audit") == "Audit chain intact"


def test_the_checks_are_shown_and_the_audit_page_says_itself_that_the_chain_is_intact(
    qtbot: QtBot, desktop: Desktop, path: Path
) -> None:
    opened(qtbot, desktop, path)
    desktop.window.commands.run("check")
    page = desktop.window.pages["audit"]
    assert isinstance(page, AuditPage)
    assert page.state() == {"view": "checks"}
    page.chain.start()
    qtbot.waitUntil(lambda: page.chain.result is not None, timeout=10_000)
    assert fact(desktop, "audit") == "Audit chain intact"
    assert notices(desktop) == []


def test_a_history_changed_outside_is_named_with_its_step(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    inventory = opened(qtbot, desktop, path)
    edit_first(inventory, 2000.0)
    desktop.close_inventory()
    content = path.read_bytes()
    assert content.count(b"Edit quantity") == 1
    path.write_bytes(content.replace(b"Edit quantity", b"Edit quantitY"))
    opened(qtbot, desktop, path)
    desktop.verify()
    qtbot.waitUntil(lambda: notices(desktop) != [], timeout=10_000)
    assert "Step 3 does not agree with its digest." in notices(desktop)[0]
    assert fact(desktop, "audit") == "Audit chain broken"


def test_one_copy_a_day_is_kept(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    opened(qtbot, desktop, path)
    first = copies()
    desktop.close_inventory()
    opened(qtbot, desktop, path)
    assert copies() == first
    assert first[0].startswith("plant 20")


def test_another_day_gets_another_copy(path: Path, tmp_path: Path) -> None:
    for day in (1, 1, 2):
        errands.save_daily_copy(silent, path, tmp_path / "kept", date(2026, 2, day))
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_another_language_is_spoken_everywhere_and_remembered(
    qtbot: QtBot, desktop: Desktop, path: Path
) -> None:
    opened(qtbot, desktop, path)
    desktop.set_language("zh_CN")
    assert language.current() == "zh_CN"
    assert fact(desktop, "audit") == tr("Every change is kept") != "Every change is kept"
    assert desktop.settings.language == "zh_CN"
    desktop.set_language("en")
    assert fact(desktop, "audit") == "Every change is kept"


def test_another_theme_and_text_size_are_taken_and_remembered(desktop: Desktop) -> None:
    desktop.window.show_page("welcome")
    desktop.window.commands.run("theme_dark")
    assert theme.tokens() is DARK
    desktop.set_text_scale(1.5)
    assert (desktop.settings.theme, desktop.settings.text_scale) == ("dark", 1.5)


def test_a_fault_of_our_own_is_not_shown_as_the_worlds(desktop: Desktop) -> None:
    with pytest.raises(ZeroDivisionError):
        desktop.show_failure(ZeroDivisionError())
    desktop.show_failure(CarbonDeskError(say("The disk is full."), say("Make room.")))
    assert notices(desktop) == ["The disk is full. Make room."]


def test_the_wizard_makes_a_file_that_is_opened(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    desktop.window.commands.run("new")
    wizard = desktop.window.findChild(NewInventoryWizard)
    assert isinstance(wizard, NewInventoryWizard)
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        wizard.created.emit(str(path))
    wizard.close()
    assert desktop.session.path == str(path)


def test_another_programs_edit_is_seen_when_the_window_comes_to_the_front(
    qtbot: QtBot, desktop: Desktop, path: Path
) -> None:
    opened(qtbot, desktop, path)
    with Inventory.open(path) as other:
        edit_first(other, 2000.0)
    with qtbot.waitSignal(desktop.session.changed):
        QApplication.sendEvent(desktop.window, QEvent(QEvent.Type.WindowActivate))
    assert words(desktop, "undo") == "Undo: Edit quantity"


def test_leaving_keeps_the_file_and_the_windows_place(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    opened(qtbot, desktop, path)
    desktop.window.close()
    assert desktop.session.inventory is None
    assert desktop.settings.window != ""
    assert (paths.settings() / "settings.json").is_file()


def test_the_palette_offers_sites_and_sources(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    opened(qtbot, desktop, path)
    desktop.window.show()
    desktop.window.open_palette("boilers")
    assert "Boilers" in [line.text for line in desktop.window.palette_.lines.lines]


def test_work_that_lasts_is_told_in_the_status_bar(qtbot: QtBot, desktop: Desktop) -> None:
    told = threading.Event()

    def work(progress: Progress) -> None:
        told.wait(5)
        progress(2, 2)

    task = desktop.session.start(say("Reading the bills"), work)
    qtbot.waitUntil(lambda: fact(desktop, "working") == "Reading the bills", timeout=3000)
    with qtbot.waitSignal(task.finished):
        told.set()
    qtbot.waitUntil(lambda: fact(desktop, "working") == "", timeout=3000)


OLDER = Path(__file__).resolve().parents[1] / "data" / "format-1.cdesk"


def test_an_older_file_is_brought_up_and_the_window_says_where_its_copy_lies(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    old = Path(shutil.copy(OLDER, tmp_path / "南京 old.cdesk"))
    opened(qtbot, desktop, old)
    assert "南京 old.cdesk has the format of this version now" in notices(desktop)[0]
    assert "南京 old (format 1).cdesk" in notices(desktop)[0]
    assert written_out(tmp_path / "南京 old (format 1).cdesk") == written_out(OLDER)


def test_a_newer_file_is_refused_and_stays_as_it_is(qtbot: QtBot, desktop: Desktop, path: Path) -> None:
    tampered(path, "PRAGMA user_version = 99")
    content = path.read_bytes()
    assert not desktop.open_path(path)
    assert "plant.cdesk was made by a newer version of CarbonDesk" in notices(desktop)[0]
    assert "Install the newest version" in notices(desktop)[0]
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.glob("*.cdesk")] == ["plant.cdesk"]


def test_a_sample_of_a_newer_version_is_set_aside_and_made_anew(qtbot: QtBot, desktop: Desktop) -> None:
    target = errands.sample_path()
    target.parent.mkdir(parents=True)
    small_file(target)
    tampered(target, "PRAGMA user_version = 99")
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=30_000):
        desktop.open_sample()
    assert desktop.session.path == str(target)
    assert sorted(each.name for each in target.parent.glob("*.cdesk")) == [
        "Sample inventory, newer version.cdesk",
        "Sample inventory.cdesk",
    ]
    desktop.session.finish_tasks()


def test_a_sample_that_is_damaged_says_so_and_is_kept(desktop: Desktop) -> None:
    target = errands.sample_path()
    target.parent.mkdir(parents=True)
    target.write_bytes(b"no inventory")
    desktop.open_sample()
    assert "is not an inventory" in notices(desktop)[0]
    assert target.read_bytes() == b"no inventory"
