"""Make and exercise the Windows setup on Linux: `python3 build_scripts/build.py --wine`, as root, with Python 3.11.

Wine is not Windows: what this makes is labelled "tested under Wine, not on Windows". A Debian with Wine 10 is
installed below build/wine (3 GB), a Python for Windows is put together there from wheels whose hashes are pinned and
whose signatures are checked, PyInstaller runs in it, NSIS makes the setup, and the setup is installed, started, gone
over, refused and uninstalled. Where that cannot be done, one line says why and the exit status is 0.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path

import build
import executables
import frozen
import windows
import wine_python
import wine_root
import wine_trial

LABEL = "Tested under Wine, not on Windows."
DIST = frozen.ROOT / "dist" / "windows-under-wine"
WORK = wine_root.HERE / "freeze"
FREEZE = """
import sys
sys.path.insert(0, r"{scripts}")
from pathlib import Path
import build
build.program(Path(sys.executable), Path(r"{work}"))
"""


def freeze(work: Path) -> Path:
    """Freeze the program with the Windows Python as build.py does on Windows; return its folder."""
    prefix = wine_root.HERE / "prefix"
    shutil.rmtree(prefix, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    code = FREEZE.format(
        scripts=wine_root.windows_path(frozen.ROOT / "build_scripts"), work=wine_root.windows_path(work)
    )
    system = f"{wine_root.seen(prefix)}/drive_c/windows/system32/"
    python = wine_root.words("wine", wine_root.seen(wine_python.PLACE / "python.exe"), "-c", code)
    script = f"timeout 120 wineboot -i && cp {wine_root.seen(wine_trial.SHIM)}/*.dll {system} && {python}"
    done = wine_root.wine(prefix, script, 1500, {"SOURCE_DATE_EPOCH": str(frozen.epoch()), "PYTHONUTF8": "1"})
    if done.returncode != 0:
        sys.exit(f"PyInstaller under Wine failed ({done.returncode}):\n{done.stdout[-4000:]}")
    shutil.rmtree(prefix)  # Wine writes 1.4 GB into each.
    return work / "dist" / "carbondesk"


def main(*, quick: bool, twice: bool) -> int:
    """Make the setup and exercise it; return the exit status, 0 too where this machine cannot."""
    reason = wine_root.lacking() or wine_root.set_up()
    if reason:
        print(f"skipped: the Windows setup was neither made nor tried, for {reason}.")
        return 0
    begun = time.monotonic()
    signatures = wine_python.assemble()
    say(begun, f"{len(signatures)} files of Python are as their makers signed them")
    wine_python.make_shim(wine_trial.SHIM)
    folder = freeze(WORK)
    faults = executables.faults(folder)
    if faults:
        sys.exit("\n".join(["The frozen program would not start on Windows:", *faults]))
    say(begun, "frozen; every library is where it is looked for, and none is Wine's")
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir(parents=True)
    setup = DIST / windows.setup_name()
    wine_trial.make(folder, setup, WORK, quick=quick)
    good = state(folder, setup, quick=quick)
    seen = wine_trial.exercise(setup, folder, WORK)
    papers(folder, signatures, seen)
    good = good and all(each.good for each in seen)
    if twice:
        good = again(folder, setup, quick=quick) and good
    print(f"{LABEL} {sum(each.good for each in seen)} of {len(seen)} steps passed: {DIST}")
    return 0 if good else 1


def say(begun: float, words: str) -> None:
    """Print that a step passed, and when, as the trial does."""
    print(f"passed {time.monotonic() - begun:6.1f} s  {words}", flush=True)


def state(folder: Path, setup: Path, *, quick: bool) -> bool:
    """Print the sizes beside what is allowed; False when one is over."""
    installed = -(-sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20)
    packed = -(-setup.stat().st_size // 10**6)
    allowed = None if quick else build.LARGEST[".exe"]
    count = sum(path.is_file() for path in folder.rglob("*"))
    print(f"installed {installed} MB of {build.LARGEST['win32']} allowed, {count} files")
    print(f"setup {packed} MB{f' of {allowed} allowed' if allowed else ', packed quickly'}")
    print(f"contents sha256 {frozen.digest(folder)}", flush=True)
    return installed <= build.LARGEST["win32"] and (allowed is None or packed <= allowed)


def papers(folder: Path, signatures: list[wine_python.Signature], seen: list[wine_trial.Seen]) -> None:
    """Write beside the setup what is in it and what was seen."""
    shutil.copyfile(folder / "carbondesk.cdx.json", DIST / f"CarbonDesk-{frozen.version()}.cdx.json")
    report = {
        "label": LABEL,
        "python": "CPython 3.11.9 for Windows as signed; its modules written in Python are of "
        f"{sys.version.split()[0]}; python3.dll is our own forwarder to python311.dll",
        "signatures": [asdict(each) for each in signatures],
        "steps": [asdict(each) for each in seen],
    }
    target = DIST / "TESTED-UNDER-WINE-NOT-ON-WINDOWS.json"
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def again(folder: Path, setup: Path, *, quick: bool) -> bool:
    """Freeze and pack a second time, in the same place; tell whether every byte is the same."""
    first, digest = frozen.contents(folder), setup.read_bytes()
    folder = freeze(WORK)
    second = frozen.contents(folder)
    differ = sorted(place for place in first.keys() | second.keys() if first.get(place) != second.get(place))
    other = wine_root.HERE / "again.exe"
    wine_trial.make(folder, other, WORK, quick=quick)
    same = other.read_bytes() == digest
    print(
        "\n".join(["Two builds differ in:", *differ])
        if differ
        else "Two builds of the program are equal to the byte."
    )
    print("Two setups are equal to the byte." if same else "Two setups differ.")
    return not differ and same
