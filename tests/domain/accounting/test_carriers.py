"""Names of fuels and energy for people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from carbondesk.domain.accounting.carriers import carrier_name
from carbondesk.language import tr, use


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use("en")


@pytest.mark.parametrize(
    ("carrier", "english", "chinese"),
    [
        ("natural gas", "natural gas", "天然气"),
        ("upstream of diesel", "upstream of diesel", "柴油的上游"),
        ("steam;heat", "steam, heat", "蒸汽、热力"),
        ("our {own} fuel", "our {own} fuel", "our {own} fuel"),
        ("", "", ""),
    ],
)
def test_a_carrier_is_named_in_the_readers_language(carrier: str, english: str, chinese: str) -> None:
    assert tr(carrier_name(carrier)) == english
    assert str(carrier_name(carrier)) == english
    use("zh_CN")
    assert tr(carrier_name(carrier)) == chinese
