"""What the installers say about themselves, what they leave out, and their papers; nothing is built here."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest

import frozen
import leftouts
import linux
import papers
import parts
import windows
from carbondesk import __version__
from carbondesk.cli import COMMANDS
from carbondesk.store.migrations import APPLICATION_ID
from parts import Part

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "build_scripts" / "installer"


def text(name: str) -> str:
    """Return a file of the installers."""
    return (PARTS / name).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(frozen, "floor", lambda _folder: "2.35")
    assert frozen.version() == __version__
    assert f"Version: {__version__}\n" in linux.control(tmp_path)
    assert f'version="{__version__}"' in linux.filled(text(f"{frozen.IDENTIFIER}.metainfo.xml"))
    assert f'"CarbonDesk {__version__}"' in linux.filled(text("carbondesk.1"))
    assert windows.numbers(__version__).startswith(f"{__version__}.")
    assert f"'FileVersion', '{__version__}'" in windows.version_resource()
    assert papers.bill_of_materials([], "0")["metadata"]["component"]["version"] == __version__  # type: ignore[index]
    assert '"DisplayVersion" "${VERSION}"' in text("setup.nsi")


def imported(path: Path) -> set[str]:
    """Return the dotted names of the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_the_program_imports_nothing_that_is_left_out() -> None:
    used = set().union(*(imported(path) for path in (ROOT / "carbondesk").rglob("*.py")))
    parents = {".".join(name.split(".")[:depth]) for name in used for depth in range(1, name.count(".") + 2)}
    assert parents & set(leftouts.MODULES) == set()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland-egl.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        (r"PySide6\plugins\platforms\qwindows.dll", True),
        (r"PySide6\opengl32sw.dll", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("libstdc++.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("babel/locale-data/zh_Hans.dat", True),
        ("babel/locale-data/fr.dat", False),
        ("babel/locale-data/LICENSE.unicode", True),
        ("pint-0.25.3.dist-info/METADATA", True),
        ("pint-0.25.3.dist-info/RECORD", False),
        ("carbondesk/store/format_2.sql", True),
        ("resources/factors/fuels.csv", True),
    ],
)
def test_files_are_kept_or_left_out(name: str, kept: bool) -> None:  # noqa: FBT001
    assert leftouts.is_kept(name) is kept


