"""What the page shows where there is nothing to show yet, with the buttons that mend it."""

from __future__ import annotations

from collections.abc import Callable

from carbondesk.domain.records import Site
from carbondesk.language import tr
from carbondesk.ui.widgets import Button, EmptyState, Kind

Run = Callable[[str], object]


def no_sites(run: Run, *, writable: bool) -> EmptyState:
    """Return the state of an inventory without sites."""
    text = tr("Add the first site, or import tables of sites and bills.")
    state = EmptyState("factory", tr("No sites yet"), text)
    if writable:
        _add(state, tr("Add site…"), "add_site", run, Kind.PRIMARY)
        _add(state, tr("Import…"), "import", run)
    return state


def no_sources(site: Site, run: Run, *, writable: bool) -> EmptyState:
    """Return the state of a site without sources."""
    text = tr("A source is a meter, a fuel or a gas: whatever has a bill or a reading.")
    state = EmptyState("table-2", tr("No sources at {site} yet", site=site.name), text)
    if writable:
        _add(state, tr("Add source…"), "add_source", run, Kind.PRIMARY)
        _add(state, tr("Import…"), "import", run)
    return state


def no_outputs(site: Site, run: Run, *, writable: bool) -> EmptyState:
    """Return the state of a site without output figures."""
    text = tr("Production, revenue or headcount by month show emissions per unit of output.")
    state = EmptyState("package", tr("No output figures at {site} yet", site=site.name), text)
    if writable:
        _add(state, tr("Add an output figure…"), "add_output", run, Kind.PRIMARY)
    return state


def _add(state: EmptyState, words: str, command: str, run: Run, kind: Kind = Kind.NORMAL) -> None:
    button = state.add_button(Button(words, kind))
    button.clicked.connect(lambda: run(command))
