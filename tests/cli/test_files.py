"""Copies, restored files, and files of other versions on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbondesk.cli import main
from carbondesk.domain.text import say
from carbondesk.store import Inventory, evidence
from tests.cli.acme import answer
from tests.store.samples import tampered


def test_a_backup_is_the_same_inventory(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = answer(capsys, "verify", file)["head"]
    copy = tmp_path / "copies"
    copy.mkdir()
    assert answer(capsys, "backup", file, "--to", str(copy))["head"] == head
    assert answer(capsys, "verify", str(copy / "acme.cdesk"))["head"] == head


def test_a_copy_with_documents_is_restored_and_never_over_a_file(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    invoice = tmp_path / "invoice.pdf"
    invoice.write_bytes(b"%PDF")
    with Inventory.open(Path(file)) as opened, opened.step(say("Attach")) as step:
        evidence.attach(opened, step, invoice, [("activity", 1)])
    copy, back = str(tmp_path / "kept.cdesk"), str(tmp_path / "back.cdesk")
    assert answer(capsys, "backup", file, "--to", copy)["documents"] == 1
    restored = answer(capsys, "restore", copy, "--to", back)
    assert restored["documents"] == 1
    assert restored["head"] == answer(capsys, "verify", back)["head"]
    with Inventory.open(Path(back)) as opened:
        assert evidence.checked(opened) == []
    assert main(["restore", copy, "--to", back]) == 3
    assert "back.cdesk is there already" in capsys.readouterr().err
    assert main(["backup", file, "--to", copy]) == 0
    assert "1 document went along." in capsys.readouterr().out


@pytest.mark.parametrize("words", [["check"], ["verify"], ["import", "sites.csv"], ["export", "--to", "out"]])
def test_a_newer_file_is_refused_by_every_command(
    file: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(Path(file), "PRAGMA user_version = 99")
    content = Path(file).read_bytes()
    assert main([words[0], file, *words[1:]]) == 3
    assert "was made by a newer version of CarbonDesk" in capsys.readouterr().err
    assert Path(file).read_bytes() == content
