from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from carbondesk.ui import collector


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    frozen = gc.get_freeze_count()
    yield
    gc.enable()
    if not frozen:
        gc.unfreeze()


def test_the_collector_rests_until_it_is_woken_and_leaves_what_was_loaded_alone() -> None:
    collector.rest()
    assert not gc.isenabled()
    collector.wake()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
