"""The targets of an organisation: their definition, pathway and criteria, live while one drags."""

from __future__ import annotations

from carbondesk.ui.pages.targets.page import TargetsPage

__all__ = ["TargetsPage"]
