"""The manual keeps up with the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carbondesk.cli import COMMANDS, GROUPS
from carbondesk.cli.commands import command, parser

MANUAL = Path(__file__).resolve().parents[2] / "resources" / "manual"


def chapters(language: str) -> dict[str, str]:
    """Return the chapters of the manual's page by heading."""
    text = (MANUAL / language / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_command_and_every_option_is_in_the_manual(language: str) -> None:
    pages = chapters(language)
    assert {*COMMANDS, "tour"} == pages.keys() - {""}
    missing = [
        f"{name} {option}"
        for name in COMMANDS
        for action in parser(command(name, GROUPS))._actions  # noqa: SLF001 - argparse has no other way
        for option in action.option_strings
        if option.startswith("--") and option not in pages[name] + pages[""]
    ]
    assert missing == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_manual_names_no_option_that_there_is_not(language: str) -> None:
    for name, text in chapters(language).items():
        if name in COMMANDS:
            known = {
                option
                for action in parser(command(name, GROUPS))._actions  # noqa: SLF001 - argparse has no other way
                for option in action.option_strings
            }
            assert set(re.findall(r"--[a-z][a-z0-9-]+", text)) <= known
