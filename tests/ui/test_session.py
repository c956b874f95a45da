from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.periods import year_period
from carbondesk.domain.progress import Progress
from carbondesk.domain.records import Activity, Contract, Organisation
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.files import edit_first, small_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_file(tmp_path / "plant.cdesk")


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(Settings(person="Energy manager"))


def opened(qtbot: QtBot, session: Session, path: Path) -> Inventory:
    """Open a file and wait for its figures."""
    with qtbot.waitSignal(session.figures_ready, timeout=20_000):
        session.open(Inventory.open(path))
    assert session.inventory is not None
    return session.inventory


def scope1(session: Session) -> float:
    assert session.figures is not None
    return session.figures.totals(2025).scope1


def test_figures_follow_the_opening_in_the_background(qtbot: QtBot, session: Session, path: Path) -> None:
    opened(qtbot, session, path)
    assert (session.year, session.site, session.path) == (2025, 1, str(path))
    assert scope1(session) > 0
    session.close()


def test_power_under_a_contract_is_edited_after_opening_in_the_background(
    qtbot: QtBot, session: Session, path: Path
) -> None:
    days = year_period(2025, 1)
    with Inventory.open(path) as made, made.step(say("Buy")) as step:
        step.add(
            Contract(
                site=1,
                kind="certificate",
                quantity=60.0,
                unit="MWh",
                from_=days.start,
                to=days.end,
                factor=0.0,
            )
        )
    inventory = opened(qtbot, session, path)
    figures = session.figures
    assert figures is not None
    before = figures.totals(2025).scope2_location
    power = next(each for each in inventory.all(Activity) if each.unit == "kWh")
    with session.step(say("Edit quantity")) as step:
        step.change(power, quantity=power.quantity * 2)
    assert figures.totals(2025).scope2_location == pytest.approx(before * 13 / 12)
    session.close()


def test_an_inventory_in_memory_has_its_figures_at_once(session: Session) -> None:
    session.open(Inventory.in_memory(Organisation(name="Kestrel Boards", country="US")))
    assert session.figures is not None
    assert (session.path, session.year, session.site) == ("", None, None)
    session.close()
    assert session.settings.recent == []


def test_a_step_carries_the_person_and_reaches_the_figures(
    qtbot: QtBot, session: Session, path: Path
) -> None:
    inventory = opened(qtbot, session, path)
    before = scope1(session)
    with qtbot.waitSignal(session.changed), session.step(say("Edit quantity"), "read again") as step:
        step.change(inventory.get(Activity, 1), quantity=2000.0)
    assert scope1(session) == pytest.approx(before * 13 / 12)
    last = inventory.steps(1)[0]
    assert (last.person, last.reason) == ("Energy manager", "read again")
    session.undo()
    assert scope1(session) == pytest.approx(before)
    session.redo()
    assert scope1(session) == pytest.approx(before * 13 / 12)
    session.close()


def test_an_edit_made_before_the_figures_arrive_is_in_them(
    qtbot: QtBot, session: Session, path: Path
) -> None:
    with qtbot.waitSignal(session.figures_ready, timeout=20_000):
        session.open(Inventory.open(path))
        assert session.inventory is not None
        edit_first(session.inventory, 2000.0)
    changed = scope1(session)
    session.undo()
    assert changed == pytest.approx(scope1(session) * 13 / 12)
    session.close()


def test_figures_of_a_file_closed_meanwhile_are_dropped(qtbot: QtBot, session: Session, path: Path) -> None:
    with qtbot.assertNotEmitted(session.figures_ready, wait=1500):
        session.open(Inventory.open(path))
        session.close()
    assert session.figures is None


def test_year_and_site_are_where_they_were(qtbot: QtBot, session: Session, path: Path) -> None:
    opened(qtbot, session, path)
    with qtbot.waitSignal(session.context_changed):
        session.show_year(2024)
    with qtbot.waitSignal(session.context_changed):
        session.show_site(None)
    with qtbot.assertNotEmitted(session.context_changed):
        session.show_year(2024)
        session.show_site(None)
    session.close()
    kept = session.settings.recent[0]
    assert (kept.path, kept.organisation, kept.year) == (str(path), "Kestrel Boards", "2024")
    opened(qtbot, session, path)
    assert session.year == 2024
    session.close()


def test_the_start_page_is_told_how_complete_a_year_is(qtbot: QtBot, session: Session, path: Path) -> None:
    inventory = opened(qtbot, session, path)
    with session.step(say("Remove")) as step:
        step.remove(inventory.get(Activity, 3))
    session.close()
    assert session.settings.recent[0].complete == pytest.approx(23 / 24)


def test_nothing_open_takes_no_step_and_no_undo(session: Session) -> None:
    assert session.read_only
    assert session.undo() is None
    assert session.redo() is None
    with pytest.raises(RuntimeError, match="nothing is open"):
        session.step(say("Edit"))
    session.remember()
    session.close()
    assert session.settings.recent == []


def test_a_file_opened_for_reading_is_not_undone(qtbot: QtBot, session: Session, path: Path) -> None:
    with qtbot.waitSignal(session.figures_ready, timeout=20_000):
        session.open(Inventory.open(path, read_only=True))
    assert session.read_only
    assert session.undo() is None
    session.close()


def test_what_another_program_wrote_is_read_when_looked_for(
    qtbot: QtBot, session: Session, path: Path
) -> None:
    opened(qtbot, session, path)
    before = scope1(session)
    with Inventory.open(path) as other:
        edit_first(other, 2000.0)
    with qtbot.waitSignal(session.changed) as changed:
        session.look_outside()
    assert changed.args == [None]
    assert scope1(session) == pytest.approx(before * 13 / 12)
    with qtbot.assertNotEmitted(session.changed):
        session.look_outside()
    session.close()


def test_a_failure_that_nobody_asked_for_is_the_sessions(qtbot: QtBot, session: Session) -> None:
    fault = OSError("gone")

    def fail(progress: Progress) -> None:
        raise fault

    with qtbot.waitSignal(session.failed) as failed:
        session.start(say("Failing"), fail)
    assert failed.args == [fault]
    heard: list[Exception] = []
    with qtbot.assertNotEmitted(session.failed):
        session.start(say("Failing"), fail, failed=heard.append)
        qtbot.waitUntil(lambda: heard == [fault])


def test_no_task_outlives_the_program(qtbot: QtBot, session: Session) -> None:
    begun = threading.Event()

    def endless(progress: Progress) -> None:
        while True:
            begun.set()
            progress(0, 0)

    task = session.start(say("Counting"), endless)
    assert begun.wait(10)
    session.finish_tasks()
    assert task.isFinished()
