"""Exercise the Windows setup under Wine: install, start, open a file, go over it, refuse, uninstall.

Every step says what it expects and what it saw. Wine is not Windows: its own libraries stand in for Microsoft's.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import frozen
import windows
import wine_python
import wine_root

PLACE = wine_root.HERE / "trial"
PICTURES = wine_root.HERE / "pictures"
SHIM = wine_root.HERE / "shim"
INVENTORY = r"C:\users\root\Documents\trial.cdesk"
OWN_WORDS = re.compile(r"carbondesk|cdesk", re.IGNORECASE)
OLDER = "0.0.1"
LEAST_PICTURE = 30_000
"""Bytes of a picture of the screen with a window on it; an empty one has a tenth of that."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one step saw: whether it was as expected, in which words, after how many seconds."""

    step: str
    good: bool
    told: str
    seconds: float


@dataclass
class Desk:
    """A Wine prefix as a person's Windows, and what was seen there."""

    prefix: Path
    seen: list[Seen] = field(default_factory=list)

    @property
    def drive(self) -> Path:
        """The folder that is C: here."""
        return self.prefix / "drive_c"

    @property
    def home(self) -> Path:
        """The folder of the person."""
        return self.drive / "users" / "root"

    @property
    def installed(self) -> Path:
        """Where the setup puts the program."""
        return self.home / "AppData" / "Local" / "Programs" / "CarbonDesk"

    def prepare(self) -> None:
        """Make the prefix anew, with the shim that numpy needs under Wine."""
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        system = f"{wine_root.seen(self.prefix)}/drive_c/windows/system32/"
        made = wine_root.wine(
            self.prefix, f"timeout 120 wineboot -i && cp {wine_root.seen(SHIM)}/*.dll {system}", 180
        )
        self.note("a Windows of its own", made.returncode == 0, made.stdout, time.monotonic())

    def run(self, script: str, seconds: float = 120) -> tuple[int, str]:
        """Run a script with Wine's programs; return its status and what it printed."""
        done = wine_root.wine(self.prefix, script, seconds)
        return done.returncode, done.stdout.strip()

    def note(self, step: str, good: bool, told: object, begun: float) -> bool:  # noqa: FBT001 - as `assert` takes it
        """Keep and print what a step saw."""
        seen = Seen(step=step, good=good, told=str(told).strip(), seconds=time.monotonic() - begun)
        self.seen.append(seen)
        last = seen.told.splitlines()[-1] if seen.told else ""
        print(f"{'passed' if good else 'FAILED':<7}{seen.seconds:6.1f} s  {step}: {last[:200]}", flush=True)
        return good

    def setup(self, setup: Path, step: str, *, code: int, says: str = "", folder: str = "") -> bool:
        """Run a setup silently; expect its exit code and its words. `folder` is another place than the usual one."""
        begun = time.monotonic()
        command = f"timeout 240 wine {wine_root.seen(setup)} /S"
        if folder:
            # NSIS takes the rest of the line for the folder, spaces too, and no quotes, which Wine's own start adds.
            windows_words = f"{wine_root.windows_path(setup)} /S /D={folder}"
            command = f"timeout 240 wine cmd /c {wine_root.words(windows_words)}"
        status, told = self.run(command, 300)
        return self.note(step, status == code and says in told, f"{told}\nexit code {status}", begun)

    def program(self, command: str, *words: str) -> str:
        """Return the shell's words that start a command of the installed program."""
        return f"timeout 300 wine '{wine_root.seen(self.installed / command)}' {wine_root.words(*words)}"

    def registry(self) -> list[str]:
        """Return the lines of the person's registry that speak of the program, keys and values."""
        text = (self.prefix / "user.reg").read_text(encoding="utf-8", errors="replace")
        return [line for line in text.splitlines() if OWN_WORDS.search(line) and "MUICache" not in line]

    def files(self) -> set[str]:
        """Return the place of every file and folder on C:."""
        return {path.relative_to(self.drive).as_posix() for path in self.drive.rglob("*")}


