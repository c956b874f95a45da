"""A file of an older format becomes one of the newest: whole, copied first, and with its old proof."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from carbondesk.domain.records import (
    Activity,
    CriterionAnswer,
    Equipment,
    EventKind,
    Source,
    Target,
    TargetVersion,
)
from carbondesk.domain.text import say
from carbondesk.store import history, opening
from carbondesk.store.errors import Damaged, DiskFull, InUse, NotAnInventory, ReadOnly
from carbondesk.store.inventory import Inventory
from carbondesk.store.migrations import MIGRATIONS_SQL, columns, migrations, statements, structure
from carbondesk.store.sqlite import Database
from carbondesk.store.table import tables
from tests.store.samples import tampered, written_out

SAMPLE = Path(__file__).parent.parent / "data" / "format-1.cdesk"
KEPT = "old (format 1).cdesk"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file of format 1 to open."""
    return Path(shutil.copy(SAMPLE, tmp_path / "old.cdesk"))


def version_of(path: Path) -> int:
    """Return the version that a file's header names."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def digests(path: Path) -> list[str]:
    """Return the digests of a file's steps, oldest first."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT digest FROM step ORDER BY id")]


def test_an_older_file_is_copied_brought_up_and_keeps_its_proof(old: Path) -> None:
    before = digests(old)
    with Inventory.open(old) as inventory:
        assert inventory.kept_copy == old.with_name(KEPT)
        assert [step.digest for step in reversed(inventory.steps())] == before
        found = inventory.verify(against=before[2])
        assert (found.intact, found.head) == (True, before[-1])
        assert inventory.get(Source, 1).leak_method == "log"
        assert inventory.organisation.library == 1
        foreign = inventory._connection.execute("PRAGMA foreign_keys").fetchone()  # noqa: SLF001 - what no method shows
        assert foreign == (1,)
    assert version_of(old) == history.FORMAT
    kept = old.with_name(KEPT)
    assert version_of(kept) == 1
    assert digests(kept) == before
    assert written_out(kept) == written_out(SAMPLE)
    assert sorted(path.name for path in old.parent.iterdir()) == [KEPT, "old.cdesk"]


def test_undo_does_not_cross_a_migration_and_goes_on_behind_it(old: Path) -> None:
    with Inventory.open(old) as inventory:
        assert inventory.undo() is None
        assert inventory.redo() is None
        with inventory.step(say("Edit")) as step:
            step.change(inventory.get(Equipment, 1), leak_rate=0.05, name="Chiller")
            step.remove(inventory.get(Activity, 24))
        assert inventory.verify().intact
        inventory.undo()
        assert inventory.undo() is None
        assert inventory.get(Equipment, 1).leak_rate is None
        assert inventory.verify().intact
        inventory.redo()
        assert inventory.verify().intact


def test_new_words_of_the_newer_format_can_be_written(old: Path) -> None:
    with Inventory.open(old) as inventory:
        with inventory.step(say("Edit")) as step:
            step.change(inventory.get(Activity, 2), origin="equipment")
        assert inventory.get(Activity, 2).origin == "equipment"
        assert EventKind.FILLED in statements(2)[[sql.split('"')[1] for sql in statements(2)].index("event")]
        assert inventory.verify().intact


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("UPDATE activity SET quantity = 1.2 WHERE id = 2", 3),
        ("UPDATE source SET leak_method = 'screening' WHERE id = 1", 2),
        ("UPDATE source SET price_year = 2020 WHERE id = 1", 2),
        ("UPDATE equipment SET note = 'x' WHERE id = 1", 2),
        ("UPDATE organisation SET library = 2", 1),
        ("UPDATE step SET format = 2 WHERE id = 3", 3),
        ("UPDATE step SET format = 99 WHERE id = 3", 3),
        ("UPDATE step SET format = 0 WHERE id = 3", 3),
        ("UPDATE change SET before = replace(before, '12.1', '12.2') WHERE step = 7", 7),
    ],
)
def test_what_was_changed_in_a_row_of_the_older_format_is_found(old: Path, statement: str, step: int) -> None:
    Inventory.open(old).close()
    tampered(old, statement)
    with Inventory.open(old) as inventory:
        found = inventory.verify()
    assert (found.intact, found.broken_at) == (False, step)


