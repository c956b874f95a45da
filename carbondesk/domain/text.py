"""Texts that people read, kept untranslated until the moment they are shown.

The core knows no language: it says `say("No factor for {carrier}.", carrier="diesel")` and hands the value on.
Whoever shows it (window, command line, report) translates the template first and fills in the fields afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters but tab and line breaks, what is no character, and what overrides the direction of reading."""


def visible(text: str) -> str:
    """Return a text with the characters that steer a screen written out by their numbers.

    A name in somebody else's file must not move the cursor, hide what stands beside it or turn it around.
    """
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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


EMPTY = Text("")
"""The text that says nothing."""


def say(template: str, /, **values: object) -> Text:
    """Mark an English template as a text for people and bind its fields; nothing is translated yet."""
    return Text(template, values)


def listed(parts: Iterable[object]) -> Text:
    """Return words as a list, with the commas of the reader's language between them; empty ones are left out."""
    return _list([part for part in parts if str(part)] or [EMPTY])


def _list(parts: Sequence[object]) -> Text:
    """Join halves of a list, so that a long one is not a deep one."""
    if len(parts) > 1:
        middle = len(parts) // 2
        return say("{first}, {rest}", first=_list(parts[:middle]), rest=_list(parts[middle:]))
    (only,) = parts
    return only if isinstance(only, Text) else Text("{only}", {"only": only})


def _plain(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    return str(value)
