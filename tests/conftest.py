"""What every test stands on: a home folder of its own, and real bills where they lie beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Before any test imports Qt: no window appears, whatever the desktop says.
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep settings, logs and caches of the tests apart from those of the person who runs them."""
    folder = tmp_path_factory.mktemp("home")
    os.environ["CARBONDESK_HOME"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real bills and test vectors beside the project, or skip where there is none."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the folder ../shared with real bills and test vectors is not here")
    return folder
