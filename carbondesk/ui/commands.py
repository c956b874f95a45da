"""Every command, declared once: the menus, the palette, the tooltips and the keyboard map read this table."""

from __future__ import annotations

from dataclasses import dataclass

from carbondesk.domain.text import Text, say

MENUS: dict[str, Text] = {
    "file": say("&File"),
    "edit": say("&Edit"),
    "view": say("&View"),
    "inventory": say("&Inventory"),
    "tools": say("&Tools"),
    "help": say("&Help"),
}


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing a person can tell the program to do.

    `text` is the menu entry ("…" at its end only if a dialog follows). `section` parts a menu with rules.
    """

    id: str
    text: Text
    menu: str
    section: int = 0
    shortcut: str = ""
    icon: str = ""


def _command(id: str, text: Text, menu: str, section: int, shortcut: str = "", icon: str = "") -> Command:
    return Command(id=id, text=text, menu=menu, section=section, shortcut=shortcut, icon=icon)


COMMANDS: tuple[Command, ...] = (
    _command("new", say("New inventory…"), "file", 0, "Ctrl+N", "file-plus"),
    _command("open", say("Open…"), "file", 0, "Ctrl+O", "folder-open"),
    _command("open_sample", say("Open the sample inventory"), "file", 0, "", "book-open"),
    _command("welcome", say("Start page"), "file", 0, "Ctrl+Shift+H", "layout-dashboard"),
    _command("save", say("Save"), "file", 1, "Ctrl+S", "save"),
    _command("save_copy", say("Save a copy…"), "file", 1, "Ctrl+Shift+S", "copy"),
    _command("import", say("Import…"), "file", 2, "Ctrl+I", "file-input"),
    _command("export", say("Export page…"), "file", 2, "Ctrl+P", "download"),
    _command("report", say("Make the report of the year…"), "file", 2, "", "file-text"),
    _command("paper_html", say("Export as HTML…"), "file", 2, "Ctrl+Shift+L", "file-text"),
    _command("paper_csv", say("Export as CSV…"), "file", 2, "Ctrl+Shift+V", "table-2"),
    _command("paper_docx", say("Export as DOCX…"), "file", 2, "Ctrl+Shift+D", "file-text"),
    _command("paper_json", say("Export as JSON…"), "file", 2, "Ctrl+Shift+J", "database"),
    _command("prove", say("Proof of the selected figure…"), "file", 2, "Ctrl+Shift+P", "shield-check"),
    _command("close", say("Close the inventory"), "file", 3, "Ctrl+W", "x"),
    _command("quit", say("Quit"), "file", 3, "Ctrl+Q", "log-out"),
    _command("undo", say("Undo"), "edit", 0, "Ctrl+Z", "undo-2"),
    _command("redo", say("Redo"), "edit", 0, "Ctrl+Y", "redo-2"),
    _command("cut", say("Cut"), "edit", 1, "Ctrl+X"),
    _command("copy", say("Copy"), "edit", 1, "Ctrl+C", "copy"),
    _command("copy_sentence", say("Copy as sentence"), "edit", 1, "Ctrl+Shift+C"),
    _command("paste", say("Paste"), "edit", 1, "Ctrl+V", "clipboard-paste"),
    _command("empty", say("Empty the cells"), "edit", 1, "Del", "trash-2"),
    _command("fill_right", say("Fill right"), "edit", 2, "Ctrl+R", "arrow-right"),
    _command("fill_down", say("Fill down"), "edit", 2, "Ctrl+D", "arrow-down"),
    _command("filter", say("Filter the table"), "edit", 3, "Ctrl+F", "list-filter"),
    _command("palette", say("Find or run a command"), "view", 1, "Ctrl+K", "search"),
    _command("inspector", say("Inspector"), "view", 1, "F4", "panel-right"),
    _command("chart_table", say("Chart as a table"), "view", 1, "Ctrl+T", "table-2"),
    _command("next_pane", say("Next pane"), "view", 2, "F6"),
    _command("previous_pane", say("Previous pane"), "view", 2, "Shift+F6"),
    _command("theme_light", say("Light theme"), "view", 3, "", "sun"),
    _command("theme_dark", say("Dark theme"), "view", 3, "", "moon"),
    _command("theme_system", say("Theme of the system"), "view", 3, "", "sun-moon"),
    _command("add_site", say("Add a site…"), "inventory", 0, "", "factory"),
    _command("add_source", say("Add a source…"), "inventory", 0, "", "plus"),
    _command("add_bill", say("Add a bill…"), "inventory", 0, "Ctrl+B", "receipt"),
    _command("add_record", say("Add a record…"), "inventory", 1, "Ctrl+Shift+N", "plus"),
    _command("edit_record", say("Edit the record…"), "inventory", 1, "", "pencil"),
    _command("remove_record", say("Close or remove the record…"), "inventory", 1, "", "trash-2"),
    _command("estimate", say("Estimate gaps…"), "inventory", 2, "Ctrl+G", "sigma"),
    _command("evidence", say("Attach evidence…"), "inventory", 2, "Ctrl+E", "paperclip"),
    _command("next_issue", say("Next issue"), "inventory", 3, "F8", "flag"),
    _command("previous_issue", say("Previous issue"), "inventory", 3, "Shift+F8"),
    _command("target", say("New target…"), "inventory", 4, "", "target"),
    _command("what_if", say("What if…"), "inventory", 4, "Ctrl+Shift+W", "sliders-horizontal"),
    _command("compare_rules", say("Compare rule sets…"), "inventory", 4, "Ctrl+Shift+R", "scale"),
    _command("save_version", say("Save a version of the target"), "inventory", 4, "", "check"),
    _command("versions", say("Versions of the target…"), "inventory", 4, "", "history"),
    _command("submit", say("Approve…"), "inventory", 4, "Ctrl+Return", "circle-check"),
    _command("journey", say("Journey of the target…"), "inventory", 4, "", "route"),
    _command("exclusions", say("Exclusions…"), "inventory", 4, "", "minus"),
    _command("submission", say("Submission of the target…"), "inventory", 4, "", "file-check"),
    _command("new_factor", say("New factor…"), "inventory", 5, "", "flask-conical"),
    _command("edit_factor", say("Edit or copy the factor…"), "inventory", 5, "", "pencil"),
    _command("remove_factor", say("Remove the factor…"), "inventory", 5, "", "trash-2"),
    _command("use_factor", say("Use the factor for a source…"), "inventory", 5, "", "factory"),
    _command("import_set", say("Import a factor set…"), "inventory", 5, "", "upload"),
    _command("compare_editions", say("Compare editions…"), "inventory", 5, "", "scale"),
    _command("check", say("Check the inventory"), "tools", 0, "", "list-checks"),
    _command("verify", say("Verify the audit chain"), "tools", 0, "", "shield-check"),
    _command("settings", say("Settings"), "tools", 1, "Ctrl+,", "settings"),
    _command("help", say("Help for this page"), "help", 0, "F1", "circle-help"),
    _command("keyboard", say("Keyboard map"), "help", 0, "", "keyboard"),
    _command("first_inventory", say("Your first inventory"), "help", 1, "", "route"),
    _command("numbers", say("How numbers are computed"), "help", 1, "", "sigma"),
    _command("licences", say("Licences and sources"), "help", 2, "", "file-text"),
    _command("about", say("About CarbonDesk"), "help", 2, "", "info"),
)