def test_a_later_column_that_a_step_edited_is_proved_by_that_step(old: Path) -> None:
    with Inventory.open(old) as inventory, inventory.step(say("Edit")) as step:
        step.change(inventory.get(Source, 1), leak_method="screening")
    tampered(old, "UPDATE source SET leak_method = 'mass-balance'")
    with Inventory.open(old) as inventory:
        assert inventory.verify().broken_at == 8


def test_a_file_that_cannot_be_written_opens_as_a_copy_in_memory(old: Path) -> None:
    content = old.read_bytes()
    with Inventory.open(old, read_only=True) as inventory:
        assert inventory.read_only
        assert inventory.count(Activity) == 24
        assert inventory.verify().intact
        with pytest.raises(ReadOnly), inventory.step(say("Edit")) as step:
            step.change(inventory.organisation, name="Other")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            inventory._connection.execute("DELETE FROM annual_sum")  # noqa: SLF001 - past every guard of ours
        with inventory.reopen() as second:
            assert second.head == inventory.head
        assert inventory.kept_copy is None
    assert old.read_bytes() == content
    assert [path.name for path in old.parent.iterdir()] == ["old.cdesk"]


def test_a_full_disk_leaves_the_older_file_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = old.read_bytes()
    set_up = opening._set_up  # noqa: SLF001 - the smallest disk there is

    def cramped(connection: sqlite3.Connection) -> Database:
        db = set_up(connection)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return db

    monkeypatch.setattr(opening, "_set_up", cramped)
    with pytest.raises(DiskFull):
        Inventory.open(old)
    monkeypatch.undo()
    assert old.read_bytes() == content
    with Inventory.open(old) as inventory:
        assert inventory.verify().intact
    assert sorted(path.name for path in old.parent.iterdir()) == [KEPT, "old.cdesk"]


