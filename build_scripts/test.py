"""Check everything: `python3 build_scripts/test.py [--fast] [--package] [--bench] [paths and options of pytest]`.

In this order: ruff's format and rules, mypy, the layers, the translations, with `--package` the installers,
built and tried in a clean Debian, then the tests with branch coverage, of which domain and store must reach
100 %. What fails among all tests is told and tried once more alone. Exits with 1 when anything failed; pytest's own
summary is the last line.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import cleanroot
import environment

COMPLETE = ("carbondesk/domain", "carbondesk/store")
STATIC = {
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "ruff check": ["-m", "ruff", "check", "--quiet", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
    "translations": ["build_scripts/translations.py", "--check"],
}


def python(arguments: list[str]) -> list[str]:
    """Return the command that runs `arguments` with the environment's Python."""
    return [str(environment.PYTHON), *arguments]


def surroundings() -> dict[str, str]:
    """Return the variables that every check runs with: no window, the same texts on every machine."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "NO_COLOR": "1"}


def check_statically() -> bool:
    """Run every check that needs no test, print one line for each, and what it said where it failed."""
    passed = True
    for name, arguments in STATIC.items():
        begun = time.monotonic()
        result = subprocess.run(
            python(arguments),
            cwd=environment.ROOT,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        good = result.returncode == 0
        passed = passed and good
        print(f"{name:<14} {'passed' if good else 'FAILED'} ({time.monotonic() - begun:.1f} s)")
        if not good:
            print(result.stdout)
        sys.stdout.flush()
    return passed


def run_tests(options: list[str]) -> tuple[bool, str]:
    """Run pytest, passing its output on; return whether it passed, and its last line, not yet printed."""
    held = ""
    process = subprocess.Popen(
        python(["-m", "pytest", *options]),
        cwd=environment.ROOT,
        env=surroundings(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    with process:
        for line in process.stdout or ():
            if held:
                print(held, end="", flush=True)
            held = line
    return process.returncode == 0, held


def check_coverage() -> bool:
    """Print the branch coverage of each package; False when one that must be complete is not."""
    report = environment.ROOT / "build" / "coverage.json"
    report.parent.mkdir(exist_ok=True)
    command = python(["-m", "coverage", "json", "--quiet", "-o", str(report)])
    if subprocess.run(command, cwd=environment.ROOT, check=False).returncode != 0:
        return False
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    wanted: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    gaps: list[str] = []
    for name, measured in files.items():
        path = Path(name).as_posix()
        package = "/".join(path.split("/")[:2]).removesuffix(".py")
        numbers = measured["summary"]
        wanted[package] += numbers["num_statements"] + numbers["num_branches"]
        reached[package] += numbers["covered_lines"] + numbers["covered_branches"]
        if package in COMPLETE and (measured["missing_lines"] or measured["missing_branches"]):
            gaps.append(f"{path}: lines {measured['missing_lines']}, branches {measured['missing_branches']}")
    for package in sorted(package for package, count in wanted.items() if count):
        print(f"coverage       {100 * reached[package] / wanted[package]:5.1f} % {package}")
    for gap in gaps:
        print(f"not covered    {gap}")
    return not gaps


def check_package() -> bool:
    """Build the installers and try them where this machine can; say so in one line where it cannot."""
    try:
        cleanroot.tools()
    except cleanroot.UnableError as reason:
        print(f"package        skipped: {reason}")
        return True
    begun = time.monotonic()
    good = True
    for script, *options in (("build.py", "--quick"), ("smoke.py",)):
        path = environment.ROOT / "build_scripts" / script
        status = subprocess.run([sys.executable, str(path), *options], check=False).returncode
        good = good and status in {0, cleanroot.SKIPPED}
        if not good:
            break
    print(f"package        {'passed' if good else 'FAILED'} ({time.monotonic() - begun:.1f} s)", flush=True)
    return good


def run_benchmarks() -> bool:
    """Run every script of tests/bench, one after the other."""
    scripts = sorted((environment.ROOT / "tests" / "bench").glob("bench_*.py"))
    results = [
        subprocess.run(python([str(script)]), cwd=environment.ROOT, env=surroundings(), check=False)
        for script in scripts
    ]
    return all(result.returncode == 0 for result in results)


def main(arguments: list[str]) -> int:
    """Set up, run what was asked for, and return the exit status."""
    parser = argparse.ArgumentParser(description="Check CarbonDesk.")
    parser.add_argument("--fast", action="store_true", help="only the tests")
    parser.add_argument("--bench", action="store_true", help="measure speed and memory instead")
    parser.add_argument("--package", action="store_true", help="also build the installers and try them")
    chosen, options = parser.parse_known_args(arguments)
    environment.set_up("develop")
    if chosen.bench:
        return 0 if run_benchmarks() else 1
    passed = chosen.fast or check_statically()
    if chosen.package:
        passed = check_package() and passed
    if options:  # a part of the tests says nothing about the coverage of the whole
        tested, closing = run_tests(options)
    else:
        workers = min(4, os.cpu_count() or 1)
        tested, closing = run_tests(["-n", str(workers), "--cov", "--cov-report="])
        if not tested:
            # What failed is told, and tried once more alone: beside others a window can lose the keyboard to another.
            print(closing, "Once more, alone, what failed:", sep="", flush=True)
            tested, closing = run_tests(["--last-failed", "--last-failed-no-failures", "none"])
        passed = check_coverage() and passed
    if not passed:
        print("Checks before the tests or of their coverage FAILED, see above.")
    print(closing, end="", flush=True)
    return 0 if passed and tested else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
