from __future__ import annotations

from pathlib import Path

from carbondesk.domain.records import Site
from carbondesk.exchange.imports import ImportOptions, read_tables
from tests.exchange.tables import inventory, write


def test_a_folder_stands_for_the_tables_in_it_and_doubtful_letters_are_asked_about(tmp_path: Path) -> None:
    write(tmp_path, "sites.csv", "site,country\nGyőr,HU\n".encode("cp1250"))
    write(tmp_path, "notes.md", "not a table")
    made = read_tables(inventory(), [tmp_path])
    assert made.blocked
    assert made.candidates["sites.csv"]
    into = inventory()
    read_tables(into, [tmp_path], ImportOptions(encoding="cp1250")).apply(into)
    assert into.all(Site)[0].name == "Győr"


def test_a_folder_without_tables_stops_the_import(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("not a table", encoding="utf-8")
    made = read_tables(inventory(), [tmp_path])
    assert made.blocked
    assert [finding.code for finding in made.findings] == ["no-tables"]
