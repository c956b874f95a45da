"""The manual inside the program: Markdown pages that ship with it, readable offline, in the reader's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from carbondesk import __version__, language, paths
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.commands import COMMANDS, MENUS
from carbondesk.ui.style import theme

TOPICS = {
    "welcome": "first-inventory",
    "first_inventory": "first-inventory",
    "overview": "overview",
    "data_entry": "data-entry",
    "settings": "settings",
    "keyboard": "keyboard",
    "numbers": "numbers",
    "licences": "licences",
    "about": "about",
}
"""Which page of the manual explains which page of the program or entry of the help menu."""

_KEYS_MARK = "<!-- every command -->"
_VERSION_MARK = "<!-- version -->"


def text(name: str) -> str:
    """Return the Markdown of a page in the language in use, in English where it has no translation.

    The keyboard map fills in every command and its keys from the table that the menus come from.
    """
    folder = paths.resources() / "manual"
    for code in (language.current(), "en"):
        page = folder / code / f"{name}.md"
        if page.is_file():
            words = page.read_text("utf-8")
            return words.replace(_KEYS_MARK, _keys()).replace(_VERSION_MARK, __version__)
    return ""


def names() -> list[str]:
    """Return the names of the manual's pages, those that a new reader needs first."""
    first = list(dict.fromkeys(TOPICS.values()))
    others = sorted(page.stem for page in (paths.resources() / "manual" / "en").glob("*.md"))
    return [*(name for name in first if name in others), *(name for name in others if name not in first)]


def show(parent: QWidget, topic: str) -> Manual:
    """Show the manual at a topic beside the window; a second call turns the page of the open one."""
    manual = parent.findChild(Manual) or Manual(parent)
    manual.turn_to(TOPICS.get(topic, "first-inventory"))
    manual.show()
    manual.raise_()
    return manual


class Manual(QDialog):
    """The manual's pages, with their list on the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Manual"))
        self.resize(QSize(fonts.px(920), fonts.px(680)))
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setFixedWidth(fonts.px(220))
        self.contents.setFrameShape(QListWidget.Shape.NoFrame)
        self.page = _Page()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.contents)
        layout.addWidget(self.page, 1)
        for name in names():
            entry = QListWidgetItem(_title(text(name)))
            entry.setData(Qt.ItemDataRole.UserRole, name)
            self.contents.addItem(entry)
        self.contents.currentItemChanged.connect(self._read)

    def turn_to(self, name: str) -> None:
        """Show a page by its name; an unknown name shows the first."""
        found = [
            row
            for row in range(self.contents.count())
            if self.contents.item(row).data(Qt.ItemDataRole.UserRole) == name
        ]
        self.contents.setCurrentRow(found[0] if found else 0)

    def _read(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            self.page.read(text(entry.data(Qt.ItemDataRole.UserRole)))


class _Page(QTextBrowser):
    """One page of the manual; links lead to other pages and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.setSearchPaths([str(paths.resources() / "manual")])
        self.document().setDocumentMargin(fonts.px(24))
        self.document().setDefaultFont(fonts.font(14))
        self.anchorClicked.connect(self._follow)

    def read(self, words: str) -> None:
        """Show a page's Markdown."""
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.tokens().accent}; }}")
        self.document().setMarkdown(words, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def _follow(self, link: QUrl) -> None:
        window = self.window()
        if isinstance(window, Manual) and link.path().endswith(".md"):
            window.turn_to(Path(link.path()).stem)


def _title(words: str) -> str:
    first = words.split("\n", 1)[0]
    return first.lstrip("# ").strip()


def _keys() -> str:
    lines = []
    for menu, title in MENUS.items():
        rows = [command for command in COMMANDS if command.menu == menu and command.shortcut]
        if rows:
            lines += [
                f"## {tr(title).replace('&', '')}",
                "",
                f"| {tr('Command')} | {tr('Keys')} |",
                "|---|---|",
            ]
            lines += [f"| {tr(command.text).rstrip('…')} | {_spoken(command.shortcut)} |" for command in rows]
            lines.append("")
    return "\n".join(lines)


def _spoken(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
