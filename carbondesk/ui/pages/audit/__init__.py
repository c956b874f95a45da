"""The audit page: the trail of every change, integrity and seals, checks, verification rounds, published figures."""

from __future__ import annotations

from carbondesk.ui.pages.audit.page import AuditPage

__all__ = ["AuditPage"]
