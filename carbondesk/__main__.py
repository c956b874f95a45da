"""Start CarbonDesk: `carbondesk` opens the desktop, `carbondesk COMMAND ...` works without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
    if first in COMMANDS or first in _CLI_OPTIONS:
        from carbondesk import cli

        return cli.main(given)
    if first == _WINDOW_COMMAND:
        from carbondesk.ui import tour

        return tour.main(given[1:])
    from carbondesk.ui import app

    return app.main(given)


if __name__ == "__main__":
    sys.exit(main())
