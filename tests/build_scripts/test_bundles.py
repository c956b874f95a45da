"""What PyInstaller is told to make on Windows and macOS, and the disk image. None of it ran on a Mac here."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

import carbondesk
import frozen
import macos

Named = dict[str, object]


class Recorder:
    """Stands for one of PyInstaller's steps: keeps what it was called with."""

    def __init__(self, name: str, calls: list[tuple[str, Named]]) -> None:
        self._name, self._calls = name, calls
        self.binaries: list[tuple[str, str, str]] = []
        self.datas = [("resources/icons/x.svg", "/x.svg", "DATA")]
        self.pure = self.scripts = self.binaries

    def __call__(self, *_: object, **named: object) -> Recorder:
        self._calls.append((self._name, named))
        return self


def made_on(platform: str, monkeypatch: pytest.MonkeyPatch, icons: Path) -> list[tuple[str, Named]]:
    """Run the spec as on another system; return the steps with what they were named."""
    calls: list[tuple[str, Named]] = []
    for name in ("PyInstaller", "PyInstaller.depend", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    depend, hooks = ModuleType("PyInstaller.depend.bindepend"), ModuleType("PyInstaller.utils.hooks")
    hooks.collect_data_files = lambda _: []  # type: ignore[attr-defined]
    hooks.collect_submodules = lambda name: [name]  # type: ignore[attr-defined]
    sys.modules["PyInstaller.depend"].bindepend = depend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "PyInstaller.depend.bindepend", depend)
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("CARBONDESK_ICONS", str(icons))
    steps = {name: Recorder(name, calls) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    source = frozen.SPEC.read_text(encoding="utf-8")
    exec(compile(source, str(frozen.SPEC), "exec"), {**steps, "SPECPATH": str(frozen.SPEC.parent)})  # noqa: S102
    return calls


def test_windows_gets_a_window_and_a_command_with_icon_and_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps = made_on("win32", monkeypatch, tmp_path)
    commands = {named["name"]: named for name, named in steps if name == "EXE"}
    assert {name: named["console"] for name, named in commands.items()} == {
        "CarbonDesk": False,
        "carbondesk-cli": True,
    }
    for named in commands.values():
        assert named["icon"] == str(tmp_path / "carbondesk.ico")
        assert named["version"] == str(tmp_path / "version.txt")
    assert "BUNDLE" not in [name for name, _ in steps]


def test_macos_gets_a_bundle_that_opens_inventories(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    steps = dict(made_on("darwin", monkeypatch, tmp_path))
    bundle = steps["BUNDLE"]
    assert bundle["name"] == "CarbonDesk.app"
    assert bundle["icon"] == str(tmp_path / "carbondesk.icns")
    assert bundle["bundle_identifier"] == "org.carbondesk.CarbonDesk"
    assert bundle["version"] == carbondesk.__version__
    properties = bundle["info_plist"]
    assert isinstance(properties, dict)
    listed = plistlib.loads(plistlib.dumps(properties))
    assert listed["NSHighResolutionCapable"] is True
    assert listed["CFBundleVersion"] == carbondesk.__version__
    kind, declared = listed["CFBundleDocumentTypes"][0], listed["UTExportedTypeDeclarations"][0]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert kind["CFBundleTypeIconFile"] == "carbondesk.icns"
    assert declared["UTTypeTagSpecification"] == {"public.filename-extension": ["cdesk"]}


def test_the_image_is_made_of_a_signed_bundle_beside_applications(tmp_path: Path) -> None:
    bundle, folder, image = Path("/b/CarbonDesk.app"), Path("/empty"), tmp_path / macos.image_name()
    commands = macos.image_commands(bundle, folder, image)
    assert [command[0] for command in commands] == ["codesign", "ditto", "ln", "hdiutil", "hdiutil"]
    assert commands[0] == ["codesign", "--force", "--deep", "--sign", "-", str(bundle)]
    assert commands[2][1:] == ["-s", "/Applications", "/empty/Applications"]
    assert commands[3][-1] == commands[4][-1] == str(image)
    assert "UDZO" in commands[3]
    assert f"CarbonDesk {carbondesk.__version__}" in commands[3]
    assert carbondesk.__version__ in image.name
