"""The day on which something is written."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day of what is written."""
    return datetime.now(UTC).astimezone().date()
