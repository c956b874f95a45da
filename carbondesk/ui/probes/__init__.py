"""Probes: what shows on this computer that no part of the program is missing, one small function for each part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carbondesk.domain.text import Text


class ProbeFailed(Exception):  # noqa: N818 - the name says what is wrong
    """A part of the program does not do what it should; the text names the part and says what came out instead."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One part of the program.

    `run` is given an empty folder, returns what it found, and raises where it fails. It may change the language in use.
    """

    title: Text
    run: Callable[[Path], str]


def must(expected: object, *, found: object = "", what: str) -> None:
    """Raise ProbeFailed unless `expected` is true; `what` names the part, `found` is what came out instead."""
    if not expected:
        raise ProbeFailed(f"{what}: {found!r}" if found != "" else what)
