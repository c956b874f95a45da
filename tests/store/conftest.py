"""What the tests of the store stand on: inventories in memory and in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carbondesk.store.inventory import Inventory
from tests.store.samples import ACME, clock


@pytest.fixture
def inventory() -> Iterator[Inventory]:
    """Return an empty inventory in memory."""
    with Inventory.in_memory(ACME, clock=clock()) as inventory:
        yield inventory


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of an inventory that exists and is closed."""
    path = tmp_path / "acme.cdesk"
    Inventory.create(path, ACME, clock=clock()).close()
    return path