def differences(folder: Path, installed: Path) -> list[str]:
    """Return the files that are not the same in the program's folder and where it was installed."""
    one, other = frozen.contents(folder), frozen.contents(installed)
    other.pop("uninstall.exe", None)
    return sorted(place for place in one.keys() | other.keys() if one.get(place) != other.get(place))


def older_setup(folder: Path, work: Path) -> Path:
    """Make a small setup of an older version, with a file that the newer one no longer has."""
    small = PLACE / "older"
    shutil.rmtree(small, ignore_errors=True)
    (small / "_internal").mkdir(parents=True)
    (small / "_internal" / "gone.txt").write_text("Only the older version has this.\n", encoding="ascii")
    for name in ("CarbonDesk.exe", "carbondesk-cli.exe"):
        shutil.copy(folder / name, small / name)
    setup = PLACE / "older-setup.exe"
    make(small, setup, work, version=OLDER, quick=True)
    return setup


def make(folder: Path, setup: Path, work: Path, *, quick: bool, version: str | None = None) -> None:
    """Compile a setup inside the root; ends the program when NSIS refuses."""
    command = windows.setup_command(folder, setup, work, quick=quick, version=version, shown=wine_root.seen)
    done = wine_root.run(["makensis", *command], 1800, {"SOURCE_DATE_EPOCH": str(frozen.epoch())})
    if done.returncode != 0:
        raise SystemExit(f"NSIS failed:\n{done.stdout}")
    windows.write_checksum(setup)


