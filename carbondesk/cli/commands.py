"""What a command of the command line is, and how the one that was asked for is run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

from carbondesk import __version__, language
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import Text, say
from carbondesk.language import tr

DONE, WITH_ERRORS, WRONG_USAGE, WORLD_FAILED = 0, 1, 2, 3
"""The exit statuses: done; done with findings of severity error; wrong usage; the world failed."""


class UsageError(Exception):
    """The words of a command line do not fit together; the text says why."""

    def __init__(self, text: Text | str) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, one sentence about it, its options and what it does.

    `declare` adds the arguments to a parser; `run` gets the parsed ones and returns the exit status.
    """

    name: str
    summary: Text
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` where argparse would end the program."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words as a `UsageError`."""
        raise UsageError(message)


def command(name: str, groups: Mapping[str, str]) -> Command:
    """Return the command of that name from the module that holds it."""
    module = import_module(f"carbondesk.cli.{groups[name]}")
    found: Command = next(each for each in module.COMMANDS if each.name == name)
    return found


def parser(chosen: Command) -> Parser:
    """Return the parser of one command with the options that all commands share."""
    made = Parser(prog=f"carbondesk {chosen.name}", description=tr(chosen.summary), allow_abbrev=False)
    chosen.declare(made)
    made.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help=tr("a table for people, or one JSON document"),
    )
    made.add_argument("--language", choices=tuple(language.LANGUAGES), help=tr("the language of texts"))
    return made


def run(words: list[str], groups: Mapping[str, str]) -> int:
    """Run the command that the words ask for; return its exit status."""
    language.use(_language(words))
    name, rest = (words[0], words[1:]) if words else ("--help", [])
    if name == "--version":
        print(__version__)
        return DONE
    if name not in groups:
        return _overview(groups) if name in ("--help", "-h") else _unknown(name)
    try:
        return _run(command(name, groups), rest)
    except CarbonDeskError as fault:
        return _complain(fault.text, fault.remedy, status=WORLD_FAILED)
    except OSError as fault:
        return _complain(_failure(fault), status=WORLD_FAILED)
    except KeyboardInterrupt:
        return _complain(say("Stopped. Nothing was changed."), status=WORLD_FAILED)


def _run(chosen: Command, words: list[str]) -> int:
    try:
        return chosen.run(parser(chosen).parse_args(words))
    except SystemExit:  # argparse ends the program after --help
        return DONE
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - Python flushes it at its end
        return DONE
    except UsageError as fault:
        usage = say("`carbondesk {command} --help` shows how it is used.", command=chosen.name)
        problem = say("carbondesk {command}: {problem}", command=chosen.name, problem=fault.text)
        return _complain(problem, usage, status=WRONG_USAGE)


def _failure(fault: OSError) -> Text:
    return say("{path}: {reason}.", path=str(fault.filename or ""), reason=fault.strerror or str(fault))


def _complain(*texts: Text, status: int) -> int:
    for text in texts:
        if text.template:
            print(tr(text), file=sys.stderr)
    return status


def _unknown(name: str) -> int:
    problem = say("There is no command {name}.", name=name)
    return _complain(problem, say("`carbondesk --help` shows all commands."), status=WRONG_USAGE)


def _overview(groups: Mapping[str, str]) -> int:
    print(tr("carbondesk [FILE]: open the desktop. carbondesk COMMAND ...: work without a window."))
    print()
    width = max(len(name) for name in (*groups, "--self-check")) + 2
    for name in groups:
        print(f"  {name:<{width}}{tr(command(name, groups).summary)}")
    summary = tr("Draw every page of the desktop as a picture, without a screen.")
    print(f"  {'tour':<{width}}{summary}")
    whole = tr("Show that no part of the program is missing.")
    print(f"  {'--self-check':<{width}}{whole}")
    print()
    print(tr("`carbondesk COMMAND --help` shows the options of a command."))
    return DONE


def _language(words: list[str]) -> str:
    """Return the language that the words or, failing them, the system ask for."""
    for place, word in enumerate(words):
        if word == "--language" and place + 1 < len(words):
            return words[place + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return language.of_system()
