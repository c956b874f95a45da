"""The log of what went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbondesk import logs, paths


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path))


def test_a_fault_is_added_with_its_time() -> None:
    for details in ("first 南京", "second"):
        assert logs.write(details) == paths.logs() / "carbondesk.log"
    lines = (paths.logs() / "carbondesk.log").read_text("utf-8").splitlines()
    assert [line.split(" ", 3)[2:] for line in lines] == [["ERROR", "first 南京"], ["ERROR", "second"]]


def test_the_log_is_begun_anew_when_it_is_large_and_two_older_ones_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 60)
    for number in range(6):
        logs.write(f"fault {number}")
    kept = sorted(path.name for path in paths.logs().iterdir())
    assert kept == ["carbondesk.log", "carbondesk.log.1", "carbondesk.log.2"]
    assert "fault 5" in (paths.logs() / "carbondesk.log").read_text("utf-8")
    assert "fault 3" in (paths.logs() / "carbondesk.log.2").read_text("utf-8")


def test_a_log_that_cannot_be_written_hides_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where a folder should be", "utf-8")
    assert logs.write("fault") is None
    (tmp_path / "logs").unlink()
    monkeypatch.setattr("logging.handlers.RotatingFileHandler.shouldRollover", _full)
    assert logs.write("fault") is None


def _full(_self: object, _record: object) -> bool:
    raise OSError(28, "No space left on device")
