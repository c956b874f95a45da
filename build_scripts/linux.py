"""The two installers for Linux: one file for a person without root, and a Debian package for administrators."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import frozen
import leftouts

DESKTOP = frozen.PARTS / "carbondesk.desktop"
ICON_SIZES = (48, 64, 128, 256)
ROOM = 1.25  # an upgrade keeps the old edition until the new one is in place
DIGEST_MARK, FIGURE = "@HEAD_SHA256@", 12
MAINTAINER = "The CarbonDesk contributors <carbondesk@carbondesk.invalid>"
COPYRIGHT = """Copyright 2026 The CarbonDesk contributors

CarbonDesk is under the Apache License 2.0. Below are the parts that it brings along, each with its licence; their own
notices and texts are in /usr/lib/carbondesk/licences. On Debian the common ones are also in
/usr/share/common-licenses: Apache-2.0, LGPL-3, LGPL-2.1, GPL-3, GPL-2.

"""
NAME = "CarbonDesk-{version}-linux-x86_64.run"


def filled(text: str) -> str:
    """Return a template with the version and the day of the build in it."""
    day = datetime.fromtimestamp(frozen.epoch(), UTC).strftime("%Y-%m-%d")
    return text.replace("@VERSION@", frozen.version()).replace("@DATE@", day)


def write_shared(folder: Path, icons: Path) -> None:
    """Write what a desktop reads below `folder`: entry, icons, kind of file, metadata, manual page."""
    texts = {
        "applications/carbondesk.desktop": DESKTOP.read_text(encoding="utf-8").replace(
            "@COMMAND@", "carbondesk"
        ),
        "mime/packages/carbondesk.xml": (frozen.PARTS / "carbondesk-mime.xml").read_text(encoding="utf-8"),
        "man/man1/carbondesk.1": filled((frozen.PARTS / "carbondesk.1").read_text(encoding="utf-8")),
        f"metainfo/{frozen.IDENTIFIER}.metainfo.xml": filled(
            (frozen.PARTS / f"{frozen.IDENTIFIER}.metainfo.xml").read_text(encoding="utf-8")
        ),
        "icons/hicolor/scalable/apps/carbondesk.svg": (
            frozen.ROOT / "resources" / "icons" / "carbondesk-app.svg"
        ).read_text(encoding="utf-8"),
    }
    for place, text in texts.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for size in ICON_SIZES:
        target = folder / f"icons/hicolor/{size}x{size}/apps/carbondesk.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icons / f"carbondesk-{size}.png", target)


def packed(folder: Path, target: Path, *, level: int) -> None:
    """Write a folder as a tar archive compressed with gzip, the same bytes for the same contents."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = frozen.epoch()
        return entry

    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=level, mtime=0) as small,
        tarfile.open(fileobj=small, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), recursive=False, filter=plain)


def head(contents: Path, *, version: str, floor: str, needed_kib: int) -> bytes:
    """Return the instructions that stand before the contents in the installer, with both checksums in them."""
    with contents.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    text = (frozen.PARTS / "head.sh").read_text(encoding="utf-8")
    text = text.replace("@VERSION@", version).replace("@FLOOR@", floor).replace("@CONTENTS_SHA256@", digest)
    text = text.replace("@NEEDED_KIB@", str(needed_kib))
    # Figures of one width, so that writing them does not change what they count.
    size = len(text.encode()) + 2 * FIGURE - len("@HEAD_BYTES@@WHOLE_BYTES@") + 64 - len(DIGEST_MARK)
    text = text.replace("@HEAD_BYTES@", f"{size:<{FIGURE}}")
    text = text.replace("@WHOLE_BYTES@", f"{size + contents.stat().st_size:<{FIGURE}}")
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("head_sha256="))
    made = text.replace(DIGEST_MARK, hashlib.sha256(kept.encode()).hexdigest()).encode()
    if len(made) != size:
        raise ValueError(f"The head has {len(made)} bytes and says {size}.")
    return made


