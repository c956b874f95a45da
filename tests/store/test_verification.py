from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.progress import Cancelled
from carbondesk.domain.records import RECORDS, Activity, Entity, Organisation, Site, Source
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.store import history
from carbondesk.store.inventory import Inventory
from carbondesk.store.verification import Verification
from tests.store.samples import bulk_row, clock, complete, contents, filled, month, tampered


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a history of every kind of step."""
    path = tmp_path_factory.mktemp("story") / "story.cdesk"
    organisation = Organisation(name="Acme", country="US")
    with Inventory.create(path, organisation, clock=clock()) as inventory:
        _, source = filled(inventory)  # step 2
        with inventory.step(say("Import {file}", file="a.csv"), reason="load", person="Clerk") as step:  # 3
            step.add_many(
                Activity,
                [bulk_row(source.id, f"2025-{m:02}-01", f"2025-{m:02}-28", m + 0.25) for m in range(1, 13)],
            )
        entries = inventory.all(Activity)
        for n in range(3):  # 4, 5, 6
            with inventory.step(say("Edit quantity")) as step:
                step.change(entries[4], quantity=n + 100.0)
        inventory.undo()  # 7
        with inventory.step(say("Remove two")) as step:  # 8
            step.remove_many(Activity, [entries[4].id, entries[7].id])
        inventory.undo()  # 9
        inventory.redo()  # 10
        with inventory.step(say("One of each kind")) as step:  # 11
            for kind in RECORDS:
                if kind is not Organisation:
                    step.add(complete(kind, 7))
        with inventory.step(say("Second import")) as step:  # 12
            step.add_many(Activity, [bulk_row(source.id, "2026-01-01", "2026-02-28", 5.0)])
        inventory.undo()  # 13
        inventory.redo()  # 14
        inventory.undo()  # 15
    return path


@pytest.fixture
def file(story: Path, tmp_path: Path) -> Path:
    """Return a copy of the story to spoil."""
    return Path(shutil.copy(story, tmp_path / "copy.cdesk"))


def verified(path: Path) -> Verification:
    """Return what verify says about a file."""
    with Inventory.open(path) as inventory:
        return inventory.verify()


def test_an_untouched_file_is_intact(file: Path) -> None:
    found = verified(file)
    assert found.intact
    assert (found.steps, found.broken_at, found.what) == (15, None, EMPTY)
    with Inventory.open(file) as inventory:
        assert found.head == inventory.head


def test_an_earlier_head_is_found_in_the_chain(file: Path) -> None:
    with Inventory.open(file) as inventory:
        for step in inventory.steps():
            assert inventory.verify(against=step.digest).intact
        found = inventory.verify(against="f" * 64)
    assert not found.intact
    assert found.broken_at is None
    assert str(found.what) == f"The history never had the head {'f' * 64}."


def test_verifying_says_how_far_it_is_and_can_be_stopped(file: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int, note: Text = EMPTY, /) -> None:
        seen.append((done, total))
        if len(seen) == 4:
            raise Cancelled

    with Inventory.open(file) as inventory:
        with pytest.raises(Cancelled):
            inventory.verify(progress)
        filled_again = inventory.verify()
    assert filled_again.intact
    assert all(done <= total for done, total in seen)


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("UPDATE step SET title = 'Import {file} ' WHERE id = 3", 3),
        ("UPDATE step SET title_values = replace(title_values, 'a.csv', 'b.csv') WHERE id = 3", 3),
        ("UPDATE step SET reason = 'loaD' WHERE id = 3", 3),
        ("UPDATE step SET person = '' WHERE id = 3", 3),
        ("UPDATE step SET at = '2026-01-01T00:00:59Z' WHERE id = 3", 3),
        ("UPDATE step SET of = 5 WHERE id = 7", 7),
        ("UPDATE step SET format = 1 WHERE id = 5", 5),
        ("UPDATE step SET previous = replace(previous, substr(previous, 9, 1), 'x') WHERE id = 6", 6),
        ("UPDATE step SET digest = lower(hex(zeroblob(32))) WHERE id = 15", 15),
        ("UPDATE step SET digest = lower(hex(zeroblob(32))) WHERE id = 9", 9),
        ("DELETE FROM step WHERE id = 9", 9),
        ("DELETE FROM change WHERE step = 4", 4),
        ("UPDATE change SET before = '{\"quantity\":5.26}' WHERE step = 4", 4),
        ("UPDATE change SET after = '{\"quantity\":7.0}' WHERE step = 5", 5),
        ("UPDATE change SET before = '{\"nonsense\":7.0}' WHERE step = 5", 5),
        ("UPDATE change SET before = 'no json' WHERE step = 5", 5),
        ("UPDATE change SET before = '7' WHERE step = 5", 5),
        ("UPDATE change SET before = '[]' WHERE step = 8", 8),
        ("UPDATE change SET before = replace(before, 'kWh', 'MWh') WHERE step = 8", 8),
        ("UPDATE change SET before = replace(before, 'kWh', 'MWh') WHERE step = 10", 10),
        ("UPDATE change SET table_name = 'site' WHERE step = 4", 4),
        ("UPDATE change SET table_name = 'nowhere' WHERE step = 4", 4),
        ("UPDATE change SET first = 2 WHERE step = 3", 3),
        ("UPDATE change SET seq = 2 WHERE step = 3", 3),
        ("UPDATE activity SET quantity = 1.26 WHERE id = 1", 3),
        ("UPDATE activity SET step = 4 WHERE id = 1", 3),
        ("UPDATE activity SET note = 'x' WHERE id = 12", 3),
        ("UPDATE activity SET id = 1000 WHERE id = 12", 3),
        ("DELETE FROM activity WHERE id = 2", 3),
        ("UPDATE source SET name = 'boilers' WHERE id = 1", 2),
        ("UPDATE organisation SET gwp = 'AR5'", 1),
        ("DELETE FROM organisation", 1),
        ("INSERT INTO closing (id, step, site, month, closed_by) VALUES (9, 6, 1, '2030-01', '')", 6),
    ],
)  # fmt: skip
def test_whatever_was_changed_outside_a_step_is_found_and_its_step_named(
    file: Path, statement: str, step: int
) -> None:
    tampered(file, "PRAGMA foreign_keys = OFF", statement)
    found = verified(file)
    assert not found.intact
    assert found.broken_at == step
    assert str(found.what)


def test_a_history_without_its_beginning_is_broken(file: Path) -> None:
    tampered(file, "UPDATE step SET previous = lower(hex(randomblob(32))) WHERE id = 1")
    assert verified(file).broken_at == 1


def test_a_history_that_begins_elsewhere_is_broken_even_when_its_digests_fit(
    inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "ORIGIN", "1" * 64)
    found = inventory.verify()
    assert (found.intact, found.broken_at) == (False, 1)
    assert str(found.what) == "The beginning of the history is missing."


def test_a_step_that_was_written_anew_with_a_fitting_digest_breaks_the_chain(file: Path) -> None:
    with Inventory.open(file) as inventory:
        connection = inventory._connection  # noqa: SLF001 - forged as it is written
        row = list(history.raw_step(connection, 4)[:-1])
        row[5] = "Somebody else"
        digest = history.Digest(row)
        for line in history.raw_changes(connection, 4):
            digest.change(line)
    tampered(file, f"UPDATE step SET person = 'Somebody else', digest = '{digest.hex()}' WHERE id = 4")
    assert verified(file).broken_at == 4


def test_a_step_taken_off_the_end_shows_only_against_a_head_known_elsewhere(file: Path) -> None:
    with Inventory.open(file) as inventory:
        with inventory.step(say("Rename")) as step:
            step.change(inventory.get(Entity, 1), name="Other")
        head = inventory.head
        old = inventory.changes(16)[0].before["name"]
    tampered(
        file,
        "DELETE FROM change WHERE step = 16",
        "DELETE FROM step WHERE id = 16",
        f"UPDATE entity SET name = '{old.replace(chr(39), chr(39) * 2)}'",
    )
    with Inventory.open(file) as inventory:
        assert inventory.verify().intact
        assert not inventory.verify(against=head).intact


def test_wrong_yearly_sums_are_found(file: Path) -> None:
    tampered(file, "UPDATE annual_sum SET quantity = quantity + 0.001")
    found = verified(file)
    assert (found.intact, found.broken_at) == (False, None)
    assert str(found.what) == "The yearly sums do not match the entries."
    tampered(file, "DELETE FROM annual_sum")
    assert not verified(file).intact


def test_a_link_to_nothing_is_found(file: Path) -> None:
    tampered(file, "INSERT INTO change VALUES (99, 1, 'site', 'add', 1, 1, NULL, NULL)")
    found = verified(file)
    assert not found.intact
    assert str(found.what) == "A record refers to another that is not there."


def test_text_that_is_no_text_is_found(file: Path) -> None:
    tampered(file, "UPDATE site SET name = CAST(x'ff' AS TEXT) WHERE id = 1")
    assert verified(file).broken_at == 2


def test_an_index_that_lost_a_row_is_found(file: Path) -> None:
    content = bytearray(file.read_bytes())
    connection = sqlite3.connect(file)
    query = "SELECT rootpage FROM sqlite_schema WHERE name = 'entity_uid'"
    page = connection.execute(query).fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    # The number of cells of the index's only page: none.
    content[(page - 1) * size + 3 : (page - 1) * size + 5] = b"\x00\x00"
    file.write_bytes(content)
    assert not verified(file).intact


def test_a_page_of_garbage_is_found(file: Path) -> None:
    content = bytearray(file.read_bytes())
    connection = sqlite3.connect(file)
    page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'product_uid'").fetchone()[0]
    connection.close()
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    found = verified(file)
    assert not found.intact
    assert str(found.what) == "The file is damaged: its contents cannot be read."


def test_removed_rows_are_proved_from_the_history(inventory: Inventory) -> None:
    site, source = filled(inventory)
    with inventory.step(say("Import")) as step:
        step.add_many(
            Activity, [bulk_row(source.id, "2025-01-01", "2025-01-31", 1.0, n) for n in range(1, 31)]
        )
    with inventory.step(say("More")) as step:
        step.add_many(
            Activity, [bulk_row(source.id, "2025-02-01", "2025-02-28", 1.0, n) for n in range(1, 31)]
        )
    with inventory.step(say("Edit")) as step:
        for entry in inventory.all(Activity)[25:35]:
            step.change(entry, quantity=9.0)
    with inventory.step(say("Remove across both")) as step:
        step.remove_many(Activity, range(3, 60, 2))
    inventory.undo()
    inventory.undo()
    inventory.undo()
    assert inventory.verify().intact
    inventory.redo()
    inventory.redo()
    assert inventory.verify().intact
    with inventory.step(say("Remove all")) as step:
        step.remove_with_dependents(site)
    assert inventory.verify().intact


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_with_one_changed_byte_is_refused_or_not_intact_or_says_the_same(
    story: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original = story.read_bytes()
    place = data.draw(st.integers(0, len(original) - 1))
    content = bytearray(original)
    content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("byte") / "byte.cdesk"
    path.write_bytes(content)
    with Inventory.open(story) as inventory:
        said = contents(inventory), inventory.steps(), [inventory.changes(n) for n in range(1, 16)]
    with suppress(CarbonDeskError), Inventory.open(path) as inventory:
        if inventory.verify().intact:
            found = contents(inventory), inventory.steps(), [inventory.changes(n) for n in range(1, 16)]
            assert found == said


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_changed_value_of_any_row_is_found(
    story: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = Path(shutil.copy(story, tmp_path_factory.mktemp("value") / "value.cdesk"))
    connection = sqlite3.connect(path)
    names = [kind.table for kind in RECORDS] + ["step", "change"]
    name = data.draw(st.sampled_from(names))
    rows = connection.execute(f'SELECT rowid, * FROM "{name}"').fetchall()
    row = data.draw(st.sampled_from(rows))
    headings = [column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')]
    place = data.draw(st.integers(0, len(headings) - 1))
    connection.close()
    tampered(
        path,
        f'UPDATE "{name}" SET "{headings[place]}" = {_other(row[place + 1])} WHERE rowid = {row[0]}',
    )
    assert not verified(path).intact


def _other(value: object) -> str:
    """Return the SQL of another value of the same type."""
    if isinstance(value, str):
        return "'" + (value[:-1] + ("x" if value[-1:] != "x" else "y")).replace("'", "''") + "'"
    if value is None:
        return "7"
    assert isinstance(value, int | float)
    return repr(value + 1000)


def test_a_date_is_compared_as_the_file_keeps_it(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Edit")) as step:
        step.change(source, from_=date(2025, 1, 1))
        step.add(month(source.id, 2025, 1, 1.0))
    assert inventory.verify().intact
    assert inventory.get(Source, source.id).from_ == date(2025, 1, 1)
    assert inventory.count(Site) == 1
