"""Carriers (fuels, kinds of energy and water) as people read them: the program's own names speak every language."""

from __future__ import annotations

from carbondesk.domain.text import Text, listed, say

UPSTREAM = "upstream of "
"""Begins the carrier of what happens before a fuel or energy is used: `upstream of diesel` is its well-to-tank."""


def carrier_name(carrier: str) -> Text:
    """Return a carrier for people, several of them with commas between.

    The names of fuels, energy and water are translated when shown; a person's own word and the classes of published
    tables stay as they are.
    """
    return listed(plain_name(part) for part in carrier.split(";"))


def plain_name(word: str) -> Text:
    """Return a word of the vocabulary as a text that is translated when shown, whatever brackets it holds."""
    if word.startswith(UPSTREAM):
        return say("upstream of {carrier}", carrier=plain_name(word.removeprefix(UPSTREAM)))
    return say("{word}", word=word) if {"{", "}"} & set(word) else Text(word)