def write_run(program: Path, target: Path, work: Path, *, quick: bool) -> Path:
    """Write the installer for one person; `program` is the folder to install, with its `share`."""
    contents = work / "contents.tar.gz"
    packed(program, contents, level=1 if quick else 9)
    needed = round(frozen.size(program) * 1024 * ROOM)
    top = head(contents, version=frozen.version(), floor=frozen.floor(program), needed_kib=needed)
    with target.open("wb") as whole, contents.open("rb") as stream:
        whole.write(top)
        shutil.copyfileobj(stream, whole, 2**20)
    contents.unlink()
    target.chmod(frozen.RUNNABLE)
    return target


def control(program: Path) -> str:
    """Return the control file of the Debian package."""
    depends = [f"libc6 (>= {frozen.floor(program)})", *sorted(leftouts.HOST_LIBRARIES.values())]
    return "\n".join(
        (
            "Package: carbondesk",
            f"Version: {frozen.version()}",
            "Architecture: amd64",
            f"Maintainer: {MAINTAINER}",
            f"Installed-Size: {frozen.size(program) * 1024}",
            f"Depends: {', '.join(depends)}",
            "Section: science",
            "Priority: optional",
            "Description: corporate carbon accounting on the desktop, offline",
            " CarbonDesk reads utility bills and activity figures, works out emissions by",
            " scope, category and site, sets a climate target and shows, while you type,",
            " whether the years ahead keep to it. It works without a network and keeps",
            " everything in one file.",
            "",
        )
    )


def preinst() -> str:
    """Return the script with which the package refuses to take the place of a newer one."""
    return filled((frozen.PARTS / "preinst").read_text(encoding="utf-8"))


def write_deb(program: Path, target: Path, work: Path, *, quick: bool) -> Path:
    """Write the Debian package: the program in /usr/lib, its papers where Debian looks for them."""
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    place, documents = root / "usr/lib/carbondesk", root / "usr/share/doc/carbondesk"
    leave = shutil.ignore_patterns("share", "uninstall.sh")
    shutil.copytree(
        program,
        place,
        symlinks=True,
        ignore=lambda at, names: leave(at, names) if at == str(program) else set(),
    )
    shutil.copytree(program / "share", root / "usr/share")
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/carbondesk").symlink_to("../lib/carbondesk/carbondesk")
    documents.mkdir(parents=True)
    parts = (place / "licences" / "README.txt").read_text(encoding="utf-8")
    (documents / "copyright").write_text(COPYRIGHT + parts, encoding="utf-8")
    page = root / "usr/share/man/man1/carbondesk.1"
    shrink(page.read_bytes(), page.with_suffix(".1.gz"))
    page.unlink()
    shrink((frozen.ROOT / "CHANGELOG.md").read_bytes(), documents / "CHANGELOG.md.gz")
    shrink(changes().encode(), documents / "changelog.gz")
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN/control").write_text(control(program), encoding="utf-8")
    (root / "DEBIAN/md5sums").write_text(md5sums(root), encoding="ascii")
    (root / "DEBIAN/preinst").write_text(preinst(), encoding="utf-8")
    (root / "DEBIAN/preinst").chmod(frozen.RUNNABLE)
    frozen.settle(root)
    # Two threads on every machine: xz writes other bytes with one.
    options = ["--root-owner-group", "-Zxz", f"-z{1 if quick else 6}", "--threads-max=2"]
    subprocess.run(
        ["dpkg-deb", *options, "--build", root, target],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(frozen.epoch())},
        stdout=subprocess.DEVNULL,
    )
    return target


def changes() -> str:
    """Return Debian's own list of changes, which leads to ours."""
    when = format_datetime(datetime.fromtimestamp(frozen.epoch(), UTC))
    head = f"carbondesk ({frozen.version()}) stable; urgency=medium"
    return f"{head}\n\n  * See CHANGELOG.md.gz.\n\n -- {MAINTAINER}  {when}\n"


def shrink(contents: bytes, target: Path) -> None:
    """Compress contents into a file with gzip, without a name and a time."""
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as small:
        small.write(contents)


def md5sums(root: Path) -> str:
    """Return what `dpkg --verify` compares the installed files with."""
    lines = []
    for path in sorted((root / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False))
            lines.append(f"{found.hexdigest()}  {path.relative_to(root)}\n")
    return "".join(lines)