def damaged(setup: Path) -> Iterator[tuple[str, Path]]:
    """Yield a setup with one changed byte and one that was cut off, as a bad memory stick leaves it."""
    content = setup.read_bytes()
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    for name, made in (("changed", bytes(changed)), ("truncated", content[: len(content) * 2 // 3])):
        path = PLACE / f"{name}.exe"
        path.write_bytes(made)
        yield name, path


def upgrade(desk: Desk, setup: Path, folder: Path, older: Path) -> None:
    """Install an older version, then this one over it: the old files go, what belongs to the person stays."""
    desk.setup(older, f"version {OLDER} installs silently", code=0)
    settings = desk.home / "AppData/Local/CarbonDesk/settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"language": "zh_CN"}', encoding="utf-8")
    copy = settings.parent / "backups" / "kept.cdesk-wal"
    copy.parent.mkdir()
    copy.write_bytes(b"not yet in the file")
    desk.setup(setup, "this version installs over it", code=0)
    begun = time.monotonic()
    found = differences(folder, desk.installed)
    desk.note("every file is as it was built, none of the old ones is left", not found, found[:5], begun)
    kept = settings.read_text(encoding="utf-8") == '{"language": "zh_CN"}' and copy.exists()
    desk.note("settings and copies are untouched", kept, settings.parent, begun)
    settings.unlink()
    wanted = (
        f'"DisplayVersion"="{frozen.version()}"',
        '@="CarbonDesk.Inventory"',
        "shell\\\\open\\\\command",
        '"QuietUninstallString"',
    )
    lines = "\n".join(desk.registry())
    text = (desk.prefix / "user.reg").read_text(encoding="utf-8", errors="replace")
    missing = [word for word in wanted if word not in text]
    desk.note("registered for this person: file type, entry in Apps", not missing, missing or lines, begun)
    link = desk.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/CarbonDesk.lnk"
    desk.note("an entry in the Start menu", link.exists(), link.name, begun)


def start(desk: Desk) -> None:
    """Check the installed program, make an inventory, open it by its file type, look, close."""
    begun = time.monotonic()
    status, told = desk.run(desk.program("carbondesk-cli.exe", "--version"))
    desk.note("the command tells its version", status == 0 and frozen.version() in told, told, begun)
    begun = time.monotonic()
    status, told = desk.run(desk.program("carbondesk-cli.exe", "--self-check"), 330)
    desk.note("the installed program checks itself", status == 0, told, begun)
    begun = time.monotonic()
    new = desk.program("carbondesk-cli.exe", "new", INVENTORY, "--name", "试用工厂 Trial", "--country", "CN")
    status, told = desk.run(new)
    made = desk.home / "Documents" / "trial.cdesk"
    desk.note("it makes an inventory", status == 0 and made.exists(), told, begun)
    begun = time.monotonic()
    walk = PICTURES / "walk"
    shutil.rmtree(walk, ignore_errors=True)
    words = ("tour", wine_root.windows_path(walk), "--walk", "--screen")
    status, told = desk.run(desk.program("carbondesk-cli.exe", *words), 330)
    desk.note("the main job in its real window: edit, chart, Chinese, report", status == 0, told, begun)


def look(desk: Desk, setup: Path) -> None:
    """Open the inventory as a double click does; meanwhile neither setup nor uninstaller may touch anything."""
    begun = time.monotonic()
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / "opened.png"
    picture.unlink(missing_ok=True)
    uninstall = wine_root.seen(desk.installed / "uninstall.exe")
    inside = "C:\\users\\root\\AppData\\Local\\Programs\\CarbonDesk"
    # Windows shows a person's own file types among those of the system; Wine has to be given them there.
    kinds = (".cdesk", "CarbonDesk.Inventory")
    own, all_ = "HKCU\\Software\\Classes", "HKLM\\Software\\Classes"
    lend = "\n".join(f"timeout 30 wine reg copy '{own}\\{kind}' '{all_}\\{kind}' /s /f" for kind in kinds)
    take = "\n".join(f"timeout 30 wine reg delete '{all_}\\{kind}' /f" for kind in kinds)
    script = f"""
        {lend}
        timeout 60 wine start '{INVENTORY}'
        sleep 25
        scrot -o {wine_root.seen(picture)}
        timeout 60 wine {wine_root.seen(setup)} /S; echo "setup: $?"
        timeout 60 wine '{uninstall}' /S '_?={inside}'; echo "uninstaller: $?"
        timeout 30 wine tasklist | grep -ci carbondesk.exe
        timeout 30 wine taskkill /IM CarbonDesk.exe
        for each in $(seq 20); do timeout 10 wine tasklist | grep -qi carbondesk.exe || break; sleep 1; done
        timeout 30 wine tasklist | grep -i carbondesk.exe && echo "still there"
        {take}
    """
    _, told = desk.run(script, 300)
    shown = picture.exists() and picture.stat().st_size > LEAST_PICTURE
    desk.note("a double click opens the inventory in a window", shown, picture, begun)
    words = [line for line in told.splitlines() if "CarbonDesk is running" in line or ": 6" in line]
    desk.note("setup refuses to go over the running program", words[1:2] == ["setup: 6"], words, begun)
    desk.note("the uninstaller refuses too", words[3:4] == ["uninstaller: 6"], words, begun)
    desk.note("closing the window ends the program", "still there" not in told, told, begun)


def refusals(desk: Desk, setup: Path, folder: Path, older: Path) -> None:
    """Over itself: installs again. An older one or a damaged one: refuses. Nothing may change."""
    before = hashlib.sha256((desk.home / "Documents" / "trial.cdesk").read_bytes()).hexdigest()
    desk.setup(setup, "the same version installs over itself", code=0)
    desk.setup(older, f"version {OLDER} is refused over the newer one", code=5, says="A newer version")
    for name, path in damaged(setup):
        begun = time.monotonic()
        status, told = desk.run(f"timeout 120 wine {wine_root.seen(path)} /S", 150)
        desk.note(f"a {name} setup is refused", status != 0, f"{told}\nexit code {status}", begun)
        path.unlink()
    begun = time.monotonic()
    found = differences(folder, desk.installed)
    desk.note("after all that every file is as it was built", not found, found[:5], begun)
    after = hashlib.sha256((desk.home / "Documents" / "trial.cdesk").read_bytes()).hexdigest()
    desk.note("and the inventory is unchanged", before == after, before, begun)


def uninstall(desk: Desk, before: set[str]) -> None:
    """Uninstall silently: only inventories remain, in folders and in the registry."""
    begun = time.monotonic()
    command = f"timeout 60 wine '{wine_root.seen(desk.installed / 'uninstall.exe')}' /S"
    gone = f"for each in $(seq 60); do test -e '{wine_root.seen(desk.installed)}' || break; sleep 1; done; sleep 3"
    status, told = desk.run(f"{command}; {gone}", 200)
    desk.note("uninstalls silently", status == 0 and not desk.installed.exists(), told, begun)
    ours = (path for path in desk.files() - before if not _is_of_wine(path))
    left = sorted(path for path in ours if (desk.drive / path).is_file() and ".cdesk" not in path)
    desk.note("no file is left but inventories", not left, left[:9], begun)
    lines = desk.registry()
    desk.note("nothing is left in the registry", not lines, lines, begun)


def _is_of_wine(path: str) -> bool:
    """Tell whether Wine itself wrote a file while programs ran."""
    return path.startswith(("windows/", "users/root/Temp/", "users/root/AppData/Local/Temp/"))


def elsewhere(desk: Desk, setup: Path, folder: Path) -> None:
    """An old Windows is refused; a folder with spaces and Chinese characters serves, and goes at the end."""
    begun = time.monotonic()
    desk.run("timeout 60 winecfg -v win81")
    desk.setup(setup, "Windows 8.1 is refused", code=4, says="needs Windows 10")
    desk.note("and nothing was written", not desk.installed.exists(), desk.installed, begun)
    desk.run("timeout 60 winecfg -v win10")
    place = desk.drive / "碳 核算" / "CarbonDesk"
    desk.setup(setup, "installs into a folder with a Chinese name", code=0, folder="C:\\碳 核算\\CarbonDesk")
    begun = time.monotonic()
    found = differences(folder, place)
    desk.note("every file is as it was built", not found, found[:5], begun)
    begun = time.monotonic()
    status, told = desk.run(
        f"timeout 300 wine '{wine_root.seen(place / 'carbondesk-cli.exe')}' --self-check", 330
    )
    desk.note("the program there checks itself", status == 0, told, begun)
    begun = time.monotonic()
    command = f"timeout 60 wine '{wine_root.seen(place / 'uninstall.exe')}' /S"
    desk.run(
        f"{command}; for each in $(seq 60); do test -e '{wine_root.seen(place)}' || break; sleep 1; done"
    )
    desk.note("and uninstalls", not place.exists() and not desk.registry(), desk.registry(), begun)


def full_disk(desk: Desk, setup: Path, older: Path) -> None:
    """On a disk without room for the new version the old one stays whole and works on."""
    begun = time.monotonic()
    first = wine_root.words(f"{wine_root.windows_path(older)} /S /D=C:\\small\\CarbonDesk")
    script = f"""
        small="$WINEPREFIX/drive_c/small"
        mkdir -p "$small" && mount -t tmpfs -o size=60m tmpfs "$small"
        timeout 60 wine cmd /c {first}; echo "older: $?"
        timeout 240 wine {wine_root.seen(setup)} /S; echo "newer: $?"
        test -e "$small/CarbonDesk/_internal/gone.txt" -a -e "$small/CarbonDesk/CarbonDesk.exe" && echo "kept"
        test -e "$small/CarbonDesk/.new" && echo "remains"
        true
    """
    _, told = desk.run(script, 400)
    good = "older: 0" in told and "newer: 7" in told and "kept" in told and "remains" not in told
    desk.note("on a full disk it gives up with a code and leaves the older version whole", good, told, begun)


def exercise(setup: Path, folder: Path, work: Path) -> list[Seen]:
    """Go through everything in two fresh prefixes; return what was seen."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    wine_python.make_shim(SHIM)
    older = older_setup(folder, work)
    first, second = Desk(PLACE / "first"), Desk(PLACE / "second")
    first.prepare()
    before = first.files()
    steps: list[Callable[[], None]] = [
        lambda: upgrade(first, setup, folder, older),
        lambda: start(first),
        lambda: look(first, setup),
        lambda: refusals(first, setup, folder, older),
        lambda: uninstall(first, before),
        second.prepare,
        lambda: full_disk(second, setup, older),
        lambda: elsewhere(second, setup, folder),
    ]
    for step in steps:
        step()
    seen = [*first.seen, *second.seen]
    if all(each.good for each in seen):  # else they are left to be looked at
        shutil.rmtree(PLACE)
    return seen
