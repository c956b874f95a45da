"""Where files lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from carbondesk import paths


def test_resources_are_found_in_the_source_tree() -> None:
    assert (paths.resources() / "translations").is_dir()


def test_a_frozen_program_reads_the_resources_it_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_missing_resources_are_said_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "carbondesk" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="Install CarbonDesk again"):
        paths.resources()


def test_one_variable_moves_every_folder_of_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "stick"))
    folders = [paths.settings(), paths.logs(), paths.cache(), paths.documents()]
    assert [folder.parent for folder in folders] == [tmp_path / "stick"] * 4
    assert all(folder.is_dir() for folder in folders)
    assert len(set(folders)) == 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the variables are Linux's")
def test_without_it_the_system_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARBONDESK_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert paths.settings() == tmp_path / "config" / "CarbonDesk"
    assert paths.cache() == tmp_path / "cache" / "CarbonDesk"
    assert tmp_path / "state" in paths.logs().parents
    assert paths.documents() == tmp_path


@pytest.mark.parametrize("place", ["program/resources", "Resources/resources"])
def test_a_frozen_program_finds_resources_beside_what_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / place).mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "gone"), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "program" / "CarbonDesk"))
    assert paths.is_frozen()
    assert paths.resources() == tmp_path / place


def test_a_source_tree_does_not_look_beside_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert not paths.is_frozen()
    assert paths.resources() != tmp_path / "resources"


def test_licences_lie_beside_an_installed_program_or_in_its_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.licences() is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "MacOS" / "carbondesk"))
    assert paths.licences() is None
    (tmp_path / "Resources" / "licences").mkdir(parents=True)
    assert paths.licences() == tmp_path / "Resources" / "licences"
    (tmp_path / "MacOS" / "licences").mkdir(parents=True)
    assert paths.licences() == tmp_path / "MacOS" / "licences"


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Pathway 1.5 °C", "Pathway 1.5 °C.png"),
        ("Acme Ltd.", "Acme Ltd..png"),
        ("a.PNG", "a.PNG"),
        ("a.svg", "a.svg"),
        ("a.csv", "a.csv.png"),
    ],
)
def test_a_dot_inside_a_name_is_no_ending(tmp_path: Path, name: str, named: str) -> None:
    assert paths.with_ending(tmp_path / name, ".png", ".svg") == tmp_path / named