KILLED = """
import os, signal, sys
from pathlib import Path
from carbondesk.store import opening
from carbondesk.store.inventory import Inventory

check = opening._check_structure
def killed(path, connection, version):
    if version == 3:
        connection.execute("PRAGMA cache_spill = 1")
        os.kill(os.getpid(), signal.SIGKILL)
    check(path, connection, version)
opening._check_structure = killed
Inventory.open(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_program_killed_while_migrating_leaves_the_older_file_whole(old: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(old)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert version_of(old) == 1
    with Inventory.open(old) as inventory:
        assert inventory.verify().intact
        assert inventory.count(Activity) == 24


def test_a_copy_that_holds_another_history_is_kept_too(old: Path) -> None:
    first = old.with_name(KEPT)
    first.write_bytes(b"something else")
    old.with_name("old (format 1) 2.cdesk").symlink_to("nowhere")
    Inventory.open(old).close()
    assert first.read_bytes() == b"something else"
    assert version_of(old.with_name("old (format 1) 3.cdesk")) == 1


def test_a_copy_of_the_same_history_is_not_made_again(old: Path) -> None:
    Inventory.open(old).close()
    shutil.copy(SAMPLE, old)
    with Inventory.open(old) as inventory:
        assert inventory.kept_copy == old.with_name(KEPT)
    with Inventory.open(old) as inventory:
        assert inventory.kept_copy is None
    assert sorted(path.name for path in old.parent.iterdir()) == [KEPT, "old.cdesk"]


def test_a_file_that_another_program_writes_is_not_migrated(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InUse):
            Inventory.open(old, timeout=0.05)
    assert version_of(old) == 1


def test_another_program_that_was_quicker_has_done_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate = opening._migrate  # noqa: SLF001 - the moment between

    def late(db: Database, path: Path | None = None, version: int = 0) -> None:
        monkeypatch.undo()
        Inventory.open(old).close()
        old.with_name(KEPT).unlink()
        migrate(db, path, version)

    monkeypatch.setattr(opening, "_migrate", late)
    with Inventory.open(old) as inventory:
        assert inventory.verify().intact
    assert [path.name for path in old.parent.iterdir()] == ["old.cdesk"]


def test_a_value_beyond_its_limit_in_an_older_file_is_damage(old: Path) -> None:
    tampered(old, "UPDATE activity SET quality = 'guessed' WHERE id = 2")
    with pytest.raises(Damaged):
        Inventory.open(old)
    assert version_of(old) == 1


def test_a_structure_of_an_older_file_that_was_altered_is_refused(old: Path) -> None:
    tampered(old, "CREATE TABLE extra (x)")
    with pytest.raises(NotAnInventory):
        Inventory.open(old)
    assert [path.name for path in old.parent.iterdir()] == ["old.cdesk"]


def test_a_new_file_and_a_migrated_one_have_the_same_structure(old: Path, path: Path) -> None:
    def parts(file: Path) -> Iterator[object]:
        with closing(sqlite3.connect(file)) as connection:
            yield from connection.execute("SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY name")

    Inventory.open(old).close()
    assert list(parts(old)) == list(parts(path))


def test_the_steps_of_the_versions_lead_from_nothing_to_the_newest() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        for statement in MIGRATIONS_SQL:
            connection.execute(statement)
        migrations.apply(db)
        found = connection.execute(
            "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex%'"
        )
        assert {name: tuple(rest) for name, *rest in found} == structure(history.FORMAT)


def test_the_columns_of_a_table_are_a_prefix_of_those_it_has_in_the_next_format() -> None:
    for version in range(1, history.FORMAT):
        for name, headings in columns(version).items():
            assert columns(version + 1)[name][: len(headings)] == headings
    for name, table in tables().items():
        assert columns(history.FORMAT)[name] == table.headings


def test_what_a_row_of_format_1_got_in_format_2_is_frozen() -> None:
    grown = {
        name: table.defaults[len(columns(1)[name]) : len(columns(2)[name])]
        for name, table in tables().items()
        if name in columns(1) and columns(1)[name] != columns(2)[name]
    }
    assert grown == {
        "organisation": ("25200", 1, 0.05, "net", "all-year", 1),
        "site": ("",),
        "source": ("", "", "", "log", None, "normal", "", None),
        "equipment": ("", None, ""),
        "process_gas": (0.0,),
        "contract": ("", "", ""),
        "seal": (None,),
        "published_figure": (1, None, ""),
        "verification_round": (0, "operational-control", ""),
        "verification_line": ("", None),
        "target": ("near-term", "1.5C", "", 1, 0, "", None, None, "", ""),
    }


def test_what_a_row_of_format_2_got_in_format_3_is_frozen() -> None:
    grown = {
        name: table.defaults[len(columns(2)[name]) : len(columns(3)[name])]
        for name, table in tables().items()
        if name in columns(2) and columns(2)[name] != columns(3)[name]
    }
    assert grown == {
        "organisation": ("", 0, 0, None),
        "target": ("recent",),
        "supplier": (None,),
        "verification_round": ("market", ""),
    }


def test_a_file_of_format_2_gets_room_for_versions_and_answers(tmp_path: Path) -> None:
    file = Path(shutil.copy(SAMPLE.with_name("format-2.cdesk"), tmp_path / "old.cdesk"))
    with Inventory.open(file) as inventory:
        target = inventory.all(Target)[0]
        assert target.weights == "recent"
        assert inventory.all(TargetVersion) == []
        with inventory.step(say("Confirm")) as step:
            step.add(CriterionAnswer(criterion="disclosure", holds=True))
        assert inventory.verify().intact
        inventory.undo()
        assert inventory.all(CriterionAnswer) == []
        assert inventory.verify().intact


def test_a_folder_in_which_nothing_can_be_made_is_read_only(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with Inventory.open(old) as inventory:
        assert inventory.read_only
    assert version_of(old) == 1
