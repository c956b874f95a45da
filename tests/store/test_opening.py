from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Activity, Site, StepKind
from carbondesk.domain.text import say
from carbondesk.store import history, opening
from carbondesk.store.errors import (
    AlreadyThere,
    Damaged,
    DiskFull,
    InUse,
    NewerVersion,
    NotAnInventory,
    NotFound,
    ReadOnly,
    told_plainly,
)
from carbondesk.store.inventory import Inventory
from carbondesk.store.migrations import APPLICATION_ID, migrations
from carbondesk.store.sqlite import Database
from tests.store.samples import ACME, bulk_row, filled, tampered

DATA = Path(__file__).parent.parent / "data"


def bare(path: Path, *statements: str) -> Path:
    """Make a SQLite file that claims to be an inventory."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 1", *statements):
        connection.execute(statement)
    connection.close()
    return path


@pytest.mark.parametrize("sample", sorted(DATA.glob("format-*.cdesk")), ids=lambda path: path.stem)
def test_every_released_format_opens_and_is_intact(sample: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sample, tmp_path))
    with Inventory.open(path) as inventory:
        assert inventory.organisation.name == "Sample of a format"
        assert inventory.count(Activity) == 24
        assert inventory.verify().intact
        assert (inventory.undo() is None) == (sample.stem != f"format-{history.FORMAT}")


def test_there_is_a_sample_of_every_format() -> None:
    assert [path.name for path in sorted(DATA.glob("format-*.cdesk"))] == [
        f"format-{version}.cdesk" for version in range(1, history.FORMAT + 1)
    ]


def test_a_new_file_is_ours_and_whole(path: Path) -> None:
    header = path.read_bytes()[:100]
    assert header[68:72] == b"CDSK"
    assert header[60:64] == b"\x00\x00\x00\x03"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    assert {name for name, strict in tables if not strict} == {
        "_sqlite_migrations", "sqlite_schema", "sqlite_temp_schema",
    }  # fmt: skip
    assert connection.execute("SELECT name FROM _sqlite_migrations").fetchall() == [
        ("format_1",),
        ("format_2",),
        ("format_3",),
    ]
    connection.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_an_open_file_trusts_no_structure_and_guards_its_links(path: Path) -> None:
    with Inventory.open(path) as inventory:
        connection = inventory._connection  # noqa: SLF001 - what no method shows
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("trusted_schema", "cell_size_check", "foreign_keys", "synchronous")
        }
    assert settings == {"trusted_schema": 0, "cell_size_check": 1, "foreign_keys": 1, "synchronous": 2}


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        Inventory.open(tmp_path / "absent.cdesk")
    assert str(tmp_path / "absent.cdesk") in str(caught.value.text)
    assert not (tmp_path / "absent.cdesk").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"site,country\nNanjing,CN\n",
        b"PK\x03\x04" + b"\x00" * 200,
        b"SQLite format 3\x00" + b"\x00" * 200,
    ],
)
def test_another_kind_of_file_is_not_an_inventory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.cdesk"
    path.write_bytes(content)
    with pytest.raises(NotAnInventory) as caught:
        Inventory.open(path)
    assert str(caught.value.text) == "other.cdesk is not an inventory."
    assert str(caught.value.remedy)
    assert path.read_bytes() == content


def test_a_folder_is_not_an_inventory(tmp_path: Path) -> None:
    with pytest.raises(NotAnInventory):
        Inventory.open(tmp_path)


def test_another_programs_database_is_not_an_inventory(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(NotAnInventory):
        Inventory.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON site BEGIN DELETE FROM activity; END",
        "CREATE VIEW evil AS SELECT load_extension('x') FROM site",
        "CREATE TABLE extra (x)",
        "CREATE INDEX extra ON site (lower(name))",
        "DROP INDEX site_key",
        "DROP TRIGGER step_keeps",
        "DROP TABLE price_index",
        "ALTER TABLE site ADD COLUMN extra TEXT",
    ],
)
def test_an_altered_structure_is_refused(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(NotAnInventory):
        Inventory.open(path)


@pytest.mark.parametrize(
    "change",
    [
        # SQLite passes over an entry of a kind that it does not know: the guard would be gone without a trace.
        "UPDATE sqlite_schema SET type = 'note' WHERE name = 'step_keeps'",
        "UPDATE sqlite_schema SET type = 'note' WHERE name = 'site_key'",
        "UPDATE sqlite_schema SET tbl_name = 'site' WHERE name = 'change_stays'",
    ],
)
def test_a_guard_that_was_put_out_of_action_is_noticed(path: Path, change: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises((NotAnInventory, Damaged)):
        Inventory.open(path)


def test_a_link_that_leads_nowhere_is_not_written_over(tmp_path: Path) -> None:
    for name, target in (("loop.cdesk", "loop.cdesk"), ("lost.cdesk", "gone.cdesk")):
        link = tmp_path / name
        link.symlink_to(tmp_path / target)
        with pytest.raises((AlreadyThere, NotFound)):
            Inventory.create(link, ACME)
        assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop.cdesk", "lost.cdesk"]


def test_a_view_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    path = bare(tmp_path / "view.cdesk", "CREATE VIEW site AS SELECT 1 AS id")
    with pytest.raises(NotAnInventory):
        Inventory.open(path)


def test_a_file_without_a_version_is_refused(path: Path) -> None:
    tampered(path, "PRAGMA user_version = 0")
    with pytest.raises(NotAnInventory):
        Inventory.open(path)


def test_a_file_of_a_newer_version_says_so(path: Path) -> None:
    tampered(path, "PRAGMA user_version = 4")
    with pytest.raises(NewerVersion) as caught:
        Inventory.open(path)
    assert str(caught.value.text) == "acme.cdesk was made by a newer version of CarbonDesk."
    assert "newest version" in str(caught.value.remedy)


def test_a_file_that_was_cut_off_inside_a_page_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Damaged) as caught:
        Inventory.open(path)
    assert str(caught.value.text) == "acme.cdesk is damaged."
    assert "backup" in str(caught.value.remedy)


def test_a_file_that_was_cut_off_between_pages_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 8192 * 4096])
    with pytest.raises(Damaged):
        Inventory.open(path)


def test_a_structure_that_sqlite_does_not_know_is_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[47] = 9  # The number of the schema format, 1 to 4.
    path.write_bytes(content)
    with pytest.raises(Damaged):
        Inventory.open(path)


def test_opening_a_file_twice_keeps_the_locks_of_the_first(path: Path) -> None:
    with Inventory.open(path) as first, first.step(say("Add")) as step:
        step.add(Site(name="Nanjing", country="CN"))
        Inventory.open(path).close()
        code = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "database is locked" in done.stderr


def test_a_day_that_no_calendar_has_is_damage(path: Path) -> None:
    with Inventory.open(path) as inventory:
        filled(inventory)
    tampered(path, "UPDATE site SET \"from\" = '2025-02-30'")
    with Inventory.open(path) as inventory, pytest.raises(Damaged):
        inventory.all(Site)


def test_text_that_is_no_text_is_damage(path: Path) -> None:
    with Inventory.open(path) as inventory:
        filled(inventory)
    tampered(path, "UPDATE site SET name = CAST(x'ff' AS TEXT)")
    with Inventory.open(path) as inventory, pytest.raises(Damaged):
        inventory.all(Site)


def test_a_file_in_use_says_so_and_changes_nothing(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    with Inventory.open(path, timeout=0.05) as inventory:
        other.execute("BEGIN IMMEDIATE")
        assert inventory.all(Site) == []
        with pytest.raises(InUse) as caught, inventory.step(say("Add")) as step:
            step.add(Site(name="Nanjing", country="CN"))
        assert str(caught.value.text) == "acme.cdesk is in use by another program."
        other.execute("ROLLBACK")
        filled(inventory)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InUse):
            Inventory.open(path, timeout=0.05)
        with pytest.raises(InUse):
            inventory.all(Site)
    other.close()


def test_a_reader_elsewhere_holds_the_commit_up_and_nothing_is_kept(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    with Inventory.open(path, timeout=0.05) as inventory:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM site").fetchone()
        with pytest.raises(InUse), inventory.step(say("Add")) as step:
            step.add(Site(name="Nanjing", country="CN"))
        other.close()
        assert inventory.all(Site) == []
        filled(inventory)
        assert inventory.verify().intact


def test_making_a_file_where_one_stands_is_refused(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(AlreadyThere) as caught:
        Inventory.create(path, ACME)
    assert str(caught.value.text) == "acme.cdesk is there already."
    assert path.read_bytes() == before


def test_making_a_file_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Inventory.create(tmp_path / "absent" / "acme.cdesk", ACME)


def test_a_failure_while_making_leaves_no_file(tmp_path: Path) -> None:
    def fill(db: Database) -> None:
        db.conn.execute("CREATE TABLE half (x)")
        raise LookupError

    with pytest.raises(LookupError):
        opening.make_file(tmp_path / "acme.cdesk", fill, timeout=1.0)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_open_for_reading(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as a user whom no permission stops, so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with Inventory.open(path) as inventory:
        assert inventory.read_only
        assert inventory.organisation.name == ACME.name
        assert inventory.verify().intact
        with pytest.raises(ReadOnly) as caught, inventory.step(say("Add")) as step:
            step.add(Site(name="Nanjing", country="CN"))
        with pytest.raises(ReadOnly):
            inventory.backup(path.with_name("copy.cdesk"))
    assert str(caught.value.text) == "acme.cdesk cannot be written."
    with pytest.raises(ReadOnly):
        Inventory.create(path.with_name("new.cdesk"), ACME)


def test_reading_only_can_be_asked_for(path: Path) -> None:
    with Inventory.open(path, read_only=True) as inventory, inventory.reopen() as second:
        assert second.read_only
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            second._connection.execute("DELETE FROM annual_sum")  # noqa: SLF001 - past every guard of ours


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EROFS, ReadOnly),
        (errno.EISDIR, ReadOnly),
        (errno.ENOTDIR, ReadOnly),
        (errno.EIO, Damaged),
    ],
)
def test_what_the_system_says_about_a_file_is_told_with_its_name(
    code: int, kind: type[CarbonDeskError], tmp_path: Path
) -> None:
    with pytest.raises(kind) as caught, told_plainly(tmp_path / "out.csv"):
        raise OSError(code, "a word of the system")
    assert "out.csv" in str(caught.value.text)
    assert str(caught.value.remedy)


def test_what_the_system_says_about_something_else_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no more files"), told_plainly(tmp_path / "x"):
        raise OSError(errno.EMFILE, "no more files")


def test_a_permission_that_is_missing_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly), told_plainly(tmp_path / "x"):
        raise PermissionError
    with pytest.raises(AlreadyThere), told_plainly(tmp_path / "x"):
        raise FileExistsError
    with pytest.raises(Damaged), told_plainly(tmp_path / "x"):
        b"\xff".decode()
    with pytest.raises(sqlite3.OperationalError, match="no such table"), told_plainly(tmp_path / "x"):
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")


def test_a_connection_used_in_another_thread_is_our_own_fault(path: Path) -> None:
    with Inventory.open(path) as inventory, ThreadPoolExecutor(1) as pool:
        with pytest.raises(sqlite3.ProgrammingError, match="thread"):
            pool.submit(inventory.all, Site).result()
        assert pool.submit(lambda: inventory.reopen().organisation).result() == inventory.organisation


def test_undo_gives_way_when_another_program_has_just_written(path: Path) -> None:
    with Inventory.open(path) as inventory, inventory.reopen() as second:
        filled(inventory)
        found = iter([2, 3])
        with pytest.raises(InUse):
            second._take_back(lambda _: next(found), StepKind.UNDO)  # noqa: SLF001 - the moment between
        assert second.count(Site) == 1
        second.undo()
        assert inventory.count(Site) == 0


def test_a_full_disk_says_so_and_changes_nothing(path: Path) -> None:
    with Inventory.open(path) as inventory:
        _, source = filled(inventory)
        head = inventory.head
        connection = inventory._connection  # noqa: SLF001 - the smallest disk there is
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        rows = [bulk_row(source.id, "2025-01-01", "2025-01-31", 1.0, n) for n in range(1, 5000)]
        with pytest.raises(DiskFull) as caught, inventory.step(say("Import")) as step:
            step.add_many(Activity, rows)
        assert str(caught.value.text) == "There is no room left on the disk of acme.cdesk."
        assert inventory.count(Activity) == 0
        assert inventory.head == head
        connection.execute(f"PRAGMA max_page_count = {pages + 10_000}")
        with inventory.step(say("Import")) as step:
            step.add_many(Activity, rows)
        assert inventory.verify().intact


def test_a_failing_migration_leaves_neither_tables_nor_a_record_of_itself(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    db = Database(connection, execute_plugins=False)
    assert [migration.name for migration in migrations.applied(db)] == ["format_1", "format_2", "format_3"]
    assert migrations.pending(db) == []
    connection.execute("DELETE FROM _sqlite_migrations")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrations.apply(db)
    assert [migration.name for migration in migrations.pending(db)] == ["format_1", "format_2", "format_3"]
    connection.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from carbondesk.domain.records import Activity, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory

inventory = Inventory.open(Path(sys.argv[1]))
inventory._connection.execute("PRAGMA cache_size = 10")
def rows():
    for n in range(1, 60_000):
        if n == 55_000:
            os.kill(os.getpid(), signal.SIGKILL)
        yield (1, "2025-01-01", "2025-01-31", n, 1.0, "kWh", "", "invoiced", "entered", None, "", None, "", "", "")
with inventory.step(say("Import")) as step:
    step.add_many(Activity, rows())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_program_killed_in_the_middle_of_a_step_leaves_the_file_as_it_was(path: Path) -> None:
    with Inventory.open(path) as inventory:
        site, _ = filled(inventory)
        head = inventory.head
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name(path.name + "-journal").exists()
    with Inventory.open(path) as inventory:
        assert inventory.head == head
        assert inventory.count(Activity) == 0
        assert inventory.verify().intact
        with inventory.step(say("Edit")) as step:
            step.change(site, name="Nanjing 2")
        inventory.undo()
        assert inventory.all(Site) == [site]


def test_a_file_without_its_organisation_is_damaged(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("DELETE FROM organisation")
    with Inventory.open(path) as inventory, pytest.raises(Damaged):
        _ = inventory.organisation
