"""The overview of a year."""

from __future__ import annotations

from carbondesk.ui.pages.overview.page import OverviewPage

__all__ = ["OverviewPage"]
