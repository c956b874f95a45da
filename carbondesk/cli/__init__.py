"""The command line: the whole core without a window, for scripts and for verifiers.

Each group of commands is a module with a tuple `COMMANDS` of `Command`; only the module of the command that was
given is imported. Exit status 0: done; 1: done, with findings of severity error; 2: wrong usage; 3: the world
failed and nothing was changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

GROUPS: Mapping[str, str] = {
    "new": "files",
    "import": "imports",
    "inventory": "inventories",
    "explain": "explanations",
    "check": "checks",
    "targets": "targets",
    "pathway": "pathways",
    "report": "reports",
    "factors": "factors",
    "export": "files",
    "backup": "files",
    "restore": "files",
    "verify": "files",
    "selftest": "checks",
}
"""The module of this package in which each command stands."""

COMMANDS: tuple[str, ...] = tuple(GROUPS)
"""The names of all commands that work without a window."""


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit status; never raises for what a person or the world did wrong."""
    from carbondesk.cli.commands import run

    return run(list(words), GROUPS)
