"""Versions and approvals of targets under the names that pages and papers use; they are written in the store."""

from __future__ import annotations

from carbondesk.store.target_versions import (
    approve,
    changed_since,
    content_of,
    is_approved,
    restore_version,
    save_version,
    versions,
)

__all__ = [
    "approve",
    "changed_since",
    "content_of",
    "is_approved",
    "restore_version",
    "save_version",
    "versions",
]
