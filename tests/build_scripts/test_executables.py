"""Programs and libraries of Windows: what they ask for, and whether it would be found."""

from __future__ import annotations

from pathlib import Path

import pip
import pytest

import executables

LAUNCHERS = Path(pip.__file__).parent / "_vendor" / "distlib"
SMALL = LAUNCHERS / "t64.exe"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A frozen program with one program in it that asks Windows alone."""
    (tmp_path / "_internal").mkdir()
    (tmp_path / "CarbonDesk.exe").write_bytes(SMALL.read_bytes())
    return tmp_path


def asking_for(library: str) -> bytes:
    """Return a program that asks for a library of ours instead of one of Windows, its name as long."""
    content = SMALL.read_bytes()
    own = b"KERNEL32.dll"
    assert len(library) == len(own)
    assert own in content
    return content.replace(own, library.encode("ascii"))


def test_the_tables_of_a_program_are_read() -> None:
    program = executables.Executable(SMALL.read_bytes())
    assert "GetCommandLineW" in program.imports["kernel32.dll"]
    assert not program.is_made_by_wine
    assert program.exports == []


@pytest.mark.parametrize(
    "content", [b"", b"MZ", b"\x7fELF" + bytes(100), (LAUNCHERS / "t32.exe").read_bytes()]
)
def test_what_is_no_64_bit_program_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match="program or library"):
        executables.Executable(content)


def test_a_program_that_asks_windows_alone_has_no_faults(folder: Path) -> None:
    assert executables.faults(folder) == []


def test_a_library_that_is_nowhere_is_told(folder: Path) -> None:
    (folder / "_internal" / "part.pyd").write_bytes(asking_for("carbon32.dll"))
    assert executables.faults(folder) == [
        "_internal/part.pyd needs carbon32.dll, which is neither where it looks nor in Windows"
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("_internal/carbon32.dll", True),
        ("_internal/numpy/core/CARBON32.DLL", True),
        ("_internal/numpy.libs/carbon32.dll", True),
        ("_internal/PySide6/carbon32.dll", False),
    ],
)
def test_a_library_counts_only_where_it_is_looked_for(folder: Path, where: str, *, found: bool) -> None:
    for place, content in (
        ("_internal/numpy/core/part.pyd", asking_for("carbon32.dll")),
        (where, SMALL.read_bytes()),
    ):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert (executables.faults(folder) == []) is found


def test_a_library_of_wine_is_told(folder: Path) -> None:
    content = bytearray(SMALL.read_bytes())
    content[0x40:0x50] = b"Wine builtin DLL"
    (folder / "_internal" / "version.dll").write_bytes(content)
    assert executables.faults(folder) == ["_internal/version.dll is Wine's own"]


@pytest.mark.parametrize(
    "name", ["KERNEL32.dll", "api-ms-win-crt-math-l1-1-0.dll", "WINSPOOL.DRV", "wtsapi32.dll"]
)
def test_libraries_of_windows_are_known_in_any_case(name: str) -> None:
    assert executables.is_of_windows(name)
