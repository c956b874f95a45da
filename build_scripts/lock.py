"""Renew the lock files: `.venv/bin/python build_scripts/lock.py` (`--upgrade` takes newer versions).

pip.lock pins pip itself, runtime.lock what the program needs, develop.lock that and the checking tools,
build.lock what freezes the program into installers, beside runtime.lock.
Every line names a version and the hashes of all its files, for every system and Python version;
no line names where it came from.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "build_scripts"
HEADER = "# Written by build_scripts/lock.py; do not edit.\n"
OPTIONS = [
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
    "--strip-extras",
    "--allow-unsafe",  # pip and setuptools are pinned like everything else
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def lock(name: str, sources: list[str], options: list[str]) -> None:
    """Write build_scripts/<name>.lock from `sources` (paths below the root), with pip-compile's `options`."""
    target = HERE / f"{name}.lock"
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *options, "--output-file", str(target)]
    subprocess.run([*command, *sources], cwd=ROOT, check=True)
    target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def main(options: list[str]) -> None:
    """Renew all of them, the runtime versions first, which the other two then have to keep."""
    with tempfile.TemporaryDirectory() as folder:
        pip = Path(folder) / "pip.in"
        pip.write_text("pip\n", encoding="utf-8")
        lock("pip", [str(pip)], options)
    same_pip = ["--constraint", "build_scripts/pip.lock"]
    lock("runtime", ["pyproject.toml", "build_scripts/platforms.in"], [*same_pip, *options])
    runtime = ["--constraint", "build_scripts/runtime.lock"]
    lock("develop", ["pyproject.toml", "build_scripts/platforms.in"], ["--extra", "dev", *runtime, *options])
    lock("build", ["build_scripts/build.in"], [*runtime, *options])


if __name__ == "__main__":
    main(sys.argv[1:])
