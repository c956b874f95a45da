from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from carbondesk import paths
from carbondesk.ui import settings
from carbondesk.ui.settings import Recent, Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test settings of its own."""
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path))
    return paths.settings()


def test_settings_come_back_as_they_were_saved() -> None:
    kept = Settings(theme="dark", language="zh_CN", text_scale=1.25, person="Energy manager", window="01AB")
    kept.remember(Recent("/plants/a.cdesk", "Orvane", "2025", 0.98, "2026-02-01T10:00+00:00"))
    kept.places["/plants/a.cdesk"] = {"year": 2025, "site": 3}
    kept.save()
    assert settings.load() == kept


def test_the_newest_file_stands_first_and_only_once() -> None:
    chosen = Settings()
    for name in ("a", "b", "a"):
        chosen.remember(Recent(name))
    assert [entry.path for entry in chosen.recent] == ["a", "b"]


def test_the_oldest_of_many_files_is_forgotten_with_all_that_was_kept_of_it() -> None:
    chosen = Settings(snapshots={"0": {"total": "1"}}, places={"0": {"year": 2025}})
    for number in range(21):
        chosen.remember(Recent(str(number)))
    assert len(chosen.recent) == 20
    assert (chosen.snapshots, chosen.places) == ({}, {})


def test_a_forgotten_file_leaves_nothing_behind() -> None:
    chosen = Settings(recent=[Recent("a"), Recent("b")], snapshots={"a": {}}, places={"a": {}, "b": {}})
    chosen.forget("a")
    assert chosen == Settings(recent=[Recent("b")], places={"b": {}})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"dark"',
        '{"language": []}',
        '{"text_scale": "wide"}',
        '{"recent": [{"name": "a"}]}',
        '{"places": []}',
        "\ufeff{}",
    ],
)
def test_a_damaged_file_is_set_aside_and_the_defaults_hold(folder: Path, text: str) -> None:
    (folder / "settings.json").write_text(text, "utf-8")
    assert settings.load().theme == "system"
    assert not (folder / "settings.json").exists()
    assert (folder / "settings.damaged.json").read_text("utf-8") == text


def test_bytes_that_are_no_text_are_set_aside(folder: Path) -> None:
    (folder / "settings.json").write_bytes(b"\xff\xfe\x00")
    assert settings.load().recent == []
    assert (folder / "settings.damaged.json").exists()


def test_a_value_out_of_range_is_brought_back_into_it(folder: Path) -> None:
    written = {"text_scale": 9, "theme": "pink", "language": "xx", "from_a_later_version": 1}
    (folder / "settings.json").write_text(json.dumps(written), "utf-8")
    found = settings.load()
    assert (found.text_scale, found.theme) == (2.0, "system")
    assert found.language in {"en", "zh_CN"}


def test_a_new_person_is_spoken_to_in_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    # As Qt tells them of Windows, of macOS, and of Linux without a language.
    for spoken, expected in (
        (["zh-CN", "zh-Hans-CN", "zh"], "zh_CN"),
        (["zh-Hans-CN", "en-CN"], "zh_CN"),
        (["de-DE", "zh-Hans-DE", "en-DE"], "zh_CN"),
        (["en-GB", "zh-Hans-GB"], "en"),
        (["de-DE"], "en"),
        (["C"], "en"),
        ([], "en"),
    ):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda _self, spoken=spoken: spoken)
        assert settings.load().language == expected


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="only here variables say the language")
@pytest.mark.parametrize(
    ("spoken", "expected"), [("zh_CN.UTF-8", "zh_CN"), ("C.UTF-8", "en"), ("fr_FR.UTF-8", "en")]
)
def test_the_first_start_of_all_speaks_the_language_of_the_desktop(spoken: str, expected: str) -> None:
    code = "from carbondesk.ui import settings; print(settings.load().language)"
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**ours, "LANG": spoken, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == expected


def test_what_a_newer_version_keeps_is_read_over_and_written_back(folder: Path) -> None:
    newer = {
        "theme": "dark",
        "language": "en",
        "recent": [{"path": "/a.cdesk", "organisation": "Acme", "colour": "red"}],
        "assistant": {"on": True},
    }
    (folder / "settings.json").write_text(json.dumps(newer), "utf-8")
    found = settings.load()
    assert (found.theme, found.recent) == ("dark", [Recent("/a.cdesk", "Acme")])
    found.save()
    written = json.loads((folder / "settings.json").read_text("utf-8"))
    assert written["assistant"] == {"on": True}
    assert "newer" not in written
    assert settings.load() == found


def test_a_folder_that_takes_no_file_costs_only_the_memory(folder: Path) -> None:
    (folder / "settings.json").mkdir()
    (folder / "settings.json" / "taken").touch()
    Settings(theme="dark").save()
    assert [path.name for path in folder.iterdir()] == ["settings.json"]
    assert settings.load().theme == "system"
