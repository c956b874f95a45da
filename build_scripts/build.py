"""Build the installers for the system this runs on: `python3 build_scripts/build.py`.

The result lies in dist/: on Linux an installer for one person (.run) and a Debian package, on Windows a setup,
on macOS a disk image, beside each the list of parts (SBOM), the release notes and SHA256SUMS. Everything comes
from the lock files, and two builds of one commit are equal: `--twice` builds again in another folder and compares.
`--quick` packs faster and larger, for tests. `--wine` makes and exercises the Windows setup on Linux.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

import frozen
import linux
import macos
import papers
import parts
import windows

DIST = frozen.ROOT / "dist"
LARGEST = {".deb": 62, ".exe": 45, "linux": 215, "win32": 150}
"""Megabytes that an installer and an installed program may take."""


def program(python: Path, work: Path) -> Path:
    """Freeze the program in the folder `work` and add its papers; return the folder that is installed."""
    folder = frozen.freeze(python, work)
    found = parts.of(work, python)
    papers.write_bill(folder / "carbondesk.cdx.json", found, frozen.digest(folder))
    papers.write_licences(folder, found)
    (folder / "VERSION").write_text(frozen.version() + "\n", encoding="ascii")
    if frozen.LINUX:
        linux.write_shared(folder / "share", work / "icons")
        shutil.copyfile(frozen.PARTS / "uninstall.sh", folder / "uninstall.sh")
    frozen.settle(folder)
    return folder


def installers(folder: Path, work: Path, target: Path, *, quick: bool) -> list[Path]:
    """Write the installers of this system to the folder `target`; return them."""
    if sys.platform == "win32":
        return [windows.write_setup(folder, target, work, quick=quick)]
    if sys.platform == "darwin":
        return [macos.write_image(folder.parent / "CarbonDesk.app", target)]
    run = linux.write_run(folder, target / linux.NAME.format(version=frozen.version()), work, quick=quick)
    deb = target / f"carbondesk_{frozen.version()}_amd64.deb"
    return [run, linux.write_deb(folder, deb, work, quick=quick)]


def build(work: Path, target: Path, *, quick: bool) -> list[Path]:
    """Build everything in the folder `work` and write it to the folder `target`; return the installers."""
    python = frozen.set_up()
    folder = program(python, work)
    target.mkdir(parents=True, exist_ok=True)
    for stale in target.iterdir():
        if stale.is_file():  # a folder in there is of another system
            stale.unlink()
    made = installers(folder, work, target, quick=quick)
    shutil.copyfile(folder / "carbondesk.cdx.json", target / f"CarbonDesk-{frozen.version()}.cdx.json")
    changes = (frozen.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = target / "RELEASE-NOTES.md"
    notes.write_text(papers.release_notes(changes, frozen.version()), encoding="utf-8", newline="\n")
    sums = papers.checksums(path for path in target.iterdir() if path.is_file())
    (target / "SHA256SUMS").write_text(sums, encoding="ascii", newline="\n")
    return made


def state(folder: Path, made: list[Path], *, quick: bool) -> bool:
    """Print the figures of a build beside what is allowed; False when one is over."""
    installed = frozen.size(folder)
    rows = [("installed", installed, LARGEST.get(sys.platform))]
    for path in made:
        # Quick packing says nothing about the size of a release.
        allowed = None if quick else LARGEST.get(path.suffix)
        rows.append((path.name, -(-path.stat().st_size // 10**6), allowed))
    for name, megabytes, allowed in rows:
        print(f"{name:<40} {megabytes:>4} MB{f' of {allowed} allowed' if allowed else ''}")
    if frozen.LINUX:
        print(f"glibc                                    {frozen.floor(folder)} or newer")
    print(f"contents                                 sha256 {frozen.digest(folder)}")
    return all(allowed is None or megabytes <= allowed for _, megabytes, allowed in rows)


def main(arguments: list[str]) -> int:
    """Build what was asked for; return the exit status."""
    parser = argparse.ArgumentParser(description="Build CarbonDesk's installers.")
    parser.add_argument("--quick", action="store_true", help="pack faster and larger")
    parser.add_argument("--twice", action="store_true", help="build again elsewhere and compare the contents")
    parser.add_argument("--wine", action="store_true", help="the Windows setup, made and exercised on Linux")
    wishes = parser.parse_args(arguments)
    if wishes.wine:
        import wine

        return wine.main(quick=wishes.quick, twice=wishes.twice)
    begun = time.monotonic()
    work = frozen.BUILD / "freeze"
    made = build(work, DIST, quick=wishes.quick)
    good = state(work / "dist" / "carbondesk", made, quick=wishes.quick)
    print(f"Built in {time.monotonic() - begun:.0f} s: {DIST}")
    if not good:
        print("Something is larger than allowed, see above.", file=sys.stderr)
    if wishes.twice:
        again = frozen.BUILD / "again"
        build(again / "freeze", again / "dist", quick=wishes.quick)
        differ = frozen.differing(work / "dist", again / "freeze" / "dist")
        differ += [name for name in frozen.differing(DIST, again / "dist") if "/" not in name]
        print(
            "\n".join(["Two builds differ in:", *differ]) if differ else "Two builds are equal to the byte."
        )
        good = good and not differ
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
