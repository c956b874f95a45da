"""The factors page: the library with its filters, one factor in detail, own factors and editions."""

from __future__ import annotations

from carbondesk.ui.pages.factors.page import FactorsPage

__all__ = ["FactorsPage"]
