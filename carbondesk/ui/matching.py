"""Finding by typing: every word typed begins a word of the entry, or its letters run through it in order."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return a text without accents and case, so that "gyor" finds "Győr"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def score(query: str, text: str, context: str = "") -> float:
    """Return how well a query fits an entry, 0 for not at all; higher is better.

    Words of the text count more than words of its context, a whole word more than a beginning, an early word
    more than a late one. Chinese has no spaces, so a run of its signs may stand anywhere.
    """
    typed = _WORD.findall(folded(query))
    if not typed:
        return 1.0
    total = 0.0
    for word in typed:
        best = max(_word_score(word, text, 1.0), _word_score(word, context, 0.5))
        if not best:
            return 0.6 * _letters(folded(query), folded(text))
        total += best
    return 1.0 + total / len(typed)


def _word_score(typed: str, text: str, weight: float) -> float:
    plain = folded(text)
    words = _WORD.findall(plain)
    for position, word in enumerate(words):
        if word.startswith(typed):
            whole = 0.5 if word == typed else 0.0
            return weight * (1.0 + whole + 0.3 / (1 + position))
    if not typed.isascii() and typed in plain:
        return weight
    return 0.0


def _letters(typed: str, text: str) -> float:
    """Return how densely the letters typed run through the text in order; under three letters never."""
    wanted = [letter for letter in typed if not letter.isspace()]
    if len(wanted) < 3:
        return 0.0
    first = at = -1
    for letter in wanted:
        at = text.find(letter, at + 1)
        if at < 0:
            return 0.0
        first = at if first < 0 else first
    density = len(wanted) / (at - first + 1)
    return density if density > 0.5 else 0.0
