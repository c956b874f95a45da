"""The setup for Windows: what its script asks for, and what the compiler of it is told."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import carbondesk
import windows

SCRIPT = windows.SCRIPT.read_text(encoding="utf-8")
CODES = {3: "NOT_64", 4: "TOO_OLD", 5: "NEWER", 6: "RUNNING", 7: "NO_ROOM"}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small program with what may trip a script: a dollar sign, Chinese, an empty folder, an end of its own."""
    folder = tmp_path / "program"
    for place in (
        "CarbonDesk.exe",
        "carbondesk-cli.exe",
        "_internal/b.dll",
        "_internal/a$b.txt",
        "_internal/碳/a.dll",
    ):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(place.encode())
    (folder / "_internal" / "empty").mkdir()
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder where the icons of the setup were drawn."""
    import appicon

    folder = tmp_path / "work"
    appicon.main(folder / "icons")
    return folder


def defined(command: list[str]) -> dict[str, str]:
    """Return what a command defines, by name."""
    return {
        name: value
        for word in command
        if word.startswith("-D")
        for name, _, value in [word[2:].partition("=")]
    }


def test_the_setup_carries_the_version_of_the_program(program: Path, work: Path) -> None:
    told = defined(windows.setup_command(program, work / "setup.exe", work, quick=True))
    assert told["VERSION"] == carbondesk.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", told["NUMBERS"])
    assert told["NUMBERS"].startswith(carbondesk.__version__ + ".")
    assert carbondesk.__version__ in windows.setup_name()


def test_the_commands_tell_their_version_in_their_properties() -> None:
    resource = windows.version_resource()
    assert f"StringStruct('FileVersion', '{carbondesk.__version__}')" in resource
    numbers = ", ".join(windows.numbers(carbondesk.__version__).split("."))
    assert f"filevers=({numbers})" in resource
    compile(resource, "version.txt", "eval")


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0.0"), ("1.2", "1.2.0.0"), ("2.0.1rc3", "2.0.1.3")]
)
def test_windows_gets_four_numbers(version: str, numbers: str) -> None:
    assert windows.numbers(version) == numbers


def test_nothing_is_asked_of_an_administrator() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "SetShellVarContext all" not in SCRIPT
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\CarbonDesk"' in SCRIPT


@pytest.mark.parametrize(("code", "message"), CODES.items())
def test_every_refusal_has_a_code_of_its_own_and_a_reason(code: int, message: str) -> None:
    assert f'!insertmacro refuse {code} "$({message})"' in SCRIPT
    assert f"{code} " in SCRIPT.partition("Unicode true")[0].partition("Exit codes:")[2]


def test_every_text_of_the_setup_speaks_both_languages() -> None:
    texts = re.findall(r'!insertmacro text (\w+)\s*\\?\s*"(.*?)"\s*\\?\s*"(.*?)"', SCRIPT)
    assert {name for name, _, _ in texts} >= {*CODES.values(), "WELCOME", "LEAVING", "NOT_WRITTEN"}
    for name, english, chinese in texts:
        assert english.isascii(), name
        assert re.search(r"[\u4e00-\u9fff]", chinese), name
        assert set(re.findall(r"\$\{?\w+", english)) == set(re.findall(r"\$\{?\w+", chinese)), name
    used = set(re.findall(r"\$\(([A-Z_0-9]+)\)", SCRIPT))
    assert used <= {name for name, _, _ in texts}


def test_no_folder_of_a_person_is_removed_with_all_that_is_in_it() -> None:
    assert set(re.findall(r"RMDir /r (.*)", SCRIPT)) == {'"${STAGE}"'}


def test_each_file_is_written_and_removed_by_its_name(program: Path) -> None:
    macros = windows.payload(program)
    for place in ("\\CarbonDesk.exe", "\\_internal\\a$$b.txt", "\\_internal\\碳\\a.dll"):
        assert f'Delete "$INSTDIR{place}"' in macros
    for place in ("\\_internal", "\\_internal\\碳", "\\_internal\\empty"):
        assert f'RMDir "$INSTDIR{place}"' in macros
    assert macros.count('    File "') == 5
    inner = macros.index('RMDir "$INSTDIR\\_internal\\碳"')
    assert inner < macros.index('RMDir "$INSTDIR\\_internal"')
    assert 'Rename "${PLACE}\\_internal" "$INSTDIR\\_internal"' in macros


def test_the_order_of_files_is_always_the_same(program: Path) -> None:
    copy = program.with_name("copy")
    for path in sorted(program.rglob("*"), reverse=True):
        if path.is_file():
            target = copy / path.relative_to(program)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    (copy / "_internal" / "empty").mkdir()
    first, second = windows.payload(program), windows.payload(copy)
    assert second.replace(str(copy), str(program)) == first


def test_a_missing_compiler_is_said_with_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(windows, "PLACES", ())
    with pytest.raises(SystemExit, match=r"NSIS 3\.08 or newer is needed: install it from"):
        windows.makensis()


def test_the_checksum_lies_beside_and_tells_a_changed_setup(tmp_path: Path) -> None:
    setup = tmp_path / "setup.exe"
    setup.write_bytes(b"MZ setup")
    beside = windows.write_checksum(setup)
    assert beside.name == "setup.exe.sha256"
    check = ["sha256sum", "--check", beside.name]
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is missing")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    setup.write_bytes(b"MZ setuq")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode != 0


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_the_script_compiles_without_a_warning_and_twice_the_same(program: Path, work: Path) -> None:
    made = []
    for name in ("one.exe", "two.exe"):
        setup = work / name
        command = windows.setup_command(program, setup, work, quick=True)
        done = subprocess.run(
            ["makensis", *command],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1700000000", "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        made.append(setup.read_bytes())
    assert made[0] == made[1]
    version = f"CarbonDesk setup {carbondesk.__version__}".split()
    assert all(word.encode("utf-16-le") in made[0] for word in version)


def test_the_version_of_a_library_is_read_from_its_properties(tmp_path: Path) -> None:
    library = tmp_path / "libcrypto-3.dll"
    library.write_bytes(b"MZ" + "..FileVersion\x00\x003.0.13\x00".encode("utf-16-le"))
    assert windows.file_version(library) == "3.0.13"
    library.write_bytes(b"MZ")
    assert windows.file_version(library) == "not stated"


def test_the_list_of_parts_names_what_windows_brings_and_what_was_made_here(tmp_path: Path) -> None:
    library = tmp_path / "VCRUNTIME140.dll"
    library.write_bytes("FileVersion\x0014.44.35211.0\x00".encode("utf-16-le"))
    found = {part.name: part.version for part in windows.libraries([library], tmp_path)}
    assert found == {"Microsoft Visual C++ runtime": "14.44.35211.0"}
    (tmp_path / windows.MIXED).write_text("3.11.7\n", encoding="ascii")
    mixed = [part.version for part in windows.libraries([], tmp_path)]
    assert mixed == ["3.11.7", carbondesk.__version__]
