"""Texts that people read, kept untranslated until the moment they are shown.

The core knows no language: it says `say("No factor for {carrier}.", carrier="diesel")` and hands the value on.
Whoever shows it (window, command line, report) translates the template first and fills in the fields afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """An English template with named fields and the values that go into them.

    A value may itself be a `Text`, a number, a date or a string; numbers and dates are written in the
    reader's own way when the text is shown. `str(text)` is the English text, for logs and tests.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the text in English."""
        return self.template.format_map({name: _plain(value) for name, value in self.values.items()})

    def __hash__(self) -> int:
        """Hash by template and values, so that texts can be members of sets and keys."""
        return hash((self.template, tuple(sorted((name, str(value)) for name, value in self.values.items()))))


def say(template: str, /, **values: object) -> Text:
    """Mark an English template as a text for people and bind its fields; nothing is translated yet."""
    return Text(template, values)


def _plain(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    return str(value)
