"""Start CarbonDesk: `carbondesk` opens the desktop, `carbondesk COMMAND ...` works without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from carbondesk.cli import COMMANDS

_WINDOW_COMMAND = "tour"
_CLI_OPTIONS = frozenset({"-h", "--help", "--version"})


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words of the command line ask for; return the exit status.

    A command goes to `carbondesk.cli`, `tour` draws the real window offscreen, and everything else (nothing, a
    file, options of the desktop) opens the desktop. What is not asked for is not imported.
    """
    given = list(sys.argv[1:] if words is None else words)
    first = given[0] if given else ""
    if first in COMMANDS or first in _CLI_OPTIONS or _is_mistyped(first):
        from carbondesk import cli

        return cli.main(given)
    if first == _WINDOW_COMMAND:
        from carbondesk.ui import tour

        return tour.main(given[1:])
    from carbondesk.ui import collector

    collector.rest()
    from carbondesk.ui import app

    return app.main(given)


def _is_mistyped(word: str) -> bool:
    """Whether the first word is neither an option nor a file: then it was meant as a command."""
    if not word or word.startswith("-") or word == _WINDOW_COMMAND:
        return False
    return not Path(word).suffix and not Path(word).exists()


if __name__ == "__main__":
    sys.exit(main())
