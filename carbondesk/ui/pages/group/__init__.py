"""The Group page: the boundary, and the records of the group that have no page of their own."""

from __future__ import annotations

from carbondesk.ui.pages.group.page import GroupPage

__all__ = ["GroupPage"]
