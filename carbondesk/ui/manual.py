"""The manual inside the program: Markdown pages that ship with it, readable offline, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from carbondesk import __version__, language, paths
from carbondesk.domain.records import Equipment, Meter, Site, Source
from carbondesk.domain.text import Text
from carbondesk.language import joined, tr
from carbondesk.ui import fonts, licences, manual_pictures
from carbondesk.ui.commands import COMMANDS, MENUS
from carbondesk.ui.keys import keys_of
from carbondesk.ui.style import theme, typesetting
from carbondesk.ui.widgets import Rule
from carbondesk.ui.window import MainWindow

TOPICS = {
    "welcome": "first-inventory",
    "first_inventory": "first-inventory",
    "overview": "overview",
    "data_entry": "data-entry",
    "targets": "targets",
    "factors": "factors",
    "reports": "reports",
    "audit": "audit",
    "group": "group",
    "settings": "settings",
    "keyboard": "keyboard",
    "numbers": "numbers",
    "licences": "licences",
    "about": "about",
}
"""Which page of the manual explains which page of the program or entry of the help menu."""

ORDER = (
    "first-inventory",
    "overview",
    "data-entry",
    "targets",
    "factors",
    "reports",
    "audit",
    "group",
    "tables",
    "settings",
    "keyboard",
    "numbers",
    "history",
    "commands",
    "installing",
    "licences",
    "about",
)
"""The pages for readers in their order; pages for those who change the program follow."""

LATER = frozenset({"estimate"})
"""Commands of pages that are not in this edition; the keyboard map leaves them out."""

WIDEST = 760
MARGIN = 32
_KEYS_MARK = "<!-- every command -->"
_TABLES_MARK = "<!-- every import table -->"
_VERSION_MARK = "<!-- version -->"
_PARTS_MARK = "<!-- every part -->"
_CHINESE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BROKEN_CHINESE = re.compile(rf"(?<=[{_CHINESE}\u201d])\n *(?=[{_CHINESE}\u201cA-Za-z`\[*])")
"""A line break within a Chinese sentence, which must not become a space."""

_LINKED: dict[str, Text] = {
    "site": Site.one,
    "source": Source.one,
    "meter_number": Meter.column("number").label,
    "equipment": Equipment.one,
}


def text(name: str) -> str:
    """Return the Markdown of a page in the language in use, in English where it has no translation.

    The keyboard map fills in every command and its keys from the table that the menus come from, the page of
    tables every column from the records, the page of licences every part that comes with the program.
    """
    return _filled_in(manual_pictures.with_pictures(name, _source(name)))


def _source(name: str) -> str:
    """Return a page as it is written, with its marks; empty for an unknown one."""
    folder = paths.resources() / "manual"
    for code in (language.current(), "en"):
        page = folder / code / f"{name}.md"
        if page.is_file():
            return page.read_text("utf-8")
    return ""


def names() -> list[str]:
    """Return the names of the manual's pages, those that a new reader needs first."""
    there = {page.stem for page in (paths.resources() / "manual" / "en").glob("*.md")}
    return [*(name for name in ORDER if name in there), *sorted(there - set(ORDER))]


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
        self._language = self._dressed_in = ""
        # Large text must not lead beyond the screen.
        wanted = QSize(fonts.px(1040), fonts.px(720))
        self.resize(wanted.boundedTo(self.screen().availableSize() - QSize(0, fonts.px(32))))
        self.contents = QListWidget()
        self.contents.setFrameShape(QListWidget.Shape.NoFrame)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = _Page()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.contents)
        layout.addWidget(Rule(vertical=True, tint="line"))
        layout.addWidget(self.page, 1)
        self.contents.currentItemChanged.connect(self._read)
        if isinstance(parent, MainWindow):
            parent.rebuilt.connect(self._renew)
        self._list_pages()

    def turn_to(self, name: str) -> None:
        """Show a page by its name; an unknown name shows the first."""
        if self._language != language.current():
            self._list_pages()
        found = [
            row
            for row in range(self.contents.count())
            if self.contents.item(row).data(Qt.ItemDataRole.UserRole) == name
        ]
        row = found[0] if found else 0
        if row == self.contents.currentRow():
            # Back from the text of a licence, which is on no list.
            self._read(self.contents.currentItem())
        self.contents.setCurrentRow(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A style sheet of ours changes the palette too: only another theme is a reason to start over.
        if event.type() == QEvent.Type.PaletteChange and self._dressed_in not in {"", theme.tokens().name}:
            self._dress()
            self._read(self.contents.currentItem())

    def _renew(self) -> None:
        """Speak and write as the window does after its language or text size changed."""
        entry = self.contents.currentItem()
        name = entry.data(Qt.ItemDataRole.UserRole)
        self._list_pages()
        self.turn_to(name)

    def _list_pages(self) -> None:
        """List the pages anew in the language in use."""
        self._language = language.current()
        self.setWindowTitle(tr("Manual"))
        self.contents.setAccessibleName(tr("Contents"))
        self.page.setAccessibleName(tr("Manual"))
        self.contents.blockSignals(True)
        self.contents.clear()
        for name in names():
            entry = QListWidgetItem(_title(_source(name)))
            entry.setData(Qt.ItemDataRole.UserRole, name)
            entry.setSizeHint(QSize(0, fonts.px(30)))
            self.contents.addItem(entry)
        self.contents.blockSignals(False)
        self.contents.setFont(fonts.font(13))
        self.contents.setFixedWidth(fonts.px(228))
        self._dress()

    def _dress(self) -> None:
        look, side = theme.tokens(), fonts.px(8)
        self._dressed_in = look.name
        self.contents.setStyleSheet(
            f"QListWidget {{ background: {look.canvas}; padding: {side}px; outline: 0; }}"
            f"QListWidget::item {{ border-radius: 5px; padding: 0 {side}px; color: {look.ink2}; }}"
            f"QListWidget::item:hover {{ background: {look.sunken}; }}"
            f"QListWidget::item:selected {{ background: {look.sel}; color: {look.ink}; }}"
        )

    def _read(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            self.page.read(text(entry.data(Qt.ItemDataRole.UserRole)))


class _Page(QTextBrowser):
    """One page of the manual, set in a column that is easy to read; links lead to other pages and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: QTextDocument | None = None
        self._fitted = 0
        self.anchorClicked.connect(self._follow)

    def read(self, words: str) -> None:
        """Show a page's Markdown from its beginning."""
        ground = theme.tokens().panel
        self.setStyleSheet(
            "QTextBrowser, QTextBrowser:focus "
            f"{{ background: {ground}; border: none; padding: 0; border-radius: 0; }}"
        )
        # A document that is shown already would be laid out anew at each of its thousands of formats.
        document = QTextDocument(self)
        typesetting.set_markdown(document, words)
        manual_pictures.set_captions(document)
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self._fitted = 0
        self._set_margins()
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def _set_margins(self) -> None:
        """Keep lines short enough to read: what is left of the width is margin, most of it at the right."""
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        spare = max(0, self.viewport().width() - fonts.px(WIDEST) - 2 * fonts.px(MARGIN))
        form.setLeftMargin(fonts.px(MARGIN) + spare / 4)
        form.setRightMargin(fonts.px(MARGIN) + spare * 3 / 4)
        form.setTopMargin(fonts.px(24))
        form.setBottomMargin(fonts.px(40))
        frame.setFrameFormat(form)
        width = min(fonts.px(WIDEST), self.viewport().width() - 2 * fonts.px(MARGIN))
        if width != self._fitted and width > 0:
            self._fitted = width
            manual_pictures.fit(self.document(), width, self.devicePixelRatioF())

    def _follow(self, link: QUrl) -> None:
        window = self.window()
        if isinstance(window, Manual) and link.path().endswith(".md"):
            window.turn_to(Path(link.path()).stem)
        elif link.scheme() == licences.SCHEME:
            self.read(licences.text_of(link.path()))
        elif link.path().startswith(manual_pictures.FOLDER):
            self._enlarge(Path(link.path()).stem)

    def _enlarge(self, name: str) -> None:
        source = manual_pictures.path_of(name)
        if source is not None:
            manual_pictures.LargePicture(self, source, self._words_of(name)).open()

    def _words_of(self, name: str) -> str:
        """Return what a picture of this page shows."""
        block = self.document().begin()
        while block.isValid():
            if block.begin().fragment().charFormat().anchorHref() == f"{manual_pictures.FOLDER}{name}.png":
                return block.next().text()
            block = block.next()
        return ""


def _title(words: str) -> str:
    first = words.split("\n", 1)[0]
    return first.lstrip("# ").strip()


def _filled_in(words: str) -> str:
    words = _BROKEN_CHINESE.sub("", words)
    fills = {
        _KEYS_MARK: _keys,
        _TABLES_MARK: _tables,
        _VERSION_MARK: lambda: __version__,
        _PARTS_MARK: licences.as_markdown,
    }
    for mark, fill in fills.items():
        if mark in words:
            words = words.replace(mark, fill())
    return words


def _keys() -> str:
    """Return the keys of every command as Markdown tables, a table for each menu."""
    # Babel does not look into formatted strings, so texts stand outside of them.
    command_word, keys_word = tr("Command"), tr("Keys")
    lines = []
    for menu, title in MENUS.items():
        rows = [
            command
            for command in COMMANDS
            if command.menu == menu and command.shortcut and command.id not in LATER
        ]
        if rows:
            lines += [
                f"## {tr(title).replace('&', '')}",
                "",
                f"| {command_word} | {keys_word} |",
                "|---|---|",
            ]
            lines += [f"| {tr(command.text).rstrip('…')} | {keys_of(command.shortcut)} |" for command in rows]
            lines.append("")
    return "\n".join(lines)


def _tables() -> str:
    """Return every column of every table that import reads as Markdown; those that are needed are bold."""
    from carbondesk.exchange.tables import TABLES

    column_word, meaning_word, stop = tr("Column"), tr("Meaning"), tr(". ")
    lines = []
    for table in TABLES:
        lines += [f"### {table.name}", "", f"| {column_word} | {meaning_word} |", "|---|---|"]
        for heading in table.headings:
            column = heading.column
            label = _LINKED.get(heading.name, column.label) if column.link else column.label
            meaning = [tr(label), tr(column.help).rstrip(".。")]
            if column.choices or column.words:
                meaning.append(joined(f"`{word}`" for word in column.choices or column.words))
            name = f"**{heading.name}**" if heading.name in table.required else heading.name
            lines.append(f"| {name} | {stop.join(part for part in meaning if part)} |")
        lines.append("")
    return "\n".join(lines)
