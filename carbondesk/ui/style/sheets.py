"""The style sheet: what a palette cannot say about Qt's stock controls.

Our own widgets paint themselves. Cells of tables are never styled here: a style sheet slows them down.
"""

from __future__ import annotations

from string import Template

from carbondesk.ui.fonts import px
from carbondesk.ui.style.tokens import Tokens

INKS = ("ink", "ink2", "ink3", "inkd", "accent", "ok", "warn", "err", "info", "onaccent", "s1t", "s2t", "s3t")

_SHEET = Template("""
QLineEdit, QComboBox, QAbstractSpinBox, QDateEdit, QPlainTextEdit, QTextEdit {
  background: $raised; color: $ink; border: 1px solid $line; border-bottom-color: $field;
  border-radius: 5px; padding: 0 9px; selection-background-color: $sel; selection-color: $ink; }
QLineEdit, QComboBox, QAbstractSpinBox, QDateEdit { min-height: ${inner}px; max-height: ${inner}px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus,
QTextEdit:focus { border: 2px solid $accent; padding: 0 8px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QDateEdit:focus {
  min-height: ${focused}px; max-height: ${focused}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px 4px; }
QLineEdit[state="warn"] { border: 2px solid $warnedge; padding: 0 8px;
  min-height: ${focused}px; max-height: ${focused}px; }
QLineEdit[state="err"] { border: 2px solid $err; padding: 0 8px;
  min-height: ${focused}px; max-height: ${focused}px; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled,
QPlainTextEdit:read-only { background: $sunken; color: $ink2; border-color: $hair; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; width: 0; }
QComboBox QAbstractItemView, QCompleter { background: $raised; border: 1px solid $line; outline: 0;
  selection-background-color: $sel; selection-color: $ink; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: ${inner}px; padding: 0 6px; border-radius: 4px; }
QMenu { background: $raised; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 0 14px 0 8px; min-height: ${row}px; border-radius: 4px; color: $ink; }
QMenu::item:selected { background: $sel; }
QMenu::item:disabled { color: $inkd; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $hair; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QMenuBar { background: transparent; border: none; padding: 0; }
QMenuBar::item { background: transparent; color: $ink2; padding: 5px 7px; border-radius: 5px; margin: 0; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hair; color: $ink; }
QToolTip { background: $raised; color: $ink; border: 1px solid $line; padding: 4px 7px; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section { background: $sunken; color: $ink2; border: none; border-bottom: 1px solid $line;
  padding: 0 8px; }
QTableView, QTreeView, QListView { background: $panel; border: none; outline: 0; gridline-color: $hair;
  selection-background-color: $sel; selection-color: $ink; }
QTableCornerButton::section { background: $sunken; border: none; border-bottom: 1px solid $line; }
QScrollArea { background: transparent; border: none; }
QScrollArea[read="true"] { border: 2px solid transparent; }
QScrollArea[read="true"]:focus { border: 2px solid $accent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; min-width: 28px; min-height: 28px; }
QScrollBar::handle:hover { background: $field; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QSplitter::handle { background: $hair; }
QCheckBox, QRadioButton { spacing: 8px; color: $ink; min-height: ${row}px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: $raised;
  border: 1px solid $field; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox:focus, QRadioButton:focus { outline: none; color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent;
  width: 12px; height: 12px; }
QTabWidget::pane { border: none; border-top: 1px solid $hair; }
QDialog { background: $panel; }
""")


def sheet(look: Tokens) -> str:
    """Return the style sheet of a theme at the present text scale."""
    from carbondesk import paths

    check = paths.resources() / "icons" / f"tick-{look.name}.svg"
    values = {
        **look.colours(),
        "inner": str(px(28) - 2),
        "focused": str(px(28) - 4),
        "row": str(px(28)),
        "check": check.as_posix(),
    }
    inks = "\n".join(f'QLabel[ink="{name}"] {{ color: {values[name]}; }}' for name in INKS)
    return f"{_SHEET.substitute(values)}\n{inks}\n"
