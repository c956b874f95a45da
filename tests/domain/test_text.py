from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.text import INVISIBLE, visible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nan\x1b]0;x\x07jing", "Nan\\u001b]0;x\\u0007jing"),
        ("Nan\u202egnij", "Nan\\u202egnij"),
        ("two\nlines, a\ttab, Győr, 南京", "two\nlines, a\ttab, Győr, 南京"),
    ],
)
def test_what_steers_a_screen_is_written_out(written: str, shown: str) -> None:
    assert visible(written) == shown


@given(st.text())
def test_nothing_that_steers_a_screen_is_left(text: str) -> None:
    assert not INVISIBLE.search(visible(text))
