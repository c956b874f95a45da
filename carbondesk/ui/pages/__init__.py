"""The pages of the program, each made when it is first shown. Pages never import each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.text import say
from carbondesk.ui.page import Page, PageEntry

if TYPE_CHECKING:
    from carbondesk.ui.desktop import Desktop


def entries(desktop: Desktop) -> list[PageEntry]:
    """Return the pages that there are, in the order of the rail."""
    return [
        PageEntry(
            page_id="welcome",
            label=say("Start page"),
            icon="layout-dashboard",
            make=lambda: _welcome(desktop),
            bare=True,
        ),
        PageEntry(
            page_id="overview",
            label=say("Overview"),
            icon="layout-dashboard",
            make=lambda: _overview(desktop),
            commands=("chart_table", "export"),
        ),
        PageEntry(
            page_id="data_entry",
            label=say("Data entry"),
            icon="table-2",
            make=lambda: _data_entry(desktop),
            commands=_ENTRY_COMMANDS,
        ),
        _targets_entry(desktop),
        PageEntry(
            page_id="factors",
            label=say("Factors"),
            icon="flask-conical",
            make=lambda: _factors(desktop),
            group=1,
            commands=_FACTOR_COMMANDS,
        ),
        PageEntry(
            page_id="reports",
            label=say("Reports"),
            icon="file-text",
            make=lambda: _reports(desktop),
            group=2,
            commands=_REPORT_COMMANDS,
        ),
        _audit_entry(desktop),
        PageEntry(
            page_id="group",
            label=say("Group"),
            icon="network",
            make=lambda: _group(desktop),
            group=2,
            commands=_GROUP_COMMANDS,
        ),
        PageEntry(
            page_id="settings",
            label=say("Settings"),
            icon="settings",
            make=lambda: _settings(desktop),
            group=9,
        ),
    ]


_ENTRY_COMMANDS = (
    "import",
    "cut",
    "copy",
    "paste",
    "empty",
    "fill_right",
    "fill_down",
    "filter",
    "inspector",
    "add_site",
    "add_source",
    "add_bill",
    "edit_record",
    "remove_record",
    "next_issue",
    "previous_issue",
)

_TARGET_COMMANDS = (
    "target",
    "edit_record",
    "remove_record",
    "what_if",
    "compare_rules",
    "save_version",
    "versions",
    "submit",
    "journey",
    "exclusions",
    "submission",
    "export",
    "chart_table",
    "inspector",
)

_REPORT_COMMANDS = (
    "export",
    "copy",
    "copy_sentence",
    "paper_html",
    "paper_csv",
    "paper_json",
    "paper_docx",
    "prove",
)

_FACTOR_COMMANDS = (
    "new_factor",
    "edit_factor",
    "remove_factor",
    "use_factor",
    "compare_editions",
    "import_set",
    "copy",
    "export",
    "filter",
    "inspector",
)


_GROUP_COMMANDS = ("filter", "copy", "add_record", "edit_record", "remove_record", "inspector")


def _welcome(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.welcome import WelcomePage

    page = WelcomePage(desktop.settings)
    page.new_wanted.connect(desktop.new_inventory)
    page.open_wanted.connect(desktop.choose_file)
    page.sample_wanted.connect(desktop.open_sample)
    page.file_wanted.connect(desktop.open_recent)
    page.help_wanted.connect(desktop.show_manual)
    page.language_chosen.connect(desktop.set_language)
    page.theme_chosen.connect(desktop.set_theme)
    return page


def _overview(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.overview import OverviewPage

    page = OverviewPage(desktop.session)
    page.navigate.connect(desktop.go)
    return page


def _data_entry(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.data_entry.page import DataEntryPage

    return DataEntryPage(desktop.session)


def _targets_entry(desktop: Desktop) -> PageEntry:
    return PageEntry(
        page_id="targets",
        label=say("Targets"),
        icon="target",
        make=lambda: _targets(desktop),
        commands=_TARGET_COMMANDS,
    )


def _targets(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.targets import TargetsPage

    page = TargetsPage(desktop.session)
    page.navigate.connect(desktop.go)
    return page


def _reports(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.reports import ReportsPage

    page = ReportsPage(desktop.session)
    page.navigate.connect(desktop.go)
    page.command_wanted.connect(desktop.window.commands.run)
    return page


def _factors(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.factors import FactorsPage

    return FactorsPage(desktop.session)


def _group(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.group import GroupPage

    page = GroupPage(desktop.session)
    page.navigate.connect(desktop.go)
    page.command_wanted.connect(desktop.window.commands.run)
    return page


def _audit_entry(desktop: Desktop) -> PageEntry:
    return PageEntry(
        page_id="audit",
        label=say("Audit"),
        icon="history",
        make=lambda: _audit(desktop),
        group=2,
        commands=("export", "copy", "filter", "inspector", "next_issue", "previous_issue"),
    )


def _audit(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.audit import AuditPage

    page = AuditPage(desktop.session)
    page.navigate.connect(desktop.go)
    page.verified.connect(lambda found: desktop.facts.show_verified(found, noticed=False))
    return page


def _settings(desktop: Desktop) -> Page:
    from carbondesk.ui.pages.settings import SettingsPage

    page = SettingsPage(desktop.session)
    page.language_chosen.connect(desktop.set_language)
    page.theme_chosen.connect(desktop.set_theme)
    page.text_scale_chosen.connect(desktop.set_text_scale)
    return page
