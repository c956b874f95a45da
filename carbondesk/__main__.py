"""Start CarbonDesk: `carbondesk` opens the desktop, `carbondesk COMMAND ...` works without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from carbondesk.cli import COMMANDS

_WINDOW_COMMAND = "tour"
_SELF_CHECK = "--self-check"
_CLI_OPTIONS = frozenset({"-h", "--help", "--version"})


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words of the command line ask for; return the exit status.

    A command goes to `carbondesk.cli`, `tour` draws the real window offscreen, `--self-check` proves that nothing is
    missing, and everything else (nothing, a file, options of the desktop) opens the desktop. What is not asked for
    is not imported.
    """
    given = list(sys.argv[1:] if words is None else words)
    first = given[0] if given else ""
    speaks = first in COMMANDS or first in _CLI_OPTIONS or first == _WINDOW_COMMAND or _is_mistyped(first)
    if words is None:
        from carbondesk import streams

        streams.ensure(console=speaks or _SELF_CHECK in given)
    if _SELF_CHECK in given:
        from carbondesk.ui import selfcheck

        return selfcheck.main(given)
    if first == _WINDOW_COMMAND:
        from carbondesk.ui import tour

        return tour.main(given[1:])
    if speaks:
        from carbondesk import cli

        return cli.main(given)
    return _open_desktop(given)


def _open_desktop(words: list[str]) -> int:
    """Open the desktop; what keeps it from starting is shown, logged and said."""
    try:
        from carbondesk.ui import app

        return app.main(words)
    except Exception as fault:  # noqa: BLE001 - whatever it was, the person must see more than nothing
        from carbondesk.ui import failing

        return failing.report(fault)


def _is_mistyped(word: str) -> bool:
    """Whether the first word is neither an option nor a file: then it was meant as a command."""
    if not word or word.startswith("-") or word == _WINDOW_COMMAND:
        return False
    return not Path(word).suffix and not Path(word).exists()


if __name__ == "__main__":
    sys.exit(main())
