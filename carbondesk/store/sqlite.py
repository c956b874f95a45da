"""The one place that imports sqlite-utils, behind a guard that keeps pandas and numpy out.

sqlite-utils 4 imports pandas and numpy at module level wherever they are installed, which takes the start of
the program from 0.2 s to 0.5 s. It does well without them: `ImportError` makes it leave out some column types
that this project never uses. So both names are barred while it is imported, unless they are loaded already.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def barred(*names: str) -> Iterator[None]:
    """Let `import` of these modules fail inside the block; modules that are loaded already stay loaded."""
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    kept_out = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(kept_out))
    try:
        yield
    finally:
        for name in kept_out:
            del modules[name]


with barred("pandas", "numpy"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations", "barred"]
