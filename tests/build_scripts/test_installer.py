"""The installer for one person, with a tiny program in it: the same head as in a release."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import frozen
import linux

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() != "x86_64",
    reason="the installer is for Linux on x86-64",
)
DONE, DAMAGED, NEWER, LACKING, RUNNING = 0, 3, 4, 5, 6


def installer(folder: Path, version: str = "1.2.3", floor: str = "2.28") -> Path:
    """Write an installer of a program that only tells its version."""
    program = folder / f"program-{version}"
    program.mkdir()
    (program / "carbondesk").write_text(f"#!/bin/sh\necho {version}\n", encoding="ascii")
    (program / "carbondesk").chmod(0o755)
    (program / "VERSION").write_text(f"{version}\n", encoding="ascii")
    shutil.copyfile(frozen.PARTS / "uninstall.sh", program / "uninstall.sh")
    icons = folder / f"icons-{version}"
    icons.mkdir()
    for size in linux.ICON_SIZES:
        (icons / f"carbondesk-{size}.png").write_bytes(b"PNG")
    linux.write_shared(program / "share", icons)
    contents = folder / "contents.tar.gz"
    linux.packed(program, contents, level=1)
    made = folder / f"carbondesk-{version}.run"
    head = linux.head(contents, version=version, floor=floor, needed_kib=1)
    made.write_bytes(head + contents.read_bytes())
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the empty home of a person."""
    place = tmp_path / "home of a person"
    place.mkdir()
    return place


def run(made: Path, home: Path, *words: str, language: str = "C.UTF-8") -> tuple[int, str]:
    """Run an installer or another script as that person; return its status and what it said."""
    mine = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": language}
    done = subprocess.run(
        ["sh", str(made), *words],
        env=mine,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


def test_it_installs_starts_and_registers_the_kind_of_file(tmp_path: Path, home: Path) -> None:
    status, said = run(installer(tmp_path), home)
    assert status == DONE, said
    command = home / ".local/bin/carbondesk"
    assert subprocess.run([command], capture_output=True, check=True, text=True).stdout == "1.2.3\n"
    entry = (home / ".local/share/applications/carbondesk.desktop").read_text(encoding="utf-8")
    assert f'Exec="{home}/.local/lib/carbondesk/carbondesk" %f' in entry
    assert (home / ".local/share/mime/packages/carbondesk.xml").exists()
    assert (home / ".local/share/icons/hicolor/scalable/apps/carbondesk.svg").exists()


@pytest.mark.parametrize("place", ["first line", "instructions", "checksum", "contents", "last byte"])
def test_one_changed_byte_is_refused_wherever_it_is(tmp_path: Path, home: Path, place: str) -> None:
    made = installer(tmp_path)
    whole = bytearray(made.read_bytes())
    at = {
        "first line": whole.index(b"Installs for"),
        "instructions": whole.index(b"check_system()"),
        "checksum": whole.index(b"contents_sha256='") + 20,
        "contents": len(whole) - 100,
        "last byte": len(whole) - 1,
    }[place]
    whole[at] = whole[at] + 1 if whole[at] != ord("9") else ord("8")
    made.write_bytes(whole)
    status, said = run(made, home)
    assert status == DAMAGED, said
    assert "Copy it again" in said
    assert [*home.iterdir()] == []


def test_a_shortened_or_lengthened_installer_is_refused_in_the_readers_language(
    tmp_path: Path, home: Path
) -> None:
    made = installer(tmp_path)
    whole = made.read_bytes()
    for contents in (whole[:-10], whole + b"x"):
        made.write_bytes(contents)
        status, said = run(made, home, language="zh_CN.UTF-8")
        assert status == DAMAGED
        assert "安装文件已损坏" in said
    assert [*home.iterdir()] == []


def test_check_reads_everything_and_writes_nothing(tmp_path: Path, home: Path) -> None:
    made = installer(tmp_path)
    assert run(made, home, "--check") == (DONE, "This installer is whole: CarbonDesk 1.2.3.\n")
    assert [*home.iterdir()] == []


def test_a_newer_edition_takes_the_place_of_an_older_one_whole(tmp_path: Path, home: Path) -> None:
    run(installer(tmp_path, "1.9.0"), home)
    (home / ".local/lib/carbondesk/gone").touch()
    status, said = run(installer(tmp_path, "1.10.0"), home)
    assert status == DONE, said
    assert not (home / ".local/lib/carbondesk/gone").exists()
    assert (home / ".local/lib/carbondesk/VERSION").read_text(encoding="ascii") == "1.10.0\n"
    assert sorted(path.name for path in (home / ".local/lib").iterdir()) == ["carbondesk"]


def test_an_older_edition_is_refused_over_a_newer_one(tmp_path: Path, home: Path) -> None:
    run(installer(tmp_path, "1.10.0"), home)
    status, said = run(installer(tmp_path, "1.9.0"), home)
    assert status == NEWER
    assert "CarbonDesk 1.10.0 is installed, which is newer than 1.9.0" in said
    assert (home / ".local/lib/carbondesk/VERSION").read_text(encoding="ascii") == "1.10.0\n"


def test_a_system_whose_glibc_is_older_than_the_floor_is_told_so(tmp_path: Path, home: Path) -> None:
    status, said = run(installer(tmp_path, floor="9.9"), home)
    assert status == LACKING
    assert "needs glibc 9.9 or newer" in said
    assert [*home.iterdir()] == []


def test_uninstalling_leaves_inventories_and_the_files_of_others(tmp_path: Path, home: Path) -> None:
    made = installer(tmp_path)
    run(made, home)
    kept = [
        home / ".config/CarbonDesk/sample/Sample inventory.cdesk",
        home / ".config/CarbonDesk/sample/Sample inventory.cdesk-wal",
        home / ".config/CarbonDesk/sample/Sample inventory.evidence/bill.pdf",
        home / ".local/share/CarbonDesk/backups/acme/2026-01-31.cdesk",
        home / ".local/share/applications/other.desktop",
        home / "acme.cdesk",
    ]
    lost = [
        home / ".config/CarbonDesk/settings.json",
        home / ".local/state/CarbonDesk/log/carbondesk.log",
        home / ".cache/CarbonDesk/running-1/lock",
    ]
    for path in (*kept, *lost):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    status, said = run(made, home, "--uninstall")
    assert status == DONE, said
    caches = {"mimeinfo.cache"}  # the system's list of the other application
    left = {path for path in home.rglob("*") if path.is_file() and path.name not in caches}
    assert left == set(kept)
    assert not (home / ".local/lib").exists()
    assert not (home / ".cache").exists()


def test_uninstalling_what_is_not_installed_says_so(tmp_path: Path, home: Path) -> None:
    status, said = run(installer(tmp_path), home, "--uninstall")
    assert (status, said) == (2, "CarbonDesk is not installed.\n")


def test_the_same_program_makes_the_same_installer(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert installer(tmp_path / "one").read_bytes() == installer(tmp_path / "two").read_bytes()
