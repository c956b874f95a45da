"""What the desktop has done off the main thread: each a function that takes `progress` first.

Each opens the file over a connection of its own, as a thread must.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.domain.progress import Progress
    from carbondesk.store import Verification


def sample_path() -> Path:
    """Return where this person's own copy of the sample inventory lies, one for each language."""
    name = tr("Sample inventory")
    return paths.settings() / "sample" / f"{name}.cdesk"


def set_newer_aside(path: Path) -> bool:
    """Rename a sample that a newer version of the program made, which this one cannot open; tell whether it was one."""
    from carbondesk.store.errors import NewerVersion
    from carbondesk.store.inventory import Inventory

    try:
        Inventory.open(path, read_only=True).close()
    except NewerVersion:
        aside = tr("{name}, newer version", name=path.stem)
        path.replace(path.with_stem(aside))
        return True
    except CarbonDeskError:
        return False  # Whoever opens it says why it cannot be.
    return False


def build_on(build: Callable[..., Path]) -> Callable[..., Path]:
    """Return a task that makes the sample at a path, its folder first."""

    def make(progress: Progress, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        build(target, progress)
        return target

    return make


def save_copy(progress: Progress, source: Path, target: Path) -> None:
    """Save a whole copy of an inventory, history included."""
    from carbondesk.store.inventory import Inventory

    progress(0, 1)
    with Inventory.open(source, read_only=True) as inventory:
        inventory.backup(target)
    progress(1, 1)


def save_daily_copy(progress: Progress, source: Path, folder: Path, today: date) -> None:
    """Save today's copy of an inventory unless there is one."""
    from carbondesk.store.inventory import Inventory

    progress(0, 1)
    with Inventory.open(source, read_only=True) as inventory:
        inventory.backup_daily(folder, today)
    progress(1, 1)


def verify(progress: Progress, source: Path) -> Verification:
    """Prove the history of an inventory."""
    from carbondesk.store.inventory import Inventory

    with Inventory.open(source, read_only=True) as inventory:
        return inventory.verify(progress)


def write_report(progress: Progress, source: Path, year: int, target: Path) -> None:
    """Write the report of a year; the ending of `target` chooses the kind of file."""
    from carbondesk.report.render import write_report as write
    from carbondesk.store.inventory import Inventory

    progress(0, 1)
    with Inventory.open(source, read_only=True) as inventory:
        write(inventory, year, target)
    progress(1, 1)
