"""The Reports page: which papers there are and how ready they are, the paper itself, and its files."""

from __future__ import annotations

from carbondesk.ui.pages.reports.page import ReportsPage

__all__ = ["ReportsPage"]
