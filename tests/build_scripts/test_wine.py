"""The Windows setup under Wine: where it cannot be made, one line says why."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import environment
import frozen
import wine
import wine_python
import wine_root
import wine_trial


@pytest.fixture
def able(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which everything could be done."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(wine_root, "_can_separate", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return monkeypatch


def test_nothing_is_lacking_where_everything_is(able: pytest.MonkeyPatch) -> None:
    assert wine_root.lacking() == ""


def test_it_needs_root(able: pytest.MonkeyPatch) -> None:
    able.setattr(os, "getuid", lambda: 1000)
    assert "root" in wine_root.lacking()


def test_it_needs_linux(able: pytest.MonkeyPatch) -> None:
    able.setattr(sys, "platform", "darwin")
    assert "Linux" in wine_root.lacking()


def test_it_needs_the_python_whose_library_matches(able: pytest.MonkeyPatch) -> None:
    able.setattr(sys, "version_info", (3, 12, 1))
    assert "3.11" in wine_root.lacking()


def test_it_needs_mounts_of_its_own(able: pytest.MonkeyPatch) -> None:
    able.setattr(wine_root, "_can_separate", lambda: False)
    assert "mounts" in wine_root.lacking()


def test_it_needs_debootstrap_or_installs_it(able: pytest.MonkeyPatch) -> None:
    able.setattr(shutil, "which", lambda name: None if name == "debootstrap" else f"/usr/bin/{name}")
    able.setattr(environment, "apt_install", lambda packages: packages == ["debootstrap"])
    assert wine_root.lacking() == ""
    able.setattr(environment, "apt_install", lambda _: False)
    assert "debootstrap" in wine_root.lacking()


def test_a_machine_that_cannot_skips_with_the_reason(
    able: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    able.setattr(os, "getuid", lambda: 1000)
    assert wine.main(quick=True, twice=False) == 0
    said = capsys.readouterr().out
    assert said.startswith("skipped: the Windows setup was neither made nor tried")
    assert "root" in said


def test_what_wine_tested_says_that_it_was_not_windows() -> None:
    assert wine.LABEL == "Tested under Wine, not on Windows."


def test_the_wheel_of_python_is_pinned_by_its_hash() -> None:
    lock = (wine_python.SOURCES / "python.lock").read_text(encoding="ascii")
    assert re.search(r"^panda3d==\S+ \\\n    --hash=sha256:[0-9a-f]{64}$", lock, re.MULTILINE)


def test_places_are_told_as_linux_and_as_windows_see_them() -> None:
    path = frozen.ROOT / "build" / "wine"
    assert wine_root.seen(path) == "/project/build/wine"
    assert wine_root.windows_path(path) == "Z:\\project\\build\\wine"


def test_differing_files_are_found_and_the_uninstaller_is_no_difference(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "same").write_text("a", encoding="ascii")
        (folder / "changed").write_text(folder.name, encoding="ascii")
    (one / "missing").write_text("a", encoding="ascii")
    (other / "uninstall.exe").write_text("a", encoding="ascii")
    assert wine_trial.differences(one, other) == ["changed", "missing"]


def test_damaged_setups_differ_from_the_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine_trial, "PLACE", tmp_path)
    setup = tmp_path / "setup.exe"
    setup.write_bytes(bytes(range(256)))
    made = {name: path.read_bytes() for name, path in wine_trial.damaged(setup)}
    assert len(made["changed"]) == 256
    assert sum(one != other for one, other in zip(made["changed"], bytes(range(256)), strict=True)) == 1
    assert made["truncated"] == bytes(range(256))[:170]
