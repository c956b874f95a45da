"""Open CarbonDesk: `python3 build_scripts/run.py [arguments of carbondesk]`.

Without arguments it opens the sample inventory. Without a screen it makes pictures of every page and the
sample's report instead, and says where they lie.
"""

from __future__ import annotations

import os
import subprocess
import sys

import environment

SAMPLE_YEAR = "2025"


def has_screen() -> bool:
    """Tell whether a window can be shown; only Linux runs without a screen as a matter of course."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def carbondesk(*arguments: str) -> int:
    """Run CarbonDesk with `arguments` in the project's environment; return its exit status."""
    command = [str(environment.PYTHON), "-m", "carbondesk", *arguments]
    return subprocess.run(command, cwd=environment.ROOT, check=False).returncode


def show_without_screen() -> int:
    """Draw every page offscreen and write the sample's report; return the worse exit status."""
    print("There is no screen here, so the sample's pages are drawn as pictures.", flush=True)
    pictures, report = environment.ROOT / "build" / "tour", environment.ROOT / "build" / "report.html"
    pictures.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    summary = ("--standard", "summary", "--year", SAMPLE_YEAR, "--out", str(report))
    status = max(carbondesk("tour", str(pictures)), carbondesk("report", "--sample", *summary))
    if report.exists():
        print(f"Pictures: {pictures}")
        print(f"Report:   {report}")
    return status


def main(arguments: list[str]) -> int:
    """Set up and run; return the exit status."""
    environment.set_up("runtime")
    if arguments:
        return carbondesk(*arguments)
    return carbondesk("--sample") if has_screen() else show_without_screen()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
