"""The disk image for macOS, made on a Mac: `python3 build_scripts/build.py` there.

PyInstaller makes the bundle (carbondesk.spec); hdiutil, which every Mac has, makes the image. Without an Apple
certificate the bundle carries an ad-hoc signature, so a person opens it the first time with a right click, Open.
"""

from __future__ import annotations

import platform
import subprocess
import tempfile
from pathlib import Path

import frozen


def image_commands(bundle: Path, folder: Path, target: Path) -> list[list[str]]:
    """Return the commands that sign a bundle ad hoc and make an image of it and a link to Applications.

    `folder` is an empty one, in which the contents of the image are laid out.
    """
    name = f"CarbonDesk {frozen.version()}"
    return [
        ["codesign", "--force", "--deep", "--sign", "-", str(bundle)],
        ["ditto", str(bundle), str(folder / bundle.name)],
        ["ln", "-s", "/Applications", str(folder / "Applications")],
        [
            "hdiutil",
            "create",
            "-volname",
            name,
            "-srcfolder",
            str(folder),
            "-ov",
            "-format",
            "UDZO",
            str(target),
        ],
        ["hdiutil", "verify", str(target)],
    ]


def image_name() -> str:
    """Return the file name of the disk image, which serves Macs of this kind of chip only."""
    return f"CarbonDesk-{frozen.version()}-macos-{platform.machine()}.dmg"


def write_image(bundle: Path, target: Path) -> Path:
    """Write the disk image of a bundle to the folder `target`; return it. The papers go into the bundle first."""
    resources = bundle / "Contents" / "Resources"
    for name in ("licences", "carbondesk.cdx.json"):
        subprocess.run(["ditto", str(bundle.parent / "carbondesk" / name), str(resources / name)], check=True)
    image = target / image_name()
    with tempfile.TemporaryDirectory() as folder:
        for command in image_commands(bundle, Path(folder), image):
            subprocess.run(command, check=True, timeout=1800)
    return image
