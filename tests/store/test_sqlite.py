from __future__ import annotations

import subprocess
import sys

import pytest

from carbondesk.store.sqlite import barred


def test_sqlite_utils_comes_without_pandas_and_numpy() -> None:
    code = (
        "import sys\n"
        "import carbondesk.store.inventory\n"
        "print('sqlite_utils' in sys.modules, 'pandas' in sys.modules, 'numpy' in sys.modules)\n"
        "import numpy, pandas\n"
        "print(pandas.DataFrame({'a': numpy.arange(3)}).a.sum())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["True False False", "3", ""]


def test_a_barred_module_cannot_be_imported_inside_the_block_only() -> None:
    assert "zipapp" not in sys.modules
    with barred("zipapp", "sys"), pytest.raises(ImportError):
        import zipapp
    import zipapp

    assert zipapp.__name__ in sys.modules
