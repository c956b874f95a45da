"""CarbonDesk: corporate carbon accounting on the desktop, from utility bills to climate targets."""

from __future__ import annotations

__version__ = "0.1.0"