def test_every_file_of_the_program_itself_is_kept() -> None:
    own = [path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert [name for name in own if not leftouts.is_kept(name)] == []


def test_a_library_comes_along_only_when_something_loads_it() -> None:
    loads = {"PySide6/QtGui.abi3.so": ["libQt6Gui.so.6"], "PySide6/Qt/lib/libQt6Gui.so.6": ["libz.so.1"]}
    names = [*loads, "libz.so.1", "libgtk-3.so.0", "PySide6/Qt/lib/libQt6Qml.so.6", "libdbus-1.so.3"]
    found = leftouts.reached(names, lambda name: loads.get(name, []), is_root=leftouts.is_root)
    assert found == {*loads, "libz.so.1", "libdbus-1.so.3"}


def test_the_desktop_entry_opens_files_of_our_kind() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(text("carbondesk.desktop"))
    fields = entry["Desktop Entry"]
    assert fields["Type"] == "Application"
    assert fields["Exec"].endswith(" %f")
    assert fields["MimeType"] == f"{frozen.MIME_TYPE};"
    assert fields["Icon"] == fields["StartupWMClass"] == "carbondesk"
    assert {"Name", "GenericName[zh_CN]", "Comment[zh_CN]", "Categories", "Keywords"} <= set(fields)


def test_the_kind_of_file_is_known_by_its_ending_and_its_contents() -> None:
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = ET.fromstring(text("carbondesk-mime.xml")).find("m:mime-type", space)  # noqa: S314 - our own file
    assert kind is not None
    assert kind.get("type") == frozen.MIME_TYPE
    assert [each.get("pattern") for each in kind.findall("m:glob", space)] == ["*.cdesk"]
    inner = kind.find("m:magic/m:match/m:match", space)
    assert inner is not None
    assert inner.get("value") == APPLICATION_ID.to_bytes(4, "big").decode()
    assert inner.get("offset") == "68"  # where SQLite keeps the application id


def test_the_metadata_name_the_entry_and_the_kind_of_file() -> None:
    found = ET.fromstring(text(f"{frozen.IDENTIFIER}.metainfo.xml"))  # noqa: S314 - our own file
    assert found.findtext("id") == frozen.IDENTIFIER
    assert found.findtext("launchable") == "carbondesk.desktop"
    assert found.findtext("provides/mediatype") == frozen.MIME_TYPE
    assert found.findtext("project_license") == "Apache-2.0"


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="dpkg compares the versions")
@pytest.mark.parametrize(
    ("words", "status"),
    [(("install",), 0), (("upgrade", "0.0.9"), 0), (("upgrade", __version__), 0), (("upgrade", "99.0"), 1)],
)
def test_the_package_refuses_to_replace_a_newer_one(words: tuple[str, ...], status: int) -> None:
    done = subprocess.run(
        ["sh", "-s", *words], input=linux.preinst(), capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == status
    assert ("99.0 is installed, which is newer" in done.stderr) is (status == 1)


def test_the_manual_page_names_every_command() -> None:
    page = text("carbondesk.1").replace("\\-", "-")
    assert [name for name in (*COMMANDS, "tour", "--self-check") if name not in page] == []


BEGIN = """
import os, runpy, sys
sys.argv = ["carbondesk", "--version"]
try:
    runpy.run_path({start!r}, run_name="__main__")
except SystemExit as end:
    print(end.code, [os.environ.get(name) for name in ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH")])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of Linux's loader")
@pytest.mark.parametrize(("kept", "left"), [({}, "None"), ({"LD_LIBRARY_PATH_ORIG": "/own"}, "'/own'")])
def test_programs_that_are_started_from_here_find_their_own_libraries(
    kept: dict[str, str], left: str
) -> None:
    bundled = {"LD_LIBRARY_PATH": "/bundle", "QT_PLUGIN_PATH": "/bundle", "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", BEGIN.format(start=str(PARTS / "start.py"))],
        env={**os.environ, **bundled, **kept},
        capture_output=True,
        check=True,
        text=True,
    )
    assert told.stdout.splitlines() == [__version__, f"0 [{left}, None]"]


FOUND = [
    Part(name="Qt", version="6.9.3", licence="LGPL-3.0-only", texts=(("Qt.txt", "words"),)),
    Part(name="numpy", version="2.4.6", licence="BSD-3-Clause AND MIT", purl="pkg:pypi/numpy@2.4.6"),
    Part(name="factors", version="1", licence="NOASSERTION", kind="file"),
]


def test_the_list_of_parts_is_cyclonedx_and_the_same_each_time() -> None:
    bill = papers.bill_of_materials(FOUND, "abc")
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = json.loads(json.dumps(bill))["components"]
    assert [each["licenses"] for each in components if "licenses" in each] == [
        [{"expression": "LGPL-3.0-only"}],
        [{"expression": "BSD-3-Clause AND MIT"}],
    ]
    assert len({each["bom-ref"] for each in components}) == len(components)
    assert bill == papers.bill_of_materials(FOUND, "abc")


def test_every_part_stands_in_the_index_of_licences_with_its_texts(tmp_path: Path) -> None:
    papers.write_licences(tmp_path, FOUND)
    index = (tmp_path / "licences" / "README.txt").read_text(encoding="utf-8")
    assert all(f"{part.name} {part.version}: {part.licence}\n" in index for part in FOUND)
    assert (tmp_path / "licences" / "Qt" / "Qt.txt").read_text(encoding="utf-8") == "words"
    names = {path.name for path in (tmp_path / "licences").glob("*.txt")}
    assert {"LICENSE.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"} <= names


def test_the_notice_of_qt_keeps_to_the_terms() -> None:
    notice = (parts.LICENCES / "Qt.txt").read_text(encoding="utf-8")
    for wanted in ("LGPL-3.0.txt", "GPL-3.0.txt", "Source code", "Replace them", "was changed"):
        assert wanted in notice


def test_release_notes_are_the_section_of_the_version() -> None:
    changes = "# Changelog\n\n## [Unreleased]\n\n- later\n\n## [1.0.0] - 2026-01-01\n\n- first\n"
    assert papers.release_notes(changes, "1.0.0") == "# CarbonDesk 1.0.0\n\n- first\n"
    assert papers.release_notes(changes, "1.1.0") == "# CarbonDesk 1.1.0\n\n- later\n"
    with pytest.raises(ValueError, match="no section"):
        papers.release_notes("# Changelog\n", "1.0.0")


def test_checksums_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert papers.checksums([tmp_path / "empty"]) == f"{nothing}  empty\n"


def test_two_folders_differ_where_a_file_or_a_link_does(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same").touch()
        (tmp_path / name / "other").write_text(name, encoding="ascii")
        (tmp_path / name / "link").symlink_to(name)
    (tmp_path / "two" / "more").touch()
    assert frozen.differing(tmp_path / "one", tmp_path / "two") == ["link", "more", "other"]


def test_the_lock_for_building_agrees_with_the_one_for_running() -> None:
    pinned = [
        dict(
            re.findall(r"^([\w.-]+)==(\S+)", (ROOT / f"build_scripts/{name}.lock").read_text(), re.MULTILINE)
        )
        for name in ("runtime", "build")
    ]
    runtime, build = pinned
    assert {name: build[name] for name in build.keys() & runtime.keys()} == {
        name: runtime[name] for name in build.keys() & runtime.keys()
    }
    assert {"pyinstaller", "pefile", "macholib", "pywin32-ctypes"} <= set(build)
